using Uppfoljning.Pdf.Fonts;
using Uppfoljning.Pdf.Layout;

namespace Uppfoljning.Pdf.Charts;

/// <summary>A drawing under way: shapes, measured text, and the few ornaments that all charts share.</summary>
internal sealed class Sketch
{
    private const double SwatchWidth = 15, SwatchHeight = 9;

    private readonly List<Shape> _shapes = [];
    private readonly Shaper _shaper;
    private readonly LineBreaker _breaker;
    private readonly Labels _labels;
    private double _bottom;

    public Sketch(Theme theme, Labels labels, double width)
    {
        (Theme, _labels, Width) = (theme, labels, width);
        _shaper = new Shaper(new FontSet(theme.Fonts));
        _breaker = new LineBreaker(_shaper);
        Ink = theme.Text.DarkerOn(Color.White, 4.5);
        Muted = theme.Muted.DarkerOn(Color.White, 4.5);
    }

    /// <summary>No chart is drawn higher than about this; what would be is drawn closer together.</summary>
    public const double MostHeight = 600;

    public Theme Theme { get; }
    public double Width { get; }
    public Color Ink { get; }
    public Color Muted { get; }
    public string Unknown => _labels.Unknown;

    /// <summary>Text is a little smaller, to let words stand side by side.</summary>
    public bool IsSmaller { get; set; }

    /// <summary>Size of the text in a chart, and the height of a line of it.</summary>
    public double Size => Math.Clamp(Theme.SmallSize, 6, 12) * (IsSmaller ? 0.85 : 1);
    public double LineHeight => Size * 1.2;

    public Drawing Finish() => new(Width, Math.Max(_bottom, 1), _shapes);

    /// <summary>The drawing reaches at least so far down.</summary>
    public void ReachTo(double y) => _bottom = Math.Max(_bottom, y);

    /// <summary>The whole chart when there is nothing to draw.</summary>
    public void Nothing()
    {
        Box(0.25, 0.25, Width - 0.5, 48, null, Theme.Rule, 0.5);
        Text(_labels.NoValues, Width / 2, Middle(24.25), Align.Center, Muted);
        ReachTo(48.5);
    }

    /// <summary>The baseline of text whose middle is to stand at a height.</summary>
    public double Middle(double y, double? size = null) => y + 0.33 * (size ?? Size);

    public double WidthOf(string text, bool bold = false)
    {
        var shaped = _shaper.Shape(text, Size, default, bold);
        return shaped.WidthOf(0, shaped.Count);
    }

    /// <summary>The width of the longest word.</summary>
    public double LongestWord(string text) => LineBreaker.Measure(_shaper.Shape(OneLine(text), Size, default)).Narrowest;

    public void Text(string text, double x, double baseline, Align anchor = Align.Left, Color? color = null, bool bold = false, double turned = 0, double times = 1)
    {
        if (!string.IsNullOrWhiteSpace(text)) { _shapes.Add(new TextShape(text, x, baseline, Size * times, color ?? Ink) { Anchor = anchor, Bold = bold, Turned = turned }); }
    }

    /// <summary>Text on the grid, with the paper behind it, so that no line runs through the letters.</summary>
    public void Plate(string text, double x, double baseline, Align anchor = Align.Left, Color? color = null, bool bold = false)
    {
        if (string.IsNullOrWhiteSpace(text)) { return; }
        var wide = WidthOf(text, bold);
        Box(anchor == Align.Left ? x - 1 : x - wide - 1, baseline - 0.75 * Size, wide + 2, 0.9 * Size, Color.White);
        Text(text, x, baseline, anchor, color, bold);
    }

    /// <summary>The text on as many lines as it needs, at most so many; what does not fit is given up for three dots.</summary>
    public string[] Wrap(string text, double width, int most, bool bold = false)
    {
        var shaped = _shaper.Shape(OneLine(text), Size, default, bold);
        var lines = _breaker.Break(shaped, width);
        var wrapped = new string[Math.Min(lines.Length, most)];
        for (var i = 0; i < wrapped.Length; i++)
        {
            var isCut = i == most - 1 && lines.Length > most;
            wrapped[i] = isCut
                ? Shorten(Characters(shaped, lines[i].Start, lines[i].End) + "…", width, bold)
                : Characters(shaped, lines[i].Start, lines[i].End) + (lines[i].Hyphen ? "-" : "");
        }
        return wrapped;
    }

    /// <summary>The text on one line, cut where there is no more room.</summary>
    public string Shorten(string text, double width, bool bold = false)
    {
        text = OneLine(text);
        if (WidthOf(text, bold) <= width) { return text; }
        var shaped = _shaper.Shape(text, Size, default, bold);
        var end = shaped.Count;
        var room = width - WidthOf("…", bold) - 0.1;
        while (end > 0 && (shaped.WidthOf(0, end) > room || shaped.Glyphs[end - 1].Character is '…' || (shaped.Glyphs[end - 1].Kind & GlyphKind.Space) != 0)) { end--; }
        return end > 0 ? Characters(shaped, 0, end) + "…" : room > 0 ? "…" : "";
    }

    public void Line(double x1, double y1, double x2, double y2, Color color, double thickness = 0.5, double dash = 0) =>
        Add(new PathShape([new(PathVerb.Move, x1, y1), new(PathVerb.Line, x2, y2)]) { Stroke = color, StrokeWidth = thickness, Dash = dash });

    public void Box(double x, double y, double width, double height, Color? fill, Color? stroke = null, double thickness = 0.5) =>
        Add(new PathShape(Rectangle(x, y, width, height)) { Fill = fill, Stroke = stroke, StrokeWidth = thickness });

    public void Add(PathShape path) => _shapes.Add(path);

    public static PathPart[] Rectangle(double x, double y, double width, double height) =>
        [new(PathVerb.Move, x, y), new(PathVerb.Line, x + width, y), new(PathVerb.Line, x + width, y + height), new(PathVerb.Line, x, y + height), new(PathVerb.Close)];

    /// <summary>The colour of a series, dark enough to be told from the paper.</summary>
    public Color ColorOf(int series) => Theme.Palette.Count == 0 ? Theme.Accent.DarkerOn(Color.White, 3) : Theme.Palette[series % Theme.Palette.Count].DarkerOn(Color.White, 3);

    /// <summary>A field in the colour of a series. When there are several, each has its own pattern of light lines too: colour alone tells nothing to many.</summary>
    public void Field(double x, double y, double width, double height, int series, bool patterned)
    {
        if (width <= 0 || height <= 0) { return; }
        Box(x, y, width, height, ColorOf(series));
        if (!patterned || width < 4 || height < 3) { return; }
        var lines = Variant(series) switch
        {
            1 => Strokes(x, y, width, height, 5, Way.Rising),
            2 => Strokes(x, y, width, height, 4.2, Way.Level),
            3 => [.. Strokes(x, y, width, height, 5.5, Way.Rising), .. Strokes(x, y, width, height, 5.5, Way.Falling)],
            4 => Strokes(x, y, width, height, 4.2, Way.Upright),
            5 => Strokes(x, y, width, height, 6.5, Way.Falling),
            _ => new List<PathPart>(),
        };
        if (lines.Count > 0) { Add(new PathShape(lines) { Stroke = Color.White, StrokeWidth = 0.8 }); }
    }

    /// <summary>A field for what is not known: hatched, with a broken outline, so that nobody takes it for a small value.</summary>
    public void UnknownField(double x, double y, double width, double height)
    {
        if (width < 1 || height < 1) { return; }
        var lines = Strokes(x, y, width, height, 3.2, Way.Rising);
        if (lines.Count > 0) { Add(new PathShape(lines) { Stroke = Muted, StrokeWidth = 0.45 }); }
        Add(new PathShape(Rectangle(x + 0.3, y + 0.3, Math.Max(width - 0.6, 0.1), Math.Max(height - 0.6, 0.1))) { Stroke = Muted, StrokeWidth = 0.6, Dash = 1.6 });
    }

    /// <summary>A mark whose form tells the series apart even without its colour.</summary>
    public void Mark(double x, double y, double radius, int series)
    {
        var r = radius;
        PathPart[] parts = Variant(series) switch
        {
            0 => Circle(x, y, r),
            1 => Rectangle(x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r),
            2 => Polygon((0, -1.15), (1.05, 0.8), (-1.05, 0.8)),
            3 => Polygon((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
            4 => Polygon((0, 1.15), (1.05, -0.8), (-1.05, -0.8)),
            _ => Polygon((-0.4, -1.1), (0.4, -1.1), (0.4, -0.4), (1.1, -0.4), (1.1, 0.4), (0.4, 0.4), (0.4, 1.1), (-0.4, 1.1), (-0.4, 0.4), (-1.1, 0.4), (-1.1, -0.4), (-0.4, -0.4)),
        };
        Add(new PathShape(parts) { Fill = ColorOf(series), Stroke = Color.White, StrokeWidth = 0.7 });

        PathPart[] Polygon(params ReadOnlySpan<(double X, double Y)> corners)
        {
            var outline = new PathPart[corners.Length + 1];
            for (var i = 0; i < corners.Length; i++) { outline[i] = new(i == 0 ? PathVerb.Move : PathVerb.Line, x + corners[i].X * r, y + corners[i].Y * r); }
            outline[^1] = new(PathVerb.Close);
            return outline;
        }
    }

    public static PathPart[] Circle(double x, double y, double r)
    {
        const double K = 0.5522847498;
        return
        [
            new(PathVerb.Move, x + r, y),
            new(PathVerb.Curve, x, y + r, x + r, y + K * r, x + K * r, y + r),
            new(PathVerb.Curve, x - r, y, x - K * r, y + r, x - r, y + K * r),
            new(PathVerb.Curve, x, y - r, x - r, y - K * r, x - K * r, y - r),
            new(PathVerb.Curve, x + r, y, x + K * r, y - r, x + r, y - K * r),
            new(PathVerb.Close),
        ];
    }

    /// <summary>How the line of a series is broken; 0 is whole.</summary>
    public double DashOf(int series) => Variant(series) switch { 1 => 5, 2 => 2, 3 => 8, 4 => 3.4, 5 => 1.2, _ => 0 };

    /// <summary>Names with a sample of what they look like, from the left, on as many lines as they need. Gives the height.</summary>
    public double Legend(IReadOnlyList<(string Name, Action<double, double, double, double> Sample)> entries)
    {
        if (entries.Count == 0) { return 0; }
        double x = 0, y = 0, rowHeight = LineHeight + 3;
        foreach (var (name, sample) in entries)
        {
            var text = Shorten(name, Math.Min(Width * 0.7, Width - SwatchWidth - 5));
            var wide = SwatchWidth + 5 + WidthOf(text);
            if (x > 0 && x + wide > Width)
            {
                x = 0;
                y += rowHeight;
            }
            sample(x, y + (rowHeight - SwatchHeight) / 2, SwatchWidth, SwatchHeight);
            Text(text, x + SwatchWidth + 5, Middle(y + rowHeight / 2));
            x += wide + 16;
        }
        return y + rowHeight + 6;
    }

    /// <summary>Samples of the fields of series, and of the unknown when it occurs.</summary>
    public double FieldLegend(IReadOnlyList<Series> series, bool unknown)
    {
        var entries = new List<(string, Action<double, double, double, double>)>();
        if (series.Count > 1) { entries.AddRange(series.Select((s, i) => (s.Name, (Action<double, double, double, double>)((x, y, w, h) => Field(x, y, w, h, i, true))))); }
        if (unknown) { entries.Add((Unknown, UnknownField)); }
        return Legend(entries);
    }

    /// <summary>How names fit under each other in a column at the left: on several lines when there is height for it.</summary>
    public string[][] NameColumn(IReadOnlyList<string> names, double width, int lines) => [.. names.Select(n => Wrap(n, width, lines))];

    public void NameLines(string[] lines, double right, double middle)
    {
        var y = middle - (lines.Length - 1) * LineHeight / 2;
        foreach (var line in lines)
        {
            Text(line, right, Middle(y), Align.Right);
            y += LineHeight;
        }
    }

    /// <summary>Patterns, marks and dashes go round in step with the colours, moved on by one each time the colours begin again.</summary>
    private int Variant(int series) => (series + series / Math.Max(Theme.Palette.Count, 1)) % 6;

    private enum Way { Rising, Falling, Level, Upright }

    /// <summary>Parallel lines inside a field, on a grid that is common to the whole drawing.</summary>
    private static List<PathPart> Strokes(double x, double y, double width, double height, double distance, Way way)
    {
        var parts = new List<PathPart>();
        double right = x + width, bottom = y + height;
        var (from, to) = way switch { Way.Rising => (x + y, right + bottom), Way.Falling => (y - right, bottom - x), Way.Level => (y, bottom), _ => (x, right) };
        for (var c = (Math.Floor(from / distance) + 1) * distance; c < to - 0.4; c += distance)
        {
            var (x1, y1, x2, y2) = way switch
            {
                Way.Rising => (Math.Max(x, c - bottom), c - Math.Max(x, c - bottom), Math.Min(right, c - y), c - Math.Min(right, c - y)),
                Way.Falling => (Math.Max(x, y - c), c + Math.Max(x, y - c), Math.Min(right, bottom - c), c + Math.Min(right, bottom - c)),
                Way.Level => (x, c, right, c),
                _ => (c, y, c, bottom),
            };
            if (x2 - x1 + Math.Abs(y2 - y1) < 0.5) { continue; }
            parts.Add(new(PathVerb.Move, x1, y1));
            parts.Add(new(PathVerb.Line, x2, y2));
        }
        return parts;
    }

    /// <summary>Names come from people: line feeds and the like are spaces in a chart.</summary>
    private static string OneLine(string text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Characters(ShapedText text, int start, int end)
    {
        var characters = new System.Text.StringBuilder();
        for (var i = start; i < end; i++)
        {
            ref readonly var glyph = ref text.Glyphs[i];
            if ((glyph.Kind & (GlyphKind.SoftHyphen | GlyphKind.NewLine)) == 0 && glyph.Character != 0x200B) { characters.Append(char.ConvertFromUtf32(glyph.Character)); }
        }
        return characters.ToString();
    }
}
