using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Ett av nämndens mål, och det av fullmäktiges mål som det bidrar till om det är känt.</summary>
public sealed record Planmal(string Namn, string? Fullmaktigemal);

/// <summary>
/// Det som planen vilar på men som inte står i dess rader: formernas timmar, personalens timmar och nämndens mål. Det ändras efter beslutet, men
/// papperet som nämnden beslutade om gör det inte. Därför står det i händelsen om beslutet, som aldrig skrivs om.
/// </summary>
public sealed record Planforutsattningar
{
    /// <summary>En händelses fakta har en gräns; målen är med när de ryms bredvid skälet och det andra som beslutet säger.</summary>
    private const int MestText = 2800;

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Nämndens timmar per form.</summary>
    public IReadOnlyDictionary<Uppfoljningsform, int> Formtider { get; init; } = new Dictionary<Uppfoljningsform, int>();

    /// <summary>Personalens timmar per månad, januari först; null när ingen bemanning var inlagd.</summary>
    public IReadOnlyList<int>? Bemanning { get; init; }

    /// <summary>Nämndens mål; null när de var för många för att sparas med beslutet.</summary>
    public IReadOnlyList<Planmal>? Mal { get; init; }

    public int AntalMal { get; init; }

    private const string MalSql = """
        SELECT m.Namn, f.Namn AS Fullmaktigemal
        FROM Namndmal m
        LEFT JOIN Fullmaktigemal f ON f.Id = m.FullmaktigemalId
        WHERE m.NamndId = @NamndId
        ORDER BY m.Namn, m.Id
        """;

    private const string BeslutetsSql = "SELECT Fakta FROM Handelse WHERE ArendeId = @PlanId AND Vad IN @Vad ORDER BY Tid, Id";

    /// <summary>Så som det är nu.</summary>
    internal static async Task<Planforutsattningar> LasAsync(DbSession db, Plan plan, Planregler regler, CancellationToken cancellationToken)
    {
        var mal = await db.QueryAsync<Malrad>(MalSql, new { plan.NamndId }, cancellationToken);
        return new()
        {
            Formtider = regler.Formtider,
            Bemanning = Planer.Bemanning.Summor(await Planer.Bemanning.LasAsync(db, plan.NamndId, plan.Ar, cancellationToken)),
            Mal = [.. mal.Select(m => new Planmal(m.Namn, m.Fullmaktigemal))],
            AntalMal = mal.Count,
        };
    }

    /// <summary>Så som det var när versionen beslutades; null för ett beslut från innan det sparades.</summary>
    internal static async Task<Planforutsattningar?> LasAsync(DbSession db, Plan plan, Planversion version, CancellationToken cancellationToken)
    {
        foreach (var fakta in await db.QueryAsync<string?>(BeslutetsSql, new { PlanId = plan.Id, Vad = new[] { Planversioner.Beslutad, Planversioner.Andrad } }, cancellationToken))
        {
            if (fakta is not null && JsonSerializer.Deserialize<Beslutsfakta>(fakta, Json) is { Forutsattningar: { } f } beslut && beslut.Version == version.Nr) { return f; }
        }
        return null;
    }

    /// <summary>Det som ryms i händelsen om beslutet, bredvid skälet till ändringen.</summary>
    internal Planforutsattningar AttSpara(string? skal = null) =>
        JsonSerializer.Serialize(Mal, Json).Length + JsonSerializer.Serialize(skal, Json).Length <= MestText ? this : this with { Mal = null };

    /// <summary>Planens rader mot timmarna.</summary>
    public Timprov Prov(IReadOnlyList<Planrad> rader) => Timprov.Av(rader, Planregler.Forval with { Formtider = Formtider }, Bemanning);

    private sealed record Beslutsfakta
    {
        public int Version { get; init; }

        public Planforutsattningar? Forutsattningar { get; init; }
    }

    private sealed record Malrad
    {
        public string Namn { get; init; } = "";

        public string? Fullmaktigemal { get; init; }
    }
}
