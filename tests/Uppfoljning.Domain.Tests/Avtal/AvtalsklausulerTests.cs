using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Domain.Tests.Avtal;

public sealed class AvtalsklausulerTests
{
    private static readonly Dictionary<Klausulsort, bool?> Inget = [];

    private static Dictionary<Klausulsort, bool?> Alla(bool? finns) => Avtalsklausuler.Alla.ToDictionary(s => s, _ => finns);

    [TestCase(true)]
    [TestCase(false)]
    [TestCase(null)]
    public void Ett_avtal_med_alla_klausuler_har_inga_brister(bool? privat) => Assert.That(Avtalsklausuler.Brister(Alla(true), privat), Is.Empty);

    // KL-04, KL-05, AND-10: varje krävd klausul nämns med sitt lagrum, både när den saknas och när den inte är känd.
    [TestCase(true)]
    [TestCase(null)]
    public void Privat_utforare_kraver_insyn_och_uppfoljning_ocksa_nar_det_inte_ar_kant_om_den_ar_privat(bool? privat)
    {
        var brister = Avtalsklausuler.Brister(Alla(false), privat);

        Assert.That(brister, Has.Count.EqualTo(7));
        Assert.That(brister.Single(b => b.Kod == "klausul-saknas-Insyn").Lagrum, Is.EqualTo(Lagrum.Kl(10, 9)));
        Assert.That(brister.Single(b => b.Kod == "klausul-saknas-Uppfoljning").Lagrum, Is.EqualTo(Lagrum.Kl(10, 8)));
        Assert.That(brister.Single(b => b.Kod == "klausul-saknas-OtillatnaAndringar").Lagrum, Is.EqualTo(Lagrum.Lou(17, 17)));
    }

    // KL-03: egen regi och kommunala bolag är inte privata utförare.
    [Test]
    public void Den_som_inte_ar_privat_behover_ingen_insynsklausul() =>
        Assert.That(Avtalsklausuler.Brister(Inget, false).Select(b => b.Kod), Is.EqualTo(new[]
        {
            "klausul-okand-Medverkan", "klausul-okand-Vite", "klausul-okand-Uppsagning", "klausul-okand-Havning", "klausul-okand-OtillatnaAndringar",
        }));

    [Test]
    public void Okant_ar_en_brist_med_en_egen_text()
    {
        var klausuler = Alla(true);
        klausuler[Klausulsort.Vite] = null;
        Assert.That(Avtalsklausuler.Brister(klausuler, true).Single().Text, Is.EqualTo("Det är inte känt om avtalet har klausulen vite."));
        klausuler[Klausulsort.Vite] = false;
        Assert.That(Avtalsklausuler.Brister(klausuler, true).Single().Text, Is.EqualTo("Avtalet saknar klausulen vite."));
    }

    // GDPR-09 är osäkert: kommunen avgör.
    [Test]
    public void Personuppgifter_kravs_aldrig() =>
        Assert.That(Avtalsklausuler.Brister(Inget, true).Select(b => b.Kod), Has.None.Contains("Personuppgifter"));
}
