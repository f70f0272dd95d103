using System.Security.Cryptography;
using System.Text;

namespace Uppfoljning.Domain.Avtal;

/// <summary>Vad som gör att en rad i en fil känns igen nästa gång den läses in.</summary>
public static class Radnyckel
{
    /// <summary>Avtalsnumret när det finns; annars benämning, utförare, område och verksamhetsområde, utan hänsyn till skiftläge och mellanslag.</summary>
    public static string ForAvtal(string? avtalsnummer, string benamning, string? utforare, string? omrade, string? verksamhetsomrade) =>
        string.IsNullOrWhiteSpace(avtalsnummer)
            ? Summa("rad", benamning, utforare, omrade, verksamhetsomrade)
            : Summa("nr", avtalsnummer);

    /// <summary>Enhetens namn och verksamhetsområde.</summary>
    public static string ForEnhet(string namn, string? verksamhetsomrade) => Summa("enhet", namn, verksamhetsomrade);

    private static string Summa(params ReadOnlySpan<string?> delar)
    {
        var text = new StringBuilder();
        foreach (var del in delar)
        {
            // U+001F cannot come from a form or a file cell, so two different rows cannot give one key.
            text.Append(string.Join(' ', (del ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant()).Append('\u001F');
        }
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
