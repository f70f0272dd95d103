using System.Globalization;
using System.Text.Json;

namespace Uppfoljning.Domain.Logg;

/// <summary>
/// En händelse som säger att databasen är återställd från en säkerhetskopia, och vilka ankare som hör till det som därmed är borta. Händelsen är
/// den första efter det som kopian hade och är intygad med loggens nyckel som alla andra.
/// </summary>
public sealed record Loggaterstallning
{
    /// <summary>Rubriken på händelsen. Ändras aldrig: det är på den som prövningen känner igen en återställning.</summary>
    public const string Handelse = "Återställd från säkerhetskopia";

    /// <summary>Händelsens eget nummer.</summary>
    public long Nr { get; init; }

    public DateTimeOffset Tid { get; init; }

    /// <summary>Kontot och servern som återställde.</summary>
    public string Vem { get; init; } = "";

    /// <summary>Den högsta händelse som är känd från före återställningen; null när ingen efter kopian är känd.</summary>
    public long? Till { get; init; }

    /// <summary>De ankare som hör till händelser som inte finns längre: nummer och kontrollsumma.</summary>
    public IReadOnlyList<(long Nr, string Kedja)> Ankare { get; init; } = [];

    /// <summary>Så många av de prövade ankarna nämns av händelsen.</summary>
    public int KandaAnkare { get; init; }

    /// <summary>En mening som alltid sägs när loggen prövas.</summary>
    public string Mening => string.Create(CultureInfo.InvariantCulture, $"Känd återställning: händelse {Nr}, {Loggkedja.Tidstext(Tid)}, av {Vem}. ")
        + (Till is { } till ? $"Händelserna {Nr}–{till} som skrevs före den finns inte{(KandaAnkare > 0 ? $", och {KandaAnkare} ankare hör till dem" : "")}."
            : "Inga händelser efter kopian är kända.");

    /// <summary>Ankaret så som det står i händelsens fakta. Kontrollsumman skrivs med bokstäver, så att inget i den kan tas för ett personnummer och döljas.</summary>
    public static string Text(long nr, string kedja) => string.Create(CultureInfo.InvariantCulture, $"{nr}:{string.Concat(kedja.Select(Bokstav))}");

    /// <summary>Återställningen som raden berättar om; null när den inte gör det.</summary>
    public static Loggaterstallning? Las(Loggrad rad)
    {
        if (rad.Vad != Handelse || rad.Fakta is null) { return null; }
        try
        {
            using var json = JsonDocument.Parse(rad.Fakta);
            var fakta = json.RootElement;
            // The row that tells comes right after what the backup had; told any later it could excuse a chain that somebody has rewritten.
            if (fakta.GetProperty("Sista").GetInt64() != rad.Nr - 1) { return null; }
            return new()
            {
                Nr = rad.Nr,
                Tid = rad.Tid,
                Vem = fakta.GetProperty("Av").GetString() ?? "",
                Till = fakta.TryGetProperty(nameof(Till), out var till) && till.ValueKind == JsonValueKind.Number ? till.GetInt64() : null,
                Ankare = [.. fakta.GetProperty(nameof(Ankare)).EnumerateArray().Select(a => Tolka(a.GetString() ?? ""))],
            };
        }
        catch (Exception fel) when (fel is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static (long Nr, string Kedja) Tolka(string text) => text.Split(':') is [var nr, { Length: Loggkedja.Langd } kedja]
        ? (long.Parse(nr, NumberStyles.None, CultureInfo.InvariantCulture), string.Concat(kedja.Select(Siffra)))
        : throw new FormatException("Ett ankare skrivs som nummer, kolon och kontrollsumma.");

    private static char Bokstav(char siffra) => char.IsAsciiHexDigitLower(siffra)
        ? (char)('a' + Convert.ToInt32(siffra.ToString(), 16))
        : throw new FormatException("En kontrollsumma skrivs hexadecimalt med små bokstäver.");

    private static char Siffra(char bokstav) => bokstav is >= 'a' and <= 'p' ? "0123456789abcdef"[bokstav - 'a'] : throw new FormatException("Kontrollsumman är inte skriven med bokstäver.");
}
