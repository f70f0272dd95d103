using System.Buffers.Binary;
using System.IO.Compression;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Block av alla slag, och det värsta de kan innehålla: för skrivare som ska klara allt.</summary>
internal static class Sorter
{
    public const string Elak = "<script>alert(1)</script> & \"citat\" 'x' ]]> \u0000\u0007\uD800 \uFFFE 🏛 \u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD, slut\tflik\r\nrad två \u00ADmjukt";

    public static readonly string Langt = string.Concat(Enumerable.Repeat("Bostadsanpassningsbidragshandläggning", 6))[..200];

    public static readonly ImageFile Bild = ImageFile.Read(Png(60, 30));

    public static RichText Rik =>
    [
        "Vanlig, ", Run.Strong("fet"), ", ", Run.Emphasis("kursiv"), ", ", Run.To(new Uri("https://example.se/sök?a=1&b=<å>"), "länk"), ", ",
        Run.See("tabell", "tabellen"), " på sidan ", Run.PageOf("tabell"), Run.Noted(" med not", ["Noten, med ", Run.To(new Uri("https://example.se/not"), "länk"), Run.Noted("", "inte med")]), ".",
    ];

    public static readonly string[] Namn = [.. Alla().Select(b => b.Name)];

    public static Block Ett(string name) => Alla().Single(b => b.Name == name).Block;

    public static IEnumerable<(string Name, Block Block)> Alla()
    {
        yield return ("omslag", new Cover("Plan för uppföljning") { Owner = "Exempelkommun", Subtitle = "Förslag", Facts = [new("Diarienummer", "KS 2026/417"), new(Langt, Rik)] });
        yield return ("omslag utan allt", new Cover(""));
        yield return ("rubrik", new Heading(4, Elak));
        yield return ("rubrik utan ord", new Heading(2, " "));
        yield return ("stycke", new Paragraph(Rik) { KeepWithNext = true });
        yield return ("litet stycke", new Paragraph(Elak) { Small = true });
        yield return ("tomt stycke", new Paragraph(RichText.Empty));
        yield return ("punkter", new ItemList(["En", new ListItem(Rik) { Nested = new ItemList(["Två", new ListItem("Tre") { Nested = new ItemList(["Fyra"]) { Numbered = true, Start = 7 } }]) { Anchor = "inre" } }, ""]));
        yield return ("nummer", new ItemList(["Ett", "Två"]) { Numbered = true, Start = 1999 });
        yield return ("nummer under noll", new ItemList(["Ett"]) { Numbered = true, Start = -3 });
        yield return ("tom lista", new ItemList([]));
        yield return ("uppgifter", new KeyValueList([new("Avtal", "128"), new("", Rik), new(Langt, Langt)]));
        yield return ("inga uppgifter", new KeyValueList([]));
        yield return ("notis", new Callout([new Paragraph(Rik), new ItemList(["Punkt"]), Tabell(), new PageBreak(), new Section([new Heading(3, "Inne")], PageFormat.A4Landscape)]) { Title = Elak });
        yield return ("tom notis", new Callout([]));
        yield return ("tabell", Tabell());
        yield return ("tabell utan rader", new Table([new Column("A"), new Column("")]));
        yield return ("tabell utan kolumner", new Table([]) { Caption = "Inget" });
        yield return ("grupper", Papper.Grupperad(3) with { KeepTogether = true, Groups = [.. Papper.Grupperad(3).Groups, new RowGroup("Tom", [])] });
        yield return ("spann", Spann());
        yield return ("innehåll", new TableOfContents { Depth = 4 });
        yield return ("innehåll utan rubrik", new TableOfContents("") { Depth = 0 });
        yield return ("underskrifter", new Signatures([new("Ordförande för nämnden", "Ordförande"), new(Elak)]));
        yield return ("inga underskrifter", new Signatures([]));
        yield return ("sidbrytning", new PageBreak());
        yield return ("luft", new Spacer(40));
        yield return ("liggande", new Section([new Heading(1, "Liggande"), Tabell()], PageFormat.A4Landscape));
        yield return ("hållet", new Section([new Paragraph("Ett"), Tabell(), new Paragraph("Två"), Tabell()]) { KeepTogether = true });
        yield return ("tomt avsnitt", new Section([], PageFormat.A4Landscape));
        yield return ("bilaga", new Appendix("Avtal", [new Heading(2, "Urval"), Tabell()]) { Page = PageFormat.A4Landscape });
        yield return ("bilaga utan namn", new Appendix("", []));
        yield return ("bild", new Picture(Bild, Elak) { Caption = "Figur 1", Width = 4000 });
        yield return ("prydnad", new Picture(Bild, ""));
        yield return ("staplar", new BarChart("Timmar", "Flest timmar går åt i vården.", ["Vård", "Teknik"], [new Series("Plan", [12.5, null]), new Series(Elak, [1])]) { Unit = "tim" });
        yield return ("linje", new LineChart("Trend", "Upp.", ["2025", "2026"], [new Series("A", [1, 2])]) { ShowData = false });
        yield return ("årshjul", new YearWheel("Året", "Mest på våren.", 2027, ["januari"], [new WheelItem(1, "Plan", "beslut")]));
        yield return ("karta", new HeatMap("Risk", "Störst i vården.", ["Vård"], ["Ekonomi", "Kvalitet"], [[1, null]]));
        yield return ("tidslinje", new Timeline("Avtal", "Två avtal.", new DateOnly(2026, 1, 1), new DateOnly(2027, 1, 1), [new TimelineItem("A", new DateOnly(2026, 2, 1))]));
    }

    /// <summary>Ett dokument med allt.</summary>
    public static Document Allt() => Papper.Med([.. Alla().Select(b => b.Block), .. Alla().Select(b => b.Block)]) with { Watermark = "UTKAST" };

    public static Table Tabell() => new([new("Avtal") { RowHeader = true }, new("Belopp") { Align = Align.Decimal }, new("Andel") { Align = Align.Right }])
    {
        Anchor = "tabell",
        Caption = "Tabell 1",
        Rows = [Row.Of("A", "12,5", "1 %"), Row.Of("B", "1 000"), new Row([new Cell(Rik), "3,125 tkr", "inte känt"]), Row.Of("Summa", "1 015,63") with { Total = true }],
    };

    public static Table Spann() => new([new("Nr"), new("Utförare") { RowHeader = true }, new("2026") { Align = Align.Decimal }, new("2027") { Align = Align.Decimal }])
    {
        Caption = "Spann",
        ColumnGroups = [new("", 2), new("Timmar", 9)],
        Rows =
        [
            new Row([new Cell("1") { RowSpan = 2 }, new Cell("A") { RowSpan = 99 }, "1", "2"]),
            new Row([new Cell("över två") { ColumnSpan = 7, Align = Align.Center }]),
            new Row(["2", new Cell("5") { RowSpan = 2 }]),
            new Row(["3", "9"]),
        ],
        Groups = [new RowGroup("Sist", [new Row([new Cell("hela") { ColumnSpan = 4, RowSpan = 3 }])])],
    };

    /// <summary>Slumpade block av alla slag.</summary>
    public static List<Block> Slumpade(Random random, int depth = 0)
    {
        var kinds = Alla().Select(b => b.Block).ToList();
        var blocks = SlumpTests.Blocks(random, 0);
        for (var i = random.Next(6); i > 0; i--)
        {
            var block = random.Next(depth < 3 ? 8 : 5) switch
            {
                5 => new Section(Slumpade(random, depth + 1), random.Next(3) switch { 0 => PageFormat.A4Landscape, 1 => new PageFormat(300, 400, new Margins(20, 40, 20, 40)), _ => null }) { KeepTogether = random.Next(2) == 0 },
                6 => new Callout(Slumpade(random, depth + 1)),
                7 => new Appendix(SlumpTests.Plain(random, 4), Slumpade(random, depth + 1)),
                _ => kinds[random.Next(kinds.Count)],
            };
            blocks.Insert(random.Next(blocks.Count + 1), random.Next(4) == 0 ? block with { Anchor = "ankare" + random.Next(5) } : block);
        }
        blocks.Add(new Paragraph([new Run(SlumpTests.Plain(random, 5)) { Target = "ankare" + random.Next(7), PageNumber = random.Next(2) == 0, Footnote = random.Next(2) == 0 ? SlumpTests.Text(random, 9) : null }]));
        return blocks;
    }

    /// <summary>En bild i en färg som tonar, i PNG.</summary>
    private static byte[] Png(int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        Chunk("IHDR"u8, header);
        using var rows = new MemoryStream();
        using (var packed = new ZLibStream(rows, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                packed.WriteByte(0);
                for (var x = 0; x < width; x++) { packed.Write([(byte)(27 + x * 3), 75, (byte)(114 + y)]); }
            }
        }
        Chunk("IDAT"u8, rows.ToArray());
        Chunk("IEND"u8, []);
        return file.ToArray();

        void Chunk(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
        {
            var number = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
            file.Write(number);
            byte[] body = [.. name, .. data];
            file.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
            file.Write(number);
        }

        static uint Crc(byte[] bytes)
        {
            var crc = 0xFFFFFFFF;
            foreach (var b in bytes)
            {
                crc ^= b;
                for (var bit = 0; bit < 8; bit++) { crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1; }
            }
            return ~crc;
        }
    }
}
