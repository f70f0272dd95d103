using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Application.Avtal;

/// <summary>Det som en uppsägning och en hävning har gemensamt: grunden i avtalet, att utföraren hörs, och beslutet (K8, K9, AVV-06).</summary>
public abstract record Avtalsavslut : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    public string? Avtalspunkt { get; init; }

    public string? AvslutSkal { get; init; }

    public DateOnly? UtforarenHord { get; init; }

    public string? Beslut { get; init; }

    public DateOnly? Beslutad { get; init; }

    /// <summary>Dagen då avtalet upphör. Vid uppsägning null när uppsägningstiden avgör.</summary>
    public DateOnly? Upphor { get; init; }

    public bool Bekraftat { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;

    /// <summary>Grunden så som den sparas: punkten i avtalet och skälet.</summary>
    internal string Skal() => $"{Avtalspunkt!.Trim()}. {AvslutSkal!.Trim()}";

    internal Avtalsgangfakta Med(Avtalsgangfakta fakta) => fakta with
    {
        Avtalspunkt = Avtalspunkt,
        AvslutSkal = AvslutSkal,
        UtforarenHord = UtforarenHord,
        Beslut = Beslut,
        Beslutad = Beslutad,
        Upphor = Upphor,
    };
}

public abstract class AvtalsavslutValidator<T> : AbstractValidator<T> where T : Avtalsavslut
{
    protected AvtalsavslutValidator(string skalet, string avslutas)
    {
        RuleFor(c => c.Avtalspunkt).MaximumLength(100).WithMessage("Avtalspunkten får ha högst 100 tecken.");
        RuleFor(c => c.AvslutSkal).MaximumLength(1000).WithMessage($"{skalet} får ha högst 1 000 tecken.");
        RuleFor(c => c.Beslut).MaximumLength(150).WithMessage("Beslutet får ha högst 150 tecken.");
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage($"Bekräfta att avtalet ska {avslutas}. Det går inte att ångra.");
    }
}
