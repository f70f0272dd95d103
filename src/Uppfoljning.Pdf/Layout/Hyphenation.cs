using System.Buffers;

namespace Uppfoljning.Pdf.Layout;

/// <summary>
/// Finds where a long Swedish word may be divided. Conservative rules of our own: after the joints that compounds are built with, or
/// else, in a word that does not fit on a line of its own, before the consonant that begins a syllable.
/// </summary>
internal static class Hyphenation
{
    /// <summary>Shorter words than this are not divided to fill a line.</summary>
    public const int Long = 12;

    private const int Before = 3, After = 3;
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouyåäöéü");

    private static readonly string[] Joints =
        ["ings", "ions", "hets", "skaps", "ments", "tets", "doms", "nads", "dags", "lags", "ets", "gårds", "stads", "kommun", "under", "över", "upp", "för", "mellan"];

    /// <summary>Beginnings of words that compounds in our field end with.</summary>
    private static readonly string[] Heads =
        ["ansvar", "anpassning", "arbete", "avtal", "bestäm", "beslut", "beteckn", "bidrag", "byggnad", "enhet", "förening", "företag", "förvalt", "gransk", "handlägg",
            "hantering", "kontroll", "leverantör", "nämnd", "område", "omsorg", "ordning", "plan", "process", "program", "redovis", "samord", "styrelse", "system",
            "tjänst", "uppfölj", "upphandl", "utförare", "utskott", "utveckl", "verksam", "vård", "åtgärd", "översikt"];

    private static readonly string[] Onsets =
        ["bl", "br", "dr", "fl", "fr", "gl", "gr", "kl", "kr", "kv", "pl", "pr", "sk", "sp", "st", "tr"];

    /// <summary>The number of glyphs before the division, at most <paramref name="most"/>; 0 when the word has no good place.</summary>
    public static int Find(ReadOnlySpan<Glyph> word, int most) => Find(word, most, joints: false);

    /// <summary>The same, but only between the parts of a compound.</summary>
    public static int FindJoint(ReadOnlySpan<Glyph> word, int most) => Find(word, most, joints: true);

    private static int Find(ReadOnlySpan<Glyph> word, int most, bool joints)
    {
        Span<char> letters = word.Length <= 256 ? stackalloc char[word.Length] : new char[word.Length];
        for (var i = 0; i < word.Length; i++)
        {
            letters[i] = (word[i].Kind & GlyphKind.Letter) != 0 ? char.ToLowerInvariant((char)word[i].Character) : ' ';
        }

        var syllable = 0;
        for (var at = Math.Min(most, word.Length - After); at >= Before; at--)
        {
            if (!AllLetters(letters[(at - Before)..(at + After)])) { continue; }
            if (IsJoint(letters, at)) { return 2 * at >= syllable ? at : syllable; }
            if (syllable == 0 && !joints && IsSyllable(letters, at)) { syllable = at; }
        }
        return syllable;
    }

    private static bool IsJoint(ReadOnlySpan<char> word, int at)
    {
        if (HasVowel(word[..at]))
        {
            foreach (var head in Heads)
            {
                if (word[at..].StartsWith(head)) { return true; }
            }
        }
        if (Starts(word, at) == 0 && !IsVowel(word[at])) { return false; }
        // No Swedish syllable begins with s and one of these: the s belongs to the part before.
        if (at > 3 && word[at - 1] == 's' && "bdfghr".Contains(word[at], StringComparison.Ordinal) && HasVowel(word[..(at - 2)]) && HasVowel(word[at..])) { return true; }
        foreach (var joint in Joints)
        {
            if (at > joint.Length && word[..at].EndsWith(joint) && HasVowel(word[..(at - joint.Length)]) && HasVowel(word[at..])) { return true; }
            if (at == joint.Length && at >= 3 && word[..at].EndsWith(joint)) { return true; }
        }
        return false;
    }

    private static bool IsSyllable(ReadOnlySpan<char> word, int at)
    {
        if (!HasVowel(word[..at]) || Starts(word, at) == 0) { return false; }
        // "ck" and "ng" are one sound, and a known onset is not torn apart.
        if (word[at - 1] == 'c' || (word[at - 1] == 'n' && word[at] == 'g')) { return false; }
        if (IsVowel(word[at - 1])) { return true; }
        // "upphandlings-kontroll", not "upphandling-skontroll": an s between consonants may belong to either side.
        if (word[at] == 's' && !IsVowel(word[at + 1])) { return false; }
        return Starts(word, at - 1) < 2;
    }

    /// <summary>How many consonants begin a syllable here: 1, or 2 for a cluster Swedish words begin with; 0 when none does.</summary>
    private static int Starts(ReadOnlySpan<char> word, int at)
    {
        if (at + 1 >= word.Length || IsVowel(word[at])) { return 0; }
        if (IsVowel(word[at + 1])) { return 1; }
        if (at + 2 >= word.Length || !IsVowel(word[at + 2])) { return 0; }
        foreach (var onset in Onsets)
        {
            if (word[at] == onset[0] && word[at + 1] == onset[1]) { return 2; }
        }
        return 0;
    }

    private static bool IsVowel(char c) => Vowels.Contains(c);

    private static bool HasVowel(ReadOnlySpan<char> word) => word.ContainsAny(Vowels);

    private static bool AllLetters(ReadOnlySpan<char> word) => !word.Contains(' ');
}
