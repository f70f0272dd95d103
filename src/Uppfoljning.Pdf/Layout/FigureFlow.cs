using System.Globalization;
using System.Text;
using Uppfoljning.Pdf.Charts;
using Uppfoljning.Pdf.Output;

namespace Uppfoljning.Pdf.Layout;

/// <summary>Lays out what is seen rather than read: charts, pictures and the mark. Each says in words what it shows.</summary>
internal sealed class FigureFlow(Composer composer, PageWriter pages)
{
    private const double LogoMaxWidth = 140, LogoMaxHeight = 60, Gap = 6;

    private readonly Theme _theme = composer.Theme;

    private double BodyHeight => pages.Format.Height - pages.Format.Margins.Top - pages.Format.Margins.Bottom;

    /// <summary>A chart on one page with its title above, and its figures below.</summary>
    public IEnumerable<Slab> Chart(Chart chart, StructureNode parent, double x, double width)
    {
        var node = parent.Child("Div");
        double titleHeight = 0;
        if (!string.IsNullOrWhiteSpace(chart.Title))
        {
            foreach (var slab in composer.Lines(
                chart.Title, node.Child("Caption"), x, width, _theme.TextSize, _theme.Text, bold: true, spaceBefore: 12, spaceAfter: Gap, keepWithNext: true, whole: true))
            {
                titleHeight += slab.FullHeight;
                yield return slab;
            }
        }

        var drawing = ChartDrawing.Of(chart, width, _theme, composer.Labels);
        var room = Math.Max(BodyHeight - titleHeight - 2 * Gap - 1, BodyHeight / 2);
        var scale = Math.Min(1, room / drawing.Height);
        var figure = Figure(node, chart.Alternative) ?? Figure(node, chart.Title);
        yield return new FigureSlab(figure, x + (width - drawing.Width * scale) / 2, drawing.Width * scale, (p, left, top) => Paint(p, drawing, left, top, scale))
        {
            Height = drawing.Height * scale,
            SpaceBefore = 8,
            SpaceAfter = 10,
        };
        if (chart.ShowData)
        {
            // The title stands above the chart and is not said again.
            foreach (var slab in new TableFlow(composer, chart.Data(composer.Labels) with { Caption = "" }, x, width).Slabs(node)) { yield return slab; }
        }
        yield return new Marker(node.Close);
    }

    public IEnumerable<Slab> Picture(Picture picture, StructureNode parent, double x, double width)
    {
        var image = picture.Image;
        var hasCaption = !string.IsNullOrWhiteSpace(picture.Caption);
        var node = hasCaption ? parent.Child("Div") : parent;
        var figure = Figure(node, picture.Alternative);
        var caption = hasCaption
            ? composer.Lines(picture.Caption, node.Child("Caption"), x, width, _theme.SmallSize, _theme.Muted, spaceAfter: 10, whole: true).ToList()
            : [];
        var room = Math.Max(BodyHeight - caption.Sum(s => s.FullHeight) - 2 * Gap - 1, BodyHeight / 2);
        // A file has 96 pixels to the inch and a page 72 points.
        var wanted = picture.Width is > 0 and var asked && double.IsFinite(asked) ? asked : image.Width * 0.75;
        var place = Placement.Within(image, Math.Min(wanted, width), room);
        yield return new FigureSlab(figure, x, place.Width, (p, left, top) => p.Canvas.Image(p.NameOf(image), place.Matrix(image, left, p.Format.Height - top - place.Height)))
        {
            Height = place.Height,
            SpaceBefore = 8,
            SpaceAfter = hasCaption ? Gap : 10,
            KeepWithNext = hasCaption,
        };
        foreach (var slab in caption) { yield return slab; }
        if (hasCaption) { yield return new Marker(node.Close); }
    }

    /// <summary>How much of the line the mark takes on the cover, with air beside it.</summary>
    public double LogoWidth(double width) => _theme.Logo is { } logo ? LogoPlace(logo, width).Width + 20 : 0;

    /// <summary>The mark at the upper right of the cover. It takes no height: what follows stands beside it.</summary>
    public IEnumerable<Slab> Logo(StructureNode parent, double x, double width)
    {
        if (_theme.Logo is not { } logo) { yield break; }
        var place = LogoPlace(logo, width);
        var figure = Figure(parent, _theme.LogoAlternative);
        yield return new FigureSlab(figure, x + width - place.Width, place.Width, (p, left, top) => p.Canvas.Image(p.NameOf(logo), place.Matrix(logo, left, p.Format.Height - top - place.Height)))
        {
            FigureHeight = place.Height,
        };
    }

    private static Placement LogoPlace(ImageFile logo, double width) => Placement.Within(logo, Math.Min(LogoMaxWidth, width / 2), LogoMaxHeight);

    /// <summary>An element with words that say what it shows; null when there is nothing in them to hear.</summary>
    private static StructureNode? Figure(StructureNode parent, string alternative)
    {
        var words = Xmp.Clean(string.Join(' ', alternative.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        var heard = words.EnumerateRunes().Any(r => !Rune.IsWhiteSpace(r) && Rune.GetUnicodeCategory(r) is not (UnicodeCategory.Format or UnicodeCategory.Control));
        return heard ? parent.Child("Figure", "/Alt" + Encoding.ASCII.GetString(new ByteWriter().AddText(words).Written)) : null;
    }

    private void Paint(PageWriter to, Drawing drawing, double x, double y, double scale)
    {
        foreach (var shape in drawing.Shapes)
        {
            if (shape is PathShape path) { to.Canvas.Path(path, x, y, scale); }
            else if (shape is TextShape text)
            {
                var shaped = composer.Shaper.Shape(text.Text, text.Size * scale, text.Color, text.Bold);
                var along = text.Anchor switch { Align.Left => 0, Align.Center => -0.5, _ => -1 } * shaped.WidthOf(0, shaped.Count);
                double left = x + text.X * scale, baseline = y + text.Y * scale;
                if (text.Turned == 0) { to.Canvas.Text(shaped, 0, shaped.Count, false, false, left + along, baseline); }
                else { to.Canvas.TurnedText(shaped, text.Turned, left, baseline, along); }
            }
        }
    }
}

/// <summary>Something drawn in one piece: an element of its own, or an artifact when it says nothing.</summary>
internal sealed class FigureSlab(StructureNode? figure, double x, double width, Action<PageWriter, double, double> paint) : Slab
{
    /// <summary>The height of what is drawn, when it is more than the room it takes in the flow.</summary>
    public double? FigureHeight { get; init; }

    public override void Draw(PageWriter pages, double y)
    {
        var canvas = pages.Canvas;
        if (figure is null) { canvas.Artifact(ArtifactKind.Layout); }
        else { canvas.Tag(figure); }
        paint(pages, x, y);
        canvas.EndMarked();
        if (figure is null) { return; }
        var top = canvas.Page.Format.Height - y;
        figure.Attributes += string.Create(
            CultureInfo.InvariantCulture, $"/A<</O/Layout/Placement/Block/BBox[{x:0.##} {top - (FigureHeight ?? Height):0.##} {x + width:0.##} {top:0.##}]>>");
        figure.Close();
    }
}
