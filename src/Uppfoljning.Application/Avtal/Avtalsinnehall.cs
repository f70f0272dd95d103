using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Application.Avtal;

/// <summary>Det som avtalet säger och vilka det binder, utöver dess uppgifter.</summary>
public sealed record Avtalsinnehall
{
    /// <summary>Så många krav visas på avtalets sida; alla står på en egen.</summary>
    public const int KravPaBladet = 10;

    private const string AnsvarSql = """
        SELECT Id, AnvandareId, Namn, Fran, Till
        FROM Avtalsansvar
        WHERE AvtalId = @AvtalId
        ORDER BY CASE WHEN Till IS NULL THEN 0 ELSE 1 END, Till DESC, Id DESC
        """;

    private const string ParterSql = """
        SELECT Id, Sort, Namn, Organisationsnummer
        FROM Avtalspart
        WHERE AvtalId = @AvtalId
        ORDER BY Namn, Id
        """;

    private const string KlausulerSql = "SELECT Sort, Finns, Punkt, Text FROM Avtalsklausul WHERE AvtalId = @AvtalId";

    private const string SanktionerSql = """
        SELECT Id, Sort, BeloppOre, RattelseDagar, Punkt, Villkor
        FROM Avtalssanktion
        WHERE AvtalId = @AvtalId
        ORDER BY Id
        """;

    public IReadOnlyList<Ansvarsperiod> Ansvariga { get; init; } = [];

    public IReadOnlyList<Avtalspart> Parter { get; init; } = [];

    /// <summary>Alla sorters klausuler, också de som inte är kända.</summary>
    public IReadOnlyList<Avtalsklausul> Klausuler { get; init; } = [];

    /// <summary>Klausuler som krävs men saknas eller inte är kontrollerade.</summary>
    public IReadOnlyList<Hinder> Brister { get; init; } = [];

    public IReadOnlyList<Avtalskrav> Krav { get; init; } = [];

    public int AntalKrav { get; init; }

    /// <summary>Sanktionerna från den mildaste.</summary>
    public IReadOnlyList<Avtalssanktion> Sanktioner { get; init; } = [];

    internal static async Task<Avtalsinnehall> LasAsync(DbSession db, Guid avtalId, bool? privatUtforare, CancellationToken cancellationToken)
    {
        var avtal = new { AvtalId = avtalId };
        var klausuler = await KlausulerAsync(db, avtalId, privatUtforare, cancellationToken);
        var krav = await Avtalskrav.LasAsync(db, avtalId, 0, KravPaBladet, cancellationToken);
        return new()
        {
            Ansvariga = await db.QueryAsync<Ansvarsperiod>(AnsvarSql, avtal, cancellationToken),
            Parter = await db.QueryAsync<Avtalspart>(ParterSql, avtal, cancellationToken),
            Klausuler = klausuler,
            Brister = Avtalsklausuler.Brister(klausuler.ToDictionary(k => k.Sort, k => k.Finns), privatUtforare),
            Krav = krav,
            AntalKrav = krav.Count < KravPaBladet ? krav.Count : await Avtalskrav.AntalAsync(db, avtalId, cancellationToken),
            Sanktioner = [.. (await db.QueryAsync<Avtalssanktion>(SanktionerSql, avtal, cancellationToken)).OrderBy(s => s.Sort)],
        };
    }

    internal static async Task<IReadOnlyList<Avtalsklausul>> KlausulerAsync(DbSession db, Guid avtalId, bool? privatUtforare, CancellationToken cancellationToken)
    {
        var kanda = (await db.QueryAsync<Avtalsklausul>(KlausulerSql, new { AvtalId = avtalId }, cancellationToken)).ToDictionary(k => k.Sort);
        return [.. Avtalsklausuler.Alla.Select(sort => kanda.GetValueOrDefault(sort, new() { Sort = sort }) with { Kravs = sort.Kravs(privatUtforare) })];
    }
}

/// <summary>En tid som någon har varit ansvarig för avtalet. Utan början är det inte känt sedan när; utan slut är det nu.</summary>
public sealed record Ansvarsperiod
{
    public Guid Id { get; init; }

    public Guid? AnvandareId { get; init; }

    public string Namn { get; init; } = "";

    public DateTimeOffset? Fran { get; init; }

    public DateTimeOffset? Till { get; init; }
}

public sealed record Avtalspart
{
    public Guid Id { get; init; }

    public Avtalspartsort Sort { get; init; }

    public string Namn { get; init; } = "";

    public string? Organisationsnummer { get; init; }
}

public sealed record Avtalsklausul
{
    public Klausulsort Sort { get; init; }

    /// <summary>Null när det inte är känt.</summary>
    public bool? Finns { get; init; }

    public string? Punkt { get; init; }

    public string? Text { get; init; }

    public bool Kravs { get; init; }
}

public sealed record Avtalskrav
{
    private const string SidaSql = """
        SELECT Id, Nr, Punkt, Krav, Utlovat
        FROM Avtalskrav
        WHERE AvtalId = @AvtalId
        ORDER BY Nr
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string AntalSql = "SELECT COUNT(*) FROM Avtalskrav WHERE AvtalId = @AvtalId";

    public Guid Id { get; init; }

    public int Nr { get; init; }

    public string? Punkt { get; init; }

    public string Krav { get; init; } = "";

    public string? Utlovat { get; init; }

    internal static Task<IReadOnlyList<Avtalskrav>> LasAsync(DbSession db, Guid avtalId, int offset, int antal, CancellationToken cancellationToken) =>
        db.QueryAsync<Avtalskrav>(SidaSql, new { AvtalId = avtalId, Offset = offset, Limit = antal }, cancellationToken);

    internal static Task<int> AntalAsync(DbSession db, Guid avtalId, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<int>(AntalSql, new { AvtalId = avtalId }, cancellationToken);
}

public sealed record Avtalssanktion
{
    public Guid Id { get; init; }

    public Sanktionssort Sort { get; init; }

    public long? BeloppOre { get; init; }

    public int? RattelseDagar { get; init; }

    public string? Punkt { get; init; }

    public string? Villkor { get; init; }
}

/// <summary>Avtalet som en del hör till, så som delens formulär behöver det.</summary>
internal sealed record Avtalshuvud
{
    private const string HuvudSql = """
        SELECT a.Benamning, e.Version, COALESCE(a.Driftsform, u.Driftsform) AS Driftsform
        FROM Avtal a
        JOIN Arende e ON e.Id = a.Id
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        WHERE a.Id = @AvtalId
        """;

    public required string Benamning { get; init; }

    public int Version { get; init; }

    public Domain.Utforare.Driftsform? Driftsform { get; init; }

    internal static Task<Avtalshuvud?> LasAsync(DbSession db, Guid avtalId, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Avtalshuvud>(HuvudSql, new { AvtalId = avtalId }, cancellationToken);
}

/// <summary>Formuläret för en del av avtalet: det som är sparat nu, eller ett tomt kommando för det som är nytt.</summary>
public sealed record Avtalsdel<T>(Guid AvtalId, string Benamning, int Version, T Nu);
