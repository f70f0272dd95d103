using FsCheck;
using FsCheck.Fluent;
using FsCheck.NUnit;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Tests.Kalender;
using Property = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Domain.Tests.Avtal;

/// <summary>K3, AND-12 och RAM-01: förlängningar med egna villkor.</summary>
[Properties(Arbitrary = [typeof(Forlangningsslump), typeof(Kalenderslump)], MaxTest = 500)]
public sealed class ForlangningarTests
{
    private static readonly DateOnly Idag = new(2026, 11, 21);

    private static readonly Forlangningsfakta Fakta = new()
    {
        Tillstand = Avtalstillstand.Aktivt,
        Start = new(2024, 7, 1),
        Slut = new(2027, 6, 30),
        Forlangningar = [new() { Nr = 1, Manader = 12, BeskedManader = 6 }, new() { Nr = 2, Manader = 6, SistaBesked = new(2027, 9, 1) }],
        Beslutad = Idag,
    };

    private static string[] Koder(Forlangningsfakta fakta, DateOnly? idag = null) => [.. Forlangningar.Prova(fakta, idag ?? Idag).Select(h => h.Kod)];

    [Test]
    public void Var_och_en_har_sin_egen_dag_och_den_andra_raknas_fran_den_forstas_slut()
    {
        var perioder = Forlangningar.Kommande(Fakta.Slut!.Value, Fakta.Forlangningar);
        Assert.That(perioder.Select(p => $"{p.Fran.Iso()} {p.Till.Iso()} {Forlangningar.SistaBesked(p)!.Value.Iso()}"), Is.EqualTo(new[]
        {
            "2027-07-01 2028-06-30 2026-12-30",
            "2028-07-01 2028-12-31 2027-09-01",
        }));
    }

    [TestCase("2026-12-30", true)]
    [TestCase("2026-12-31", false)]
    public void Beslutet_senast_sista_dagen_for_besked(string beslutad, bool gar) => // AND-12
        Assert.That(Koder(Fakta with { Beslutad = Planer.Planfakta.Dag(beslutad) }, new(2026, 12, 31)), gar ? Is.Empty : Is.EqualTo(new[] { "besked-for-sent" }));

    [TestCase("2027-06-30", false)]
    [TestCase("2027-07-01", true)]
    public void Efter_slutet_forlangs_inget(string idag, bool forSent) =>
        Assert.That(Koder(Fakta with { Beslutad = new(2026, 12, 1) }, Planer.Planfakta.Dag(idag)), forSent ? Does.Contain("efter-slut") : Is.Empty);

    [Test]
    public void Bortom_antalet_forlangningar_finns_ingen()
    {
        var beslutad = new Forlangning { Nr = 1, Manader = 12, Beslutad = Idag, SlutFore = new(2026, 6, 30), NyttSlut = new(2027, 6, 30) };
        Assert.That(Koder(Fakta with { Forlangningar = [beslutad] }), Is.EqualTo(new[] { "ingen-forlangning" }));
        Assert.That(Koder(Fakta with { Forlangningar = [] }), Is.EqualTo(new[] { "ingen-forlangning" }));
    }

    [Test]
    public void Det_okanda_hindrar_med_besked()
    {
        Assert.That(Koder(Fakta with { Slut = null }), Is.EqualTo(new[] { "slut-okant" }));
        Assert.That(Koder(Fakta with { Forlangningar = [new() { Nr = 1, Manader = 12 }] }), Is.EqualTo(new[] { "besked-okant" }));
        Assert.That(Koder(Fakta with { Tillstand = Avtalstillstand.UnderRattelse, Beslutad = null }), Is.EqualTo(new[] { "ej-aktivt", "beslutsdag-saknas" }));
    }

    [TestCase("2024-07-01", "2027-06-30", false)] // slutar 2028-06-30: exakt fyra år
    [TestCase("2024-06-30", "2027-06-30", true)] // en dag längre
    [TestCase(null, "2027-06-30", true)]
    public void Langre_an_fyra_ar_fragar_om_ramavtal(string? start, string slut, bool fragar) => // RAM-01
        Assert.That(Koder(Fakta with { Start = start is null ? null : Planer.Planfakta.Dag(start), Slut = Planer.Planfakta.Dag(slut) }), fragar ? Is.EqualTo(new[] { "ramavtal-okant" }) : Is.Empty);

    [TestCase(true, null, "ramavtal-for-langt")]
    [TestCase(true, "Investeringen kräver det.", null)]
    [TestCase(false, null, null)]
    public void Ett_direktivstyrt_ramavtal_over_fyra_ar_kraver_skal(bool ramavtal, string? skal, string? hinder)
    {
        var lang = Fakta with { Start = new(2023, 7, 1), Ramavtal = ramavtal, SarskildaSkal = skal };
        Assert.That(Koder(lang), hinder is null ? Is.Empty : Is.EqualTo(new[] { hinder }));
        Assert.That(Koder(lang with { Ramavtal = null, Regler = Upphandlingsregler.Kapitel19 }), Is.Empty, "19 kap. har ingen fyraårsgräns.");
    }

    [Test]
    public void En_kort_manad_pa_vagen_flyttar_inte_dagen_for_gott()
    {
        var rader = new Forlangning[]
        {
            new() { Nr = 1, Manader = 6, Beslutad = Idag, SlutFore = new(2027, 8, 30), NyttSlut = new(2028, 2, 29) },
            new() { Nr = 2, Manader = 6 },
        };
        Assert.That(Forlangningar.Kommande(new(2028, 2, 29), rader).Single().Till, Is.EqualTo(new DateOnly(2028, 8, 30)));
        Assert.That(Forlangningar.Kommande(new(2028, 3, 15), rader).Single().Till, Is.EqualTo(new DateOnly(2028, 9, 15)), "Ett slut som ändrats på annat sätt räknas från det.");
    }

    [Property]
    public void Perioderna_okar_och_foljer_pa_varandra(Forlangningsavtal a)
    {
        var fore = a.Slut;
        foreach (var p in Forlangningar.Kommande(a.Slut, a.Rader))
        {
            Assert.That(p.Fore, Is.EqualTo(fore));
            Assert.That(p.Till, Is.GreaterThan(p.Fore));
            fore = p.Till;
        }
    }

    [Property]
    public void Den_andra_raknas_fran_slutet_pa_den_forsta(Forlangningsavtal a)
    {
        var perioder = Forlangningar.Kommande(a.Slut, a.Rader);
        for (var i = 1; i < perioder.Count; i++)
        {
            var (fore, p) = (perioder[i - 1], perioder[i]);
            Assert.That((p.Till.Year - fore.Till.Year) * 12 + p.Till.Month - fore.Till.Month, Is.EqualTo(p.Forlangning.Manader));
        }
    }

    [Property]
    public void Beskedsdagen_ligger_aldrig_efter_periodens_slut_och_ar_okand_nar_villkoret_ar_det(Forlangningsavtal a)
    {
        foreach (var p in Forlangningar.Kommande(a.Slut, a.Rader))
        {
            var dag = Forlangningar.SistaBesked(p);
            if (dag is not null) { Assert.That(dag, Is.LessThanOrEqualTo(p.Fore)); }
            if (p.Forlangning is { SistaBesked: null, BeskedManader: null }) { Assert.That(dag, Is.Null); }
        }
    }

    [Property]
    public void En_beslutad_forlangning_ar_aldrig_en_mojlighet(Forlangningsavtal a)
    {
        var nr = a.Rader.Where(r => r.Beslutad is not null).Select(r => r.Nr).ToHashSet();
        Assert.That(Forlangningar.Kommande(a.Slut, a.Rader).Select(p => p.Forlangning.Nr), Has.None.Matches<int>(nr.Contains));
    }

    [Property]
    public void Varje_rad_har_en_dag_med_steg_eller_ett_skal_och_perioderna_gar_framat(Forlangningsavtal a, Arbetskalender kalender)
    {
        var fakta = new Avtalsdatumfakta { Start = a.Start, Slut = a.SlutKant ? a.Slut : null, Forlangningar = a.Rader, UppsagningstidManader = a.Uppsagningstid, Upphandlingsform = Upphandlingsform.Lou, Tillstand = a.Tillstand };
        foreach (var dag in Avtalsdatum.Rakna(fakta, Avtalsdatumtider.Forval, kalender))
        {
            Assert.That(dag.Dag is null, Is.EqualTo(dag.Saknas is not null), dag.Rubrik);
            Assert.That(dag.Dag is null || dag.Steg.Count > 0, Is.True, dag.Rubrik);
            if (!a.SlutKant && dag.Sort != Avtalsdatumsort.Start) { Assert.That(dag.Dag, Is.Null); }
        }
        var perioder = Avtalsdatum.Perioder(fakta);
        for (var i = 1; i < perioder.Count; i++)
        {
            Assert.That(perioder[i].Fran, Is.EqualTo(perioder[i - 1].Till.AddDays(1)));
            Assert.That(perioder[i].Till, Is.GreaterThan(perioder[i - 1].Till));
        }
    }

    [Property]
    public void Det_som_beslutas_blir_nasta_slut_och_resten_andras_inte(Forlangningsavtal a)
    {
        var kommande = Forlangningar.Kommande(a.Slut, a.Rader);
        if (kommande.Count == 0 || a.Rader.Any(r => r.Beslutad is not null)) { return; }
        var (nasta, resten) = (kommande[0], kommande.Skip(1));
        var rader = a.Rader.Select(r => r.Nr == nasta.Forlangning.Nr ? r with { Beslutad = Idag, SlutFore = a.Slut, NyttSlut = nasta.Till } : r).ToList();
        Assert.That(Forlangningar.Kommande(nasta.Till, rader).Select(p => (p.Fran, p.Till)), Is.EqualTo(resten.Select(p => (p.Fran, p.Till))));
        Assert.That(Forlangningar.Beslutade(nasta.Till, rader).Single().Till, Is.EqualTo(nasta.Till));
    }
}

public sealed record Forlangningsavtal(DateOnly? Start, DateOnly Slut, bool SlutKant, Avtalstillstand Tillstand, int? Uppsagningstid, IReadOnlyList<Forlangning> Rader);

/// <summary>Slumpade avtal med upp till sex förlängningar, beslutade och inte, med känt, okänt och det som inte kan stämma.</summary>
public static class Forlangningsslump
{
    public static Arbitrary<Forlangningsavtal> Avtal() =>
        (from slut in Kalenderslump.Dagar().Generator
         from kant in Gen.Frequency((1, Gen.Constant(false)), (6, Gen.Constant(true)))
         from langd in Kanske(Gen.Choose(0, 4000))
         from tillstand in Gen.Elements(Enum.GetValues<Avtalstillstand>())
         from uppsagning in Kanske(Gen.Choose(0, 24))
         from antal in Gen.Choose(0, 6)
         from beslutade in Gen.Choose(0, antal)
         from manader in Gen.Choose(1, 48).ListOf(antal)
         from besked in Kanske(Gen.Choose(0, 30)).ListOf(antal)
         from egna in Kanske(Gen.Choose(-3000, 1500)).ListOf(antal)
         select new Forlangningsavtal(
             langd is { } l ? slut.AddDays(-Math.Min(l, slut.DayNumber)) : null, slut, kant, tillstand, uppsagning,
             [.. Enumerable.Range(0, antal).Select(i => new Forlangning
             {
                 Nr = i + 1,
                 Manader = manader.ElementAt(i),
                 BeskedManader = besked.ElementAt(i),
                 SistaBesked = besked.ElementAt(i) is null && egna.ElementAt(i) is { } e ? slut.AddDays(e) : null,
                 Beslutad = i < beslutade ? slut.AddYears(-1) : null,
                 SlutFore = i < beslutade ? slut.AddMonths(-manader.Take(beslutade).Skip(i).Sum()) : null,
                 NyttSlut = i < beslutade ? slut : null,
             })])).ToArbitrary();

    private static Gen<T?> Kanske<T>(Gen<T> gen) where T : struct => Gen.Frequency((1, Gen.Constant((T?)null)), (4, gen.Select(v => (T?)v)));
}
