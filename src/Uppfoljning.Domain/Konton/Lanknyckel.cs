using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Uppfoljning.Domain.Konton;

/// <summary>Nyckeln i en länk att välja lösenord med: 256 slumpade bitar. Databasen har bara summan.</summary>
public static class Lanknyckel
{
    /// <summary>Så länge gäller en länk som någon har begärt med sin e-postadress.</summary>
    public static readonly TimeSpan Aterstallning = TimeSpan.FromHours(1);

    /// <summary>Så länge gäller en länk som en administratör har gjort: personen ska hinna få den.</summary>
    public static readonly TimeSpan Inbjudan = TimeSpan.FromHours(48);

    public static string Ny() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The key has 256 bits of entropy, so a plain hash cannot be searched.</summary>
    public static string Summa(string nyckel) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(nyckel)));
}
