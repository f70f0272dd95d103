using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Domain.Tests.Avtal;

public sealed class CpvTests
{
    [TestCase("85312100", true)]
    [TestCase(" 85312100-0 ", true)]
    [TestCase("8531210", false)]
    [TestCase("853121000", false)]
    [TestCase("85312100-", false)]
    [TestCase("85312100-00", false)]
    [TestCase("85312100 0", false)]
    [TestCase("8531210a", false)]
    [TestCase("٨5312100", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void En_kod_har_atta_siffror_och_kanske_en_kontrollsiffra(string? text, bool giltig) =>
        Assert.That(Cpv.TryTolka(text, out _), Is.EqualTo(giltig));

    // LOU-10, vid intervallens gränser.
    [TestCase("84999999", false)]
    [TestCase("85000000-9", true)]
    [TestCase("85323000-9", true)]
    [TestCase("85323001", false)]
    [TestCase("75200000-8", true)]
    [TestCase("79611000-0", true)]
    [TestCase("79622000-0", true)]
    [TestCase("79624000-4", true)]
    [TestCase("79625000-1", true)]
    [TestCase("98133000-4", true)]
    [TestCase("98133100-5", true)]
    [TestCase("98513000-2", true)]
    [TestCase("98514000-9", true)]
    [TestCase("98514001", false)]
    [TestCase("90910000-9", false)]
    [TestCase("85", false)]
    public void Bilaga_2_kanns_igen(string kod, bool hor) => Assert.That(Cpv.HorTillBilaga2(kod), Is.EqualTo(hor));

    [Test]
    public void Upplysningen_sager_nar_koden_och_reglerna_inte_gar_ihop()
    {
        Assert.That(Cpv.Upplysning("90910000-9", Upphandlingsregler.Direktivstyrd), Is.Null);
        Assert.That(Cpv.Upplysning("85312100-0", null), Does.Contain("19 kap. 1 § LOU").And.Not.Contain("Kontrollera"));
        Assert.That(Cpv.Upplysning("85312100-0", Upphandlingsregler.Direktivstyrd), Does.Contain("Kontrollera koden och reglerna"));
    }

    [TestCase("19 kap. LOU", Upphandlingsregler.Kapitel19)]
    [TestCase("kapitel19", Upphandlingsregler.Kapitel19)]
    [TestCase("direktivstyrd", Upphandlingsregler.Direktivstyrd)]
    public void Reglerna_tolkas_ur_sin_text(string text, Upphandlingsregler regler)
    {
        Assert.That(Upphandlingsregeltext.TryTolka(text, out var tolkad), Is.True);
        Assert.That(tolkad, Is.EqualTo(regler));
    }
}
