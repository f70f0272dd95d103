using FluentValidation;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Utforare;

/// <summary>Det som skrivs om en utförare, lika när den registreras och när den ändras. Tomt betyder inte känt.</summary>
public abstract record Utforaruppgifter
{
    /// <summary>Den som sköter registret över utförare. Rollen behövs i någon nämnd som utföraren hör till.</summary>
    internal const Roll Skoter = Roll.Avtalsansvarig;

    public string Namn { get; init; } = "";

    /// <summary>Med eller utan bindestreck, mellanslag och sekel.</summary>
    public string? Organisationsnummer { get; init; }

    public Driftsform? Driftsform { get; init; }

    public string? Adress { get; init; }

    public string? Webbplats { get; init; }

    public string? Anmarkning { get; init; }

    /// <summary>Numret i den form som det lagras; null när det inte är angivet.</summary>
    internal string? Nummer => Domain.Utforare.Organisationsnummer.TryTolka(Organisationsnummer, out var nummer) ? nummer : null;

    internal object Rad(Guid id, int version) => new
    {
        Id = id,
        Namn = Namn.Trim(),
        Organisationsnummer = Nummer,
        Driftsform = Driftsform?.ToString(),
        Adress = Text(Adress),
        Webbplats = Webbadress(Webbplats),
        Anmarkning = Text(Anmarkning),
        Version = version,
    };

    internal IEnumerable<string?> Soktexter() => [Namn, Nummer?.Replace("-", "", StringComparison.Ordinal)];

    internal static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>Adressen med https om inget annat är skrivet; null när den är tom eller inte är en adress på webben.</summary>
    internal static string? Webbadress(string? text)
    {
        if (Text(text) is not { } skriven) { return null; }
        var hel = skriven.Contains("://", StringComparison.Ordinal) ? skriven : "https://" + skriven;
        return Uri.TryCreate(hel, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Contains('.', StringComparison.Ordinal) && !hel.Contains(' ', StringComparison.Ordinal) ? hel : null;
    }
}

public abstract class UtforaruppgifterValidator<T> : AbstractValidator<T> where T : Utforaruppgifter
{
    protected UtforaruppgifterValidator()
    {
        RuleFor(c => c.Namn).NotEmpty().WithMessage("Ange utförarens namn.").MaximumLength(200).WithMessage("Namnet får ha högst 200 tecken.");
        RuleFor(c => c.Organisationsnummer)
            .Must(text => Organisationsnummer.TryTolka(text, out _)).When(c => !string.IsNullOrWhiteSpace(c.Organisationsnummer))
            .WithMessage("Organisationsnumret stämmer inte. Skriv tio siffror, till exempel 556677-8899; den sista är en kontrollsiffra.");
        RuleFor(c => c.Adress).MaximumLength(400).WithMessage("Adressen får ha högst 400 tecken.");
        RuleFor(c => c.Webbplats)
            .MaximumLength(390).WithMessage("Webbadressen får ha högst 390 tecken.")
            .Must(text => Utforaruppgifter.Webbadress(text) is not null).When(c => !string.IsNullOrWhiteSpace(c.Webbplats), ApplyConditionTo.CurrentValidator)
            .WithMessage("Webbadressen går inte att läsa. Skriv till exempel www.exempel.se.");
        RuleFor(c => c.Anmarkning).MaximumLength(2000).WithMessage("Anmärkningen får ha högst 2 000 tecken.");
    }
}

/// <summary>
/// Vem som ser och ändrar en utförare. Den delas av nämnderna: den finns för dem som har avtal eller enheter med den, och för alla så länge
/// ingen nämnd har det.
/// </summary>
internal static class Utforaratkomst
{
    /// <summary>Regeln som villkor på utföraren u, med @Namnder.</summary>
    public const string SynligDel = """
        (EXISTS (SELECT 1 FROM Avtal ua WHERE ua.UtforareId = u.Id AND ua.NamndId IN @Namnder)
        OR EXISTS (SELECT 1 FROM Enhet ue WHERE ue.UtforareId = u.Id AND ue.NamndId IN @Namnder)
        OR (NOT EXISTS (SELECT 1 FROM Avtal ua WHERE ua.UtforareId = u.Id) AND NOT EXISTS (SELECT 1 FROM Enhet ue WHERE ue.UtforareId = u.Id)))
        """;

    private const string SynligSql = $"""
        SELECT u.Namn
        FROM Utforare u
        WHERE u.Id = @UtforareId
          AND {SynligDel}
        """;

    private const string SammaSql = """
        SELECT u.Id, u.Namn, u.Organisationsnummer
        FROM Utforare u
        WHERE u.Id <> @Id AND (u.Organisationsnummer = @Organisationsnummer OR u.Namn = @Namn)
        """;

    private const string SenasteSql = """
        SELECT Anvandare, Tid
        FROM Handelse
        WHERE ArendeId = @Id
        ORDER BY Tid DESC
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
        """;

    /// <summary>Utförarens namn om den finns för nämnderna, annars null.</summary>
    public static Task<string?> NamnAsync(DbSession db, Guid utforareId, IReadOnlyList<Guid> namnder, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<string>(SynligSql, new { UtforareId = utforareId, Namnder = namnder }, cancellationToken);

    /// <summary>Hinder om en annan utförare redan har numret, eller har namnet utan att ett nummer skiljer dem åt.</summary>
    public static async Task<IReadOnlyList<Hinder>> ProvaUnikAsync(DbSession db, Guid id, Utforaruppgifter u, CancellationToken cancellationToken)
    {
        var samma = await db.QueryAsync<Samma>(SammaSql, new { Id = id, Organisationsnummer = u.Nummer, Namn = u.Namn.Trim() }, cancellationToken);
        if (samma.FirstOrDefault(s => s.Organisationsnummer is not null && s.Organisationsnummer == u.Nummer) is { } medNummer)
        {
            return [new("finns-redan", $"Numret har redan en utförare i kommunens register: {medNummer.Namn}. Ange den när avtalet eller enheten registreras, så syns den för din nämnd.", Falt: nameof(u.Organisationsnummer))];
        }
        return samma.Any(s => s.Organisationsnummer is null || u.Nummer is null)
            ? [new("finns-redan", "En utförare med samma namn finns redan i kommunens register. Är det en annan, ange organisationsnumret på båda.", Falt: nameof(u.Namn))]
            : [];
    }

    /// <summary>Texten när någon annan hann ändra utföraren först.</summary>
    public static async Task<Hinder> AndradAsync(DbSession db, Guid id, CancellationToken cancellationToken)
    {
        var senaste = await db.SingleOrDefaultAsync<Senaste>(SenasteSql, new { Id = id }, cancellationToken);
        return new("andrad-av-annan", senaste is null
            ? "Någon annan har ändrat detta sedan du öppnade sidan. Det du skrev finns kvar; jämför och spara igen."
            : $"{senaste.Anvandare} ändrade detta {SvenskTid.Lokal(senaste.Tid):yyyy-MM-dd} kl. {SvenskTid.Lokal(senaste.Tid):HH.mm}, efter att du öppnade sidan. Det du skrev finns kvar; jämför och spara igen.");
    }

    private sealed record Samma
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";

        public string? Organisationsnummer { get; init; }
    }

    private sealed record Senaste
    {
        public required string Anvandare { get; init; }

        public DateTimeOffset Tid { get; init; }
    }
}
