using System.Globalization;
using System.Text;

namespace Uppfoljning.Domain;

/// <summary>Pengar räknas i hela öre; här tolkas och visas de.</summary>
public static class Belopp
{
    /// <summary>Största belopp som tas emot, i öre: en biljon kronor. Större är ett skrivfel.</summary>
    public const long StorstOre = 100_000_000_000_000;

    /// <summary>"1 234 567", "1234567,50", "1 234 567 kr" med vanligt, hårt eller smalt mellanslag. Negativa belopp tas inte emot.</summary>
    public static bool TryTolka(string? text, out long ore)
    {
        ore = 0;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40) { return false; }

        var rensad = new StringBuilder(text.Length);
        foreach (var tecken in text.Trim())
        {
            if (!char.IsWhiteSpace(tecken)) { rensad.Append(tecken); }
        }
        var tal = rensad.ToString();
        if (tal.EndsWith("kr", StringComparison.OrdinalIgnoreCase)) { tal = tal[..^2]; }
        if (tal.Contains('.', StringComparison.Ordinal)) { return false; }

        if (!decimal.TryParse(tal.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var kronor)) { return false; }
        var iOre = kronor * 100m;
        if (iOre != decimal.Truncate(iOre) || iOre > StorstOre) { return false; }
        ore = (long)iOre;
        return true;
    }

    /// <summary>1 234 567 kr, eller 1 234 567,50 kr när beloppet har ören; hårda mellanslag.</summary>
    public static string Kronor(long ore)
    {
        var kronor = ore / 100m;
        var format = (NumberFormatInfo)CultureInfo.InvariantCulture.NumberFormat.Clone();
        format.NumberGroupSeparator = "\u00A0";
        format.NumberDecimalSeparator = ",";
        return kronor.ToString(ore % 100 == 0 ? "#,0" : "#,0.00", format) + "\u00A0kr";
    }
}
