using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Utforare;

/// <summary>
/// De utförare som har avtal eller enheter i de nämnder där användaren arbetar, och de som ännu inte har något i någon nämnd. Ett filter på
/// nämnd visar bara dem som har något där.
/// </summary>
[Kraver(Roll.NagonINamnden)]
public sealed record UtforarlistaQuery : IQuery<Utforarlista>, INamndfiltrerad, IPaged
{
    public string? Q { get; init; }

    public Guid? Namnd { get; init; }

    public IReadOnlyList<Driftsform> Driftsform { get; init; } = [];

    public string? Sortering { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Utforarlista(Page<Utforarrad> Sida, IReadOnlyList<Avtal.Namndval> Namnder, string Sortering, bool KanRegistrera);

public sealed record Utforarrad
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public string? Organisationsnummer { get; init; }

    public Driftsform? Driftsform { get; init; }

    public int AntalAvtal { get; init; }

    public int AntalEnheter { get; init; }
}

public sealed class UtforarlistaHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<UtforarlistaQuery, Result<Utforarlista>>
{
    private const string FranDel = """
        FROM Utforare u
        WHERE (EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = u.Id AND a.NamndId IN @Urval)
            OR EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = u.Id AND e.NamndId IN @Urval)
            OR (@Fria = 1 AND NOT EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = u.Id) AND NOT EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = u.Id)))
        """;

    private const string RaderDel = "JOIN Utforare u ON u.Id = s.Id";

    internal const string KolumnerDel = """
        u.Id, u.Namn, u.Organisationsnummer, u.Driftsform,
        (SELECT COUNT(*) FROM Avtal a WHERE a.UtforareId = u.Id AND a.NamndId IN @Urval) AS AntalAvtal,
        (SELECT COUNT(*) FROM Enhet e WHERE e.UtforareId = u.Id AND e.NamndId IN @Urval) AS AntalEnheter
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    internal static readonly IReadOnlyDictionary<string, string> Ordningar = new Dictionary<string, string>()
    {
        ["namn"] = "u.Namn, u.Id",
        ["-namn"] = "u.Namn DESC, u.Id DESC",
        ["avtal"] = "AntalAvtal, u.Namn, u.Id",
        ["-avtal"] = "AntalAvtal DESC, u.Namn, u.Id",
    };

    public async Task<Result<Utforarlista>> Handle(UtforarlistaQuery request, CancellationToken cancellationToken)
    {
        var sortering = request.Sortering is { } s && Ordningar.ContainsKey(s) ? s : "namn";
        var (fran, parametrar) = Urval(request);
        var antal = await db.SingleOrDefaultAsync<int>(fran.Antal(), parametrar, cancellationToken);
        var sida = Page<Utforarrad>.Inom(request.Sida, antal);
        parametrar["Offset"] = Page<Utforarrad>.Offset(sida);
        parametrar["Limit"] = Page<Utforarrad>.Storlek;
        var sql = sortering is "namn" or "-namn"
            ? fran.SidaViaId("u.Id", RaderDel, KolumnerDel, Ordningar[sortering], (sida, antal), parametrar)
            : fran.Sida(KolumnerDel, Ordningar[sortering]);
        var rader = await db.QueryAsync<Utforarrad>(sql, parametrar, cancellationToken);
        return Result<Utforarlista>.Ok(new Utforarlista(
            new Page<Utforarrad>(rader, antal, sida),
            await db.QueryAsync<Avtal.Namndval>(NamnderSql, new { request.Namnder }, cancellationToken),
            sortering,
            request.Namnder.Any(n => anvandare.Har(n, Utforaruppgifter.Skoter))));
    }

    /// <summary>Urvalet som filtren ger; delas med exporten.</summary>
    internal static (SqlList Fran, Dictionary<string, object?> Parametrar) Urval(UtforarlistaQuery request)
    {
        var parametrar = new Dictionary<string, object?>
        {
            ["Urval"] = request.Namnd is { } vald ? request.Namnder.Where(n => n == vald).ToList() : request.Namnder,
            ["Fria"] = request.Namnd is null && request.Namnder.Count > 0 ? 1 : 0,
            ["Driftsform"] = request.Driftsform.Select(d => d.ToString()),
        };
        var fran = new SqlList(FranDel)
            .Och(request.Driftsform.Count > 0, "u.Driftsform IN @Driftsform")
            .OchOrd(request.Q, "u.Id", "Utforare", parametrar);
        return (fran, parametrar);
    }
}
