using System.Net;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Mal;

namespace Uppfoljning.Tests.Web;

/// <summary>Fullmäktiges mål, nämndmål och indikatorer ändras och tas bort genom sidorna.</summary>
public sealed class MalandringssidorTests
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
    public async Task Administratoren_skoter_fullmaktiges_mal()
    {
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/mal/fullmaktige/omrade");
        await admin.SkickaFormular(("Command.Namn", ""));
        Assert.That((admin.Status, admin.FelVid("Namn")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Ange målområdets namn.")));
        Assert.That((await admin.SkickaFormular(("Command.Namn", "Trygghet"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        await admin.Oppna("/mal/fullmaktige/mal");
        Assert.That((await admin.SkickaFormular(("Command.Namn", "En trygg omsorg"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var lista = await admin.Oppna("/mal/fullmaktige");
        await admin.Oppna(lista.QuerySelector("[aria-labelledby=mal] tbody a")!.GetAttribute("href")!);
        Assert.That((await admin.SkickaFormular(("Command.Namn", "En säker omsorg"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        lista = await admin.Oppna("/mal/fullmaktige");
        Assert.That(lista.QuerySelector("[aria-labelledby=mal] tbody th")!.TextContent, Is.EqualTo("En säker omsorg"));

        foreach (var del in new[] { "mal", "omraden" })
        {
            await admin.Oppna("/mal/fullmaktige");
            await admin.Oppna(admin.Dokument.QuerySelectorAll($"[aria-labelledby={del}] tbody a")[1].GetAttribute("href")!);
            await admin.SkickaFormular();
            Assert.That(admin.FelVid("Bekraftat"), Does.StartWith("Bekräfta att"));
            Assert.That((await admin.SkickaFormular(("Command.Bekraftat", "true"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        }

        var annan = await _web.Som(Roll.Uppfoljare, _namnd);
        await annan.Oppna("/mal/fullmaktige");
        Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Indikator_och_mal_andras_och_tas_bort_forst_nar_det_ar_bekraftat()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        var mal = await _web.App.Som(Roll.Uppfoljare, _namnd).Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Nöjda brukare" });
        var indikator = await _web.App.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = "Nöjda" });

        await sida.Oppna($"/mal/{mal}/indikatorer/{indikator}/andra");
        Assert.That(sida.Dokument.QuerySelector("#Command_Namn")!.GetAttribute("value"), Is.EqualTo("Nöjda"));
        await sida.SkickaFormular(("Command.Malvarde", "nittio"));
        Assert.That(sida.FelVid("Malvarde"), Does.StartWith("Skriv målvärdet som ett tal"));
        Assert.That((await sida.SkickaFormular(("Command.Namn", "Nöjda i sin helhet"), ("Command.Malvarde", "90"), ("Command.Riktning", "Minst"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        foreach (var adress in new[] { $"/mal/{mal}/indikatorer/{indikator}/ta-bort", $"/mal/{mal}/ta-bort" })
        {
            await sida.Oppna(adress);
            await sida.SkickaFormular();
            Assert.That(sida.FelVid("Bekraftat"), Does.StartWith("Bekräfta att"));
            Assert.That((await sida.SkickaFormular(("Command.Bekraftat", "true"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        }
        await sida.Oppna($"/mal/{mal}");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));

        var kvar = await _web.App.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Ett annat mål" });
        var lasare = await _web.Som(Roll.Lasare, _namnd);
        await lasare.Oppna("/mal");
        await lasare.Oppna($"/mal/{kvar}");
        Assert.That(lasare.Dokument.QuerySelector("main")!.TextContent, Does.Not.Contain("Ta bort"));
        await lasare.Oppna("/");
        Assert.That((await lasare.Skicka($"/mal/{kvar}/ta-bort", ("Command.Bekraftat", "true"))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        var utanfor = await _web.Som(Roll.Uppfoljare, await _web.App.Namnd("Socialnämnden", "SN"));
        await utanfor.Oppna($"/mal/{kvar}/ta-bort");
        Assert.That(utanfor.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
