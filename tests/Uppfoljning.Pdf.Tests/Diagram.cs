using Uppfoljning.Pdf.Charts;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Diagram av alla slag, med vanliga och orimliga uppgifter.</summary>
internal static class Diagram
{
    public static readonly string[] Manader = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"];

    private const string Alt = "Antalet uppföljningar har ökat varje år.";
    private static readonly string Langt = string.Concat(Enumerable.Repeat("Bostadsanpassningsbidragshandläggning ", 6))[..200];
    private static readonly string[] Ar = ["2022", "2023", "2024", "2025", "2026"];

    public static IEnumerable<(string Namn, Chart Chart)> Alla()
    {
        Series[] one = [new("Antal", [12, 18, 17, 26, 31])],
            three = [new("Utan anmärkning", [8, 12, 11, 19, 20]), new("Mindre brister", [3, 4, 5, 5, 8]), new("Allvarliga brister", [1, 2, 1, 2, 3])],
            holes = [new("Hemtjänst", [8, null, 11, 19, 20]), new("Städ", [3, 4, double.NaN, 5, null]), new("Skola", [1, -2, 1.5, 0, 3])];
        string[] enheter = ["Hemtjänst enligt LOV", "Städning och lokalvård", "Särskilt boende för äldre", "Fristående förskola", "Skolskjuts"];
        yield return ("en serie", new BarChart("Genomförda uppföljningar per år", Alt, Ar, one) { Unit = "antal" });
        yield return ("grupper", new BarChart("Resultat av uppföljningar", Alt, Ar, three) { Unit = "antal" });
        yield return ("staplat", new BarChart("Resultat av uppföljningar, staplat", Alt, Ar, three) { Unit = "antal", Stacked = true });
        yield return ("liggande", new BarChart("Uppföljningar per område", Alt, enheter, one) { Unit = "antal", Horizontal = true });
        yield return ("liggande grupper", new BarChart("Resultat per område", Alt, enheter, three) { Unit = "antal", Horizontal = true });
        yield return ("liggande staplat", new BarChart("Resultat per område, staplat", Alt, enheter, three) { Unit = "antal", Horizontal = true, Stacked = true });
        yield return ("luckor", new BarChart("Okända och negativa värden", Alt, Ar, holes) { Unit = "procent" });
        yield return ("luckor liggande", new BarChart("Okända och negativa värden", Alt, enheter, holes) { Horizontal = true });
        yield return ("luckor staplat", new BarChart("Okända värden, staplat", Alt, Ar, holes) { Stacked = true });
        yield return ("luckor liggande staplat", new BarChart("Okända värden, staplat", Alt, Ar, holes) { Stacked = true, Horizontal = true });
        yield return ("langa namn", new BarChart("Långa namn " + Langt, Alt, [Langt, "Kort", Langt], three) { Unit = "kronor per invånare och år" });
        yield return ("langa namn liggande", new BarChart("Långa namn", Alt, [Langt, "Kort", Langt], [.. three.Select(s => s with { Name = Langt })]) { Horizontal = true });
        yield return ("tolv", new BarChart("Uppföljningar per månad", Alt, Manader, [new("Antal", [.. Enumerable.Range(0, 12).Select(i => (double?)(i * 7 % 12))])]));
        yield return ("noll", new BarChart("Bara nollor", Alt, Ar, [new("A", [0, 0, 0, 0, 0])]));
        yield return ("noll liggande", new BarChart("Bara nollor", Alt, Ar, [new("A", [0, 0, 0, 0, 0])]) { Horizontal = true });
        yield return ("ett", new BarChart("Ett enda värde", Alt, ["2026"], [new("A", [42.5])]));
        yield return ("tomt", new BarChart("Inga värden alls", Alt, [], []));
        yield return ("stora tal", new BarChart("Stora tal", Alt, Ar, [new("Kronor", [1e12, 2.5e11, -4e11, null, 7])]) { Unit = "kronor" });
        yield return ("stora tal liggande", new BarChart("Stora tal", Alt, Ar, [new("Kronor", [1e12, 2.5e11, -4e11, null, 7])]) { Horizontal = true });
        yield return ("orimliga tal", new BarChart("Orimliga tal", Alt, Ar, [new("A", [double.MaxValue, double.MinValue, double.Epsilon, double.PositiveInfinity, 1e-9])]));
        yield return ("tvahundra", new BarChart("Tvåhundra kategorier", Alt, [.. Enumerable.Range(1, 200).Select(i => $"Utförare {i}")], [new("A", [.. Enumerable.Range(1, 200).Select(i => (double?)(i * 37 % 101))])]));
        yield return ("tvahundra liggande", new BarChart("Tvåhundra kategorier", Alt, [.. Enumerable.Range(1, 200).Select(i => $"Utförare {i}")], [new("A", [.. Enumerable.Range(1, 200).Select(i => (double?)(i * 37 % 101))])]) { Horizontal = true });
        yield return ("atta serier", new BarChart("Åtta serier", Alt, Ar, [.. Enumerable.Range(1, 8).Select(i => new Series($"Serie {i}", [i, 9 - i, 4, i * 2, 3]))]));

        yield return ("linje", new LineChart("Brukarnas omdöme", Alt, Ar, [new("Nöjda", [71.5, 74, 73.2, 78, 81])]) { Unit = "procent" });
        yield return ("linjer", new LineChart("Omdöme per område", Alt, Ar, [new("Hemtjänst", [71.5, 74, 73.2, 78, 81]), new("Särskilt boende", [64, 66, 70, 71, 70.5]), new("Skolskjuts", [88, 87, 82, 80, 79])]) { Unit = "procent" });
        yield return ("linjer luckor", new LineChart("Linjer med luckor", Alt, Ar, holes));
        yield return ("linjer manga", new LineChart("Åtta linjer", Alt, Manader, [.. Enumerable.Range(1, 8).Select(i => new Series($"Serie {i} med långt namn som inte ryms", [.. Enumerable.Range(0, 12).Select(m => (double?)(i * 3 + m * i % 7))]))]));
        yield return ("linje 200", new LineChart("Tvåhundra punkter", Alt, [.. Enumerable.Range(1, 200).Select(i => $"Vecka {i}")], [new("A", [.. Enumerable.Range(1, 200).Select(i => i % 40 == 0 ? (double?)null : 50 + 30 * Math.Sin(i / 9.0))]), new("B", [.. Enumerable.Range(1, 200).Select(i => (double?)(40 + 20 * Math.Cos(i / 17.0)))])]));
        yield return ("linje ett", new LineChart("En punkt", Alt, ["2026"], [new("A", [-3])]));
        yield return ("linje tom", new LineChart("Bara okända", Alt, Ar, [new("A", [null, null])]));

        WheelItem[] items =
        [
            new(1, "Årsrapport från utförarna", "Rapport"), new(2, "Riskbedömning av avtalen", "Planering"), new(2, "Möte med brukarråd", "Möte"), new(3, "Uppföljningsplan till nämnden", "Beslut"),
            new(4, "Verksamhetsbesök i hemtjänsten", "Besök"), new(5, "Fakturagranskning", "Granskning"), new(6, "Delårsrapport", "Rapport"), new(8, "Verksamhetsbesök i särskilda boenden", "Besök"),
            new(9, "Brukarundersökning", "Granskning"), new(10, "Verksamhetsbesök i fristående förskolor", "Besök"), new(11, "Sammanställning av årets uppföljningar och förslag till åtgärder", "Rapport"), new(12, "Beslut om nästa års plan", "Beslut"),
        ];
        yield return ("arshjul", new YearWheel("Årshjul för uppföljningen", Alt, 2027, Manader, items));
        yield return ("arshjul fullt", new YearWheel("Fullt årshjul", Alt, 2027, Manader, [.. Enumerable.Range(0, 90).Select(i => new WheelItem(i % 13, i % 5 == 0 ? Langt : $"Uppföljning {i} av avtal", $"Slag {i % 7}"))]));
        yield return ("arshjul tomt", new YearWheel("Tomt årshjul", Alt, 2027, ["jan"], []));

        double?[][] brister = [[1, 4, 2.5, 0, 3], [0, 0, null, 1, 2], [7, 9, 12, 3, 4], [2, 2, 2, double.NaN, 2], [1]];
        yield return ("varme", new HeatMap("Brister per område och krav", Alt, enheter, ["Personal", "Lokaler", "Dokumentation", "Bemötande", "Ekonomi"], brister) { Unit = "brister" });
        var stor = Enumerable.Range(0, 60).Select(r => Enumerable.Range(0, 24).Select(c => (r + c) % 11 == 0 ? (double?)null : (r * 13 + c * 7) % 100).ToList()).ToList();
        string[] omraden = [.. Enumerable.Range(1, 60).Select(i => $"{Langt} {i}")], krav = [.. Enumerable.Range(1, 24).Select(i => $"Krav nummer {i} i förfrågningsunderlaget")];
        yield return ("varme stor", new HeatMap("Stor karta", Alt, omraden, krav, stor) { ShowData = false });
        yield return ("varme lika", new HeatMap("Alla lika", Alt, ["A", "B"], ["C"], [[1e12], [1e12]]));
        yield return ("varme tom", new HeatMap("Tom karta", Alt, ["A"], [], []));

        yield return ("tid", new Timeline("Avtalens giltighet", Alt, new(2025, 1, 1), new(2029, 12, 31),
        [
            new("Hemtjänst enligt LOV", new(2024, 3, 1), new(2027, 2, 28), "Avtalstid"), new("Förlängning", new(2027, 3, 1), new(2029, 2, 28), "Möjlig förlängning"),
            new("Städning och lokalvård i förskolor och skolor", new(2025, 7, 1), new(2028, 6, 30), "Avtalstid"), new("Ny upphandling ska vara klar", new(2028, 1, 15), null, "Beslut"),
            new("Skolskjuts", new(2026, 8, 1), new(2031, 6, 30), "Avtalstid"), new("Utgånget", new(2020, 1, 1), new(2021, 1, 1), "Avtalstid"),
        ]));
        yield return ("tid manad", new Timeline("En månad", Alt, new(2027, 3, 1), new(2027, 3, 31), [new("Besök", new(2027, 3, 4)), new("Granskning", new(2027, 3, 8), new(2027, 3, 19)), new("Felvänd", new(2027, 3, 9), new(2027, 3, 2))]));
        yield return ("tid stor", new Timeline("Hundra avtal", Alt, new(2027, 12, 31), new(1997, 1, 1), [.. Enumerable.Range(0, 100).Select(i => new TimelineItem($"{Langt} {i}", new DateOnly(1997 + i % 30, 1 + i % 12, 1), new DateOnly(1999 + i % 40, 2, 3), $"Slag {i % 9}"))]));
        yield return ("tid dag", new Timeline("En dag", Alt, DateOnly.MaxValue, DateOnly.MaxValue, [new("Sista dagen", DateOnly.MaxValue), new("Hela tiden", DateOnly.MinValue, DateOnly.MaxValue)]));
        yield return ("tid tom", new Timeline("Tom", Alt, new(2027, 1, 1), new(2027, 1, 1), []));
    }

    public static Drawing Rita(Chart chart, double width = 459) => ChartDrawing.Of(chart, width, new Theme(), new Labels());
}
