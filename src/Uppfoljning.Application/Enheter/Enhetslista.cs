using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Enheter;

/// <summary>Om enheten verkar i konkurrens, så som listan filtrerar på det.</summary>
public enum Konkurrenslage
{
    IKonkurrens,
    InteIKonkurrens,
    Okant,
}

/// <summary>Enheterna i de nämnder där användaren arbetar, i egen regi och hos andra utförare.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record EnhetslistaQuery : IQuery<Enhetslista>, INamndfiltrerad, IPaged
{
    public string? Q { get; init; }

    public Guid? Namnd { get; init; }

    public string? Omrade { get; init; }

    public Konkurrenslage? Konkurrens { get; init; }

    public IReadOnlyList<Driftsform> Driftsform { get; init; } = [];

    public string? Sortering { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Enhetslista(Page<Enhetsrad> Sida, IReadOnlyList<Namndval> Namnder, IReadOnlyList<string> Verksamhetsomraden, string Sortering, IReadOnlyList<Namndval> KanRegistrera);

public sealed record Enhetsrad
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public Guid? UtforareId { get; init; }

    public string? Utforare { get; init; }

    public Driftsform? Driftsform { get; init; }

    public string? Plats { get; init; }

    public int? Antal { get; init; }

    public int? Platser { get; init; }

    public int? Brukare { get; init; }

    public bool? Konkurrens { get; init; }

    public string? MojligFor { get; init; }

    public required string Namnd { get; init; }
}

public sealed class EnhetslistaHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<EnhetslistaQuery, Result<Enhetslista>>
{
    private const string FranDel = """
        FROM Enhet e
        JOIN Namnd n ON n.Id = e.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = e.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = e.UtforareId
        WHERE e.NamndId IN @Namnder
        """;

    private const string KolumnerDel = """
        e.Id, e.Namn, v.Namn AS Verksamhetsomrade, e.UtforareId, u.Namn AS Utforare, COALESCE(e.Driftsform, u.Driftsform) AS Driftsform, e.Plats, e.Antal, e.Platser,
        e.Brukare, e.Konkurrens, e.MojligFor, n.Forkortning AS Namnd
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string OmradenSql = "SELECT DISTINCT Namn FROM Verksamhetsomrade WHERE NamndId IN @Namnder ORDER BY Namn";

    internal static readonly IReadOnlyDictionary<string, string> Ordningar = new Dictionary<string, string>()
    {
        ["namn"] = "e.Namn, e.Id",
        ["-namn"] = "e.Namn DESC, e.Id",
        ["omrade"] = "CASE WHEN v.Namn IS NULL THEN 1 ELSE 0 END, v.Namn, e.Namn, e.Id",
        ["utforare"] = "CASE WHEN u.Namn IS NULL THEN 1 ELSE 0 END, u.Namn, e.Namn, e.Id",
        ["-utforare"] = "CASE WHEN u.Namn IS NULL THEN 1 ELSE 0 END, u.Namn DESC, e.Namn, e.Id",
        ["-omrade"] = "CASE WHEN v.Namn IS NULL THEN 1 ELSE 0 END, v.Namn DESC, e.Namn, e.Id",
    };

    public async Task<Result<Enhetslista>> Handle(EnhetslistaQuery request, CancellationToken cancellationToken)
    {
        var sortering = request.Sortering is { } s && Ordningar.ContainsKey(s) ? s : "namn";
        var (fran, parametrar) = Urval(request);
        var antal = await db.SingleOrDefaultAsync<int>(fran.Antal(), parametrar, cancellationToken);
        var sida = Page<Enhetsrad>.Inom(request.Sida, antal);
        parametrar["Offset"] = Page<Enhetsrad>.Offset(sida);
        parametrar["Limit"] = Page<Enhetsrad>.Storlek;
        var rader = await db.QueryAsync<Enhetsrad>(fran.Sida(KolumnerDel, Ordningar[sortering]), parametrar, cancellationToken);
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken);
        return Result<Enhetslista>.Ok(new Enhetslista(
            new Page<Enhetsrad>(rader, antal, sida),
            namnder,
            await db.QueryAsync<string>(OmradenSql, new { request.Namnder }, cancellationToken),
            sortering,
            [.. namnder.Where(n => anvandare.Har(n.Id, Roll.Avtalsansvarig))]));
    }

    /// <summary>Urvalet som filtren ger; delas med exporten.</summary>
    internal static (SqlList Fran, Dictionary<string, object?> Parametrar) Urval(EnhetslistaQuery request)
    {
        var parametrar = new Dictionary<string, object?>
        {
            ["Namnder"] = request.Namnder,
            ["Namnd"] = request.Namnd,
            ["Omrade"] = request.Omrade,
            ["Driftsform"] = request.Driftsform.Select(d => d.ToString()),
        };
        var fran = new SqlList(FranDel)
            .Och(request.Namnd is not null, "e.NamndId = @Namnd")
            .Och(!string.IsNullOrEmpty(request.Omrade), "v.Namn = @Omrade")
            .Och(request.Driftsform.Count > 0, "COALESCE(e.Driftsform, u.Driftsform) IN @Driftsform")
            .Och(request.Konkurrens == Konkurrenslage.IKonkurrens, "e.Konkurrens = 1")
            .Och(request.Konkurrens == Konkurrenslage.InteIKonkurrens, "e.Konkurrens = 0")
            .Och(request.Konkurrens == Konkurrenslage.Okant, "e.Konkurrens IS NULL")
            .OchOrd(request.Q, "e.Id", "Enhet", parametrar);
        return (fran, parametrar);
    }
}
