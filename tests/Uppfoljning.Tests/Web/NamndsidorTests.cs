using System.Net;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Application.Sammantraden;

namespace Uppfoljning.Tests.Web;

/// <summary>Nämndens sida: vem som ser den, vad den visar, och att en administratör ändrar namnet.</summary>
public sealed class NamndsidorTests
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
    public async Task Den_som_arbetar_i_namnden_ser_sammantraden_mandatperiod_och_personer()
    {
        var sida = await _web.Som(Roll.Namndsekreterare | Roll.Lasare, _namnd);
        await _web.App.Som(Roll.Namndsekreterare, _namnd).Gor(new RegistreraSammantradeCommand { NamndId = _namnd, Datum = new DateOnly(2026, 12, 15) });
        await _web.App.Gor(new RegistreraSammantradeCommand { NamndId = _namnd, Datum = new DateOnly(2026, 1, 20) });

        var blad = await sida.Oppna($"/namnder/{_namnd}");
        var text = blad.QuerySelector("main")!.TextContent;
        Assert.That(text, Does.Contain("VON").And.Contain("2026-12-15").And.Contain("Nämndsekreterare, Läsare"));
        Assert.That(text, Does.Not.Contain("2026-01-20"), "Det som har varit är inget kommande sammanträde.");
        // KL-01: mandatperioden räknas från den 15 oktober valåret.
        Assert.That(text, Does.Contain("2026-10-15 – 2030-10-14"));
        Assert.That(blad.QuerySelector("main a.btn-primary"), Is.Null);
    }

    [Test]
    public async Task Namnden_finns_inte_for_den_som_arbetar_i_en_annan_och_bara_en_administrator_andrar()
    {
        var annan = await _web.App.Namnd("Tekniska nämnden", "TN");
        var sida = await _web.Som(Roll.NagonINamnden, annan);
        await sida.Oppna($"/namnder/{_namnd}");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
        await sida.Oppna($"/namnder/{annan}/andra");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        await sida.Oppna($"/namnder/{annan}");
        await sida.Skicka($"/namnder/{annan}/andra", ("Command.Namn", "X"), ("Command.Forkortning", "XX"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task En_administrator_andrar_namnet_och_historiken_sager_vad_det_var()
    {
        await _web.App.Namnd("Socialnämnden", "SN");
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna($"/namnder/{_namnd}/andra");
        await admin.SkickaFormular(("Command.Namn", "Socialnämnden"), ("Command.Forkortning", "von"));
        Assert.That(admin.FelVid("Forkortning"), Does.StartWith("Ange en förkortning"));
        await admin.SkickaFormular(("Command.Forkortning", "VON"));
        Assert.That(admin.FelVid("Namn"), Is.EqualTo("Det finns redan en nämnd med det namnet."));
        await admin.SkickaFormular(("Command.Namn", "Äldrenämnden"), ("Command.Forkortning", "ÄN"));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));

        var blad = await admin.Oppna($"/namnder/{_namnd}");
        Assert.That(blad.QuerySelector("h1")!.TextContent, Is.EqualTo("Äldrenämnden"));
        Assert.That(blad.QuerySelector(".historik")!.TextContent, Does.Contain("Vård- och omsorgsnämnden (VON) heter nu Äldrenämnden (ÄN)."));
        // Administratören ser nämnden men får ingen väg in i dess ärenden.
        Assert.That(blad.QuerySelectorAll("main a[href^='/avtal'], main a[href^='/planer']"), Is.Empty);
    }

    [Test]
    public async Task Den_som_hann_sist_far_veta_det_och_ser_bada()
    {
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna($"/namnder/{_namnd}/andra");
        await _web.App.SomAdministrator().Gor(new AndraNamndCommand
        {
            NamndId = _namnd,
            Namn = "Omsorgsnämnden",
            Forkortning = "ON",
            NamnFore = "Vård- och omsorgsnämnden",
            ForkortningFore = "VON",
        });

        await admin.SkickaFormular(("Command.Namn", "Äldrenämnden"));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(admin.Dokument.QuerySelector("#Command_Namn")!.GetAttribute("value"), Is.EqualTo("Äldrenämnden"));
        Assert.That(admin.Dokument.QuerySelector("#Command_Namn-nu")!.TextContent, Is.EqualTo("Sparat nu: Omsorgsnämnden"));
        await admin.SkickaFormular();
        Assert.That(await _web.App.LasEn<string>("SELECT Namn FROM Namnd"), Is.EqualTo("Äldrenämnden"));
    }

    [Test]
    public async Task En_namnd_som_inte_finns_ger_404_ocksa_for_administratoren()
    {
        var admin = await _web.Som(Roll.Administrator);
        foreach (var adress in new[] { $"/namnder/{Guid.NewGuid()}", $"/namnder/{Guid.NewGuid()}/andra" })
        {
            await admin.Oppna(adress);
            Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
    }
}
