using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Sql;

/// <summary>Läser SQL som SQL Server 2019 skulle läsa den.</summary>
public static partial class Tsql
{
    /// <summary>Felen i texten; tom lista betyder att SQL Server kan läsa den.</summary>
    public static IReadOnlyList<string> Fel(string sql)
    {
        // Dapper writes out the list itself: IN @Namnder becomes IN (@Namnder1, @Namnder2).
        var utskriven = ListRegex().Replace(sql, "IN (@$1)");
        new TSql150Parser(initialQuotedIdentifiers: true).Parse(new StringReader(utskriven), out var errors);
        return [.. errors.Select(e => $"rad {e.Line}: {e.Message}")];
    }

    [GeneratedRegex(@"\bIN\s+@(\w+)")]
    private static partial Regex ListRegex();
}

/// <summary>
/// Databasen under testerna: varje sats som körs, också de som sätts ihop av delar, måste gå att läsa som T-SQL. Så prövas båda databasernas
/// språk av alla tester som kör på SQLite.
/// </summary>
public sealed class TsqlprovadDatabas(IDatabase inre) : IDatabase
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Provade = new();

    /// <summary>Alla satser som har körts i testkörningen.</summary>
    public static IEnumerable<string> Korda => Provade.Keys;

    public string Namn => inre.Namn;

    public Task<DbConnection> OpenAsync(CancellationToken cancellationToken) => inre.OpenAsync(cancellationToken);

    public ValueTask<IDisposable?> WriterTurnAsync(CancellationToken cancellationToken) => inre.WriterTurnAsync(cancellationToken);

    public string Text(string sql)
    {
        var fel = Provade.GetOrAdd(sql, Tsql.Fel);
        Assert.That(fel, Is.Empty, $"Satsen går inte att läsa som T-SQL:\n{sql}");
        return inre.Text(sql);
    }

    public bool IsUniqueViolation(DbException exception) => inre.IsUniqueViolation(exception);

    public bool IsForeignKeyViolation(DbException exception) => inre.IsForeignKeyViolation(exception);

    public bool IsTransient(DbException exception) => inre.IsTransient(exception);

    public Task<Databasgranskning> GranskaAsync(CancellationToken cancellationToken) => inre.GranskaAsync(cancellationToken);
    public Task RullaTillbakaAsync(DbTransaction transaction) => inre.RullaTillbakaAsync(transaction);

    public Databasfel Fel(DbException exception) => inre.Fel(exception);
}
