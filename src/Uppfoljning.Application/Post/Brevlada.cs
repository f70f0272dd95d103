using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Post;

/// <summary>Väcker den som skickar brev, när kommandot som lade dem är genomfört.</summary>
public sealed class Postvackare : IDisposable
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Vack()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Den är redan väckt.
        }
    }

    public Task VantaAsync(TimeSpan hogst, CancellationToken cancellationToken) => _signal.WaitAsync(hogst, cancellationToken);

    public void Dispose() => _signal.Dispose();
}

/// <summary>Lägger brev i databasen i kommandots egen transaktion: inget brev går om kommandot inte gick, och inget glöms om servern stannar.</summary>
public sealed class Brevlada(DbSession db, IForvar forvar, TimeProvider clock)
{
    private const string LaggSql = """
        INSERT INTO Utskick (Id, Till, Amne, Innehall, Skapat, GallerTill, Forsok, Nasta)
        VALUES (@Id, @Till, @Amne, @Innehall, @Skapat, @GallerTill, 0, @Skapat)
        """;

    /// <param name="till">E-postadressen.</param>
    /// <param name="amne">Ämnet, som inte får vara hemligt.</param>
    /// <param name="text">Innehållet, som lagras krypterat tills det är skickat.</param>
    /// <param name="galler">Så länge är brevet till nytta; därefter skickas det inte.</param>
    /// <param name="cancellationToken">Avbrott.</param>
    public Task LaggAsync(string till, string amne, string text, TimeSpan galler, CancellationToken cancellationToken)
    {
        var nu = clock.GetUtcNow();
        return db.ExecuteAsync(LaggSql, new { Id = Guid.CreateVersion7(nu), Till = till, Amne = amne, Innehall = forvar.Las(text), Skapat = nu, GallerTill = nu + galler }, cancellationToken);
    }
}
