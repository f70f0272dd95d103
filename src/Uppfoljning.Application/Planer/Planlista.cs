using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Uppföljningsplanerna i de nämnder där användaren arbetar.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanlistaQuery : IQuery<Planlista>, INamndfiltrerad, IPaged
{
    public Guid? Namnd { get; init; }

    public int? Ar { get; init; }

    public Plantillstand? Tillstand { get; init; }

    public string? Sortering { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

/// <summary>Ar: åren som det finns planer för, det senaste först. Skapa: om användaren kan göra en ny plan.</summary>
public sealed record Planlista(Page<Planlistrad> Sida, IReadOnlyList<Namndval> Namnder, IReadOnlyList<int> Ar, string Sortering, Mojlighet Skapa);

public sealed record Planlistrad
{
    public Guid Id { get; init; }

    public string Namnd { get; init; } = "";

    public int Ar { get; init; }

    public string? Diariebeteckning { get; init; }

    public int? Diariear { get; init; }

    public int? Diarielopnummer { get; init; }

    public Diarienummer? Diarienummer => Diarium.Nummer(Diariebeteckning, Diariear, Diarielopnummer);

    public Plantillstand Tillstand { get; init; }

    public int AntalRader { get; init; }

    public int AntalUtan { get; init; }

    public DateTimeOffset Genererad { get; init; }

    public DateOnly? Beslutsdatum { get; init; }

    public string? Paragraf { get; init; }
}

public sealed class PlanlistaHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<PlanlistaQuery, Result<Planlista>>
{
    internal const string FranDel = """
        FROM Uppfoljningsplan p
        JOIN Namnd n ON n.Id = p.NamndId
        LEFT JOIN Diarienummer d ON d.ArendeId = p.Id
        WHERE p.NamndId IN @Namnder
        """;

    private const string KolumnerDel = """
        p.Id, n.Namn AS Namnd, p.Ar, p.Tillstand, p.Genererad, p.Beslutsdatum, p.Paragraf,
        d.Beteckning AS Diariebeteckning, d.Ar AS Diariear, d.Lopnummer AS Diarielopnummer,
        (SELECT COUNT(*) FROM Planrad r WHERE r.PlanId = p.Id) AS AntalRader,
        (SELECT COUNT(*) FROM PlanUtanRad u WHERE u.PlanId = p.Id) AS AntalUtan
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string ArSql = "SELECT DISTINCT Ar FROM Uppfoljningsplan WHERE NamndId IN @Namnder ORDER BY Ar DESC";

    internal static readonly Dictionary<string, string> Ordningar = new()
    {
        ["ar"] = "p.Ar, n.Namn, p.Id",
        ["-ar"] = "p.Ar DESC, n.Namn, p.Id",
        ["diarienummer"] = "d.Beteckning, d.Ar, d.Lopnummer, p.Id",
        ["-diarienummer"] = "d.Beteckning DESC, d.Ar DESC, d.Lopnummer DESC, p.Id",
        ["namnd"] = "n.Namn, p.Ar DESC, p.Id",
        ["-namnd"] = "n.Namn DESC, p.Ar DESC, p.Id",
        ["tillstand"] = "p.Tillstand, p.Ar DESC, n.Namn, p.Id",
        ["-tillstand"] = "p.Tillstand DESC, p.Ar DESC, n.Namn, p.Id",
    };

    public async Task<Result<Planlista>> Handle(PlanlistaQuery request, CancellationToken cancellationToken)
    {
        var sortering = Sortering(request);
        var idag = clock.Idag();
        var lista = Urval(FranDel, request);
        var filter = Parametrar(request, idag);
        var antal = await db.SingleOrDefaultAsync<int>(lista.Antal(), filter, cancellationToken);
        var sida = Page<Planlistrad>.Inom(request.Sida, antal);
        (filter["Offset"], filter["Limit"]) = (Page<Planlistrad>.Offset(sida), Page<Planlistrad>.Storlek);
        var planer = await db.QueryAsync<Planlistrad>(lista.Sida(KolumnerDel, Ordningar[sortering]), filter, cancellationToken);

        return Result<Planlista>.Ok(new Planlista(
            new Page<Planlistrad>([.. planer.Select(p => p with { Tillstand = Plangang.Visat(p.Tillstand, p.Ar, idag) })], antal, sida),
            await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken),
            await db.QueryAsync<int>(ArSql, new { request.Namnder }, cancellationToken),
            sortering,
            anvandare.NamndRoller.Values.Any(r => r.HarNagon(Planmojligheter.Planerar))
                ? Mojlighet.Ja
                : Mojlighet.Nej("En ny plan görs av uppföljare, avtalsansvarig eller nämndsekreterare.")));
    }

    internal static string Sortering(PlanlistaQuery request) => request.Sortering is { } s && Ordningar.ContainsKey(s) ? s : "-ar";

    /// <summary>Det filtrerade urvalet av planerna i <paramref name="fran"/>, lika för sidan och för exporten.</summary>
    internal static SqlList Urval(string fran, PlanlistaQuery request) => new SqlList(fran)
        .Och(request.Namnd is not null, "p.NamndId = @Namnd")
        .Och(request.Ar is not null, "p.Ar = @Ar")
        .Och(request.Tillstand is not null, "p.Tillstand = @Lagrat")
        // En beslutad plan visas som gällande från den 1 januari planåret.
        .Och(request.Tillstand == Plantillstand.Gallande, "p.Ar <= @IAr")
        .Och(request.Tillstand == Plantillstand.Beslutad, "p.Ar > @IAr");

    internal static Dictionary<string, object?> Parametrar(PlanlistaQuery request, DateOnly idag) => new()
    {
        ["Namnder"] = request.Namnder,
        ["Namnd"] = request.Namnd,
        ["Ar"] = request.Ar,
        ["Lagrat"] = (request.Tillstand == Plantillstand.Gallande ? Plantillstand.Beslutad : request.Tillstand)?.ToString(),
        ["IAr"] = idag.Year,
    };
}
