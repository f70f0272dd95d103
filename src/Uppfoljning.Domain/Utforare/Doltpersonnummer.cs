using System.Text.RegularExpressions;

namespace Uppfoljning.Domain.Utforare;

/// <summary>Löpande text med de fyra sista siffrorna i varje personnummer dolda (GDPR-03).</summary>
public static partial class Doltpersonnummer
{
    public static string I(string text) => NummerRegex().Replace(text, traff =>
        Organisationsnummer.TryTolka(traff.Value, out var nummer) && Organisationsnummer.ArPersonnummer(nummer) ? traff.Value[..^4] + "XXXX" : traff.Value);

    // Letters and hyphens around it make it something else: an id, a diarienummer, a checksum.
    [GeneratedRegex(@"(?<![\p{L}\d-])(?:19|20)?\d{6}[-+]?\d{4}(?![\p{L}\d-])")]
    private static partial Regex NummerRegex();
}
