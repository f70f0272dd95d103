using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Bildfiler som testerna läser. PNG skrivs här, med egen kod skild från den som läser; JPEG är färdiga filer på 16 x 8 punkter.</summary>
internal static class Bilder
{
    public static readonly byte[] Baseline = Convert.FromBase64String("/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAWEAEBAQAAAAAAAAAAAAAAAAAAFGH/xAAVAQEBAAAAAAAAAAAAAAAAAAAEBv/EABcRAAMBAAAAAAAAAAAAAAAAAAAEFVL/2gAMAwEAAhEDEQA/AJGzSzQVsZTIys1o/9k=");
    public static readonly byte[] Progressiv = Convert.FromBase64String("/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAVAQEBAAAAAAAAAAAAAAAAAAADBf/aAAwDAQACEAMQAAABkCs3/8QAFRABAQAAAAAAAAAAAAAAAAAAABL/2gAIAQEAAQUCtb//xAAXEQADAQAAAAAAAAAAAAAAAAAAAxRR/9oACAEDAQE/Aa26f//EABcRAAMBAAAAAAAAAAAAAAAAAAADFFH/2gAIAQIBAT8BjVh//8QAFBABAAAAAAAAAAAAAAAAAAAAEP/aAAgBAQAGPwI//8QAFBABAAAAAAAAAAAAAAAAAAAAEP/aAAgBAQABPyEP/9oADAMBAAIAAwAAABAL/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAwEBPxAP/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAgEBPxBv/8QAFRABAQAAAAAAAAAAAAAAAAAAAHH/2gAIAQEAAT8QpT//2Q==");
    public static readonly byte[] Gra = Convert.FromBase64String("/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//wAALCAAIABABAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABcQAAMBAAAAAAAAAAAAAAAAAAAXY6H/2gAIAQEAAD8AL2OBexw//9k=");
    public static readonly byte[] Tryck = Convert.FromBase64String("/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4XIC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/9sAQwEODg4TERMmFRUmTzUtNU9PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P/8AAFAgACAAQBAEiAAIRAQMRAQQiAP/EABUAAQEAAAAAAAAAAAAAAAAAAAAG/8QAGhABAAEFAAAAAAAAAAAAAAAAAAQRFCVh8P/EABUBAQEAAAAAAAAAAAAAAAAAAAUG/8QAGhEAAgIDAAAAAAAAAAAAAAAAAAEEFVFSkf/aAA4EAQACEQMRBAAAPwCjsZeixl6BGXM3dh1HEw+lbnuqZ7qg/9k=");

    private static readonly (int X, int Y, int Dx, int Dy)[] Varv = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>En PNG där prov ger värdet i en punkt: kolumn, rad, kanal.</summary>
    public static byte[] Png(int width, int height, int color, int depth, bool interlaced, Func<int, int, int, int> sample, byte[]? palette = null, byte[]? transparency = null, int filter = -1)
    {
        var channels = color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(rows, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var (x0, y0, dx, dy) in interlaced ? Varv : [(0, 0, 1, 1)])
            {
                byte[]? above = null;
                for (var y = y0; y < height && x0 < width; y += dy)
                {
                    var bits = new List<int>();
                    for (var x = x0; x < width; x += dx)
                    {
                        for (var c = 0; c < channels; c++)
                        {
                            for (var b = depth - 1; b >= 0; b--) { bits.Add(sample(x, y, c) >> b & 1); }
                        }
                    }
                    var row = new byte[(bits.Count + 7) / 8];
                    for (var i = 0; i < bits.Count; i++) { row[i / 8] |= (byte)(bits[i] << 7 - i % 8); }
                    var kind = filter >= 0 ? filter : y % 5;
                    zlib.WriteByte((byte)kind);
                    var step = Math.Max(channels * depth / 8, 1);
                    for (var i = 0; i < row.Length; i++)
                    {
                        int a = i >= step ? row[i - step] : 0, b = above?[i] ?? 0, c = i >= step ? above?[i - step] ?? 0 : 0;
                        int p = a + b - c, pa = Math.Abs(p - a), pb = Math.Abs(p - b), pc = Math.Abs(p - c);
                        zlib.WriteByte((byte)(row[i] - kind switch { 0 => 0, 1 => a, 2 => b, 3 => (a + b) / 2, _ => pa <= pb && pa <= pc ? a : pb <= pc ? b : c }));
                    }
                    above = row;
                }
            }
        }
        var parts = new List<(string, byte[])> { ("IHDR", Huvud(width, height, color, depth, interlaced)) };
        if (palette is not null) { parts.Add(("PLTE", palette)); }
        if (transparency is not null) { parts.Add(("tRNS", transparency)); }
        parts.Add(("tEXt", Encoding.ASCII.GetBytes("Comment\0Hemlig plats")));
        var data = rows.ToArray();
        parts.Add(("IDAT", data[..(data.Length / 2)]));
        parts.Add(("IDAT", data[(data.Length / 2)..]));
        parts.Add(("IEND", []));
        return Fil(parts);
    }

    public static byte[] Huvud(int width, int height, int color, int depth, bool interlaced)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = ((byte)depth, (byte)color, (byte)(interlaced ? 1 : 0));
        return header;
    }

    public static byte[] Fil(IEnumerable<(string Type, byte[] Data)> parts)
    {
        var file = new List<byte> { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A };
        foreach (var (type, data) in parts)
        {
            byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
            file.AddRange(Tal(data.Length));
            file.AddRange(named);
            file.AddRange(Tal((int)Crc(named)));
        }
        return [.. file];

        static byte[] Tal(int value)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
            return bytes;
        }
    }

    /// <summary>En JPEG som säger hur kameran hölls, var den var och vad fotografen tänkte.</summary>
    public static byte[] Vriden(int orientation, bool littleEndian = false)
    {
        byte[] tiff = littleEndian
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        byte[] exif = [.. "Exif\0\0"u8, .. tiff, .. "Hemlig plats"u8];
        byte[] note = [.. "Hemlig plats"u8];
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, 0xFF, 0xFE, 0, (byte)(note.Length + 2), .. note, .. Baseline.AsSpan(2)];
    }

    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++) { crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1; }
        }
        return ~crc;
    }
}
