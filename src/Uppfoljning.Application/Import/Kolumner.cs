namespace Uppfoljning.Application.Import;

/// <summary>En kolumn som registret känner: rubriken så som vi skriver den, och andra sätt att skriva den.</summary>
public sealed class Kolumn(string namn, params string[] aven)
{
    public string Namn { get; } = namn;

    /// <summary>Sant när filen inte väntas ha kolumnen; att den saknas sägs inte.</summary>
    public bool Frivillig { get; init; }

    internal IEnumerable<string> Nycklar => aven.Prepend(Namn).Select(Nyckel);

    /// <summary>Rubriken utan hänsyn till skiftläge, mellanslag och skiljetecken.</summary>
    internal static string Nyckel(string rubrik) => string.Concat(rubrik.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    public override string ToString() => Namn;
}

internal static class Avtalskolumner
{
    public static readonly Kolumn Avtalsnummer = new("Avtalsnummer", "Avtalsnr", "Avtals-ID");
    public static readonly Kolumn Namnd = new("Nämnd");
    public static readonly Kolumn Verksamhetsomrade = new("Verksamhetsområde");
    public static readonly Kolumn Benamning = new("Benämning", "Avtalets benämning");
    public static readonly Kolumn Utforare = new("Utförare", "Leverantör");
    public static readonly Kolumn Organisationsnummer = new("Organisationsnummer", "Org.nr", "Orgnummer", "Organisationsnr");
    public static readonly Kolumn Driftsform = new("Driftform", "Driftsform");
    public static readonly Kolumn Upphandlingsform = new("Upphandlingsform");
    public static readonly Kolumn Start = new("Avtalsstart", "Startdatum");
    public static readonly Kolumn Slut = new("Avtalsslut", "Slutdatum");
    public static readonly Kolumn ForlangningManader = new("Förlängning (månader)", "Förlängning");
    public static readonly Kolumn AntalForlangningar = new("Antal förlängningar");
    public static readonly Kolumn UppsagningstidManader = new("Uppsägningstid (månader)", "Uppsägningstid");
    public static readonly Kolumn Arsvarde = new("Årsvärde (kr)", "Årsvärde");
    public static readonly Kolumn Omrade = new("Område");
    public static readonly Kolumn Avtalsansvarig = new("Avtalsansvarig");
    public static readonly Kolumn Anmarkning = new("Anmärkning");
    public static readonly Kolumn Diarienummer = new("Diarienummer", "Dnr", "Diarienr");
    public static readonly Kolumn Cpv = new("CPV-kod", "CPV");
    public static readonly Kolumn Regler = new("Upphandlingsregler");
    public static readonly Kolumn Varde = new("Totalt värde (kr)", "Totalt värde", "Avtalsvärde");
    public static readonly Kolumn Indexering = new("Indexering");

    public static readonly IReadOnlyList<Kolumn> Alla =
    [
        Avtalsnummer, Namnd, Verksamhetsomrade, Benamning, Utforare, Organisationsnummer, Driftsform, Upphandlingsform, Start, Slut,
        ForlangningManader, AntalForlangningar, UppsagningstidManader, Arsvarde, Omrade, Avtalsansvarig, Anmarkning,
        Diarienummer, Cpv, Regler, Varde, Indexering,
    ];
}

internal static class Enhetskolumner
{
    public static readonly Kolumn Namnd = new("Nämnd");
    public static readonly Kolumn Verksamhetsomrade = new("Verksamhetsområde");
    public static readonly Kolumn Enhet = new("Enhet", "Enhetens namn");
    public static readonly Kolumn Utforare = new("Utförare", "Leverantör");
    public static readonly Kolumn Organisationsnummer = new("Organisationsnummer", "Org.nr", "Orgnummer", "Organisationsnr");
    public static readonly Kolumn Plats = new("Plats", "Ort");
    public static readonly Kolumn Antal = new("Antal");
    public static readonly Kolumn Platser = new("Antal platser", "Platser");
    public static readonly Kolumn Brukare = new("Antal brukare", "Brukare");
    public static readonly Kolumn UppdragDiarienummer = new("Uppdragets diarienummer", "Uppdragsbeskrivning");
    public static readonly Kolumn UppdragBeslutat = new("Uppdraget beslutat");
    public static readonly Kolumn UppdragGallerTill = new("Uppdraget gäller till");
    public static readonly Kolumn Driftsform = new("Driftform", "Driftsform");
    public static readonly Kolumn MojligFor = new("Möjlig för");
    public static readonly Kolumn Konkurrens = new("Konkurrens", "I konkurrens");
    public static readonly Kolumn Anmarkning = new("Anmärkning");

    public static readonly IReadOnlyList<Kolumn> Alla =
    [
        Namnd, Verksamhetsomrade, Enhet, Utforare, Organisationsnummer, Driftsform, Plats, Antal, Platser, Brukare, MojligFor, Konkurrens,
        UppdragDiarienummer, UppdragBeslutat, UppdragGallerTill, Anmarkning,
    ];
}

/// <summary>Var i filen registrets kolumner står, och vad som inte kändes igen.</summary>
internal sealed class Kolumnkarta
{
    /// <summary>Kolumner som vi själva lägger till, i filen med fel och i exporten av utförare; de läses inte in.</summary>
    private static readonly HashSet<string> Egna = ["rad", "fel", "antalavtal", "antalenheter"];

    private readonly Dictionary<Kolumn, int> _plats = [];

    private Kolumnkarta(Importsort sort, IReadOnlyList<string> rubriker, Kolumnminne? minne)
    {
        Sort = sort;
        for (var i = 0; i < rubriker.Count; i++)
        {
            var nyckel = Kolumn.Nyckel(rubriker[i]);
            if (nyckel.Length == 0 || Egna.Contains(nyckel)) { continue; }
            var kolumn = Kolumner(sort).FirstOrDefault(k => k.Nycklar.Contains(nyckel));
            if (minne?.Minns(sort, nyckel) is { } minns)
            {
                kolumn = Kolumner(sort).FirstOrDefault(k => k.Namn == minns.Kolumn);
                Ihagkomna.Add(i);
            }
            else if (kolumn is null) { Obesvarade.Add(rubriker[i]); }
            Lagg(kolumn, rubriker[i], i);
        }
    }

    private Kolumnkarta(Kolumnval val, IReadOnlyList<string> rubriker)
    {
        Sort = val.Sort;
        for (var i = 0; i < rubriker.Count; i++)
        {
            var kolumn = val.Kolumner.TryGetValue(i, out var namn) ? Kolumner(Sort).FirstOrDefault(k => k.Namn == namn) : null;
            if (kolumn is null && ArEgen(rubriker[i])) { continue; }
            Lagg(kolumn, rubriker[i], i);
        }
        Ihagkomna.AddRange(val.Ihagkomna);
    }

    public Importsort Sort { get; }

    /// <summary>Rubriker som inte hör till registret.</summary>
    public List<string> Okanda { get; } = [];

    /// <summary>Kolumner som står två gånger i filen.</summary>
    public List<string> Dubbla { get; } = [];

    /// <summary>Rubriker som varken registret eller kommunen har ett svar på; användaren får välja.</summary>
    public List<string> Obesvarade { get; } = [];

    /// <summary>Platserna för rubriker som kommunen har kopplat förut.</summary>
    public List<int> Ihagkomna { get; } = [];

    public int AntalKanda => _plats.Count;

    public IEnumerable<Kolumn> Saknade => Kolumner(Sort).Where(k => !k.Frivillig && !_plats.ContainsKey(k));

    /// <summary>Kolumnen som varje rad måste ha.</summary>
    public Kolumn Obligatorisk => ObligatoriskI(Sort);

    public static Kolumn ObligatoriskI(Importsort sort) => sort switch
    {
        Importsort.Avtal => Avtalskolumner.Benamning,
        Importsort.Enheter => Enhetskolumner.Enhet,
        Importsort.Sammantraden => Sammantradeskolumner.Datum,
        _ => Utforarkolumner.Namn,
    };

    public static IReadOnlyList<Kolumn> Kolumner(Importsort sort) => sort switch
    {
        Importsort.Avtal => Avtalskolumner.Alla,
        Importsort.Enheter => Enhetskolumner.Alla,
        Importsort.Sammantraden => Sammantradeskolumner.Alla,
        _ => Utforarkolumner.Alla,
    };

    /// <summary>Registret som rubrikerna bäst stämmer med.</summary>
    public static Kolumnkarta For(IReadOnlyList<string> rubriker, Kolumnminne? minne = null)
    {
        var avtal = new Kolumnkarta(Importsort.Avtal, rubriker, minne);
        var enheter = new Kolumnkarta(Importsort.Enheter, rubriker, minne);
        // Avtal och enheter har också utförare; ett register över utförare är det bara när filen inte är något av dem.
        var utforare = new Kolumnkarta(Importsort.Utforare, rubriker, minne);
        var inget = !avtal.Har(avtal.Obligatorisk) && !enheter.Har(enheter.Obligatorisk);
        if (inget && utforare.Har(utforare.Obligatorisk) && utforare.AntalKanda >= Math.Max(avtal.AntalKanda, enheter.AntalKanda)) { return utforare; }
        // Också andra register har en kolumn för datum; sammanträden är filen bara när rubrikerna inte säger något annat.
        var sammantraden = new Kolumnkarta(Importsort.Sammantraden, rubriker, minne);
        if (inget && sammantraden.Har(sammantraden.Obligatorisk) && sammantraden.AntalKanda > Math.Max(avtal.AntalKanda, Math.Max(enheter.AntalKanda, utforare.AntalKanda))) { return sammantraden; }
        return enheter.Poang > avtal.Poang ? enheter : avtal;
    }

    /// <summary>Rubrikerna lästa som ett bestämt register.</summary>
    public static Kolumnkarta For(Importsort sort, IReadOnlyList<string> rubriker, Kolumnminne? minne) => new(sort, rubriker, minne);

    /// <summary>Rubrikerna så som användaren har kopplat dem.</summary>
    public static Kolumnkarta Av(Kolumnval val, IReadOnlyList<string> rubriker) => new(val, rubriker);

    /// <summary>Rad och Fel, som vi själva lägger till i filen med fel.</summary>
    public static bool ArEgen(string rubrik) => Egna.Contains(Kolumn.Nyckel(rubrik));

    /// <summary>Kolumnen på platsen, eller null när den inte läses in.</summary>
    public Kolumn? Pa(int plats) => _plats.FirstOrDefault(p => p.Value == plats).Key;

    /// <summary>Kopplingen så som den sparas med importen.</summary>
    public Kolumnval Val(int rubrikrad, string? blad) => new()
    {
        Sort = Sort,
        Rubrikrad = rubrikrad,
        Blad = blad,
        Kolumner = _plats.ToDictionary(p => p.Value, p => p.Key.Namn),
        Ihagkomna = [.. Ihagkomna.Take(100)],
    };

    public bool Har(Kolumn kolumn) => _plats.ContainsKey(kolumn);

    public int? Plats(Kolumn kolumn) => _plats.TryGetValue(kolumn, out var plats) ? plats : null;

    private void Lagg(Kolumn? kolumn, string rubrik, int plats)
    {
        if (kolumn is null)
        {
            if (rubrik.Length > 0) { Okanda.Add(rubrik); }
        }
        else if (!_plats.TryAdd(kolumn, plats)) { Dubbla.Add(kolumn.Namn); }
    }

    private int Poang => AntalKanda + (Har(Obligatorisk) ? 100 : 0);
}
