using FluentValidation;
using Uppfoljning.Domain.Mal;

namespace Uppfoljning.Application.Mal;

/// <summary>Det som skrivs om en indikator, lika när den läggs till och när den ändras.</summary>
public abstract record Indikatoruppgifter
{
    public Guid MalId { get; init; }

    public string Namn { get; init; } = "";

    /// <summary>Vad värdet räknas i: procent, antal, kr; tomt är inte känt.</summary>
    public string? Enhet { get; init; }

    /// <summary>Målvärdet så som det skrivs, 87,5; tomt är inte känt.</summary>
    public string? Malvarde { get; init; }

    public Riktning? Riktning { get; init; }

    internal Indikatorskrivning Rad(Guid id) => new()
    {
        Id = id,
        MalId = MalId,
        Namn = Namn.Trim(),
        Enhet = string.IsNullOrWhiteSpace(Enhet) ? null : Enhet.Trim(),
        Malvarde = Indikatorvarden.TryTolka(Malvarde, out var tal) ? tal : null,
        Riktning = string.IsNullOrWhiteSpace(Malvarde) ? null : Riktning?.ToString(),
    };
}

/// <summary>Raden i tabellen Indikator, så som den skrivs.</summary>
internal sealed record Indikatorskrivning
{
    public Guid Id { get; init; }

    public Guid MalId { get; init; }

    public string Namn { get; init; } = "";

    public string? Enhet { get; init; }

    public long? Malvarde { get; init; }

    public string? Riktning { get; init; }
}

public abstract class IndikatoruppgifterValidator<T> : AbstractValidator<T> where T : Indikatoruppgifter
{
    protected IndikatoruppgifterValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange vad indikatorn mäter.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Enhet).MaximumLength(50).WithMessage("Enheten får ha högst 50 tecken.");
        RuleFor(c => c.Malvarde).Must(v => Indikatorvarden.TryTolka(v, out _)).When(c => !string.IsNullOrWhiteSpace(c.Malvarde))
            .WithMessage("Skriv målvärdet som ett tal med högst två decimaler, till exempel 87,5.");
        RuleFor(c => c.Riktning).NotNull().When(c => !string.IsNullOrWhiteSpace(c.Malvarde)).WithMessage("Välj om värdet ska vara minst eller högst målvärdet.");
    }
}
