using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Planer;

/// <summary>Det i en rad som kan ändras på plats i tabellen.</summary>
public enum Planradsfalt
{
    Tid,
    Ansvarig,
}

/// <summary>Ändrar en enda uppgift i en rad. Resten av raden är som den är; reglerna är desamma som när hela raden ändras.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record AndraPlanradsfaltCommand : ICommand<Unit>, IArendebunden
{
    public Guid PlanId { get; init; }

    public Guid RadId { get; init; }

    /// <summary>Radens version då fältet öppnades.</summary>
    public int Version { get; init; }

    public Planradsfalt Falt { get; init; }

    public string Ansvarig { get; init; } = "";

    public int? ForstaManad { get; init; }

    public int? SistaManad { get; init; }

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class AndraPlanradsfaltValidator : AbstractValidator<AndraPlanradsfaltCommand>
{
    public AndraPlanradsfaltValidator() =>
        RuleFor(c => c.Ansvarig).MaximumLength(200).WithMessage("Ansvarig får ha högst 200 tecken.");
}

public sealed class AndraPlanradsfaltHandler(DbSession db, IRequestHandler<AndraPlanradCommand, Result<Unit>> helaRaden)
    : IRequestHandler<AndraPlanradsfaltCommand, Result<Unit>>
{
    public async Task<Result<Unit>> Handle(AndraPlanradsfaltCommand request, CancellationToken cancellationToken)
    {
        var nu = await Planrader.LasEnAsync(db, request.PlanId, request.RadId, cancellationToken);
        if (nu is null) { return Result<Unit>.NotFound(); }

        // The version is the one that was seen: had anything in the row changed since, this is refused there.
        var rad = AndraPlanradCommand.Av(request.PlanId, nu) with { Version = request.Version };
        return await helaRaden.Handle(
            request.Falt == Planradsfalt.Ansvarig
                ? rad with { Ansvarig = request.Ansvarig }
                : rad with { ForstaManad = request.ForstaManad, SistaManad = request.SistaManad },
            cancellationToken);
    }
}
