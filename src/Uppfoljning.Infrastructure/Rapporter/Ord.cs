using System.Globalization;

namespace Uppfoljning.Infrastructure.Rapporter;

/// <summary>Så som tal och det okända skrivs i rapporterna.</summary>
internal static class Ord
{
    public const string Okant = "Inte känt";

    /// <summary>Den lag som rapporterna hänvisar till, med sitt nummer i författningssamlingen.</summary>
    public const string Kommunallagen = "kommunallagen (2017:725)";

    private static readonly NumberFormatInfo Svenskt = new() { NumberGroupSeparator = "\u00A0", NumberDecimalSeparator = "," };

    /// <summary>1 234.</summary>
    public static string Tal(int tal) => tal.ToString("#,0", Svenskt);

    /// <summary>1 234,5: timmar ur hundradelar.</summary>
    public static string Timmar(int hundradelar) => (hundradelar / 100m).ToString("#,0.##", Svenskt);

    /// <summary>12,5 mkr blir 12,5; miljoner kronor ur öre.</summary>
    public static string Miljoner(long ore) => (ore / 100_000_000m).ToString("#,0.0", Svenskt);

    /// <summary>1 rad, 1 234 rader.</summary>
    public static string Antal(int antal, string ental, string flertal) => $"{Tal(antal)} {(antal == 1 ? ental : flertal)}";

    public static string Omrade(string? namn) => namn ?? "Verksamhetsområdet är inte känt";

    public static string Stor(string text) => text.Length == 0 ? Okant : char.ToUpperInvariant(text[0]) + text[1..];

    public static string Liten(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
