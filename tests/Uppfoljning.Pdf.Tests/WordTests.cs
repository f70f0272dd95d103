using System.Xml.Linq;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Word-filen: giltig enligt schemat för allt som kan stå i ett dokument, med riktiga formatmallar, listor, tabeller och fält.</summary>
[TestFixture]
public sealed class WordTests
{
    private static readonly XNamespace W = WordFil.W;
    private static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly XNamespace Wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

    [Test]
    public void Varje_slag_ar_giltigt_ensamt([ValueSource(typeof(Sorter), nameof(Sorter.Namn))] string slag) => WordFil.Las(Sorter.Ett(slag));

    [Test]
    public void Varje_slag_ar_giltigt_i_en_notis_i_ett_liggande_avsnitt_i_en_bilaga([ValueSource(typeof(Sorter), nameof(Sorter.Namn))] string slag) =>
        WordFil.Las(new Appendix("A", [new Section([new Callout([Sorter.Ett(slag)])], PageFormat.A4Landscape), Sorter.Ett(slag)]));

    [Test]
    public void Slumpade_dokument_ar_giltiga([Values(1, 2, 3, 4)] int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 5; i++)
        {
            var document = Papper.Med(Sorter.Slumpade(random)) with { Watermark = random.Next(2) == 0 ? "UTKAST & <b>" : null, Theme = new Theme { Logo = random.Next(2) == 0 ? Sorter.Bild : null } };
            var file = WordFil.Las(document, $"frö {seed}, dokument {i}");
            var names = file.All("bookmarkStart").Select(b => (string)b.Attribute(W + "name")!).ToList();
            Assert.That(names, Is.Unique);
            Assert.That(file.All("hyperlink").Select(h => (string?)h.Attribute(W + "anchor")).OfType<string>().Except(names), Is.Empty, "varje hänvisning leder någonstans");
            Assert.That(file.All("tc").Select(c => c.Elements().Last().Name), Has.All.EqualTo(W + "p"), "en cell slutar med ett stycke");
        }
    }

    [Test]
    public void Dokument_med_allt_ar_giltigt_och_ger_samma_byte()
    {
        var ett = WordFil.Las(Sorter.Allt());
        Assert.That(ett.Faults(DocumentFormat.OpenXml.FileFormatVersions.Office2019), Is.Empty);
        Assert.That(WordFil.Skriv(Sorter.Allt()).Bytes, Is.EqualTo(ett.Bytes));
    }

    [Test]
    public void Filen_gar_ut_pa_en_strom_som_bara_kan_skrivas()
    {
        using var stream = new Enkelriktad();
        WordWriter.Write(Papper.Plan(), stream);
        Assert.That(stream.Written, Is.EqualTo(WordFil.Skriv(Papper.Plan()).Bytes));
    }

    [Test]
    public void Klockan_syns_inte_i_filen()
    {
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(WordFil.Skriv(Papper.Plan()).Bytes));
        Assert.That(zip.Entries.Select(e => e.LastWriteTime.DateTime), Has.All.EqualTo(new DateTime(1980, 1, 1)));
    }

    [Test]
    public void Rubriker_och_text_har_riktiga_formatmallar()
    {
        var file = WordFil.Las(
            new Heading(1, "Ett"), new Heading(4, "Fyra"), new Paragraph("Text"), new Paragraph("Litet") { Small = true }, new ItemList(["Punkt"]), new ItemList(["Nummer"]) { Numbered = true },
            new Callout([new Paragraph("Inne")]) { Title = "Notis" }, Papper.Tabell(1));
        Assert.That(new[] { "Ett", "Fyra", "Text", "Litet", "Punkt", "Nummer", "Notis", "Inne", "Tabell 1. Avtal", "Uppföljning av hemtjänst", "Avtal" }.Select(t => WordFil.Style(file.Paragraph(t))), Is.EqualTo(new[]
        {
            "Heading1", "Heading4", "Normal", "Small", "ListBullet", "ListNumber", "CalloutTitle", "Callout", "Caption", "TableText", "TableHeading",
        }));
        var styles = file.Part("word/styles.xml").Root!.Elements(W + "style").ToDictionary(s => (string)s.Attribute(W + "styleId")!, s => s);
        Assert.That(file.All("pStyle").Concat(file.All("rStyle")).Concat(file.All("tblStyle")).Select(WordFil.Val).Distinct().Except(styles.Keys), Is.Empty);
        Assert.That(new[] { "Heading1", "Title", "ListBullet", "Caption", "TOC1", "FootnoteText", "FootnoteReference" }.Select(s => WordFil.Val(styles[s].Element(W + "name"))),
            Is.EqualTo(new[] { "heading 1", "Title", "List Bullet", "caption", "toc 1", "footnote text", "footnote reference" }), "Words egna namn");
        Assert.That(styles.Values.Elements(W + "basedOn").Concat(styles.Values.Elements(W + "next")).Select(WordFil.Val).Except(styles.Keys), Is.Empty);
    }

    [Test]
    public void Egenskaperna_foljer_med()
    {
        var file = WordFil.Las(Papper.Plan());
        var core = file.Part("docProps/core.xml").Root!.Elements().ToDictionary(e => e.Name.LocalName, e => e.Value);
        Assert.That(core, Is.EqualTo(new Dictionary<string, string>
        {
            ["title"] = "Uppföljningsplan 2027",
            ["subject"] = "Plan för <privata> utförare & avtal",
            ["creator"] = "Exempelkommun",
            ["keywords"] = "uppföljning, avtal",
            ["lastModifiedBy"] = "Exempelkommun",
            ["created"] = "2026-11-21T07:30:00Z",
            ["modified"] = "2026-11-21T07:30:00Z",
            ["identifier"] = "urn:uuid:0199f3a1-4b5c-7d6e-8f70-112233445566",
            ["language"] = "sv-SE",
        }));
        Assert.That((string?)file.Part("word/styles.xml").Descendants(W + "lang").First().Attribute(W + "val"), Is.EqualTo("sv-SE"));
        Assert.That(file.Part("word/settings.xml").Descendants(W + "updateFields"), Is.Empty, "Word skulle fråga när filen öppnas");
        Assert.That((string?)file.Part("word/theme/theme1.xml").Descendants().First(e => e.Name.LocalName == "latin").Attribute("typeface"), Is.EqualTo("Source Sans 3"));
    }

    [Test]
    public void Varje_del_som_pekas_ut_finns_och_varje_forhallande_anvands()
    {
        var file = WordFil.Las(Sorter.Allt() with { Theme = new Theme { Logo = Sorter.Bild } });
        foreach (var name in file.Parts().Where(p => p.EndsWith(".rels", StringComparison.Ordinal) && p.StartsWith("word", StringComparison.Ordinal)))
        {
            var relations = file.Part(name).Root!.Elements().ToList();
            var inside = relations.Where(r => (string?)r.Attribute("TargetMode") != "External").Select(r => "word/" + (string)r.Attribute("Target")!);
            Assert.That(inside.Except(file.Parts()), Is.Empty, name);
            var used = file.Part(name.Replace("_rels/", "", StringComparison.Ordinal)[..^5]).Descendants().Attributes().Where(a => a.Name.Namespace == R).Select(a => a.Value);
            Assert.That(used.Except(relations.Select(r => (string)r.Attribute("Id")!)), Is.Empty, name);
        }
    }

    [Test]
    public void Innehallet_ar_ett_falt_med_ifyllda_sidor()
    {
        var file = WordFil.Las(Papper.Plan());
        var lines = file.Body.Descendants(W + "p").Where(p => WordFil.Style(p)?.StartsWith("TOC", StringComparison.Ordinal) == true).ToList();
        Assert.That(lines.Select(WordFil.TextOf), Is.EqualTo(new[] { "Innehåll", "Bakgrund\t3", "Urval\t3", "Planen\t4", "Beslut\t7" }));
        Assert.That(lines.Descendants(W + "instrText").First().Value, Is.EqualTo(" TOC \\o \"1-3\" \\h \\z "));
        var names = file.All("bookmarkStart").Select(b => (string)b.Attribute(W + "name")!).ToList();
        Assert.That(lines.Descendants(W + "hyperlink").Select(h => (string)h.Attribute(W + "anchor")!), Is.SubsetOf(names));
        Assert.That(file.All("fldChar").GroupBy(f => (string)f.Attribute(W + "fldCharType")!).Select(g => g.Count()).Distinct().Count(), Is.EqualTo(1), "varje fält börjar, delas och slutar");
    }

    [Test]
    public void Hanvisningar_ar_bokmarken_lankar_och_sidfalt()
    {
        var file = WordFil.Las(new Paragraph(["Se ", Run.See("t", "tabellen"), " på sidan ", Run.PageOf("t"), Run.See("finns inte", "!")]), new PageBreak(), new Heading(1, "Urval"), Papper.Tabell(1) with { Anchor = "t" });
        var stycke = file.Paragraph("Se tabellen på sidan 2!");
        var name = (string)stycke.Element(W + "hyperlink")!.Attribute(W + "anchor")!;
        Assert.That(stycke.Descendants(W + "instrText").Single().Value, Is.EqualTo($" PAGEREF {name} \\h "));
        Assert.That(WordFil.TextOf(file.All("bookmarkStart").Single(b => (string?)b.Attribute(W + "name") == name).Parent!), Is.EqualTo("Tabell 1. Avtal"));
    }

    [Test]
    public void Externa_lankar_gar_genom_forhallanden_och_farliga_blir_text()
    {
        var file = WordFil.Las(new Paragraph([Run.To(new Uri("https://example.se/å?a=1&b=2"), "bra"), Run.To(new Uri("https://example.se/å?a=1&b=2"), "igen"), Run.To(new Uri("javascript:alert(1)"), "illa"), Run.To(new Uri("file:///c:/x"), "fil")]));
        Assert.That(file.All("hyperlink").Select(WordFil.TextOf), Is.EqualTo(new[] { "bra", "igen" }));
        Assert.That(file.Part("word/_rels/document.xml.rels").Root!.Elements().Where(r => (string?)r.Attribute("TargetMode") == "External").Select(r => (string)r.Attribute("Target")!),
            Is.EqualTo(new[] { "https://example.se/%C3%A5?a=1&b=2" }));
    }

    [Test]
    public void Noter_star_i_en_egen_del()
    {
        var file = WordFil.Las(new Paragraph([Run.Noted("Ett", ["Första ", Run.To(new Uri("https://example.se/not"), "noten"), Run.Noted("", "inte")])]), new ItemList([new ListItem([Run.Noted("Två", "Andra")])]));
        Assert.That(file.All("footnoteReference").Select(n => (int)n.Attribute(W + "id")!), Is.EqualTo(new[] { 1, 2 }));
        var noter = file.Part("word/footnotes.xml").Root!.Elements(W + "footnote").ToList();
        Assert.That(noter.Select(n => (int)n.Attribute(W + "id")!), Is.EqualTo(new[] { -1, 0, 1, 2 }));
        Assert.That(noter.Skip(2).Select(WordFil.TextOf), Is.EqualTo(new[] { " Första noten", " Andra" }));
        Assert.That(file.Parts(), Does.Contain("word/_rels/footnotes.xml.rels"));
    }

    [Test]
    public void Tabellhuvudet_upprepas_och_rader_delas_inte()
    {
        var file = WordFil.Las(Sorter.Spann());
        var rows = file.All("tr").ToList();
        Assert.That(rows.Select(r => r.Descendants(W + "tblHeader").Any()), Is.EqualTo(new[] { true, true, false, false, false, false, false, false }));
        Assert.That(rows.Select(r => r.Descendants(W + "cantSplit").Any()), Has.All.True);
        Assert.That(rows.Select(r => string.Join('|', r.Elements(W + "tc").Select(Cell))), Is.EqualTo(new[]
        {
            "*2|Timmar*2", "Nr|Utförare|2026|2027", "1/restart|A/restart|1|2", "/continue|/continue|över två*2", "2|/continue|5/restart|", "3|/continue|/continue|9", "Sist*4", "hela*4",
        }));
        Assert.That(rows.Select(r => r.Elements(W + "tc").Sum(c => (int?)c.Element(W + "tcPr")!.Element(W + "gridSpan")?.Attribute(W + "val") ?? 1)), Has.All.EqualTo(4));

        static string Cell(XElement c) => WordFil.TextOf(c) + (WordFil.Val(c.Element(W + "tcPr")!.Element(W + "gridSpan")) is { } s ? "*" + s : "") + (WordFil.Val(c.Element(W + "tcPr")!.Element(W + "vMerge")) is { } m ? "/" + m : "");
    }

    [Test]
    public void Kolumnerna_fyller_sidan_och_cellerna_ar_lika_breda_som_sina_kolumner()
    {
        var table = WordFil.Las(Sorter.Spann()).All("tbl").Single();
        var grid = table.Descendants(W + "gridCol").Select(c => (int)c.Attribute(W + "w")!).ToList();
        Assert.That(grid.Sum(), Is.EqualTo((595.28 - 136) * 20).Within(4));
        foreach (var row in table.Elements(W + "tr")) { Assert.That(row.Descendants(W + "tcW").Sum(w => (int)w.Attribute(W + "w")!), Is.EqualTo(grid.Sum()).Within(4)); }
    }

    [Test]
    public void Decimaler_star_under_varandra()
    {
        var celler = WordFil.Las(Sorter.Tabell()).All("tr").Skip(1).Select(r => r.Elements(W + "tc").ElementAt(1).Element(W + "p")!).ToList();
        Assert.That(celler.Select(WordFil.TextOf), Is.EqualTo(new[] { "12,5", "1\u00A0000", "3,125 tkr", "1\u00A0015,63" }), "talen bryts inte");
        Assert.That(celler.Select(c => WordFil.Val(c.Element(W + "pPr")!.Element(W + "jc"))), Has.All.EqualTo("right"));
        var indrag = celler.Select(c => (int?)c.Element(W + "pPr")!.Element(W + "ind")?.Attribute(W + "right") ?? 0).ToList();
        Assert.That(indrag[2], Is.Zero, "längst till höger");
        Assert.That(indrag[1], Is.GreaterThan(indrag[0]), "utan decimaler behövs mer rum");
    }

    [Test]
    public void Listor_raknar_for_sig_och_har_nivaer()
    {
        var file = WordFil.Las(new ItemList(["A"]) { Numbered = true }, new ItemList(["B", new ListItem("C") { Nested = new ItemList(["D"]) { Numbered = true, Start = 5 } }]) { Numbered = true, Start = 3 }, new ItemList(["E", new ListItem("F") { Nested = new ItemList(["G"]) }]));
        var listor = "ABCDEFG".Select(c => file.Paragraph(c.ToString()).Descendants(W + "numPr").Single()).Select(n => (List: WordFil.Val(n.Element(W + "numId")), Level: WordFil.Val(n.Element(W + "ilvl")))).ToList();
        Assert.That(listor, Is.EqualTo(new[] { ("2", "0"), ("3", "0"), ("3", "0"), ("4", "1"), ("1", "0"), ("1", "0"), ("1", "1") }));
        Assert.That(file.Part("word/numbering.xml").Descendants(W + "startOverride").Select(WordFil.Val), Is.EqualTo(new[] { "1", "3", "5" }));
    }

    [Test]
    public void Liggande_avsnitt_har_eget_papper_och_egen_sidfot_utan_tomma_sidor()
    {
        var file = WordFil.Las(new Paragraph("A"), new Section([new PageBreak(), Papper.Tabell(1), new PageBreak()], PageFormat.A4Landscape), new Section([new Paragraph("mer")], PageFormat.A4Landscape), new PageBreak(), new Paragraph("B"), new PageBreak());
        var sections = file.All("sectPr").ToList();
        Assert.That(sections.Select(s => (string?)s.Element(W + "pgSz")!.Attribute(W + "orient")), Is.EqualTo(new[] { null, "landscape", null }));
        Assert.That(sections.Select(s => (string)s.Element(W + "footerReference")!.Attribute(R + "id")!).Distinct().Count(), Is.EqualTo(2));
        Assert.That(file.All("pageBreakBefore").Select(b => WordFil.TextOf(b.Parent!.Parent!)), Is.EqualTo(new[] { "mer" }), "ett nytt papper är redan en ny sida");
    }

    [Test]
    public void Sidbrytning_hor_till_det_som_kommer_efter()
    {
        var file = WordFil.Las(new PageBreak(), new Paragraph("A"), new PageBreak(), new PageBreak(), new Heading(1, "B"), new PageBreak(), new Table([new Column("C")]), new Spacer(9), new PageBreak());
        Assert.That(file.All("pageBreakBefore").Select(b => WordFil.TextOf(b.Parent!.Parent!)), Is.EqualTo(new[] { "B", "" }));
        Assert.That(file.All("br"), Is.Empty);
    }

    [Test]
    public void Omslaget_har_varken_sidhuvud_eller_sidfot_men_sin_vattenstampel()
    {
        var file = WordFil.Las(Papper.Plan());
        var first = file.All("sectPr").First();
        Assert.That(first.Element(W + "titlePg"), Is.Not.Null);
        Assert.That(file.All("titlePg").Count(), Is.EqualTo(1));
        var header = file.Part("word/headerFirst.xml");
        Assert.That(header.Descendants().Where(e => e.Name.LocalName == "textpath").Select(e => (string?)e.Attribute("string")).OfType<string>(), Is.EqualTo(new[] { "UTKAST" }));
        Assert.That(WordFil.TextOf(header.Root!), Is.Empty);
        Assert.That(first.Elements(W + "footerReference").Select(f => (string)f.Attribute(W + "type")!), Is.EqualTo(new[] { "default" }));
        Assert.That(WordFil.Style(file.Paragraph("Plan för uppföljning")), Is.EqualTo("Title"));
    }

    [Test]
    public void Sidfoten_raknar_sidorna_med_falt()
    {
        var footer = WordFil.Las(new Paragraph("A")).Part("word/footer1.xml");
        Assert.That(footer.Descendants(W + "instrText").Select(f => f.Value.Trim()), Is.EqualTo(new[] { "PAGE", "NUMPAGES" }));
        Assert.That(WordFil.TextOf(footer.Root!), Is.EqualTo("Version 2\tSida 1 av 1"));
    }

    [Test]
    public void Bilder_har_text_i_stallet_och_ryms_pa_sidan()
    {
        var file = WordFil.Las(new Picture(Sorter.Bild, "En <toning>") { Width = 9000 }, new Picture(Sorter.Bild, ""), new Picture(Sorter.Bild, "Samma"));
        var descriptions = file.Body.Descendants(Wp + "docPr").ToList();
        Assert.That(descriptions.Select(d => (string?)d.Attribute("descr")), Is.EqualTo(new[] { "En <toning>", null, "Samma" }));
        Assert.That(descriptions.Select(d => d.Descendants().Any(e => e.Name.LocalName == "decorative")), Is.EqualTo(new[] { false, true, false }));
        Assert.That(descriptions.Select(d => (string)d.Attribute("id")!), Is.Unique);
        Assert.That((long)file.Body.Descendants(Wp + "extent").First().Attribute("cx")!, Is.EqualTo((long)((595.28 - 136) * 12700)).Within(12700));
        Assert.That(file.Parts().Count(p => p.Contains("media/", StringComparison.Ordinal)), Is.EqualTo(1), "samma bild skrivs en gång");
    }

    [TestCase(3, "10800000", null)]
    [TestCase(6, "5400000", null)]
    [TestCase(7, "5400000", "1")]
    public void Fotografi_star_som_det_togs(int lage, string? vridning, string? spegling)
    {
        var foto = ImageFile.Read(Bilder.Vriden(lage));
        var transform = WordFil.Las(new Picture(foto, "Foto")).Body.Descendants().Single(e => e.Name.LocalName == "xfrm");
        Assert.That(((string?)transform.Attribute("rot"), (string?)transform.Attribute("flipH")), Is.EqualTo((vridning, spegling)));
        var size = transform.Elements().Last();
        Assert.That((double)size.Attribute("cx")! / (double)size.Attribute("cy")!, Is.EqualTo((double)foto.StoredWidth / foto.StoredHeight).Within(0.01), "måtten före vridningen");
    }

    [Test]
    public void Diagram_har_sina_varden_i_en_tabell()
    {
        var file = WordFil.Las(Sorter.Ett("staplar"));
        Assert.That(file.Paragraphs.First(), Is.EqualTo("Timmar (tim)"));
        Assert.That(file.All("tr").Last().Elements(W + "tc").Select(WordFil.TextOf), Is.EqualTo(new[] { "Teknik", "inte känt", "inte känt" }));
        Assert.That(file.Body.Descendants(Wp + "docPr").Select(d => (string?)d.Attribute("descr")), Is.EqualTo(new[] { "Flest timmar går åt i vården." }));
        Assert.That(file.Parts().Where(p => p.Contains("media/", StringComparison.Ordinal)), Is.EqualTo(new[] { "word/media/image1.png", "word/media/image2.svg" }), "vektorer, och punkter för äldre program");
        Assert.That(file.Body.Descendants().Where(e => e.Name.LocalName is "blip" or "svgBlip").Attributes(R + "embed").Select(a => a.Value).Distinct().Count(), Is.EqualTo(2));
        Assert.That(WordFil.Las(Sorter.Ett("linje")).All("tbl"), Is.Empty);
    }

    [Test]
    public void Det_som_ska_hallas_ihop_halls_ihop()
    {
        var file = WordFil.Las(new Section([new Paragraph("A"), new Paragraph("B"), new Paragraph("C")]) { KeepTogether = true }, new Paragraph("D") { KeepWithNext = true }, Papper.Tabell(3) with { KeepTogether = true, Caption = "" });
        Assert.That(new[] { "A", "B", "C", "D" }.Select(t => file.Paragraph(t).Descendants(W + "keepNext").Any()), Is.EqualTo(new[] { true, true, false, true }));
        Assert.That(file.All("tr").Select(r => r.Descendants(W + "keepNext").Any()), Is.EqualTo(new[] { true, true, true, false }));
    }

    [Test]
    public void Text_som_lases_fran_hoger_ar_markt_och_resten_inte()
    {
        var runs = WordFil.Las(new Paragraph("Namn: \u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD, slut")).All("r").Select(r => (WordFil.TextOf(r), r.Descendants(W + "rtl").Any()));
        Assert.That(runs, Is.EqualTo(new[] { ("Namn: ", false), ("\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD", true), (", slut", false) }));
    }

    [Test]
    public void Text_som_XML_inte_kan_halla_rensas() =>
        Assert.That(WordFil.Las(new Paragraph("a\u0000\u0007\uFFFEb\uD800c\td\r\ne\u00ADf🏛")).Paragraphs, Is.EqualTo(new[] { "ab\uFFFDc d\ne\u00ADf🏛" }));

    [Test]
    public void Bilagor_borjar_pa_ny_sida_under_rubrik_med_nummer()
    {
        var file = WordFil.Las(new Paragraph("A"), new Appendix("Avtal", [new Paragraph("a")]), new Appendix("", []));
        Assert.That(file.All("pageBreakBefore").Select(b => (WordFil.TextOf(b.Parent!.Parent!), WordFil.Style(b.Parent!.Parent!))), Is.EqualTo(new[] { ("Bilaga 1. Avtal", "Heading1"), ("Bilaga 2", "Heading1") }));
    }

    [TestCase("")]
    [TestCase("  ")]
    public void Dokument_utan_titel_ar_ett_fel(string titel) =>
        Assert.That(() => WordFil.Skriv(Papper.Med() with { Metadata = Papper.Metadata with { Title = titel } }), Throws.ArgumentException);

    [Test]
    public void Rad_med_for_manga_celler_ar_ett_fel() =>
        Assert.That(() => WordFil.Skriv(Papper.Med(new Table([new Column("A")]) { Rows = [Row.Of("1", "2")] })), Throws.ArgumentException);

    /// <summary>Sidorna som ett annat program ser dem, där LibreOffice finns: samma sidor som i innehållet, med samma text.</summary>
    [Test]
    public void Sidorna_blir_de_som_innehallet_sager()
    {
        var pdf = WordFil.Skriv(Papper.Plan()).Ritad();
        Assume.That(pdf, Is.Not.Null, "LibreOffice finns inte här.");
        var pages = Tools.TextOf(pdf!).Split('\f')[..^1];
        Assert.That(pages, Has.Length.EqualTo(7));
        Assert.That(pages[0], Does.Contain("Plan för uppföljning").And.Not.Contain("Sida 1"));
        Assert.That(pages[1], Does.Contain("Innehåll").And.Contain("Sida 2 av 7").And.Match(@"Bakgrund[\s.]*3\b"));
        Assert.That(pages[2], Does.Contain("Bakgrund").And.Contain("Planen bygger på programmet").And.Contain("Tre avtal saknar värde."));
        Assert.That(pages[3], Does.Contain("Tabell 2. Planen").And.Contain("Vård och omsorg"));
        Assert.That(pages[4], Does.Contain("Utförare"), "huvudet upprepas");
        Assert.That(pages[6], Does.Contain("Beslut").And.Contain("Förtroendevald på Öland"));
    }

    private sealed class Enkelriktad : Stream
    {
        private readonly MemoryStream _written = new();

        public byte[] Written => _written.ToArray();
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => _written.Write(buffer, offset, count);
    }
}
