using FluentValidation;

namespace Uppfoljning.Application.Vyer;

/// <summary>Listorna som har sparade vyer.</summary>
public enum Vylista
{
    Avtal,
    Utforare,
    Enheter,
    Planer,
}

/// <summary>Ett urval i en lista som användaren har döpt. Fraga är det som står efter frågetecknet i listans adress.</summary>
public sealed record SparadVy
{
    public Guid Id { get; init; }

    public Vylista Lista { get; init; }

    public required string Namn { get; init; }

    public required string Fraga { get; init; }
}

internal static class Vyregler
{
    public const int LangstaNamn = 100;
    public const int LangstaFraga = 2000;

    /// <summary>Skälet till att vyerna inte prövas mot någon roll.</summary>
    public const string Skal = "En sparad vy är användarens egen och hör inte till någon nämnd; varje sats går på användarens id.";

    public static void Namn<T>(this IRuleBuilderInitial<T, string> falt) => falt
        .NotEmpty().WithMessage("Ge vyn ett namn.")
        .MaximumLength(LangstaNamn).WithMessage($"Namnet får ha högst {LangstaNamn} tecken.");
}
