using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Domain.Tests.Avtal;

/// <summary>Regelverket 6.7, K1–K13: varje övergång som finns, varje som inte finns, varje krav, och gränsdagarna.</summary>
public sealed class AvtalsgangTests
{
    private static readonly DateOnly Idag = new(2026, 11, 21);

    private static readonly Avtalsgangfakta Allt = new()
    {
        Tillstand = Avtalstillstand.Utkast,
        Start = Idag.AddYears(-1),
        Slut = Idag.AddYears(1),
        UppsagningstidManader = 6,
        UndertecknatKommun = Idag,
        UndertecknatUtforare = Idag.AddDays(-3),
        Klausuler = Avtalsklausuler.Alla.ToDictionary(k => k, _ => (bool?)true),
        PrivatUtforare = true,
        IvoKravs = true,
        IvoSkal = "Privat hemtjänst.",
        IvoTillstand = true,
        StartkravUppfyllda = true,
        RattelseAvser = "Bemanningen brister.",
        RattelseSenast = Idag,
        Kontrollerad = Idag,
        Kontrollresultat = "Bemanningen är rättad.",
        KontrollGodkand = true,
        AvslutAv = Avtalspartsida.Kommunen,
        AvslutBesked = Idag,
        Avtalspunkt = "14",
        AvslutSkal = "Volymen har minskat.",
        Beslut = "§ 45",
        Beslutad = Idag,
        UtforarenHord = Idag,
        PlanForBrukarna = "Egen regi tar vid.",
        Slutrapport = true,
        AvvikelserAvslutade = true,
        Slutavraknat = true,
    };

    private static readonly (Avtalstillstand Fran, Avtalstillstand Till)[] Tillatna =
    [
        (Avtalstillstand.Utkast, Avtalstillstand.Tecknat),            // K1
        (Avtalstillstand.Tecknat, Avtalstillstand.Aktivt),            // K2
        (Avtalstillstand.Aktivt, Avtalstillstand.UnderRattelse),      // K6
        (Avtalstillstand.UnderRattelse, Avtalstillstand.Aktivt),      // K7
        (Avtalstillstand.Aktivt, Avtalstillstand.Uppsagt),            // K8
        (Avtalstillstand.UnderRattelse, Avtalstillstand.Uppsagt),     // K8
        (Avtalstillstand.Aktivt, Avtalstillstand.Havt),               // K9
        (Avtalstillstand.UnderRattelse, Avtalstillstand.Havt),        // K9
        (Avtalstillstand.Uppsagt, Avtalstillstand.Havt),              // K9
        (Avtalstillstand.Uppsagt, Avtalstillstand.Upphort),           // K10
        (Avtalstillstand.Aktivt, Avtalstillstand.Upphort),            // K11
        (Avtalstillstand.UnderRattelse, Avtalstillstand.Upphort),     // K11: avtalet tar slut av sina egna villkor
        (Avtalstillstand.Havt, Avtalstillstand.Upphort),              // K12
        (Avtalstillstand.Upphort, Avtalstillstand.Arkiverat),         // K13
    ];

    private static string[] Koder(Avtalstillstand fran, Avtalstillstand till, Func<Avtalsgangfakta, Avtalsgangfakta>? andring = null) =>
        [.. Avtalsgang.Prova((andring ?? (f => f))(Allt with { Tillstand = fran }), till, Idag).Select(h => h.Falt ?? h.Kod)];

    [Test]
    public void Bara_regelverkets_overgangar_finns()
    {
        var alla = Enum.GetValues<Avtalstillstand>();
        Assert.That(alla.SelectMany(fran => Avtalsgang.Nasta(fran).Select(till => (fran, till))), Is.EquivalentTo(Tillatna));
    }

    [Test]
    public void En_overgang_som_inte_finns_nekas_med_besked_hur_mycket_som_an_ar_uppfyllt()
    {
        foreach (var fran in Enum.GetValues<Avtalstillstand>())
        {
            foreach (var till in Enum.GetValues<Avtalstillstand>().Where(t => !Tillatna.Contains((fran, t))))
            {
                Assert.That(Koder(fran, till), Is.EqualTo(new[] { "overgang-finns-inte" }), $"{fran} → {till}");
            }
        }
    }

    [Test]
    public void Varje_overgang_gar_nar_allt_ar_uppfyllt()
    {
        foreach (var (fran, till) in Tillatna)
        {
            Assert.That(Koder(fran, till, f => till switch
            {
                Avtalstillstand.Upphort => f with { Slut = Idag.AddDays(-1) },
                Avtalstillstand.Havt => f with { RattelseSenast = Idag.AddDays(-1), Upphor = Idag.AddDays(30) },
                _ => f,
            }), Is.Empty, $"{fran} → {till}");
        }
    }

    [Test]
    public void K1_kraver_bada_underskrifterna_och_alla_klausuler_pa_en_gang()
    {
        var hinder = Avtalsgang.Prova(new() { Tillstand = Avtalstillstand.Utkast, PrivatUtforare = true }, Avtalstillstand.Tecknat, Idag);
        Assert.That(hinder.Select(h => h.Falt), Does.Contain("UndertecknatKommun").And.Contain("UndertecknatUtforare").And.Contain("Klausuler"));
        Assert.That(hinder.Select(h => h.Lagrum), Does.Contain(Lagrum.Kl(10, 9)).And.Contain(Lagrum.Lou(17, 17))); // KL-05, AND-10
        Assert.That(Koder(Avtalstillstand.Utkast, Avtalstillstand.Tecknat, f => f with { UndertecknatKommun = Idag.AddDays(1) }), Is.EqualTo(new[] { "UndertecknatKommun" }));
    }

    [Test]
    public void K1_en_klausul_som_saknas_kan_inte_intygas_bort() =>
        Assert.That(Koder(Avtalstillstand.Utkast, Avtalstillstand.Tecknat, f => f with { Klausuler = new Dictionary<Klausulsort, bool?>(f.Klausuler) { [Klausulsort.Vite] = false } }),
            Is.EqualTo(new[] { "klausul-saknas-Vite" }));

    [TestCase(0, true)]
    [TestCase(1, false)]
    public void K2_aktivt_tidigast_pa_startdagen(int dagarTillStart, bool gar) =>
        Assert.That(Koder(Avtalstillstand.Tecknat, Avtalstillstand.Aktivt, f => f with { Start = Idag.AddDays(dagarTillStart) }), gar ? Is.Empty : Is.EqualTo(new[] { "fore-start" }));

    [TestCase(null, null, null, "IvoKravs")]
    [TestCase(true, "Hemtjänst.", null, "ivo-tillstand-saknas")]
    [TestCase(true, "Hemtjänst.", false, "ivo-tillstand-saknas")]
    [TestCase(true, "Hemtjänst.", true, null)]
    [TestCase(false, "Parkskötsel.", null, null)]
    [TestCase(false, " ", null, "IvoSkal")]
    public void K2_det_okanda_ar_inte_ett_ja(bool? kravs, string? skal, bool? tillstand, string? hinder) => // LOVP-08
        Assert.That(Koder(Avtalstillstand.Tecknat, Avtalstillstand.Aktivt, f => f with { IvoKravs = kravs, IvoSkal = skal, IvoTillstand = tillstand }),
            hinder is null ? Is.Empty : Is.EqualTo(new[] { hinder }));

    [Test]
    public void K2_tillstandshindret_hanvisar_till_socialtjanstlagen() =>
        Assert.That(Avtalsgang.Startkrav(Allt with { IvoTillstand = null }).Single().Lagrum, Is.EqualTo(Lagrum.Sol(26, 1)));

    [TestCase(0, true)]
    [TestCase(-1, false)]
    public void K6_rattelsedagen_ligger_inte_fore_i_dag(int dagar, bool gar) =>
        Assert.That(Koder(Avtalstillstand.Aktivt, Avtalstillstand.UnderRattelse, f => f with { RattelseSenast = Idag.AddDays(dagar) }), gar ? Is.Empty : Is.EqualTo(new[] { "RattelseSenast" }));

    [Test]
    public void K7_utan_resultat_eller_med_kvarstaende_brist_nekas() => // AVV-04
        Assert.That(Koder(Avtalstillstand.UnderRattelse, Avtalstillstand.Aktivt, f => f with { Kontrollresultat = "", KontrollGodkand = false, Kontrollerad = Idag.AddDays(1) }),
            Is.EqualTo(new[] { "Kontrollerad", "Kontrollresultat", "KontrollGodkand" }));

    [Test]
    public void K8_kommunens_uppsagning_kraver_beslut_och_att_utforaren_horts_men_inte_utforarens_egen() // AVV-06
    {
        Avtalsgangfakta Utan(Avtalsgangfakta f) => f with { Beslut = null, Beslutad = null, UtforarenHord = null };
        Assert.That(Koder(Avtalstillstand.Aktivt, Avtalstillstand.Uppsagt, Utan), Is.EqualTo(new[] { "Beslut", "Beslutad", "UtforarenHord" }));
        Assert.That(Koder(Avtalstillstand.Aktivt, Avtalstillstand.Uppsagt, f => Utan(f) with { AvslutAv = Avtalspartsida.Utforaren }), Is.Empty);
        Assert.That(Koder(Avtalstillstand.Aktivt, Avtalstillstand.Uppsagt, f => f with { Beslutad = Idag.AddDays(-1) }), Is.EqualTo(new[] { "UtforarenHord" }), "Hörd efter beslutet.");
    }

    [Test]
    public void K8_en_annan_dag_an_uppsagningstiden_ger_kraver_skal() => Assert.Multiple(() =>
    {
        Assert.That(Koder(Avtalstillstand.Aktivt, Avtalstillstand.Uppsagt, f => f with { Upphor = new(2027, 5, 21) }), Is.Empty, "Den räknade dagen.");
        Assert.That(Koder(Avtalstillstand.Aktivt, Avtalstillstand.Uppsagt, f => f with { Upphor = new(2027, 5, 22) }), Is.EqualTo(new[] { "UpphorSkal" }));
        Assert.That(Koder(Avtalstillstand.Aktivt, Avtalstillstand.Uppsagt, f => f with { UppsagningstidManader = null }), Is.EqualTo(new[] { "Upphor" }));
        Assert.That(Koder(Avtalstillstand.Aktivt, Avtalstillstand.Uppsagt, f => f with { Upphor = f.Slut!.Value.AddDays(1), UpphorSkal = "x" }), Is.EqualTo(new[] { "Upphor" }));
    });

    [TestCase("2026-08-31", 6, null, "2027-02-28")] // BER-01
    [TestCase("2026-11-21", 3, "2027-01-31", "2027-01-31")] // avtalets eget slut kommer först
    [TestCase("2026-11-21", 0, null, "2026-11-21")]
    public void K8_dagen_raknas_av_uppsagningstiden_och_visar_stegen(string besked, int manader, string? slut, string dag)
    {
        var raknad = Avtalsgang.Uppsagningsslut(Planer.Planfakta.Dag(besked), manader, slut is null ? null : Planer.Planfakta.Dag(slut))!.Value;
        Assert.That(raknad.Dag, Is.EqualTo(Planer.Planfakta.Dag(dag)));
        Assert.That(raknad.Steg, Has.Count.GreaterThanOrEqualTo(2));
    }

    [Test]
    public void K9_saknas_allt_namns_allt() =>
        Assert.That(Avtalsgang.Prova(new() { Tillstand = Avtalstillstand.Aktivt }, Avtalstillstand.Havt, Idag).Select(h => h.Falt),
            Is.EqualTo(new[] { "Avtalspunkt", "AvslutSkal", "Beslut", "Beslutad", "UtforarenHord", "KanInteRattas", "PlanForBrukarna", "Upphor" }));

    [TestCase(-1, false, true)]
    [TestCase(0, false, false)] // sista dagen för rättelse är inte slut
    [TestCase(0, true, true)]
    public void K9_rattelsetiden_ska_ha_gatt_ut_om_bristen_gar_att_ratta(int dagar, bool kanInte, bool gar) => // AVV-08
        Assert.That(Koder(Avtalstillstand.UnderRattelse, Avtalstillstand.Havt,
            f => f with { RattelseSenast = Idag.AddDays(dagar), KanInteRattas = kanInte, KanInteRattasSkal = "Tillståndet är återkallat.", Upphor = Idag }), gar ? Is.Empty : Is.EqualTo(new[] { "KanInteRattas" }));

    [TestCase(Avtalstillstand.Uppsagt)] // K10
    [TestCase(Avtalstillstand.Aktivt)] // K11
    [TestCase(Avtalstillstand.UnderRattelse)] // K11, av avtalets egna villkor
    [TestCase(Avtalstillstand.Havt)] // K12
    public void K10_K11_K12_upphort_tidigast_dagen_efter_slutdagen(Avtalstillstand fran) => Assert.Multiple(() =>
    {
        Assert.That(Koder(fran, Avtalstillstand.Upphort, f => f with { Slut = Idag.AddDays(-1) }), Is.Empty);
        Assert.That(Koder(fran, Avtalstillstand.Upphort, f => f with { Slut = Idag }), Is.EqualTo(new[] { "fore-slut" }));
        Assert.That(Koder(fran, Avtalstillstand.Upphort, f => f with { Slut = null }), Is.EqualTo(new[] { "slutdatum-saknas" }));
    });

    [Test]
    public void K13_aldrig_arkiverat_med_oppna_avvikelser() =>
        Assert.That(Koder(Avtalstillstand.Upphort, Avtalstillstand.Arkiverat, f => f with { AvvikelserAvslutade = false }), Is.EqualTo(new[] { "AvvikelserAvslutade" }));
}
