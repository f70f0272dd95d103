using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Beslut, versioner och revidering på den riktiga pipelinen och databasen (regelverket 6.8, P1–P3).</summary>
public sealed class PlanrevideringTests
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

    // --- Beslut

    [Test]
    public async Task Beslutet_fryser_rader_skal_och_checksumma_i_version_1()
    {
        var plan = await _fall.BeslutadAsync();

        var version = (await _app.Gor(new PlanversionslistaQuery(plan))).Versioner.Single();
        var blad = await _app.Gor(new PlanversionsbladQuery(plan, 1));

        Assert.That((version.Nr, version.Beslut, version.AntalRader, version.Skal), Is.EqualTo((1, "2026-11-20, § 112", 3, (string?)null)));
        Assert.That(blad.Rader.Rader, Is.EqualTo(await _fall.RaderAsync(plan)));
        Assert.That(blad.Utan.Select(u => u.Objekt), Is.EqualTo(new[] { "Gatudrift" }));
        Assert.That(await _app.LasEn<string>("SELECT Checksumma FROM Uppfoljningsplan"), Is.EqualTo(version.Checksumma));
        Assert.That(await _app.LasEn<int>("SELECT Versionsnr FROM Uppfoljningsplan"), Is.EqualTo(1));
    }

    // UPP-04: en särskild granskning läggs till under året utan att planen ändras.
    [Test]
    public async Task En_sarskild_granskning_efter_beslutet_hor_inte_till_versionen_och_hindrar_inte_pdf()
    {
        var plan = await _fall.GallandeAsync();
        var fore = await _app.Gor(new PlanhandlingQuery(plan));
        await _fall.GranskningAsync(plan, "Parkskötsel");

        Assert.That((await _app.Gor(new PlanhandlingQuery(plan))).Innehall, Is.EqualTo(fore.Innehall));
        Assert.That((await _app.Gor(new PlanversionsbladQuery(plan, 1))).Rader.Antal, Is.EqualTo(3));
    }

    [Test]
    public async Task Olika_behandling_hindrar_beslutet_tills_den_ar_motiverad()
    {
        await _fall.RegisterAsync();
        var plan = await _fall.GenereradAsync();
        await _fall.AndraAsync(plan, "Hemtjänst Väster", c => c with { Former = [.. c.Former, Uppfoljningsform.Brukarundersokning] });

        var nekat = await _app.Send(await _fall.BeslutAsync(plan));
        Assert.That(nekat.Hinder.Single().Kod, Is.EqualTo("olikhet-utan-motiv"));
        Assert.That((await _app.Gor(new PlanbeslutsbladQuery(plan))).Hinder, Is.EqualTo(nekat.Hinder));

        var olikhet = (await _app.Gor(new PlanlikabehandlingQuery(plan))).Jamforelse.AttMotivera.Single();
        var tom = await _app.Send(new MotiveraOlikhetCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Nyckel = olikhet.Nyckel, Motiv = " - " });
        Assert.That(tom.Hinder.Single().Falt, Is.EqualTo("Motiv"));
        var command = new MotiveraOlikhetCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Nyckel = olikhet.Nyckel, Motiv = "Ny utförare; brukarna ska få säga sitt." };
        await _app.Gor(command);
        Assert.That((await _app.Send(command with { Motiv = "Annat" })).Outcome, Is.EqualTo(Outcome.Conflict));
        await _app.Gor(command with { Version = await _fall.VersionAsync(plan), Motiv = "Ändrat motiv." });

        Assert.That((await _app.Gor(new PlanlikabehandlingQuery(plan))).Motiv.Single().Value.Motiv, Is.EqualTo("Ändrat motiv."));
        await _app.Gor(await _fall.BeslutAsync(plan));
        Assert.That((await _app.Send(command with { Version = await _fall.VersionAsync(plan) })).Hinder.Single().Kod, Is.EqualTo("plan-beslutad"));
    }

    // --- Revidera

    [Test]
    public async Task En_andring_i_mars_blir_en_ny_version_och_den_forra_star_kvar()
    {
        var plan = await _fall.GallandeAsync();
        var forsta = await _app.Gor(new PlanhandlingQuery(plan));
        await _app.Gor(new RevideraPlanCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Skal = "Ny lag från 1 april." });
        Assert.That(await _fall.SenasteMeningAsync(plan), Is.EqualTo("Uppföljningsplan 2027 revideras: Ny lag från 1 april. Version 1 gäller tills ändringen är beslutad."));

        await _fall.AndraAsync(plan, "Parkskötsel", c => c with { Ansvarig = "Parkchef", Motiv = "Ny organisation." });
        var skillnad = (await _app.Gor(new PlanskillnadQuery { PlanId = plan })).Skillnad!;
        Assert.That((skillnad.Andrade.Single().Falt.Single().Efter, skillnad.Oforandrade.Count), Is.EqualTo(("Parkchef", 2)));
        Assert.That(skillnad.Andrade.Single().Skal.Select(s => s.Text), Does.Contain("Ny organisation."));
        await _app.Gor(await _fall.BeslutAsync(plan, "2027-03-10", "31"));

        Assert.That(await _fall.SenasteMeningAsync(plan), Does.Contain("Ändring av uppföljningsplan 2027 beslutad av Vård- och omsorgsnämnden 2027-03-10, § 31: version 2, 0 nya, 0 borttagna och 1 ändrad rad."));
        var versioner = (await _app.Gor(new PlanversionslistaQuery(plan))).Versioner;
        Assert.That(versioner.Select(v => (v.Nr, v.Paragraf, v.Skal)), Is.EqualTo(new[] { (2, "31", "Ny lag från 1 april."), (1, "112", (string?)null) }));
        Assert.That((await _app.Gor(new PlanskillnadQuery { PlanId = plan, Fran = 1, Till = 2 })).Skillnad!.Andrade, Has.Count.EqualTo(1));
        Assert.That((await _app.Gor(new PlanskillnadQuery { PlanId = plan })).Skillnad!.Tom, Is.True);
        var blad = await _app.Gor(new PlanbladQuery { PlanId = plan });
        Assert.That((blad.Tillstand, blad.Plan.Paragraf, blad.Plan.Versionsnr, blad.Plan.Revideringsskal), Is.EqualTo((Plantillstand.Gallande, "31", (int?)2, (string?)null)));

        // Den första versionens papper är samma fil som före ändringen, och den andras är planens.
        Assert.That((await _app.Gor(new PlanhandlingQuery(plan, 1))).Innehall, Is.EqualTo(forsta.Innehall));
        var andra = await _app.Gor(new PlanhandlingQuery(plan, 2));
        Assert.That(andra.Namn, Is.EqualTo("Uppfoljningsplan-VON-2027-version-2.pdf"));
        Assert.That((await _app.Gor(new PlanhandlingQuery(plan))).Innehall, Is.EqualTo(andra.Innehall).And.Not.EqualTo(forsta.Innehall));
    }

    [Test]
    public async Task Sammantradet_dar_planen_forst_beslutades_har_kvar_sitt_beslut()
    {
        var sammantraden = new List<Guid>();
        foreach (var dag in new[] { new DateOnly(2026, 11, 20), new DateOnly(2027, 3, 10) })
        {
            sammantraden.Add(await _app.Som(Roll.Namndsekreterare, _fall.Namnd).Gor(new RegistreraSammantradeCommand { NamndId = _fall.Namnd, Datum = dag }));
        }
        var plan = await _fall.RevideradAsync();
        await _fall.AndraAsync(plan, "Parkskötsel", c => c with { Ansvarig = "Parkchef" });
        await _app.Gor(await _fall.BeslutAsync(plan, "2027-03-10", "31"));

        var blad = new List<Sammantradesblad>();
        foreach (var id in sammantraden) { blad.Add(await _app.Gor(new SammantradesbladQuery(id))); }

        Assert.That(blad.Select(b => b.Beslut.Single().Paragraf), Is.EqualTo(new[] { "112", "31" }));
        Assert.That(blad.Select(b => (b.Sammantrade.AntalBeslut, b.KanTaBort.Tillaten)), Has.All.EqualTo((1, false)));
        Assert.That((await _app.Gor(new SammantradeslistaQuery())).Sida.Rader.Select(r => r.AntalBeslut), Has.All.EqualTo(1));
    }

    [Test]
    public async Task En_avbruten_revidering_ger_precis_det_som_beslutades()
    {
        var plan = await _fall.RevideradAsync();
        var fryst = await _fall.RaderAsync(plan);
        await _fall.AndraAsync(plan, "Parkskötsel", c => c with { Ansvarig = "X", ForstaManad = 12, SistaManad = 12 });
        await _fall.AvtalAsync("Nattpatrull");
        await _app.Som(Planfall.Bada, _fall.Namnd).Gor(new TaMedRegistretCommand { PlanId = plan, Version = await _fall.VersionAsync(plan) });
        await _fall.GranskningAsync(plan, "Parkskötsel");
        await _app.Las<int>("DELETE FROM Planrad WHERE PlanId = @plan AND Objekt = 'Hemtjänst Väster'", new { plan });
        await _app.Las<int>("UPDATE PlanUtanRad SET Skal = 'Ändrat' WHERE PlanId = @plan", new { plan });

        var utanBekraftelse = await _app.Send(new AvbrytRevideringCommand { PlanId = plan, Version = await _fall.VersionAsync(plan) });
        Assert.That(utanBekraftelse.Hinder.Single().Falt, Is.EqualTo("Bekraftat"));
        await _app.Gor(new AvbrytRevideringCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Bekraftat = true });

        var rader = await _fall.RaderAsync(plan);
        Assert.That(rader.Where(r => r.Slag == Radslag.Ordinarie).Select(r => r with { Version = 0 }), Is.EqualTo(fryst.Select(r => r with { Version = 0 })));
        Assert.That(rader.Count(r => r.Slag == Radslag.SarskildGranskning), Is.EqualTo(1));
        // Den som hade raden öppen får veta att den har ändrats.
        Assert.That(rader.Single(r => r is { Objekt: "Parkskötsel", Slag: Radslag.Ordinarie }).Version, Is.EqualTo(fryst.Single(r => r.Objekt == "Parkskötsel").Version + 2));
        Assert.That((await _app.Gor(new PlanbladQuery { PlanId = plan })).Tillstand, Is.EqualTo(Plantillstand.Gallande));
        Assert.That(await _fall.SenasteMeningAsync(plan), Does.StartWith("Revideringen av uppföljningsplan 2027 avbruten:").And.EndWith("Version 1 gäller."));
        Assert.That((await _app.Send(new PlanhandlingQuery(plan))).Outcome, Is.EqualTo(Outcome.Ok));
    }

    [Test]
    public async Task En_plan_som_revideras_gors_inte_om_ur_registret()
    {
        var plan = await _fall.RevideradAsync();

        var result = await _app.Send(new GenereraPlanCommand { NamndId = _fall.Namnd, Ar = Planfall.Ar });

        Assert.That(result.Hinder.Single().Kod, Is.EqualTo("plan-revideras"));
        Assert.That((await _app.Gor(new PlanbladQuery { PlanId = plan })).Kan.Generera.Tillaten, Is.False);
    }

    [Test]
    public async Task En_revidering_utan_andring_eller_skal_beslutas_inte()
    {
        var plan = await _fall.GallandeAsync();
        Assert.That((await _app.Send(new RevideraPlanCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Skal = " " })).Hinder.Single().Falt, Is.EqualTo("Skal"));
        await _app.Gor(new RevideraPlanCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Skal = "Ny lag." });

        Assert.That((await _app.Send(await _fall.BeslutAsync(plan, "2027-03-10"))).Hinder.Single().Kod, Is.EqualTo("inget-andrat"));
    }

    [TestCase("2026-12-31", false)]
    [TestCase("2027-01-01", true)]
    public async Task En_plan_revideras_fran_planarets_forsta_dag(string dag, bool tillaten)
    {
        var plan = await _fall.GallandeAsync(dag);

        var result = await _app.Send(new RevideraPlanCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Skal = "Ny lag." });

        Assert.That(result.IsOk, Is.EqualTo(tillaten));
    }

    [Test]
    public async Task Det_som_tillkommit_i_registret_tas_med_utan_att_andra_rader_andras()
    {
        var plan = await _fall.RevideradAsync();
        var fore = await _fall.RaderAsync(plan);
        await _fall.AvtalAsync("Nattpatrull");
        _app.Som(Planfall.Bada, _fall.Namnd);
        await _fall.AndraAsync(plan, "Parkskötsel", c => c with { Ansvarig = "Parkchef" });
        var beslut = await _fall.BeslutAsync(plan, "2027-03-10");
        Assert.That((await _app.Send(beslut)).Hinder.Single().Text, Does.StartWith("Avtalet Nattpatrull har tillkommit i registret"));
        Assert.That((await _app.Gor(new RevideringsbladQuery(plan))).Tillkomna.Select(r => r.Objekt), Is.EqualTo(new[] { "Nattpatrull" }));

        Assert.That(await _app.Gor(new TaMedRegistretCommand { PlanId = plan, Version = await _fall.VersionAsync(plan) }), Is.EqualTo(1));

        var efter = await _fall.RaderAsync(plan);
        Assert.That(efter.Where(r => r.Objekt is not ("Nattpatrull" or "Parkskötsel")), Is.EqualTo(fore.Where(r => r.Objekt != "Parkskötsel")));
        Assert.That((await _app.Send(new TaMedRegistretCommand { PlanId = plan, Version = await _fall.VersionAsync(plan) })).Hinder.Single().Kod, Is.EqualTo("inget-nytt"));
        await _app.Gor(await _fall.BeslutAsync(plan, "2027-03-10"));
        Assert.That((await _app.Gor(new PlanversionsbladQuery(plan, 2))).Rader.Antal, Is.EqualTo(4));
    }

    // KL-09: bara tiden får beslutas på delegation.
    [Test]
    public async Task En_andrad_tid_beslutas_pa_delegation_och_namndens_beslut_star_kvar()
    {
        var plan = await _fall.RevideradAsync();
        await _fall.AndraAsync(plan, "Parkskötsel", c => c with { ForstaManad = 12, SistaManad = 12 });
        var beslut = await _fall.BeslutAsync(plan, "2027-03-15", "") with { Delegationspunkt = "4.2" };
        Assert.That((await _app.Send(beslut with { Paragraf = "5" })).Hinder.Single().Falt, Is.EqualTo("Paragraf"));

        await _app.Gor(beslut);

        var blad = await _app.Gor(new PlanbladQuery { PlanId = plan });
        Assert.That((blad.Plan.Paragraf, blad.Plan.Versionsnr), Is.EqualTo(("112", (int?)2)));
        Assert.That((await _app.Gor(new PlanversionsbladQuery(plan, 2))).Version.Beslut, Is.EqualTo("2027-03-15, delegationspunkt 4.2"));
        Assert.That((await _app.Send(new PlanhandlingQuery(plan))).Outcome, Is.EqualTo(Outcome.Ok));

        await _app.Gor(new RevideraPlanCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Skal = "Mer." });
        await _fall.AndraAsync(plan, "Parkskötsel", c => c with { Ansvarig = "X" });
        var mer = await _fall.BeslutAsync(plan, "2027-03-15", "") with { Delegationspunkt = "4.2" };
        Assert.That((await _app.Send(mer)).Hinder.Single().Falt, Is.EqualTo("Delegationspunkt"));
    }

    // --- Planer från innan versioner sparades

    [Test]
    public async Task En_plan_fran_innan_versioner_fanns_far_sin_forsta_nar_den_revideras()
    {
        var plan = await _fall.GallandeAsync();
        var pdf = await _app.Gor(new PlanhandlingQuery(plan));
        await GlomVersionerAsync(plan);

        var forsta = (await _app.Gor(new PlanversionslistaQuery(plan))).Versioner.Single();
        Assert.That((forsta.Nr, forsta.Beslut, forsta.AntalRader, forsta.RegistreradAv), Is.EqualTo((1, "2026-11-20, § 112", 3, "Uppfoljare, Namndsekreterare (test)")));
        Assert.That((await _app.Gor(new PlanhandlingQuery(plan, 1))).Innehall, Is.EqualTo(pdf.Innehall));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planversion"), Is.Zero);

        await _app.Gor(new RevideraPlanCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Skal = "Ny lag." });

        Assert.That(await _app.LasEn<string>("SELECT Checksumma FROM Planversion"), Is.EqualTo(forsta.Checksumma));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planversionsrad"), Is.EqualTo(3));
        Assert.That((await _app.Gor(new PlanhandlingQuery(plan, 1))).Innehall, Is.EqualTo(pdf.Innehall));
    }

    [Test]
    public async Task En_plan_vars_rader_inte_stammer_revideras_inte()
    {
        var plan = await _fall.GallandeAsync();
        await _app.Las<int>("UPDATE Planrad SET Ansvarig = 'Någon annan' WHERE Nr = 1");

        Assert.That((await _app.Send(new RevideraPlanCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Skal = "Ny lag." })).Hinder.Single().Kod, Is.EqualTo("checksumma-stammer-inte"));
        await GlomVersionerAsync(plan);
        Assert.That((await _app.Send(new RevideraPlanCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Skal = "Ny lag." })).Hinder.Single().Kod, Is.EqualTo("checksumma-stammer-inte"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planversion"), Is.Zero);
    }

    [Test]
    public async Task En_version_som_har_andrats_i_databasen_visas_och_skrivs_inte_ut()
    {
        var plan = await _fall.BeslutadAsync();
        await _app.Las<int>("UPDATE Planversionsrad SET Ansvarig = 'Någon annan' WHERE Nr = 1");

        Assert.That((await _app.Send(new PlanhandlingQuery(plan, 1))).Hinder.Single().Kod, Is.EqualTo("checksumma-stammer-inte"));
        var blad = await _app.Gor(new PlanversionsbladQuery(plan, 1));
        Assert.That((blad.Stammer, blad.Rader.Antal), Is.EqualTo((false, 0)));
    }

    // --- Två samtidigt, och vem som får

    [Test]
    public async Task Tva_som_revidera_samtidigt_ger_en_revidering_och_en_konflikt()
    {
        var plan = await _fall.GallandeAsync();
        var command = new RevideraPlanCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Skal = "Ny lag." };

        var svar = await Task.WhenAll(Task.Run(() => _app.Send(command)), Task.Run(() => _app.Send(command)));

        Assert.That(svar.Select(s => s.Outcome), Is.EquivalentTo(new[] { Outcome.Ok, Outcome.Conflict }));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planversion"), Is.EqualTo(1));
    }

    [Test]
    public async Task Andring_och_avbrott_samtidigt_lamnar_planen_som_beslutad_eller_under_revidering()
    {
        var plan = await _fall.RevideradAsync();
        var rad = await _fall.RadAsync(plan, "Parkskötsel");
        var avbrott = new AvbrytRevideringCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Bekraftat = true };

        await Task.WhenAll(Task.Run(() => (Task)_app.Send(AndraPlanradCommand.Av(plan, rad) with { Ansvarig = "Samtidig" })), Task.Run(() => (Task)_app.Send(avbrott)));

        var skillnad = (await _app.Gor(new PlanskillnadQuery { PlanId = plan })).Skillnad!;
        var tillstand = (await _app.Gor(new PlanbladQuery { PlanId = plan })).Tillstand;
        Assert.That((tillstand, skillnad.Tom), Is.EqualTo((Plantillstand.Gallande, true)).Or.EqualTo((Plantillstand.Reviderad, false)));
    }

    [TestCase(Roll.Lasare, Outcome.Forbidden)]
    [TestCase(Roll.Revisor, Outcome.Forbidden)]
    [TestCase(Roll.Beslutsfattare, Outcome.Forbidden)]
    [TestCase(Roll.Uppfoljare, Outcome.Ok)]
    [TestCase(Roll.Namndsekreterare, Outcome.Ok)]
    public async Task Vem_som_far_revidera(Roll roll, Outcome utfall)
    {
        var plan = await _fall.GallandeAsync();
        var command = new RevideraPlanCommand { PlanId = plan, Version = await _fall.VersionAsync(plan), Skal = "Ny lag." };

        Assert.That((await _app.Som(roll, _fall.Namnd).Send(command)).Outcome, Is.EqualTo(utfall));
    }

    [Test]
    public async Task En_annan_namnds_versioner_finns_inte()
    {
        var plan = await _fall.RevideradAsync();
        var version = await _fall.VersionAsync(plan);
        _app.Som(Planfall.Bada, await _app.Namnd("Byggnadsnämnden", "BN"));

        Assert.That((await _app.Send(new PlanversionslistaQuery(plan))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new PlanversionsbladQuery(plan, 1))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new PlanhandlingQuery(plan, 1))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new PlanskillnadQuery { PlanId = plan })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new PlanforraaretQuery { PlanId = plan })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new PlanlikabehandlingQuery(plan))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new PlanfullstandighetQuery { PlanId = plan })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new PlanuppfoljningQuery { PlanId = plan })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new AvbrytRevideringCommand { PlanId = plan, Version = version, Bekraftat = true })).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    // --- Förra året, och hela registret

    [Test]
    public async Task Forra_arets_plan_star_bredvid_med_orsaken()
    {
        var forra = await _fall.BeslutadAsync();
        await _fall.AvtalAsync("Nattpatrull");
        var plan = await _fall.GenereradAsync(Planfall.Ar + 1);
        var tom = await _app.Gor(new PlanforraaretQuery { PlanId = forra });
        Assert.That((tom.Forra, tom.Rader.Antal), Is.EqualTo(((Plan?)null, 0)));

        var blad = await _app.Gor(new PlanforraaretQuery { PlanId = plan });

        Assert.That(blad.Forra!.Id, Is.EqualTo(forra));
        Assert.That(blad.Antal.Values.Sum(), Is.EqualTo(blad.Rader.Antal));
        // Det som följs upp vartannat år och ligger i den beslutade planen för 2027 är inte på tur 2028.
        var borta = blad.Rader.Rader.Where(r => r.Andring == Arsandring.Borttagen).ToList();
        Assert.That(borta.Select(r => r.Skal), Has.Some.Contains("enligt den beslutade planen"));
        var ny = blad.Rader.Rader.Single(r => r.Rad.Objekt == "Nattpatrull");
        Assert.That((ny.Andring, ny.Skal.Length > 0), Is.EqualTo((Arsandring.Tillkommen, true)));
        Assert.That((await _app.Gor(new PlanforraaretQuery { PlanId = plan, Visa = Arsandring.Tillkommen, Q = "natt" })).Rader.Antal, Is.EqualTo(1));
        Assert.That((await _app.Gor(new PlanforraaretQuery { PlanId = plan, Q = "finns inte" })).Rader.Antal, Is.Zero);
    }

    [Test]
    public async Task Hela_registret_star_med_rad_skal_eller_saknas()
    {
        await _fall.RegisterAsync();
        var plan = await _fall.GenereradAsync();
        await _fall.AvtalAsync("Nattpatrull", c => c with { Utforare = "Natt AB" });
        _app.Som(Roll.Lasare, _fall.Namnd);

        var blad = await _app.Gor(new PlanfullstandighetQuery { PlanId = plan });

        Assert.That(blad.Bevis.Avtal, Is.EqualTo(new Tackningssumma(4, 2, 1, 1)));
        Assert.That(blad.Bevis.Enheter, Is.EqualTo(new Tackningssumma(1, 1, 0, 0)));
        // Kommunens egen verksamhet är också en utförare.
        Assert.That(blad.Bevis.Utforarna, Is.EqualTo(new Tackningssumma(4, 3, 0, 1)));
        Assert.That((await _app.Gor(new PlanfullstandighetQuery { PlanId = plan, Visa = Tackning.Saknas })).Objekt.Rader.Single().Objekt.Namn, Is.EqualTo("Nattpatrull"));
        Assert.That((await _app.Gor(new PlanfullstandighetQuery { PlanId = plan, Sort = Objektsort.Enhet })).Objekt.Antal, Is.EqualTo(1));
        Assert.That((await _app.Gor(new PlanfullstandighetQuery { PlanId = plan, Q = "park" })).Objekt.Rader.Single().Rader, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Beviset_hamtas_som_fil()
    {
        await _fall.RegisterAsync();
        var plan = await _fall.GenereradAsync();

        var fil = await _app.Gor(new Application.Export.ExporteraFullstandighetQuery(new PlanfullstandighetQuery { PlanId = plan }, Application.Export.Filformat.Csv));

        using var lasare = new StreamReader(fil.Innehall);
        var text = await lasare.ReadToEndAsync();
        Assert.That(fil.Namn, Does.StartWith("Fullstandighet-").And.EndWith(".csv"));
        Assert.That(text, Does.Contain("Parkskötsel").And.Contain("Avtalet löpte ut 2026-06-30, före planåret."));
        Assert.That(text.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(5));
    }

    /// <summary>Som planen såg ut innan versioner sparades.</summary>
    private async Task GlomVersionerAsync(Guid plan)
    {
        foreach (var sats in new[] { "DELETE FROM Planversionsutan", "DELETE FROM Planversionsrad", "DELETE FROM Planversion", "UPDATE Uppfoljningsplan SET Versionsnr = NULL WHERE Id = @plan" })
        {
            await _app.Las<int>(sats, new { plan });
        }
    }
}
