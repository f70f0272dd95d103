using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Utforare;

/// <summary>Lägger till en kontakt hos utföraren.</summary>
/// <remarks>Åtkomsten prövas mot @Namnder i <see cref="Utforaratkomst"/>.</remarks>
[Kraver(Utforaruppgifter.Skoter)]
public sealed record LaggTillKontaktCommand : Kontaktuppgifter, ICommand<Guid>, INamndfiltrerad
{
    public Guid UtforareId { get; init; }

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class LaggTillKontaktValidator : KontaktuppgifterValidator<LaggTillKontaktCommand>;

public sealed class LaggTillKontaktHandler(DbSession db) : IRequestHandler<LaggTillKontaktCommand, Result<Guid>>
{
    internal static readonly Hinder EnhetenSaknas = new("enhet-saknas", "Enheten finns inte hos utföraren.", Falt: nameof(Kontaktuppgifter.EnhetId));

    private const string LaggInSql = """
        INSERT INTO Kontakt (Id, UtforareId, EnhetId, Namn, Funktion, Epost, Telefon, Version)
        VALUES (@Id, @UtforareId, @EnhetId, @Namn, @Funktion, @Epost, @Telefon, @Version)
        """;

    public async Task<Result<Guid>> Handle(LaggTillKontaktCommand request, CancellationToken cancellationToken)
    {
        var utforare = await Utforaratkomst.NamnAsync(db, request.UtforareId, request.Namnder, cancellationToken);
        if (utforare is null) { return Result<Guid>.NotFound(); }
        if (!await Kontakt.EnhetFinnsAsync(db, request.UtforareId, request.EnhetId, request.Namnder, cancellationToken)) { return Result<Guid>.Refused(EnhetenSaknas); }

        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(LaggInSql, request.Rad(id, request.UtforareId, version: 1), cancellationToken);
        // Namnet står inte i händelsen: den ska kunna ligga kvar när kontakten tas bort.
        return Result<Guid>.Ok(id, new AuditEntry("Kontakt tillagd", $"En kontakt hos {utforare} tillagd.", new { request.UtforareId, KontaktId = id }, request.UtforareId));
    }
}
