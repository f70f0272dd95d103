namespace Uppfoljning.Domain.Avtal;

/// <summary>Vad ett tröskelvärde gäller.</summary>
public enum Troskelsort
{
    /// <summary>Varor och tjänster som en kommun köper.</summary>
    VarorOchTjanster,

    Byggentreprenad,

    /// <summary>Tjänster i bilaga 2 LOU.</summary>
    Bilaga2,
}

/// <summary>Ett tröskelvärde under en tid. Kronor är null när det tillkännagivna beloppet inte är inlagt; det räknas aldrig om efter dagskurs.</summary>
public sealed record Troskelvarde(DateOnly Fran, DateOnly Till, Troskelsort Sort, int Euro, int? Kronor, string Kalla);

/// <summary>Tröskelvärdena (5 kap. 1 § LOU), i den ordning de har gällt.</summary>
public static class Troskelvarden
{
    private const string Kkv = "Konkurrensverket, tröskelvärden";
    private const string Uhm = "Upphandlingsmyndigheten, tröskelvärden";
    private const string Eu = "kommissionens delegerade förordning (EU) 2025/2152; beloppet i kronor är inte inlagt";

    public static readonly Lagrum Lagrum = Lagrum.Lou(5, 1);

    public static readonly IReadOnlyList<Troskelvarde> Alla =
    [
        Rad(2020, 2021, Troskelsort.VarorOchTjanster, 214_000, 2_197_545, Kkv),
        Rad(2020, 2021, Troskelsort.Byggentreprenad, 5_350_000, 54_938_615, Kkv),
        Rad(2020, 2021, Troskelsort.Bilaga2, 750_000, 7_701_675, Kkv),
        Rad(2022, 2023, Troskelsort.VarorOchTjanster, 215_000, 2_236_731, Kkv),
        Rad(2022, 2023, Troskelsort.Byggentreprenad, 5_382_000, 55_991_099, Kkv),
        Rad(2022, 2023, Troskelsort.Bilaga2, 750_000, 7_802_550, Kkv),
        Rad(2024, 2025, Troskelsort.VarorOchTjanster, 221_000, 2_389_585, Uhm),
        Rad(2024, 2025, Troskelsort.Byggentreprenad, 5_538_000, 59_880_179, Uhm),
        Rad(2024, 2025, Troskelsort.Bilaga2, 750_000, 8_109_450, Uhm),
        Rad(2026, 2027, Troskelsort.VarorOchTjanster, 216_000, null, Eu),
        Rad(2026, 2027, Troskelsort.Byggentreprenad, 5_404_000, null, Eu),
        Rad(2026, 2027, Troskelsort.Bilaga2, 750_000, null, Eu),
    ];

    /// <summary>Värdet som gäller den dagen, eller null när inget är inlagt.</summary>
    public static Troskelvarde? Den(DateOnly dag, Troskelsort sort) => Alla.FirstOrDefault(t => t.Sort == sort && t.Fran <= dag && dag <= t.Till);

    private static Troskelvarde Rad(int fran, int till, Troskelsort sort, int euro, int? kronor, string kalla) =>
        new(new DateOnly(fran, 1, 1), new DateOnly(till, 12, 31), sort, euro, kronor, kalla);
}
