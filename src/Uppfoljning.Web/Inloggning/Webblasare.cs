using System.Net;
using System.Net.Sockets;

namespace Uppfoljning.Web.Inloggning;

/// <summary>Det som personen behöver för att känna igen sin inloggning, och inte mer.</summary>
internal static class Webblasare
{
    // Each browser also calls itself by the name of those before it, so the order decides.
    private static readonly (string Tecken, string Namn)[] Programmen = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Tecken, string Namn)[] Systemen = [("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    /// <summary>Firefox på Windows; null när webbläsaren inte säger vad den är.</summary>
    public static string? Namn(string useragent)
    {
        var (program, system) = (Traff(Programmen, useragent), Traff(Systemen, useragent));
        return program is null ? system : system is null ? program : $"{program} på {system}";
    }

    /// <summary>Nätet som webbläsaren finns i; de sista siffrorna behövs inte för att känna igen det.</summary>
    public static string? Adress(IPAddress? adress)
    {
        if (adress is null) { return null; }
        if (adress.IsIPv4MappedToIPv6) { adress = adress.MapToIPv4(); }
        var b = adress.GetAddressBytes();
        return adress.AddressFamily == AddressFamily.InterNetwork ? $"{b[0]}.{b[1]}.{b[2]}.x" : $"{b[0]:x2}{b[1]:x2}:{b[2]:x2}{b[3]:x2}:{b[4]:x2}{b[5]:x2}:x";
    }

    private static string? Traff((string Tecken, string Namn)[] kanda, string useragent) =>
        kanda.FirstOrDefault(k => useragent.Contains(k.Tecken, StringComparison.Ordinal)).Namn;
}
