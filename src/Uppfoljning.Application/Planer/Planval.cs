using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Vilka nämnder användaren kan göra planer för, och vilket år som ligger närmast.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record PlanvalQuery : IQuery<Planval>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Planval
{
    public required IReadOnlyList<Namndval> Namnder { get; init; }

    public required int Ar { get; init; }
}

public sealed class PlanvalHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanvalQuery, Result<Planval>>
{
    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    public async Task<Result<Planval>> Handle(PlanvalQuery request, CancellationToken cancellationToken) => Result<Planval>.Ok(new Planval
    {
        Namnder = await db.QueryAsync<Namndval>(NamnderSql, request, cancellationToken),
        Ar = Plangang.Planar(clock.Idag()),
    });
}
