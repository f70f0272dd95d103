using System.Text.RegularExpressions;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Vad ISO 19005-2 (PDF/A-2) och ISO 14289-1 (PDF/UA-1) kräver i övrigt, punkt för punkt; README i src/Uppfoljning.Pdf säger vad som prövas var.</summary>
internal sealed partial class TaggedPdf
{
    /// <summary>Vilka element som får stå direkt i vilka.</summary>
    private static readonly Dictionary<string, string[]> Children = new()
    {
        ["Table"] = ["Caption", "THead", "TBody"],
        ["THead"] = ["TR"],
        ["TBody"] = ["TR"],
        ["TR"] = ["TH", "TD"],
        ["L"] = ["LI"],
        ["LI"] = ["Lbl", "LBody"],
        ["TOC"] = ["TOC", "TOCI"],
        ["TOCI"] = ["Lbl", "Reference", "P", "TOC"],
        ["Reference"] = ["Link", "Lbl"],
        ["Note"] = ["Lbl", "P", "Link"],
    };

    private static readonly Dictionary<string, string[]> Parents = new()
    {
        ["TR"] = ["THead", "TBody"],
        ["TH"] = ["TR"],
        ["TD"] = ["TR"],
        ["THead"] = ["Table"],
        ["TBody"] = ["Table"],
        ["LI"] = ["L"],
        ["LBody"] = ["LI"],
        ["TOCI"] = ["TOC"],
    };

    /// <summary>Operatorer som ISO 32000-1 har för sidor, av det slag skrivaren behöver.</summary>
    private static readonly HashSet<string> Operators =
        ["q", "Q", "cm", "w", "J", "j", "M", "d", "m", "l", "c", "v", "y", "h", "re", "S", "s", "f", "f*", "B", "B*", "b", "b*", "n", "W", "W*",
            "BT", "ET", "Tf", "Td", "Tm", "Tj", "TJ", "Tc", "Tw", "Tz", "Tr", "Ts", "rg", "RG", "Do", "BDC", "EMC", "gs"];

    /// <summary>Texten i en bit märkt innehåll.</summary>
    public string? TextAt(int page, int mcid) => _texts.GetValueOrDefault((page, mcid));

    private void CheckNorms(byte[] bytes, Dict tree)
    {
        CheckFile(bytes);
        CheckCatalogAndPages();
        CheckContent();
        CheckTree(tree);
        CheckNotes(tree);
        CheckDestinations();
        CheckCharacterMaps();
    }

    /// <summary>Kolumner per rad när celler också går över flera rader. En cell som går ut ur sin del av tabellen ger en rad för mycket.</summary>
    private static IEnumerable<int> Widths(Element table)
    {
        foreach (var part in table.Elements)
        {
            // Hur många kolumner celler ovanför tar i den här raden och de följande.
            var taken = new List<int>();
            foreach (var row in part.Elements.Where(e => e.Role == "TR"))
            {
                if (taken.Count == 0) { taken.Add(0); }
                foreach (var cell in row.Elements)
                {
                    var rows = cell.Attribute("RowSpan") is double span ? (int)span : 1;
                    while (taken.Count < rows) { taken.Add(0); }
                    for (var i = 0; i < rows; i++) { taken[i] += cell.Span; }
                }
                yield return taken[0];
                taken.RemoveAt(0);
            }
            foreach (var left in taken) { yield return left; }
        }
    }

    /// <summary>ISO 19005-2 6.1: huvud, slut, gränser.</summary>
    private void CheckFile(byte[] bytes)
    {
        Expect(bytes.AsSpan().StartsWith("%PDF-1.7\n%"u8) && bytes[10..14].All(b => b > 127) && bytes[14] == '\n', "Filens huvud är fel (6.1.2)");
        Expect(bytes.AsSpan().EndsWith("%%EOF\n"u8), "Något står efter %%EOF (6.1.3)");
        var id = _reader.Array(_reader.Trailer["ID"]);
        Expect(id.Count == 2 && id.All(i => i is byte[] { Length: > 0 }), "ID har inte två delar (6.1.3)");
        var count = 0;
        foreach (var (number, value) in _reader.Objects())
        {
            count++;
            foreach (var fault in Limits(value is PdfStream stream ? stream.Dict : value)) { Expect(false, $"Objekt {number}: {fault} (6.1.13)"); }
            if (value is PdfStream { Dict: var dict })
            {
                Expect(!dict.Keys.Intersect(["F", "FFilter", "FDecodeParms"]).Any(), $"Objekt {number}: strömmen ligger utanför filen (6.1.7.1)");
                Expect(!_reader.Array(dict.GetValueOrDefault("Filter")).Any(f => f is Name { Value: "LZWDecode" or "Crypt" }), $"Objekt {number}: otillåtet filter (6.1.7.2)");
                Expect(!dict.Keys.Intersect(["OPI", "Ref", "PS", "Alternates"]).Any(), $"Objekt {number}: otillåten nyckel (6.2.8, 6.2.9)");
            }
        }
        Expect(count <= 8_388_607, "För många objekt (6.1.13)");

        static IEnumerable<string> Limits(object? value) => value switch
        {
            byte[] { Length: > 32767 } => ["sträng längre än 32767 byte"],
            Name { Value.Length: > 127 } => ["namn längre än 127 byte"],
            double number when Math.Abs(number) > int.MaxValue => ["tal utanför gränserna"],
            List<object?> list => list.SelectMany(Limits),
            Dict dict => dict.SelectMany(p => Limits(p.Value).Concat(p.Key.Length > 127 ? ["nyckel längre än 127 byte"] : [])),
            _ => [],
        };
    }

    /// <summary>ISO 19005-2 6.1.13, 6.3–6.5, 6.9–6.11; ISO 14289-1 7.2, 7.10–7.20.</summary>
    private void CheckCatalogAndPages()
    {
        var catalog = _reader.Catalog;
        Expect(!catalog.Keys.Intersect(["AA", "OpenAction", "OCProperties", "AcroForm", "Requirements", "Collection", "Perms", "Legal", "Threads", "NeedsRendering"]).Any(), "Katalogen har en nyckel som inte hör hemma här");
        Expect(!catalog.TryGetValue("Names", out var names) || !_reader.DictOf(names).Keys.Intersect(["AlternatePresentations", "JavaScript", "EmbeddedFiles"]).Any(), "Namnträd som inte får finnas (6.5.1, 6.8, 6.10)");
        Expect(LanguageTag().IsMatch(PdfReader.Text(catalog["Lang"])), "Lang är ingen språkmärkning (7.2)");
        Expect(_reader.DictOf(catalog["MarkInfo"]).GetValueOrDefault("Suspects") is not true, "Suspects är satt (7.1)");
        foreach (var (id, page) in Pages)
        {
            var box = _reader.Array(page["MediaBox"]).Cast<double>().ToList();
            Expect(box[2] - box[0] is >= 3 and <= 14400 && box[3] - box[1] is >= 3 and <= 14400, $"Sida {id}: pappret är för litet eller för stort (6.1.13)");
            Expect(!page.Keys.Intersect(["AA", "PresSteps", "Group", "Trans"]).Any(), $"Sida {id}: otillåten nyckel (6.5.2, 6.10)");
            foreach (var annotation in _reader.Array(page.GetValueOrDefault("Annots")).Select(_reader.DictOf))
            {
                Expect(annotation["Subtype"] is Name { Value: "Link" }, $"Sida {id}: annan anteckning än länk (6.3.1)");
                Expect(!annotation.Keys.Intersect(["AA", "C", "IC", "CA", "PA"]).Any(), $"Sida {id}: otillåten nyckel i länk (6.3, 6.4.1)");
                Expect(annotation.GetValueOrDefault("A") is not { } action || _reader.DictOf(action)["S"] is Name { Value: "URI" }, $"Sida {id}: annan handling än en adress (6.5.1)");
                var rect = _reader.Array(annotation["Rect"]).Cast<double>().ToList();
                Expect(rect[0] <= rect[2] && rect[1] <= rect[3], $"Sida {id}: länkens ruta är vänd");
            }
        }
    }

    /// <summary>ISO 19005-2 6.2.2 och 6.1.13: bara kända operatorer, q och Q i par, och inget som är djupare än 28.</summary>
    private void CheckContent()
    {
        foreach (var (id, page) in Pages)
        {
            int depth = 0, marked = 0;
            var text = false;
            foreach (var op in _reader.Content(page).OfType<Operator>().Select(o => o.Value))
            {
                Expect(Operators.Contains(op), $"Sida {id}: okänd operator {op} (6.2.2)");
                switch (op)
                {
                    case "q": depth++; break;
                    case "Q": depth--; break;
                    case "BDC": marked++; break;
                    case "EMC": marked--; break;
                    case "BT" or "ET":
                        Expect(text != (op == "BT"), $"Sida {id}: BT och ET går inte ihop");
                        text = op == "BT";
                        break;
                    default: break;
                }
                Expect(depth is >= 0 and <= 28 && marked is 0 or 1, $"Sida {id}: djupet är fel vid {op} (6.1.13)");
            }
            Expect(depth == 0 && marked == 0 && !text, $"Sida {id}: något lämnas öppet");
        }
    }

    /// <summary>ISO 14289-1 7.1–7.5: vad som står i vad, och att rollkartan inte döper om det som redan har en mening.</summary>
    private void CheckTree(Dict tree)
    {
        foreach (var (role, mapped) in _reader.DictOf(tree["RoleMap"])) { Expect(!Standard.Contains(role) && Standard.Contains(((Name)mapped!).Value), $"Rollen {role} är fel mappad (7.1)"); }
        Expect(Root.Role == "Document", "Roten är inte Document");
        Walk(Root, "");
        var keys = _reader.Array(_reader.DictOf(tree["ParentTree"])["Nums"]).Where((_, i) => i % 2 == 0).Cast<double>().ToList();
        Expect(keys.SequenceEqual(keys.Distinct().Order()), "ParentTree är inte i ordning");
        Expect((double)tree["ParentTreeNextKey"]! > keys.DefaultIfEmpty(-1).Max(), "ParentTreeNextKey är för låg");
        foreach (var table in Root.All("Table"))
        {
            Expect(table.Elements.Count(e => e.Role == "THead") == 1 && table.Elements.Any(e => e.Role == "TBody"), "Tabell utan ett huvud och en kropp");
            Expect(table.Elements.Skip(1).All(e => e.Role != "Caption"), "Tabelltexten står inte först");
        }
        foreach (var link in Root.All("Link"))
        {
            Expect(_reader.Array(link.Dict.GetValueOrDefault("K")).OfType<Dict>().Any(k => k["Type"] is Name { Value: "OBJR" }), "Link utan länk (7.18.5)");
        }

        void Walk(Element element, string parent)
        {
            if (Children.TryGetValue(element.Role, out var allowed)) { foreach (var child in element.Elements) { Expect(allowed.Contains(child.Role), $"{child.Role} i {element.Role}"); } }
            if (Parents.TryGetValue(element.Role, out var above)) { Expect(above.Contains(parent), $"{element.Role} i {parent}"); }
            if (Children.ContainsKey(element.Role) && element.Role is not ("Note" or "TOCI")) { Expect(element.Kids.All(k => k is Element), $"Text direkt i {element.Role}"); }
            foreach (var child in element.Elements) { Walk(child, element.Role); }
        }
    }

    /// <summary>ISO 14289-1 7.9: varje not har ett namn som är dess eget, och namnet går att slå upp. Märket leder till noten.</summary>
    private void CheckNotes(Dict tree)
    {
        var notes = Root.All("Note").ToList();
        var ids = notes.Select(n => n.Dict.TryGetValue("ID", out var id) ? PdfReader.Text(id) : "").ToList();
        Expect(ids.All(i => i.Length > 0) && ids.Distinct().Count() == ids.Count, "Noter utan egna namn (7.9)");
        Expect(notes.All(n => n.Elements.FirstOrDefault()?.Role == "Lbl" && n.Text.Length > 0), "Not utan märke eller text");
        var names = tree.TryGetValue("IDTree", out var idTree) ? _reader.Array(_reader.DictOf(idTree)["Names"]) : [];
        var listed = names.Where((_, i) => i % 2 == 0).Select(PdfReader.Text).ToList();
        Expect(listed.SequenceEqual(ids.Order(StringComparer.Ordinal)), "IDTree har inte noternas namn i ordning");
        for (var i = 0; i + 1 < names.Count; i += 2)
        {
            Expect(PdfReader.Text(_reader.DictOf(names[i + 1])["ID"]) == PdfReader.Text(names[i]), "IDTree pekar fel");
        }
        Expect(Root.All("Reference").Count(r => r.Elements.FirstOrDefault() is { Role: "Link" }) >= notes.Count, "Not utan märke i texten");
    }

    /// <summary>Vart länkar och bokmärken leder finns i filen, och på pappret.</summary>
    private void CheckDestinations()
    {
        foreach (var (id, value) in _reader.Objects())
        {
            if (value is not Dict dict || !dict.TryGetValue("Dest", out var found)) { continue; }
            var destination = _reader.Array(found);
            var page = Pages.Find(p => destination[0] is Reference reference && reference.Id == p.Id).Page;
            Expect(page is not null && destination[1] is Name { Value: "XYZ" }, $"Objekt {id}: leder ingenstans");
            if (page is null) { continue; }
            var height = (double)_reader.Array(page["MediaBox"])[3]!;
            Expect((double)destination[3]! is >= 0 and var top && top <= height + 0.5, $"Objekt {id}: leder utanför pappret");
        }
    }

    /// <summary>ISO 19005-2 6.2.11.7 och ISO 14289-1 7.21.7: inget tecken läses som noll, byteordningsmärke eller eget område.</summary>
    private void CheckCharacterMaps()
    {
        foreach (var (font, (unicode, _)) in _fonts)
        {
            Expect(unicode.Values.SelectMany(t => t.EnumerateRunes()).All(r => r.Value is not (0 or 0xFEFF or 0xFFFE or (>= 0xE000 and <= 0xF8FF) or >= 0xF0000)), $"F{font}: otillåtet tecken i ToUnicode (7.21.7)");
        }
    }

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
    private static partial Regex LanguageTag();
}
