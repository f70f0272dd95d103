using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Logg;

namespace Uppfoljning.Application.Logg;

/// <summary>
/// Ställer loggen i ordning när programmet startar: nyckeln ska finnas och vara den som loggen skrevs med senast, och händelser från tiden före
/// kedjan får sin plats i den, en gång.
/// </summary>
public sealed class Loggstart(IServiceScopeFactory scopes, ILoggnycklar nycklar, Logghuvudminne minne)
{
    private const int Omgang = 500;

    private const string OforsegladeSql = "SELECT Id FROM Handelse WHERE Nr IS NULL ORDER BY Tid, Id";

    private const string RaderSql = """
        SELECT Id, Tid, AnvandareId, Anvandare, NamndId, ArendeId, Vad, Mening, Fakta
        FROM Handelse
        WHERE Id IN @Ids
        """;

    // The one statement that ever changes a row of the log, and only one that is not yet in the chain.
    private const string ForseglaSql = "UPDATE Handelse SET Nr = @Nr, Format = @Format, Nyckel = @Nyckel, Kedja = @Kedja WHERE Id = @Id AND Nr IS NULL";

    private const string HuvudSql = "UPDATE Logghuvud SET Nr = @Nr, Kedja = @Kedja, Nyckel = @Nyckel WHERE Id = 1 AND Nr = 0";

    /// <summary>Antalet händelser som förseglades; noll när det redan är gjort eller inget fanns.</summary>
    /// <exception cref="DriftException">Nyckeln saknas eller är en annan än den som loggen är skriven med.</exception>
    public async Task<int> ForberedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DbSession>();
        var huvud = await Loggbok.HuvudAsync(db, cancellationToken);
        if (nycklar.Alla.Count == 0)
        {
            if (huvud?.Nyckel is { } forlorad) { throw new DriftException(Saknas(forlorad, nycklar)); }
            nycklar.Ny();
        }
        if (huvud?.Nyckel is { } senaste && nycklar.Med(senaste) is null) { throw new DriftException(Saknas(senaste, nycklar)); }
        return huvud is { Nr: 0 } ? await ForseglaAsync(db, scope.ServiceProvider.GetRequiredService<Loggbok>(), cancellationToken) : 0;
    }

    internal static string Saknas(string id, ILoggnycklar nycklar) =>
        $"Loggens nyckel {id} saknas, och utan den kan programmet inte skriva i loggen så att den går att pröva. {nycklar.Plats} Lägg tillbaka nyckeln ur säkerhetskopian och starta igen. Gör ingen ny: då går det inte att skilja ett byte från ett intrång.";

    private async Task<int> ForseglaAsync(DbSession db, Loggbok logg, CancellationToken cancellationToken)
    {
        if ((await db.QueryAsync<Guid>(OforsegladeSql, null, cancellationToken)).Count == 0) { return 0; }

        await db.BeginAsync(cancellationToken);
        try
        {
            var ids = await db.QueryAsync<Guid>(OforsegladeSql, null, cancellationToken);
            var nyckel = nycklar.Alla[^1];
            var (nr, fore) = (0L, Loggkedja.Borjan);
            foreach (var omgang in ids.Chunk(Omgang))
            {
                var rader = (await db.QueryAsync<Loggrad>(RaderSql, new { Ids = omgang }, cancellationToken)).ToDictionary(r => r.Id);
                var forseglade = new List<Loggrad>(omgang.Length);
                foreach (var id in omgang)
                {
                    var rad = rader[id] with { Nr = ++nr, Nyckel = nyckel.Id };
                    forseglade.Add(rad with { Kedja = fore = Loggkedja.Berakna(nyckel.Varde, rad, fore) });
                }
                await db.ExecuteAsync(ForseglaSql, forseglade.Select(r => new { r.Id, r.Nr, r.Format, r.Nyckel, r.Kedja }), cancellationToken);
            }
            if (await db.ExecuteAsync(HuvudSql, new { Nr = nr, Kedja = fore, Nyckel = nyckel.Id }, cancellationToken) != 1)
            {
                // Another server was first; it has sealed the same rows.
                await db.RollbackAsync();
                return 0;
            }
            minne.Huvud = null;
            await logg.SkrivAsync([new(new AuditEntry("Loggen förseglad",
                $"{ids.Count} händelser från tiden före kedjan har fått nummer och kontrollsumma. De intygas från och med nu, inte från när de skrevs.",
                new { Antal = ids.Count, Sista = nr, Kedja = fore }), Aktor: Loggaktor.Systemet)], cancellationToken);
            await db.CommitAsync(cancellationToken);
            logg.Bekrafta();
            return ids.Count;
        }
        catch
        {
            await db.RollbackAsync();
            throw;
        }
    }
}
