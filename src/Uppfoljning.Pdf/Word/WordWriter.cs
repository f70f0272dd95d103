using Uppfoljning.Pdf.Word;

namespace Uppfoljning.Pdf;

/// <summary>Writes documents for Word (Office Open XML, ISO/IEC 29500): with real styles, lists, tables and fields, to be worked on further.</summary>
public static class WordWriter
{
    /// <summary>Writes a document. The stream is only written to, and is left open.</summary>
    /// <exception cref="ArgumentException">The title is empty, or a row has more cells than its table has columns.</exception>
    public static void Write(Document document, Stream output)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(output);
        if (string.IsNullOrWhiteSpace(document.Metadata.Title)) { throw new ArgumentException("A document must have a title.", nameof(document)); }

        // A zip archive looks different when its stream cannot be sought. In memory it always can, and a file that breaks off half-way is never sent.
        using var file = new MemoryStream();
        using (var package = new Package(file)) { new WordDocument(document, package).Write(); }
        file.Position = 0;
        file.CopyTo(output);
    }
}
