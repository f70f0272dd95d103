using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Avtal;

/// <summary>En rad i tabellen Avtal, och de satser som skriver den: registrering, ändring och import skriver samma kolumner.</summary>
internal sealed record Avtalsrad
{
    private const string ArendeSql = "INSERT INTO Arende (Id, NamndId, Sort, Version) VALUES (@Id, @NamndId, 'Avtal', 1)";

    private const string LaggInSql = """
        INSERT INTO Avtal (Id, NamndId, Radnyckel, Avtalsnummer, Benamning, VerksamhetsomradeId, UtforareId, Driftsform, Upphandlingsform, Tillstand,
            Start, Slut, ForlangningManader, AntalForlangningar, UppsagningstidManader, ArsvardeOre, Omrade, Avtalsansvarig, Anmarkning, ImportId,
            Diarienummer, Cpv, Regler, VardeOre, Indexering, AvtalsansvarigId)
        VALUES (@Id, @NamndId, @Radnyckel, @Avtalsnummer, @Benamning, @VerksamhetsomradeId, @UtforareId, @Driftsform, @Upphandlingsform, @Tillstand,
            @Start, @Slut, @ForlangningManader, @AntalForlangningar, @UppsagningstidManader, @ArsvardeOre, @Omrade, @Avtalsansvarig, @Anmarkning, @ImportId,
            @Diarienummer, @Cpv, @Regler, @VardeOre, @Indexering, @AvtalsansvarigId)
        """;

    private const string AndraSql = """
        UPDATE Avtal
        SET Avtalsnummer = @Avtalsnummer, Benamning = @Benamning, VerksamhetsomradeId = @VerksamhetsomradeId, UtforareId = @UtforareId,
            Driftsform = @Driftsform, Upphandlingsform = @Upphandlingsform, Start = @Start, Slut = @Slut, ForlangningManader = @ForlangningManader,
            AntalForlangningar = @AntalForlangningar, UppsagningstidManader = @UppsagningstidManader, ArsvardeOre = @ArsvardeOre, Omrade = @Omrade,
            Avtalsansvarig = @Avtalsansvarig, Anmarkning = @Anmarkning, Diarienummer = @Diarienummer, Cpv = @Cpv, Regler = @Regler,
            VardeOre = @VardeOre, Indexering = @Indexering, AvtalsansvarigId = @AvtalsansvarigId
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

    public long? VardeOre { get; init; }

    public string? Indexering { get; init; }

    public string? Diarienummer { get; init; }

    public string? Cpv { get; init; }

    public string? Regler { get; init; }

    public string? Omrade { get; init; }

    public Guid? AvtalsansvarigId { get; init; }

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
        VardeOre = uppgifter.VardeOre,
        Indexering = Text(uppgifter.Indexering),
        Diarienummer = Text(uppgifter.Diarienummer),
        Cpv = Text(uppgifter.Cpv),
        Regler = uppgifter.Regler?.ToString(),
        Omrade = Text(uppgifter.Omrade),
        AvtalsansvarigId = uppgifter.AvtalsansvarigId,
        Avtalsansvarig = Text(uppgifter.Avtalsansvarig),
        Anmarkning = Text(uppgifter.Anmarkning),
    };

    public static async Task LaggInAsync(DbSession db, IReadOnlyCollection<Avtalsrad> rader, DateTimeOffset nu, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(ArendeSql, rader, cancellationToken);
        await db.ExecuteAsync(LaggInSql, rader, cancellationToken);
        await Avtalsansvarsbyte.BorjaAsync(db, Ansvar(rader), nu, cancellationToken);
    }

    public static async Task AndraAsync(DbSession db, IReadOnlyCollection<Avtalsrad> rader, DateTimeOffset nu, CancellationToken cancellationToken)
    {
        await db.ExecuteAsync(AndraSql, rader, cancellationToken);
        await Avtalsansvarsbyte.SkrivAsync(db, Ansvar(rader), nu, cancellationToken);
    }

    /// <summary>Det som skrivs i händelsens fakta: avtalets uppgifter utan fri text.</summary>
    public object Fakta() => new { AvtalId = Id, Avtalsnummer, Benamning, UtforareId, Upphandlingsform, Tillstand, Start, Slut, ArsvardeOre, VardeOre, Diarienummer, Cpv, Regler, AvtalsansvarigId };

    private static List<(Guid, Guid?, string?)> Ansvar(IEnumerable<Avtalsrad> rader) => [.. rader.Select(r => (r.Id, r.AvtalsansvarigId, r.Avtalsansvarig))];

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
