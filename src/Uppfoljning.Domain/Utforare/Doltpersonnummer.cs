using System.Text.RegularExpressions;

namespace Uppfoljning.Domain.Utforare;

/// <summary>Löpande text med de fyra sista siffrorna i varje personnummer dolda (GDPR-03).</summary>
public static partial class Doltpersonnummer
{
    /// <param name="text">Texten.</param>
    /// <param name="utom">Ett nummer som inte döljs, när texten lämnas till den som det hör till.</param>
    public static string I(string text, string? utom = null) => NummerRegex().Replace(text, traff =>
        Organisationsnummer.TryTolka(traff.Value, out var nummer) && Organisationsnummer.ArPersonnummer(nummer) && nummer != utom ? traff.Value[..^4] + "XXXX" : traff.Value);

    /// <summary>Om texten är ett personnummer eller har ett i sig.</summary>
    public static bool Finns(string? text) =>
        text is not null && ((Organisationsnummer.TryTolka(text, out var nummer) && Organisationsnummer.ArPersonnummer(nummer)) || I(text) != text);

    // Letters and hyphens around it make it something else: an id, a diarienummer, a checksum.
    [GeneratedRegex(@"(?<![\p{L}\d-])(?:19|20)?\d{6}[-+]?\d{4}(?![\p{L}\d-])")]
    private static partial Regex NummerRegex();
}
