using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>En nyckel till loggen så som den står i paketet.</summary>
internal sealed record Paketnyckel(string Id, byte[] Varde);

/// <summary>Nycklarna i en kopia: loggens, filerna i nycklarnas mapp, och hemliga inställningar som databasen inte går att läsa utan.</summary>
internal sealed record Nyckelpaket
{
    private const int Varv = 600_000, FlestVarv = 10_000_000, Salt = 16, Nonce = 12, Tagg = 16;

    public required IReadOnlyList<Paketnyckel> Logg { get; init; }

    public required IReadOnlyDictionary<string, byte[]> Filer { get; init; }

    public required IReadOnlyDictionary<string, string> Installningar { get; init; }

    /// <summary>Krypterar med AES-256-GCM och en nyckel som PBKDF2 gör av lösenfrasen. Kopians id är inbundet, så att paketet inte går att byta mot en annan kopias.</summary>
    public byte[] Kryptera(Kopielosen losen, string kopia)
    {
        var (salt, nonce, tagg) = (RandomNumberGenerator.GetBytes(Salt), RandomNumberGenerator.GetBytes(Nonce), new byte[Tagg]);
        var klart = JsonSerializer.SerializeToUtf8Bytes(this, Kopieformat.Json);
        var dolt = new byte[klart.Length];
        using (var aes = new AesGcm(Nyckel(losen, salt, Varv), Tagg)) { aes.Encrypt(nonce, klart, dolt, tagg, Inbundet(kopia, Varv)); }
        CryptographicOperations.ZeroMemory(klart);
        return JsonSerializer.SerializeToUtf8Bytes(new Kuvert(1, "PBKDF2-SHA512 AES-256-GCM", Varv, salt, nonce, tagg, dolt), Kopieformat.Json);
    }

    /// <summary>Paketet, eller null när lösenfrasen inte är den rätta eller paketet är ändrat; det går inte att skilja.</summary>
    public static Nyckelpaket? Dekryptera(byte[] kuvert, Kopielosen losen, string kopia)
    {
        try
        {
            if (JsonSerializer.Deserialize<Kuvert>(kuvert, Kopieformat.Json) is not { V: 1, Varv: > 0 and <= FlestVarv, Nonce.Length: Nonce, Tagg.Length: Tagg } k) { return null; }
            var klart = new byte[k.Data.Length];
            using (var aes = new AesGcm(Nyckel(losen, k.Salt, k.Varv), Tagg)) { aes.Decrypt(k.Nonce, k.Data, k.Tagg, klart, Inbundet(kopia, k.Varv)); }
            return JsonSerializer.Deserialize<Nyckelpaket>(klart, Kopieformat.Json);
        }
        catch (Exception fel) when (fel is CryptographicException or JsonException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static byte[] Nyckel(Kopielosen losen, byte[] salt, int varv) => Rfc2898DeriveBytes.Pbkdf2(losen.Varde, salt, varv, HashAlgorithmName.SHA512, 32);

    private static byte[] Inbundet(string kopia, int varv) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"uppfoljning nycklar 1 {varv} {kopia}"));

    private sealed record Kuvert(int V, string Sort, int Varv, byte[] Salt, byte[] Nonce, byte[] Tagg, byte[] Data);
}

/// <summary>Loggens nycklar ur en kopia, i minnet.</summary>
internal sealed class Kopienycklar(IReadOnlyList<Loggnyckel> alla) : ILoggnycklar
{
    public IReadOnlyList<Loggnyckel> Alla => alla;

    public bool Installda => false;

    public string Plats => "Nycklarna ligger i säkerhetskopian.";

    public static Kopienycklar Ur(Nyckelpaket paket) => new([.. paket.Logg.Select(n => new Loggnyckel(n.Id, n.Varde))]);

    public void LasOm() { }

    public Loggnyckel Ny() => throw new DriftException("En säkerhetskopia får ingen ny nyckel.");
}
