namespace Uppfoljning.Pdf.Fonts;

/// <summary>
/// Arabic letters look different alone, first, in the middle and last in a joined stretch. Unicode has a character for each shape (Arabic
/// Presentation Forms-B), which fonts draw; the text still reads as the letter itself. Letters are joined, but lam and alef make no ligature.
/// </summary>
internal static class ArabicForms
{
    private const char FirstLetter = '\u0621', Kashida = '\u0640', Joiner = '\u200D';

    /// <summary>For each letter from U+0621 the shape it has alone, and how many it has: 1 joins nothing, 2 only what comes before, 4 both ways. Its others follow: last, first, middle.</summary>
    private static readonly (char Alone, int Shapes)[] Letters =
    [
        ('\uFE80', 1), ('\uFE81', 2), ('\uFE83', 2), ('\uFE85', 2), ('\uFE87', 2), ('\uFE89', 4), ('\uFE8D', 2), ('\uFE8F', 4), ('\uFE93', 2), ('\uFE95', 4), ('\uFE99', 4),
        ('\uFE9D', 4), ('\uFEA1', 4), ('\uFEA5', 4), ('\uFEA9', 2), ('\uFEAB', 2), ('\uFEAD', 2), ('\uFEAF', 2), ('\uFEB1', 4), ('\uFEB5', 4), ('\uFEB9', 4), ('\uFEBD', 4),
        ('\uFEC1', 4), ('\uFEC5', 4), ('\uFEC9', 4), ('\uFECD', 4), default, default, default, default, default, default, ('\uFED1', 4), ('\uFED5', 4), ('\uFED9', 4), ('\uFEDD', 4),
        ('\uFEE1', 4), ('\uFEE5', 4), ('\uFEE9', 4), ('\uFEED', 2), ('\uFEEF', 2), ('\uFEF1', 4),
    ];

    /// <summary>The character with the shape that the letter at a place has; the character itself where that is not a letter with shapes.</summary>
    public static char Shown(string text, int at)
    {
        var (alone, shapes) = Letter(text[at]);
        if (shapes == 0) { return text[at]; }
        bool before = shapes > 1 && JoinsNext(Neighbour(text, at, -1)), after = shapes == 4 && JoinsPrevious(Neighbour(text, at, 1));
        return (char)(alone + (before, after) switch { (true, true) => 3, (false, true) => 2, (true, false) => 1, _ => 0 });
    }

    private static (char Alone, int Shapes) Letter(char c) => c >= FirstLetter && c < FirstLetter + Letters.Length ? Letters[c - FirstLetter] : default;

    private static bool JoinsNext(char c) => c is Kashida or Joiner || Letter(c).Shapes == 4;

    private static bool JoinsPrevious(char c) => c is Kashida or Joiner || Letter(c).Shapes > 1;

    /// <summary>The nearest character that is no mark above or below a letter.</summary>
    private static char Neighbour(string text, int at, int step)
    {
        for (at += step; at >= 0 && at < text.Length; at += step)
        {
            if (text[at] is not (>= '\u064B' and <= '\u065F' or '\u0670')) { return text[at]; }
        }
        return default;
    }
}
