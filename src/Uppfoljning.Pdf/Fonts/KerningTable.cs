using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Uppfoljning.Pdf.Fonts;

/// <summary>Pair kerning as the GPOS table's feature <c>kern</c> gives it for Latin script; other positioning is left alone.</summary>
internal sealed class KerningTable
{
    /// <summary>More subtables than any font has: what a damaged table leads to.</summary>
    private const int MostSubtables = 4000;

    private readonly byte[] _data;
    private readonly List<List<int>> _lookups = [];
    private readonly ConcurrentDictionary<int, short> _known = new();

    public KerningTable(byte[] data, int gpos)
    {
        _data = data;
        if (gpos < 0) { return; }

        int scripts = gpos + U16(gpos + 4), features = gpos + U16(gpos + 6), lookups = gpos + U16(gpos + 8);
        var script = -1;
        for (var i = 0; i < U16(scripts); i++)
        {
            var tag = U32(scripts + 2 + 6 * i);
            if (tag == 0x6C61746E /* latn */ || (tag == 0x44464C54 /* DFLT */ && script < 0)) { script = scripts + U16(scripts + 6 + 6 * i); }
        }
        if (script < 0 || U16(script) == 0) { return; }

        var language = script + U16(script);
        var budget = MostSubtables;
        for (var i = 0; i < U16(language + 4); i++)
        {
            var feature = features + 2 + 6 * U16(language + 6 + 2 * i);
            if (U32(feature) != 0x6B65726E /* kern */) { continue; }
            var table = features + U16(feature + 4);
            for (var l = 0; l < U16(table + 2); l++)
            {
                var lookup = lookups + U16(lookups + 2 + 2 * U16(table + 4 + 2 * l));
                var subtables = PairSubtables(lookup);
                if (subtables.Count > 0) { _lookups.Add(subtables); }
                if ((budget -= subtables.Count + 1) < 0)
                {
                    _lookups.Clear();
                    return;
                }
            }
        }
    }

    public short Between(ushort left, ushort right)
    {
        if (_lookups.Count == 0) { return 0; }
        var key = left << 16 | right;
        if (!_known.TryGetValue(key, out var value))
        {
            value = Find(left, right);
            _known[key] = value;
        }
        return value;
    }

    private List<int> PairSubtables(int lookup)
    {
        var found = new List<int>();
        var type = U16(lookup);
        for (var s = 0; s < U16(lookup + 4); s++)
        {
            var subtable = lookup + U16(lookup + 6 + 2 * s);
            if (type == 2) { found.Add(subtable); }
            else if (type == 9 && U16(subtable + 2) == 2) { found.Add(subtable + (int)U32(subtable + 4)); }
        }
        return found;
    }

    private short Find(ushort left, ushort right)
    {
        short total = 0;
        foreach (var subtables in _lookups)
        {
            foreach (var subtable in subtables)
            {
                if (TryPair(subtable, left, right, out var value))
                {
                    total += value;
                    break;
                }
            }
        }
        return total;
    }

    private bool TryPair(int subtable, ushort left, ushort right, out short value)
    {
        value = 0;
        var index = Coverage(subtable + U16(subtable + 2), left);
        if (index < 0) { return false; }

        int format1 = U16(subtable + 4), format2 = U16(subtable + 6);
        int size1 = RecordSize(format1), size2 = RecordSize(format2);
        int record;
        if (U16(subtable) == 1)
        {
            var set = subtable + U16(subtable + 10 + 2 * index);
            int low = 0, high = U16(set) - 1;
            record = -1;
            while (low <= high)
            {
                var middle = (low + high) / 2;
                var at = set + 2 + middle * (2 + size1 + size2);
                int glyph = U16(at);
                if (glyph == right) { record = at + 2; break; }
                if (glyph < right) { low = middle + 1; }
                else { high = middle - 1; }
            }
            if (record < 0) { return false; }
        }
        else
        {
            int class1 = ClassOf(subtable + U16(subtable + 8), left), class2 = ClassOf(subtable + U16(subtable + 10), right);
            record = subtable + 16 + (class1 * U16(subtable + 14) + class2) * (size1 + size2);
        }

        // The record holds, in this order, whichever of x and y placement and x advance the format says.
        if ((format1 & 4) != 0)
        {
            value = (short)U16(record + 2 * int.PopCount(format1 & 3));
        }
        return true;
    }

    private static int RecordSize(int format) => 2 * int.PopCount(format);

    private int Coverage(int table, ushort glyph)
    {
        int count = U16(table + 2), low = 0, high = count - 1;
        var ranges = U16(table) == 2;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var at = table + 4 + middle * (ranges ? 6 : 2);
            int start = U16(at), end = ranges ? U16(at + 2) : start;
            if (glyph < start) { high = middle - 1; }
            else if (glyph > end) { low = middle + 1; }
            else { return ranges ? U16(at + 4) + glyph - start : middle; }
        }
        return -1;
    }

    private int ClassOf(int table, ushort glyph)
    {
        if (U16(table) == 1)
        {
            int start = U16(table + 2), count = U16(table + 4);
            return glyph >= start && glyph < start + count ? U16(table + 6 + 2 * (glyph - start)) : 0;
        }
        int low = 0, high = U16(table + 2) - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var at = table + 4 + 6 * middle;
            if (glyph < U16(at)) { high = middle - 1; }
            else if (glyph > U16(at + 2)) { low = middle + 1; }
            else { return U16(at + 4); }
        }
        return 0;
    }

    /// <summary>Kerning is an ornament: outside the file there is none, whatever a damaged table says.</summary>
    private ushort U16(int at) => at >= 0 && at <= _data.Length - 2 ? BinaryPrimitives.ReadUInt16BigEndian(_data.AsSpan(at)) : (ushort)0;

    private uint U32(int at) => (uint)U16(at) << 16 | U16(at + 2);
}
