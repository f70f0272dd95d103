using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Planer;

/// <summary>Former av uppföljning (regelverket 3.3).</summary>
public enum Uppfoljningsform
{
    Avtalsuppfoljning,
    Uppdragsuppfoljning,
    Verksamhetsuppfoljning,
    Individuppfoljning,
    EkonomiskUppfoljning,
    Egenkontroll,
    Brukarundersokning,
    Tillsyn,
    SarskildGranskning,
}

/// <summary>
/// Vilka former som får användas mot vilka objekt (regelverket 3.3, UPP-05): där lag reglerar uppföljning eller tillsyn avgör lagen.
/// </summary>
public static class Uppfoljningsformer
{
    /// <summary>En nämnd får inte utöva tillsyn över verksamhet som den själv bedriver (KL-07).</summary>
    public static readonly Lagrum TillsynLagrum = Lagrum.Kl(6, 7);

    /// <summary>Kommunen ska kontrollera och följa upp verksamhet som genom avtal har lämnats över till en privat utförare (KL-04).</summary>
    public static readonly Lagrum AvtalsuppfoljningLagrum = Lagrum.Kl(10, 8);

    /// <summary>Programmets punkt om särskild granskning vid sidan av den regelbundna uppföljningen (UPP-04).</summary>
    public static readonly Lagrum SarskildGranskningLagrum = Lagrum.Program("särskild granskning");

    public static string Text(this Uppfoljningsform form) => form switch
    {
        Uppfoljningsform.Avtalsuppfoljning => "Avtalsuppföljning",
        Uppfoljningsform.Uppdragsuppfoljning => "Uppdragsuppföljning",
        Uppfoljningsform.Verksamhetsuppfoljning => "Verksamhetsuppföljning",
        Uppfoljningsform.Individuppfoljning => "Individuppföljning",
        Uppfoljningsform.EkonomiskUppfoljning => "Ekonomisk uppföljning",
        Uppfoljningsform.Egenkontroll => "Egenkontroll",
        Uppfoljningsform.Brukarundersokning => "Brukarundersökning",
        Uppfoljningsform.Tillsyn => "Tillsyn",
        Uppfoljningsform.SarskildGranskning => "Särskild granskning",
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    /// <summary>
    /// Om objektet drivs i egen regi. Enheter är kommunens egna; ett avtal är det bara när driftsformen säger det.
    /// </summary>
    public static bool EgenRegi(Objektsort sort, Driftsform? driftsform) =>
        driftsform == Driftsform.EgenRegi || (sort == Objektsort.Enhet && driftsform is null);

    /// <summary>Hinder mot att följa upp objektet i formen; null betyder att formen får användas.</summary>
    public static Hinder? Prova(Uppfoljningsform form, Objektsort sort, Driftsform? driftsform)
    {
        var egenRegi = EgenRegi(sort, driftsform);
        return form switch
        {
            Uppfoljningsform.Tillsyn when egenRegi => new("tillsyn-over-egen-regi",
                "Nämnden får inte utöva tillsyn över verksamhet som den själv bedriver. Välj verksamhetsuppföljning.", TillsynLagrum, "Former"),
            Uppfoljningsform.Tillsyn when driftsform is null => new("tillsyn-okand-driftsform",
                "Tillsyn kan inte väljas förrän driftsformen är känd: över egen regi är den förbjuden. Ange driftsformen i registret först.", TillsynLagrum, "Former"),
            Uppfoljningsform.Avtalsuppfoljning when sort == Objektsort.Enhet => new("avtal-saknas",
                "Avtalsuppföljning kräver ett avtal. En enhet följs upp mot sin uppdragsbeskrivning: välj uppdragsuppföljning.", AvtalsuppfoljningLagrum, "Former"),
            Uppfoljningsform.Avtalsuppfoljning when egenRegi => new("avtal-saknas",
                "Egen regi har inget avtal att följa upp: välj uppdragsuppföljning.", AvtalsuppfoljningLagrum, "Former"),
            Uppfoljningsform.Uppdragsuppfoljning when !egenRegi => new("inte-egen-regi",
                "Uppdragsuppföljning gäller bara egen regi. Ett avtal följs upp med avtalsuppföljning.", Plankrav.FormerLagrum, "Former"),
            Uppfoljningsform.SarskildGranskning => new("sarskild-granskning-for-sig",
                "Särskild granskning görs vid sidan av den regelbundna uppföljningen, av förekommen anledning eller efter beslut, och är ingen form för en rad i planen.",
                SarskildGranskningLagrum, "Former"),
            _ => null,
        };
    }

    /// <summary>De former som får användas mot objektet, i den ordning de visas.</summary>
    public static IReadOnlyList<Uppfoljningsform> Tillatna(Objektsort sort, Driftsform? driftsform) =>
        [.. Enum.GetValues<Uppfoljningsform>().Where(form => Prova(form, sort, driftsform) is null)];

    /// <summary>Formerna så som de lagras: namnen i fast ordning, var och en gång.</summary>
    public static string Skriv(IEnumerable<Uppfoljningsform> former) => string.Join(',', former.Distinct().Order());

    /// <summary>Läser det som <see cref="Skriv"/> skrev.</summary>
    public static IReadOnlyList<Uppfoljningsform> Las(string former) =>
        [.. former.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Enum.Parse<Uppfoljningsform>)];

    /// <summary>Avtalsuppföljning och verksamhetsuppföljning.</summary>
    public static string Uppraknade(IReadOnlyList<Uppfoljningsform> former) =>
        Plantext.Uppraknade([.. former.Select((form, i) => i == 0 ? form.Text() : form.Text().ToLowerInvariant())]);
}
