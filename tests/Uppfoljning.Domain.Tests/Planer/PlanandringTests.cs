using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;
using static Uppfoljning.Domain.Tests.Planer.Planfakta;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Åtgärder på planens rader: vad de gör, vad som hindrar, och att objekten alltid har exakt en plats (UPP-01).</summary>
public sealed class PlanandringTests
{
    private static readonly Guid Utforaren = new(9, 9, 9, new byte[8]);
    private static readonly Planregler Regler = Planregler.Forval;
    private static readonly Planregel Lagen = new()
    {
        Slag = Regelslag.Lag,
        Benamning = "Skollagen",
        Kalla = "26 kap. 4 §",
        Verksamhetsomrade = "Förskola",
        HogstIntervallManader = 12,
        GallerFran = new DateOnly(2020, 1, 1),
    };

    private static Planobjekt Objekt(int nr, string omrade = "Äldreomsorg", DateOnly? slut = null, Guid? utforare = null) => EttAvtal(new DateOnly(2020, 1, 1), slut) with
    {
        AvtalId = new Guid(nr, 1, 1, new byte[8]),
        Namn = $"Avtal {nr}",
        Verksamhetsomrade = omrade,
        UtforareId = utforare ?? Utforaren,
        Avtalsnummer = null,
    };

    private static Planandring Plan(IReadOnlyList<Planobjekt> register, Planregler? regler = null, IReadOnlySet<Guid>? utfall = null, Func<Planrad, Planrad>? med = null)
    {
        var forslag = Plangenerering.Foresla(register, Ar, regler ?? Regler);
        return new Planandring(Ar, regler ?? Regler, register, [.. forslag.Rader.Select(r => (med ?? (x => x))(r with { Id = Guid.NewGuid() }))], forslag.Utan, "Bo", new DateOnly(2026, 11, 21), utfall);
    }

    // --- Flytta

    [Test]
    public void En_flyttad_rad_far_nya_foljande_manader_och_sager_var_den_lag()
    {
        var plan = Plan([Objekt(1)], med: r => Planfonster.Lagd(r, 2, 2, 4, Ar, Regler));

        Assert.That(plan.Flytta(plan.Rader[0].Id, 3, "Semester."), Is.Empty);

        // Månad 7 är ledig och skjuts till 8.
        var rad = plan.Andrade.Single();
        Assert.That((rad.ForstaManad, rad.SistaManad, rad.FlerManader, rad.Andrad, rad.Version), Is.EqualTo(((int?)3, (int?)3, "8,11", true, 2)));
        Assert.That(rad.Skal(Skalsort.Tid), Is.EqualTo("Ändrad av Bo 2026-11-21. Förut: februari, juni och oktober 2027."));
        Assert.That(rad.Skal(Skalsort.Andring), Is.EqualTo("Semester."));
    }

    [TestCase(5, true)]
    [TestCase(6, false)]
    public void En_rad_flyttas_inte_efter_avtalets_slut(int manad, bool gar)
    {
        var plan = Plan([Objekt(1, slut: new DateOnly(Ar, 5, 1))]);
        var hinder = plan.Flytta(plan.Rader[0].Id, manad);
        Assert.That(hinder.Select(h => h.Kod), gar ? Is.Empty : Is.EqualTo(new[] { "efter-avtalets-slut" }));
    }

    [TestCase(6, true)]
    [TestCase(8, false)]
    public void En_rad_som_lagen_kraver_var_sjatte_manad_flyttas_inte_langre_fram(int manad, bool gar)
    {
        var plan = Plan([Objekt(1)], med: r => r with { HogstIntervallManader = 6, IntervallManader = 6 });
        Assert.That(plan.Flytta(plan.Rader[0].Id, manad).Count == 0, Is.EqualTo(gar));
    }

    // --- Glesa

    [TestCase(12, true)]
    [TestCase(13, false)]
    public void Ett_intervall_blir_aldrig_langre_an_lag_eller_avtal_tillater(int intervall, bool gar)
    {
        var plan = Plan([Objekt(1)], med: r => r with { HogstIntervallManader = 12, IntervallManader = 6, Bestams = Bestams.Risk });
        Assert.That(plan.Glesa(plan.Rader[0].Id, intervall).Select(h => h.Kod), gar ? Is.Empty : Is.EqualTo(new[] { "intervall-for-langt" }));
        if (gar) { Assert.That(plan.Rader[0].Bestams, Is.EqualTo(Bestams.Hand)); }
    }

    // --- Lämna ut och ta tillbaka

    [Test]
    public void En_utelamnad_rad_star_utan_rad_med_skal_och_risk_och_kan_tas_tillbaka()
    {
        var plan = Plan([Objekt(1), Objekt(2)]);
        var rad = plan.Rader[0];

        Assert.That(plan.LamnaUt(rad.Id, "Avtalet är vilande."), Is.Empty);

        var utan = plan.Utan.Single();
        Assert.That((utan.Slag, utan.ObjektId, utan.Riskpoang, utan.Skal), Is.EqualTo((Utanslag.Utelamnad, rad.ObjektId, rad.Riskpoang, "Avtalet är vilande. Utelämnad av Bo 2026-11-21.")));
        Assert.That(plan.Borttagna.Single().Id, Is.EqualTo(rad.Id));
        Assert.That(plan.Rader.Single().Nr, Is.EqualTo(2), "Numren på de andra är kvar.");

        Assert.That(plan.Aterta(rad.ObjektId), Is.Empty);
        Assert.That(plan.Rader.Select(r => (r.Nr, r.Objekt)), Is.EqualTo(new[] { (1, "Avtal 1"), (2, "Avtal 2") }));
        Assert.That(plan.Utan, Is.Empty);
    }

    // UPP-05: det som lagen bestämmer lämnas inte ut, och lagen namnges.
    [Test]
    public void En_lagbunden_rad_lamnas_inte_ut_ens_nar_intervallet_ar_valt_for_hand()
    {
        var regler = Regler with { Regler = [Lagen] };
        var plan = Plan([Objekt(1, "Förskola")], regler);
        Assert.That(plan.Rader[0].Bestams, Is.EqualTo(Bestams.Lag));

        Assert.That(plan.LamnaUt(plan.Rader[0].Id, "Ont om tid.").Single().Text, Does.Contain("Skollagen (26 kap. 4 §) kräver uppföljning minst en gång per år"));
        Assert.That(plan.Glesa(plan.Rader[0].Id, 6), Is.Empty);
        Assert.That(plan.LamnaUt(plan.Rader[0].Id, "Ont om tid.").Single().Kod, Is.EqualTo("lagbunden"));
    }

    [Test]
    public void En_rad_med_utfall_tas_inte_bort()
    {
        var register = new[] { Objekt(1), Objekt(2) };
        var forslag = Plangenerering.Foresla(register, Ar, Regler).Rader.Select(r => r with { Id = Guid.NewGuid() }).ToList();
        var plan = new Planandring(Ar, Regler, register, forslag, [], "Bo", new DateOnly(2027, 3, 1), new HashSet<Guid> { forslag[1].Id });

        Assert.That(plan.LamnaUt(forslag[1].Id, "Skäl").Single().Kod, Is.EqualTo("har-utfall"));
        Assert.That(plan.SlaIhop([forslag[0].Id, forslag[1].Id], forslag[0].Id).Single().Kod, Is.EqualTo("har-utfall"));
        Assert.That(plan.NagotAndrat, Is.False);
    }

    [Test]
    public void Det_som_registret_utesluter_kan_inte_fa_en_rad()
    {
        var plan = Plan([Objekt(1, slut: new DateOnly(2026, 6, 30))]);
        Assert.That(plan.Aterta(plan.Utan[0].ObjektId).Single().Text, Does.Contain("Avtalet löpte ut 2026-06-30"));
    }

    [Test]
    public void Det_som_ar_pa_tur_ett_annat_ar_kan_foljas_upp_i_ar_och_star_kvar_nar_planen_genereras_om()
    {
        var register = new[] { Objekt(1) with { Risk = new Riskunderlag { SenastUppfoljd = new DateOnly(2026, 10, 1) } } };
        var plan = Plan(register);
        Assert.That(plan.Utan.Single().Slag, Is.EqualTo(Utanslag.Intervall));

        Assert.That(plan.Aterta(register[0].Id), Is.Empty);

        Assert.That(plan.Rader.Single().Andrad, Is.True);
        Assert.That(Plangenerering.Foresla(register, Ar, Regler, plan.Rader, plan.Utan).Rader, Has.Count.EqualTo(1));
    }

    // --- Slå ihop och dela

    [Test]
    public void Sammanslagna_rader_foljs_upp_i_en_med_det_tataste_intervallet()
    {
        var plan = Plan([Objekt(1), Objekt(2), Objekt(3)], med: r => r.Nr == 2 ? r with { IntervallManader = 6, HogstIntervallManader = 6, Bestams = Bestams.Avtal, Riskpoang = 0 } : r);
        var (ett, tva) = (plan.Rader[0], plan.Rader[1]);

        Assert.That(plan.SlaIhop([ett.Id, tva.Id], ett.Id), Is.Empty);

        var kvar = plan.Rader.Single(r => r.Id == ett.Id);
        Assert.That((kvar.IntervallManader, kvar.HogstIntervallManader, kvar.Bestams, kvar.Andrad), Is.EqualTo(((int?)6, (int?)6, (Bestams?)Bestams.Avtal, true)));
        Assert.That(kvar.VadSomFoljsUpp, Does.EndWith("Följs upp i samma rad: Avtal 2."));
        var utan = plan.Utan.Single();
        Assert.That((utan.Slag, utan.GenomRadId, utan.ObjektId), Is.EqualTo((Utanslag.Sammanslagen, (Guid?)ett.Id, tva.ObjektId)));
        Assert.That(plan.LamnaUt(ett.Id, "Skäl").Single().Kod, Is.EqualTo("har-sammanslagna"));
    }

    [Test]
    public void Utan_val_ar_den_kvar_som_gar_forst()
    {
        var plan = Plan([Objekt(1), Objekt(2)], med: r => r.Nr == 2 ? r with { Bestams = Bestams.Lag } : r with { Bestams = Bestams.Risk, Riskpoang = 9900 });
        Assert.That(plan.SlaIhop([.. plan.Rader.Select(r => r.Id)]), Is.Empty);
        Assert.That(plan.Rader.Single().Objekt, Is.EqualTo("Avtal 2"));
    }

    [Test]
    public void Olika_utforare_och_for_fa_rader_hindrar()
    {
        var plan = Plan([Objekt(1), Objekt(2, utforare: Guid.NewGuid()), Objekt(3) with { UtforareId = null, Utforare = null }]);
        Assert.That(plan.SlaIhop([plan.Rader[0].Id]).Single().Kod, Is.EqualTo("for-fa-rader"));
        Assert.That(plan.SlaIhop([.. plan.Rader.Select(r => r.Id)], plan.Rader[0].Id).Select(h => h.Kod), Is.EqualTo(new[] { "olika-utforare", "olika-utforare" }));
        Assert.That(plan.NagotAndrat, Is.False);
    }

    [Test]
    public void En_form_som_inte_far_foljas_upp_pa_den_som_ar_kvar_hindrar()
    {
        var enhet = EnEnhet(true) with { UtforareId = Utforaren, Driftsform = Driftsform.Aktiebolag, Verksamhetsomrade = "Annat" };
        var plan = Plan([Objekt(1), enhet]);
        var (avtal, enheten) = (plan.Rader.Single(r => r.AvtalId is not null), plan.Rader.Single(r => r.EnhetId is not null));

        Assert.That(plan.SlaIhop([avtal.Id, enheten.Id], enheten.Id).Single().Kod, Is.EqualTo("avtal-saknas"));
        Assert.That(plan.SlaIhop([avtal.Id, enheten.Id], avtal.Id), Is.Empty);
    }

    [Test]
    public void En_sammanslagen_rad_ger_tillbaka_sina_objekt_och_sitt_intervall()
    {
        var register = new[] { Objekt(1), Objekt(2), Objekt(3) };
        var plan = Plan(register);
        var fore = plan.Rader.ToList();
        plan.SlaIhop([.. fore.Select(r => r.Id)], fore[1].Id);

        Assert.That(plan.Dela(fore[1].Id, []), Is.Empty);

        Assert.That(plan.Utan, Is.Empty);
        Assert.That(plan.Rader.Select(r => (r.Nr, r.Objekt)), Is.EqualTo(new[] { (1, "Avtal 1"), (2, "Avtal 2"), (3, "Avtal 3") }));
        var kvar = plan.Rader[1];
        Assert.That((kvar.Id, kvar.VadSomFoljsUpp, kvar.IntervallManader), Is.EqualTo((fore[1].Id, fore[1].VadSomFoljsUpp, fore[1].IntervallManader)));
    }

    [Test]
    public void En_vanlig_rad_delas_efter_form_och_delarna_kan_slas_ihop_igen()
    {
        var plan = Plan([Objekt(1), Objekt(2)]);
        var rad = plan.Rader[0];
        var former = Uppfoljningsformer.Las(rad.Former);

        Assert.That(plan.Dela(rad.Id, []).Single().Kod, Is.EqualTo("form-saknas"));
        Assert.That(plan.Dela(rad.Id, former).Single().Kod, Is.EqualTo("alla-former"));
        Assert.That(plan.Dela(rad.Id, [former[1]]), Is.Empty);

        Assert.That(plan.Rader.Select(r => (r.Nr, r.Objekt, r.Del, r.Former)), Is.EqualTo(new[]
        {
            (1, "Avtal 1", 1, "Avtalsuppfoljning"), (2, "Avtal 1", 2, "Verksamhetsuppfoljning"), (3, "Avtal 2", 1, rad.Former),
        }));
        Assert.That(plan.Rader.SelectMany(Plankrav.Prova), Is.Empty);

        Assert.That(plan.SlaIhop([plan.Rader[0].Id, plan.Rader[1].Id]), Is.Empty);
        Assert.That(plan.Rader.Select(r => (r.Del, r.Former)), Has.All.EqualTo((1, rad.Former)));
        Assert.That(plan.Utan, Is.Empty);
    }

    [Test]
    public void Nar_den_forsta_delen_lamnas_ut_blir_den_andra_objektets_rad()
    {
        var plan = Plan([Objekt(1)]);
        plan.Dela(plan.Rader[0].Id, [Uppfoljningsform.Verksamhetsuppfoljning]);

        Assert.That(plan.LamnaUt(plan.Rader[0].Id, "Bara verksamheten i år."), Is.Empty);

        Assert.That((plan.Rader.Single().Del, plan.Utan.Count), Is.EqualTo((1, 0)));
    }

    // --- Generera om

    [Test]
    public void En_sammanslagen_utelamnad_och_delad_rad_star_kvar_nar_planen_genereras_om()
    {
        var register = new[] { Objekt(1), Objekt(2), Objekt(3), Objekt(4) };
        var plan = Plan(register);
        var fore = plan.Rader.ToList();
        plan.SlaIhop([fore[0].Id, fore[1].Id], fore[0].Id);
        plan.LamnaUt(fore[2].Id, "Vilande");
        plan.Dela(fore[3].Id, [Uppfoljningsform.Verksamhetsuppfoljning]);

        var forslag = Plangenerering.Foresla(register, Ar, Regler, plan.Rader, plan.Utan);
        var sammanslagning = Planjamforelse.Sla(plan.Rader, forslag.Rader);

        Assert.That((sammanslagning.Nya.Count, sammanslagning.Borttagna.Count), Is.EqualTo((0, 0)));
        Assert.That(sammanslagning.Kvar.Select(r => (r.Id, r.Del, r.Former)), Is.EqualTo(plan.Rader.Select(r => (r.Id, r.Del, r.Former))));
        Assert.That(forslag.Utan.Select(u => (u.ObjektId, u.Slag, u.GenomRadId)), Is.EquivalentTo(plan.Utan.Select(u => (u.ObjektId, u.Slag, u.GenomRadId))));
    }

    // UPP-01: försvinner den rad som objektet följdes upp i får det sin egen rad igen.
    [Test]
    public void Nar_raden_som_ar_kvar_faller_bort_far_de_andra_egna_rader()
    {
        var register = new[] { Objekt(1), Objekt(2) };
        var plan = Plan(register);
        plan.SlaIhop([.. plan.Rader.Select(r => r.Id)], plan.Rader[0].Id);

        Planobjekt[] nu = [register[0] with { Slut = new DateOnly(2026, 3, 31) }, register[1]];
        var forslag = Plangenerering.Foresla(nu, Ar, Regler, plan.Rader, plan.Utan);

        Assert.That(forslag.Rader.Single().Objekt, Is.EqualTo("Avtal 2"));
        Assert.That(forslag.Utan.Single().Objekt, Is.EqualTo("Avtal 1"));
    }

    [Test]
    public void Lagen_for_ett_objekt_i_raden_binder_raden_ocksa_nar_planen_genereras_om()
    {
        var regler = Regler with { Regler = [Lagen] };
        var register = new[] { Objekt(1), Objekt(2, "Förskola") };
        var plan = Plan(register, regler);
        var kvar = plan.Rader.Single(r => r.Objekt == "Avtal 1");
        Assert.That(plan.SlaIhop([.. plan.Rader.Select(r => r.Id)], kvar.Id), Is.Empty);

        var rad = Plangenerering.Foresla(register, Ar, regler, plan.Rader, plan.Utan).Rader.Single();

        Assert.That((rad.IntervallManader, rad.HogstIntervallManader, rad.Bestams), Is.EqualTo(((int?)12, (int?)12, (Bestams?)Bestams.Lag)));
    }

    // --- Särskild granskning (UPP-04)

    [TestCase(Utlosare.NamndensBeslut, "2026-11-21", true)]
    [TestCase(Utlosare.NamndensBeslut, "2026-11-22", false)]
    [TestCase(Utlosare.NyLag, "2027-01-01", true)]
    [TestCase(Utlosare.ChefsBeslut, null, false)]
    public void Ett_beslut_ska_vara_fattat_men_en_lag_far_borja_galla_senare(Utlosare utlosare, string? dag, bool gar)
    {
        var rad = EnGranskning() with { Utlosare = utlosare, Utlosardatum = Kanske(dag) };
        Assert.That(Granskningsregler.Prova(rad, new DateOnly(2026, 11, 21)).Select(h => h.Falt), gar ? Is.Empty : Is.EqualTo(new[] { "Utlosardatum" }));
    }

    [Test]
    public void En_granskning_utan_anledning_nekas() =>
        Assert.That(Granskningsregler.Prova(EnGranskning() with { Utlosare = null, Utlosartext = " " }, new DateOnly(2026, 11, 21)).Select(h => h.Kod),
            Is.SupersetOf(new[] { "utlosare-saknas", "utlosartext-saknas" }));

    [TestCase(Plantillstand.Utkast, true)]
    [TestCase(Plantillstand.Beslutad, true)]
    [TestCase(Plantillstand.Gallande, true)]
    [TestCase(Plantillstand.Reviderad, true)]
    [TestCase(Plantillstand.Aterrapporterad, false)]
    public void En_granskning_laggs_till_tills_planen_ar_aterrapporterad(Plantillstand tillstand, bool gar) =>
        Assert.That(Granskningsregler.ProvaTillagg(tillstand).Count == 0, Is.EqualTo(gar));

    [Test]
    public void En_granskning_efter_beslutet_andrar_inte_checksumman_men_en_andrad_rad_gor_det()
    {
        var namnd = Guid.NewGuid();
        var rader = Plangenerering.Foresla([Objekt(1), Objekt(2)], Ar, Regler).Rader;
        var summa = Plansumma.Av(namnd, Ar, rader, []);
        Planrad[] med = [.. rader, EnGranskning() with { Nr = 3 }, EnGranskning() with { Nr = 4, Objekt = "Ett tema till" }];

        Assert.That(Plansumma.Stammer(summa, namnd, Ar, med, []), Is.True);
        Assert.That(Plansumma.Stammer(summa, namnd, Ar, [med[0] with { Ansvarig = "X" }, .. med[1..]], []), Is.False);
        Assert.That(Plansumma.Stammer(summa, namnd, Ar, [rader[0]], []), Is.False);
        // En granskning som hörde till beslutet gör fortfarande det.
        var beslutad = Plansumma.Av(namnd, Ar, med[..3], []);
        Assert.That(Plansumma.Stammer(beslutad, namnd, Ar, med, []), Is.True);
        Assert.That(Plansumma.Stammer(beslutad, namnd, Ar, [.. rader], []), Is.False);
    }

    [Test]
    public void En_granskning_slas_inte_ihop_och_delas_inte()
    {
        var granskning = EnGranskning() with { Id = Guid.NewGuid(), Nr = 9 };
        var plan = new Planandring(Ar, Regler, [], [TimprovTests.EnRad(), granskning], [], "Bo", new DateOnly(2026, 11, 21));

        Assert.That(plan.SlaIhop([plan.Rader[0].Id, granskning.Id]).Single().Kod, Is.EqualTo("granskning-for-sig"));
        Assert.That(plan.Dela(granskning.Id, []).Single().Kod, Is.EqualTo("granskning-delas-inte"));
        Assert.That(plan.LamnaUt(granskning.Id, "Behövs inte."), Is.Empty);
        Assert.That(plan.Utan, Is.Empty, "Ett tema hör inte till registret.");
    }

    private static Planrad EnGranskning() => TimprovTests.EnRad() with
    {
        AvtalId = null,
        Slag = Radslag.SarskildGranskning,
        Objekt = "Ny lag om förhandsbesked",
        VadSomFoljsUpp = "Rutiner och dokumentation.",
        Former = "SarskildGranskning",
        IntervallManader = null,
        Bestams = null,
        Riskpoang = null,
        Driftsform = null,
        Utlosare = Utlosare.NyLag,
        Utlosartext = "SFS 2026:100",
        Utlosardatum = new DateOnly(2027, 1, 1),
    };
}
