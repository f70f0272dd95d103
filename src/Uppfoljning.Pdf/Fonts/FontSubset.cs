using System.Buffers.Binary;
using System.Text;

namespace Uppfoljning.Pdf.Fonts;

/// <summary>Writes a font file with only the glyphs that are used, numbered in the order they are given.</summary>
internal static class FontSubset
{
    private const int ArgumentsAreWords = 0x0001, HasScale = 0x0008, MoreComponents = 0x0020, HasXYScale = 0x0040, HasMatrix = 0x0080;

    /// <summary>The font file, and the old numbers of all its glyphs in the order of the new. The same old glyph may stand at several new numbers: a hyphen at a line's end is another character than a hyphen in a word.</summary>
    public static (byte[] File, IReadOnlyList<ushort> Glyphs) Write(TrueTypeFont font, IReadOnlyList<ushort> glyphs)
    {
        var order = new List<ushort>(glyphs);
        var newNumbers = new Dictionary<ushort, ushort>();
        for (var i = 0; i < order.Count; i++) { newNumbers.TryAdd(order[i], (ushort)i); }

        // Parts of composite glyphs follow after those that the text asks for; the list grows while it is walked.
        using var outlines = new MemoryStream();
        var offsets = new List<int> { 0 };
        for (var i = 0; i < order.Count; i++)
        {
            var outline = font.Outline(order[i]).ToArray();
            if (outline.Length > 10 && BinaryPrimitives.ReadInt16BigEndian(outline) < 0) { Renumber(outline, order, newNumbers); }
            outlines.Write(outline);
            while (outlines.Length % 4 != 0) { outlines.WriteByte(0); }
            offsets.Add((int)outlines.Length);
        }

        var count = (ushort)order.Count;
        var head = font.Table("head").ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0);
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        var hhea = font.Table("hhea").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), count);
        var maxp = font.Table("maxp").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), count);
        var hmtx = new byte[4 * count];
        var loca = new byte[4 * (count + 1)];
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(hmtx.AsSpan(4 * i), font.AdvanceOf(order[i]));
            BinaryPrimitives.WriteInt16BigEndian(hmtx.AsSpan(4 * i + 2), font.LeftSideBearing(order[i]));
        }
        for (var i = 0; i <= count; i++) { BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * i), offsets[i]); }

        var tables = new List<(string Tag, byte[] Data)>
        {
            ("cvt ", font.Table("cvt ").ToArray()), ("fpgm", font.Table("fpgm").ToArray()), ("glyf", outlines.ToArray()),
            ("head", head), ("hhea", hhea), ("hmtx", hmtx), ("loca", loca), ("maxp", maxp), ("prep", font.Table("prep").ToArray()),
        };
        tables.RemoveAll(t => t.Data.Length == 0 && t.Tag != "glyf");
        return (Assemble(tables), order);
    }

    private static void Renumber(byte[] outline, List<ushort> order, Dictionary<ushort, ushort> newNumbers)
    {
        var at = 10;
        int flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at));
            var part = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at + 2));
            if (!newNumbers.TryGetValue(part, out var number))
            {
                number = (ushort)order.Count;
                order.Add(part);
                newNumbers[part] = number;
            }
            BinaryPrimitives.WriteUInt16BigEndian(outline.AsSpan(at + 2), number);
            at += 4 + ((flags & ArgumentsAreWords) != 0 ? 4 : 2)
                + ((flags & HasScale) != 0 ? 2 : (flags & HasXYScale) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0);
        }
        while ((flags & MoreComponents) != 0);
    }

    private static byte[] Assemble(List<(string Tag, byte[] Data)> tables)
    {
        var count = tables.Count;
        var power = 1 << int.Log2(count);
        var size = 12 + 16 * count + tables.Sum(t => Padded(t.Data.Length));
        var file = new byte[size];
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(4), (ushort)count);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(6), (ushort)(16 * power));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(8), (ushort)int.Log2(power));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(10), (ushort)(16 * (count - power)));

        int offset = 12 + 16 * count, headAt = 0;
        for (var i = 0; i < count; i++)
        {
            var (tag, data) = tables[i];
            var entry = file.AsSpan(12 + 16 * i, 16);
            data.CopyTo(file, offset);
            if (tag == "head") { headAt = offset; }
            Encoding.ASCII.GetBytes(tag, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Checksum(file.AsSpan(offset, Padded(data.Length))));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)offset);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)data.Length);
            offset += Padded(data.Length);
        }
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(headAt + 8), 0xB1B0AFBA - Checksum(file));
        return file;
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        for (var i = 0; i < data.Length; i += 4) { sum += BinaryPrimitives.ReadUInt32BigEndian(data[i..]); }
        return sum;
    }
}
