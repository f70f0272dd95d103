using System.Globalization;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Import;

/// <summary>Var i filen rubrikerna står: raden, och bladet i en arbetsbok. Null är det som programmet hittar.</summary>
internal sealed record Filplats(int? Rubrikrad, string? Blad);

/// <summary>En läst registerfil: vilket register det är, var kolumnerna står, och raderna. Inget i den är ännu tolkat mot registret.</summary>
internal sealed record Importfil
{
    /// <summary>Rubrikerna står på någon av de första raderna.</summary>
    private const int Rubrikrader = 20;

    private static readonly char[] Avgransare = [';', '\t', ','];

    public required Kolumnkarta Karta { get; init; }

    public required IReadOnlyList<string> Rubriker { get; init; }

    /// <summary>Raderna under rubrikerna, utan de tomma.</summary>
    public required IReadOnlyList<Csvrad> Rader { get; init; }

    /// <summary>Släpper raderna när de är tolkade: under skrivningen behövs de inte, och de är det mesta av minnet.</summary>
    public void SlappRader() => (Rader as List<Csvrad>)?.Clear();

    /// <summary>Det som läsaren av filen behöver säga om den: formler, rader ovanför rubrikerna.</summary>
    public IReadOnlyList<string> Varningar { get; init; } = [];

    /// <summary>Sant när filen slutar mitt i sin sista rad.</summary>
    public bool Avklippt { get; init; }

    /// <summary>Varför rubrikerna inte räcker för att läsa raderna; användaren får koppla kolumnerna själv.</summary>
    public IReadOnlyList<Hinder> Rubrikhinder { get; init; } = [];

    /// <summary>Raden med rubrikerna, räknad som kalkylarket räknar.</summary>
    public int Rubrikrad { get; init; } = 1;

    /// <summary>Bladet som läses, i en arbetsbok.</summary>
    public string? Blad { get; init; }

    /// <summary>Arbetsbokens alla blad.</summary>
    public IReadOnlyList<string> AllaBlad { get; init; } = [];

    /// <summary>De första raderna med något i: rubrikerna står på en av dem.</summary>
    public IReadOnlyList<Csvrad> Inledande { get; init; } = [];

    public Importsort Sort => Karta.Sort;

    /// <summary>Sant när rubrikerna inte själva säger vilken kolumn de är, och ingen har valt.</summary>
    public bool Obestamd { get; init; }

    /// <summary>Läser filen, eller säger allt som hindrar det. Utan val kopplas rubrikerna som registret och kommunen känner dem.</summary>
    public static (Importfil? Fil, IReadOnlyList<Hinder> Hinder) Las(byte[] innehall, Kolumnval? val = null, Kolumnminne? minne = null) =>
        Las(innehall, new Filplats(val?.Rubrikrad, val?.Blad), minne, rubriker => val is null ? Kolumnkarta.For(rubriker, minne) : Kolumnkarta.Av(val, rubriker), valt: val is not null);

    /// <summary>Läser en fil som redan har lämnats: som det register den är lämnad som, för åtkomsten följer det.</summary>
    public static (Importfil? Fil, IReadOnlyList<Hinder> Hinder) Las(byte[] innehall, Importpost post) => Kolumnval.Las(post.Kolumnval) is { } val
        ? Las(innehall, val)
        : Las(innehall, new Filplats(null, null), minne: null, rubriker => Kolumnkarta.For(post.Sort, rubriker, minne: null), valt: false);

    /// <summary>Läser filen med rubrikerna på en angiven plats och kopplade av <paramref name="karta"/>.</summary>
    public static (Importfil? Fil, IReadOnlyList<Hinder> Hinder) Las(
        byte[] innehall, Filplats plats, Kolumnminne? minne, Func<IReadOnlyList<string>, Kolumnkarta> karta, bool valt)
    {
        if (innehall.Length > TaEmotImportCommand.StorstaFil)
        {
            return (null, [new("for-stor", $"Filen är större än {TaEmotImportCommand.StorstaFil / 1024 / 1024} MB. Dela upp den.")]);
        }
        if (Arbetsbok.ArZip(innehall)) { return LasArbetsbok(innehall, plats, minne, karta, valt); }
        if (Filtext.Kodning(innehall, out var binar) is not { } kodning) { return (null, [binar!]); }

        var hinder = new List<Hinder>();
        var (avgransare, forst) = Inledning(innehall, kodning, minne);
        using var text = Lasare(innehall, kodning);
        if (forst > 0) { text.ReadLine(); }
        var alla = Csvfil.Las(text, avgransare, hinder);
        if (hinder.Count > 0) { return (null, hinder); }
        if (alla.Count == 0 || alla.All(r => r.Tom)) { return (null, [new("tom-fil", "Filen är tom.")]); }

        var (fil, rubrikhinder) = Under(alla, plats.Rubrikrad, minne, karta, valt);
        if (fil is null) { return (null, rubrikhinder); }
        return (fil with
        {
            Avklippt = innehall[^1] is not ((byte)'\n' or (byte)'\r' or 0)
                && fil.Rader[^1].Celler.Length < fil.Rubriker.Count
                && fil.Rader.SkipLast(1).All(r => r.Celler.Length >= fil.Rubriker.Count),
        }, []);
    }

    private static (Importfil? Fil, IReadOnlyList<Hinder> Hinder) LasArbetsbok(
        byte[] innehall, Filplats plats, Kolumnminne? minne, Func<IReadOnlyList<string>, Kolumnkarta> karta, bool valt)
    {
        var (blad, hinder) = Arbetsbok.Las(innehall, rad => ArRubriker(rad, minne), plats.Blad);
        if (blad is null) { return (null, [hinder!]); }
        if (blad.Rader.All(r => r.Tom)) { return (null, [new("tom-fil", $"Bladet {blad.Namn} är tomt.")]); }

        var (fil, rubrikhinder) = Under(blad.Rader, plats.Rubrikrad, minne, karta, valt);
        if (fil is null) { return (null, rubrikhinder); }
        return (fil with { Varningar = [.. fil.Varningar, .. blad.Varningar], Blad = blad.Namn, AllaBlad = blad.Alla }, []);
    }

    private static bool ArRubriker(Csvrad rad, Kolumnminne? minne) =>
        Kolumnkarta.For(rad.Celler, minne) is var karta && karta.AntalKanda >= 2 && karta.Har(karta.Obligatorisk);

    /// <summary>
    /// Var rubrikerna står. A title above them, often in merged cells, is how many keep their registers: the first row that reads as headings,
    /// else the one with the most known ones, else the first with more than one cell.
    /// </summary>
    private static int Rubrikplats(IReadOnlyList<Csvrad> alla, Kolumnminne? minne)
    {
        var forsta = alla.Take(Rubrikrader).ToList();
        if (forsta.FindIndex(r => ArRubriker(r, minne)) is var sakra and >= 0) { return sakra; }
        var kanda = forsta.Select(r => Kolumnkarta.For(r.Celler, minne).AntalKanda).ToList();
        if (kanda.Max() > 0) { return kanda.IndexOf(kanda.Max()); }
        var breda = forsta.FindIndex(r => r.Celler.Count(c => !string.IsNullOrWhiteSpace(c)) > 1);
        return breda >= 0 ? breda : Math.Max(0, forsta.FindIndex(r => !r.Tom));
    }

    /// <summary>Raderna under rubrikerna. Det som är fel med rubrikerna följer med, så att användaren kan koppla dem själv.</summary>
    private static (Importfil? Fil, IReadOnlyList<Hinder> Hinder) Under(
        IReadOnlyList<Csvrad> alla, int? rubrikrad, Kolumnminne? minne, Func<IReadOnlyList<string>, Kolumnkarta> kartlagg, bool valt)
    {
        var plats = rubrikrad is { } nr ? alla.TakeWhile(r => r.Nr < nr).Count() : Rubrikplats(alla, minne);
        if (plats >= alla.Count) { return (null, [new("inga-rader", $"Filen har inga rader under rad {rubrikrad}.")]); }
        var rubriker = alla[plats].Celler.Select(c => c.Trim()).ToArray();
        var karta = kartlagg(rubriker);
        var rader = alla.Skip(plats + 1).Where(r => !r.Tom).ToList();
        if (rader.Count == 0) { return (null, [new("inga-rader", "Filen har rubriker men inga rader.")]); }
        var hinder = Provarubriker(karta, rubriker).ToList();
        return (new Importfil
        {
            Karta = karta,
            Rubriker = rubriker,
            Rader = rader,
            Rubrikrad = alla[plats].Nr,
            Rubrikhinder = hinder,
            Obestamd = !valt && (hinder.Count > 0 || karta.Obesvarade.Count > 0),
            Inledande = [.. alla.Take(Rubrikrader).Where(r => !r.Tom)],
            Varningar = [.. Rubrikvarningar(alla, plats, karta, rubriker)],
        }, []);
    }

    private static IEnumerable<string> Rubrikvarningar(IReadOnlyList<Csvrad> alla, int plats, Kolumnkarta karta, string[] rubriker)
    {
        if (alla.Take(plats).Any(r => !r.Tom)) { yield return $"Rubrikerna står på rad {alla[plats].Nr}. Det som står ovanför läses inte in."; }
        if (karta.Ihagkomna.Count == 0) { yield break; }
        var ihagkomna = karta.Ihagkomna.Where(i => i < rubriker.Length).Select(i => $"{rubriker[i]} {(karta.Pa(i) is { } kolumn ? $"är {kolumn.Namn}" : "läses inte in")}");
        yield return $"Kopplat som kommunen har gjort förut (ihågkommet): {Kort(string.Join(", ", ihagkomna))}.";
    }

    private static IEnumerable<Hinder> Provarubriker(Kolumnkarta karta, string[] rubriker)
    {
        var vantade = string.Join(", ", Kolumnkarta.Kolumner(karta.Sort).Where(k => !k.Frivillig).Select(k => k.Namn));
        var hittade = Kort(string.Join(", ", rubriker.Where(r => r.Length > 0)));
        if (karta.AntalKanda == 0)
        {
            yield return new("okanda-rubriker", $"Inga av rubrikerna känns igen. I filen står: {hittade}.");
            yield break;
        }
        if (!karta.Har(karta.Obligatorisk))
        {
            yield return new("rubrik-saknas", $"Rubriken {karta.Obligatorisk} saknas. Väntade rubriker: {vantade}. I filen står: {hittade}.");
        }
        if (karta.Dubbla.Count > 0)
        {
            yield return new("dubbel-rubrik", $"Samma rubrik står två gånger: {string.Join(", ", karta.Dubbla)}. Ta bort eller byt namn på den ena.");
        }
    }

    /// <summary>Avgränsaren, och antalet rader före rubrikerna. Excels egen rad "sep=;" gäller före det som rubrikerna säger.</summary>
    private static (char Avgransare, int Forst) Inledning(byte[] innehall, System.Text.Encoding kodning, Kolumnminne? minne)
    {
        using (var text = Lasare(innehall, kodning))
        {
            var buffert = new char[8];
            var antal = text.ReadBlock(buffert);
            var borjan = new string(buffert, 0, antal);
            if (borjan.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && antal > 5 && borjan[5] is '\r' or '\n')
            {
                return (borjan[4], 1);
            }
        }

        var basta = (Avgransare: ';', Poang: (-1, 0, 0));
        foreach (var kandidat in Avgransare)
        {
            using var text = Lasare(innehall, kodning);
            var forsta = Csvfil.Las(text, kandidat, [], hogst: Rubrikrader);
            // Without known headings the delimiter is the one that gives rows of the same width; a comma in a sentence does not.
            var lika = forsta.Where(r => r.Celler.Length > 1).GroupBy(r => r.Celler.Length).OrderByDescending(g => g.Count()).FirstOrDefault();
            var poang = (forsta.Max(r => (int?)Kolumnkarta.For(r.Celler, minne).AntalKanda) ?? 0, lika?.Count() ?? 0, lika?.Key ?? 0);
            if (poang.CompareTo(basta.Poang) > 0) { basta = (kandidat, poang); }
        }
        return (basta.Avgransare, 0);
    }

    private static StreamReader Lasare(byte[] innehall, System.Text.Encoding kodning) =>
        new(new MemoryStream(innehall, writable: false), kodning, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024);

    private static string Kort(string text) => text.Length <= 300 ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 300)}…");
}
