using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Begär att utföraren rättar det som avviker från avtalet (K6).</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record BegarRattelseCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    public string? RattelseAvser { get; init; }

    public DateOnly? RattelseSenast { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class BegarRattelseValidator : AbstractValidator<BegarRattelseCommand>
{
    // Händelsens mening rymmer 2 000 tecken, och texten ska stå där hel.
    public BegarRattelseValidator() => RuleFor(c => c.RattelseAvser).MaximumLength(1500).WithMessage("Beskrivningen får ha högst 1 500 tecken.");
}

public sealed class BegarRattelseHandler(DbSession db, TimeProvider clock) : IRequestHandler<BegarRattelseCommand, Result<Unit>>
{
    private const string RattaSql = """
        UPDATE Avtal
        SET Tillstand = 'UnderRattelse', RattelseAvser = @Avser, RattelseSenast = @RattelseSenast
        WHERE Id = @AvtalId
        """;

    public async Task<Result<Unit>> Handle(BegarRattelseCommand request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, idag, cancellationToken) is not { } avtal) { return Result<Unit>.NotFound(); }

        var hinder = Avtalsgang.Prova(avtal.Fakta() with { RattelseAvser = request.RattelseAvser, RattelseSenast = request.RattelseSenast }, Avtalstillstand.UnderRattelse, idag);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        var avser = request.RattelseAvser!.Trim();
        await db.ExecuteAsync(RattaSql, new { request.AvtalId, Avser = avser, request.RattelseSenast }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Rättelse begärd",
            $"Avtalet {avtal.Benamning} är under rättelse. Rättelse ska vara gjord senast {request.RattelseSenast!.Value.Iso()}: {avser}",
            new { request.AvtalId, request.RattelseSenast }));
    }
}
