using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>En version så som den beslutades, med sina rader.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanversionsbladQuery(Guid PlanId, int Nr, int Sida = 1) : IQuery<Planversionsblad>, IArendebunden, IPaged
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Planversionsblad
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    public required Planversion Version { get; init; }

    public required int Senaste { get; init; }

    /// <summary>Om innehållet är det som checksumman räknades över. Annars visas inga rader.</summary>
    public required bool Stammer { get; init; }

    public required Page<Planrad> Rader { get; init; }

    public required IReadOnlyList<UtanRad> Utan { get; init; }
}

public sealed class PlanversionsbladHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanversionsbladQuery, Result<Planversionsblad>>
{
    public async Task<Result<Planversionsblad>> Handle(PlanversionsbladQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Planversionsblad>.NotFound(); }

        var versioner = await Planversioner.LasAsync(db, plan, cancellationToken);
        if (versioner.FirstOrDefault(v => v.Nr == request.Nr) is not { } version) { return Result<Planversionsblad>.NotFound(); }

        var innehall = await Planversioner.InnehallAsync(db, plan, version, cancellationToken);
        var rader = innehall?.Rader ?? [];
        var sida = Page<Planrad>.Inom(request.Sida, rader.Count);
        return Result<Planversionsblad>.Ok(new Planversionsblad
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            Version = version,
            Senaste = versioner[^1].Nr,
            Stammer = innehall is not null,
            Rader = new Page<Planrad>([.. rader.Skip(Page<Planrad>.Offset(sida)).Take(Page<Planrad>.Storlek)], rader.Count, sida),
            Utan = innehall?.Utan ?? [],
        });
    }
}
