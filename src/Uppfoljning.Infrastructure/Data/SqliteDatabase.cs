using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Data;

/// <summary>Den inbyggda databasen: en fil, WAL, en skrivare åt gången.</summary>
public sealed partial class SqliteDatabase : IDatabase, IDisposable
{
    /// <summary>Svensk sortering (å ä ö sist) utan hänsyn till skiftläge; samma namn som SQL Servers.</summary>
    public const string Sortering = "Finnish_Swedish_100_CI_AS";

    public const string Produkt = "SQLite";

    private const int ConstraintUnique = 2067;
    private const int ConstraintPrimaryKey = 1555;

    private const int Busy = 5;
    private const int Locked = 6;
    private const int Protocol = 15;

    private static readonly CompareInfo Svenska = CultureInfo.GetCultureInfo("sv-SE").CompareInfo;

    private readonly string _connectionString;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<string, string> _texter = new();

    public SqliteDatabase(string connectionString)
    {
        Sqlitebibliotek.Koppla();
        var builder = Provad(connectionString);
        builder.ForeignKeys = true;
        if (Path.GetDirectoryName(builder.DataSource) is { Length: > 0 } mapp) { Directory.CreateDirectory(mapp); }
        _connectionString = builder.ConnectionString;
    }

    /// <exception cref="DriftException">Anslutningen går inte att läsa, eller säger inte vilken fil.</exception>
    internal static SqliteConnectionStringBuilder Provad(string anslutning)
    {
        try
        {
            var builder = new SqliteConnectionStringBuilder(anslutning);
            if (builder.DataSource.Length > 0) { return builder; }
        }
        catch (Exception fel) when (fel is ArgumentException or FormatException)
        {
            // Said below.
        }
        throw new DriftException("Inställningen Databas:Anslutning går inte att läsa som en SQLite-fil. Den ska se ut som Data Source=data/uppfoljning.db.");
    }

    public string Namn => Produkt;

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            connection.CreateCollation(Sortering, static (x, y) => Svenska.Compare(x, y, CompareOptions.IgnoreCase));
            using var pragma = connection.CreateCommand();
            // busy_timeout: another process (a verb on the command line) may hold the writer for a moment.
            pragma.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -16000;";
            await pragma.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    public string Text(string sql) => sql.Contains("FETCH NEXT", StringComparison.Ordinal)
        ? _texter.GetOrAdd(sql, s => SidaRegex().Replace(s, "LIMIT $2 OFFSET $1"))
        : sql;

    public bool IsUniqueViolation(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey };

    /// <summary>
    /// Någon annan skriver (BUSY, med sina utvidgningar BUSY_SNAPSHOT, BUSY_RECOVERY och BUSY_TIMEOUT), en tabell är låst av en annan anslutning
    /// (LOCKED), eller två processer öppnade filen på en gång (PROTOCOL). Det sista är av samma slag: nästa gång går det.
    /// </summary>
    public bool IsTransient(DbException exception) => exception is SqliteException { SqliteErrorCode: Busy or Locked or Protocol };

    public async Task<Databasgranskning> GranskaAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        return new($"SQLite {connection.ServerVersion}", [], []);
    }

    public void Dispose()
    {
        _turn.Dispose();
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    [GeneratedRegex(@"OFFSET\s+(\S+)\s+ROWS\s+FETCH\s+NEXT\s+(\S+)\s+ROWS\s+ONLY")]
    private static partial Regex SidaRegex();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _released, 1) == 0) { turn.Release(); }
        }
    }
}
