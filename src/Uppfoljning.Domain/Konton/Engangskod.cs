using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Uppfoljning.Domain.Konton;

/// <summary>
/// Engångskoder som en app på telefonen räknar fram (RFC 6238): sex siffror ur en delad nyckel och klockan, nya var trettionde sekund. En kod
/// gäller en gång, och ett steg för tidigt eller för sent, eftersom klockor går olika.
/// </summary>
public static class Engangskod
{
    public const int Sekunder = 30;

    public const int Siffror = 6;

    /// <summary>Nyckelns längd, lika med HMAC-SHA-1:s (RFC 4226 avsnitt 4).</summary>
    public const int Nyckelbyte = 20;

    /// <summary>Så många steg får klockorna skilja.</summary>
    public const int Fonster = 1;

    private const int Modul = 1_000_000;

    public static long Steg(DateTimeOffset tid) => Math.DivRem(tid.ToUnixTimeSeconds(), Sekunder).Quotient;

    public static byte[] NyNyckel() => RandomNumberGenerator.GetBytes(Nyckelbyte);

    /// <summary>Koden i ett steg.</summary>
    public static string Kod(ReadOnlySpan<byte> nyckel, long steg) => (Varde(nyckel, steg) % Modul).ToString("000000", CultureInfo.InvariantCulture);

    /// <summary>De 31 bitar som koden är de sista siffrorna i (RFC 4226 avsnitt 5.3).</summary>
    public static int Varde(ReadOnlySpan<byte> nyckel, long steg)
    {
        Span<byte> raknare = stackalloc byte[8];
        Span<byte> summa = stackalloc byte[20];
        BinaryPrimitives.WriteInt64BigEndian(raknare, steg);
        // The RFC's own function and what every app has; HMAC does not rest on the collision resistance that SHA-1 has lost.
#pragma warning disable CA5350
        HMACSHA1.HashData(nyckel, raknare, summa);
#pragma warning restore CA5350
        return BinaryPrimitives.ReadInt32BigEndian(summa[(summa[^1] & 0x0F)..]) & int.MaxValue;
    }

    /// <summary>Steget som koden gäller i, bland dem som inte är använda; null när den är fel, för gammal eller redan använd.</summary>
    /// <param name="nyckel">Den delade nyckeln.</param>
    /// <param name="kod">Det som personen skrev; mellanslag spelar ingen roll.</param>
    /// <param name="nu">Serverns klocka.</param>
    /// <param name="senasteSteg">Det senast använda steget: det, och de före, gäller inte igen.</param>
    public static long? Prova(ReadOnlySpan<byte> nyckel, string kod, DateTimeOffset nu, long senasteSteg)
    {
        var skriven = Encoding.UTF8.GetBytes(Rensad(kod));
        long? traff = null;
        // Every step is tried, so that the time taken does not say which one was near.
        for (var steg = Steg(nu) - Fonster; steg <= Steg(nu) + Fonster; steg++)
        {
            if (CryptographicOperations.FixedTimeEquals(skriven, Encoding.UTF8.GetBytes(Kod(nyckel, steg))) && steg > senasteSteg) { traff = steg; }
        }
        return traff;
    }

    /// <summary>Om det skrivna har en engångskods form: sex siffror.</summary>
    public static bool HarForm(string? kod) => Rensad(kod) is { Length: Siffror } rensad && rensad.All(char.IsAsciiDigit);

    /// <summary>Adressen som står i QR-koden och som appen läser.</summary>
    public static string Adress(string utgivare, string konto, ReadOnlySpan<byte> nyckel) =>
        $"otpauth://totp/{Uri.EscapeDataString(utgivare)}:{Uri.EscapeDataString(konto)}?secret={Base32.Text(nyckel)}&issuer={Uri.EscapeDataString(utgivare)}&algorithm=SHA1&digits={Siffror}&period={Sekunder}";

    private static string Rensad(string? kod) => string.Concat((kod ?? "").Where(c => !char.IsWhiteSpace(c)));
}
