using System.Runtime.InteropServices;
using Uppfoljning.Pdf.Fonts;
using Uppfoljning.Pdf.Images;
using Uppfoljning.Pdf.Layout;

namespace Uppfoljning.Pdf.Charts;

/// <summary>A drawing as a picture of pixels, for programs that show no vectors.</summary>
internal static class Raster
{
    private const double PointsPerMetre = 72 / 0.0254;

    /// <summary>A PNG file with so many pixels to the point.</summary>
    public static byte[] Png(Drawing drawing, double scale, Theme theme)
    {
        // However large a drawing is, its picture is one that can be read again.
        var most = Math.Min((ImageFile.MaxSide - 1) / Math.Max(drawing.Width, drawing.Height), Math.Sqrt(ImageFile.MaxPixels / 2.0 / (drawing.Width * drawing.Height)));
        scale = Math.Clamp(scale, 0.01, most);
        int width = Math.Max((int)Math.Ceiling(drawing.Width * scale), 1), height = Math.Max((int)Math.Ceiling(drawing.Height * scale), 1);
        var paper = new Paper(width, height);
        var fonts = new FontSet(theme.Fonts);
        var shaper = new Shaper(fonts);
        foreach (var shape in drawing.Shapes)
        {
            switch (shape)
            {
                case PathShape path: Draw(paper, path, scale); break;
                case TextShape text: Draw(paper, text, scale, shaper, fonts); break;
                default: break;
            }
        }

        using var rows = new RowWriter(width, 3);
        for (var y = 0; y < height; y++) { rows.Add(paper.Row(y)); }
        return Images.Png.Write(width, height, gray: false, rows.Finish(), (int)Math.Round(scale * PointsPerMetre));
    }

    private static void Draw(Paper paper, PathShape path, double scale)
    {
        var outlines = Flat(path.Parts, scale);
        if (path.Fill is { } fill) { paper.Fill(outlines.Select(o => o.Points), fill); }
        if (path.Stroke is { } stroke)
        {
            // Thinner than half a pixel a line would be a shadow of itself.
            var half = Math.Max(path.StrokeWidth * scale, 0.5) / 2;
            var pieces = outlines.SelectMany(o => path.Dash > 0 ? Dashed(Ring(o), path.Dash * scale) : [Ring(o)]);
            paper.Fill(pieces.SelectMany(p => Stroked(p, half)), stroke);
        }

        static List<(double X, double Y)> Ring((List<(double X, double Y)> Points, bool Closed) outline) =>
            outline.Closed && outline.Points.Count > 1 ? [.. outline.Points, outline.Points[0]] : outline.Points;
    }

    private static void Draw(Paper paper, TextShape text, double scale, Shaper shaper, FontSet fonts)
    {
        var shaped = shaper.Shape(text.Text, text.Size * scale, text.Color, text.Bold);
        var width = shaped.WidthOf(0, shaped.Count);
        var along = text.Anchor switch { Align.Left => 0, Align.Center => -width / 2, _ => -width };
        var (sin, cos) = Math.SinCos(text.Turned * Math.PI / 180);
        var outlines = new GlyphOutlines();
        var places = shaped.Places();
        for (var i = 0; i < shaped.Count; i++)
        {
            ref readonly var glyph = ref shaped.Glyphs[i];
            if (glyph.Number != 0)
            {
                var font = fonts[glyph.Font];
                var size = shaped.Size / font.UnitsPerEm;
                var at = along + places[i];
                outlines.Place = (text.X * scale + cos * at, text.Y * scale + sin * at, cos * size, sin * size);
                GlyphPath.Draw(font, fonts.OriginalOf(glyph.Font, glyph.Number), outlines);
            }
        }
        paper.Fill(outlines.All, text.Color);
    }

    /// <summary>Outlines with their curves made into short lines, in pixels.</summary>
    private static List<(List<(double X, double Y)> Points, bool Closed)> Flat(IReadOnlyList<PathPart> parts, double scale)
    {
        var outlines = new List<(List<(double, double)> Points, bool Closed)>();
        List<(double X, double Y)> points = [];
        foreach (var part in parts)
        {
            double x = part.X * scale, y = part.Y * scale;
            switch (part.Verb)
            {
                case PathVerb.Move:
                    points = [(x, y)];
                    outlines.Add((points, false));
                    break;
                case PathVerb.Line: points.Add((x, y)); break;
                case PathVerb.Curve when points.Count > 0:
                    var (fromX, fromY) = points[^1];
                    double x1 = part.X1 * scale, y1 = part.Y1 * scale, x2 = part.X2 * scale, y2 = part.Y2 * scale;
                    var steps = Math.Clamp((int)Math.Sqrt(Math.Abs(x1 - fromX) + Math.Abs(y1 - fromY) + Math.Abs(x2 - x1) + Math.Abs(y2 - y1) + Math.Abs(x - x2) + Math.Abs(y - y2)) * 2, 4, 64);
                    for (var i = 1; i <= steps; i++)
                    {
                        double t = i / (double)steps, u = 1 - t;
                        points.Add((u * u * u * fromX + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t * t * t * x, u * u * u * fromY + 3 * u * u * t * y1 + 3 * u * t * t * y2 + t * t * t * y));
                    }
                    break;
                case PathVerb.Close when outlines.Count > 0: outlines[^1] = (outlines[^1].Points, true); break;
                default: break;
            }
        }
        return outlines;
    }

    /// <summary>A line broken into dashes with gaps as long.</summary>
    private static List<List<(double X, double Y)>> Dashed(List<(double X, double Y)> line, double dash)
    {
        var dashes = new List<List<(double X, double Y)>>();
        dash = Math.Max(dash, 0.25);
        double left = dash;
        var drawn = true;
        List<(double X, double Y)> current = [line[0]];
        for (var i = 1; i < line.Count; i++)
        {
            var (x, y) = line[i - 1];
            double dx = line[i].X - x, dy = line[i].Y - y, length = Math.Sqrt(dx * dx + dy * dy), at = 0;
            while (length - at > left)
            {
                at += left;
                var point = (x + dx * at / length, y + dy * at / length);
                if (drawn)
                {
                    current.Add(point);
                    dashes.Add(current);
                }
                (drawn, left, current) = (!drawn, dash, [point]);
            }
            left -= length - at;
            if (drawn) { current.Add(line[i]); }
        }
        if (drawn && current.Count > 1) { dashes.Add(current); }
        return dashes;
    }

    /// <summary>A line with breadth: a rectangle for each stretch, and a disc where two meet at an angle. All turn the same way, so that they add up.</summary>
    private static IEnumerable<List<(double X, double Y)>> Stroked(List<(double X, double Y)> line, double half)
    {
        for (var i = 1; i < line.Count; i++)
        {
            var ((x1, y1), (x2, y2)) = (line[i - 1], line[i]);
            double dx = x2 - x1, dy = y2 - y1, length = Math.Sqrt(dx * dx + dy * dy);
            if (length < 1e-9) { continue; }
            double nx = -dy / length * half, ny = dx / length * half;
            yield return [(x1 - nx, y1 - ny), (x2 - nx, y2 - ny), (x2 + nx, y2 + ny), (x1 + nx, y1 + ny)];
            if (half > 0.6 && i < line.Count - 1) { yield return [.. Enumerable.Range(0, 12).Select(k => (x2 + half * Math.Cos(k * Math.PI / 6), y2 + half * Math.Sin(k * Math.PI / 6)))]; }
        }
    }

    /// <summary>Gathers glyphs as outlines in pixels, with y down.</summary>
    private sealed class GlyphOutlines : IPathSink
    {
        private List<(double X, double Y)> _points = [];

        public List<List<(double X, double Y)>> All { get; } = [];

        /// <summary>Where the glyph's origin stands, and its size times the cosine and the sine of how it is turned.</summary>
        public (double X, double Y, double Cos, double Sin) Place { get; set; }

        public void MoveTo(double x, double y) => All.Add(_points = [At(x, y)]);

        public void LineTo(double x, double y) => _points.Add(At(x, y));

        public void CurveTo(double controlX, double controlY, double x, double y)
        {
            var (from, control, to) = (_points[^1], At(controlX, controlY), At(x, y));
            const int Steps = 5;
            for (var i = 1; i <= Steps; i++)
            {
                double t = i / (double)Steps, u = 1 - t;
                _points.Add((u * u * from.X + 2 * u * t * control.X + t * t * to.X, u * u * from.Y + 2 * u * t * control.Y + t * t * to.Y));
            }
        }

        public void Close() { }

        private (double X, double Y) At(double x, double y) => (Place.X + x * Place.Cos + y * Place.Sin, Place.Y + x * Place.Sin - y * Place.Cos);
    }

    /// <summary>White paper of pixels. A pixel takes as much of a colour as the outline covers of it.</summary>
    private sealed class Paper
    {
        /// <summary>Lines of measurement in a pixel; along each the coverage is exact.</summary>
        private const int Fine = 5;

        private readonly int _width, _height;
        private readonly byte[] _pixels;
        private readonly float[] _cover;
        private readonly List<(double Top, double Bottom, double X, double Slope, int Way)> _edges = [];
        private readonly List<(double X, int Way)> _crossings = [];

        public Paper(int width, int height)
        {
            (_width, _height) = (width, height);
            _pixels = new byte[3 * width * height];
            _pixels.AsSpan().Fill(255);
            _cover = new float[width + 1];
        }

        public ReadOnlySpan<byte> Row(int y) => _pixels.AsSpan(3 * y * _width, 3 * _width);

        /// <summary>Fills what the outlines go around, whichever way they do.</summary>
        public void Fill(IEnumerable<List<(double X, double Y)>> outlines, Color color)
        {
            _edges.Clear();
            double top = double.MaxValue, bottom = double.MinValue, left = double.MaxValue, right = double.MinValue;
            foreach (var outline in outlines)
            {
                for (var i = 0; i < outline.Count; i++)
                {
                    var ((x1, y1), (x2, y2)) = (outline[i], outline[(i + 1) % outline.Count]);
                    (top, bottom, left, right) = (Math.Min(top, y1), Math.Max(bottom, y1), Math.Min(left, x1), Math.Max(right, x1));
                    if (y1 == y2) { continue; }
                    var slope = (x2 - x1) / (y2 - y1);
                    _edges.Add(y1 < y2 ? (y1, y2, x1, slope, 1) : (y2, y1, x2, slope, -1));
                }
            }
            if (_edges.Count == 0 || right <= 0 || left >= _width) { return; }
            var (from, to) = (Math.Max((int)left, 0), Math.Min((int)right + 1, _width));
            CollectionsMarshal.AsSpan(_edges).Sort((a, b) => a.Top.CompareTo(b.Top));

            var last = Math.Min((int)Math.Ceiling(bottom), _height);
            var begun = 0;
            var active = new List<(double Top, double Bottom, double X, double Slope, int Way)>();
            for (var y = Math.Max((int)Math.Floor(top), 0); y < last; y++)
            {
                while (begun < _edges.Count && _edges[begun].Top < y + 1) { active.Add(_edges[begun++]); }
                active.RemoveAll(e => e.Bottom <= y);
                if (active.Count == 0) { continue; }
                _cover.AsSpan(from, to - from + 1).Clear();
                for (var f = 0; f < Fine; f++) { Measure(active, y + (f + 0.5) / Fine); }
                Blend(y, from, to, color);
            }
        }

        private void Measure(List<(double Top, double Bottom, double X, double Slope, int Way)> active, double y)
        {
            _crossings.Clear();
            foreach (var edge in active)
            {
                if (edge.Top <= y && y < edge.Bottom) { _crossings.Add((edge.X + (y - edge.Top) * edge.Slope, edge.Way)); }
            }
            CollectionsMarshal.AsSpan(_crossings).Sort((a, b) => a.X.CompareTo(b.X));
            var winding = 0;
            for (var i = 0; i < _crossings.Count - 1; i++)
            {
                winding += _crossings[i].Way;
                if (winding != 0) { Cover(Math.Max(_crossings[i].X, 0), Math.Min(_crossings[i + 1].X, _width)); }
            }
        }

        private void Cover(double from, double to)
        {
            if (to <= from) { return; }
            int first = (int)from, last = (int)to;
            if (first == last)
            {
                _cover[first] += (float)(to - from);
                return;
            }
            _cover[first] += (float)(first + 1 - from);
            for (var x = first + 1; x < last; x++) { _cover[x] += 1; }
            _cover[last] += (float)(to - last);
        }

        private void Blend(int y, int from, int to, Color color)
        {
            var row = _pixels.AsSpan(3 * y * _width, 3 * _width);
            for (var x = from; x < to; x++)
            {
                if (_cover[x] <= 0) { continue; }
                var part = Math.Min(_cover[x] / Fine, 1);
                row[3 * x] = Mix(row[3 * x], color.Red, part);
                row[3 * x + 1] = Mix(row[3 * x + 1], color.Green, part);
                row[3 * x + 2] = Mix(row[3 * x + 2], color.Blue, part);
            }

            static byte Mix(byte under, byte over, float part) => (byte)(under + (over - under) * part + 0.5f);
        }
    }
}
