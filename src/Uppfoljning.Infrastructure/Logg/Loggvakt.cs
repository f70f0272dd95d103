namespace Uppfoljning.Infrastructure.Logg;

/// <summary>
/// Utlösarna som låter händelser läggas till men inte ändras eller tas bort i SQLite. Språket är SQLites eget, så de läggs in av migratorn och inte i en
/// migrering; för SQL Server står motsvarigheten i db/sqlserver/0001_logg.sql.
/// </summary>
internal static class Loggvakt
{
    /// <summary>En rad som ännu inte är i kedjan får sin plats en gång; därefter står den fast.</summary>
    public static readonly IReadOnlyList<string> ForSqlite =
    [
        "CREATE TRIGGER IF NOT EXISTS TR_Handelse_Andras BEFORE UPDATE ON Handelse WHEN OLD.Nr IS NOT NULL BEGIN SELECT RAISE(ABORT, 'En handelse i loggen kan inte andras.'); END",
        "CREATE TRIGGER IF NOT EXISTS TR_Handelse_TasBort BEFORE DELETE ON Handelse BEGIN SELECT RAISE(ABORT, 'En handelse i loggen kan inte tas bort.'); END",
        "CREATE TRIGGER IF NOT EXISTS TR_Logghuvud_TasBort BEFORE DELETE ON Logghuvud BEGIN SELECT RAISE(ABORT, 'Loggens huvud kan inte tas bort.'); END",
    ];
}
