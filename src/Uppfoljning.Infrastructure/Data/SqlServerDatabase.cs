using System.Data.Common;
using Microsoft.Data.SqlClient;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Data;

/// <summary>SQL Server. Databasen ska ha READ_COMMITTED_SNAPSHOT på (db/sqlserver/0000_databas.sql).</summary>
public sealed class SqlServerDatabase(string connectionString) : IDatabase
{
    private const int UniqueConstraint = 2627;
    private const int UniqueIndex = 2601;

    public string Namn => "SQL Server";

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public ValueTask<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IDisposable?>(null);

    public string Text(string sql) => sql;

    public bool IsUniqueViolation(DbException exception) => exception is SqlException { Number: UniqueConstraint or UniqueIndex };

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
        _ => Databasfel.Annat,
    };
}
