using System.Diagnostics;
using AngleSharp;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Läser det som står i en handling, så som en läsare av sidan eller av PDF-filen får det.</summary>
internal sealed class Handlingstext
{
    private readonly IHtmlDocument _dokument;

    // A line break has no text of its own, but parts the words around it.
    public Handlingstext(string html) =>
        _dokument = new HtmlParser(default, BrowsingContext.New(Configuration.Default)).ParseDocument(html.Replace("<br", "\n<br", StringComparison.Ordinal));

    public string Text => Rensad(_dokument.Body!.TextContent);

    /// <summary>Raderna i tabellen vars rubrik börjar så, cell för cell; gruppernas rubriker är med, kolumnernas inte.</summary>
    public IReadOnlyList<string[]> Tabell(string rubrik)
    {
        var tabell = _dokument.QuerySelectorAll("table").Where(t => Rensad(t.QuerySelector("caption")?.TextContent ?? "").StartsWith(rubrik, StringComparison.Ordinal)).ToList();
        Assert.That(tabell, Has.Count.EqualTo(1), rubrik);
        return [.. tabell[0].QuerySelectorAll("tr").Where(r => r.Closest("thead") is null).Select(r => r.QuerySelectorAll("th,td").Select(c => Rensad(c.TextContent)).ToArray())];
    }

    public bool HarTabell(string rubrik) => _dokument.QuerySelectorAll("caption").Any(c => Rensad(c.TextContent).StartsWith(rubrik, StringComparison.Ordinal));

    /// <summary>PDF-filens text, så som poppler läser den.</summary>
    public static string AvPdf(byte[] pdf)
    {
        var fil = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(fil, pdf);
            var start = new ProcessStartInfo("pdftotext") { RedirectStandardOutput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 };
            start.ArgumentList.Add("-raw");
            start.ArgumentList.Add(fil);
            start.ArgumentList.Add("-");
            using var process = Process.Start(start)!;
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero);
            return Rensad(text);
        }
        finally { File.Delete(fil); }
    }

    /// <summary>Mellanslag av alla slag som ett, så att hårda mellanslag och radbrytningar inte skiljer.</summary>
    private static string Rensad(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
