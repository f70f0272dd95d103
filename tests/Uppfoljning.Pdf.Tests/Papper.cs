namespace Uppfoljning.Pdf.Tests;

/// <summary>Dokument som testerna skriver.</summary>
internal static class Papper
{
    public static readonly Metadata Metadata = new()
    {
        Title = "Uppföljningsplan 2027",
        Author = "Exempelkommun",
        Subject = "Plan för <privata> utförare & avtal",
        Keywords = ["uppföljning", "avtal"],
        Created = new DateTimeOffset(2026, 11, 21, 8, 30, 0, TimeSpan.FromHours(1)),
        Id = Guid.Parse("0199f3a1-4b5c-7d6e-8f70-112233445566"),
    };

    public static Document Med(params IReadOnlyList<Block> blocks) => new()
    {
        Metadata = Metadata,
        Blocks = blocks,
        Header = new PageBand("Exempelkommun", "Dnr KS 2026/417"),
        Footer = new PageBand("Version 2", "Sida {page} av {pages}"),
    };

    public static (byte[] Bytes, PdfReport Report) Skriv(Document document)
    {
        using var stream = new MemoryStream();
        var report = PdfWriter.Write(document, stream);
        return (stream.ToArray(), report);
    }

    /// <summary>Skriver, läser tillbaka och kräver att inget bryter mot standarderna.</summary>
    public static TaggedPdf Las(params IReadOnlyList<Block> blocks) => Las(Med(blocks));

    public static TaggedPdf Las(Document document)
    {
        var pdf = new TaggedPdf(Skriv(document).Bytes);
        Assert.That(pdf.Faults, Is.Empty);
        return pdf;
    }

    public static Table Tabell(int rader, string cell = "Uppföljning av hemtjänst") => new([
        new Column("Nr"), new Column("Avtal") { RowHeader = true }, new Column("Belopp") { Align = Align.Right }])
    {
        Caption = "Tabell 1. Avtal",
        Rows = [.. Enumerable.Range(1, rader).Select(i => Row.Of($"{i}", cell, $"{i} 000"))],
    };

    public static Document Plan() => Med(
        new Cover("Plan för uppföljning") { Owner = "Exempelkommun", Subtitle = "Förslag", Facts = [new("Diarienummer", "KS 2026/417")] },
        new TableOfContents(),
        new PageBreak(),
        new Heading(1, "Bakgrund"),
        new Paragraph(["Planen bygger på ", Run.Strong("programmet"), " och läses hos ", Run.To(new Uri("https://example.se/a?b=å"), "kommunen"), "."]),
        new Heading(2, "Urval"),
        new ItemList(["Hög risk", new ListItem("Medel") { Nested = new ItemList(["varannat år"]) }]),
        new ItemList(["Först", "Sedan"]) { Numbered = true },
        new Callout([new Paragraph("Tre avtal saknar värde.")]) { Title = "Att tänka på" },
        new KeyValueList([new("Avtal", "128"), new("Utförare", "41")]),
        new Section([new Heading(1, "Planen"), Grupperad()], PageFormat.A4Landscape),
        new Heading(1, "Beslut"),
        new Signatures([new("Förtroendevald på Öland", "Ordförande")])) with
    { Watermark = "UTKAST" };

    public static Table Grupperad(int rader = 30) => new([new("Nr"), new("Utförare") { RowHeader = true }, new("Metod"), new("Timmar") { Align = Align.Right }])
    {
        Caption = "Tabell 2. Planen",
        Groups = [.. new[] { "Vård och omsorg", "Teknik" }.Select(g => new RowGroup(g, [.. Enumerable.Range(1, rader).Select(i => Row.Of($"{i}", "Exempel Hemtjänst AB", "Granskning – fakturor", "12"))]))],
    };
}
