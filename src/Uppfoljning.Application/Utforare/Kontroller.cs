using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Utforare;

/// <summary>En kontroll så som den är registrerad.</summary>
public sealed record Kontroll : Kontrollfakta
{
    private const string AllaSql = """
        SELECT Id, UtforareId, Sort, Gjord, Resultat, Kalla, Beteckning, GallerFran, GallerTill, NastaSenast, Anmarkning, GjordAv, Registrerad
        FROM Kontroll
        WHERE UtforareId = @UtforareId
        ORDER BY Gjord DESC, Registrerad DESC, Id
        """;

    public Guid Id { get; init; }

    public Guid UtforareId { get; init; }

    public string Kalla { get; init; } = "";

    public string? Anmarkning { get; init; }

    public string GjordAv { get; init; } = "";

    /// <summary>Utförarens kontroller, den senaste först.</summary>
    internal static async Task<IReadOnlyList<Kontroll>> AllaAsync(DbSession db, Guid utforareId, CancellationToken cancellationToken) =>
        [.. (await db.QueryAsync<Kontrollrad>(AllaSql, new { UtforareId = utforareId }, cancellationToken)).Select(r => r.Kontroll())];
}

/// <summary>Som raden kommer från databasen. Uppräknade värden läses som text: en kolumn utan värde i första raden har ingen typ i SQLite.</summary>
internal sealed record Kontrollrad
{
    public Guid Id { get; init; }

    public Guid UtforareId { get; init; }

    public string Sort { get; init; } = "";

    public DateOnly Gjord { get; init; }

    public string? Resultat { get; init; }

    public string Kalla { get; init; } = "";

    public string? Beteckning { get; init; }

    public DateOnly? GallerFran { get; init; }

    public DateOnly? GallerTill { get; init; }

    public DateOnly? NastaSenast { get; init; }

    public string? Anmarkning { get; init; }

    public string GjordAv { get; init; } = "";

    public DateTimeOffset Registrerad { get; init; }

    public Kontroll Kontroll() => new()
    {
        Id = Id,
        UtforareId = UtforareId,
        Sort = Enum.Parse<Kontrollsort>(Sort),
        Gjord = Gjord,
        Resultat = Resultat is null ? null : Enum.Parse<Kontrollresultat>(Resultat),
        Kalla = Kalla,
        Beteckning = Beteckning,
        GallerFran = GallerFran,
        GallerTill = GallerTill,
        NastaSenast = NastaSenast,
        Anmarkning = Anmarkning,
        GjordAv = GjordAv,
        Registrerad = Registrerad,
    };
}
