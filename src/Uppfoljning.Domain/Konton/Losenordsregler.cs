using System.Globalization;
using System.Text;

namespace Uppfoljning.Domain.Konton;

/// <summary>
/// Vad ett lösenord ska vara: långt, och inte ett av dem som gissas först. Inga krav på sorters tecken; mellanslag och alla språks tecken går bra
/// (NIST SP 800-63B avsnitt 3.1.1, OWASP ASVS 6.2).
/// </summary>
public static class Losenordsregler
{
    public const int Kortast = 12;

    public const int Langst = 200;

    /// <summary>Så många tecken ska vara kvar när allt som gissas först är borttaget.</summary>
    private const int MinstEget = 4;

    /// <summary>En mening av vanliga ord är inget som gissas först, när den är så här lång.</summary>
    private const int Mening = 20;

    /// <summary>Så många olika tecken ska det vara.</summary>
    private const int MinstOlika = 5;

    public const string ForKort = "Lösenordet ska ha minst 12 tecken. En mening är lätt att minnas och svår att gissa.";

    public const string ForLangt = "Lösenordet får ha högst 200 tecken.";

    public const string Vanligt = "Lösenordet är bland dem som gissas först: vanliga ord, namn, årtal eller tangenter i rad, eller kommunens eller ditt eget namn. Välj en mening som bara du skulle skriva.";

    private static readonly string[] Fasta = [.. Ord().OrderByDescending(o => o.Length)];

    /// <summary>Om lösenordet är bland dem som gissas först.</summary>
    /// <param name="losenord">Lösenordet.</param>
    /// <param name="egna">Det som den som gissar vet om personen: användarnamn, namn, adress, kommun.</param>
    public static bool ArVanligt(string losenord, params IEnumerable<string?> egna)
    {
        var text = Veckla(losenord);
        if (text.Distinct().Count() < MinstOlika || Upprepas(text)) { return true; }
        if (text.Length >= Mening) { return false; }
        foreach (var ord in egna.SelectMany(Delar).Distinct().OrderByDescending(o => o.Length).Concat(Fasta))
        {
            text = text.Replace(ord, "\n", StringComparison.Ordinal);
        }
        return text.Count(c => c != '\n') < MinstEget;
    }

    /// <summary>Ett kort stycke om och om igen.</summary>
    private static bool Upprepas(string text)
    {
        for (var langd = 1; langd <= Math.Min(6, text.Length / 2); langd++)
        {
            if (Enumerable.Range(langd, text.Length - langd).All(i => text[i] == text[i - langd])) { return true; }
        }
        return false;
    }

    /// <summary>Gemener utan mellanrum och skiljetecken, med siffror och tecken som står för bokstäver utbytta: L0s3n0rd! är lösenord.</summary>
    private static string Veckla(string text)
    {
        var ut = new StringBuilder(text.Length);
        // Half a surrogate pair cannot be normalised; it is part of no word either.
        var gemener = string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormC).ToLower(CultureInfo.InvariantCulture);
        for (var i = 0; i < gemener.Length; i++)
        {
            var c = gemener[i];
            // A digit between letters is a letter in disguise; a number is a number.
            var iOrd = i > 0 && char.IsLetter(gemener[i - 1]) && i + 1 < gemener.Length && char.IsLetter(gemener[i + 1]);
            c = c switch
            {
                '@' => 'a',
                '$' => 's',
                'å' or 'ä' => 'a',
                'ö' => 'o',
                'é' => 'e',
                '0' when iOrd => 'o',
                '1' when iOrd => 'i',
                '3' when iOrd => 'e',
                '4' when iOrd => 'a',
                '5' when iOrd => 's',
                _ => c,
            };
            if (char.IsLetterOrDigit(c) || c > 127) { ut.Append(c); }
        }
        return ut.ToString();
    }

    private static IEnumerable<string> Delar(string? text)
    {
        if (string.IsNullOrEmpty(text)) { yield break; }
        foreach (var del in text.Split([' ', '.', '@', '-', '_', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var ord = Veckla(del);
            if (ord.Length < 3) { continue; }
            yield return ord;
            if (ord.Length > 4 && ord[^1] == 's') { yield return ord[..^1]; }
            if (ord.EndsWith("kommun", StringComparison.Ordinal) && ord.Length > "kommun".Length + 2) { yield return ord[..^"kommun".Length].TrimEnd('s'); }
        }
    }

    /// <summary>Det som gissas först. Varje ord räknas också ihopsatt med andra, med siffror och årtal efter, så listan täcker många fler än den räknar upp.</summary>
    private static HashSet<string> Ord()
    {
        var ord = new HashSet<string>(StringComparer.Ordinal);
        foreach (var o in Vanligaord.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) { ord.Add(Veckla(o)); }
        foreach (var rad in new[] { "qwertyuiopa", "asdfghjklo", "zxcvbnm", "1234567890", "0987654321", "abcdefghijklmnopqrstuvwxyz", "1q2w3e4r5t6y7u8i9o0p", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "qazwsxedcrfvtgbyhnujm" })
        {
            var vecklad = Veckla(rad);
            foreach (var bitar in new[] { rad, vecklad })
            {
                for (var fran = 0; fran + 3 <= bitar.Length; fran++)
                {
                    for (var langd = 3; fran + langd <= bitar.Length; langd++) { ord.Add(bitar.Substring(fran, langd)); }
                }
            }
        }
        for (var ar = 1930; ar <= 2039; ar++) { ord.Add(ar.ToString(CultureInfo.InvariantCulture)); }
        for (var siffra = '0'; siffra <= '9'; siffra++) { ord.Add(new string(siffra, 3)); }
        return ord;
    }
}
