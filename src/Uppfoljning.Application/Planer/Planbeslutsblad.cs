using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Program;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Program;

namespace Uppfoljning.Application.Planer;

/// <summary>Det som nämndsekreteraren ser innan beslutet registreras: vad planen omfattar och allt som hindrar.</summary>
[Kraver(Planmojligheter.Beslutar)]
public sealed record PlanbeslutsbladQuery(Guid PlanId) : IQuery<Planbeslutsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Planbeslutsblad
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    public required int AntalRader { get; init; }

    public required int AntalUtan { get; init; }

    public required IReadOnlyList<Hinder> Hinder { get; init; }

    /// <summary>Dagarna för nämndens hållna sammanträden, det senaste först. En annan dag kan skrivas.</summary>
    public required IReadOnlyList<DateOnly> Sammantraden { get; init; }

    /// <summary>Att mandatperioden saknar program i dag; ett påpekande, inte ett hinder i sig.</summary>
    public Hinder? Programbrist { get; init; }
}

public sealed class PlanbeslutsbladHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanbeslutsbladQuery, Result<Planbeslutsblad>>
{
    public async Task<Result<Planbeslutsblad>> Handle(PlanbeslutsbladQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Planbeslutsblad>.NotFound(); }

        var underlag = await Planunderlag.LasAsync(db, plan.NamndId, plan.Ar, plan.Id, clock.Idag(), cancellationToken);
        var (rader, register) = (underlag.Rader, underlag.Forslag());
        return Result<Planbeslutsblad>.Ok(new Planbeslutsblad
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            AntalRader = rader.Count,
            AntalUtan = register.Utan.Count,
            Hinder = plan.Tillstand == Plantillstand.Utkast ? Plangang.ProvaInnehall(rader, register) : Plangang.ProvaAndring(plan.Tillstand),
            Sammantraden = await Sammantrade.HallnaAsync(db, plan.NamndId, clock.Idag(), cancellationToken),
            Programbrist = Programregler.Brist(await Programversioner.LasAsync(db, cancellationToken), clock.Idag()),
        });
    }
}
