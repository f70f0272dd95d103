namespace Uppfoljning.Pdf.Tests;

[TestFixture]
public sealed class HanvisningTests
{
    private static readonly Block[] EnSida = [.. Enumerable.Repeat(new Paragraph("Text"), 40)];

    [Test]
    public void Hanvisning_lankar_till_blocket_och_sager_sidan()
    {
        var pdf = Papper.Las(new Paragraph(["Se ", Run.See("mal", "avsnitt 3"), "."]), new PageBreak(), new Heading(1, "Mål") { Anchor = "mal" });
        Assert.That(pdf.Root.All("Link").Single().Text, Is.EqualTo("avsnitt 3"));
        var link = Lankar(pdf, 0).Single();
        Assert.That(PdfReader.Text(link["Contents"]), Is.EqualTo("avsnitt 3, sida 2"));
        Assert.That(Sida(pdf, link), Is.EqualTo(2));
    }

    [Test]
    public void Sidnummer_visas_for_block_fore_och_efter()
    {
        var pdf = Papper.Las([
            new Heading(1, "Början") { Anchor = "a" }, new Paragraph(["sida ", Run.PageOf("z")]), .. Enumerable.Range(0, 12).SelectMany(_ => new Block[] { new Paragraph("x"), new PageBreak() }),
            new Paragraph(["sida ", Run.PageOf("a")]), new Paragraph("Slutet") { Anchor = "z" }]);
        Assert.That(pdf.Root.All("Link").Select(l => l.Text), Is.EqualTo(["13", "1"]));
        Assert.That(PdfReader.Text(Lankar(pdf, 0).Single()["Contents"]), Is.EqualTo("sida 13"));
    }

    [Test]
    public void Sidnummer_stammer_nar_de_sjalva_flyttar_raderna([Range(20, 44)] int stycken)
    {
        // Varje nummer är en rad; målen står på var sin sida.
        var pdf = Papper.Las([
            .. Enumerable.Repeat(new Paragraph("Text"), stycken),
            .. Enumerable.Range(1, 14).Select(i => (Block)new Paragraph([new string('x', 92), " ", Run.PageOf($"m{i}")])),
            .. Enumerable.Range(1, 14).SelectMany(i => new Block[] { new PageBreak(), new Paragraph("Mål") { Anchor = $"m{i}" } })]);
        var numbers = pdf.Root.All("Link").Select(l => l.Text).ToList();
        var pages = pdf.Pages.Select(p => p.Id).ToList();
        Assert.That(numbers, Is.EqualTo(pdf.Root.Elements.TakeLast(14).Select(e => $"{pages.IndexOf(((Reference)e.Dict["Pg"]!).Id) + 1}")));
    }

    [Test]
    public void Mal_som_flyttas_till_nasta_sida_tar_platsen_med_sig([Range(30, 46)] int stycken)
    {
        var pdf = Papper.Las([
            new Paragraph([Run.See("t", "tabellen"), " och ", Run.See("s", "avsnittet")]), .. Enumerable.Repeat(new Paragraph("Text"), stycken),
            new Section([new Heading(2, "Rubrik"), Papper.Tabell(2) with { Anchor = "t" }]) { Anchor = "s" }]);
        var pages = Lankar(pdf, 0).Select(l => Sida(pdf, l)).ToList();
        var heading = pdf.Root.All("H1").Single();
        var number = pdf.Pages.FindIndex(p => p.Id == ((Reference)heading.Dict["Pg"]!).Id) + 1;
        Assert.That(pages, Is.EqualTo([number, number]));
    }

    [Test]
    public void Okant_mal_blir_vanlig_text_och_anmals()
    {
        var (bytes, report) = Papper.Skriv(Papper.Med(new Paragraph([Run.See("finns inte", "avsnitt 9"), " på sidan ", Run.PageOf("inte heller", "9"), Run.See("finns inte", ".")])));
        var pdf = new TaggedPdf(bytes);
        Assert.That(pdf.Faults, Is.Empty);
        Assert.That(pdf.Root.Text, Is.EqualTo("avsnitt 9 på sidan 9."));
        Assert.That(pdf.Root.All("Link"), Is.Empty);
        Assert.That(report.UnknownTargets, Is.EqualTo(["finns inte", "inte heller"]));
    }

    [Test]
    public void Av_tva_block_med_samma_namn_galler_det_forsta()
    {
        var pdf = Papper.Las(new Paragraph([Run.PageOf("a")]), new PageBreak(), new Paragraph("1") { Anchor = "a" }, new PageBreak(), new Paragraph("2") { Anchor = "a" });
        Assert.That(pdf.Root.All("Link").Single().Text, Is.EqualTo("2"));
    }

    private static IEnumerable<TestCaseData> Slag()
    {
        Block[] blocks =
        [
            new Cover("Titel") { Anchor = "a" }, new Paragraph("Text") { Anchor = "a" }, new Paragraph("") { Anchor = "a" }, new ItemList(["x"]) { Anchor = "a" },
            new ItemList([new ListItem("x") { Nested = new ItemList(["y"]) { Anchor = "a" } }]), new KeyValueList([new("k", "v")]) { Anchor = "a" },
            new Callout([new Paragraph("Text")]) { Title = "Titel", Anchor = "a" }, new Callout([new Paragraph("Text") { Anchor = "a" }]), Papper.Tabell(1) with { Anchor = "a" },
            new TableOfContents() { Anchor = "a" }, new Signatures([new("Namn")]) { Anchor = "a" }, new Section([new Paragraph("x")]) { Anchor = "a" },
            new Section([new Paragraph("x") { Anchor = "a" }], PageFormat.A4Landscape), new Spacer(10) { Anchor = "a" }, new Appendix("B", [new Paragraph("x") { Anchor = "a" }]), new Appendix("B", []) { Anchor = "a" },
            new BarChart("Avtal", "Tre avtal.", ["A"], [new Series("Antal", [3])]) { Anchor = "a" },
        ];
        return blocks.Select((b, i) => new TestCaseData(b).SetArgDisplayNames($"{i} {b.GetType().Name}"));
    }

    [TestCaseSource(nameof(Slag))]
    public void Varje_slags_block_kan_vara_mal(Block block)
    {
        var pdf = Papper.Las(new Paragraph([Run.PageOf("a")]), new PageBreak(), block, new Paragraph("Efter"));
        Assert.That(pdf.Root.All("Link").First().Text, Is.EqualTo("2"));
        Assert.That(Sida(pdf, Lankar(pdf, 0).Single()), Is.EqualTo(2));
    }

    [Test]
    public void Mal_utan_egen_plats_star_dar_det_som_kommer_sedan_star()
    {
        var pdf = Papper.Las(new Paragraph([Run.See("a", "A"), Run.See("b", "B")]), new PageBreak() { Anchor = "a" }, new Paragraph("Text"), new PageBreak() { Anchor = "b" });
        Assert.That(Lankar(pdf, 0).Select(l => Sida(pdf, l)), Is.EqualTo([2, 2]));
    }

    [Test]
    public void Hanvisning_i_tabell_och_not_raknas_ocksa()
    {
        var pdf = Papper.Las([
            new Table([new Column("A"), new Column("B")]) { Rows = [new Row([new Cell([Run.PageOf("m")]), new Cell([Run.Noted("x", [Run.PageOf("m")])])])] },
            .. EnSida, new Paragraph("Mål") { Anchor = "m" }]);
        Assert.That(pdf.Root.All("Link").Select(l => l.Text), Is.EqualTo(["2", "1", "2"]));
    }

    [Test]
    public void Lang_hanvisning_over_tva_rader_ar_en_lank_med_tva_rutor()
    {
        var pdf = Papper.Las(new Paragraph([Run.See("a", string.Join(' ', Enumerable.Repeat("avsnitt", 20)))]), new Paragraph("A") { Anchor = "a" });
        Assert.That(pdf.Root.All("Link").Count(), Is.EqualTo(1));
        Assert.That(Lankar(pdf, 0), Has.Count.EqualTo(2));
    }

    private static List<Dict> Lankar(TaggedPdf pdf, int page) => [.. pdf.Reader.Array(pdf.Pages[page].Page["Annots"]).Select(pdf.Reader.DictOf)];

    private static int Sida(TaggedPdf pdf, Dict link) => pdf.Pages.FindIndex(p => p.Id == ((Reference)pdf.Reader.Array(link["Dest"])[0]!).Id) + 1;
}
