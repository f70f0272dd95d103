using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Uppfoljning.Application.Export;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Infrastructure.Tabeller;

/// <summary>
/// En Excel-arbetsbok (ECMA-376) skriven rad för rad: minnet följer inte antalet rader. Celler med text är text, med textformat också när de är
/// tomma, så att det som skrivs i dem i Excel inte blir tal eller formler.
/// </summary>
/// <remarks>
/// Open XML SDK opens its package for reading and writing, and then the zip archive holds every part in memory until it is closed. The format
/// needs so little here that it is written directly; the tests let the SDK validate every kind of file.
/// </remarks>
internal sealed class XlsxSkrivare : ITabellskrivare
{
    private const string Huvudrymd = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Xml = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    private const string OmBladet = "Om filen";

    // Platser i cellXfs nedan.
    private const int Rubrikstil = 1;
    private const int Textstil = 2;
    private const int Flerradsstil = 3;
    private const int Datumstil = 4;
    private const int Talstil = 5;
    private const int Kronstil = 6;
    private const int Orestil = 7;
    private const int Decimalstil = 8;

    private static readonly SearchValues<char> Sarskilda = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(c => c is not ('\t' or '\n')).Select(c => (char)c), '&', '<', '>', '_', '\uFFFE', '\uFFFF', .. Enumerable.Range(0xD800, 0x800).Select(c => (char)c)]);

    private readonly FileStream _fil;
    private readonly Tabellhuvud _huvud;
    private readonly ZipArchive _arkiv;
    private readonly string[] _bokstaver;
    private readonly StreamWriter _blad;
    private int _rad = 1;
    private int _kolumn;
    private bool _klar;

    public XlsxSkrivare(FileStream fil, Tabellhuvud huvud)
    {
        (_fil, _huvud) = (fil, huvud);
        _arkiv = new ZipArchive(fil, ZipArchiveMode.Create, leaveOpen: true);
        _bokstaver = [.. Enumerable.Range(0, huvud.Kolumner.Count).Select(Bokstaver)];
        Fasta();
        _blad = Del("xl/worksheets/sheet1.xml");
        _blad.Write($"""{Xml}<worksheet xmlns="{Huvudrymd}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>""");
        for (var i = 0; i < huvud.Kolumner.Count; i++)
        {
            var kolumn = huvud.Kolumner[i];
            _blad.Write(string.Create(CultureInfo.InvariantCulture, $"""<col min="{i + 1}" max="{i + 1}" width="{kolumn.Bredd}" style="{Stil(kolumn.Typ)}" customWidth="1"/>"""));
        }
        _blad.Write("</cols><sheetData>");
        foreach (var kolumn in huvud.Kolumner) { Textcell(kolumn.Rubrik, Rubrikstil); }
        Radslut();
    }

    public void Text(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            Nasta();
            return;
        }
        Textcell(text, Stil(_huvud.Kolumner[_kolumn].Typ));
    }

    public void Datum(DateOnly? datum) => Talcell(datum is { } d ? Kalkylark.Dagnummer(d).ToString(CultureInfo.InvariantCulture) : null, Datumstil);

    public void Tal(long? tal) => Talcell(tal?.ToString(CultureInfo.InvariantCulture), Talstil);

    public void Belopp(long? ore) => Talcell(
        ore is { } o ? (o / 100m).ToString("0.##", CultureInfo.InvariantCulture) : null,
        ore % 100 is null or 0 ? Kronstil : Orestil);

    public void Decimal(long? hundradelar) => Talcell(hundradelar is { } h ? (h / 100m).ToString("0.##", CultureInfo.InvariantCulture) : null, Decimalstil);

    public void Radslut()
    {
        if (_kolumn > 0) { _blad.Write("</row>"); }
        _kolumn = 0;
        _rad++;
    }

    public async Task<Stream> KlarAsync(IEnumerable<(string Rubrik, string Text)> omFilen)
    {
        var omrade = $"$A$1:${_bokstaver[^1]}${Math.Max(1, _rad - 1)}";
        var adress = omrade.Replace("$", "", StringComparison.Ordinal);
        _blad.Write($"""</sheetData><autoFilter ref="{adress}"/><pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;L&amp;F&amp;RSida &amp;P av &amp;N</oddFooter></headerFooter></worksheet>""");
        await _blad.DisposeAsync();

        await using (var om = Del("xl/worksheets/sheet2.xml"))
        {
            om.Write($"""{Xml}<worksheet xmlns="{Huvudrymd}"><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="26" customWidth="1"/><col min="2" max="2" width="90" customWidth="1"/></cols><sheetData>""");
            var rad = 1;
            foreach (var (rubrik, text) in omFilen)
            {
                om.Write(string.Create(CultureInfo.InvariantCulture, $"""<row r="{rad}">"""));
                Cell(om, "A", rad, rubrik, Rubrikstil);
                Cell(om, "B", rad, text, Flerradsstil);
                om.Write("</row>");
                rad++;
            }
            om.Write("</sheetData></worksheet>");
        }

        var blad = $"'{_huvud.Blad.Replace("'", "''", StringComparison.Ordinal)}'";
        await using (var bok = Del("xl/workbook.xml"))
        {
            bok.Write($"""{Xml}<workbook xmlns="{Huvudrymd}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><bookViews><workbookView/></bookViews><sheets><sheet name="{_huvud.Blad}" sheetId="1" r:id="rId1"/><sheet name="{OmBladet}" sheetId="2" r:id="rId2"/></sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{blad}!{omrade}</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">{blad}!$1:$1</definedName></definedNames></workbook>""");
        }
        _arkiv.Dispose();
        _fil.Position = 0;
        _klar = true;
        return _fil;
    }

    public async ValueTask DisposeAsync()
    {
        if (_klar) { return; }
        await _blad.DisposeAsync();
        _arkiv.Dispose();
        await _fil.DisposeAsync();
    }

    private static string Bokstaver(int nr) => nr < 26 ? $"{(char)('A' + nr)}" : Bokstaver((nr / 26) - 1) + (char)('A' + (nr % 26));

    private static int Stil(Celltyp typ) => typ switch
    {
        Celltyp.Flerradig => Flerradsstil,
        Celltyp.Datum => Datumstil,
        Celltyp.Tal => Talstil,
        Celltyp.Belopp => Kronstil,
        Celltyp.Decimal => Decimalstil,
        _ => Textstil,
    };

    private static void Cell(StreamWriter blad, string bokstav, int rad, string text, int stil)
    {
        blad.Write("<c r=\"");
        blad.Write(bokstav);
        blad.Write(rad);
        blad.Write("\" s=\"");
        blad.Write(stil);
        blad.Write("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
        SkrivText(blad, text);
        blad.Write("</t></is></c>");
    }

    /// <summary>Texten som den är: tecken som XML inte kan bära, och det som ser ut som ett sådant, skrivs så som kalkylark skriver dem (_x000D_).</summary>
    private static void SkrivText(StreamWriter blad, string text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Sarskilda) is var plats and >= 0)
        {
            blad.Write(rest[..plats]);
            var tecken = rest[plats];
            var bredd = 1;
            switch (tecken)
            {
                case '&': blad.Write("&amp;"); break;
                case '<': blad.Write("&lt;"); break;
                case '>': blad.Write("&gt;"); break;
                case '_' when !Kodat(rest[plats..]): blad.Write('_'); break;
                case >= '\uD800' and <= '\uDBFF' when plats + 1 < rest.Length && char.IsLowSurrogate(rest[plats + 1]):
                    blad.Write(rest.Slice(plats, 2));
                    bredd = 2;
                    break;
                case >= '\uD800' and <= '\uDFFF': blad.Write('\uFFFD'); break;
                default: blad.Write(string.Create(CultureInfo.InvariantCulture, $"_x{(int)tecken:X4}_")); break;
            }
            rest = rest[(plats + bredd)..];
        }
        blad.Write(rest);
    }

    private static bool Kodat(ReadOnlySpan<char> text) =>
        text is ['_', 'x', var a, var b, var c, var d, '_', ..] && char.IsAsciiHexDigit(a) && char.IsAsciiHexDigit(b) && char.IsAsciiHexDigit(c) && char.IsAsciiHexDigit(d);

    private static string Attribut(string text) => System.Security.SecurityElement.Escape(string.Concat(text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c < '\uFFFE')))!;

    private void Textcell(string text, int stil)
    {
        RadBorjan();
        Cell(_blad, _bokstaver[_kolumn], _rad, text, stil);
        _kolumn++;
    }

    private void Talcell(string? tal, int stil)
    {
        if (tal is null)
        {
            Nasta();
            return;
        }
        RadBorjan();
        _blad.Write("<c r=\"");
        _blad.Write(_bokstaver[_kolumn]);
        _blad.Write(_rad);
        _blad.Write("\" s=\"");
        _blad.Write(stil);
        _blad.Write("\"><v>");
        _blad.Write(tal);
        _blad.Write("</v></c>");
        _kolumn++;
    }

    private void Nasta()
    {
        RadBorjan();
        _kolumn++;
    }

    private void RadBorjan()
    {
        if (_kolumn > 0) { return; }
        _blad.Write("<row r=\"");
        _blad.Write(_rad);
        _blad.Write("\">");
    }

    private StreamWriter Del(string namn)
    {
        var post = _arkiv.CreateEntry(namn, CompressionLevel.Fastest);
        post.LastWriteTime = SvenskTid.Lokal(_huvud.Skapad);
        return new StreamWriter(post.Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024);
    }

    private void Skriv(string namn, string text)
    {
        using var del = Del(namn);
        del.Write(Xml);
        del.Write(text);
    }

    private void Fasta()
    {
        const string Dok = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string Typ = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        Skriv("[Content_Types].xml", $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Typ}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Typ}.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="{Typ}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{Typ}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>""");
        Skriv("_rels/.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Dok}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>""");
        Skriv("docProps/core.xml", string.Create(CultureInfo.InvariantCulture, $"""<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{Attribut(_huvud.Titel)}</dc:title><dc:creator>{Attribut(_huvud.Skapare)}</dc:creator><dc:language>sv-SE</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">{_huvud.Skapad.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}</dcterms:created></cp:coreProperties>"""));
        Skriv("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Dok}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Dok}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="{Dok}/styles" Target="styles.xml"/></Relationships>""");
        Skriv("xl/styles.xml", $"""<styleSheet xmlns="{Huvudrymd}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7EDF3"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="9"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""");
    }
}
