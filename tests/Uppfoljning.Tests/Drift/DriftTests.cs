using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Tests.Drift;

/// <summary>Servern så som den som sköter den möter den: hälsa, logg, mätning och stopp.</summary>
public sealed class DriftTests
{
    private const string Losenord = "ett långt planterat lösenord";

    private static readonly string[] Planterat =
        ["planterad.anvandare", "felaktigt.namn", "640823-3234", "6408233234", "planterad-fil", "Plantera Persson", "planteratlosenord", "planterat lösenord", "planterat%20l"];

    private TestApp _app = null!;

    [SetUp]
    public async Task Starta() => _app = await TestApp.StartaAsync();

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Halsan_sager_ett_ord_utat_och_delarna_till_den_egna_maskinen()
    {
        await using var server = await Serverprocess.StartaAsync(_app.Databas);
        using var client = new HttpClient { BaseAddress = server.Adress };

        foreach (var vag in new[] { "/halsa", "/halsa/redo" })
        {
            var svar = await client.GetAsync(new Uri(vag, UriKind.Relative));
            var text = await svar.Content.ReadAsStringAsync();
            Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.OK), text);
            var delar = JsonDocument.Parse(text).RootElement.GetProperty("delar").EnumerateArray().Select(d => d.GetProperty("namn").GetString());
            Assert.That(delar, Is.SupersetOf(new[] { "Server", "Databas", "Migreringar", "Fillager", "Loggens nyckel", "Skyddsnyckel", "Schemaläggare" }));
            Assert.That(text, Does.Not.Contain(_app.Databas.Mapp).And.Not.Contain(Testdatabas.Loggnyckel));
        }

        using var utifran = new HttpRequestMessage(HttpMethod.Get, new Uri("/halsa/redo", UriKind.Relative));
        utifran.Headers.Add("X-Forwarded-For", "203.0.113.7");
        Assert.That(await (await client.SendAsync(utifran)).Content.ReadAsStringAsync(), Is.EqualTo("Healthy"));

        // Fillagret går inte att skriva i: redo säger nej, live svarar.
        Directory.Delete(Path.Combine(_app.Databas.Mapp, "filer", "tmp"), recursive: true);
        await Task.Delay(1100);
        var sjuk = await client.GetAsync(new Uri("/halsa/redo", UriKind.Relative));
        Assert.That(sjuk.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await sjuk.Content.ReadAsStringAsync(), Does.Contain("Det går inte att skriva i fillagret"));
        Assert.That((await client.GetAsync(new Uri("/halsa/live", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Loggen_ar_JSON_med_korrelation_och_inga_uppgifter_om_personer()
    {
        var namnd = await _app.Namnd();
        var konto = await _app.Gor(new SkapaAnvandareCommand { Anvandarnamn = "planterad.anvandare", Namn = "Plantera Persson", Losenord = Losenord });
        await _app.Gor(new GeRollCommand { AnvandareId = konto, NamndId = namnd, Roll = Roll.Avtalsansvarig });

        await using var server = await Serverprocess.StartaAsync(_app.Databas, new() { ["Logging__LogLevel__Default"] = "Trace", ["Logging__LogLevel__Microsoft.AspNetCore"] = "Trace" });
        var sida = server.Webblasare();
        await sida.Oppna("/konto/logga-in?returnUrl=/planterad-fil");
        await sida.Skicka("/konto/logga-in", ("Command.Anvandarnamn", "felaktigt.namn"), ("Command.Losenord", "planteratlosenord"));
        await sida.Oppna("/konto/logga-in");
        var inne = await sida.Skicka("/konto/logga-in", ("Command.Anvandarnamn", "planterad.anvandare"), ("Command.Losenord", Losenord));
        Assert.That(inne.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        await sida.Oppna("/sok?q=640823-3234");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        await sida.Oppna($"/namnder/{namnd}/import");
        await sida.SkickaFil($"/namnder/{namnd}/import", "Fil", "Avtalsnummer;Benämning;Utförare\nA-1;Plantera Persson;640823-3234\n"u8.ToArray(), "planterad-fil.csv");
        await sida.Oppna("/planterad-fil/640823-3234");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
        await sida.Client.PostAsync(new Uri("/konto/logga-ut?x=planterad-fil", UriKind.Relative), new StringContent("utan nyckel, Plantera Persson"));
        // Ett fel i programmet medan ett personnummer söks.
        if (!Testdatabas.ArSqlServer) { await _app.Las<int>("DROP TABLE Sokord"); }
        var fel = await sida.Client.GetAsync(new Uri("/sok?q=640823-3234", UriKind.Relative));
        Assert.That(fel.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        var kod = fel.Headers.GetValues("X-Correlation-ID").Single();
        Assert.That(kod, Does.Match("^[0-9a-f]{32}$"));
        Assert.That(await fel.Content.ReadAsStringAsync(), Does.Contain(kod).And.Contain("Uppge den här koden"));
        await Task.Delay(500);

        var rader = server.Rader;
        Assert.That(rader, Has.Count.GreaterThan(10));
        Assert.Multiple(() =>
        {
            foreach (var rad in rader)
            {
                Assert.That(() => JsonDocument.Parse(rad), Throws.Nothing, rad);
                foreach (var ord in Planterat) { Assert.That(rad, Does.Not.Contain(ord).IgnoreCase); }
            }
        });
        var objekt = rader.Select(r => JsonDocument.Parse(r).RootElement).ToList();
        Assert.That(objekt.Select(Text), Has.Some.StartsWith("GET /sok 200").And.Some.StartsWith("GET /sok 500").And.Some.StartsWith("POST /konto/logga-in 422"));
        var med = objekt.Where(o => o.TryGetProperty("korrelation", out var k) && k.GetString() == kod).ToList();
        Assert.That(med.Any(o => o.TryGetProperty("fel", out var f) && f.GetString()!.Contains("SqliteException", StringComparison.Ordinal)), Is.True, "Felet har samma kod som sidan visade.");

        static string Text(JsonElement e) => e.GetProperty("text").GetString()!;
    }

    [Test]
    public async Task Som_text_bar_loggen_samma_sak()
    {
        await using var server = await Serverprocess.StartaAsync(_app.Databas, new() { ["Loggning__Format"] = "text" });
        var sida = server.Webblasare();
        await sida.Oppna("/konto/logga-in?returnUrl=/planterad-fil");
        await Task.Delay(300);
        Assert.That(server.Rader, Has.Some.Match(@"Z info +Uppfoljning\.Web\.Drift\.Begaranslogg: GET /konto/logga-in 200 [\d.]+ ms \[[0-9a-f]{32}\]$"));
        Assert.That(string.Join("\n", server.Rader), Does.Not.Contain("planterad"));
    }

    [Test]
    public async Task Matning_och_spar_gar_till_mottagaren_utan_varden()
    {
        var namnd = await _app.Namnd();
        var konto = await _app.Gor(new SkapaAnvandareCommand { Anvandarnamn = "planterad.anvandare", Namn = "Plantera Persson", Losenord = Losenord });
        await _app.Gor(new GeRollCommand { AnvandareId = konto, NamndId = namnd, Roll = Roll.Avtalsansvarig });
        string[] spar = ["SokQuery", "GET /sok", "FROM Sokord", "http.route"];
        string[] matt = ["uppfoljning.begaran.tid", "uppfoljning.databas.satstid", "uppfoljning.logg.handelser", "http.server.request.duration", "dotnet.gc"];
        var mottaget = new ConcurrentDictionary<string, ConcurrentQueue<string>>();
        bool Har(string vag, string[] ord) => ord.All(o => Allt(mottaget, vag).Contains(o, StringComparison.Ordinal));
        await using var mottagare = await MottagareAsync(mottaget);

        await using (var server = await Serverprocess.StartaAsync(_app.Databas, new()
        {
            ["Telemetri__Adress"] = mottagare.Urls.First(),
            ["Telemetri__IntervallSekunder"] = "1",
            ["Telemetri__Huvuden"] = "Authorization=Bearer prov",
        }))
        {
            var sida = server.Webblasare();
            await sida.Oppna("/konto/logga-in");
            await sida.Skicka("/konto/logga-in", ("Command.Anvandarnamn", "planterad.anvandare"), ("Command.Losenord", Losenord));
            await sida.Oppna("/sok?q=640823-3234");
            // What is measured last, and the trace that ends last, may go with any of the next sendings.
            for (var i = 0; i < 600 && !(Har("/v1/traces", spar) && Har("/v1/metrics", matt)); i++) { await Task.Delay(100); }
        }

        Assert.Multiple(() =>
        {
            foreach (var ord in spar) { Assert.That(Allt(mottaget, "/v1/traces"), Does.Contain(ord)); }
            foreach (var ord in matt) { Assert.That(Allt(mottaget, "/v1/metrics"), Does.Contain(ord)); }
        });
        foreach (var ord in Planterat) { Assert.That(Allt(mottaget, "/v1/traces") + Allt(mottaget, "/v1/metrics"), Does.Not.Contain(ord).IgnoreCase); }
        Assert.That(mottaget["huvud"], Is.All.EqualTo("Bearer prov"));
    }

    [Test]
    public async Task Vid_stopp_sager_redo_nej_forst_det_som_pagar_gors_klart_och_inget_nytt_tas_emot()
    {
        Assume.That(OperatingSystem.IsWindows(), Is.False);
        await using var server = await Serverprocess.StartaAsync(_app.Databas, new() { ["Drift__AvvaktaSekunder"] = "3" });
        var sida = server.Webblasare();
        await sida.Oppna("/konto/logga-in");
        var nyckel = sida.Dokument.QuerySelector("input[name=formularnyckel]")!.GetAttribute("value")!;
        var kropp = $"Command.Anvandarnamn=ingen&Command.Losenord=fel&formularnyckel={Uri.EscapeDataString(nyckel)}&fyllnad={new string('x', 30_000)}";

        // En begäran som har börjat men inte hunnit fram.
        using var pagar = new TcpClient();
        await pagar.ConnectAsync(IPAddress.Loopback, server.Adress.Port);
        var strom = pagar.GetStream();
        await strom.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /konto/logga-in HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {sida.Kakor}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {kropp.Length}\r\n\r\n"));
        // Så långsamt som en dålig lina, men inte så att servern ger upp.
        var sant = 0;
        async Task SkickaLiteAsync(int sekunder)
        {
            for (var i = 0; i < sekunder * 2; i++, sant += 1500)
            {
                await strom.WriteAsync(Encoding.ASCII.GetBytes(kropp[sant..(sant + 1500)]));
                await Task.Delay(500);
            }
        }

        await SkickaLiteAsync(1);

        server.Stoppa();
        await SkickaLiteAsync(1);
        using var client = new HttpClient { BaseAddress = server.Adress };
        Assert.That((await client.GetAsync(new Uri("/halsa/redo", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await client.GetAsync(new Uri("/halsa/live", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await SkickaLiteAsync(4);
        using (var ny = new TcpClient()) { Assert.That(() => ny.ConnectAsync(IPAddress.Loopback, server.Adress.Port), Throws.InstanceOf<SocketException>()); }

        await strom.WriteAsync(Encoding.ASCII.GetBytes(kropp[sant..]));
        using var las = new StreamReader(strom, Encoding.UTF8);
        Assert.That(await las.ReadLineAsync(), Is.EqualTo("HTTP/1.1 422 Unprocessable Entity"));
        Assert.That(await server.SlutAsync(), Is.Zero);
    }

    [Test]
    public async Task Driftsidan_visar_delarna_for_en_administrator_och_ingen_annan()
    {
        await using var webb = await WebApp.StartaAsync();
        var namnd = await webb.App.Namnd();
        var sida = await webb.Som(Roll.Administrator);
        await sida.Oppna("/administration/drift");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(sida.Dokument.QuerySelectorAll("tbody th").Select(t => t.TextContent), Is.EquivalentTo(new[] { "Databas", "Migreringar", "Fillager", "Loggens nyckel", "Skyddsnyckel", "Schemaläggare", "Loggens ankare" }));
        Assert.That(sida.Dokument.QuerySelector("main")!.TextContent, Does.Contain("SQLite").Or.Contain("SQL Server"));
        Assert.That(sida.Dokument.QuerySelector("main")!.TextContent, Does.Contain("Databasen är uppdaterad till").And.Contain("MB ledigt").And.Contain("Jobb:Pa"));

        var annan = await webb.Som(Roll.Avtalsansvarig, namnd);
        await annan.Oppna("/administration/drift");
        Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await webb.Oppen().Client.GetAsync(new Uri("/administration/drift", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await (await webb.Oppen().Client.GetAsync(new Uri("/halsa/redo", UriKind.Relative))).Content.ReadAsStringAsync(), Is.EqualTo("Healthy"));
    }

    private static string Allt(ConcurrentDictionary<string, ConcurrentQueue<string>> mottaget, string vag) => mottaget.TryGetValue(vag, out var ko) ? string.Join("\n", ko) : "";

    /// <summary>En mottagare av OTLP över HTTP: sparar vad som kom, som läsbara tecken.</summary>
    private static async Task<WebApplication> MottagareAsync(ConcurrentDictionary<string, ConcurrentQueue<string>> mottaget)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/{slag}", async (HttpContext context) =>
        {
            using var kropp = new MemoryStream();
            await context.Request.Body.CopyToAsync(kropp);
            mottaget.GetOrAdd(context.Request.Path.Value!, _ => new()).Enqueue(Encoding.Latin1.GetString(kropp.ToArray()));
            mottaget.GetOrAdd("huvud", _ => new()).Enqueue(context.Request.Headers.Authorization.ToString());
            context.Response.ContentType = "application/x-protobuf";
        });
        await app.StartAsync();
        _ = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        return app;
    }
}
