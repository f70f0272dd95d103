using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Export;

/// <summary>Filen som en lista hämtas som.</summary>
public enum Filformat
{
    Xlsx,
    Csv,
}

/// <summary>Vad en kolumns celler är i kalkylarket.</summary>
public enum Celltyp
{
    Text,

    /// <summary>Text som kan ha flera rader.</summary>
    Flerradig,

    Datum,
    Tal,

    /// <summary>Kronor; skrivs med två decimaler när beloppet har ören.</summary>
    Belopp,

    /// <summary>Ett tal med högst två decimaler, som visas med så många som det har.</summary>
    Decimal,
}

/// <summary>En kolumn: rubriken så som importen känner den, vad den håller, och bredden i tecken.</summary>
public sealed record Tabellkolumn(string Rubrik, Celltyp Typ, int Bredd);

/// <summary>Det som är känt om filen innan raderna skrivs.</summary>
public sealed record Tabellhuvud(string Blad, string Titel, string Skapare, DateTimeOffset Skapad, IReadOnlyList<Tabellkolumn> Kolumner);

/// <summary>En färdig fil att lämna ut. Strömmen läses en gång; filen är borta när den stängs.</summary>
public sealed record Exportfil(string Namn, string Typ, Stream Innehall) : ILoggadLasning, IDisposable
{
    /// <summary>Antalet rader i filen.</summary>
    public int? Antal { get; init; }

    /// <summary>Urvalet i ord.</summary>
    public string? Urval { get; init; }

    public IReadOnlyList<string> Ur { get; init; } = [];

    public AuditEntry? Lasning => new("Fil hämtad", $"Filen {Namn} hämtad{(Antal is { } antal ? $": {antal} rader" : "")}{(Ur.Count is > 0 and <= 5 ? $", {string.Join(", ", Ur)}" : "")}.",
        new { Fil = Namn, Antal, Urval });

    public void Dispose() => Innehall.Dispose();
}

/// <summary>Skriver tabeller till filer utanför minnet.</summary>
public interface ITabellfil
{
    ITabellskrivare Skapa(Filformat format, Tabellhuvud huvud);
}

/// <summary>
/// En tabell under arbete, cell för cell i kolumnernas ordning. Text är alltid text i kalkylarket, också när den ser ut som en formel. Stängs
/// den utan att vara klar finns ingen fil kvar.
/// </summary>
public interface ITabellskrivare : IAsyncDisposable
{
    void Text(string? text);

    void Datum(DateOnly? datum);

    void Tal(long? tal);

    void Belopp(long? ore);

    void Decimal(long? hundradelar);

    /// <summary>Avslutar raden.</summary>
    void Radslut();

    /// <summary>Filen från början. <paramref name="omFilen"/> är ett eget blad där formatet har sådana.</summary>
    Task<Stream> KlarAsync(IEnumerable<(string Rubrik, string Text)> omFilen);
}
