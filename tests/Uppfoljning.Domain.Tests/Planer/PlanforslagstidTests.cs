using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>När programmet gör förslag till nästa års plan.</summary>
public sealed class PlanforslagstidTests
{
    [TestCase("2026-09-30", null)]
    [TestCase("2026-10-01", 2027)]
    [TestCase("2026-12-31", 2027)]
    [TestCase("2027-01-01", null)]
    public void Forslag_gors_fran_den_forsta_oktober_och_tas_igen_aret_ut(string dag, int? ar) =>
        Assert.That(Planforslagstid.Ar(DateOnly.Parse(dag, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(ar));
}
