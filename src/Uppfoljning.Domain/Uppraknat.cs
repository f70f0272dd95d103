namespace Uppfoljning.Domain;

/// <summary>Tolkar skrivna namn på uppräknade värden.</summary>
public static class Uppraknat
{
    /// <summary>Sant när texten är värdets visade text eller dess identifierare; skiftläge och yttre mellanslag spelar ingen roll.</summary>
    public static bool TryTolka<T>(string? text, Func<T, string> visad, out T varde) where T : struct, Enum
    {
        var rensad = text?.Trim();
        foreach (var kandidat in Enum.GetValues<T>())
        {
            if (string.Equals(visad(kandidat), rensad, StringComparison.OrdinalIgnoreCase)
                || string.Equals(kandidat.ToString(), rensad, StringComparison.OrdinalIgnoreCase))
            {
                varde = kandidat;
                return true;
            }
        }
        varde = default;
        return false;
    }
}
