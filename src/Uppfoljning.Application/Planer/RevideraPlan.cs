using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Öppnar en gällande plan för ändring (P3). Den version som nämnden har beslutat står kvar.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record RevideraPlanCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid PlanId { get; init; }

    public int Version { get; init; }

    /// <summary>Varför planen ändras.</summary>
    public string Skal { get; init; } = "";

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class RevideraPlanValidator : AbstractValidator<RevideraPlanCommand>
{
    public RevideraPlanValidator() => RuleFor(c => c.Skal)
        .Must(s => s.Any(char.IsLetter)).WithMessage("Ange varför planen ändras.")
        .MaximumLength(2000).WithMessage("Skälet får ha högst 2 000 tecken.");
}

public sealed class RevideraPlanHandler(DbSession db, TimeProvider clock) : IRequestHandler<RevideraPlanCommand, Result<Unit>>
{
    private const string RevideraSql = """
        UPDATE Uppfoljningsplan
        SET Tillstand = 'Reviderad', Revideringsskal = @Skal, Versionsnr = @Nr
        WHERE Id = @PlanId AND Tillstand IN ('Beslutad', 'Gallande')
        """;

    public async Task<Result<Unit>> Handle(RevideraPlanCommand request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Unit>.NotFound(); }
        if (Plangang.ProvaRevidering(Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()), plan.Ar) is { Count: > 0 } hinder) { return Result<Unit>.Refused(hinder); }

        var version = (await Planversioner.LasAsync(db, plan, cancellationToken))[^1];
        if (await Planversioner.InnehallAsync(db, plan, version, cancellationToken) is not { } fryst
            || !Planversioner.Orord(plan, version, fryst, await Planrader.LasAsync(db, plan.Id, cancellationToken), await Planrader.LasUtanAsync(db, plan.Id, cancellationToken)))
        {
            return Result<Unit>.Refused(Planversioner.Ostamd);
        }
        // En plan som beslutades innan versioner sparades får sin första nu, av de rader som checksumman just har prövats mot.
        if (!version.Sparad) { await Planversioner.FrysAsync(db, plan.Id, version, medGranskningar: false, cancellationToken); }

        var skal = request.Skal.Trim();
        await db.ExecuteAsync(RevideraSql, new { PlanId = plan.Id, Skal = skal, version.Nr }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Plan revideras",
            $"Uppföljningsplan {plan.Ar} revideras: {skal.TrimEnd('.')}. Version {version.Nr} gäller tills ändringen är beslutad.", new { PlanId = plan.Id, Skal = skal, Version = version.Nr }));
    }
}
