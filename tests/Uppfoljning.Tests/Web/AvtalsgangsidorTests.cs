using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;

namespace Uppfoljning.Tests.Web;

public sealed class AvtalsgangsidorTests
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

    private Task<Guid> Avtal(bool undertecknat = true, DateOnly? start = null) => _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand
    {
        NamndId = _namnd,
        Benamning = "Städning",
        Start = start ?? new(2025, 1, 1),
        Slut = new(2027, 12, 31),
        UppsagningstidManader = 6,
        Undertecknat = undertecknat,
    });

    [Test]
    public async Task Oversikten_visar_det_som_inte_gar_nu_med_skal_och_lagrum()
    {
        var id = await Avtal();
        var sida = await _web.Som(Roll.Lasare, _namnd);
        await sida.Oppna($"/avtal/{id}/tillstand");
        Assert.That(sida.Dokument.QuerySelector("#steg-K3")!.TextContent, Does.Contain("Ingen förlängning återstår").And.Contain("17 kap. 10 § LOU").And.Contain("Går inte nu"));
        Assert.That(sida.Dokument.QuerySelector("#steg-K11")!.TextContent, Does.Contain("Görs av systemet").And.Contain("2027-12-31"));
        Assert.That(sida.Dokument.QuerySelector("#steg-K8 a"), Is.Null, "Den som bara läser får ingen länk.");
        await sida.Oppna($"/avtal/{id}");
        Assert.That(sida.Dokument.QuerySelector("#gang"), Is.Not.Null);
    }

    [TestCase("teckna", Roll.Beslutsfattare)]
    [TestCase("starta", Roll.Avtalsansvarig)]
    [TestCase("begar-rattelse", Roll.Avtalsansvarig)]
    [TestCase("godkann-rattelse", Roll.Uppfoljare)]
    [TestCase("sag-upp", Roll.Beslutsfattare)]
    [TestCase("hav", Roll.Beslutsfattare)]
    [TestCase("arkivera", Roll.Avtalsansvarig)]
    [TestCase("forlang", Roll.Beslutsfattare)]
    [TestCase("forlangningar/ny", Roll.Avtalsansvarig)]
    [TestCase("andringar/ny", Roll.Beslutsfattare)]
    public async Task Varje_sida_oppnas_av_sin_roll_och_nekar_de_andra(string sida, Roll roll)
    {
        var id = await Avtal();
        var ratt = await _web.Som(roll, _namnd);
        await ratt.Oppna($"/avtal/{id}/{sida}");
        Assert.That(ratt.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(ratt.Dokument.QuerySelectorAll("label").Select(l => l.GetAttribute("for")), Has.All.Matches<string>(f => ratt.Dokument.GetElementById(f) is not null));

        var lasare = await _web.Som(Roll.Lasare, _namnd);
        await lasare.Oppna($"/avtal/{id}/{sida}");
        Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden));

        var annan = await _web.App.Namnd("Tekniska nämnden", "TN");
        var fel = await _web.Som(roll, annan);
        await fel.Oppna($"/avtal/{id}/{sida}");
        Assert.That(fel.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Uppsagningen_namner_alla_fel_vid_sina_falt_och_tappar_inget()
    {
        var id = await Avtal();
        var sida = await _web.Som(Roll.Beslutsfattare, _namnd);
        await sida.Oppna($"/avtal/{id}/sag-upp");
        await sida.SkickaFormular(("Command.AvslutAv", "Kommunen"), ("Command.AvslutSkal", "Volymen har minskat."), ("Command.Bekraftat", "true"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("AvslutBesked"), Does.StartWith("Ange vilken dag"));
        Assert.That(sida.FelVid("UtforarenHord"), Does.Contain("höras före"));
        Assert.That(sida.FelVid("Beslut"), Does.Contain("6 kap. 37 § KL"));
        Assert.That(sida.Dokument.QuerySelector("#Command_AvslutSkal")!.TextContent, Is.EqualTo("Volymen har minskat."));

        await sida.SkickaFormular(("Command.AvslutBesked", "2026-11-21"), ("Command.Avtalspunkt", "14"), ("Command.UtforarenHord", "2026-11-01"), ("Command.Beslut", "§ 45"), ("Command.Beslutad", "2026-11-20"), ("Command.Bekraftat", "true"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
        var blad = await sida.Oppna($"/avtal/{id}/tillstand");
        Assert.That(blad.QuerySelector("main dl")!.TextContent, Does.Contain("2027-05-21").And.Contain("2027-12-31").And.Contain("§ 45"));
    }

    [Test]
    public async Task Dagen_da_avtalet_upphor_raknas_ut_med_steg_och_lagrum_innan_nagot_sparas() // K8
    {
        var id = await Avtal();
        var sida = await _web.Som(Roll.Beslutsfattare, _namnd);
        await sida.Oppna($"/avtal/{id}/sag-upp");
        var knapp = sida.Dokument.QuerySelector("button[formaction]")!;
        Assert.That((knapp.GetAttribute("formaction"), knapp.GetAttribute("hx-post")), Is.EqualTo(($"/avtal/{id}/sag-upp/rakna", $"/avtal/{id}/sag-upp/rakna")));
        Assert.That(sida.Dokument.GetElementById("raknad")!.TextContent.Trim(), Is.Empty);

        // Den 31 augusti plus sex månader: februari saknar den 31, så tiden slutar den 28 (BER-01).
        await Rakna(sida, id, ("Command.AvslutBesked", "2026-08-31"), ("Command.AvslutSkal", "Volymen har minskat."), ("Command.Bekraftat", "true"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        var raknad = sida.Dokument.GetElementById("raknad")!.TextContent;
        Assert.That(raknad, Does.Contain("Avtalet upphör 2027-02-28.").And.Contain("Inget är sparat ännu").And.Contain("månaden saknar den dagen")
            .And.Contain("1 § lagen (1930:173)").And.Contain("6 kap. 37 § KL"));
        Assert.That(sida.Dokument.QuerySelectorAll("#raknad ol li").Length, Is.EqualTo(2));
        Assert.That(sida.Dokument.QuerySelector("#Command_AvslutSkal")!.TextContent.Trim(), Is.EqualTo("Volymen har minskat."), "Det skrivna står kvar.");
        Assert.That(sida.Dokument.QuerySelector("#Command_Bekraftat")!.HasAttribute("checked"), Is.True);
        Assert.That(sida.Dokument.QuerySelectorAll(".felruta").Length, Is.Zero);
        Assert.That(sida.Dokument.QuerySelector("main form[method=post]")!.GetAttribute("action"), Is.EqualTo($"/avtal/{id}/sag-upp"), "Nästa knapp säger upp, den räknar inte igen.");
        Assert.That(await _web.App.LasEn<string>("SELECT Tillstand FROM Avtal WHERE Id = @Id", new { Id = id }), Is.EqualTo("Aktivt"));
        Assert.That(await _web.App.LasEn<int>("SELECT Version FROM Arende WHERE Id = @Id", new { Id = id }), Is.EqualTo(1));

        // Uppsägningstiden går längre än avtalet, dagen ligger i framtiden och en annan dag är skriven.
        await Rakna(sida, id, ("Command.AvslutBesked", "2027-08-01"), ("Command.Upphor", "2027-09-01"));
        raknad = sida.Dokument.GetElementById("raknad")!.TextContent;
        Assert.That(raknad, Does.Contain("Avtalet upphör 2027-09-01, den dag som du har angett.").And.Contain("Uppsägningstiden ger 2027-12-31").And.Contain("Avtalet slutar ändå")
            .And.Contain("kan inte ligga i framtiden").And.Contain("Ange varför avtalet upphör en annan dag"));
    }

    [TestCase("", "Ange dagen för uppsägningen, så räknas dagen då avtalet upphör.")]
    [TestCase("i höst", "Datumet går inte att läsa. Skriv det som 2026-11-21.")]
    public async Task Utan_en_dag_att_rakna_fran_sags_det_vid_faltet(string besked, string text)
    {
        var id = await Avtal();
        var sida = await _web.Som(Roll.Beslutsfattare, _namnd);
        await sida.Oppna($"/avtal/{id}/sag-upp");
        await Rakna(sida, id, ("Command.AvslutBesked", besked), ("Command.Avtalspunkt", "14"));
        Assert.That((sida.Status, sida.FelVid("AvslutBesked")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, text)));
        Assert.That(sida.Dokument.GetElementById("raknad")!.TextContent.Trim(), Is.EqualTo(text));
        Assert.That(sida.Dokument.QuerySelector("#Command_Avtalspunkt")!.GetAttribute("value"), Is.EqualTo("14"));

        sida.Client.DefaultRequestHeaders.Add("HX-Request", "true");
        await Rakna(sida, id, ("Command.AvslutBesked", besked));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), "Den del som byts ut säger felet.");
    }

    [Test]
    public async Task En_okand_uppsagningstid_raknas_inte_och_bara_beslutsfattaren_raknar()
    {
        var id = await Avtal();
        await _web.App.Las<int>("UPDATE Avtal SET UppsagningstidManader = NULL");
        var sida = await _web.Som(Roll.Beslutsfattare, _namnd);
        await sida.Oppna($"/avtal/{id}/sag-upp");
        await Rakna(sida, id, ("Command.AvslutBesked", "2026-11-21"));
        Assert.That(sida.Dokument.GetElementById("raknad")!.TextContent, Does.Contain("Dagen då avtalet upphör är inte känd.").And.Contain("Uppsägningstiden är inte känd"));

        var lasare = await _web.Som(Roll.Lasare, _namnd);
        await lasare.Oppna($"/avtal/{id}");
        Assert.That((await lasare.Skicka($"/avtal/{id}/sag-upp/rakna", ("Command.AvslutBesked", "2026-11-21"))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        var annan = await _web.Som(Roll.Beslutsfattare, await _web.App.Namnd("Tekniska nämnden", "TN"));
        await annan.Oppna("/avtal");
        Assert.That((await annan.Skicka($"/avtal/{id}/sag-upp/rakna", ("Command.AvslutBesked", "2026-11-21"))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static Task<HttpResponseMessage> Rakna(Sida sida, Guid id, params (string Falt, string Varde)[] falt) => sida.Skicka($"/avtal/{id}/sag-upp/rakna", [("Command.Version", "1"), .. falt]);

    [Test]
    public async Task Avtalet_tecknas_med_klausulerna_och_startar_med_svar_om_tillstand()
    {
        var id = await Avtal(undertecknat: false);
        var chef = await _web.Som(Roll.Beslutsfattare, _namnd);
        await chef.Oppna($"/avtal/{id}/teckna");
        await chef.SkickaFormular(("Command.UndertecknatKommun", "2026-11-20"), ("Command.UndertecknatUtforare", "2026-11-22"));
        Assert.That(chef.FelVid("UndertecknatUtforare"), Does.Contain("framtiden"));
        Assert.That(chef.Dokument.QuerySelector("#Command_Klausuler-fel")!.TextContent, Does.Contain("insyn").And.Contain("10 kap. 9 § KL"));
        var rutor = chef.Dokument.QuerySelectorAll("input[name='Command.Klausuler']").Select(r => ("Command.Klausuler", r.GetAttribute("value")!));
        await chef.SkickaFormular([("Command.UndertecknatUtforare", "2026-11-20"), .. rutor]);
        Assert.That(chef.Status, Is.EqualTo(HttpStatusCode.Redirect));

        var ansvarig = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await ansvarig.Oppna($"/avtal/{id}/starta");
        await ansvarig.SkickaFormular(("Command.StartkravUppfyllda", "true"));
        Assert.That(ansvarig.FelVid("IvoKravs"), Does.Contain("26 kap. 1 § SoL"));
        await ansvarig.SkickaFormular(("Command.IvoKravs", "false"), ("Command.IvoSkal", "Städning kräver inget tillstånd."), ("Command.StartkravUppfyllda", "true"));
        Assert.That(await _web.App.LasEn<string>("SELECT Tillstand FROM Avtal"), Is.EqualTo("Aktivt"));
    }

    [Test]
    public async Task Forlangningar_laggs_in_andras_beslutas_och_visas()
    {
        var id = await Avtal();
        var ansvarig = await _web.Som(Roll.Avtalsansvarig, _namnd);
        Assert.That((await ansvarig.Oppna($"/avtal/{id}/forlangningar")).QuerySelector(".tomt"), Is.Not.Null);
        await ansvarig.Oppna($"/avtal/{id}/forlangningar/ny");
        await ansvarig.SkickaFormular(("Command.Manader", "12"), ("Command.BeskedManader", "6"), ("Command.SistaBesked", "2027-01-01"));
        Assert.That(ansvarig.FelVid("SistaBesked"), Does.StartWith("Ange antingen"));
        await ansvarig.SkickaFormular(("Command.SistaBesked", ""));
        Assert.That(ansvarig.Status, Is.EqualTo(HttpStatusCode.Redirect));
        await ansvarig.Oppna($"/avtal/{id}/forlangningar/1");
        await ansvarig.SkickaFormular(("Command.Manader", "6"));
        await ansvarig.Oppna($"/avtal/{id}/forlangningar/9");
        await ansvarig.SkickaFormular(("Command.Manader", "6"));
        Assert.That(ansvarig.Status, Is.EqualTo(HttpStatusCode.NotFound));

        var chef = await _web.Som(Roll.Beslutsfattare, _namnd);
        await chef.Oppna($"/avtal/{id}/forlang");
        Assert.That(chef.Dokument.QuerySelector("main dl")!.TextContent, Does.Contain("2027-06-30").And.Contain("2028-06-30"));
        await chef.SkickaFormular(("Command.Beslutad", "2026-11-20"), ("Command.Beslut", "§ 12"));
        Assert.That(chef.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await chef.Oppna($"/avtal/{id}/forlangningar")).QuerySelector("tbody tr")!.TextContent, Does.Contain("§ 12").And.Contain("2028-01-01"));
    }

    [Test]
    public async Task En_andring_valjer_grund_provas_och_star_i_listan()
    {
        var id = await Avtal();
        var chef = await _web.Som(Roll.Beslutsfattare, _namnd);
        await chef.Oppna($"/avtal/{id}/andringar/ny");
        var grunder = chef.Dokument.QuerySelectorAll("main ul a");
        Assert.That(grunder, Has.Length.EqualTo(6));
        await chef.Oppna(grunder[0].GetAttribute("href")!);
        await chef.SkickaFormular(("Command.Beslutad", "2026-11-20"), ("Command.Beskrivning", "Fler ytor."), ("Command.AndringOre", "10 000"), ("Command.AvtalsvardeOre", "1 000 000"), ("Command.KaraktarOforandrad", "true"), ("Command.NyttSlut", "2029-06-30"));
        Assert.That(chef.FelVid("UnderTroskel"), Does.StartWith("Vägledande: Tröskelvärdet i kronor är inte inlagt"));
        Assert.That(chef.Dokument.QuerySelector("#Command_Beskrivning")!.TextContent, Is.EqualTo("Fler ytor."));
        await chef.SkickaFormular(("Command.UnderTroskel", "true"));
        Assert.That(chef.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await chef.Oppna($"/avtal/{id}/andringar")).QuerySelector("tbody tr")!.TextContent, Does.Contain("Fler ytor.").And.Contain("17 kap. 9 § LOU"));
        await chef.Oppna($"/avtal/{id}");
        Assert.That(chef.Dokument.QuerySelector("section[aria-labelledby=tid]")!.TextContent, Does.Contain("2029-06-30"));
        Assert.That(chef.Dokument.QuerySelector("section[aria-labelledby=andringsavtal] tbody")!.TextContent, Does.Contain("Avtalet slutar 2029-06-30 i stället för ").And.Contain("10\u00A0000"));
    }

    [Test]
    public async Task Jobbet_for_vidare_avtal_som_systemet_och_gor_inget_en_gang_till()
    {
        var id = await Avtal();
        _web.App.Klocka.Nu = new(2028, 1, 1, 9, 0, 0, TimeSpan.Zero);
        var jobb = _web.Services.GetRequiredService<Jobbkorning>();
        Assert.That((await jobb.KorAsync(Jobbsort.Avtalstid, (_, _) => { }, CancellationToken.None)).Mening, Is.EqualTo("1 avtal fördes vidare."));
        Assert.That((await jobb.KorAsync(Jobbsort.Avtalstid, (_, _) => { }, CancellationToken.None)).Antal, Is.Zero);

        Assert.That(await _web.App.LasEn<string>("SELECT Tillstand FROM Avtal"), Is.EqualTo("Upphort"));
        Assert.That(await _web.App.Las<string>("SELECT Vad FROM Handelse WHERE ArendeId = @id AND Anvandare = 'Systemet'", new { id }), Is.EqualTo(new[] { "Avtal upphört" }));
    }
}
