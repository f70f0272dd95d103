using System.Globalization;

namespace Uppfoljning.Domain.Mal;

/// <summary>Om målvärdet är det minsta eller det största som räknas som uppfyllt.</summary>
public enum Riktning
{
    Minst,
    Hogst,
}

/// <summary>Tal med högst två decimaler, lagrade som hundradelar så att de jämförs exakt.</summary>
public static class Indikatorvarden
{
    public const long Storst = 100_000_000_000_000;

    public static string Text(this Riktning riktning) => riktning == Riktning.Minst ? "minst" : "högst";

    /// <summary>"12", "12,5", "1 200,25" eller "-3". Fler än två decimaler tas inte emot: värdet skulle ändras.</summary>
    public static bool TryTolka(string? text, out long hundradelar)
    {
        hundradelar = 0;
        var rensad = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c))).Replace('\u2212', '-').Replace(',', '.');
        if (!decimal.TryParse(rensad, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var tal)
            || Math.Abs(tal) > Storst / 100m || decimal.Truncate(tal * 100) != tal * 100)
        {
            return false;
        }
        hundradelar = (long)(tal * 100);
        return true;
    }

    /// <summary>Så som det visas och skrivs: 1 200,5.</summary>
    public static string Skriv(long hundradelar) => (hundradelar / 100m).ToString("#,0.##", CultureInfo.GetCultureInfo("sv-SE"));

    /// <summary>Om värdet når målet; null när något av det inte är känt.</summary>
    public static bool? Uppfyllt(long? varde, long? malvarde, Riktning? riktning) => (varde, malvarde, riktning) switch
    {
        ({ } v, { } m, Riktning.Minst) => v >= m,
        ({ } v, { } m, Riktning.Hogst) => v <= m,
        _ => null,
    };
}
