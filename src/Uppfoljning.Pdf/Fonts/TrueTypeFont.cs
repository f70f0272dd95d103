using System.Buffers.Binary;
using System.Text;

namespace Uppfoljning.Pdf.Fonts;

/// <summary>What the writer needs to know of a TrueType file: characters, widths, outlines and kerning. Immutable, shared by all documents.</summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] _data;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = [];
    private readonly ushort[] _plane0 = new ushort[0x10000];
    private readonly Dictionary<int, ushort> _beyond = [];
    private readonly ushort[] _advances;
    private readonly bool _longOffsets;
    private readonly KerningTable _kerning;

    public TrueTypeFont(byte[] data, string name)
    {
        _data = data;
        Name = name;
        var count = U16(4);
        for (var i = 0; i < count; i++)
        {
            var entry = 12 + 16 * i;
            _tables[Encoding.ASCII.GetString(data, entry, 4)] = ((int)U32(entry + 8), (int)U32(entry + 12));
        }

        var head = _tables["head"].Offset;
        UnitsPerEm = U16(head + 18);
        Box = [.. Enumerable.Range(0, 4).Select(i => Scale(I16(head + 36 + 2 * i)))];
        _longOffsets = I16(head + 50) == 1;

        var hhea = _tables["hhea"].Offset;
        var metrics = U16(hhea + 34);
        GlyphCount = U16(_tables["maxp"].Offset + 4);
        var hmtx = _tables["hmtx"].Offset;
        _advances = new ushort[GlyphCount];
        for (var i = 0; i < GlyphCount; i++) { _advances[i] = U16(hmtx + 4 * Math.Min(i, metrics - 1)); }

        var os2 = _tables["OS/2"].Offset;
        var version = U16(os2);
        Ascent = Scale(U16(os2 + 74));
        Descent = -Scale(U16(os2 + 76));
        CapHeight = version >= 2 ? Scale(I16(os2 + 88)) : 729;
        Weight = U16(os2 + 4);
        ItalicAngle = (int)U32(_tables["post"].Offset + 4) / 65536.0;

        ReadCharacters();
        // A character that leads to a glyph which is not there has none.
        for (var c = 0; c < _plane0.Length; c++) { if (_plane0[c] >= GlyphCount) { _plane0[c] = 0; } }
        foreach (var c in _beyond.Keys) { if (_beyond[c] >= GlyphCount) { _beyond[c] = 0; } }
        _kerning = new KerningTable(data, _tables.TryGetValue("GPOS", out var gpos) ? gpos.Offset : -1);
    }

    public string Name { get; }
    public int UnitsPerEm { get; }
    public int GlyphCount { get; }
    public double[] Box { get; }
    public double Ascent { get; }
    public double Descent { get; }
    public double CapHeight { get; }
    public int Weight { get; }
    public double ItalicAngle { get; }

    /// <summary>The glyph of a character, or 0 when the font has none.</summary>
    public ushort GlyphOf(int codePoint) =>
        codePoint < 0x10000 ? _plane0[codePoint] : _beyond.GetValueOrDefault(codePoint);

    /// <summary>The width in font units.</summary>
    public ushort AdvanceOf(ushort glyph) => _advances[glyph];

    /// <summary>The width in thousandths of the size, as it is written in the PDF.</summary>
    public double WidthOf(ushort glyph) => Math.Round(Scale(_advances[glyph]), 2);

    /// <summary>The adjustment between two glyphs in thousandths of the size.</summary>
    public double KernBetween(ushort left, ushort right) => Scale(_kerning.Between(left, right));

    public ReadOnlySpan<byte> Outline(ushort glyph)
    {
        var loca = _tables["loca"].Offset;
        var (from, to) = _longOffsets
            ? ((int)U32(loca + 4 * glyph), (int)U32(loca + 4 * glyph + 4))
            : (2 * U16(loca + 2 * glyph), 2 * U16(loca + 2 * glyph + 2));
        return _data.AsSpan(_tables["glyf"].Offset + from, to - from);
    }

    public short LeftSideBearing(ushort glyph)
    {
        var metrics = U16(_tables["hhea"].Offset + 34);
        var hmtx = _tables["hmtx"].Offset;
        return glyph < metrics ? I16(hmtx + 4 * glyph + 2) : I16(hmtx + 4 * metrics + 2 * (glyph - metrics));
    }

    public ReadOnlySpan<byte> Table(string tag) =>
        _tables.TryGetValue(tag, out var table) ? _data.AsSpan(table.Offset, table.Length) : default;

    private void ReadCharacters()
    {
        var cmap = _tables["cmap"].Offset;
        int bmp = -1, full = -1;
        for (var i = 0; i < U16(cmap + 2); i++)
        {
            var offset = cmap + (int)U32(cmap + 8 + 8 * i);
            switch (U16(offset))
            {
                case 4: bmp = offset; break;
                case 12: full = offset; break;
                default: break;
            }
        }

        if (bmp >= 0)
        {
            var segments = U16(bmp + 6) / 2;
            int ends = bmp + 14, starts = ends + 2 * segments + 2, deltas = starts + 2 * segments, ranges = deltas + 2 * segments;
            for (var s = 0; s < segments; s++)
            {
                int end = U16(ends + 2 * s), start = U16(starts + 2 * s), delta = U16(deltas + 2 * s), range = U16(ranges + 2 * s);
                for (var c = start; c <= end && c < 0xFFFF; c++)
                {
                    var glyph = range == 0 ? c : U16(ranges + 2 * s + range + 2 * (c - start));
                    _plane0[c] = (ushort)(range != 0 && glyph == 0 ? 0 : glyph + delta);
                }
            }
        }

        if (full >= 0)
        {
            for (var i = 0; i < U32(full + 12); i++)
            {
                int group = full + 16 + 12 * i, start = (int)U32(group), end = (int)U32(group + 4), first = (int)U32(group + 8);
                for (var c = start; c <= end; c++)
                {
                    if (c < 0x10000) { _plane0[c] = (ushort)(first + c - start); }
                    else { _beyond[c] = (ushort)(first + c - start); }
                }
            }
        }
    }

    private double Scale(int units) => units * 1000.0 / UnitsPerEm;
    private ushort U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(at));
    private short I16(int at) => BinaryPrimitives.ReadInt16BigEndian(_data.AsSpan(at));
    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_data.AsSpan(at));
}
