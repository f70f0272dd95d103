using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Programmets fem punkter rad för rad, och sätten att återkoppla som raderna hänvisar till.</summary>
internal static class Plantabell
{
    private const string Aterkopplingen = "aterkoppling";

    public static List<Block> Av(Planrapport rapport)
    {
        var aterkoppling = Aterkopplingsformer(rapport.Rader);
        return
        [
            new Heading(1, "Planen"),
            .. rapport.Rader.Count == 0 ? Array.Empty<Block>() :
            [
                new Paragraph(
                [
                    "Bokstaven under Återkoppling förklaras i avsnittet ", Run.See(Aterkopplingen, "Återkoppling"), ", på sidan ", Run.PageOf(Aterkopplingen, "längre ned"), ".",
                ])
                { Small = true, KeepWithNext = true },
            ],
            new Table(
            [
                new Column("Nr") { Align = Align.Right, Width = ColumnWidth.Fixed(26) },
                new Column("Avtal eller enhet") { RowHeader = true, Width = ColumnWidth.Relative(3.1) },
                new Column("Vad som följs upp") { Width = ColumnWidth.Relative(3.4) },
                new Column("Form") { Width = ColumnWidth.Relative(1.9) },
                new Column("Ansvarig") { Width = ColumnWidth.Relative(1.5) },
                new Column("Tid, intervall och risk") { Width = ColumnWidth.Relative(1.8) },
                new Column("Återkoppling") { Width = ColumnWidth.Fixed(66) },
            ])
            {
                Caption = $"Uppföljningar {rapport.Plan.Ar} efter verksamhetsområde",
                Groups =
                [
                    .. rapport.Ordinarie().GroupBy(r => r.Verksamhetsomrade).Select(o => new RowGroup(
                        $"{Ord.Omrade(o.Key)} ({Ord.Antal(o.Count(), "rad", "rader")})",
                        [.. o.Select(r => Rad(r, rapport.Plan.Ar, aterkoppling[Aterkoppling.Av(r)]))])),
                ],
            },
            .. aterkoppling.Count == 0 ? Array.Empty<Block>() : Former(rapport, aterkoppling),
        ];
    }

    private static Block[] Former(Planrapport rapport, Dictionary<Aterkoppling, string> aterkoppling) =>
    [
        new Heading(1, "Återkoppling") { Anchor = Aterkopplingen },
        new Paragraph("Så återkopplas resultatet till nämnden, till utföraren och till allmänheten. Bokstaven står vid varje rad i planen.") { KeepWithNext = true },
        new Table(
        [
            new Column("Form") { RowHeader = true, Width = ColumnWidth.Fixed(34) },
            new Column("Till nämnden") { Width = ColumnWidth.Relative(1) },
            new Column("Till utföraren") { Width = ColumnWidth.Relative(1) },
            new Column("Till allmänheten") { Width = ColumnWidth.Relative(1) },
            new Column("Rader") { Align = Align.Right, Width = ColumnWidth.Fixed(40) },
        ])
        {
            Caption = "Former för återkoppling",
            Rows = [.. aterkoppling.Select(a => Row.Of(a.Value, a.Key.Namnd, a.Key.Utforare, a.Key.Allmanhet, Ord.Tal(rapport.Rader.Count(r => Aterkoppling.Av(r) == a.Key))))],
        },
    ];

    private static Row Rad(Planrad r, int ar, string aterkoppling) => new(
    [
        $"{r.Nr}",
        Planradstext.Objekt(r),
        r.VadSomFoljsUpp,
        Planradstext.Former(r),
        r.Ansvarig,
        $"{Ord.Stor(Plantillfallen.Text(r, ar))}\n{Ord.Stor(Plantext.Intervall(r.IntervallManader))}{Risk(r)}",
        aterkoppling,
    ]);

    /// <summary>Risken under intervallet; en rad från innan risken bedömdes har ingen.</summary>
    private static string Risk(Planrad r) => r.Riskpoang is not { } poang ? "" : $"\nRisk: {(r.Riskniva is null ? "" : $"{Ord.Liten(r.Riskniva)}, ")}{Riskbedomning.Text(poang)} poäng";

    /// <summary>Varje olika sätt att återkoppla får en bokstav, i den ordning de först används: A–Z, sedan A2, B2 och så vidare.</summary>
    private static Dictionary<Aterkoppling, string> Aterkopplingsformer(IReadOnlyList<Planrad> rader) => rader
        .Select(Aterkoppling.Av).Distinct()
        .Select((a, i) => (a, Bokstav: $"{(char)('A' + (i % 26))}{(i < 26 ? "" : $"{(i / 26) + 1}")}"))
        .ToDictionary(x => x.a, x => x.Bokstav);

    private sealed record Aterkoppling(string Namnd, string Utforare, string Allmanhet)
    {
        public static Aterkoppling Av(Planrad r) => new(r.AterkopplingNamnd, r.AterkopplingUtforare, r.AterkopplingAllmanhet);
    }
}
