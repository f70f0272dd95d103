using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>En rad i planen: de fem punkterna, uppgifterna ur registret och varför raden ser ut som den gör.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanradsbladQuery(Guid PlanId, Guid RadId) : IQuery<Planradsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Planradsblad
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    public required Planrad Rad { get; init; }

    public required IReadOnlyList<Planskal> Skal { get; init; }

    /// <summary>Alla former, med hindret för dem som inte får användas mot objektet.</summary>
    public required IReadOnlyList<Formval> Former { get; init; }

    /// <summary>Det som raden saknar; tom när den är giltig.</summary>
    public required IReadOnlyList<Hinder> Brister { get; init; }

    public required Mojlighet Andra { get; init; }
}

public sealed record Formval(Uppfoljningsform Form, Hinder? Hinder);

public sealed class PlanradsbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<PlanradsbladQuery, Result<Planradsblad>>
{
    public async Task<Result<Planradsblad>> Handle(PlanradsbladQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        var rad = await Planrader.LasEnAsync(db, request.PlanId, request.RadId, cancellationToken);
        if (plan is null || rad is null) { return Result<Planradsblad>.NotFound(); }

        return Result<Planradsblad>.Ok(new Planradsblad
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            Rad = rad,
            Skal = Planskal.Las(rad.Skal),
            Former = [.. Enum.GetValues<Uppfoljningsform>().Select(f => new Formval(f, Uppfoljningsformer.Prova(f, rad.Sort, rad.Driftsform)))],
            Brister = Plankrav.Prova(rad),
            Andra = Planmojligheter.For(plan, anvandare).Andra,
        });
    }
}
