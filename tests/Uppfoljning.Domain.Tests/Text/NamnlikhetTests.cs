using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Tests.Text;

public sealed class NamnlikhetTests
{
    [TestCase("Björkens Omsorg AB", "BJÖRKENS OMSORG Aktiebolag (publ)")]
    [TestCase("Omsorgs-bolaget i Väst", "Omsorgsbolaget Väst AB")]
    [TestCase("Ängens Assistans AB", "Ängens Asistans AB")]
    [TestCase("Fyrens Boende AB", "Fyrens Boenden AB")]
    [TestCase("Kvarnens Hemtjänst HB", "Kvarnens hemtjänst")]
    [TestCase("Café Söder", "Cafe Söder")]
    public void Samma_namn_skrivet_pa_olika_satt_liknar_varandra(string ena, string andra) =>
        Assert.That(Namnlikhet.Lika(Namnlikhet.Nyckel(ena), Namnlikhet.Nyckel(andra)), Is.True);

    [TestCase("Utförare 1 AB", "Utförare 2 AB")]
    [TestCase("Boende Norr 11", "Boende Norr 1")]
    [TestCase("Omsorg Norr AB", "Omsorg Söder AB")]
    [TestCase("Vård A", "Vård B")]
    [TestCase("AB", "HB")]
    public void Olika_namn_gor_det_inte(string ena, string andra) =>
        Assert.That(Namnlikhet.Lika(Namnlikhet.Nyckel(ena), Namnlikhet.Nyckel(andra)), Is.False);
}
