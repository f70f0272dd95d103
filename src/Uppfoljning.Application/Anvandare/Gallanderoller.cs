namespace Uppfoljning.Application.Anvandare;

/// <summary>
/// Rollerna som en person har en viss dag: de egna som gäller då, och de som hon har som ersättare. Ingen rad ändras när en period börjar eller
/// slutar; dagen avgör. Bara egna roller lånas ut, så ett ersättarskap ger aldrig ett annat.
/// </summary>
public static class Gallanderoller
{
    /// <summary>Villkoret för att rollen i Rolltilldelning r gäller den dag som är @Idag.</summary>
    public const string Galler = "(r.FranDag IS NULL OR r.FranDag <= @Idag) AND (r.TillDag IS NULL OR r.TillDag >= @Idag)";

    /// <summary>Villkoret för att kontot a är administratör för kommunen.</summary>
    public const string Administrator = "EXISTS (SELECT 1 FROM Rolltilldelning r WHERE r.AnvandareId = a.Id AND r.NamndId IS NULL AND r.Roll = 'Administrator')";

    /// <summary>Kolumnerna AnvandareId, NamndId, Roll och Ersatter, för @Id den dag som är @Idag. Ersatter är den ersattas namn, null för en egen roll.</summary>
    public const string Sql = $"""
        SELECT r.AnvandareId, r.NamndId, r.Roll, NULL AS Ersatter
        FROM Rolltilldelning r
        WHERE r.AnvandareId = @Id AND {Galler}
        UNION ALL
        SELECT e.AnvandareId, r.NamndId, r.Roll, p.Namn AS Ersatter
        FROM Ersattare e
        JOIN Anvandare p ON p.Id = e.ForAnvandareId AND p.Inaktiv = 0
        JOIN Ersattarroll l ON l.ErsattareId = e.Id
        JOIN Rolltilldelning r ON r.AnvandareId = e.ForAnvandareId AND r.NamndId = e.NamndId AND r.Roll = l.Roll
        WHERE e.AnvandareId = @Id AND e.Aterkallad IS NULL AND e.FranDag <= @Idag AND e.TillDag >= @Idag
          AND {Galler}
        """;
}
