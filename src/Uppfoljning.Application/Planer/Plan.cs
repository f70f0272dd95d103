using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Namnder;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Planens huvud: vems den är, vilket år, hur långt den har kommit och vad nämnden har beslutat.</summary>
public sealed record Plan
{
    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public string Namnd { get; init; } = "";

    public string Forkortning { get; init; } = "";

    public int Ar { get; init; }

    /// <summary>Tillståndet så som det är lagrat; <see cref="Plangang.Visat"/> ger det som gäller en viss dag.</summary>
    public Plantillstand Tillstand { get; init; }

    public int Version { get; init; }

    public DateTimeOffset Genererad { get; init; }

    public DateOnly? Sammantrade { get; init; }

    public string? Paragraf { get; init; }

    public DateOnly? Beslutsdatum { get; init; }

    public string? Checksumma { get; init; }

    /// <summary>Den version av planen som senast beslutades; null innan planen är beslutad, och för en plan från innan versioner sparades.</summary>
    public int? Versionsnr { get; init; }

    /// <summary>Varför planen revideras, medan den gör det.</summary>
    public string? Revideringsskal { get; init; }

    /// <summary>Den version av fullmäktiges program som gällde när planen beslutades.</summary>
    public Guid? ProgramId { get; init; }

    public string? Program { get; init; }

    public int? Programversion { get; init; }

    public string? Diariebeteckning { get; init; }

    public int? Diariear { get; init; }

    public int? Diarielopnummer { get; init; }

    /// <summary>Null för en plan från innan diariet fördes här och som inte har gjorts om sedan dess.</summary>
    public Diarienummer? Diarienummer => Diarium.Nummer(Diariebeteckning, Diariear, Diarielopnummer);

    public string Namn => $"Uppföljningsplan {Ar}";

    private const string PlanSql = """
        SELECT p.Id, p.NamndId, n.Namn AS Namnd, n.Forkortning, p.Ar, p.Tillstand, a.Version, p.Genererad, p.Sammantrade, p.Paragraf, p.Beslutsdatum, p.Checksumma, p.Versionsnr, p.Revideringsskal,
               p.ProgramId, g.Namn AS Program, g.Versionsnr AS Programversion, d.Beteckning AS Diariebeteckning, d.Ar AS Diariear, d.Lopnummer AS Diarielopnummer
        FROM Uppfoljningsplan p
        JOIN Arende a ON a.Id = p.Id
        JOIN Namnd n ON n.Id = p.NamndId
        LEFT JOIN Program g ON g.Id = p.ProgramId
        LEFT JOIN Diarienummer d ON d.ArendeId = p.Id
        WHERE p.Id = @PlanId
        """;

    private const string NamndensSql = """
        SELECT p.Id, p.NamndId, n.Namn AS Namnd, n.Forkortning, p.Ar, p.Tillstand, a.Version, p.Genererad, p.Sammantrade, p.Paragraf, p.Beslutsdatum, p.Checksumma, p.Versionsnr, p.Revideringsskal,
               p.ProgramId, g.Namn AS Program, g.Versionsnr AS Programversion, d.Beteckning AS Diariebeteckning, d.Ar AS Diariear, d.Lopnummer AS Diarielopnummer
        FROM Uppfoljningsplan p
        JOIN Arende a ON a.Id = p.Id
        JOIN Namnd n ON n.Id = p.NamndId
        LEFT JOIN Program g ON g.Id = p.ProgramId
        LEFT JOIN Diarienummer d ON d.ArendeId = p.Id
        WHERE p.NamndId = @NamndId AND p.Ar = @Ar
        """;

    internal static Task<Plan?> LasAsync(DbSession db, Guid planId, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Plan>(PlanSql, new { PlanId = planId }, cancellationToken);

    internal static Task<Plan?> NamndensAsync(DbSession db, Guid namndId, int ar, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Plan>(NamndensSql, new { NamndId = namndId, Ar = ar }, cancellationToken);
}

/// <summary>Om något får göras nu, och annars varför inte. Sidan visar skälet i stället för att gömma knappen.</summary>
public sealed record Mojlighet(bool Tillaten, string? Skal = null)
{
    public static readonly Mojlighet Ja = new(true);

    public static Mojlighet Nej(string skal) => new(false, skal);
}

/// <summary>Vad den som tittar på planen kan göra med den.</summary>
public sealed record Planmojligheter(Mojlighet Generera, Mojlighet Andra, Mojlighet Besluta)
{
    public const Roll Planerar = Roll.Uppfoljare | Roll.Avtalsansvarig | Roll.Namndsekreterare;

    public const Roll Beslutar = Roll.Namndsekreterare;

    internal static Planmojligheter For(Plan plan, IAnvandarkontext anvandare)
    {
        if (plan.Tillstand is not (Plantillstand.Utkast or Plantillstand.Reviderad))
        {
            var beslutad = Mojlighet.Nej($"Planen beslutades {plan.Beslutsdatum:yyyy-MM-dd}, § {plan.Paragraf}, och ändras inte.");
            return new(beslutad, beslutad, beslutad);
        }
        var planera = anvandare.Har(plan.NamndId, Planerar)
            ? Mojlighet.Ja
            : Mojlighet.Nej("Kräver rollen uppföljare, avtalsansvarig eller nämndsekreterare i nämnden.");
        var generera = plan.Tillstand == Plantillstand.Utkast ? planera : Mojlighet.Nej("Planen revideras och görs inte om ur registret. Ändra raderna var för sig.");
        return new(generera, planera, anvandare.Har(plan.NamndId, Beslutar)
            ? Mojlighet.Ja
            : Mojlighet.Nej("Nämndens beslut registreras av nämndsekreteraren."));
    }
}
