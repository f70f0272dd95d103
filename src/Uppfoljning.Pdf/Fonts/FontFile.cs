using System.Buffers.Binary;
using System.Text;

namespace Uppfoljning.Pdf.Fonts;

/// <summary>
/// Looks through a font file from outside before it is used: that it is of a kind that can be embedded, that its maker lets it be, and
/// that nothing in it points out of it. What is read later may then be read without further care.
/// </summary>
internal static class FontFile
{
    private const int MaxLength = 32 * 1024 * 1024;
    private const int Restricted = 0x0002, NoSubset = 0x0100, BitmapsOnly = 0x0200;

    private static readonly (string Tag, int Least)[] Needed =
        [("head", 54), ("hhea", 36), ("maxp", 32), ("hmtx", 4), ("cmap", 4), ("loca", 4), ("glyf", 0), ("OS/2", 78), ("post", 32)];

    public static TrueTypeFont Read(byte[] data, string name)
    {
        var tables = Tables(data);
        CheckLicence(data, tables["OS/2"]);
        try
        {
            CheckNumbers(data, tables);
            CheckCharacters(data, tables["cmap"]);
            var font = new TrueTypeFont(data, PostScriptName(name));
            CheckOutlines(font);
            if (font.GlyphOf('n') == 0 || font.GlyphOf('0') == 0) { throw new FormatException("the font has no letters for Unicode text."); }
            return font;
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw Damaged("a table is shorter than it says", e);
        }
    }

    private static Dictionary<string, (int Offset, int Length)> Tables(byte[] data)
    {
        if (data.Length < 12) { throw new FormatException("the file is not a font."); }
        if (data.Length > MaxLength) { throw new FormatException("the file is larger than 32 MB."); }
        switch (Encoding.Latin1.GetString(data, 0, 4))
        {
            case "\0\u0001\0\0" or "true": break;
            case "OTTO": throw new FormatException("the font has PostScript outlines (CFF); a file with TrueType outlines is needed.");
            case "ttcf": throw new FormatException("the file is a collection of fonts; a file with a single font is needed.");
            case "wOFF" or "wOF2": throw new FormatException("the font is packed for the web (WOFF); the TrueType file is needed.");
            default: throw new FormatException("the file is not a TrueType font.");
        }

        var tables = new Dictionary<string, (int Offset, int Length)>();
        var count = U16(data, 4);
        if (12 + 16 * count > data.Length) { throw Damaged("the list of tables is cut off"); }
        for (var i = 0; i < count; i++)
        {
            var entry = 12 + 16 * i;
            long offset = U32(data, entry + 8), length = U32(data, entry + 12);
            var tag = Encoding.Latin1.GetString(data, entry, 4);
            if (offset + length > data.Length) { throw Damaged($"the table {tag} reaches beyond the end of the file"); }
            if (!tables.TryAdd(tag, ((int)offset, (int)length))) { throw Damaged($"the table {tag} occurs twice"); }
        }
        if (tables.ContainsKey("fvar")) { throw new FormatException("the font is variable; a file for each style is needed."); }
        if (!tables.ContainsKey("glyf") && (tables.ContainsKey("CFF ") || tables.ContainsKey("CFF2"))) { throw new FormatException("the font has PostScript outlines (CFF); a file with TrueType outlines is needed."); }
        foreach (var (tag, least) in Needed)
        {
            if (!tables.TryGetValue(tag, out var table) || table.Length < least) { throw Damaged($"the table {tag} is missing or too short"); }
        }
        return tables;
    }

    /// <summary>An archived file must be possible to show for everyone, for ever, with only the glyphs it uses.</summary>
    private static void CheckLicence(byte[] data, (int Offset, int Length) os2)
    {
        int type = U16(data, os2.Offset + 8), use = type & 0x000F;
        if (use == Restricted) { throw new FormatException("the font's licence does not let it be embedded in documents."); }
        if ((type & NoSubset) != 0) { throw new FormatException("the font's licence does not let a part of it be embedded in documents."); }
        if ((type & BitmapsOnly) != 0) { throw new FormatException("the font's licence lets only bitmaps be embedded in documents."); }
        if (U16(data, os2.Offset) >= 2 && os2.Length < 90) { throw Damaged("the table OS/2 is too short"); }
    }

    private static void CheckNumbers(byte[] data, Dictionary<string, (int Offset, int Length)> tables)
    {
        var units = U16(data, tables["head"].Offset + 18);
        if (units is < 16 or > 16384) { throw Damaged("the size of its square is not possible"); }
        int glyphs = U16(data, tables["maxp"].Offset + 4), metrics = U16(data, tables["hhea"].Offset + 34);
        if (glyphs == 0 || metrics == 0 || metrics > glyphs) { throw Damaged("the number of glyphs is not possible"); }
        if (tables["hmtx"].Length < 4 * metrics + 2 * (glyphs - metrics)) { throw Damaged("widths of glyphs are missing"); }

        var isLong = U16(data, tables["head"].Offset + 50) == 1;
        var (loca, length) = tables["loca"];
        if (length < (glyphs + 1) * (isLong ? 4 : 2)) { throw Damaged("places of glyphs are missing"); }
        long before = 0;
        for (var i = 0; i <= glyphs; i++)
        {
            var place = isLong ? U32(data, loca + 4 * i) : 2L * U16(data, loca + 2 * i);
            if (place < before || place > tables["glyf"].Length) { throw Damaged("a glyph lies outside its table"); }
            before = place;
        }
    }

    /// <summary>The ranges of characters come in order and are no more than there are characters, so reading them takes bounded time.</summary>
    private static void CheckCharacters(byte[] data, (int Offset, int Length) cmap)
    {
        var whole = data.AsSpan(cmap.Offset, cmap.Length);
        var found = false;
        int count = U16(whole, 2);
        for (var i = 0; i < count; i++)
        {
            var table = whole[(int)Math.Min(U32(whole, 8 + 8 * i), int.MaxValue)..];
            switch (U16(table, 0))
            {
                case 4:
                    found = true;
                    int segments = U16(table, 6) / 2, before = -1;
                    for (var s = 0; s < segments; s++)
                    {
                        int end = U16(table, 14 + 2 * s), start = U16(table, 16 + 2 * (segments + s));
                        if (start > end || start <= before) { throw Damaged("its characters are out of order"); }
                        before = end;
                    }
                    break;
                case 12:
                    found = true;
                    var groups = U32(table, 12);
                    if (groups > (table.Length - 16) / 12) { throw Damaged("characters are missing"); }
                    var last = -1L;
                    for (var g = 0; g < groups; g++)
                    {
                        long start = U32(table, 16 + 12 * g), end = U32(table, 20 + 12 * g);
                        if (start <= last || start > end || end > 0x10FFFF) { throw Damaged("its characters are out of order"); }
                        last = end;
                    }
                    break;
                default: break;
            }
        }
        if (!found) { throw new FormatException("the font has no table of Unicode characters."); }
    }

    /// <summary>Every outline is walked once, when it is known that the parts of composite glyphs are there, and few, and never lead round in a ring.</summary>
    private static void CheckOutlines(TrueTypeFont font)
    {
        const int UnderWay = -1, MostParts = 500;
        var weights = new int[font.GlyphCount];
        for (var glyph = 0; glyph < font.GlyphCount; glyph++) { Weigh((ushort)glyph, 0); }
        for (var glyph = 0; glyph < font.GlyphCount; glyph++)
        {
            if (!GlyphPath.IsComposite(font.Outline((ushort)glyph))) { GlyphPath.Draw(font, (ushort)glyph, new Nowhere()); }
        }

        int Weigh(ushort glyph, int depth)
        {
            if (glyph >= weights.Length || weights[glyph] == UnderWay || depth > 16) { throw Damaged("the parts of a glyph cannot be found"); }
            if (weights[glyph] > 0) { return weights[glyph]; }
            weights[glyph] = UnderWay;
            var outline = font.Outline(glyph);
            var weight = 1;
            if (GlyphPath.IsComposite(outline))
            {
                foreach (var (part, _) in GlyphPath.Parts(outline))
                {
                    weight += Weigh(part, depth + 1);
                    if (weight > MostParts) { throw Damaged("a glyph has more parts than a glyph can have"); }
                }
            }
            return weights[glyph] = weight;
        }
    }

    /// <summary>A name of letters, digits and hyphens, as it can stand in a PDF.</summary>
    private static string PostScriptName(string name)
    {
        var kept = string.Concat(name.Normalize(NormalizationForm.FormD).Where(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
        return kept.Length == 0 ? "Font" : kept[..Math.Min(kept.Length, 60)];
    }

    private static FormatException Damaged(string how, Exception? inner = null) => new($"the font is damaged: {how}.", inner);

    private static int U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
    private static uint U32(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt32BigEndian(data[at..]);

    private sealed class Nowhere : IPathSink
    {
        public void MoveTo(double x, double y) { }
        public void LineTo(double x, double y) { }
        public void CurveTo(double controlX, double controlY, double x, double y) { }
        public void Close() { }
    }
}
