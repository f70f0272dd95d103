using Uppfoljning.Domain.Namnder;

namespace Uppfoljning.Domain.Tests.Namnder;

public sealed class SammantradesreglerTests
{
    private static readonly DateOnly Dag = new(2026, 12, 15);

    [TestCase(0, 0)]
    [TestCase(1, 1)]
    public void Handlingar_lamnas_senast_samma_dag(int dagar, int hinder) =>
        Assert.That(Sammantradesregler.ProvaDatum(Dag, Dag.AddDays(dagar)), Has.Count.EqualTo(hinder));

    [TestCase("13.00", "13:00")]
    [TestCase("9:05", "09:05")]
    [TestCase(" 09.05 ", "09:05")]
    [TestCase("24.00", null)]
    [TestCase("13", null)]
    [TestCase(null, null)]
    public void Klockslag_lases_pa_svenska(string? text, string? lagrat) => Assert.That(Sammantradesregler.Klockslag(text), Is.EqualTo(lagrat));

    [Test]
    public void Dagen_da_det_halls_kan_det_annu_stallas_in_men_inte_dagen_efter()
    {
        Assert.That(Sammantradesregler.ProvaInstallning(false, Dag, Dag, 0), Is.Empty);
        Assert.That(Sammantradesregler.ProvaInstallning(false, Dag, Dag.AddDays(1), 0).Single().Kod, Is.EqualTo("redan-hallet"));
        Assert.That(Sammantradesregler.ProvaInstallning(true, Dag, Dag, 1).Select(h => h.Kod), Is.EqualTo(new[] { "har-beslut", "redan-installt" }));
    }
}
