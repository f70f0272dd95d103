using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Import;
using Uppfoljning.Tests.Kommandorad;

namespace Uppfoljning.Tests.Web;

/// <summary>Filer som är för stora, trasiga eller försöker vara något annat.</summary>
public sealed class FientligaFilerTests
{
    private const string Text = "= + - @ tab cr";

    [Test]
    public async Task Tva_gigabyte_nekas_utan_att_lasas_och_servern_svarar_andra_under_tiden()
    {
        await using var app = await TestApp.StartaAsync();
        var port = LedigPort();
        using var server = Vardprocess.Starta(app.Databas, "--urls", $"http://127.0.0.1:{port}");
        try
        {
            using var klient = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(20) };
            await VantaPa(klient);
            var adress = $"/namnder/{Guid.NewGuid()}/import";

            // Den som inte är inloggad skickas till inloggningen, också med två gigabyte, och inget läses.
            foreach (var medLangd in new[] { true, false })
            {
                using var strom = new Storstrom(2L * 1024 * 1024 * 1024, medLangd);
                var start = Stopwatch.GetTimestamp();
                var svar = klient.SendAsync(new HttpRequestMessage(HttpMethod.Post, adress) { Content = strom, Headers = { ExpectContinue = true } });
                Assert.That((await klient.GetAsync(new Uri("/halsa", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
                try
                {
                    Assert.That((int)(await svar).StatusCode, Is.EqualTo(413).Or.EqualTo(302).Or.EqualTo(200));
                }
                catch (HttpRequestException)
                {
                    // Servern stängde under sändningen; det är också ett nej.
                }
                Assert.That(strom.Skickat, Is.LessThan(64L * 1024 * 1024), "Filen lästes inte hel.");
                Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(TimeSpan.FromSeconds(15)));
            }
            server.Refresh();
            Assert.That(server.WorkingSet64, Is.LessThan(600L * 1024 * 1024));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    [Test]
    public async Task Den_som_ar_inloggad_nekas_med_skal_fore_lasningen_och_en_strom_utan_langd_stannar_vid_gransen()
    {
        await using var web = await WebApp.StartaAsync();
        var namnd = await web.App.Namnd();
        var sida = await web.Som(Roll.Avtalsansvarig, namnd);
        await sida.Oppna($"/namnder/{namnd}/import");

        using var strom = new Storstrom(2L * 1024 * 1024 * 1024, medLangd: true);
        var svar = sida.Client.PostAsync(new Uri($"/namnder/{namnd}/import", UriKind.Relative), strom);
        var klocka = Stopwatch.GetTimestamp();
        Assert.That((await sida.Client.GetAsync(new Uri("/import", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(Stopwatch.GetElapsedTime(klocka), Is.LessThan(TimeSpan.FromSeconds(10)), "Andra märker inget.");
        Assert.That((await svar).StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(await (await svar).Content.ReadAsStringAsync(), Does.Contain("Det du skickade är för stort"));
        Assert.That(strom.Skickat, Is.LessThan(64L * 1024 * 1024));

        var lager = await web.App.Som(Roll.Avtalsansvarig, namnd).Send(new TaEmotImportCommand { NamndId = namnd, Filnamn = "a.csv", Fil = new Nollstrom(2L * 1024 * 1024 * 1024) });
        Assert.That(lager.Hinder.Single().Kod, Is.EqualTo("for-stor"));
    }

    [TestCase("register.xlsx", "Benämning;Avtalsslut\r\nLarm;2026-01-01\r\n", Description = "CSV som heter XLSX läses som det den är.")]
    [TestCase("register.pdf", "Benämning;Avtalsslut\r\nLarm;2026-01-01\r\n")]
    public async Task Fel_filandelse_spelar_ingen_roll_nar_innehallet_gar_att_lasa(string namn, string innehall)
    {
        await using var app = await TestApp.StartaAsync();
        var namnd = await app.Namnd();
        var id = await app.Som(Roll.Avtalsansvarig, namnd).Gor(new TaEmotImportCommand { NamndId = namnd, Filnamn = namn, Fil = new MemoryStream(Encoding.UTF8.GetBytes(innehall)) });
        Assert.That((await app.Gor(new ImportprovningQuery { NamndId = namnd, ImportId = id })).Provning!.Nya, Is.EqualTo(1));
    }

    [TestCase("exe.csv", "MZ\0\0\0", "inte text")]
    [TestCase("noll.csv", "Benämning;Avtalsslut\r\nLa\0rm;2026-01-01\r\n", "inte text")]
    [TestCase("citat.csv", "Benämning;Avtalsslut\r\nLarm;2026-01-01\r\n\"Boende; avkli", "citattecken som aldrig avslutas")]
    [TestCase("bild.xlsx", "\u0089PNG\r\n\u001a\n\0\0", "inte text")]
    public async Task Nolltecken_avklippta_citat_och_annat_an_text_nekas_med_skal_vid_faltet(string namn, string innehall, string skal)
    {
        await using var web = await WebApp.StartaAsync();
        var namnd = await web.App.Namnd();
        var sida = await web.Som(Roll.Avtalsansvarig, namnd);
        await sida.Oppna($"/namnder/{namnd}/import");
        await sida.SkickaFil($"/namnder/{namnd}/import", "Command.Fil", Encoding.UTF8.GetBytes(innehall), namn);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("Fil"), Does.Contain(skal));
        Assert.That(await web.App.LasEn<int>("SELECT COUNT(*) FROM Import"), Is.Zero);
    }

    private static readonly string[] Formler = ["=1+2", "+46 8", "-cmd|x", "@SUM(A1)", "\t=1+1", "\r=2+2", "'=redan skyddad"];

    [TestCase(true)]
    [TestCase(false)]
    public async Task En_formel_i_en_cell_ar_text_in_och_ut(bool xlsx)
    {
        await using var app = await TestApp.StartaAsync();
        var namnd = await app.Namnd();
        app.Som(Roll.Avtalsansvarig, namnd);
        var fil = xlsx ? Xlsx() : Encoding.UTF8.GetBytes("Avtalsnummer;Benämning\r\n" + string.Concat(Formler.Select((f, i) => $"{i};\"{f}\"\r\n")));
        var id = await app.Gor(new TaEmotImportCommand { NamndId = namnd, Filnamn = "f", Fil = new MemoryStream(fil) });
        await app.Gor(new InforImportCommand { NamndId = namnd, ImportId = id });

        // Bara den apostrof som kalkylark skyddar en formel med i CSV är inte text.
        var texter = await app.Las<string>("SELECT Benamning FROM Avtal ORDER BY Avtalsnummer");
        Assert.That(texter, Is.EqualTo(new[] { "=1+2", "+46 8", "-cmd|x", "@SUM(A1)", "=1+1", "=2+2", xlsx ? "'=redan skyddad" : "=redan skyddad" }), Text);

        foreach (var format in Enum.GetValues<Filformat>())
        {
            var ut = await app.Gor(new ExporteraAvtalQuery(new AvtalslistaQuery { Namnd = [namnd] }, format));
            using var minne = new MemoryStream();
            await using (ut.Innehall) { await ut.Innehall.CopyToAsync(minne); }
            if (format == Filformat.Csv)
            {
                var rader = Encoding.UTF8.GetString(minne.ToArray());
                Assert.That(texter.Where(t => t[0] is '=' or '+' or '-' or '@').Select(t => "'" + t), Is.All.Matches<string>(t => rader.Contains(t, StringComparison.Ordinal)));
            }
            else
            {
                using var arkiv = new ZipArchive(minne, ZipArchiveMode.Read, leaveOpen: true);
                foreach (var blad in arkiv.Entries.Where(e => e.FullName.Contains("worksheets/", StringComparison.Ordinal)))
                {
                    using var xml = new StreamReader(blad.Open());
                    Assert.That(await xml.ReadToEndAsync(), Does.Not.Contain("<f>").And.Not.Contain("<f "));
                }
            }

            // Tillbaka in: inget ändras.
            var igen = await app.Gor(new TaEmotImportCommand { NamndId = namnd, Filnamn = $"igen.{format}", Fil = new MemoryStream(minne.ToArray()) });
            var provning = (await app.Gor(new ImportprovningQuery { NamndId = namnd, ImportId = igen })).Provning!;
            Assert.That((provning.Lika, provning.AntalFel), Is.EqualTo((Formler.Length, 0)), format.ToString());
        }
    }

    private static byte[] Xlsx()
    {
        var rader = string.Concat(Formler.Prepend("Benämning").Select((f, i) => $"<row r=\"{i + 1}\"><c r=\"A{i + 1}\" t=\"inlineStr\"><is><t>{(i == 0 ? "Avtalsnummer" : (i - 1).ToString(System.Globalization.CultureInfo.InvariantCulture))}</t></is></c><c r=\"B{i + 1}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{f.Replace("\r", "_x000D_", StringComparison.Ordinal)}</t></is></c></row>"));
        using var minne = new MemoryStream();
        using (var arkiv = new ZipArchive(minne, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (namn, text) in new[]
            {
                ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></Types>"),
                ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
                ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Blad1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"),
                ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
                ("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rader}</sheetData></worksheet>"),
            })
            {
                using var del = new StreamWriter(arkiv.CreateEntry(namn).Open());
                del.Write(text);
            }
        }
        return minne.ToArray();
    }

    private static int LedigPort()
    {
        using var lyssnare = new TcpListener(IPAddress.Loopback, 0);
        lyssnare.Start();
        return ((IPEndPoint)lyssnare.LocalEndpoint).Port;
    }

    private static async Task VantaPa(HttpClient klient)
    {
        for (var i = 0; i < 200; i++)
        {
            try
            {
                if ((await klient.GetAsync(new Uri("/halsa", UriKind.Relative))).IsSuccessStatusCode) { return; }
            }
            catch (HttpRequestException)
            {
                // Inte igång än.
            }
            await Task.Delay(100);
        }
        throw new TimeoutException("Servern startade inte.");
    }

    /// <summary>Ett innehåll som är så stort som det sägs, och räknar vad som har skickats.</summary>
    private sealed class Storstrom : HttpContent
    {
        private readonly long _storlek;
        private readonly bool _medLangd;

        public Storstrom(long storlek, bool medLangd)
        {
            (_storlek, _medLangd) = (storlek, medLangd);
            Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        }

        public long Skickat { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var borjan = "--x\r\nContent-Disposition: form-data; name=\"Command.Fil\"; filename=\"stor.csv\"\r\nContent-Type: text/csv\r\n\r\n"u8.ToArray();
            await stream.WriteAsync(borjan);
            var buffert = new byte[64 * 1024];
            Array.Fill(buffert, (byte)'a');
            while (Skickat < _storlek)
            {
                await stream.WriteAsync(buffert);
                Skickat += buffert.Length;
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _storlek + 4096;
            return _medLangd;
        }
    }

    /// <summary>En ström av tecken utan slut i sikte.</summary>
    private sealed class Nollstrom(long storlek) : Stream
    {
        private long _last;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _last; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Assert.That(_last, Is.LessThan(64L * 1024 * 1024), "Filen lästes inte hel.");
            var antal = (int)Math.Min(count, storlek - _last);
            Array.Fill(buffer, (byte)'a', offset, antal);
            _last += antal;
            return antal;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
