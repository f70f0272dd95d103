using System.Diagnostics;
using System.Text;
using Uppfoljning.Pdf;

namespace Uppfoljning.Benchmarks.Matningar;

/// <summary>Ett dokument av rubriker, stycken, listor, tabeller och ett diagram, i tre storlekar; samma dokument som Word, och utskrivet av Chromium ur HTML.</summary>
public sealed class PdfMatning : Matning
{
    private const string Chromium = "/usr/bin/chromium";

    public override async IAsyncEnumerable<Resultat> KorAsync(Registerlager lager)
    {
        foreach (var (mal, avsnitt) in new[] { (6, 6), (100, 126), (1000, 1276) })
        {
            var dokument = Dokument(avsnitt);
            var sidor = 0;
            var langd = 0L;
            var (ms, kb) = await Tid(() =>
            {
                using var ut = new Rakneverk();
                sidor = PdfWriter.Write(dokument, ut).PageCount;
                langd = ut.Length;
                return Task.CompletedTask;
            }, uppvarmning: mal < 1000 ? 20 : 1, ganger: mal < 1000 ? 15 : 5);
            yield return new Resultat($"PDF, {sidor} sidor", Ms(ms), Kb(kb), $"fil {langd / 1024:0} kB, {ms / sidor:0.00} ms per sida");

            var (engang, mb) = await EnGang(() =>
            {
                using var ut = new Rakneverk();
                PdfWriter.Write(dokument, ut);
                return Task.CompletedTask;
            });
            yield return new Resultat($"PDF, {sidor} sidor, en gång", Ms(engang), $"{mb:0} MB process", "hela processens arbetsminne som mest");
        }

        var samma = Dokument(126);
        yield return await Rad("Word, samma dokument som 100 sidor", () =>
        {
            using var ut = new MemoryStream();
            WordWriter.Write(samma, ut);
            return Task.CompletedTask;
        });
        yield return await Rad("HTML, samma dokument som 100 sidor", () =>
        {
            HtmlWriter.WritePage(samma, new StringWriter(new StringBuilder()));
            return Task.CompletedTask;
        });
        if (File.Exists(Chromium))
        {
            foreach (var avsnitt in new[] { 6, 126 })
            {
                yield return await Utskrift(Dokument(avsnitt));
            }
        }
    }

    /// <summary>Chromium skriver ut dokumentets HTML-sida: hela processen, från start till färdig fil.</summary>
    private static async Task<Resultat> Utskrift(Document dokument)
    {
        var mapp = Directory.CreateTempSubdirectory("utskrift-");
        try
        {
            var (html, pdf) = (Path.Combine(mapp.FullName, "in.html"), Path.Combine(mapp.FullName, "ut.pdf"));
            await using (var fil = new StreamWriter(html)) { HtmlWriter.WritePage(dokument, fil); }
            var sidor = PdfWriter.Write(dokument, Stream.Null).PageCount;
            var (ms, _) = await Tid(async () =>
            {
                using var process = Process.Start(new ProcessStartInfo(Chromium,
                    ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", $"--user-data-dir={mapp.FullName}/profil", "--no-pdf-header-footer", $"--print-to-pdf={pdf}", $"file://{html}"])
                { RedirectStandardError = true, RedirectStandardOutput = true })!;
                await Task.WhenAll(process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync(), process.WaitForExitAsync());
            }, uppvarmning: 1, ganger: 5);
            return new Resultat($"Chromium skriver ut samma HTML, {sidor} sidor hos oss", Ms(ms), "", $"fil {new FileInfo(pdf).Length / 1024:0} kB");
        }
        finally { mapp.Delete(recursive: true); }
    }

    private static Document Dokument(int avsnitt) => new()
    {
        Metadata = new Metadata { Title = "Mätning", Created = new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.FromHours(1)), Id = Guid.Parse("0199f3a1-4b5c-7d6e-8f70-112233445566") },
        Header = new PageBand("Mätning", "Dnr VON-2026/0001"),
        Footer = new PageBand("Version 1", "Sida {page} av {pages}"),
        Blocks =
        [
            new Cover("Mätning") { Owner = "Kommunen", Facts = [new KeyValue("Diarienummer", "VON-2026/0001")] },
            new TableOfContents { Depth = 1 },
            .. Enumerable.Range(1, avsnitt).SelectMany(Avsnitt),
        ],
    };

    /// <summary>Ungefär en sida: det som en plan eller en rapport består av.</summary>
    private static IEnumerable<Block> Avsnitt(int nr) =>
    [
        new Heading(1, $"Verksamhetsområde {nr}"),
        new Paragraph(["Nämnden följer upp ", Run.Strong("varje avtal"), " enligt programmet. " + string.Join(' ', Enumerable.Repeat("Uppföljningen gäller kvalitet, volym, pris och om kvalificeringskraven fortfarande är uppfyllda.", 3))]),
        new ItemList(["avtalsuppföljning", "verksamhetsuppföljning", "ekonomisk uppföljning"]),
        new Heading(2, "Planen"),
        new Table([new Column("Nr") { Align = Align.Right }, new Column("Avtal") { RowHeader = true }, new Column("Form"), new Column("Ansvarig"), new Column("Värde, kr") { Align = Align.Decimal }])
        {
            Caption = $"Tabell {nr}. Avtal i området",
            Rows = [.. Enumerable.Range(1, 12).Select(i => Row.Of($"{i}", $"Hemtjänst distrikt {nr}:{i}", "Avtalsuppföljning och verksamhetsuppföljning", "Enhetschef", $"{i * nr} 250,50"))],
        },
    ];

    /// <summary>Räknar det som skrivs utan att spara det: minnet ska vara skrivarens eget.</summary>
    private sealed class Rakneverk : Stream
    {
        private long _langd;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _langd;

        public override long Position { get => _langd; set => throw new NotSupportedException(); }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _langd += count;

        public override void Write(ReadOnlySpan<byte> buffer) => _langd += buffer.Length;
    }
}
