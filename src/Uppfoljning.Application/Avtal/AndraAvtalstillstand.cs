using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>För avtalet vidare till nästa tillstånd (regelverket 6.7).</summary>
[Kraver(Roll.Avtalsansvarig | Roll.Beslutsfattare)]
public sealed record AndraAvtalstillstandCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    public Avtalstillstand? Till { get; init; }

    /// <summary>Varför, med egna ord; står i historiken.</summary>
    public string? Skal { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class AndraAvtalstillstandValidator : AbstractValidator<AndraAvtalstillstandCommand>
{
    public AndraAvtalstillstandValidator()
    {
        RuleFor(c => c.Till).NotNull().WithMessage("Välj vilket tillstånd avtalet ska få.");
        RuleFor(c => c.Skal).MaximumLength(500).WithMessage("Skälet får ha högst 500 tecken.");
        RuleFor(c => c.Skal)
            .NotEmpty().When(c => c.Till is Avtalstillstand.UnderRattelse or Avtalstillstand.Uppsagt or Avtalstillstand.Havt)
            .WithMessage("Ange skälet; det står i avtalets historik.");
    }
}

public sealed class AndraAvtalstillstandHandler(DbSession db, TimeProvider clock) : IRequestHandler<AndraAvtalstillstandCommand, Result<Unit>>
{
    private const string ForeSql = "SELECT Benamning, Tillstand, Start, Slut FROM Avtal WHERE Id = @AvtalId";
    private const string AndraSql = "UPDATE Avtal SET Tillstand = @Till WHERE Id = @AvtalId";

    public async Task<Result<Unit>> Handle(AndraAvtalstillstandCommand request, CancellationToken cancellationToken)
    {
        var fore = await db.SingleOrDefaultAsync<Fore>(ForeSql, new { request.AvtalId }, cancellationToken);
        if (fore is null || request.Till is not { } till) { return Result<Unit>.NotFound(); }

        var hinder = Avtalsgang.Prova(fore.Tillstand, till, fore.Start, fore.Slut, clock.Idag());
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        await db.ExecuteAsync(AndraSql, new { request.AvtalId, Till = till.ToString() }, cancellationToken);
        var skal = string.IsNullOrWhiteSpace(request.Skal) ? "" : $" Skäl: {request.Skal.Trim()}";
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Avtalets tillstånd ändrat",
            $"Avtalet {fore.Benamning} gick från {fore.Tillstand.Text().ToLowerInvariant()} till {till.Text().ToLowerInvariant()}.{skal}",
            new { request.AvtalId, Fran = fore.Tillstand, Till = till }));
    }

    private sealed record Fore
    {
        public required string Benamning { get; init; }

        public Avtalstillstand Tillstand { get; init; }

        public DateOnly? Start { get; init; }

        public DateOnly? Slut { get; init; }
    }
}
