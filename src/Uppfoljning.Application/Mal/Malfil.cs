using System.Text.Json;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Import;

namespace Uppfoljning.Application.Mal;

/// <summary>En läst fil med mål, ännu inte jämförd med registret: fullmäktiges (JSON) eller en nämnds målbilaga (CSV).</summary>
internal sealed record Malfil
{
    public const int StorstaFil = 1024 * 1024;

    private const int FlestMal = 2000;

    private static readonly string[] Avgransare = [";", "\t", ","];

    public IReadOnlyList<(string Namn, string? Dimension)> Omraden { get; init; } = [];

    public IReadOnlyList<string> Fullmaktigemal { get; init; } = [];

    public IReadOnlyList<(string Namn, string? Vad, string? Arbetssatt)> Namndmal { get; init; } = [];

    /// <summary>Delar av filen som inte är mål och därför inte läses.</summary>
    public IReadOnlyList<string> Ovrigt { get; init; } = [];

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

    /// <summary>Fullmäktiges mål och målområden ur styrningens JSON-fil.</summary>
    public static (Malfil? Fil, IReadOnlyList<Hinder> Hinder) LasStyrning(byte[] innehall)
    {
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
                Fullmaktigemal = namn,
                Ovrigt = [.. json.RootElement.EnumerateObject().Select(p => p.Name).Where(n => n is not ("kommun" or "malomraden" or "kommunfullmaktigemal"))],
            }, []);
        }
        catch (JsonException)
        {
            return (null, [new("fel-filtyp", "Filen är inte JSON, eller är avklippt.", Falt: "Fil")]);
        }
    }

    /// <summary>Nämndmål ur en målbilaga: Mål, Vad ska följas upp, Arbetssätt och ansvar.</summary>
    public static (Malfil? Fil, IReadOnlyList<Hinder> Hinder) LasMalbilaga(byte[] innehall)
    {
        if (Filtext.Kodning(innehall, out var binar) is not { } kodning) { return (null, [binar! with { Falt = "Fil" }]); }
        foreach (var avgransare in Avgransare)
        {
            using var text = new StreamReader(new MemoryStream(innehall, writable: false), kodning, detectEncodingFromByteOrderMarks: true);
            var fel = new List<Hinder>();
            var rader = Csvfil.Las(text, avgransare[0], fel);
            if (rader.Count == 0) { continue; }
            List<string> rubriker = [.. rader[0].Celler.Select(c => Celltext.Enradig(c) ?? "")];
            int Kolumn(string namn) => rubriker.FindIndex(r => r.StartsWith(namn, StringComparison.OrdinalIgnoreCase));
            if (Kolumn("Mål") < 0 || Kolumn("Vad ska följas upp") < 0) { continue; }
            if (fel.Count > 0) { return (null, [.. fel.Select(h => h with { Falt = "Fil" })]); }

            string? Cell(Csvrad rad, string namn) => Kolumn(namn) is var k and >= 0 && k < rad.Celler.Length ? Celltext.Flerradig(rad.Celler[k]) : null;
            List<(string, string?, string?)> mal = [.. rader.Skip(1).Where(r => !r.Tom).Select(r => (Celltext.Enradig(Cell(r, "Mål")) ?? "", Cell(r, "Vad ska"), Cell(r, "Arbetssätt")))];
            var hinder = Prova(mal.Select(m => m.Item1), "Mål", 500).ToList();
            hinder.AddRange(mal.Where(m => m.Item2?.Length > 1000 || m.Item3?.Length > 1000).Select(m => Fel($"Texten till målet {NamndmalHandler.Kort(m.Item1)} är längre än 1 000 tecken.")));
            return hinder.Count > 0 ? (null, hinder) : (new Malfil { Namndmal = mal }, []);
        }
        return (null, [Fel("Första raden ska ha rubrikerna Mål, Vad ska följas upp, Arbetssätt och ansvar.")]);
    }

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

/// <summary>Vad som skulle hända om filen fördes in, rad för rad.</summary>
/// <remarks>
/// Checksumman är filen i fillagret och följer med när den förs in. Avtrycket är utfallet i korthet; är det ett annat när filen förs in
/// har registret ändrats emellan.
/// </remarks>
public sealed record Malprovning(string Checksumma, string Avtryck, IReadOnlyList<Malprovningsrad> Rader, IReadOnlyList<string> Ovrigt, Guid? NamndId, string? Namnd)
{
    public int Nya => Rader.Count(r => r.Utfall == Malutfall.Nytt);

    public int Andrade => Rader.Count(r => r.Utfall == Malutfall.Andras);

    public int Lika => Rader.Count(r => r.Utfall == Malutfall.Lika);
}

public sealed record Malprovningsrad(string Vad, string Namn, Malutfall Utfall);

public enum Malutfall
{
    Nytt,
    Andras,
    Lika,
}
