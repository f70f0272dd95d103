namespace Uppfoljning.Domain.Planer;

/// <summary>
/// När programmet självt gör förslaget till nästa års plan: den 1 oktober, så att nämnden hinner bereda det till sitt beslut i december. Det är
/// kommunens ordning och inte lag.
/// </summary>
public static class Planforslagstid
{
    public const int ForstaManad = 10;

    /// <summary>Det år som förslag görs för den dagen; null före den 1 oktober. Det som missades den 1 oktober tas igen resten av året.</summary>
    public static int? Ar(DateOnly idag) => idag.Month >= ForstaManad ? idag.Year + 1 : null;
}
