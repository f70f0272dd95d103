namespace Uppfoljning.Pdf.Tests;

[TestFixture]
public sealed class TypografiTests
{
    private static readonly string Langt = string.Join(' ', Enumerable.Repeat("Uppföljningen omfattar även underleverantörer och deras personal.", 12));

    [TestCase("den 1 januari 2027")]
    [TestCase("den 21 nov 2026")]
    [TestCase("enligt § 12")]
    [TestCase("i Kap. 3")]
    [TestCase("5 kap. 3 §")]
    [TestCase("ärende nr 4")]
    [TestCase("se s. 7")]
    [TestCase("på sidan 7")]
    [TestCase("om 12 500 000 kr")]
    [TestCase("om 3,5 mnkr")]
    public void Det_som_hor_ihop_star_pa_en_rad(string text)
    {
        var (before, held) = (text[..text.IndexOf(' ', StringComparison.Ordinal)], text[(text.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        if (char.IsDigit(text[0])) { (before, held) = ("i", text); }
        var holds = false;
        for (var width = 40.0; width < 160; width += 1.5)
        {
            var lines = Rader($"{before} {held} och sedan mera text", width);
            if (lines.All(l => l.Length > 3)) { holds |= lines.Any(l => l.Contains(held, StringComparison.Ordinal)); }
            Assert.That(lines.Any(l => l.Contains(held, StringComparison.Ordinal)) || Bredd(held) > width, $"{string.Join('|', lines)} vid {width}");
        }
        Assert.That(holds);
    }

    [TestCase("3 personer")]
    [TestCase("nämnd 7")]
    [TestCase("maj månad")]
    public void Annat_far_brytas(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        Assert.That(Rader(text, Bredd(text) - 1), Is.EqualTo([text[..space], text[(space + 1)..]]));
    }

    [Test]
    public void Langt_sammansatt_ord_fyller_en_rad_som_annars_vore_nastan_tom()
    {
        var lines = Rader("Hög verksamhetsområdesbeteckning", Bredd("Hög verksamhetsområdes-") + 1);
        Assert.That(lines, Is.EqualTo(["Hög verksamhetsområdes\u00AD", "beteckning"]));
    }

    [Test]
    public void Rad_som_ar_full_nog_delar_inget_ord()
    {
        var lines = Rader("Uppföljning av verksamhetsområdesbeteckning", Bredd("Uppföljning av verksam"));
        Assert.That(lines[0], Is.EqualTo("Uppföljning av"));
    }

    [TestCase("Hög redovisningen", "redovis")]
    [TestCase("Hög tillgängligheten", "tillgänglig")]
    public void Bara_i_fogen_aldrig_mellan_stavelser(string text, string room) => Assert.That(Rader(text, Bredd("Hög " + room + "-"))[0], Is.EqualTo("Hög"));

    [Test]
    public void Mjukt_bindestreck_gar_fore_reglerna() =>
        Assert.That(Rader("Hög verksamhets\u00ADområdesbeteckning", Bredd("Hög verksamhetsområdes-") + 1)[0], Is.EqualTo("Hög verksamhets\u00AD"));

    [Test]
    public void Sista_raden_ar_aldrig_bara_tva_bokstaver()
    {
        var text = "Kommunen följer upp det som nämnden har sagt att den ska se till att få";
        for (var width = 50.0; width < 300; width += 2)
        {
            Assert.That(Rader(text, width)[^1].TrimEnd('.'), Has.Length.GreaterThan(2), $"vid {width}");
        }
        Assert.That(string.Join(' ', Rader(text, 120)), Is.EqualTo(text));
    }

    [Test]
    public void Tva_bokstaver_efter_en_radbrytning_star_kvar() => Assert.That(Rader("Första raden\nJa", 300), Is.EqualTo(["Första raden", "Ja"]));

    [Test]
    public void Punkt_i_lista_lamnar_minst_tva_rader_pa_var_sida([Range(22, 44)] int stycken)
    {
        var pdf = Papper.Las([.. Enumerable.Repeat(new Paragraph("Text"), stycken), new ItemList([new ListItem(Langt) { Nested = new ItemList([Langt]) }])]);
        foreach (var body in pdf.Root.All("LBody"))
        {
            Assert.That(body.Kids.OfType<string>(), Has.All.Length.GreaterThan(100));
            Assert.That(string.Concat(body.Kids.OfType<string>()), Is.EqualTo(Langt));
        }
    }

    [Test]
    public void Varde_lamnar_minst_tva_rader_pa_var_sida_och_fyller_sidan([Range(22, 44)] int stycken)
    {
        var text = Langt + " " + Langt;
        var pdf = Papper.Las([.. Enumerable.Repeat(new Paragraph("Text"), stycken), new KeyValueList([new("Nyckel", text), new("Efter", "x")])]);
        var parts = pdf.Root.All("LBody").First().Kids.Cast<string>().ToList();
        Assert.That(string.Concat(parts), Is.EqualTo(text));
        Assert.That(parts, Has.All.Length.GreaterThan(90));
        Assert.That(Sida(pdf.Root.All("LBody").First()), Is.EqualTo(Sida(pdf.Root.All("Lbl").First())), "nyckeln står där värdet börjar");
    }

    [Test]
    public void Not_med_fortsattning_lamnar_minst_tva_rader_av_stycket([Range(20, 44, 2)] int stycken)
    {
        var pdf = Papper.Las([.. Enumerable.Repeat(new Paragraph("Text"), stycken), new Paragraph([Run.Noted("Märke", string.Join(' ', Enumerable.Repeat(Langt, 6))), " ", Langt])]);
        var p = pdf.Root.Elements.ElementAt(stycken);
        var pages = pdf.Pages.Select(x => x.Id).ToList();
        Assert.That(p.All("Note").Single().Text, Has.Length.GreaterThan(4000));
        Assert.That(string.Concat(p.Kids.OfType<string>()).Replace("  ", " ", StringComparison.Ordinal), Does.Contain(Langt));
        Assert.That(pages, Has.Count.InRange(2, 4));
    }

    private static readonly Layout.Shaper Shaper = new(new Fonts.FontSet());

    private static double Bredd(string text)
    {
        var shaped = Shaper.Shape(text, 10, new Color(0, 0, 0));
        return shaped.WidthOf(0, shaped.Count) + 0.01;
    }

    /// <summary>Raderna som text; bindestreck som raden själv fått är mjuka.</summary>
    private static List<string> Rader(string text, double width)
    {
        var shaped = Shaper.Shape(text, 10, new Color(0, 0, 0));
        return [.. new Layout.LineBreaker(Shaper).Break(shaped, width).Select(l =>
            string.Concat(shaped.Glyphs[l.Start..l.End].Where(g => g.Character != 0xAD).Select(g => char.ConvertFromUtf32(g.Character))) + (l.Hyphen ? "\u00AD" : ""))];
    }

    private static int Sida(Element element) => ((Reference)element.Dict["Pg"]!).Id;
}
