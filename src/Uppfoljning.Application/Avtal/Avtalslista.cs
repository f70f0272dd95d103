using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Avtal;

/// <summary>Avtalen i de nämnder där användaren arbetar. Egenskaperna är adressens filter; en länk kan skickas till en kollega.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record AvtalslistaQuery : IQuery<Avtalslista>, INamndfiltrerad, IPaged
{
    public string? Q { get; init; }

    public IReadOnlyList<Guid> Namnd { get; init; } = [];

    public IReadOnlyList<string> Omrade { get; init; } = [];

    public IReadOnlyList<Avtalstillstand> Tillstand { get; init; } = [];

    public IReadOnlyList<Upphandlingsform> Upphandlingsform { get; init; } = [];

    /// <summary>Avtalets driftsform, eller utförarens när avtalet inte har någon.</summary>
    public IReadOnlyList<Driftsform> Driftsform { get; init; } = [];

    /// <summary>Börjar tidigast.</summary>
    public DateOnly? StartFran { get; init; }

    /// <summary>Börjar senast.</summary>
    public DateOnly? StartTill { get; init; }

    /// <summary>Slutar tidigast.</summary>
    public DateOnly? SlutFran { get; init; }

    /// <summary>Slutar senast.</summary>
    public DateOnly? SlutTill { get; init; }

    /// <summary>Slutar från i dag och så många månader framåt.</summary>
    public int? InomManader { get; init; }

    public bool UtanSlut { get; init; }

    public bool UtanAnsvarig { get; init; }

    /// <summary>Bara avtal där användaren själv är avtalsansvarig.</summary>
    public bool Mina { get; init; }

    /// <summary>Saknar klausul om uppföljning eller om allmänhetens insyn, eller så är det inte känt (10 kap. 8 och 9 §§ KL).</summary>
    public bool SaknarKlausul { get; init; }

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

    /// <summary>Filtren som är valda, i ord.</summary>
    public IReadOnlyList<Filterval> Filter { get; init; } = [];
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

public sealed class AvtalslistaHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<AvtalslistaQuery, Result<Avtalslista>>
{
    /// <summary>Så många träffar hämtas hellre och sorteras, än att listan läses i ordning och varje rad prövas.</summary>
    private const int FlestAttSortera = 1000;

    /// <summary>Längre fram än så finns inga avtal; ett större tal i adressen är ett skrivfel.</summary>
    private const int FlestManader = 600;

    private const string AvtalDel = "FROM Avtal a";

    private const string UtforareDel = " LEFT JOIN Utforare u ON u.Id = a.UtforareId";

    private const string OmradeDel = " LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId";

    private const string NamndDel = " JOIN Namnd n ON n.Id = a.NamndId";

    // For a whole file: outer joins, so that Avtal is read first and in the order of its index, and nothing needs to be sorted.
    private const string HelaDel = " LEFT JOIN Namnd n ON n.Id = a.NamndId LEFT JOIN Utforare u ON u.Id = a.UtforareId LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId";

    // One nämnd: IX_Avtal_Benamning, which begins with it.
    private const string IEnNamndDel = " WHERE a.NamndId = @EnNamnd";

    // Several: IX_Avtal_Lista, read in the order of the list. COALESCE hides the column from the indexes that begin with the nämnd; there the
    // rows of each nämnd lie for themselves and would all have to be read and sorted for the first page.
    private const string IFleraNamnderDel = " WHERE COALESCE(a.NamndId, a.Id) IN @Namnder";

    private const string AllaSql = "SELECT COUNT(*) FROM Avtal a WHERE a.NamndId IN @Namnder";

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

    /// <summary>Det som inte är känt hamnar sist i båda riktningarna; id gör ordningen entydig mellan sidor.</summary>
    internal static readonly IReadOnlyDictionary<string, string> Ordningar = new Dictionary<string, string>
    {
        ["benamning"] = "a.Benamning, a.Id",
        ["-benamning"] = "a.Benamning DESC, a.Id DESC",
        ["utforare"] = "CASE WHEN u.Namn IS NULL THEN 1 ELSE 0 END, u.Namn, a.Id",
        ["-utforare"] = "CASE WHEN u.Namn IS NULL THEN 1 ELSE 0 END, u.Namn DESC, a.Id",
        ["omrade"] = "CASE WHEN v.Namn IS NULL THEN 1 ELSE 0 END, v.Namn, a.Benamning, a.Id",
        ["-omrade"] = "CASE WHEN v.Namn IS NULL THEN 1 ELSE 0 END, v.Namn DESC, a.Benamning, a.Id",
        ["tillstand"] = "a.Tillstand, a.Benamning, a.Id",
        ["-tillstand"] = "a.Tillstand DESC, a.Benamning, a.Id",
        ["start"] = "CASE WHEN a.Start IS NULL THEN 1 ELSE 0 END, a.Start, a.Id",
        ["-start"] = "CASE WHEN a.Start IS NULL THEN 1 ELSE 0 END, a.Start DESC, a.Id",
        ["slut"] = "CASE WHEN a.Slut IS NULL THEN 1 ELSE 0 END, a.Slut, a.Id",
        ["-slut"] = "CASE WHEN a.Slut IS NULL THEN 1 ELSE 0 END, a.Slut DESC, a.Id",
        ["varde"] = "CASE WHEN a.ArsvardeOre IS NULL THEN 1 ELSE 0 END, a.ArsvardeOre, a.Id",
        ["-varde"] = "CASE WHEN a.ArsvardeOre IS NULL THEN 1 ELSE 0 END, a.ArsvardeOre DESC, a.Id",
        ["ansvarig"] = "CASE WHEN a.Avtalsansvarig IS NULL THEN 1 ELSE 0 END, a.Avtalsansvarig, a.Benamning, a.Id",
        ["-ansvarig"] = "CASE WHEN a.Avtalsansvarig IS NULL THEN 1 ELSE 0 END, a.Avtalsansvarig DESC, a.Benamning, a.Id",
        ["namnd"] = "n.Forkortning, a.Benamning, a.Id",
        ["-namnd"] = "n.Forkortning DESC, a.Benamning, a.Id",
    };

    public async Task<Result<Avtalslista>> Handle(AvtalslistaQuery request, CancellationToken cancellationToken)
    {
        var sortering = request.Sortering is { } s && Ordningar.ContainsKey(s) ? s : "benamning";
        var vem = new Urvalsgrund(anvandare.Id, clock.Idag());
        var (fran, parametrar) = Urval(request, vem);
        var antal = await db.SingleOrDefaultAsync<int>(fran.HarVillkor ? fran.Antal() : AllaSql, parametrar, cancellationToken);
        var sida = Page<Avtalslistrad>.Inom(request.Sida, antal);
        (fran, parametrar) = Urval(request, vem, sortering, manga: antal > FlestAttSortera);
        var rader = await db.QueryAsync<Avtalslistrad>(
            fran.SidaViaId("a.Id", RaderDel, KolumnerDel, Ordningar[sortering], (sida, antal), parametrar), parametrar, cancellationToken);

        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken);
        return Result<Avtalslista>.Ok(new Avtalslista(
            new Page<Avtalslistrad>(rader, antal, sida),
            namnder,
            await db.QueryAsync<string>(OmradenSql, new { request.Namnder }, cancellationToken),
            sortering)
        {
            KanRegistrera = [.. namnder.Where(n => anvandare.Har(n.Id, Roll.Avtalsansvarig))],
            Filter = [.. Avtalsfilter.Valda(request, namnder)],
        });
    }

    /// <summary>Urvalet som filtren ger; delas med exporten och med dem som gör något med hela urvalet.</summary>
    internal static (SqlList Fran, Dictionary<string, object?> Parametrar) Urval(AvtalslistaQuery request, Urvalsgrund vem, string sortering = "benamning", bool manga = false, bool hela = false)
    {
        var namnder = request.Namnd.Count > 0 ? [.. request.Namnder.Where(request.Namnd.Contains)] : request.Namnder;
        var ordning = sortering.TrimStart('-');
        var fran = new SqlList(AvtalDel
                + (hela ? HelaDel : ordning == "utforare" ? UtforareDel : ordning == "omrade" ? OmradeDel : ordning == "namnd" ? NamndDel : "")
                + (namnder.Count == 1 ? IEnNamndDel : IFleraNamnderDel))
            .Och(request.Omrade.Count > 0, "a.VerksamhetsomradeId IN (SELECT o.Id FROM Verksamhetsomrade o WHERE o.Namn IN @Omrade)")
            .Och(request.Tillstand.Count > 0, "a.Tillstand IN @Tillstand")
            .Och(request.Upphandlingsform.Count > 0, "a.Upphandlingsform IN @Upphandlingsform")
            .Och(request.Driftsform.Count > 0, "COALESCE(a.Driftsform, (SELECT d.Driftsform FROM Utforare d WHERE d.Id = a.UtforareId)) IN @Driftsform")
            .Och(request.StartFran is not null, "a.Start >= @StartFran")
            .Och(request.StartTill is not null, "a.Start <= @StartTill")
            .Och(request.SlutFran is not null, "a.Slut >= @SlutFran")
            .Och(request.SlutTill is not null, "a.Slut <= @SlutTill")
            .Och(Manader(request) is not null, "a.Slut >= @Idag AND a.Slut <= @InomTill")
            .Och(request.UtanSlut, "a.Slut IS NULL")
            .Och(request.UtanAnsvarig, "a.Avtalsansvarig IS NULL AND a.AvtalsansvarigId IS NULL")
            .Och(request.Mina, "a.AvtalsansvarigId = @Jag")
            .Och(request.SaknarKlausul, "(SELECT COUNT(*) FROM Avtalsklausul k WHERE k.AvtalId = a.Id AND k.Sort IN ('Uppfoljning', 'Insyn') AND k.Finns = 1) < 2")
            .Och(request.Okant, "(a.Slut IS NULL OR a.Start IS NULL OR a.UtforareId IS NULL OR a.Avtalsansvarig IS NULL)");
        var parametrar = new Dictionary<string, object?>
        {
            ["Namnder"] = namnder,
            ["EnNamnd"] = namnder is [var en] ? en : null,
            ["Omrade"] = request.Omrade,
            ["Tillstand"] = request.Tillstand.Select(t => t.ToString()),
            ["Upphandlingsform"] = request.Upphandlingsform.Select(u => u.ToString()),
            ["Driftsform"] = request.Driftsform.Select(d => d.ToString()),
            ["StartFran"] = request.StartFran,
            ["StartTill"] = request.StartTill,
            ["SlutFran"] = request.SlutFran,
            ["SlutTill"] = request.SlutTill,
            ["Idag"] = vem.Idag,
            ["InomTill"] = vem.Idag.AddMonths(Manader(request) ?? 0),
            ["Jag"] = vem.Jag,
        };
        fran.OchOrd(request.Q, "a.Id", "Avtal", parametrar, manga);
        return (fran, parametrar);
    }

    /// <summary>Månaderna när de går att räkna med; annat i adressen är inget filter.</summary>
    internal static int? Manader(AvtalslistaQuery request) => request.InomManader is > 0 and <= FlestManader ? request.InomManader : null;
}

/// <summary>Vem urvalet görs för och vilken dag det är.</summary>
internal sealed record Urvalsgrund(Guid? Jag, DateOnly Idag);
