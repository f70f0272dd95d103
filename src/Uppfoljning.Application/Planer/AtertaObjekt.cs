using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Ger ett objekt som står utan rad sin rad igen.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record AtertaObjektCommand(Guid PlanId, Guid ObjektId) : ICommand<Guid>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class AtertaObjektHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<AtertaObjektCommand, Result<Guid>>
{
    public async Task<Result<Guid>> Handle(AtertaObjektCommand request, CancellationToken cancellationToken)
    {
        if (await Radandringar.LasAsync(db, anvandare, request.PlanId, clock.Idag(), cancellationToken) is not { } a) { return Result<Guid>.NotFound(); }
        if (Plangang.ProvaAndring(a.Plan.Tillstand) is { Count: > 0 } beslutad) { return Result<Guid>.Refused(beslutad); }
        if (a.Andring.Aterta(request.ObjektId) is { Count: > 0 } hinder) { return Result<Guid>.Refused(hinder); }

        await a.SkrivAsync(db, anvandare, clock, cancellationToken);
        var rad = a.Andring.Nya.Single();
        return Result<Guid>.Ok(rad.Id, new AuditEntry("Planrad återtagen",
            $"{rad.Objekt} fick rad {rad.Nr} i planen igen, i {Plantillfallen.Text(rad, a.Plan.Ar)}.", new { RadId = rad.Id, request.ObjektId }));
    }
}

/// <summary>Ett objekt som står utan rad, och om det kan få sin rad igen.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record UtanradQuery(Guid PlanId, Guid ObjektId) : IQuery<Utanradsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Utanradsblad
{
    public required Plan Plan { get; init; }

    /// <summary>Null när objektet inte längre står utan rad.</summary>
    public required UtanRad? Utan { get; init; }

    public required Mojlighet Aterta { get; init; }
}

public sealed class UtanradHandler(DbSession db) : IRequestHandler<UtanradQuery, Result<Utanradsblad>>
{
    public async Task<Result<Utanradsblad>> Handle(UtanradQuery request, CancellationToken cancellationToken)
    {
        if (await Plan.LasAsync(db, request.PlanId, cancellationToken) is not { } plan) { return Result<Utanradsblad>.NotFound(); }
        var utan = (await Planrader.LasUtanAsync(db, plan.Id, cancellationToken)).FirstOrDefault(u => u.ObjektId == request.ObjektId);
        return Result<Utanradsblad>.Ok(new Utanradsblad
        {
            Plan = plan,
            Utan = utan,
            Aterta = Plangang.ProvaAndring(plan.Tillstand) is [var hinder, ..] ? Mojlighet.Nej(hinder.Text)
                : utan is null ? Mojlighet.Nej("Objektet står inte längre utan rad.")
                : utan.Slag == Utanslag.Register ? Mojlighet.Nej($"Registret avgör att objektet inte har någon rad: {utan.Skal}")
                : Mojlighet.Ja,
        });
    }
}
