using System.Globalization;

namespace Uppfoljning.Pdf.Tests;

[TestFixture]
public sealed class TabellspannTests
{
    private static readonly Column[] Fyra = [new("Nr"), new("Verksamhet") { RowHeader = true }, new("2026") { Align = Align.Decimal }, new("2027") { Align = Align.Decimal }];

    [Test]
    public void Celler_over_kolumner_och_rader_taggas_med_sina_spann()
    {
        var table = Papper.Las(new Table(Fyra)
        {
            Rows =
            [
                new Row([new Cell("A") { RowSpan = 2 }, new Cell("B") { ColumnSpan = 2 }, "1"]),
                new Row(["C", "2", "3"]),
                new Row([new Cell("D") { ColumnSpan = 9, RowSpan = 9 }]),
            ],
        }).Root.All("Table").Single();
        Assert.That(Celler(table), Is.EqualTo([("A", "TD", 1, 2), ("B", "TH", 2, 1), ("1", "TD", 1, 1), ("C", "TH", 1, 1), ("2", "TD", 1, 1), ("3", "TD", 1, 1), ("D", "TD", 4, 1)]));
    }

    [Test]
    public void Cell_utan_plats_under_en_som_gar_ned_ar_ett_fel() => Assert.That(
        () => Papper.Skriv(Papper.Med(new Table(Fyra) { Caption = "T", Rows = [new Row([new Cell("A") { RowSpan = 2 }]), Row.Of("1", "2", "3", "4")] })), Throws.ArgumentException.With.Message.Contains("\"T\""));

    [Test]
    public void Rader_under_samma_cell_star_pa_en_sida([Range(20, 34)] int fore)
    {
        var pdf = Papper.Las(new Table(Fyra)
        {
            Rows = [.. Enumerable.Range(1, fore).Select(i => Row.Of($"{i}", "x")), .. Enumerable.Range(1, 6).Select(i => i == 1 ? new Row([new Cell("Ihop") { RowSpan = 6 }, $"rad {i}"]) : new Row([$"rad {i}"])), Row.Of("", "efter")],
        });
        Assert.That(pdf.Root.All("TH").Where(h => h.Text.StartsWith("rad", StringComparison.Ordinal)).Select(h => ((Reference)h.Dict["Pg"]!).Id).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Hog_cell_gor_den_sista_raden_hogre()
    {
        var text = string.Join('\n', Enumerable.Repeat("rad", 12));
        var pdf = Papper.Las(new Table([new("A") { Width = ColumnWidth.Fixed(80) }, new("B")]) { Rows = [new Row([new Cell(text) { RowSpan = 2 }, "1"]), new Row(["2"]), Row.Of("3", "4")] });
        var ys = Placeringar(pdf);
        Assert.That(ys["2"].Y - ys["4"].Y, Is.GreaterThan(9 * 11.7), "tolv rader ryms före nästa");
    }

    [Test]
    public void Spann_langre_an_en_sida_forlorar_inget_och_sager_sin_text_igen_pa_nasta()
    {
        var pdf = Papper.Las(new Table(Fyra) { Rows = [.. Enumerable.Range(1, 90).Select(i => i == 1 ? new Row([new Cell("Vård och omsorg") { RowSpan = 90 }, $"rad {i}", "1,5"]) : new Row([$"rad {i}", "2,25"]))] });
        Assert.That(pdf.Pages, Has.Count.EqualTo(3));
        Assert.That(pdf.Root.All("TH").Skip(4).Select(h => h.Text), Is.EqualTo(Enumerable.Range(1, 90).Select(i => $"rad {i}")));
        Assert.That(pdf.Root.All("TD").Count(c => c.Text == "Vård och omsorg"), Is.EqualTo(1));
        Assert.That(pdf.Artifacts.Skip(1), Has.All.Matches<List<(string Type, string, string Text)>>(p => p.Any(a => a.Type == "Pagination" && a.Text.Contains("Vård och omsorg", StringComparison.Ordinal))));
    }

    [Test]
    public void Hog_cell_over_tva_rader_langre_an_en_sida_behaller_sin_text()
    {
        var text = string.Join(' ', Enumerable.Range(1, 3000).Select(i => $"ord{i}"));
        var pdf = Papper.Las(new Table([new("A"), new("B")]) { Rows = [new Row([new Cell(text) { RowSpan = 2 }, "1"]), new Row(["2"])] });
        Assert.That(pdf.Root.All("TD").Select(c => c.Text), Is.EqualTo([text, "1", "2"]));
    }

    [Test]
    public void Kolumngrupper_star_over_sina_kolumner_och_upprepas()
    {
        var pdf = Papper.Las(new Table(Fyra) { ColumnGroups = [new("", 2), new("Kostnad, tkr", 2)], Rows = [.. Enumerable.Range(1, 80).Select(i => Row.Of($"{i}", "x", "1,5", "2"))] });
        var head = pdf.Root.All("THead").Single();
        Assert.That(Celler(head), Is.EqualTo([("Nr", "TH", 1, 2), ("Verksamhet", "TH", 1, 2), ("Kostnad, tkr", "TH", 2, 1), ("2026", "TH", 1, 1), ("2027", "TH", 1, 1)]));
        Assert.That(head.Elements.Select(r => r.Elements.Count()), Is.EqualTo([3, 2]));
        Assert.That(head.All("TH").Select(h => ((Name)h.Attribute("Scope")!).Value), Has.All.EqualTo("Column"));
        Assert.That(pdf.Artifacts.Skip(1), Has.All.Matches<List<(string Type, string, string Text)>>(p => string.Concat(p.Select(a => a.Text)).Contains("Kostnad, tkrNrVerksamhet20262027", StringComparison.Ordinal)));
    }

    [Test]
    public void Kolumner_efter_sista_gruppen_star_utan() => Assert.That(
        Celler(Papper.Las(new Table(Fyra) { ColumnGroups = [new("Ett", 1), new("Två", 1)], Rows = [Row.Of("a")] }).Root.All("THead").Single()),
        Is.EqualTo([("Ett", "TH", 1, 1), ("Två", "TH", 1, 1), ("2026", "TH", 1, 2), ("2027", "TH", 1, 2), ("Nr", "TH", 1, 1), ("Verksamhet", "TH", 1, 1)]));

    [Test]
    public void Decimalkomman_star_under_varandra_med_tecken_enhet_och_summa()
    {
        string[] values = ["1 234,5", "12,25 %", "−3,125", "7", "inte känt", "+0,5 mnkr"];
        var pdf = Papper.Las(new Table([new("Namn") { RowHeader = true }, new("Tal") { Align = Align.Decimal }])
        {
            Rows = [.. values.Select((v, i) => new Row([$"n{i}", v])), new Row(["Summa", "2 000,75"]) { Total = true }],
        });
        var places = Placeringar(pdf);
        var bold = places["2 000,75"];
        var commas = values.Where(v => v != "inte känt").Select(v => places[v]).Append(bold).Select(p => p.X + Fore(p.Text, p == bold)).ToList();
        Assert.That(commas.Max() - commas.Min(), Is.LessThan(0.05));
        Assert.That(places["inte känt"].X + Bredd("inte känt", false), Is.EqualTo(commas[0] + Bredd(",5 mnkr", false)).Within(1), "text står till höger");

        static double Fore(string text, bool bold) => Bredd(text.Contains(',', StringComparison.Ordinal) ? text[..text.IndexOf(',', StringComparison.Ordinal)] : text, bold);
        static double Bredd(string text, bool bold)
        {
            var shaped = new Layout.Shaper(new Fonts.FontSet()).Shape(text + ",", 9, new Color(0, 0, 0), bold);
            return shaped.OffsetOf(text.Length);
        }
    }

    [TestCase("12,5", 2)]
    [TestCase("−1 234,5 %", 6)]
    [TestCase("ca 12", 0)]
    [TestCase("≥ 3", 3)]
    [TestCase("12 av 30", 0)]
    [TestCase("2027-01-01", 0)]
    [TestCase("12.30", 0)]
    [TestCase("inte känt", 0)]
    [TestCase("5 kronor", 1)]
    [TestCase("", 0)]
    public void Tal_kanns_igen(string text, int point) =>
        Assert.That(new Layout.Shaper(new Fonts.FontSet()).Shape(text, 9, new Color(0, 0, 0)).DecimalPoint(), Is.EqualTo(point));

    [Test]
    public void Cellens_egen_justering_gar_fore_kolumnens()
    {
        var pdf = Papper.Las(new Table([new("A") { Width = ColumnWidth.Fixed(100) }, new("B")]) { Rows = [new Row(["v", "x"]), new Row([new Cell("h") { Align = Align.Right }, "x"])] });
        var places = Placeringar(pdf);
        Assert.That(places["h"].X, Is.GreaterThan(places["v"].X + 20));
    }

    [Test]
    public void Tabell_som_halls_ihop_star_pa_en_sida([Range(10, 44, 3)] int stycken)
    {
        var pdf = Papper.Las([.. Enumerable.Repeat(new Paragraph("Text"), stycken), Papper.Tabell(20) with { KeepTogether = true }]);
        Assert.That(pdf.Root.All("Table").Single().All("Caption", "TH", "TD").Select(e => ((Reference)e.Dict["Pg"]!).Id).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Rad_som_ska_folja_nasta_gor_det([Range(25, 42)] int rader)
    {
        var rows = Enumerable.Range(1, rader).Select(i => Row.Of($"{i}", "x", "1")).Append(new Row(["", "delrubrik"]) { KeepWithNext = true }).Append(Row.Of("", "sist"));
        var pdf = Papper.Las(Papper.Tabell(0) with { Rows = [.. rows] });
        Assert.That(pdf.Root.All("TH").Where(h => h.Text is "delrubrik" or "sist").Select(h => ((Reference)h.Dict["Pg"]!).Id).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Text_over_flera_kolumner_far_rum()
    {
        var pdf = Papper.Las(new Table([new("A") { Width = ColumnWidth.Auto }, new("B"), new("C") { Width = ColumnWidth.Relative(1) }]) { Rows = [new Row([new Cell("Bostadsanpassningsbidragshandläggning") { ColumnSpan = 2 }, "x"]), Row.Of("1", "2", "3")] });
        Assert.That(pdf.Root.All("TD").First().Kids, Has.Count.EqualTo(1));
        Assert.That(pdf.Root.All("TD").First().Text, Is.EqualTo("Bostadsanpassningsbidragshandläggning"), "inget bindestreck");
    }

    private static List<(string, string, int, int)> Celler(Element part) =>
        [.. part.All("TH", "TD").Where(c => part.Role == "THead" || !part.All("THead").Single().All("TH").Contains(c)).Select(c => (c.Text, c.Role, c.Span, c.Attribute("RowSpan") is double rows ? (int)rows : 1))];

    private sealed record Plats(string Text, double X, double Y);

    /// <summary>Var varje text börjar på första sidan.</summary>
    private static Dictionary<string, Plats> Placeringar(TaggedPdf pdf)
    {
        var found = new Dictionary<string, Plats>();
        var operands = new List<object?>();
        double x = 0, y = 0;
        var mcid = -1;
        var first = true;
        foreach (var token in pdf.Reader.Content(pdf.Pages[0].Page))
        {
            if (token is not Operator { Value: var op }) { operands.Add(token); continue; }
            if (op == "BDC") { (mcid, first) = (((Dict)operands[1]!).TryGetValue("MCID", out var number) ? (int)(double)number! : -1, true); }
            if (op == "Tm" && first)
            {
                (x, y, first) = ((double)operands[4]!, (double)operands[5]!, false);
                if (mcid >= 0 && pdf.TextAt(pdf.Pages[0].Id, mcid) is { } text) { found.TryAdd(text, new Plats(text, x, y)); }
            }
            operands.Clear();
        }
        Assert.That(found, Is.Not.Empty, string.Create(CultureInfo.InvariantCulture, $"{x} {y}"));
        return found;
    }
}
