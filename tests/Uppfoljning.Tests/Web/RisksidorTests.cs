using System.Net;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;

namespace Uppfoljning.Tests.Web;

/// <summary>Risklistan och sidan för ett avtals eller en enhets risk.</summary>
public sealed class RisksidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;
    private Guid _avtal;
    private Guid _enhet;
    private string _risk = "";

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
        _risk = $"/namnder/{_namnd}/risk";
        _web.App.Som(Roll.Avtalsansvarig, _namnd);
        _avtal = await _web.App.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst Väster", Undertecknat = true, Start = new(2024, 1, 1), Slut = new(2030, 12, 31), VardeOre = 5_000_000_00 });
        _enhet = await _web.App.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Solgården", Konkurrens = true, Brukare = 60 });
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Listan_visar_poang_niva_och_det_som_inte_ar_kant_och_filtreras_i_adressen()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var lista = await sida.Oppna(_risk);
        Assert.That(lista.QuerySelector("h1")!.TextContent, Is.EqualTo("Risk inför 2027"));
        Assert.That(lista.QuerySelectorAll("#lista tbody tr").Select(r => r.QuerySelector("td[data-rubrik=Poäng]")!.TextContent), Is.EqualTo(new[] { "7,5", "7,5" }));
        Assert.That(lista.QuerySelector("#lista tbody tr")!.TextContent, Does.Contain("Hemtjänst Väster").And.Contain("8 av 9"));
        Assert.That(lista.QuerySelector("th[aria-sort=descending]")!.TextContent, Does.StartWith("Poäng"));
        Assert.That((await sida.Oppna($"{_risk}?Q=solg%C3%A5rden&Saknas=true")).QuerySelector(".antal")!.TextContent, Is.EqualTo("1 avtal eller enhet"));
        Assert.That((await sida.Oppna($"{_risk}?Q=finnsinte")).QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Inget i urvalet"));
        Assert.That((await sida.Oppna($"{_risk}?Ar=i%20fjol")).QuerySelector("#lista .notis")!.TextContent, Does.Contain("i fjol"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Listan_hamtas_som_fil()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        var lista = await sida.Oppna($"{_risk}?Sortering=namn");
        var lankar = lista.QuerySelectorAll(".hamta a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.That(lankar, Is.EqualTo(new[] { $"{_risk}/export.xlsx?Sortering=namn", $"{_risk}/export.csv?Sortering=namn" }));

        var csv = await sida.Client.GetAsync(new Uri(lankar[1], UriKind.Relative));
        Assert.That(csv.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/csv"));
        Assert.That(await csv.Content.ReadAsStringAsync(), Does.Contain("Hemtjänst Väster").And.Contain("Solgården"));
    }

    [Test]
    public async Task Uppgifterna_andras_fran_avtalets_sida_och_andelarna_ar_summan()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        await sida.Oppna((await sida.Oppna($"/avtal/{_avtal}")).QuerySelector($"a[href='{_risk}/{_avtal}']")!.GetAttribute("href")!);
        Assert.That(sida.Dokument.QuerySelector("h1")!.TextContent, Does.StartWith("Risk: Hemtjänst Väster"));

        await sida.SkickaFormular(("Command.Klagomal", "-1"), ("Command.EgenVikt", "50"), ("Command.SenastUppfoljd", "2026-11-22"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(new[] { "Klagomal", "Motiv", "SenastUppfoljd" }.Select(sida.FelVid), Has.All.Not.Null);
        Assert.That(sida.Dokument.QuerySelector("#Command_EgenVikt")!.GetAttribute("value"), Is.EqualTo("50"));

        await sida.SkickaFormular(("Command.Klagomal", "11"), ("Command.SenastUppfoljd", "1/1 2023"), ("Command.KansligGrupp", "true"), ("Command.Motiv", "Många nya kunder."));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
        var blad = await sida.Oppna($"{_risk}/{_avtal}");
        Assert.That(blad.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("Uppgifterna om risk för Hemtjänst Väster ändrade."));
        // 7,5 värde, 15 tid, 10 klagomål, 10 känslig grupp, 2,5 egen bedömning; resten är inte känt.
        Assert.That(blad.QuerySelector("#poang")!.TextContent, Is.EqualTo("45 av 100 poäng"));
        Assert.That(blad.QuerySelectorAll("td[data-rubrik=Poäng]").Sum(t => decimal.Parse(t.TextContent, Uppfoljning.Web.Common.Visa.Svenska)), Is.EqualTo(45m));
        Assert.That(blad.QuerySelector("tfoot td")!.TextContent, Is.EqualTo("45"));
        Assert.That(blad.QuerySelectorAll("td[data-rubrik=Värde] .okant").Length, Is.EqualTo(4));
    }

    [Test]
    public async Task Enhetens_sida_lankar_hit_och_brukarna_hamtas_ur_registret()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        Assert.That((await sida.Oppna($"/enheter/{_enhet}")).QuerySelector($"a[href='{_risk}/{_enhet}']"), Is.Not.Null);

        var blad = await sida.Oppna($"{_risk}/{_enhet}");

        Assert.That(blad.QuerySelector("#Command_Brukare"), Is.Null);
        Assert.That(blad.QuerySelector("main")!.TextContent, Does.Contain("Antal brukare är 60 enligt enhetens uppgifter."));
    }

    [Test]
    public async Task Tva_som_andrar_samma_uppgifter_ser_bada()
    {
        var ena = await _web.Som(Roll.Uppfoljare, _namnd);
        var andra = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await ena.Oppna($"{_risk}/{_avtal}");
        await andra.Oppna($"{_risk}/{_avtal}");
        await ena.SkickaFormular(("Command.Klagomal", "3"));

        await andra.SkickaFormular(("Command.Klagomal", "9"));

        Assert.That(andra.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(andra.Dokument.QuerySelector("#Command_Klagomal-nu")!.TextContent, Is.EqualTo("Sparat nu: 3"));
        Assert.That(andra.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Uppfoljare (prov) ändrade uppgifterna"));
        Assert.That((await andra.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await _web.App.LasEn<int>("SELECT Klagomal FROM Riskuppgift"), Is.EqualTo(9));
    }

    [Test]
    public async Task Den_som_laser_ser_uppgifterna_utan_formular_och_andra_namnder_inget()
    {
        var lasare = await _web.Som(Roll.Revisor, _namnd);
        var blad = await lasare.Oppna($"{_risk}/{_avtal}");
        Assert.That(blad.QuerySelector("main form[method=post]"), Is.Null);
        Assert.That(blad.QuerySelector("section[aria-labelledby=uppgifter]")!.TextContent, Does.Contain("Uppgifterna om risk ändras av uppföljare").And.Contain("inte känt"));
        Assert.That((await lasare.Skicka($"{_risk}/{_avtal}", ("Command.Version", "0"), ("Command.Klagomal", "1"))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));

        var utifran = await _web.Som(Roll.Uppfoljare, await _web.App.Namnd("Socialnämnden", "SN"));
        foreach (var adress in new[] { _risk, $"{_risk}/{_avtal}", $"{_risk}/export.csv" })
        {
            await utifran.Oppna(adress);
            Assert.That(utifran.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
    }
}
