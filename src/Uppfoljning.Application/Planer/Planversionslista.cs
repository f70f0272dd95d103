using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Planens beslutade versioner, den senaste först.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanversionslistaQuery(Guid PlanId) : IQuery<Planversionslista>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Planversionslista(Plan Plan, Plantillstand Tillstand, IReadOnlyList<Planversion> Versioner);

public sealed class PlanversionslistaHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanversionslistaQuery, Result<Planversionslista>>
{
    public async Task<Result<Planversionslista>> Handle(PlanversionslistaQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        return plan is null
            ? Result<Planversionslista>.NotFound()
            : Result<Planversionslista>.Ok(new(plan, Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
                [.. (await Planversioner.LasAsync(db, plan, cancellationToken)).Reverse()]));
    }
}
