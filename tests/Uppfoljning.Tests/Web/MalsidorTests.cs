using System.Net;
using System.Text;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

public sealed class MalsidorTests
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
    public async Task En_malbilaga_provas_fors_in_och_malet_far_en_indikator_med_varde()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        await sida.Oppna($"/namnder/{_namnd}/mal/import");
        await sida.SkickaFil($"/namnder/{_namnd}/mal/import", "Command.Fil", "Namn;Annat\r\n1;2\r\n"u8.ToArray(), "fel.csv");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("Fil"), Does.StartWith("Första raden ska ha rubrikerna"));

        await sida.SkickaFil($"/namnder/{_namnd}/mal/import", "Command.Fil", Encoding.UTF8.GetBytes("Mål;Vad ska följas upp;Arbetssätt och ansvar\r\nNöjda brukare;;\r\n"), "mal.csv");
        Assert.That(sida.Dokument.QuerySelector("tbody tr")!.TextContent, Does.Contain("Nöjda brukare").And.Contain("Nytt"));
        await sida.SkickaFormular();
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));

        var blad = (await sida.Oppna("/mal")).QuerySelector("tbody th a")!.GetAttribute("href")!;
        Assert.That(sida.Dokument.QuerySelector("[role=status]")!.TextContent, Does.StartWith("Nämndmål införda ur en målbilaga: 1 nya"));
        await sida.Oppna($"{blad}/indikatorer/ny");
        await sida.SkickaFormular(("Command.Namn", "Andel nöjda"), ("Command.Malvarde", "90"));
        Assert.That(sida.FelVid("Riktning"), Is.Not.Null);
        await sida.SkickaFormular(("Command.Namn", "Andel nöjda"), ("Command.Malvarde", "90"), ("Command.Riktning", "Minst"));
        await sida.Oppna((await sida.Oppna(blad)).QuerySelector("tbody td a")!.GetAttribute("href")!);
        await sida.SkickaFormular(("Command.Ar", "2025"), ("Command.Varde", "91,5"));
        Assert.That((await sida.Oppna(blad)).QuerySelector("tbody tr")!.TextContent, Does.Contain("91,5").And.Contain("når målet").And.Contain("inte känt"));

        await sida.Oppna($"{blad}/andra");
        await sida.SkickaFormular(("Command.VadFoljsUpp", "Enkäten."));
        Assert.That((await sida.Oppna(blad)).QuerySelector("main dl")!.TextContent, Does.Contain("Enkäten."));
        await sida.Oppna($"/namnder/{_namnd}/mal/nytt");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Administratoren_laser_in_fullmaktiges_mal()
    {
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/mal/import");
        await admin.SkickaFil("/mal/import", "Command.Fil", Encoding.UTF8.GetBytes("{\"kommunfullmaktigemal\": [\"Fler trygga jobb\"]}"), "styrning.json");
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.OK));
        await admin.SkickaFormular();
        Assert.That((await admin.Oppna("/mal")).QuerySelector("main")!.TextContent, Does.Contain("Fler trygga jobb").And.Contain("inte känt"));
    }
}
