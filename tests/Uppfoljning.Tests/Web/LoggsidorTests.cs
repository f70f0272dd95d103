using System.IO.Compression;
using System.Net;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Tests.Web;

/// <summary>Loggens sidor, och det som skrivs i den utan att vara ett kommando: inloggningar, filer och dokument.</summary>
public sealed class LoggsidorTests
{
    private const string Losenord = "en mening att minnas";

    private WebApp _web = null!;
    private Guid _namnd;

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    private async Task Starta(bool jobb = false)
    {
        _web = await WebApp.StartaAsync(jobb);
        _namnd = await _web.App.Namnd();
    }

    private Task<Guid> Avtal(string benamning, Guid? namnd = null) => _web.App.Som(Roll.Avtalsansvarig, namnd ?? _namnd)
        .Gor(new RegistreraAvtalCommand { NamndId = namnd ?? _namnd, Benamning = benamning });

    [Test]
    public async Task Varje_inloggning_star_i_loggen_lyckad_eller_inte_och_det_skrivna_gor_det_aldrig()
    {
        await Starta();
        await _web.App.SomAdministrator().Gor(new SkapaAnvandareCommand { Anvandarnamn = "eva.ek", Namn = "Handläggare ett", Losenord = Losenord });
        var sida = _web.Oppen();
        foreach (var (namn, losenord) in new[] { ("finns.inte", "gissning ett två"), ("eva.ek", "fel lösenord här"), ("eva.ek", Losenord) })
        {
            await sida.Oppna("/konto/logga-in");
            await sida.Skicka("/konto/logga-in", ("Command.Anvandarnamn", namn), ("Command.Losenord", losenord));
        }
        await sida.Oppna("/");
        await sida.Skicka("/konto/logga-ut");

        Assert.That(await _web.App.Las<string>("SELECT Mening FROM Handelse WHERE Vad IN ('Inloggad', 'Misslyckad inloggning', 'Utloggad') ORDER BY Nr"), Is.EqualTo(new[]
        {
            "Ett försök att logga in med ett användarnamn som inte finns.",
            "Ett försök att logga in som Handläggare ett med fel lösenord.",
            "Handläggare ett loggade in.",
            "Handläggare ett loggade ut.",
        }));
        var allt = string.Join("\n", await _web.App.Las<string>("SELECT Mening + COALESCE(Fakta, '') FROM Handelse".Replace("+", Testdatabas.ArSqlServer ? "+" : "||", StringComparison.Ordinal)));
        Assert.That(allt, Does.Not.Contain("finns.inte").And.Not.Contain("gissning").And.Not.Contain(Losenord).And.Not.Contain("fel lösenord här"));
        Assert.That((await _web.App.SomSystem().Gor(new ProvaLoggenQuery())).Hel);
    }

    [Test]
    public async Task Ett_konto_som_lases_star_i_loggen()
    {
        await Starta();
        await _web.App.SomAdministrator().Gor(new SkapaAnvandareCommand { Anvandarnamn = "eva.ek", Namn = "Handläggare ett", Losenord = Losenord });
        var sida = _web.Oppen();
        for (var i = 0; i < 6; i++)
        {
            await sida.Oppna("/konto/logga-in");
            await sida.Skicka("/konto/logga-in", ("Command.Anvandarnamn", "eva.ek"), ("Command.Losenord", "fel igen och igen"));
        }
        Assert.That(await _web.App.Las<string>("SELECT Mening FROM Handelse WHERE Vad = 'Misslyckad inloggning' ORDER BY Nr"), Has.Count.EqualTo(6).And.Some.Contain("låst efter för många försök"));
    }

    [Test]
    public async Task Revisorn_laser_filtrerar_och_oppnar_sin_namnds_handelser_och_inte_andras()
    {
        await Starta();
        var annan = await _web.App.Namnd("Socialnämnden", "SN");
        await Avtal("Hemtjänst");
        await Avtal("Städning <b>");
        await Avtal("Deras", annan);
        var deras = await _web.App.LasEn<long>("SELECT Nr FROM Handelse WHERE Mening LIKE '%Deras%'");
        var vart = await _web.App.LasEn<long>("SELECT Nr FROM Handelse WHERE Mening LIKE '%Hemtj%'");

        var sida = await _web.Som(Roll.Revisor, _namnd);
        await sida.Oppna("/logg");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(sida.Dokument.QuerySelector("h1")!.TextContent, Is.EqualTo("Logg"));
        Assert.That(sida.Dokument.QuerySelector(".meny a[aria-current=page]")!.TextContent, Is.EqualTo("Logg"));
        var tabell = sida.Dokument.QuerySelector("#lista tbody")!;
        Assert.That(tabell.TextContent, Does.Contain("Avtalet Hemtjänst registrerat.").And.Contain("Städning <b>").And.Not.Contain("Deras"));
        Assert.That(tabell.QuerySelector("b"), Is.Null, "Det någon skrev är text.");

        await sida.Oppna("/logg?Q=hemtj%C3%A4nst&Fran=2026-11-21&Till=2026-11-21&Vad=Avtal");
        Assert.That(sida.Dokument.QuerySelectorAll("#lista tbody tr").Length, Is.EqualTo(1));
        Assert.That(sida.Dokument.GetElementById("q")!.GetAttribute("value"), Is.EqualTo("hemtjänst"));
        await sida.Oppna("/logg?Fran=ig%C3%A5r");
        Assert.That(sida.Dokument.QuerySelector("#lista .notis-varning")!.TextContent, Does.Contain("Fran = ”igår”"));
        await sida.Oppna("/logg?Q=finnsinte");
        Assert.That(sida.Dokument.QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Inga händelser i urvalet"));

        await sida.Oppna($"/logg/{vart}");
        Assert.That(sida.Dokument.QuerySelector("main")!.TextContent, Does.Contain("Kontrollsumman stämmer").And.Contain("Avtalet Hemtjänst registrerat.").And.Contain("Vård- och omsorgsnämnden"));
        foreach (var adress in new[] { $"/logg/{deras}", "/logg/999999", "/logg/0", "/logg/1" })
        {
            await sida.Oppna(adress);
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
    }

    [Test]
    public async Task Fel_roll_far_403_och_den_som_inte_ar_inloggad_far_logga_in()
    {
        await Starta();
        var lasare = await _web.Som(Roll.Lasare | Roll.Avtalsansvarig, _namnd);
        foreach (var adress in new[] { "/logg", "/logg/1", "/logg/skydd", "/logg/export.zip" })
        {
            await lasare.Oppna(adress);
            Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden), adress);
            var ingen = _web.Oppen();
            await ingen.Oppna(adress);
            Assert.That(ingen.Status, Is.EqualTo(HttpStatusCode.Redirect), adress);
        }
        await lasare.Oppna("/avtal");
        Assert.That((await lasare.Skicka("/logg/skydd/kontrollera")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(lasare.Dokument.QuerySelector(".meny a[href='/logg']"), Is.Null);
    }

    [Test]
    public async Task Administratoren_ser_det_som_galler_kommunen_men_ingen_namnds_handelser()
    {
        await Starta();
        await Avtal("Hemtjänst");
        var nr = await _web.App.LasEn<long>("SELECT Nr FROM Handelse WHERE Mening LIKE '%Hemtj%'");
        var sida = await _web.Som(Roll.Administrator);
        await sida.Oppna("/logg");
        Assert.That(sida.Dokument.QuerySelector("#lista tbody")!.TextContent, Does.Contain("Inloggad").And.Contain("Nämnd skapad").And.Not.Contain("Hemtjänst"));
        await sida.Oppna($"/logg/{nr}");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Bladdringen_gar_bakat_och_framat_med_filtren_i_adressen()
    {
        await Starta();
        for (var i = 1; i <= 60; i++) { await Avtal($"Avtal {i:00}"); }
        var sida = await _web.Som(Roll.Revisor, _namnd);
        await sida.Oppna("/logg?Vad=Avtal");
        Assert.That(sida.Dokument.QuerySelectorAll("#lista tbody tr").Length, Is.EqualTo(50));
        await sida.Oppna(sida.Dokument.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.That(sida.Adress, Does.Contain("Vad=Avtal").And.Contain("Fore="));
        Assert.That(sida.Dokument.QuerySelectorAll("#lista tbody tr").Length, Is.EqualTo(10));
        Assert.That(sida.Dokument.QuerySelector("a[rel=next]"), Is.Null);
        await sida.Oppna(sida.Dokument.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
        Assert.That(sida.Dokument.QuerySelector("#lista tbody tr")!.TextContent, Does.Contain("Avtal 60"));
    }

    [Test]
    public async Task Exporten_hamtas_som_zip_och_star_i_loggen()
    {
        await Starta();
        await Avtal("Hemtjänst");
        var sida = await _web.Som(Roll.Revisor, _namnd);
        await sida.Oppna("/logg?Q=hemtj%C3%A4nst");
        var lank = sida.Dokument.QuerySelector("p.hamta a")!.GetAttribute("href")!;
        using var svar = await sida.Client.GetAsync(new Uri(lank, UriKind.Relative));
        Assert.That((svar.StatusCode, svar.Content.Headers.ContentType!.MediaType, svar.Content.Headers.ContentDisposition!.FileNameStar ?? svar.Content.Headers.ContentDisposition.FileName),
            Is.EqualTo((HttpStatusCode.OK, "application/zip", "logg-2026-11-21.zip")));
        using var zip = new ZipArchive(await svar.Content.ReadAsStreamAsync());
        using var text = new StreamReader(zip.GetEntry("logg.jsonl")!.Open());
        Assert.That((await text.ReadToEndAsync()).Trim().Split('\n'), Has.Length.EqualTo(1));

        await sida.Oppna("/logg?Vad=Fil");
        Assert.That(sida.Dokument.QuerySelector("#lista tbody")!.TextContent, Does.Contain("Filen logg-2026-11-21.zip hämtad: 1 rader"));
        Assert.That(await _web.App.LasEn<string>("SELECT Fakta FROM Handelse WHERE Vad = 'Fil hämtad'"), Does.Contain("Ord: hemtjänst"));
    }

    [Test]
    public async Task Ett_dokument_som_oppnas_i_manga_delar_ar_en_handelse()
    {
        await Starta();
        var avtal = await Avtal("Hemtjänst");
        var sida = await _web.Som(Roll.Registrator, _namnd);
        await sida.Oppna($"/dokument/avtal/{avtal}/nytt");
        using var formular = new MultipartFormDataContent
        {
            { new ByteArrayContent(Provfiler.Pdf), "Command.Filer", "avtal.pdf" },
            { new StringContent("Avtal"), "Command.Sort" },
            { new StringContent(sida.Dokument.QuerySelector("input[name=formularnyckel]")!.GetAttribute("value")!), "formularnyckel" },
        };
        await sida.Las($"/dokument/avtal/{avtal}/nytt", formular);
        var id = await _web.App.LasEn<Guid>("SELECT Id FROM Dokument");
        foreach (var del in new[] { "fil", "fil", "hamta" })
        {
            using var svar = await sida.Client.GetAsync(new Uri($"/dokument/avtal/{avtal}/{id}/{del}", UriKind.Relative));
            Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        Assert.That(await _web.App.Las<string>("SELECT Mening FROM Handelse WHERE Vad = 'Dokument öppnat' AND ArendeId = @avtal AND NamndId = @_namnd", new { avtal, _namnd }), Is.EqualTo(new[] { "Dokumentet avtal.pdf öppnat." }));

        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddMinutes(5);
        using var igen = await sida.Client.GetAsync(new Uri($"/dokument/avtal/{avtal}/{id}/fil", UriKind.Relative));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Dokument öppnat'"), Is.EqualTo(2));
    }

    [Test]
    public async Task Utan_jobb_sager_sidan_hur_loggen_kontrolleras_och_nekar_med_skal()
    {
        await Starta();
        var sida = await _web.Som(Roll.Revisor, _namnd);
        await sida.Oppna("/logg/skydd");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(sida.Dokument.QuerySelector("main")!.TextContent, Does.Contain("verifiera-logg").And.Contain("Inget ännu"));
        await sida.Skicka("/logg/skydd/kontrollera");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Jobben är avstängda på den här servern"));
    }

    [Test]
    public async Task Kontrollen_pa_sidan_sager_att_loggen_ar_hel_och_sedan_vilken_rad_som_ar_andrad()
    {
        await Starta(jobb: true);
        await Avtal("Hemtjänst");
        var sida = await _web.Som(Roll.Revisor, _namnd);
        await Kontrollera(sida);
        Assert.That(sida.Dokument.QuerySelector("#lage")!.TextContent, Does.Contain("Gick bra").And.Contain("Loggen är hel:").And.Contain("För hand, av Revisor (prov)"));
        Assert.That(await _web.App.LasEn<string>("SELECT Anvandare FROM Handelse WHERE Vad = 'Kontroll av loggen begärd'"), Is.EqualTo("Revisor (prov)"));

        await using (var connection = await _web.App.Services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None))
        {
            if (!Testdatabas.ArSqlServer) { await connection.ExecuteAsync("DROP TRIGGER TR_Handelse_Andras"); }
            await connection.ExecuteAsync("UPDATE Handelse SET Mening = 'Annat.' WHERE Nr = 2");
        }
        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddMinutes(1);
        await Kontrollera(sida);
        Assert.That(sida.Dokument.QuerySelector("#lage")!.TextContent, Does.Contain("Misslyckades").And.Contain("Loggen stämmer inte. Händelse 2 är ändrad"));
        await sida.Oppna("/logg/2");
        Assert.That(sida.Dokument.QuerySelector("h1")!.TextContent, Does.Contain("Kontrollsumman stämmer inte"));
    }

    private async Task Kontrollera(Sida sida)
    {
        var schema = _web.Services.GetRequiredService<IJobbschema>();
        var fore = (await schema.HistorikAsync("loggkontroll", 0, 1, CancellationToken.None)).Antal;
        await sida.Oppna("/logg/skydd");
        Assert.That((await sida.Skicka("/logg/skydd/kontrollera")).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        for (var i = 0; i < 400 && (await schema.HistorikAsync("loggkontroll", 0, 1, CancellationToken.None)).Antal == fore; i++) { await Task.Delay(50); }
        await sida.Oppna("/logg/skydd");
    }
}
