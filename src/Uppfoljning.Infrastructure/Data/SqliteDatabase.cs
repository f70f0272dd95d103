using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Data;

/// <summary>Den inbyggda databasen: en fil, WAL, en skrivare åt gången.</summary>
public sealed partial class SqliteDatabase : IDatabase, IDisposable
{
    /// <summary>Svensk sortering (å ä ö sist) utan hänsyn till skiftläge; samma namn som SQL Servers.</summary>
    public const string Sortering = "Finnish_Swedish_100_CI_AS";

    public const string Produkt = "SQLite";

    private const int ConstraintUnique = 2067;
    private const int ConstraintForeignKey = 787;
    private const int ConstraintPrimaryKey = 1555;

    private const int Busy = 5, Locked = 6, Readonly = 8, Ioerr = 10, Corrupt = 11, Full = 13, Cantopen = 14, Protocol = 15, Notadb = 26, IoerrShmsize = 4874;

    /// <summary>Så länge väntar en skrivare på sin tur i processen. En lång import får hålla den; ett lås utifrån ska inte få alla att vänta på varandra.</summary>
    private static readonly TimeSpan LangstaTur = TimeSpan.FromSeconds(60);

    /// <summary>Så många sekunder väntar en sats på en annan process innan databasen sägs vara upptagen.</summary>
    private const int LangstaLas = 10;

    private static readonly CompareInfo Svenska = CultureInfo.GetCultureInfo("sv-SE").CompareInfo;

    private readonly string _skapande;
    private readonly string _connectionString;
    private readonly string _fil;
    private readonly Lock _las = new();
    private SqliteConnection? _vakt;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<string, string> _texter = new();

    public SqliteDatabase(string connectionString)
    {
        Sqlitebibliotek.Koppla();
        var builder = Provad(connectionString);
        (builder.ForeignKeys, builder.DefaultTimeout) = (true, LangstaLas);
        if (Path.GetDirectoryName(builder.DataSource) is { Length: > 0 } mapp) { Directory.CreateDirectory(mapp); }
        _fil = builder.DataSource;
        _skapande = new SqliteConnectionStringBuilder(builder.ConnectionString) { Pooling = false }.ConnectionString;
        builder.Mode = SqliteOpenMode.ReadWrite;
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
            Vakta();
            await connection.OpenAsync(cancellationToken);
            connection.CreateCollation(Sortering, static (x, y) => Svenska.Compare(x, y, CompareOptions.IgnoreCase));
            using var pragma = connection.CreateCommand();
            // busy_timeout: another process (a verb on the command line) may hold the writer for a moment.
            pragma.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; PRAGMA cache_size = -4000;";
            await pragma.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch (Exception fel)
        {
            fel.Data["Fil"] = Path.GetFullPath(_fil);
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken)
    {
        if (!await _turn.WaitAsync(LangstaTur, cancellationToken))
        {
            throw new SqliteException($"Ingen tur att skriva inom {LangstaTur.TotalSeconds:0} sekunder.", Busy);
        }
        return new Turn(_turn);
    }

    public string Text(string sql) => sql.Contains("FETCH NEXT", StringComparison.Ordinal)
        ? _texter.GetOrAdd(sql, s => SidaRegex().Replace(s, "LIMIT $2 OFFSET $1"))
        : sql;

    public bool IsUniqueViolation(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey };

    public bool IsForeignKeyViolation(DbException exception) => exception is SqliteException { SqliteExtendedErrorCode: ConstraintForeignKey };

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

    /// <summary>
    /// When the disk is full SQLite rolls back by itself, and the client, which does not know, then fails on its own rollback and keeps the dead
    /// transaction for as long as the connection lives. An empty one is begun for it to roll back.
    /// </summary>
    public async Task RullaTillbakaAsync(DbTransaction transaction)
    {
        var connection = (SqliteConnection)transaction.Connection!;
        try
        {
            await transaction.RollbackAsync(CancellationToken.None);
        }
        catch (SqliteException) when (raw.sqlite3_get_autocommit(connection.Handle!) != 0)
        {
            await using var begin = connection.CreateCommand();
            begin.Transaction = (SqliteTransaction)transaction;
            begin.CommandText = "BEGIN";
            await begin.ExecuteNonQueryAsync(CancellationToken.None);
            await transaction.RollbackAsync(CancellationToken.None);
        }
    }

    public Databasfel Fel(DbException exception) => Orsak(exception);

    internal static Databasfel Orsak(DbException exception) => exception is SqliteException fel ? Av(fel) : Databasfel.Annat;

    internal static Databasfel Av(SqliteException fel) => (fel.SqliteErrorCode, fel.SqliteExtendedErrorCode) switch
    {
        // The shared memory of the log could not be made longer: the disk is full under it.
        (Full, _) or (_, IoerrShmsize) => Databasfel.Full,
        (Readonly, _) => Databasfel.Skrivskyddad,
        (Busy or Locked, _) => Databasfel.Upptagen,
        (Ioerr, _) => Databasfel.Diskfel,
        (Cantopen, _) => Databasfel.Borta,
        (Corrupt or Notadb, _) => Databasfel.Skadad,
        _ => Databasfel.Annat,
    };

    public void Dispose()
    {
        _turn.Dispose();
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
        _vakt?.Dispose();
    }

    /// <summary>
    /// One connection stays open and is asked before any other is opened whether the file still has its name. Only that one may make the file: an
    /// empty one in the place of a lost one would be taken for the database, and a connection to another file would read the log that lies beside
    /// it into that file.
    /// </summary>
    private void Vakta()
    {
        lock (_las)
        {
            if (_vakt is null)
            {
                var vakt = new SqliteConnection(_skapande);
                try
                {
                    vakt.Open();
                }
                catch
                {
                    vakt.Dispose();
                    throw;
                }
                _vakt = vakt;
            }
        }
        if (Sqlitebibliotek.HarFlyttats(_vakt.Handle!))
        {
            throw new SqliteException($"Databasfilen {_fil} är borta eller utbytt sedan programmet öppnade den.", Cantopen);
        }
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
