namespace Uppfoljning.Domain.Kalender;

/// <summary>Svensk tid (BER-09): dygn och tidsfrister räknas i Europe/Stockholm, med sommartid.</summary>
public static class SvenskTid
{
    public static TimeZoneInfo Tidszon => Zon;

    private static readonly TimeZoneInfo Zon = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>Ögonblicket uttryckt i svensk tid.</summary>
    public static DateTimeOffset Lokal(DateTimeOffset tid) => TimeZoneInfo.ConvertTime(tid, Zon);

    /// <summary>Det svenska datum som ögonblicket infaller på.</summary>
    public static DateOnly Datum(DateTimeOffset tid) => DateOnly.FromDateTime(Lokal(tid).DateTime);

    /// <summary>Dagens datum i Sverige enligt <paramref name="clock"/>.</summary>
    public static DateOnly Idag(this TimeProvider clock) => Datum(clock.GetUtcNow());

    /// <summary>Ögonblicket då det svenska datumet börjar, i UTC.</summary>
    public static DateTimeOffset Borjan(DateOnly dag)
    {
        var lokal = dag.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        return new DateTimeOffset(lokal, Zon.GetUtcOffset(lokal)).ToUniversalTime();
    }
}
