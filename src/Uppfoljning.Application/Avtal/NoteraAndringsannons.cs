using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Noterar att en ändring har annonserats i en registrerad databas (17 kap. 16 § LOU, AND-09).</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record NoteraAndringsannonsCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public Guid AndringId { get; init; }

    public int Version { get; init; }

    public DateOnly? Annonserad { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class NoteraAndringsannonsValidator : AbstractValidator<NoteraAndringsannonsCommand>
{
    public NoteraAndringsannonsValidator() => RuleFor(c => c.Annonserad).NotNull().WithMessage("Ange vilken dag ändringen annonserades.");
}

public sealed class NoteraAndringsannonsHandler(DbSession db, TimeProvider clock) : IRequestHandler<NoteraAndringsannonsCommand, Result<Unit>>
{
    private const string AndringSql = "SELECT Beslutad FROM Avtalsandring WHERE Id = @AndringId AND AvtalId = @AvtalId";
    private const string NoteraSql = "UPDATE Avtalsandring SET Annonserad = @Annonserad WHERE Id = @AndringId";

    public async Task<Result<Unit>> Handle(NoteraAndringsannonsCommand request, CancellationToken cancellationToken)
    {
        var andring = await db.SingleOrDefaultAsync<Andring>(AndringSql, request, cancellationToken);
        if (andring is null) { return Result<Unit>.NotFound(); }
        var dag = request.Annonserad!.Value;
        var hinder = new List<Hinder>();
        if (dag > clock.Idag()) { hinder.Add(new("annons-framtid", "Annonsdagen kan inte ligga i framtiden.", Lagrum.Lou(17, 16), nameof(request.Annonserad))); }
        if (dag < andring.Beslutad) { hinder.Add(new("annons-fore-beslut", $"Ändringen beslutades {andring.Beslutad.Iso()} och kan inte ha annonserats dessförinnan.", Lagrum.Lou(17, 16), nameof(request.Annonserad))); }
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        await db.ExecuteAsync(NoteraSql, new { request.AndringId, request.Annonserad }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Ändring annonserad", $"Ändringen den {andring.Beslutad.Iso()} annonserades {dag.Iso()} (17 kap. 16 § LOU).",
            new { request.AvtalId, request.AndringId, request.Annonserad }));
    }

    private sealed record Andring
    {
        public DateOnly Beslutad { get; init; }
    }
}
