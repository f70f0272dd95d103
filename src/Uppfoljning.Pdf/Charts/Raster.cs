namespace Uppfoljning.Pdf.Charts;

/// <summary>A drawing as a picture of pixels, for programs that show no vectors.</summary>
internal static class Raster
{
    /// <summary>A PNG file with so many pixels to the point.</summary>
    public static byte[] Png(Drawing drawing, double scale, Theme theme) => [];
}
