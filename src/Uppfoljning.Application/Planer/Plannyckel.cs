using System.Globalization;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Planer;

/// <summary>
/// Det i en rad som urval, ordning, summor och bilder behöver. En plan kan ha tusentals rader; deras texter läses bara för dem som visas.
/// </summary>
internal sealed record Plannyckel
{
    private const string NycklarSql = """
        SELECT Nr, Andrad, Slag, AvtalId, Verksamhetsomrade, Objekt, Utforare, Driftsform, Avtalsnummer, Former, Ansvarig, ForstaManad, SistaManad, FlerManader,
               IntervallManader, Bestams, Riskpoang, Riskniva, Timmar
        FROM Planrad
        WHERE PlanId = @PlanId
        ORDER BY Nr
        """;

    private static readonly CompareInfo Svenska = CultureInfo.GetCultureInfo("sv-SE").CompareInfo;

    public int Nr { get; init; }

    public bool Andrad { get; init; }

    public Radslag Slag { get; init; }

    public Guid? AvtalId { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public string Objekt { get; init; } = "";

    public string? Utforare { get; init; }

    public Driftsform? Driftsform { get; init; }

    public string? Avtalsnummer { get; init; }

    public string Former { get; init; } = "";

    public string Ansvarig { get; init; } = "";

    public int? ForstaManad { get; init; }

    public int? SistaManad { get; init; }

    public string? FlerManader { get; init; }

    public int? IntervallManader { get; init; }

    public Bestams? Bestams { get; init; }

    public int? Riskpoang { get; init; }

    public string? Riskniva { get; init; }

    public int? Timmar { get; init; }

    /// <summary>Formerna; satta när nyckeln har lästs.</summary>
    public IReadOnlyList<Uppfoljningsform> Valda { get; private set; } = [];

    public IReadOnlyList<int> Fler { get; private set; } = [];

    /// <summary>Timmarna; satta när nyckeln har lästs.</summary>
    public Radtimmar Tid { get; private set; }

    public string Omrade => Verksamhetsomrade ?? "";

    /// <summary>Utföraren i urvalet: namnet, egen regi utan namn, eller okänd.</summary>
    public string Utforarnyckel => Utforare
        ?? (Uppfoljningsformer.EgenRegi(AvtalId is null ? Objektsort.Enhet : Objektsort.Avtal, Driftsform) ? PlanbladQuery.EgenRegi : PlanbladQuery.Okant);

    /// <summary>Om raden följs upp, eller får följas upp, i månaden.</summary>
    public bool I(int manad) => (ForstaManad <= manad && manad <= SistaManad) || Fler.Contains(manad);

    /// <summary>Lägger radens timmar på månaderna: ett tillfälles timmar delas jämnt över dess period, så att månaderna tillsammans är summan.</summary>
    public void LaggTimmar(Span<int> perManad)
    {
        if (ForstaManad is >= 1 and <= 12 && SistaManad is >= 1 and <= 12 && SistaManad >= ForstaManad)
        {
            var manader = SistaManad.Value - ForstaManad.Value + 1;
            for (var i = 0; i < manader; i++)
            {
                perManad[ForstaManad.Value - 1 + i] += (Tid.PerTillfalle / manader) + (i < Tid.PerTillfalle % manader ? 1 : 0);
            }
        }
        foreach (var m in Fler) { perManad[m - 1] += Tid.PerTillfalle; }
    }

    /// <summary>Alla planens nycklar i radordning, med timmarna räknade.</summary>
    public static async Task<IReadOnlyList<Plannyckel>> LasAsync(
        DbSession db, Guid planId, IReadOnlyDictionary<Uppfoljningsform, int> formtider, CancellationToken cancellationToken)
    {
        var nycklar = await db.QueryAsync<Plannyckel>(NycklarSql, new { PlanId = planId }, cancellationToken);
        // A plan has few combinations of forms and many rows.
        var lasta = new Dictionary<string, IReadOnlyList<Uppfoljningsform>>();
        foreach (var n in nycklar)
        {
            if (!lasta.TryGetValue(n.Former, out var former)) { lasta[n.Former] = former = Uppfoljningsformer.Las(n.Former); }
            n.Valda = former;
            n.Fler = Plantillfallen.Las(n.FlerManader);
            n.Tid = Radtimmar.For(n.Timmar, former, (n.ForstaManad is null ? 0 : 1) + n.Fler.Count, formtider);
        }
        return nycklar;
    }

    public bool Passar(PlanbladQuery q, IReadOnlyList<string> sokord) =>
        (string.IsNullOrEmpty(q.Omrade) || (q.Omrade == PlanbladQuery.Okant ? Verksamhetsomrade is null : Verksamhetsomrade == q.Omrade))
        && (q.Form is not { } form || Valda.Contains(form))
        && (string.IsNullOrEmpty(q.Ansvarig) || Ansvarig == q.Ansvarig)
        && (string.IsNullOrEmpty(q.Driftsform) || (q.Driftsform == PlanbladQuery.Okant ? Driftsform is null : Driftsform?.ToString() == q.Driftsform))
        && (string.IsNullOrEmpty(q.Niva) || (q.Niva == PlanbladQuery.Okant ? Riskniva is null : Riskniva == q.Niva))
        && (q.Bestams is not { } bestams || Bestams == bestams)
        && (q.Manad is not (>= 1 and <= 12) || I(q.Manad.Value))
        && (string.IsNullOrEmpty(q.Utforare) || Utforarnyckel == q.Utforare)
        && (q.Slag is not { } slag || Slag == slag)
        && (sokord.Count == 0 || Innehaller(sokord));

    /// <summary>Raderna i den valda ordningen. Särskilda granskningar är en egen grupp och står alltid sist.</summary>
    public static IReadOnlyList<Plannyckel> Ordna(IEnumerable<Plannyckel> rader, string sortering)
    {
        var fallande = sortering.StartsWith('-');
        Comparison<Plannyckel> efter = sortering.TrimStart('-') switch
        {
            "risk" => (a, b) => (a.Riskpoang ?? -1).CompareTo(b.Riskpoang ?? -1),
            "objekt" => (a, b) => Jamfor(a.Objekt, b.Objekt),
            "utforare" => (a, b) => Jamfor(a.Utforare, b.Utforare),
            "ansvarig" => (a, b) => Jamfor(a.Ansvarig, b.Ansvarig),
            "manad" => (a, b) => Manad(a).CompareTo(Manad(b)),
            "timmar" => (a, b) => a.Tid.Aret.CompareTo(b.Tid.Aret),
            _ => (a, b) => a.Nr.CompareTo(b.Nr),
        };
        var ordnade = rader.ToList();
        ordnade.Sort((a, b) =>
        {
            var slag = a.Slag.CompareTo(b.Slag);
            if (slag != 0) { return slag; }
            var varde = fallande ? efter(b, a) : efter(a, b);
            return varde != 0 ? varde : a.Nr.CompareTo(b.Nr);
        });
        return ordnade;
    }

    /// <summary>De sorteringar som finns; ett annat värde i adressen ger radordningen.</summary>
    public static string Sortering(string? begard) =>
        begard is not null && begard.TrimStart('-') is "nr" or "risk" or "objekt" or "utforare" or "ansvarig" or "manad" or "timmar" ? begard! : "nr";

    private static int Manad(Plannyckel n) => ((n.ForstaManad ?? 13) * 100) + (n.SistaManad ?? 13);

    private static int Jamfor(string? a, string? b) => a is null || b is null
        ? (a is null ? 1 : 0) - (b is null ? 1 : 0)
        : Svenska.Compare(a, b, CompareOptions.IgnoreCase);

    /// <summary>Varje sökt ord är början på något ord i raden.</summary>
    private bool Innehaller(IReadOnlyList<string> sokord)
    {
        var ord = Sokord.I(Objekt, Utforare, Avtalsnummer, Ansvarig);
        return sokord.All(s => ord.Any(o => o.StartsWith(s, StringComparison.Ordinal)));
    }
}

/// <summary>Planens valda filter i ord, lika på sidan och i exporten.</summary>
internal static class Planfilter
{
    public static IEnumerable<Filterval> Valda(PlanbladQuery q)
    {
        if (!string.IsNullOrWhiteSpace(q.Q)) { yield return new(nameof(q.Q), q.Q, "Sök", q.Q); }
        if (!string.IsNullOrEmpty(q.Omrade)) { yield return new(nameof(q.Omrade), q.Omrade, "Verksamhetsområde", q.Omrade == PlanbladQuery.Okant ? "inte känt" : q.Omrade); }
        if (q.Form is { } form) { yield return new(nameof(q.Form), form.ToString(), "Form", form.Text()); }
        if (!string.IsNullOrEmpty(q.Ansvarig)) { yield return new(nameof(q.Ansvarig), q.Ansvarig, "Ansvarig", q.Ansvarig); }
        if (!string.IsNullOrEmpty(q.Driftsform))
        {
            yield return new(nameof(q.Driftsform), q.Driftsform, "Driftsform",
                q.Driftsform == PlanbladQuery.Okant ? "inte känd" : Enum.TryParse<Driftsform>(q.Driftsform, out var d) && Enum.IsDefined(d) ? d.Text() : q.Driftsform);
        }
        if (!string.IsNullOrEmpty(q.Niva)) { yield return new(nameof(q.Niva), q.Niva, "Risk", q.Niva == PlanbladQuery.Okant ? "inte bedömd" : q.Niva); }
        if (q.Bestams is { } bestams) { yield return new(nameof(q.Bestams), bestams.ToString(), "Intervallet bestäms av", bestams.Text()); }
        if (q.Manad is >= 1 and <= 12) { yield return new(nameof(q.Manad), q.Manad.Value.ToString(CultureInfo.InvariantCulture), "Månad", Plantext.Manad(q.Manad.Value)); }
        if (!string.IsNullOrEmpty(q.Utforare)) { yield return new(nameof(q.Utforare), q.Utforare, "Utförare", PlanbladQuery.Utforartext(q.Utforare)); }
        if (q.Slag is { } slag) { yield return new(nameof(q.Slag), slag.ToString(), "Slag", PlanbladQuery.Text(slag)); }
    }
}

/// <summary>Hur många timmar en uppföljning i varje form tar, enligt de regler som gäller för planåret.</summary>
internal static class Planformtider
{
    // En omgång utan några timmar ger en rad utan form, så att den skiljs från en nämnd som inte har bestämt något.
    private const string FormtiderSql = """
        SELECT r.NamndId, f.Form, f.Timmar
        FROM Planregelverk r
        LEFT JOIN Planformtid f ON f.RegelverkId = r.Id
        WHERE r.NamndId IN @Namnder AND r.GallerFran <= @Arsborjan
          AND NOT EXISTS (SELECT 1 FROM Planregelverk s WHERE s.NamndId = r.NamndId AND s.GallerFran <= @Arsborjan AND s.GallerFran > r.GallerFran)
        """;

    public static async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<Uppfoljningsform, int>>> LasAsync(
        DbSession db, IReadOnlyList<Guid> namnder, int ar, CancellationToken cancellationToken)
    {
        var rader = await db.QueryAsync<Rad>(FormtiderSql, new { Namnder = namnder, Arsborjan = new DateOnly(ar, 1, 1) }, cancellationToken);
        var egna = rader.GroupBy(r => r.NamndId).ToDictionary(g => g.Key, g => (IReadOnlyDictionary<Uppfoljningsform, int>)g
            .Where(r => r.Form is not null).ToDictionary(r => Enum.Parse<Uppfoljningsform>(r.Form!), r => r.Timmar ?? 0));
        return namnder.Distinct().ToDictionary(n => n, n => egna.GetValueOrDefault(n) ?? Planregler.Forval.Formtider);
    }

    private sealed record Rad
    {
        public Guid NamndId { get; init; }

        public string? Form { get; init; }

        public int? Timmar { get; init; }
    }
}
