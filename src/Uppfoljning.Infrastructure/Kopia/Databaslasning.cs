using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Uppfoljning.Domain.Logg;
using Uppfoljning.Infrastructure.Data;

namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>En fil i fillagret som en rad i databasen nämner.</summary>
internal sealed record Filrad
{
    public string Checksumma { get; init; } = "";

    public long Storlek { get; init; }
}

/// <summary>Det som en säkerhetskopia behöver veta om databasen, vare sig den är den som används eller en kopia av den.</summary>
internal static class Databaslasning
{
    // Every row that names a file in the store. What only waits for somebody to look at it, and is cleaned away by age, is not among them.
    private const string FilerSql = """
        SELECT r.Checksumma, MAX(r.Storlek) AS Storlek
        FROM (SELECT Checksumma, Storlek FROM Dokument UNION ALL SELECT Checksumma, Storlek FROM Import WHERE FilBorttagen IS NULL) r
        GROUP BY r.Checksumma
        ORDER BY r.Checksumma
        """;

    private const string MigreringSql = "SELECT MAX(Nr) FROM Migrering";

    private const string HuvudSql = "SELECT Nr, Kedja, Nyckel FROM Logghuvud WHERE Id = 1";

    // The two databases keep their catalogue in different places.
    private const string TabellerSqlite = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";

    private const string TabellerSqlServer = "SELECT name FROM sys.tables WHERE name NOT LIKE 'QRTZ%' ORDER BY name";

    /// <summary>Den äldsta databas som en kopia kan göras av: den första med loggens kedja.</summary>
    public const int ForstaMigrering = 13;

    public static async Task<IReadOnlyList<Filrad>> FilerAsync(DbConnection connection) => (await connection.QueryAsync<Filrad>(FilerSql)).AsList();

    public static async Task<int> MigreringAsync(DbConnection connection) => (int)(await connection.ExecuteScalarAsync<long?>(MigreringSql) ?? 0);

    public static async Task<Logghuvud?> HuvudAsync(DbConnection connection) =>
        await connection.QuerySingleOrDefaultAsync<Huvudrad>(HuvudSql) is { } rad ? new(rad.Nr, rad.Kedja, rad.Nyckel) : null;

    public static async Task<IReadOnlyDictionary<string, long>> RaderAsync(DbConnection connection, bool sqlite)
    {
        var antal = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var tabell in await connection.QueryAsync<string>(sqlite ? TabellerSqlite : TabellerSqlServer))
        {
            antal[tabell] = await connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM \"{tabell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }
        return antal;
    }

    /// <summary>Vad SQLite själv säger om filen: sidorna och indexen, och de främmande nycklarna.</summary>
    public static async Task<IReadOnlyList<string>> SkadorAsync(DbConnection connection)
    {
        var fel = (await connection.QueryAsync<string>("PRAGMA integrity_check(20)")).Where(rad => rad != "ok").ToList();
        fel.AddRange((await connection.QueryAsync<Brutennyckel>("PRAGMA foreign_key_check")).Take(20)
            .Select(b => $"En rad i {b.Table} pekar på en rad i {b.Parent} som inte finns."));
        return fel;
    }

    /// <summary>En egen databas i en fil som ingen annan använder.</summary>
    public static SqliteDatabase Egen(string fil) => new(new SqliteConnectionStringBuilder { DataSource = fil, Pooling = false }.ConnectionString);

    private sealed record Huvudrad
    {
        public long Nr { get; init; }

        public string Kedja { get; init; } = "";

        public string? Nyckel { get; init; }
    }

    private sealed record Brutennyckel
    {
        public string Table { get; init; } = "";

        public string Parent { get; init; } = "";
    }
}
