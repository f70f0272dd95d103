using System.Globalization;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Integritet;

/// <summary>
/// Söker en person i en av databasens tabeller, i de kolumner som är klassade i <see cref="Personuppgifter"/>. Satsen sätts ihop av konstanta delar
/// och klassningens egna namn; vem som söks är alltid parametrar.
/// </summary>
internal static class Persontabell
{
    public const int FlestRader = 500;

    private const string UtforareSynligDel = """
        (EXISTS (SELECT 1 FROM Avtal sa WHERE sa.UtforareId = u.Id AND sa.NamndId IN @Namnder)
        OR EXISTS (SELECT 1 FROM Enhet se WHERE se.UtforareId = u.Id AND se.NamndId IN @Namnder)
        OR (NOT EXISTS (SELECT 1 FROM Avtal sa WHERE sa.UtforareId = u.Id) AND NOT EXISTS (SELECT 1 FROM Enhet se WHERE se.UtforareId = u.Id)))
        """;

    private const string NamndDel = "t.NamndId IN @Namnder";

    private const string AvtaletDel = "JOIN Avtal a ON a.Id = t.AvtalId";

    private const string PlanenDel = "JOIN Uppfoljningsplan p ON p.Id = t.PlanId";

    /// <summary>Vägen från en tabell till nämnden: kopplingar, villkor och vad raden heter. En tabell som saknas här ses bara av administratören.</summary>
    private static readonly Dictionary<string, (string Koppling, string Villkor, string Rubrik)> Vagar = new()
    {
        ["Utforare"] = ("JOIN Utforare u ON u.Id = t.Id", UtforareSynligDel, "t.Namn"),
        ["Kontakt"] = ("JOIN Utforare u ON u.Id = t.UtforareId LEFT JOIN Enhet ke ON ke.Id = t.EnhetId", $"{UtforareSynligDel} AND (t.EnhetId IS NULL OR ke.NamndId IN @Namnder)", "u.Namn"),
        ["Kontroll"] = ("JOIN Utforare u ON u.Id = t.UtforareId", UtforareSynligDel, "u.Namn"),
        ["Avtal"] = ("", NamndDel, "t.Benamning"),
        ["Avtalsansvar"] = (AvtaletDel, "a.NamndId IN @Namnder", "a.Benamning"),
        ["Avtalspart"] = (AvtaletDel, "a.NamndId IN @Namnder", "a.Benamning"),
        ["Avtalsforlangning"] = (AvtaletDel, "a.NamndId IN @Namnder", "a.Benamning"),
        ["Avtalskrav"] = (AvtaletDel, "a.NamndId IN @Namnder", "a.Benamning"),
        ["Avtalsklausul"] = (AvtaletDel, "a.NamndId IN @Namnder", "a.Benamning"),
        ["Avtalssanktion"] = (AvtaletDel, "a.NamndId IN @Namnder", "a.Benamning"),
        ["Avtalsandring"] = (AvtaletDel, "a.NamndId IN @Namnder", "a.Benamning"),
        ["Enhet"] = ("", NamndDel, "t.Namn"),
        ["Import"] = ("", NamndDel, "t.Filnamn"),
        ["Dokument"] = ("", "(t.NamndId IN @Namnder OR (t.NamndId IS NULL AND @Kommun = 1))", "t.Filnamn"),
        ["Uppfoljningsplan"] = ("", NamndDel, "t.Ar"),
        ["Planrad"] = (PlanenDel, "p.NamndId IN @Namnder", "t.Objekt"),
        ["PlanUtanRad"] = (PlanenDel, "p.NamndId IN @Namnder", "t.Objekt"),
        ["Planversion"] = (PlanenDel, "p.NamndId IN @Namnder", "p.Ar"),
        ["Planversionsrad"] = ("JOIN Planversion v ON v.Id = t.VersionId JOIN Uppfoljningsplan p ON p.Id = v.PlanId", "p.NamndId IN @Namnder", "t.Objekt"),
        ["Planversionsutan"] = ("JOIN Planversion v ON v.Id = t.VersionId JOIN Uppfoljningsplan p ON p.Id = v.PlanId", "p.NamndId IN @Namnder", "t.Objekt"),
        ["Planutfall"] = (PlanenDel, "p.NamndId IN @Namnder", "p.Ar"),
        ["Planaterrapport"] = (PlanenDel, "p.NamndId IN @Namnder", "p.Ar"),
        ["Planolikhet"] = (PlanenDel, "p.NamndId IN @Namnder", "p.Ar"),
        ["Planregelverk"] = ("", NamndDel, "t.GallerFran"),
        ["Planregel"] = ("", NamndDel, "t.Benamning"),
        ["Riskuppgift"] = ("", NamndDel, "t.AndradAv"),
        ["Planbemanning"] = ("", NamndDel, "t.Ar"),
        ["Sammantrade"] = ("", NamndDel, "t.Datum"),
        ["Namndmal"] = ("", NamndDel, "t.Namn"),
        ["Gallringsregel"] = ("", NamndDel, "t.Sort"),
        ["Gallring"] = ("", NamndDel, "t.Sort"),
        ["Anvandare"] = ("", "(@Kommun = 1 OR EXISTS (SELECT 1 FROM Rolltilldelning r WHERE r.AnvandareId = t.Id AND r.NamndId IN @Namnder))", "t.Anvandarnamn"),
        ["Rolltilldelning"] = ("LEFT JOIN Namnd n ON n.Id = t.NamndId", "(@Kommun = 1 OR t.NamndId IN @Namnder)", "t.Roll"),
        ["Handelse"] = ("", "(t.NamndId IN @Namnder OR (t.NamndId IS NULL AND @Kommun = 1))", "t.Vad"),
    };

    public static async Task<Personutdragsdel> SokAsync(
        DbSession db, string tabell, IReadOnlyList<Personuppgift> kolumner, Personsubjekt subjekt, IReadOnlyList<Guid> namnder, bool kommun, string? eget, CancellationToken cancellationToken)
    {
        var modul = kolumner[0].Modul;
        var visade = kolumner.Where(k => k.Sort is not (Personuppgiftssort.Hemlighet or Personuppgiftssort.Sokord or Personuppgiftssort.Anvandare)).ToList();
        var texter = subjekt.Texter.Where(t => t.Length > 0).Take(4).ToList();
        var villkor = kolumner.SelectMany(k => Villkor(k, subjekt, texter)).ToList();
        if (villkor.Count == 0 || (!Vagar.ContainsKey(tabell) && !kommun)) { return new(modul, tabell, [], false); }

        var (koppling, namndvillkor, rubrik) = Vagar.GetValueOrDefault(tabell, ("", "1 = 1", $"t.{(visade.Count > 0 ? visade[0] : kolumner[0]).Kolumn}"));
        var parametrar = new Dictionary<string, object?>
        {
            ["Namnder"] = namnder,
            ["Kommun"] = kommun ? 1 : 0,
            ["Nummer"] = subjekt.Nummer,
            ["Sokt"] = subjekt.Sokt,
            ["Normal"] = subjekt.Sokt.ToUpper(CultureInfo.InvariantCulture),
            ["Namn"] = subjekt.Namn,
            ["Konton"] = subjekt.Konton,
            ["Limit"] = FlestRader + 1,
        };
        foreach (var (text, i) in texter.Select((t, i) => (t, i))) { parametrar[$"Text{i}"] = $"%{Ordagrant(text)}%"; }
        var sql = $"""
            SELECT {rubrik} AS Rubrik{string.Concat(visade.Select((k, i) => $", t.{k.Kolumn} AS V{i}"))}{string.Concat(villkor.Select((v, i) => $", CASE WHEN {v.Sats} THEN 1 ELSE 0 END AS T{i}"))}
            FROM {tabell} t
            {koppling}
            WHERE {namndvillkor} AND ({string.Join(" OR ", villkor.Select(v => v.Sats))})
            ORDER BY {rubrik}
            OFFSET 0 ROWS FETCH NEXT @Limit ROWS ONLY
            """;
        var rader = await db.QueryAsync<dynamic>(sql, parametrar, cancellationToken);
        return new(modul, tabell, [.. rader.Take(FlestRader).Select(r => Fynd((IDictionary<string, object?>)r))], rader.Count > FlestRader);

        Personfynd Fynd(IDictionary<string, object?> rad)
        {
            var traffar = villkor.Where((_, i) => Convert.ToInt32(rad[$"T{i}"], CultureInfo.InvariantCulture) == 1).ToList();
            return new(Text(rad["Rubrik"], eget),
                [.. visade.Select((k, i) => (k, Varde: Text(rad[$"V{i}"], eget), Traff: traffar.Any(t => t.Kolumn == k.Kolumn)))
                    .Where(f => f.Varde.Length > 0 && (f.Traff || f.k.Sort is not (Personuppgiftssort.Ingen or Personuppgiftssort.Fritext)))
                    .Select(f => new Personfalt(f.k.Kolumn, f.Varde, f.Traff))],
                traffar.Any(t => t.Sakert));
        }
    }

    /// <summary>Hur en kolumn träffar personen; inget när sorten inte kan bära det som söks.</summary>
    private static IEnumerable<(string Kolumn, string Sats, bool Sakert)> Villkor(Personuppgift k, Personsubjekt subjekt, List<string> texter)
    {
        var kolumn = $"t.{k.Kolumn}";
        switch (k.Sort)
        {
            case Personuppgiftssort.Namn when subjekt.Namn.Count > 0:
                yield return (k.Kolumn, $"{kolumn} IN @Namn", true);
                break;
            case Personuppgiftssort.Personnummer when subjekt.Nummer is not null:
                yield return (k.Kolumn, $"{kolumn} = @Nummer", true);
                break;
            case Personuppgiftssort.Epost when subjekt.Sort == Personsokning.Epost:
                yield return (k.Kolumn, $"UPPER({kolumn}) = @Normal", true);
                break;
            case Personuppgiftssort.Anvandarnamn when subjekt.Sort is not Personsokning.Nummer:
                yield return (k.Kolumn, $"UPPER({kolumn}) = @Normal", true);
                break;
            case Personuppgiftssort.Anvandare when subjekt.Konton.Count > 0:
                yield return (k.Kolumn, $"{kolumn} IN @Konton", true);
                break;
            case Personuppgiftssort.Fritext or Personuppgiftssort.Filnamn or Personuppgiftssort.Adress when texter.Count > 0:
                yield return (k.Kolumn, $"({string.Join(" OR ", texter.Select((_, i) => $"{kolumn} LIKE @Text{i} ESCAPE '!'"))})", false);
                break;
        }
    }

    private static string Text(object? varde, string? eget) => varde switch
    {
        null => "",
        DateTime dag => dag.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable tal => tal.ToString(null, CultureInfo.InvariantCulture),
        _ => Doltpersonnummer.I(varde.ToString()!, eget),
    };

    /// <summary>Texten så att inget tecken i den är ett jokertecken.</summary>
    private static string Ordagrant(string text) => text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal)
        .Replace("_", "!_", StringComparison.Ordinal).Replace("[", "![", StringComparison.Ordinal);
}
