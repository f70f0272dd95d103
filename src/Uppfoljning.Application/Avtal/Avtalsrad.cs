using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Avtal;

/// <summary>En rad i tabellen Avtal, och de satser som skriver den: registrering, ändring och import skriver samma kolumner.</summary>
internal sealed record Avtalsrad
{
    private const string ArendeSql = "INSERT INTO Arende (Id, NamndId, Sort, Version) VALUES (@Id, @NamndId, 'Avtal', 1)";

    private const string LaggInSql = """
        INSERT INTO Avtal (Id, NamndId, Radnyckel, Avtalsnummer, Benamning, VerksamhetsomradeId, UtforareId, Driftsform, Upphandlingsform, Tillstand,
            Start, Slut, ForlangningManader, AntalForlangningar, UppsagningstidManader, ArsvardeOre, Omrade, Avtalsansvarig, Anmarkning, ImportId)
        VALUES (@Id, @NamndId, @Radnyckel, @Avtalsnummer, @Benamning, @VerksamhetsomradeId, @UtforareId, @Driftsform, @Upphandlingsform, @Tillstand,
            @Start, @Slut, @ForlangningManader, @AntalForlangningar, @UppsagningstidManader, @ArsvardeOre, @Omrade, @Avtalsansvarig, @Anmarkning, @ImportId)
        """;

    private const string AndraSql = """
        UPDATE Avtal
        SET Avtalsnummer = @Avtalsnummer, Benamning = @Benamning, VerksamhetsomradeId = @VerksamhetsomradeId, UtforareId = @UtforareId,
            Driftsform = @Driftsform, Upphandlingsform = @Upphandlingsform, Start = @Start, Slut = @Slut, ForlangningManader = @ForlangningManader,
            AntalForlangningar = @AntalForlangningar, UppsagningstidManader = @UppsagningstidManader, ArsvardeOre = @ArsvardeOre, Omrade = @Omrade,
            Avtalsansvarig = @Avtalsansvarig, Anmarkning = @Anmarkning
        WHERE Id = @Id
        """;

    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public string Radnyckel { get; init; } = "";

    public string? Avtalsnummer { get; init; }

    public required string Benamning { get; init; }

    public Guid? VerksamhetsomradeId { get; init; }

    public Guid? UtforareId { get; init; }

    public string? Driftsform { get; init; }

    public string? Upphandlingsform { get; init; }

    public string Tillstand { get; init; } = "";

    public DateOnly? Start { get; init; }

    public DateOnly? Slut { get; init; }

    public int? ForlangningManader { get; init; }

    public int? AntalForlangningar { get; init; }

    public int? UppsagningstidManader { get; init; }

    public long? ArsvardeOre { get; init; }

    public string? Omrade { get; init; }

    public string? Avtalsansvarig { get; init; }

    public string? Anmarkning { get; init; }

    public Guid? ImportId { get; init; }

    /// <summary>Raden av det som skrevs; blanka texter blir okända. Id, nämnd, nyckel, tillstånd och kopplingar sätts av den som skriver.</summary>
    public static Avtalsrad Av(Avtalsuppgifter uppgifter) => new()
    {
        Avtalsnummer = Text(uppgifter.Avtalsnummer),
        Benamning = uppgifter.Benamning.Trim(),
        Driftsform = uppgifter.Driftsform?.ToString(),
        Upphandlingsform = uppgifter.Upphandlingsform?.ToString(),
        Start = uppgifter.Start,
        Slut = uppgifter.Slut,
        ForlangningManader = uppgifter.ForlangningManader,
        AntalForlangningar = uppgifter.AntalForlangningar,
        UppsagningstidManader = uppgifter.UppsagningstidManader,
        ArsvardeOre = uppgifter.ArsvardeOre,
        Omrade = Text(uppgifter.Omrade),
        Avtalsansvarig = Text(uppgifter.Avtalsansvarig),
        Anmarkning = Text(uppgifter.Anmarkning),
    };

    public static async Task LaggInAsync(DbSession db, IReadOnlyCollection<Avtalsrad> rader, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(ArendeSql, rader, cancellationToken);
        await db.ExecuteAsync(LaggInSql, rader, cancellationToken);
    }

    public static Task AndraAsync(DbSession db, IReadOnlyCollection<Avtalsrad> rader, CancellationToken cancellationToken) =>
        db.ExecuteAsync(AndraSql, rader, cancellationToken);

    /// <summary>Det som skrivs i händelsens fakta: avtalets uppgifter utan fri text.</summary>
    public object Fakta() => new { AvtalId = Id, Avtalsnummer, Benamning, UtforareId, Upphandlingsform, Tillstand, Start, Slut, ArsvardeOre };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
