using FsCheck;
using FsCheck.Fluent;
using FsCheck.NUnit;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Tests.Kalender;
using Property = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Domain.Tests.Avtal;

[Properties(Arbitrary = [typeof(Avtalsslump), typeof(Kalenderslump)], MaxTest = 500)]
public sealed class AvtalsdatumTests
{
    private static readonly Avtalsdatumfakta Hemtjanst = new()
    {
        Start = new(2024, 7, 1),
        Slut = new(2027, 6, 30),
        ForlangningManader = 12,
        AntalForlangningar = 2,
        UppsagningstidManader = 6,
        Upphandlingsform = Upphandlingsform.Lou,
        Tillstand = Avtalstillstand.Aktivt,
    };

    private static IReadOnlyList<Avtalsdag> Rakna(Avtalsdatumfakta avtal, Arbetskalender? kalender = null) =>
        Avtalsdatum.Rakna(avtal, Avtalsdatumtider.Forval, kalender ?? Arbetskalender.Lagens);

    private static string Rad(Avtalsdag dag) => $"{dag.Rubrik}: {dag.Dag?.Iso() ?? "okänt"}";

    [Test]
    public void Varje_forlangning_har_sin_egen_beskedsdag_och_den_andra_raknas_fran_den_forstas_slut() =>
        Assert.That(Rakna(Hemtjanst).Select(Rad), Is.EqualTo(new[]
        {
            "Avtalet börjar: 2024-07-01",
            "Avtalet slutar: 2027-06-30",
            "Sista dag för besked om förlängning 1 av 2: 2026-12-30",
            "Sista dag för besked om förlängning 2 av 2: 2027-12-30",
            "Sista dag för uppsägning i sista perioden: 2028-12-30",
            "Längsta möjliga slut: 2029-06-30",
            "Nästa upphandling måste börja, om avtalet inte förlängs: 2026-04-02",
            "Nästa upphandling måste börja, om alla förlängningar utnyttjas: 2028-03-31",
        }));

    [Test]
    public void Beskedsdagen_flyttas_aldrig_framat_och_sager_sista_arbetsdagen_dessforinnan()
    {
        var dag = Rakna(Hemtjanst with { Slut = new(2027, 5, 21), UppsagningstidManader = 6 }).First(d => d.Sort == Avtalsdatumsort.Besked);

        Assert.That(dag.Dag, Is.EqualTo(new DateOnly(2026, 11, 21))); // en lördag
        Assert.That(dag.Steg, Has.One.EqualTo("2026-11-21 är lördag. Sista arbetsdagen dessförinnan är 2026-11-20 (fredag); lämna beskedet då."));
        Assert.That(dag.Forbehall, Has.One.StartsWith("Tiden i avtalet går före"));
    }

    [Test]
    public void En_stangd_dag_som_kommunen_lagt_till_flyttar_radet_men_inte_dagen()
    {
        var kalender = new Arbetskalender([new(new(2026, 11, 20), "stängt", Helgdag: false)]);
        var dag = Rakna(Hemtjanst with { Slut = new(2027, 5, 21) }, kalender).First(d => d.Sort == Avtalsdatumsort.Besked);

        Assert.That(dag.Dag, Is.EqualTo(new DateOnly(2026, 11, 21)));
        Assert.That(dag.Steg, Has.One.Contains("2026-11-19 (torsdag)"));
    }

    [TestCase("2027-02-28", 12, 1, "2028-02-29")] // en månads sista dag förblir det
    [TestCase("2027-06-30", 6, 1, "2027-12-31")]
    [TestCase("2027-08-30", 6, 1, "2028-02-29")] // kort månad på vägen
    [TestCase("2027-08-30", 6, 2, "2028-08-30")] // och dagen kommer tillbaka
    [TestCase("2027-05-15", 24, 2, "2031-05-15")]
    public void En_forlangning_slutar_samma_dag_i_manaden(string slut, int manader, int nr, string efter) =>
        Assert.That(Avtalsdatum.Periodslut(Planer.Planfakta.Dag(slut), manader, nr).Iso(), Is.EqualTo(efter));

    [Test]
    public void Utan_slutdatum_raknas_ingenting_och_varje_rad_sager_vad_som_saknas()
    {
        var dagar = Rakna(Hemtjanst with { Slut = null }).Where(d => d.Sort != Avtalsdatumsort.Start).ToList();

        Assert.That(dagar.Select(d => d.Dag), Is.All.Null);
        Assert.That(dagar.Select(d => d.Saknas), Has.All.Contain("lutdatumet"));
    }

    [Test]
    public void Okand_forlangning_uppsagningstid_och_upphandlingsform_namns_var_for_sig()
    {
        var dagar = Rakna(new() { Slut = new(2027, 6, 30), Tillstand = Avtalstillstand.Aktivt });

        Assert.That(dagar.Single(d => d.Sort == Avtalsdatumsort.Besked).Saknas, Is.EqualTo("Det här är inte känt: uppsägningstiden. Fyll i det, så räknas dagen."));
        Assert.That(dagar.Single(d => d.Sort == Avtalsdatumsort.LangstaSlut).Saknas, Does.Contain("om avtalet kan förlängas"));
        Assert.That(dagar.Single(d => d.Sort == Avtalsdatumsort.NastaUpphandling).Saknas, Does.Contain("upphandlingsformen"));
    }

    [TestCase(Upphandlingsform.Lov, "valfrihetssystem")]
    [TestCase(Upphandlingsform.Luf, "LUF")]
    [TestCase(Upphandlingsform.IdeburetPartnerskap, "partnerskap")]
    [TestCase(Upphandlingsform.Annan, "annan")]
    public void En_form_som_inte_ersatts_med_upphandling_enligt_LOU_ger_ingen_dag_men_ett_skal(Upphandlingsform form, string ord)
    {
        var dag = Rakna(Hemtjanst with { Upphandlingsform = form }).Single(d => d.Sort == Avtalsdatumsort.NastaUpphandling);
        Assert.That(dag.Dag, Is.Null);
        Assert.That(dag.Saknas, Does.Contain(ord));
        Assert.That(dag.GallerInte, Is.EqualTo(form == Upphandlingsform.Lov));
    }

    [Test]
    public void Okand_direktivstyrning_visas_som_antagande_och_kand_gor_det_inte()
    {
        Avtalsdag Upphandling(Upphandlingsregler? regler) => Rakna(Hemtjanst with { Regler = regler }).First(d => d.Sort == Avtalsdatumsort.NastaUpphandling);

        Assert.That(Upphandling(null).Forbehall, Has.One.StartsWith("Det är inte känt om nästa upphandling är direktivstyrd"));
        Assert.That(Upphandling(null).Dag, Is.EqualTo(Upphandling(Upphandlingsregler.Direktivstyrd).Dag));
        Assert.That(Upphandling(Upphandlingsregler.Direktivstyrd).Forbehall, Has.None.Contains("direktivstyrd"));
        Assert.That(Upphandling(Upphandlingsregler.Direktivstyrd).Lagrum, Does.Contain(Lagrum.Lou(11, 2)).And.Contain(Lagrum.Lou(20, 1)));
        Assert.That(Upphandling(Upphandlingsregler.Kapitel19).Lagrum, Does.Contain(Lagrum.Lou(19, 11)).And.Not.Contain(Lagrum.Lou(11, 2)));
    }

    [Test]
    public void Kommunens_anbudstid_ar_aldrig_kortare_an_lagens()
    {
        var kort = Avtalsdatum.Rakna(Hemtjanst, new() { AnbudDagar = 10 }, Arbetskalender.Lagens).First(d => d.Sort == Avtalsdatumsort.NastaUpphandling);
        var lagens = Avtalsdatum.Rakna(Hemtjanst, new() { AnbudDagar = 30 }, Arbetskalender.Lagens).First(d => d.Sort == Avtalsdatumsort.NastaUpphandling);
        Assert.That(kort.Dag, Is.EqualTo(lagens.Dag));
    }

    [Test]
    public void Kommunens_tider_ska_vara_rimliga()
    {
        Assert.That(Avtalsdatumtider.Forval.Giltiga, Is.True);
        Assert.That(new Avtalsdatumtider { InforandeDagar = -1 }.Giltiga, Is.False);
        Assert.That(new Avtalsdatumtider { ForberedelseDagar = 1001 }.Giltiga, Is.False);
    }

    [Test]
    public void Namndens_sammantraden_anvands_nar_de_racker_forbi_beslutet_och_annars_inte()
    {
        IReadOnlyList<Beslutstillfalle> racker = [new(new(2026, 12, 10), new(2026, 11, 24)), new(new(2027, 2, 11))];
        IReadOnlyList<Beslutstillfalle> forTidigt = [new(new(2026, 3, 1))];

        Avtalsdag Med(IReadOnlyList<Beslutstillfalle> moten) => Rakna(Hemtjanst with { Sammantraden = moten }).First(d => d.Sort == Avtalsdatumsort.NastaUpphandling);

        Assert.That(Med(racker).Steg, Has.One.Contains("2026-12-10 (torsdag)").And.One.Contains("Handlingarna till sammanträdet lämnas senast 2026-11-24"));
        Assert.That(Med(racker).Forbehall, Has.None.Contains("sammanträden"));
        Assert.That(Med(forTidigt).Forbehall, Has.One.StartsWith("Nämndens sammanträden omkring"));
        Assert.That(Med(forTidigt).Dag, Is.EqualTo(Med([]).Dag));
    }

    [TestCase(Avtalstillstand.Uppsagt), TestCase(Avtalstillstand.Havt)]
    public void Ett_avtal_som_ar_pa_vag_att_sluta_har_inga_beskedsdagar_men_en_upphandling(Avtalstillstand tillstand) =>
        Assert.That(Rakna(Hemtjanst with { Tillstand = tillstand }).Select(d => d.Sort),
            Is.EqualTo(new[] { Avtalsdatumsort.Start, Avtalsdatumsort.Slut, Avtalsdatumsort.NastaUpphandling }));

    [TestCase(Avtalstillstand.Upphort), TestCase(Avtalstillstand.Arkiverat)]
    public void Ett_upphort_avtal_har_bara_borjan_och_slut(Avtalstillstand tillstand) =>
        Assert.That(Rakna(Hemtjanst with { Tillstand = tillstand }).Select(d => d.Sort), Is.EqualTo(new[] { Avtalsdatumsort.Start, Avtalsdatumsort.Slut }));

    [Test]
    public void Slut_fore_start_raknas_inte()
    {
        var dagar = Rakna(Hemtjanst with { Slut = new(2024, 6, 30) });
        Assert.That(dagar.Single(d => d.Sort == Avtalsdatumsort.Slut).Saknas, Does.StartWith("Slutdatumet ligger före startdatumet."));
        Assert.That(dagar, Has.Count.EqualTo(2));
    }

    [Test] // RAM-01
    public void Mer_an_fyra_ar_ger_ett_forbehall_om_ramavtal()
    {
        Assert.That(Rakna(Hemtjanst).Single(d => d.Sort == Avtalsdatumsort.LangstaSlut).Lagrum, Does.Contain(Lagrum.Lou(7, 2)));
        Assert.That(Rakna(Hemtjanst with { AntalForlangningar = 1 }).Single(d => d.Sort == Avtalsdatumsort.LangstaSlut).Lagrum, Is.Empty);
    }

    [Property]
    public void Varje_rad_har_antingen_en_dag_med_steg_eller_ett_skal(Avtalsdatumfakta avtal, Arbetskalender kalender)
    {
        foreach (var dag in Rakna(avtal, kalender))
        {
            Assert.That(dag.Dag is null, Is.EqualTo(dag.Saknas is not null), dag.Rubrik);
            Assert.That(dag.Dag is null || dag.Steg.Count > 0, Is.True, dag.Rubrik);
            Assert.That(dag.Steg.Concat(dag.Forbehall), Has.All.Not.Empty);
        }
    }

    [Property]
    public void Beskedsdagarna_kommer_i_ordning_och_var_och_en_fore_sin_periods_slut(Avtalsdatumfakta avtal, Arbetskalender kalender)
    {
        var besked = Rakna(avtal, kalender).Where(d => d.Sort == Avtalsdatumsort.Besked && d.Dag is not null).ToList();
        for (var nr = 0; nr < besked.Count; nr++)
        {
            var period = nr == 0 ? avtal.Slut!.Value : Avtalsdatum.Periodslut(avtal.Slut!.Value, avtal.ForlangningManader!.Value, nr);
            Assert.That(besked[nr].Dag, Is.LessThanOrEqualTo(period));
            Assert.That(besked[nr].Dag!.Value.AddMonths(avtal.UppsagningstidManader!.Value), Is.LessThanOrEqualTo(period), "Hela uppsägningstiden ska rymmas.");
            if (nr > 0) { Assert.That(besked[nr].Dag, Is.GreaterThan(besked[nr - 1].Dag!.Value)); }
        }
    }

    [Property]
    public void Perioderna_foljer_pa_varandra_och_driver_aldrig(DateOnly slut, PositiveInt manader, PositiveInt antal)
    {
        var (m, n) = (manader.Get % 48 + 1, antal.Get % 10 + 1);
        var fore = slut;
        for (var nr = 1; nr <= n; nr++)
        {
            var efter = Avtalsdatum.Periodslut(slut, m, nr);
            Assert.That(efter, Is.GreaterThan(fore));
            Assert.That((efter.Year - slut.Year) * 12 + efter.Month - slut.Month, Is.EqualTo(m * nr));
            fore = efter;
        }
    }

    [Property]
    public void Den_som_borjar_upphandla_i_tid_hinner_alla_lagens_tider(Avtalsdatumfakta avtal, Arbetskalender kalender)
    {
        var tider = Avtalsdatumtider.Forval;
        foreach (var dag in Rakna(avtal, kalender).Where(d => d.Sort == Avtalsdatumsort.NastaUpphandling && d.Dag is not null))
        {
            var slut = dag.Rubrik.EndsWith("utnyttjas", StringComparison.Ordinal) ? Avtalsdatum.Periodslut(avtal.Slut!.Value, avtal.ForlangningManader!.Value, avtal.AntalForlangningar!.Value) : avtal.Slut!.Value;
            var annons = dag.Dag!.Value.AddDays(tider.ForberedelseDagar);
            var anbud = Tidsrakning.SistaDag(annons, Tid.Dagar(Avtalsdatumupphandling.MinstAnbudDagar), kalender, Rakningssatt.Eu).Dag;
            var tecknas = Tidsrakning.TillatenFran(anbud.AddDays(tider.UtvarderingDagar + tider.BeredningDagar), Tid.Dagar(Avtalsdatumupphandling.SparrDagar), kalender).Dag;

            Assert.That(tecknas.AddDays(tider.OverprovningDagar + tider.InforandeDagar), Is.LessThanOrEqualTo(slut.AddDays(1)));
            Assert.That(slut.DayNumber - dag.Dag.Value.DayNumber, Is.LessThan(510), "Inte heller onödigt tidigt.");
        }
    }

    [Property]
    public void En_stangd_dag_till_gor_aldrig_en_dag_senare(Avtalsdatumfakta avtal, DateOnly[] stangda)
    {
        var fore = Rakna(avtal);
        var efter = Rakna(avtal, new Arbetskalender(stangda.Select(d => new TillagdDag(d, "stängt", Helgdag: false))));

        Assert.That(efter.Select(d => d.Rubrik), Is.EqualTo(fore.Select(d => d.Rubrik)));
        foreach (var (f, e) in fore.Zip(efter)) { Assert.That(e.Dag is null ? f.Dag is null : e.Dag <= f.Dag, Is.True, f.Rubrik); }
    }
}

/// <summary>Slumpade avtal: alla former och tillstånd, med känt och okänt, inom formulärets gränser.</summary>
public static class Avtalsslump
{
    public static Arbitrary<Avtalsdatumfakta> Avtal() =>
        (from slut in Kanske(Kalenderslump.Dagar().Generator)
         from langd in Kanske(Gen.Choose(0, 4000))
         from manader in Kanske(Gen.Choose(0, 48))
         from antal in Kanske(Gen.Choose(0, 6))
         from uppsagning in Kanske(Gen.Choose(0, 24))
         from form in Kanske(Gen.Elements(Enum.GetValues<Upphandlingsform>()))
         from tillstand in Gen.Elements(Enum.GetValues<Avtalstillstand>())
         from regler in Kanske(Gen.Elements(Enum.GetValues<Upphandlingsregler>()))
         select new Avtalsdatumfakta
         {
             Start = slut is { } s && langd is { } l ? s.AddDays(-Math.Min(l, s.DayNumber)) : null,
             Slut = slut,
             ForlangningManader = manader,
             AntalForlangningar = antal,
             UppsagningstidManader = uppsagning,
             Upphandlingsform = form,
             Tillstand = tillstand,
             Regler = regler,
         }).ToArbitrary();

    private static Gen<T?> Kanske<T>(Gen<T> gen) where T : struct => Gen.Frequency((1, Gen.Constant((T?)null)), (4, gen.Select(v => (T?)v)));
}
