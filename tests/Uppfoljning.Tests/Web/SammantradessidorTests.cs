using System.Net;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

public sealed class SammantradessidorTests
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
    public async Task Namndsekreteraren_lagger_in_andrar_staller_in_och_tar_bort()
    {
        var sida = await _web.Som(Roll.Namndsekreterare, _namnd);
        Assert.That((await sida.Oppna("/sammantraden")).QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Inga sammanträden är inlagda ännu"));

        await sida.Oppna($"/namnder/{_namnd}/sammantraden/nytt");
        await sida.SkickaFormular(("Command.Datum", "2026-12-15"), ("Command.SistaHandlingsdag", "2026-12-16"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("SistaHandlingsdag"), Does.StartWith("Sista dag för handlingar"));
        var svar = await sida.SkickaFormular(("Command.Datum", "15/12 2026"), ("Command.SistaHandlingsdag", "2026-12-01"));
        var blad = svar.Headers.Location!.OriginalString;

        await sida.Oppna(blad);
        Assert.That(sida.Dokument.QuerySelector("[role=status]")!.TextContent, Is.EqualTo("Sammanträdet 2026-12-15 inlagt."));
        Assert.That(sida.Dokument.QuerySelector("main dl")!.TextContent, Does.Contain("inte känt"));

        await sida.Oppna($"{blad}/andra");
        await sida.SkickaFormular(("Command.Plats", "Kommunhuset"));
        await sida.Oppna("/sammantraden?Ar=2026&Visa=Kommande");
        Assert.That(sida.Dokument.QuerySelector("tbody tr")!.TextContent, Does.Contain("2026-12-15").And.Contain("Kommunhuset").And.Contain("Nästa"));

        await sida.Oppna($"{blad}/stall-in");
        await sida.SkickaFormular(("Command.Skal", ""));
        Assert.That(sida.FelVid("Skal"), Is.Not.Null);
        await sida.SkickaFormular(("Command.Skal", "För få ärenden."));
        Assert.That((await sida.Oppna(blad)).QuerySelector("h1")!.TextContent, Does.Contain("Inställt"));

        await sida.Oppna($"{blad}/ta-bort");
        await sida.SkickaFormular(("Command.Bekraftat", "true"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
        await sida.Oppna(blad);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Den_som_laser_ser_listan_men_kan_inte_lagga_in()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        Assert.That((await sida.Oppna("/sammantraden")).QuerySelector("main a.btn-primary"), Is.Null);
        await sida.Oppna($"/namnder/{_namnd}/sammantraden/nytt");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
