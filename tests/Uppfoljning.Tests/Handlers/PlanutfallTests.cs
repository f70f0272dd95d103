using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Utfall, läge och återrapportering på den riktiga pipelinen och databasen (regelverket 6.8, P4).</summary>
public sealed class PlanutfallTests
{
    private TestApp _app = null!;
    private Planfall _fall = null!;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _fall = new Planfall(_app, await _app.Namnd());
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    private async Task<RegistreraUtfallCommand> Gjord(Guid plan, string objekt = "Parkskötsel", string dag = "2027-03-10") => new()
    {
        PlanId = plan,
        RadId = (await _fall.RadAsync(plan, objekt)).Id,
        Utfall = Utfall.Gjord,
        Datum = DateOnly.Parse(dag, System.Globalization.CultureInfo.InvariantCulture),
        Timmar = 14,
    };

    [Test]
    public async Task Ett_utfall_registreras_och_rattas_och_det_forra_finns_i_historiken()
    {
        var plan = await _fall.GallandeAsync();
        var command = await Gjord(plan);

        await _app.Gor(command);
        Assert.That(await _fall.SenasteMeningAsync(plan), Does.EndWith("Parkskötsel: gjord 2027-03-10, 14 timmar."));
        _app.Klocka.Nu += TimeSpan.FromHours(1);
        await _app.Gor(command with { Version = 1, Utfall = Utfall.InteGjord, Skal = "Utföraren har lagts ned." });

        var blad = await _app.Gor(new UtfallsbladQuery(plan, command.RadId));
        var utfall = blad.Tillfallen.Single().Utfall!;
        Assert.That((utfall.Utfall, utfall.Datum, utfall.Timmar, utfall.Skal, utfall.Version), Is.EqualTo((Utfall.InteGjord, (DateOnly?)null, (int?)null, "Utföraren har lagts ned.", 2)));
        Assert.That(blad.Historik.Select(h => h.Vad), Is.EqualTo(new[] { "Utfall rättat", "Utfall registrerat" }));
        Assert.That(blad.Historik[0].Mening, Does.EndWith("blir inte gjord, Utföraren har lagts ned. Förut: gjord 2027-03-10, 14 timmar."));
        Assert.That((await _app.Send(command with { Version = 2, Utfall = Utfall.InteGjord, Skal = "Utföraren har lagts ned." })).Hinder.Single().Kod, Is.EqualTo("inget-andrat"));
        // Utfallet ändrar inte planen.
        Assert.That((await _app.Send(new PlanhandlingQuery(plan))).Outcome, Is.EqualTo(Outcome.Ok));
    }

    [Test]
    public async Task Tva_som_registrerar_samma_tillfalle_far_veta_om_varandra()
    {
        var plan = await _fall.GallandeAsync();
        var command = await Gjord(plan);

        var svar = await Task.WhenAll(Task.Run(() => _app.Send(command)), Task.Run(() => _app.Send(command with { Datum = new DateOnly(2027, 3, 11) })));

        Assert.That(svar.Select(s => s.Outcome), Is.EquivalentTo(new[] { Outcome.Ok, Outcome.Conflict }));
        Assert.That(svar.Single(s => s.Outcome == Outcome.Conflict).Hinder.Single().Text, Does.Contain("registrerade utfallet 2027-03-15 kl. 10.00").And.Contain("gjord 2027-03-1"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planutfall"), Is.EqualTo(1));
    }

    // P2: planen gäller från och med den 1 januari.
    [TestCase("2026-12-31", "inte-gallande")]
    [TestCase("2027-01-01", null)]
    public async Task Utfall_registreras_fran_planarets_forsta_dag(string dag, string? kod)
    {
        var plan = await _fall.GallandeAsync(dag);

        var result = await _app.Send(await Gjord(plan, dag: dag));

        Assert.That(result.Hinder.Select(h => h.Kod), kod is null ? Is.Empty : Is.EqualTo(new[] { kod }));
    }

    [Test]
    public async Task En_framtida_dag_och_ett_utfall_utan_skal_nekas_vid_sina_falt()
    {
        var plan = await _fall.GallandeAsync();
        var command = await Gjord(plan, dag: "2027-03-16");

        Assert.That((await _app.Send(command)).Hinder.Single().Falt, Is.EqualTo("Datum"));
        Assert.That((await _app.Send(command with { Utfall = Utfall.Flyttad })).Hinder.Select(h => h.Falt), Is.EqualTo(new[] { "NyManad", "Skal" }));
        Assert.That((await _app.Send(command with { Utfall = null })).Hinder.Single().Falt, Is.EqualTo("Utfall"));
        Assert.That((await _app.Send(command with { Tillfalle = 9 })).Hinder.Single().Falt, Is.EqualTo("Tillfalle"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planutfall"), Is.Zero);
    }

    [TestCase(Roll.Uppfoljare, Outcome.Ok)]
    [TestCase(Roll.Avtalsansvarig, Outcome.Ok)]
    [TestCase(Roll.Lasare, Outcome.Forbidden)]
    [TestCase(Roll.Revisor, Outcome.Forbidden)]
    public async Task Vem_som_far_registrera_utfall(Roll roll, Outcome utfall)
    {
        var plan = await _fall.GallandeAsync();
        var command = await Gjord(plan);

        Assert.That((await _app.Som(roll, _fall.Namnd).Send(command)).Outcome, Is.EqualTo(utfall));
    }

    [Test]
    public async Task En_rad_i_en_annan_namnds_plan_finns_inte()
    {
        var plan = await _fall.GallandeAsync();
        var command = await Gjord(plan);
        _app.Som(Planfall.Bada, await _app.Namnd("Byggnadsnämnden", "BN"));

        Assert.That((await _app.Send(command)).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new UtfallsbladQuery(plan, command.RadId))).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    // Nästa års plan räknar från den dag då uppföljningen gjordes, eller från tidigare när den inte gjordes.
    [Test]
    public async Task Utfallet_flyttar_nasta_ars_intervall()
    {
        var plan = await _fall.GallandeAsync("2027-11-20");
        await _app.Gor(await Gjord(plan, dag: "2027-11-15"));
        await _app.Gor(await Gjord(plan, "Hemtjänst Väster") with { Utfall = Utfall.InteGjord, Skal = "Vakans." });

        var forslag = (await _app.Gor(new PlanforslagQuery(_fall.Namnd, 2028))).Forslag;

        Assert.That(forslag.Utan.Single(u => u.Objekt == "Parkskötsel").Skal, Does.Contain("följdes upp 2027-11-15").And.Contain("nästa gång senast november 2029"));
        Assert.That(forslag.Rader.Select(r => r.Objekt), Does.Contain("Hemtjänst Väster"));
    }

    [Test]
    public async Task Laget_visas_for_dagen_och_aldrig_for_en_dag_som_inte_har_varit()
    {
        var plan = await _fall.GallandeAsync("2027-09-20");
        await _app.Gor(await Gjord(plan, dag: "2027-09-10"));

        var delar = await _app.Gor(new PlanuppfoljningQuery { PlanId = plan });
        Assert.That((delar.Sort, delar.Status.Dag, delar.Begard, delar.Status.Totalt.Gjorda), Is.EqualTo((Aterrapportsort.Delarsrapport, new DateOnly(2027, 8, 31), (DateOnly?)null, 0)));
        var ar = await _app.Gor(new PlanuppfoljningQuery { PlanId = plan, Sort = Aterrapportsort.Arsredovisning });
        Assert.That((ar.Status.Dag, ar.Begard, ar.Status.Totalt.Gjorda), Is.EqualTo((new DateOnly(2027, 9, 20), (DateOnly?)new DateOnly(2027, 12, 31), 1)));
        Assert.That((await _app.Gor(new PlanuppfoljningQuery { PlanId = plan, Sort = Aterrapportsort.Arsredovisning, Lage = Tillfalleslage.Gjord })).Tillfallen.Antal, Is.EqualTo(1));
    }

    [Test]
    public async Task Medan_planen_revideras_visas_laget_for_det_som_ar_beslutat()
    {
        var plan = await _fall.RevideradAsync();
        await _app.Las<int>("DELETE FROM Planrad WHERE PlanId = @plan AND Objekt = 'Parkskötsel'", new { plan });

        Assert.That((await _app.Gor(new PlanuppfoljningQuery { PlanId = plan })).Status.Tillfallen.Select(t => t.Rad.Objekt), Does.Contain("Parkskötsel"));
    }

    // P4: återrapporterad i delårsrapporten och i årsredovisningen.
    [Test]
    public async Task Planen_ar_aterrapporterad_nar_bada_rapporterna_ar_registrerade()
    {
        var plan = await _fall.GallandeAsync("2028-02-20");
        async Task<RegistreraAterrapportCommand> Rapport(Aterrapportsort sort, string dag) => new()
        {
            PlanId = plan,
            Version = await _fall.VersionAsync(plan),
            Sort = sort,
            Sammantrade = DateOnly.Parse(dag, System.Globalization.CultureInfo.InvariantCulture),
            Paragraf = "§ 40",
        };

        await _app.Gor(await Rapport(Aterrapportsort.Delarsrapport, "2027-09-20"));
        Assert.That((await _app.Gor(new PlanbladQuery { PlanId = plan })).Tillstand, Is.EqualTo(Plantillstand.Gallande));
        Assert.That((await _app.Send(await Rapport(Aterrapportsort.Delarsrapport, "2027-09-20"))).Hinder.Single().Falt, Is.EqualTo("Sort"));
        Assert.That((await _app.Gor(new PlanuppfoljningQuery { PlanId = plan })).Sort, Is.EqualTo(Aterrapportsort.Arsredovisning));
        await _app.Gor(await Rapport(Aterrapportsort.Arsredovisning, "2028-02-15"));

        Assert.That(await _fall.SenasteMeningAsync(plan), Is.EqualTo("Årsredovisningen registrerad: Vård- och omsorgsnämnden 2028-02-15, § 40. Uppföljningsplan 2027 är återrapporterad."));
        Assert.That((await _app.Gor(new PlanbladQuery { PlanId = plan })).Tillstand, Is.EqualTo(Plantillstand.Aterrapporterad));
        Assert.That((await _app.Send(await Gjord(plan))).Hinder.Single().Kod, Is.EqualTo("inte-gallande"));
        Assert.That((await _app.Send(new RevideraPlanCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Skal = "X" })).Hinder.Single().Kod, Is.EqualTo("inte-gallande"));
        Assert.That((await _app.Send(new PlanhandlingQuery(plan))).Outcome, Is.EqualTo(Outcome.Ok));
    }

    [Test]
    public async Task Bara_namndsekreteraren_registrerar_aterrapporten()
    {
        var plan = await _fall.GallandeAsync("2027-10-01");
        var command = new RegistreraAterrapportCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Sort = Aterrapportsort.Delarsrapport, Sammantrade = new DateOnly(2027, 9, 20), Paragraf = "1" };

        Assert.That((await _app.Som(Roll.Uppfoljare, _fall.Namnd).Send(command)).Outcome, Is.EqualTo(Outcome.Forbidden));
    }
}
