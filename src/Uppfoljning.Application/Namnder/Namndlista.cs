using MediatR;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Namnder;

/// <summary>Kommunens alla nämnder, för administration.</summary>
[Kraver(Roll.Administrator | Roll.System)]
public sealed record NamndlistaQuery : IQuery<IReadOnlyList<Namndrad>>, IKommunbunden;

public sealed record Namndrad
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public required string Forkortning { get; init; }

    public int AntalPersoner { get; init; }
}

public sealed class NamndlistaHandler(DbSession db, TimeProvider clock) : IRequestHandler<NamndlistaQuery, Result<IReadOnlyList<Namndrad>>>
{
    private const string NamnderSql = $"""
        SELECT n.Id, n.Namn, n.Forkortning,
               (SELECT COUNT(DISTINCT r.AnvandareId) FROM Rolltilldelning r JOIN Anvandare a ON a.Id = r.AnvandareId
                WHERE r.NamndId = n.Id AND a.Inaktiv = 0 AND {Gallanderoller.Galler}) AS AntalPersoner
        FROM Namnd n
        ORDER BY n.Namn
        """;

    public async Task<Result<IReadOnlyList<Namndrad>>> Handle(NamndlistaQuery request, CancellationToken cancellationToken) =>
        Result<IReadOnlyList<Namndrad>>.Ok(await db.QueryAsync<Namndrad>(NamnderSql, new { Idag = clock.Idag() }, cancellationToken));
}
