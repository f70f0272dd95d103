using FsCheck.NUnit;
using Uppfoljning.Domain.Avtal;
using Property = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Domain.Tests.Avtal;

/// <summary>K4 och K5, AND-01–AND-11: grunderna och talen, på öret.</summary>
public sealed class AvtalsandringarTests
{
    private static readonly DateOnly Idag = new(2026, 11, 21);

    private static readonly Andringsfakta Fakta = new()
    {
        Regler = Upphandlingsregler.Direktivstyrd,
        Grund = Andringsgrund.MindreVarde,
        Beslutad = new(2025, 12, 31),
        AvtalsvardeOre = 10_000_000_00,
        AndringOre = 100_000_00,
        KaraktarOforandrad = true,
    };

    private static string[] Koder(Andringsfakta fakta) => [.. Avtalsandringar.Prova(fakta, Idag).Hinder.Select(h => h.Kod)];

    [TestCase(999_999_99L, 0L, true)]
    [TestCase(1_000_000_00L, 0L, false)] // exakt 10 procent är inte lägre
    [TestCase(500_000_00L, 499_999_99L, true)]
    [TestCase(500_000_00L, 500_000_00L, false)] // sammanlagt
    [TestCase(1_500_000_00L, -600_000_00L, true)] // netto
    [TestCase(-1_000_000_00L, 0L, false)] // en minskning prövas lika
    public void AND_02_tio_procent_strikt_pa_sammanlagt_nettovarde(long andring, long tidigare, bool gar) =>
        Assert.That(Koder(Fakta with { AndringOre = andring, TidigareMindreOre = tidigare }), gar ? Is.Empty : Is.EqualTo(new[] { "over-andel" }));

    [TestCase(1_499_999_99L, true)]
    [TestCase(1_500_000_00L, false)]
    public void AND_02_byggentreprenad_femton_procent(long andring, bool gar) =>
        Assert.That(Koder(Fakta with { AndringOre = andring, Byggentreprenad = true }), gar ? Is.Empty : Is.EqualTo(new[] { "over-andel" }));

    [TestCase(2_389_584_99L, true)]
    [TestCase(2_389_585_00L, false)] // lika med tröskelvärdet är inte lägre
    public void AND_02_troskelvardet_strikt(long andring, bool gar) =>
        Assert.That(Koder(Fakta with { AvtalsvardeOre = 100_000_000_00, AndringOre = andring }), gar ? Is.Empty : Is.EqualTo(new[] { "over-troskel" }));

    [TestCase(null, "troskel-okand")]
    [TestCase(false, "over-troskel")]
    [TestCase(true, null)]
    public void Troskelvardet_for_2026_ar_inte_kant_i_kronor_och_anvandaren_avgor(bool? under, string? hinder)
    {
        var provning = Avtalsandringar.Prova(Fakta with { Beslutad = new(2026, 1, 1), UnderTroskel = under }, Idag);
        Assert.That(provning.Hinder.Select(h => h.Kod), hinder is null ? Is.Empty : Is.EqualTo(new[] { hinder }));
        Assert.That(provning.Steg, Has.One.Contains("216").And.One.Contains("inte inlagt"));
    }

    [TestCase(Andringsgrund.Kompletterande, 5_000_000_00L, true)] // exakt 50 procent får det vara
    [TestCase(Andringsgrund.Kompletterande, 5_000_000_01L, false)]
    [TestCase(Andringsgrund.Oforutsebar, 5_000_000_00L, true)]
    [TestCase(Andringsgrund.Oforutsebar, 5_000_000_01L, false)]
    public void AND_04_AND_05_hogst_halva_vardet_per_andring(Andringsgrund grund, long andring, bool gar)
    {
        var provning = Avtalsandringar.Prova(Fakta with
        {
            Grund = grund,
            AndringOre = andring,
            TidigareMindreOre = 9_000_000_00,
            Nodvandig = true,
            KanInteBytaUtforare = true,
            BetydandeOlagenhet = true,
            Oforutsett = "Flyktingmottagandet.",
        }, Idag);
        Assert.That(provning.Hinder.Select(h => h.Kod), gar ? Is.Empty : Is.EqualTo(new[] { "over-halften" }));
        Assert.That(provning.Annonseras, Is.True); // AND-09
    }

    [Test]
    public void Varje_grund_namner_allt_som_saknas_med_sin_paragraf()
    {
        var tomt = new Andringsfakta { Regler = Upphandlingsregler.Direktivstyrd, Beslutad = Idag };
        foreach (var grund in Enum.GetValues<Andringsgrund>())
        {
            var hinder = Avtalsandringar.Prova(tomt with { Grund = grund }, Idag).Hinder;
            Assert.That(hinder, Is.Not.Empty, $"{grund}");
            Assert.That(hinder.Select(h => h.Lagrum), Does.Contain(grund.Lagrum()), $"{grund}");
        }
        Assert.That(Koder(tomt with { Grund = Andringsgrund.BytAvUtforare }), Is.EqualTo(new[] { "ny-utforare-saknas", "uteslutning", "kvalificerad" })); // AND-06
        Assert.That(Koder(tomt with { Grund = Andringsgrund.InteVasentlig }), Has.Length.EqualTo(4)); // AND-07
        Assert.That(Koder(tomt with { Grund = null }), Is.EqualTo(new[] { "grund-saknas" })); // AND-01
    }

    [Test]
    public void AND_07_ett_enda_ja_gor_andringen_vasentlig()
    {
        var nej = Fakta with { Grund = Andringsgrund.InteVasentlig, AndraHadeDeltagit = false, BalansenForskjuten = false, OmfattningenUtvidgad = false, UtforarenByts = false };
        Assert.That(Koder(nej), Is.Empty);
        Assert.That(Koder(nej with { OmfattningenUtvidgad = true }), Is.EqualTo(new[] { "omfattningen-utvidgad" }));
    }

    [Test] // Aldrig tillåtet: en ändring över en passerad gräns utan annan grund
    public void En_passerad_grans_hindrar_ocksa_nasta_lilla_andring() =>
        Assert.That(Koder(Fakta with { TidigareMindreOre = 1_000_000_00, AndringOre = 1 }), Is.EqualTo(new[] { "over-andel" }));

    [TestCase(null)]
    [TestCase(Upphandlingsregler.Kapitel19)]
    public void AND_11_utanfor_direktivet_varnar_provningen_men_hindrar_inte(Upphandlingsregler? regler)
    {
        var provning = Avtalsandringar.Prova(Fakta with { Regler = regler, AndringOre = 5_000_000_00 }, Idag);
        Assert.That(provning.Hinder, Is.Empty);
        Assert.That(provning.Vagledande.Select(h => h.Kod), Does.Contain("over-andel"));
        Assert.That(provning.Annonseras, Is.False);
    }

    [Test]
    public void Ett_avtal_som_inte_ar_aktivt_eller_har_lopt_ut_andras_inte() =>
        Assert.That(Koder(Fakta with { Tillstand = Avtalstillstand.Uppsagt, Slut = Idag.AddDays(-1), Regler = null }), Is.EqualTo(new[] { "ej-aktivt", "efter-slut" }));

    [Test]
    public void Okant_avtalsvarde_eller_okand_tidigare_andring_ar_inget_ja()
    {
        Assert.That(Koder(Fakta with { AvtalsvardeOre = null, AndringOre = null }), Is.EqualTo(new[] { "avtalsvarde-okant", "andringsvarde-okant" }));
        Assert.That(Koder(Fakta with { TidigareOkant = true }), Is.EqualTo(new[] { "tidigare-okant" }));
    }

    [Test]
    public void Troskelvardena_tacker_varje_dag_en_gang_per_sort()
    {
        foreach (var sort in Enum.GetValues<Troskelsort>())
        {
            for (var dag = new DateOnly(2020, 1, 1); dag <= new DateOnly(2027, 12, 31); dag = dag.AddMonths(1))
            {
                Assert.That(Troskelvarden.Alla.Count(t => t.Sort == sort && t.Fran <= dag && dag <= t.Till), Is.EqualTo(1), $"{sort} {dag}");
            }
        }
        Assert.That(Troskelvarden.Den(new(2026, 1, 1), Troskelsort.VarorOchTjanster), Is.EqualTo(Troskelvarden.Alla.Single(t => t is { Euro: 216_000, Kronor: null })));
        Assert.That(Troskelvarden.Den(new(2019, 12, 31), Troskelsort.Bilaga2), Is.Null);
    }

    [Property(MaxTest = 500)]
    public void Provningen_kastar_aldrig_vad_som_an_ar_angivet(long? varde, long? andring, long tidigare, int grund, bool? svar)
    {
        var fakta = Fakta with
        {
            Grund = (Andringsgrund)(Math.Abs((long)grund) % 6),
            AvtalsvardeOre = varde,
            AndringOre = andring % Belopp.StorstOre,
            TidigareMindreOre = tidigare % Belopp.StorstOre,
            KaraktarOforandrad = svar,
        };
        Assert.That(Avtalsandringar.Prova(fakta, Idag).Hinder.Select(h => h.Text), Has.All.Not.Empty);
    }

    [TestCase("2024-12-31", "nytt-slut-fore-start")]
    [TestCase("2025-01-01", "nytt-slut-fore-beslut")]
    [TestCase("2025-12-30", "nytt-slut-fore-beslut")]
    [TestCase("2025-12-31", null)]
    [TestCase("2027-12-31", "samma-slut")]
    [TestCase("2028-01-01", null)]
    public void K4_det_nya_slutet_ligger_pa_eller_efter_beslutet(string nytt, string? kod) => Assert.That(
        Koder(Fakta with { Start = new(2025, 1, 1), Slut = new(2027, 12, 31), NyttSlut = DateOnly.Parse(nytt, System.Globalization.CultureInfo.InvariantCulture) }),
        kod is null ? Is.Empty : Is.EqualTo(new[] { kod }));
}
