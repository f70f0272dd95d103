using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Delar en rad: en sammanslagen ger tillbaka sina objekt, en annan delas i två efter form.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record DelaPlanradCommand : ICommand<Unit>, IArendebunden
{
    public Guid PlanId { get; init; }

    public Guid RadId { get; init; }

    /// <summary>Radens version då sidan öppnades.</summary>
    public int Version { get; init; }

    /// <summary>Formerna som den nya delen får; behövs inte för en sammanslagen rad.</summary>
    public IReadOnlyList<Uppfoljningsform> Former { get; init; } = [];

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class DelaPlanradValidator : AbstractValidator<DelaPlanradCommand>
{
    public DelaPlanradValidator() =>
        RuleForEach(c => c.Former).IsInEnum().WithMessage("Välj bland de former som visas.").OverridePropertyName(nameof(DelaPlanradCommand.Former));
}

public sealed class DelaPlanradHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<DelaPlanradCommand, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(DelaPlanradCommand request, CancellationToken cancellationToken)
    {
        if (await Radandringar.LasAsync(db, anvandare, request.PlanId, clock.Idag(), cancellationToken) is not { } a) { return Result<Unit>.NotFound(); }
        if (a.Underlag.Rader.FirstOrDefault(r => r.Id == request.RadId) is not { } rad) { return Result<Unit>.NotFound(); }
        if (Plangang.ProvaAndring(a.Plan.Tillstand) is { Count: > 0 } beslutad) { return Result<Unit>.Refused(beslutad); }
        if (await a.KonflikterAsync(db, [(request.RadId, request.Version)], cancellationToken) is { Count: > 0 } konflikter) { return Result<Unit>.Fail(Outcome.Conflict, konflikter); }

        if (a.Andring.Dela(request.RadId, request.Former) is { Count: > 0 } hinder) { return Result<Unit>.Refused(hinder); }
        await a.SkrivAsync(db, anvandare, clock, cancellationToken);
        var nya = a.Andring.Nya;
        var mening = nya is [{ } del] && del.ObjektId == rad.ObjektId
            ? $"Rad {rad.Nr}, {rad.Objekt}, delad i två: {Uppfoljningsformer.Uppraknade(Uppfoljningsformer.Las(del.Former)).ToLowerInvariant()} fick en egen rad."
            : $"Rad {rad.Nr}, {rad.Objekt}, delad: {Planandring.Nagra([.. nya.Select(r => r.Objekt)])} fick egna rader.";
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Planrad delad", mening, new { request.RadId, rad.Nr, Nya = nya.Take(10).Select(r => new { r.Id, r.Objekt, r.Former }) }));
    }
}

/// <summary>Sidan där en rad delas.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record RaddelningQuery(Guid PlanId, Guid RadId) : IQuery<Raddelning>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Raddelning
{
    public required Plan Plan { get; init; }

    public required Planrad Rad { get; init; }

    /// <summary>Objekten som får egna rader; tom lista när raden delas efter form.</summary>
    public required IReadOnlyList<UtanRad> Samrad { get; init; }

    public required Mojlighet Dela { get; init; }
}

public sealed class RaddelningHandler(DbSession db) : IRequestHandler<RaddelningQuery, Result<Raddelning>>
{
    public async Task<Result<Raddelning>> Handle(RaddelningQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        var rad = await Planrader.LasEnAsync(db, request.PlanId, request.RadId, cancellationToken);
        if (plan is null || rad is null) { return Result<Raddelning>.NotFound(); }
        var samrad = (await Planrader.LasUtanAsync(db, plan.Id, cancellationToken)).Where(u => u.Slag == Utanslag.Sammanslagen && u.GenomRadId == rad.Id).ToList();
        return Result<Raddelning>.Ok(new Raddelning
        {
            Plan = plan,
            Rad = rad,
            Samrad = samrad,
            Dela = Plangang.ProvaAndring(plan.Tillstand) is [var hinder, ..] ? Mojlighet.Nej(hinder.Text)
                : rad.Slag == Radslag.SarskildGranskning ? Mojlighet.Nej("En särskild granskning delas inte. Lägg till en till.")
                : samrad.Count == 0 && Uppfoljningsformer.Las(rad.Former).Count < 2 ? Mojlighet.Nej("Raden har bara en form av uppföljning och kan inte delas.")
                : Mojlighet.Ja,
        });
    }
}
