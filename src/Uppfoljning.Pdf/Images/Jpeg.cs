using System.Buffers.Binary;

namespace Uppfoljning.Pdf.Images;

/// <summary>
/// Looks through a JPEG file (ITU-T T.81) from end to end without unpacking its pixels: a PDF takes them as they are. Baseline and
/// progressive files in grey, RGB or YCbCr are taken.
/// </summary>
internal sealed class Jpeg
{
    private const int MostScans = 100;
    private const int App0 = 0xE0, App1 = 0xE1, App14 = 0xEE, EndOfImage = 0xD9, StartOfScan = 0xDA;

    private readonly bool[] _quantization = new bool[4], _huffman = new bool[8];
    private byte[] _components = [];
    private bool _jfif;
    private int _adobe = -1;

    private Jpeg() { }

    public int Width { get; private set; }
    public int Height { get; private set; }
    public bool Gray => _components.Length == 1;

    /// <summary>The three components are red, green and blue.</summary>
    public bool Rgb => !Gray && (_adobe >= 0 ? _adobe == 0 : !_jfif && _components is [(byte)'R', (byte)'G', (byte)'B']);

    /// <summary>How the picture is turned when it is seen, 1 to 8.</summary>
    public int Orientation { get; private set; } = 1;

    /// <summary>The file without what does not show: where a photograph was taken, thumbnails, comments, profiles.</summary>
    public byte[] Clean { get; private set; } = [];

    /// <summary>The same, saying how the picture is turned.</summary>
    public byte[] ForWeb => Orientation == 1 ? Clean : [.. Clean.AsSpan(0, 2), .. OrientationSegment(), .. Clean.AsSpan(2)];

    public static bool IsJpeg(ReadOnlySpan<byte> file) => file is [0xFF, 0xD8, 0xFF, ..];

    public static Jpeg Read(ReadOnlySpan<byte> file)
    {
        var jpeg = new Jpeg();
        jpeg.ReadSegments(file);
        return jpeg;
    }

    private void ReadSegments(ReadOnlySpan<byte> file)
    {
        using var clean = new MemoryStream();
        clean.Write(file[..2]);
        var at = 2;
        var scans = 0;
        while (true)
        {
            // Any number of fill bytes may stand before a marker.
            if (at >= file.Length || file[at] != 0xFF) { throw at >= file.Length ? CutOff() : Damaged("a marker is missing"); }
            while (at < file.Length && file[at] == 0xFF) { at++; }
            if (at >= file.Length) { throw CutOff(); }
            var marker = file[at++];
            if (marker == EndOfImage)
            {
                if (scans == 0) { throw Damaged("it has no pixels"); }
                clean.Write([0xFF, EndOfImage]);
                Clean = clean.ToArray();
                return;
            }
            if (marker is 0x00 or 0x01 or >= 0xD0 and <= 0xD8) { throw Damaged("a marker is out of place"); }
            if (file.Length - at < 2) { throw CutOff(); }
            int length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
            if (length < 2) { throw Damaged("a part has no length"); }
            if (length > file.Length - at) { throw CutOff(); }
            var body = file.Slice(at + 2, length - 2);
            var end = at + length;
            if (Take(marker, body)) { clean.Write([0xFF, marker, .. file[at..end]]); }
            at = end;
            if (marker == StartOfScan)
            {
                // Each scan goes over the whole picture: many of them are a trap for whoever opens it.
                if (++scans > MostScans) { throw Damaged("it has more scans than a picture needs"); }
                at = EndOfScan(file, at);
                clean.Write(file[end..at]);
            }
        }
    }

    /// <summary>Whether a part is needed to show the picture.</summary>
    private bool Take(byte marker, ReadOnlySpan<byte> body)
    {
        switch (marker)
        {
            case 0xC0 or 0xC1 or 0xC2: ReadFrame(body); return true;
            case 0xC4: ReadHuffman(body); return true;
            case 0xDB: ReadQuantization(body); return true;
            case 0xDD: return body.Length == 2 ? true : throw Damaged("its restart interval is wrong");
            case StartOfScan: ReadScan(body); return true;
            case App0:
                if (!body.StartsWith("JFIF\0"u8) || body.Length < 14) { return false; }
                _jfif = true;
                // A thumbnail shows nothing.
                return body.Length == 14;
            case App1:
                if (body.StartsWith("Exif\0\0"u8)) { ReadOrientation(body[6..]); }
                return false;
            case App14:
                if (!body.StartsWith("Adobe"u8) || body.Length < 12) { return false; }
                _adobe = body[11];
                return true;
            case 0xC3 or 0xC5 or 0xC6 or 0xC7: throw new FormatException("The JPEG file is lossless or hierarchical; only baseline and progressive files are taken.");
            case >= 0xC8 and <= 0xCF: throw new FormatException("The JPEG file has arithmetic coding; only Huffman coding is taken.");
            case 0xDC or 0xDE or 0xDF: throw new FormatException("The JPEG file is of a kind that is not taken.");
            case >= 0xE0 and <= 0xEF or 0xFE: return false;
            default: throw Damaged("a part is not known");
        }
    }

    private void ReadFrame(ReadOnlySpan<byte> body)
    {
        if (_components.Length > 0) { throw Damaged("it has two frames"); }
        if (body.Length < 6) { throw Damaged("its frame is wrong"); }
        if (body[0] != 8) { throw new FormatException($"The JPEG file has {body[0]} bits to the sample; only 8 are taken."); }
        int height = BinaryPrimitives.ReadUInt16BigEndian(body[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(body[3..]), count = body[5];
        ImageFile.CheckSize(width, height);
        if (count == 4) { throw new FormatException("The JPEG file has colours for print (CMYK or YCCK); save it in RGB."); }
        if (count is not (1 or 3) || body.Length != 6 + 3 * count) { throw Damaged("its frame is wrong"); }
        var components = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var part = body.Slice(6 + 3 * i, 3);
            if (components.AsSpan(0, i).Contains(part[0]) || part[1] >> 4 is < 1 or > 4 || (part[1] & 15) is < 1 or > 4 || part[2] > 3) { throw Damaged("its frame is wrong"); }
            components[i] = part[0];
        }
        (Width, Height, _components) = (width, height, components);
    }

    private void ReadQuantization(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0)
        {
            int wide = body[0] >> 4, table = body[0] & 15, length = 1 + 64 * (wide + 1);
            if (wide > 1 || table > 3 || body.Length < length) { throw Damaged("a table of quantization is wrong"); }
            _quantization[table] = true;
            body = body[length..];
        }
    }

    private void ReadHuffman(ReadOnlySpan<byte> body)
    {
        while (body.Length > 0)
        {
            if (body.Length < 17 || body[0] >> 4 > 1 || (body[0] & 15) > 3) { throw Damaged("a table of codes is wrong"); }
            int codes = 0, room = 1;
            for (var bits = 1; bits <= 16; bits++)
            {
                codes += body[bits];
                room = 2 * room - body[bits];
                if (room < 0) { throw Damaged("a table of codes is wrong"); }
            }
            if (codes > 256 || body.Length < 17 + codes) { throw Damaged("a table of codes is wrong"); }
            _huffman[(body[0] >> 4) * 4 + (body[0] & 15)] = true;
            body = body[(17 + codes)..];
        }
    }

    private void ReadScan(ReadOnlySpan<byte> body)
    {
        if (_components.Length == 0) { throw Damaged("its pixels come before their frame"); }
        if (body.Length < 1 || body[0] is < 1 or > 4 || body.Length != 4 + 2 * body[0]) { throw Damaged("a scan is wrong"); }
        for (var i = 0; i < body[0]; i++)
        {
            if (!_components.Contains(body[1 + 2 * i]) || body[2 + 2 * i] >> 4 > 3 || (body[2 + 2 * i] & 15) > 3) { throw Damaged("a scan is wrong"); }
        }
        if (!_quantization.Contains(true) || !_huffman.Contains(true)) { throw Damaged("the tables of its pixels are missing"); }
        if (body[^3] > body[^2] || body[^2] > 63) { throw Damaged("a scan is wrong"); }
    }

    /// <summary>Packed pixels go on to the next marker that does not belong among them.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> file, int at)
    {
        var from = at;
        while (at + 1 < file.Length)
        {
            if (file[at] == 0xFF && file[at + 1] is not (0x00 or >= 0xD0 and <= 0xD7 or 0xFF))
            {
                return at > from ? at : throw Damaged("a scan has no pixels");
            }
            at++;
        }
        throw CutOff();
    }

    /// <summary>A damaged note about the camera is no reason to refuse the picture.</summary>
    private void ReadOrientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 14 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8))) { return; }
        var little = tiff[0] == 'I';
        var start = U32(tiff[4..]);
        if (start > tiff.Length - 2) { return; }
        var entries = tiff[(int)start..];
        int count = U16(entries);
        entries = entries[2..];
        for (var i = 0; i < count && entries.Length >= 12; i++, entries = entries[12..])
        {
            if (U16(entries) == 0x0112 && U16(entries[2..]) == 3 && U16(entries[8..]) is >= 1 and <= 8 and var orientation) { Orientation = orientation; }
        }

        int U16(ReadOnlySpan<byte> data) => little ? BinaryPrimitives.ReadUInt16LittleEndian(data) : BinaryPrimitives.ReadUInt16BigEndian(data);
        uint U32(ReadOnlySpan<byte> data) => little ? BinaryPrimitives.ReadUInt32LittleEndian(data) : BinaryPrimitives.ReadUInt32BigEndian(data);
    }

    private byte[] OrientationSegment() =>
    [
        0xFF, App1, 0, 34, .. "Exif\0\0"u8, .. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)Orientation, 0, 0, 0, 0, 0, 0,
    ];

    private static FormatException CutOff() => new("The JPEG file is cut off.");

    private static FormatException Damaged(string how) => new($"The JPEG file is damaged: {how}.");
}
