using System.Globalization;
using System.Text;
using Uppfoljning.Pdf.Fonts;
using Uppfoljning.Pdf.Layout;

namespace Uppfoljning.Pdf.Charts;

/// <summary>A drawing as SVG.</summary>
internal static class Svg
{
    /// <summary>An <c>svg</c> element that scales to its container, with the words as text. It is named for those who do not see it.</summary>
    public static string Write(Drawing drawing, string alternative, Theme theme)
    {
        var shaper = new Shaper(new FontSet(theme.Fonts));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{Escaped(alternative)}\" viewBox=\"0 0 {N(drawing.Width)} {N(drawing.Height)}\" font-family=\"{Escaped(Family(theme))}\" xml:space=\"preserve\">");
        foreach (var shape in drawing.Shapes)
        {
            switch (shape)
            {
                case PathShape path: Path(svg, path); break;
                case TextShape text: Text(svg, text, shaper); break;
                default: break;
            }
        }
        return svg.Append("</svg>").ToString();
    }

    /// <summary>The same typeface when the reader has it, and else one without serifs.</summary>
    private static string Family(Theme theme) =>
        $"'{theme.Fonts.Name.Replace("'", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal)}', 'Source Sans 3', 'Segoe UI', Arial, sans-serif";

    private static void Path(StringBuilder svg, PathShape path)
    {
        if (path.Parts.Count == 0 || (path.Fill is null && path.Stroke is null)) { return; }
        svg.Append("<path d=\"");
        foreach (var part in path.Parts)
        {
            switch (part.Verb)
            {
                case PathVerb.Move: svg.Append(CultureInfo.InvariantCulture, $"M{N(part.X)} {N(part.Y)}"); break;
                case PathVerb.Line: svg.Append(CultureInfo.InvariantCulture, $"L{N(part.X)} {N(part.Y)}"); break;
                case PathVerb.Curve: svg.Append(CultureInfo.InvariantCulture, $"C{N(part.X1)} {N(part.Y1)} {N(part.X2)} {N(part.Y2)} {N(part.X)} {N(part.Y)}"); break;
                default: svg.Append('Z'); break;
            }
        }
        svg.Append(CultureInfo.InvariantCulture, $"\" fill=\"{(path.Fill is { } fill ? fill.ToHex() : "none")}\"");
        if (path.Stroke is { } stroke)
        {
            svg.Append(CultureInfo.InvariantCulture, $" stroke=\"{stroke.ToHex()}\" stroke-width=\"{N(path.StrokeWidth)}\"");
            if (path.Dash > 0) { svg.Append(CultureInfo.InvariantCulture, $" stroke-dasharray=\"{N(path.Dash)}\""); }
        }
        svg.Append("/>");
    }

    private static void Text(StringBuilder svg, TextShape text, Shaper shaper)
    {
        var shaped = shaper.Shape(text.Text, text.Size, text.Color, text.Bold);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(text.X)}\" y=\"{N(text.Y)}\" font-size=\"{N(text.Size)}\" fill=\"{text.Color.ToHex()}\"");
        // Another typeface than the one the text was measured with may not push it out of its place.
        svg.Append(CultureInfo.InvariantCulture, $" textLength=\"{N(shaped.WidthOf(0, shaped.Count))}\" lengthAdjust=\"spacingAndGlyphs\"");
        if (text.Bold) { svg.Append(" font-weight=\"600\""); }
        if (text.Anchor != Align.Left) { svg.Append(text.Anchor == Align.Center ? " text-anchor=\"middle\"" : " text-anchor=\"end\""); }
        if (text.Turned != 0) { svg.Append(CultureInfo.InvariantCulture, $" transform=\"rotate({N(text.Turned)} {N(text.X)} {N(text.Y)})\""); }
        svg.Append('>').Append(Escaped(text.Text)).Append("</text>");
    }

    private static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : text;


    /// <summary>As text in XML and HTML, without the characters that they cannot hold.</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': escaped.Append("&amp;"); break;
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case '"': escaped.Append("&quot;"); break;
                case '\'': escaped.Append("&#39;"); break;
                case '\t' or '\n' or '\r': escaped.Append(' '); break;
                case < 0x20 or 0xFFFE or 0xFFFF or >= 0x7F and < 0xA0: break;
                default: escaped.Append(rune.ToString()); break;
            }
        }
        return escaped.ToString();
    }
}
