namespace Uppfoljning.Domain.Atkomst;

/// <summary>Var i tiden ett ersättarskap är.</summary>
public enum Ersattarlage
{
    Pagaende,
    Kommande,
    Avslutat,
    Aterkallat,
}

/// <summary>Det som är känt när någon ska utses till ersättare.</summary>
/// <param name="Sjalv">Ersättaren är samma person som den som ska ersättas.</param>
/// <param name="Avstangd">Ersättarens konto är avstängt.</param>
/// <param name="OrdinarieAvstangd">Den ersattas konto är avstängt.</param>
/// <param name="SaknadeRoller">Valda roller som den ersatta inte har i nämnden under tiden.</param>
/// <param name="HarRoller">Den ersatta har någon egen roll i nämnden.</param>
/// <param name="Krock">Tiden för ett ersättarskap för samma personer och nämnd, som överlappar.</param>
public sealed record Ersattarfakta(
    bool Sjalv, bool Avstangd, bool OrdinarieAvstangd, bool HarRoller, IReadOnlyList<string> SaknadeRoller, (DateOnly Fran, DateOnly Till)? Krock);

/// <summary>
/// När en person har en annans roller i en nämnd. Ersättarskapet börjar när den första dagen börjar i Sverige och slutar av sig självt när
/// den sista är slut. En ersättares lånade roller lånas aldrig vidare.
/// </summary>
public static class Ersattarskap
{
    /// <summary>Längre än så är det inte en ersättare som behövs utan en egen roll.</summary>
    public const int LangstManader = 12;

    public static Ersattarlage Lage(DateOnly fran, DateOnly till, bool aterkallad, DateOnly idag) =>
        aterkallad ? Ersattarlage.Aterkallat
        : till < idag ? Ersattarlage.Avslutat
        : fran > idag ? Ersattarlage.Kommande
        : Ersattarlage.Pagaende;

    public static string Text(this Ersattarlage lage) => lage switch
    {
        Ersattarlage.Pagaende => "Pågår",
        Ersattarlage.Kommande => "Kommande",
        Ersattarlage.Avslutat => "Avslutat",
        _ => "Återkallat",
    };

    /// <summary>Hinder mot att utse ersättaren; tom lista betyder att det går.</summary>
    public static IReadOnlyList<Hinder> Prova(Ersattarfakta fakta, DateOnly fran, DateOnly till, DateOnly idag)
    {
        var hinder = new List<Hinder>();
        if (fakta.Sjalv) { hinder.Add(new("sig-sjalv", "Ingen kan vara ersättare för sig själv. Välj en annan person.", Falt: "AnvandareId")); }
        if (fakta.Avstangd) { hinder.Add(new("avstangd", "Kontot är avstängt. Välj en annan person.", Falt: "AnvandareId")); }
        if (fakta.OrdinarieAvstangd) { hinder.Add(new("ordinarie-avstangd", "Kontot är avstängt och har inga roller som någon annan kan ha under tiden.", Falt: "ForAnvandareId")); }
        if (!fakta.HarRoller)
        {
            hinder.Add(new("inga-roller", "Personen har ingen egen roll i nämnden under tiden. En lånad roll kan inte lånas vidare.", Falt: "NamndId"));
        }
        else if (fakta.SaknadeRoller.Count > 0)
        {
            hinder.Add(new("saknar-roll", $"Personen har inte rollen i nämnden under tiden: {string.Join(", ", fakta.SaknadeRoller).ToLowerInvariant()}.", Falt: "Roller"));
        }
        if (till < fran) { hinder.Add(new("slut-fore-start", "Den sista dagen ska vara samma dag som den första eller senare.", Falt: "TillDag")); }
        else if (till > fran.AddMonths(LangstManader).AddDays(-1))
        {
            hinder.Add(new("for-lang", $"Ett ersättarskap varar högst {LangstManader} månader. Behövs rollen längre ska personen ha den själv.", Falt: "TillDag"));
        }
        if (fran < idag) { hinder.Add(new("har-passerat", "Den första dagen har redan passerat. Ersättarskapet kan börja tidigast i dag.", Falt: "FranDag")); }
        if (fakta.Krock is { } krock)
        {
            hinder.Add(new("overlappar", $"Personen är redan ersättare i nämnden {krock.Fran:yyyy-MM-dd}–{krock.Till:yyyy-MM-dd}. Återkalla det först, eller välj andra dagar.", Falt: "FranDag"));
        }
        return hinder;
    }
}
