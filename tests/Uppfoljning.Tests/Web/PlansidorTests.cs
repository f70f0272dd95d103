using System.Net;
using System.Text;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Web;

/// <summary>Planens sidor genom HTTP: från förslag till fryst plan och PDF.</summary>
public sealed class PlansidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
        _web.App.Som(Roll.Avtalsansvarig, _namnd);
        await Avtal("Hemtjänst Väster", c => c with { Utforare = "Omsorg Väst AB", Driftsform = Driftsform.Aktiebolag, Avtalsansvarig = "Enhetschef", Slut = new DateOnly(2028, 6, 30) });
        await Avtal("Parkskötsel", c => c with { Verksamhetsomrade = "Stadsmiljö" });
        await Avtal("Gatudrift", c => c with { Slut = new DateOnly(2008, 9, 30) });
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(1899)]
    [TestCase(9999)]
    [TestCase(int.MinValue)]
    [TestCase(int.MaxValue)]
    public async Task Ett_ar_som_ingen_plan_kan_ha_finns_inte(int ar)
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        await sida.Oppna($"/planer/forslag?Namnd={_namnd}&Ar={ar}");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
        await sida.Oppna($"/namnder/{_namnd}/bemanning/{ar}");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Hela_vagen_fran_forslag_till_fryst_plan_och_pdf()
    {
        var sida = await _web.Som(Roll.Uppfoljare | Roll.Namndsekreterare, _namnd);

        var tom = await sida.Oppna("/planer");
        Assert.That(tom.QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Det finns ingen uppföljningsplan ännu"));
        var val = await sida.Oppna("/planer/ny");
        Assert.That(val.QuerySelector("#ar")!.GetAttribute("value"), Is.EqualTo("2027"));

        var forslag = await sida.Oppna($"/planer/forslag?Namnd={_namnd}&Ar=2027");
        Assert.That(forslag.QuerySelector("h1")!.TextContent, Is.EqualTo("Förslag till uppföljningsplan 2027"));
        Assert.That(forslag.Body!.TextContent, Does.Contain("Avtalet löpte ut 2008-09-30, före planåret.").And.Contain("10 kap. 8 § KL"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Uppfoljningsplan"), Is.Zero);

        var svar = await sida.SkickaFormular();
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var plan = svar.Headers.Location!.OriginalString;
        var blad = await sida.Oppna(plan);
        Assert.That(blad.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("Uppföljningsplan 2027 genererad: 2 rader, 1 utan rad."));
        Assert.That(blad.QuerySelector("h1 .marke")!.TextContent, Is.EqualTo("Utkast"));
        Assert.That(blad.QuerySelectorAll("tr.grupp th").Select(g => g.TextContent), Is.EqualTo(new[] { "Stadsmiljö 1 rad", "Äldreomsorg 1 rad" }));

        var rad = await sida.Oppna(blad.QuerySelectorAll(".plan th[scope=row] a")[^1].GetAttribute("href")!);
        Assert.That(rad.QuerySelector(".skal")!.TextContent, Does.Contain("Avtalet löper ut 2028-06-30").And.Contain("Enhetschef är avtalsansvarig"));

        var beslut = await sida.Oppna($"{plan}/beslut");
        await sida.SkickaFormular(("Command.Sammantrade", "2026-11-22"), ("Command.Paragraf", "§ 112"));
        Assert.That(sida.FelVid("Bekraftat"), Does.StartWith("Bekräfta"));
        await sida.SkickaFormular(("Command.Sammantrade", "2026-11-22"), ("Command.Paragraf", "§ 112"), ("Command.Bekraftat", "true"));
        Assert.That(sida.FelVid("Sammantrade"), Does.StartWith("Sammanträdet har inte hållits än."));
        Assert.That((await sida.SkickaFormular(("Command.Sammantrade", "2026-11-20"), ("Command.Bekraftat", "true"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        var fryst = await sida.Oppna(plan);
        Assert.That(fryst.QuerySelector("h1 .marke")!.TextContent, Is.EqualTo("Beslutad"));
        Assert.That(fryst.Body!.TextContent, Does.Contain("Planen beslutades 2026-11-20, § 112, och ändras inte."));
        Assert.That(fryst.QuerySelectorAll(".historik li").Length, Is.EqualTo(2));
        Assert.That(fryst.QuerySelectorAll("a[href$='/beslut'], a[href$='/andra']"), Is.Empty);

        var pdf = await sida.Client.GetAsync(new Uri($"{plan}/pdf", UriKind.Relative));
        Assert.That(pdf.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/pdf"));
        Assert.That(pdf.Content.Headers.ContentDisposition!.FileName, Is.EqualTo("Uppfoljningsplan-VON-2027.pdf"));
        Assert.That(Encoding.ASCII.GetString((await pdf.Content.ReadAsByteArrayAsync())[..5]), Is.EqualTo("%PDF-"));
    }

    [Test]
    public async Task En_rad_andras_och_fel_visas_vid_sina_falt()
    {
        var (plan, rad) = await Plan();
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        var formular = await sida.Oppna($"/planer/{plan}/rader/{rad}/andra");
        Assert.That(formular.QuerySelectorAll("#Command_Former input:checked").Select(i => i.GetAttribute("value")), Is.EqualTo(new[] { "Avtalsuppfoljning", "Verksamhetsuppfoljning" }));
        Assert.That(formular.Body!.TextContent, Does.Contain("Uppdragsuppföljning gäller bara egen regi."));

        await sida.SkickaFormular(("Command.Former", "Tillsyn"), ("Command.Former", "Uppdragsuppfoljning"), ("Command.Ansvarig", ""), ("Command.ForstaManad", ""), ("Command.AterkopplingAllmanhet", ""));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(new[] { "Ansvarig", "ForstaManad", "AterkopplingAllmanhet" }.Select(sida.FelVid), Has.All.Not.Null);
        Assert.That(sida.FelVid("Former"), Is.EqualTo("Uppdragsuppföljning gäller bara egen regi. Ett avtal följs upp med avtalsuppföljning. (programmet för uppföljning och insyn, punkt 2)"));

        await sida.Oppna($"/planer/{plan}/rader/{rad}/andra");
        var svar = await sida.SkickaFormular(("Command.Ansvarig", "Bo Ek"), ("Command.ForstaManad", "5"), ("Command.SistaManad", "6"), ("Command.Motiv", "Sommarsemester."));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var blad = await sida.Oppna(svar.Headers.Location!.OriginalString);
        Assert.That(blad.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("Rad 2, Hemtjänst Väster, ändrad: ansvarig och tid."));
        Assert.That(blad.QuerySelector("h1 .marke")!.TextContent, Is.EqualTo("Ändrad för hand"));
        Assert.That(blad.QuerySelector(".skal")!.TextContent, Does.Contain("Förut: Enhetschef.").And.Contain("Sommarsemester."));
    }

    [Test]
    public async Task Tva_som_andrar_samma_rad_ser_bada_och_inget_skrivs_over()
    {
        var (plan, rad) = await Plan();
        var ena = await _web.Som(Roll.Uppfoljare, _namnd);
        var andra = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await ena.Oppna($"/planer/{plan}/rader/{rad}/andra");
        await andra.Oppna($"/planer/{plan}/rader/{rad}/andra");

        Assert.That((await ena.SkickaFormular(("Command.Ansvarig", "Ena"), ("Command.Former", "Egenkontroll"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        await andra.SkickaFormular(("Command.Ansvarig", "Andra"));

        Assert.That(andra.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(andra.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Uppfoljare (prov) ändrade raden"));
        Assert.That(andra.Dokument.QuerySelector("#Command_Ansvarig")!.GetAttribute("value"), Is.EqualTo("Andra"));
        Assert.That(andra.Dokument.QuerySelector("#Command_Ansvarig-nu")!.TextContent, Does.Match(@"^Sparat av Uppfoljare \(prov\) kl\. \d\d\.\d\d: Ena$"));
        Assert.That(andra.Dokument.QuerySelector("#Command_Former-nu")!.TextContent, Does.Match(@"^Sparat av Uppfoljare \(prov\) kl\. \d\d\.\d\d: Egenkontroll$"));
        Assert.That((await andra.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await _web.App.LasEn<string>("SELECT Ansvarig FROM Planrad WHERE Id = @rad", new { rad }), Is.EqualTo("Andra"));
    }

    [Test]
    public async Task Ett_utkast_som_inte_ar_fullstandigt_visar_vad_som_hindrar_beslutet()
    {
        var (plan, _) = await Plan();
        _web.App.Som(Roll.Avtalsansvarig, _namnd);
        await Avtal("Nattpatrull");
        var sida = await _web.Som(Roll.Namndsekreterare, _namnd);

        var beslut = await sida.Oppna($"/planer/{plan}/beslut");

        Assert.That(beslut.QuerySelector(".notis-varning")!.TextContent, Does.Contain("Avtalet Nattpatrull saknar rad; generera om utkastet."));
        Assert.That(beslut.QuerySelector("main form"), Is.Null);
        var forslag = await sida.Oppna(beslut.QuerySelector(".knappar a.btn-primary")!.GetAttribute("href")!);
        Assert.That(forslag.QuerySelector(".notis")!.TextContent, Does.Contain("1 ny rad"));
    }

    [Test]
    public async Task Urvalet_star_i_adressen_och_vad_som_helst_dar_ger_en_sida()
    {
        var (plan, _) = await Plan();
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var urval = await sida.Oppna($"/planer/{plan}?Omrade=Stadsmilj%C3%B6&Q=park");
        Assert.That(urval.QuerySelector(".antal")!.TextContent, Is.EqualTo("1 rad av 2"));
        foreach (var fraga in new[] { "Sida=-1", "Sida=99999", "Form=Hej", "Driftsform=%27--", "Omrade=x", "Ansvarig=y", "Q=" + new string('å', 1000) })
        {
            await sida.Oppna($"/planer/{plan}?{fraga}");
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), fraga);
        }
        foreach (var fraga in new[] { "Ar=abc", "Tillstand=Hej", "Sortering=drop", "Namnd=x", "Sida=0" })
        {
            await sida.Oppna($"/planer?{fraga}");
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), fraga);
        }
    }

    [Test]
    public async Task Den_som_inte_far_ser_skalet_i_stallet_for_knappen()
    {
        var (plan, rad) = await Plan();
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var blad = await sida.Oppna($"/planer/{plan}");
        Assert.That(blad.QuerySelectorAll(".rubrikrad a").Select(a => a.TextContent), Is.EqualTo(new[] { "Läs som handling", "Hämta PDF" }));
        Assert.That(blad.Body!.TextContent, Does.Contain("Nämndens beslut registreras av nämndsekreteraren."));
        foreach (var adress in new[] { $"/planer/{plan}/beslut", $"/planer/ny", $"/planer/forslag?Namnd={_namnd}&Ar=2027" })
        {
            await sida.Oppna(adress);
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden), adress);
        }
        var formular = await sida.Oppna($"/planer/{plan}/rader/{rad}/andra");
        Assert.That(formular.QuerySelector("main form"), Is.Null);

        var annan = await _web.Som(Roll.Lasare, await _web.App.Namnd("Andra nämnden", "AN"));
        foreach (var adress in new[] { $"/planer/{plan}", $"/planer/{plan}/pdf", $"/planer/{plan}/historik", $"/planer/{plan}/rader/{rad}" })
        {
            await annan.Oppna(adress);
            Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
    }

    [Test]
    public async Task En_andrad_beslutad_plan_skrivs_inte_ut_utan_sager_varfor()
    {
        var (plan, _) = await Plan();
        var version = await _web.App.LasEn<int>("SELECT Version FROM Arende WHERE Id = @plan", new { plan });
        await _web.App.Som(Roll.Namndsekreterare, _namnd)
            .Gor(new RegistreraPlanbeslutCommand { PlanId = plan, Version = version, Sammantrade = new DateOnly(2026, 11, 20), Paragraf = "1", Bekraftat = true });
        await _web.App.Las<int>("UPDATE Planrad SET Ansvarig = 'X' WHERE Nr = 1");
        var sida = await _web.Som(Roll.Lasare, _namnd);

        await sida.Oppna($"/planer/{plan}/pdf");

        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("stämmer inte med checksumman"));
    }

    [Test]
    public async Task En_enhet_hos_en_utforare_utan_kand_driftsform_visas_inte_som_egen_regi()
    {
        var utforare = await _web.App.Gor(new RegistreraUtforareCommand { Namn = "Solhem Omsorg" });
        await _web.App.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Solhem", UtforareId = utforare, Konkurrens = true });
        await _web.App.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Hemmet", Konkurrens = true });
        var (plan, _) = await Plan();
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var rader = (await sida.Oppna($"/planer/{plan}")).QuerySelectorAll("main tbody tr");
        string Rad(string namn) => rader.First(r => r.QuerySelector("th[scope=row]")?.TextContent.Contains(namn, StringComparison.Ordinal) == true).TextContent;
        Assert.That(Rad("Solhem"), Does.Contain("Solhem Omsorg").And.Contain("driftsform inte känd").And.Not.Contain("Egen regi"));
        Assert.That(Rad("Hemmet"), Does.Contain("Egen regi"));
    }

    private async Task Avtal(string benamning, Func<RegistreraAvtalCommand, RegistreraAvtalCommand>? med = null)
    {
        var command = new RegistreraAvtalCommand { NamndId = _namnd, Benamning = benamning, Verksamhetsomrade = "Äldreomsorg", Undertecknat = true };
        await _web.App.Gor(med is null ? command : med(command));
    }

    private async Task<(Guid Plan, Guid Rad)> Plan()
    {
        var plan = await _web.App.Som(Roll.Uppfoljare, _namnd).Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        return (plan, await _web.App.LasEn<Guid>("SELECT Id FROM Planrad WHERE Nr = 2"));
    }
}
