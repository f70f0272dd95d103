using System.Globalization;
using System.Text;
using System.Xml;
using Uppfoljning.Pdf.Html;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf;

/// <summary>
/// Writes documents as HTML that is also well-formed XML: a fragment to show inside a page, or a page of its own for the screen and the printer.
/// No style attributes and no script, so that a strict content security policy may stand.
/// </summary>
public static class HtmlWriter
{
    /// <summary>Writes an <c>article</c> to place inside a page. <see cref="Stylesheet"/> gives it its looks.</summary>
    /// <exception cref="ArgumentException">A row has more cells than its table has columns.</exception>
    public static void Write(Document document, TextWriter output, HtmlOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);
        using var xml = Open(output);
        new HtmlBody(document, xml, options ?? new HtmlOptions(), wholePage: false).Write();
    }

    /// <summary>Writes a whole page that needs nothing but itself, with paper and margins for print.</summary>
    /// <exception cref="ArgumentException">A row has more cells than its table has columns.</exception>
    public static void WritePage(Document document, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);
        using var xml = Open(output);
        var body = new HtmlBody(document, xml, new HtmlOptions(), wholePage: true);
        var metadata = document.Metadata;
        xml.WriteRaw("<!DOCTYPE html>\n");
        xml.WriteStartElement("html");
        xml.WriteAttributeString("lang", PlainText.Line(metadata.Language));
        xml.WriteStartElement("head");
        Meta("charset", "utf-8");
        Meta("http-equiv", "Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
        Meta("name", "viewport", "width=device-width, initial-scale=1");
        xml.WriteElementString("title", PlainText.Line(metadata.Title));
        if (!string.IsNullOrEmpty(metadata.Author)) { Meta("name", "author", metadata.Author); }
        if (!string.IsNullOrEmpty(metadata.Subject)) { Meta("name", "description", metadata.Subject); }
        if (metadata.Keywords.Count > 0) { Meta("name", "keywords", string.Join(", ", metadata.Keywords)); }
        Meta("name", "generator", metadata.Creator);
        xml.WriteStartElement("style");
        // What stands in a style element is not unescaped by HTML; the rules hold no sign that XML would have escaped.
        xml.WriteRaw(Stylesheet(document.Theme) + body.PageRules());
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("body");
        xml.WriteAttributeString("class", "doc-page");
        xml.WriteStartElement("main");
        body.Write();
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();

        void Meta(string attribute, string value, string? content = null)
        {
            xml.WriteStartElement("meta");
            xml.WriteAttributeString(attribute, value);
            if (content is not null) { xml.WriteAttributeString("content", PlainText.Line(content)); }
            xml.WriteEndElement();
        }
    }

    /// <summary>The style sheet of the fragment, in the theme's colours and sizes. It touches nothing outside the document.</summary>
    public static string Stylesheet(Theme theme)
    {
        ArgumentNullException.ThrowIfNull(theme);
        using var resource = typeof(HtmlWriter).Assembly.GetManifestResourceStream("document.css")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        var css = new StringBuilder(".doc {\n");
        foreach (var (name, color) in new[] { ("text", theme.Text), ("muted", theme.Muted), ("accent", theme.Accent), ("accent-text", theme.AccentText), ("rule", theme.Rule), ("tint", theme.Tint), ("watermark", theme.Watermark) })
        {
            css.Append(CultureInfo.InvariantCulture, $"  --doc-{name}: {color.ToHex()};\n");
        }
        Sizes("  ", size => string.Create(CultureInfo.InvariantCulture, $"{size / 10.5:0.###}rem"));
        css.Append(CultureInfo.InvariantCulture, $"  --doc-line-height: {theme.LineHeight:0.###};\n");
        css.Append(CultureInfo.InvariantCulture, $"  --doc-font: {CssString(theme.Fonts.Name)}, \"Source Sans 3\", \"Segoe UI\", \"Helvetica Neue\", Arial, sans-serif;\n}}\n@media print {{\n  .doc {{\n");
        Sizes("    ", size => string.Create(CultureInfo.InvariantCulture, $"{size:0.###}pt"));
        css.Append("  }\n}\n");
        return css.Append(reader.ReadToEnd().ReplaceLineEndings("\n")).ToString();

        // On the screen text is read from further away than on paper, and grows with what the reader has chosen.
        void Sizes(string indent, Func<double, string> written)
        {
            var headings = Enumerable.Range(0, 4).Select(i => ($"heading-{i + 1}", theme.HeadingSizes.Count > 0 ? theme.HeadingSizes[Math.Min(i, theme.HeadingSizes.Count - 1)] : theme.TextSize));
            foreach (var (name, size) in headings.Prepend(("title-size", theme.TitleSize)).Prepend(("small-size", theme.SmallSize)).Prepend(("table-size", theme.TableSize)).Prepend(("text-size", theme.TextSize)))
            {
                css.Append(indent).Append("--doc-").Append(name).Append(": ").Append(written(size)).Append(";\n");
            }
        }
    }

    /// <summary>A string of CSS that also stands unchanged inside XML: anything but letters, figures and the plainest signs is written by its number.</summary>
    internal static string CssString(string text)
    {
        var css = new StringBuilder("\"");
        foreach (var rune in PlainText.Line(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '.' or ',' or ':' or '/' or '-' or '(' or ')' or 0x2013 or 0xA0) { css.Append(rune.ToString()); }
            else { css.Append(CultureInfo.InvariantCulture, $"\\{rune.Value:X6}"); }
        }
        return css.Append('"').ToString();
    }

    private static XmlWriter Open(TextWriter output) => XmlWriter.Create(output, new XmlWriterSettings
    {
        ConformanceLevel = ConformanceLevel.Fragment,
        OmitXmlDeclaration = true,
        NewLineHandling = NewLineHandling.None,
        CloseOutput = false,
    });
}
