namespace Uppfoljning.Domain.Integritet;

/// <summary>Det som går att gallra i programmet. Loggen är inte med: den ändras aldrig.</summary>
public enum Gallringssort
{
    Kontakt,
    Kontroll,
    BorttagetDokument,
    Arbetsdokument,
    Import,
}

/// <summary>Nämndens beslut om en sorts uppgifter. Manader är null när sorten bevaras.</summary>
public sealed record Gallringsbeslut(Gallringssort Sort, int? Manader, string Planbeteckning, DateOnly Beslutsdatum, string Paragraf, DateOnly GallerFran)
{
    /// <summary>Ordningen som besluten registrerades i.</summary>
    public int Nr { get; init; }
}

/// <summary>Ett förslag, som inte gäller förrän nämnden har beslutat. Kalla säger varifrån det kommer och hur säkert det är.</summary>
public sealed record Gallringsforslag(int? Manader, string Kalla);

/// <summary>När något får gallras (10 § arkivlagen; ARK-01, DOK-03). Utan ett beslut med hänvisning gallras inget.</summary>
public static class Gallringsregler
{
    public const int FlestManader = 1200;

    private const string Delas = "Delas utföraren av flera nämnder gäller den längsta tiden, och uppgiften gallras i den nämnd som har den; en nämnd utan beslut håller kvar uppgiften.";

    public static string Text(this Gallringssort sort) => sort switch
    {
        Gallringssort.Kontakt => "Kontakter hos utförare utan pågående avtal",
        Gallringssort.Kontroll => "Resultat av kontroller",
        Gallringssort.BorttagetDokument => "Dokument som tagits bort",
        Gallringssort.Arbetsdokument => "Arbetsdokument på avslutade avtal",
        _ => "Inlästa filers uppgifter om inläsningen",
    };

    /// <summary>Vad som händer med det, och från vilken dag tiden räknas.</summary>
    public static string Raknas(this Gallringssort sort) => sort switch
    {
        Gallringssort.Kontakt => "Från sista dagen för utförarens senaste avtal. Har utföraren ett avtal som pågår i någon nämnd, ett avtal utan känt slut eller en enhet, räknas ingen tid. " + Delas,
        Gallringssort.Kontroll => "Från dagen då kontrollen gjordes, om en senare kontroll av samma slag finns eller utföraren varken har något pågående avtal eller någon enhet. " + Delas,
        Gallringssort.BorttagetDokument => "Från dagen då dokumentet togs bort från det som det låg på. Raden och filen tas bort.",
        Gallringssort.Arbetsdokument => "Från avtalets sista dag. Gäller skrivelser, intyg och dokument av sorten Annat på avtal som är avslutade; avtal, bilagor, beslut, protokoll och rapporter rörs inte, och inte heller dokument vars sort inte är känd.",
        _ => "Från dagen då filen lämnades. Filen är redan borta ur fillagret; det som tas bort är filnamnet och vem som läste in den.",
    };

    /// <summary>Förslagen är utgångspunkter att ta ställning till, inte regler (ARK-02).</summary>
    public static Gallringsforslag Forslag(this Gallringssort sort) => sort switch
    {
        Gallringssort.Kontakt => new(24, "Förslag ur allmän kunskap, inte ur någon författning."),
        Gallringssort.Kontroll => new(24, "Förslag ur allmän kunskap: uppgifter om uteslutningsgrunder bör ha kort tid (GDPR-02)."),
        Gallringssort.BorttagetDokument => new(12, "Förslag ur allmän kunskap. Det som lagts fel är ofta av tillfällig betydelse."),
        Gallringssort.Arbetsdokument => new(48, "Fyra år är vanligt och minsta tid för dem som inte följer arkivlagen (12 kap. 17 § LOU). Riksarkivets RA-FS 2018:3 och 2020:2 binder staten och är en förebild; kommunala tider är ur allmän kunskap."),
        _ => new(24, "Förslag ur allmän kunskap, inte ur någon författning."),
    };

    /// <summary>
    /// Beslutet som gäller dagen: det som senast har börjat gälla, och av två som gäller från samma dag det senast registrerade. Null betyder att inget får gallras.
    /// </summary>
    public static Gallringsbeslut? Gallande(IEnumerable<Gallringsbeslut> besluten, DateOnly dag) =>
        besluten.Where(b => b.GallerFran <= dag).OrderBy(b => b.GallerFran).ThenBy(b => b.Nr).LastOrDefault();

    /// <summary>Det som har sin dag på eller före gränsen får gallras. Null när sorten bevaras eller inget är beslutat.</summary>
    public static DateOnly? Grans(Gallringsbeslut? beslut, DateOnly dag) => beslut?.Manader is { } manader ? dag.AddMonths(-manader) : null;

    /// <summary>
    /// Om en annan nämnds gräns håller kvar det som nämnder delar: den har inget beslut, bevarar det eller har längre tid. Varje nämnd är en egen myndighet,
    /// och den enas beslut räcker inte för det som också är den andras (10 § arkivlagen).
    /// </summary>
    public static bool Bevarar(DateOnly? andras, DateOnly egen) => andras is not { } grans || grans < egen;

    public static IReadOnlyList<Hinder> Prova(DateOnly beslutsdatum, DateOnly gallerFran, DateOnly idag)
    {
        var hinder = new List<Hinder>();
        if (beslutsdatum > idag)
        {
            hinder.Add(new("beslut-i-framtiden", "Beslutet är inte fattat ännu. Inget får gallras utan ett fattat beslut.", Behandlingsregister.Gallring, "Beslutsdatum"));
        }
        if (gallerFran < beslutsdatum)
        {
            hinder.Add(new("fore-beslutet", "Beslutet kan inte gälla före dagen då det fattades.", Falt: "GallerFran"));
        }
        return hinder;
    }
}
