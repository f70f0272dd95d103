namespace Uppfoljning.Domain.Uppgifter;

/// <summary>Vad en uppgift handlar om; också det som listan kan filtreras på.</summary>
public enum Uppgiftssort
{
    Rattelse,
    Besked,
    Upphandling,
    Slut,
    Ansvarig,
    Klausul,
    Uppgiftsbrist,
    Kontroll,
    Tillstand,
    Uppdrag,
    Plan,
    Sammantrade,
    Program,
    Gallring,
}

/// <summary>Det som saknas i ett avtal.</summary>
public enum Avtalsbrist
{
    Ansvarig,
    Insyn,
    Uppfoljning,
    Slutdatum,
    Utforare,
}

/// <summary>Det som uppgiften gäller och länkar till.</summary>
public enum Uppgiftsobjekt
{
    Avtal,
    Avtalslista,
    Utforare,
    Enhet,
    Plan,
    NyPlan,
    Sammantrade,
    Program,
    Gallring,
}

/// <summary>Var uppgiften görs. Id är objektets, eller nämndens för en lista och en plan som inte finns.</summary>
public sealed record Uppgiftsplats(Uppgiftsobjekt Objekt, Guid Id, Avtalsbrist? Brist = null, int? Ar = null);

public enum Uppgiftsgrupp
{
    Forsenat,
    DennaVecka,
    Senare,
}

/// <summary>Något att göra: vad, med vad, senast när, varför det är mitt och vad dagen vilar på.</summary>
public sealed record Uppgift
{
    public required Uppgiftssort Sort { get; init; }

    /// <summary>Vad som ska göras, som en uppmaning.</summary>
    public required string Rubrik { get; init; }

    /// <summary>Det som uppgiften gäller, med sitt namn.</summary>
    public required string Ting { get; init; }

    /// <summary>Senast när. Null när det inte finns någon dag: det skulle redan ha varit på plats.</summary>
    public DateOnly? Dag { get; init; }

    public bool Min { get; init; }

    /// <summary>Varför uppgiften är min, eller vems den är.</summary>
    public required string Varfor { get; init; }

    /// <summary>Vad dagen eller kravet vilar på, i ord.</summary>
    public required string Grund { get; init; }

    public IReadOnlyList<Lagrum> Lagrum { get; init; } = [];

    public Guid? NamndId { get; init; }

    /// <summary>Nämndens förkortning; null för det som gäller hela kommunen.</summary>
    public string? Namnd { get; init; }

    public required Uppgiftsplats Plats { get; init; }
}

public static class Uppgiftstext
{
    public static string Text(this Uppgiftssort sort) => sort switch
    {
        Uppgiftssort.Rattelse => "Rättelse",
        Uppgiftssort.Besked => "Besked om förlängning eller uppsägning",
        Uppgiftssort.Upphandling => "Nästa upphandling",
        Uppgiftssort.Slut => "Avtal som slutar",
        Uppgiftssort.Ansvarig => "Avtal utan ansvarig",
        Uppgiftssort.Klausul => "Insyn och uppföljning i avtalet",
        Uppgiftssort.Uppgiftsbrist => "Slutdatum och utförare",
        Uppgiftssort.Kontroll => "Kontroll av utförare",
        Uppgiftssort.Tillstand => "Tillstånd",
        Uppgiftssort.Uppdrag => "Uppdragsbeskrivning",
        Uppgiftssort.Plan => "Uppföljningsplan",
        Uppgiftssort.Sammantrade => "Sammanträde",
        Uppgiftssort.Program => "Program",
        Uppgiftssort.Gallring => "Gallring",
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };

    public static string Text(this Uppgiftsgrupp grupp) => grupp switch
    {
        Uppgiftsgrupp.Forsenat => "Försenat",
        Uppgiftsgrupp.DennaVecka => "Denna vecka",
        _ => "Senare",
    };

    public static string Text(this Avtalsbrist brist) => brist switch
    {
        Avtalsbrist.Ansvarig => "Avtal utan avtalsansvarig",
        Avtalsbrist.Insyn => "Avtal där insyn inte är säkrad",
        Avtalsbrist.Uppfoljning => "Avtal där villkor om uppföljning saknas",
        Avtalsbrist.Slutdatum => "Avtal utan känt slutdatum",
        _ => "Avtal utan känd utförare",
    };
}
