using Uppfoljning.Pdf.Layout;
using Uppfoljning.Pdf.Output;

namespace Uppfoljning.Pdf;

/// <summary>Writes documents as tagged PDF: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).</summary>
public static class PdfWriter
{
    /// <summary>Writes a document. The stream is only written to, and is left open; each page goes out when it is full.</summary>
    /// <exception cref="ArgumentException">The title is empty, a page has no room, or a row has more cells than its table has columns.</exception>
    public static PdfReport Write(Document document, Stream output)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);
        if (string.IsNullOrWhiteSpace(document.Metadata.Title)) { throw new ArgumentException("A document must have a title.", nameof(document)); }

        using var file = new PdfFile(output);
        int catalog = file.Allocate(), pageTree = file.Allocate(), resources = file.Allocate(), structureTree = file.Allocate();
        var pages = new PageWriter(document, file);
        var root = new StructureNode(file, "Document", structureTree);
        var composer = new Composer(document, pages);
        composer.Compose(root);
        pages.Finish(pageTree, resources);
        root.Close();
        new Closing(document, file, pages, composer.Headings).Write(catalog, pageTree, resources, structureTree, root.Id);
        return new PdfReport(pages.Pages.Count, [.. pages.Fonts.Missing.Select(char.ConvertFromUtf32)]);
    }
}

/// <summary>What came of writing a document.</summary>
/// <param name="PageCount">The number of pages.</param>
/// <param name="MissingCharacters">Characters that no font has, in code point order; each is shown as a box.</param>
public sealed record PdfReport(int PageCount, IReadOnlyList<string> MissingCharacters);
