using Uppfoljning.Pdf.Fonts;

namespace Uppfoljning.Pdf.Output;

/// <summary>
/// The word behind the pages. It is drawn as a picture, once per paper format, so that it neither disturbs the extracted text nor
/// weighs on every page. It lies first on the page in a solid light grey: no transparency is needed.
/// </summary>
internal sealed class Watermark(string word, Color color, FontFamily family, PdfFile file)
{
    private readonly Dictionary<(double Width, double Height), (string Name, int Id)> _forms = [];

    public IEnumerable<(string Name, int Id)> Forms => _forms.Values;

    /// <summary>The name of the form for a page of a format.</summary>
    public string FormFor(PageFormat format)
    {
        if (!_forms.TryGetValue((format.Width, format.Height), out var form))
        {
            form = ($"W{_forms.Count}", file.Allocate());
            _forms[(format.Width, format.Height)] = form;
            Write(form.Id, format);
        }
        return form.Name;
    }

    private void Write(int id, PageFormat format)
    {
        const int Bold = 1;
        var font = word.EnumerateRunes().All(r => family[Bold].GlyphOf(r.Value) != 0) ? family[Bold] : FontFamily.SourceSans[Bold];
        ushort[] glyphs = [.. word.EnumerateRunes().Select(r => font.GlyphOf(r.Value)).Where(g => g != 0)];
        double units = glyphs.Sum(g => font.AdvanceOf(g)), diagonal = Math.Sqrt(format.Width * format.Width + format.Height * format.Height);
        var size = Math.Min(0.55 * diagonal / Math.Max(units / font.UnitsPerEm, 0.1), 190);
        var scale = size / font.UnitsPerEm;
        double half = units * scale / 2, drop = font.CapHeight / 1000 * size / 2;
        var (sin, cos) = Math.SinCos(Math.Atan2(format.Height, format.Width));

        var content = new ByteWriter(8 * 1024);
        content.Add(color.Red / 255.0).Add(color.Green / 255.0).Add(color.Blue / 255.0).Add("rg\n"u8).Add(cos).Add(sin).Add(-sin).Add(cos)
            .Add(format.Width / 2 - half * cos + drop * sin).Add(format.Height / 2 - half * sin - drop * cos).Add("cm\n"u8);
        double x = 0;
        foreach (var glyph in glyphs)
        {
            GlyphPath.Draw(font, glyph, new Path(content, scale, x));
            x += font.AdvanceOf(glyph) * scale;
        }
        content.Add("f\n"u8);
        var entries = new ByteWriter().Add("/Type/XObject/Subtype/Form/BBox[0 0 "u8).Add(format.Width).Add(format.Height).Add("]/Resources<<>>"u8);
        file.WriteStream(id, entries.Written, content.Written);
    }

    private sealed class Path(ByteWriter content, double scale, double offset) : IPathSink
    {
        private double _x, _y;

        public void MoveTo(double x, double y) => At(x, y).Add("m\n"u8);

        public void LineTo(double x, double y) => At(x, y).Add("l\n"u8);

        public void CurveTo(double controlX, double controlY, double x, double y)
        {
            // PDF has only cubic curves; this is the same curve with its degree raised.
            double cx = offset + controlX * scale, cy = controlY * scale, endX = offset + x * scale, endY = y * scale;
            content.Add(_x + (cx - _x) * 2 / 3).Add(_y + (cy - _y) * 2 / 3).Add(endX + (cx - endX) * 2 / 3).Add(endY + (cy - endY) * 2 / 3);
            At(x, y).Add("c\n"u8);
        }

        public void Close() => content.Add("h\n"u8);

        private ByteWriter At(double x, double y)
        {
            (_x, _y) = (offset + x * scale, y * scale);
            return content.Add(_x).Add(_y);
        }
    }
}
