using Uppfoljning.Application.Avtal;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Avtal som löper och saknar klausul om uppföljning eller insyn, eller där det inte är känt (10 kap. 8–9 §§ KL).</summary>
internal static class Forteckningsklausuler
{
    public static List<Block> Av(Avtalsforteckning f)
    {
        var kravs = f.Avtal.Where(a => a.Loper && (a.Uppfoljning != Klausullage.KravsInte || a.Insyn != Klausullage.KravsInte)).ToList();
        if (kravs.Count == 0) { return []; }
        var saknar = kravs.Where(a => a.Uppfoljning == Klausullage.Saknas || a.Insyn == Klausullage.Saknas).ToList();
        return
        [
            new Heading(1, "Klausuler om uppföljning och insyn"),
            new Paragraph(
            [
                "Kommunen ska ",
                Run.Noted("kontrollera och följa upp", $"{Klausulsort.Uppfoljning.Lagrum()!.Kapitel} kap. {Klausulsort.Uppfoljning.Lagrum()!.Paragraf} § {Ord.Kommunallagen}."),
                " verksamhet som genom avtal har lämnats över till en ",
                Run.Noted("privat utförare", $"{Driftsformer.PrivatUtforareLagrum.Kapitel} kap. {Driftsformer.PrivatUtforareLagrum.Paragraf} § {Ord.Kommunallagen}. Är driftsformen inte känd räknas avtalet med."),
                ", och genom avtalet ",
                Run.Noted("försäkra sig om information", $"{Klausulsort.Insyn.Lagrum()!.Kapitel} kap. {Klausulsort.Insyn.Lagrum()!.Paragraf} § {Ord.Kommunallagen}."),
                " som gör det möjligt att ge allmänheten insyn.",
            ]),
            new Table(
            [
                new Column("Klausul") { RowHeader = true, Width = ColumnWidth.Relative(3) },
                new Column("Finns") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
                new Column("Saknas") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
                new Column("Inte känt") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
            ])
            {
                Caption = $"Klausuler i {Ord.Antal(kravs.Count, "avtal", "avtal")} som löper och där de krävs",
                KeepTogether = true,
                Rows =
                [
                    Rad(Klausulsort.Uppfoljning, [.. kravs.Select(a => a.Uppfoljning)]),
                    Rad(Klausulsort.Insyn, [.. kravs.Select(a => a.Insyn)]),
                ],
            },
            .. saknar.Count == 0
                ? [new Paragraph("Inget avtal saknar någon av klausulerna, så långt registret vet. Där det inte är känt står det vid avtalet.") { Small = true }]
                : new Block[]
                {
                    new Table(
                    [
                        new Column("Avtal") { RowHeader = true, Width = ColumnWidth.Relative(3) },
                        new Column("Utförare") { Width = ColumnWidth.Relative(2) },
                        new Column("Klausuler") { Width = ColumnWidth.Relative(2) },
                    ])
                    {
                        Caption = "Avtal som saknar en klausul. Där det inte är känt står det vid avtalet i förteckningen.",
                        Rows = [.. saknar.Select(a => new Row([Forteckningstext.Avtal(a), a.Utforare ?? Ord.Okant, Brist(a)]))],
                    },
                },
        ];
    }

    /// <summary>Vad som saknas eller inte är känt; tomt när inget gör det.</summary>
    public static string Brist(Forteckningsavtal a) => string.Join('\n', new[] { Brist("uppföljning", a.Uppfoljning), Brist("insyn", a.Insyn) }.OfType<string>());

    private static string? Brist(string vad, Klausullage lage) => lage switch
    {
        Klausullage.Saknas => $"Saknar {vad}",
        Klausullage.InteKand => $"{Ord.Stor(vad)} inte känd",
        _ => null,
    };

    private static Row Rad(Klausulsort sort, IReadOnlyList<Klausullage> lagen) => Row.Of(sort.Text(),
        Ord.Tal(lagen.Count(l => l == Klausullage.Finns)), Ord.Tal(lagen.Count(l => l == Klausullage.Saknas)), Ord.Tal(lagen.Count(l => l == Klausullage.InteKand)));
}
