namespace Uppfoljning.Pdf.Tests;

/// <summary>Slumpade dokument ur ett fast frö: inget får kasta, och inget får bryta mot det som läsaren och qpdf kan se.</summary>
[TestFixture]
public sealed class SlumpTests
{
    private static readonly string[] Ord =
    [
        "avtal", "uppföljningsplan", "–", "”hög”", "12 500 kr", "KS\u00A02026/417", "och", "i", "\n", "bostadsanpassningsbidragshandläggare", "x\u00ADy", "🏛", "e\u0301",
        "https://www.exempel.se/en/lang/adress?med=fraga", new string('W', 200), "\uD800", "שלום", "\u0007", "", "(a\\b)", "A/B", "och-eller", "\u200B", "  ",
    ];

    [Test]
    public void Slumpade_dokument_haller([Values(1, 2, 3, 4)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 60; i++)
        {
            var document = Papper.Med(Blocks(random, 0)) with
            {
                Watermark = random.Next(3) == 0 ? "UTKAST" : null,
                Page = random.Next(4) switch { 0 => PageFormat.A4Landscape, 1 => new PageFormat(200, 220, new Margins(20, 40, 20, 40)), _ => PageFormat.A4 },
            };
            var (bytes, _) = Papper.Skriv(document);
            Assert.That(new TaggedPdf(bytes).Faults, Is.Empty, $"frö {seed}, dokument {i}");
            if (i % 10 == 0) { Tools.Check(bytes); }
        }
    }

    internal static List<Block> Blocks(Random random, int depth) => [.. Enumerable.Range(0, random.Next(8)).Select(_ => Block(random, depth))];

    private static Block Block(Random random, int depth) => random.Next(depth < 2 ? 13 : 8) switch
    {
        0 => new Heading(random.Next(1, 5), Plain(random, 12)),
        1 => new Paragraph(Text(random, 150)),
        2 => List(random, 0),
        3 => new KeyValueList([.. Enumerable.Range(0, random.Next(5)).Select(_ => new KeyValue(Plain(random, 5), Text(random, 20)))]),
        4 => Table(random),
        5 => new Signatures([new Signature(Plain(random, 6), Plain(random, 4))]),
        6 => new Spacer(random.Next(-5, 900)),
        7 => new PageBreak(),
        8 => new Callout(Blocks(random, depth + 1)) { Title = Plain(random, 4) },
        9 => new Section(Blocks(random, depth + 1), random.Next(2) == 0 ? PageFormat.A4Landscape : null),
        10 => new TableOfContents(random.Next(2) == 0 ? "Innehåll" : "") { Depth = random.Next(5) },
        11 => new Cover(Plain(random, 20)) { Owner = Plain(random, 3), Facts = [new KeyValue("Dnr", Text(random, 40))] },
        _ => new Paragraph(Text(random, 900)) { KeepWithNext = random.Next(2) == 0 },
    };

    private static ItemList List(Random random, int depth) => new([.. Enumerable.Range(0, random.Next(5)).Select(_ => new ListItem(Text(random, 30)) { Nested = depth < 3 && random.Next(3) == 0 ? List(random, depth + 1) : null })])
    {
        Numbered = random.Next(2) == 0,
        Start = random.Next(1, 2000),
    };

    private static Table Table(Random random)
    {
        var columns = random.Next(1, 12);
        return new Table([.. Enumerable.Range(0, columns).Select(_ => new Column(Plain(random, 3))
        {
            Align = (Align)random.Next(3),
            RowHeader = random.Next(4) == 0,
            Width = random.Next(3) switch { 0 => ColumnWidth.Fixed(random.Next(300)), 1 => ColumnWidth.Relative(random.NextDouble() * 4), _ => ColumnWidth.Auto },
        })])
        {
            Caption = Plain(random, 5),
            Rows = Rows(),
            Groups = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new RowGroup(Plain(random, 4), Rows()))],
        };

        List<Row> Rows() => [.. Enumerable.Range(0, random.Next(12)).Select(_ => new Row([.. Enumerable.Range(0, random.Next(columns + 1)).Select(_ => (Cell)Text(random, 15))]) { Total = random.Next(8) == 0 })];
    }

    internal static string Plain(Random random, int most) => string.Join(' ', Enumerable.Range(0, random.Next(most)).Select(_ => Ord[random.Next(Ord.Length)]));

    internal static RichText Text(Random random, int most) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => new Run(Plain(random, most / 3 + 1)) { Bold = random.Next(3) == 0, Italic = random.Next(3) == 0, Link = random.Next(6) == 0 ? new Uri("https://example.se/ö") : null })];
}
