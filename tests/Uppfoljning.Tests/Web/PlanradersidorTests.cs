using System.Net;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Web;

/// <summary>Timmar, bemanning och åtgärder på rader genom HTTP, utan JavaScript.</summary>
public sealed class PlanradersidorTests
{
    private const int Ar = 2027;

    private WebApp _web = null!;
    private Guid _namnd;
    private Guid _plan;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
        foreach (var namn in new[] { "Alpha", "Beta", "Gamma" })
        {
            await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand
            {
                NamndId = _namnd,
                Benamning = namn,
                Verksamhetsomrade = "Äldreomsorg",
                Utforare = "Omsorg Väst AB",
                Driftsform = Driftsform.Aktiebolag,
                Start = new DateOnly(2020, 1, 1),
                Undertecknat = true,
            });
        }
        _plan = await _web.App.Som(Roll.Uppfoljare, _namnd).Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = Ar });
        _web.App.Klocka.Nu += TimeSpan.FromMinutes(1);
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Fran_okand_bemanning_till_genomforda_forslag()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        var timmar = await sida.Oppna($"/planer/{_plan}/timmar");
        Assert.That(timmar.QuerySelector(".notis-varning")!.TextContent, Does.Contain("Bemanningen för 2027 är inte känd"));
        Assert.That(timmar.QuerySelector("svg title")!.TextContent, Does.StartWith("januari behövs"));
        Assert.That(timmar.QuerySelectorAll("main form"), Is.Empty);

        var bemanning = await sida.Oppna(timmar.QuerySelector(".rubrikrad a")!.GetAttribute("href")!);
        Assert.That(bemanning.QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Bemanningen för 2027 är inte känd"));
        await sida.SkickaFormular(("Command.Namn", "Utredare"), ("Command.Mars", "trettio"));
        Assert.That((sida.Status, sida.Dokument.QuerySelector("#Command_Mars")!.GetAttribute("value"), sida.Dokument.QuerySelector("#Command_Namn")!.GetAttribute("value")),
            Is.EqualTo((HttpStatusCode.UnprocessableEntity, "trettio", "Utredare")));
        Assert.That(sida.FelVid("Mars"), Is.Not.Null);
        Assert.That((await sida.SkickaFormular(("Command.SammaTimmar", "0"), ("Command.Mars", ""))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        timmar = await sida.Oppna($"/planer/{_plan}/timmar");
        Assert.That(timmar.QuerySelector("#utanfor"), Is.Not.Null);
        Assert.That(timmar.QuerySelectorAll("input[name=RadId]").Length, Is.EqualTo(3));
        await sida.SkickaFormular();
        Assert.That((sida.Status, sida.Dokument.QuerySelector("h1")!.TextContent), Is.EqualTo((HttpStatusCode.OK, "Gör det som föreslås")));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Planrad"), Is.EqualTo(3), "Inget ändras före bekräftelsen.");
        await sida.SkickaFormular(("Command.Skal", ""));
        Assert.That(sida.FelVid("Skal"), Is.EqualTo("Ange varför raderna lämnas ut."));
        var svar = await sida.SkickaFormular(("Command.Skal", "Timmarna räcker inte."));
        Assert.That(svar.Headers.Location!.OriginalString, Is.EqualTo($"/planer/{_plan}/timmar"));
        Assert.That((await sida.Oppna($"/planer/{_plan}/timmar")).QuerySelector(".meddelande")!.TextContent, Is.EqualTo("3 förslag om timmarna genomförda: 3 utelämnade."));
    }

    [Test]
    public async Task Bemanning_andras_av_tva_och_den_andra_ser_bada()
    {
        var (ena, andra) = (await _web.Som(Roll.Uppfoljare, _namnd), await _web.Som(Roll.Avtalsansvarig, _namnd));
        await ena.Oppna($"/namnder/{_namnd}/bemanning/{Ar}");
        await ena.SkickaFormular(("Command.Namn", "Utredare"), ("Command.SammaTimmar", "10"));
        var lank = (await ena.Oppna($"/namnder/{_namnd}/bemanning/{Ar}")).QuerySelector("tbody a")!.GetAttribute("href")!;
        Assert.That(ena.Dokument.QuerySelectorAll("tbody tr")[^1].TextContent, Does.Contain("Tillsammans").And.Contain("120"));
        await ena.Oppna(lank);
        await andra.Oppna(lank);

        Assert.That((await ena.SkickaFormular(("Command.Januari", "40"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        await andra.SkickaFormular(("Command.Januari", "20"));

        Assert.That(andra.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(andra.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Uppfoljare (prov) ändrade timmarna"));
        Assert.That(andra.Dokument.QuerySelector("#Command_Januari-nu")!.TextContent, Is.EqualTo("Sparat nu: 40"));
        Assert.That((await andra.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        await ena.Oppna($"{lank}/ta-bort");
        Assert.That((await ena.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await ena.Oppna($"/namnder/{_namnd}/bemanning/{Ar}")).QuerySelector(".tomt"), Is.Not.Null);
        await ena.Oppna(lank);
        Assert.That(ena.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Forra_arets_bemanning_kopieras()
    {
        await _web.App.Som(Roll.Uppfoljare, _namnd).Gor(new SparaBemanningCommand { NamndId = _namnd, Ar = Ar - 1, Namn = "Utredare", SammaTimmar = 10 });
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        await sida.Oppna($"/namnder/{_namnd}/bemanning/{Ar}");
        Assert.That(sida.Dokument.QuerySelector("#kopiera")!.ParentElement!.TextContent, Does.Contain("1 person från 2026"));
        await sida.Skicka($"/namnder/{_namnd}/bemanning/{Ar}/kopiera");
        Assert.That((await sida.Oppna($"/namnder/{_namnd}/bemanning/{Ar}")).QuerySelector("tbody th")!.TextContent, Is.EqualTo("Utredare"));
        await sida.Skicka($"/namnder/{_namnd}/bemanning/{Ar}/kopiera");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [Test]
    public async Task Valda_rader_bekraftas_pa_en_sida_och_flyttas()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        await sida.Oppna($"/planer/{_plan}/granskningar/ny");
        var (alpha, beta) = (await Rad("Alpha"), await Rad("Beta"));

        await sida.Skicka($"/planer/{_plan}/rader/flera", ("Atgard", "flytta"), ("RadId", Val(alpha)), ("RadId", Val(beta)));
        Assert.That((sida.Status, sida.Dokument.QuerySelector("h1")!.TextContent), Is.EqualTo((HttpStatusCode.OK, "Flytta rader")));
        Assert.That(sida.Dokument.QuerySelectorAll("tbody tr th a").Select(a => a.TextContent), Is.EqualTo(new[] { "Alpha", "Beta" }));
        await sida.SkickaFormular(("Command.Manad", ""));
        Assert.That((sida.Status, sida.FelVid("Manad")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Välj månad.")));
        await sida.SkickaFormular(("Command.Manad", "10"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await Rad("Beta")).ForstaManad, Is.EqualTo(10));
    }

    [Test]
    public async Task Utan_rader_eller_med_okand_atgard_sags_det()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        await sida.Oppna($"/planer/{_plan}/granskningar/ny");
        foreach (var (atgard, text) in new[] { ("flytta", "Välj minst en rad."), ("drop", "Välj minst en rad.") })
        {
            await sida.Skicka($"/planer/{_plan}/rader/flera", ("Atgard", atgard));
            Assert.That((sida.Status, sida.Dokument.QuerySelector(".felruta li")!.TextContent.Trim()), Is.EqualTo((HttpStatusCode.UnprocessableEntity, text)));
        }
        foreach (var rad in new[] { "x", Guid.NewGuid() + ":1", "':--" })
        {
            await sida.Oppna($"/planer/{_plan}/rader/flera?Atgard=flytta&RadId={Uri.EscapeDataString(rad)}");
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), rad);
        }
    }

    [Test]
    public async Task Den_andra_far_veta_vem_som_andrade_vilken_rad_och_kan_bekrafta_igen()
    {
        var (ena, andra) = (await _web.Som(Roll.Uppfoljare, _namnd), await _web.Som(Roll.Avtalsansvarig, _namnd));
        var (alpha, beta) = (await Rad("Alpha"), await Rad("Beta"));
        var adress = $"/planer/{_plan}/rader/flera?Atgard=ansvarig&RadId={Val(alpha)}&RadId={Val(beta)}";
        await ena.Oppna(adress);
        await andra.Oppna(adress.Replace($"&RadId={Val(beta)}", "", StringComparison.Ordinal));
        await andra.SkickaFormular(("Command.Ansvarig", "Andra"));

        await ena.SkickaFormular(("Command.Ansvarig", "Ena"));

        Assert.That(ena.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(ena.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Rad 1, Alpha: Avtalsansvarig (prov) ändrade raden").And.Not.Contain("Beta"));
        Assert.That(ena.Dokument.QuerySelectorAll("tbody .marke").Select(m => m.TextContent), Is.EqualTo(new[] { "Ändrad av annan" }));
        Assert.That(ena.Dokument.QuerySelector("#Command_Ansvarig")!.GetAttribute("value"), Is.EqualTo("Ena"));
        await ena.SkickaFormular();
        Assert.That((ena.Status, (await Rad("Alpha")).Ansvarig), Is.EqualTo((HttpStatusCode.Redirect, "Ena")));
    }

    [Test]
    public async Task Rader_slas_ihop_och_delas_igen()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        var (alpha, beta) = (await Rad("Alpha"), await Rad("Beta"));
        await sida.Oppna($"/planer/{_plan}/rader/flera?Atgard=sla-ihop&RadId={Val(alpha)}&RadId={Val(beta)}");
        await sida.SkickaFormular(("Command.BehallRadId", beta.Id.ToString()));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await _web.App.LasEn<string>("SELECT Slag FROM PlanUtanRad"), Is.EqualTo("Sammanslagen"));

        var dela = await sida.Oppna($"/planer/{_plan}/rader/{beta.Id}/dela");
        Assert.That(dela.QuerySelector("main form li")!.TextContent, Is.EqualTo("Alpha"));
        Assert.That((await sida.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        await sida.Oppna($"/planer/{_plan}/rader/{beta.Id}/dela");
        await sida.SkickaFormular();
        Assert.That((sida.Status, sida.FelVid("Former")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, (string?)"Rad 2, Beta: Välj minst en av radens former till den nya delen. (programmet för uppföljning och insyn, punkt 2)")));
        Assert.That((await sida.SkickaFormular(("Command.Former", "Verksamhetsuppfoljning"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Planrad"), Is.EqualTo(4));
    }

    [Test]
    public async Task En_utelamnad_rad_tas_tillbaka()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        var alpha = await Rad("Alpha");
        await sida.Oppna($"/planer/{_plan}/rader/flera?Atgard=lamna-ut&RadId={Val(alpha)}");
        await sida.SkickaFormular(("Command.Skal", "Vilande."));

        var utan = await sida.Oppna($"/planer/{_plan}/utan/{alpha.ObjektId}/aterta");
        Assert.That(utan.QuerySelector("main dl")!.TextContent, Does.Contain("Vilande. Utelämnad av Uppfoljare (prov)"));
        Assert.That((await sida.SkickaFormular()).Headers.Location!.OriginalString, Is.EqualTo($"/planer/{_plan}"));
        Assert.That((await Rad("Alpha")).Nr, Is.EqualTo(1));
        await sida.Skicka($"/planer/{_plan}/utan/{alpha.ObjektId}/aterta");
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("står inte längre utan rad"));
    }

    // UPP-04
    [Test]
    public async Task En_sarskild_granskning_laggs_till_efter_en_ny_lag_och_fel_star_vid_falten()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        await sida.Oppna($"/planer/{_plan}/granskningar/ny");
        Assert.That(sida.Dokument.QuerySelector("#Command_Ansvarig")!.GetAttribute("value"), Is.EqualTo("Förvaltningens uppföljare"));
        await sida.SkickaFormular(("Command.VadSomFoljsUpp", "Rutiner."), ("Command.Tema", "Förhandsbesked"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(new[] { "Utlosare", "Utlosartext", "Utlosardatum", "ForstaManad" }.Select(sida.FelVid), Has.All.Not.Null);
        Assert.That(sida.Dokument.QuerySelector("#Command_Tema")!.GetAttribute("value"), Is.EqualTo("Förhandsbesked"));

        var svar = await sida.SkickaFormular(("Command.Utlosare", "NyLag"), ("Command.Utlosartext", "SFS 2026:100"), ("Command.Utlosardatum", "2027-01-01"), ("Command.ForstaManad", "3"), ("Command.SistaManad", "4"));

        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await _web.App.LasEn<string>("SELECT Objekt FROM Planrad WHERE Slag = 'SarskildGranskning'"), Is.EqualTo("Förhandsbesked"));
        await sida.Oppna($"{svar.Headers.Location!.OriginalString}/andra");
        Assert.That(sida.Dokument.QuerySelector("#Command_IntervallManader"), Is.Null);
        Assert.That((await sida.SkickaFormular(("Command.Ansvarig", "Utredare"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task Vid_varje_falt_star_vad_den_andra_sparade_och_nar()
    {
        var (ena, andra) = (await _web.Som(Roll.Uppfoljare, _namnd), await _web.Som(Roll.Avtalsansvarig, _namnd));
        var rad = await Rad("Alpha");
        await ena.Oppna($"/planer/{_plan}/rader/{rad.Id}/andra");
        await andra.Oppna($"/planer/{_plan}/rader/{rad.Id}/andra");
        _web.App.Klocka.Nu = new DateTimeOffset(2026, 11, 21, 9, 42, 0, TimeSpan.Zero);
        Assert.That((await ena.SkickaFormular(("Command.Ansvarig", "Ena"), ("Command.Timmar", "9"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        await andra.SkickaFormular(("Command.Ansvarig", "Andra"));

        Assert.That(andra.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(andra.Dokument.QuerySelector("#Command_Ansvarig-nu")!.TextContent, Is.EqualTo("Sparat av Uppfoljare (prov) kl. 10.42: Ena"));
        Assert.That(andra.Dokument.QuerySelector("#Command_Timmar-nu")!.TextContent, Is.EqualTo("Sparat av Uppfoljare (prov) kl. 10.42: 9"));
        Assert.That(andra.Dokument.QuerySelector("#Command_Ansvarig")!.GetAttribute("value"), Is.EqualTo("Andra"));
        Assert.That(andra.Dokument.QuerySelector("#Command_VadSomFoljsUpp-nu"), Is.Null);
    }

    [Test]
    public async Task Den_som_laser_ser_timmarna_men_andrar_inget_och_en_annan_namnd_ser_inget()
    {
        await _web.App.Som(Roll.Uppfoljare, _namnd).Gor(new SparaBemanningCommand { NamndId = _namnd, Ar = Ar, Namn = "Utredare", SammaTimmar = 0 });
        var rad = await Rad("Alpha");
        string[] lases = [$"/planer/{_plan}/timmar", $"/namnder/{_namnd}/bemanning/{Ar}"];
        string[] andras = [$"/planer/{_plan}/rader/flera?Atgard=flytta&RadId={Val(rad)}", $"/planer/{_plan}/rader/{rad.Id}/dela", $"/planer/{_plan}/granskningar/ny", $"/planer/{_plan}/utan/{rad.ObjektId}/aterta"];

        var lasare = await _web.Som(Roll.Lasare, _namnd);
        foreach (var adress in lases)
        {
            var sida = await lasare.Oppna(adress);
            Assert.That((lasare.Status, sida.QuerySelectorAll("main button, main input[type=checkbox]").Length), Is.EqualTo((HttpStatusCode.OK, 0)), adress);
        }
        foreach (var adress in andras)
        {
            await lasare.Oppna(adress);
            Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden), adress);
        }

        var annan = await _web.Som(Roll.Uppfoljare, await _web.App.Namnd("Andra nämnden", "AN"));
        foreach (var adress in lases.Concat(andras))
        {
            await annan.Oppna(adress);
            Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
    }

    private static string Val(Planrad rad) => $"{rad.Id}:{rad.Version}";


    private async Task<Planrad> Rad(string objekt) => (await _web.App.Las<Planrad>("""
        SELECT Id, Nr, Version, AvtalId, EnhetId, Objekt, VadSomFoljsUpp, Former, Ansvarig, ForstaManad, SistaManad, AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, Skal
        FROM Planrad WHERE Objekt = @objekt
        """, new { objekt })).Single();
}
