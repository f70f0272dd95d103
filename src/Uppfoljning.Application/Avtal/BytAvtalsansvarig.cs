using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Byter avtalsansvarig för många avtal i en nämnd: de kryssade, eller alla i listans urval.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record BytAvtalsansvarigCommand : ICommand<int>, INamndbunden
{
    public Guid NamndId { get; init; }

    public Guid? AnvandareId { get; init; }

    public IReadOnlyList<Guid> Valda { get; init; } = [];

    public bool Alla { get; init; }

    public AvtalslistaQuery Lista { get; init; } = new();

    /// <summary>Kontrollen från sidan där bytet granskades.</summary>
    public string Kontroll { get; init; } = "";
}

public sealed class BytAvtalsansvarigValidator : AbstractValidator<BytAvtalsansvarigCommand>
{
    public BytAvtalsansvarigValidator()
    {
        RuleFor(c => c.AnvandareId).NotEmpty().WithMessage("Välj vem som ska bli avtalsansvarig.");
        RuleFor(c => c.Kontroll).NotEmpty().WithMessage("Granska bytet innan du gör det.");
    }
}

public sealed class BytAvtalsansvarigHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<BytAvtalsansvarigCommand, Result<int>>
{
    private const string HojVersionSql = "UPDATE Arende SET Version = Version + 1 WHERE Id = @Id AND Version = @Version";

    private static readonly Hinder Andrat = new("urvalet-andrat",
        "Avtalen i urvalet har ändrats sedan du granskade bytet. Inget har bytts. Granska de avtal som gäller nu och bekräfta igen.");

    public async Task<Result<int>> Handle(BytAvtalsansvarigCommand request, CancellationToken cancellationToken)
    {
        var urval = await Ansvarsbytesurval.LasAsync(db, anvandare, request.Lista, request.Valda, request.Alla, clock.Idag(), cancellationToken);
        if (urval.Prova(anvandare) is { Count: > 0 } hinder) { return Result<int>.Refused(hinder); }
        if (urval.Rader[0].NamndId != request.NamndId || urval.Kontroll() != request.Kontroll) { return Result<int>.Conflict(Andrat); }

        var ny = (await Ansvarsbytesurval.KandidaterAsync(db, request.NamndId, clock.Idag(), cancellationToken)).FirstOrDefault(k => k.Id == request.AnvandareId);
        if (ny is null)
        {
            return Result<int>.Refused(new Hinder("fel-roll", $"Den du valde är inte avtalsansvarig i {urval.Rader[0].Namnd}.", Falt: nameof(request.AnvandareId)));
        }
        List<Ansvarsbytesrad> andras = [.. urval.Rader.Where(r => r.AvtalsansvarigId != ny.Id)];
        if (andras.Count == 0)
        {
            return Result<int>.Refused(new Hinder("redan-ansvarig", $"{ny.Namn} är redan avtalsansvarig för de valda avtalen.", Falt: nameof(request.AnvandareId)));
        }

        if (await db.ExecuteAsync(HojVersionSql, andras.Select(r => new { r.Id, r.Version }), cancellationToken) != andras.Count) { return Result<int>.Conflict(Andrat); }
        await Avtalsansvarsbyte.BytAsync(db, [.. andras.Select(r => r.Id)], ny.Id, ny.Namn, clock.GetUtcNow(), cancellationToken);
        return Result<int>.Ok(andras.Count, new AuditEntry("Avtalsansvarig bytt",
            $"{ny.Namn} är ny avtalsansvarig för {(andras.Count == 1 ? andras[0].Benamning : $"{andras.Count} avtal")} i {urval.Rader[0].Namnd}.",
            new { AvtalsansvarigId = ny.Id, Antal = andras.Count },
            PerArende: andras.Select(r => new AuditEntry("Avtalsansvarig bytt",
                $"{ny.Namn} är ny avtalsansvarig för {r.Benamning}. {(r.Avtalsansvarig is { } fore ? $"Förut {fore}." : "Förut inte känd.")}",
                new { AvtalId = r.Id, Fran = r.AvtalsansvarigId, FranNamn = r.Avtalsansvarig, Till = ny.Id, TillNamn = ny.Namn }, r.Id))));
    }
}
