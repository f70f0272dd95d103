using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Uppfoljning.Pdf.Structure;

/// <summary>Text as XML and HTML can hold it.</summary>
internal static class PlainText
{
    /// <summary>Without control characters other than line feed, with tabs as spaces; half a surrogate pair becomes U+FFFD.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text)) { return ""; }
        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001F') && !text.AsSpan().ContainsAnyInRange('\u007F', '\u009F')
            && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.AsSpan().ContainsAny('\uFFFE', '\uFFFF'))
        {
            return text;
        }
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '\n': clean.Append('\n'); break;
                case '\t': clean.Append(' '); break;
                case < 0x20 or (>= 0x7F and <= 0x9F) or 0xFFFE or 0xFFFF: break;
                default: clean.Append(rune.ToString()); break;
            }
        }
        return clean.ToString();
    }

    /// <summary>Nothing in the text shows.</summary>
    public static bool IsBlank([NotNullWhen(false)] string? text) =>
        string.IsNullOrEmpty(text) || text.EnumerateRunes().All(r => Rune.IsWhiteSpace(r) || Rune.GetUnicodeCategory(r) is UnicodeCategory.Control or UnicodeCategory.Format || r.Value is 0xFFFE or 0xFFFF);

    /// <summary>On one line, for titles and attributes.</summary>
    public static string Line(string? text) => Clean(text).Replace('\n', ' ');

    /// <summary>With the groups of figures in a number held on one line, as they are on paper: 12 500.</summary>
    public static string HoldNumbers(ReadOnlySpan<char> text)
    {
        var held = new string(text);
        for (var i = 1; i + 3 < text.Length; i++)
        {
            if (text[i] != ' ' || !char.IsAsciiDigit(text[i - 1]) || text[(i + 1)..(i + 4)].ContainsAnyExceptInRange('0', '9')) { continue; }
            if (i + 4 < text.Length && char.IsAsciiDigit(text[i + 4])) { continue; }
            held = string.Concat(held.AsSpan(0, i), "\u00A0", held.AsSpan(i + 1));
        }
        return held;
    }

    /// <summary>A link leads to the web or to a mailbox, and nowhere else. Null for other addresses.</summary>
    public static string? Address(Uri? link) =>
        link is { IsAbsoluteUri: true } && link.Scheme is "http" or "https" or "mailto" ? Clean(link.AbsoluteUri) : null;
}
