using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Sammantraden;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Nämndens sammanträden: läggs in, ändras, ställs in och tas bort, och vad ett beslut hindrar.</summary>
public sealed class SammantradeTests
{
    private static readonly DateOnly Hallet = new(2026, 11, 17);
    private static readonly DateOnly Kommande = new(2026, 12, 15);

    private TestApp _app = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _app.Som(Roll.Namndsekreterare, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Ett_sammantrade_laggs_in_med_handelse()
    {
        var (result, statements) = await _app.SendRaknat(Nytt(Kommande) with { Tid = "9.30", SistaHandlingsdag = new DateOnly(2026, 12, 1), Plats = " Kommunhuset " });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Ok));
        Assert.That(statements, Is.EqualTo(5));
        var s = (await _app.Gor(new SammantradesbladQuery(result.Value))).Sammantrade;
        Assert.That((s.Datum, s.Tid, s.SistaHandlingsdag, s.Plats, s.Installt), Is.EqualTo((Kommande, "09:30", new DateOnly(2026, 12, 1), "Kommunhuset", false)));
        Assert.That(result.Audit!.Mening, Is.EqualTo("Sammanträdet 2026-12-15 inlagt."));
    }

    [TestCase(-1, true)]
    [TestCase(0, true)]
    [TestCase(1, false)]
    public async Task Sista_dag_for_handlingar_ar_senast_samma_dag(int dagar, bool gar)
    {
        var result = await _app.Send(Nytt(Kommande) with { SistaHandlingsdag = Kommande.AddDays(dagar) });

        Assert.That(result.IsOk, Is.EqualTo(gar));
        if (!gar) { Assert.That(result.Hinder.Single().Falt, Is.EqualTo("SistaHandlingsdag")); }
    }

    [Test]
    public async Task Samma_dag_tva_ganger_nekas_i_namnden_men_inte_i_en_annan()
    {
        await _app.Gor(Nytt(Kommande));
        Assert.That((await _app.Send(Nytt(Kommande))).Hinder.Single().Kod, Is.EqualTo("finns-redan"));

        var annan = await _app.Namnd("Socialnämnden", "SN");
        await _app.Som(Roll.Namndsekreterare, annan).Gor(new RegistreraSammantradeCommand { NamndId = annan, Datum = Kommande });
    }

    [Test]
    public async Task Det_som_saknas_eller_inte_gar_att_lasa_sags_vid_faltet()
    {
        var result = await _app.Send(new RegistreraSammantradeCommand { NamndId = _namnd, Tid = "efter lunch" });
        Assert.That(result.Outcome, Is.EqualTo(Outcome.Invalid));
        Assert.That(result.Hinder.Select(h => h.Falt), Is.EqualTo(new[] { "Datum", "Tid" }));
    }

    [Test]
    public async Task Nasta_sammantrade_star_forst_och_de_hallna_sedan_det_senaste_forst()
    {
        foreach (var dag in new[] { Hallet, Kommande, new DateOnly(2026, 10, 20), new DateOnly(2027, 1, 19), new DateOnly(2026, 11, 21) }) { await _app.Gor(Nytt(dag)); }
        _app.Som(Roll.Lasare, _namnd);

        var (result, statements) = await _app.SendRaknat(new SammantradeslistaQuery());

        Assert.That(statements, Is.EqualTo(4));
        Assert.That(result.Value!.Sida.Rader.Select(r => r.Datum), Is.EqualTo(new[]
        {
            new DateOnly(2026, 11, 21), Kommande, new(2027, 1, 19), Hallet, new(2026, 10, 20),
        }));
        Assert.That(result.Value.Ar, Is.EqualTo(new[] { 2027, 2026 }));
        Assert.That((await _app.Gor(new SammantradeslistaQuery { Ar = 2027 })).Sida.Antal, Is.EqualTo(1));
        Assert.That((await _app.Gor(new SammantradeslistaQuery { Visa = Sammantradesurval.Hallna })).Sida.Antal, Is.EqualTo(2));
        Assert.That((await _app.Gor(new SammantradeslistaQuery { Visa = Sammantradesurval.Kommande, Ar = 2026 })).Sida.Antal, Is.EqualTo(2));
    }

    [Test]
    public async Task Bara_namndsekreteraren_i_namnden_skoter_sammantraden()
    {
        var id = await _app.Gor(Nytt(Kommande));
        var annan = await _app.Namnd("Socialnämnden", "SN");

        Assert.That((await _app.Som(Roll.Avtalsansvarig | Roll.Lasare, _namnd).Send(Nytt(Hallet))).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Send(new SammantradesbladQuery(id))).Value!.KanAndra.Tillaten, Is.False);
        Assert.That((await _app.Som(Roll.Namndsekreterare, annan).Send(new SammantradesbladQuery(id))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new SammantradeslistaQuery())).Value!.Sida.Antal, Is.Zero);
        Assert.That((await _app.SomAdministrator().Send(Nytt(Hallet))).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task Tva_som_andrar_samtidigt_far_inte_skriva_over_varandra()
    {
        var id = await _app.Gor(Nytt(Kommande));
        var andring = (await _app.Gor(new SammantradesbladQuery(id))).Andring;
        await _app.Gor(andring with { Plats = "Kommunhuset" });

        var result = await _app.Send(andring with { Plats = "Biblioteket" });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That(result.Hinder.Single().Kod, Is.EqualTo("andrad-av-annan"));
        Assert.That(await _app.LasEn<string>("SELECT Plats FROM Sammantrade"), Is.EqualTo("Kommunhuset"));
    }

    [Test]
    public async Task Ett_kommande_sammantrade_stalls_in_en_gang_och_star_kvar()
    {
        var id = await _app.Gor(Nytt(Kommande));
        await _app.Gor(new StallInSammantradeCommand { SammantradeId = id, Version = 1, Skal = "För få ärenden." });

        Assert.That((await _app.Gor(new SammantradeslistaQuery())).Sida.Rader.Single().Installt, Is.True);
        Assert.That((await _app.Send(new StallInSammantradeCommand { SammantradeId = id, Version = 2, Skal = "Igen." })).Hinder.Single().Kod, Is.EqualTo("redan-installt"));

        var hallet = await _app.Gor(Nytt(Hallet));
        Assert.That((await _app.Send(new StallInSammantradeCommand { SammantradeId = hallet, Version = 1, Skal = "För sent." })).Hinder.Single().Kod, Is.EqualTo("redan-hallet"));
    }

    [Test]
    public async Task Ett_sammantrade_utan_beslut_tas_bort_och_historiken_star_kvar()
    {
        var id = await _app.Gor(Nytt(Kommande));
        Assert.That((await _app.Send(new TaBortSammantradeCommand { SammantradeId = id, Version = 1 })).Hinder.Single().Falt, Is.EqualTo("Bekraftat"));

        await _app.Gor(new TaBortSammantradeCommand { SammantradeId = id, Version = 1, Bekraftat = true });

        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Sammantrade"), Is.Zero);
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE ArendeId = @id", new { id }), Is.EqualTo(2));
        Assert.That((await _app.Send(new SammantradesbladQuery(id))).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task Ett_sammantrade_dar_planen_beslutades_kan_varken_tas_bort_flyttas_eller_stallas_in()
    {
        var id = await _app.Gor(Nytt(Hallet));
        await Beslutad(Hallet);

        Assert.That((await _app.Send(new TaBortSammantradeCommand { SammantradeId = id, Version = 1, Bekraftat = true })).Hinder.Single().Kod, Is.EqualTo("har-beslut"));
        var blad = await _app.Gor(new SammantradesbladQuery(id));
        Assert.That((blad.Beslut.Single().Ar, blad.KanTaBort.Tillaten, blad.KanStallaIn.Tillaten), Is.EqualTo((2027, false, false)));
        Assert.That((await _app.Send(blad.Andring with { Datum = Kommande })).Hinder.Single().Falt, Is.EqualTo("Datum"));
        await _app.Gor(blad.Andring with { Plats = "Kommunhuset" });
    }

    [Test]
    public async Task Beslutet_om_planen_kan_valja_bland_hallna_sammantraden()
    {
        await _app.Gor(Nytt(Hallet));
        await _app.Gor(Nytt(Kommande));
        await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst", Undertecknat = true, Start = new(2026, 1, 1), Slut = new(2028, 12, 31) });
        var plan = await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });

        Assert.That((await _app.Som(Roll.Namndsekreterare, _namnd).Gor(new PlanbeslutsbladQuery(plan))).Sammantraden, Is.EqualTo(new[] { Hallet }));
    }

    private RegistreraSammantradeCommand Nytt(DateOnly datum) => new() { NamndId = _namnd, Datum = datum };

    private async Task Beslutad(DateOnly sammantrade)
    {
        await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand
        {
            NamndId = _namnd,
            Benamning = "Hemtjänst",
            Utforare = "Omsorg AB",
            Avtalsansvarig = "Handläggaren",
            Undertecknat = true,
            Start = new(2026, 1, 1),
            Slut = new(2028, 12, 31),
        });
        var plan = await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        await _app.Som(Roll.Namndsekreterare, _namnd).Gor(new RegistreraPlanbeslutCommand { PlanId = plan, Version = 1, Sammantrade = sammantrade, Paragraf = "112", Bekraftat = true });
    }
}
