using System.Net;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Tests.Web;

/// <summary>Startsidan, listan över avtal som saknar något, och sidan för kommunens egna tider.</summary>
public sealed class UppgiftssidorTests
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
    public async Task Inget_att_gora_sags_i_ord()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        var dokument = await sida.Oppna("/");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(dokument.QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Inget väntar på dig"));
        Assert.That(dokument.QuerySelector("nav.meny [aria-current=page]")!.TextContent, Is.EqualTo("Mina uppgifter"));
    }

    [Test]
    public async Task Uppgiften_sager_varfor_den_ar_min_och_vad_den_vilar_pa_och_leder_till_avtalet()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var id = await Avtal("Hemtjänst Centrum");

        var dokument = await sida.Oppna("/?Sort=Slut");
        var uppgift = dokument.QuerySelector("section[aria-labelledby=forsenat] .uppgift")!;
        Assert.That(uppgift.TextContent, Does.Contain("Avsluta avtalet i registret").And.Contain("Avtalet saknar ansvarig och du är avtalsansvarig i nämnden."));
        Assert.That(uppgift.QuerySelectorAll("a").Select(a => a.GetAttribute("href")), Is.All.EqualTo($"/avtal/{id}"));
        Assert.That(dokument.QuerySelector("#sort option[selected]")!.TextContent, Is.EqualTo("Avtal som slutar"));

        dokument = await sida.Oppna("/?Sort=Klausul");
        Assert.That(dokument.QuerySelector("section[aria-labelledby=senare]")!.TextContent, Does.Contain("10 kap. 9 § KL").And.Contain("10 kap. 8 § KL"));
        dokument = await sida.Oppna(dokument.QuerySelector(".uppgift-knapp")!.GetAttribute("href")!);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(dokument.QuerySelectorAll("#lista tbody th a").Select(a => a.GetAttribute("href")), Is.EqualTo(new[] { $"/avtal/{id}" }));
    }

    [Test]
    public async Task Visa_fler_bar_med_sig_filtret()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        for (var i = 0; i < 22; i++) { await Avtal($"Avtal {i:00}"); }

        var dokument = await sida.Oppna($"/?Sort=Slut&Namnd={_namnd}");
        Assert.That(dokument.QuerySelectorAll("section[aria-labelledby=forsenat] .uppgift"), Has.Length.EqualTo(20));
        var fler = dokument.QuerySelector("section[aria-labelledby=forsenat] > p > a")!;
        Assert.That(fler.TextContent, Does.StartWith("Visa fler (2 kvar)"));
        dokument = await sida.Oppna(fler.GetAttribute("href")!.Split('#')[0]);
        Assert.That(dokument.QuerySelectorAll("section[aria-labelledby=forsenat] .uppgift"), Has.Length.EqualTo(22));
        Assert.That(dokument.QuerySelector("#sort option[selected]")!.TextContent, Is.EqualTo("Avtal som slutar"));
    }

    [Test]
    public async Task Vaxeln_visar_allas_i_mina_namnder()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        await Avtal("Annans avtal");
        await sida.Oppna("/?Sort=Slut");
        Assert.That(sida.Dokument.QuerySelector("main")!.TextContent, Does.Not.Contain("Annans avtal"));
        await sida.Oppna(sida.Dokument.QuerySelectorAll(".vaxel a")[1].GetAttribute("href")!);
        Assert.That(sida.Dokument.QuerySelector("main")!.TextContent, Does.Contain("Annans avtal"));
        Assert.That(sida.Dokument.QuerySelector(".vaxel [aria-current=page]")!.TextContent, Is.EqualTo("Alla i mina nämnder"));
    }

    [Test]
    public async Task Oversikten_finns_kvar()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var dokument = await sida.Oppna("/oversikt");
        Assert.That(dokument.QuerySelector("h1")!.TextContent, Is.EqualTo("Översikt"));
        Assert.That(dokument.QuerySelectorAll(".kort-lankar a").Select(a => a.TextContent), Does.Contain("Importera register"));
    }

    [Test]
    public async Task Administratoren_sparar_tiderna_och_andra_far_inte()
    {
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/administration/upphandlingstider");
        Assert.That(admin.Dokument.QuerySelector("main")!.TextContent, Does.Contain("Talen är kommunens egna, inte lag."));

        await admin.SkickaFormular(("Command.ForberedelseDagar", "1001"), ("Command.AnbudDagar", "många"));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(admin.FelVid("AnbudDagar"), Is.Not.Null);
        Assert.That(admin.Dokument.QuerySelector("#Command_AnbudDagar")!.GetAttribute("value"), Is.EqualTo("många"));

        await admin.SkickaFormular(("Command.ForberedelseDagar", "1001"), ("Command.AnbudDagar", "40"));
        Assert.That(admin.FelVid("ForberedelseDagar"), Is.EqualTo("Antalet dagar ska vara mellan 0 och 1000."));

        var svar = await admin.SkickaFormular(("Command.ForberedelseDagar", "200"));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        await admin.Oppna("/administration/upphandlingstider");
        Assert.That(admin.Dokument.QuerySelector("[aria-labelledby=historik] tbody")!.TextContent, Does.Contain("200").And.Contain("gäller"));

        var annan = await _web.Som(Roll.NagonINamnden, _namnd);
        await annan.Oppna("/administration/upphandlingstider");
        Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Tva_administratorer_samtidigt_den_andra_ser_vad_som_ar_sparat()
    {
        var forsta = await _web.Som(Roll.Administrator);
        var andra = await _web.Som(Roll.Administrator);
        await forsta.Oppna("/administration/upphandlingstider");
        await andra.Oppna("/administration/upphandlingstider");
        await forsta.SkickaFormular(("Command.InforandeDagar", "75"));
        await andra.SkickaFormular(("Command.InforandeDagar", "80"));
        Assert.That(andra.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(andra.Dokument.QuerySelector("#Command_InforandeDagar")!.GetAttribute("value"), Is.EqualTo("80"));
        Assert.That(andra.Dokument.QuerySelector("#Command_InforandeDagar-nu")!.TextContent, Is.EqualTo("Sparat nu: 75"));
        var svar = await andra.SkickaFormular();
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
    }

    private async Task<Guid> Avtal(string benamning)
    {
        var id = await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand
        {
            NamndId = _namnd,
            Benamning = benamning,
            Start = new DateOnly(2024, 1, 1),
            Slut = new DateOnly(2026, 10, 31),
            UppsagningstidManader = 6,
            Upphandlingsform = Upphandlingsform.Lou,
        });
        await _web.App.Las<int>("UPDATE Avtal SET Tillstand = 'Aktivt' WHERE Id = @Id", new { Id = id });
        return id;
    }
}
