using Uppfoljning.Application.Avtal;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Alla avtal i urvalet, grupperade efter verksamhetsområde.</summary>
internal static class Forteckningstabell
{
    public static List<Block> Av(Avtalsforteckning f) =>
    [
        new Heading(1, "Alla avtal"),
        new Table(
        [
            new Column("Avtal") { RowHeader = true, Width = ColumnWidth.Relative(2.9) },
            new Column("Utförare") { Width = ColumnWidth.Relative(2.5) },
            new Column("Tillstånd och form") { Width = ColumnWidth.Relative(1.5) },
            new Column("Period") { Width = ColumnWidth.Fixed(66) },
            new Column("Per år") { Align = Align.Right, Width = ColumnWidth.Fixed(76) },
            new Column("Hela avtalet") { Align = Align.Right, Width = ColumnWidth.Fixed(84) },
            new Column("Ansvarig") { Width = ColumnWidth.Relative(1.5) },
            new Column("Brister i klausuler") { Width = ColumnWidth.Relative(1.5) },
        ])
        {
            Caption = $"Avtal i urvalet {f.Dag.Iso()}",
            Groups =
            [
                .. f.Avtal.GroupBy(a => Forteckningstext.Grupp(f, a)).Select(g => new RowGroup($"{g.Key} ({Ord.Antal(g.Count(), "avtal", "avtal")})", [.. g.Select(Rad)])),
            ],
        },
    ];

    private static Row Rad(Forteckningsavtal a) => new(
    [
        Forteckningstext.Avtal(a),
        Utforare(a),
        $"{a.Tillstand.Text()}\n{a.Upphandlingsform?.Text() ?? "Formen är inte känd"}",
        $"{a.Start?.Iso() ?? Ord.Okant} –\n{a.Slut?.Iso() ?? Ord.Okant}",
        Forteckningstext.Kronor(a.ArsvardeOre),
        Forteckningstext.Kronor(a.VardeOre),
        a.Ansvarig ?? Ord.Okant,
        a.Loper ? Forteckningsklausuler.Brist(a) : "",
    ]);

    private static string Utforare(Forteckningsavtal a)
    {
        if (a.Utforare is null) { return a.Driftsform is { } form ? $"{Ord.Okant}\n{form.Text()}" : Ord.Okant; }
        return $"{a.Utforare}\n{a.Organisationsnummer ?? "Organisationsnumret är inte känt"}, {Ord.Liten(a.Driftsform?.Text() ?? "Driftsform inte känd")}";
    }
}
