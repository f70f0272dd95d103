namespace Uppfoljning.Pdf.Tests;

[TestFixture]
public sealed class StrukturTests
{
    [Test]
    public void Hela_planen_haller_vad_standarderna_kraver() => Assert.That(Papper.Las(Papper.Plan()).Pages, Has.Count.GreaterThan(4));

    [Test]
    public void Samma_dokument_ger_samma_bytes()
    {
        var first = Papper.Skriv(Papper.Plan()).Bytes;
        var second = Papper.Skriv(Papper.Plan()).Bytes;
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Taggarna_star_i_lasordning()
    {
        var pdf = Papper.Las(new Heading(1, "Ett"), new Paragraph("Två"), new ItemList(["Tre"]), Papper.Tabell(1), new Heading(2, "Fyra"));
        Assert.That(pdf.Root.Elements.Select(e => e.Role), Is.EqualTo(["H1", "P", "L", "Table", "H2"]));
        Assert.That(pdf.Root.Text, Is.EqualTo("EttTvå•TreTabell 1. AvtalNrAvtalBelopp1Uppföljning av hemtjänst1 000Fyra"));
    }

    [Test]
    public void Rubriknivaer_hoppas_inte_over_i_tradet() =>
        Assert.That(Papper.Las(new Heading(3, "A"), new Heading(1, "B"), new Heading(4, "C")).Root.Elements.Select(e => e.Role), Is.EqualTo(["H1", "H1", "H2"]));

    [Test]
    public void Tabellhuvudet_upprepas_pa_varje_sida_men_taggas_en_gang()
    {
        var pdf = Papper.Las(Papper.Tabell(120));
        Assert.That(pdf.Pages, Has.Count.GreaterThan(2));
        Assert.That(pdf.Root.All("THead").Single().Text, Is.EqualTo("NrAvtalBelopp"));
        Assert.That(pdf.Artifacts.Skip(1), Has.All.Matches<List<(string Type, string, string Text)>>(p => string.Concat(p.Where(a => a.Type == "Pagination").Select(a => a.Text)).Contains("NrAvtalBelopp", StringComparison.Ordinal)));
    }

    [Test]
    public void Rubrikceller_sager_vad_de_ar_rubrik_for()
    {
        var table = Papper.Las(Papper.Grupperad(2)).Root.All("Table").Single();
        var scopes = table.All("TH").Select(h => (h.Text, ((Name)h.Attribute("Scope")!).Value, h.Span)).ToList();
        Assert.That(scopes.Take(4).Select(s => s.Value), Has.All.EqualTo("Column"));
        Assert.That(scopes, Does.Contain(("Vård och omsorg", "Column", 4)));
        Assert.That(scopes, Does.Contain(("Exempel Hemtjänst AB", "Row", 1)));
        Assert.That(table.All("TBody").Count(), Is.EqualTo(2), "en kropp per grupp");
    }

    [Test]
    public void Gruppens_rubrik_upprepas_som_artefakt_pa_nasta_sida()
    {
        var pdf = Papper.Las(Papper.Grupperad(60));
        Assert.That(pdf.Artifacts[1].Select(a => a.Text), Has.Some.Contains("Vård och omsorg (forts.)"));
        Assert.That(pdf.Root.All("TH").Count(h => h.Text.StartsWith("Vård", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public void Tom_tabell_sager_att_rader_saknas() => Assert.That(Papper.Las(Papper.Tabell(0)).Root.All("TD").Single().Text, Is.EqualTo("Inga rader."));

    [Test]
    public void Tomt_dokument_blir_en_sida() => Assert.That(Papper.Las().Pages, Has.Count.EqualTo(1));

    [Test]
    public void Innehallet_lankar_till_rubrikerna_med_sidnummer()
    {
        var pdf = Papper.Las(new TableOfContents(), new PageBreak(), new Heading(1, "Ett"), new PageBreak(), new Heading(2, "Två"), new PageBreak(), new Heading(1, "Tre"));
        Assert.That(pdf.Root.All("TOCI").Select(t => t.Text), Is.EqualTo(["Ett2", "Två3", "Tre4"]));
        var link = pdf.Reader.DictOf(pdf.Reader.Array(pdf.Pages[0].Page["Annots"])[1]);
        Assert.That(PdfReader.Text(link["Contents"]), Is.EqualTo("Två, sida 3"));
        Assert.That(((Reference)pdf.Reader.Array(link["Dest"])[0]!).Id, Is.EqualTo(pdf.Pages[2].Id));
    }

    [Test]
    public void Rubrikerna_blir_bokmarken_i_nivaer() => Assert.That(
        Papper.Las(new Heading(1, "A"), new Heading(2, "B"), new Heading(3, "C"), new Heading(2, "D"), new Heading(1, "E")).Bookmarks(),
        Is.EqualTo(new[] { (1, "A"), (2, "B"), (3, "C"), (2, "D"), (1, "E") }));

    [Test]
    public void Sidhuvud_och_sidfot_ar_artefakter_med_sidnummer()
    {
        var pdf = Papper.Las(new Paragraph("Ett"), new PageBreak(), new Paragraph("Två"));
        Assert.That(pdf.Artifacts[1], Does.Contain(("Pagination", "Footer", "Sida 2 av 2Version 2")));
        Assert.That(pdf.Artifacts[1], Does.Contain(("Pagination", "Header", "Dnr KS 2026/417Exempelkommun")));
    }

    [Test]
    public void Forsattsbladet_har_varken_huvud_eller_fot()
    {
        var pdf = Papper.Las(Papper.Plan());
        Assert.That(pdf.Artifacts[0].Select(a => a.Subtype), Has.None.EqualTo("Footer"));
        Assert.That(pdf.Artifacts[1].Select(a => a.Subtype), Does.Contain("Footer"));
    }

    [Test]
    public void Utkast_ligger_som_vattenstampel_pa_varje_sida() =>
        Assert.That(Papper.Las(Papper.Plan()).Artifacts, Has.All.Matches<List<(string, string Subtype, string)>>(p => p[0].Subtype == "Watermark"));

    [Test]
    public void Nastlad_lista_star_i_sin_punkt()
    {
        var outer = Papper.Las(new ItemList(["A", new ListItem("B") { Nested = new ItemList(["C"]) { Numbered = true } }])).Root.Elements.Single();
        Assert.That(outer.Elements.Last().Elements.Last().Elements.Single().Text, Is.EqualTo("1.C"));
        Assert.That(outer.All("Lbl").Select(l => l.Text), Is.EqualTo(["•", "•", "1."]));
    }

    [Test]
    public void Liggande_avsnitt_far_liggande_sidor_och_sedan_staende()
    {
        var pdf = Papper.Las(new Paragraph("A"), new Section([new Paragraph("B")], PageFormat.A4Landscape), new Paragraph("C"));
        Assert.That(pdf.Pages.Select(p => (double)pdf.Reader.Array(p.Page["MediaBox"])[2]! > 800), Is.EqualTo([false, true, false]));
    }

    [Test]
    public void Rad_med_for_manga_celler_ar_ett_fel() =>
        Assert.That(() => Papper.Skriv(Papper.Med(Papper.Tabell(0) with { Rows = [Row.Of("1", "2", "3", "4")] })), Throws.ArgumentException);

    [Test]
    public void Dokument_utan_titel_ar_ett_fel() =>
        Assert.That(() => Papper.Skriv(Papper.Med() with { Metadata = Papper.Metadata with { Title = " " } }), Throws.ArgumentException);

    [Test]
    public void Metadata_med_styrtecken_och_markup_skrivs_lika_pa_bada_stallena()
    {
        var pdf = Papper.Las(Papper.Med() with { Metadata = Papper.Metadata with { Title = "Plan\u0007 <2027>\n& \uD800(slut\\)", Author = null, Keywords = [] } });
        Assert.That(PdfReader.Text(pdf.Reader.DictOf(pdf.Reader.Trailer["Info"])["Title"]), Is.EqualTo("Plan <2027>& \uFFFD(slut\\)"));
    }

    [Test]
    public void Tomma_stycken_och_rubriker_lamnar_inga_element() =>
        Assert.That(Papper.Las(new Heading(1, " "), new Paragraph(""), new TableOfContents(""), new Paragraph("Text")).Root.Elements.Select(e => e.Role), Is.EqualTo(["P"]));

    [Test]
    public void Lank_med_svenska_tecken_skrivs_som_ascii()
    {
        var pdf = Papper.Las(new Paragraph([Run.To(new Uri("https://åre.se/möte?år=1"), "Åre")]));
        var link = pdf.Reader.DictOf(pdf.Reader.Array(pdf.Pages[0].Page["Annots"])[0]);
        Assert.That(PdfReader.Text(pdf.Reader.DictOf(link["A"])["URI"]), Is.EqualTo("https://xn--re-xia.se/m%C3%B6te?%C3%A5r=1"));
        Assert.That(pdf.Root.All("Link").Single().Text, Is.EqualTo("Åre"));
    }

    [Test]
    public void Sidorna_lamnar_skrivaren_efter_hand()
    {
        using var stream = new MemoryStream();
        var lengths = new List<long>();
        var blocks = new Matta(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? (Block)new Paragraph(new string('å', 2000)) : new PageBreak()), () => lengths.Add(stream.Length));
        PdfWriter.Write(Papper.Med() with { Blocks = blocks }, stream);
        Assert.That(lengths.TakeLast(40).Distinct().Count(), Is.GreaterThan(15), "filen växer medan blocken läses");
    }

    /// <summary>En lista som säger till när nästa block hämtas.</summary>
    private sealed class Matta(IEnumerable<Block> blocks, Action read) : IReadOnlyList<Block>
    {
        private readonly List<Block> _blocks = [.. blocks];

        public int Count => _blocks.Count;

        public Block this[int index] => _blocks[index];

        public IEnumerator<Block> GetEnumerator()
        {
            foreach (var block in _blocks)
            {
                read();
                yield return block;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
