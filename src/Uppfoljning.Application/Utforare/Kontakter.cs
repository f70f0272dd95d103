using FluentValidation;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Utforare;

/// <summary>Det som skrivs om en kontakt hos utföraren.</summary>
public abstract record Kontaktuppgifter
{
    /// <summary>En person, eller en funktion när det är den man ringer.</summary>
    public string Namn { get; init; } = "";

    public string? Funktion { get; init; }

    public string? Epost { get; init; }

    public string? Telefon { get; init; }

    /// <summary>Enheten som kontakten hör till; null när den gäller hela utföraren.</summary>
    public Guid? EnhetId { get; init; }

    internal object Rad(Guid id, Guid utforareId, int version) => new
    {
        Id = id,
        UtforareId = utforareId,
        EnhetId,
        Namn = Namn.Trim(),
        Funktion = Utforaruppgifter.Text(Funktion),
        Epost = Utforaruppgifter.Text(Epost),
        Telefon = Utforaruppgifter.Text(Telefon),
        Version = version,
    };
}

public abstract class KontaktuppgifterValidator<T> : AbstractValidator<T> where T : Kontaktuppgifter
{
    protected KontaktuppgifterValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange kontaktens namn eller funktion.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Funktion).MaximumLength(100).WithMessage("Funktionen får ha högst 100 tecken.");
        RuleFor(c => c.Epost)
            .MaximumLength(254).WithMessage("E-postadressen får ha högst 254 tecken.")
            .Matches(@"^\s*[^@\s]+@[^@\s]+\.[^@\s.]+\s*$").When(c => !string.IsNullOrWhiteSpace(c.Epost), ApplyConditionTo.CurrentValidator)
            .WithMessage("E-postadressen går inte att läsa. Skriv till exempel avtal@exempel.se.");
        RuleFor(c => c.Telefon)
            .MaximumLength(50).WithMessage("Telefonnumret får ha högst 50 tecken.")
            .Matches(@"^[0-9+()\-\s]+$").When(c => !string.IsNullOrWhiteSpace(c.Telefon), ApplyConditionTo.CurrentValidator)
            .WithMessage("Telefonnumret får bara ha siffror, mellanslag, plus, streck och parenteser.");
    }
}

/// <summary>En kontakt hos utföraren.</summary>
public sealed record Kontakt : Kontaktuppgifter
{
    private const string AllaSql = """
        SELECT k.Id, k.Namn, k.Funktion, k.Epost, k.Telefon, k.EnhetId, e.Namn AS Enhet, k.Version
        FROM Kontakt k
        LEFT JOIN Enhet e ON e.Id = k.EnhetId
        WHERE k.UtforareId = @UtforareId AND (k.EnhetId IS NULL OR e.NamndId IN @Namnder)
        ORDER BY k.Namn, k.Id
        """;

    private const string EnhetFinnsSql = "SELECT COUNT(*) FROM Enhet WHERE Id = @EnhetId AND UtforareId = @UtforareId AND NamndId IN @Namnder";

    public Guid Id { get; init; }

    public string? Enhet { get; init; }

    public int Version { get; init; }

    /// <summary>Utförarens kontakter, utom dem som hör till andra nämnders enheter.</summary>
    internal static Task<IReadOnlyList<Kontakt>> AllaAsync(DbSession db, Guid utforareId, IReadOnlyList<Guid> namnder, CancellationToken cancellationToken) =>
        db.QueryAsync<Kontakt>(AllaSql, new { UtforareId = utforareId, Namnder = namnder }, cancellationToken);

    /// <summary>Om enheten är utförarens, i någon av nämnderna.</summary>
    internal static async Task<bool> EnhetFinnsAsync(DbSession db, Guid utforareId, Guid? enhetId, IReadOnlyList<Guid> namnder, CancellationToken cancellationToken) =>
        enhetId is null || await db.SingleOrDefaultAsync<int>(EnhetFinnsSql, new { EnhetId = enhetId, UtforareId = utforareId, Namnder = namnder }, cancellationToken) > 0;
}
