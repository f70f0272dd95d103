using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure;
using Uppfoljning.Web;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Benchmarks.Matningar;

/// <summary>
/// Avtalslistan över HTTP på Kestrel i samma process, inloggad, mot en naken MVC-sida som ställer samma frågor till samma databas.
/// </summary>
public sealed partial class WebbMatning : Matning
{
    private const string Losenord = "ett lösenord för mätningen";
    private const int Samtidiga = 8;

    public override async IAsyncEnumerable<Resultat> KorAsync(Registerlager lager)
    {
        var register = await lager.DelatAsync(Registerlager.Stort);
        await SkapaAnvandare(register);
        await using var app = await StartaAsync(register);
        using var klient = await LoggaInAsync(app);

        var djup = (register.Storlek.Avtal * 9 / 10 / Page<int>.Storlek) + 1;
        (string Vad, string Adress, AvtalslistaQuery Fraga)[] sidor =
        [
            ("Webb: avtalslista, första sidan", "avtal", new()),
            ("Webb: avtalslista, sidan " + djup, $"avtal?Sida={djup}", new() { Sida = djup }),
            ("Webb: avtalslista, filter och sortering", $"avtal?Namnd={register.Namnder[1]}&Tillstand=Aktivt&Sortering=-benamning",
                new() { Namnd = [register.Namnder[1]], Tillstand = [Domain.Avtal.Avtalstillstand.Aktivt], Sortering = "-benamning" }),
            ("Webb: avtalslista, sök", "avtal?Q=kvarnen+skolskjuts", new() { Q = "kvarnen skolskjuts" }),
        ];

        double? forsta = null;
        foreach (var (vad, adress, fraga) in sidor)
        {
            JamforelseController.Fragor = await SpelaIn(register, fraga);
            // Ours and the bare one by turns, so that what else the machine does falls on both.
            double[] vara = new double[3], nakna = new double[3];
            double ms = 0, kb = 0;
            for (var i = 0; i < vara.Length; i++)
            {
                (vara[i], ms, kb) = await PerSekund(klient, adress);
                (nakna[i], _, _) = await PerSekund(klient, "jamforelse");
            }
            Array.Sort(vara);
            Array.Sort(nakna);
            var mot = forsta is { } f ? $", {vara[1] / f * 100:0} % av första sidans" : "";
            forsta ??= vara[1];
            yield return new Resultat(vad, $"{vara[1]:0}/s", Kb(kb), $"{vara[1] / nakna[1] * 100:0} % av en naken MVC-sida med samma SQL ({nakna[1]:0}/s){mot}; ensam {Ms(ms)}");
        }
        var (blad, bladMs, bladKb) = await PerSekund(klient, $"avtal/{register.Avtal[1234]}");
        yield return new Resultat("Webb: avtalsblad", $"{blad:0}/s", Kb(bladKb), $"ensam {Ms(bladMs)}");
    }

    /// <summary>Begäranden per sekund med flera samtidiga, tiden för en ensam, och vad en begäran allokerar på båda sidor om nätet.</summary>
    private static async Task<(double PerSekund, double Ms, double Kb)> PerSekund(HttpClient klient, string adress)
    {
        async Task Hamta()
        {
            using var svar = await klient.GetAsync(new Uri(adress, UriKind.Relative));
            if (svar.StatusCode != HttpStatusCode.OK) { throw new InvalidOperationException($"{adress} gav {svar.StatusCode}."); }
            await svar.Content.CopyToAsync(Stream.Null);
        }

        var (ms, kb) = await Tid(Hamta, uppvarmning: 5, ganger: 11);
        var antal = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Samtidiga).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(start).TotalSeconds < 3)
            {
                await Hamta();
                Interlocked.Increment(ref antal);
            }
        })));
        return (antal / Stopwatch.GetElapsedTime(start).TotalSeconds, ms, kb);
    }

    private static async Task SkapaAnvandare(Register register)
    {
        var id = await Skicka(register, new SkapaAnvandareCommand { Anvandarnamn = "matning", Namn = "Mätning", Losenord = Losenord });
        foreach (var namnd in register.Namnder) { await Skicka(register, new GeRollCommand { AnvandareId = id, NamndId = namnd, Roll = Roll.Avtalsansvarig }); }
    }

    private static async Task<WebApplication> StartaAsync(Register register)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(CaseController).Assembly.GetName().Name, EnvironmentName = "Production" });
        builder.Configuration.AddConfiguration(register.Installningar);
        builder.Configuration["Nycklar:Mapp"] = "";
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddUppfoljningInfrastructure(builder.Configuration);
        builder.AddUppfoljningWeb();
        builder.Services.AddControllersWithViews().AddApplicationPart(typeof(JamforelseController).Assembly);
        var app = builder.Build();
        app.UseUppfoljningWeb();
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpClient> LoggaInAsync(WebApplication app)
    {
        var adress = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var klient = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = new Uri(adress) };
        var sida = await klient.GetStringAsync(new Uri("konto/logga-in", UriKind.Relative));
        using var falt = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["Command.Anvandarnamn"] = "matning",
            ["Command.Losenord"] = Losenord,
            ["formularnyckel"] = NyckelRegex().Match(sida).Groups[1].Value,
        });
        using var svar = await klient.PostAsync(new Uri("konto/logga-in", UriKind.Relative), falt);
        return svar.StatusCode == HttpStatusCode.Redirect ? klient : throw new InvalidOperationException($"Inloggningen gav {svar.StatusCode}.");
    }

    /// <summary>De satser som frågan skickar, med sina värden, så att den nakna sidan kan skicka samma.</summary>
    private static async Task<IReadOnlyList<(string Sql, DynamicParameters Varden)>> SpelaIn(Register register, AvtalslistaQuery fraga)
    {
        var services = new ServiceCollection().AddLogging().AddUppfoljningInfrastructure(register.Installningar).AddUppfoljningApplication();
        var inspelning = new Inspelning(register.Databas);
        services.AddSingleton<IDatabase>(inspelning);
        services.AddScoped(_ => register.Anvandare);
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<MediatR.IMediator>().Send(fraga);
        return inspelning.Fragor;
    }

    [GeneratedRegex("name=\"formularnyckel\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex NyckelRegex();
}

/// <summary>En naken MVC-sida: samma frågor, en tabell, ingen inloggning, ingen pipeline, ingen ram.</summary>
[AllowAnonymous]
[Route("jamforelse")]
public sealed class JamforelseController(IDatabase database) : Controller
{
    internal static IReadOnlyList<(string Sql, DynamicParameters Varden)> Fragor { get; set; } = [];

    [HttpGet("")]
    public async Task<IActionResult> Lista()
    {
        await using var connection = await database.OpenAsync(HttpContext.RequestAborted);
        IReadOnlyList<Avtalslistrad> rader = [];
        foreach (var (sql, varden) in Fragor)
        {
            if (sql.Contains("a.Avtalsnummer", StringComparison.Ordinal)) { rader = (await connection.QueryAsync<Avtalslistrad>(sql, varden)).AsList(); }
            else { await connection.QueryAsync(sql, varden); }
        }
        return View("/Views/Jamforelse/Lista.cshtml", rader);
    }
}
