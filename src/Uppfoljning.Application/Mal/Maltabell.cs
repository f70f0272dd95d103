using System.Globalization;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Import;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Mal;

/// <summary>Kolumnerna i filer med mål, så som exporten skriver dem och inläsningen känner igen dem.</summary>
internal static class Malkolumner
{
    public static readonly Kolumn Namnd = new("Nämnd");
    public static readonly Kolumn Mal = new("Mål", "Nämndmål");
    public static readonly Kolumn Fullmaktigemal = new("Fullmäktigemål", "Kommunfullmäktiges mål", "Fullmäktiges mål");
    public static readonly Kolumn VadFoljsUpp = new("Vad ska följas upp", "Vad ska");
    public static readonly Kolumn Arbetssatt = new("Arbetssätt och ansvar", "Arbetssätt");
    public static readonly Kolumn Indikator = new("Indikator");
    public static readonly Kolumn Enhet = new("Enhet");
    public static readonly Kolumn Riktning = new("Riktning");
    public static readonly Kolumn Malvarde = new("Målvärde");
    public static readonly Kolumn Malomrade = new("Målområde");
    public static readonly Kolumn Dimension = new("Dimension");

    public static readonly IReadOnlyList<Kolumn> Alla = [Namnd, Mal, Fullmaktigemal, VadFoljsUpp, Arbetssatt, Indikator, Enhet, Riktning, Malvarde, Malomrade, Dimension];
}

/// <summary>
/// En tabell ur en arbetsbok eller en CSV-fil: raderna under rubrikerna, som står på någon av de första raderna. Fel samlas med radens nummer och
/// kolumnens namn.
/// </summary>
internal sealed class Maltabell
{
    private const int Rubrikrader = 20;

    private static readonly char[] Avgransare = [';', '\t', ','];

    private readonly Dictionary<Kolumn, int> _plats = [];

    private Maltabell(IReadOnlyList<string> rubriker, IReadOnlyList<Csvrad> rader, IReadOnlyList<string> varningar)
    {
        (Rader, Varningar) = (rader, varningar);
        var nycklar = rubriker.Select(Kolumn.Nyckel).ToList();
        foreach (var kolumn in Malkolumner.Alla)
        {
            if (nycklar.FindIndex(n => kolumn.Nycklar.Contains(n)) is var plats and >= 0) { _plats[kolumn] = plats; }
        }
        // Målbilagor har sina egna ord efter rubrikens första; det som inte är en annan kolumn räknas då.
        foreach (var kolumn in Malkolumner.Alla.Where(k => !_plats.ContainsKey(k)))
        {
            var plats = nycklar.FindIndex(n => n.Length > 0 && kolumn.Nycklar.Any(k => n.StartsWith(k, StringComparison.Ordinal)));
            if (plats >= 0 && !_plats.ContainsValue(plats)) { _plats[kolumn] = plats; }
        }
        for (var i = 0; i < rubriker.Count; i++)
        {
            if (_plats.ContainsValue(i) || nycklar[i].Length == 0) { continue; }
            if (Ar(rubriker[i]) is { } ar)
            {
                Aren.TryAdd(ar, i);
                continue;
            }
            if (_plats.Keys.Any(k => k.Nycklar.Contains(nycklar[i]))) { continue; }
            Okanda.Add(rubriker[i].Trim());
        }
        Dubbla = [.. rubriker.Select(r => r.Trim()).Where(r => r.Length > 0 && !Okanda.Contains(r)).GroupBy(Kolumn.Nyckel).Where(g => g.Count() > 1).Select(g => g.First())];
    }

    public IReadOnlyList<Csvrad> Rader { get; }

    /// <summary>Det som läsaren av arbetsboken behöver veta: formler och felvärden.</summary>
    public IReadOnlyList<string> Varningar { get; }

    /// <summary>Rubriker som är ett år, och var de står.</summary>
    public SortedDictionary<int, int> Aren { get; } = [];

    /// <summary>Rubriker som inte läses in.</summary>
    public List<string> Okanda { get; } = [];

    /// <summary>Kolumner och år som står två gånger.</summary>
    public IReadOnlyList<string> Dubbla { get; }

    public List<Hinder> Fel { get; } = [];

    /// <summary>Tabellen, eller varför filen inte går att läsa; inget av dem när inga rubriker känns igen.</summary>
    public static (Maltabell? Tabell, Hinder? Hinder) Las(byte[] innehall, Func<Maltabell, bool> arRubriker)
    {
        if (Arbetsbok.ArZip(innehall))
        {
            var (blad, fel) = Arbetsbok.Las(innehall, rad => arRubriker(new(rad.Celler, [], [])));
            return blad is null ? (null, fel! with { Falt = "Fil" }) : (Under(blad.Rader, arRubriker, blad.Varningar), null);
        }
        if (Filtext.Kodning(innehall, out var binar) is not { } kodning) { return (null, binar! with { Falt = "Fil" }); }
        foreach (var avgransare in Avgransare)
        {
            using var text = new StreamReader(new MemoryStream(innehall, writable: false), kodning, detectEncodingFromByteOrderMarks: true);
            var hinder = new List<Hinder>();
            if (Under(Csvfil.Las(text, avgransare, hinder), arRubriker, []) is not { } tabell) { continue; }
            return hinder.Count > 0 ? (null, hinder[0] with { Falt = "Fil" }) : (tabell, null);
        }
        return (null, null);
    }

    public bool Har(Kolumn kolumn) => _plats.ContainsKey(kolumn);

    public string? Text(Csvrad rad, Kolumn kolumn) => Celltext.Enradig(Cell(rad, kolumn));

    public string? Flerradig(Csvrad rad, Kolumn kolumn) => Celltext.Flerradig(Cell(rad, kolumn));

    public static string? Vid(Csvrad rad, int plats) => plats < rad.Celler.Length ? Celltext.Enradig(rad.Celler[plats]) : null;

    public void LaggFel(Csvrad rad, object kolumn, string text) => Fel.Add(new("malfil", $"Rad {rad.Nr}, {kolumn}: {text}", Falt: "Fil"));

    /// <summary>Texten, med ett fel om den är för lång.</summary>
    public string? Hogst(Csvrad rad, Kolumn kolumn, string? text, int langst)
    {
        if (text?.Length > langst) { LaggFel(rad, kolumn, string.Create(CultureInfo.GetCultureInfo("sv-SE"), $"Texten är längre än {langst:#,0} tecken.")); }
        return text;
    }

    private static Maltabell? Under(IReadOnlyList<Csvrad> alla, Func<Maltabell, bool> arRubriker, IReadOnlyList<string> varningar)
    {
        for (var i = 0; i < Math.Min(Rubrikrader, alla.Count); i++)
        {
            if (arRubriker(new(alla[i].Celler, [], []))) { return new(alla[i].Celler, [.. alla.Skip(i + 1).Where(r => !r.Tom)], varningar); }
        }
        return null;
    }

    private static int? Ar(string rubrik) =>
        int.TryParse(rubrik.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var ar) && ar is >= Datumtext.MinstAr and <= Datumtext.StorstAr ? ar : null;

    private string? Cell(Csvrad rad, Kolumn kolumn) => _plats.TryGetValue(kolumn, out var plats) && plats < rad.Celler.Length ? rad.Celler[plats] : null;
}
