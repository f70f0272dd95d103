using System.Security.Cryptography;
using System.Text;

namespace Uppfoljning.Domain.Konton;

/// <summary>
/// Reservkoder, för den som inte har telefonen med sig. Var och en gäller en gång. De visas när de görs och finns sedan bara som summor.
/// </summary>
public static class Reservkoder
{
    public const int Antal = 10;

    private const int Kodbyte = 10, Grupp = 4, Saltbyte = 16, Varv = 20_000;

    /// <summary>En omgång nya koder, skrivna i grupper: 80 slumpade bitar var.</summary>
    public static IReadOnlyList<string> Nya() => [.. Enumerable.Range(0, Antal).Select(_ => string.Join('-',
        Base32.Text(RandomNumberGenerator.GetBytes(Kodbyte)).Chunk(Grupp).Select(g => new string(g))))];

    public static string NyttSalt() => Convert.ToHexString(RandomNumberGenerator.GetBytes(Saltbyte));

    /// <summary>Summan av koden så som den än är skriven: streck, mellanslag och gemener spelar ingen roll.</summary>
    public static string Summa(string kod, string salt)
    {
        var rensad = string.Concat(kod.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return Convert.ToHexString(Rfc2898DeriveBytes.Pbkdf2(rensad, Encoding.ASCII.GetBytes(salt), Varv, HashAlgorithmName.SHA256, 32));
    }
}
