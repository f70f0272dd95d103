using System.Globalization;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Import;

/// <summary>En läst registerfil: vilket register det är, var kolumnerna står, och raderna. Inget i den är ännu tolkat mot registret.</summary>
internal sealed record Importfil
{
    private static readonly char[] Avgransare = [';', '\t', ','];

    public required Kolumnkarta Karta { get; init; }

    public required IReadOnlyList<string> Rubriker { get; init; }

    /// <summary>Raderna under rubrikerna, utan de tomma.</summary>
    public required IReadOnlyList<Csvrad> Rader { get; init; }

    /// <summary>Det som läsaren av filen behöver säga om den: formler, rader ovanför rubrikerna.</summary>
    public IReadOnlyList<string> Varningar { get; init; } = [];

    /// <summary>Sant när filen slutar mitt i sin sista rad.</summary>
    public bool Avklippt { get; init; }

    public Importsort Sort => Karta.Sort;

    /// <summary>Läser filen, eller säger allt som hindrar det.</summary>
    public static (Importfil? Fil, IReadOnlyList<Hinder> Hinder) Las(byte[] innehall)
    {
        if (innehall.Length > TaEmotImportCommand.StorstaFil)
        {
            return (null, [new("for-stor", $"Filen är större än {TaEmotImportCommand.StorstaFil / 1024 / 1024} MB. Dela upp den.")]);
        }
        if (Arbetsbok.ArZip(innehall)) { return LasArbetsbok(innehall); }
        if (Filtext.Kodning(innehall, out var binar) is not { } kodning) { return (null, [binar!]); }

        var hinder = new List<Hinder>();
        var (avgransare, forst) = Inledning(innehall, kodning);
        using var text = Lasare(innehall, kodning);
        if (forst > 0) { text.ReadLine(); }
        var alla = Csvfil.Las(text, avgransare, hinder);
        if (hinder.Count > 0) { return (null, hinder); }
        if (alla.Count == 0 || alla.All(r => r.Tom)) { return (null, [new("tom-fil", "Filen är tom.")]); }

        var (fil, rubrikhinder) = Under(alla, 0);
        if (fil is null) { return (null, rubrikhinder); }
        return (fil with
        {
            Avklippt = innehall[^1] is not ((byte)'\n' or (byte)'\r' or 0)
                && fil.Rader[^1].Celler.Length < fil.Rubriker.Count
                && fil.Rader.SkipLast(1).All(r => r.Celler.Length >= fil.Rubriker.Count),
        }, []);
    }

    private static (Importfil? Fil, IReadOnlyList<Hinder> Hinder) LasArbetsbok(byte[] innehall)
    {
        var (blad, hinder) = Arbetsbok.Las(innehall, ArRubriker);
        if (blad is null) { return (null, [hinder!]); }
        if (blad.Rader.All(r => r.Tom)) { return (null, [new("tom-fil", $"Bladet {blad.Namn} är tomt.")]); }

        // A title above the headings, often in merged cells, is how many keep their registers.
        var rubrikrad = Math.Max(0, blad.Rader.Take(20).ToList().FindIndex(r => ArRubriker(r)));
        var (fil, rubrikhinder) = Under(blad.Rader, rubrikrad);
        if (fil is null) { return (null, rubrikhinder); }
        var ovanfor = rubrikrad == 0 ? [] : new[] { $"Rubrikerna står på rad {blad.Rader[rubrikrad].Nr}. Det som står ovanför läses inte in." };
        return (fil with { Varningar = [.. ovanfor, .. blad.Varningar] }, []);
    }

    private static bool ArRubriker(Csvrad rad) => Kolumnkarta.For(rad.Celler) is var karta && karta.AntalKanda >= 2 && karta.Har(karta.Obligatorisk);

    /// <summary>Raderna under rubrikerna, eller vad som är fel med rubrikerna.</summary>
    private static (Importfil? Fil, IReadOnlyList<Hinder> Hinder) Under(IReadOnlyList<Csvrad> alla, int rubrikrad)
    {
        var rubriker = alla[rubrikrad].Celler.Select(c => c.Trim()).ToArray();
        var karta = Kolumnkarta.For(rubriker);
        var hinder = Rubrikhinder(karta, rubriker).ToList();
        var rader = alla.Skip(rubrikrad + 1).Where(r => !r.Tom).ToList();
        if (hinder.Count == 0 && rader.Count == 0) { hinder.Add(new("inga-rader", "Filen har rubriker men inga rader.")); }
        return hinder.Count > 0 ? (null, hinder) : (new Importfil { Karta = karta, Rubriker = rubriker, Rader = rader }, []);
    }

    private static IEnumerable<Hinder> Rubrikhinder(Kolumnkarta karta, string[] rubriker)
    {
        var vantade = string.Join(", ", Kolumnkarta.Kolumner(karta.Sort).Select(k => k.Namn));
        var hittade = Kort(string.Join(", ", rubriker.Where(r => r.Length > 0)));
        if (karta.AntalKanda < 2)
        {
            var avtal = string.Join(", ", Avtalskolumner.Alla.Select(k => k.Namn));
            var enheter = string.Join(", ", Enhetskolumner.Alla.Select(k => k.Namn));
            var utforare = string.Join(", ", Utforarkolumner.Alla.Select(k => k.Namn));
            yield return new("okanda-rubriker",
                $"Första raden ska ha rubrikerna, åtskilda av semikolon, komma eller tabb. För avtal: {avtal}. För enheter: {enheter}. För utförare: {utforare}. I filen står: {hittade}.");
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
    private static (char Avgransare, int Forst) Inledning(byte[] innehall, System.Text.Encoding kodning)
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

        var basta = (Avgransare: ';', Kanda: -1, Antal: 0);
        foreach (var kandidat in Avgransare)
        {
            using var text = Lasare(innehall, kodning);
            var rad = Csvfil.Las(text, kandidat, [], hogst: 1);
            var rubriker = rad.Count == 0 ? [] : rad[0].Celler;
            var forslag = (kandidat, Kolumnkarta.For(rubriker).AntalKanda, rubriker.Length);
            if (forslag.AntalKanda > basta.Kanda || (forslag.AntalKanda == basta.Kanda && forslag.Length > basta.Antal)) { basta = forslag; }
        }
        return (basta.Avgransare, 0);
    }

    private static StreamReader Lasare(byte[] innehall, System.Text.Encoding kodning) =>
        new(new MemoryStream(innehall, writable: false), kodning, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024);

    private static string Kort(string text) => text.Length <= 300 ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 300)}…");
}
