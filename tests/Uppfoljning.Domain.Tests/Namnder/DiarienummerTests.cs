using Uppfoljning.Domain.Namnder;

namespace Uppfoljning.Domain.Tests.Namnder;

public sealed class DiarienummerTests
{
    // OFF-02: ärendet har ett diarienummer.
    [TestCase(1, "VON-2026/0001")]
    [TestCase(123, "VON-2026/0123")]
    [TestCase(9999, "VON-2026/9999")]
    [TestCase(10000, "VON-2026/10000")]
    public void Numret_skrivs_med_beteckning_ar_och_minst_fyra_siffror(int lopnummer, string text) =>
        Assert.That(new Diarienummer("VON", 2026, lopnummer).ToString(), Is.EqualTo(text));
}
