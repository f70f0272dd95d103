namespace Uppfoljning.Domain.Utforare;

/// <summary>
/// Ett organisationsnummer: tio siffror där den sista är kontrollsiffra enligt modulus 10. Ett personnummer är organisationsnummer för en
/// enskild firma, och visas då dolt i listor och exporter (GDPR-03).
/// </summary>
public static class Organisationsnummer
{
    /// <summary>Tar emot 556677-8899, 5566778899, 16556677-8899 och personnummer med eller utan sekel. Ger formen 556677-8899.</summary>
    /// <returns>Falskt om antalet siffror är fel eller kontrollsiffran inte stämmer.</returns>
    public static bool TryTolka(string? text, out string nummer)
    {
        nummer = "";
        if (text is null || text.Length > 30) { return false; }

        Span<char> siffror = stackalloc char[12];
        var antal = 0;
        foreach (var tecken in text.Trim())
        {
            if (char.IsAsciiDigit(tecken))
            {
                if (antal == 12) { return false; }
                siffror[antal++] = tecken;
            }
            else if (tecken is not ('-' or '+' or ' ' or '\u00A0')) { return false; }
        }

        if (antal == 12)
        {
            // 16 före ett organisationsnummer, 19 eller 20 före ett personnummer.
            if (!(siffror[..2] is "16" or "19" or "20")) { return false; }
            siffror[2..12].CopyTo(siffror);
            antal = 10;
        }
        if (antal != 10 || !KontrollsiffranStammer(siffror[..10])) { return false; }

        nummer = $"{siffror[..6]}-{siffror[6..10]}";
        return true;
    }

    /// <summary>Ett nummer vars tredje siffra är 0 eller 1 är ett personnummer (månad); juridiska personer har 2 eller mer där.</summary>
    public static bool ArPersonnummer(string nummer) => nummer is [_, _, '0' or '1', ..];

    /// <summary>Numret så som det visas i listor: personnummer utan de fyra sista siffrorna.</summary>
    public static string Maskerat(string nummer) => ArPersonnummer(nummer) ? $"{nummer[..6]}-XXXX" : nummer;

    /// <summary>Om texten är ett personnummer så som <see cref="Maskerat"/> visar det. Det går inte att läsa tillbaka.</summary>
    public static bool ArMaskerat(string text) =>
        text is [_, _, _, _, _, _, '-', 'X' or 'x', 'X' or 'x', 'X' or 'x', 'X' or 'x'] && text.AsSpan(0, 6).IndexOfAnyExceptInRange('0', '9') < 0;

    /// <summary>En text som inte gick att tolka, så som den får visas: är den ett felskrivet personnummer är de sista siffrorna dolda.</summary>
    public static string Dolt(string text)
    {
        var siffror = string.Concat(text.Where(char.IsAsciiDigit));
        if (siffror.Length < 10 || !ArPersonnummer(siffror.Length >= 12 && siffror[..2] is "19" or "20" ? siffror[2..] : siffror)) { return text; }
        var kvar = siffror.Length - 4;
        return string.Concat(text.Select(tecken => char.IsAsciiDigit(tecken) && kvar-- <= 0 ? 'X' : tecken));
    }

    /// <summary>Nio siffror med sin kontrollsiffra, i formen 556677-8899; för påhittade nummer i demo och mätningar.</summary>
    public static string MedKontrollsiffra(int nio)
    {
        var siffror = nio.ToString("000000000", System.Globalization.CultureInfo.InvariantCulture);
        return $"{siffror[..6]}-{siffror[6..]}{(10 - (Summa(siffror) % 10)) % 10}";
    }

    private static bool KontrollsiffranStammer(ReadOnlySpan<char> siffror) => Summa(siffror) % 10 == 0;

    private static int Summa(ReadOnlySpan<char> siffror)
    {
        var summa = 0;
        for (var i = 0; i < siffror.Length; i++)
        {
            var tal = (siffror[i] - '0') * (i % 2 == 0 ? 2 : 1);
            summa += tal > 9 ? tal - 9 : tal;
        }
        return summa;
    }
}
