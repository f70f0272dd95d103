namespace Uppfoljning.Domain.Planer;

/// <summary>Särskild granskning vid sidan av den regelbundna uppföljningen (UPP-04): vad som utlöser den, och när den får läggas till.</summary>
public static class Granskningsregler
{
    public static string Text(this Utlosare utlosare) => utlosare switch
    {
        Utlosare.NyLag => "Ny lag",
        Utlosare.NamndensBeslut => "Nämndens beslut",
        Utlosare.OrdforandesBeslut => "Ordförandens beslut",
        Utlosare.ChefsBeslut => "Ansvarig chefs beslut",
        _ => throw new ArgumentOutOfRangeException(nameof(utlosare), utlosare, null),
    };

    /// <summary>
    /// Hinder mot att lägga till en granskning. Den får läggas till också när planen är beslutad: den hör inte till det som nämnden beslutade och
    /// ändrar inte den frysta versionen.
    /// </summary>
    public static IReadOnlyList<Hinder> ProvaTillagg(Plantillstand tillstand) => tillstand == Plantillstand.Aterrapporterad
        ? [new("plan-aterrapporterad", "Planen är återrapporterad. Lägg granskningen i nästa års plan.", Uppfoljningsformer.SarskildGranskningLagrum)]
        : [];

    /// <summary>Allt som saknas eller inte stämmer: utlösaren med text och dag, och det som varje rad ska innehålla.</summary>
    public static IReadOnlyList<Hinder> Prova(Planrad rad, DateOnly idag)
    {
        var hinder = new List<Hinder>(Plankrav.Prova(rad));
        if (rad.Utlosardatum is not { } dag)
        {
            hinder.Add(new("utlosardatum-saknas", rad.Utlosare == Utlosare.NyLag ? "Ange vilken dag lagen börjar gälla." : "Ange vilken dag beslutet fattades.",
                Uppfoljningsformer.SarskildGranskningLagrum, nameof(rad.Utlosardatum)));
        }
        else if (rad.Utlosare is not null and not Utlosare.NyLag && dag > idag)
        {
            hinder.Add(new("framtida-beslut", "Beslutet är inte fattat än. Granskningen läggs till när det är det.", Uppfoljningsformer.SarskildGranskningLagrum, nameof(rad.Utlosardatum)));
        }
        return hinder;
    }
}
