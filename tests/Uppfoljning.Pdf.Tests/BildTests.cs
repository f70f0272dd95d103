using System.IO.Compression;
using System.Text;

namespace Uppfoljning.Pdf.Tests;

[TestFixture]
public sealed class BildTests
{
    private const string Alt = "Kommunens vapen: ett torn på grön botten.";

    private static readonly byte[] Rod = Bilder.Png(4, 2, 2, 8, false, (_, _, c) => c == 0 ? 255 : 0);

    /// <summary>Bildens punkter som PDF-läsaren ser dem, uppackade med egen kod.</summary>
    internal static byte[] Pixlar(ImageFile image)
    {
        using var zlib = new ZLibStream(new MemoryStream(image.PdfData), CompressionMode.Decompress);
        var channels = image.PdfEntries.Contains("DeviceGray", StringComparison.Ordinal) ? 1 : 3;
        var width = image.StoredWidth * channels;
        var all = new byte[width * image.StoredHeight];
        for (var y = 0; y < image.StoredHeight; y++)
        {
            var kind = zlib.ReadByte();
            var row = all.AsSpan(y * width, width);
            zlib.ReadExactly(row);
            for (var i = 0; i < width; i++)
            {
                int a = i >= channels ? row[i - channels] : 0, b = y > 0 ? all[(y - 1) * width + i] : 0, c = y > 0 && i >= channels ? all[(y - 1) * width + i - channels] : 0;
                int p = a + b - c, pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
                row[i] += (byte)(kind switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => pa <= pb && pa <= pc ? a : pb <= pc ? b : c });
            }
        }
        Assert.That(zlib.ReadByte(), Is.EqualTo(-1));
        return all;
    }

    [Test]
    public void Png_av_alla_slag_lases([Values] bool interlaced, [Values(1, 2, 3, 5, 9, 17)] int width)
    {
        const int Height = 11;
        foreach (var (color, depth) in new[] { (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16) })
        {
            var most = (1 << depth) - 1;
            int Sample(int x, int y, int c) => (x * 37 + y * 101 + c * 59) * (depth == 16 ? 4001 : 1) & most;
            var palette = Enumerable.Range(0, 3 * (most + 1)).Select(i => (byte)(i * 7)).ToArray();
            var image = ImageFile.Read(Bilder.Png(width, Height, color, depth, interlaced, Sample, color == 3 ? palette : null));
            Assert.That((image.Width, image.Height, image.MediaType), Is.EqualTo((width, Height, "image/png")));

            var seen = new List<byte>();
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    var alpha = color is 4 or 6 ? Eight(Sample(x, y, color == 4 ? 1 : 3)) : 255;
                    foreach (var c in color is 0 or 4 ? new[] { 0 } : [0, 1, 2])
                    {
                        var value = color == 3 ? palette[3 * Sample(x, y, 0) + c] : Eight(Sample(x, y, c));
                        seen.Add((byte)Math.Round((value * alpha + 255.0 * (255 - alpha)) / 255));
                    }
                }
            }
            Assert.That(Pixlar(image).Zip(seen, (a, b) => Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(1), $"färg {color}, djup {depth}");

            int Eight(int sample) => (int)Math.Round(sample * 255.0 / most);
        }
    }

    [Test]
    public void Genomskinlig_farg_blir_vit()
    {
        Assert.That(Pixlar(ImageFile.Read(Bilder.Png(2, 1, 0, 8, false, (x, _, _) => x * 50, transparency: [0, 50]))), Is.EqualTo([0, 255]));
        Assert.That(Pixlar(ImageFile.Read(Bilder.Png(2, 1, 2, 8, false, (x, _, _) => x * 50, transparency: [0, 50, 0, 50, 0, 50]))), Is.EqualTo([0, 0, 0, 255, 255, 255]));
        Assert.That(Pixlar(ImageFile.Read(Bilder.Png(2, 1, 3, 8, false, (x, _, _) => x, [0, 0, 0, 100, 0, 200], [0]))), Is.EqualTo([255, 255, 255, 100, 0, 200]));
    }

    [Test]
    public void Bilden_som_lases_av_poppler_ar_den_som_skrevs()
    {
        var random = new Random(3);
        var noise = Enumerable.Range(0, 20 * 13 * 3).Select(_ => random.Next(256)).ToArray();
        var bytes = Papper.Skriv(Papper.Med(new Picture(ImageFile.Read(Bilder.Png(20, 13, 2, 8, true, (x, y, c) => noise[(y * 20 + x) * 3 + c])), Alt))).Bytes;
        Tools.Check(bytes);
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            Tools.Run("pdfimages", bytes, "-png", "{pdf}", Path.Combine(folder.FullName, "b"));
            var read = ImageFile.Read(File.ReadAllBytes(Directory.GetFiles(folder.FullName).Single()));
            Assert.That(Pixlar(read).Select(p => (int)p), Is.EqualTo(noise));
        }
        finally { folder.Delete(recursive: true); }
    }

    [Test]
    public void Jpeg_gar_orord_till_pdf_filen()
    {
        foreach (var (file, gray) in new[] { (Bilder.Baseline, false), (Bilder.Progressiv, false), (Bilder.Gra, true) })
        {
            var image = ImageFile.Read(file);
            var pdf = Papper.Las(new Picture(image, Alt));
            var stream = pdf.Images().Single();
            Assert.That(stream.Data, Is.EqualTo(file));
            Assert.That(((Name)stream.Dict["Filter"]!).Value, Is.EqualTo("DCTDecode"));
            Assert.That(((Name)stream.Dict["ColorSpace"]!).Value, Is.EqualTo(gray ? "DeviceGray" : "DeviceRGB"));
            Assert.That((image.Height, image.MediaType), Is.EqualTo((8, "image/jpeg")));
            Assert.That(Tools.Run("pdftoppm", Papper.Skriv(Papper.Med(new Picture(image, Alt))).Bytes, "-r", "30", "-gray", "{pdf}"), Is.Not.Empty);
        }
    }

    [Test]
    public void Fotografiets_plats_och_kommentarer_foljer_inte_med([Values] bool littleEndian)
    {
        var image = ImageFile.Read(Bilder.Vriden(6, littleEndian));
        Assert.That((image.Width, image.Height, image.Orientation), Is.EqualTo((8, 16, 6)));
        Assert.That(Encoding.Latin1.GetString(image.PdfData) + Encoding.Latin1.GetString(image.Bytes), Does.Not.Contain("Hemlig"));
        Assert.That(ImageFile.Read(image.Bytes).Orientation, Is.EqualTo(6), "webben får veta hur bilden är vriden");
        var png = ImageFile.Read(Rod);
        Assert.That(Encoding.Latin1.GetString(png.Bytes), Does.Not.Contain("Hemlig"));
        Assert.That(Pixlar(ImageFile.Read(png.Bytes)), Is.EqualTo(Pixlar(png)));
    }

    /// <summary>Den lagrade bildens övre vänstra hörn och dess nästa hörn åt höger, dit EXIF säger att de ska.</summary>
    [TestCase(1, 0, 1, 1, 1)]
    [TestCase(2, 1, 1, 0, 1)]
    [TestCase(3, 1, 0, 0, 0)]
    [TestCase(4, 0, 0, 1, 0)]
    [TestCase(5, 0, 1, 0, 0)]
    [TestCase(6, 1, 1, 1, 0)]
    [TestCase(7, 1, 0, 1, 1)]
    [TestCase(8, 0, 0, 0, 1)]
    public void Vriden_bild_vrids_ratt(int orientation, int x0, int y0, int x1, int y1)
    {
        var image = ImageFile.Read(Bilder.Vriden(orientation));
        var m = new Layout.Placement(1, 1).Matrix(image, 0, 0);
        Assert.That((m[2] + m[4], m[3] + m[5]), Is.EqualTo(((double)x0, (double)y0)), "övre vänstra");
        Assert.That((m[0] + m[2] + m[4], m[1] + m[3] + m[5]), Is.EqualTo(((double)x1, (double)y1)), "övre högra");
    }

    [Test]
    public void Farger_for_tryck_avvisas_med_besked() =>
        Assert.That(() => ImageFile.Read(Bilder.Tryck), Throws.TypeOf<FormatException>().With.Message.Contains("CMYK"));

    [TestCase(100_000, 600)]
    [TestCase(8_000, 8_000)]
    [TestCase(0, 5)]
    [TestCase(-1, 5)]
    public void For_stor_bild_avvisas_innan_minne_tas(int width, int height)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => ImageFile.Read(Bilder.Fil([("IHDR", Bilder.Huvud(width, height, 2, 8, true)), ("IDAT", new byte[10]), ("IEND", [])])), Throws.TypeOf<FormatException>());
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    [Test]
    public void Liten_fil_som_lovar_stor_bild_avvisas_innan_minne_tas()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.That(() => ImageFile.Read(Bilder.Fil([("IHDR", Bilder.Huvud(7000, 7000, 2, 8, true)), ("IDAT", new byte[1000]), ("IEND", [])])), Throws.TypeOf<FormatException>().With.Message.Contains("cut off"));
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(1_000_000));
    }

    [Test]
    public void Avhuggen_fil_avvisas()
    {
        foreach (var file in new[] { Rod, Bilder.Baseline, Bilder.Progressiv, Bilder.Gra, Bilder.Vriden(3) })
        {
            for (var length = 0; length < file.Length; length++) { Assert.That(() => ImageFile.Read(file.AsSpan(0, length)), Throws.TypeOf<FormatException>(), $"{length} av {file.Length}"); }
        }
    }

    [Test]
    public void Skadade_filer_ger_bara_FormatException([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        byte[][] files =
        [
            Rod, Bilder.Baseline, Bilder.Progressiv, Bilder.Gra, Bilder.Tryck, Bilder.Vriden(5), Bilder.Vriden(2, true), Bilder.Png(9, 9, 6, 16, true, (x, y, c) => x * y * c),
            Bilder.Png(9, 9, 3, 2, true, (x, y, _) => x + y & 3, new byte[12], [1, 2]), Bilder.Png(30, 3, 4, 8, false, (x, y, c) => x * y * c),
        ];
        for (var i = 0; i < 6000; i++)
        {
            var file = (byte[])files[random.Next(files.Length)].Clone();
            for (var n = random.Next(1, 5); n > 0; n--) { file[random.Next(file.Length)] = random.Next(3) switch { 0 => 0xFF, 1 => (byte)random.Next(256), _ => 0 }; }
            if (random.Next(4) == 0) { file = file[..random.Next(file.Length)]; }
            try { ImageFile.Read(file); }
            catch (FormatException) { }
        }
        Assert.That(() => ImageFile.Read("GIF89a"u8), Throws.TypeOf<FormatException>().With.Message.EqualTo("The file is neither PNG nor JPEG."));
    }

    /// <summary>Kontrollsummorna räknas om, så att läsaren kommer åt det som är fel innanför dem.</summary>
    [Test]
    public void Png_med_ratta_summor_och_fel_innehall_ger_bara_FormatException()
    {
        var random = new Random(11);
        string[] types = ["IHDR", "PLTE", "tRNS", "IDAT", "IDAT", "IEND", "zzZz", "ABCD"];
        for (var i = 0; i < 4000; i++)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true)) { zlib.Write(new byte[random.Next(300)]); }
            var parts = new List<(string, byte[])>
            {
                ("IHDR", Bilder.Huvud(random.Next(1, 12), random.Next(1, 12), random.Next(7), 1 << random.Next(5), random.Next(2) == 0)), ("PLTE", new byte[random.Next(12)]), ("IDAT", packed.ToArray()), ("IEND", []),
            };
            for (var n = random.Next(3); n > 0; n--)
            {
                var data = new byte[random.Next(20)];
                random.NextBytes(data);
                parts.Insert(random.Next(parts.Count), (types[random.Next(types.Length)], data));
            }
            try { ImageFile.Read(Bilder.Fil(parts)); }
            catch (FormatException) { }
        }
        Assert.Pass();
    }

    [Test]
    public void Bild_i_dokument_ar_figur_med_ord_ram_och_bildtext()
    {
        var image = ImageFile.Read(Rod);
        var pdf = Papper.Las(new Paragraph("Före"), new Picture(image, Alt) { Caption = "Bild 1. Vapnet", Width = 200 });
        var part = pdf.Root.Elements.Last();
        Assert.That(part.Elements.Select(e => e.Role), Is.EqualTo(["Figure", "Caption"]));
        var figure = part.Elements.First();
        Assert.That(PdfReader.Text(figure.Dict["Alt"]), Is.EqualTo(Alt));
        var box = pdf.Reader.Array(figure.Attribute("BBox")).Cast<double>().ToArray();
        Assert.That((box[2] - box[0], box[3] - box[1]), Is.EqualTo((200d, 100d)));
    }

    [Test]
    public void Bild_som_bara_pryder_ar_artefakt()
    {
        var pdf = Papper.Las(new Paragraph("Före"), new Picture(ImageFile.Read(Rod), " "));
        Assert.That(pdf.Root.All("Figure"), Is.Empty);
        Assert.That(pdf.Images().Count(), Is.EqualTo(1));
        Assert.That(pdf.Artifacts[0].Select(a => a.Type), Does.Contain("Layout"));
    }

    [Test]
    public void Bild_som_visas_flera_ganger_finns_en_gang()
    {
        var pdf = Papper.Las(Papper.Med(new Picture(ImageFile.Read(Rod), Alt), new PageBreak(), new Picture(ImageFile.Read(Rod), Alt), new Picture(ImageFile.Read(Bilder.Gra), Alt)));
        Assert.That(pdf.Images().Count(), Is.EqualTo(2));
        Assert.That(pdf.Root.All("Figure").Count(), Is.EqualTo(3));
    }

    [TestCase(1, 4000, 100.0)]
    [TestCase(4000, 1, 10000.0)]
    [TestCase(1, 1, null)]
    [TestCase(600, 900, double.NaN)]
    public void Bilden_ryms_pa_sidan(int width, int height, double? wanted)
    {
        var image = ImageFile.Read(Bilder.Png(width, height, 0, 1, false, (x, y, _) => x + y & 1, filter: 0));
        var pdf = Papper.Las(new Paragraph("Före"), new Picture(image, Alt) { Width = wanted, Caption = string.Join(' ', Enumerable.Repeat("Lång bildtext.", 40)) });
        var box = pdf.Reader.Array(pdf.Root.All("Figure").Single().Attribute("BBox")).Cast<double>().ToArray();
        Assert.That(box[2] - box[0], Is.LessThanOrEqualTo(459.3));
        Assert.That(box[3] - box[1], Is.LessThanOrEqualTo(693.9));
        Assert.That(((Reference)pdf.Root.All("Figure").Single().Dict["Pg"]!).Id, Is.EqualTo(((Reference)pdf.Root.All("Caption").Single().Dict["Pg"]!).Id));
    }

    [Test]
    public void Vapnet_star_pa_omslaget_och_som_artefakt_ovanfor_de_andra_sidorna()
    {
        var document = Papper.Plan() with { Theme = new Theme { Logo = ImageFile.Read(Bilder.Vriden(6)), LogoAlternative = Alt } };
        var pdf = Papper.Las(document);
        var figure = pdf.Root.All("Figure").Single();
        Assert.That(((Reference)figure.Dict["Pg"]!).Id, Is.EqualTo(pdf.Pages[0].Id));
        var box = pdf.Reader.Array(figure.Attribute("BBox")).Cast<double>().ToArray();
        Assert.That((box[2] - box[0], box[3] - box[1]), Is.EqualTo((30d, 60d)), "inom 140 x 60, upprätt");
        Assert.That(box[2], Is.EqualTo(595.28 - 68).Within(0.02));
        Assert.That(pdf.Images().Count(), Is.EqualTo(1));
        for (var i = 0; i < pdf.Pages.Count; i++) { Assert.That(pdf.Reader.Content(pdf.Pages[i].Page).Count(o => o is Operator { Value: "Do" }), Is.EqualTo(2), "vattenstämpel och vapen"); }
        Assert.That(Papper.Las(document with { Theme = document.Theme with { LogoAlternative = "" } }).Root.All("Figure"), Is.Empty);
        Assert.That(Papper.Las(document with { Header = null }).Pages, Is.Not.Empty);
        Tools.Check(Papper.Skriv(document).Bytes);
    }

    [Test]
    public void Sidhuvudets_text_ger_plats_at_vapnet()
    {
        var wide = ImageFile.Read(Bilder.Png(400, 20, 0, 8, false, (_, _, _) => 0, filter: 0));
        var document = Papper.Med(new Paragraph("Text")) with { Header = new PageBand(new string('W', 60), "Dnr KS 2026/417"), Theme = new Theme { Logo = wide } };
        var header = Header(document);
        Assert.That(header.Count(c => c == 'W'), Is.LessThan(Header(document with { Theme = new Theme() }).Count(c => c == 'W') - 5));
        Assert.That(header, Does.Contain("…").And.Contain("Dnr KS 2026/417"));

        static string Header(Document document) => string.Concat(Papper.Las(document).Artifacts[0].Where(a => a.Subtype == "Header").Select(a => a.Text));
    }

    [TestCase("#FFD200")]
    [TestCase("#7FC8F8")]
    [TestCase("#FFFFFF")]
    public void Ljus_kommunfarg_gors_morkare_dar_den_ar_text(string accent)
    {
        var theme = new Theme { Accent = Color.FromHex(accent) };
        Assert.That(theme.AccentText.Contrast(Color.White), Is.GreaterThanOrEqualTo(4.5));
        Assert.That(theme.AccentText.Contrast(theme.Tint), Is.GreaterThanOrEqualTo(4.5));
        Assert.That(new Theme().AccentText, Is.EqualTo(new Theme().Accent), "den som räcker lämnas");
        Papper.Las(Papper.Plan() with { Theme = theme });
    }
}
