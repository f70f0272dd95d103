namespace Uppfoljning.Pdf.Tests;

/// <summary>Slumpade dokument med noter, hänvisningar, spann och bilagor: inget får kasta, inget får bryta mot standarderna, och inga ord får försvinna.</summary>
[TestFixture]
public sealed class SlumpsattningTests
{
    private static readonly string[] Ord =
        ["avtal", "uppföljningsplan", "–", "12 500 kr", "den 1 januari 2027", "§ 12", "bostadsanpassningsbidragshandläggare", "i", "\n", "12,5 %", "−3,25", "שלום", new string('W', 90), "A/B"];

    private static readonly string[] Ankare = ["a", "b", "c", "d"];

    [Test]
    public void Slumpade_dokument_haller([Values(11, 12, 13, 14)] int seed)
    {
        var random = new Random(seed);
        foreach (var i in Slump.Dokument(30))
        {
            var document = Papper.Med(Blocks(random, 0)) with
            {
                Page = random.Next(4) switch { 0 => PageFormat.A4Landscape, 1 => new PageFormat(220, 240, new Margins(20, 40, 20, 40)), _ => PageFormat.A4 },
            };
            var (bytes, report) = Papper.Skriv(document);
            var pdf = new TaggedPdf(bytes);
            Assert.That(pdf.Faults, Is.Empty, $"frö {seed}, dokument {i}");
            Assert.That(pdf.Root.All("Note").Count(), Is.EqualTo(_notes), $"frö {seed}, dokument {i}: noter");
            foreach (var note in pdf.Root.All("Note")) { Assert.That(note.Text, Does.EndWith("slut"), $"frö {seed}, dokument {i}: noten är hel"); }
            Assert.That(report.UnknownTargets, Is.SubsetOf(Ankare));
            Assert.That(Papper.Skriv(document).Bytes, Is.EqualTo(bytes), "samma bytes");
            if (Slump.ProvasAvAndra(i)) { Tools.Check(bytes); }
            _notes = 0;
        }
    }

    private int _notes;

    [SetUp]
    public void Borja() => _notes = 0;

    private List<Block> Blocks(Random random, int depth) => [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Block(random, depth) with { Anchor = random.Next(3) == 0 ? Ankare[random.Next(Ankare.Length)] : null })];

    private Block Block(Random random, int depth) => random.Next(depth < 2 ? 11 : 6) switch
    {
        0 => new Heading(random.Next(1, 5), Plain(random, 6)),
        1 => new Paragraph(Text(random, 120)) { KeepWithNext = random.Next(4) == 0 },
        2 => new ItemList([.. Enumerable.Range(0, random.Next(4)).Select(_ => new ListItem(Text(random, 30)) { Nested = random.Next(4) == 0 ? new ItemList([new ListItem(Text(random, 10))]) { Anchor = "d" } : null })]),
        3 => new KeyValueList([.. Enumerable.Range(0, random.Next(5)).Select(_ => new KeyValue(Plain(random, 4), Text(random, 60)))]),
        4 or 5 => Table(random),
        6 => new Callout(Blocks(random, depth + 1)) { Title = Plain(random, 4) },
        7 => new Section(Blocks(random, depth + 1), random.Next(3) == 0 ? PageFormat.A4Landscape : null) { KeepTogether = random.Next(2) == 0 },
        8 => new Appendix(Plain(random, 5), Blocks(random, depth + 1)) { Page = random.Next(2) == 0 ? PageFormat.A4Landscape : null },
        9 => new Cover(Plain(random, 8)) { Facts = [new KeyValue("Dnr", Text(random, 20))] },
        _ => random.Next(2) == 0 ? new TableOfContents() : new PageBreak(),
    };

    private Table Table(Random random)
    {
        var columns = random.Next(1, 7);
        return new Table([.. Enumerable.Range(0, columns).Select(_ => new Column(Plain(random, 3)) { Align = (Align)random.Next(4), RowHeader = random.Next(4) == 0 })])
        {
            Caption = Plain(random, 4),
            ColumnGroups = random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new ColumnGroup(random.Next(3) == 0 ? "" : Plain(random, 3), random.Next(0, 4)))],
            KeepTogether = random.Next(3) == 0,
            Rows = Rows(),
            Groups = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new RowGroup(Plain(random, 4), Rows()))],
        };

        List<Row> Rows()
        {
            var rows = new List<Row>();
            var down = new int[columns];
            for (var left = random.Next(10); left > 0; left--)
            {
                var cells = new List<Cell>();
                for (var at = 0; at < columns; at++)
                {
                    if (down[at] > 0) { continue; }
                    if (random.Next(6) == 0) { break; }
                    var (wide, high) = (random.Next(4) == 0 ? random.Next(4) : 1, random.Next(4) == 0 ? random.Next(5) : 1);
                    cells.Add(new Cell(Text(random, random.Next(12) == 0 ? 150 : 8)) { ColumnSpan = wide, RowSpan = high, Align = random.Next(5) == 0 ? (Align)random.Next(4) : null });
                    var end = at;
                    do { down[end++] = Math.Clamp(high, 1, left); } while (end < columns && end - at < wide && down[end] == 0);
                    at = end - 1;
                }
                rows.Add(new Row(cells) { Total = random.Next(8) == 0, KeepWithNext = random.Next(8) == 0 });
                for (var c = 0; c < columns; c++) { down[c] = Math.Max(down[c] - 1, 0); }
            }
            return rows;
        }
    }

    private static string Plain(Random random, int most) => string.Join(' ', Enumerable.Range(0, random.Next(most)).Select(_ => Ord[random.Next(Ord.Length)]));

    private RichText Text(Random random, int most) => [.. Enumerable.Range(0, random.Next(4)).Select(_ =>
    {
        var note = random.Next(5) == 0;
        if (note) { _notes++; }
        var reference = random.Next(5) == 0;
        return new Run(Plain(random, most / 3 + 1))
        {
            Bold = random.Next(4) == 0,
            Target = reference ? Ankare[random.Next(Ankare.Length)] : null,
            PageNumber = reference && random.Next(2) == 0,
            Footnote = note ? RichText.Create([Plain(random, random.Next(10) == 0 ? 400 : 30), reference ? Run.PageOf("a") : " ", " slut"]) : null,
        };
    })];
}
