namespace Uppfoljning.Pdf.Charts;

/// <summary>A drawing as SVG.</summary>
internal static class Svg
{
    /// <summary>An <c>svg</c> element that scales to its container, with the words as text. It is named for those who do not see it.</summary>
    public static string Write(Drawing drawing, string alternative, Theme theme) => "";
}
