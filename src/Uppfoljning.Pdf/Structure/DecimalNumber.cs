namespace Uppfoljning.Pdf.Structure;

/// <summary>A number in a text of its own, perhaps with signs before it and a unit after it.</summary>
/// <param name="Point">The characters before the decimal comma, or before the place where it would have stood.</param>
/// <param name="Places">The decimals.</param>
/// <param name="UnitAt">Where what follows the number begins.</param>
internal readonly record struct DecimalNumber(int Point, int Places, int UnitAt)
{
    /// <summary>Stands for something in the text that is no part of the number, such as the mark of a note.</summary>
    public const char Aside = '\u2060';

    private const int LongestUnit = 14;

    /// <summary>Reads a text; null for one that is not one number.</summary>
    public static DecimalNumber? Read(ReadOnlySpan<char> text)
    {
        int at = 0, places = 0, unit = 0;
        for (; at < text.Length && !char.IsAsciiDigit(text[at]); at++)
        {
            if (!(IsSpace(text[at]) || text[at] is '+' or '-' or '\u2010' or '\u2212' or '\u2013' or '±' or '<' or '>' or '≤' or '≥' or '≈' or '~' or '(')) { return null; }
        }
        if (at == text.Length) { return null; }
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || (IsSpace(text[at]) && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))) { at++; }
        var point = at;
        if (at + 1 < text.Length && text[at] == ',' && char.IsAsciiDigit(text[at + 1]))
        {
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++) { places++; }
        }
        var unitAt = at;
        for (; at < text.Length; at++)
        {
            if (text[at] == Aside) { continue; }
            if (char.IsAsciiDigit(text[at]) || text[at] == '\n' || ++unit > LongestUnit) { return null; }
            // "3-5" and "2027/28" are no numbers, and neither is "12.30".
            if (unit == 1 && text[at] is '-' or '/' or ':' or '.') { return null; }
        }
        return new DecimalNumber(point, places, unitAt);
    }

    private static bool IsSpace(char c) => c is ' ' or '\u00A0';
}
