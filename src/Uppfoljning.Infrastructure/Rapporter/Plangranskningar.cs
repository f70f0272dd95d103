using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Särskilda granskningar vid sidan av den regelbundna uppföljningen (UPP-04), med det som utlöser dem.</summary>
internal static class Plangranskningar
{
    public static List<Block> Av(Planrapport rapport)
    {
        var granskningar = rapport.Granskningar();
        if (granskningar.Count == 0) { return []; }
        return
        [
            new Heading(1, "Särskilda granskningar"),
            new Paragraph($"Granskningar vid sidan av den regelbundna uppföljningen, av förekommen anledning eller efter beslut av nämnden, dess ordförande eller ansvarig chef ({Uppfoljningsformer.SarskildGranskningLagrum})."),
            new Table(
            [
                new Column("Nr") { Align = Align.Right, Width = ColumnWidth.Fixed(26) },
                new Column("Avtal eller enhet") { RowHeader = true, Width = ColumnWidth.Relative(2.6) },
                new Column("Vad som utlöser den") { Width = ColumnWidth.Relative(2.4) },
                new Column("Vad som granskas") { Width = ColumnWidth.Relative(3) },
                new Column("Form") { Width = ColumnWidth.Relative(1.7) },
                new Column("Ansvarig") { Width = ColumnWidth.Relative(1.5) },
                new Column("Tid") { Width = ColumnWidth.Relative(1.4) },
            ])
            {
                Caption = $"Särskilda granskningar {rapport.Plan.Ar}",
                Rows =
                [
                    .. granskningar.Select(r => new Row(
                    [
                        $"{r.Nr}",
                        Planradstext.Objekt(r),
                        string.Join('\n', new[] { Utlosaren(r.Utlosare), r.Utlosartext, r.Utlosardatum?.Iso() }.OfType<string>()),
                        r.VadSomFoljsUpp,
                        Planradstext.Former(r),
                        r.Ansvarig,
                        Ord.Stor(Plantillfallen.Text(r, rapport.Plan.Ar)),
                    ])),
                ],
            },
        ];
    }

    private static string Utlosaren(Utlosare? utlosare) => utlosare switch
    {
        Utlosare.NyLag => "Ny lag",
        Utlosare.NamndensBeslut => "Nämndens beslut",
        Utlosare.OrdforandesBeslut => "Ordförandens beslut",
        Utlosare.ChefsBeslut => "Ansvarig chefs beslut",
        _ => Ord.Okant,
    };
}
