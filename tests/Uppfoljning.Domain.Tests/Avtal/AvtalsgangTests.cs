using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Domain.Tests.Avtal;

/// <summary>Regelverket 6.7, K1–K13: varje övergång som finns, varje som inte finns, och gränsdagarna.</summary>
public sealed class AvtalsgangTests
{
    private static readonly DateOnly Idag = new(2026, 11, 21);

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
        (Avtalstillstand.Havt, Avtalstillstand.Upphort),              // K12
        (Avtalstillstand.Upphort, Avtalstillstand.Arkiverat),         // K13
    ];

    [Test]
    public void Bara_regelverkets_overgangar_finns()
    {
        var alla = Enum.GetValues<Avtalstillstand>();
        var finns = alla.SelectMany(fran => Avtalsgang.Nasta(fran).Select(till => (fran, till)));
        Assert.That(finns, Is.EquivalentTo(Tillatna));
    }

    [Test]
    public void En_overgang_som_inte_finns_nekas_med_besked()
    {
        foreach (var fran in Enum.GetValues<Avtalstillstand>())
        {
            foreach (var till in Enum.GetValues<Avtalstillstand>().Where(t => !Tillatna.Contains((fran, t))))
            {
                Assert.That(Avtalsgang.Prova(fran, till, Idag.AddYears(-1), Idag.AddDays(-1), Idag).Single().Kod, Is.EqualTo("overgang-finns-inte"), $"{fran} → {till}");
            }
        }
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public void K2_aktivt_tidigast_pa_startdagen(int dagarTillStart, bool gar) =>
        Assert.That(Avtalsgang.Prova(Avtalstillstand.Tecknat, Avtalstillstand.Aktivt, Idag.AddDays(dagarTillStart), null, Idag), gar ? Is.Empty : Is.Not.Empty);

    [Test]
    public void K2_okand_start_hindrar_inte() =>
        Assert.That(Avtalsgang.Prova(Avtalstillstand.Tecknat, Avtalstillstand.Aktivt, null, null, Idag), Is.Empty);

    [TestCase(-1, true)]
    [TestCase(0, false)]
    [TestCase(1, false)]
    public void K11_upphort_tidigast_dagen_efter_slutdagen(int dagarTillSlut, bool gar) =>
        Assert.That(Avtalsgang.Prova(Avtalstillstand.Aktivt, Avtalstillstand.Upphort, null, Idag.AddDays(dagarTillSlut), Idag), gar ? Is.Empty : Is.Not.Empty);

    [TestCase(Avtalstillstand.Aktivt, Avtalstillstand.Uppsagt)]
    [TestCase(Avtalstillstand.Aktivt, Avtalstillstand.Havt)]
    [TestCase(Avtalstillstand.Uppsagt, Avtalstillstand.Upphort)]
    public void K8_K9_K10_utan_kant_slutdatum_nekas_vid_faltet(Avtalstillstand fran, Avtalstillstand till) =>
        Assert.That(Avtalsgang.Prova(fran, till, null, null, Idag).Single().Falt, Is.EqualTo("Slut"));
}
