namespace Uppfoljning.Application.Anvandare;

/// <summary>
/// Rollerna som en person har en viss dag: de egna som gäller då, och de som hon har som ersättare. Ingen rad ändras när en period börjar eller
/// slutar; dagen avgör. Bara egna roller lånas ut, så ett ersättarskap ger aldrig ett annat.
/// </summary>
public static class Gallanderoller
{
    /// <summary>Kolumnerna AnvandareId, NamndId, Roll och Ersatter, för @Id den dag som är @Idag. Ersatter är den ersattas namn, null för en egen roll.</summary>
    public const string Sql = """
        SELECT t.AnvandareId, t.NamndId, t.Roll, NULL AS Ersatter
        FROM Rolltilldelning t
        WHERE t.AnvandareId = @Id AND (t.FranDag IS NULL OR t.FranDag <= @Idag) AND (t.TillDag IS NULL OR t.TillDag >= @Idag)
        UNION ALL
        SELECT e.AnvandareId, t.NamndId, t.Roll, p.Namn AS Ersatter
        FROM Ersattare e
        JOIN Anvandare p ON p.Id = e.ForAnvandareId AND p.Inaktiv = 0
        JOIN Ersattarroll l ON l.ErsattareId = e.Id
        JOIN Rolltilldelning t ON t.AnvandareId = e.ForAnvandareId AND t.NamndId = e.NamndId AND t.Roll = l.Roll
        WHERE e.AnvandareId = @Id AND e.Aterkallad IS NULL AND e.FranDag <= @Idag AND e.TillDag >= @Idag
          AND (t.FranDag IS NULL OR t.FranDag <= @Idag) AND (t.TillDag IS NULL OR t.TillDag >= @Idag)
        """;
}
