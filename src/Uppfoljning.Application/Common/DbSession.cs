using System.Collections.Concurrent;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;

namespace Uppfoljning.Application.Common;

/// <summary>
/// Den enda vägen till databasen under en begäran: en anslutning som öppnas vid behov, högst en transaktion, och en räknare över satser
/// som testerna läser av.
/// </summary>
public sealed class DbSession(IDatabase database) : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<Type, string[]> Enumegenskaper = new();

    private DbConnection? _connection;
    private DbTransaction? _transaction;
    private IDisposable? _turn;

    /// <summary>Antal satser som har skickats sedan sessionen skapades.</summary>
    public int Statements { get; private set; }

    public IDatabase Database => database;

    /// <summary>Om något har skrivits för gott under begäran. Säger vad en felsida kan lova.</summary>
    public bool Sparat { get; private set; }

    /// <summary>Om databasen har ombetts att spara för gott och inte har svarat.</summary>
    public bool Sparar { get; private set; }

    public bool InTransaction => _transaction is not null;

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        using var matning = Telemetri.Sats(sql, database.Namn);
        return (await (await ConnectAsync(cancellationToken)).QueryAsync<T>(Command(sql, parameters, cancellationToken))).AsList();
    }

    /// <summary>
    /// Raderna en i taget, utan att alla hålls i minnet. Räknas som en sats. Anslutningen är upptagen tills den sista raden är läst; ingen annan
    /// sats får skickas dessförinnan.
    /// </summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(string sql, object? parameters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var matning = Telemetri.Sats(sql, database.Namn);
        var connection = await ConnectAsync(cancellationToken);
        var command = Command(sql, parameters, cancellationToken);
        await foreach (var rad in connection.QueryUnbufferedAsync<T>(command.CommandText, command.Parameters, command.Transaction as DbTransaction)
            .WithCancellation(cancellationToken))
        {
            yield return rad;
        }
    }

    public async Task<T?> SingleOrDefaultAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        using var matning = Telemetri.Sats(sql, database.Namn);
        return await (await ConnectAsync(cancellationToken)).QuerySingleOrDefaultAsync<T>(Command(sql, parameters, cancellationToken));
    }

    /// <summary>Kör satsen och ger antalet rader. En lista som <paramref name="parameters"/> kör satsen en gång per post, men räknas som en.</summary>
    public async Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken)
    {
        using var matning = Telemetri.Sats(sql, database.Namn);
        return await (await ConnectAsync(cancellationToken)).ExecuteAsync(Command(sql, parameters, cancellationToken));
    }

    /// <summary>Kör satsen i en egen transaktion och ger antalet rader; till för det som inte hör till något kommando.</summary>
    public async Task<int> EnsamtAsync(string sql, object? parameters, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        try
        {
            var antal = await ExecuteAsync(sql, parameters, cancellationToken);
            await CommitAsync(cancellationToken);
            return antal;
        }
        catch
        {
            await RollbackAsync();
            throw;
        }
    }

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (_transaction is not null) { throw new InvalidOperationException("En transaktion pågår redan i sessionen."); }
        _turn = await database.WriterTurnAsync(cancellationToken);
        try
        {
            _transaction = await (await ConnectAsync(cancellationToken)).BeginTransactionAsync(cancellationToken);
        }
        catch
        {
            ReleaseTurn();
            throw;
        }
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        Sparar = true;
        await _transaction!.CommitAsync(cancellationToken);
        (Sparat, Sparar) = (true, false);
        await EndTransactionAsync();
    }

    /// <summary>
    /// Rullar tillbaka. Går det inte är anslutningen bruten eller transaktionen redan slut; då stängs anslutningen, och databasen rullar själv tillbaka
    /// det som inte är genomfört. Det fel som ledde hit är det som ska synas, inte att det inte gick att rulla tillbaka.
    /// </summary>
    public async Task RollbackAsync()
    {
        if (_transaction is null) { return; }
        try
        {
            await database.RullaTillbakaAsync(_transaction);
            await EndTransactionAsync();
        }
        catch (Exception fel) when (fel is DbException or InvalidOperationException)
        {
            _transaction = null;
            ReleaseTurn();
            await StangAsync();
        }
    }

    /// <summary>Släpper anslutningen och det som pågick på den; nästa sats öppnar en ny.</summary>
    public async Task GlomAnslutningenAsync()
    {
        await RollbackAsync();
        await StangAsync();
    }

    public async ValueTask DisposeAsync() => await GlomAnslutningenAsync();

    private async Task StangAsync()
    {
        var connection = _connection;
        _connection = null;
        if (connection is null) { return; }
        try
        {
            await connection.DisposeAsync();
        }
        catch (Exception fel) when (fel is DbException or InvalidOperationException)
        {
            // A broken connection is broken; there is nothing left to close.
        }
    }

    private async Task EndTransactionAsync()
    {
        try
        {
            await _transaction!.DisposeAsync();
        }
        finally
        {
            _transaction = null;
            ReleaseTurn();
        }
    }

    private void ReleaseTurn()
    {
        _turn?.Dispose();
        _turn = null;
    }

    private async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken) =>
        _connection ??= await database.OpenAsync(cancellationToken);

    private CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken)
    {
        RefuseEnums(sql, parameters);
        Statements++;
        return new CommandDefinition(database.Text(sql), parameters, _transaction, cancellationToken: cancellationToken);
    }

    /// <summary>Dapper sends enums as numbers, whatever handler is registered; the tables hold their names. So they must be sent as text.</summary>
    private static void RefuseEnums(string sql, object? parameters)
    {
        if (parameters is null or System.Collections.IEnumerable) { return; }
        var enums = Enumegenskaper.GetOrAdd(parameters.GetType(), type =>
            [.. type.GetProperties().Where(p => (Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType).IsEnum).Select(p => p.Name)]);
        foreach (var name in enums)
        {
            if (sql.Contains('@' + name, StringComparison.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException($"@{name} är ett uppräknat värde och ska skickas som text.");
            }
        }
    }
}
