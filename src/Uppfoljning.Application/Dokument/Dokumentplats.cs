using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Dokument;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Dokument;

/// <summary>Det som varje begäran om dokument säger: vad de ligger på.</summary>
public abstract record Dokumentbegaran
{
    /// <summary>De som lägger in och tar bort i nämnden.</summary>
    internal const Roll Skriver = Roll.Avtalsansvarig | Roll.Registrator | Roll.Namndsekreterare | Roll.Uppfoljare;

    /// <summary>Det som nämnderna delar läses av den som arbetar i någon av dem.</summary>
    internal const Roll LaserDelat = Roll.NagonINamnden | Roll.Administrator;

    internal const Roll SkriverDelat = Roll.Avtalsansvarig | Roll.Administrator;

    /// <summary>En nämnds egna dokument, som reglemente och delegationsordning, sköts av dess sekreterare och registrator och av den som får ändra nämnden.</summary>
    internal const Roll SkriverNamnd = Roll.Namndsekreterare | Roll.Registrator | Roll.Administrator;

    public Dokumentobjekt Objekt { get; init; }

    public Guid ObjektId { get; init; }
}

/// <summary>Det som dokumenten ligger på, så som sidorna nämner det.</summary>
public sealed record Dokumentplats
{
    private const string ArendeSql = """
        SELECT a.Id AS ObjektId, a.NamndId, n.Namn AS Namnd, n.Forkortning, COALESCE(v.Benamning, e.Namn) AS Namn, s.Datum, p.Ar,
               CASE WHEN v.Tillstand = 'Arkiverat' THEN 1 ELSE 0 END AS Arkiverat
        FROM Arende a
        JOIN Namnd n ON n.Id = a.NamndId
        LEFT JOIN Avtal v ON v.Id = a.Id
        LEFT JOIN Enhet e ON e.Id = a.Id
        LEFT JOIN Sammantrade s ON s.Id = a.Id
        LEFT JOIN Uppfoljningsplan p ON p.Id = a.Id
        WHERE a.Id = @ObjektId AND a.Sort = @Objekt
        """;

    public Dokumentobjekt Objekt { get; init; }

    public Guid ObjektId { get; init; }

    /// <summary>Nämnden som det hör till; null för det som nämnderna delar.</summary>
    public Guid? NamndId { get; init; }

    public string? Namnd { get; init; }

    public string? Forkortning { get; init; }

    public string? Namn { get; init; }

    public DateOnly? Datum { get; init; }

    public int? Ar { get; init; }

    public int? Versionsnr { get; init; }

    /// <summary>Dokumenten på ett arkiverat avtal ändras inte.</summary>
    public bool Arkiverat { get; init; }

    public string Rubrik => Objekt switch
    {
        Dokumentobjekt.Sammantrade => $"Sammanträde {Datum?.Iso()}",
        Dokumentobjekt.Plan => $"Uppföljningsplan {Ar}, {Forkortning}",
        Dokumentobjekt.Program => $"{Namn}, version {Versionsnr}",
        _ => Namn ?? "",
    };

    internal static async Task<Dokumentplats?> ArendeAsync(DbSession db, Dokumentbegaran begaran, CancellationToken cancellationToken)
    {
        var plats = await db.SingleOrDefaultAsync<Dokumentplats>(ArendeSql, new { begaran.ObjektId, Objekt = begaran.Objekt.ToString() }, cancellationToken);
        return plats is null ? null : plats with { Objekt = begaran.Objekt };
    }

    /// <summary>Om användaren får lägga in och ta bort här. Till för vad sidan erbjuder; pipelinen avgör.</summary>
    internal bool KanSkrivas(IAnvandarkontext anvandare) => !Arkiverat && (NamndId is { } namnd
        ? anvandare.Har(namnd, Objekt == Dokumentobjekt.Namnd ? Dokumentbegaran.SkriverNamnd : Dokumentbegaran.Skriver)
        : anvandare.KommunRoller.HarNagon(Dokumentbegaran.SkriverDelat) || anvandare.NamndRoller.Values.Any(r => r.HarNagon(Dokumentbegaran.SkriverDelat)));
}
