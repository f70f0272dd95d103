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
        foreach (var i in Slump.Dokument(60))
        {
            var document = Papper.Med(Blocks(random, 0)) with
            {
                Watermark = random.Next(3) == 0 ? "UTKAST" : null,
                Theme = random.Next(3) == 0 ? new Theme { Logo = Bild(random), LogoAlternative = Plain(random, 3) } : new Theme(),
                Page = random.Next(4) switch { 0 => PageFormat.A4Landscape, 1 => new PageFormat(200, 220, new Margins(20, 40, 20, 40)), _ => PageFormat.A4 },
            };
            var (bytes, _) = Papper.Skriv(document);
            Assert.That(new TaggedPdf(bytes).Faults, Is.Empty, $"frö {seed}, dokument {i}");
            if (Slump.ProvasAvAndra(i)) { Tools.Check(bytes); }
        }
    }

    internal static List<Block> Blocks(Random random, int depth) => [.. Enumerable.Range(0, random.Next(8)).Select(_ => Block(random, depth))];

    private static Block Block(Random random, int depth) => random.Next(depth < 2 ? 17 : 8) switch
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
        12 or 13 => Chart(random),
        14 => new Picture(Bild(random), Plain(random, 6)) { Caption = Plain(random, 20), Width = random.Next(3) == 0 ? null : random.Next(-10, 1200) },
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

    private static Chart Chart(Random random)
    {
        var categories = Names(random.Next(20) == 0 ? 200 : 9);
        Series[] series = [.. Names(9).Select(n => new Series(n, Values()))];
        Chart chart = random.Next(6) switch
        {
            0 => new LineChart(Plain(random, 12), Plain(random, 12), categories, series),
            1 => new YearWheel(Plain(random, 12), Plain(random, 12), random.Next(3000), Names(15), [.. Enumerable.Range(0, random.Next(60)).Select(_ => new WheelItem(random.Next(-1, 15), Plain(random, 12), Plain(random, 2)))]),
            2 => new HeatMap(Plain(random, 12), Plain(random, 12), Names(30), Names(30), [.. Names(40).Select(_ => Values())]),
            3 => new Timeline(Plain(random, 12), Plain(random, 12), Day(), Day(), [.. Names(30).Select(n => new TimelineItem(n, Day(), random.Next(3) == 0 ? null : Day(), Plain(random, 2)))]),
            _ => new BarChart(Plain(random, 12), Plain(random, 12), categories, series) { Stacked = random.Next(2) == 0, Horizontal = random.Next(2) == 0 },
        };
        return chart with { Unit = Plain(random, 3), ShowData = random.Next(4) == 0 };

        List<string> Names(int most) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => Plain(random, 5))];
        DateOnly Day() => DateOnly.FromDayNumber(random.Next(4) == 0 ? random.Next(DateOnly.MaxValue.DayNumber + 1) : 740_000 + random.Next(2000));
        List<double?> Values() =>
        [
            .. Enumerable.Range(0, random.Next(15)).Select(_ => random.Next(9) switch
            {
                0 => (double?)null,
                1 => double.NaN,
                2 => 0,
                3 => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-300, 300)),
                4 => double.NegativeInfinity,
                _ => random.Next(-20, 500),
            }),
        ];
    }

    private static ImageFile Bild(Random random) => ImageFile.Read(random.Next(4) switch
    {
        0 => Bilder.Vriden(random.Next(1, 9)),
        1 => Bilder.Gra,
        2 => Bilder.Png(random.Next(1, 400), random.Next(1, 4), 6, 8, random.Next(2) == 0, (x, y, c) => x * y + c),
        _ => Bilder.Png(random.Next(1, 4), random.Next(1, 400), 0, 1, false, (x, y, _) => x + y & 1),
    });

    internal static string Plain(Random random, int most) => string.Join(' ', Enumerable.Range(0, random.Next(most)).Select(_ => Ord[random.Next(Ord.Length)]));

    internal static RichText Text(Random random, int most) =>
        [.. Enumerable.Range(0, random.Next(4)).Select(_ => new Run(Plain(random, most / 3 + 1)) { Bold = random.Next(3) == 0, Italic = random.Next(3) == 0, Link = random.Next(6) == 0 ? new Uri("https://example.se/ö") : null })];
}
