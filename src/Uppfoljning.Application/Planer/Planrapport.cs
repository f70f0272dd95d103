using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Hela planen så som den skrivs ut: numren och orden kommer härifrån, dokumentet ställer bara upp dem.</summary>
public sealed record Planrapport
{
    public required Plan Plan { get; init; }

    public required IReadOnlyList<Planrad> Rader { get; init; }

    public required IReadOnlyList<UtanRad> Utan { get; init; }

    /// <summary>Den beslutade versionen som skrivs ut; null för ett utkast, och för en plan som revideras.</summary>
    public Planversion? Version { get; init; }

    public bool Utkast => Version is null;
}

/// <summary>Gör ett dokument av planen. Vilken motor som används är en sak för den som genomför det.</summary>
public interface IPlandokument
{
    byte[] Pdf(Planrapport rapport);
}

/// <summary>Planen som PDF. En beslutad plan ger samma fil varje gång.</summary>
[Kraver(Roll.NagonINamnden | Roll.System)]
public sealed record PlanpdfQuery(Guid PlanId) : IQuery<Rapportfil>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class PlanpdfHandler(DbSession db, IPlandokument dokument) : IRequestHandler<PlanpdfQuery, Result<Rapportfil>>
{
    public async Task<Result<Rapportfil>> Handle(PlanpdfQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Rapportfil>.NotFound(); }

        var rader = await Planrader.LasAsync(db, plan.Id, cancellationToken);
        var utan = await Planrader.LasUtanAsync(db, plan.Id, cancellationToken);
        if (plan.Tillstand is Plantillstand.Utkast or Plantillstand.Reviderad)
        {
            return Fil(plan, new Planrapport { Plan = plan, Rader = rader, Utan = utan });
        }

        // Ett papper som säger sig vara det som nämnden beslutade ska också vara det.
        var versioner = await Planversioner.LasAsync(db, plan, cancellationToken);
        return versioner.Count == 0 || await Planversioner.InnehallAsync(db, plan, versioner[^1], cancellationToken) is not { } fryst
            || !Planversioner.Orord(plan, versioner[^1], fryst, rader, utan)
            ? Result<Rapportfil>.Refused(Planversioner.Ostamd)
            : Fil(plan, new Planrapport { Plan = plan, Version = versioner[^1], Rader = fryst.Rader, Utan = fryst.Utan });
    }

    private Result<Rapportfil> Fil(Plan plan, Planrapport rapport) =>
        Result<Rapportfil>.Ok(new Rapportfil($"Uppfoljningsplan-{plan.Forkortning}-{plan.Ar}.pdf", "application/pdf", dokument.Pdf(rapport)));
}
