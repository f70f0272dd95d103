using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Läser en skriven Word-fil: delarna som XML, och vad schemat säger om dem.</summary>
internal sealed class WordFil
{
    public static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private WordFil(byte[] bytes) => Bytes = bytes;

    public byte[] Bytes { get; }

    public XDocument Body => field ??= Part("word/document.xml");

    /// <summary>Styckenas text, utan fältens koder.</summary>
    public IEnumerable<string> Paragraphs => Body.Descendants(W + "p").Select(TextOf);

    public static WordFil Skriv(Document document)
    {
        using var stream = new MemoryStream();
        WordWriter.Write(document, stream);
        return new WordFil(stream.ToArray());
    }

    /// <summary>Skriver, läser tillbaka och kräver att inget bryter mot schemat.</summary>
    public static WordFil Las(Document document, string? om = null)
    {
        var file = Skriv(document);
        Assert.That(file.Faults(), Is.Empty, om);
        return file;
    }

    public static WordFil Las(params IReadOnlyList<Block> blocks) => Las(Papper.Med(blocks));

    public IReadOnlyList<string> Faults(FileFormatVersions version = FileFormatVersions.Microsoft365)
    {
        using var stream = new MemoryStream(Bytes);
        using var word = WordprocessingDocument.Open(stream, false);
        return [.. new OpenXmlValidator(version).Validate(word).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}").Distinct()];
    }

    public XDocument Part(string name)
    {
        using var zip = new ZipArchive(new MemoryStream(Bytes));
        using var part = (zip.GetEntry(name) ?? throw new InvalidOperationException($"{name} saknas.")).Open();
        return XDocument.Load(part, LoadOptions.PreserveWhitespace);
    }

    public IReadOnlyList<string> Parts()
    {
        using var zip = new ZipArchive(new MemoryStream(Bytes));
        return [.. zip.Entries.Select(e => e.FullName)];
    }

    public IEnumerable<XElement> All(string name) => Body.Descendants(W + name);

    /// <summary>Stycket med en text.</summary>
    public XElement Paragraph(string text) => Body.Descendants(W + "p").First(p => TextOf(p) == text);

    public static string? Style(XElement paragraph) => Val(paragraph.Element(W + "pPr")?.Element(W + "pStyle"));

    public static string? Val(XElement? element) => (string?)element?.Attribute(W + "val");

    public static string TextOf(XElement element) => string.Concat(element.Descendants().Select(e =>
        e.Name == W + "t" ? e.Value : e.Name == W + "tab" && e.Parent!.Name == W + "r" ? "\t" : e.Name == W + "br" ? "\n" : e.Name == W + "softHyphen" ? "\u00AD" : ""));

    /// <summary>Filen som PDF, ritad av LibreOffice; null där det inte finns.</summary>
    public byte[]? Ritad()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(d => File.Exists(Path.Combine(d, "soffice")))) { return null; }
        var folder = Directory.CreateTempSubdirectory("word");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "papper.docx"), Bytes);
            var start = new ProcessStartInfo("soffice") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in new[] { "--headless", $"-env:UserInstallation=file://{folder.FullName}/profil", "--convert-to", "pdf", "--outdir", folder.FullName, Path.Combine(folder.FullName, "papper.docx") })
            {
                start.ArgumentList.Add(argument);
            }
            using var process = Process.Start(start) ?? throw new InvalidOperationException("soffice startade inte.");
            var errors = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return File.ReadAllBytes(Path.Combine(folder.FullName, "papper.pdf"));
        }
        finally { folder.Delete(recursive: true); }
    }
}
