using System.Globalization;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Konton;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Integritet;

/// <summary>
/// Söker en person i en av databasens tabeller, i de kolumner som är klassade i <see cref="Personuppgifter"/>. Satsen sätts ihop av konstanta delar
/// och klassningens egna namn; vem som söks är alltid parametrar.
/// </summary>
public static class Persontabell
{
    public const int FlestRader = 500;

    private const string NamndDel = "t.NamndId IN @Namnder";

    private const string AvtaletDel = "JOIN Avtal a ON a.Id = t.AvtalId";

    private const string PlanenDel = "JOIN Uppfoljningsplan p ON p.Id = t.PlanId";

    private const string MaletDel = "JOIN Namndmal m ON m.Id = i.NamndmalId";

    /// <summary>Det som hör till hela kommunen eller till ett konto, och inte till någon nämnd: det ses bara av administratören.</summary>
    private static readonly HashSet<string> Kommunens =
    [
        "Inloggningssession", "Tvafaktor", "Reservkod", "Engangslank", "ExternIdentitet", "Gruppmedlem", "SparadVy", "Forfallonotis", "Utskick",
        "Program", "Programpunkt", "Malomrade", "Fullmaktigemal", "Kalenderdag", "Kolumnminne", "Upphandlingstid", "Behandling",
    ];

    /// <summary>Vägen från en tabell till nämnden: kopplingar, villkor och vad raden heter.</summary>
    private static readonly Dictionary<string, (string Koppling, string Villkor, string Rubrik)> Vagar = new()
    {
        ["Utforare"] = ("JOIN Utforare u ON u.Id = t.Id", Utforaratkomst.SynligDel, "t.Namn"),
        ["Kontakt"] = ("JOIN Utforare u ON u.Id = t.UtforareId LEFT JOIN Enhet ke ON ke.Id = t.EnhetId", $"{Utforaratkomst.SynligDel} AND (t.EnhetId IS NULL OR ke.NamndId IN @Namnder)", "u.Namn"),
        ["Kontroll"] = ("JOIN Utforare u ON u.Id = t.UtforareId", Utforaratkomst.SynligDel, "u.Namn"),
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
        ["Planniva"] = ("JOIN Planregelverk g ON g.Id = t.RegelverkId", "g.NamndId IN @Namnder", "g.GallerFran"),
        ["Planjobb"] = ("", "(@Kommun = 1 OR EXISTS (SELECT 1 FROM Planjobbrad r WHERE r.PlanjobbId = t.Id AND r.NamndId IN @Namnder))", "t.Ar"),
        ["Planjobbrad"] = ("JOIN Planjobb j ON j.Id = t.PlanjobbId", NamndDel, "j.Ar"),
        ["Riskuppgift"] = ("LEFT JOIN Avtal ra ON ra.Id = t.AvtalId LEFT JOIN Enhet re ON re.Id = t.EnhetId", NamndDel, "COALESCE(ra.Benamning, re.Namn)"),
        ["Planbemanning"] = ("", NamndDel, "t.Ar"),
        ["Sammantrade"] = ("", NamndDel, "t.Datum"),
        ["Namndmal"] = ("", NamndDel, "t.Namn"),
        ["Indikator"] = ("JOIN Namndmal m ON m.Id = t.NamndmalId", "m.NamndId IN @Namnder", "m.Namn"),
        ["Indikatoruppdelning"] = ($"JOIN Indikatorvarde w ON w.Id = t.IndikatorvardeId JOIN Indikator i ON i.Id = w.IndikatorId {MaletDel}", "m.NamndId IN @Namnder", "i.Namn"),
        ["Gallringsregel"] = ("", NamndDel, "t.Sort"),
        ["Gallring"] = ("", NamndDel, "t.Sort"),
        ["Anvandare"] = ("", "(@Kommun = 1 OR EXISTS (SELECT 1 FROM Rolltilldelning r WHERE r.AnvandareId = t.Id AND r.NamndId IN @Namnder))", "t.Anvandarnamn"),
        ["Rolltilldelning"] = ("LEFT JOIN Namnd n ON n.Id = t.NamndId", "(@Kommun = 1 OR t.NamndId IN @Namnder)", "t.Roll"),
        ["Ersattare"] = ("", "(@Kommun = 1 OR t.NamndId IN @Namnder)", "t.FranDag"),
        ["Handelse"] = ("", "(t.NamndId IN @Namnder OR (t.NamndId IS NULL AND @Kommun = 1))", "t.Vad"),
    };

    /// <summary>Dagen som en rad känns igen på när dess filnamn inte är en träff och därför inte lämnas ut: det kan vara någon annans.</summary>
    private static readonly Dictionary<string, string> Dagar = new() { ["Dokument"] = "Inlagt", ["Import"] = "Inlagd" };

    /// <summary>Om tabellen går att söka i: den har en väg till nämnden, eller är hela kommunens.</summary>
    public static bool HarVag(string tabell) => Vagar.ContainsKey(tabell) != Kommunens.Contains(tabell);

    internal static async Task<Personutdragsdel> SokAsync(
        DbSession db, string tabell, IReadOnlyList<Personuppgift> kolumner, Personsubjekt subjekt, IReadOnlyList<Guid> namnder, bool kommun, string? eget, CancellationToken cancellationToken)
    {
        var modul = kolumner[0].Modul;
        var visade = kolumner.Where(k => Visas(k)).ToList();
        var texter = subjekt.Texter.Where(t => t.Length > 0).Take(4).ToList();
        var villkor = kolumner.SelectMany(k => Villkor(k, subjekt, texter)).ToList();
        if (villkor.Count == 0 || (!Vagar.ContainsKey(tabell) && !kommun)) { return new(modul, tabell, [], false); }

        var (koppling, namndvillkor, rubrik) = Vagar.GetValueOrDefault(tabell, ("", "1 = 1", $"t.{kolumner[0].Kolumn}"));
        // En rubrik som är en människas namn eller ett filnamn lämnas bara ut när den själv är en träff.
        var rubrikkolumn = kolumner.FirstOrDefault(k => rubrik == $"t.{k.Kolumn}");
        var parametrar = new Dictionary<string, object?>
        {
            ["Namnder"] = namnder,
            ["Kommun"] = kommun ? 1 : 0,
            ["Nummer"] = subjekt.Nummer,
            ["Sokt"] = subjekt.Sokt,
            ["Normal"] = Epostadress.Normal(subjekt.Sokt),
            ["Namn"] = subjekt.Namn,
            ["Konton"] = subjekt.Konton,
            ["Limit"] = FlestRader + 1,
        };
        foreach (var (text, i) in texter.Select((t, i) => (t, i))) { parametrar[$"Text{i}"] = $"%{Ordagrant(text)}%"; }
        var dag = Dagar.TryGetValue(tabell, out var dagkolumn) ? $", t.{dagkolumn} AS Dag" : "";
        var sql = $"""
            SELECT {rubrik} AS Rubrik{dag}{string.Concat(visade.Select((k, i) => $", t.{k.Kolumn} AS V{i}"))}{string.Concat(villkor.Select((v, i) => $", CASE WHEN {v.Sats} THEN 1 ELSE 0 END AS T{i}"))}
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
            var sakert = traffar.Any(t => t.Sakert);
            return new(Rubrik(rad, traffar),
                [.. visade.Select((k, i) => (k, Varde: Text(rad[$"V{i}"], eget), Traff: traffar.Any(t => t.Kolumn == k.Kolumn)))
                    .Where(f => f.Varde.Length > 0 && (f.Traff || (sakert && HorTillTraffen(f.k.Sort))))
                    .Select(f => new Personfalt(Registerord.Text(f.k.Kolumn), f.Varde, f.Traff))],
                sakert);
        }

        string Rubrik(IDictionary<string, object?> rad, List<(string Kolumn, string Sats, bool Sakert)> traffar)
        {
            if (rubrik is "t.Sort" or "t.Roll") { return Registerord.Text(Text(rad["Rubrik"], eget)); }
            if (Vagar.ContainsKey(tabell) && (rubrikkolumn is null || !Namner(rubrikkolumn.Sort))) { return Text(rad["Rubrik"], eget); }
            if (rubrikkolumn is not null && Visas(rubrikkolumn) && traffar.Any(t => t.Kolumn == rubrikkolumn.Kolumn)) { return Text(rad["Rubrik"], eget); }
            return dagkolumn is not null && Dag(rad["Dag"]) is { } inlagd ? $"{Registerord.Text(dagkolumn)} {inlagd.Iso()}" : "";
        }
    }

    /// <summary>Hemligheter och det som bara finns för maskinen lämnas inte ut; adressen i stora bokstäver är samma adress en gång till.</summary>
    private static bool Visas(Personuppgift k) =>
        k.Sort is not (Personuppgiftssort.Hemlighet or Personuppgiftssort.Sokord or Personuppgiftssort.Anvandare) && !k.Kolumn.EndsWith("Normal", StringComparison.Ordinal);

    /// <summary>Om en uppgift som inte är en träff ändå är personens, när raden säkert gäller henne. Ett annat namn eller ett filnamn i raden kan vara någon annans.</summary>
    private static bool HorTillTraffen(Personuppgiftssort sort) =>
        sort is Personuppgiftssort.Personnummer or Personuppgiftssort.Epost or Personuppgiftssort.Telefon or Personuppgiftssort.Adress or Personuppgiftssort.Anvandarnamn;

    private static bool Namner(Personuppgiftssort sort) => sort is Personuppgiftssort.Namn or Personuppgiftssort.Filnamn or Personuppgiftssort.Anvandarnamn;

    private static DateOnly? Dag(object? varde) => varde switch
    {
        DateTimeOffset tid => SvenskTid.Datum(tid),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var tid) => SvenskTid.Datum(tid),
        _ => null,
    };

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
                yield return (k.Kolumn, $"({kolumn} = @Sokt OR UPPER({kolumn}) = @Normal)", true);
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
