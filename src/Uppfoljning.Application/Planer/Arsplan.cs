using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Årets uppföljningar i alla nämnder där användaren arbetar: för en utförare, en ansvarig eller en månad.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ArsplanQuery : IQuery<Arsplan>, INamndfiltrerad, IPaged
{
    /// <summary>Planåret; utan det gäller året som är.</summary>
    public int? Ar { get; init; }

    public Guid? Namnd { get; init; }

    public Guid? Utforare { get; init; }

    public string? Ansvarig { get; init; }

    /// <summary>Bara rader där användaren själv är ansvarig.</summary>
    public bool Mina { get; init; }

    public int? Manad { get; init; }

    public Plantillstand? Tillstand { get; init; }

    public string? Sortering { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Arsplan
{
    public required int Ar { get; init; }

    public required Page<Arsplanrad> Sida { get; init; }

    /// <summary>Åren som det finns planer för, det senaste först.</summary>
    public required IReadOnlyList<int> AllaAr { get; init; }

    public required IReadOnlyList<Namndval> Namnder { get; init; }

    /// <summary>Ansvariga i årets planer, att välja bland.</summary>
    public required IReadOnlyList<string> Ansvariga { get; init; }

    public required IReadOnlyList<Filterval> Filter { get; init; }

    public required string Sortering { get; init; }
}

public sealed record Arsplanrad
{
    public Guid Id { get; init; }

    public Guid PlanId { get; init; }

    public Guid NamndId { get; init; }

    public string Namnd { get; init; } = "";

    public string Forkortning { get; init; } = "";

    public Plantillstand Tillstand { get; init; }

    public int Nr { get; init; }

    public Radslag Slag { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public string Objekt { get; init; } = "";

    public Guid? UtforareId { get; init; }

    public string? Utforare { get; init; }

    public string Former { get; init; } = "";

    public string Ansvarig { get; init; } = "";

    public int? ForstaManad { get; init; }

    public int? SistaManad { get; init; }

    public string? FlerManader { get; init; }

    public int? IntervallManader { get; init; }

    public int? Riskpoang { get; init; }

    public string? Riskniva { get; init; }

    public int? Timmar { get; init; }

    /// <summary>Timmarna med nämndens egna tal för formerna.</summary>
    public Radtimmar Tid { get; init; }
}

public sealed class ArsplanHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<ArsplanQuery, Result<Arsplan>>
{
    private const string FranDel = """
        FROM Planrad r
        JOIN Uppfoljningsplan p ON p.Id = r.PlanId
        JOIN Namnd n ON n.Id = p.NamndId
        WHERE p.NamndId IN @Namnder AND p.Ar = @Ar
        """;

    private const string KolumnerDel = """
        r.Id, r.PlanId, p.NamndId, n.Namn AS Namnd, n.Forkortning, p.Tillstand, r.Nr, r.Slag, r.Verksamhetsomrade, r.Objekt, r.UtforareId, r.Utforare, r.Former,
        r.Ansvarig, r.ForstaManad, r.SistaManad, r.FlerManader, r.IntervallManader, r.Riskpoang, r.Riskniva, r.Timmar
        """;

    private const string ManadDel =
        "((r.ForstaManad <= @Manad AND r.SistaManad >= @Manad) OR r.FlerManader = @Ensam OR r.FlerManader LIKE @Forst OR r.FlerManader LIKE @Mitt OR r.FlerManader LIKE @Sist)";

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string ArSql = "SELECT DISTINCT Ar FROM Uppfoljningsplan WHERE NamndId IN @Namnder ORDER BY Ar DESC";

    private const string AnsvarigaSql = """
        SELECT DISTINCT r.Ansvarig
        FROM Planrad r
        JOIN Uppfoljningsplan p ON p.Id = r.PlanId
        WHERE p.NamndId IN @Namnder AND p.Ar = @Ar
        ORDER BY r.Ansvarig
        """;

    private const string UtforareSql = "SELECT Namn FROM Utforare WHERE Id = @Utforare";

    private static readonly Dictionary<string, string> Ordningar = new()
    {
        ["manad"] = "r.ForstaManad, r.SistaManad, n.Namn, r.Nr, r.Id",
        ["-manad"] = "r.ForstaManad DESC, r.SistaManad DESC, n.Namn, r.Nr, r.Id",
        ["namnd"] = "n.Namn, r.Nr, r.Id",
        ["-namnd"] = "n.Namn DESC, r.Nr, r.Id",
        ["objekt"] = "r.Objekt, n.Namn, r.Id",
        ["-objekt"] = "r.Objekt DESC, n.Namn, r.Id",
        ["utforare"] = "r.Utforare, r.Objekt, r.Id",
        ["-utforare"] = "r.Utforare DESC, r.Objekt, r.Id",
        ["ansvarig"] = "r.Ansvarig, r.ForstaManad, r.Nr, r.Id",
        ["-ansvarig"] = "r.Ansvarig DESC, r.ForstaManad, r.Nr, r.Id",
        ["risk"] = "r.Riskpoang, r.Objekt, r.Id",
        ["-risk"] = "r.Riskpoang DESC, r.Objekt, r.Id",
    };

    public async Task<Result<Arsplan>> Handle(ArsplanQuery request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        var ar = request.Ar is >= Datumtext.MinstAr and <= Datumtext.StorstAr ? request.Ar.Value : idag.Year;
        var sortering = request.Sortering is { } s && Ordningar.ContainsKey(s) ? s : "manad";
        var manad = request.Manad is >= 1 and <= 12 ? request.Manad : null;
        var lista = new SqlList(FranDel)
            .Och(request.Namnd is not null, "p.NamndId = @Namnd")
            .Och(request.Utforare is not null, "r.UtforareId = @Utforare")
            .Och(request.Mina, "r.Ansvarig = @Jag")
            .Och(!string.IsNullOrEmpty(request.Ansvarig), "r.Ansvarig = @Ansvarig")
            .Och(manad is not null, ManadDel)
            .Och(request.Tillstand is not null, "p.Tillstand = @Lagrat")
            // En beslutad plan visas som gällande från den 1 januari planåret.
            .Och(request.Tillstand == Plantillstand.Gallande, "p.Ar <= @IAr")
            .Och(request.Tillstand == Plantillstand.Beslutad, "p.Ar > @IAr");
        var lagrat = request.Tillstand == Plantillstand.Gallande ? Plantillstand.Beslutad : request.Tillstand;

        var filter = new
        {
            request.Namnder,
            Ar = ar,
            request.Namnd,
            request.Utforare,
            request.Ansvarig,
            Jag = anvandare.Namn,
            Manad = manad,
            Ensam = $"{manad}",
            Forst = $"{manad},%",
            Mitt = $"%,{manad},%",
            Sist = $"%,{manad}",
            Lagrat = lagrat?.ToString(),
            IAr = idag.Year,
        };
        var antal = await db.SingleOrDefaultAsync<int>(lista.Antal(), filter, cancellationToken);
        var sida = Page<Arsplanrad>.Inom(request.Sida, antal);
        var rader = await db.QueryAsync<Arsplanrad>(lista.Sida(KolumnerDel, Ordningar[sortering]), new
        {
            filter.Namnder,
            filter.Ar,
            filter.Namnd,
            filter.Utforare,
            filter.Ansvarig,
            filter.Jag,
            filter.Manad,
            filter.Ensam,
            filter.Forst,
            filter.Mitt,
            filter.Sist,
            filter.Lagrat,
            filter.IAr,
            Offset = Page<Arsplanrad>.Offset(sida),
            Limit = Page<Arsplanrad>.Storlek,
        }, cancellationToken);
        var formtider = await Planformtider.LasAsync(db, request.Namnder, ar, cancellationToken);
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken);

        return Result<Arsplan>.Ok(new Arsplan
        {
            Ar = ar,
            Sida = new Page<Arsplanrad>([.. rader.Select(r => r with
            {
                Tillstand = Plangang.Visat(r.Tillstand, ar, idag),
                Tid = Radtimmar.For(r.Timmar, Uppfoljningsformer.Las(r.Former), (r.ForstaManad is null ? 0 : 1) + Plantillfallen.Las(r.FlerManader).Count, formtider[r.NamndId]),
            })], antal, sida),
            AllaAr = await db.QueryAsync<int>(ArSql, new { request.Namnder }, cancellationToken),
            Namnder = namnder,
            Ansvariga = await db.QueryAsync<string>(AnsvarigaSql, new { request.Namnder, Ar = ar }, cancellationToken),
            Filter = [.. Valda(request, manad, namnder,
                request.Utforare is null ? null : await db.SingleOrDefaultAsync<string>(UtforareSql, new { request.Utforare }, cancellationToken))],
            Sortering = sortering,
        });
    }

    private static IEnumerable<Filterval> Valda(ArsplanQuery q, int? manad, IReadOnlyList<Namndval> namnder, string? utforare)
    {
        if (q.Namnd is { } namnd) { yield return new(nameof(q.Namnd), namnd.ToString(), "Nämnd", namnder.FirstOrDefault(n => n.Id == namnd)?.Namn ?? "inte känd"); }
        if (q.Utforare is { } u) { yield return new(nameof(q.Utforare), u.ToString(), "Utförare", utforare ?? "inte känd"); }
        if (q.Mina) { yield return new(nameof(q.Mina), "true", "Ansvarig", "jag själv"); }
        if (!string.IsNullOrEmpty(q.Ansvarig)) { yield return new(nameof(q.Ansvarig), q.Ansvarig, "Ansvarig", q.Ansvarig); }
        if (manad is { } m) { yield return new(nameof(q.Manad), m.ToString(System.Globalization.CultureInfo.InvariantCulture), "Månad", Plantext.Manad(m)); }
        if (q.Tillstand is { } t) { yield return new(nameof(q.Tillstand), t.ToString(), "Tillstånd", t.Text()); }
    }
}
