using System.Buffers.Binary;
using System.Text;

namespace Uppfoljning.Pdf.Output;

/// <summary>A small ICC profile (version 2, matrix and curves) that says the document's colours are sRGB.</summary>
internal static class ColorProfile
{
    private const int CurvePoints = 1024;
    private static readonly Lazy<byte[]> Built = new(Build);

    public static ReadOnlySpan<byte> Srgb => Built.Value;

    private static byte[] Build()
    {
        // IEC 61966-2-1: primaries adapted to D50, white D65.
        var curve = Curve();
        (string Tag, byte[] Data)[] tags =
        [
            ("desc", Description("sRGB IEC61966-2.1")), ("cprt", Text("No copyright, use freely")), ("wtpt", Xyz(0.9505, 1.0, 1.0891)),
            ("rXYZ", Xyz(0.43607, 0.22249, 0.01392)), ("gXYZ", Xyz(0.38515, 0.71687, 0.09708)), ("bXYZ", Xyz(0.14307, 0.06061, 0.71410)),
            ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ];

        var start = 128 + 4 + 12 * tags.Length;
        var places = new Dictionary<byte[], int>();
        var size = start;
        foreach (var (_, data) in tags)
        {
            if (places.TryAdd(data, size)) { size += data.Length; }
        }

        var profile = new byte[size];
        BinaryPrimitives.WriteInt32BigEndian(profile, size);
        BinaryPrimitives.WriteUInt32BigEndian(profile.AsSpan(8), 0x02100000);
        Encoding.ASCII.GetBytes("mntrRGB XYZ ", profile.AsSpan(12));
        short[] made = [2000, 1, 1, 0, 0, 0];
        for (var i = 0; i < made.Length; i++) { BinaryPrimitives.WriteInt16BigEndian(profile.AsSpan(24 + 2 * i), made[i]); }
        Encoding.ASCII.GetBytes("acsp", profile.AsSpan(36));
        Xyz(0.9642, 1.0, 0.8249).AsSpan(8).CopyTo(profile.AsSpan(68));

        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(128), tags.Length);
        for (var i = 0; i < tags.Length; i++)
        {
            var entry = profile.AsSpan(132 + 12 * i);
            var (tag, data) = tags[i];
            Encoding.ASCII.GetBytes(tag, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], places[data]);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], data.Length);
            data.CopyTo(profile, places[data]);
        }
        return profile;
    }

    private static byte[] Curve()
    {
        var data = Element("curv", 12 + 2 * CurvePoints);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), CurvePoints);
        for (var i = 0; i < CurvePoints; i++)
        {
            var value = i / (CurvePoints - 1.0);
            var linear = value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
            BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(12 + 2 * i), (ushort)Math.Round(linear * 65535));
        }
        return data;
    }

    private static byte[] Xyz(double x, double y, double z)
    {
        var data = Element("XYZ ", 20);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), (int)Math.Round(x * 65536));
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(12), (int)Math.Round(y * 65536));
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(16), (int)Math.Round(z * 65536));
        return data;
    }

    private static byte[] Text(string text)
    {
        var data = Element("text", 8 + text.Length + 1);
        Encoding.ASCII.GetBytes(text, data.AsSpan(8));
        return data;
    }

    /// <summary>An ASCII description; the Unicode and Macintosh forms that the type also holds are left empty.</summary>
    private static byte[] Description(string text)
    {
        var data = Element("desc", 12 + text.Length + 1 + 8 + 3 + 67);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), text.Length + 1);
        Encoding.ASCII.GetBytes(text, data.AsSpan(12));
        return data;
    }

    /// <summary>Elements begin on multiples of four bytes.</summary>
    private static byte[] Element(string type, int size)
    {
        var data = new byte[(size + 3) & ~3];
        Encoding.ASCII.GetBytes(type, data);
        return data;
    }
}
