using System.Globalization;
using System.Text;

namespace Uppfoljning.Domain.Utforare;

/// <summary>Om två namn kan vara samma utförare, skrivna på olika sätt. Det är en fråga till användaren, aldrig ett svar.</summary>
public static class Namnlikhet
{
    /// <summary>Kortare nycklar än så skiljer sig ofta i ett enda tecken utan att vara samma.</summary>
    private const int KortasteFelskrivna = 8;

    private static readonly HashSet<string> Bolagsord = new(StringComparer.Ordinal)
    {
        "ab", "aktiebolag", "aktiebolaget", "hb", "handelsbolag", "kb", "kommanditbolag", "publ", "ekonomisk", "förening", "ek", "för", "ekför", "i", "och", "o", "the",
    };

    /// <summary>Namnet utan bolagsform, skiljetecken, mellanrum och dubbeltecknade bokstäver: "Omsorgs-bolaget i Väst AB (publ)" är "omsorgsbolagetvast".</summary>
    public static string Nyckel(string namn)
    {
        var ord = new StringBuilder();
        var nyckel = new StringBuilder();
        foreach (var tecken in namn.Normalize().ToLower(CultureInfo.InvariantCulture).Append(' '))
        {
            if (char.IsLetterOrDigit(tecken))
            {
                ord.Append(tecken);
                continue;
            }
            if (tecken is '\'' or '’' or '.') { continue; }
            if (!Bolagsord.Contains(ord.ToString())) { Lagg(nyckel, ord); }
            ord.Clear();
        }
        return nyckel.ToString();
    }

    /// <summary>Om nycklarna är lika eller skiljer sig i ett enda tecken. Siffror skiljer alltid: Boende 1 är inte Boende 2.</summary>
    public static bool Lika(string ena, string andra)
    {
        if (ena == andra) { return ena.Length > 0; }
        if (Math.Min(ena.Length, andra.Length) < KortasteFelskrivna || Math.Abs(ena.Length - andra.Length) > 1) { return false; }
        var fram = 0;
        while (fram < ena.Length && fram < andra.Length && ena[fram] == andra[fram]) { fram++; }
        var bak = 0;
        while (bak < ena.Length - fram && bak < andra.Length - fram && ena[^(bak + 1)] == andra[^(bak + 1)]) { bak++; }
        var (i, j) = (ena[fram..^bak], andra[fram..^bak]);
        return i.Length <= 1 && j.Length <= 1 && !HarSiffra(i) && !HarSiffra(j);
    }

    private static bool HarSiffra(string text) => text.Length > 0 && char.IsDigit(text[0]);

    private static void Lagg(StringBuilder nyckel, StringBuilder ord)
    {
        for (var i = 0; i < ord.Length; i++)
        {
            var bas = ord[i] switch { 'å' or 'ä' or 'à' or 'á' => 'a', 'ö' or 'ø' or 'ó' => 'o', 'é' or 'è' => 'e', 'ü' => 'u', var c => c };
            if (char.IsDigit(bas) || nyckel.Length == 0 || nyckel[^1] != bas) { nyckel.Append(bas); }
        }
    }
}
