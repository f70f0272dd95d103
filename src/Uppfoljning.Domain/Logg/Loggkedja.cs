using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Uppfoljning.Domain.Logg;

/// <summary>En händelse så som den står i loggen.</summary>
public sealed record Loggrad
{
    public long Nr { get; init; }

    /// <summary>Vilken version av serialiseringen kontrollsumman är räknad över.</summary>
    public int Format { get; init; } = Loggkedja.Format;

    public string Nyckel { get; init; } = "";

    public string Kedja { get; init; } = "";

    public Guid Id { get; init; }

    public DateTimeOffset Tid { get; init; }

    public Guid? AnvandareId { get; init; }

    public string Anvandare { get; init; } = "";

    public Guid? NamndId { get; init; }

    public Guid? ArendeId { get; init; }

    public string Vad { get; init; } = "";

    public string Mening { get; init; } = "";

    public string? Fakta { get; init; }
}

/// <summary>
/// Kontrollsumman som binder en händelse till den före: HMAC-SHA256 över varje kolumn, numret och den förra kontrollsumman.
/// </summary>
/// <remarks>
/// Every field is written as its length in bytes, a colon and its text, and a missing one as a dash, so that no two rows give the same
/// bytes. The order is the promise of <see cref="Format"/>: a row keeps the version it was written with. The same bytes are made by the
/// verifier in the export, which runs without the product.
/// </remarks>
public static class Loggkedja
{
    public const int Format = 1;

    public const int Langd = 64;

    private const string Ogonblick = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Det som står före den första händelsen.</summary>
    public static string Borjan { get; } = new('0', Langd);

    public static string Berakna(ReadOnlySpan<byte> nyckel, Loggrad rad, string fore) => Convert.ToHexStringLower(Summa(nyckel, rad, rad.Nr, fore));

    /// <summary>Om radens kontrollsumma är den som nyckeln ger; jämförs på en tid som inte beror på svaret.</summary>
    /// <param name="nyckel">Nyckeln som raden säger sig vara intygad med.</param>
    /// <param name="rad">Raden.</param>
    /// <param name="nr">Numret som prövas; ett annat än radens eget när det prövas om den har flyttats.</param>
    /// <param name="fore">Den förra radens kontrollsumma.</param>
    public static bool Stammer(ReadOnlySpan<byte> nyckel, Loggrad rad, long nr, string fore)
    {
        Span<byte> given = stackalloc byte[Langd / 2];
        return rad.Format == Format && rad.Kedja.Length == Langd
            && Convert.FromHexString(rad.Kedja, given, out _, out var antal) == OperationStatus.Done && antal == given.Length
            && CryptographicOperations.FixedTimeEquals(given, Summa(nyckel, rad, nr, fore));
    }

    /// <summary>Ögonblicket som det står i kontrollsumman och i exporten: UTC i tusendelar.</summary>
    public static string Tidstext(DateTimeOffset tid) => tid.UtcDateTime.ToString(Ogonblick, CultureInfo.InvariantCulture);

    /// <summary>Ögonblicket utan det som databaserna inte lagrar.</summary>
    public static DateTimeOffset Tusendelar(DateTimeOffset tid) =>
        new(tid.UtcTicks - (tid.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);

    private static byte[] Summa(ReadOnlySpan<byte> nyckel, Loggrad rad, long nr, string fore)
    {
        var text = new ArrayBufferWriter<byte>(512);
        Falt(text, rad.Format.ToString(CultureInfo.InvariantCulture));
        Falt(text, nr.ToString(CultureInfo.InvariantCulture));
        Falt(text, rad.Nyckel);
        Falt(text, rad.Id.ToString());
        Falt(text, Tidstext(rad.Tid));
        Falt(text, rad.AnvandareId?.ToString());
        Falt(text, rad.Anvandare);
        Falt(text, rad.NamndId?.ToString());
        Falt(text, rad.ArendeId?.ToString());
        Falt(text, rad.Vad);
        Falt(text, rad.Mening);
        Falt(text, rad.Fakta);
        Falt(text, fore);
        return HMACSHA256.HashData(nyckel, text.WrittenSpan);
    }

    private static void Falt(ArrayBufferWriter<byte> text, string? varde)
    {
        if (varde is null)
        {
            text.GetSpan(1)[0] = (byte)'-';
            text.Advance(1);
            return;
        }
        var antal = Encoding.UTF8.GetByteCount(varde);
        var plats = text.GetSpan(antal + 12);
        antal.TryFormat(plats, out var siffror, provider: CultureInfo.InvariantCulture);
        plats[siffror] = (byte)':';
        text.Advance(siffror + 1 + Encoding.UTF8.GetBytes(varde, plats[(siffror + 1)..]));
    }
}
