namespace Uppfoljning.Pdf.Charts;

/// <summary>A line for each series. Lines differ in dashes and marks too, and are named where they end when there is room for it.</summary>
internal static class Lines
{
    private const double Height = 180, MarkSize = 2.6;

    public static void Draw(LineChart chart, Sketch sketch)
    {
        var (count, series) = (chart.Categories.Count, chart.Series.Count);
        var values = chart.Series.Select(s => Enumerable.Range(0, count).Select(c => Scale.Known(s, c)).ToArray()).ToArray();
        var known = values.SelectMany(v => v).OfType<double>().ToList();
        if (known.Count == 0)
        {
            sketch.Nothing();
            return;
        }

        double low = known.Min(), high = known.Max();
        // Zero belongs on the scale unless all values lie far from it.
        if (low > 0 && low < 0.6 * high) { low = 0; }
        if (high < 0 && high > 0.6 * low) { high = 0; }
        var scale = Scale.Of(low, high, 5, known.All(v => v == Math.Floor(v)));

        var direct = series > 1 && series * sketch.LineHeight <= Height && values.All(v => v[^1] is not null);
        var room = direct ? Math.Min(chart.Series.Max(s => sketch.WidthOf(s.Name)) + 18, sketch.Width * 0.3) : 4;
        direct &= chart.Series.All(s => sketch.WidthOf(s.Name) <= sketch.Width * 0.3 - 18);
        if (!direct) { room = 4; }
        var y = series > 1 && !direct
            ? sketch.Legend([.. chart.Series.Select((s, i) => (s.Name, (Action<double, double, double, double>)((x, at, w, h) => Sample(sketch, i, x, at + h / 2, w))))])
            : 0;
        var plane = Plane.Draw(sketch, y, Height, room, scale, chart.Categories, chart.Unit, belowField: 0);

        // Few enough points have a mark each; of many, so many that the lines can be told apart.
        var every = Math.Max(count / 20, 1);
        for (var s = 0; s < series; s++)
        {
            var path = new List<PathPart>();
            for (var c = 0; c < count; c++)
            {
                if (values[s][c] is { } value) { path.Add(new(c > 0 && values[s][c - 1] is not null ? PathVerb.Line : PathVerb.Move, plane.CenterOf(c), plane.HeightOf(value))); }
            }
            sketch.Add(new PathShape(path) { Stroke = sketch.ColorOf(s), StrokeWidth = 1.6, Dash = sketch.DashOf(s) });
            for (var c = 0; c < count; c++)
            {
                if (values[s][c] is not { } value) { continue; }
                var alone = (c == 0 || values[s][c - 1] is null) && (c == count - 1 || values[s][c + 1] is null);
                if (alone || (c + s) % every == 0) { sketch.Mark(plane.CenterOf(c), plane.HeightOf(value), MarkSize, s); }
            }
        }
        if (series == 1) { Written(values[0], plane, sketch); }
        if (direct) { Named(chart, values, plane, sketch); }
    }

    private static void Sample(Sketch sketch, int series, double x, double y, double width)
    {
        sketch.Line(x, y, x + width, y, sketch.ColorOf(series), 1.6, sketch.DashOf(series));
        sketch.Mark(x + width / 2, y, MarkSize, series);
    }

    /// <summary>The values of a single line, at all points or at none. At a valley they stand below, out of the line's way.</summary>
    private static void Written(double?[] values, Plane plane, Sketch sketch)
    {
        if (values.Any(v => v is { } known && sketch.WidthOf(Scale.Short(known)) > plane.Slot - 2)) { return; }
        for (var c = 0; c < values.Length; c++)
        {
            if (values[c] is not { } value) { continue; }
            var valley = c > 0 && c < values.Length - 1 && values[c - 1] > value && values[c + 1] > value;
            var at = plane.HeightOf(value);
            valley &= at + sketch.LineHeight + 5 < plane.Bottom;
            sketch.Text(Scale.Short(value), plane.CenterOf(c), sketch.Middle(valley ? at + sketch.LineHeight / 2 + 4 : at - sketch.LineHeight / 2 - 3), Align.Center);
        }
    }

    /// <summary>The names to the right of where the lines end, moved apart until each has a line of its own.</summary>
    private static void Named(LineChart chart, double?[][] values, Plane plane, Sketch sketch)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(s => plane.HeightOf(values[s][^1]!.Value)).ThenBy(s => s).ToArray();
        var places = order.Select(s => plane.HeightOf(values[s][^1]!.Value)).ToArray();
        for (var i = 1; i < places.Length; i++) { places[i] = Math.Max(places[i], places[i - 1] + sketch.LineHeight); }
        var over = plane.Bottom - places[^1];
        for (var i = places.Length - 1; i >= 0 && over < 0; i--)
        {
            places[i] = Math.Min(places[i], i == places.Length - 1 ? plane.Bottom : places[i + 1] - sketch.LineHeight);
        }
        var end = plane.CenterOf(chart.Categories.Count - 1);
        for (var i = 0; i < places.Length; i++)
        {
            var s = order[i];
            var color = sketch.ColorOf(s).DarkerOn(Color.White, 4.5);
            sketch.Line(end + 4, plane.HeightOf(values[s][^1]!.Value), plane.Right + 2, places[i], sketch.ColorOf(s), 0.5);
            sketch.Mark(plane.Right + 6, places[i], MarkSize, s);
            sketch.Text(chart.Series[s].Name, plane.Right + 13, sketch.Middle(places[i]), color: color);
        }
    }
}
