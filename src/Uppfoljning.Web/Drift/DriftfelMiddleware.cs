using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Uppfoljning.Application.Common;
using Uppfoljning.Web.Skydd;

namespace Uppfoljning.Web.Drift;

/// <summary>
/// Gör ett driftfel till svar 503: vad som har hänt, om det som skickades är sparat, och det skrivna kvar att skicka igen.
/// </summary>
/// <remarks>
/// The page is written here and not by a view: the layout shows who is signed in, which is read from the database that has just failed.
/// What was typed comes back as a form of hidden fields, with the form's own key, so that one press sends the same thing again also without
/// script. Files cannot be kept; neither are passwords.
/// </remarks>
internal sealed partial class DriftfelMiddleware(RequestDelegate next, ILogger<DriftfelMiddleware> logger)
{
    private const int FlestFalt = 2000, LangstaVisade = 400;

    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.LatinExtendedA, UnicodeRanges.GeneralPunctuation);

    public async Task InvokeAsync(HttpContext context, IDatabase databas)
    {
        try
        {
            await next(context);
        }
        catch (Exception fel) when (!context.Response.HasStarted && Driftfel.Av(fel, databas.Fel) is not null)
        {
            var orsak = Driftfel.Av(fel, databas.Fel)!.Value;
            var (rubrik, text, atgard) = Driftfel.Text(orsak);
            Logga(fel, orsak, Begaranslogg.Metod(context.Request.Method), atgard);
            await SvaraAsync(context, orsak, rubrik, text);
        }
    }

    private static async Task SvaraAsync(HttpContext context, Databasfel orsak, string rubrik, string text)
    {
        var svar = context.Response;
        // What the failed page had said: a sign-in that was not logged, a file that is not sent.
        foreach (var huvud in new[] { "Set-Cookie", "Location", "Content-Length", "Content-Encoding", "Content-Disposition", "ETag", "Last-Modified" }) { svar.Headers.Remove(huvud); }
        svar.StatusCode = StatusCodes.Status503ServiceUnavailable;
        svar.ContentType = "text/html; charset=utf-8";
        svar.Headers.CacheControl = "no-store";
        svar.Headers.RetryAfter = Driftfel.VantaSekunder(orsak).ToString(CultureInfo.InvariantCulture);
        svar.Headers.ContentSecurityPolicy = Skyddsvard.Sidpolicy;
        var skickat = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        (string Text, bool Igen)? sparat = skickat ? Sparat(context, orsak) : null;
        await svar.WriteAsync(Sida(context, rubrik, text, sparat?.Text, sparat is null ? Lank(context) : sparat is { Igen: true } ? await IgenAsync(context) : ""), CancellationToken.None);
    }

    /// <summary>Vad som går att lova om det som skickades, och om det är ofarligt att skicka det igen.</summary>
    private static (string Text, bool Igen) Sparat(HttpContext context, Databasfel orsak)
    {
        var session = context.RequestServices.GetRequiredService<DbSession>();
        return session switch
        {
            { Sparat: true } => ("Det du skickade, eller en del av det, hann sparas innan felet. Se efter innan du skickar något igen.", false),
            // The answer to the commit itself was lost; a server that took too long may still have done it.
            { Sparar: true } when orsak is Databasfel.Borta or Databasfel.Diskfel or Databasfel.Upptagen => ("Det är inte säkert om det du skickade hann sparas. Se efter innan du skickar det igen.", false),
            _ => ("Inget av det du skickade har sparats.", true),
        };
    }

    private static string Lank(HttpContext context) => $"""<p><a class="btn btn-primary" href="{Html.Encode(Adress(context))}">Försök igen</a></p>""";

    private static async Task<string> IgenAsync(HttpContext context)
    {
        if (await FormularAsync(context) is not { } formular || formular.Count > FlestFalt || Hemligsida(context.Request.Path) || formular.Keys.Any(Hemligt))
        {
            return "<p>Gå tillbaka till sidan i webbläsaren och försök igen.</p>";
        }
        if (formular.Files.Count > 0)
        {
            return "<p>Gå tillbaka i webbläsaren: det du skrev står kvar i formuläret, men filerna kan behöva väljas igen.</p>";
        }
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""<form method="post" action="{Html.Encode(Adress(context))}">""");
        foreach (var (namn, varden) in formular)
        {
            foreach (var varde in varden)
            {
                html.Append(CultureInfo.InvariantCulture, $"""<input type="hidden" name="{Html.Encode(namn)}" value="{Html.Encode(varde ?? "")}">""");
            }
        }
        html.Append("""<button class="btn btn-primary" type="submit">Försök igen med samma uppgifter</button></form>""");
        var skrivet = formular.Where(f => f.Key != "formularnyckel").SelectMany(f => f.Value).OfType<string>().Where(Skrivet).Distinct(StringComparer.Ordinal).ToList();
        if (skrivet.Count > 0)
        {
            html.Append("<h2>Det du skrev</h2><ul>");
            foreach (var rad in skrivet) { html.Append(CultureInfo.InvariantCulture, $"""<li>{Html.Encode(rad.Length <= LangstaVisade ? rad : rad[..LangstaVisade] + "…")}</li>"""); }
            html.Append("</ul>");
        }
        return html.ToString();
    }

    /// <summary>Formuläret, om det redan är läst eller är litet nog att läsa nu.</summary>
    private static async Task<IFormCollection?> FormularAsync(HttpContext context)
    {
        if (context.Features.Get<IFormFeature>()?.Form is { } last) { return last; }
        if (context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true) { return null; }
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception fel) when (fel is IOException or InvalidDataException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Sidorna där lösenord och koder skrivs; vad deras fält än heter kommer inget därifrån tillbaka.</summary>
    private static bool Hemligsida(PathString stig) => stig.StartsWithSegments("/konto") || stig.StartsWithSegments("/mitt-konto");

    private static bool Hemligt(string namn) => namn.Contains("losenord", StringComparison.OrdinalIgnoreCase) || namn.Contains("kod", StringComparison.OrdinalIgnoreCase);

    /// <summary>Text som en människa har skrivit, till skillnad från nycklar, kryss och tal.</summary>
    private static bool Skrivet(string varde) => varde.Any(char.IsLetter) && varde is not ("true" or "false") && !Guid.TryParse(varde, out _);

    private static string Adress(HttpContext context) => $"{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}";

    private static string Sida(HttpContext context, string rubrik, string text, string? sparat, string vidare)
    {
        var bas = Html.Encode(context.Request.PathBase);
        var kommun = Html.Encode(context.RequestServices.GetRequiredService<Kommuninstallning>().Namn);
        return $"""
            <!DOCTYPE html>
            <html lang="sv">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{Html.Encode(rubrik)} – Uppföljning</title>
              <link rel="stylesheet" href="{bas}/lib/bootstrap.min.css">
              <link rel="stylesheet" href="{bas}/css/tema.css">
              <link rel="stylesheet" href="{bas}/css/uppfoljning.css">
              <link rel="icon" href="{bas}/ikon.svg" type="image/svg+xml">
            </head>
            <body>
              <header class="topp"><a class="produkt" href="{bas}/"><span class="produkt-namn">Uppföljning</span> <span class="produkt-kommun">{kommun}</span></a></header>
              <div class="ram">
                <main id="innehall" tabindex="-1">
                  <div class="felsida">
                    <h1>{Html.Encode(rubrik)}</h1>
                    {(sparat is null ? "" : $"<p><strong>{Html.Encode(sparat)}</strong></p>")}
                    <p>{Html.Encode(text)}</p>
                    {vidare}
                    <p class="litet">Felkod 503, spår {Html.Encode(Korrelation.Id(context))}. Ge den till den som sköter systemet.</p>
                  </div>
                </main>
              </div>
            </body>
            </html>
            """;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Driftfel {Orsak}: {Metod} gick inte att göra. {Atgard}")]
    private partial void Logga(Exception fel, Databasfel orsak, string metod, string atgard);
}
