namespace Uppfoljning.Domain.Utforare;

/// <summary>Hur en kontroll i en fil står mot den senaste i registret.</summary>
public enum Filjamforelse
{
    /// <summary>Registret har ingen, eller bara en tidigare.</summary>
    Ny,

    /// <summary>Samma dag och samma resultat, eller inget resultat i filen.</summary>
    Lika,

    /// <summary>Samma dag; registrets resultat är inte känt eller kom själv ur en fil.</summary>
    Rattas,

    /// <summary>Registret har en senare kontroll.</summary>
    Aldre,

    /// <summary>Samma dag, men någon har registrerat ett annat resultat för hand.</summary>
    Annan,
}

/// <summary>Kontroller ur en fil. Filen säger den senaste dagen; den som läses in två gånger ger en kontroll.</summary>
public static class Filkontroller
{
    public const int LangstaKalla = 200;

    private const string Inledning = "Import: ";

    /// <summary>Källan till en kontroll som kom ur filen.</summary>
    public static string Kalla(string filnamn) => (Inledning + filnamn) is { Length: > LangstaKalla } lang ? lang[..LangstaKalla] : Inledning + filnamn;

    public static bool ArUrFil(string kalla) => kalla.StartsWith(Inledning, StringComparison.Ordinal);

    public static Filjamforelse Jamfor(Kontrollfakta? senaste, bool urFil, DateOnly gjord, Kontrollresultat? resultat) =>
        senaste is null || gjord > senaste.Gjord ? Filjamforelse.Ny
        : gjord < senaste.Gjord ? Filjamforelse.Aldre
        : resultat is null || resultat == senaste.Resultat ? Filjamforelse.Lika
        : urFil || senaste.Resultat is null ? Filjamforelse.Rattas
        : Filjamforelse.Annan;
}
