namespace Uppfoljning.Pdf.Tests;

/// <summary>Det i standarderna som inte redan prövas av varje dokument som läses tillbaka (<see cref="TaggedPdf"/>).</summary>
[TestFixture]
public sealed class NormTests
{
    private static readonly Document Allt = Papper.Plan() with
    {
        Blocks =
        [
            .. Papper.Plan().Blocks,
            new Heading(2, "Noter") { Anchor = "noter" },
            new Paragraph([Run.Noted("Programmet", "Antaget den 1 januari 2027."), " och ", Run.See("bilaga", "bilaga 1"), " på sidan ", Run.PageOf("bilaga"), "."]),
            new Appendix("Underlag", [new Table([new Column("A") { RowHeader = true }, new Column("B")]) { ColumnGroups = [new ColumnGroup("Ett", 2)], Rows = [new Row([new Cell("x") { RowSpan = 2 }, "1"]), new Row(["2"])] }]) { Anchor = "bilaga" },
        ],
    };

    [Test]
    public void Allt_som_en_modell_kan_halla_foljer_standarderna()
    {
        var pdf = Papper.Las(Allt);
        Assert.That(pdf.Root.All("Note", "Reference", "TOC", "L", "Table", "Link", "Sect", "H2").Select(e => e.Role).Distinct().Count(), Is.EqualTo(8));
        Tools.Check(Papper.Skriv(Allt).Bytes);
    }

    [Test]
    public void Lasaren_ser_fel_som_en_granskare_ser()
    {
        // Läsaren är bara värd något om den faller på det som är fel: samma fil med ett tecken utbytt.
        var bytes = Papper.Skriv(Papper.Med(new Paragraph("Text"))).Bytes;
        bytes[5] = (byte)'2';
        Assert.That(new TaggedPdf(bytes).Faults, Has.Some.Contains("6.1.2"));
        Assert.That(new TaggedPdf([.. Papper.Skriv(Papper.Med(new Paragraph("Text"))).Bytes, (byte)'x', (byte)'\n']).Faults, Has.Some.Contains("6.1.3"));
    }

    [Test]
    public void Andra_program_ser_noten_och_dess_marke()
    {
        var bytes = Papper.Skriv(Papper.Med(new Paragraph([Run.Noted("Programmet", "Antaget 2027."), " gäller."]))).Bytes;
        var tree = Tools.Run("pdfinfo", bytes, "-struct-text", "{pdf}");
        Assert.That(tree, Does.Match("Reference").And.Match("Note").And.Contain("\"Antaget 2027.\""));
        Assert.That(Tools.TextOf(bytes), Does.Match("Programmet ?1 gäller"));
    }

    [Test]
    public void Lang_text_i_bokmarke_och_lank_haller_granserna()
    {
        var text = string.Concat(Enumerable.Repeat("å😀", 9000));
        Assert.That(Papper.Las(new TableOfContents(), new Heading(1, text)).Bookmarks(), Has.Count.EqualTo(2));
    }

    [TestCase("")]
    [TestCase("svenska språket")]
    public void Sprak_som_inte_ar_en_sprakmarkning_ar_ett_fel(string language) =>
        Assert.That(() => Papper.Skriv(Papper.Med() with { Metadata = Papper.Metadata with { Language = language } }), Throws.ArgumentException);

    [Test]
    public void Papper_storre_an_standarden_medger_ar_ett_fel() =>
        Assert.That(() => Papper.Skriv(Papper.Med() with { Page = new PageFormat(14_401, 800, new Margins(70, 70, 70, 70)) }), Throws.ArgumentException);

    [Test]
    public void Varje_sida_har_egna_granser_och_inget_lager_eller_handling()
    {
        var pdf = Papper.Las(Allt);
        Assert.That(pdf.Reader.Objects().Select(o => o.Value).OfType<Dict>().SelectMany(d => d.Keys), Has.None.AnyOf("OCG", "OCGs", "JavaScript", "Launch", "EF", "XFA", "Encrypt"));
    }

    [Test]
    public void Sprakbyten_bokmarken_och_lankar_har_dokumentets_sprak() =>
        Assert.That(PdfReader.Text(Papper.Las(Allt).Reader.Catalog["Lang"]), Is.EqualTo("sv-SE"));

    [Test]
    public void Samma_dokument_ger_samma_bytes()
    {
        var first = Papper.Skriv(Allt).Bytes;
        Assert.That(Papper.Skriv(Allt).Bytes, Is.EqualTo(first));
    }
}
