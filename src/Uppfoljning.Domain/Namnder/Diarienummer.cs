using System.Globalization;

namespace Uppfoljning.Domain.Namnder;

/// <summary>Ett ärendes nummer i nämndens diarium: VON-2026/0123 (OSL 5 kap. 2 § 2).</summary>
/// <param name="Beteckning">Nämndens förkortning när numret gavs.</param>
/// <param name="Ar">Året då ärendet öppnades.</param>
/// <param name="Lopnummer">Numret i seriens ordning, från 1.</param>
public sealed record Diarienummer(string Beteckning, int Ar, int Lopnummer)
{
    public const string Lagrum = "5 kap. 2 § OSL";

    /// <summary>Så som numret skrivs. Löpnumret har minst fyra siffror, så att nummer i en lista står i ordning.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Beteckning}-{Ar}/{Lopnummer:0000}");
}
