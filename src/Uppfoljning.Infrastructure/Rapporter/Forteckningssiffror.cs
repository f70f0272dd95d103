using Uppfoljning.Application.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Förteckningen i siffror: antal, värde, vad som inte är känt, och när avtalen slutar.</summary>
internal static class Forteckningssiffror
{
    /// <summary>Så många år framåt visas för sig; senare år slås ihop.</summary>
    private const int FlestAr = 6;

    public static List<Block> Av(Avtalsforteckning f) =>
    [
        new Heading(1, "Sammanfattning"),
        new Paragraph(Mening(f)),
        .. f.Avtal.Count == 0 ? [] : (List<Block>)[Omraden(f), .. Slutar(f), .. Okant(f)],
    ];

    private static string Mening(Avtalsforteckning f)
    {
        if (f.Avtal.Count == 0) { return $"Inget avtal fanns i urvalet {f.Dag.Iso()}."; }
        var (kanda, okanda) = (f.Avtal.Where(a => a.Loper && a.ArsvardeOre is not null).ToList(), f.Avtal.Count(a => a.Loper && a.ArsvardeOre is null));
        return $"Den {f.Dag.Day} {Plantext.Manad(f.Dag.Month)} {f.Dag.Year} fanns {Ord.Antal(f.Avtal.Count, "avtal", "avtal")} i urvalet. {Ord.Tal(f.Avtal.Count(a => a.Loper))} av dem löper"
            + (kanda.Count == 0 ? "." : $", med ett känt årsvärde på tillsammans {Ord.Miljoner(kanda.Sum(a => a.ArsvardeOre!.Value))} miljoner kronor.")
            + (okanda == 0 ? "" : $" För {Ord.Antal(okanda, "avtal", "avtal")} som löper är årsvärdet inte känt.");
    }

    private static Table Omraden(Avtalsforteckning f) => new(
    [
        new Column("Verksamhetsområde") { RowHeader = true, Width = ColumnWidth.Relative(3) },
        new Column("Alla") { Align = Align.Right, Width = ColumnWidth.Relative(0.9) },
        new Column("Löper") { Align = Align.Right, Width = ColumnWidth.Relative(0.9) },
        new Column("Miljoner kronor per år") { Align = Align.Decimal, Width = ColumnWidth.Relative(1.6) },
        new Column("Årsvärde inte känt") { Align = Align.Right, Width = ColumnWidth.Relative(1.4) },
    ])
    {
        Caption = "Avtal och årsvärde per verksamhetsområde. Årsvärdet gäller avtal som löper.",
        ColumnGroups = [new("", 1), new("Avtal", 2), new("Värde", 2)],
        Rows =
        [
            .. f.Avtal.GroupBy(a => Forteckningstext.Grupp(f, a)).Select(g => Rad(g.Key, [.. g])),
            Rad("Totalt", f.Avtal) with { Total = true },
        ],
    };

    private static Row Rad(string namn, IReadOnlyList<Forteckningsavtal> avtal)
    {
        var loper = avtal.Where(a => a.Loper).ToList();
        return Row.Of(namn, Ord.Tal(avtal.Count), Ord.Tal(loper.Count), Ord.Miljoner(loper.Sum(a => a.ArsvardeOre ?? 0)), Ord.Tal(loper.Count(a => a.ArsvardeOre is null)));
    }

    private static List<Block> Slutar(Avtalsforteckning f)
    {
        var loper = f.Avtal.Where(a => a.Loper).ToList();
        if (loper.Count == 0) { return []; }
        var sista = f.Dag.Year + FlestAr - 1;
        List<(string Namn, int Antal)> ar =
        [
            (f.Dag.Year + " och tidigare", loper.Count(a => a.Slut?.Year <= f.Dag.Year)),
            .. Enumerable.Range(f.Dag.Year + 1, FlestAr - 1).Select(y => ($"{y}", loper.Count(a => a.Slut?.Year == y))),
            ($"Efter {sista}", loper.Count(a => a.Slut?.Year > sista)),
            ("Inte känt", loper.Count(a => a.Slut is null)),
        ];
        var mening = $"Avtal som löper, efter året då de slutar om de inte förlängs: {Plantext.Uppraknade([.. ar.Where(a => a.Antal > 0).Select(a => $"{Ord.Liten(a.Namn)} {Ord.Tal(a.Antal)}")])}.";
        return [new BarChart("Året då avtalen slutar", mening, [.. ar.Select(a => a.Namn)], [new Series("Avtal", [.. ar.Select(a => (double?)a.Antal)])]) { Horizontal = true, CategoryName = "År" }];
    }

    private static List<Block> Okant(Avtalsforteckning f)
    {
        var loper = f.Avtal.Where(a => a.Loper).ToList();
        (string Vad, int Antal)[] okant =
        [
            ("Slutdatum", loper.Count(a => a.Slut is null)),
            ("Startdatum", loper.Count(a => a.Start is null)),
            ("Utförare", loper.Count(a => a.Utforare is null)),
            ("Driftsform", loper.Count(a => a.Driftsform is null)),
            ("Avtalsansvarig", loper.Count(a => a.Ansvarig is null)),
            ("Årsvärde", loper.Count(a => a.ArsvardeOre is null)),
        ];
        return
        [
            new Heading(2, "Det som inte är känt"),
            new Paragraph("Det som registret inte vet om avtal som löper. Utan slutdatum räknas inga dagar; de avtalen finns därför inte bland det som händer.") { KeepWithNext = true },
            new Table([new Column("Uppgift") { RowHeader = true, Width = ColumnWidth.Relative(3) }, new Column("Avtal där den inte är känd") { Align = Align.Right, Width = ColumnWidth.Relative(2) }])
            {
                Caption = $"Uppgifter som inte är kända, av {Ord.Antal(loper.Count, "avtal", "avtal")} som löper",
                KeepTogether = true,
                Rows = [.. okant.Select(o => Row.Of(o.Vad, Ord.Tal(o.Antal)))],
            },
        ];
    }
}
