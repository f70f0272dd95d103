using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Tests.Kalender;

/// <summary>BER-09: dygn räknas i svensk tid, med sommartid.</summary>
public sealed class SvenskTidTests
{
    [TestCase("2026-06-30T21:59:59Z", "2026-06-30")]
    [TestCase("2026-06-30T22:00:00Z", "2026-07-01")]
    [TestCase("2026-12-31T22:59:59Z", "2026-12-31")]
    [TestCase("2026-12-31T23:00:00Z", "2027-01-01")]
    public void Datumet_byts_vid_svensk_midnatt(string utc, string datum) =>
        Assert.That(SvenskTid.Datum(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture)).Iso(), Is.EqualTo(datum));

    [TestCase("2026-03-29", "2026-03-28T23:00:00Z")]
    [TestCase("2026-03-30", "2026-03-29T22:00:00Z")]
    [TestCase("2026-10-25", "2026-10-24T22:00:00Z")]
    [TestCase("2026-10-26", "2026-10-25T23:00:00Z")]
    public void Dygnets_borjan_foljer_sommartiden(string datum, string utc) =>
        Assert.That(SvenskTid.Borjan(DateOnly.Parse(datum, System.Globalization.CultureInfo.InvariantCulture)),
            Is.EqualTo(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture)));
}
