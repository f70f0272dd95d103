namespace Uppfoljning.Pdf.Charts;

/// <summary>Cells that are darker the higher their values are. The values are written in them when there is room.</summary>
internal static class Heat
{
    private const double TurnedRoom = 90, HighestRow = 18;

    public static void Draw(HeatMap map, Sketch sketch)
    {
        int rows = map.Rows.Count, columns = map.Columns.Count;
        if (rows == 0 || columns == 0)
        {
            sketch.Nothing();
            return;
        }
        var values = Enumerable.Range(0, rows).Select(r => Enumerable.Range(0, columns).Select(c => ValueAt(map, r, c)).ToArray()).ToArray();
        var known = values.SelectMany(v => v).OfType<double>().ToList();
        double low = known.Count > 0 ? known.Min() : 0, high = known.Count > 0 ? known.Max() : 0;
        var dark = sketch.ColorOf(0);
        var light = Color.White.Mixed(dark, 0.1);

        var names = sketch.NameColumn(map.Rows, sketch.Width * 0.32, 2);
        var height = names.Any(n => n.Length > 1) ? 2 * sketch.LineHeight + 3 : HighestRow;
        if (height * rows > Sketch.MostHeight)
        {
            height = Math.Min(HighestRow, Sketch.MostHeight / rows);
            names = sketch.NameColumn(map.Rows, sketch.Width * 0.32, 1);
        }
        var left = names.SelectMany(n => n).Select(n => sketch.WidthOf(n)).DefaultIfEmpty().Max() + 7;
        var width = (sketch.Width - left) / columns;

        var y = Legend();
        y = ColumnNames(y);
        var written = height >= sketch.LineHeight && known.All(v => sketch.WidthOf(Scale.Short(v)) <= width - 3);
        var gap = Math.Min(width, height) > 6 ? 1 : 0;
        var every = Math.Max((int)Math.Ceiling(sketch.LineHeight / height), 1);
        for (var r = 0; r < rows; r++)
        {
            var top = y + r * height;
            if (r % every == 0) { sketch.NameLines(names[r], left - 7, Math.Max(top + height / 2, sketch.Size / 2)); }
            for (var c = 0; c < columns; c++)
            {
                var x = left + c * width;
                if (values[r][c] is not { } value)
                {
                    sketch.UnknownField(x, top, width - gap, height - gap);
                    continue;
                }
                var fill = Shade(value);
                sketch.Box(x, top, width - gap, height - gap, fill);
                if (written) { sketch.Text(Scale.Short(value), x + (width - gap) / 2, sketch.Middle(top + (height - gap) / 2), Align.Center, On(fill)); }
            }
        }
        sketch.ReachTo(y + rows * height + (every > 1 ? sketch.Size / 2 : 0));

        Color Shade(double value) => light.Mixed(dark, high > low ? (value - low) / (high - low) : 0.5);

        Color On(Color fill) => fill.Contrast(Color.White) >= 4.5 ? Color.White : fill.Contrast(sketch.Ink) >= 4.5 ? sketch.Ink : new Color(0, 0, 0);

        double Legend()
        {
            var entries = new List<(string, Action<double, double, double, double>)>();
            if (known.Count > 0) { entries.Add((Scale.Short(low) + (map.Unit.Length > 0 ? $" {map.Unit}" : ""), (x, at, w, h) => sketch.Box(x, at, w, h, Shade(low)))); }
            if (high > low)
            {
                // A step between the ends, so that it is seen which way the scale goes.
                entries.Add((Scale.Short(low / 2 + high / 2), (x, at, w, h) => sketch.Box(x, at, w, h, Shade(low / 2 + high / 2))));
                entries.Add((Scale.Short(high), (x, at, w, h) => sketch.Box(x, at, w, h, Shade(high))));
            }
            if (known.Count < rows * columns) { entries.Add((sketch.Unknown, sketch.UnknownField)); }
            return sketch.Legend(entries);
        }

        double ColumnNames(double from)
        {
            var room = width - 4;
            if (map.Columns.All(n => sketch.LongestWord(n) <= room))
            {
                var lines = map.Columns.Select(n => sketch.Wrap(n, room, 3)).ToArray();
                var bottom = from + Math.Max(lines.Max(l => l.Length), 1) * sketch.LineHeight;
                for (var c = 0; c < columns; c++)
                {
                    for (var l = 0; l < lines[c].Length; l++)
                    {
                        sketch.Text(lines[c][l], left + (c + 0.5) * width, sketch.Middle(bottom - (lines[c].Length - l - 0.5) * sketch.LineHeight), Align.Center);
                    }
                }
                return bottom + 3;
            }
            var shown = map.Columns.Select(n => sketch.Shorten(n, TurnedRoom)).ToArray();
            var under = from + shown.Max(n => sketch.WidthOf(n)) + 1;
            var every = Math.Max((int)Math.Ceiling(sketch.LineHeight / width), 1);
            for (var c = 0; c < columns; c += every)
            {
                var at = Math.Clamp(left + (c + 0.5) * width, sketch.Size * 0.5, sketch.Width - sketch.Size * 0.5);
                sketch.Text(shown[c], at + 0.33 * sketch.Size, under, turned: -90);
            }
            return under + 4;
        }
    }

    private static double? ValueAt(HeatMap map, int row, int column) =>
        row < map.Values.Count && column < map.Values[row].Count ? Scale.Known(map.Values[row][column]) : null;
}
