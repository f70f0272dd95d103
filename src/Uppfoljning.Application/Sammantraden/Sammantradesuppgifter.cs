using FluentValidation;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;

namespace Uppfoljning.Application.Sammantraden;

/// <summary>Det som skrivs om ett sammanträde, lika när det läggs in och när det ändras.</summary>
public abstract record Sammantradesuppgifter
{
    /// <summary>Den som sköter nämndens sammanträden.</summary>
    internal const Roll Skoter = Roll.Namndsekreterare;

    public DateOnly? Datum { get; init; }

    /// <summary>När det börjar, 13.00 eller 13:00; tomt är inte känt.</summary>
    public string? Tid { get; init; }

    public DateOnly? SistaHandlingsdag { get; init; }

    public string? Plats { get; init; }

    internal string? Klockslag => string.IsNullOrWhiteSpace(Tid) ? null : Sammantradesregler.Klockslag(Tid);

    internal string? Platsen => string.IsNullOrWhiteSpace(Plats) ? null : Plats.Trim();

    internal object Fakta(Guid id) => new
    {
        SammantradeId = id,
        Datum = Datum?.Iso(),
        Tid = Klockslag,
        SistaHandlingsdag = SistaHandlingsdag?.Iso(),
        Plats = Platsen,
    };
}

public abstract class SammantradesuppgifterValidator<T> : AbstractValidator<T> where T : Sammantradesuppgifter
{
    protected SammantradesuppgifterValidator()
    {
        RuleFor(c => c.Datum).NotNull().WithMessage("Ange vilken dag nämnden sammanträder.");
        RuleFor(c => c.Tid).Must(t => Sammantradesregler.Klockslag(t) is not null).When(c => !string.IsNullOrWhiteSpace(c.Tid))
            .WithMessage("Skriv klockslaget som 13.00, eller lämna det tomt.");
        RuleFor(c => c.Plats).MaximumLength(200).WithMessage("Platsen får ha högst 200 tecken.");
    }
}
