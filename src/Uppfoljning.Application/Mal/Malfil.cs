using System.Globalization;
using System.Text.Json;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Import;
using Uppfoljning.Domain.Mal;
using K = Uppfoljning.Application.Mal.Malkolumner;

namespace Uppfoljning.Application.Mal;

/// <summary>
/// En läst fil med mål, ännu inte jämförd med registret: fullmäktiges (JSON eller en tabell), eller en nämnds målbilaga eller indikatorer (en tabell).
/// En tabell är en Excel-arbetsbok eller en CSV-fil.
/// </summary>
internal sealed record Malfil
{
    public const int StorstaFil = 1024 * 1024;

    private const int FlestMal = 2000;

    private const int FlestFel = 20;

    public IReadOnlyList<(string Namn, string? Dimension)> Omraden { get; init; } = [];

    /// <summary>Fullmäktiges mål, och målområdet när filen säger det.</summary>
    public IReadOnlyList<(string Namn, string? Omrade)> Fullmaktigemal { get; init; } = [];

    public IReadOnlyList<Malfilrad> Namndmal { get; init; } = [];

    public IReadOnlyList<Indikatorfilrad> Indikatorer { get; init; } = [];

    /// <summary>Delar av filen som inte är mål och därför inte läses.</summary>
    public IReadOnlyList<string> Ovrigt { get; init; } = [];

    /// <summary>Det som läsaren av arbetsboken behöver veta: formler och felvärden.</summary>
    public IReadOnlyList<string> Varningar { get; init; } = [];

    /// <summary>Filen ur begäran, eller ur fillagret när den redan har lämnats. Innehållet sparas tillfälligt under sin checksumma.</summary>
    public static async Task<(byte[]? Innehall, string Checksumma, IReadOnlyList<Hinder> Hinder)> HamtaAsync(
        IFillager lager, Stream? fil, string? checksumma, CancellationToken cancellationToken)
    {
        if (fil is null)
        {
            var sparad = string.IsNullOrEmpty(checksumma) ? null : await lager.LasTillfalligtAsync(checksumma, cancellationToken);
            return sparad is null ? (null, "", [new("fil-saknas", "Välj en fil.", Falt: "Fil")]) : (sparad, checksumma!, []);
        }
        var innehall = await Importlagring.LasAsync(fil, cancellationToken);
        return innehall is null || innehall.Length > StorstaFil
            ? (null, "", [new("for-stor", "Filen är större än 1 MB. Det här är inte en lista med mål.", Falt: "Fil")])
            : (innehall, await lager.SparaTillfalligtAsync(innehall, cancellationToken), []);
    }

    /// <summary>Fullmäktiges mål och målområden ur styrningens JSON-fil, eller ur en tabell så som exporten skriver den.</summary>
    public static (Malfil? Fil, IReadOnlyList<Hinder> Hinder) LasStyrning(byte[] innehall)
    {
        var (tabell, olasbar) = Maltabell.Las(innehall, t => t.Har(K.Mal) && t.Har(K.Malomrade));
        if (tabell is not null) { return Fullmaktigetabell(tabell); }
        if (Arbetsbok.ArZip(innehall) || (olasbar is not null && !BorjarSomJson(innehall)))
        {
            return (null, [olasbar ?? Fel("Arbetsboken ska ha rubrikerna Mål och Målområde.")]);
        }
        try
        {
            using var json = JsonDocument.Parse(innehall.AsMemory(innehall.AsSpan().StartsWith(System.Text.Encoding.UTF8.Preamble) ? 3 : 0));
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("kommunfullmaktigemal", out var mal) || mal.ValueKind != JsonValueKind.Array)
            {
                return (null, [new("inga-mal", "Filen saknar listan kommunfullmaktigemal.", Falt: "Fil")]);
            }
            List<(string, string?)> omraden = json.RootElement.TryGetProperty("malomraden", out var lista) && lista.ValueKind == JsonValueKind.Array
                ? [.. lista.EnumerateArray().Select(o => (Text(o, "namn") ?? "", Text(o, "dimension")))]
                : [];
            List<string> namn = [.. mal.EnumerateArray().Select(m => m.ValueKind == JsonValueKind.String ? Celltext.Enradig(m.GetString()) ?? "" : "")];
            var hinder = Prova(omraden.Select(o => o.Item1), "Målområde", 200).Concat(Prova(namn, "Mål", 500)).ToList();
            return hinder.Count > 0 ? (null, hinder) : (new Malfil
            {
                Omraden = omraden,
                Fullmaktigemal = [.. namn.Select(n => (n, (string?)null))],
                Ovrigt = [.. json.RootElement.EnumerateObject().Select(p => p.Name).Where(n => n is not ("kommun" or "malomraden" or "kommunfullmaktigemal"))],
            }, []);
        }
        catch (JsonException)
        {
            return (null, [new("fel-filtyp", "Filen är varken JSON eller en tabell med rubrikerna Mål och Målområde, eller är avklippt.", Falt: "Fil")]);
        }
    }

    /// <summary>Nämndmål ur en målbilaga, eller nämndens indikatorer: rubrikerna säger vilket.</summary>
    public static (Malfil? Fil, IReadOnlyList<Hinder> Hinder) LasMalbilaga(byte[] innehall, Importnamnd namnd)
    {
        var (tabell, olasbar) = Maltabell.Las(innehall, t => t.Har(K.Mal) && (t.Har(K.VadFoljsUpp) || t.Har(K.Indikator) || t.Har(K.Fullmaktigemal)));
        if (tabell is null)
        {
            return (null, [olasbar ?? Fel("Första raden ska ha rubrikerna Mål, Vad ska följas upp, Arbetssätt och ansvar; för indikatorer Mål, Indikator och en kolumn för varje år.")]);
        }
        foreach (var rad in tabell.Rader)
        {
            if (tabell.Text(rad, K.Namnd) is { } text && !namnd.Heter(text)) { tabell.LaggFel(rad, K.Namnd, $"\u201D{Radlasare.Kort(text)}\u201D är en annan nämnd. Filen förs in i {namnd.Namn}."); }
        }
        return tabell.Har(K.Indikator) ? Indikatortabell(tabell) : Maltabellen(tabell);
    }

    private static (Malfil? Fil, IReadOnlyList<Hinder> Hinder) Maltabellen(Maltabell tabell)
    {
        var sedda = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var mal = new List<Malfilrad>();
        foreach (var rad in tabell.Rader)
        {
            var namn = tabell.Hogst(rad, K.Mal, tabell.Text(rad, K.Mal), 500);
            if (namn is null) { tabell.LaggFel(rad, K.Mal, "Saknas. Varje rad ska ha ett mål."); }
            else if (!sedda.TryAdd(namn, rad.Nr)) { tabell.LaggFel(rad, K.Mal, $"Samma mål står på rad {sedda[namn]}. Behåll en av raderna."); }
            mal.Add(new(rad.Nr, namn ?? "", tabell.Text(rad, K.Fullmaktigemal),
                tabell.Hogst(rad, K.VadFoljsUpp, tabell.Flerradig(rad, K.VadFoljsUpp), 1000), tabell.Hogst(rad, K.Arbetssatt, tabell.Flerradig(rad, K.Arbetssatt), 1000)));
        }
        return Klar(tabell, new Malfil { Namndmal = mal, Ovrigt = [.. tabell.Okanda, .. tabell.Aren.Keys.Select(a => a.ToString(CultureInfo.InvariantCulture))] });
    }

    private static (Malfil? Fil, IReadOnlyList<Hinder> Hinder) Indikatortabell(Maltabell tabell)
    {
        var sedda = new Dictionary<(string, string), int>();
        var indikatorer = new List<Indikatorfilrad>();
        foreach (var rad in tabell.Rader)
        {
            var (mal, namn) = (tabell.Text(rad, K.Mal), tabell.Text(rad, K.Indikator));
            if (mal is null) { tabell.LaggFel(rad, K.Mal, "Saknas. Varje indikator hör till ett mål."); }
            if (namn is null) { tabell.LaggFel(rad, K.Indikator, "Saknas. Varje rad ska ha en indikator."); }
            if (mal is not null && namn is not null && !sedda.TryAdd((mal.ToLowerInvariant(), namn.ToLowerInvariant()), rad.Nr))
            {
                tabell.LaggFel(rad, K.Indikator, $"Samma indikator står på rad {sedda[(mal.ToLowerInvariant(), namn.ToLowerInvariant())]}. Behåll en av raderna.");
            }
            Riktning? riktning = null;
            if (tabell.Text(rad, K.Riktning) is { } skriven)
            {
                if (Uppraknat.TryTolka<Riktning>(skriven, Indikatorvarden.Text, out var last)) { riktning = last; }
                else { tabell.LaggFel(rad, K.Riktning, $"\u201D{Radlasare.Kort(skriven)}\u201D är okänt. Skriv minst eller högst."); }
            }
            var varden = new Dictionary<int, long>();
            foreach (var (ar, plats) in tabell.Aren)
            {
                if (Tal(tabell, rad, ar, Maltabell.Vid(rad, plats)) is { } varde) { varden[ar] = varde; }
            }
            indikatorer.Add(new(rad.Nr, mal ?? "", namn ?? "", tabell.Text(rad, K.Enhet), riktning, Tal(tabell, rad, K.Malvarde, tabell.Text(rad, K.Malvarde)), varden));
        }
        return Klar(tabell, new Malfil { Indikatorer = indikatorer, Ovrigt = tabell.Okanda });
    }

    private static (Malfil? Fil, IReadOnlyList<Hinder> Hinder) Fullmaktigetabell(Maltabell tabell)
    {
        var omraden = new Dictionary<string, (int Nr, string Namn, string? Dimension)>(StringComparer.OrdinalIgnoreCase);
        var sedda = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var mal = new List<(string, string?)>();
        foreach (var rad in tabell.Rader)
        {
            var namn = tabell.Hogst(rad, K.Mal, tabell.Text(rad, K.Mal), 500);
            var omrade = tabell.Hogst(rad, K.Malomrade, tabell.Text(rad, K.Malomrade), 200);
            var dimension = tabell.Hogst(rad, K.Dimension, tabell.Text(rad, K.Dimension), 200);
            if (omrade is null)
            {
                if (namn is null) { tabell.LaggFel(rad, K.Mal, "Saknas. Raden har varken mål eller målområde."); }
                if (dimension is not null) { tabell.LaggFel(rad, K.Dimension, "Dimensionen hör till ett målområde, men raden har inget."); }
            }
            else if (!omraden.TryGetValue(omrade, out var forut)) { omraden[omrade] = (rad.Nr, omrade, dimension); }
            else if (dimension is not null)
            {
                if (forut.Dimension is null) { omraden[omrade] = forut with { Dimension = dimension }; }
                else if (forut.Dimension != dimension) { tabell.LaggFel(rad, K.Dimension, $"Målområdet {NamndmalHandler.Kort(omrade)} har en annan dimension på rad {forut.Nr}: {Radlasare.Kort(forut.Dimension)}."); }
            }
            if (namn is null) { continue; }
            if (!sedda.TryAdd(namn, rad.Nr)) { tabell.LaggFel(rad, K.Mal, $"Samma mål står på rad {sedda[namn]}. Behåll en av raderna."); }
            mal.Add((namn, omrade));
        }
        return Klar(tabell, new Malfil { Omraden = [.. omraden.Values.Select(o => (o.Namn, o.Dimension))], Fullmaktigemal = mal, Ovrigt = tabell.Okanda });
    }

    private static long? Tal(Maltabell tabell, Csvrad rad, object kolumn, string? text)
    {
        if (text is null) { return null; }
        if (Indikatorvarden.TryTolka(text, out var tal)) { return tal; }
        tabell.LaggFel(rad, kolumn, $"\u201D{Radlasare.Kort(text)}\u201D går inte att läsa som ett tal med högst två decimaler, till exempel 87,5. Töm cellen om värdet inte är känt.");
        return null;
    }

    /// <summary>Det som filen är, eller de första felen och hur många det är.</summary>
    private static (Malfil? Fil, IReadOnlyList<Hinder> Hinder) Klar(Maltabell tabell, Malfil fil)
    {
        var fel = new List<Hinder>();
        if (tabell.Dubbla.Count > 0) { fel.Add(Fel($"Samma rubrik står två gånger: {string.Join(", ", tabell.Dubbla)}. Ta bort eller byt namn på den ena.")); }
        if (tabell.Rader.Count == 0) { fel.Add(Fel("Filen har rubriker men inga rader.")); }
        if (tabell.Rader.Count > FlestMal) { fel.Add(Fel($"Filen har fler än {FlestMal} rader.")); }
        fel.AddRange(tabell.Fel);
        return fel.Count == 0 ? (fil with { Varningar = tabell.Varningar }, []) : (null, Visade(fel));
    }

    /// <summary>De första felen, och hur många som är kvar.</summary>
    internal static IReadOnlyList<Hinder> Visade(IReadOnlyList<Hinder> fel) =>
        fel.Count <= FlestFel ? fel : [.. fel.Take(FlestFel), Fel($"Filen har {fel.Count - FlestFel} fel till. Rätta de första och prova igen.")];

    private static bool BorjarSomJson(byte[] innehall) => System.Text.Encoding.UTF8.GetString(innehall.AsSpan(0, Math.Min(64, innehall.Length))).TrimStart('\uFEFF', ' ', '\r', '\n', '\t') is ['{' or '[', ..];

    private static IEnumerable<Hinder> Prova(IEnumerable<string> namn, string vad, int langst)
    {
        var sedda = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var nr = 0;
        foreach (var n in namn)
        {
            nr++;
            if (n.Length == 0) { yield return Fel($"{vad} nummer {nr} i filen saknar text."); }
            else if (n.Length > langst) { yield return Fel($"{vad} nummer {nr} i filen är längre än {langst} tecken."); }
            else if (!sedda.Add(n)) { yield return Fel($"{vad} nummer {nr} i filen, {NamndmalHandler.Kort(n)}, står två gånger."); }
        }
        if (nr == 0 && vad == "Mål") { yield return Fel("Filen har inga mål."); }
        if (nr > FlestMal) { yield return Fel($"Filen har fler än {FlestMal} rader."); }
    }

    private static Hinder Fel(string text) => new("malfil", text, Falt: "Fil");

    private static string? Text(JsonElement element, string namn) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(namn, out var varde) && varde.ValueKind == JsonValueKind.String
            ? Celltext.Enradig(varde.GetString())
            : null;
}

/// <summary>Ett nämndmål ur en fil, och raden som det står på.</summary>
internal sealed record Malfilrad(int Nr, string Namn, string? Fullmaktigemal, string? Vad, string? Arbetssatt);

/// <summary>En indikator ur en fil. Ett år som inte finns bland värdena är tomt i filen.</summary>
internal sealed record Indikatorfilrad(int Nr, string Mal, string Namn, string? Enhet, Riktning? Riktning, long? Malvarde, IReadOnlyDictionary<int, long> Varden);

/// <summary>Vad som skulle hända om filen fördes in, rad för rad.</summary>
/// <remarks>
/// Checksumman är filen i fillagret och följer med när den förs in. Avtrycket är utfallet i korthet; är det ett annat när filen förs in
/// har registret ändrats emellan.
/// </remarks>
public sealed record Malprovning(string Checksumma, string Avtryck, IReadOnlyList<Malprovningsrad> Rader, IReadOnlyList<string> Ovrigt, Guid? NamndId, string? Namnd)
{
    public IReadOnlyList<string> Varningar { get; init; } = [];

    public int Nya => Rader.Count(r => r.Utfall == Malutfall.Nytt);

    public int Andrade => Rader.Count(r => r.Utfall == Malutfall.Andras);

    public int Lika => Rader.Count(r => r.Utfall == Malutfall.Lika);
}

public sealed record Malprovningsrad(string Vad, string Namn, Malutfall Utfall, IReadOnlyList<Andring> Andringar);

public enum Malutfall
{
    Nytt,
    Andras,
    Lika,
}
