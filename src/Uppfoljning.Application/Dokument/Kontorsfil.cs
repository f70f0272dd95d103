using System.IO.Compression;
using System.Xml;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Application.Dokument;

/// <summary>
/// Office- och OpenDocument-filer: ett ZIP-arkiv som säger vad det är. Hela arkivet packas upp en gång, utan att sparas, så att en skadad eller
/// sprängfylld fil nekas här och inte hos den som öppnar den.
/// </summary>
internal static class Kontorsfil
{
    private const long StorstUppackad = 500L * 1024 * 1024;
    private const int FlestDelar = 10_000;

    private const string Makron = "filen har makron och tas inte emot. Spara den utan makron (DOCX, XLSX, ODT eller ODS), eller som PDF.";

    private static readonly Dictionary<string, Filtyp> Huvuddelar = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"] = Filtyp.Docx,
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"] = Filtyp.Xlsx,
        ["application/vnd.oasis.opendocument.text"] = Filtyp.Odt,
        ["application/vnd.oasis.opendocument.spreadsheet"] = Filtyp.Ods,
    };

    public static (Filtyp? Typ, Hinder? Hinder) Prova(Stream fil)
    {
        try
        {
            fil.Position = 0;
            using var arkiv = new ZipArchive(fil, ZipArchiveMode.Read, leaveOpen: true);
            if (arkiv.Entries.Count > FlestDelar) { return Nej("zip-bomb", $"filen har fler än {FlestDelar} delar och kan inte vara ett dokument."); }

            var sort = Sort(arkiv);
            PackaUpp(arkiv);
            if (sort.Makron || arkiv.Entries.Any(ArMakro)) { return Nej("makron", Makron); }
            if (sort.Last) { return Nej("losenord", "filen är skyddad med lösenord och kan inte prövas. Spara den utan lösenord."); }
            return (sort.Typ, null);
        }
        catch (Arbetsboksfel fel)
        {
            return Nej(fel.Kod, "filen är packad så hårt att den inte kan vara ett vanligt dokument (en så kallad ZIP-bomb). Den tas inte emot.");
        }
        catch (Exception fel) when (fel is InvalidDataException or XmlException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException)
        {
            return Nej("avklippt", "filen är ett packat dokument som är avklippt eller skadat. Hämta eller spara det på nytt och försök igen.");
        }
    }

    private static (Filtyp? Typ, Hinder? Hinder) Nej(string kod, string text) => (null, new Hinder(kod, text));

    private static void PackaUpp(ZipArchive arkiv)
    {
        var uppackat = new Uppackat(StorstUppackad);
        var buffert = new byte[64 * 1024];
        foreach (var del in arkiv.Entries)
        {
            using var strom = Oppna(del, uppackat);
            while (strom.Read(buffert) > 0) { }
        }
    }

    private static Zipdel Oppna(ZipArchiveEntry del, Uppackat uppackat) => new(del.Open(), del.CompressedLength, del.Crc32, uppackat, uppmarkt: false);

    private static (Filtyp? Typ, bool Makron, bool Last) Sort(ZipArchive arkiv)
    {
        if (arkiv.Entries.Where(d => d.FullName == "[Content_Types].xml").ToList() is { Count: > 0 } typer)
        {
            return typer.Count == 1 ? Office(arkiv, typer[0]) : throw new InvalidDataException("Två innehållsförteckningar.");
        }
        if (arkiv.Entries is [{ FullName: "mimetype", Length: < 200 } forsta, ..])
        {
            using var text = new StreamReader(Oppna(forsta, new Uppackat(1024)));
            return Huvuddelar.TryGetValue(text.ReadToEnd().Trim(), out var typ) && typ is Filtyp.Odt or Filtyp.Ods ? (typ, false, ArLast(arkiv)) : default;
        }
        return default;
    }

    /// <summary>Office säger sorten i innehållsförteckningen, på en del som ska finnas.</summary>
    private static (Filtyp? Typ, bool Makron, bool Last) Office(ZipArchive arkiv, ZipArchiveEntry forteckning)
    {
        Filtyp? typ = null;
        var makron = false;
        using var xml = Xml(forteckning);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.GetAttribute("ContentType") is not { } innehall) { continue; }
            makron |= innehall.Contains("macro", StringComparison.OrdinalIgnoreCase) || innehall.Contains("vbaProject", StringComparison.OrdinalIgnoreCase);
            if (xml.LocalName == "Override" && Huvuddelar.TryGetValue(innehall, out var funnen)
                && xml.GetAttribute("PartName") is { } del && arkiv.Entries.Any(d => string.Equals("/" + d.FullName, del, StringComparison.OrdinalIgnoreCase)))
            {
                typ = funnen;
            }
        }
        return (typ, makron, false);
    }

    private static bool ArLast(ZipArchive arkiv)
    {
        if (arkiv.GetEntry("META-INF/manifest.xml") is not { } manifest) { return false; }
        using var xml = Xml(manifest);
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "encryption-data" }) { return true; }
        }
        return false;
    }

    private static XmlReader Xml(ZipArchiveEntry del) => XmlReader.Create(Oppna(del, new Uppackat(16 * 1024 * 1024)), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
        CloseInput = true,
    });

    /// <summary>VBA i Office; Basic och skript i OpenDocument.</summary>
    private static bool ArMakro(ZipArchiveEntry del) =>
        del.Name.StartsWith("vbaProject", StringComparison.OrdinalIgnoreCase)
        || (del.Length > 0 && del.FullName.StartsWith("Scripts/", StringComparison.OrdinalIgnoreCase))
        || (del.FullName.StartsWith("Basic/", StringComparison.OrdinalIgnoreCase) && del.Name.Length > 0 && !del.Name.EndsWith("-lc.xml", StringComparison.OrdinalIgnoreCase) && !del.Name.EndsWith("-lb.xml", StringComparison.OrdinalIgnoreCase));
}
