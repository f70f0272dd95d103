using System.Buffers.Binary;
using System.IO.Compression;

namespace Uppfoljning.Pdf.Images;

/// <summary>
/// Reads PNG (ISO 15948): every kind of colour, depth and interlacing. What shows through is laid on white, since an archived
/// document has no transparency. Checksums must hold, and the picture must be whole.
/// </summary>
internal sealed class Png
{
    private const int Grey = 0, Rgb = 2, Palette = 3, GreyAlpha = 4, RgbAlpha = 6;

    private static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly string[] Kept = ["IHDR", "PLTE", "tRNS", "sRGB", "gAMA", "cHRM", "pHYs", "IDAT", "IEND"];
    private static readonly uint[] CrcTable = MakeCrcTable();

    private int _depth, _color;
    private bool _interlaced;
    private byte[] _palette = [];
    private byte[]? _transparent;

    private Png() { }

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public int Width { get; private set; }
    public int Height { get; private set; }

    /// <summary>One sample for each pixel instead of three.</summary>
    public bool Gray => _color is Grey or GreyAlpha;

    /// <summary>The pixels with eight bits to the sample, packed by <see cref="RowWriter"/>.</summary>
    public byte[] Rows { get; private set; } = [];

    /// <summary>The file without what does not show.</summary>
    public byte[] Clean { get; private set; } = [];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    public static Png Read(ReadOnlySpan<byte> file)
    {
        var png = new Png();
        var data = png.ReadChunks(file);
        try
        {
            using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
            png.ReadPixels(zlib, data.Length);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new FormatException("The PNG file is damaged: its pixels cannot be unpacked.", e);
        }
        return png;
    }

    /// <summary>A PNG file of packed rows, with so many pixels to the metre.</summary>
    public static byte[] Write(int width, int height, bool gray, byte[] rows, int perMetre)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = (byte)(gray ? Grey : Rgb);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "sRGB"u8, [0]);
        var density = new byte[9];
        BinaryPrimitives.WriteInt32BigEndian(density, perMetre);
        BinaryPrimitives.WriteInt32BigEndian(density.AsSpan(4), perMetre);
        density[8] = 1;
        WriteChunk(file, "pHYs"u8, density);
        WriteChunk(file, "IDAT"u8, rows);
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private byte[] ReadChunks(ReadOnlySpan<byte> file)
    {
        using MemoryStream clean = new(), data = new();
        clean.Write(Signature);
        var at = Signature.Length;
        bool any = false, dataEnded = false;
        while (true)
        {
            if (file.Length - at < 12) { throw new FormatException("The PNG file is cut off."); }
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            if (length > file.Length - at - 12) { throw new FormatException("The PNG file is cut off."); }
            var chunk = file.Slice(at, 12 + (int)length);
            var type = Type(chunk);
            var body = chunk.Slice(8, (int)length);
            if (BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]) != Crc(chunk[4..^4])) { throw new FormatException($"The PNG file is damaged: the checksum of {type} is wrong."); }
            at += chunk.Length;

            if (any == (type == "IHDR")) { throw new FormatException("The PNG file is damaged: its header is not first."); }
            any = true;
            if (data.Length > 0 && type != "IDAT") { dataEnded = true; }
            switch (type)
            {
                case "IHDR": ReadHeader(body); break;
                case "PLTE":
                    if (body.Length is 0 or > 768 || body.Length % 3 != 0 || _palette.Length > 0 || data.Length > 0) { throw new FormatException("The PNG file is damaged: its palette is wrong."); }
                    _palette = body.ToArray();
                    break;
                case "tRNS" when data.Length == 0: ReadTransparency(body); break;
                case "IDAT":
                    if (dataEnded) { throw new FormatException("The PNG file is damaged: its pixels are not in one piece."); }
                    data.Write(body);
                    break;
                case "IEND":
                    if (data.Length == 0 || (_color == Palette && _palette.Length == 0)) { throw new FormatException("The PNG file is damaged: it has no pixels."); }
                    clean.Write(chunk);
                    Clean = clean.ToArray();
                    return data.ToArray();
                default:
                    // A capital first letter: whoever does not know the part cannot show the picture.
                    if (char.IsAsciiLetterUpper(type[0])) { throw new FormatException($"The PNG file has a part that is not known: {type}."); }
                    break;
            }
            if (Kept.Contains(type)) { clean.Write(chunk); }
        }

        static string Type(ReadOnlySpan<byte> chunk)
        {
            foreach (var letter in chunk.Slice(4, 4))
            {
                if (!char.IsAsciiLetter((char)letter)) { throw new FormatException("The PNG file is damaged: a part has no name."); }
            }
            return System.Text.Encoding.ASCII.GetString(chunk.Slice(4, 4));
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> body)
    {
        if (body.Length != 13) { throw new FormatException("The PNG file is damaged: its header is wrong."); }
        uint width = BinaryPrimitives.ReadUInt32BigEndian(body), height = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        ImageFile.CheckSize(width, height);
        (Width, Height, _depth, _color, _interlaced) = ((int)width, (int)height, body[8], body[9], body[12] == 1);
        var possible = _color switch
        {
            Grey => _depth is 1 or 2 or 4 or 8 or 16,
            Palette => _depth is 1 or 2 or 4 or 8,
            Rgb or GreyAlpha or RgbAlpha => _depth is 8 or 16,
            _ => false,
        };
        if (!possible || body[10] != 0 || body[11] != 0 || body[12] > 1) { throw new FormatException("The PNG file is damaged: its header is wrong."); }
    }

    private void ReadTransparency(ReadOnlySpan<byte> body)
    {
        var possible = _color switch { Grey => body.Length == 2, Rgb => body.Length == 6, Palette => body.Length <= _palette.Length / 3, _ => false };
        if (!possible) { throw new FormatException("The PNG file is damaged: its transparency is wrong."); }
        _transparent = body.ToArray();
    }

    private int Samples => _color switch { Rgb => 3, GreyAlpha => 2, RgbAlpha => 4, _ => 1 };

    private int Channels => Gray ? 1 : 3;

    private int Packed(int width) => (int)(((long)width * Samples * _depth + 7) / 8);

    private void ReadPixels(ZLibStream zlib, int packedLength)
    {
        (int X, int Y, int StepX, int StepY)[] passes = _interlaced ? Adam7 : [(0, 0, 1, 1)];
        long whole = 0;
        foreach (var pass in passes)
        {
            var (columns, rows) = Size(pass);
            if (columns > 0) { whole += (long)rows * (Packed(columns) + 1); }
        }
        // Deflate packs at most about a thousand to one: a file that promises more ends before its picture does.
        if (whole / 1040 > packedLength) { throw new FormatException("The PNG file is cut off."); }

        using var writer = new RowWriter(Width, Channels);
        // Rows that come in order go straight on; an interlaced picture must be gathered first.
        var all = _interlaced ? new byte[(long)Width * Height * Channels] : [];
        var seen = new byte[Width * Channels];
        foreach (var pass in passes)
        {
            var (columns, rows) = Size(pass);
            if (columns == 0) { continue; }
            byte[] row = new byte[Packed(columns)], above = new byte[row.Length];
            var distance = Math.Max(Samples * _depth / 8, 1);
            for (var y = 0; y < rows; y++)
            {
                var filter = zlib.ReadByte();
                zlib.ReadExactly(row);
                Unfilter(filter, row, above, distance);
                if (!_interlaced)
                {
                    Show(row, columns, seen, 0, Channels);
                    writer.Add(seen);
                }
                else { Show(row, columns, all, ((pass.Y + y * pass.StepY) * Width + pass.X) * Channels, pass.StepX * Channels); }
                (row, above) = (above, row);
            }
        }
        // The end of the stream carries its checksum.
        if (zlib.ReadByte() >= 0) { throw new FormatException("The PNG file is damaged: it has more pixels than it says."); }
        for (var y = 0; _interlaced && y < Height; y++) { writer.Add(all.AsSpan(y * Width * Channels, Width * Channels)); }
        Rows = writer.Finish();

        (int Columns, int Rows) Size((int X, int Y, int StepX, int StepY) pass) =>
            ((Width - pass.X + pass.StepX - 1) / pass.StepX, (Height - pass.Y + pass.StepY - 1) / pass.StepY);
    }

    private static void Unfilter(int filter, byte[] row, byte[] above, int distance)
    {
        switch (filter)
        {
            case 0: break;
            case 1:
                for (var i = distance; i < row.Length; i++) { row[i] += row[i - distance]; }
                break;
            case 2:
                for (var i = 0; i < row.Length; i++) { row[i] += above[i]; }
                break;
            case 3:
                for (var i = 0; i < row.Length; i++) { row[i] += (byte)(((i >= distance ? row[i - distance] : 0) + above[i]) / 2); }
                break;
            case 4:
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] += (byte)(i >= distance ? RowWriter.Predict(row[i - distance], above[i], above[i - distance]) : above[i]);
                }
                break;
            default: throw new FormatException("The PNG file is damaged: its pixels cannot be unpacked.");
        }
    }

    /// <summary>Turns a row of samples into pixels as they are seen on white.</summary>
    private void Show(byte[] row, int columns, byte[] seen, int at, int step)
    {
        for (var x = 0; x < columns; x++, at += step)
        {
            switch (_color)
            {
                case Grey: seen[at] = IsKey(row, x, 1) ? (byte)255 : Eight(Sample(row, x)); break;
                case GreyAlpha: seen[at] = OnWhite(Eight(Sample(row, 2 * x)), Eight(Sample(row, 2 * x + 1))); break;
                case Palette: ShowEntry(Sample(row, x), seen.AsSpan(at, 3)); break;
                case Rgb when IsKey(row, 3 * x, 3): seen.AsSpan(at, 3).Fill(255); break;
                default:
                    var alpha = _color == RgbAlpha ? Eight(Sample(row, 4 * x + 3)) : (byte)255;
                    for (var c = 0; c < 3; c++) { seen[at + c] = OnWhite(Eight(Sample(row, Samples * x + c)), alpha); }
                    break;
            }
        }
    }

    private void ShowEntry(int entry, Span<byte> seen)
    {
        if (3 * entry >= _palette.Length) { throw new FormatException("The PNG file is damaged: a pixel has a colour outside the palette."); }
        var alpha = _transparent is { } alphas && entry < alphas.Length ? alphas[entry] : (byte)255;
        for (var c = 0; c < 3; c++) { seen[c] = OnWhite(_palette[3 * entry + c], alpha); }
    }

    /// <summary>Whether a pixel has the one colour that is not to be seen.</summary>
    private bool IsKey(byte[] row, int first, int samples)
    {
        if (_transparent is not { } key) { return false; }
        for (var i = 0; i < samples; i++)
        {
            if (Sample(row, first + i) != BinaryPrimitives.ReadUInt16BigEndian(key.AsSpan(2 * i))) { return false; }
        }
        return true;
    }

    private int Sample(byte[] row, int index) => _depth switch
    {
        8 => row[index],
        16 => row[2 * index] << 8 | row[2 * index + 1],
        _ => row[index * _depth / 8] >> 8 - _depth - index * _depth % 8 & (1 << _depth) - 1,
    };

    private byte Eight(int sample) => _depth == 8 ? (byte)sample : (byte)((sample * 255 + ((1 << _depth) - 1) / 2) / ((1 << _depth) - 1));

    private static byte OnWhite(byte value, byte alpha) => (byte)((value * alpha + 255 * (255 - alpha) + 127) / 255);

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        file.Write(number);
        byte[] named = [.. type, .. body];
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data) { crc = CrcTable[(crc ^ b) & 0xFF] ^ crc >> 8; }
        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var value = n;
            for (var bit = 0; bit < 8; bit++) { value = (value & 1) != 0 ? 0xEDB88320 ^ value >> 1 : value >> 1; }
            table[n] = value;
        }
        return table;
    }
}
