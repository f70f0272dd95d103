using System.Text.RegularExpressions;
using Uppfoljning.Application.Integritet;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Infrastructure.Data;

namespace Uppfoljning.Tests.Arkitektur;

/// <summary>Varje kolumn som kan hålla en personuppgift är klassad, så att registret och sammanställningen om en person är hela (GDPR-08).</summary>
public sealed partial class PersonuppgifterTests
{
    [Test]
    public void Varje_kolumn_som_kan_halla_en_personuppgift_ar_klassad()
    {
        var klassade = Personuppgifter.Alla.Select(p => $"{p.Tabell}.{p.Kolumn}").ToHashSet();
        Assert.That(Kolumner().Where(k => !klassade.Contains(k)), Is.Empty,
            "Lägg till en rad \"Tabell.Kolumn | Sort | Modul\" per kolumn i Klassning i src/Uppfoljning.Domain/Integritet/Personuppgifter.cs. Sort är Ingen när kolumnen aldrig rör en människa.");
    }

    [Test]
    public void Klassningen_har_bara_kolumner_som_finns_och_var_och_en_en_gang()
    {
        Assert.That(Personuppgifter.Alla.Select(p => $"{p.Tabell}.{p.Kolumn}").Except(Kolumner()), Is.Empty);
        Assert.That(Personuppgifter.Alla.GroupBy(p => (p.Tabell, p.Kolumn)).Where(g => g.Count() > 1).Select(g => g.Key), Is.Empty);
    }

    [Test]
    public void Varje_tabell_med_en_uppgift_om_en_person_gar_att_soka_i() =>
        Assert.That(Personuppgifter.Alla.Where(p => p.Sort is not (Personuppgiftssort.Ingen or Personuppgiftssort.Hemlighet or Personuppgiftssort.Sokord))
            .Select(p => p.Tabell).Distinct().Where(t => !Persontabell.HarVag(t)), Is.Empty,
            "Lägg till tabellens väg till nämnden i Persontabell.Vagar, eller i Kommunens när bara administratören ska se den.");

    [Test]
    public void Fri_text_ar_klassad_som_fritext() =>
        Assert.That(Personuppgifter.Alla.Where(p => p.Sort == Personuppgiftssort.Ingen && FritextRegex().IsMatch(p.Kolumn)).Select(p => $"{p.Tabell}.{p.Kolumn}"),
            Is.EqualTo(new[] { "Gallringsrad.Beskrivning" }), "Protokollets beskrivning är programmets egna ord. Det som någon skriver själv är Fritext.");

    [Test]
    public void Inget_namn_pa_tabell_eller_kolumn_visas_utan_a_a_och_o() => // å, ä och ö
        Assert.That(Personuppgifter.Alla.SelectMany(p => new[] { p.Tabell, p.Kolumn }).Select(Registerord.Text).Distinct().Where(t => HopskrivenRegex().IsMatch(t)), Is.Empty,
            "Lägg till ordet i Ord i src/Uppfoljning.Domain/Integritet/Registerord.cs.");

    [Test]
    public void Registret_har_en_post_per_modul_och_varje_modul_har_en_text() // artikel 30
    {
        Assert.That(Behandlingsregister.Alla.Select(b => b.Modul), Is.EquivalentTo(Enum.GetValues<Modul>()));
        Assert.That(Behandlingsregister.Alla, Has.All.Matches<Behandling>(b => b.Lagrum.Count > 0 && b.Andamal.Length > 0 && b.Lagring.Length > 0));
        Assert.That(Enum.GetValues<Modul>().Select(m => m.Text()), Is.Unique);
    }

    /// <summary>Textkolumner som rymmer mer än ett uppräknat värde, organisationsnummer, och hänvisningar till konton.</summary>
    private static HashSet<string> Kolumner()
    {
        var kolumner = new HashSet<string>();
        foreach (var sats in Migrator.Alla.SelectMany(m => Migrator.Satser(m.Text)))
        {
            var text = KommentarRegex().Replace(sats, "");
            if (TabellRegex().Match(text) is { Success: true } tabell)
            {
                foreach (Match kolumn in KolumnRegex().Matches(text[tabell.Length..])) { Ta(tabell.Groups[1].Value, kolumn); }
            }
            if (TillaggRegex().Match(text) is { Success: true } tillagg) { Ta(tillagg.Groups["tabell"].Value, tillagg); }
            if (BortRegex().Match(text) is { Success: true } bort && bort.Groups[1].Value.EndsWith("Fore", StringComparison.Ordinal))
            {
                kolumner.RemoveWhere(k => k.StartsWith(bort.Groups[1].Value + ".", StringComparison.Ordinal));
            }
        }
        return kolumner;

        void Ta(string tabell, Match kolumn)
        {
            var (namn, typ, langd) = (kolumn.Groups["kolumn"].Value, kolumn.Groups["typ"].Value, kolumn.Groups["langd"].Value);
            var kan = typ == "UNIQUEIDENTIFIER" ? KontoRegex().IsMatch(namn)
                : typ == "VARBINARY" || langd == "MAX" || int.Parse(langd, System.Globalization.CultureInfo.InvariantCulture) is >= 40 or (>= 11 and <= 13);
            if (kan) { kolumner.Add($"{tabell}.{namn}"); }
        }
    }

    [GeneratedRegex("--.*")]
    private static partial Regex KommentarRegex();

    [GeneratedRegex(@"^\s*CREATE TABLE (\w+) \(")]
    private static partial Regex TabellRegex();

    [GeneratedRegex(@"^\s+(?<kolumn>\w+)\s+(?<typ>NVARCHAR|VARBINARY|UNIQUEIDENTIFIER)(\((?<langd>\w+)\))?", RegexOptions.Multiline)]
    private static partial Regex KolumnRegex();

    [GeneratedRegex(@"ALTER TABLE (?<tabell>\w+) ADD (?<kolumn>\w+)\s+(?<typ>NVARCHAR|VARBINARY|UNIQUEIDENTIFIER)(\((?<langd>\w+)\))?")]
    private static partial Regex TillaggRegex();

    [GeneratedRegex(@"DROP TABLE (\w+)")]
    private static partial Regex BortRegex();

    [GeneratedRegex("(Rubrik|Benamning|Beskrivning|Text|Skal|Anmarkning|Kommentar|Motiv|Objekt|Innehall|Kalla|Beslut|Planbeteckning|VadFoljsUpp|Arbetssatt)$|^Aterkoppling")]
    private static partial Regex FritextRegex();

    // Ord som programmet använder och som på svenska har å, ä eller ö.
    [GeneratedRegex(@"(?i:utforar|anvandar|namnd|omrade|andring|anmarkning|benamning|\bkalla\b|\bskal\b|innehall|manader|aterk|aterrapport|riskniva|sammantrade|uppfolj|webblas|forlangning|fullmaktig|malomrade|handelse|ersattare|\bfor\b|rattelse|lank\b|epost\b|arbetssatt|allmanhet)|[a-z][A-Z]")]
    private static partial Regex HopskrivenRegex();

    [GeneratedRegex("(Anvandare|Av|Ansvarig)Id$")]
    private static partial Regex KontoRegex();
}
