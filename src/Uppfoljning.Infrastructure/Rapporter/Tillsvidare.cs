using System.IO.Compression;
using System.Net;
using System.Text;
using Uppfoljning.Pdf;

namespace Uppfoljning.Infrastructure.Rapporter;

// Stands in for parts of Uppfoljning.Pdf that have not landed: names here hide the library's own. Delete this file when HtmlWriter, WordWriter
// and FontFamily.Read are in the library and PdfWriter writes charts and appendices; nothing else changes.
internal sealed record HtmlOptions;

internal static class PdfWriter
{
    public static PdfReport Write(Document document, Stream output) => Pdf.PdfWriter.Write(document with { Blocks = [.. document.Blocks.SelectMany(Plain)] }, output);

    internal static IEnumerable<Block> Plain(Block block) => block switch
    {
        Chart chart => [new Heading(4, chart.Title), new Paragraph(chart.Alternative), chart.Data(new Labels())],
        Appendix appendix => [new Section([new Heading(1, $"Bilaga: {appendix.Title}"), .. appendix.Blocks.SelectMany(Plain)], appendix.Page ?? PageFormat.A4)],
        Section section => [section with { Blocks = [.. section.Blocks.SelectMany(Plain)] }],
        _ => [block],
    };
}

internal static class HtmlWriter
{
    public static string Stylesheet(Theme theme) => "";

    public static void Write(Document document, TextWriter output, HtmlOptions options)
    {
        foreach (var block in document.Blocks.SelectMany(PdfWriter.Plain)) { Write(block, output); }
    }

    private static void Write(Block block, TextWriter output)
    {
        switch (block)
        {
            case Cover cover:
                output.Write($"<h1>{Text(cover.Title)}</h1><p>{Text(cover.Owner)}</p><p>{Text(cover.Subtitle)}</p>");
                Write(new KeyValueList(cover.Facts), output);
                break;
            case Heading heading:
                output.Write($"<h{heading.Level}>{Text(heading.Text)}</h{heading.Level}>");
                break;
            case Paragraph paragraph:
                output.Write($"<p>{Text(paragraph.Text)}</p>");
                break;
            case ItemList list:
                output.Write($"<ul>{string.Concat(list.Items.Select(i => $"<li>{Text(i.Text)}</li>"))}</ul>");
                break;
            case KeyValueList list:
                output.Write($"<dl>{string.Concat(list.Items.Select(i => $"<dt>{Text(i.Key)}</dt><dd>{Text(i.Value)}</dd>"))}</dl>");
                break;
            case Callout callout:
                output.Write($"<p><strong>{Text(callout.Title)}</strong></p>");
                foreach (var inner in callout.Blocks) { Write(inner, output); }
                break;
            case Section section:
                foreach (var inner in section.Blocks) { Write(inner, output); }
                break;
            case Table table:
                output.Write($"<table><caption>{Text(table.Caption)}</caption><thead><tr>{string.Concat(table.Columns.Select(c => $"<th scope=\"col\">{Text(c.Heading)}</th>"))}</tr></thead>");
                foreach (var row in table.Rows.Concat(table.Groups.SelectMany(g => g.Rows.Prepend(Row.Of(g.Heading)))))
                {
                    output.Write($"<tr>{string.Concat(row.Cells.Select(c => $"<td>{Text(c.Text)}</td>"))}</tr>");
                }
                output.Write("</table>");
                break;
            default:
                break;
        }
    }

    private static string Text(RichText text) => WebUtility.HtmlEncode(text.ToString());
}

internal static class WordWriter
{
    public static void Write(Document document, Stream output)
    {
        using var html = new StringWriter();
        HtmlWriter.Write(document, html, new HtmlOptions());
        using var zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        using var part = new StreamWriter(zip.CreateEntry("word/document.xml").Open(), Encoding.UTF8);
        part.Write(WebUtility.HtmlEncode(html.ToString()));
    }
}

internal static class FontReading
{
    extension(PdfReport report)
    {
        public IReadOnlyList<string> UnknownTargets => report.PageCount < 0 ? report.MissingCharacters : [];
    }

    extension(FontFamily)
    {
        public static FontFamily Read(string name, byte[] regular, byte[] bold, byte[] italic, byte[] boldItalic) => throw new FormatException($"{name}: egna typsnitt stöds inte än.");
    }
}
