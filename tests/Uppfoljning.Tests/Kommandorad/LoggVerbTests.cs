using System.Globalization;
using System.Net;
using System.Text;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Tests.Kommandorad;

/// <summary>Loggen som den som sköter servern möter den: verb, nycklar i en fil, ankare i en fil och hos en mottagare, och en process som dödas.</summary>
public sealed class LoggVerbTests
{
    private static readonly Dictionary<string, string> Nyckelfil = new() { ["Logg__Nyckel"] = "" };

    private TestApp _app = null!;

    private string Ankare => Path.Combine(_app.Databas.Mapp, "ankare.jsonl");

    private string Nycklar => Path.Combine(_app.Databas.Mapp, "nycklar", "logg.nycklar");

    [SetUp]
    public async Task Starta() => _app = await TestApp.StartaAsync();

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Verbet_svarar_0_nar_loggen_ar_hel_och_1_med_raden_nar_den_inte_ar_det()
    {
        await _app.Namnd();
        await _app.Namnd("Socialnämnden", "SN");
        var hel = await Vardprocess.KorAsync(_app.Databas, null, "verifiera-logg");
        Assert.That((hel.Kod, hel.Ut), Is.EqualTo((0, "Loggen är hel: 2 händelser. Inga ankare finns att pröva mot, så ett avklippt slut och en omräknad kedja hade inte synts." + Environment.NewLine)), hel.Fel);

        await using (var connection = await _app.Services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None))
        {
            if (!Testdatabas.ArSqlServer) { await connection.ExecuteAsync("DROP TRIGGER TR_Handelse_Andras"); }
            await connection.ExecuteAsync("UPDATE Handelse SET Anvandare = 'Ingen' WHERE Nr = 1");
        }
        var (kod, ut, _) = await Vardprocess.KorAsync(_app.Databas, null, "verifiera-logg");
        Assert.That((kod, ut.Trim()), Is.EqualTo((1, "Loggen stämmer inte. Händelse 1 är ändrad: innehållet är inte det som skrevs.")));
    }

    [Test]
    public async Task Den_forsta_nyckeln_gors_med_snava_rattigheter_byts_och_de_gamla_behovs()
    {
        async Task<(int Kod, string Ut, string Fel)> Kor(string? rad, params string[] args) => await Vardprocess.KorMedAsync(_app.Databas, Nyckelfil, rad, args);

        Assert.That((await Kor("ett långt lösenord", "administrator", "ett")).Kod, Is.Zero);
        if (!OperatingSystem.IsWindows()) { Assert.That(File.GetUnixFileMode(Nycklar), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite)); }
        var byte_ = await Kor(null, "byt-loggnyckel");
        Assert.That(byte_.Kod, Is.Zero, byte_.Fel);
        Assert.That(byte_.Ut, Does.Contain("Loggen intygas från och med nu med nyckeln").And.Contain(Nycklar));
        Assert.That((await Kor("ett långt lösenord", "administrator", "tva")).Kod, Is.Zero);

        var rader = (await File.ReadAllLinesAsync(Nycklar)).Where(r => !r.StartsWith('#')).ToArray();
        Assert.That(rader, Has.Length.EqualTo(2));
        Assert.That(await _app.Las<string>("SELECT Nyckel FROM Handelse ORDER BY Nr"), Is.EqualTo(new[] { rader[0][..16], rader[1][..16], rader[1][..16] }));
        var hel = await Kor(null, "verifiera-logg");
        Assert.That((hel.Kod, hel.Ut), Is.EqualTo((0, hel.Ut)), hel.Ut);
        Assert.That(byte_.Ut + hel.Ut, Does.Not.Contain(rader[0].Split(' ')[2]).And.Not.Contain(rader[1].Split(' ')[2]), "Nyckeln skrivs aldrig ut.");

        await File.WriteAllLinesAsync(Nycklar, rader[1..]);
        var utan = await Kor(null, "verifiera-logg");
        Assert.That((utan.Kod, utan.Ut), Is.EqualTo((1, utan.Ut)));
        Assert.That(utan.Ut, Does.Contain($"Händelse 1 är intygad med nyckeln {rader[0][..16]}, som saknas."));

        File.Delete(Nycklar);
        var inga = await Kor(null, "jobb", "avtalstid");
        Assert.That(inga.Kod, Is.EqualTo(1));
        Assert.That(inga.Fel, Does.Contain($"Loggens nyckel {rader[1][..16]} saknas").And.Contain("Lägg tillbaka nyckeln ur säkerhetskopian").And.Not.Contain("   at "));
        Assert.That(File.Exists(Nycklar), Is.False, "En ny nyckel görs aldrig när en gammal är borta.");

        await File.WriteAllTextAsync(Nycklar, $"{rader[0][..^4]}AAA=\n");
        Assert.That((await Kor(null, "verifiera-logg")).Fel, Does.Contain("är skadad. Lägg tillbaka filen"));
    }

    [TestCase("fel", "Inställningen Logg:Nyckel ska vara minst 32 slumpade byte som base64")]
    [TestCase("YW5uYW4gbnlja2VsIGFuIGRlbiBzb20gbG9nZ2VuIGhhciE=", "saknas, och utan den kan programmet inte skriva i loggen")]
    public async Task En_felaktig_nyckel_stoppar_starten_med_besked(string nyckel, string besked)
    {
        await _app.Namnd();
        using var process = Vardprocess.Starta(_app.Databas, $"--Logg:Nyckel={nyckel}", "--urls=http://127.0.0.1:0");
        process.StandardInput.Close();
        var fel = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(1));
        Assert.That(fel, Does.Contain(besked).And.Not.Contain("   at ").And.Not.Contain("YW5uYW4"));
    }

    [TestCase("--Logg:Ankare:Adress=ftp://arkiv", "ska vara en https-adress")]
    [TestCase("--Logg:Ankare:Adress=http://arkiv.example/ankare", "ska vara en https-adress")]
    [TestCase("--Logg:Ankare:Adress=https://namn:hemligt@arkiv.example/", "ska vara en https-adress utan användarnamn")]
    [TestCase("--Logg:Ankare:Fil=/tmp", "som är en mapp och ska vara en fil")]
    public async Task En_installning_for_ankare_som_inte_gar_stoppar_starten(string installning, string besked)
    {
        using var process = Vardprocess.Starta(_app.Databas, installning, "--urls=http://127.0.0.1:0");
        process.StandardInput.Close();
        var fel = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.EqualTo(1));
        Assert.That(fel, Does.Contain(besked).And.Not.Contain("   at "));
    }

    [Test]
    public async Task Ankaret_skrivs_en_gang_per_nytt_huvud_och_en_avbruten_rad_star_inte_i_vagen()
    {
        await _app.Namnd();
        async Task<(int Kod, string Ut, string Fel)> Forankra() => await Vardprocess.KorAsync(_app.Databas, null, "jobb", "loggankare");

        Assert.That((await Forankra()).Ut.Trim(), Is.EqualTo("Loggen är förankrad vid händelse 1."));
        Assert.That((await Forankra()).Ut.Trim(), Is.EqualTo("Inget nytt i loggen sedan det senaste ankaret."));
        await File.AppendAllTextAsync(Ankare, "{\"v\":1,\"nr\":");
        await _app.Namnd("Socialnämnden", "SN");
        Assert.That((await Forankra()).Ut.Trim(), Is.EqualTo("Loggen är förankrad vid händelse 2."));
        Assert.That(await File.ReadAllLinesAsync(Ankare), Has.Length.EqualTo(3));
        var kontroll = await Vardprocess.KorAsync(_app.Databas, null, "verifiera-logg");
        Assert.That((kontroll.Kod, kontroll.Ut), Is.EqualTo((0, kontroll.Ut)), kontroll.Ut);
        Assert.That(kontroll.Ut, Does.Contain("2 av 2 ankare stämmer. 1 rader i ankarfilen går inte att läsa."));

        // Ett ankare som bara mottagaren har hittar det som har klippts av med huvudet.
        var mottagarens = Path.Combine(_app.Databas.Mapp, "mottagarens.jsonl");
        await File.WriteAllTextAsync(mottagarens, $$"""{"v":1,"nr":5,"kedja":"{{new string('a', 64)}}","nyckel":null,"tid":"2026-11-21T09:00:00.000Z"}""");
        var avklippt = await Vardprocess.KorAsync(_app.Databas, null, "verifiera-logg", "--ankare", mottagarens);
        Assert.That(avklippt.Kod, Is.EqualTo(1));
        Assert.That(avklippt.Ut, Does.Contain("Händelserna 3–5 saknas i slutet, enligt ankaret"));
        Assert.That((await Vardprocess.KorAsync(_app.Databas, null, "verifiera-logg", "--ankare", "finns-inte")).Kod, Is.EqualTo(2));
    }

    [Test]
    public async Task Mottagaren_far_ankaret_en_gang_och_en_omdirigering_foljs_inte()
    {
        await _app.Namnd();
        var mottagna = new List<string>();
        var svar = HttpStatusCode.Redirect;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var mottagare = builder.Build();
        mottagare.Run(async context =>
        {
            mottagna.Add($"{context.Request.Method} {context.Request.Path} {context.Request.Headers.Authorization} {await new StreamReader(context.Request.Body).ReadToEndAsync()}");
            context.Response.StatusCode = (int)svar;
            context.Response.Headers.Location = "/annan";
        });
        await mottagare.StartAsync();
        var bas = mottagare.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        var miljo = new Dictionary<string, string> { ["Logg__Ankare__Adress"] = $"{bas}/ankare", ["Logg__Ankare__Token"] = "kvittera" };
        async Task<(int Kod, string Ut, string Fel)> Forankra() => await Vardprocess.KorMedAsync(_app.Databas, miljo, null, "jobb", "loggankare");

        var omdirigerad = await Forankra();
        Assert.That((omdirigerad.Kod, omdirigerad.Fel.Trim()), Is.EqualTo((1, "127.0.0.1 tog inte emot ankaret: den svarade 302. Det skickas igen nästa gång.")));
        Assert.That(mottagna, Has.Count.EqualTo(1));

        svar = HttpStatusCode.NoContent;
        var mottaget = await Forankra();
        Assert.That((mottaget.Kod, mottaget.Ut.Trim()), Is.EqualTo((0, "Ankaret vid händelse 1 är mottaget av 127.0.0.1.")), mottaget.Fel);
        Assert.That(mottagna[^1], Does.StartWith("POST /ankare Bearer kvittera {\"v\":1,\"nr\":1,\"kedja\":\""));
        Assert.That((await Forankra()).Ut.Trim(), Is.EqualTo("Inget nytt i loggen sedan det senaste ankaret."));
        Assert.That(mottagna, Has.Count.EqualTo(2));
        Assert.That((await _app.Services.GetRequiredService<ILoggankare>().LasAsync(CancellationToken.None)).Kvitton, Has.Count.EqualTo(1), "Kvittot överlever omstarten.");
    }

    [Test]
    public async Task En_process_som_dodas_mitt_i_lamnar_en_kedja_utan_hal()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "SQL Servers egen logg är inte vår att pröva.");
        await _app.Namnd();
        var fil = Path.Combine(_app.Databas.Mapp, "stort.csv");
        var text = new StringBuilder("Avtalsnummer;Benämning;Utförare\n");
        for (var i = 0; i < 5000; i++) { text.Append(CultureInfo.InvariantCulture, $"A-{i};Avtal nummer {i};Utförare {i % 300} AB\n"); }
        await File.WriteAllTextAsync(fil, text.ToString(), Encoding.UTF8);

        foreach (var kilobyte in new[] { 64, 1024, 3072 })
        {
            using var process = Vardprocess.Starta(_app.Databas, "importera", fil, "--namnd", "VON");
            process.StandardInput.Close();
            while (!process.HasExited && !(new FileInfo(_app.Databas.Namn + "-wal") is { Exists: true } wal && wal.Length >= kilobyte * 1024L)) { await Task.Delay(2); }
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            var kontroll = await _app.SomSystem().Gor(new ProvaLoggenQuery());
            Assert.That(kontroll.Hel, kontroll.Mening);
            if (kontroll.Antal > 1) { break; }
        }
        var (kod, _, fel) = await Vardprocess.KorAsync(_app.Databas, null, "importera", fil, "--namnd", "VON");
        Assert.That(kod, Is.Zero, fel);
        var efter = await _app.SomSystem().Gor(new ProvaLoggenQuery());
        Assert.That((efter.Hel, efter.Antal), Is.EqualTo((true, await _app.LasEn<long>("SELECT COUNT(*) FROM Handelse"))), efter.Mening);
        Assert.That(efter.Antal, Is.GreaterThan(5000));
    }
}
