using Uppfoljning.Pdf.Layout;
using Uppfoljning.Pdf.Output;
using Uppfoljning.Pdf.Structure;

namespace Uppfoljning.Pdf.Word;

/// <summary>
/// What the layout of the pages knows and Word has to be told: how wide columns are, and on what pages headings stand. Word finds the
/// pages by itself when it is asked to; until then the numbers are those of the PDF.
/// </summary>
internal sealed class Paper : IDisposable
{
    private readonly Document _document;
    private readonly Outline _outline;
    private readonly PdfFile _file;
    private readonly Composer _composer;
    private int?[]? _pages;
    private Dictionary<string, int> _anchors = [];

    public Paper(Document document, Outline outline)
    {
        (_document, _outline) = (document, outline);
        _file = new PdfFile(null);
        // Nothing is laid out on this one: it only measures.
        _composer = new Composer(document with { Blocks = [] }, new PageWriter(document, _file), new References());
    }

    /// <summary>Widths of a table's columns in points.</summary>
    public double[] Widths(Table table, double width) => new TableFlow(_composer, table, 0, width).Widths();

    /// <summary>The width of a line in points.</summary>
    public double Measure(string text, double size, bool bold = false) =>
        LineBreaker.Measure(_composer.Shaper.Shape(text, size, _document.Theme.Text, bold)).Widest;

    /// <summary>The page of a heading; null when the document cannot be laid out.</summary>
    public int? PageOf(int heading) => heading < 0 ? 1 : (_pages ??= Pages())[heading];

    /// <summary>The page of a place; null when the document cannot be laid out.</summary>
    public int? PageOf(OutlinePlace place)
    {
        _pages ??= Pages();
        return _anchors.TryGetValue(place.Anchor, out var page) && page > 0 ? page : null;
    }

    public void Dispose() => _file.Dispose();

    private int?[] Pages()
    {
        var pages = new int?[_outline.Headings.Count];
        try
        {
            using var file = new PdfFile(null);
            var writer = new PageWriter(_document, file);
            var composer = new Composer(_document, writer, new References());
            var root = new StructureNode(file, "Document", file.Allocate());
            composer.Compose(root);
            _anchors = composer.References.Numbers();
            var next = 0;
            for (var i = 0; i < pages.Length && next < composer.Headings.Count; i++)
            {
                if (composer.Headings[next].Text == _outline.Headings[i].Text) { pages[i] = composer.Headings[next++].Page?.Number; }
            }
        }
        catch (ArgumentException)
        {
            // A paper without room between its margins has no pages. Word takes it as it is.
        }
        return pages;
    }
}
