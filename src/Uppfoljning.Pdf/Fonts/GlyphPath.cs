using System.Buffers.Binary;

namespace Uppfoljning.Pdf.Fonts;

/// <summary>Receives the outline of a glyph in font units.</summary>
internal interface IPathSink
{
    void MoveTo(double x, double y);
    void LineTo(double x, double y);

    /// <summary>A quadratic curve with one control point.</summary>
    void CurveTo(double controlX, double controlY, double x, double y);
    void Close();
}

/// <summary>Draws glyphs as paths, for lettering that is a picture and not text.</summary>
internal static class GlyphPath
{
    public static void Draw(TrueTypeFont font, ushort glyph, IPathSink sink) => Draw(font, glyph, 0, 0, sink, depth: 0);

    private static void Draw(TrueTypeFont font, ushort glyph, double dx, double dy, IPathSink sink, int depth)
    {
        var data = font.Outline(glyph);
        if (data.Length < 10 || depth > 5) { return; }
        var contours = I16(data, 0);
        if (contours < 0) { DrawParts(font, data, dx, dy, sink, depth); }
        else { DrawContours(data, contours, dx, dy, sink); }
    }

    /// <summary>Parts are moved into place; scaled parts do not occur among the letters this is used for and are drawn unscaled.</summary>
    private static void DrawParts(TrueTypeFont font, ReadOnlySpan<byte> data, double dx, double dy, IPathSink sink, int depth)
    {
        int at = 10, flags;
        do
        {
            flags = U16(data, at);
            var part = (ushort)U16(data, at + 2);
            at += 4;
            var words = (flags & 1) != 0;
            double x = words ? I16(data, at) : (sbyte)data[at], y = words ? I16(data, at + 2) : (sbyte)data[at + 1];
            at += words ? 4 : 2;
            at += (flags & 0x08) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0;
            Draw(font, part, dx + ((flags & 2) != 0 ? x : 0), dy + ((flags & 2) != 0 ? y : 0), sink, depth + 1);
        }
        while ((flags & 0x20) != 0);
    }

    private static void DrawContours(ReadOnlySpan<byte> data, int contours, double dx, double dy, IPathSink sink)
    {
        if (contours == 0) { return; }
        var count = U16(data, 8 + 2 * contours) + 1;
        var at = 10 + 2 * contours;
        at += 2 + U16(data, at);

        var flags = new byte[count];
        for (var i = 0; i < count;)
        {
            var flag = data[at++];
            var times = (flag & 8) != 0 ? data[at++] + 1 : 1;
            while (times-- > 0 && i < count) { flags[i++] = flag; }
        }
        var xs = Coordinates(data, flags, ref at, 0x02, 0x10);
        var ys = Coordinates(data, flags, ref at, 0x04, 0x20);

        var start = 0;
        for (var c = 0; c < contours; c++)
        {
            var end = U16(data, 10 + 2 * c);
            DrawContour(start, end - start + 1);
            start = end + 1;
        }

        void DrawContour(int first, int length)
        {
            if (length < 2) { return; }
            // Two control points in a row have an unwritten point on the curve midway between them.
            var begin = OnCurve(0) ? Point(0) : OnCurve(length - 1) ? Point(length - 1) : Middle(Point(0), Point(length - 1));
            sink.MoveTo(begin.X, begin.Y);
            (double X, double Y)? control = null;
            for (var i = OnCurve(0) ? 1 : 0; i < length; i++)
            {
                var point = Point(i);
                if (OnCurve(i))
                {
                    To(point);
                    continue;
                }
                if (control is { } previous) { To(Middle(previous, point)); }
                control = point;
            }
            if (control is not null) { To(begin); }
            sink.Close();

            void To((double X, double Y) point)
            {
                if (control is { } by) { sink.CurveTo(by.X, by.Y, point.X, point.Y); }
                else { sink.LineTo(point.X, point.Y); }
                control = null;
            }

            bool OnCurve(int i) => (flags[first + i] & 1) != 0;
            (double X, double Y) Point(int i) => (xs[first + i] + dx, ys[first + i] + dy);
        }

        static (double X, double Y) Middle((double X, double Y) a, (double X, double Y) b) => ((a.X + b.X) / 2, (a.Y + b.Y) / 2);
    }

    private static int[] Coordinates(ReadOnlySpan<byte> data, byte[] flags, ref int at, int isByte, int sameOrPositive)
    {
        var values = new int[flags.Length];
        var value = 0;
        for (var i = 0; i < flags.Length; i++)
        {
            if ((flags[i] & isByte) != 0) { value += (flags[i] & sameOrPositive) != 0 ? data[at++] : -data[at++]; }
            else if ((flags[i] & sameOrPositive) == 0)
            {
                value += I16(data, at);
                at += 2;
            }
            values[i] = value;
        }
        return values;
    }

    private static int U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
    private static int I16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt16BigEndian(data[at..]);
}
