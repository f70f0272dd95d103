using System.Buffers.Text;
using System.Text;

namespace Uppfoljning.Pdf.Output;

/// <summary>A growing buffer with the few kinds of tokens that a PDF is written with.</summary>
internal sealed class ByteWriter(int capacity = 256)
{
    /// <summary>Two bytes for each, and two that tell the order of bytes, make at most 32 767.</summary>
    private const int LongestText = 16_000;

    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public ByteWriter Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
        return this;
    }

    /// <summary>Writes characters below 128.</summary>
    public ByteWriter Add(string ascii)
    {
        Length += Encoding.ASCII.GetBytes(ascii, Room(ascii.Length));
        return this;
    }

    public ByteWriter Add(int value)
    {
        Utf8Formatter.TryFormat(value, Room(12), out var written);
        Length += written;
        return this;
    }

    /// <summary>Writes a number with at most three decimals and a space after it.</summary>
    public ByteWriter Add(double value)
    {
        var thousandths = (long)Math.Round(value * 1000, MidpointRounding.AwayFromZero);
        var room = Room(24);
        var at = 0;
        if (thousandths < 0)
        {
            room[at++] = (byte)'-';
            thousandths = -thousandths;
        }
        Utf8Formatter.TryFormat(thousandths / 1000, room[at..], out var written);
        at += written;
        var rest = (int)(thousandths % 1000);
        if (rest > 0)
        {
            room[at++] = (byte)'.';
            for (var unit = 100; rest > 0; unit /= 10)
            {
                room[at++] = (byte)('0' + rest / unit);
                rest %= unit;
            }
        }
        room[at++] = (byte)' ';
        Length += at;
        return this;
    }

    public ByteWriter AddReference(int id) => Add(id).Add(" 0 R"u8);

    public void AddHex(ushort value)
    {
        var room = Room(4);
        for (var i = 0; i < 4; i++)
        {
            var digit = value >> (12 - 4 * i) & 0xF;
            room[i] = (byte)(digit < 10 ? '0' + digit : 'A' + digit - 10);
        }
        Length += 4;
    }

    /// <summary>Writes a text string: as it stands when it is plain ASCII, else in UTF-16. What is longer than a PDF/A may have is cut off.</summary>
    public ByteWriter AddText(string text)
    {
        if (text.Length > LongestText) { text = text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)]; }
        if (text.All(c => c is >= ' ' and < '\x7F'))
        {
            Add("("u8);
            foreach (var c in text)
            {
                if (c is '(' or ')' or '\\') { Add("\\"u8); }
                Add([(byte)c]);
            }
            return Add(")"u8);
        }
        Add("<FEFF"u8);
        Span<char> units = stackalloc char[2];
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var unit in units[..rune.EncodeToUtf16(units)]) { AddHex(unit); }
        }
        return Add(">"u8);
    }

    private Span<byte> Room(int needed)
    {
        if (Length + needed > _bytes.Length) { Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, Length + needed)); }
        return _bytes.AsSpan(Length);
    }
}
