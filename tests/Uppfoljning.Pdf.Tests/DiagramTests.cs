using System.Xml.Linq;
using Uppfoljning.Pdf.Charts;
using Uppfoljning.Pdf.Fonts;
using Uppfoljning.Pdf.Layout;

namespace Uppfoljning.Pdf.Tests;

[TestFixture]
public sealed class DiagramTests
{
    private static readonly Theme Theme = new();

    public static IEnumerable<TestCaseData> Alla => Diagram.Alla().Select(d => new TestCaseData(d.Chart).SetArgDisplayNames(d.Namn));

    [TestCaseSource(nameof(Alla))]
    public void Inget_ritas_utanfor_ramen(Chart chart)
    {
        foreach (var width in new[] { 459, 300, 120, 740.0 })
        {
            var drawing = Diagram.Rita(chart, width);
            Assert.That(drawing.Width, Is.EqualTo(width).Within(0.01));
            Assert.That(drawing.Height, Is.InRange(5, 900));
            foreach (var shape in drawing.Shapes)
            {
                var (left, top, right, bottom) = Ytan(shape);
                Assert.That(left >= -0.9 && top >= -0.9 && right <= drawing.Width + 0.9 && bottom <= drawing.Height + 0.9, $"{width}: {shape} [{left:0.#} {top:0.#} {right:0.#} {bottom:0.#}] i {drawing.Width:0.#} x {drawing.Height:0.#}");
            }
        }
    }

    [TestCaseSource(nameof(Alla))]
    public void Texten_har_kontrast_mot_det_den_star_pa(Chart chart)
    {
        var fields = new List<(double Left, double Top, double Right, double Bottom, Color Color)>();
        foreach (var shape in Diagram.Rita(chart).Shapes)
        {
            if (shape is PathShape { Fill: { } fill } path)
            {
                var (left, top, right, bottom) = Ytan(path);
                fields.Add((left, top, right, bottom, fill));
            }
            else if (shape is TextShape text && text.Turned == 0)
            {
                var (left, top, right, bottom) = Ytan(text);
                // Mitten av texten ligger på det som målades sist där; i ett hjul är rutan runt en sektor större än sektorn.
                var under = chart is YearWheel ? Color.White : fields.LastOrDefault(f => f.Left < (left + right) / 2 && f.Right > (left + right) / 2 && f.Top < (top + bottom) / 2 && f.Bottom > (top + bottom) / 2, (0, 0, 0, 0, Color.White)).Color;
                if (chart is YearWheel && text.Color == Color.White) { continue; }
                Assert.That(text.Color.Contrast(under), Is.GreaterThanOrEqualTo(4.5), text.Text);
            }
        }
    }

    [TestCaseSource(nameof(Alla))]
    public void Svg_ar_valformad_och_sager_vad_den_visar(Chart chart)
    {
        var svg = XDocument.Parse(Svg.Write(Diagram.Rita(chart), chart.Alternative, Theme)).Root!;
        Assert.That((string?)svg.Attribute("role"), Is.EqualTo("img"));
        Assert.That((string?)svg.Attribute("aria-label"), Is.EqualTo(chart.Alternative));
        Assert.That((string?)svg.Attribute("viewBox"), Does.StartWith("0 0 459 "));
        Assert.That(svg.Descendants().Attributes().Select(a => a.Name.LocalName), Has.None.EqualTo("id").And.None.EqualTo("style"));
        Assert.That(svg.ToString(), Does.Not.Contain("NaN").And.Not.Contain("∞").And.Not.Contain("Infinity"));
    }

    [TestCaseSource(nameof(Alla))]
    public void Diagram_i_pdf_star_pa_en_sida_med_sin_rubrik(Chart chart)
    {
        foreach (var stycken in new[] { 0, 12, 26 })
        {
            var pdf = Papper.Las([.. Enumerable.Repeat(new Paragraph("Text"), stycken), chart]);
            var part = pdf.Root.All("Div").Single();
            var (caption, figure) = (part.Elements.First(), part.Elements.ElementAt(1));
            Assert.That((caption.Role, figure.Role), Is.EqualTo(("Caption", "Figure")));
            Assert.That(caption.Text, Is.EqualTo(chart.Title));
            Assert.That(PdfReader.Text(figure.Dict["Alt"]), Is.EqualTo(chart.Alternative));
            Assert.That(figure.Dict["Pg"], Is.EqualTo(caption.Dict["Pg"]));
            Assert.That(figure.Kids, Has.Count.EqualTo(1), "ett enda stycke innehåll");
            Assert.That(part.All("Table").Count(), Is.EqualTo(chart.ShowData ? 1 : 0));
        }
    }

    [Test]
    public void Diagram_hogre_an_sidan_blir_mindre()
    {
        var chart = Diagram.Alla().Single(d => d.Namn == "tvahundra liggande").Chart with { ShowData = false };
        var pdf = Papper.Las(Papper.Med(new Paragraph("Före"), chart) with { Page = PageFormat.A4Landscape });
        var box = pdf.Reader.Array(pdf.Root.All("Figure").Single().Attribute("BBox")).Cast<double>().ToArray();
        Assert.That(box[3] - box[1], Is.LessThan(475));
        Assert.That(pdf.Pages, Has.Count.EqualTo(2));
    }

    [Test]
    public void Samma_diagram_ger_samma_bytes_oavsett_kultur()
    {
        var blocks = Diagram.Alla().Select(d => (Block)d.Chart).ToList();
        var first = Papper.Skriv(Papper.Med(blocks)).Bytes;
        var culture = Thread.CurrentThread.CurrentCulture;
        try
        {
            Thread.CurrentThread.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("fa-IR");
            Assert.That(Papper.Skriv(Papper.Med(blocks)).Bytes, Is.EqualTo(first));
        }
        finally { Thread.CurrentThread.CurrentCulture = culture; }
        Tools.Check(first);
    }

    [Test]
    public void Okant_varde_ar_aldrig_noll()
    {
        var known = Diagram.Rita(new BarChart("T", "A", ["x", "y"], [new("s", [3, 0])]));
        var unknown = Diagram.Rita(new BarChart("T", "A", ["x", "y"], [new("s", [3, null])]));
        Assert.That(Texter(known), Does.Contain("0").And.None.EqualTo("inte känt"));
        Assert.That(Texter(unknown), Does.Contain("inte känt"));
        Assert.That(unknown.Shapes.OfType<PathShape>(), Has.Some.Matches<PathShape>(p => p.Dash > 0), "streckad ram");
    }

    [Test]
    public void Linjen_har_en_lucka_dar_vardet_ar_okant()
    {
        var line = Diagram.Rita(new LineChart("T", "A", ["a", "b", "c", "d", "e"], [new("s", [1, 2, null, 4, 5])])).Shapes.OfType<PathShape>().Single(p => p.StrokeWidth == 1.6);
        Assert.That(line.Parts.Select(p => p.Verb), Is.EqualTo([PathVerb.Move, PathVerb.Line, PathVerb.Move, PathVerb.Line]));
    }

    [Test]
    public void Summan_av_en_stapel_med_okand_del_skrivs_inte() =>
        Assert.That(Texter(Diagram.Rita(new BarChart("T", "A", ["x", "y"], [new("a", [3, 4]), new("b", [5, null])]) { Stacked = true })), Does.Contain("8").And.None.EqualTo("9"));

    [Test]
    public void Serier_skiljs_at_av_mer_an_farg()
    {
        var palette = new Theme { Palette = [Color.FromHex("#1B4B72")] };
        Series[] two = [new("a", [5, 5]), new("b", [5, 5])];
        var bars = ChartDrawing.Of(new BarChart("T", "A", ["x", "y"], two), 400, palette, new Labels());
        Assert.That(bars.Shapes.OfType<PathShape>().Count(p => p.Stroke == Color.White), Is.EqualTo(3), "mönster i två staplar och i förklaringen");
        var lines = ChartDrawing.Of(new LineChart("T", "A", ["x", "y"], two), 400, palette, new Labels());
        Assert.That(lines.Shapes.OfType<PathShape>().Where(p => p.StrokeWidth == 1.6).Select(p => p.Dash).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public void Ljus_palett_gors_morkare()
    {
        var theme = new Theme { Palette = [Color.FromHex("#FFEE88")], Muted = Color.FromHex("#DDDDDD") };
        var drawing = ChartDrawing.Of(new BarChart("T", "A", ["x"], [new("a", [5])]), 400, theme, new Labels());
        Assert.That(drawing.Shapes.OfType<PathShape>().Select(p => p.Fill).OfType<Color>().Max(c => c.Contrast(Color.White)), Is.GreaterThanOrEqualTo(3));
        Assert.That(drawing.Shapes.OfType<TextShape>(), Has.All.Matches<TextShape>(t => t.Color.Contrast(Color.White) >= 4.5));
    }

    [TestCase(0, "0")]
    [TestCase(-0.0, "0")]
    [TestCase(1234.5, "1\u00A0234,5")]
    [TestCase(-12345678, "\u221212\u00A0345\u00A0678")]
    [TestCase(0.25, "0,25")]
    [TestCase(999.96, "1\u00A0000")]
    [TestCase(1e12, "1\u00A0000\u00A0000\u00A0000\u00A0000")]
    [TestCase(-1.5e300, "\u22121,5·10³⁰⁰")]
    public void Tal_skrivs_pa_svenska(double value, string text) => Assert.That(Scale.Short(value), Is.EqualTo(text));

    [TestCase(0, 31, true, 0, 35, 5)]
    [TestCase(0, 0.9, false, 0, 1, 0.2)]
    [TestCase(-2, 20, true, -5, 20, 5)]
    [TestCase(0, 0, true, 0, 1, 1)]
    [TestCase(0, 1, true, 0, 1, 1)]
    [TestCase(71.5, 81, false, 70, 82, 2)]
    public void Skalan_har_jamna_steg(double low, double high, bool whole, double from, double to, double step)
    {
        var scale = Scale.Of(low, high, 5, whole);
        Assert.That((scale.Low, scale.High, scale.Step), Is.EqualTo((from, to, step)));
    }

    [Test]
    public void Varje_skala_tacker_sina_varden()
    {
        var random = new Random(7);
        for (var i = 0; i < 5000; i++)
        {
            double a = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 300)), b = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 300));
            var whole = random.Next(2) == 0;
            if (whole) { (a, b) = (Math.Round(a), Math.Round(b)); }
            var scale = Scale.Of(Math.Min(a, b), Math.Max(a, b), random.Next(1, 8), whole);
            Assert.That(scale.Low <= Math.Min(a, b) + scale.Step * 1e-6 && scale.High >= Math.Max(a, b) - scale.Step * 1e-6 && scale.Steps is >= 1 and <= 20, $"{a} {b} {scale}");
        }
    }

    [Test]
    public void Bilden_i_pixlar_ar_samma_som_i_punkter()
    {
        var drawing = new Drawing(20, 10, [new PathShape(Sketch.Rectangle(5, 2, 10, 6)) { Fill = new Color(10, 20, 30) }]);
        var image = ImageFile.Read(Raster.Png(drawing, 2, Theme));
        Assert.That((image.Width, image.Height), Is.EqualTo((40, 20)));
        var pixels = BildTests.Pixlar(image);
        Assert.That(pixels[(10 * 40 + 20) * 3], Is.EqualTo(10), "mitt i");
        Assert.That(pixels[(10 * 40 + 4) * 3], Is.EqualTo(255), "utanför");
        Assert.That(pixels.Where((_, i) => i % 3 == 0).Sum(p => (255 - p) / 245.0), Is.EqualTo(240).Within(1), "ytan");
    }

    [Test]
    public void Kantutjamning_ger_ratt_yta()
    {
        var drawing = new Drawing(40, 40, [new PathShape(Sketch.Circle(20, 20, 13.3)) { Fill = new Color(0, 0, 0) }]);
        var pixels = BildTests.Pixlar(ImageFile.Read(Raster.Png(drawing, 1, Theme)));
        Assert.That(pixels.Where((_, i) => i % 3 == 0).Sum(p => (255 - p) / 255.0), Is.EqualTo(Math.PI * 13.3 * 13.3).Within(3));
    }

    internal static IEnumerable<string> Texter(Drawing drawing) => drawing.Shapes.OfType<TextShape>().Select(t => t.Text);

    private static (double Left, double Top, double Right, double Bottom) Ytan(Shape shape)
    {
        if (shape is PathShape path)
        {
            var half = path.Stroke is null ? 0 : path.StrokeWidth / 2;
            var points = path.Parts.Where(p => p.Verb != PathVerb.Close).ToList();
            return points.Count == 0 ? (0, 0, 0, 0) : (points.Min(p => p.X) - half, points.Min(p => p.Y) - half, points.Max(p => p.X) + half, points.Max(p => p.Y) + half);
        }
        var text = (TextShape)shape;
        var shaped = new Shaper(new FontSet()).Shape(text.Text, text.Size, text.Color, text.Bold);
        var width = shaped.WidthOf(0, shaped.Count);
        var from = text.Anchor switch { Align.Left => 0, Align.Center => -width / 2, _ => -width };
        var (sin, cos) = Math.SinCos(text.Turned * Math.PI / 180);
        var corners = new[] { (from, -0.75 * text.Size), (from + width, -0.75 * text.Size), (from, 0.2 * text.Size), (from + width, 0.2 * text.Size) }
            .Select(c => (X: text.X + c.Item1 * cos - c.Item2 * sin, Y: text.Y + c.Item1 * sin + c.Item2 * cos)).ToList();
        return (corners.Min(c => c.X), corners.Min(c => c.Y), corners.Max(c => c.X), corners.Max(c => c.Y));
    }
}
