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

    /// <summary>Vad ändringen är, när det är en revidering som beslutas; null för planens första beslut.</summary>
    public Planskillnad? Skillnad { get; init; }

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
        var skillnad = plan.Tillstand == Plantillstand.Reviderad ? await Revideringslasning.SkillnadAsync(db, plan, rader, underlag.Utan, cancellationToken) : null;
        IReadOnlyList<Hinder> hinder = plan.Tillstand switch
        {
            Plantillstand.Utkast => [.. Plangang.ProvaInnehall(rader, register), .. await Planolikheter.ProvaAsync(db, plan.Id, rader, cancellationToken)],
            Plantillstand.Reviderad when skillnad is null => [Planversioner.Ostamd],
            Plantillstand.Reviderad when skillnad.Tom => [new("inget-andrat", "Revideringen har inte ändrat något i planen. Ändra det som ska ändras, eller avbryt revideringen.")],
            Plantillstand.Reviderad => [.. Plangang.ProvaReviderat(rader, underlag.Utan, register), .. await Planolikheter.ProvaAsync(db, plan.Id, rader, cancellationToken)],
            _ => Plangang.ProvaAndring(plan.Tillstand),
        };
        return Result<Planbeslutsblad>.Ok(new Planbeslutsblad
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            AntalRader = rader.Count,
            AntalUtan = plan.Tillstand == Plantillstand.Reviderad ? Plangang.Utan(rader, underlag.Utan, register).Count : Plangang.Utan(rader, register).Count,
            Hinder = hinder,
            Sammantraden = await Sammantrade.HallnaAsync(db, plan.NamndId, clock.Idag(), cancellationToken),
            Skillnad = skillnad,
            Programbrist = Programregler.Brist(await Programversioner.LasAsync(db, cancellationToken), clock.Idag()),
        });
    }
}
