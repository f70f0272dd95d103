using System.Diagnostics;

namespace Uppfoljning.Web.Drift;

/// <summary>Koden som binder samman det användaren ser, svaret och raderna i serverns logg.</summary>
public static class Korrelation
{
    public const string Huvud = "X-Correlation-ID";

    public static string Id(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;
}

/// <summary>
/// En rad i loggen för varje begäran: metod, rutt, status och tid. Rutten är mönstret, inte adressen: id, sökord och filnamn står inte i den. Hälsan och
/// filer som gick bra skrivs inte.
/// </summary>
public sealed partial class Begaranslogg(RequestDelegate next, ILogger<Begaranslogg> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        var id = Korrelation.Id(context);
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Korrelation.Huvud] = id;
            return Task.CompletedTask;
        });
        var status = StatusCodes.Status500InternalServerError;
        string? vag = null;
        try
        {
            await next(context);
            status = context.Response.StatusCode;
        }
        finally
        {
            // After an error the endpoint is the page of errors; the one that was asked for is remembered by it.
            vag ??= (context.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>()?.Endpoint
                ?? context.Features.Get<Microsoft.AspNetCore.Diagnostics.IStatusCodeReExecuteFeature>()?.Endpoint ?? context.GetEndpoint()) is RouteEndpoint rutt
                ? "/" + rutt.RoutePattern.RawText?.TrimStart('/') : null;
            Mark(context, vag, status);
            if ((vag is not null && !vag.StartsWith("/halsa", StringComparison.Ordinal)) || status >= 400)
            {
                LoggaBegaran(Metod(context.Request.Method), vag ?? "(ingen rutt)", status, Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 1));
            }
        }
    }

    /// <summary>Spåret får ruttens namn; adressen, som kan ha ett sökord, tas bort av <see cref="Utanadress"/>.</summary>
    private static void Mark(HttpContext context, string? vag, int status)
    {
        if (Activity.Current is not { IsAllDataRequested: true } spar) { return; }
        spar.DisplayName = vag is null ? Metod(context.Request.Method) : $"{Metod(context.Request.Method)} {vag}";
        spar.SetTag("http.request.method", Metod(context.Request.Method)).SetTag("http.route", vag).SetTag("http.response.status_code", status);
        if (status >= 500) { spar.SetStatus(ActivityStatusCode.Error); }
    }

    /// <summary>Metoden kommer utifrån; bara de kända skrivs.</summary>
    internal static string Metod(string metod) => metod is "GET" or "POST" or "HEAD" or "PUT" or "DELETE" or "OPTIONS" or "PATCH" ? metod : "_OTHER";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Metod} {Vag} {Status} {Ms} ms")]
    private partial void LoggaBegaran(string metod, string vag, int status, double ms);
}
