using System.Globalization;
using System.Text.RegularExpressions;
using Uppfoljning.Pdf.Layout;
using Uppfoljning.Pdf.Output;

namespace Uppfoljning.Pdf;

/// <summary>Writes documents as tagged PDF: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).</summary>
public static partial class PdfWriter
{
    private const int MostPasses = 3;

    /// <summary>Writes a document. The stream is only written to, and is left open; each page goes out when it is full.</summary>
    /// <exception cref="ArgumentException">The title is empty, the language is no language tag, a page has no room, or a row has more cells than its table has columns.</exception>
    public static PdfReport Write(Document document, Stream output)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);
        if (string.IsNullOrWhiteSpace(document.Metadata.Title)) { throw new ArgumentException("A document must have a title.", nameof(document)); }
        if (!LanguageTag().IsMatch(document.Metadata.Language)) { throw new ArgumentException($"\"{document.Metadata.Language}\" is no language tag, such as \"sv-SE\".", nameof(document)); }

        var numbers = Numbers(document);
        using var file = new PdfFile(output);
        int catalog = file.Allocate(), pageTree = file.Allocate(), resources = file.Allocate(), structureTree = file.Allocate();
        var pages = new PageWriter(document, file);
        var root = new StructureNode(file, "Document", structureTree);
        var composer = new Composer(document, pages, new References(numbers));
        composer.Compose(root);
        pages.Finish(pageTree, resources);
        root.Close();
        new Closing(document, file, pages, composer.Headings).Write(catalog, pageTree, resources, structureTree, root.Id);
        return new PdfReport(pages.Pages.Count, [.. pages.Fonts.Missing.Select(char.ConvertFromUtf32)]) { UnknownTargets = [.. composer.References.Unknown] };
    }

    /// <summary>
    /// The pages on which the anchors come to stand, when some text shows them: found by laying out without writing. Figures are equally
    /// wide, so the layout is settled when no number has become longer or shorter. A document without such text costs nothing.
    /// </summary>
    private static Dictionary<string, int> Numbers(Document document)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var pass = 0; pass < MostPasses; pass++)
        {
            using var nothing = new PdfFile(null);
            var pages = new PageWriter(document, nothing);
            var composer = new Composer(document, pages, new References(numbers));
            if (!composer.References.ShowsPages) { break; }
            composer.Compose(new StructureNode(nothing, "Document", nothing.Allocate()));
            var found = composer.References.Numbers();
            var settled = found.All(f => Digits(f.Value) == (numbers.TryGetValue(f.Key, out var before) ? Digits(before) : References.GuessedDigits));
            numbers = found;
            if (settled) { break; }
        }
        return numbers;

        static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
    }

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
    private static partial Regex LanguageTag();
}

/// <summary>What came of writing a document.</summary>
/// <param name="PageCount">The number of pages.</param>
/// <param name="MissingCharacters">Characters that no font has, in code point order; each is shown as a box.</param>
public sealed record PdfReport(int PageCount, IReadOnlyList<string> MissingCharacters)
{
    /// <summary>Targets that no block has as its anchor, in the order they were met; what refers to them is shown as plain text.</summary>
    public IReadOnlyList<string> UnknownTargets { get; init; } = [];
}
