namespace Uppfoljning.Pdf.Tests;

[TestFixture]
public sealed class NotTests
{
    private const string Mening = "Uppföljningen omfattar även underleverantörer och deras personal.";

    [Test]
    public void Not_far_marke_i_texten_och_star_sist_i_sitt_stycke()
    {
        var p = Papper.Las(new Paragraph([Run.Noted("Programmet", "Antaget 2026."), " gäller."])).Root.Elements.Single();
        Assert.That(p.Text, Is.EqualTo("Programmet1 gäller.1Antaget 2026."));
        Assert.That(p.Elements.Select(e => e.Role), Is.EqualTo(["Reference", "Note"]));
        Assert.That(p.Elements.First().Elements.Single().Role, Is.EqualTo("Link"));
        Assert.That(p.Elements.Last().Elements.Single().Text, Is.EqualTo("1"));
    }

    [Test]
    public void Noterna_numreras_genom_hela_dokumentet_vad_de_an_star_i()
    {
        var pdf = Papper.Las(
            new Cover("Plan") { Facts = [new KeyValue("Beslut", [Run.Noted("KF", "ett")])] },
            new Paragraph([Run.Noted("a", "två"), " och ", Run.Noted("b", "tre")]),
            new ItemList([new ListItem([Run.Noted("c", "fyra")]) { Nested = new ItemList([new ListItem([Run.Noted("d", "fem")])]) }]),
            new KeyValueList([new KeyValue("k", [Run.Noted("e", "sex")])]),
            new Callout([new Paragraph([Run.Noted("f", "sju")])]),
            new Table([new Column("A") { RowHeader = true }, new Column("B")]) { Rows = [new Row([new Cell([Run.Noted("g", "åtta")]), new Cell([Run.Noted("h", "nio")])])] });
        Assert.That(pdf.Root.All("Note").Select(n => n.Text), Is.EqualTo(["1ett", "2två", "3tre", "4fyra", "5fem", "6sex", "7sju", "8åtta", "9nio"]));
        Assert.That(pdf.Root.All("TH", "TD").Where(c => c.All("Note").Any()).Select(c => c.Text), Is.EqualTo(["g88åtta", "h99nio"]));
    }

    [Test]
    public void Market_leder_till_noten_pa_samma_sida()
    {
        var pdf = Papper.Las(new PageBreak(), new Paragraph("Ett"), new PageBreak(), new Paragraph([Run.Noted("Två", "Not.")]));
        var link = pdf.Reader.DictOf(pdf.Reader.Array(pdf.Pages[1].Page["Annots"]).Single());
        Assert.That(PdfReader.Text(link["Contents"]), Is.EqualTo("Not 1, sida 2"));
        var destination = pdf.Reader.Array(link["Dest"]);
        Assert.That(((Reference)destination[0]!).Id, Is.EqualTo(pdf.Pages[1].Id));
        Assert.That((double)destination[3]!, Is.LessThan(120), "vid sidans fot");
    }

    [Test]
    public void Not_star_pa_den_sida_dar_market_star([Range(28, 44)] int stycken)
    {
        var pdf = Papper.Las([.. Enumerable.Repeat(new Paragraph("Text"), stycken), new Paragraph([Run.Noted("Märke", string.Join(' ', Enumerable.Repeat(Mening, 5)))]), new Paragraph("Slut")]);
        var marke = pdf.Root.Elements.ElementAt(stycken);
        Assert.That(Sida(pdf.Root.All("Note").Single().Elements.Single()), Is.EqualTo(Sida(marke)));
    }

    [Test]
    public void Text_och_noter_ryms_mellan_marginalerna([Range(1, 12)] int notrader)
    {
        var not = string.Join('\n', Enumerable.Repeat("Rad", notrader));
        var pdf = Papper.Las(Papper.Med([.. Enumerable.Range(0, 60).Select(i => (Block)new Paragraph([i % 7 == 3 ? Run.Noted("Text", not) : "Text"]))]) with { Header = null, Footer = null });
        foreach (var (_, page) in pdf.Pages)
        {
            var lines = Baslinjer(pdf, page);
            Assert.That(lines.Min(), Is.GreaterThan(74 - 0.5), "ingen rad under marginalen");
            Assert.That(lines.Order().Zip(lines.Order().Skip(1), (a, b) => b - a).Where(d => d > 4), Has.All.GreaterThan(10), "inga rader på varandra");
        }
        Assert.That(pdf.Root.All("Note").Count(), Is.EqualTo(9));
    }

    [Test]
    public void Not_langre_an_sidan_fortsatter_pa_nasta_utan_att_ord_forsvinner()
    {
        var text = string.Join(' ', Enumerable.Range(1, 3000).Select(i => $"ord{i}"));
        var pdf = Papper.Las([new Paragraph([Run.Noted("Lång", text), " not. ", string.Join(' ', Enumerable.Repeat(Mening, 10))]), new Paragraph([Run.Noted("Kort", "not två")])]);
        var notes = pdf.Root.All("Note").ToList();
        Assert.That(notes[0].Text, Is.EqualTo("1" + text));
        Assert.That(notes[1].Text, Is.EqualTo("2not två"));
        Assert.That(notes[0].Kids.OfType<string>().Count(), Is.GreaterThan(2), "på flera sidor");
        Assert.That(((string)pdf.Root.Elements.First().Kids[0]).Length, Is.GreaterThan(1));
    }

    [Test]
    public void Not_fran_liggande_sida_bryts_om_nar_den_fortsatter_pa_staende()
    {
        var text = string.Join(' ', Enumerable.Range(1, 2500).Select(i => $"ord{i}"));
        var pdf = Papper.Las(Papper.Med(new Section([new Paragraph([Run.Noted("Lång", text)])], PageFormat.A4Landscape), new Paragraph("Efter")) with { Header = null, Footer = null });
        Assert.That(pdf.Root.All("Note").Single().Text, Is.EqualTo("1" + text));
        Assert.That(pdf.Pages, Has.Count.GreaterThan(2));
    }

    [Test]
    public void Not_i_tabellrad_foljer_raden_och_huvudet_upprepar_inga_noter()
    {
        var rows = Enumerable.Range(1, 120).Select(i => new Row([$"{i}", i % 10 == 0 ? new Cell([Run.Noted("Avtal", $"Not till rad {i}.")]) : "Avtal", "1"]));
        var pdf = Papper.Las(Papper.Tabell(0) with { Rows = [.. rows] });
        var notes = pdf.Root.All("Note").ToList();
        Assert.That(notes.Select(n => n.Text), Is.EqualTo(Enumerable.Range(1, 12).Select(i => $"{i}Not till rad {i * 10}.")));
        foreach (var cell in pdf.Root.All("TH").Where(c => c.All("Note").Any()))
        {
            Assert.That(Sida(cell.All("Lbl").Single()), Is.EqualTo(Sida(cell)));
        }
    }

    [Test]
    public void Fotnot_i_fotnot_visas_inte() =>
        Assert.That(Papper.Las(new Paragraph([Run.Noted("A", [Run.Noted("B", "C")])])).Root.Text, Is.EqualTo("A11B"));

    [Test]
    public void Not_kan_ha_lankar()
    {
        var note = Papper.Las(new Paragraph([Run.Noted("A", ["Se ", Run.To(new Uri("https://example.se/"), "källan"), " och ", Run.See("b", "punkt 2")])]), new Paragraph("B") { Anchor = "b" }).Root.All("Note").Single();
        Assert.That(note.All("Link").Select(l => l.Text), Is.EqualTo(["källan", "punkt 2"]));
    }

    [Test]
    public void Tom_not_far_inget_marke() => Assert.That(Papper.Las(new Paragraph([Run.Noted("A", " "), Run.Noted("B", RichText.Empty)])).Root.Text, Is.EqualTo("AB"));

    [Test]
    public void Tusen_noter_slas_upp_i_ordning()
    {
        var pdf = Papper.Las([.. Enumerable.Range(1, 1000).Select(i => (Block)new Paragraph([Run.Noted("x", $"n{i}")]))]);
        Assert.That(pdf.Root.All("Note").Select(n => n.Text), Is.EqualTo(Enumerable.Range(1, 1000).Select(i => $"{i}n{i}")));
    }

    private static int Sida(Element element) => ((Reference)element.Dict["Pg"]!).Id;

    private static List<double> Baslinjer(TaggedPdf pdf, Dict page)
    {
        var found = new List<double>();
        var operands = new List<object?>();
        foreach (var token in pdf.Reader.Content(page))
        {
            if (token is not Operator { Value: var op }) { operands.Add(token); continue; }
            if (op == "Tm") { found.Add((double)operands[^1]!); }
            operands.Clear();
        }
        return found;
    }
}
