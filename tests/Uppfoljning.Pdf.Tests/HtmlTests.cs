using System.Xml;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Uppfoljning.Pdf.Tests;

/// <summary>HTML: välformad för allt som kan stå i ett dokument, lika läst av XML- och HTML-läsare, och med den mening som hjälpmedel behöver.</summary>
[TestFixture]
public sealed class HtmlTests
{
    [Test]
    public void Varje_slag_ar_valformat_ensamt([ValueSource(typeof(Sorter), nameof(Sorter.Namn))] string slag) => Las(Sorter.Ett(slag));

    [Test]
    public void Varje_slag_ar_valformat_i_en_notis_i_ett_avsnitt_i_en_bilaga([ValueSource(typeof(Sorter), nameof(Sorter.Namn))] string slag) =>
        Las(new Appendix("A", [new Section([new Callout([Sorter.Ett(slag)])], PageFormat.A4Landscape), Sorter.Ett(slag)]));

    [Test]
    public void Slumpade_dokument_ar_valformade_och_pekar_ratt([Values(1, 2, 3, 4)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20; i++) { Las(Papper.Med(Sorter.Slumpade(random)), $"frö {seed}, dokument {i}"); }
    }

    [Test]
    public void Samma_dokument_ger_samma_text()
    {
        var forsta = Sida(Sorter.Allt());
        Assert.That(Sida(Sorter.Allt()), Is.EqualTo(forsta));
    }

    [Test]
    public void Text_ar_text_och_aldrig_kod()
    {
        var html = Skriv(Papper.Med([.. Sorter.Alla().Select(b => b.Block), new Callout([new Paragraph(Sorter.Elak)]) { Title = Sorter.Elak }]));
        Assert.That(html.Contains("<script", StringComparison.Ordinal) || html.Contains('\u0007', StringComparison.Ordinal) || html.Contains("\uD800 ", StringComparison.Ordinal), Is.False);
        Assert.That(Tolka(html).QuerySelectorAll(".doc-callout-title")[^1].TextContent, Does.StartWith("<script>alert(1)</script> & \"citat\""));
    }

    [TestCase("https://example.se/?a=1&b=å", "https://example.se/?a=1&b=%C3%A5")]
    [TestCase("http://example.se/", "http://example.se/")]
    [TestCase("mailto:namnd@example.se", "mailto:namnd@example.se")]
    [TestCase("javascript:alert(1)", null)]
    [TestCase("data:text/html,x", null)]
    [TestCase("file:///etc/passwd", null)]
    [TestCase("/bara/vagen", null)]
    public void Lankar_leder_bara_till_webben_och_till_e_post(string adress, string? vantad)
    {
        var stycke = Las(new Paragraph([Run.To(new Uri(adress, UriKind.RelativeOrAbsolute), "länk")])).QuerySelector("p:not([class])")!;
        Assert.That(stycke.TextContent, Is.EqualTo("länk"));
        Assert.That(stycke.QuerySelector("a")?.GetAttribute("href"), Is.EqualTo(vantad));
    }

    [Test]
    public void Inga_stilar_i_attribut_och_ingen_kod_sa_att_en_strang_policy_haller()
    {
        var dokument = Las(Sorter.Allt());
        Assert.That(dokument.All.SelectMany(e => e.Attributes).Select(a => a.Name), Has.None.EqualTo("style").And.None.StartsWith("on"));
        Assert.That(dokument.QuerySelectorAll("script, style, link, iframe, object"), Is.Empty);
    }

    [TestCase(1, "H2", "H3")]
    [TestCase(3, "H4", "H5")]
    public void Rubriker_borjar_under_sidans_egna_och_hoppar_inte(int offset, string forsta, string andra)
    {
        var text = Skriv(Papper.Med(new Heading(1, "A"), new Heading(4, "B"), new Heading(2, "C"), new Heading(2, " ")), new HtmlOptions { HeadingOffset = offset });
        Assert.That(Tolka(text).QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(h => (h.TagName, h.TextContent)), Is.EqualTo(new[] { (forsta, "A"), (andra, "B"), (andra, "C") }));
    }

    [Test]
    public void Rubrik_djupare_an_sex_sager_sin_niva()
    {
        var rubrik = Tolka(Skriv(Papper.Med(new Heading(1, "A"), new Heading(2, "B")), new HtmlOptions { HeadingOffset = 5 })).QuerySelector("[role=heading]")!;
        Assert.That((rubrik.TextContent, rubrik.GetAttribute("aria-level")), Is.EqualTo(("B", "7")));
    }

    [Test]
    public void Hel_sida_har_sprak_titel_en_huvudrubrik_och_klarar_sig_sjalv()
    {
        var sida = new HtmlParser().ParseDocument(Sida(Papper.Plan()));
        Assert.That(sida.Doctype.Name, Is.EqualTo("html"));
        Assert.That(sida.DocumentElement.GetAttribute("lang"), Is.EqualTo("sv-SE"));
        Assert.That(sida.Title, Is.EqualTo("Uppföljningsplan 2027"));
        Assert.That(sida.QuerySelectorAll("h1").Select(h => h.TextContent), Is.EqualTo(new[] { "Plan för uppföljning" }));
        Assert.That(sida.QuerySelector("meta[name=description]")!.GetAttribute("content"), Is.EqualTo("Plan för <privata> utförare & avtal"));
        var css = sida.QuerySelector("style")!.TextContent;
        Assert.That(css, Does.Contain("@page { size: 595.28pt 841.89pt").And.Contain("@page doc-format-1 { size: 841.89pt 595.28pt").And.Contain("--doc-accent: #1B4B72")
            .And.Contain("@bottom-right { content: \"Sida \" counter(page) \" av \" counter(pages)").And.Contain(".doc-toc > ol"));
        Assert.That(css, Does.Not.Contain("<").And.Not.Contain("&").And.Not.Contain("url("));
    }

    [Test]
    public void Text_i_sidhuvudet_slipper_inte_ut_ur_sin_strang_i_stilmallen()
    {
        var css = new HtmlParser().ParseDocument(Sida(Papper.Med() with { Header = new PageBand("</style><b>\"; } x\\", "") })).QuerySelector("style")!.TextContent;
        Assert.That(css, Does.Contain("content: \"\\00003C/style\\00003E\\00003Cb\\00003E\\000022\\00003B \\00007D x\\00005C\""));
    }

    [Test]
    public void Stilmallen_har_temats_farger_och_ror_bara_dokumentet()
    {
        var css = HtmlWriter.Stylesheet(new Theme { Accent = Color.FromHex("#0B5D6B"), TableSize = 8 });
        Assert.That(css, Does.Contain("--doc-accent: #0B5D6B;").And.Contain("--doc-table-size: 0.762rem;").And.Contain("--doc-table-size: 8pt;"));
        var regler = System.Text.RegularExpressions.Regex.Matches(css, @"^\s*([^@{}\n:;]+[^{}\n;]*) \{", System.Text.RegularExpressions.RegexOptions.Multiline);
        Assert.That(regler.SelectMany(r => r.Groups[1].Value.Split(',')).Select(r => r.Trim()), Has.All.Matches(@"^(\.doc|ol\.doc-)"));
    }

    [Test]
    public void Text_i_kommunens_farg_gar_att_lasa_aven_nar_fargen_ar_ljus()
    {
        var css = HtmlWriter.Stylesheet(new Theme { Accent = Color.FromHex("#FFD500") });
        Assert.That(css, Does.Contain("--doc-accent: #FFD500;").And.Not.Contain("--doc-accent-text: #FFD500;"));
        Assert.That(System.Text.RegularExpressions.Regex.Matches(css, @"[\s{]color: var\(--doc-accent\)"), Is.Empty);
    }

    [Test]
    public void Sidhuvud_och_sidfot_sags_en_gang_utan_sidnummer()
    {
        var dokument = Las(Papper.Med(new Paragraph("Text")) with { Watermark = "UTKAST" });
        Assert.That(dokument.QuerySelector(".doc-header")!.TextContent, Is.EqualTo("Exempelkommun Dnr KS 2026/417"));
        Assert.That(dokument.QuerySelector(".doc-footer")!.TextContent, Is.EqualTo("Version 2"));
        Assert.That(dokument.QuerySelector("article")!.FirstElementChild!.TextContent, Is.EqualTo("UTKAST"));
    }

    [Test]
    public void Tabell_har_rubriker_med_racka_grupper_och_spann()
    {
        var tabell = Las(Sorter.Spann()).QuerySelector("table")!;
        Assert.That(tabell.QuerySelector("caption")!.TextContent, Is.EqualTo("Spann"));
        Assert.That(tabell.QuerySelectorAll("thead tr").Select(r => string.Join('|', r.Children.Select(Cell))), Is.EqualTo(new[] { "TD*2:|TH.colgroup*2:Timmar", "TH.col:Nr|TH.col:Utförare|TH.col:2026|TH.col:2027" }));
        Assert.That(tabell.QuerySelectorAll("tbody tr").Select(r => string.Join('|', r.Children.Select(Cell))), Is.EqualTo(new[]
        {
            "TD/2:1|TH.rowgroup/4:A|TD:1|TD:2", "TD*2:över två", "TD:2|TD/2:5|TD:", "TD:3|TD:9", "TH.rowgroup*4:Sist", "TD*4:hela",
        }));
        Assert.That(tabell.QuerySelectorAll("tbody"), Has.Length.EqualTo(2));

        static string Cell(IElement c) => c.TagName + (c.GetAttribute("scope") is { } s ? "." + s : "") + (c.GetAttribute("colspan") is { } w ? "*" + w : "") + (c.GetAttribute("rowspan") is { } h ? "/" + h : "") + ":" + c.TextContent;
    }

    [Test]
    public void Decimaler_far_rum_att_sta_under_varandra_utan_att_bli_text()
    {
        var celler = Las(Sorter.Tabell()).QuerySelectorAll("tbody tr").Select(r => r.Children[1]).ToList();
        Assert.That(celler.Select(c => c.TextContent), Is.EqualTo(new[] { "12,5", "1 000", "3,125 tkr", "1 015,63" }));
        Assert.That(celler.Select(c => c.QuerySelector(".doc-fill")?.GetAttribute("data-fill")), Is.EqualTo(new[] { "00 tkr", ",000 tkr", null, "0 tkr" }));
    }

    [Test]
    public void Det_som_rullar_nas_med_tangentbord_och_har_ett_namn()
    {
        var dokument = Las(new Heading(1, "Planen"), Sorter.Tabell(), Sorter.Tabell(), new Table([new Column("A")]));
        var rutor = dokument.QuerySelectorAll(".doc-scroll");
        Assert.That(rutor.Select(r => r.GetAttribute("tabindex")), Has.All.EqualTo("0"));
        Assert.That(rutor.Select(r => r.GetAttribute("role")), Is.EqualTo(new[] { "region", "group", "group" }), "två landmärken får inte heta lika");
        Assert.That(dokument.GetElementById(rutor[0].GetAttribute("aria-labelledby")!)!.TextContent, Is.EqualTo("Tabell 1"));
        Assert.That(rutor[2].GetAttribute("aria-label"), Is.EqualTo("Planen"));
    }

    [Test]
    public void Tom_tabell_sager_det() => Assert.That(Las(new Table([new Column("A"), new Column("B")])).QuerySelector("tbody td[colspan='2']")!.TextContent, Is.EqualTo("Inga rader."));

    [Test]
    public void Rad_med_for_manga_celler_ar_ett_fel() =>
        Assert.That(() => Skriv(Papper.Med(new Table([new Column("A")]) { Rows = [Row.Of("1", "2")] })), Throws.ArgumentException);

    [Test]
    public void Noter_star_sist_med_vag_dit_och_tillbaka()
    {
        var dokument = Las(new Paragraph([Run.Noted("Ett", "Första noten")]), new Table([new Column("A")]) { Rows = [new Row([new Cell([Run.Noted("två", "Andra noten")])])] });
        var marken = dokument.QuerySelectorAll("a[role=doc-noteref]");
        var noter = dokument.QuerySelectorAll("section[role=doc-endnotes] li");
        Assert.That(marken.Select(m => m.TextContent), Is.EqualTo(new[] { "1", "2" }));
        for (var i = 0; i < 2; i++)
        {
            Assert.That(marken[i].GetAttribute("href"), Is.EqualTo("#" + noter[i].Id));
            var back = noter[i].QuerySelector("a[role=doc-backlink]")!;
            Assert.That((back.GetAttribute("href"), back.GetAttribute("aria-label")), Is.EqualTo(("#" + marken[i].Id, "tillbaka till texten")));
        }
        Assert.That(noter[1].TextContent, Does.StartWith("Andra noten"));
    }

    [Test]
    public void Hanvisningar_ar_lankar_och_sidnummer_blir_avsnittets_namn()
    {
        var dokument = Las(
            new Paragraph(["Se ", Run.See("t", "tabellen"), " i ", Run.PageOf("t"), " och ", Run.PageOf("t", "nedan"), Run.See("finns inte", "!")]), new Heading(1, "Urvalet"), Papper.Tabell(1) with { Anchor = "t" },
            new Paragraph("Samma namn igen") { Anchor = "t" });
        var stycke = dokument.QuerySelector("article > p:not([class])")!;
        Assert.That(stycke.TextContent, Is.EqualTo("Se tabellen i Urvalet och nedan!"));
        Assert.That(stycke.QuerySelectorAll("a").Select(a => a.TextContent), Is.EqualTo(new[] { "tabellen", "Urvalet", "nedan" }));
        Assert.That(dokument.GetElementById(stycke.QuerySelector("a")!.GetAttribute("href")![1..])!.QuerySelector("table"), Is.Not.Null);
    }

    [Test]
    public void Innehallet_ar_en_navigering_i_nivaer()
    {
        var nav = Las(new TableOfContents { Depth = 2 }, new Heading(1, "A"), new Heading(2, "A1"), new Heading(3, "djupt"), new Heading(1, "B"), new Appendix("Avtal", [])).QuerySelector("nav")!;
        Assert.That(nav.QuerySelectorAll("nav > ol > li > a").Select(a => a.TextContent), Is.EqualTo(new[] { "A", "B", "Bilaga 1. Avtal" }));
        Assert.That(nav.QuerySelectorAll("ol ol a").Select(a => a.TextContent), Is.EqualTo(new[] { "A1" }));
        Assert.That(nav.Owner!.GetElementById(nav.GetAttribute("aria-labelledby")!)!.TextContent, Is.EqualTo("Innehåll"));
    }

    [Test]
    public void Bilagor_raknas_och_namnges()
    {
        var bilagor = Las(new Appendix("Avtal", [new Paragraph("a")]), new Appendix("", [])).QuerySelectorAll("section[role=doc-appendix]");
        Assert.That(bilagor.Select(b => b.Owner!.GetElementById(b.GetAttribute("aria-labelledby")!)!.TextContent), Is.EqualTo(new[] { "Bilaga 1. Avtal", "Bilaga 2" }));
    }

    [Test]
    public void Bild_har_text_i_stallet_och_matt_eller_adress_av_vardsidan()
    {
        var dokument = Papper.Med(new Picture(Sorter.Bild, "En \"toning\"") { Caption = "Figur 1", Width = 72 }, new Picture(Sorter.Bild, ""));
        var bilder = Las(dokument).QuerySelectorAll("figure img");
        Assert.That(bilder.Select(b => b.GetAttribute("alt")), Is.EqualTo(new[] { "En \"toning\"", "" }));
        Assert.That((bilder[0].GetAttribute("width"), bilder[0].GetAttribute("height")), Is.EqualTo(("96", "48")));
        Assert.That(bilder[0].GetAttribute("src"), Does.StartWith("data:image/png;base64,iVBOR"));
        Assert.That(bilder[0].ParentElement!.QuerySelector("figcaption")!.TextContent, Is.EqualTo("Figur 1"));
        Assert.That(Tolka(Skriv(dokument, new HtmlOptions { ImageSource = _ => "/bilder/1?a=1&b=2" })).QuerySelector("img")!.GetAttribute("src"), Is.EqualTo("/bilder/1?a=1&b=2"));
    }

    [Test]
    public void Diagram_har_bildtext_och_sina_varden_i_en_tabell()
    {
        var figur = Las(Sorter.Ett("staplar")).QuerySelector("figure.doc-chart")!;
        Assert.That(figur.QuerySelector("figcaption")!.TextContent, Is.EqualTo("Timmar (tim)"));
        Assert.That(figur.QuerySelectorAll("tbody tr").Select(r => string.Join('|', r.Children.Select(c => c.TextContent))), Is.EqualTo(new[] { "Vård|12,5|1", "Teknik|inte känt|inte känt" }));
        Assert.That(figur.QuerySelector("svg[role=img]")!.GetAttribute("aria-label"), Is.EqualTo("Flest timmar går åt i vården."));
        Assert.That(Las(Sorter.Ett("linje")).QuerySelector("figure table"), Is.Null);
    }

    [Test]
    public void Uppgifter_ar_en_lista_med_namn_och_varden() => Assert.That(
        Las(new KeyValueList([new("Avtal", "128"), new("Utförare", "41")])).QuerySelectorAll("dl > div").Select(d => (d.QuerySelector("dt")!.TextContent, d.QuerySelector("dd")!.TextContent)),
        Is.EqualTo(new[] { ("Avtal", "128"), ("Utförare", "41") }));

    [Test]
    public void Listor_behaller_forsta_nummer_och_nivaer()
    {
        var dokument = Las(new ItemList(["A", new ListItem("B") { Nested = new ItemList(["B1"]) }]) { Numbered = true, Start = 4 });
        Assert.That(dokument.QuerySelector("ol")!.GetAttribute("start"), Is.EqualTo("4"));
        Assert.That(dokument.QuerySelector("ol > li > ul > li")!.TextContent, Is.EqualTo("B1"));
    }

    [Test]
    public void Ids_borjar_med_det_som_vardsidan_valt()
    {
        var dokument = Tolka(Skriv(Sorter.Allt(), new HtmlOptions { IdPrefix = "x-" }));
        Assert.That(dokument.All.Where(e => e.HasAttribute("id")).Select(e => e.Id), Is.Not.Empty.And.All.StartsWith("x-"));
    }

    private static string Skriv(Document document, HtmlOptions? options = null)
    {
        using var text = new StringWriter();
        HtmlWriter.Write(document, text, options);
        return text.ToString();
    }

    private static string Sida(Document document)
    {
        using var text = new StringWriter();
        HtmlWriter.WritePage(document, text);
        return text.ToString();
    }

    private static IHtmlDocument Tolka(string html) => new HtmlParser().ParseDocument(html);

    private static IHtmlDocument Las(params IReadOnlyList<Block> blocks) => Las(Papper.Med(blocks));

    /// <summary>Läser som XML och som HTML, och kräver att båda ser samma sak, att varje id är eget och att varje hänvisning leder någonstans.</summary>
    private static IHtmlDocument Las(Document document, string? om = null)
    {
        var text = Skriv(document);
        var html = Tolka(text);
        var xml = XDocument.Parse(text, LoadOptions.PreserveWhitespace);
        Assert.That(html.Body!.QuerySelectorAll("*").Select(e => e.LocalName), Is.EqualTo(xml.Descendants().Select(e => e.Name.LocalName)), om);
        var ids = html.All.Where(e => e.HasAttribute("id")).Select(e => e.Id!).ToList();
        Assert.That(ids, Is.Unique, om);
        var pekare = html.QuerySelectorAll("a[href^='#']").Select(a => a.GetAttribute("href")![1..]).Concat(html.QuerySelectorAll("[aria-labelledby]").Select(e => e.GetAttribute("aria-labelledby")!));
        Assert.That(pekare.Except(ids), Is.Empty, om);
        Assert.That(html.QuerySelectorAll("th, a, h1, h2, h3, h4, h5, h6, caption, dt").Where(e => e.TextContent.Length == 0 && e.LocalName != "dt"), Is.Empty, om);
        using var reader = XmlReader.Create(new StringReader(Sida(document)), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        while (reader.Read()) { }
        return html;
    }
}
