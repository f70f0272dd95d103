using System.Net;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Tests.Web;

/// <summary>Ersättare och roller för en tid, på sidorna.</summary>
public sealed class ErsattarsidorTests
{
    private WebApp _webb = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _webb = await WebApp.StartaAsync();
        _namnd = await _webb.App.Namnd();
    }

    [TearDown]
    public async Task Stang() => await _webb.DisposeAsync();

    private DateOnly Idag => _webb.App.Klocka.Idag();

    [Test]
    public async Task Administratoren_utser_ersattaren_som_genast_kan_arbeta_och_historiken_namner_bada()
    {
        var anna = await PersonAsync("Anna Prov", Roll.Namndsekreterare);
        var bo = await PersonAsync("Bo Prov");
        var bos = await LoggaInAsync(bo);
        await bos.Oppna($"/namnder/{_namnd}/sammantraden/nytt");
        Assert.That(bos.Status, Is.EqualTo(HttpStatusCode.NotFound));

        var admin = await _webb.Som(Roll.Administrator);
        await admin.Oppna($"/ersattare/ny?forAnvandareId={anna}");
        Assert.That(admin.Dokument.QuerySelector("#Command_ForAnvandareId option[selected]")!.TextContent, Is.EqualTo("Anna Prov"));
        var svar = await admin.SkickaFormular(("Command.AnvandareId", $"{bo}"), ("Command.NamndId", $"{_namnd}"), ("Command.FranDag", Idag.Iso()), ("Command.TillDag", Idag.AddDays(1).Iso()), ("Command.Skal", "Semester"));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        await admin.Oppna("/ersattare?Lage=Pagaende");
        Assert.That(admin.Dokument.QuerySelector("#lista tbody")!.TextContent, Does.Contain("Bo Prov").And.Contain("Anna Prov").And.Contain("Nämndsekreterare").And.Contain("Pågår").And.Contain("Semester"));

        await bos.Oppna($"/namnder/{_namnd}/sammantraden/nytt");
        Assert.That(bos.Status, Is.EqualTo(HttpStatusCode.OK));
        await bos.SkickaFormular(("Command.Datum", "2027-02-01"));
        Assert.That(await _webb.App.LasEn<string>("SELECT Anvandare FROM Handelse WHERE Vad = 'Sammanträde inlagt'"), Is.EqualTo("Bo Prov, ersättare för Anna Prov"));

        _webb.App.Klocka.Nu += TimeSpan.FromDays(2);
        bos = await LoggaInAsync(bo); // kakan har gått ut
        await bos.Oppna($"/namnder/{_namnd}/sammantraden/nytt");
        Assert.That(bos.Status, Is.EqualTo(HttpStatusCode.NotFound), "Den slutar av sig själv.");
    }

    [Test]
    public async Task Det_som_en_egen_roll_racker_till_star_i_eget_namn()
    {
        var anna = await PersonAsync("Anna Prov", Roll.Namndsekreterare);
        var bo = await PersonAsync("Bo Prov", Roll.Namndsekreterare);
        await _webb.App.SomAdministrator().Gor(new UtseErsattareCommand { ForAnvandareId = anna, AnvandareId = bo, NamndId = _namnd, FranDag = Idag, TillDag = Idag, Skal = "Semester" });
        var bos = await LoggaInAsync(bo);
        await bos.Oppna($"/namnder/{_namnd}/sammantraden/nytt");
        await bos.SkickaFormular(("Command.Datum", "2027-02-01"));
        Assert.That(await _webb.App.LasEn<string>("SELECT Anvandare FROM Handelse WHERE Vad = 'Sammanträde inlagt'"), Is.EqualTo("Bo Prov"));
    }

    [Test]
    public async Task Fel_star_vid_falten_och_det_skrivna_star_kvar()
    {
        var anna = await PersonAsync("Anna Prov", Roll.Namndsekreterare);
        var admin = await _webb.Som(Roll.Administrator);
        await admin.Oppna("/ersattare/ny");
        await admin.SkickaFormular(("Command.ForAnvandareId", $"{anna}"), ("Command.AnvandareId", $"{anna}"), ("Command.NamndId", $"{_namnd}"), ("Command.FranDag", "2026-11-20"), ("Command.TillDag", "2026-11-19"), ("Command.Skal", "Semester"));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(admin.FelVid("AnvandareId"), Does.Contain("för sig själv"));
        Assert.That(admin.FelVid("FranDag"), Does.Contain("redan passerat"));
        Assert.That(admin.FelVid("TillDag"), Does.Contain("eller senare"));
        Assert.That(admin.Dokument.QuerySelector("#Command_Skal")!.GetAttribute("value"), Is.EqualTo("Semester"));

        await admin.SkickaFormular(("Command.FranDag", "i morgon kanske"));
        Assert.That(admin.FelVid("FranDag"), Does.Contain("går inte att läsa"));
        Assert.That(await _webb.App.LasEn<int>("SELECT COUNT(*) FROM Ersattare"), Is.Zero);
    }

    [Test]
    public async Task Var_och_en_utser_och_aterkallar_sin_egen_ersattare()
    {
        var anna = await PersonAsync("Anna Prov", Roll.Uppfoljare);
        var bo = await PersonAsync("Bo Prov", Roll.Lasare);
        var annas = await LoggaInAsync(anna);
        await annas.Oppna("/ersattare/mina/ny");
        Assert.That(annas.Dokument.QuerySelectorAll("#Command_AnvandareId option").Select(o => o.TextContent), Is.EqualTo(new[] { "Välj person", "Bo Prov" }), "Bara de som arbetar i nämnden.");
        await annas.SkickaFormular(("Command.AnvandareId", $"{bo}"), ("Command.NamndId", $"{_namnd}"), ("Command.FranDag", Idag.Iso()), ("Command.TillDag", Idag.Iso()), ("Command.Skal", "Utbildning"));
        await annas.Oppna("/ersattare/mina");
        Assert.That(annas.Dokument.QuerySelector("section[aria-labelledby=formig]")!.TextContent, Does.Contain("Bo Prov").And.Contain("Pågår"));

        var bos = await LoggaInAsync(bo);
        await bos.Oppna("/ersattare/mina");
        Assert.That(bos.Dokument.QuerySelector("section[aria-labelledby=jag]")!.TextContent, Does.Contain("Anna Prov"));
        await bos.Oppna("/atkomst?Mina=true");
        Assert.That(bos.Dokument.QuerySelector("main")!.TextContent, Does.Contain("en del som ersättare för Anna Prov"));

        await annas.Oppna("/ersattare/mina");
        var aterkalla = annas.Dokument.QuerySelector("section[aria-labelledby=formig] a.btn")!.GetAttribute("href")!;
        await annas.Oppna(aterkalla);
        await annas.SkickaFormular();
        Assert.That(annas.FelVid("Bekraftat"), Does.Contain("Bekräfta"));
        await annas.SkickaFormular(("Command.Bekraftat", "true"));
        await annas.Oppna("/ersattare/mina");
        Assert.That(annas.Dokument.QuerySelector("section[aria-labelledby=formig]")!.TextContent, Does.Contain("Återkallat"));
    }

    [Test]
    public async Task En_roll_tas_bort_pa_en_egen_sida_som_sager_vad_som_hander()
    {
        var anna = await PersonAsync("Anna Prov", Roll.Beslutsfattare);
        var admin = await _webb.Som(Roll.Administrator);
        await admin.Oppna($"/administration/anvandare/{anna}/roller/{_namnd}/Beslutsfattare/ta-bort");
        Assert.That(admin.Dokument.QuerySelector("main")!.TextContent, Does.Contain("enda roll i nämnden").And.Contain("Ingen annan är beslutsfattare"));
        await admin.SkickaFormular();
        Assert.That(await _webb.App.LasEn<int>("SELECT COUNT(*) FROM Rolltilldelning WHERE AnvandareId = @anna", new { anna }), Is.Zero);
        await admin.Oppna($"/administration/anvandare/{anna}/roller/{_namnd}/Beslutsfattare/ta-bort");
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task En_roll_for_en_tid_star_pa_anvandarens_sida()
    {
        var anna = await PersonAsync("Anna Prov");
        var admin = await _webb.Som(Roll.Administrator);
        await admin.Oppna($"/administration/anvandare/{anna}");
        await admin.SkickaFormular(("Command.NamndId", $"{_namnd}"), ("Command.Roll", "Lasare"), ("Command.FranDag", Idag.AddDays(1).Iso()), ("Command.TillDag", Idag.Iso()));
        Assert.That(admin.FelVid("TillDag"), Does.Contain("eller senare"));
        await admin.SkickaFormular(("Command.TillDag", Idag.AddDays(9).Iso()));
        await admin.Oppna($"/administration/anvandare/{anna}");
        Assert.That(admin.Dokument.QuerySelector("table tbody")!.TextContent, Does.Contain("Kommande").And.Contain(Idag.AddDays(9).Iso()));
    }

    [Test]
    public async Task Vem_far_vad_visar_alla_begaranden_med_svenska_meningar_och_gar_att_filtrera()
    {
        var lasare = await _webb.Som(Roll.Lasare, _namnd);
        await lasare.Oppna("/atkomst");
        Assert.That(lasare.Dokument.QuerySelectorAll("#lista tbody tr").Length, Is.GreaterThan(200));
        var rad = lasare.Dokument.QuerySelectorAll("#lista tbody tr").Single(r => r.QuerySelector("th")!.TextContent.Contains("Lägger in ett sammanträde"));
        Assert.That(rad.QuerySelectorAll("td").Where(c => c.TextContent == "Ja").Select(c => c.GetAttribute("data-rubrik")), Is.EqualTo(new[] { "Nämndsekreterare" }));

        await lasare.Oppna("/atkomst?Q=sammanträde&Roll=Namndsekreterare&Andrar=true");
        Assert.That(lasare.Dokument.QuerySelectorAll("#lista tbody tr").Length, Is.InRange(4, 12));
        await lasare.Oppna("/atkomst?Mina=true&Andrar=true");
        Assert.That(lasare.Dokument.QuerySelectorAll("#lista tbody tr").Select(r => r.QuerySelector("td")!.TextContent).Distinct(), Is.EqualTo(new[] { "Bara det egna" }));
        await lasare.Oppna("/atkomst/personer");
        Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden));

        await PersonAsync("Anna Prov", Roll.Beslutsfattare);
        var revisor = await _webb.Som(Roll.Revisor, _namnd);
        var annan = await _webb.App.Namnd("Tekniska nämnden", "TN");
        await revisor.Oppna("/atkomst/personer");
        Assert.That(revisor.Dokument.QuerySelector("#lista")!.TextContent, Does.Contain("Anna Prov").And.Not.Contain("Tekniska nämnden"));
        Assert.That((await revisor.Client.GetAsync(new Uri("/atkomst/export.csv?Roll=Revisor", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(annan, Is.Not.EqualTo(_namnd));
    }

    [Test]
    public async Task Lasaren_ser_sammantradet_men_inte_dess_formular()
    {
        var id = await _webb.App.Som(Roll.Namndsekreterare, _namnd).Gor(new RegistreraSammantradeCommand { NamndId = _namnd, Datum = new(2027, 2, 1) });
        var lasare = await _webb.Som(Roll.Lasare, _namnd);
        foreach (var (sida, status) in new[] { ("", HttpStatusCode.OK), ("/andra", HttpStatusCode.Forbidden), ("/stall-in", HttpStatusCode.Forbidden), ("/ta-bort", HttpStatusCode.Forbidden) })
        {
            await lasare.Oppna($"/sammantraden/{id}{sida}");
            Assert.That(lasare.Status, Is.EqualTo(status), sida);
        }
        await lasare.Skicka($"/sammantraden/{id}/andra", ("Command.Datum", "inte ett datum"));
        Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden), "Åtkomsten prövas före det skrivna.");
    }

    private async Task<Guid> PersonAsync(string namn, Roll roll = Roll.Ingen)
    {
        var id = await _webb.App.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare($"prov.{Guid.NewGuid():N}", namn, false));
        if (roll != Roll.Ingen) { await _webb.App.Gor(new GeRollCommand { AnvandareId = id, NamndId = _namnd, Roll = roll }); }
        return id;
    }

    private async Task<Sida> LoggaInAsync(Guid person)
    {
        var sida = _webb.Oppen();
        await sida.Oppna("/konto/logga-in");
        await sida.Skicka($"/konto/demo/{person}");
        await sida.Oppna("/ersattare/mina");
        return sida;
    }
}
