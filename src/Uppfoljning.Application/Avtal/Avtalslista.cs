using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Avtal;

/// <summary>Avtalen i de nämnder där användaren arbetar. Egenskaperna är adressens filter; en länk kan skickas till en kollega.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record AvtalslistaQuery : IQuery<Avtalslista>, INamndfiltrerad, IPaged
{
    public string? Q { get; init; }

    public Guid? Namnd { get; init; }

    public string? Omrade { get; init; }

    public IReadOnlyList<Avtalstillstand> Tillstand { get; init; } = [];

    public IReadOnlyList<Upphandlingsform> Upphandlingsform { get; init; } = [];

    /// <summary>Slutar tidigast.</summary>
    public DateOnly? SlutFran { get; init; }

    /// <summary>Slutar senast.</summary>
    public DateOnly? SlutTill { get; init; }

    /// <summary>Bara avtal där slutdatum, startdatum, utförare eller avtalsansvarig inte är känt.</summary>
    public bool Okant { get; init; }

    public string? Sortering { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Avtalslista(Page<Avtalslistrad> Sida, IReadOnlyList<Namndval> Namnder, IReadOnlyList<string> Verksamhetsomraden, string Sortering)
{
    /// <summary>Nämnderna där användaren får registrera avtal.</summary>
    public IReadOnlyList<Namndval> KanRegistrera { get; init; } = [];
}

public sealed record Avtalslistrad
{
    public Guid Id { get; init; }

    public string? Avtalsnummer { get; init; }

    public required string Benamning { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public Guid? UtforareId { get; init; }

    public string? Utforare { get; init; }

    /// <summary>Avtalets driftsform, eller utförarens när avtalet inte har någon.</summary>
    public Driftsform? Driftsform => AvtaletsDriftsform ?? UtforarensDriftsform;

    // Two plain columns: an expression has no type in SQLite when the first row has no value, and then the others cannot be read.
    internal Driftsform? AvtaletsDriftsform { get; init; }

    internal Driftsform? UtforarensDriftsform { get; init; }

    public Upphandlingsform? Upphandlingsform { get; init; }

    public Avtalstillstand Tillstand { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? Slut { get; init; }

    public long? ArsvardeOre { get; init; }

    public string? Avtalsansvarig { get; init; }

    public required string Namnd { get; init; }
}

/// <summary>En nämnd att välja i en lista.</summary>
public sealed record Namndval
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public required string Forkortning { get; init; }
}

public sealed class AvtalslistaHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<AvtalslistaQuery, Result<Avtalslista>>
{
    /// <summary>Så många träffar hämtas hellre och sorteras, än att listan läses i ordning och varje rad prövas.</summary>
    private const int FlestAttSortera = 1000;

    // One nämnd: IX_Avtal_Benamning, which begins with it.
    private const string EnNamndDel = "FROM Avtal a WHERE a.NamndId = @Namnd";

    // Several: IX_Avtal_Lista, read in the order of the list. COALESCE hides the column from the indexes that begin with the nämnd; there the
    // rows of each nämnd lie for themselves and would all have to be read and sorted for the first page.
    private const string FleraNamnderDel = "FROM Avtal a WHERE COALESCE(a.NamndId, a.Id) IN @Namnder";

    private const string AllaSql = "SELECT COUNT(*) FROM Avtal a WHERE a.NamndId IN @Namnder";

    private const string EnNamndPerUtforareDel = "FROM Avtal a LEFT JOIN Utforare u ON u.Id = a.UtforareId WHERE a.NamndId = @Namnd";

    private const string FleraNamnderPerUtforareDel = "FROM Avtal a LEFT JOIN Utforare u ON u.Id = a.UtforareId WHERE COALESCE(a.NamndId, a.Id) IN @Namnder";

    internal const string RaderDel = """
        JOIN Avtal a ON a.Id = s.Id
        JOIN Namnd n ON n.Id = a.NamndId
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId
        """;

    private const string KolumnerDel = """
        a.Id, a.Avtalsnummer, a.Benamning, v.Namn AS Verksamhetsomrade, a.UtforareId, u.Namn AS Utforare, a.Driftsform AS AvtaletsDriftsform, u.Driftsform AS UtforarensDriftsform,
        a.Upphandlingsform, a.Tillstand, a.Start, a.Slut, a.ArsvardeOre, a.Avtalsansvarig, n.Forkortning AS Namnd
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string OmradenSql = "SELECT DISTINCT Namn FROM Verksamhetsomrade WHERE NamndId IN @Namnder ORDER BY Namn";

    /// <summary>Okända datum och belopp hamnar sist i båda riktningarna; id gör ordningen entydig mellan sidor.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Ordningar = new Dictionary<string, string>
    {
        ["benamning"] = "a.Benamning, a.Id",
        ["-benamning"] = "a.Benamning DESC, a.Id DESC",
        ["utforare"] = "CASE WHEN u.Namn IS NULL THEN 1 ELSE 0 END, u.Namn, a.Id",
        ["-utforare"] = "CASE WHEN u.Namn IS NULL THEN 1 ELSE 0 END, u.Namn DESC, a.Id",
        ["start"] = "CASE WHEN a.Start IS NULL THEN 1 ELSE 0 END, a.Start, a.Id",
        ["-start"] = "CASE WHEN a.Start IS NULL THEN 1 ELSE 0 END, a.Start DESC, a.Id",
        ["slut"] = "CASE WHEN a.Slut IS NULL THEN 1 ELSE 0 END, a.Slut, a.Id",
        ["-slut"] = "CASE WHEN a.Slut IS NULL THEN 1 ELSE 0 END, a.Slut DESC, a.Id",
        ["varde"] = "CASE WHEN a.ArsvardeOre IS NULL THEN 1 ELSE 0 END, a.ArsvardeOre, a.Id",
        ["-varde"] = "CASE WHEN a.ArsvardeOre IS NULL THEN 1 ELSE 0 END, a.ArsvardeOre DESC, a.Id",
    };

    public async Task<Result<Avtalslista>> Handle(AvtalslistaQuery request, CancellationToken cancellationToken)
    {
        var sortering = request.Sortering is { } s && Ordningar.ContainsKey(s) ? s : "benamning";
        var (fran, parametrar) = Urval(request);
        var antal = await db.SingleOrDefaultAsync<int>(fran.HarVillkor ? fran.Antal() : AllaSql, parametrar, cancellationToken);
        var sida = Page<Avtalslistrad>.Inom(request.Sida, antal);
        var (iOrdning, _) = Urval(request, sortering, manga: antal > FlestAttSortera);
        var rader = await db.QueryAsync<Avtalslistrad>(
            iOrdning.SidaViaId("a.Id", RaderDel, KolumnerDel, Ordningar[sortering], (sida, antal), parametrar), parametrar, cancellationToken);

        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken);
        return Result<Avtalslista>.Ok(new Avtalslista(
            new Page<Avtalslistrad>(rader, antal, sida),
            namnder,
            await db.QueryAsync<string>(OmradenSql, new { request.Namnder }, cancellationToken),
            sortering)
        {
            KanRegistrera = [.. namnder.Where(n => anvandare.Har(n.Id, Roll.Avtalsansvarig))],
        });
    }

    /// <summary>Urvalet som filtren ger; delas med exporten.</summary>
    internal static (SqlList Fran, Dictionary<string, object?> Parametrar) Urval(AvtalslistaQuery request, string sortering = "benamning", bool manga = false)
    {
        var namnder = request.Namnd is { } vald ? [.. request.Namnder.Where(n => n == vald)] : request.Namnder;
        var perUtforare = sortering is "utforare" or "-utforare";
        var del = namnder.Count == 1
            ? perUtforare ? EnNamndPerUtforareDel : EnNamndDel
            : perUtforare ? FleraNamnderPerUtforareDel : FleraNamnderDel;
        var fran = new SqlList(del)
            .Och(!string.IsNullOrEmpty(request.Omrade), "a.VerksamhetsomradeId IN (SELECT v.Id FROM Verksamhetsomrade v WHERE v.Namn = @Omrade)")
            .Och(request.Tillstand.Count > 0, "a.Tillstand IN @Tillstand")
            .Och(request.Upphandlingsform.Count > 0, "a.Upphandlingsform IN @Upphandlingsform")
            .Och(request.SlutFran is not null, "a.Slut >= @SlutFran")
            .Och(request.SlutTill is not null, "a.Slut <= @SlutTill")
            .Och(request.Okant, "(a.Slut IS NULL OR a.Start IS NULL OR a.UtforareId IS NULL OR a.Avtalsansvarig IS NULL)");
        var parametrar = new Dictionary<string, object?>
        {
            ["Namnder"] = namnder,
            ["Namnd"] = namnder is [var en] ? en : null,
            ["Omrade"] = request.Omrade,
            ["Tillstand"] = request.Tillstand.Select(t => t.ToString()),
            ["Upphandlingsform"] = request.Upphandlingsform.Select(u => u.ToString()),
            ["SlutFran"] = request.SlutFran,
            ["SlutTill"] = request.SlutTill,
        };
        fran.OchOrd(request.Q, "a.Id", "Avtal", parametrar, manga);
        return (fran, parametrar);
    }
}
