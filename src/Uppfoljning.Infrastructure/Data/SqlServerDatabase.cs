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
}
