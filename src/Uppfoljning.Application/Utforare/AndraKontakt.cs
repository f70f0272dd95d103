using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Utforare;

/// <summary>Ändrar en kontakt.</summary>
/// <remarks>Åtkomsten prövas mot @Namnder i <see cref="Utforaratkomst"/>.</remarks>
[Kraver(Utforaruppgifter.Skoter)]
public sealed record AndraKontaktCommand : Kontaktuppgifter, ICommand<Unit>, INamndfiltrerad
{
    public Guid UtforareId { get; init; }

    public Guid KontaktId { get; init; }

    public int Version { get; init; }

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class AndraKontaktValidator : KontaktuppgifterValidator<AndraKontaktCommand>;

/// <summary>Tar bort en kontakt. Det går inte att ångra: uppgifterna om personen finns inte kvar någonstans.</summary>
[Kraver(Utforaruppgifter.Skoter)]
public sealed record TaBortKontaktCommand : ICommand<Unit>, INamndfiltrerad
{
    public Guid UtforareId { get; init; }

    public Guid KontaktId { get; init; }

    public int Version { get; init; }

    public bool Bekraftat { get; init; }

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class TaBortKontaktValidator : AbstractValidator<TaBortKontaktCommand>
{
    public TaBortKontaktValidator() =>
        RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att kontakten ska tas bort. Det går inte att ångra.");
}

public sealed class AndraKontaktHandler(DbSession db) : IRequestHandler<AndraKontaktCommand, Result<Unit>>, IRequestHandler<TaBortKontaktCommand, Result<Unit>>
{
    private const string AndraSql = """
        UPDATE Kontakt
        SET EnhetId = @EnhetId, Namn = @Namn, Funktion = @Funktion, Epost = @Epost, Telefon = @Telefon, Version = Version + 1
        WHERE Id = @Id AND UtforareId = @UtforareId AND Version = @Version
        """;

    private const string TaBortSql = "DELETE FROM Kontakt WHERE Id = @KontaktId AND UtforareId = @UtforareId AND Version = @Version";

    public async Task<Result<Unit>> Handle(AndraKontaktCommand request, CancellationToken cancellationToken)
    {
        var utforare = await FinnsAsync(request.UtforareId, request.KontaktId, request.Namnder, cancellationToken);
        if (utforare is null) { return Result<Unit>.NotFound(); }
        if (!await Kontakt.EnhetFinnsAsync(db, request.UtforareId, request.EnhetId, request.Namnder, cancellationToken)) { return Result<Unit>.Refused(LaggTillKontaktHandler.EnhetenSaknas); }

        return await db.ExecuteAsync(AndraSql, request.Rad(request.KontaktId, request.UtforareId, request.Version), cancellationToken) == 0
            ? Result<Unit>.Conflict(await Utforaratkomst.AndradAsync(db, request.UtforareId, cancellationToken))
            : Result<Unit>.Ok(Unit.Value, new AuditEntry("Kontakt ändrad", $"En kontakt hos {utforare} ändrad.", new { request.UtforareId, request.KontaktId }, request.UtforareId));
    }

    public async Task<Result<Unit>> Handle(TaBortKontaktCommand request, CancellationToken cancellationToken)
    {
        var utforare = await FinnsAsync(request.UtforareId, request.KontaktId, request.Namnder, cancellationToken);
        if (utforare is null) { return Result<Unit>.NotFound(); }

        return await db.ExecuteAsync(TaBortSql, new { request.KontaktId, request.UtforareId, request.Version }, cancellationToken) == 0
            ? Result<Unit>.Conflict(await Utforaratkomst.AndradAsync(db, request.UtforareId, cancellationToken))
            : Result<Unit>.Ok(Unit.Value, new AuditEntry("Kontakt borttagen", $"En kontakt hos {utforare} borttagen.", new { request.UtforareId, request.KontaktId }, request.UtforareId));
    }

    /// <summary>Utförarens namn om kontakten finns för nämnderna.</summary>
    private async Task<string?> FinnsAsync(Guid utforareId, Guid kontaktId, IReadOnlyList<Guid> namnder, CancellationToken cancellationToken)
    {
        var namn = await Utforaratkomst.NamnAsync(db, utforareId, namnder, cancellationToken);
        return namn is not null && (await Kontakt.AllaAsync(db, utforareId, namnder, cancellationToken)).Any(k => k.Id == kontaktId) ? namn : null;
    }
}
