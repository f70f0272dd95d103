using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Rapporter;

namespace Uppfoljning.Application.Planer;

/// <summary>En beslutad version som PDF; samma fil varje gång.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanversionspdfQuery(Guid PlanId, int Nr) : IQuery<Rapportfil>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class PlanversionspdfHandler(DbSession db, IPlandokument dokument) : IRequestHandler<PlanversionspdfQuery, Result<Rapportfil>>
{
    public async Task<Result<Rapportfil>> Handle(PlanversionspdfQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null || (await Planversioner.LasAsync(db, plan, cancellationToken)).FirstOrDefault(v => v.Nr == request.Nr) is not { } version)
        {
            return Result<Rapportfil>.NotFound();
        }
        return await Planversioner.InnehallAsync(db, plan, version, cancellationToken) is not { } fryst
            ? Result<Rapportfil>.Refused(Planversioner.Ostamd)
            : Result<Rapportfil>.Ok(new Rapportfil($"Uppfoljningsplan-{plan.Forkortning}-{plan.Ar}-version-{version.Nr}.pdf", "application/pdf",
                dokument.Pdf(new Planrapport { Plan = plan, Version = version, Rader = fryst.Rader, Utan = fryst.Utan })));
    }
}
