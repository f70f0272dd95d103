using System.Net;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

public sealed class AvtalssidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Ett_avtal_registreras_pa_sidan_och_visas_med_det_okanda_som_inte_kant()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await sida.Oppna($"/namnder/{_namnd}/avtal/nytt");
        var svar = await sida.SkickaFormular(("Command.Benamning", "Hemtjänst Väster"), ("Command.Start", "1/1 2026"), ("Command.ArsvardeOre", "1 250 000,50"), ("Command.Undertecknat", "true"));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        var blad = await sida.Oppna(svar.Headers.Location!.OriginalString);
        Assert.That(blad.QuerySelector("h1")!.TextContent, Does.StartWith("Hemtjänst Väster").And.Contain("Aktivt"));
        Assert.That(blad.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("Avtalet Hemtjänst Väster registrerat."));
        Assert.That(blad.Body!.TextContent, Does.Contain("2026-01-01").And.Contain("1\u00A0250\u00A0000,50\u00A0kr").And.Contain("inte känt"));
    }

    [Test]
    public async Task Fel_visas_vid_sina_falt_pa_svenska_och_det_skrivna_star_kvar()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await sida.Oppna($"/namnder/{_namnd}/avtal/nytt");
        await sida.SkickaFormular(("Command.Benamning", ""), ("Command.Start", "igår"), ("Command.ArsvardeOre", "mycket"), ("Command.ForlangningManader", "tolv"), ("Command.Anmarkning", "Rad 1\nRad 2"));

        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("Start"), Is.EqualTo("Datumet går inte att läsa. Skriv det som 2026-11-21."));
        Assert.That(sida.FelVid("ArsvardeOre"), Does.StartWith("Beloppet går inte att läsa."));
        Assert.That(sida.FelVid("ForlangningManader"), Is.EqualTo("”tolv” går inte att läsa."));
        Assert.That(sida.Dokument.QuerySelector("#Command_Start")!.GetAttribute("value"), Is.EqualTo("igår"));
        Assert.That(sida.Dokument.QuerySelector("#Command_Anmarkning")!.TextContent, Is.EqualTo("Rad 1\nRad 2"));
        Assert.That(sida.Dokument.QuerySelector(".felruta a")!.GetAttribute("href"), Does.StartWith("#Command_"));
    }

    [Test]
    public async Task Slut_fore_start_och_fel_kontrollsiffra_namns_bada_pa_en_gang()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await sida.Oppna($"/namnder/{_namnd}/avtal/nytt");
        await sida.SkickaFormular(("Command.Benamning", "X"), ("Command.Start", "2026-05-01"), ("Command.Slut", "2026-04-30"), ("Command.Utforare", "Bolag"), ("Command.Organisationsnummer", "556677-8890"));

        Assert.That(sida.FelVid("Slut"), Is.EqualTo("Slutdatumet ligger före startdatumet."));
        Assert.That(sida.FelVid("Organisationsnummer"), Does.StartWith("Organisationsnumret stämmer inte."));
    }

    [Test]
    public async Task Tva_som_andrar_samtidigt_far_veta_det_och_inget_skrivs_over()
    {
        var avtal = await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Parkskötsel" });
        var ena = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var andra = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await ena.Oppna($"/avtal/{avtal}/andra");
        await andra.Oppna($"/avtal/{avtal}/andra");

        Assert.That((await ena.SkickaFormular(("Command.Omrade", "Väster"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        await andra.SkickaFormular(("Command.Omrade", "Öster"));

        Assert.That(andra.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(andra.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Någon annan hann före").And.Contain("Avtalsansvarig (prov) ändrade detta"));
        Assert.That(andra.Dokument.QuerySelector("#Command_Omrade")!.GetAttribute("value"), Is.EqualTo("Öster"));
        Assert.That(andra.Dokument.QuerySelector("#Command_Omrade-nu")!.TextContent, Is.EqualTo("Sparat nu: Väster"));
        Assert.That(await _web.App.LasEn<string>("SELECT Omrade FROM Avtal"), Is.EqualTo("Väster"));

        // Den som har sett ändringen och sparar igen menar det.
        Assert.That((await andra.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await _web.App.LasEn<string>("SELECT Omrade FROM Avtal"), Is.EqualTo("Öster"));
    }

    [Test]
    public async Task Listan_filtrerar_sorterar_och_bladdrar_genom_adressen()
    {
        _web.App.Som(Roll.Avtalsansvarig, _namnd);
        for (var i = 1; i <= 60; i++)
        {
            await _web.App.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = $"Avtal {i:00}", Slut = new DateOnly(2026, 12, 1).AddDays(i), Undertecknat = i % 2 == 0, Utforare = i > 50 ? "Östra Omsorg AB" : "Västra Omsorg AB" });
        }
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var forsta = await sida.Oppna("/avtal?Sortering=-slut");
        Assert.That(forsta.QuerySelectorAll("#lista tbody tr").Length, Is.EqualTo(50));
        Assert.That(forsta.QuerySelector("#lista tbody th")!.TextContent, Is.EqualTo("Avtal 60"));
        Assert.That(forsta.QuerySelector("th[aria-sort=descending]")!.TextContent, Does.Contain("Slut"));

        var andra = await sida.Oppna(forsta.QuerySelector(".sidor a[rel=next]")!.GetAttribute("href")!);
        Assert.That(andra.QuerySelectorAll("#lista tbody tr").Length, Is.EqualTo(10));
        Assert.That(sida.Adress, Does.Contain("Sortering=-slut"));

        var sokt = await sida.Oppna("/avtal?Q=östra oms&Tillstand=Aktivt");
        Assert.That(sokt.QuerySelector(".antal")!.TextContent, Does.StartWith("5 avtal"));

        var tomt = await sida.Oppna("/avtal?Q=finnsinte");
        Assert.That(tomt.QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Inga avtal i urvalet"));
    }

    [Test]
    public async Task Vad_som_helst_i_adressen_ger_en_lista_och_aldrig_ett_fel()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        foreach (var fraga in new[] { "Sida=-5", "Sida=99999999999", "Sida=abc", "Sortering=drop", "Tillstand=Hej", "SlutFran=igår", "Namnd=inte-guid", "Q=%27%3B--", "Q=" + new string('å', 1000) })
        {
            await sida.Oppna($"/avtal?{fraga}");
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), fraga);
        }
    }
}
