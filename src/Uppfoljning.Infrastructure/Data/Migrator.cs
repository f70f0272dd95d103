using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure.Jobb;
using Uppfoljning.Infrastructure.Logg;

namespace Uppfoljning.Infrastructure.Data;

/// <summary>En numrerad ändring av databasen; texten är densamma för båda databaserna.</summary>
public sealed record Migrering(int Nr, string Namn, string Text)
{
    /// <summary>Checksumma över texten. En migrering som har landat ändras aldrig.</summary>
    public string Checksumma => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Text.ReplaceLineEndings("\n"))));
}

/// <summary>Kör de migreringar som saknas, var och en i sin transaktion, och minns dem i tabellen Migrering.</summary>
public sealed partial class Migrator(IDatabase database, TimeProvider clock) : IMigrator
{
    private const string JournalSql = """
        CREATE TABLE Migrering (
            Nr          INT               NOT NULL CONSTRAINT PK_Migrering PRIMARY KEY,
            Namn        NVARCHAR(200)     NOT NULL,
            Checksumma  NVARCHAR(64)      NOT NULL,
            Tid         DATETIMEOFFSET(3) NOT NULL
        )
        """;

    private const string KordaSql = "SELECT Nr, Checksumma FROM Migrering";
    private const string MinnsSql = "INSERT INTO Migrering (Nr, Namn, Checksumma, Tid) VALUES (@Nr, @Namn, @Checksumma, @Tid)";

    // The two databases keep their catalogue in different places; this is the migrator's one exception.
    private const string FinnsSqlite = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'Migrering'";
    private const string FinnsSqlServer = "SELECT COUNT(*) FROM sys.tables WHERE name = 'Migrering'";

    /// <summary>Alla migreringar i ordning, inbäddade i assemblyt.</summary>
    public static IReadOnlyList<Migrering> Alla { get; } = LasInbaddade();

    public async Task<IReadOnlyList<string>> SaknasAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return [.. (await SaknasAsync(connection, cancellationToken, skapaJournal: false)).Select(m => m.Namn)];
    }

    public async Task<bool> ArNyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return !await JournalFinnsAsync(connection, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> KorAsync(CancellationToken cancellationToken)
    {
        using var turn = await database.WriterTurnAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var saknas = await SaknasAsync(connection, cancellationToken);
        foreach (var migrering in saknas)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            foreach (var sats in Satser(migrering.Text))
            {
                await connection.ExecuteAsync(new CommandDefinition(ForDatabasen(sats), transaction: transaction, cancellationToken: cancellationToken));
            }
            await connection.ExecuteAsync(new CommandDefinition(MinnsSql,
                new { migrering.Nr, migrering.Namn, migrering.Checksumma, Tid = clock.GetUtcNow() }, transaction, cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }
        if (ArSqlite)
        {
            foreach (var sats in Loggvakt.ForSqlite) { await connection.ExecuteAsync(new CommandDefinition(sats, cancellationToken: cancellationToken)); }
        }
        else
        {
            foreach (var sats in Quartztabeller.ForSqlServer()) { await connection.ExecuteAsync(new CommandDefinition(sats, cancellationToken: cancellationToken)); }
        }
        return [.. saknas.Select(m => m.Namn)];
    }

    /// <summary>
    /// Det som saknas, som ett skript för den databasadministratör som kör det själv. Varje migrering är en transaktion med sin rad i journalen; faller en
    /// sats rullas den migreringen tillbaka och resten av skriptet hoppas över. Samma skript kan köras igen: det som redan är gjort görs inte om.
    /// </summary>
    public async Task<string> SkriptAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var skript = new StringBuilder(Skriptbyggare.Borjan(JournalSql));
        foreach (var migrering in await SaknasAsync(connection, cancellationToken, skapaJournal: false)) { skript.Append(Skriptbyggare.Migrering(migrering)); }
        if (!ArSqlite)
        {
            skript.Append(Skriptbyggare.Omallt).Append("-- Schemaläggarens tabeller. Skapar bara det som saknas.\n");
            foreach (var sats in Quartztabeller.ForSqlServer()) { skript.Append(sats).Append("\nGO\n\n"); }
        }
        return skript.Append(Skriptbyggare.Slut).ToString();
    }

    private bool ArSqlite => database.Namn == SqliteDatabase.Produkt;

    /// <summary>Delar texten vid rader som bara är GO.</summary>
    public static IEnumerable<string> Satser(string text) => GoRegex().Split(text).Select(s => s.Trim()).Where(s => s.Length > 0);

    private async Task<IReadOnlyList<Migrering>> SaknasAsync(DbConnection connection, CancellationToken cancellationToken, bool skapaJournal = true)
    {
        if (!await JournalFinnsAsync(connection, cancellationToken))
        {
            if (skapaJournal) { await connection.ExecuteAsync(new CommandDefinition(JournalSql, cancellationToken: cancellationToken)); }
            return Alla;
        }

        var korda = (await connection.QueryAsync<Kord>(new CommandDefinition(KordaSql, cancellationToken: cancellationToken))).ToDictionary(k => k.Nr, k => k.Checksumma);
        if (korda.Count > 0 && korda.Keys.Max() > Alla[^1].Nr)
        {
            throw new DriftException($"Databasen har migrering {korda.Keys.Max()} men programmet känner bara till {Alla[^1].Nr}. Kör en nyare version av programmet.");
        }
        foreach (var migrering in Alla)
        {
            if (korda.TryGetValue(migrering.Nr, out var checksumma) && checksumma != migrering.Checksumma)
            {
                throw new DriftException($"Migrering {migrering.Nr} {migrering.Namn} är körd med en annan text än den som programmet har.");
            }
        }
        return [.. Alla.Where(m => !korda.ContainsKey(m.Nr))];
    }

    private async Task<bool> JournalFinnsAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            ArSqlite ? FinnsSqlite : FinnsSqlServer, cancellationToken: cancellationToken)) > 0;

    /// <summary>
    /// SQLite jämför text tecken för tecken om ingen sortering anges, vilket är vad BIN2 betyder, och tar bort ett index utan att tabellen nämns.
    /// </summary>
    private string ForDatabasen(string sats) => database is SqliteDatabase
        ? TaBortIndexRegex().Replace(sats.Replace(" COLLATE Latin1_General_100_BIN2", "", StringComparison.Ordinal), "$1")
        : sats;

    private static List<Migrering> LasInbaddade()
    {
        const string mapp = "migrations/";
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames().Where(n => n.StartsWith(mapp, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(resurs =>
            {
                using var strom = new StreamReader(assembly.GetManifestResourceStream(resurs)!, Encoding.UTF8);
                var fil = Path.GetFileNameWithoutExtension(resurs[mapp.Length..]);
                return new Migrering(int.Parse(fil[..4], System.Globalization.CultureInfo.InvariantCulture), fil[5..], strom.ReadToEnd());
            }),
        ];
    }

    [GeneratedRegex(@"^(DROP INDEX \w+) ON \w+")]
    private static partial Regex TaBortIndexRegex();

    [GeneratedRegex(@"^\s*GO\s*$", RegexOptions.Multiline)]
    private static partial Regex GoRegex();

    private sealed record Kord
    {
        public int Nr { get; init; }

        public required string Checksumma { get; init; }
    }
}
