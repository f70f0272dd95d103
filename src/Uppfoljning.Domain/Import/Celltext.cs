using System.Globalization;
using System.Text;

namespace Uppfoljning.Domain.Import;

/// <summary>Hur text i kalkylarkets celler läses och skrivs.</summary>
public static class Celltext
{
    /// <summary>
    /// Cellens text på en rad: utan osynliga tecken, med enkla mellanslag. Tom, eller bara ett streck, är null: inte känt. En formel som
    /// har skyddats med apostrof får tillbaka sin text.
    /// </summary>
    public static string? Enradig(string? cell) => Rensa(cell, behallRader: false);

    /// <summary>Som <see cref="Enradig"/>, men med radbrytningarna kvar.</summary>
    public static string? Flerradig(string? cell) => Rensa(cell, behallRader: true);

    /// <summary>
    /// Texten så att ett kalkylark visar den och inte räknar med den: det som börjar som en formel får en apostrof framför sig.
    /// <see cref="Oskyddad"/> är motsatsen.
    /// </summary>
    public static string Skyddad(string text) => BorjarSomFormel(text.AsSpan().TrimStart('\'')) ? "'" + text : text;

    /// <summary>Texten utan den apostrof som <see cref="Skyddad"/> satte dit.</summary>
    public static string Oskyddad(string text) =>
        text.StartsWith('\'') && BorjarSomFormel(text.AsSpan().TrimStart('\'')) ? text[1..] : text;

    /// <summary>Ett helt antal: "24", "1 200", "24,0" eller "24 månader". Negativa tal och delar tas inte emot.</summary>
    public static bool TryAntal(string? text, out int antal)
    {
        antal = 0;
        var tal = (text ?? "").Trim();
        foreach (var enhet in (ReadOnlySpan<string>)["månader", "månad", "mån.", "mån", "stycken", "st.", "st"])
        {
            if (tal.EndsWith(enhet, StringComparison.OrdinalIgnoreCase))
            {
                tal = tal[..^enhet.Length];
                break;
            }
        }
        tal = string.Concat(tal.Where(c => !char.IsWhiteSpace(c)));
        if (tal.IndexOf(',', StringComparison.Ordinal) is var komma and > 0 && tal[(komma + 1)..] is { Length: > 0 } decimaler && decimaler.All(c => c == '0'))
        {
            tal = tal[..komma];
        }
        return tal.Length is > 0 and <= 9 && int.TryParse(tal, NumberStyles.None, CultureInfo.InvariantCulture, out antal);
    }

    private static string? Rensa(string? cell, bool behallRader)
    {
        if (string.IsNullOrEmpty(cell)) { return null; }
        var kalla = Oskyddad(cell);
        if (ArRen(kalla)) { return kalla; }
        if (kalla.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 || kalla.AsSpan().IndexOfAnyInRange('\uFFFE', '\uFFFF') >= 0)
        {
            // Half a pair and the two code points that are no characters cannot be normalized.
            kalla = string.Concat(kalla.EnumerateRunes().Where(tecken => tecken.Value is not (0xFFFE or 0xFFFF)));
        }
        if (!kalla.IsNormalized()) { kalla = kalla.Normalize(); }

        var text = new StringBuilder(kalla.Length);
        var mellanrum = false;
        for (var i = 0; i < kalla.Length; i++)
        {
            var tecken = kalla[i];
            if (behallRader && tecken is '\r' or '\n')
            {
                if (tecken == '\r' && i + 1 < kalla.Length && kalla[i + 1] == '\n') { continue; }
                text.Append('\n');
                mellanrum = false;
            }
            else if (char.IsWhiteSpace(tecken)) { mellanrum = true; }
            else if (char.GetUnicodeCategory(tecken) is not (UnicodeCategory.Control or UnicodeCategory.Format))
            {
                if (mellanrum && text.Length > 0 && text[^1] != '\n') { text.Append(' '); }
                mellanrum = false;
                text.Append(tecken);
            }
        }
        var rensad = text.ToString().Trim('\n');
        return rensad is "" or "-" or "–" or "—" ? null : rensad;
    }

    /// <summary>Om texten redan är som den ska: bara skrivna tecken, med högst ett mellanslag mellan orden. Så är nästan varje cell.</summary>
    private static bool ArRen(string text)
    {
        if (text.Length == 0 || text[0] == ' ' || text[^1] == ' ' || text is "-") { return false; }
        for (var i = 0; i < text.Length; i++)
        {
            var tecken = text[i];
            // Latin-1 above the controls is composed and visible, except the hard space and the soft hyphen.
            if (tecken is < ' ' or (>= '\u007F' and <= '\u00A0') or '\u00AD' or > '\u00FF' || (tecken == ' ' && text[i - 1] == ' ')) { return false; }
        }
        return true;
    }

    /// <summary>Också efter mellanslag och i bred skrift: det finns kalkylark som räknar med dem.</summary>
    private static bool BorjarSomFormel(ReadOnlySpan<char> text) =>
        text.TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20', ..];
}
