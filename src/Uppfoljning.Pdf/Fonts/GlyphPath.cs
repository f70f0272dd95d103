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
    public static void Draw(TrueTypeFont font, ushort glyph, IPathSink sink) => Draw(font, glyph, new Place(1, 0, 0, 1, 0, 0), sink);

    public static bool IsComposite(ReadOnlySpan<byte> data) => data.Length >= 10 && I16(data, 0) < 0;

    private static void Draw(TrueTypeFont font, ushort glyph, Place place, IPathSink sink)
    {
        var data = font.Outline(glyph);
        if (IsComposite(data))
        {
            foreach (var (part, inner) in Parts(data)) { Draw(font, part, place.Of(inner), sink); }
        }
        else if (data.Length >= 10) { DrawContours(data, I16(data, 0), place, sink); }
    }

    /// <summary>
    /// The parts of a composite glyph, with where they go. A part placed by matching points is left where it is: no font of today does that.
    /// </summary>
    public static List<(ushort Glyph, Place Place)> Parts(ReadOnlySpan<byte> data)
    {
        var parts = new List<(ushort, Place)>();
        int at = 10, flags;
        do
        {
            flags = U16(data, at);
            var part = (ushort)U16(data, at + 2);
            at += 4;
            var words = (flags & 1) != 0;
            double x = words ? I16(data, at) : (sbyte)data[at], y = words ? I16(data, at + 2) : (sbyte)data[at + 1];
            if ((flags & 2) == 0) { (x, y) = (0, 0); }
            at += words ? 4 : 2;
            var place = new Place(1, 0, 0, 1, x, y);
            if ((flags & 0x08) != 0)
            {
                place = place with { XX = F2(data, at), YY = F2(data, at) };
                at += 2;
            }
            else if ((flags & 0x40) != 0)
            {
                place = place with { XX = F2(data, at), YY = F2(data, at + 2) };
                at += 4;
            }
            else if ((flags & 0x80) != 0)
            {
                place = place with { XX = F2(data, at), XY = F2(data, at + 2), YX = F2(data, at + 4), YY = F2(data, at + 6) };
                at += 8;
            }
            parts.Add((part, place));
        }
        while ((flags & 0x20) != 0);
        return parts;
    }

    private static void DrawContours(ReadOnlySpan<byte> data, int contours, Place place, IPathSink sink)
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
            (double X, double Y) Point(int i) => place.Of(xs[first + i], ys[first + i]);
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
    private static double F2(ReadOnlySpan<byte> data, int at) => I16(data, at) / 16384.0;

    /// <summary>Where the points of a part go: x' = XX x + YX y + X, y' = XY x + YY y + Y.</summary>
    public readonly record struct Place(double XX, double XY, double YX, double YY, double X, double Y)
    {
        public (double X, double Y) Of(double x, double y) => (XX * x + YX * y + X, XY * x + YY * y + Y);

        public Place Of(Place inner)
        {
            var (x, y) = Of(inner.X, inner.Y);
            return new Place(XX * inner.XX + YX * inner.XY, XY * inner.XX + YY * inner.XY, XX * inner.YX + YX * inner.YY, XY * inner.YX + YY * inner.YY, x, y);
        }
    }
}
