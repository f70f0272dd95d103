using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Planen i siffror: verksamhetsområden, risk, timmar mot personalens timmar, och året. Varje diagram säger det viktigaste också med ord.</summary>
internal static class Plansiffror
{
    /// <summary>Så många händelser ryms i årshjulet var för sig; fler slås ihop per verksamhetsområde, och till sist per månad.</summary>
    private const int FlestIHjulet = 28;

    /// <summary>Fler månader än så räknas inte upp i en mening.</summary>
    private const int FlestManader = 4;

    private const string Granskning = "Särskild granskning";

    private const string Regelbunden = "Regelbunden uppföljning";

    private static readonly IReadOnlyList<string> Manader = [.. Enumerable.Range(1, Plantillfallen.ManaderPerAr).Select(Plantext.Manad)];

    private static readonly IReadOnlyList<string> Kort = [.. Manader.Select(m => m[..3])];

    public static List<Block> Av(Planrapport rapport) =>
    [
        new Heading(1, "Planen i siffror") { Anchor = "siffror" },
        .. Omraden(rapport),
        .. rapport.Rader.Count == 0 ? [] : (List<Block>)[.. Risk(rapport), .. Timmar(rapport), .. Aret(rapport)],
    ];

    private static List<Block> Omraden(Planrapport rapport)
    {
        var granskningar = rapport.Granskningar();
        var timmar = rapport.Forutsattningar is not null;
        return
        [
            new Table(
            [
                new Column("Verksamhetsområde") { RowHeader = true, Width = ColumnWidth.Relative(3) },
                new Column("Avtal") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
                new Column("Enheter") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
                new Column("Alla") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
                new Column("Tillfällen") { Align = Align.Right, Width = ColumnWidth.Relative(1.2) },
                .. timmar ? [new Column("Timmar") { Align = Align.Right, Width = ColumnWidth.Relative(1.1) }] : Array.Empty<Column>(),
            ])
            {
                Caption = $"Rader och uppföljningar per verksamhetsområde {rapport.Plan.Ar}",
                ColumnGroups = [new("", 1), new("Rader", 3), new("Uppföljningar", timmar ? 2 : 1)],
                KeepTogether = true,
                Rows =
                [
                    .. rapport.Ordinarie().GroupBy(r => r.Verksamhetsomrade).Select(o => Siffror(rapport, Ord.Omrade(o.Key), [.. o])),
                    .. granskningar.Count == 0 ? Array.Empty<Row>() : [Siffror(rapport, "Särskilda granskningar", granskningar)],
                    Siffror(rapport, "Totalt", rapport.Rader) with { Total = true },
                ],
            },
            new Paragraph(rapport.Utan.Count == 0
                ? "Alla nämndens avtal och enheter i registret har en rad."
                :
                [
                    $"{Ord.Antal(rapport.Utan.Count, "avtal eller enhet", "avtal och enheter")} i registret har ingen rad i planen. Varje skäl står i avsnittet ",
                    Run.See(Planutan.Avsnitt, "Utan rad"), ", på sidan ", Run.PageOf(Planutan.Avsnitt, "längre ned"), ".",
                ])
            { Small = true },
        ];
    }

    private static Row Siffror(Planrapport rapport, string namn, IReadOnlyList<Planrad> rader)
    {
        string[] celler =
        [
            namn,
            Ord.Tal(rader.Count(r => r.Sort == Objektsort.Avtal)),
            Ord.Tal(rader.Count(r => r.Sort == Objektsort.Enhet && !r.ArTema)),
            Ord.Tal(rader.Count),
            Ord.Tal(rader.Sum(r => Plantillfallen.For(r).Count)),
        ];
        return Row.Of(rapport.Forutsattningar is { Formtider: var formtider } ? [.. celler, Ord.Tal(rader.Sum(r => Radtimmar.For(r, formtider).Aret))] : celler);
    }

    private static List<Block> Risk(Planrapport rapport)
    {
        var nivaer = rapport.Ordinarie().GroupBy(r => r.Riskniva).OrderBy(g => g.Key is null).ThenByDescending(g => g.Max(r => r.Riskpoang))
            .Select(g => (Namn: g.Key ?? "Inte bedömd", Antal: g.Count())).ToList();
        if (nivaer.Count == 0) { return []; }
        var mening = Plantext.Uppraknade([.. nivaer.Select(n => $"{Ord.Antal(n.Antal, "rad", "rader")} {(n.Namn == "Inte bedömd" ? n.Antal == 1 ? "är inte bedömd" : "är inte bedömda" : $"har nivån {Ord.Liten(n.Namn)}")}")]);
        return
        [
            Tillsammans(new Heading(2, "Risk"),
            new Paragraph($"Risken avgör hur ofta det följs upp som varken lag, avtal eller nämnden har bestämt. {mening}.") { KeepWithNext = true },
            new BarChart($"Rader per risknivå {rapport.Plan.Ar}", $"{mening}.", [.. nivaer.Select(n => n.Namn)], [new Series("Rader", [.. nivaer.Select(n => (double?)n.Antal)])]) { Horizontal = true, CategoryName = "Risknivå" }),
        ];
    }

    private static List<Block> Timmar(Planrapport rapport)
    {
        var rubrik = new Heading(2, "Timmar");
        if (rapport.Timmar is not { } prov)
        {
            return [rubrik, new Paragraph("Hur många timmar planen tar och hur många personalen hade när den beslutades är inte känt.")];
        }
        var mening = Timmening(prov, rapport.Plan.Ar);
        return
        [
            Tillsammans(rubrik,
            new Paragraph(mening) { KeepWithNext = true },
            new BarChart($"Planens timmar{(prov.BemanningKand ? " och personalens" : "")} {rapport.Plan.Ar}", mening, Kort,
            [
                new Series("Planen", [.. prov.Manader.Select(m => (double?)(m.Behov / 100.0))]),
                .. prov.BemanningKand ? [new Series("Personalen", [.. prov.Manader.Select(m => m.Finns / 100.0)])] : Array.Empty<Series>(),
            ])
            { Unit = "timmar", CategoryName = "Månad" }),
            .. Utanfor(prov),
        ];
    }

    private static Section Tillsammans(params IReadOnlyList<Block> block) => new(block) { KeepTogether = true };

    private static string Timmening(Timprov prov, int ar)
    {
        var mest = prov.Manader.MaxBy(m => m.Behov)!;
        var text = $"Planen tar {Ord.Timmar(prov.Behov)} timmar under {ar}" + (mest.Behov == 0 ? ". " : $", mest i {Plantext.Manad(mest.Manad)} med {Ord.Timmar(mest.Behov)} timmar. ");
        if (prov.Finns is not { } finns) { return text + "Hur många timmar personalen har är inte känt."; }
        var brist = prov.Manader.Where(m => m.Skillnad < 0).ToList();
        text += $"Personalen har {Ord.Timmar(finns)} timmar. ";
        return text + (brist.Count == 0
            ? "Timmarna räcker varje månad."
            : $"De räcker inte i {Plantext.Uppraknade([.. brist.Select(m => Plantext.Manad(m.Manad))])}, där det saknas {Ord.Timmar(-brist.Sum(m => m.Skillnad ?? 0))} timmar.");
    }

    private static List<Block> Utanfor(Timprov prov)
    {
        List<Block> block = [];
        if (prov.UtanManad.Count > 0)
        {
            block.Add(new Paragraph($"{Ord.Antal(prov.UtanManad.Count, "rad", "rader")} har ingen månad och är inte inräknade: rad {Plantext.Uppraknade([.. prov.UtanManad.Select(r => $"{r.Nr}")])}.") { Small = true });
        }
        if (prov.Utanfor.Count > 0)
        {
            block.Add(new Paragraph($"När särskild granskning, lag, avtal, nämndens regler och hög risk går först ryms inte rad {Plantext.Uppraknade([.. prov.Utanfor.Select(u => $"{u.Rad.Nr}").Distinct()])} i alla sina månader.") { Small = true });
        }
        return block;
    }

    private static List<Block> Aret(Planrapport rapport)
    {
        var tillfallen = rapport.Rader.SelectMany(r => Plantillfallen.For(r).Select(t => (Rad: r, Tillfalle: t))).OrderBy(t => t.Tillfalle.Forsta).ThenBy(t => t.Rad.Nr).ToList();
        if (tillfallen.Count == 0) { return []; }
        var mening = Arsmening(tillfallen, rapport.Plan.Ar);
        var omraden = tillfallen.GroupBy(t => t.Rad.Slag == Radslag.SarskildGranskning ? "Särskilda granskningar" : Ord.Omrade(t.Rad.Verksamhetsomrade)).ToList();
        var ordning = rapport.Rader.Select(r => r.Slag == Radslag.SarskildGranskning ? "Särskilda granskningar" : Ord.Omrade(r.Verksamhetsomrade)).Distinct().ToList();
        var rader = omraden.OrderBy(o => ordning.IndexOf(o.Key)).ToList();
        return
        [
            new Heading(2, "Året"),
            new Paragraph(mening) { KeepWithNext = true },
            new YearWheel($"Årshjul {rapport.Plan.Ar}", mening, rapport.Plan.Ar, [.. Manader.Select(Ord.Stor)], Hjulet(tillfallen, granskningar: rapport.Granskningar().Count > 0))
            {
                // Sums per month stand in the table of the months below; single names stand only here.
                ShowData = tillfallen.Count <= FlestIHjulet,
            },
            Tillsammans(new HeatMap($"Uppföljningar per månad och verksamhetsområde {rapport.Plan.Ar}",
                $"Antalet uppföljningar som pågår varje månad. {mening} En uppföljning som pågår flera månader räknas i var och en.",
                [.. rader.Select(o => o.Key)], Kort,
                [.. rader.Select(o => (IReadOnlyList<double?>)[.. Enumerable.Range(1, 12).Select(m => (double?)o.Count(t => t.Tillfalle.Forsta <= m && m <= t.Tillfalle.Sista))])])
            { CategoryName = "Verksamhetsområde" }),
        ];
    }

    private static string Arsmening(List<(Planrad Rad, Plantillfalle Tillfalle)> tillfallen, int ar)
    {
        var perManad = Enumerable.Range(1, 12).Select(m => tillfallen.Count(t => t.Tillfalle.Forsta == m)).ToList();
        var tomma = Enumerable.Range(1, 12).Where(m => perManad[m - 1] == 0).Select(Plantext.Manad).ToList();
        var flest = perManad.Max();
        var toppar = Enumerable.Range(1, 12).Where(m => perManad[m - 1] == flest).Select(Plantext.Manad).ToList();
        // A long list of months says less than the chart does.
        return $"{Ord.Antal(tillfallen.Count, "uppföljning görs", "uppföljningar görs")} under {ar}."
            + (toppar.Count <= FlestManader ? $" Flest börjar i {Plantext.Uppraknade(toppar)}: {Ord.Tal(flest)}{(toppar.Count == 1 ? "" : " i varje månad")}." : $" Som mest börjar {Ord.Tal(flest)} i en månad.")
            + (tomma.Count is > 0 and <= FlestManader ? $" Ingen börjar i {Plantext.Uppraknade(tomma)}." : "");
    }

    private static List<WheelItem> Hjulet(List<(Planrad Rad, Plantillfalle Tillfalle)> tillfallen, bool granskningar)
    {
        // One kind alone needs no name.
        string Slag(Planrad rad) => !granskningar ? "" : rad.Slag == Radslag.SarskildGranskning ? Granskning : Regelbunden;
        if (tillfallen.Count <= FlestIHjulet)
        {
            return tillfallen.ConvertAll(t => new WheelItem(t.Tillfalle.Forsta,
                $"{t.Rad.Objekt}{(t.Tillfalle.Sista > t.Tillfalle.Forsta ? $" (till {Plantext.Manad(t.Tillfalle.Sista)})" : "")}", Slag(t.Rad)));
        }
        var perOmrade = tillfallen.GroupBy(t => (t.Tillfalle.Forsta, Text: t.Rad.Slag == Radslag.SarskildGranskning ? "särskild granskning" : t.Rad.Verksamhetsomrade ?? "okänt område", Slag: Slag(t.Rad)))
            .Select(g => new WheelItem(g.Key.Forsta, $"{g.Key.Text}: {Ord.Tal(g.Count())}", g.Key.Slag)).ToList();
        return perOmrade.Count <= FlestIHjulet
            ? perOmrade
            : [.. tillfallen.GroupBy(t => (t.Tillfalle.Forsta, Slag: Slag(t.Rad))).Select(g => new WheelItem(g.Key.Forsta, Ord.Antal(g.Count(), "uppföljning", "uppföljningar"), g.Key.Slag))];
    }
}
