namespace Uppfoljning.Pdf.Charts;

/// <summary>What standing and lying bars have in common.</summary>
internal static class Bars
{
    /// <summary>The values of a chart by category and series; null is not known.</summary>
    public static double?[][] Values(BarChart chart) =>
        [.. Enumerable.Range(0, chart.Categories.Count).Select(c => chart.Series.Select(s => Scale.Known(s, c)).ToArray())];

    /// <summary>Bars begin at zero, so zero is always on the scale.</summary>
    public static Scale ScaleOf(BarChart chart, double?[][] values, int steps)
    {
        double low = 0, high = 0;
        var whole = true;
        foreach (var category in values)
        {
            foreach (var value in category) { whole &= value is not { } v || v == Math.Floor(v); }
            low = chart.Stacked ? 0 : Math.Min(low, category.Min() ?? 0);
            high = Math.Max(high, chart.Stacked ? SumOf(category) : category.Max() ?? 0);
        }
        return Scale.Of(low, high, steps, whole);
    }

    /// <summary>The height of a stack. Negative values cannot stand in one.</summary>
    public static double SumOf(double?[] category) => Math.Min(category.Sum(v => Math.Max(v ?? 0, 0)), 1e300);

    /// <summary>What is written at the end of a stack. When a part is not known, neither is the sum.</summary>
    public static string TotalOf(double?[] category) => category.Contains(null) ? "" : Scale.Short(SumOf(category));

    /// <summary>A value inside its field, on a plate of white so that it is read as well on a pattern as beside it.</summary>
    public static void Inside(Sketch sketch, string text, double x, double y, double width, double height)
    {
        double wide = sketch.WidthOf(text) + 5, high = sketch.Size + 2.5;
        if (wide + 3 > width || high + 2 > height) { return; }
        sketch.Box(x + (width - wide) / 2, y + (height - high) / 2, wide, high, Color.White);
        sketch.Text(text, x + width / 2, sketch.Middle(y + height / 2), Align.Center);
    }
}

/// <summary>Bars that stand on a line.</summary>
internal static class StandingBars
{
    private const double Height = 170, WidestBar = 46, UnknownHeight = 13;

    public static void Draw(BarChart chart, Sketch sketch)
    {
        var (values, count) = (Bars.Values(chart), chart.Series.Count);
        if (values.Length == 0 || count == 0)
        {
            sketch.Nothing();
            return;
        }
        var scale = Bars.ScaleOf(chart, values, 5);
        var y = sketch.FieldLegend(chart.Series, values.Any(v => v.Contains(null)));
        var plane = Plane.Draw(sketch, y, Height, 2, scale, chart.Categories, chart.Unit, scale.Low < 0 ? sketch.LineHeight : 0);
        var group = Math.Min(plane.Slot * (plane.Slot < 8 ? 0.9 : 0.72), WidestBar * (chart.Stacked ? 1 : count));
        for (var c = 0; c < values.Length; c++)
        {
            if (chart.Stacked) { Stack(values[c], plane.CenterOf(c) - group / 2, group, plane, sketch, count > 1); }
        }
        if (!chart.Stacked) { SideBySide(values, group, plane, sketch, count); }
        var zero = plane.HeightOf(0);
        sketch.Line(plane.Left, zero, plane.Right, zero, sketch.Muted, 0.8);
    }

    private static void SideBySide(double?[][] values, double group, Plane plane, Sketch sketch, int count)
    {
        var bar = group / count;
        var gap = count > 1 && bar > 6 ? 1.5 : 0;
        // Values are written at all bars or at none, since a bar without one would be taken for something else.
        var room = count == 1 ? plane.Slot - 3 : bar - 1;
        var written = values.All(v => v.All(x => x is not { } known || sketch.WidthOf(Scale.Short(known)) <= room));
        var zero = plane.HeightOf(0);
        for (var c = 0; c < values.Length; c++)
        {
            for (var s = 0; s < count; s++)
            {
                var x = plane.CenterOf(c) - group / 2 + s * bar;
                if (values[c][s] is not { } value)
                {
                    sketch.UnknownField(x, zero - UnknownHeight, Math.Min(bar - gap, plane.Slot), UnknownHeight);
                    continue;
                }
                var end = plane.HeightOf(value);
                sketch.Field(x, Math.Min(zero, end), bar - gap, Math.Abs(end - zero), s, count > 1);
                if (!written) { continue; }
                var middle = value < 0 ? end + sketch.LineHeight / 2 + 1 : end - sketch.LineHeight / 2 - 1;
                sketch.Text(Scale.Short(value), x + (bar - gap) / 2, sketch.Middle(middle), Align.Center);
                sketch.ReachTo(middle + sketch.LineHeight / 2);
            }
        }
    }

    private static void Stack(double?[] category, double x, double width, Plane plane, Sketch sketch, bool patterned)
    {
        double sum = 0, top = plane.HeightOf(0);
        for (var s = 0; s < category.Length; s++)
        {
            if (category[s] is not > 0 || category[s] is not { } value) { continue; }
            sum = Math.Min(sum + value, 1e300);
            var end = plane.HeightOf(sum);
            sketch.Field(x, end, width, top - end, s, patterned);
            if (category.Length > 1) { Bars.Inside(sketch, Scale.Short(value), x, end, width, top - end); }
            if (top - end > 2 && s > 0) { sketch.Line(x, top, x + width, top, Color.White, 0.8); }
            top = end;
        }
        if (category.Contains(null))
        {
            // What is not known lies on top, as high as a line of text: it says that there is more, not how much.
            var y = Math.Max(top - UnknownHeight, plane.Top - UnknownHeight);
            sketch.UnknownField(x, y, width, UnknownHeight);
            return;
        }
        var total = Bars.TotalOf(category);
        if (sketch.WidthOf(total, bold: true) <= plane.Slot - 3) { sketch.Text(total, x + width / 2, sketch.Middle(top - sketch.LineHeight / 2 - 1), Align.Center, bold: true); }
    }
}

/// <summary>Bars that lie under each other, with their names to the left.</summary>
internal static class LyingBars
{
    private const double UnknownWidth = 16;

    public static void Draw(BarChart chart, Sketch sketch)
    {
        var (values, count) = (Bars.Values(chart), chart.Series.Count);
        if (values.Length == 0 || count == 0)
        {
            sketch.Nothing();
            return;
        }
        // The unknown is named where it lies, unless the bars are too thin for words.
        var lanes = chart.Stacked ? 1 : count;
        var natural = lanes * (lanes > 1 ? sketch.LineHeight : sketch.LineHeight + 3) + 8;
        var names = sketch.NameColumn(chart.Categories, sketch.Width * 0.36, 3);
        var row = Math.Max(natural, names.Max(n => n.Length) * sketch.LineHeight + 5);
        if (row * values.Length > Sketch.MostHeight)
        {
            row = Math.Min(natural, Sketch.MostHeight / values.Length);
            var lines = Math.Clamp((int)(row / sketch.LineHeight), 1, 3);
            names = sketch.NameColumn(chart.Categories, sketch.Width * 0.36, lines);
        }
        var bar = row * (row < 8 ? 0.85 : Math.Min(0.75, natural / row * 0.75)) / lanes;
        var written = bar >= sketch.Size * 0.85;

        var y = sketch.FieldLegend(chart.Series, values.Any(v => v.Contains(null)) && (chart.Stacked || !written));
        var unitAt = y + sketch.LineHeight / 2;
        if (!string.IsNullOrWhiteSpace(chart.Unit)) { y += sketch.LineHeight + 2; }
        var left = names.SelectMany(n => n).Select(n => sketch.WidthOf(n)).DefaultIfEmpty().Max() + 7;
        double before = 0, after = 4;
        if (written)
        {
            foreach (var value in chart.Stacked ? values.Select(v => Bars.SumOf(v)) : values.SelectMany(v => v.Select(x => x ?? 0)))
            {
                var wide = sketch.WidthOf(Scale.Short(value), chart.Stacked) + 6;
                if (value < 0) { before = Math.Max(before, wide); }
                else { after = Math.Max(after, wide); }
            }
            if (values.Any(v => v.Contains(null))) { after = Math.Max(after, chart.Stacked ? UnknownWidth : sketch.WidthOf(sketch.Unknown) + UnknownWidth + 8); }
        }
        (before, after) = (Math.Min(before, sketch.Width / 6), Math.Min(after, sketch.Width / 4));

        var rough = Bars.ScaleOf(chart, values, 5);
        var widest = Math.Max(sketch.WidthOf(rough.TextAt(0)), sketch.WidthOf(rough.TextAt(rough.Steps)));
        after = Math.Max(after, widest / 2);
        left += Math.Max(before, Math.Max(widest / 2 - left, 0));
        var width = sketch.Width - left - after;
        // As many steps as there is room for their numbers.
        var scale = Bars.ScaleOf(chart, values, Math.Clamp((int)(width / (widest + 14)), 1, 6));
        var (top, bottom) = (y, y + row * values.Length);
        sketch.Text(sketch.Shorten(chart.Unit, sketch.Width - left), left, sketch.Middle(unitAt), color: sketch.Muted);

        for (var i = 0; i <= scale.Steps; i++)
        {
            var x = X(scale.ValueAt(i));
            sketch.Line(x, top, x, bottom + 3, sketch.Theme.Rule);
            if (scale.Steps < 2 || i % Math.Max((int)Math.Ceiling((widest + 6) * scale.Steps / width), 1) == 0) { sketch.Text(scale.TextAt(i), x, sketch.Middle(bottom + 4 + sketch.LineHeight / 2), Align.Center, sketch.Muted); }
        }

        var every = Math.Max((int)Math.Ceiling(sketch.LineHeight / row), 1);
        for (var c = 0; c < values.Length; c++)
        {
            var middle = top + (c + 0.5) * row;
            if (c % every == 0) { sketch.NameLines(names[c], left - before - 7, Math.Max(middle, sketch.Size / 2)); }
            if (chart.Stacked) { Stack(values[c], middle - bar / 2, bar); }
            else
            {
                for (var s = 0; s < count; s++) { One(values[c][s], s, middle + (s - count / 2.0) * bar, bar > 5 && count > 1 ? bar - 1 : bar); }
            }
        }
        sketch.Line(X(0), top, X(0), bottom, sketch.Muted, 0.8);
        sketch.ReachTo(bottom + 4 + sketch.LineHeight);

        double X(double value) => left + scale.At(value) * width;

        void One(double? known, int series, double at, double thick)
        {
            var middle = sketch.Middle(at + thick / 2);
            if (known is not { } value)
            {
                sketch.UnknownField(X(0), at, UnknownWidth, thick);
                if (written) { sketch.Plate(sketch.Shorten(sketch.Unknown, sketch.Width - X(0) - UnknownWidth - 4), X(0) + UnknownWidth + 4, middle, color: sketch.Muted); }
                return;
            }
            double zero = X(0), end = X(value);
            sketch.Field(Math.Min(zero, end), at, Math.Abs(end - zero), thick, series, count > 1);
            if (written) { sketch.Plate(Scale.Short(value), end + (value < 0 ? -4 : 4), middle, value < 0 ? Align.Right : Align.Left); }
        }

        void Stack(double?[] category, double at, double thick)
        {
            double sum = 0, from = X(0);
            for (var s = 0; s < category.Length; s++)
            {
                if (category[s] is not > 0 || category[s] is not { } value) { continue; }
                sum = Math.Min(sum + value, 1e300);
                var end = X(sum);
                sketch.Field(from, at, end - from, thick, s, count > 1);
                if (count > 1) { Bars.Inside(sketch, Scale.Short(value), from, at, end - from, thick); }
                if (end - from > 2 && s > 0) { sketch.Line(from, at, from, at + thick, Color.White, 0.8); }
                from = end;
            }
            if (category.Contains(null)) { sketch.UnknownField(from, at, Math.Min(UnknownWidth, sketch.Width - from), thick); }
            else if (written) { sketch.Plate(Bars.TotalOf(category), from + 4, sketch.Middle(at + thick / 2), bold: true); }
        }
    }
}
