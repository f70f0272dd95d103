using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Registrerar att planen har återrapporterats. När både delårsrapporten och årsredovisningen är det är planen återrapporterad (P4).</summary>
[Kraver(Planmojligheter.Beslutar)]
public sealed record RegistreraAterrapportCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid PlanId { get; init; }

    public int Version { get; init; }

    public Aterrapportsort? Sort { get; init; }

    public DateOnly? Sammantrade { get; init; }

    public string Paragraf { get; init; } = "";

    public string? Kommentar { get; init; }

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class RegistreraAterrapportValidator : AbstractValidator<RegistreraAterrapportCommand>
{
    public RegistreraAterrapportValidator()
    {
        RuleFor(c => c.Sort).NotNull().WithMessage("Välj rapport.").IsInEnum().WithMessage("Välj rapport.");
        RuleFor(c => c.Sammantrade).NotNull().WithMessage("Ange vilken dag nämnden sammanträdde.");
        RuleFor(c => c.Paragraf)
            .NotEmpty().WithMessage("Ange paragrafen i protokollet.")
            .Matches(@"^\s*§?\s*[1-9]\d{0,3}\s?[a-zåäö]?\s*$").When(c => !string.IsNullOrWhiteSpace(c.Paragraf), ApplyConditionTo.CurrentValidator)
            .WithMessage("Ange paragrafen som ett nummer, till exempel 112.");
        RuleFor(c => c.Kommentar).MaximumLength(2000).WithMessage("Kommentaren får ha högst 2 000 tecken.");
    }
}

public sealed class RegistreraAterrapportHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<RegistreraAterrapportCommand, Result<Unit>>
{
    private const string NySql = """
        INSERT INTO Planaterrapport (Id, PlanId, Sort, Sammantrade, Paragraf, Kommentar, RegistreradAv, Registrerad)
        VALUES (@Id, @PlanId, @Sort, @Sammantrade, @Paragraf, @Kommentar, @RegistreradAv, @Registrerad)
        """;

    private const string AterrapporteradSql = "UPDATE Uppfoljningsplan SET Tillstand = 'Aterrapporterad' WHERE Id = @PlanId";

    public async Task<Result<Unit>> Handle(RegistreraAterrapportCommand request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Unit>.NotFound(); }

        var (sort, sammantrade) = (request.Sort!.Value, request.Sammantrade!.Value);
        var registrerade = (await Planaterrapport.LasAsync(db, plan.Id, cancellationToken)).Select(r => r.Sort).ToHashSet();
        if (Plangang.ProvaAterrapport(Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()), plan.Ar, sort, registrerade, sammantrade, clock.Idag()) is { Count: > 0 } hinder)
        {
            return Result<Unit>.Refused(hinder);
        }

        var paragraf = request.Paragraf.Replace("§", "", StringComparison.Ordinal).Trim();
        await db.ExecuteAsync(NySql, new
        {
            Id = Guid.CreateVersion7(),
            PlanId = plan.Id,
            Sort = sort.ToString(),
            Sammantrade = sammantrade,
            Paragraf = paragraf,
            Kommentar = string.IsNullOrWhiteSpace(request.Kommentar) ? null : request.Kommentar.Trim(),
            RegistreradAv = anvandare.Namn,
            Registrerad = clock.GetUtcNow(),
        }, cancellationToken);
        registrerade.Add(sort);
        var klar = Plangang.Aterrapporterad(registrerade);
        if (klar) { await db.ExecuteAsync(AterrapporteradSql, new { PlanId = plan.Id }, cancellationToken); }

        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Plan återrapporterad",
            $"{sort.Text()} registrerad: {plan.Namnd} {sammantrade.Iso()}, § {paragraf}.{(klar ? $" Uppföljningsplan {plan.Ar} är återrapporterad." : "")}",
            new { PlanId = plan.Id, Sort = sort, Sammantrade = sammantrade, Paragraf = paragraf, Klar = klar }));
    }
}
