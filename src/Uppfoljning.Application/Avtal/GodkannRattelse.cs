using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Återkontrollen visar att bristerna är rättade, och avtalet blir aktivt igen (K7, AVV-04).</summary>
[Kraver(Roll.Uppfoljare)]
public sealed record GodkannRattelseCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    public DateOnly? Kontrollerad { get; init; }

    public string? Kontrollresultat { get; init; }

    public bool? KontrollGodkand { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class GodkannRattelseValidator : AbstractValidator<GodkannRattelseCommand>
{
    public GodkannRattelseValidator() => RuleFor(c => c.Kontrollresultat).MaximumLength(1500).WithMessage("Resultatet får ha högst 1 500 tecken.");
}

public sealed class GodkannRattelseHandler(DbSession db, TimeProvider clock) : IRequestHandler<GodkannRattelseCommand, Result<Unit>>
{
    private const string GodkannSql = "UPDATE Avtal SET Tillstand = 'Aktivt', RattelseAvser = NULL, RattelseSenast = NULL WHERE Id = @AvtalId";

    public async Task<Result<Unit>> Handle(GodkannRattelseCommand request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, idag, cancellationToken) is not { } avtal) { return Result<Unit>.NotFound(); }

        var hinder = Avtalsgang.Prova(avtal.Fakta() with
        {
            Kontrollerad = request.Kontrollerad,
            Kontrollresultat = request.Kontrollresultat,
            KontrollGodkand = request.KontrollGodkand,
        }, Avtalstillstand.Aktivt, idag);
        if (avtal.Tillstand != Avtalstillstand.UnderRattelse)
        {
            hinder = [new("ej-under-rattelse", $"Avtalet är {avtal.Tillstand.Text().ToLowerInvariant()} och inte under rättelse.")];
        }
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        await db.ExecuteAsync(GodkannSql, new { request.AvtalId }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Rättelse godkänd",
            $"Avtalet {avtal.Benamning} gick från under rättelse till aktivt. Återkontroll {request.Kontrollerad!.Value.Iso()}: {request.Kontrollresultat!.Trim()}",
            new { request.AvtalId, request.Kontrollerad, avtal.RattelseSenast }));
    }
}
