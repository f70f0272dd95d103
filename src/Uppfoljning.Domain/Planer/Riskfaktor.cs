using System.Globalization;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Planer;

/// <summary>Det som gör att ett avtal eller en enhet behöver följas upp oftare (PR-02, PR-03).</summary>
public enum Riskfaktor
{
    Varde,
    Brukare,
    TidSedanUppfoljning,
    OppnaAvvikelser,
    NyUtforare,
    KontrollerForfallna,
    Klagomal,
    KansligGrupp,
    EgenVikt,
}

/// <summary>Det som är känt om risken när planen görs. Det som inte är känt är null och räknas aldrig som noll.</summary>
public sealed record Riskunderlag
{
    public static readonly Riskunderlag Okant = new();

    /// <summary>Avtalets uppskattade värde i ören utan moms.</summary>
    public long? VardeOre { get; init; }

    public int? Brukare { get; init; }

    /// <summary>Dagen då objektet senast följdes upp, eller sista dagen i den månad då en beslutad plan lägger uppföljningen.</summary>
    public DateOnly? SenastUppfoljd { get; init; }

    /// <summary>Sant när dagen är den som en beslutad plan anger och ingen har registrerat att det blev så.</summary>
    public bool SenastPlanerad { get; init; }

    /// <summary>följdes upp 2026-05-12; eller följs upp i november 2026 enligt den beslutade planen.</summary>
    public string SenastText => SenastUppfoljd is not { } dag ? "" : SenastPlanerad
        ? $"följs upp i {Plantext.Manad(dag.Month)} {dag.Year} enligt den beslutade planen"
        : $"följdes upp {dag.Iso()}";

    public int? OppnaAvvikelser { get; init; }

    /// <summary>Dagen då utförarens första avtal med nämnden började.</summary>
    public DateOnly? UtforarenSedan { get; init; }

    /// <summary>Antalet kontroller av utföraren vars dag har gått ut; null när ingen kontroll finns i registret.</summary>
    public int? KontrollerForfallna { get; init; }

    /// <summary>Antalet klagomål det senaste året.</summary>
    public int? Klagomal { get; init; }

    public bool? KansligGrupp { get; init; }

    /// <summary>Nämndens egen bedömning, 0–100.</summary>
    public int? EgenVikt { get; init; }
}

/// <summary>En faktors nivå i procent av sin vikt, och värdet med ord. Nivån är null när värdet inte är känt.</summary>
public sealed record Riskmatt(int? Procent, string Varde);

/// <summary>Hur varje faktor mäts. Trapporna är produktens förslag och inte lag; nämnden bestämmer vikterna.</summary>
public static class Riskskala
{
    public const int HogstEgenVikt = 100;

    private const long Miljon = 1_000_000_00;

    public static string Text(this Riskfaktor faktor) => faktor switch
    {
        Riskfaktor.Varde => "Avtalets värde",
        Riskfaktor.Brukare => "Antal brukare",
        Riskfaktor.TidSedanUppfoljning => "Tid sedan förra uppföljningen",
        Riskfaktor.OppnaAvvikelser => "Öppna avvikelser",
        Riskfaktor.NyUtforare => "Ny utförare",
        Riskfaktor.KontrollerForfallna => "Kontroller som förfallit",
        Riskfaktor.Klagomal => "Klagomål det senaste året",
        Riskfaktor.KansligGrupp => "Känslig målgrupp",
        Riskfaktor.EgenVikt => "Nämndens egen bedömning",
        _ => throw new ArgumentOutOfRangeException(nameof(faktor), faktor, null),
    };

    /// <summary>Trappan med ord: vilket värde som ger vilken del av vikten.</summary>
    public static string Trappa(this Riskfaktor faktor) => faktor switch
    {
        Riskfaktor.Varde => "från 1 miljon kr 25 %, från 5 miljoner 50 %, från 20 miljoner 75 %, från 100 miljoner 100 %",
        Riskfaktor.Brukare => "från 1 brukare 25 %, från 10 50 %, från 50 75 %, från 200 100 %",
        Riskfaktor.TidSedanUppfoljning => "från 12 månader 25 %, från 24 50 %, från 36 75 %, från 48 100 %, räknat till planårets början",
        Riskfaktor.OppnaAvvikelser => "1 avvikelse 50 %, 2 avvikelser 75 %, från 3 100 %",
        Riskfaktor.NyUtforare => "mindre än 12 månader hos nämnden när planåret börjar 100 %, mindre än 24 månader 50 %",
        Riskfaktor.KontrollerForfallna => "1 förfallen kontroll 50 %, från 2 100 %",
        Riskfaktor.Klagomal => "från 1 klagomål 25 %, från 3 50 %, från 6 75 %, från 11 100 %",
        Riskfaktor.KansligGrupp => "ja 100 %, nej 0 %",
        Riskfaktor.EgenVikt => "det tal 0–100 som nämnden har angett",
        _ => throw new ArgumentOutOfRangeException(nameof(faktor), faktor, null),
    };

    /// <summary>Faktorns nivå för underlaget vid planårets början.</summary>
    public static Riskmatt Mat(this Riskfaktor faktor, Riskunderlag u, DateOnly arsborjan) => faktor switch
    {
        Riskfaktor.Varde => Matt(u.VardeOre, v => Steg(v, (1 * Miljon, 25), (5 * Miljon, 50), (20 * Miljon, 75), (100 * Miljon, 100)), v => $"{Tal(v / 100)} kr"),
        Riskfaktor.Brukare => Matt(u.Brukare, b => Steg(b, (1, 25), (10, 50), (50, 75), (200, 100)), b => $"{Tal(b)} brukare"),
        Riskfaktor.TidSedanUppfoljning => Matt(u.SenastUppfoljd, d => Steg(Manader(d, arsborjan), (12, 25), (24, 50), (36, 75), (48, 100)),
            d => $"{(u.SenastPlanerad ? "planerad till" : "senast")} {d.Iso()}, {Plantext.Antal(Manader(d, arsborjan), "månad", "månader")} före planåret"),
        Riskfaktor.OppnaAvvikelser => Matt(u.OppnaAvvikelser, a => Steg(a, (1, 50), (2, 75), (3, 100)), a => Plantext.Antal(a, "öppen avvikelse", "öppna avvikelser")),
        Riskfaktor.NyUtforare => Matt(u.UtforarenSedan, d => d.AddMonths(12) > arsborjan ? 100 : d.AddMonths(24) > arsborjan ? 50 : 0, d => $"hos nämnden sedan {d.Iso()}"),
        Riskfaktor.KontrollerForfallna => Matt(u.KontrollerForfallna, k => Steg(k, (1, 50), (2, 100)), k => Plantext.Antal(k, "förfallen kontroll", "förfallna kontroller")),
        Riskfaktor.Klagomal => Matt(u.Klagomal, k => Steg(k, (1, 25), (3, 50), (6, 75), (11, 100)), k => $"{Tal(k)} klagomål"),
        Riskfaktor.KansligGrupp => Matt(u.KansligGrupp, k => k ? 100 : 0, k => k ? "ja" : "nej"),
        Riskfaktor.EgenVikt => Matt(u.EgenVikt, e => e, e => $"{e} av {HogstEgenVikt}"),
        _ => throw new ArgumentOutOfRangeException(nameof(faktor), faktor, null),
    };

    private static Riskmatt Matt<T>(T? varde, Func<T, int> procent, Func<T, string> text) where T : struct =>
        varde is { } v ? new(procent(v), text(v)) : new(null, "inte känt");

    private static int Steg(long varde, params ReadOnlySpan<(long Fran, int Procent)> trappa)
    {
        var procent = 0;
        foreach (var (fran, p) in trappa)
        {
            if (varde >= fran) { procent = p; }
        }
        return procent;
    }

    /// <summary>Hela månader från dagen till planårets början; noll när dagen ligger efter.</summary>
    private static int Manader(DateOnly fran, DateOnly till)
    {
        if (fran >= till) { return 0; }
        var hela = (till.Year - fran.Year) * 12 + till.Month - fran.Month;
        return fran.AddMonths(hela) > till ? hela - 1 : hela;
    }

    private static string Tal(long tal) => tal.ToString("N0", Svenska);

    private static readonly CultureInfo Svenska = CultureInfo.GetCultureInfo("sv-SE");
}
