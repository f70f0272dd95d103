namespace Uppfoljning.Domain.Avtal;

/// <summary>De klausuler som ett avtal ska kunna visa upp (KL-04, KL-05, UPP-03, AND-10, AVV-08, GDPR-09).</summary>
public enum Klausulsort
{
    /// <summary>Allmänhetens insyn i privata utförare (10 kap. 9 § KL).</summary>
    Insyn,

    /// <summary>Kommunens kontroll och uppföljning (10 kap. 8 § KL).</summary>
    Uppfoljning,

    /// <summary>Utföraren medverkar i uppföljningen, lämnar statistik och rapporterar till register (UPP-03).</summary>
    Medverkan,

    Vite,

    Uppsagning,

    Havning,

    /// <summary>Uppsägning vid otillåtna ändringar med mera (17 kap. 17 § LOU).</summary>
    OtillatnaAndringar,

    /// <summary>Vem som är personuppgiftsansvarig och om det behövs ett biträdesavtal (GDPR-09).</summary>
    Personuppgifter,
}

/// <summary>Om avtalet har klausulerna som det ska ha. Att det inte är känt är också en brist: det är inte kontrollerat.</summary>
public static class Avtalsklausuler
{
    /// <summary>Klausulerna i den ordning de visas.</summary>
    public static readonly IReadOnlyList<Klausulsort> Alla = Enum.GetValues<Klausulsort>();

    public static string Text(this Klausulsort sort) => sort switch
    {
        Klausulsort.Insyn => "Insyn för allmänheten",
        Klausulsort.Uppfoljning => "Kontroll och uppföljning",
        Klausulsort.Medverkan => "Medverkan i uppföljning och statistik",
        Klausulsort.Vite => "Vite",
        Klausulsort.Uppsagning => "Uppsägning",
        Klausulsort.Havning => "Hävning",
        Klausulsort.OtillatnaAndringar => "Uppsägning vid otillåtna ändringar",
        Klausulsort.Personuppgifter => "Personuppgifter",
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };

    /// <summary>Vad klausulen ska ge kommunen, i en mening.</summary>
    public static string Beskrivning(this Klausulsort sort) => sort switch
    {
        Klausulsort.Insyn => "Kommunen får den information som gör att allmänheten får insyn i verksamheten. Krävs när utföraren är privat.",
        Klausulsort.Uppfoljning => "Kommunen får kontrollera och följa upp verksamheten.",
        Klausulsort.Medverkan => "Utföraren medverkar i uppföljningar, lämnar statistik och rapporterar till kommunen, nationella register och myndigheter.",
        Klausulsort.Vite => "När vite tas ut, med vilket belopp och efter vilken rättelsetid.",
        Klausulsort.Uppsagning => "Hur och med vilken tid avtalet sägs upp.",
        Klausulsort.Havning => "Vad som ger rätt att häva avtalet.",
        Klausulsort.OtillatnaAndringar => "Kommunen kan säga upp avtalet vid en otillåten ändring, när utföraren borde ha uteslutits eller när EU-domstolen har funnit ett fördragsbrott.",
        Klausulsort.Personuppgifter => "Vem som är personuppgiftsansvarig och om utföraren är personuppgiftsbiträde. Det beror på avtalet; kommunen avgör om en klausul behövs.",
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };

    /// <summary>Bestämmelsen som kräver klausulen; null när kravet är kommunens eget.</summary>
    public static Lagrum? Lagrum(this Klausulsort sort) => sort switch
    {
        Klausulsort.Insyn => Domain.Lagrum.Kl(10, 9),
        Klausulsort.Uppfoljning => Domain.Lagrum.Kl(10, 8),
        Klausulsort.OtillatnaAndringar => Domain.Lagrum.Lou(17, 17),
        _ => null,
    };

    /// <summary>Om klausulen krävs. Insyn krävs av den som är privat utförare, och när det inte är känt om den är det (KL-03). Personuppgifter avgör kommunen själv.</summary>
    public static bool Kravs(this Klausulsort sort, bool? privatUtforare) => sort switch
    {
        Klausulsort.Insyn or Klausulsort.Uppfoljning => privatUtforare != false,
        Klausulsort.Personuppgifter => false,
        _ => true,
    };

    /// <summary>Krävda klausuler som saknas eller inte är kontrollerade; tom lista betyder att alla finns.</summary>
    /// <param name="klausuler">Sant när klausulen finns, falskt när den saknas; null, eller ingen post alls, när det inte är känt.</param>
    /// <param name="privatUtforare">Om utföraren är privat (10 kap. 7 § KL); null när det inte är känt.</param>
    public static IReadOnlyList<Hinder> Brister(IReadOnlyDictionary<Klausulsort, bool?> klausuler, bool? privatUtforare)
    {
        var hinder = new List<Hinder>();
        foreach (var sort in Alla)
        {
            if (!sort.Kravs(privatUtforare)) { continue; }
            var finns = klausuler.GetValueOrDefault(sort);
            if (finns == true) { continue; }
            hinder.Add(finns == false
                ? new($"klausul-saknas-{sort}", $"Avtalet saknar klausulen {sort.Text().ToLowerInvariant()}.", sort.Lagrum())
                : new($"klausul-okand-{sort}", $"Det är inte känt om avtalet har klausulen {sort.Text().ToLowerInvariant()}.", sort.Lagrum()));
        }
        return hinder;
    }
}
