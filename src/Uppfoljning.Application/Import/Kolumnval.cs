using System.Text.Json;
using System.Text.Json.Serialization;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Import;

/// <summary>Hur en fils kolumner är kopplade till registrets, så som det sparas med importen. Det som inte är kopplat läses inte in.</summary>
internal sealed record Kolumnval
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public Importsort Sort { get; init; }

    /// <summary>Raden med rubrikerna, räknad som kalkylarket räknar.</summary>
    public int Rubrikrad { get; init; } = 1;

    /// <summary>Bladet i en arbetsbok.</summary>
    public string? Blad { get; init; }

    /// <summary>Registrets kolumn för varje plats i filen.</summary>
    public IReadOnlyDictionary<int, string> Kolumner { get; init; } = new Dictionary<int, string>();

    /// <summary>Platser som kopplades som kommunen har kopplat dem förut.</summary>
    public IReadOnlyList<int> Ihagkomna { get; init; } = [];

    public static Kolumnval? Las(string? text) => text is null ? null : JsonSerializer.Deserialize<Kolumnval>(text, Json);

    public string Text() => JsonSerializer.Serialize(this, Json);
}

/// <summary>De rubriker som kommunen har kopplat till en kolumn, eller valt att inte läsa in. Nästa fil med samma rubrik kopplas likadant.</summary>
internal sealed class Kolumnminne
{
    public const int LangstaRubrik = 200;

    private const string AllaSql = "SELECT Sort, Rubrik, Kolumn FROM Kolumnminne";

    private const string GlomSql = "DELETE FROM Kolumnminne WHERE Sort = @Sort AND Rubrik = @Rubrik";

    private const string MinnsSql = "INSERT INTO Kolumnminne (Id, Sort, Rubrik, Kolumn) VALUES (@Id, @Sort, @Rubrik, @Kolumn)";

    private readonly Dictionary<(Importsort Sort, string Rubrik), Kolumnsvar> _svar = [];

    private Kolumnminne() { }

    public static async Task<Kolumnminne> LasAsync(DbSession db, CancellationToken cancellationToken)
    {
        var minne = new Kolumnminne();
        foreach (var rad in await db.QueryAsync<Rad>(AllaSql, null, cancellationToken)) { minne._svar[(rad.Sort, rad.Rubrik)] = new(rad.Kolumn); }
        return minne;
    }

    /// <summary>Vad kommunen har svarat om rubriken, eller null när ingen har blivit tillfrågad.</summary>
    public Kolumnsvar? Minns(Importsort sort, string nyckel) => _svar.TryGetValue((sort, Kort(nyckel)), out var svar) ? svar : null;

    /// <summary>Sparar det som användaren valde. Det som registret ändå vet behöver ingen minnas.</summary>
    public static async Task SparaAsync(DbSession db, Importsort sort, IEnumerable<(string Rubrik, string? Kolumn)> val, CancellationToken cancellationToken)
    {
        var rader = val.Select(v => (Nyckel: Kolumn.Nyckel(v.Rubrik), v.Kolumn)).Where(v => v.Nyckel.Length > 0 && !Kolumnkarta.ArEgen(v.Nyckel))
            .DistinctBy(v => Kort(v.Nyckel))
            .Select(v => (Rad: new { Id = Guid.CreateVersion7(), Sort = sort.ToString(), Rubrik = Kort(v.Nyckel), v.Kolumn },
                Sjalvklar: Kolumnkarta.Kolumner(sort).FirstOrDefault(k => k.Nycklar.Contains(v.Nyckel))?.Namn is { } kand && kand == v.Kolumn))
            .ToList();
        if (rader.Count == 0) { return; }
        await db.ExecuteAsync(GlomSql, rader.Select(r => r.Rad), cancellationToken);
        if (rader.Exists(r => !r.Sjalvklar)) { await db.ExecuteAsync(MinnsSql, rader.Where(r => !r.Sjalvklar).Select(r => r.Rad), cancellationToken); }
    }

    private static string Kort(string nyckel) => nyckel.Length <= LangstaRubrik ? nyckel : nyckel[..LangstaRubrik];

    private sealed record Rad
    {
        public Importsort Sort { get; init; }

        public required string Rubrik { get; init; }

        public string? Kolumn { get; init; }
    }
}

/// <summary>Kolumnen som en rubrik är kopplad till; null betyder att den inte läses in.</summary>
internal sealed record Kolumnsvar(string? Kolumn);
