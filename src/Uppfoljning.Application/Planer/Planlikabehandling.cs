using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Hur egen regi och privata utförare behandlas i planen, vad som skiljer och varför.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanlikabehandlingQuery(Guid PlanId) : IQuery<Planlikabehandling>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Planlikabehandling
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    public required Likabehandling Jamforelse { get; init; }

    public required IReadOnlyDictionary<string, Olikhetsmotiv> Motiv { get; init; }

    public required Mojlighet Motivera { get; init; }
}

public sealed class PlanlikabehandlingHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<PlanlikabehandlingQuery, Result<Planlikabehandling>>
{
    public async Task<Result<Planlikabehandling>> Handle(PlanlikabehandlingQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Planlikabehandling>.NotFound(); }

        return Result<Planlikabehandling>.Ok(new Planlikabehandling
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            Jamforelse = Likabehandling.Av(await Planrader.LasAsync(db, plan.Id, cancellationToken)),
            Motiv = await Planolikheter.LasAsync(db, plan.Id, cancellationToken),
            Motivera = Planmojligheter.For(plan, anvandare).Andra,
        });
    }
}
