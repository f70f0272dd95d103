using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Import;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Import;

/// <summary>Raderna på ett blad i en arbetsbok, som text så som de skulle ha stått i en CSV-fil, och det som läsaren behöver säga om dem.</summary>
internal sealed record Bladrader(string Namn, IReadOnlyList<Csvrad> Rader, IReadOnlyList<string> Varningar, IReadOnlyList<string> Alla);

/// <summary>
/// Läser en Excel-arbetsbok (XLSX). Bara texten, talen och datumen läses: formler räknas aldrig, länkar följs aldrig, och allt som kan hämta
/// något utifrån eller köra något nekas med sitt skäl. Filen är skriven av någon annan; varje storlek har en gräns.
/// </summary>
internal sealed class Arbetsbok : IDisposable
{
    private const long StorstUppackad = 512L * 1024 * 1024;
    private const int FlestDelar = 2000;
    private const int FlestBlad = 255;
    private const int DjupastXml = 40;
    private const int FlestDeladeTexter = 4_000_000;
    private const int FlestCeller = 8_000_000;

    /// <summary>Så många rader läses på varje blad för att hitta rubrikerna.</summary>
    private const int Rubrikrader = 20;

    private readonly ZipArchive _arkiv;
    private readonly Uppackat _uppackat = new(StorstUppackad);
    private readonly List<string> _delade = [];
    private readonly List<Format> _stilar = [];
    private readonly List<(string Namn, string Del)> _blad = [];
    private bool _datum1904;

    private Arbetsbok(ZipArchive arkiv) => _arkiv = arkiv;

    private enum Format
    {
        Annat,
        Datum,
    }

    /// <summary>Om filen börjar som en ZIP-fil; en arbetsbok är en sådan.</summary>
    public static bool ArZip(ReadOnlySpan<byte> fil) => fil.StartsWith("PK\u0003\u0004"u8) || fil.StartsWith("PK\u0005\u0006"u8);

    /// <summary>Bladet som är ett register, eller det första; eller varför arbetsboken inte läses.</summary>
    public static (Bladrader? Blad, Hinder? Hinder) Las(byte[] fil, Func<Csvrad, bool> arRubriker, string? valt = null)
    {
        try
        {
            using var bok = new Arbetsbok(new ZipArchive(new MemoryStream(fil, writable: false), ZipArchiveMode.Read));
            bok.Oppna();
            return (bok.LasBlad(arRubriker, valt), null);
        }
        catch (Arbetsboksfel fel)
        {
            return (null, new(fel.Kod, fel.Message));
        }
        catch (Exception fel) when (fel is InvalidDataException or XmlException or FormatException or OverflowException or EndOfStreamException or NotSupportedException)
        {
            return (null, new("skadad-arbetsbok", "Filen är en Excel-arbetsbok (XLSX) som är avklippt eller skadad och inte går att läsa. Öppna den i Excel, spara den på nytt och lämna den igen."));
        }
    }

    public void Dispose() => _arkiv.Dispose();

    private void Oppna()
    {
        if (_arkiv.Entries.Count > FlestDelar) { throw new Arbetsboksfel("for-manga-delar", $"Arbetsboken har {_arkiv.Entries.Count} delar. Det här är inte ett register."); }
        if (_arkiv.Entries.Any(e => e.IsEncrypted)) { throw new Arbetsboksfel("losenord", "Filen är skyddad med lösenord. Ta bort lösenordet och lämna den igen."); }
        NekaMakron();
        NekaLankar();

        var bok = Huvuddel();
        var mapp = bok[..(bok.LastIndexOf('/') + 1)];
        var mal = Kopplingar($"{mapp}_rels/{bok[mapp.Length..]}.rels").ToDictionary(k => k.Id, k => (k.Sort, Del: Plats(mapp, k.Mal)), StringComparer.Ordinal);
        LasBok(bok, mal.ToDictionary(m => m.Key, m => m.Value.Del, StringComparer.Ordinal));
        if (mal.Values.FirstOrDefault(m => m.Sort == "styles").Del is { } stilar) { LasStilar(stilar); }
        if (mal.Values.FirstOrDefault(m => m.Sort == "sharedStrings").Del is { } texter) { LasDelade(texter); }
    }

    private void NekaMakron()
    {
        var typer = Finns("[Content_Types].xml") ? LasTyper() : "";
        if (typer.Length == 0)
        {
            throw Finns("content.xml") && Finns("mimetype")
                ? new Arbetsboksfel("fel-filtyp", "Filen är ett kalkylark i OpenDocument-format (ODS). Spara det som Excel-arbetsbok (XLSX) eller CSV och lämna det igen.")
                : new Arbetsboksfel("fel-filtyp", "Filen är en ZIP-fil och inte en Excel-arbetsbok (XLSX).");
        }
        if (typer.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) || _arkiv.Entries.Any(e => e.FullName.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)
            || e.FullName.Contains("macrosheets/", StringComparison.OrdinalIgnoreCase) || e.FullName.Contains("activeX", StringComparison.OrdinalIgnoreCase)))
        {
            throw new Arbetsboksfel("makron", "Arbetsboken har makron. Spara den som vanlig Excel-arbetsbok (XLSX) utan makron och lämna den igen.");
        }
        if (typer.Contains("sheet.binary", StringComparison.OrdinalIgnoreCase))
        {
            throw new Arbetsboksfel("fel-filtyp", "Filen är en binär Excel-arbetsbok (XLSB). Spara den som Excel-arbetsbok (XLSX) och lämna den igen.");
        }
    }

    private void NekaLankar()
    {
        var utifran = _arkiv.Entries.Any(e => e.FullName.Contains("externalLinks/", StringComparison.OrdinalIgnoreCase) || e.FullName.EndsWith("/connections.xml", StringComparison.OrdinalIgnoreCase));
        // A web or mail address in a cell is a relationship out of the file too; it is only text to us and very common.
        utifran = utifran || _arkiv.Entries.Where(e => e.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
            .Any(e => Kopplingar(e.FullName).Any(k => k is { Utifran: true, Sort: not "hyperlink" }));
        if (utifran)
        {
            throw new Arbetsboksfel("externa-lankar", "Arbetsboken hämtar uppgifter ur andra filer eller från nätet. Bryt länkarna i Excel (Data, Redigera länkar), spara och lämna den igen.");
        }
    }

    private string LasTyper()
    {
        var typer = new StringBuilder();
        using var xml = Xml("[Content_Types].xml");
        while (Nasta(xml))
        {
            if (xml.NodeType == XmlNodeType.Element && xml.GetAttribute("ContentType") is { } typ) { typer.Append(typ).Append('\n'); }
        }
        return typer.ToString();
    }

    private string Huvuddel()
    {
        if (Finns("_rels/.rels") && Kopplingar("_rels/.rels").FirstOrDefault(k => k.Sort == "officeDocument").Mal is { } mal)
        {
            var del = Plats("", mal);
            if (Finns(del) && del.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)) { return del; }
        }
        throw Finns("word/document.xml")
            ? new Arbetsboksfel("fel-filtyp", "Filen är ett Word-dokument och inte en Excel-arbetsbok (XLSX).")
            : new Arbetsboksfel("skadad-arbetsbok", "Filen saknar delar som en Excel-arbetsbok (XLSX) ska ha. Öppna den i Excel, spara den på nytt och lämna den igen.");
    }

    private IEnumerable<(string Id, string Sort, string Mal, bool Utifran)> Kopplingar(string del)
    {
        if (!Finns(del)) { yield break; }
        using var xml = Xml(del);
        while (Nasta(xml))
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "Relationship" }) { continue; }
            var typ = xml.GetAttribute("Type") ?? "";
            yield return (xml.GetAttribute("Id") ?? "", typ[(typ.LastIndexOf('/') + 1)..], xml.GetAttribute("Target") ?? "", xml.GetAttribute("TargetMode") == "External");
        }
    }

    private void LasBok(string del, Dictionary<string, string> mal)
    {
        using var xml = Xml(del);
        while (Nasta(xml))
        {
            if (xml.NodeType != XmlNodeType.Element) { continue; }
            if (xml.LocalName == "workbookPr") { _datum1904 = xml.GetAttribute("date1904") is "1" or "true"; }
            if (xml.LocalName != "sheet" || _blad.Count == FlestBlad) { continue; }
            string? id = null;
            for (var i = 0; i < xml.AttributeCount; i++)
            {
                xml.MoveToAttribute(i);
                if (xml is { LocalName: "id", Prefix.Length: > 0 }) { id = xml.Value; }
            }
            xml.MoveToElement();
            if (id is not null && mal.TryGetValue(id, out var blad) && blad.Contains("worksheets/", StringComparison.OrdinalIgnoreCase) && Finns(blad))
            {
                _blad.Add((xml.GetAttribute("name") ?? "", blad));
            }
        }
        if (_blad.Count == 0) { throw new Arbetsboksfel("skadad-arbetsbok", "Arbetsboken har inget blad som går att läsa."); }
    }

    private void LasStilar(string del)
    {
        if (!Finns(del)) { return; }
        var egna = new Dictionary<int, Format>();
        var iCeller = false;
        using var xml = Xml(del);
        while (Nasta(xml))
        {
            if (xml.LocalName == "cellXfs") { iCeller = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement; }
            if (xml.NodeType != XmlNodeType.Element) { continue; }
            if (xml.LocalName == "numFmt" && Heltal(xml.GetAttribute("numFmtId")) is { } id) { egna[id] = Formatet(xml.GetAttribute("formatCode") ?? ""); }
            if (iCeller && xml.LocalName == "xf" && _stilar.Count < 100_000)
            {
                var nr = Heltal(xml.GetAttribute("numFmtId")) ?? 0;
                _stilar.Add(egna.TryGetValue(nr, out var egen) ? egen : nr is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58) ? Format.Datum : Format.Annat);
            }
        }
    }

    /// <summary>Om talformatet visar ett datum eller en tid: har y, m, d, h eller s utanför citat, klamrar och enskilda tecken.</summary>
    private static Format Formatet(string kod)
    {
        if (kod.Equals("General", StringComparison.OrdinalIgnoreCase)) { return Format.Annat; }
        for (var i = 0; i < kod.Length; i++)
        {
            switch (kod[i])
            {
                case '\\' or '_' or '*': i++; break;
                case '"': i = kod.IndexOf('"', i + 1) is var slut and > 0 ? slut : kod.Length; break;
                case '[': i = kod.IndexOf(']', i + 1) is var klammer and > 0 ? klammer : kod.Length; break;
                case 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H' or 's' or 'S': return Format.Datum;
                case ';': return Format.Annat;
                default: break;
            }
        }
        return Format.Annat;
    }

    private void LasDelade(string del)
    {
        if (!Finns(del)) { return; }
        var text = new StringBuilder();
        var uttal = false;
        using var xml = Xml(del);
        while (Nasta(xml))
        {
            if (xml.LocalName == "rPh") { uttal = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement; }
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "t" } && !uttal) { LasText(xml, text); }
            if (xml.LocalName != "si" || (xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement)) { continue; }
            if (_delade.Count == FlestDeladeTexter) { throw new Arbetsboksfel("for-manga-celler", "Arbetsboken har fler texter än ett register kan ha."); }
            _delade.Add(Celltexten(text));
            text.Clear();
        }
    }

    private Bladrader LasBlad(Func<Csvrad, bool> arRubriker, string? valt)
    {
        var alla = _blad.Select(b => b.Namn).ToList();
        if (valt is not null && _blad.FindIndex(b => b.Namn == valt) is var plats and >= 0)
        {
            var (valda, anmarkningar) = LasRader(_blad[plats].Del, int.MaxValue);
            return new(valt, valda, anmarkningar, alla);
        }
        var register = _blad.Where(b => LasRader(b.Del, Rubrikrader).Rader.Any(arRubriker)).ToList();
        var (namn, del) = register.Count > 0 ? register[0] : _blad[0];
        var (rader, varningar) = LasRader(del, int.MaxValue);
        if (register.Count > 1)
        {
            varningar.Add($"Bara bladet {namn} läses in. Också {string.Join(", ", register.Skip(1).Select(b => b.Namn))} har rubriker som registret känner; lämna de bladen för sig.");
        }
        return new(namn, rader, varningar, alla);
    }

    /// <summary>Bladets rader med något i, högst så många.</summary>
    private (List<Csvrad> Rader, List<string> Varningar) LasRader(string del, int hogst)
    {
        var rader = new List<Csvrad>();
        var celler = new List<string>();
        var (nr, kolumn, antal) = (0, 0, 0);
        var (formler, fel) = (new Sedda(), new Sedda());
        using var xml = Xml(del);
        while (rader.Count < hogst && Nasta(xml))
        {
            if (xml.LocalName == "row")
            {
                if (xml.NodeType == XmlNodeType.Element)
                {
                    nr = Heltal(xml.GetAttribute("r")) ?? nr + 1;
                    kolumn = 0;
                }
                if ((xml.NodeType == XmlNodeType.EndElement || xml.IsEmptyElement) && celler.Count > 0)
                {
                    antal += celler.Count;
                    if (antal > FlestCeller) { throw new Arbetsboksfel("for-manga-celler", "Arbetsboken har fler celler än ett register kan ha."); }
                    if (rader.Count > Csvfil.FlestRader) { throw new Arbetsboksfel("for-manga-rader", $"Bladet har fler än {Csvfil.FlestRader} rader. Dela upp det."); }
                    rader.Add(new(nr, [.. celler]));
                    celler.Clear();
                }
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "c" })
            {
                kolumn = Kolumn(xml.GetAttribute("r")) ?? kolumn + 1;
                var plats = xml.GetAttribute("r") ?? $"rad {nr}";
                var (text, formel, felvarde) = LasCell(xml);
                if (formel) { formler.Lagg(plats); }
                if (felvarde is not null) { fel.Lagg($"{felvarde} i {plats}"); }
                if (text.Length == 0) { continue; }
                if (kolumn is < 1 or > Csvfil.FlestKolumner) { throw new Arbetsboksfel("for-manga-kolumner", $"Rad {nr} har en cell i kolumn {kolumn}. Det här är inte ett register."); }
                while (celler.Count < kolumn) { celler.Add(""); }
                celler[kolumn - 1] = text;
            }
        }
        var varningar = new List<string>();
        if (formler.Antal > 0) { varningar.Add($"{(formler.Antal == 1 ? "1 cell är en formel" : $"{formler.Antal} celler är formler")} ({formler}). Det värde som Excel senast räknade ut läses in, och formeln räknas aldrig."); }
        if (fel.Antal > 0) { varningar.Add($"{(fel.Antal == 1 ? "1 cell visar" : $"{fel.Antal} celler visar")} ett fel i Excel ({fel}). Det läses som tomt."); }
        return (rader, varningar);
    }

    /// <summary>Cellens text, om den är en formel, och felet om den visar ett.</summary>
    private (string Text, bool Formel, string? Fel) LasCell(XmlReader xml)
    {
        if (xml.IsEmptyElement) { return ("", false, null); }
        var typ = xml.GetAttribute("t") ?? "n";
        var stil = Heltal(xml.GetAttribute("s")) is { } s && s >= 0 && s < _stilar.Count ? _stilar[s] : Format.Annat;
        var djup = xml.Depth;
        var varde = new StringBuilder();
        var (formel, uttal) = (false, false);
        while (Nasta(xml) && xml.Depth > djup)
        {
            if (xml.LocalName == "rPh") { uttal = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement; }
            if (xml.NodeType != XmlNodeType.Element) { continue; }
            if (xml.LocalName == "f") { formel = true; }
            else if (xml.LocalName == "v" || (xml.LocalName == "t" && !uttal)) { LasText(xml, varde); }
        }
        if (varde.Length == 0) { return ("", formel, null); }
        return typ switch
        {
            "s" => (Heltal(varde.ToString()) is { } nr && nr >= 0 && nr < _delade.Count ? _delade[nr] : throw new InvalidDataException(), formel, null),
            "inlineStr" or "str" => (Celltexten(varde), formel, null),
            "b" => (varde.ToString().Trim() == "1" ? "Ja" : "Nej", formel, null),
            "e" => ("", formel, varde.Length > 20 ? "fel" : varde.ToString()),
            "d" => (Isodatum(varde.ToString()), formel, null),
            _ => (Tal(varde.ToString().Trim(), stil), formel, null),
        };
    }

    /// <summary>Talet så som det skrivs på svenska, eller datumet när cellen visar ett.</summary>
    private string Tal(string text, Format format)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var tal) || !double.IsFinite(tal)) { return Celltext.Skyddad(text); }
        if (format == Format.Datum && Datum(tal) is { } datum) { return datum; }
        if (Math.Abs(tal) > 1e27) { return text; }
        // Fifteen digits are what a spreadsheet shows and means; the conversion rounds 0.30000000000000004 to 0.3.
        var exakt = (decimal)tal;
        return exakt.ToString("0.############################", CultureInfo.InvariantCulture).Replace('.', ',');
    }

    private string? Datum(double tal)
    {
        var dag = Math.Floor(tal);
        var minuter = (int)Math.Round((tal - dag) * 1440);
        if (minuter == 1440) { (dag, minuter) = (dag + 1, 0); }
        // Mindre än en dag är ett klockslag utan dag.
        if (tal is > 0 and < 1 && dag == 0) { return string.Create(CultureInfo.InvariantCulture, $"{minuter / 60:00}:{minuter % 60:00}"); }
        if (Kalkylark.Datum((long)dag, _datum1904) is not { } datum) { return null; }
        return minuter == 0 ? datum.Iso() : string.Create(CultureInfo.InvariantCulture, $"{datum.Iso()} {minuter / 60:00}:{minuter % 60:00}");
    }

    private static string Isodatum(string text) => text.Length >= 19 && text[10] == 'T' && text[11..19] == "00:00:00" ? text[..10] : text.Replace('T', ' ');

    /// <summary>Texten med de tecken som XML inte kan bära (_x000D_), och skyddad så som i en CSV-fil: importens läsning är en och densamma.</summary>
    private static string Celltexten(StringBuilder text)
    {
        var rak = text.ToString();
        if (rak.Contains("_x", StringComparison.Ordinal))
        {
            text.Clear();
            for (var i = 0; i < rak.Length; i++)
            {
                if (rak[i] == '_' && i + 6 < rak.Length && rak[i + 1] == 'x' && rak[i + 6] == '_' && ushort.TryParse(rak.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var tecken)
                    && !char.IsSurrogate((char)tecken))
                {
                    text.Append((char)tecken);
                    i += 6;
                }
                else { text.Append(rak[i]); }
            }
            rak = text.ToString();
        }
        return Celltext.Skyddad(rak);
    }

    private static void LasText(XmlReader xml, StringBuilder text)
    {
        if (xml.IsEmptyElement) { return; }
        var djup = xml.Depth;
        var buffert = new char[4096];
        while (Nasta(xml) && xml.Depth > djup)
        {
            if (xml.NodeType is not (XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)) { continue; }
            if (!xml.CanReadValueChunk)
            {
                text.Append(xml.Value);
                continue;
            }
            int antal;
            while ((antal = xml.ReadValueChunk(buffert, 0, buffert.Length)) > 0)
            {
                text.Append(buffert, 0, antal);
                if (text.Length > Csvfil.LangstaCell * 7) { throw new Arbetsboksfel("for-lang-cell", $"En cell i arbetsboken har mer än {Csvfil.LangstaCell} tecken. Filen är troligen skadad."); }
            }
        }
    }

    private bool Finns(string del) => _arkiv.GetEntry(del) is not null;

    private XmlReader Xml(string del)
    {
        var post = _arkiv.GetEntry(del) ?? throw new InvalidDataException($"Delen {del} saknas.");
        return XmlReader.Create(new Zipdel(post.Open(), post.CompressedLength, post.Crc32, _uppackat), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        });
    }

    private static bool Nasta(XmlReader xml)
    {
        if (!xml.Read()) { return false; }
        return xml.Depth <= DjupastXml ? true : throw new Arbetsboksfel("skadad-arbetsbok", "Arbetsboken är uppbyggd så att den inte kan vara sparad av ett kalkylprogram. Den läses inte.");
    }

    private static string Plats(string mapp, string mal)
    {
        if (mal.StartsWith('/')) { return mal[1..]; }
        var delar = (mapp + mal).Split('/').ToList();
        for (var i = 1; i < delar.Count; i++)
        {
            if (delar[i] != "..") { continue; }
            delar.RemoveRange(i - 1, 2);
            i = Math.Max(0, i - 2);
        }
        return string.Join('/', delar);
    }

    private static int? Heltal(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tal) ? tal : null;

    /// <summary>Kolumnens nummer ur cellens adress: C5 är 3.</summary>
    private static int? Kolumn(string? adress)
    {
        var nr = 0;
        foreach (var tecken in adress ?? "")
        {
            if (!char.IsAsciiLetterUpper(tecken)) { break; }
            nr = (nr * 26) + tecken - 'A' + 1;
            if (nr > 16_384) { throw new InvalidDataException(); }
        }
        return nr == 0 ? null : nr;
    }

    /// <summary>Hur många, och de första som exempel.</summary>
    private sealed class Sedda
    {
        private readonly List<string> _exempel = [];

        public int Antal { get; private set; }

        public void Lagg(string plats)
        {
            Antal++;
            if (_exempel.Count < 3) { _exempel.Add(plats); }
        }

        public override string ToString() => string.Join(", ", _exempel) + (Antal > _exempel.Count ? " …" : "");
    }
}
