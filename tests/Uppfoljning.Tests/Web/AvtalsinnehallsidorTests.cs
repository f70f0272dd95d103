using System.Net;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

public sealed class AvtalsinnehallsidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;
    private string _avtal = "";
    private Sida _sida = null!;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
        _avtal = $"/avtal/{await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst" })}";
        _sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Avtalets_sida_har_lankar_till_alla_sina_delar_och_tomma_lagen()
    {
        var blad = await _sida.Oppna(_avtal);
        var lankar = blad.QuerySelectorAll(".pa-sidan a").Select(a => a.GetAttribute("href")![1..]).ToList();
        Assert.That(lankar, Does.Contain("klausuler").And.Contain("krav").And.Contain("sanktioner").And.Contain("ansvariga"));
        Assert.That(lankar.Where(id => blad.GetElementById(id) is null), Is.Empty);
        Assert.That(blad.Body!.TextContent, Does.Contain("Inga krav är inlagda.").And.Contain("Inga sanktioner är inlagda.").And.Contain("Ingen avtalsansvarig är känd."));
        Assert.That(blad.QuerySelector(".notis-varning")!.TextContent, Does.StartWith("7 klausuler"));
    }

    [Test]
    public async Task Klausulerna_gas_igenom_pa_en_sida_och_fel_visas_vid_sin_klausul()
    {
        await _sida.Oppna($"{_avtal}/klausuler");
        Assert.That(_sida.Dokument.QuerySelectorAll("fieldset"), Has.Length.EqualTo(8));
        await _sida.SkickaFormular(("Command.Klausuler[0].Finns", "true"), ("Command.Klausuler[0].Punkt", "7.1"), ("Command.Klausuler[3].Finns", "false"), ("Command.Klausuler[4].Punkt", "8"));
        Assert.That(_sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(_sida.FelVid("Klausuler_4__Finns"), Does.StartWith("Du har skrivit var klausulen står."));
        Assert.That(_sida.Dokument.GetElementById("Command_Klausuler_0__Punkt")!.GetAttribute("value"), Is.EqualTo("7.1"));

        var svar = await _sida.SkickaFormular(("Command.Klausuler[4].Punkt", ""));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var blad = await _sida.Oppna(_avtal);
        var rader = blad.QuerySelectorAll("section[aria-labelledby=klausuler] tbody tr").Select(r => r.TextContent).ToList();
        Assert.That(rader[0], Does.Contain("Finns").And.Contain("10 kap. 9 § KL").And.Contain("7.1"));
        Assert.That(rader[3], Does.Contain("Saknas"));
        Assert.That(rader[4], Does.Contain("inte känt"));
    }

    [Test]
    public async Task Part_krav_och_sanktion_laggs_till_andras_och_tas_bort()
    {
        foreach (var (del, ny, fel, falt, andrat) in new[]
        {
            ("parter", new[] { ("Command.Sort", "Borgensman"), ("Command.Namn", "Första namnet") }, "Namn", "Command.Namn", "Andra namnet"),
            ("krav", [("Command.Krav", "Första kravet"), ("Command.Utlovat", "Mer än så")], "Krav", "Command.Krav", "Andra kravet"),
            ("sanktioner", [("Command.Sort", "Vite"), ("Command.BeloppOre", "25 000"), ("Command.Villkor", "Första villkoret")], "Sort", "Command.Villkor", "Andra villkoret"),
        })
        {
            await _sida.Oppna($"{_avtal}/{del}/ny");
            await _sida.SkickaFormular();
            Assert.That(_sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), del);
            Assert.That(_sida.FelVid(fel), Is.Not.Null, del);
            await _sida.SkickaFormular(ny);
            Assert.That(_sida.Status, Is.EqualTo(HttpStatusCode.Redirect), del);

            var lank = (await _sida.Oppna(_avtal)).QuerySelector($"main td a[href^='{_avtal}/{del}/']")!.GetAttribute("href")!;
            await _sida.Oppna(lank);
            await _sida.SkickaFormular((falt, andrat));
            var blad = await _sida.Oppna(_avtal);
            Assert.That(blad.QuerySelector("main")!.TextContent, Does.Contain(andrat), del);

            await _sida.Oppna(blad.QuerySelector($"main td a[href^='{_avtal}/ta-bort/']")!.GetAttribute("href")!);
            await _sida.SkickaFormular();
            Assert.That(_sida.FelVid("Bekraftat"), Does.StartWith("Bekräfta"), del);
            await _sida.SkickaFormular(("Command.Bekraftat", "true"));
            Assert.That(_sida.Status, Is.EqualTo(HttpStatusCode.Redirect), del);
            Assert.That((await _sida.Oppna(_avtal)).QuerySelector($"main td a[href^='{_avtal}/ta-bort/']"), Is.Null, del);
        }
    }

    [Test]
    public async Task De_nya_uppgifterna_skrivs_i_formularet_och_fel_kod_sags_vid_faltet()
    {
        await _sida.Oppna($"{_avtal}/andra");
        var ansvarig = _sida.Dokument.QuerySelectorAll("#Command_AvtalsansvarigId option")[^1];
        Assert.That(ansvarig.TextContent, Is.EqualTo("Avtalsansvarig (prov)"));
        await _sida.SkickaFormular(("Command.Cpv", "8531"), ("Command.Diarienummer", "VON 2026/12"), ("Command.Regler", "Direktivstyrd"), ("Command.VardeOre", "12 000 000"),
            ("Command.AvtalsansvarigId", ansvarig.GetAttribute("value")!));
        Assert.That(_sida.FelVid("Cpv"), Does.StartWith("Skriv CPV-koden med åtta siffror"));
        Assert.That(_sida.Dokument.QuerySelector("#Command_Diarienummer")!.GetAttribute("value"), Is.EqualTo("VON 2026/12"));

        await _sida.SkickaFormular(("Command.Cpv", "85312400-3"));
        var text = (await _sida.Oppna(_avtal)).QuerySelector("main")!.TextContent;
        Assert.That(text, Does.Contain("VON 2026/12").And.Contain("85312400-3").And.Contain("12\u00A0000\u00A0000\u00A0kr").And.Contain("Direktivstyrd"));
        Assert.That(text, Does.Contain("Kontrollera koden och reglerna"));
        Assert.That(_sida.Dokument.QuerySelector("section[aria-labelledby=ansvariga] tbody tr")!.TextContent, Does.Contain("Avtalsansvarig (prov)").And.Contain("nu"));
    }

    [TestCase("klausuler")]
    [TestCase("parter/ny")]
    [TestCase("krav/ny")]
    [TestCase("sanktioner/ny")]
    public async Task Fel_roll_far_inte_och_en_annan_namnd_finns_inte(string del)
    {
        var lasare = await _web.Som(Roll.Lasare, _namnd);
        await lasare.Oppna($"{_avtal}/{del}");
        Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden));

        var annan = await _web.Som(Roll.Avtalsansvarig, await _web.App.Namnd("Socialnämnden", "SN"));
        await annan.Oppna($"{_avtal}/{del}");
        Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Den_som_laser_ser_kraven_sida_for_sida_utan_att_kunna_andra()
    {
        var id = Guid.Parse(_avtal["/avtal/".Length..]);
        for (var i = 1; i <= 51; i++) { await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new SparaAvtalskravCommand { AvtalId = id, Version = i, Krav = $"Krav nummer {i}" }); }

        var lasare = await _web.Som(Roll.Lasare, _namnd);
        var blad = await lasare.Oppna(_avtal);
        Assert.That(blad.QuerySelectorAll("section[aria-labelledby=krav] tbody tr"), Has.Length.EqualTo(Avtalsinnehall.KravPaBladet));
        Assert.That(blad.QuerySelector("section[aria-labelledby=krav] p a")!.TextContent, Is.EqualTo("Alla 51 krav"));
        await lasare.Oppna($"{_avtal}/krav?Sida=2");
        Assert.That(lasare.Dokument.QuerySelectorAll("tbody tr").Single().TextContent, Does.Contain("Krav nummer 51"));
        Assert.That(lasare.Dokument.QuerySelectorAll("main a.btn, main td a"), Is.Empty);
    }
}
