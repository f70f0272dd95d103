namespace Uppfoljning.Pdf.Tests;

[TestFixture]
public sealed class SattningTests
{
    private static readonly string Langt = string.Join(' ', Enumerable.Repeat("Uppföljningen omfattar även underleverantörer och deras personal.", 12));

    [Test]
    public void Arabiska_bokstaver_ser_ut_efter_sina_grannar_och_lases_som_sig_sjalva()
    {
        var glyfer = new Layout.Shaper(new Fonts.FontSet()).Shape("\u0628 \u0628\u0628\u064E\u0628 \u0627\u0628", 10, new Color(0, 0, 0)).Glyphs;
        // Ensam, först, i mitten (förbi ett vokaltecken) och sist; alef binder inte framåt, så bokstaven efter den är ensam.
        Assert.That(new[] { glyfer[0], glyfer[2], glyfer[3], glyfer[5] }.Select(g => g.Number).Distinct().Count(), Is.EqualTo(4));
        Assert.That(glyfer[8].Number, Is.EqualTo(glyfer[0].Number));
        Assert.That(Papper.Las(new Paragraph("\u0645\u0631\u062D\u0628\u0627")).Root.Text, Is.EqualTo("\u0645\u0631\u062D\u0628\u0627"));
    }

    [Test]
    public void Femhundra_rader_gar_over_manga_sidor_i_ordning()
    {
        var pdf = Papper.Las(Papper.Tabell(500));
        Assert.That(pdf.Pages, Has.Count.InRange(10, 20));
        Assert.That(pdf.Root.All("TR").Skip(1).Select(r => r.Elements.First().Text), Is.EqualTo(Enumerable.Range(1, 500).Select(i => $"{i}")));
    }

    [Test]
    public void Rad_delas_inte_nar_den_ryms_pa_en_sida()
    {
        var pdf = Papper.Las(Papper.Tabell(40, Langt));
        Assert.That(pdf.Pages, Has.Count.GreaterThan(3));
        Assert.That(pdf.Root.All("TH", "TD"), Has.All.Matches<Element>(c => c.Kids.Count == 1), "en bit innehåll i varje cell");
    }

    [Test]
    public void Rad_hogre_an_en_sida_delas_och_behaller_sin_text()
    {
        var text = string.Join(' ', Enumerable.Range(1, 4000).Select(i => $"ord{i}"));
        var pdf = Papper.Las(Papper.Tabell(1, text));
        var cell = pdf.Root.All("TH").Last();
        Assert.That(pdf.Pages, Has.Count.GreaterThan(1));
        Assert.That(cell.Text, Is.EqualTo(text));
    }

    [Test]
    public void Summan_star_inte_ensam_overst_pa_en_sida([Range(25, 45)] int rader)
    {
        var rows = Enumerable.Range(1, rader).Select(i => Row.Of($"{i}", "Avtal", "1")).Append(Row.Of("", "Summa", "9") with { Total = true });
        var pdf = Papper.Las(Papper.Tabell(0) with { Rows = [.. rows] });
        var last = pdf.Root.All("TR").TakeLast(2).Select(r => ((Reference)r.Elements.ElementAt(1).Dict["Pg"]!).Id).Distinct();
        Assert.That(last.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Rubrik_foljer_med_sitt_stycke_till_nasta_sida([Range(30, 46)] int stycken)
    {
        var pdf = Papper.Las([.. Enumerable.Repeat(new Paragraph("Text"), stycken), new Heading(1, "Rubrik"), new Paragraph(Langt)]);
        Assert.That(Sida(pdf.Root.All("H1").Single()), Is.EqualTo(Sida(pdf.Root.Elements.Last())));
    }

    [Test]
    public void Stycke_lamnar_minst_tva_rader_pa_var_sida([Range(20, 44)] int stycken)
    {
        var pdf = Papper.Las([.. Enumerable.Repeat(new Paragraph("Text"), stycken), new Paragraph(Langt)]);
        var last = pdf.Root.Elements.Last();
        var parts = last.Kids.Cast<string>().ToList();
        Assert.That(string.Concat(parts), Is.EqualTo(Langt));
        Assert.That(parts, Has.All.Length.GreaterThan(100), "en rad är omkring 95 tecken");
    }

    [Test]
    public void Langt_namn_bryts_och_gar_att_lasa_ut()
    {
        var name = string.Concat(Enumerable.Repeat("Bostadsanpassningsbidragshandläggning", 6))[..200];
        var pdf = Papper.Las(Papper.Tabell(3, name), new Heading(1, name), new Paragraph(name), new KeyValueList([new(name, name)]), new TableOfContents());
        foreach (var element in pdf.Root.All("TH", "P", "H1", "Lbl", "LBody").Where(e => e.Text.Length > 100))
        {
            Assert.That(element.Text.Replace("\u00AD", "", StringComparison.Ordinal), Is.EqualTo(name));
        }
    }

    [TestCase("upphandlingskontroll", 17, "upphandlings-kontroll")]
    [TestCase("upphandlingskontroll", 11, "upphand-lingskontroll")]
    [TestCase("egenkontrollredovisning", 19, "egenkontroll-redovisning")]
    [TestCase("verksamhetsområdesbeteckning", 22, "verksamhetsområdes-beteckning")]
    [TestCase("kontrollansvarig", 12, "kontroll-ansvarig")]
    [TestCase("redovisning", 8, "redovis-ning")]
    [TestCase("kvalitetssamordnare", 12, "kvalitets-samordnare")]
    [TestCase("verksamhetsbesök", 14, "verksamhets-besök")]
    public void Sammansatta_ord_delas_i_fogen(string word, int most, string divided)
    {
        var glyphs = word.Select(c => new Layout.Glyph { Character = c, Kind = Layout.GlyphKind.Letter }).ToArray();
        var at = Layout.Hyphenation.Find(glyphs, most);
        Assert.That(word.Insert(at, "-"), Is.EqualTo(divided));
    }

    [Test]
    public void Mjukt_bindestreck_syns_bara_dar_raden_bryts()
    {
        var text = string.Join(' ', Enumerable.Repeat("upphandlings\u00ADkontroll", 30));
        var shown = Papper.Las(new Paragraph(text)).Root.Text;
        Assert.That(shown.Count(c => c == '\u00AD'), Is.InRange(1, 8));
        Assert.That(shown.Replace("\u00AD", "", StringComparison.Ordinal), Is.EqualTo(text.Replace("\u00AD", "", StringComparison.Ordinal)));
    }

    [TestCase("12 500 000 kr")]
    [TestCase("5 kap.")]
    [TestCase("KS\u00A02026")]
    public void Belopp_och_lagrum_bryts_inte(string held)
    {
        for (var i = 60; i < 110; i++)
        {
            var text = new string('x', i / 2) + " " + new string('y', i - i / 2) + " " + held;
            Assert.That(Tools.TextOf(Papper.Skriv(Papper.Med(new Paragraph(text)) with { Header = null, Footer = null }).Bytes).Replace('\u00A0', ' '), Does.Contain(held.Replace('\u00A0', ' ')));
            i += 6;
        }
    }

    [Test]
    public void Tecken_utan_glyf_visas_som_ruta_och_anmals()
    {
        var (bytes, report) = Papper.Skriv(Papper.Med(new Paragraph("Klart \U00012000 nu \U00012001 och \uE000"), new Heading(1, "漢")));
        Assert.That(report.MissingCharacters, Is.EqualTo(["漢", "\U00012000", "\U00012001"]));
        var pdf = new TaggedPdf(bytes);
        Assert.That(pdf.Faults, Is.Empty);
        Assert.That(pdf.Root.Text, Is.EqualTo("Klart \U00012000 nu \U00012001 och \uFFFD漢"));
    }

    [Test]
    public void Tecken_som_forsta_typsnittet_saknar_hamtas_ur_det_andra()
    {
        var (bytes, report) = Papper.Skriv(Papper.Med(new Paragraph("Slutet ∮ och שלום")));
        Assert.That(report.MissingCharacters, Is.Empty);
        Assert.That(Tools.Run("pdffonts", bytes, "{pdf}"), Does.Contain("DejaVuSans"));
    }

    [Test]
    public void Text_som_lases_fran_hoger_star_at_ratt_hall_och_i_lasordning()
    {
        const string text = "Namn: \u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD, slut";
        var document = Papper.Med(new Paragraph(text));
        Assert.That(Papper.Las(document).Root.Text, Is.EqualTo(text));
        Assert.That(Tools.TextOf(Papper.Skriv(document).Bytes), Does.Contain("\u05E9\u05DC\u05D5\u05DD \u05E2\u05D5\u05DC\u05DD"));
    }

    [Test]
    public void Bokstavspar_knips()
    {
        var pdf = Papper.Las(Papper.Med(new Paragraph("AVTAL")) with { Header = null, Footer = null });
        var shown = pdf.Reader.Content(pdf.Pages[0].Page).OfType<List<object?>>().Single();
        Assert.That(shown.OfType<double>(), Has.Some.GreaterThan(10), "positiva tal i TJ drar ihop");
    }

    [Test]
    public void Typsnitten_baddas_in_med_bara_de_glyfer_som_anvands() =>
        Assert.That(Papper.Skriv(Papper.Med(new Paragraph("Åtgärder för äldre"))).Bytes, Has.Length.LessThan(20_000));

    [Test]
    public void Siffror_ar_lika_breda_sa_att_belopp_star_under_varandra()
    {
        var fonts = new Fonts.FontSet();
        Assert.That("0123456789".SelectMany(c => new[] { fonts.Find(c, 0).Glyph.Width, fonts.Find(c, 1).Glyph.Width }.Select((w, i) => (i, w))).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public void Sida_utan_plats_mellan_marginalerna_ar_ett_fel() => Assert.That(
        () => Papper.Skriv(Papper.Med(new Paragraph("A")) with { Page = new PageFormat(200, 200, new Margins(100, 20, 90, 20)) }), Throws.ArgumentException);

    private static int Sida(Element element) => ((Reference)element.Dict["Pg"]!).Id;
}
