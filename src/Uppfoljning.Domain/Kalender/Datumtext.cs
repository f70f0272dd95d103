using System.Globalization;

namespace Uppfoljning.Domain.Kalender;

/// <summary>Tolkar datum så som de skrivs för hand och i svenska kalkylark.</summary>
public static class Datumtext
{
    /// <summary>Avtal och planer ligger mellan dessa år; annat är ett skrivfel.</summary>
    public const int MinstAr = 1900;

    public const int StorstAr = 2200;

    private static readonly string[] Format =
    [
        "yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd", "yyyy.MM.dd", "d/M yyyy", "d/M/yyyy", "d.M.yyyy", "yyyy-M-d",
    ];

    /// <summary>2026-11-21, 20261121, 21/11 2026 och närliggande skrivsätt. Falskt för allt annat, också för år utanför 1900–2200.</summary>
    public static bool TryTolka(string? text, out DateOnly datum)
    {
        datum = default;
        var rensad = text?.Trim();
        return rensad is { Length: >= 8 and <= 10 }
            && DateOnly.TryParseExact(rensad, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out datum)
            && datum.Year is >= MinstAr and <= StorstAr;
    }

    /// <summary>Datumet så som det visas: 2026-11-21.</summary>
    public static string Iso(this DateOnly datum) => datum.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
