namespace Uppfoljning.Pdf.Layout;

/// <summary>Breaks text into lines: as many words as fit; a word wider than the line is divided.</summary>
internal sealed class LineBreaker(Shaper shaper)
{
    private const double Slack = 0.01;

    /// <summary>A line that would be left emptier than this is filled with the beginning of the compound that comes next.</summary>
    private const double Full = 2.0 / 3;

    public Line[] Break(ShapedText text, double width, int start = 0)
    {
        var lines = new List<Line>();
        var glyphs = text.Glyphs;
        var limit = Math.Max(width, 1) * 1000 / text.Size + Slack;
        while (start < text.Count)
        {
            var (line, next) = NextLine(text, glyphs, start, limit);
            lines.Add(line);
            start = next;
        }
        KeepCompany(text, lines, width);
        return [.. lines];
    }

    /// <summary>A last line of one or two letters gets the word before it for company.</summary>
    private static void KeepCompany(ShapedText text, List<Line> lines, double width)
    {
        if (lines.Count < 2 || !lines[^2].SpaceAfter || lines[^1].Start + 5 < lines[^1].End) { return; }
        var (before, last) = (lines[^2], lines[^1]);
        var letters = 0;
        for (var i = last.Start; i < last.End; i++)
        {
            if ((text.Glyphs[i].Kind & GlyphKind.Space) != 0) { return; }
            if ((text.Glyphs[i].Kind & GlyphKind.Letter) != 0) { letters++; }
        }
        if (letters is 0 or > 2) { return; }
        var space = before.End - 1;
        while (space > before.Start && (text.Glyphs[space].Kind & (GlyphKind.Space | GlyphKind.BreakAfter | GlyphKind.SoftHyphen)) == 0) { space--; }
        if (space <= before.Start || (text.Glyphs[space].Kind & GlyphKind.Space) == 0 || (text.Glyphs[space - 1].Kind & GlyphKind.Space) != 0) { return; }
        if (text.WidthOf(space + 1, last.End) > width) { return; }
        lines[^2] = new Line(before.Start, space, text.WidthOf(before.Start, space), false, true);
        lines[^1] = new Line(space + 1, last.End, text.WidthOf(space + 1, last.End), last.Hyphen, last.SpaceAfter);
    }

    /// <summary>The widest stretch that cannot be broken, and the width of the longest line, in points.</summary>
    public static (double Narrowest, double Widest) Measure(ShapedText text)
    {
        double word = 0, line = 0, narrowest = 0, widest = 0;
        for (var i = 0; i < text.Count; i++)
        {
            ref readonly var glyph = ref text.Glyphs[i];
            word += glyph.Width + glyph.Kern;
            line += glyph.Width + glyph.Kern;
            if ((glyph.Kind & GlyphKind.Space) != 0)
            {
                narrowest = Math.Max(narrowest, word - glyph.Width - glyph.Kern);
                word = 0;
            }
            else if ((glyph.Kind & (GlyphKind.BreakAfter | GlyphKind.SoftHyphen | GlyphKind.NewLine)) != 0)
            {
                narrowest = Math.Max(narrowest, word);
                word = 0;
            }
            if ((glyph.Kind & GlyphKind.NewLine) != 0)
            {
                widest = Math.Max(widest, line);
                line = 0;
            }
        }
        return (Math.Max(narrowest, word) * text.Size / 1000, Math.Max(widest, line) * text.Size / 1000);
    }

    private (Line Line, int Next) NextLine(ShapedText text, Glyph[] glyphs, int start, double limit)
    {
        double width = 0;
        Line? candidate = null;
        var next = start;
        for (var i = start; i < text.Count; i++)
        {
            ref readonly var glyph = ref glyphs[i];
            if ((glyph.Kind & GlyphKind.NewLine) != 0) { return (new Line(start, i, Points(width), false, false), i + 1); }
            if ((glyph.Kind & GlyphKind.Space) != 0)
            {
                if (i > start && (glyphs[i - 1].Kind & GlyphKind.Space) == 0)
                {
                    candidate = new Line(start, i, Points(width), false, true);
                }
                next = i + 1;
                width += glyph.Width + glyph.Kern;
                continue;
            }
            if ((glyph.Kind & GlyphKind.SoftHyphen) != 0)
            {
                if (i > start && width + shaper.Hyphen(glyphs[i - 1]).Width <= limit)
                {
                    candidate = new Line(start, i, Points(width + shaper.Hyphen(glyphs[i - 1]).Width), true, false);
                    next = i + 1;
                }
                continue;
            }
            if (width + glyph.Width > limit)
            {
                if (candidate is not { } line) { return Divide(text, start, limit); }
                return line.SpaceAfter && line.Width * 1000 / text.Size < Full * limit && Fill(text, start, next, limit) is { } filled ? filled : (line, next);
            }
            width += glyph.Width;
            if ((glyph.Kind & GlyphKind.BreakAfter) != 0)
            {
                candidate = new Line(start, i + 1, Points(width), false, false);
                next = i + 1;
            }
            width += glyph.Kern;
        }

        var end = text.Count;
        while (end > start && (glyphs[end - 1].Kind & GlyphKind.Space) != 0) { end--; }
        return (new Line(start, end, text.WidthOf(start, end), false, false), text.Count);

        double Points(double units) => units * text.Size / 1000;
    }

    /// <summary>Fills a line with the beginning of a compound, up to one of its joints. Null when there is none that fits.</summary>
    private (Line Line, int Next)? Fill(ShapedText text, int start, int word, double limit)
    {
        var glyphs = text.Glyphs;
        var end = word;
        while (end < text.Count && (glyphs[end].Kind & (GlyphKind.Space | GlyphKind.NewLine)) == 0)
        {
            // Whoever wrote the word has said where it may be divided.
            if ((glyphs[end].Kind & (GlyphKind.SoftHyphen | GlyphKind.BreakAfter)) != 0) { return null; }
            end++;
        }
        if (end - word < Hyphenation.Long) { return null; }
        var room = limit - shaper.Hyphen(glyphs[word]).Width - text.WidthOf(start, word) * 1000 / text.Size;
        var fits = 0;
        for (double width = 0; fits < end - word && (width += glyphs[word + fits].Width) <= room; fits++) { width += glyphs[word + fits].Kern; }
        var at = Hyphenation.FindJoint(glyphs.AsSpan(word, end - word), fits);
        if (at == 0) { return null; }
        var point = word + at;
        return (new Line(start, point, text.WidthOf(start, point) + shaper.Hyphen(glyphs[point - 1]).Width * text.Size / 1000, true, false), point);
    }

    /// <summary>Divides a word that is wider than the line: between the parts of a compound, between syllables, or where the line is full.</summary>
    private (Line Line, int Next) Divide(ShapedText text, int start, double limit)
    {
        var glyphs = text.Glyphs;
        var first = start;
        while (first < text.Count - 1 && (glyphs[first].Kind & GlyphKind.Space) != 0) { first++; }
        var end = first;
        while (end < text.Count && (glyphs[end].Kind & (GlyphKind.Space | GlyphKind.NewLine)) == 0) { end++; }

        var hyphen = shaper.Hyphen(glyphs[first]).Width;
        double width = 0;
        int fits = first, fitsWithHyphen = first;
        while (fits < end && width + glyphs[fits].Width <= limit)
        {
            width += glyphs[fits].Width + glyphs[fits].Kern;
            fits++;
            if (width + hyphen <= limit) { fitsWithHyphen = fits; }
        }

        var at = Hyphenation.Find(glyphs.AsSpan(first, end - first), fitsWithHyphen - first);
        if (at > 0)
        {
            var point = first + at;
            return (new Line(first, point, text.WidthOf(first, point) + hyphen * text.Size / 1000, true, false), point);
        }
        fits = Math.Max(fits, first + 1);
        return (new Line(first, fits, text.WidthOf(first, fits), false, false), fits);
    }
}
