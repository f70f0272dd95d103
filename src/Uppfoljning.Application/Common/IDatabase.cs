using System.Data.Common;

namespace Uppfoljning.Application.Common;

/// <summary>Det som skiljer databaserna åt. Allt annat är en och samma SQL-text.</summary>
public interface IDatabase
{
    /// <summary>SQLite eller SQL Server; visas i administration och loggar.</summary>
    string Namn { get; }

    Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Turordning mellan skrivare i samma process. SQLite har en skrivare åt gången; SQL Server behöver ingen.</summary>
    ValueTask<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken);

    /// <summary>Databasens ord för samma sats: SQLite skriver OFFSET … FETCH som LIMIT … OFFSET.</summary>
    string Text(string sql);

    /// <summary>Om felet är ett brott mot ett unikt index.</summary>
    bool IsUniqueViolation(DbException exception);
}
