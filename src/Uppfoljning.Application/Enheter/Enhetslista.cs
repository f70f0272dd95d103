using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Enheter;

/// <summary>Om enheten verkar i konkurrens, så som listan filtrerar på det.</summary>
public enum Konkurrenslage
{
    IKonkurrens,
    InteIKonkurrens,
    Okant,
}

/// <summary>Enheterna i egen regi i de nämnder där användaren arbetar.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record EnhetslistaQuery : IQuery<Enhetslista>, INamndfiltrerad, IPaged
{
    public string? Q { get; init; }

    public Guid? Namnd { get; init; }

    public string? Omrade { get; init; }

    public Konkurrenslage? Konkurrens { get; init; }

    public string? Sortering { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Enhetslista(Page<Enhetsrad> Sida, IReadOnlyList<Namndval> Namnder, IReadOnlyList<string> Verksamhetsomraden, string Sortering);

public sealed record Enhetsrad
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public int? Antal { get; init; }

    public bool? Konkurrens { get; init; }

    public string? MojligFor { get; init; }

    public required string Namnd { get; init; }
}

public sealed class EnhetslistaHandler(DbSession db) : IRequestHandler<EnhetslistaQuery, Result<Enhetslista>>
{
    private const string FranDel = """
        FROM Enhet e
        JOIN Namnd n ON n.Id = e.NamndId
        LEFT JOIN Verksamhetsomrade v ON v.Id = e.VerksamhetsomradeId
        WHERE e.NamndId IN @Namnder
        """;

    private const string KolumnerDel = "e.Id, e.Namn, v.Namn AS Verksamhetsomrade, e.Antal, e.Konkurrens, e.MojligFor, n.Forkortning AS Namnd";

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string OmradenSql = "SELECT DISTINCT Namn FROM Verksamhetsomrade WHERE NamndId IN @Namnder ORDER BY Namn";

    internal static readonly IReadOnlyDictionary<string, string> Ordningar = new Dictionary<string, string>()
    {
        ["namn"] = "e.Namn, e.Id",
        ["-namn"] = "e.Namn DESC, e.Id",
        ["omrade"] = "CASE WHEN v.Namn IS NULL THEN 1 ELSE 0 END, v.Namn, e.Namn, e.Id",
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
        return Result<Enhetslista>.Ok(new Enhetslista(
            new Page<Enhetsrad>(rader, antal, sida),
            await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken),
            await db.QueryAsync<string>(OmradenSql, new { request.Namnder }, cancellationToken),
            sortering));
    }

    /// <summary>Urvalet som filtren ger; delas med exporten.</summary>
    internal static (SqlList Fran, Dictionary<string, object?> Parametrar) Urval(EnhetslistaQuery request)
    {
        var parametrar = new Dictionary<string, object?>
        {
            ["Namnder"] = request.Namnder,
            ["Namnd"] = request.Namnd,
            ["Omrade"] = request.Omrade,
        };
        var fran = new SqlList(FranDel)
            .Och(request.Namnd is not null, "e.NamndId = @Namnd")
            .Och(!string.IsNullOrEmpty(request.Omrade), "v.Namn = @Omrade")
            .Och(request.Konkurrens == Konkurrenslage.IKonkurrens, "e.Konkurrens = 1")
            .Och(request.Konkurrens == Konkurrenslage.InteIKonkurrens, "e.Konkurrens = 0")
            .Och(request.Konkurrens == Konkurrenslage.Okant, "e.Konkurrens IS NULL")
            .OchOrd(request.Q, "e.Id", "Enhet", parametrar);
        return (fran, parametrar);
    }
}
