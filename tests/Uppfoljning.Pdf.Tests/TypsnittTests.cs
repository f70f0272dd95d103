using System.Buffers.Binary;
using System.Text;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Kommunens eget typsnitt. DejaVu får spela det: det är ett annat än det som följer med som förval.</summary>
[TestFixture]
public sealed class TypsnittTests
{
    private static readonly byte[] Vanlig = Fil("DejaVuSans.ttf"), Fet = Fil("DejaVuSans-Bold.ttf"), Sans = Fil("SourceSans3-Regular.ttf");

    [Test]
    public void Eget_typsnitt_baddas_in_och_gar_att_lasa_ut()
    {
        var family = FontFamily.Read("Kommun Sans Å", Vanlig, Fet);
        Assert.That(family.Name, Is.EqualTo("Kommun Sans Å"));
        var document = Papper.Plan() with { Theme = new Theme { Fonts = family } };
        var pdf = Papper.Las(document);
        Assert.That(pdf.Root.Text, Is.EqualTo(Papper.Las(Papper.Plan()).Root.Text));
        var bytes = Papper.Skriv(document).Bytes;
        var fonts = Tools.Run("pdffonts", bytes, "{pdf}");
        Assert.That(fonts, Does.Contain("+KommunSansA-regular").And.Contain("+KommunSansA-bold").And.Not.Contain("SourceSans"));
        Tools.Check(bytes);
        Assert.That(Tools.TextOf(bytes), Does.Contain("Planen bygger på programmet"));
    }

    [Test]
    public void Tecken_som_det_egna_typsnittet_saknar_hamtas_ur_de_som_foljer_med()
    {
        var (bytes, report) = Papper.Skriv(Papper.Med(new Paragraph("Slutet ∮ och 🧾")) with { Theme = new Theme { Fonts = FontFamily.Read("Egen", Sans) } });
        Assert.That(report.MissingCharacters, Is.Empty);
        Assert.That(Tools.Run("pdffonts", bytes, "{pdf}"), Does.Contain("Egen-regular").And.Contain("DejaVuSans").And.Contain("NotoEmoji"));
        Assert.That(new TaggedPdf(bytes).Faults, Is.Empty);
    }

    [Test]
    public void Emoji_visas_och_lases_ut()
    {
        var (bytes, report) = Papper.Skriv(Papper.Med(new Paragraph("Klart 🏛 och ✅ samt 👍")));
        Assert.That(report.MissingCharacters, Is.Empty);
        Assert.That(new TaggedPdf(bytes).Root.Text, Is.EqualTo("Klart 🏛 och ✅ samt 👍"));
        Assert.That(bytes, Has.Length.LessThan(30_000), "bara de tecken som används följer med");
    }

    [Test]
    public void Samma_typsnitt_ger_samma_bytes() => Assert.That(
        Papper.Skriv(Papper.Plan() with { Theme = new Theme { Fonts = FontFamily.Read("Egen", Vanlig) } }).Bytes,
        Is.EqualTo(Papper.Skriv(Papper.Plan() with { Theme = new Theme { Fonts = FontFamily.Read("Egen", Vanlig) } }).Bytes));

    [TestCase("OTTO", "PostScript outlines")]
    [TestCase("ttcf", "collection")]
    [TestCase("wOF2", "WOFF")]
    [TestCase("%PDF", "not a TrueType font")]
    public void Fil_av_annat_slag_avvisas_med_besked(string start, string message)
    {
        byte[] file = [.. Encoding.ASCII.GetBytes(start), .. Vanlig.AsSpan(4)];
        Assert.That(() => FontFamily.Read("Egen", file), Throws.TypeOf<FormatException>().With.Message.Contains(message).And.Message.Contains("The regular style of Egen"));
    }

    [TestCase(0x0000, true)]
    [TestCase(0x0004, true)]
    [TestCase(0x0008, true)]
    [TestCase(0x0002, false)]
    [TestCase(0x0100, false)]
    [TestCase(0x0200, false)]
    public void Licensen_avgor_om_typsnittet_far_baddas_in(int type, bool allowed)
    {
        var file = (byte[])Vanlig.Clone();
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(Tabell(file, "OS/2") + 8), (ushort)type);
        if (allowed) { Assert.That(FontFamily.Read("Egen", file).Name, Is.EqualTo("Egen")); }
        else { Assert.That(() => FontFamily.Read("Egen", Vanlig, file), Throws.TypeOf<FormatException>().With.Message.Contains("The bold style of Egen").And.Message.Contains("licence")); }
    }

    [Test]
    public void Variabelt_typsnitt_avvisas_med_besked()
    {
        var file = (byte[])Vanlig.Clone();
        Encoding.ASCII.GetBytes("fvar", file.AsSpan(Post(file, "gasp")));
        Assert.That(() => FontFamily.Read("Egen", file), Throws.TypeOf<FormatException>().With.Message.Contains("variable"));
    }

    [Test]
    public void Avhuggen_fil_avvisas()
    {
        for (var length = 0; length < Vanlig.Length - 1; length += 4001)
        {
            var cut = Vanlig[..length];
            if (length > 0) { Assert.That(() => FontFamily.Read("Egen", cut), Throws.TypeOf<FormatException>()); }
        }
    }

    /// <summary>En skadad fil avvisas, eller går att skriva med: aldrig ett annat fel, och aldrig utan slut.</summary>
    [Test]
    public void Skadad_fil_ger_bara_FormatException([Values(1, 2, 3)] int seed)
    {
        var random = new Random(seed);
        string[] tables = ["cmap", "GPOS", "glyf", "loca", "head", "hhea", "maxp", "hmtx", "OS/2", "post"];
        var kept = 0;
        for (var i = 0; i < 60; i++)
        {
            var file = (byte[])Sans.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
            {
                var start = random.Next(4) == 0 ? 0 : Tabell(file, tables[random.Next(tables.Length)]);
                var at = start + random.Next(random.Next(2) == 0 ? 60 : 3000);
                if (at >= 0 && at < file.Length) { file[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)random.Next(256); }
            }
            FontFamily family;
            try { family = FontFamily.Read("Egen", file); }
            catch (FormatException) { continue; }
            kept++;
            Papper.Skriv(Papper.Med(new Heading(1, "Åtgärder"), new Paragraph("AVTAL To Wa, ﬁ och “citat” – 1 234,50 kr")) with { Theme = new Theme { Fonts = family }, Watermark = "UTKAST" });
        }
        Assert.That(kept, Is.GreaterThan(5), "skador som inte märks");
    }

    [Test]
    public void Delar_som_leder_i_ring_avvisas()
    {
        // Bokstaven och pricken eller strecket över den är var sin del; bokstaven byts mot det sammansatta tecknet självt.
        var file = (byte[])Vanlig.Clone();
        var font = new Fonts.TrueTypeFont((byte[])Vanlig.Clone(), "x");
        var glyph = "ÅÄÖÉÀĀŐ".Select(c => font.GlyphOf(c)).First(g => Fonts.GlyphPath.IsComposite(font.Outline(g)));
        var outline = font.Outline(glyph).ToArray();
        var at = file.AsSpan().IndexOf(outline);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at + 12), glyph);
        Assert.That(() => FontFamily.Read("Egen", file), Throws.TypeOf<FormatException>().With.Message.Contains("parts of a glyph"));
    }

    private static byte[] Fil(string name)
    {
        using var stream = typeof(PdfWriter).Assembly.GetManifestResourceStream(name)!;
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        return data;
    }

    private static int Post(byte[] file, string tag)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(4));
        return Enumerable.Range(0, count).Select(i => 12 + 16 * i).FirstOrDefault(at => at + 16 <= file.Length && Encoding.ASCII.GetString(file, at, 4) == tag, -20);
    }

    private static int Tabell(byte[] file, string tag) => Post(file, tag) is >= 0 and var at ? BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at + 8)) : 0;
}
