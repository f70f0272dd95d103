namespace Uppfoljning.Domain.Utforare;

/// <summary>Vad som kontrolleras hos en utförare före avtal och därefter varje år (PR-09).</summary>
public enum Kontrollsort
{
    IvoTillstand,
    FSkatt,
    Arbetsgivaravgifter,
    Kronofogden,
    AgareHuvudman,
    Konkurs,
    Kreditupplysning,
    Forsakring,
    Arbetsvillkor,
    RattTillArbete,
    Fakturakontroll,
}

/// <summary>Vad kontrollen visade. Att resultatet inte är känt är null, aldrig ett värde här.</summary>
public enum Kontrollresultat
{
    UtanAnmarkning,
    Anmarkning,
    EjUppfyllt,
}

/// <summary>Hur en sorts kontroll står till en viss dag.</summary>
public enum Kontrollage
{
    /// <summary>Kontrollen är gjord och det som kontrollerades är inte uppfyllt.</summary>
    EjUppfyllt,

    /// <summary>Dagen då kontrollen senast skulle göras om har passerat, eller det som kontrollerades har gått ut.</summary>
    Forfallen,

    /// <summary>Ska göras om snart.</summary>
    Snart,

    /// <summary>Ingen kontroll är gjord, eller resultatet är inte känt.</summary>
    InteKant,

    Aktuell,
}

/// <summary>Det som reglerna behöver veta om en kontroll. Det som inte är känt är null.</summary>
public record Kontrollfakta
{
    public Kontrollsort Sort { get; init; }

    /// <summary>Dagen då kontrollen gjordes.</summary>
    public DateOnly Gjord { get; init; }

    public Kontrollresultat? Resultat { get; init; }

    /// <summary>Tillståndets diarienummer, intygets nummer eller liknande.</summary>
    public string? Beteckning { get; init; }

    public DateOnly? GallerFran { get; init; }

    /// <summary>Sista dagen; null när det gäller tills vidare.</summary>
    public DateOnly? GallerTill { get; init; }

    /// <summary>Senaste dag då kontrollen ska vara gjord om; null när ingen sådan dag är bestämd.</summary>
    public DateOnly? NastaSenast { get; init; }

    /// <summary>När kontrollen skrevs in; skiljer två som gjordes samma dag.</summary>
    public DateTimeOffset Registrerad { get; init; }
}

/// <summary>En sorts kontroll av en utförare: den senaste, om någon är gjord, och hur det står till.</summary>
public sealed record Kontrollpost<T>(Kontrollsort Sort, T? Senaste, Kontrollage Lage, bool Vantad, DateOnly? SkaGorasSenast) where T : Kontrollfakta;

public static class Kontrollsorter
{
    public static string Text(this Kontrollsort sort) => sort switch
    {
        Kontrollsort.IvoTillstand => "IVO-tillstånd",
        Kontrollsort.FSkatt => "F-skatt",
        Kontrollsort.Arbetsgivaravgifter => "Arbetsgivaravgifter och skatteskulder",
        Kontrollsort.Kronofogden => "Skulder hos Kronofogden",
        Kontrollsort.AgareHuvudman => "Ägare och verklig huvudman",
        Kontrollsort.Konkurs => "Konkurs eller likvidation",
        Kontrollsort.Kreditupplysning => "Kreditupplysning",
        Kontrollsort.Forsakring => "Ansvarsförsäkring",
        Kontrollsort.Arbetsvillkor => "Arbetsvillkor",
        Kontrollsort.RattTillArbete => "Personalens rätt att arbeta",
        Kontrollsort.Fakturakontroll => "Fakturor mot utförd tid",
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };

    public static string Text(this Kontrollresultat resultat) => resultat switch
    {
        Kontrollresultat.UtanAnmarkning => "Utan anmärkning",
        Kontrollresultat.Anmarkning => "Anmärkning",
        _ => "Ej uppfyllt",
    };

    public static string Text(this Kontrollage lage) => lage switch
    {
        Kontrollage.EjUppfyllt => "Ej uppfyllt",
        Kontrollage.Forfallen => "Förfallen",
        Kontrollage.Snart => "Ska göras snart",
        Kontrollage.InteKant => "Inte känt",
        _ => "Aktuell",
    };

    /// <summary>Var uppgiften brukar hämtas; ett förslag i formuläret.</summary>
    public static string Kalla(this Kontrollsort sort) => sort switch
    {
        Kontrollsort.IvoTillstand => "IVO:s omsorgsregister",
        Kontrollsort.FSkatt or Kontrollsort.Arbetsgivaravgifter => "Skatteverket",
        Kontrollsort.Kronofogden => "Kronofogden",
        Kontrollsort.AgareHuvudman or Kontrollsort.Konkurs => "Bolagsverket",
        Kontrollsort.Kreditupplysning => "Kreditupplysningsföretag",
        Kontrollsort.Forsakring => "Försäkringsbrev",
        Kontrollsort.RattTillArbete => "Migrationsverket",
        _ => "Utföraren",
    };
}
