using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;

namespace Uppfoljning.Application.Behorigheter;

/// <summary>Var en begäran gäller, så som åtkomstkontrollen prövar den.</summary>
public enum Galler
{
    INamnden,
    IAllaNamnder,
    HelaKommunen,
    DetEgna,
}

/// <summary>En sak som går att läsa eller göra, och vilka roller som får.</summary>
/// <param name="Namn">Begärans namn i koden.</param>
/// <param name="Omrade">Delen av programmet.</param>
/// <param name="Mening">Vad det är, så som det står i begärans beskrivning.</param>
/// <param name="Andrar">Sant för det som ändrar, falskt för det som läser.</param>
/// <param name="Galler">Var det gäller.</param>
/// <param name="NagonAv">Rollerna som räcker; alla när det är öppet.</param>
/// <param name="Anmarkning">Det som utöver rollen avgör.</param>
public sealed record Behorighetspost(string Namn, string Omrade, string Mening, bool Andrar, Galler Galler, Roll NagonAv, string? Anmarkning)
{
    public bool Far(Roll roll) => Galler == Galler.DetEgna || NagonAv.HasFlag(roll);
}

/// <summary>
/// Alla begäranden i programmet med vem som får dem, läst ur koden själv: rollerna är de som åtkomstkontrollen prövar, och meningen är den som
/// står ovanför begäran. En ny begäran kommer med av sig själv.
/// </summary>
public static partial class Behorighetskatalog
{
    private static readonly Lazy<IReadOnlyList<Behorighetspost>> Poster = new(Las);

    /// <summary>Rubriken för varje del av programmet, efter mappens namn.</summary>
    public static IReadOnlyDictionary<string, string> Omraden { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Anvandare"] = "Användare, roller och ersättare",
        ["Avtal"] = "Avtal",
        ["Behorigheter"] = "Vem som får vad",
        ["Dokument"] = "Dokument",
        ["Drift"] = "Drift",
        ["Enheter"] = "Enheter",
        ["Export"] = "Hämta som fil",
        ["Extern"] = "Kommunens inloggning",
        ["Historik"] = "Historik",
        ["Import"] = "Läsa in filer",
        ["Integritet"] = "Personuppgifter",
        ["Jobb"] = "Jobb",
        ["Kalender"] = "Kalender",
        ["Kopia"] = "Säkerhetskopior",
        ["Logg"] = "Logg",
        ["Mal"] = "Mål och indikatorer",
        ["Namnder"] = "Nämnder",
        ["Oversikt"] = "Översikt",
        ["Planer"] = "Uppföljningsplaner",
        ["Program"] = "Program",
        ["Sammantraden"] = "Sammanträden",
        ["Sok"] = "Sök",
        ["Uppgifter"] = "Mina uppgifter",
        ["Utforare"] = "Utförare",
        ["Vyer"] = "Sparade vyer",
    };

    /// <summary>Kolumnerna: rollerna som en människa kan ha.</summary>
    public static IReadOnlyList<Roll> Kolumner { get; } = [.. Roller.INamnd, Roll.Administrator];

    /// <summary>Det som någon människa får; det som bara systemet gör är inte med.</summary>
    public static IReadOnlyList<Behorighetspost> Alla => Poster.Value;

    public static string Text(this Galler galler) => galler switch
    {
        Galler.INamnden => "I nämnden",
        Galler.IAllaNamnder => "I de nämnder där du har rollen",
        Galler.HelaKommunen => "Hela kommunen",
        _ => "Bara det egna",
    };

    /// <summary>Begärans beskrivning på svenska; null när den saknas.</summary>
    public static string? Mening(Type begaran) => Beskrivningar.Value.GetValueOrDefault($"T:{begaran.FullName}");

    private static readonly Lazy<IReadOnlyDictionary<string, string>> Beskrivningar = new(() =>
    {
        var fil = Path.Combine(AppContext.BaseDirectory, $"{typeof(Behorighetskatalog).Assembly.GetName().Name}.xml");
        return File.Exists(fil)
            ? XDocument.Load(fil).Descendants("member").Where(m => m.Element("summary") is not null)
                .ToDictionary(m => m.Attribute("name")!.Value, m => Rensad(m.Element("summary")!), StringComparer.Ordinal)
            : new Dictionary<string, string>();
    });

    private static IReadOnlyList<Behorighetspost> Las() =>
    [
        .. typeof(Behorighetskatalog).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && Registrering.Begaran(t) is not null)
            .Select(Post)
            .Where(p => p.Galler == Galler.DetEgna || Kolumner.Any(p.Far))
            .OrderBy(p => p.Omrade, StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("sv-SE"), ignoreCase: false))
            .ThenBy(p => p.Andrar).ThenBy(p => p.Mening, StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("sv-SE"), ignoreCase: false)),
    ];

    private static Behorighetspost Post(Type t)
    {
        var del = t.Namespace!.Split('.')[^1];
        var krav = t.GetCustomAttribute<KraverAttribute>();
        var galler = krav is null ? Galler.DetEgna
            : typeof(IKommunbunden).IsAssignableFrom(t) ? Galler.HelaKommunen
            : typeof(INamndfiltrerad).IsAssignableFrom(t) ? Galler.IAllaNamnder
            : Galler.INamnden;
        return new(t.Name, Omraden.GetValueOrDefault(del, del), Mening(t) ?? t.Name, typeof(ICommand).IsAssignableFrom(t), galler, krav?.NagonAv ?? Roll.Ingen,
            typeof(IImportbunden).IsAssignableFrom(t) ? "Vilken roll som räcker beror på vad filen är ett register över." : null);
    }

    /// <summary>Texten utan märkning, utan hänvisningar till koden och utan regelverkets löpnummer; lagrummen står kvar.</summary>
    private static string Rensad(XElement summary)
    {
        foreach (var se in summary.Descendants().Where(e => e.Name == "see" || e.Name == "paramref").ToList())
        {
            se.ReplaceWith((se.Attribute("cref") ?? se.Attribute("name"))?.Value.Split('.', ':')[^1] ?? "");
        }
        var text = BlankRegex().Replace(summary.Value, " ").Trim();
        return TomParentesRegex().Replace(NummerRegex().Replace(text, ""), "").Replace(" .", ".", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex BlankRegex();

    // K13, P1, K10–K12, AND-09, UPP-01: numren i regelverket, som den som läser sidan inte har.
    [GeneratedRegex(@"(?<=[( ]),? ?\b(?:K|P|AND|AVV|UPP|PR|EFT|KL|LOU|LOV|TID|BER)-?\d+(?:–[KP]\d+)?(?=[,)])|, (?:K|P|AND|AVV|UPP|PR|EFT)-?\d+(?=[,)])")]
    private static partial Regex NummerRegex();

    [GeneratedRegex(@"\s*\([\s,]*\)")]
    private static partial Regex TomParentesRegex();
}
