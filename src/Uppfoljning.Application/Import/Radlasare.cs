using Uppfoljning.Domain.Import;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Import;

/// <summary>Läser en rads celler som värden. Det som inte går att tolka blir ett fel vid sin cell, med det som stod där; resten läses ändå.</summary>
internal sealed class Radlasare(Kolumnkarta karta, Csvrad rad)
{
    public delegate bool Tolkare<T>(string? text, out T varde);

    public int Nr => rad.Nr;

    public List<Iakttagelse> Fel { get; } = [];

    public List<Iakttagelse> Varningar { get; } = [];

    public string? Text(Kolumn kolumn) => Celltext.Enradig(Cell(kolumn));

    public string? Flerradig(Kolumn kolumn) => Celltext.Flerradig(Cell(kolumn));

    /// <summary>Ett datum. Excels dagnummer tas emot, med en varning som säger vilken dag det blev.</summary>
    public DateOnly? Datum(Kolumn kolumn)
    {
        if (Text(kolumn) is { Length: 5 or 6 } text && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var nummer)
            && Kalkylark.Datum(nummer) is { } dag)
        {
            Varna(kolumn, $"\u201D{text}\u201D läses som Excels dagnummer för {dag.Iso()}.");
            return dag;
        }
        return Varde<DateOnly>(kolumn, TolkaDatum, $"går inte att läsa som datum mellan {Datumtext.MinstAr} och {Datumtext.StorstAr}. Skriv till exempel 2026-11-21.");
    }

    public int? Antal(Kolumn kolumn) => Varde<int>(kolumn, Celltext.TryAntal, "går inte att läsa som ett antal. Skriv ett heltal, till exempel 24.");

    public long? Belopp(Kolumn kolumn) =>
        Varde<long>(kolumn, Domain.Belopp.TryTolka, "går inte att läsa som belopp i kronor. Skriv till exempel 1 234 567 eller 1234567,50.");

    public bool? JaNej(Kolumn kolumn) => Varde<bool>(kolumn, TolkaJaNej, "ska vara Ja eller Nej.");

    /// <summary>Ett av flera bestämda värden; felet räknar upp dem.</summary>
    public T? Val<T>(Kolumn kolumn, Tolkare<T> tolkare, Func<T, string> visad) where T : struct, Enum =>
        Varde(kolumn, tolkare, $"är okänt. Välj bland: {string.Join(", ", Enum.GetValues<T>().Select(visad))}.");

    public T? Varde<T>(Kolumn kolumn, Tolkare<T> tolkare, string annars) where T : struct
    {
        if (Text(kolumn) is not { } text) { return null; }
        if (tolkare(text, out var varde)) { return varde; }
        LaggFel(kolumn, $"\u201D{Kort(text)}\u201D {annars}");
        return null;
    }

    public void LaggFel(Kolumn? kolumn, string text) => Fel.Add(new(kolumn?.Namn, text));

    public void Varna(Kolumn? kolumn, string text) => Varningar.Add(new(kolumn?.Namn, text));

    /// <summary>Texten så som den får plats i ett meddelande.</summary>
    public static string Kort(string text) => text.Length <= 60 ? text : text[..60] + "…";

    private string? Cell(Kolumn kolumn) => karta.Plats(kolumn) is { } plats && plats < rad.Celler.Length ? rad.Celler[plats] : null;

    /// <summary>System som skriver datum med klockslag skriver midnatt; det är samma dag.</summary>
    private static bool TolkaDatum(string? text, out DateOnly datum) =>
        Datumtext.TryTolka(text is { Length: > 11 } && text[11..] is "00:00" or "00:00:00" ? text[..10] : text, out datum);

    private static bool TolkaJaNej(string? text, out bool varde)
    {
        varde = string.Equals(text, "ja", StringComparison.OrdinalIgnoreCase);
        return varde || string.Equals(text, "nej", StringComparison.OrdinalIgnoreCase);
    }
}
