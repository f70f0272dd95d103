using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>En fil i kopian.</summary>
internal sealed record Post(string Namn, long Storlek, string Sha256);

/// <summary>Det som står om kopian, och som dess underskrift gäller.</summary>
internal sealed record Manifest
{
    public required int Format { get; init; }

    public required string Id { get; init; }

    public required string Version { get; init; }

    /// <summary>Databasens senaste migrering.</summary>
    public required int Migrering { get; init; }

    /// <summary>SQLite eller SQL Server. På SQL Server är databasen inte med.</summary>
    public required string Databas { get; init; }

    public required string Kommun { get; init; }

    public required DateTimeOffset Skapad { get; init; }

    public required long LoggNr { get; init; }

    public required string LoggKedja { get; init; }

    public string? LoggNyckel { get; init; }

    public required bool Nycklar { get; init; }

    public required int Ankare { get; init; }

    public required IReadOnlyDictionary<string, long> Rader { get; init; }

    public required IReadOnlyList<Post> Poster { get; init; }

    /// <summary>Filer som saknades eller var skadade redan när kopian gjordes.</summary>
    public required IReadOnlyList<string> Saknas { get; init; }
}

internal sealed record Underskrift(string Nyckel, string Hmac);

/// <summary>Kopians namn, ordning och underskrift.</summary>
internal static partial class Kopieformat
{
    public const int Nu = 1;

    public const string Databas = "databas.db", Ankare = "ankare.jsonl", Installningar = "installningar.json", Nycklar = "nycklar.krypterade",
        Manifestet = "manifest.json", Underskriften = "manifest.underskrift", Filer = "filer/";

    /// <summary>Så stort får manifestet vara: ungefär två miljoner filer.</summary>
    public const int StorstaManifest = 256 * 1024 * 1024;

    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        // What is read may be from anywhere: a null where we never write one is a manifest that cannot be read.
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly byte[] Ord = "uppfoljning sakerhetskopia manifest 1"u8.ToArray();

    /// <summary>Bara de här namnen finns i en kopia. Ett annat, till exempel med .. i, är inte vårt och packas aldrig upp.</summary>
    public static bool Kant(string namn) => namn is Databas or Ankare or Installningar or Nycklar or Manifestet or Underskriften || FilRegex().IsMatch(namn);

    public static string Filpost(string checksumma) => $"{Filer}{checksumma[..2]}/{checksumma}";

    public static Underskrift SkrivUnder(ReadOnlySpan<byte> manifest, Loggnyckel nyckel) => new(nyckel.Id, Convert.ToHexStringLower(Summa(manifest, nyckel)));

    public static bool Stammer(ReadOnlySpan<byte> manifest, Underskrift underskrift, Loggnyckel nyckel)
    {
        Span<byte> given = stackalloc byte[32];
        return underskrift.Hmac.Length == 64 && Convert.FromHexString(underskrift.Hmac, given, out _, out var antal) == System.Buffers.OperationStatus.Done && antal == 32
            && CryptographicOperations.FixedTimeEquals(given, Summa(manifest, nyckel));
    }

    /// <summary>Signed with a key made from the log's, so that a signature of a manifest can never be the sum of a row.</summary>
    private static byte[] Summa(ReadOnlySpan<byte> manifest, Loggnyckel nyckel) => HMACSHA256.HashData(HMACSHA256.HashData(nyckel.Varde, Ord), manifest);

    [GeneratedRegex(@"\Afiler/([0-9A-F]{2})/\1[0-9A-F]{62}\z")]
    private static partial Regex FilRegex();
}
