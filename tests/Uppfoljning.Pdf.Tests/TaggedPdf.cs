using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Ett element i strukturträdet, med den text som hör till det i läsordning.</summary>
internal sealed class Element(string role, Dict dict)
{
    public string Role { get; } = role;
    public Dict Dict { get; } = dict;
    public List<object> Kids { get; } = [];
    public IEnumerable<Element> Elements => Kids.OfType<Element>();
    public string Text => string.Concat(Kids.Select(k => k is Element element ? element.Text : (string)k));

    public IEnumerable<Element> All(params string[] roles) =>
        Elements.SelectMany(e => (roles.Contains(e.Role) ? [e] : Enumerable.Empty<Element>()).Concat(e.All(roles)));

    public object? Attribute(string key) => Dict.TryGetValue("A", out var a) && a is Dict attributes ? attributes.GetValueOrDefault(key) : null;

    public int Span => Attribute("ColSpan") is double span ? (int)span : 1;
}

/// <summary>En läst, taggad PDF. <see cref="Faults"/> säger vad som bryter mot PDF/A-2a eller PDF/UA-1 av det som en maskin kan se.</summary>
internal sealed partial class TaggedPdf
{
    private static readonly HashSet<string> Standard =
    [
        "Document", "Sect", "H1", "H2", "H3", "H4", "P", "L", "LI", "Lbl", "LBody", "Table", "Caption", "THead", "TBody", "TR", "TH", "TD",
        "TOC", "TOCI", "Reference", "Link", "Span", "Note", "Figure", "Div",
    ];

    private readonly PdfReader _reader;
    private readonly Dictionary<(int Page, int Mcid), string> _texts = [];
    private readonly Dictionary<(int Page, int Mcid), int> _owners = [];
    private readonly Dictionary<int, (Dictionary<int, string> Unicode, int Glyphs)> _fonts = [];

    public TaggedPdf(byte[] bytes)
    {
        _reader = new PdfReader(bytes);
        Pages = _reader.Pages();
        Faults.AddRange(_reader.Unreadable());
        CheckCatalog();
        CheckFonts();
        for (var i = 0; i < Pages.Count; i++) { ReadPage(Pages[i].Id, Pages[i].Page); }
        var tree = _reader.DictOf(_reader.Catalog["StructTreeRoot"]);
        Root = ReadElement((Reference)tree["K"]!, _reader.DictOf(tree["RoleMap"]));
        CheckParents(tree);
        CheckAnnotations(tree);
        CheckHeadings();
        CheckTables();
        CheckFigures();
        CheckMetadata();
        CheckNorms(bytes, tree);
    }

    public List<string> Faults { get; } = [];
    public List<(int Id, Dict Page)> Pages { get; }
    public Element Root { get; }
    public PdfReader Reader => _reader;

    /// <summary>Artefakter sida för sida: slag och text.</summary>
    public List<List<(string Type, string Subtype, string Text)>> Artifacts { get; } = [];

    public List<(int Level, string Title)> Bookmarks()
    {
        var found = new List<(int, string)>();
        if (_reader.Catalog.TryGetValue("Outlines", out var outlines)) { Walk(_reader.DictOf(outlines), 1); }
        return found;

        void Walk(Dict parent, int level)
        {
            for (var item = parent.GetValueOrDefault("First"); item is not null;)
            {
                var dict = _reader.DictOf(item);
                found.Add((level, PdfReader.Text(dict["Title"])));
                Walk(dict, level + 1);
                item = dict.GetValueOrDefault("Next");
            }
        }
    }

    private void CheckCatalog()
    {
        var catalog = _reader.Catalog;
        Expect(_reader.DictOf(catalog["MarkInfo"])["Marked"] is true, "MarkInfo saknas");
        Expect(_reader.DictOf(catalog["ViewerPreferences"])["DisplayDocTitle"] is true, "DisplayDocTitle saknas");
        Expect(catalog.ContainsKey("Lang"), "Lang saknas");
        var intent = _reader.DictOf(_reader.Array(catalog["OutputIntents"])[0]);
        var profile = ((PdfStream)_reader.Get(intent["DestOutputProfile"])!).Data;
        Expect(BinaryPrimitives.ReadInt32BigEndian(profile) == profile.Length, "ICC-profilens längd stämmer inte");
        Expect(Encoding.ASCII.GetString(profile, 36, 4) == "acsp", "ICC-profilen är ingen profil");
        Expect(_reader.Trailer.ContainsKey("ID"), "ID saknas");
    }

    private void CheckFonts()
    {
        if (Pages.Count == 0 || !_reader.DictOf(Pages[0].Page["Resources"]).TryGetValue("Font", out var fonts)) { return; }
        foreach (var (name, reference) in _reader.DictOf(fonts))
        {
            var font = _reader.DictOf(reference);
            var descendant = _reader.DictOf(_reader.Array(font["DescendantFonts"])[0]);
            var descriptor = _reader.DictOf(descendant["FontDescriptor"]);
            var program = ((PdfStream)_reader.Get(descriptor["FontFile2"])!).Data;
            var tables = Tables(program);
            int glyphs = U16(program, tables["maxp"] + 4), hmtx = tables["hmtx"], upem = U16(program, tables["head"] + 18);
            Expect(U16(program, tables["hhea"] + 34) == glyphs, $"{name}: hhea och maxp skiljer sig");
            var widths = (List<object?>)_reader.Array(descendant["W"])[1]!;
            Expect(widths.Count == glyphs, $"{name}: {widths.Count} bredder för {glyphs} glyfer");
            var set = ((PdfStream)_reader.Get(descriptor["CIDSet"])!).Data;
            Expect(set.Length == (glyphs + 7) / 8 && set.Sum(b => BitOperations.PopCount(b)) == glyphs && (set[^1] & ((1 << (8 * set.Length - glyphs)) - 1)) == 0, $"{name}: CIDSet säger inte vilka glyfer som finns");
            for (var i = 0; i < widths.Count; i++)
            {
                Expect(Math.Abs((double)widths[i]! - U16(program, hmtx + 4 * i) * 1000.0 / upem) < 0.5, $"{name}: bredden på glyf {i} stämmer inte");
            }
            Expect(((Name)font["BaseFont"]!).Value == ((Name)descriptor["FontName"]!).Value, $"{name}: namnen skiljer sig");
            Expect(SubsetName().IsMatch(((Name)font["BaseFont"]!).Value), $"{name}: namnet säger inte att det är en delmängd");
            var map = Encoding.ASCII.GetString(((PdfStream)_reader.Get(font["ToUnicode"])!).Data);
            var unicode = Mapping().Matches(map).ToDictionary(
                m => int.Parse(m.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                m => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(m.Groups[2].Value)));
            _fonts[int.Parse(name[1..], CultureInfo.InvariantCulture)] = (unicode, unicode.Count + 1);
        }

        static Dictionary<string, int> Tables(byte[] program) => Enumerable.Range(0, U16(program, 4)).ToDictionary(
            i => Encoding.ASCII.GetString(program, 12 + 16 * i, 4), i => (int)BinaryPrimitives.ReadUInt32BigEndian(program.AsSpan(20 + 16 * i)));
        static int U16(byte[] data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));
    }

    private void ReadPage(int id, Dict page)
    {
        Expect(page["Tabs"] is Name { Value: "S" }, $"Sida {id}: Tabs är inte S");
        Expect(page.ContainsKey("StructParents"), $"Sida {id}: StructParents saknas");
        var artifacts = new List<(string, string, string)>();
        Artifacts.Add(artifacts);
        var operands = new List<object?>();
        var text = new StringBuilder();
        var font = -1;
        Dict? open = null;
        var tag = "";
        foreach (var token in _reader.Content(page))
        {
            if (token is not Operator { Value: var op })
            {
                operands.Add(token);
                continue;
            }
            switch (op)
            {
                case "BDC":
                    Expect(open is null, $"Sida {id}: märkt innehåll i märkt innehåll");
                    (tag, open) = (((Name)operands[0]!).Value, (Dict)operands[1]!);
                    text.Clear();
                    break;
                case "EMC":
                    Expect(open is not null, $"Sida {id}: EMC utan BDC");
                    if (tag == "Artifact")
                    {
                        artifacts.Add((((Name)open!["Type"]!).Value, open.GetValueOrDefault("Subtype") is Name subtype ? subtype.Value : "", text.ToString()));
                    }
                    else
                    {
                        var mcid = (int)(double)open!["MCID"]!;
                        Expect(_texts.TryAdd((id, mcid), text.ToString()), $"Sida {id}: MCID {mcid} två gånger");
                    }
                    open = null;
                    break;
                case "Tf": font = int.Parse(((Name)operands[0]!).Value[1..], CultureInfo.InvariantCulture); break;
                case "Tj" or "TJ":
                    Expect(open is not null, $"Sida {id}: text utan märkning");
                    foreach (var part in operands.SelectMany(o => o is List<object?> list ? list : [o]).OfType<byte[]>())
                    {
                        for (var i = 0; i < part.Length; i += 2)
                        {
                            var code = part[i] << 8 | part[i + 1];
                            Expect(code != 0, $"Sida {id}: .notdef visas");
                            Expect(code < _fonts[font].Glyphs, $"Sida {id}: glyf {code} finns inte i F{font}");
                            if (_fonts[font].Unicode.TryGetValue(code, out var read)) { text.Append(read); }
                            else { Expect(false, $"Sida {id}: glyf {code} i F{font} saknar ToUnicode"); }
                        }
                    }
                    break;
                case "f" or "S" or "B" or "Do": Expect(open is not null, $"Sida {id}: ritat utan märkning"); break;
                default: break;
            }
            operands.Clear();
        }
        Expect(open is null, $"Sida {id}: märkning som inte stängs");
    }

    private Element ReadElement(Reference reference, Dict roles)
    {
        var dict = _reader.DictOf(reference);
        var role = ((Name)dict["S"]!).Value;
        if (roles.TryGetValue(role, out var mapped)) { role = ((Name)mapped!).Value; }
        Expect(Standard.Contains(role), $"{role} är ingen standardroll");
        var element = new Element(role, dict);
        foreach (var kid in dict.TryGetValue("K", out var kids) ? _reader.Array(kids) : [])
        {
            switch (kid)
            {
                case double mcid: AddContent(((Reference)dict["Pg"]!).Id, (int)mcid); break;
                case Dict content when content["Type"] is Name { Value: "MCR" }: AddContent(((Reference)content["Pg"]!).Id, (int)(double)content["MCID"]!); break;
                case Dict: break;
                case Reference child:
                    Expect(((Reference)_reader.DictOf(child)["P"]!).Id == reference.Id, $"{role}: ett barn har annan förälder");
                    element.Kids.Add(ReadElement(child, roles));
                    break;
                default: Expect(false, $"{role}: okänt barn"); break;
            }
        }
        return element;

        void AddContent(int page, int mcid)
        {
            Expect(_owners.TryAdd((page, mcid), reference.Id), $"MCID {mcid} har två ägare");
            if (_texts.TryGetValue((page, mcid), out var text)) { element.Kids.Add(text); }
            else { Expect(false, $"{role}: MCID {mcid} finns inte på sidan {page}"); }
        }
    }

    private Dictionary<int, object?> ParentTree(Dict tree)
    {
        var pairs = _reader.Array(_reader.DictOf(tree["ParentTree"])["Nums"]);
        return Enumerable.Range(0, pairs.Count / 2).ToDictionary(i => (int)(double)pairs[2 * i]!, i => pairs[2 * i + 1]);
    }

    private void CheckParents(Dict tree)
    {
        var parents = ParentTree(tree);
        foreach (var (id, page) in Pages)
        {
            var owners = parents.TryGetValue((int)(double)page["StructParents"]!, out var array) ? _reader.Array(array) : [];
            var mcids = _texts.Keys.Where(k => k.Page == id).Select(k => k.Mcid).ToList();
            Expect(mcids.Count == owners.Count, $"Sida {id}: {mcids.Count} MCID men {owners.Count} i ParentTree");
            foreach (var mcid in mcids.Where(m => m < owners.Count))
            {
                Expect(_owners.GetValueOrDefault((id, mcid)) == ((Reference)owners[mcid]!).Id, $"Sida {id}: MCID {mcid} ägs inte av den ParentTree säger");
            }
        }
    }

    private void CheckAnnotations(Dict tree)
    {
        var parents = ParentTree(tree);
        foreach (var (id, page) in Pages)
        {
            foreach (var reference in page.TryGetValue("Annots", out var annotations) ? _reader.Array(annotations) : [])
            {
                var annotation = _reader.DictOf(reference);
                Expect(annotation["F"] is 4.0, "Länk utan utskriftsflagga");
                Expect(PdfReader.Text(annotation["Contents"]).Length > 0, "Länk utan Contents");
                Expect(annotation.ContainsKey("Dest") || annotation.ContainsKey("A"), "Länk utan mål");
                var owner = _reader.DictOf(parents[(int)(double)annotation["StructParent"]!]);
                Expect(owner["S"] is Name { Value: "Link" }, "Länk utan Link");
                Expect(_reader.Array(owner["K"]).OfType<Dict>().Any(k => k.GetValueOrDefault("Obj") is Reference obj && obj.Id == ((Reference)reference!).Id), $"Sida {id}: Link utan OBJR");
            }
        }
    }

    private void CheckHeadings()
    {
        var level = 0;
        foreach (var heading in Root.All("H1", "H2", "H3", "H4"))
        {
            var next = heading.Role[1] - '0';
            Expect(next <= level + 1, $"Rubriknivå {next} efter {level}");
            level = next;
        }
    }

    private void CheckTables()
    {
        foreach (var table in Root.All("Table"))
        {
            var rows = Widths(table).Distinct().ToList();
            Expect(rows.Count <= 1, $"Tabellens rader har olika antal kolumner: {string.Join(", ", rows)}");
            foreach (var header in table.All("TH")) { Expect(header.Attribute("Scope") is Name, "TH utan Scope"); }
            foreach (var part in table.Elements) { Expect(part.Role is "Caption" or "THead" or "TBody", $"{part.Role} i Table"); }
        }
        foreach (var list in Root.All("L")) { Expect(list.Elements.All(e => e.Role == "LI") && list.Attribute("ListNumbering") is Name, "L är fel byggd"); }
        foreach (var item in Root.All("LI")) { Expect(item.Elements.All(e => e.Role is "Lbl" or "LBody"), "LI är fel byggd"); }
        foreach (var contents in Root.All("TOC")) { Expect(contents.Elements.All(e => e.Role is "TOC" or "TOCI"), "TOC är fel byggd"); }
    }

    /// <summary>Det som ses sägs också i ord, och står där det säger att det står; bilder har färger som utdataprofilen förklarar.</summary>
    private void CheckFigures()
    {
        foreach (var figure in Root.All("Figure"))
        {
            Expect(figure.Dict.TryGetValue("Alt", out var alt) && !string.IsNullOrWhiteSpace(PdfReader.Text(alt)), "Figure utan Alt");
            Expect(figure.Attribute("O") is Name { Value: "Layout" }, "Figure utan layoutattribut");
            var box = _reader.Array(figure.Attribute("BBox")).OfType<double>().ToArray();
            var media = figure.Dict.TryGetValue("Pg", out var page) ? _reader.Array(_reader.DictOf(page)["MediaBox"]).OfType<double>().ToArray() : [];
            Expect(box.Length == 4 && media.Length == 4 && box[0] >= -0.1 && box[1] >= -0.1 && box[0] < box[2] && box[1] < box[3] && box[2] <= media[2] + 0.1 && box[3] <= media[3] + 0.1,
                $"Figure med BBox [{string.Join(' ', box)}] på papper [{string.Join(' ', media)}]");
            Expect(figure.Kids.Count > 0, "Figure utan innehåll");
        }
        foreach (var image in Images())
        {
            Expect(image.Dict["BitsPerComponent"] is 8.0 && image.Dict["ColorSpace"] is Name { Value: "DeviceRGB" or "DeviceGray" }, "Bild med annan färgrymd");
            Expect(!image.Dict.ContainsKey("Interpolate") && !image.Dict.ContainsKey("Mask") && !image.Dict.ContainsKey("Alternates") && !image.Dict.ContainsKey("OPI"), "Bild med otillåten nyckel");
        }
    }

    public IEnumerable<PdfStream> Images() =>
        (Pages.Count > 0 && _reader.DictOf(Pages[0].Page["Resources"]).TryGetValue("XObject", out var objects) ? _reader.DictOf(objects).Values.AsEnumerable() : [])
            .Select(o => (PdfStream)_reader.Get(o)!).Where(o => o.Dict["Subtype"] is Name { Value: "Image" });

    private void CheckMetadata()
    {
        var info = _reader.DictOf(_reader.Trailer["Info"]);
        var data = ((PdfStream)_reader.Get(_reader.Catalog["Metadata"])!).Data;
        Xmp = XDocument.Parse(Encoding.UTF8.GetString(data).TrimStart('\uFEFF'));
        XNamespace dc = "http://purl.org/dc/elements/1.1/", pdf = "http://ns.adobe.com/pdf/1.3/", xmp = "http://ns.adobe.com/xap/1.0/";
        Same("Title", dc + "title");
        Same("Author", dc + "creator");
        Same("Subject", dc + "description");
        Same("Keywords", pdf + "Keywords");
        Same("Producer", pdf + "Producer");
        Same("Creator", xmp + "CreatorTool");
        var date = PdfReader.Text(info["CreationDate"]);
        var created = DateTimeOffset.ParseExact(date[2..^1].Replace("'", ":", StringComparison.Ordinal), "yyyyMMddHHmmsszzz", CultureInfo.InvariantCulture);
        Expect(DateTimeOffset.Parse(Value(xmp + "CreateDate")!, CultureInfo.InvariantCulture) == created, "CreateDate och CreationDate skiljer sig");
        XNamespace pdfa = "http://www.aiim.org/pdfa/ns/id/", ua = "http://www.aiim.org/pdfua/ns/id/";
        Expect(Value(pdfa + "part") == "2" && Value(pdfa + "conformance") == "A" && Value(ua + "part") == "1", "PDF/A-2a och PDF/UA-1 är inte angivna");

        void Same(string key, XName name) =>
            Expect((info.TryGetValue(key, out var value) ? PdfReader.Text(value) : null) == Value(name), $"{key} skiljer sig mellan Info och XMP");
        string? Value(XName name) => Xmp.Descendants(name).SingleOrDefault()?.Value;
    }

    public XDocument Xmp { get; private set; } = new();

    private void Expect(bool holds, string fault)
    {
        if (!holds) { Faults.Add(fault); }
    }

    [GeneratedRegex("^[A-Z]{6}\\+")]
    private static partial Regex SubsetName();

    [GeneratedRegex("<([0-9A-F]{4})> <([0-9A-F]+)>\n")]
    private static partial Regex Mapping();
}
