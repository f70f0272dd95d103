using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Bilagorna: varför varje rad finns, och beviset för att inget fattas (UPP-01).</summary>
internal static class Planbilagor
{
    public const string Skalen = "bilaga-skal";

    public static List<Block> Av(Planrapport rapport) =>
    [
        new Appendix("Varför raderna finns", Varfor(rapport)) { Anchor = Skalen, Page = PageFormat.A4Landscape },
        new Appendix("Fullständighet", Fullstandigheten(rapport)) { Page = PageFormat.A4 },
    ];

    private static List<Block> Varfor(Planrapport rapport)
    {
        List<ListItem> former = [.. Gemensamma(rapport, Skalsort.Form)];
        return
        [
            new Table(
            [
                new Column("Nr") { Align = Align.Right, Width = ColumnWidth.Fixed(26) },
                new Column("Avtal eller enhet") { RowHeader = true, Width = ColumnWidth.Relative(2) },
                new Column("Varför raden finns") { Width = ColumnWidth.Relative(3.2) },
                new Column("Varför så ofta") { Width = ColumnWidth.Relative(3.4) },
                new Column("Varför den tiden") { Width = ColumnWidth.Relative(2.6) },
                new Column("Varför den ansvarige") { Width = ColumnWidth.Relative(1.8) },
            ])
            {
                Caption = "Skäl för varje rad",
                Rows =
                [
                    .. rapport.Rader.Select(r => Row.Of($"{r.Nr}", r.Objekt, $"{Skal(r, Skalsort.Raden)} {Skal(r, Skalsort.Andring)}".TrimEnd(), Skal(r, Skalsort.Intervall), Skal(r, Skalsort.Tid), Skal(r, Skalsort.Ansvarig))),
                ],
            },
            .. former.Count == 0 ? Array.Empty<Block>() : [new Heading(2, "Varför de formerna"), new ItemList(former)],
        ];
    }

    private static string Skal(Planrad rad, Skalsort sort) => Planskal.Las(rad.Skal).FirstOrDefault(s => s.Sort == sort)?.Text ?? "";

    /// <summary>Skäl som flera rader har gemensamt, vart och ett en gång med de rader det gäller.</summary>
    private static IEnumerable<ListItem> Gemensamma(Planrapport rapport, Skalsort sort) => rapport.Rader
        .GroupBy(r => Skal(r, sort))
        .Where(g => g.Key.Length > 0)
        .Select(g => (ListItem)$"{g.Key} ({(g.Count() == 1 ? $"rad {g.First().Nr}" : Ord.Antal(g.Count(), "rad", "rader"))})");

    private static List<Block> Fullstandigheten(Planrapport rapport)
    {
        var bevis = Fullstandighet.AvPlanen(rapport.Rader, rapport.Utan);
        return
        [
            new Paragraph(
            [
                "Planen ska omfatta ", Run.Noted("varje avtal och uppdrag", $"{Plangenerering.KontrollLagrum} och {Plangenerering.ProgramLagrum}."),
                $". Här står hela registret så som det var {(rapport.Utkast ? "när planen gjordes" : "när planen beslutades")}, och för var och en raden i planen eller skälet till att den inte har någon.",
            ]),
            new Table(
            [
                new Column("I registret") { RowHeader = true, Width = ColumnWidth.Relative(3) },
                new Column("Alla") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
                new Column("Har rad") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
                new Column("Utan rad, med skäl") { Align = Align.Right, Width = ColumnWidth.Relative(1.6) },
                new Column("Saknas") { Align = Align.Right, Width = ColumnWidth.Relative(1) },
            ])
            {
                Caption = "Registret mot planen",
                KeepTogether = true,
                Rows =
                [
                    Summa("Avtal", bevis.Avtal),
                    Summa("Enheter", bevis.Enheter),
                    Summa("Avtal och enheter", bevis.Totalt) with { Total = true },
                    Summa("Utförare", bevis.Utforarna),
                ],
            },
            new Table(
            [
                new Column("Avtal eller enhet") { RowHeader = true, Width = ColumnWidth.Relative(3) },
                new Column("Verksamhetsområde") { Width = ColumnWidth.Relative(2) },
                new Column("Rad") { Align = Align.Right, Width = ColumnWidth.Fixed(44) },
                new Column("Skäl") { Width = ColumnWidth.Relative(3.5) },
            ])
            {
                Caption = "Varje avtal och enhet efter utförare",
                Groups =
                [
                    .. bevis.Objekt.GroupBy(o => o.Objekt.Utforare).OrderBy(g => g.Key is null).ThenBy(g => g.Key, Plantext.Ordning).Select(g => new RowGroup(
                        g.Key ?? "Utföraren är inte känd",
                        [.. g.Select(o => Row.Of(o.Objekt.Namn, Ord.Omrade(o.Objekt.Verksamhetsomrade), string.Join(", ", o.Rader), o.Skal ?? (o.Tackning == Tackning.Saknas ? "Saknas" : "")))])),
                ],
            },
        ];
    }

    private static Row Summa(string namn, Tackningssumma s) => Row.Of(namn, Ord.Tal(s.Antal), Ord.Tal(s.MedRad), Ord.Tal(s.MedSkal), Ord.Tal(s.Saknas));
}
