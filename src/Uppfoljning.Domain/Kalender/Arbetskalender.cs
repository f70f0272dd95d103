namespace Uppfoljning.Domain.Kalender;

/// <summary>En dag som en administratör har lagt till.</summary>
/// <param name="Dag">Datumet.</param>
/// <param name="Namn">Vad dagen kallas, till exempel klämdag.</param>
/// <param name="Helgdag">
/// Sant när dagen har blivit helgdag i lag: då förlängs också lagens tider. Falskt när kommunen håller stängt: en klämdag är en vanlig
/// arbetsdag för lagens tider (BER-05), men kommunen kan inte räkna med att få något gjort den dagen.
/// </param>
public sealed record TillagdDag(DateOnly Dag, string Namn, bool Helgdag);

/// <summary>Vilka dagar som inte är arbetsdagar: lagens, och dem som en administratör har lagt till.</summary>
public sealed class Arbetskalender
{
    /// <summary>Kalendern så som lagen skriver den, utan tillagda dagar.</summary>
    public static readonly Arbetskalender Lagens = new([]);

    private static readonly string[] Veckodagar = ["söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"];

    private readonly Dictionary<DateOnly, TillagdDag> _tillagda = [];

    public Arbetskalender(IEnumerable<TillagdDag> tillagda)
    {
        foreach (var dag in tillagda) { _tillagda[dag.Dag] = dag; }
    }

    public static string Veckodag(DateOnly dag) => Veckodagar[(int)dag.DayOfWeek];

    /// <summary>Dagen med veckodag: 2026-11-21 (lördag).</summary>
    public static string Utskriven(DateOnly dag) => $"{dag.Iso()} ({Veckodag(dag)})";

    /// <summary>Varför en tid som löper ut den här dagen i stället löper ut senare (BER-02), eller null om dagen är en vanlig arbetsdag.</summary>
    public string? Ledig(DateOnly dag) =>
        Helgdagar.Namn(dag)
        ?? (_tillagda.TryGetValue(dag, out var tillagd) && tillagd.Helgdag ? tillagd.Namn
            : dag.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? Veckodag(dag)
            : null);

    /// <summary>Varför kommunen inte arbetar den här dagen, eller null. Det som är ledigt i lag är det också här.</summary>
    public string? Stangt(DateOnly dag) => Ledig(dag) ?? (_tillagda.TryGetValue(dag, out var tillagd) ? tillagd.Namn : null);

    /// <summary>Sista dagen på eller före <paramref name="dag"/> då kommunen arbetar.</summary>
    public DateOnly ArbetsdagSenast(DateOnly dag)
    {
        while (Stangt(dag) is not null) { dag = dag.AddDays(-1); }
        return dag;
    }
}
