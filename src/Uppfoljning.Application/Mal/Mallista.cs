using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Mal;

/// <summary>Fullmäktiges mål, som gäller hela kommunen, och nämndmålen i de nämnder där användaren arbetar.</summary>
[Kraver(Roll.NagonINamnden | Roll.Administrator)]
public sealed record MallistaQuery : IQuery<Mallista>, INamndfiltrerad, IPaged
{
    public Guid? Namnd { get; init; }

    /// <summary>Bara nämndmål som bidrar till fullmäktigemålet.</summary>
    public Guid? Fullmaktigemal { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Mallista(
    IReadOnlyList<Fullmaktigemalsrad> Fullmaktigemal, Page<Namndmalsrad> Namndmal, IReadOnlyList<Namndval> Namnder,
    IReadOnlyList<Namndval> KanSkota, bool KanImporteraStyrning);

public sealed record Fullmaktigemalsrad
{
    public Guid Id { get; init; }

    public string Namn { get; init; } = "";

    public string? Malomrade { get; init; }

    /// <summary>Antal nämndmål i användarens nämnder som är kopplade till målet.</summary>
    public int AntalNamndmal { get; init; }
}

public sealed record Namndmalsrad
{
    public Guid Id { get; init; }

    public string Namn { get; init; } = "";

    public string Namnd { get; init; } = "";

    public string? Fullmaktigemal { get; init; }

    public int AntalIndikatorer { get; init; }
}

public sealed class MallistaHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<MallistaQuery, Result<Mallista>>
{
    private const string FullmaktigeSql = """
        SELECT f.Id, f.Namn, o.Namn AS Malomrade,
               (SELECT COUNT(*) FROM Namndmal m WHERE m.FullmaktigemalId = f.Id AND m.NamndId IN @Namnder) AS AntalNamndmal
        FROM Fullmaktigemal f
        LEFT JOIN Malomrade o ON o.Id = f.MalomradeId
        ORDER BY CASE WHEN o.Ordning IS NULL THEN 1 ELSE 0 END, o.Ordning, f.Ordning
        """;

    internal const string OrdningDel = "n.Namn, m.Namn, m.Id";

    internal const string NamndmalDel = """
        FROM Namndmal m
        JOIN Namnd n ON n.Id = m.NamndId
        LEFT JOIN Fullmaktigemal f ON f.Id = m.FullmaktigemalId
        WHERE m.NamndId IN @Namnder
        """;

    private const string KolumnerDel = """
        m.Id, m.Namn, n.Namn AS Namnd, f.Namn AS Fullmaktigemal, (SELECT COUNT(*) FROM Indikator i WHERE i.NamndmalId = m.Id) AS AntalIndikatorer
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    public async Task<Result<Mallista>> Handle(MallistaQuery request, CancellationToken cancellationToken)
    {
        var filter = Parametrar(request);
        var lista = Urval(NamndmalDel, request);
        var antal = await db.SingleOrDefaultAsync<int>(lista.Antal(), filter, cancellationToken);
        var sida = Page<Namndmalsrad>.Inom(request.Sida, antal);
        (filter["Offset"], filter["Limit"]) = (Page<Namndmalsrad>.Offset(sida), Page<Namndmalsrad>.Storlek);
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken);
        return Result<Mallista>.Ok(new Mallista(
            await db.QueryAsync<Fullmaktigemalsrad>(FullmaktigeSql, new { request.Namnder }, cancellationToken),
            new(await db.QueryAsync<Namndmalsrad>(lista.Sida(KolumnerDel, OrdningDel), filter, cancellationToken), antal, sida),
            namnder,
            [.. namnder.Where(n => anvandare.Har(n.Id, Namndmalsuppgifter.Skoter))],
            anvandare.KommunRoller.HarNagon(Roll.Administrator)));
    }

    /// <summary>Det filtrerade urvalet av målen i <paramref name="fran"/>, lika för sidan och för exporterna.</summary>
    internal static SqlList Urval(string fran, MallistaQuery request) => new SqlList(fran)
        .Och(request.Namnd is not null, "m.NamndId = @Namnd")
        .Och(request.Fullmaktigemal is not null, "m.FullmaktigemalId = @Fullmaktigemal");

    internal static Dictionary<string, object?> Parametrar(MallistaQuery request) =>
        new() { ["Namnder"] = request.Namnder, ["Namnd"] = request.Namnd, ["Fullmaktigemal"] = request.Fullmaktigemal };
}
