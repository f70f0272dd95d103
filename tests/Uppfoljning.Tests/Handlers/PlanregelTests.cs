using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Nämndens regler för planen: omgångar, regler från lag, avtal och nämnd, och vad de gör med planen innan de sparas.</summary>
public sealed class PlanregelTests
{
    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _avtal;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _app.Som(Roll.Avtalsansvarig, _namnd);
        _avtal = await _app.Gor(new RegistreraAvtalCommand
        {
            NamndId = _namnd,
            Benamning = "Hemtjänst Väster",
            Verksamhetsomrade = "Äldreomsorg",
            Utforare = "Omsorg AB",
            Driftsform = Driftsform.Aktiebolag,
            Undertecknat = true,
            Start = new(2024, 1, 1),
            Slut = new(2030, 12, 31),
        });
        _app.Som(Roll.Uppfoljare, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Utan_egna_regler_galler_forvalen_och_lagen()
    {
        var blad = await _app.Gor(new PlanreglerbladQuery(_namnd));

        Assert.That((blad.Ar, blad.Omgang, blad.Regler.GallerFran), Is.EqualTo((2027, (Planregelverksomgang?)null, (DateOnly?)null)));
        Assert.That(blad.Regler.Nivaer.Select(n => n.Grans), Is.EqualTo(new[] { 10, 30, 60 })); // PR-02
    }

    [Test]
    public async Task En_omgang_sparas_med_allt_och_galler_planaret_men_inte_aret_fore()
    {
        var (result, statements) = await _app.SendRaknat((await Forval()) with
        {
            Vikter = ["40", "0", "0", "0", "0", "0", "0", "0", "60"],
            Granssort = Granssort.Poang,
            Nivaer = [new() { Namn = "Röd", Grans = "62,5", IntervallManader = "6" }, new() { Namn = "Grön", Grans = "0", IntervallManader = "36" }, new()],
            OkantProcent = 25,
            LedigManad = 8,
        });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Ok), string.Join(" ", result.Hinder));
        Assert.That(result.Audit!.Mening, Is.EqualTo("Nämndens regler för planen från 2027-01-01 inlagda."));
        Assert.That(statements, Is.EqualTo(8));
        var regler = (await _app.Gor(new PlanreglerbladQuery(_namnd, 2027))).Regler;
        Assert.That(regler.Vikter[Riskfaktor.EgenVikt], Is.EqualTo(60));
        Assert.That(regler.Nivaer, Is.EqualTo(new[] { new Risknivaregel("Röd", 6250, 6), new Risknivaregel("Grön", 0, 36) }));
        Assert.That((regler.Granssort, regler.OkantProcent, regler.LedigManad, regler.Formtider[Uppfoljningsform.Tillsyn]), Is.EqualTo((Granssort.Poang, 25, 8, 20)));
        Assert.That((await _app.Gor(new PlanreglerbladQuery(_namnd, 2026))).Omgang, Is.Null);

        var plan = await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        Assert.That(await _app.LasEn<string>("SELECT Riskniva FROM Planrad WHERE PlanId = @plan", new { plan }), Is.EqualTo("Grön"));
    }

    [Test]
    public async Task Alla_fel_sags_pa_en_gang_vid_sina_falt()
    {
        var f = await Forval();
        var result = await _app.Send(f with
        {
            GallerFran = null,
            Vikter = ["tio", "101", .. f.Vikter.Skip(2)],
            Nivaer = [new() { Namn = "Hög", Grans = "10", IntervallManader = "12" }, new() { Namn = "", Grans = "x", IntervallManader = "4" }, new() { Namn = "Låg", Grans = "60", IntervallManader = "12" }],
            Timmar = ["1001", .. f.Timmar.Skip(1)],
            OkantProcent = null,
            AterkopplingNamnd = " ",
        });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Refused));
        Assert.That(result.Hinder.Select(h => h.Falt), Is.EquivalentTo(new[]
        {
            "GallerFran", "Vikter[0]", "Vikter[1]", "Nivaer[1].Namn", "Nivaer[1].Grans", "Nivaer[1].IntervallManader", "Nivaer[2].Grans", "Timmar[0]", "OkantProcent", "AterkopplingNamnd",
        }));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planregelverk"), Is.Zero);
    }

    [Test]
    public async Task Tva_som_sparar_samtidigt_far_inte_skriva_over_varandra()
    {
        var ena = await Forval();
        await _app.Gor(ena with { OkantProcent = 10 });

        // Båda började med en ny omgång från samma dag.
        var result = await _app.Send(ena with { OkantProcent = 90 });
        Assert.That(result.Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That(result.Hinder.Single().Text, Does.StartWith("Uppfoljare (test) sparade reglerna från 2027-01-01"));
        var sparad = (await _app.Gor(new PlanregelverksformularQuery(_namnd, null, new(2027, 1, 1)))).Sparad!;
        Assert.That(sparad.OkantProcent, Is.EqualTo(10));

        // Den som har sett båda kan spara sitt, och den som har kvar den gamla versionen kan inte.
        await _app.Gor(ena with { OkantProcent = 90, Version = sparad.Version });
        Assert.That((await _app.Send(sparad with { OkantProcent = 20 })).Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That(await _app.LasEn<int>("SELECT OkantProcent FROM Planregelverk"), Is.EqualTo(90));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planvikt"), Is.EqualTo(9));
    }

    [Test]
    public async Task Regler_som_en_beslutad_plan_vilar_pa_andras_inte_men_nya_kan_galla_sedan()
    {
        await _app.Gor(await Forval());
        await Beslutad();
        _app.Som(Roll.Uppfoljare, _namnd);
        var sparad = (await _app.Gor(new PlanregelverksformularQuery(_namnd, null, new(2027, 1, 1)))).Sparad!;

        Assert.That((await _app.Send(sparad with { OkantProcent = 50 })).Hinder.Single().Falt, Is.EqualTo("GallerFran"));
        Assert.That((await _app.Send(sparad with { GallerFran = new(2028, 1, 1) })).Hinder.Single().Falt, Is.EqualTo("GallerFran"));
        var nasta = await Forval();
        Assert.That(nasta.GallerFran, Is.EqualTo(new DateOnly(2028, 1, 1)));
        await _app.Gor(nasta);
        Assert.That((await _app.Gor(new PlanreglerbladQuery(_namnd, 2027))).Omgangar.Select(o => o.GallerFran), Is.EqualTo(new[] { new DateOnly(2028, 1, 1), new(2027, 1, 1) }));
    }

    [Test]
    public async Task Forhandsvisningen_ar_det_som_genereringen_sedan_gor()
    {
        var regel = Ny() with { HogstIntervallManader = 4 };
        var fore = await _app.Gor(new PlanregeleffektQuery(regel));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Planregel"), Is.Zero);
        var rad = fore.Effekt.Rader.Single();
        Assert.That((fore.Ar, rad.Fore!.IntervallManader, rad.Efter!.IntervallManader), Is.EqualTo((2027, 24, 4)));

        await _app.Gor(regel);
        var plan = await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        Assert.That(await _app.LasEn<int>("SELECT IntervallManader FROM Planrad WHERE PlanId = @plan", new { plan }), Is.EqualTo(rad.Efter.IntervallManader));
        Assert.That((await _app.Gor(new PlanregeleffektQuery(regel with { GallerTill = new(2026, 12, 31), GallerFran = new(2026, 1, 1) }))).UtanVerkan, Does.Contain("2027"));
    }

    [Test]
    public async Task Forhandsvisningen_sager_nar_en_senare_omgang_galler_i_stallet()
    {
        await _app.Gor(await Forval());
        var tidigare = (await Forval()) with { OmgangId = null, Version = 0, GallerFran = new(2026, 6, 1), OkantProcent = 100 };

        var effekt = await _app.Gor(new PlanregelverkseffektQuery(tidigare));

        Assert.That(effekt.UtanVerkan, Does.Contain("2027-01-01"));
        Assert.That(effekt.Effekt.Rader, Is.Empty);
    }

    [Test]
    public async Task En_omgang_som_flyttas_fram_visar_det_ar_som_den_inte_langre_styr()
    {
        await _app.Gor((await Forval()) with { Nivaer = [new() { Namn = "Alla", Grans = "100", IntervallManader = "6" }] });
        var sparad = await Forval();

        var effekt = await _app.Gor(new PlanregelverkseffektQuery(sparad with { GallerFran = new(2028, 1, 1) }));

        Assert.That((effekt.Ar, effekt.UtanVerkan), Is.EqualTo((2027, "Planen för 2027 följer då förvalen.")));
        Assert.That((effekt.Effekt.Rader.Single().Fore!.IntervallManader, effekt.Effekt.Rader.Single().Efter!.IntervallManader), Is.EqualTo((6, 24)));
    }

    [Test]
    public async Task Forhandsvisningen_provar_samma_krav_som_nar_reglerna_sparas()
    {
        Assert.That((await _app.Send(new PlanregelverkseffektQuery((await Forval()) with { OkantProcent = 101 }))).Hinder.Single().Falt, Is.EqualTo("OkantProcent"));
        Assert.That((await _app.Send(new PlanregeleffektQuery(Ny() with { Kalla = "skollagen", Slag = Regelslag.Lag }))).Hinder.Single().Falt, Is.EqualTo("Kalla"));
    }

    [Test]
    public async Task En_regel_laggs_in_andras_avslutas_och_star_kvar()
    {
        var id = await _app.Gor(Ny());
        var blad = await _app.Gor(new PlanregelbladQuery(_namnd, id));
        await _app.Gor(blad.Forval with { Benamning = "Tät uppföljning" });
        Assert.That((await _app.Send(blad.Forval with { Benamning = "Annat" })).Outcome, Is.EqualTo(Outcome.Conflict));

        Assert.That((await _app.Send(new AvslutaPlanregelCommand { NamndId = _namnd, RegelId = id, Version = 2, GallerTill = new(2026, 12, 31) })).Hinder.Single().Falt, Is.EqualTo("GallerTill"));
        await _app.Gor(new AvslutaPlanregelCommand { NamndId = _namnd, RegelId = id, Version = 2, GallerTill = new(2027, 12, 31) });

        Assert.That((await _app.Gor(new PlanreglerbladQuery(_namnd, 2027))).Regler.Regler.Single().Benamning, Is.EqualTo("Tät uppföljning"));
        var sedan = await _app.Gor(new PlanreglerbladQuery(_namnd, 2028));
        Assert.That((sedan.Regler.Regler.Count, sedan.OvrigaRegler.Count), Is.EqualTo((0, 1)));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad LIKE 'Planregel %'"), Is.EqualTo(3));
    }

    [Test]
    public async Task Avslutet_visas_for_det_forsta_aret_utan_regeln()
    {
        var id = await _app.Gor(Ny() with { HogstIntervallManader = 4 });

        var effekt = await _app.Gor(new PlanregelavsluteffektQuery(new AvslutaPlanregelCommand { NamndId = _namnd, RegelId = id, Version = 1, GallerTill = new(2027, 12, 31) }));

        Assert.That((effekt.Ar, effekt.Effekt.AntalGlesare), Is.EqualTo((2028, 1)));
    }

    [Test]
    public async Task Bara_en_regel_som_aldrig_har_gallt_tas_bort_och_forst_efter_bekraftelse()
    {
        var framtida = await _app.Gor(Ny());
        var gallande = await _app.Gor(Ny() with { GallerFran = new(2026, 11, 21) });

        Assert.That((await _app.Send(new TaBortPlanregelCommand { NamndId = _namnd, RegelId = framtida, Version = 1 })).Hinder.Single().Falt, Is.EqualTo("Bekraftat"));
        await _app.Gor(new TaBortPlanregelCommand { NamndId = _namnd, RegelId = framtida, Version = 1, Bekraftat = true });
        Assert.That((await _app.Send(new TaBortPlanregelCommand { NamndId = _namnd, RegelId = gallande, Version = 1, Bekraftat = true })).Hinder.Single().Kod, Is.EqualTo("har-gallt"));
        Assert.That(await _app.Las<Guid>("SELECT Id FROM Planregel"), Is.EqualTo(new[] { gallande }));
    }

    [Test]
    public async Task En_regel_som_en_beslutad_plan_vilar_pa_far_bara_rattas_i_text()
    {
        var id = await _app.Gor(Ny());
        await Beslutad();
        var forval = (await _app.Som(Roll.Uppfoljare, _namnd).Gor(new PlanregelbladQuery(_namnd, id))).Forval;

        Assert.That((await _app.Send(forval with { HogstIntervallManader = 3 })).Hinder.Single().Kod, Is.EqualTo("plan-beslutad"));
        Assert.That((await _app.Send(new TaBortPlanregelCommand { NamndId = _namnd, RegelId = id, Version = 1, Bekraftat = true })).Hinder.Single().Kod, Is.EqualTo("plan-beslutad"));
        await _app.Gor(forval with { Kalla = "avtalet, punkt 9" });
    }

    // KL-07
    [Test]
    public async Task Tillsyn_over_egen_regi_nekas_och_avtal_och_omrade_ska_vara_namndens()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        var andras = await _app.Som(Roll.Avtalsansvarig, annan).Gor(new RegistreraAvtalCommand { NamndId = annan, Benamning = "LVM-vård", Undertecknat = true });
        _app.Som(Roll.Uppfoljare, _namnd);

        var result = await _app.Send(Ny() with { Form = Uppfoljningsform.Tillsyn, Driftsform = Driftsform.EgenRegi, AvtalId = andras, Verksamhetsomrade = "Rymdfart" });

        Assert.That(result.Hinder.Select(h => h.Falt), Is.EqualTo(new[] { "Form", "AvtalId", "Verksamhetsomrade" }));
        Assert.That(result.Hinder[0].Lagrum, Is.EqualTo(Lagrum.Kl(6, 7)));
    }

    [Test]
    public async Task De_som_planerar_andrar_alla_i_namnden_laser_och_andra_namnder_ser_inget()
    {
        var forval = await Forval();
        var id = await _app.Gor(Ny());
        var annan = await _app.Namnd("Socialnämnden", "SN");

        foreach (var roll in new[] { Roll.Uppfoljare, Roll.Avtalsansvarig, Roll.Namndsekreterare })
        {
            Assert.That((await _app.Som(roll, _namnd).Send(new PlanregeleffektQuery(Ny()))).Outcome, Is.EqualTo(Outcome.Ok));
        }
        foreach (var roll in new[] { Roll.Lasare, Roll.Revisor, Roll.Upphandlare })
        {
            _app.Som(roll, _namnd);
            Assert.That((await _app.Gor(new PlanreglerbladQuery(_namnd))).KanAndra.Tillaten, Is.False);
            Assert.That((await _app.Send(forval)).Outcome, Is.EqualTo(Outcome.Forbidden));
            Assert.That((await _app.Send(Ny())).Outcome, Is.EqualTo(Outcome.Forbidden));
            Assert.That((await _app.Send(new TaBortPlanregelCommand { NamndId = _namnd, RegelId = id, Version = 1, Bekraftat = true })).Outcome, Is.EqualTo(Outcome.Forbidden));
        }
        _app.Som(Roll.Uppfoljare, annan);
        Assert.That((await _app.Send(new PlanreglerbladQuery(_namnd))).Outcome, Is.EqualTo(Outcome.NotFound));
        // En annan nämnds regel går inte att nå genom den egna nämnden.
        Assert.That((await _app.Send(new PlanregelbladQuery(annan, id))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(Ny() with { NamndId = annan, RegelId = id, Version = 1, AvtalId = null })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new AvslutaPlanregelCommand { NamndId = annan, RegelId = id, Version = 1, GallerTill = new(2027, 12, 31) })).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    private SparaPlanregelCommand Ny() => new()
    {
        NamndId = _namnd,
        Slag = Regelslag.Avtal,
        Benamning = "Kvartalsmöte",
        Kalla = "avtalet, punkt 8",
        AvtalId = _avtal,
        HogstIntervallManader = 12,
        GallerFran = new(2027, 1, 1),
    };

    private async Task<SparaPlanregelverkCommand> Forval() => (await _app.Gor(new PlanregelverksformularQuery(_namnd))).Forval;

    private async Task Beslutad()
    {
        var plan = await _app.Som(Roll.Namndsekreterare, _namnd).Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        await _app.Gor(new RegistreraPlanbeslutCommand { PlanId = plan, Version = 1, Sammantrade = new(2026, 11, 20), Paragraf = "112", Bekraftat = true });
    }
}
