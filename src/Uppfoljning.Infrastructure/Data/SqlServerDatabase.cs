using System.Data.Common;
using Dapper;
using Microsoft.Data.SqlClient;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Data;

/// <summary>SQL Server. Databasen ska ha READ_COMMITTED_SNAPSHOT på (db/sqlserver/0000_databas.sql).</summary>
public sealed class SqlServerDatabase(string connectionString) : IDatabase
{
    public const string Produkt = "SQL Server";

    private const int UniqueConstraint = 2627;
    private const int ConstraintConflict = 547;
    private const int UniqueIndex = 2601;

    /// <summary>SQL Server 2019, som satserna prövas mot.</summary>
    private const int MinstNiva = 150;

    // Only SQL Server keeps this about itself.
    private const string GranskaSql = """
        SELECT CAST(SERVERPROPERTY('ProductVersion') AS NVARCHAR(128)) AS Version, d.collation_name AS Sortering,
               d.is_read_committed_snapshot_on AS Ogonblick, CAST(d.compatibility_level AS INT) AS Niva,
               CAST(COALESCE(IS_SRVROLEMEMBER('sysadmin'), 0) AS BIT) AS Sysadmin,
               CAST(COALESCE(IS_ROLEMEMBER('db_owner'), 0) AS BIT) AS Agare,
               CAST(COALESCE(IS_ROLEMEMBER('db_ddladmin'), 0) AS BIT) AS Schemaagare
        FROM sys.databases d
        WHERE d.database_id = DB_ID()
        """;

    private readonly SqlServerAnslutning _anslutning = SqlServerAnslutning.Las(connectionString);

    public string Namn => Produkt;

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(_anslutning.Text);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception fel)
        {
            fel.Data[SqlServerTillfalligt.VidOppning] = true;
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IDisposable?>(null);

    public string Text(string sql) => sql;

    public bool IsUniqueViolation(DbException exception) => exception is SqlException { Number: UniqueConstraint or UniqueIndex };

    // The number is that of a CHECK too; the name of the constraint tells them apart in every language of the server.
    public bool IsForeignKeyViolation(DbException exception) => exception is SqlException { Number: ConstraintConflict } && exception.Message.Contains("\"FK_", StringComparison.Ordinal);

    public bool IsTransient(DbException exception) => exception is SqlException fel && SqlServerTillfalligt.Ar(fel);

    public async Task<Databasgranskning> GranskaAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        var rad = await connection.QuerySingleAsync<Granskningsrad>(new CommandDefinition(GranskaSql, cancellationToken: cancellationToken));
        var (fel, varningar) = Bedom(rad);
        return new($"SQL Server {rad.Version}", fel, [.. _anslutning.Varningar, .. varningar]);
    }

    /// <summary>Vad i databasens inställningar som hindrar, och vad som bör rättas.</summary>
    internal static (IReadOnlyList<string> Fel, IReadOnlyList<string> Varningar) Bedom(Granskningsrad rad)
    {
        var fel = new List<string>();
        var varningar = new List<string>();
        if (!rad.Ogonblick)
        {
            fel.Add("READ_COMMITTED_SNAPSHOT är av i databasen. Programmet räknar med att läsare inte väntar på skrivare. Kör ALTER DATABASE [Uppfoljning] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE.");
        }
        if (rad.Niva < MinstNiva)
        {
            fel.Add($"Databasens kompatibilitetsnivå är {rad.Niva} men ska vara minst {MinstNiva} (SQL Server 2019). Kör ALTER DATABASE [Uppfoljning] SET COMPATIBILITY_LEVEL = {MinstNiva}.");
        }
        if (rad.Sortering != SqliteDatabase.Sortering)
        {
            varningar.Add($"Databasens sortering är {rad.Sortering} men ska vara {SqliteDatabase.Sortering}. Text i kolumner utan egen sortering jämförs då på ett annat sätt än i den databas som programmet är prövat på.");
        }
        if (rad.Sysadmin) { varningar.Add("Inloggningen är sysadmin på hela servern. Programmet behöver bara db_datareader och db_datawriter (db/sqlserver/0000_databas.sql)."); }
        else if (rad.Agare) { varningar.Add("Inloggningen är db_owner. Programmet behöver bara db_datareader och db_datawriter; migreringarna körs med en egen inloggning (db/sqlserver/0000_databas.sql)."); }
        else if (rad.Schemaagare) { varningar.Add("Inloggningen är db_ddladmin. Det behöver bara den som kör migreringarna (db/sqlserver/0000_databas.sql)."); }
        return (fel, varningar);
    }

    internal sealed record Granskningsrad
    {
        public string Version { get; init; } = "";

        public string? Sortering { get; init; }

        public bool Ogonblick { get; init; }

        public int Niva { get; init; }

        public bool Sysadmin { get; init; }

        public bool Agare { get; init; }

        public bool Schemaagare { get; init; }
    }

    public Task RullaTillbakaAsync(DbTransaction transaction) => transaction.RollbackAsync(CancellationToken.None);

    public Databasfel Fel(DbException exception) => exception is SqlException fel ? Av(fel) : Databasfel.Annat;

    internal static Databasfel Av(SqlException fel) => fel.Number switch
    {
        1101 or 1105 or 9002 => Databasfel.Full,
        3906 or 3908 => Databasfel.Skrivskyddad,
        1205 or 1222 or -2 => Databasfel.Upptagen,
        823 => Databasfel.Diskfel,
        824 or 825 or 3313 or 5171 or 5172 => Databasfel.Skadad,
        // Cannot be opened, reached or logged in to, or is restarting, restoring or failing over.
        4060 or 18456 or 18452 or 927 or 945 or 983 or 976 or 6005 or 40613 or 40197 or 40501 or 233 or 53 or -1 or 2 or 64 or 121 or 1225 or 10053 or 10054 or 10060 or 10061 or 11001 or 20 => Databasfel.Borta,
        _ => SqlServerTillfalligt.Ar(fel) ? Databasfel.Upptagen : Databasfel.Annat,
    };
}
