using System.Text;

namespace Uppfoljning.Domain.Integritet;

/// <summary>Databasens namn på tabeller, kolumner och sorter, så som den som frågar om sina uppgifter får läsa dem: i ord, med å, ä och ö.</summary>
/// <remarks>Ett nytt ord som behöver å, ä eller ö, eller som är ett hopskrivet ord att dela, läggs till i <see cref="Ord"/>; resten står som det är.</remarks>
public static class Registerord
{
    private static readonly Dictionary<string, string> Ord = new(StringComparer.Ordinal)
    {
        ["administrator"] = "administratör",
        ["allmanhet"] = "allmänhet",
        ["amne"] = "ämne",
        ["andrad"] = "ändrad",
        ["anmarkning"] = "anmärkning",
        ["anvandare"] = "användare",
        ["anvandarnamn"] = "användarnamn",
        ["arbetssatt"] = "arbetssätt",
        ["aterkallad"] = "återkallad",
        ["aterkoppling"] = "återkoppling",
        ["avtalsandring"] = "avtalsändring",
        ["avtalsforlangning"] = "avtalsförlängning",
        ["benamning"] = "benämning",
        ["checksumma"] = "kontrollsumma",
        ["engangslank"] = "engångslänk",
        ["epost"] = "e-post",
        ["ersattare"] = "ersättare",
        ["foljs"] = "följs",
        ["for"] = "för",
        ["forfallonotis"] = "notis om förfallen uppgift",
        ["fraga"] = "fråga",
        ["fullmaktigemal"] = "fullmäktiges mål",
        ["handelse"] = "händelse",
        ["innehall"] = "innehåll",
        ["installt"] = "inställt",
        ["ivo"] = "IVO",
        ["kalla"] = "källa",
        ["lasare"] = "läsare",
        ["malomrade"] = "målområde",
        ["manader"] = "månader",
        ["mojlig"] = "möjlig",
        ["namnd"] = "nämnd",
        ["namndmal"] = "nämndmål",
        ["namndsekreterare"] = "nämndsekreterare",
        ["omrade"] = "område",
        ["planaterrapport"] = "återrapport om planen",
        ["planbemanning"] = "bemanning av planen",
        ["planjobb"] = "körning av planer",
        ["planjobbrad"] = "nämnd i körning av planer",
        ["planniva"] = "risknivå",
        ["planolikhet"] = "olikhet i planen",
        ["planrad"] = "rad i planen",
        ["planregel"] = "regel för planen",
        ["planregelverk"] = "planens regelverk",
        ["planutfall"] = "utfall av planen",
        ["planversion"] = "version av planen",
        ["planversionsrad"] = "rad i version av planen",
        ["planversionsutan"] = "objekt utanför version av planen",
        ["rattelse"] = "rättelse",
        ["revideringsskal"] = "skäl för revidering",
        ["riskniva"] = "risknivå",
        ["sammantrade"] = "sammanträde",
        ["satt"] = "sätt",
        ["skal"] = "skäl",
        ["tvafaktor"] = "tvåfaktorsinloggning",
        ["uppfoljare"] = "uppföljare",
        ["uppfoljningsplan"] = "uppföljningsplan",
        ["utfardare"] = "utfärdare",
        ["utforare"] = "utförare",
        ["utlosartext"] = "utlösande händelse",
        ["verksamhetsomrade"] = "verksamhetsområde",
        ["webblasare"] = "webbläsare",
    };

    /// <summary>De namn som inte blir svenska ord för ord.</summary>
    private static readonly Dictionary<string, string> Hela = new(StringComparer.Ordinal)
    {
        ["ExternIdentitet"] = "Inloggning hos annan tjänst",
        ["PlanUtanRad"] = "Objekt utanför planen",
        ["SparadVy"] = "Sparad vy",
    };

    /// <summary>Namnet i ord: "InlagtAv" blir "Inlagt av".</summary>
    public static string Text(string namn)
    {
        if (Hela.TryGetValue(namn, out var helt)) { return helt; }
        var text = new StringBuilder();
        foreach (var ord in Delar(namn)) { text.Append(text.Length == 0 ? "" : " ").Append(Ord.GetValueOrDefault(ord, ord)); }
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text.ToString(1, text.Length - 1);
    }

    private static IEnumerable<string> Delar(string namn)
    {
        var fran = 0;
        for (var i = 1; i <= namn.Length; i++)
        {
            if (i < namn.Length && !char.IsAsciiLetterUpper(namn[i])) { continue; }
            yield return namn[fran..i].ToLowerInvariant();
            fran = i;
        }
    }
}
