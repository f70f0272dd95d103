using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Uppgifter;

namespace Uppfoljning.Domain.Tests.Uppgifter;

/// <summary>Vad som ska göras och vems det är, på var sin sida om varje gränsdag.</summary>
public sealed class UppgiftsrakningTests
{
    // Lördag i vecka 47; söndagen är den 22 november.
    private static readonly DateOnly Idag = new(2026, 11, 21);
    private static readonly Guid Namnd = Guid.Parse("11111111-0000-0000-0000-000000000001");
    private static readonly Guid Jag = Guid.Parse("22222222-0000-0000-0000-000000000001");

    [TestCase("2026-11-20", Uppgiftsgrupp.Forsenat, TestName = "I går är försenat")]
    [TestCase("2026-11-21", Uppgiftsgrupp.DennaVecka, TestName = "I dag är denna vecka")]
    [TestCase("2026-11-22", Uppgiftsgrupp.DennaVecka, TestName = "Söndagen hör till veckan")]
    [TestCase("2026-11-23", Uppgiftsgrupp.Senare, TestName = "Måndagen är nästa vecka")]
    public void Gruppen_foljer_dagen(string dag, Uppgiftsgrupp grupp) =>
        Assert.That(Uppgiftsrakning.Grupp(DateOnly.Parse(dag, System.Globalization.CultureInfo.InvariantCulture), Idag), Is.EqualTo(grupp));

    [Test]
    public void Utan_dag_star_det_under_senare() => Assert.That(Uppgiftsrakning.Grupp(null, Idag), Is.EqualTo(Uppgiftsgrupp.Senare));

    [Test]
    public void Veckan_ar_fran_mandag_till_sondag_ocksa_over_arsskiftet()
    {
        Assert.That(Uppgiftsrakning.Sondag(new DateOnly(2026, 12, 28)), Is.EqualTo(new DateOnly(2027, 1, 3)));
        Assert.That(Uppgiftsrakning.Sondag(new DateOnly(2027, 1, 3)), Is.EqualTo(new DateOnly(2027, 1, 3)));
        Assert.That(Uppgiftsrakning.Sondag(new DateOnly(2027, 1, 4)), Is.EqualTo(new DateOnly(2027, 1, 10)));
    }

    // AND-12: 12, 6 och 3 månader före sista dagen. Avtalet slutar 2027-12-31 och har 6 månaders uppsägningstid: sista dag är 2027-06-30.
    [TestCase("2026-06-29", null, null)]
    [TestCase("2026-06-30", "Börja pröva om avtalet ska förlängas", "2026-12-30")]
    [TestCase("2026-12-30", "Börja pröva om avtalet ska förlängas", "2026-12-30")]
    [TestCase("2026-12-31", "Bered beslutet om förlängning eller uppsägning", "2027-03-30")]
    [TestCase("2027-03-30", "Bered beslutet om förlängning eller uppsägning", "2027-03-30")]
    [TestCase("2027-03-31", "Lämna besked om förlängning eller uppsägning", "2027-06-30")]
    [TestCase("2027-06-30", "Lämna besked om förlängning eller uppsägning", "2027-06-30")]
    [TestCase("2027-07-01", "Kontrollera om avtalet förlängs eller slutar", "2027-06-30")]
    [TestCase("2027-12-31", "Kontrollera om avtalet förlängs eller slutar", "2027-06-30")]
    [TestCase("2028-01-01", null, null)]
    public void Besked_paminns_om_i_steg_fore_sista_dagen(string idag, string? rubrik, string? dag)
    {
        var besked = Alla(Avtal(new DateOnly(2027, 12, 31), forlangningar: 1), Dag(idag)).SingleOrDefault(u => u.Sort == Uppgiftssort.Besked);
        Assert.That((besked?.Rubrik, besked?.Dag), Is.EqualTo((rubrik, dag is null ? (DateOnly?)null : Dag(dag))));
    }

    [Test]
    public void Ett_avtal_som_inte_kan_forlangas_loper_ut_av_sig_sjalvt_nar_beskedsdagen_har_passerat()
    {
        var avtal = Avtal(new DateOnly(2027, 12, 31), forlangningar: 0);
        Assert.That(Alla(avtal, Dag("2027-06-30")).Any(u => u.Sort == Uppgiftssort.Besked), Is.True);
        Assert.That(Alla(avtal, Dag("2027-07-01")).Any(u => u.Sort == Uppgiftssort.Besked), Is.False);
    }

    [Test]
    public void Avtalets_egen_beskedsdag_gar_fore_den_utraknade()
    {
        var avtal = Forlangbart(new() { Nr = 1, Manader = 12, SistaBesked = new DateOnly(2027, 3, 1) });
        var besked = Alla(avtal, Dag("2027-02-15")).Single(u => u.Sort == Uppgiftssort.Besked);
        Assert.That((besked.Dag, besked.Grund), Is.EqualTo(((DateOnly?)new DateOnly(2027, 3, 1), "Sista dag för besked är 2027-03-01, enligt avtalet.")));
    }

    // AND-12: förlängningens egna månader, inte avtalets uppsägningstid.
    [TestCase("2026-03-30", null)]
    [TestCase("2026-03-31", "2026-09-30")]
    [TestCase("2027-03-31", "2027-03-31")]
    public void En_forlangning_med_besked_i_manader_paminns_om_sin_egen_dag(string idag, string? dag)
    {
        var besked = Alla(Forlangbart(new() { Nr = 1, Manader = 12, BeskedManader = 9 }), Dag(idag)).SingleOrDefault(u => u.Sort == Uppgiftssort.Besked);
        Assert.That(besked?.Dag, Is.EqualTo(dag is null ? null : (DateOnly?)Dag(dag)));
        if (besked is not null) { Assert.That(besked.Grund, Does.EndWith("Sista dag för besked är 2027-03-31: avtalet slutar 2027-12-31 och besked om förlängning ska lämnas 9 månader före.")); }
    }

    [Test]
    public void Nar_forlangningens_besked_inte_ar_kant_gissas_ingen_dag() =>
        Assert.That(Alla(Forlangbart(new() { Nr = 1, Manader = 12 }), Dag("2027-02-15")).Any(u => u.Sort == Uppgiftssort.Besked), Is.False);

    [TestCase("2027-05-31", false)]
    [TestCase("2027-06-30", true)]
    [TestCase("2027-12-31", true)]
    public void Ett_avtal_som_slutar_visas_sex_manader_fore(string idag, bool visas) =>
        Assert.That(Alla(Avtal(new DateOnly(2027, 12, 31)), Dag(idag)).Any(u => u.Sort == Uppgiftssort.Slut), Is.EqualTo(visas));

    [Test]
    public void Ett_avtal_som_har_slutat_men_star_som_aktivt_ar_forsenat()
    {
        var u = Alla(Avtal(Idag.AddDays(-1)), Idag).Single(u => u.Sort == Uppgiftssort.Slut);
        Assert.That(u.Rubrik, Is.EqualTo("Avsluta avtalet i registret"));
        Assert.That(Uppgiftsrakning.Grupp(u.Dag, Idag), Is.EqualTo(Uppgiftsgrupp.Forsenat));
        Assert.That(Alla(Avtal(Idag), Idag).Single(u => u.Sort == Uppgiftssort.Slut).Rubrik, Is.EqualTo("Förbered att avtalet slutar"));
    }

    [Test]
    public void Nasta_upphandling_visas_ett_ar_fore_och_ar_sedan_forsenad_tills_avtalet_har_slutat()
    {
        var avtal = Avtal(new DateOnly(2029, 6, 30));
        var borja = Avtalsdatum.Rakna(avtal.Datum, Avtalsdatumtider.Forval, Domain.Kalender.Arbetskalender.Lagens).Single(d => d.Sort == Avtalsdatumsort.NastaUpphandling).Dag!.Value;
        bool Visas(DateOnly idag) => Alla(avtal, idag).Any(u => u.Sort == Uppgiftssort.Upphandling && u.Dag == borja);

        Assert.That(Visas(borja.AddYears(-1).AddDays(-1)), Is.False);
        Assert.That(Visas(borja.AddYears(-1)), Is.True);
        Assert.That(Visas(borja.AddDays(1)), Is.True);
        Assert.That(Visas(new DateOnly(2029, 6, 30)), Is.True);
        Assert.That(Visas(new DateOnly(2029, 7, 1)), Is.False);
    }

    [Test]
    public void Kan_avtalet_forlangas_ar_en_passerad_upphandlingsdag_ingen_forsening()
    {
        var avtal = Avtal(new DateOnly(2027, 12, 31), forlangningar: 1);
        var borja = Avtalsdatum.Rakna(avtal.Datum, Avtalsdatumtider.Forval, Domain.Kalender.Arbetskalender.Lagens).First(d => d.Sort == Avtalsdatumsort.NastaUpphandling).Dag!.Value;
        Assert.That(Alla(avtal, borja).Any(u => u.Sort == Uppgiftssort.Upphandling), Is.True);
        Assert.That(Alla(avtal, borja.AddDays(1)).Any(u => u.Sort == Uppgiftssort.Upphandling), Is.False);
    }

    [Test]
    public void Mitt_ar_det_som_jag_ar_avtalsansvarig_for()
    {
        var person = Person(Uppgiftsroll.Ingen);
        Assert.That(Uppgiftsrakning.Agare(new(Jag, "Någon"), Namnd, person), Is.EqualTo((true, "Du är avtalsansvarig.")));
        Assert.That(Uppgiftsrakning.Agare(new(null, "prov person"), Namnd, person).Min, Is.True);
        Assert.That(Uppgiftsrakning.Agare(new(Guid.NewGuid(), "Prov Person"), Namnd, person).Min, Is.False, "En annan användare med samma namn är en annan.");
        Assert.That(Uppgiftsrakning.Agare(new(null, "Enhetschef"), Namnd, person), Is.EqualTo((false, "Enhetschef är avtalsansvarig.")));
    }

    [Test]
    public void Saknas_ansvarig_ar_det_mitt_om_jag_ar_avtalsansvarig_i_namnden()
    {
        Assert.That(Uppgiftsrakning.Agare(new(null, " "), Namnd, Person(Uppgiftsroll.Avtalsansvarig)), Is.EqualTo((true, "Avtalet saknar ansvarig och du är avtalsansvarig i nämnden.")));
        Assert.That(Uppgiftsrakning.Agare(new(null, null), Namnd, Person(Uppgiftsroll.Uppfoljare)).Min, Is.False);
        Assert.That(Uppgiftsrakning.Agare(new(null, null), Guid.NewGuid(), Person(Uppgiftsroll.Avtalsansvarig)).Min, Is.False);
    }

    [Test]
    public void Saknade_klausuler_sammanfattas_per_namnd_med_sin_paragraf() // KL-04, KL-05
    {
        var underlag = Underlag() with { Brister = [new(Namnd, Avtalsbrist.Insyn, 3), new(Namnd, Avtalsbrist.Uppfoljning, 1), new(Namnd, Avtalsbrist.Slutdatum, 0)] };
        var uppgifter = Uppgiftsrakning.Alla(underlag, Person(Uppgiftsroll.Avtalsansvarig), Idag).Where(u => u.Sort == Uppgiftssort.Klausul).ToList();
        Assert.That(uppgifter.Select(u => (u.Lagrum.Single(), u.Min)), Is.EquivalentTo(new[] { (Lagrum.Kl(10, 9), true), (Lagrum.Kl(10, 8), true) }));
        Assert.That(uppgifter.Select(u => u.Rubrik), Does.Contain("Kontrollera insynen i 3 avtal"));
    }

    [TestCase("2026-09-30", 2026)]
    [TestCase("2026-10-01", 2027)]
    public void Fran_oktober_ar_det_nasta_ars_plan(string idag, int ar)
    {
        Assert.That(Uppgiftsrakning.Planar(Dag(idag)), Is.EqualTo(ar));
        var plan = Uppgiftsrakning.Alla(Underlag(), Person(Uppgiftsroll.Uppfoljare), Dag(idag)).Single();
        Assert.That((plan.Rubrik, plan.Dag, plan.Min, plan.Varfor), Is.EqualTo(($"Gör uppföljningsplanen för {ar}", (DateOnly?)new DateOnly(ar - 1, 12, 31), true, "Du är uppföljare i nämnden.")));
    }

    [Test]
    public void Ett_utkast_ska_till_beslut_och_en_beslutad_plan_ar_klar()
    {
        var namnd = Underlag().Namnder[0];
        var utkast = Underlag() with { Namnder = [namnd with { PlanId = Guid.NewGuid() }] };
        Assert.That(Uppgiftsrakning.Alla(utkast, Person(Uppgiftsroll.Namndsekreterare), Idag).Single().Rubrik, Is.EqualTo("För uppföljningsplanen för 2027 till beslut"));
        var beslutad = Underlag() with { Namnder = [namnd with { PlanId = Guid.NewGuid(), PlanBeslutad = true }] };
        Assert.That(Uppgiftsrakning.Alla(beslutad, Person(Uppgiftsroll.Namndsekreterare), Idag), Is.Empty);
    }

    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(30, true)]
    [TestCase(31, false)]
    public void Sista_dag_for_handlingar_visas_till_och_med_dagen(int dagar, bool visas)
    {
        var underlag = Beslutad() with { Sammantraden = [new(Guid.NewGuid(), Namnd, "VON", Idag.AddDays(40), Idag.AddDays(dagar))] };
        Assert.That(Uppgiftsrakning.Alla(underlag, Person(Uppgiftsroll.Namndsekreterare), Idag).Any(), Is.EqualTo(visas));
    }

    [Test]
    public void En_kontroll_visas_tre_manader_fore_och_ett_tillstand_sex()
    {
        Kontrolluppgift Kontroll(DateOnly? nasta, DateOnly? till) => new(Guid.NewGuid(), "Omsorg AB", "F-skatt", nasta, till, [Namnd]);
        IReadOnlyList<Uppgift> For(Kontrolluppgift k) => Uppgiftsrakning.Alla(Beslutad() with { Kontroller = [k] }, Person(Uppgiftsroll.Uppfoljare), Idag);

        Assert.That(For(Kontroll(Idag.AddMonths(3), null)).Single().Varfor, Is.EqualTo("Du är uppföljare i Vård- och omsorgsnämnden, som har avtal med utföraren."));
        Assert.That(For(Kontroll(Idag.AddMonths(3).AddDays(1), null)), Is.Empty);
        Assert.That(For(Kontroll(null, Idag.AddMonths(6))).Single().Sort, Is.EqualTo(Uppgiftssort.Tillstand));
        Assert.That(For(Kontroll(null, Idag.AddMonths(6).AddDays(1))), Is.Empty);
    }

    [Test]
    public void Rattelse_och_uppdragsbeskrivning_har_sin_egen_dag()
    {
        var underlag = Beslutad() with
        {
            Rattelser = [new(Guid.NewGuid(), Namnd, "VON", "Hemtjänst", new(Jag, null), Idag)],
            Uppdrag = [new(Guid.NewGuid(), "Solgården", Namnd, "VON", Idag.AddMonths(12)), new(Guid.NewGuid(), "Senare", Namnd, "VON", Idag.AddMonths(12).AddDays(1))],
        };
        var uppgifter = Uppgiftsrakning.Alla(underlag, Person(Uppgiftsroll.Avtalsansvarig), Idag);
        Assert.That(uppgifter.Select(u => (u.Sort, u.Dag, u.Min)), Is.EqualTo(new[]
        {
            (Uppgiftssort.Rattelse, (DateOnly?)Idag, true), (Uppgiftssort.Uppdrag, Idag.AddMonths(12), true),
        }));
    }

    [Test]
    public void Programmet_ar_administratorens() // KL-01
    {
        var brist = new Hinder("program-saknas", "Saknas.", Lagrum.Kl(5, 3));
        var u = Uppgiftsrakning.Alla(Beslutad() with { Programbrist = brist }, Person(Uppgiftsroll.Ingen) with { Administrator = true }, Idag).Single();
        Assert.That((u.Min, u.Grund, u.Lagrum.Single()), Is.EqualTo((true, "Saknas.", Lagrum.Kl(5, 3))));
    }

    [Test]
    public void Tidigast_star_forst_och_det_utan_dag_sist()
    {
        var underlag = Underlag() with
        {
            Avtal = [Avtal(Idag.AddDays(60)), Avtal(Idag.AddDays(-3))],
            Brister = [new(Namnd, Avtalsbrist.Ansvarig, 2)],
        };
        var dagar = Uppgiftsrakning.Alla(underlag, Person(Uppgiftsroll.Avtalsansvarig), Idag).Select(u => u.Dag ?? DateOnly.MaxValue).ToList();
        Assert.That(dagar, Is.Ordered);
        Assert.That(dagar[^1], Is.EqualTo(DateOnly.MaxValue));
    }

    private static IReadOnlyList<Uppgift> Alla(Avtalsfakta avtal, DateOnly idag) => Uppgiftsrakning.Alla(Beslutad() with { Avtal = [avtal] }, Person(Uppgiftsroll.Avtalsansvarig), idag);

    private static Avtalsfakta Avtal(DateOnly slut, int forlangningar = 0) => new()
    {
        Id = Guid.NewGuid(),
        NamndId = Namnd,
        Namnd = "VON",
        Benamning = "Hemtjänst",
        Ansvar = new(Jag, "Prov Person"),
        Datum = new() { Slut = slut, UppsagningstidManader = 6, ForlangningManader = 12, AntalForlangningar = forlangningar, Upphandlingsform = Upphandlingsform.Lou, Tillstand = Avtalstillstand.Aktivt },
    };

    private static Avtalsfakta Forlangbart(Forlangning forlangning)
    {
        var avtal = Avtal(new DateOnly(2027, 12, 31));
        return avtal with { Datum = avtal.Datum with { Forlangningar = [forlangning] } };
    }

    private static Uppgiftsunderlag Underlag() => new() { Namnder = [new(Namnd, "Vård- och omsorgsnämnden", "VON", null, false)] };

    private static Uppgiftsunderlag Beslutad() => Underlag() with { Namnder = [Underlag().Namnder[0] with { PlanId = Namnd, PlanBeslutad = true }] };

    private static Uppgiftsperson Person(Uppgiftsroll roll) => new(Jag, "Prov Person", new Dictionary<Guid, Uppgiftsroll> { [Namnd] = roll }, false);

    private static DateOnly Dag(string dag) => DateOnly.Parse(dag, System.Globalization.CultureInfo.InvariantCulture);
}
