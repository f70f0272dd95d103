using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;
using Uppfoljning.Web.Jobb;

namespace Uppfoljning.Tests.Web;

/// <summary>Kön som för in filer i bakgrunden: vem som gör det, vad sidan visar under tiden, och vad som händer när det inte går.</summary>
public sealed class ImportkoTests
{
    private WebApp _web = null!;
    private Guid _namnd;

    private string Adress => $"/namnder/{_namnd}/import/{_import}";

    private Guid _import;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task En_koad_fil_visar_sin_vantan_och_kan_avbrytas_innan_den_har_borjat()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await Koad();

        var ko = await sida.Oppna(Adress);
        Assert.That(ko.QuerySelector("h2")!.TextContent, Is.EqualTo("Filen står i kö"));
        Assert.That(ko.QuerySelector("progress")!.GetAttribute("max"), Is.EqualTo("100"));
        Assert.That(ko.QuerySelector("#lage")!.GetAttribute("hx-get"), Is.EqualTo(Adress));
        Assert.That(ko.QuerySelector("head noscript")!.InnerHtml, Does.Contain("refresh"), "Sidan går utan skript.");
        Assert.That(ko.QuerySelector("#visa-nu")!.GetAttribute("href"), Is.EqualTo(Adress));

        // En till som trycker får veta att den redan står i kö, och inget ändras.
        await sida.Skicka(Adress + "/for-in", ("Command.Avtryck", ""));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("står redan i kö").And.Contain("Avtalsansvarig (test)"));
        await sida.Oppna(Adress);
        await sida.Skicka(Adress + "/forkasta");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));

        await sida.Oppna(Adress);
        await sida.SkickaFormular();
        Assert.That(await _web.App.LasEn<string>("SELECT Tillstand FROM Import"), Is.EqualTo("Provad"));
        var provning = await sida.Oppna(Adress);
        Assert.That(provning.QuerySelector(".meddelande")!.TextContent, Does.Contain("togs ur kön"));
        Assert.That(provning.QuerySelector("#lage")!.HasAttribute("hx-get"), Is.False, "Sidan slutar fråga.");

        await sida.Skicka(Adress + "/avbryt");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "Det finns inget att avbryta längre.");
    }

    [Test]
    public async Task Den_som_har_forlorat_sin_roll_for_inte_in_nagot_och_sidan_sager_varfor()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await Koad();
        var konto = await _web.App.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare("kim", "Kim (prov)", administrator: false));
        await _web.App.Gor(new GeRollCommand { AnvandareId = konto, NamndId = _namnd, Roll = Roll.Lasare });
        await _web.App.Las<int>("UPDATE Import SET StartadAvId = @konto, StartadAv = 'Kim (prov)'", new { konto });
        _web.Services.GetRequiredService<Importvackare>().Vack();

        await Vanta("Misslyckad");
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.Zero);
        var blad = await sida.Oppna(Adress);
        Assert.That(blad.QuerySelector("#misslyckad")!.TextContent, Does.Contain("Kim (prov) är inte längre avtalsansvarig i nämnden.").And.Contain("Inget har förts in"));

        // Den som har rollen kan föra in den i stället.
        await sida.Oppna(Adress + "/for-in");
        await sida.SkickaFormular();
        await Vanta("Inford");
        Assert.That(await _web.App.LasEn<string>("SELECT Anvandare FROM Handelse WHERE Vad = 'Avtal inläst'"), Is.EqualTo("Avtalsansvarig (prov)"));
        Assert.That(await _web.App.LasEn<string>("SELECT AvslutadAv FROM Import"), Is.EqualTo("Avtalsansvarig (prov)"));
        await sida.Skicka(Adress + "/for-in", ("Command.Avtryck", ""));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(1));
    }

    [Test]
    public async Task Registret_som_andrats_under_tiden_stoppar_inlasningen_med_skal()
    {
        await Koad(avtryck: new string('0', 64));
        await SomKonto();
        _web.Services.GetRequiredService<Importvackare>().Vack();
        await Vanta("Misslyckad");
        Assert.That(await _web.App.LasEn<string>("SELECT Fel FROM Import"), Does.Contain("Registret har ändrats sedan du såg provningen"));
        Assert.That(await _web.App.LasEn<string>("SELECT Mening FROM Handelse WHERE Vad = 'Import misslyckad'"), Does.Contain("gick inte att föra in"));
    }

    [Test]
    public async Task En_fil_som_far_servern_att_stanna_gang_pa_gang_laggs_at_sidan()
    {
        await Koad();
        await SomKonto();
        await _web.App.Las<int>("UPDATE Import SET Tillstand = 'Pagar', Forsok = 3");
        _web.Services.GetRequiredService<Importvackare>().Vack();
        await Vanta("Misslyckad");
        Assert.That(await _web.App.LasEn<string>("SELECT Fel FROM Import"), Does.Contain("Servern stannade 3 gånger"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.Zero);
    }

    [Test]
    public async Task Filen_tas_bort_nar_den_forkastas_eller_ar_gammal_om_ingen_annan_har_den()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var lager = _web.Services.GetRequiredService<IFillager>();
        var (forsta, andra) = (await Lamna(sida, "a.csv"), await Lamna(sida, "b.csv"));
        var checksumma = (await _web.App.Las<string>("SELECT DISTINCT Checksumma FROM Import")).Single();

        await sida.Oppna(forsta);
        await sida.Skicka(forsta + "/forkasta");
        await Rensa();
        Assert.That(await lager.LasAsync(checksumma, default), Is.Not.Null, "Den andra importen har samma innehåll.");

        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddDays(31);
        await Rensa();
        Assert.That(await lager.LasAsync(checksumma, default), Is.Null);
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Import WHERE FilBorttagen IS NOT NULL"), Is.EqualTo(2));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Importfiler borttagna'"), Is.EqualTo(1));
        sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        Assert.That((await sida.Oppna(andra)).QuerySelector("main")!.TextContent, Does.Contain("Filen väntade i mer än 30 dagar utan att föras in, och är borttagen."));
    }

    [Test]
    public async Task Ett_dokument_med_samma_innehall_behaller_filen()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var adress = await Lamna(sida, "a.csv");
        var checksumma = (await _web.App.LasEn<string>("SELECT Checksumma FROM Import"))!;
        await _web.App.Las<int>("""
            INSERT INTO Dokument (Id, NamndId, ObjektSort, ObjektId, Filnamn, Filtyp, Storlek, Checksumma, Inlagt, InlagtAv)
            VALUES (@Id, NULL, 'Avtal', @Id, 'a.csv', 'Csv', 1, @checksumma, '2026-11-21', 'Prov')
            """, new { Id = Guid.CreateVersion7(), checksumma });
        await sida.Oppna(adress);
        await sida.Skicka(adress + "/forkasta");
        await Rensa();
        Assert.That(await _web.Services.GetRequiredService<IFillager>().LasAsync(checksumma, default), Is.Not.Null);
    }

    /// <summary>En fil i kön som ingen har väckt den för.</summary>
    private async Task Koad(string? avtryck = null)
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var adress = await Lamna(sida, "larm.csv");
        _import = Guid.Parse(adress[(adress.LastIndexOf('/') + 1)..]);
        await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new KoaImportCommand { NamndId = _namnd, ImportId = _import, Avtryck = avtryck });
    }

    private async Task SomKonto()
    {
        var konto = await _web.App.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare("kim", "Kim (prov)", administrator: false));
        await _web.App.Gor(new GeRollCommand { AnvandareId = konto, NamndId = _namnd, Roll = Roll.Avtalsansvarig });
        await _web.App.Las<int>("UPDATE Import SET StartadAvId = @konto, StartadAv = 'Kim (prov)'", new { konto });
    }

    private async Task Vanta(string tillstand)
    {
        for (var i = 0; i < 200 && await _web.App.LasEn<string>("SELECT Tillstand FROM Import WHERE Id = @_import", new { _import }) != tillstand; i++) { await Task.Delay(50); }
        Assert.That(await _web.App.LasEn<string>("SELECT Tillstand FROM Import WHERE Id = @_import", new { _import }), Is.EqualTo(tillstand));
    }

    /// <summary>Väcker kön, som rensar innan den tar nästa fil, och ger den tid att göra det.</summary>
    private async Task Rensa()
    {
        _web.Services.GetRequiredService<Importvackare>().Vack();
        for (var i = 0; i < 20 && await _web.App.LasEn<int>("SELECT COUNT(*) FROM Import WHERE FilBorttagen IS NULL") > 0; i++) { await Task.Delay(50); }
    }

    private async Task<string> Lamna(Sida sida, string namn)
    {
        await sida.Oppna($"/namnder/{_namnd}/import");
        var svar = await sida.SkickaFil($"/namnder/{_namnd}/import", "Command.Fil", Encoding.UTF8.GetBytes("Benämning;Avtalsslut\r\nLarm;2027-12-31\r\n"), namn);
        return svar.Headers.Location!.OriginalString;
    }
}
