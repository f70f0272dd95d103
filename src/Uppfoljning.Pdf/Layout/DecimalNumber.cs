namespace Uppfoljning.Pdf.Layout;

/// <summary>Finds numbers in cells, so that they can stand with their decimal commas under each other.</summary>
internal static class DecimalNumber
{
    private const int LongestUnit = 14;

    /// <summary>
    /// How many glyphs stand before the decimal comma, or before the place where it would have stood; 0 when the text is not one number,
    /// perhaps with signs before it and a unit after it.
    /// </summary>
    public static int PointOf(ShapedText text)
    {
        var at = 0;
        while (at < text.Count && !IsDigit(at))
        {
            if (!(IsSpace(at) || text.Glyphs[at].Character is '+' or '-' or 0x2010 or 0x2212 or 0x2013 or 0xB1 or '<' or '>' or 0x2264 or 0x2265 or 0x2248 or '~' or '(')) { return 0; }
            at++;
        }
        if (at == text.Count) { return 0; }
        while (at < text.Count && (IsDigit(at) || (IsSpace(at) && at + 1 < text.Count && IsDigit(at + 1)))) { at++; }
        var point = at;
        if (at + 1 < text.Count && text.Glyphs[at].Character == ',' && IsDigit(at + 1))
        {
            do { at++; } while (at < text.Count && IsDigit(at));
        }
        var unit = 0;
        for (; at < text.Count; at++)
        {
            if (IsMark(at)) { continue; }
            if (IsDigit(at) || (text.Glyphs[at].Kind & GlyphKind.NewLine) != 0 || ++unit > LongestUnit) { return 0; }
            // "3-5" and "2027/28" are no numbers, and neither is "12.30".
            if (unit == 1 && text.Glyphs[at].Character is '-' or '/' or ':' or '.') { return 0; }
        }
        return point;

        bool IsDigit(int i) => text.Glyphs[i].Character is >= '0' and <= '9' && !IsMark(i);
        bool IsSpace(int i) => text.Glyphs[i].Character is ' ' or 0xA0;
        bool IsMark(int i) => (text.Glyphs[i].Kind & GlyphKind.Mark) != 0;
    }
}
