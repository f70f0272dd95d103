using System.Net;
using AngleSharp.Html.Dom;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Web;

/// <summary>Sidorna för nämndens regler: läsa, ändra med förhandsvisning, regler från lag, avtal och nämnd, och två på en gång.</summary>
public sealed class PlanregelsidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;
    private Guid _avtal;
    private string _regler = "";

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
        _regler = $"/namnder/{_namnd}/planregler";
        _avtal = await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand
        {
            NamndId = _namnd,
            Benamning = "Hemtjänst Väster",
            Verksamhetsomrade = "Äldreomsorg",
            Utforare = "Omsorg AB",
            Driftsform = Driftsform.Aktiebolag,
            Undertecknat = true,
            Start = new(2024, 1, 1),
            Slut = new(2030, 12, 31),
        });
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Sidan_visar_lagen_forst_sedan_reglerna_och_risken()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var blad = await sida.Oppna(_regler);

        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(blad.QuerySelector("h1")!.TextContent, Is.EqualTo("Regler för planen 2027"));
        Assert.That(blad.QuerySelectorAll("main h2").Take(3).Select(h => h.TextContent), Is.EqualTo(new[] { "1. Lagen", "2. Regler från lag, avtal och nämnd", "3. Risken" }));
        Assert.That(blad.QuerySelectorAll("section[aria-labelledby=lag] tbody th").Select(t => t.TextContent.Replace('\u00A0', ' ')), Is.EqualTo(new[] { "10 kap. 8 § KL", "6 kap. 7 § KL", "6 kap. 6 § KL", "5 kap. 3 § KL" }));
        Assert.That(blad.Body!.TextContent, Does.Contain("Där lagen är tyst bestämmer nämnden.").And.Contain("Nämnden har inte bestämt några regler för 2027.").And.Contain("från 1 miljon kr 25 %".Replace("från", "Från", StringComparison.Ordinal)));
        Assert.That(blad.QuerySelectorAll($"main a[href='{_regler}/andra'], main a[href='{_regler}/regel']"), Is.Empty);
        Assert.That((await sida.Oppna($"{_regler}?ar=2030")).QuerySelector("h1")!.TextContent, Does.EndWith("2030"));
    }

    [Test]
    public async Task Reglerna_andras_med_fel_vid_falten_forhandsvisning_och_sparas()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        var formular = await sida.Oppna($"{_regler}/andra");
        Assert.That(formular.QuerySelector("#Command_GallerFran")!.GetAttribute("value"), Is.EqualTo("2027-01-01"));
        Assert.That(formular.QuerySelector("label[for=Command_Vikter_0_]")!.TextContent, Is.EqualTo("Avtalets värde"));

        await sida.SkickaFormular(("Command.Vikter[0]", "tio"), ("Command.Nivaer[2].Grans", "50"), ("Command.Timmar[7]", "2000"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("Vikter_0_"), Is.EqualTo("Ange ett heltal med siffror."));
        Assert.That(sida.FelVid("Nivaer_2__Grans"), Is.EqualTo("Andelarna ska tillsammans vara 100 procent; nu är de 90."));
        Assert.That(sida.FelVid("Timmar_7_"), Is.EqualTo("Ange ett heltal 0–1000."));
        Assert.That(new[] { "Vikter_0_", "Nivaer_2__Grans", "Timmar_7_" }.Select(f => sida.Dokument.GetElementById($"Command_{f}")!.GetAttribute("value")), Is.EqualTo(new[] { "tio", "50", "2000" }));
        Assert.That(sida.Dokument.QuerySelectorAll(".felruta a").Select(a => a.GetAttribute("href")), Has.Member("#Command_Vikter_0_"));

        // Nivån låg följs upp varje år i stället för vartannat.
        await Forhandsvisa(sida, ("Command.Vikter[0]", "15"), ("Command.Nivaer[2].Grans", "60"), ("Command.Timmar[7]", "20"), ("Command.Nivaer[2].IntervallManader", "12"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        var effekt = sida.Dokument.QuerySelector("#forhandsvisning")!.TextContent;
        Assert.That(effekt, Does.Contain("Inget är sparat än. 1 avtal eller enhet berörs.").And.Contain("Hemtjänst Väster").And.Contain("Vartannat år").And.Contain("En gång per år"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Planregelverk"), Is.Zero);
        Assert.That(sida.Dokument.GetElementById("Command_Nivaer_2__IntervallManader")!.GetAttribute("value"), Is.EqualTo("12"));

        var svar = await sida.SkickaFormular();
        Assert.That(svar.Headers.Location!.OriginalString, Is.EqualTo($"{_regler}?ar=2027"));
        var blad = await sida.Oppna(svar.Headers.Location.OriginalString);
        Assert.That(blad.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("Nämndens regler för planen från 2027-01-01 inlagda."));
        Assert.That(blad.QuerySelector("section[aria-labelledby=omgangar]")!.TextContent, Does.Contain("2027-01-01").And.Contain("Uppfoljare (prov)").And.Contain("Gäller 2027"));
    }

    [Test]
    public async Task Tva_som_andrar_reglerna_ser_bada_och_inget_skrivs_over()
    {
        var ena = await _web.Som(Roll.Uppfoljare, _namnd);
        var andra = await _web.Som(Roll.Namndsekreterare, _namnd);
        await ena.Oppna($"{_regler}/andra");
        await andra.Oppna($"{_regler}/andra");
        Assert.That((await ena.SkickaFormular(("Command.Vikter[8]", "77"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        await andra.SkickaFormular(("Command.Vikter[8]", "33"));

        Assert.That(andra.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(andra.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Uppfoljare (prov) sparade reglerna från 2027-01-01"));
        Assert.That(andra.Dokument.GetElementById("Command_Vikter_8_")!.GetAttribute("value"), Is.EqualTo("33"));
        Assert.That(andra.Dokument.GetElementById("Command_Vikter_8_-nu")!.TextContent, Is.EqualTo("Sparat nu: 77"));
        Assert.That((await andra.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await _web.App.LasEn<int>("SELECT Vikt FROM Planvikt WHERE Faktor = 'EgenVikt'"), Is.EqualTo(33));
    }

    [Test]
    public async Task En_regel_laggs_in_visas_andras_avslutas_och_tas_bort()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var formular = await sida.Oppna($"{_regler}/regel?avtal={_avtal}");
        Assert.That(((IHtmlSelectElement)formular.QuerySelector("#Command_AvtalId")!).Value, Is.EqualTo(_avtal.ToString()));

        await sida.SkickaFormular(("Command.Slag", "Lag"), ("Command.Benamning", "Tillsyn"), ("Command.Kalla", "skollagen"), ("Command.Form", "Tillsyn"), ("Command.Driftsform", "EgenRegi"), ("Command.HogstIntervallManader", "61"));
        Assert.That(sida.FelVid("Kalla"), Does.StartWith("En regel från lagen behöver ett lagrum"));
        Assert.That(sida.FelVid("Form"), Does.EndWith("(6 kap. 7 § KL)"));
        Assert.That(sida.FelVid("HogstIntervallManader"), Is.EqualTo("Ange ett heltal 1–60."));
        Assert.That(sida.Dokument.QuerySelector("#Command_Benamning")!.GetAttribute("value"), Is.EqualTo("Tillsyn"));

        await Forhandsvisa(sida, ("Command.Slag", "Avtal"), ("Command.Benamning", "Kvartalsmöte"), ("Command.Kalla", "avtalet, punkt 8"), ("Command.Form", ""), ("Command.Driftsform", ""), ("Command.HogstIntervallManader", "3"));
        Assert.That(sida.Dokument.QuerySelector("#forhandsvisning")!.TextContent, Does.Contain("Fyra gånger per år").And.Contain("Följs upp oftare"));
        Assert.That((await sida.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        var blad = await sida.Oppna($"{_regler}?ar=2027");
        Assert.That(blad.QuerySelector("section[aria-labelledby=inlagda] tbody tr")!.TextContent, Does.Contain("Kvartalsmöte").And.Contain("Avtal: avtalet, punkt 8").And.Contain("Avtalet Hemtjänst Väster").And.Contain("Uppföljning minst fyra gånger per år"));

        await sida.Oppna(blad.QuerySelector("section[aria-labelledby=inlagda] tbody a")!.GetAttribute("href")!);
        await sida.SkickaFormular(("Command.Benamning", "Möte varje kvartal"));
        Assert.That((await sida.Oppna($"{_regler}?ar=2027")).QuerySelector(".meddelande")!.TextContent, Does.StartWith("Regeln Möte varje kvartal (avtalet, punkt 8) ändrad"));

        var id = await _web.App.LasEn<Guid>("SELECT Id FROM Planregel");
        await sida.Oppna($"{_regler}/regel/{id}/avsluta");
        await sida.SkickaFormular(("Command.GallerTill", "2026-12-31"));
        Assert.That(sida.FelVid("GallerTill"), Does.StartWith("Regeln gäller från 2027-01-01"));
        await Forhandsvisa(sida, ("Command.GallerTill", "2027-12-31"));
        Assert.That(sida.Dokument.QuerySelector("#forhandsvisning h2")!.TextContent, Is.EqualTo("Vad som ändras i planen för 2028"));

        await sida.Oppna($"{_regler}/regel/{id}/ta-bort");
        await sida.SkickaFormular();
        Assert.That(sida.FelVid("Bekraftat"), Is.Not.Null);
        Assert.That((await sida.SkickaFormular(("Command.Bekraftat", "true"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Planregel"), Is.Zero);
    }

    [Test]
    public async Task Fel_roll_far_403_och_en_annan_namnd_404()
    {
        var annan = await _web.App.Namnd("Socialnämnden", "SN");
        var lasare = await _web.Som(Roll.Lasare, _namnd);
        var utifran = await _web.Som(Roll.Uppfoljare, annan);
        foreach (var adress in new[] { $"{_regler}/andra", $"{_regler}/regel" })
        {
            await lasare.Oppna(adress);
            Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden), adress);
            await utifran.Oppna(adress);
            Assert.That(utifran.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
        await utifran.Oppna(_regler);
        Assert.That(utifran.Status, Is.EqualTo(HttpStatusCode.NotFound));
        await lasare.Oppna(_regler);
        foreach (var adress in new[] { $"{_regler}/andra", $"{_regler}/andra/forhandsvisa", $"{_regler}/regel", $"{_regler}/regel/forhandsvisa" })
        {
            Assert.That((await lasare.Skicka(adress, ("Command.Version", "0"))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), adress);
        }
    }

    /// <summary>Skickar formuläret med knappen Visa vad som ändras.</summary>
    private static async Task Forhandsvisa(Sida sida, params (string Falt, string Varde)[] andrade)
    {
        var formular = (IHtmlFormElement)sida.Dokument.QuerySelector("main form[method=post]")!;
        var knapp = formular.QuerySelector("button[formaction]")!;
        Assert.That(knapp.TextContent, Is.EqualTo("Visa vad som ändras"));
        formular.SetAttribute("action", knapp.GetAttribute("formaction")!);
        await sida.SkickaFormular(andrade);
    }
}
