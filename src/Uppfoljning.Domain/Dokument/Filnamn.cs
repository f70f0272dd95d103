using System.Globalization;
using System.Text;

namespace Uppfoljning.Domain.Dokument;

/// <summary>Filnamn som kommer utifrån. De visas och följer med när filen hämtas; de blir aldrig en sökväg.</summary>
public static class Filnamn
{
    public const int Langst = 200;

    private const string Namnlos = "namnlös";

    private static readonly HashSet<string> Reserverade = new(
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
            .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" }),
            "COM¹", "COM²", "COM³", "LPT¹", "LPT²", "LPT³",
        ], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Namnet utan mappar, styrtecken och osynliga tecken, så att det går att spara på alla system och betyder det som det ser ut att betyda.
    /// Ändelsen står kvar också när namnet kortas.
    /// </summary>
    public static string Rensa(string? utifran)
    {
        var namn = Tecken(utifran ?? "");
        namn = namn[(namn.LastIndexOfAny(['/', '\\']) + 1)..];
        namn = string.Join(' ', namn.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim(' ', '.');

        var (stam, andelse) = Dela(namn);
        if (stam.Length == 0) { stam = Namnlos; }
        // Windows keeps these names for devices, whatever follows the first dot.
        if (Reserverade.Contains(stam.Split('.')[0].TrimEnd())) { stam = "_" + stam; }
        return Korta(stam, Langst - andelse.Length) + andelse;
    }

    private static (string Stam, string Andelse) Dela(string namn)
    {
        var punkt = namn.LastIndexOf('.');
        return punkt < 0 || namn.Length - punkt > 20 ? (namn, "") : (namn[..punkt].TrimEnd(' ', '.'), namn[punkt..]);
    }

    private static string Korta(string stam, int hogst)
    {
        if (stam.Length <= hogst) { return stam; }
        var kort = stam[..hogst];
        return (char.IsHighSurrogate(kort[^1]) ? kort[..^1] : kort).TrimEnd(' ', '.');
    }

    private static string Tecken(string utifran)
    {
        var text = new StringBuilder(utifran.Length);
        foreach (var tecken in utifran.EnumerateRunes())
        {
            // Half a surrogate pair reads as U+FFFD.
            if (tecken.Value is 0xFFFD or 0xFFFE or 0xFFFF) { continue; }
            switch (Rune.GetUnicodeCategory(tecken))
            {
                // Format characters turn the direction of the text or are not seen at all: "avtal\u202Efdp.exe".
                case UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned:
                    break;
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator:
                    text.Append(' ');
                    break;
                default:
                    if (tecken.Value is '<' or '>' or ':' or '"' or '|' or '?' or '*') { text.Append('_'); }
                    else { text.Append(tecken); }
                    break;
            }
        }
        return text.ToString().Normalize();
    }
}
