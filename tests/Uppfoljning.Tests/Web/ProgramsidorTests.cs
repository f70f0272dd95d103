using System.Net;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

public sealed class ProgramsidorTests
{
    private WebApp _web = null!;

    [SetUp]
    public async Task Starta() => _web = await WebApp.StartaAsync();

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Administratoren_registrerar_en_version_och_nasta_utgar_fran_den()
    {
        var admin = await _web.Som(Roll.Administrator);
        Assert.That((await admin.Oppna("/")).QuerySelector("main")!.TextContent, Does.Contain("5 kap. 3 § KL"));
        Assert.That((await admin.Oppna("/program")).QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Inget program är registrerat ännu"));

        await admin.Oppna("/program/nytt");
        await admin.SkickaFormular(("fler", "false"), ("Command.Punkter[0].Innehall", "Text utan rubrik."), ("Command.Namn", ""));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(admin.Dokument.QuerySelectorAll(".felruta a").Select(a => a.GetAttribute("href")), Has.All.Matches<string>(h => admin.Dokument.GetElementById(h[1..]) is not null));
        Assert.That(admin.Dokument.GetElementById("Command_Punkter_0__Rubrik-fel")!.TextContent, Does.StartWith("Ange punktens rubrik"));
        var fore = admin.Dokument.QuerySelectorAll("main fieldset").Length;

        await admin.SkickaFormular(("fler", "true"), ("Command.Namn", "Program för insyn"));
        Assert.That(admin.Dokument.QuerySelectorAll("main fieldset"), Has.Length.GreaterThan(fore));
        Assert.That(admin.Dokument.QuerySelector(".felruta"), Is.Null);

        var svar = await admin.SkickaFormular(("fler", "false"), ("Command.Beslutsdatum", "2026-11-09"), ("Command.Paragraf", "112"), ("Command.GallerFran", "2026-11-09"), ("Command.Punkter[0].Rubrik", "Kvalitet"));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        await admin.Oppna(svar.Headers.Location!.OriginalString);
        Assert.That(admin.Dokument.QuerySelector("main h3")!.TextContent.Trim(), Is.EqualTo("Kvalitet"));

        await admin.Oppna(admin.Dokument.QuerySelector("main a.btn-primary")!.GetAttribute("href")!);
        Assert.That(admin.Dokument.GetElementById("Command_Punkter_0__Rubrik")!.GetAttribute("value"), Is.EqualTo("Kvalitet"));
        Assert.That((await admin.Oppna("/")).QuerySelector("main")!.TextContent, Does.Not.Contain("5 kap. 3 § KL"));
    }

    [Test]
    public async Task Den_som_arbetar_i_en_namnd_laser_men_registrerar_inte()
    {
        var sida = await _web.Som(Roll.Lasare, await _web.App.Namnd());
        Assert.That((await sida.Oppna("/program")).QuerySelector("main a.btn-primary"), Is.Null);
        await sida.Oppna("/program/nytt");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
