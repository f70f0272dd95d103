namespace Uppfoljning.Domain.Utforare;

/// <summary>Enheter i egen regi arbetar efter en uppdragsbeskrivning, de hos andra utförare efter avtal (LOVP-06).</summary>
public static class Enhetsregler
{
    /// <summary>Hinder mot uppgifterna om uppdraget.</summary>
    public static IReadOnlyList<Hinder> ProvaUppdrag(bool egenRegi, string? diarienummer, DateOnly? beslutat, DateOnly? gallerTill)
    {
        var hinder = new List<Hinder>();
        if (!egenRegi && (!string.IsNullOrWhiteSpace(diarienummer) || beslutat is not null || gallerTill is not null))
        {
            hinder.Add(new("uppdrag-utan-egen-regi",
                "Uppdragsbeskrivning har bara en enhet i egen regi. En enhet hos en annan utförare arbetar efter sitt avtal; töm uppgifterna om uppdraget.",
                Falt: !string.IsNullOrWhiteSpace(diarienummer) ? "UppdragDiarienummer" : beslutat is not null ? "UppdragBeslutat" : "UppdragGallerTill"));
        }
        if (beslutat is { } beslut && gallerTill is { } till && till < beslut)
        {
            hinder.Add(new("slut-fore-start", "Uppdraget kan inte sluta gälla innan det beslutades.", Falt: "UppdragGallerTill"));
        }
        return hinder;
    }
}
