using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>De nämnder som ännu inte har någon plan för nästa år, från den 1 oktober.</summary>
[Kraver(Roll.System)]
public sealed record PlanforslagPaTurQuery : IQuery<PlanforslagPaTur>, IKommunbunden;

public sealed record PlanforslagPaTur(int? Ar, IReadOnlyList<Namndval> Namnder);

public sealed class PlanforslagPaTurHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanforslagPaTurQuery, Result<PlanforslagPaTur>>
{
    private const string UtanPlanSql = """
        SELECT n.Id, n.Namn, n.Forkortning
        FROM Namnd n
        WHERE NOT EXISTS (SELECT 1 FROM Uppfoljningsplan p WHERE p.NamndId = n.Id AND p.Ar = @Ar)
        ORDER BY n.Namn
        """;

    public async Task<Result<PlanforslagPaTur>> Handle(PlanforslagPaTurQuery request, CancellationToken cancellationToken)
    {
        var ar = Planforslagstid.Ar(clock.Idag());
        return Result<PlanforslagPaTur>.Ok(new(ar, ar is null ? [] : await db.QueryAsync<Namndval>(UtanPlanSql, new { Ar = ar }, cancellationToken)));
    }
}
