namespace Uppfoljning.Pdf.Charts;

/// <summary>Draws charts: the same shapes go to PDF, to the web and to Word.</summary>
internal static class ChartDrawing
{
    /// <summary>Narrower than this a chart is drawn at this width and then made smaller.</summary>
    private const double LeastWidth = 280;

    /// <summary>Draws a chart as wide as asked for, in points; the height follows from what it shows.</summary>
    public static Drawing Of(Chart chart, double width, Theme theme, Labels labels)
    {
        var sketch = new Sketch(theme, labels, Math.Max(width, LeastWidth));
        switch (chart)
        {
            case BarChart { Horizontal: true } bars: LyingBars.Draw(bars, sketch); break;
            case BarChart bars: StandingBars.Draw(bars, sketch); break;
            case LineChart lines: Lines.Draw(lines, sketch); break;
            case YearWheel wheel: Wheel.Draw(wheel, sketch); break;
            case HeatMap map: Heat.Draw(map, sketch); break;
            case Timeline timeline: Times.Draw(timeline, sketch); break;
            default: throw new ArgumentException($"Charts of type {chart?.GetType().Name ?? "null"} cannot be drawn.", nameof(chart));
        }
        var drawing = sketch.Finish();
        return width < LeastWidth ? drawing.Scaled(width / LeastWidth) : drawing;
    }
}
