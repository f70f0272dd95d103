using System.IO.Compression;
using System.Text;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Arbetsböcker så som Excel sparar dem, och sådana som någon har gjort för att ställa till det.</summary>
public sealed class ImportXlsxTests
{
    private const string Rymd = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Typ = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    private const string Rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private TestApp _app = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _app.Som(Roll.Avtalsansvarig, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Delade_texter_tal_datum_och_formler_lases_som_Excel_visar_dem()
    {
        var fil = Bok(
            """
            <row r="1" spans="1:9"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="inlineStr"><is><t>Årsvärde (kr)</t></is></c><c r="E1" t="inlineStr"><is><t>Utförare</t></is></c><c r="F1" t="inlineStr"><is><t>Organisationsnummer</t></is></c><c r="G1" t="inlineStr"><is><t>Avtalsnummer</t></is></c></row>
            <row r="2"/><row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3" s="1"><v>46347</v></c><c r="C3" s="2"><v>47483.0</v></c><c r="D3"><v>1250000.3000000001</v></c><c r="E3" t="str"><f>CONCAT("A"," AB")</f><v>A AB</v></c><c r="F3"><v>5566778899</v></c><c r="G3"><v>1001</v></c><c r="XFD3" s="1"/></row>
            <row r="5"><c r="A5" t="inlineStr"><is><r><t xml:space="preserve">Lar</t></r><r><rPr><b/></rPr><t>m</t></r><rPh sb="0" eb="1"><t>uttal</t></rPh></is></c><c r="B5"><v>45000</v></c><c r="C5"><v>20271231</v></c><c r="D5"><f>1*2</f><v>2</v></c><c r="E5" t="e"><f>#REF!</f><v>#REF!</v></c></row>
            """,
            delade: "<si><t>Benämning</t></si><si><r><t>Avtals</t></r><r><t>start</t></r></si><si><t>Avtalsslut</t></si><si><t>=HYPERLINK(\"x\")</t></si>");
        var (import, provning) = await Prova(fil);

        Assert.That(provning.AntalFel, Is.Zero);
        Assert.That(provning.Filvarningar, Has.Some.Contains("3 celler är formler (E3, D5, E5)").And.Some.Contains("1 cell visar ett fel i Excel (#REF! i E5)"));
        Assert.That(provning.Rader.Rader.Select(r => (r.Nr, r.Namn)), Is.EqualTo(new[] { (3, "=HYPERLINK(\"x\")"), (5, "Larm") }));
        Assert.That(provning.Rader.Rader[1].Varningar.Select(v => v.ToString()), Has.Some.Contains("Avtalsstart: ”45000” läses som Excels dagnummer för 2023-03-15"));
        await _app.Gor(new InforImportCommand { NamndId = _namnd, ImportId = import });

        Assert.That(await _app.LasEn<int>("""
            SELECT COUNT(*) FROM Avtal a JOIN Utforare u ON u.Id = a.UtforareId
            WHERE a.Avtalsnummer = '1001' AND a.Start = '2026-11-21' AND a.Slut = '2029-12-31' AND a.ArsvardeOre = 125000030 AND u.Namn = 'A AB' AND u.Organisationsnummer = '556677-8899'
            """), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal WHERE Benamning = 'Larm' AND Slut = '2027-12-31' AND ArsvardeOre = 200 AND UtforareId IS NULL"), Is.EqualTo(1));
    }

    [Test]
    public async Task Rubrikerna_far_sta_under_en_titel_och_pa_vilket_blad_som_helst()
    {
        const string Tomt = """<row r="1"><c r="A1" t="inlineStr"><is><t>Läs mig</t></is></c></row>""";
        const string Register = """
            <row r="1"><c r="A1" t="inlineStr"><is><t>Enhetsregister 2026</t></is></c></row>
            <row r="3"><c r="B3" t="inlineStr"><is><t>Enhet</t></is></c><c r="C3" t="inlineStr"><is><t>Konkurrens</t></is></c><c r="D3" t="inlineStr"><is><t>Antal</t></is></c></row>
            <row r="4"><c r="B4" t="inlineStr"><is><t>Hemtjänst</t></is></c><c r="C4" t="b"><v>1</v></c><c r="D4"><v>12</v></c></row>
            </sheetData><mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells><sheetData>
            """;
        var (_, provning) = await Prova(Bok(Tomt, fler: Register));
        Assert.That(provning.Filvarningar, Has.Some.EqualTo("Rubrikerna står på rad 3. Det som står ovanför läses inte in."));
        Assert.That(provning.Rader.Rader.Single(), Has.Property("Nr").EqualTo(4).And.Property("Namn").EqualTo("Hemtjänst"));
    }

    [Test]
    public async Task Datum_fran_1904_ar_fyra_ar_senare()
    {
        var (import, provning) = await Prova(Bok(Rubrikrad("Benämning", "Avtalsslut") + """<row r="2"><c r="A2" t="inlineStr"><is><t>Larm</t></is></c><c r="B2" s="1"><v>44885</v></c></row>""", egenskaper: "<workbookPr date1904=\"1\"/>"));
        Assert.That(provning.AntalFel, Is.Zero);
        await _app.Gor(new InforImportCommand { NamndId = _namnd, ImportId = import });
        Assert.That(await _app.LasEn<string>("SELECT Slut FROM Avtal"), Is.EqualTo("2026-11-21"));
    }

    [Test]
    public async Task En_webblank_i_en_cell_ar_bara_text()
    {
        var fil = Bok(Rubrikrad("Benämning", "Avtalsslut") + Rad(2, "Larm", "2026-01-01"), delar: ("xl/worksheets/_rels/sheet1.xml.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Rel}/hyperlink" Target="mailto:info@example.se" TargetMode="External"/></Relationships>"""));
        Assert.That((await Prova(fil)).Provning.Nya, Is.EqualTo(1));
    }

    private static IEnumerable<TestCaseData> Onda()
    {
        var god = Bok(Rubrikrad("Benämning", "Avtalsslut") + Rad(2, "Larm", "2026-01-01"));
        var rubriker = Rubrikrad("Benämning", "Avtalsslut");
        TestCaseData Fall(string namn, byte[] fil, string kod, string skal) => new TestCaseData(fil, kod, skal).SetArgDisplayNames(namn);

        yield return Fall("avklippt", god[..(god.Length / 2)], "skadad-arbetsbok", "avklippt eller skadad");
        yield return Fall("bara början", god[..4], "skadad-arbetsbok", "avklippt eller skadad");
        yield return Fall("bomb", Bok(rubriker + "<row r=\"2\">" + new string(' ', 30_000_000) + "</row>"), "skadad-arbetsbok", "orimligt lång");
        yield return Fall("bomb av rader", Bok(rubriker + string.Concat(Enumerable.Repeat("<row>" + new string(' ', 100_000) + "</row>", 300))), "zip-bomb", "ZIP-bomb");
        yield return Fall("djup xml", Bok(rubriker + string.Concat(Enumerable.Repeat("<x>", 1000)) + string.Concat(Enumerable.Repeat("</x>", 1000))), "skadad-arbetsbok", "uppbyggd så");
        yield return Fall("trasig xml", Bok("<row r=\"1\"><c>"), "skadad-arbetsbok", "avklippt eller skadad");
        yield return Fall("dtd", Bok(rubriker, forst: "<!DOCTYPE x [<!ENTITY a \"aaaa\">]>"), "skadad-arbetsbok", "avklippt eller skadad");
        yield return Fall("makron", Bok(rubriker, delar: ("xl/vbaProject.bin", "x")), "makron", "makron");
        yield return Fall("xlsm", Bok(rubriker, typ: "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "makron", "makron");
        yield return Fall("länkar", Bok(rubriker, delar: ("xl/externalLinks/externalLink1.xml", "<x/>")), "externa-lankar", "andra filer");
        yield return Fall("mall utifrån", Bok(rubriker, delar: ("xl/worksheets/_rels/sheet1.xml.rels", $"""<Relationships xmlns="x"><Relationship Id="a" Type="{Rel}/image" Target="http://example.se/a.png" TargetMode="External"/></Relationships>""")), "externa-lankar", "från nätet");
        yield return Fall("för många kolumner", Bok(rubriker + """<row r="2"><c r="XFD2"><v>1</v></c></row>"""), "for-manga-kolumner", "kolumn 16384");
        yield return Fall("för många rader", Bok(rubriker + string.Concat(Enumerable.Range(2, 200_002).Select(i => $"<row r=\"{i}\"><c><v>{i * 7919L}</v></c></row>"))), "for-manga-rader", "fler än 200000 rader");
        yield return Fall("för många delar", Bok(rubriker, delar: [.. Enumerable.Range(0, 2001).Select(i => ($"xl/media/{i}.png", "x"))]), "for-manga-delar", "delar");
        yield return Fall("saknad text", Bok("""<row r="1"><c r="A1" t="s"><v>7</v></c></row>"""), "skadad-arbetsbok", "skadad");
        yield return Fall("ods", Zip(("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")), "fel-filtyp", "ODS");
        yield return Fall("zip", Zip(("register.csv", "Benämning;Avtalsslut")), "fel-filtyp", "ZIP-fil");
        yield return Fall("xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "fel-filtyp", "XLS");
        yield return Fall("lösenord", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. Encoding.Unicode.GetBytes("EncryptedPackage")], "losenord", "lösenord");
        yield return Fall("tomt blad", Bok(""), "tom-fil", "är tomt");
        yield return Fall("inga rader", Bok(rubriker), "inga-rader", "inga rader");
    }

    [TestCaseSource(nameof(Onda))]
    public async Task En_arbetsbok_som_inte_ar_ett_register_nekas_med_skal_och_sparas_inte(byte[] fil, string kod, string skal)
    {
        var result = await _app.Send(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "a.xlsx", Fil = new MemoryStream(fil) });
        Assert.That(result.Outcome, Is.EqualTo(Outcome.Refused));
        Assert.That((result.Hinder.Single().Kod, result.Hinder.Single().Falt), Is.EqualTo((kod, "Fil")));
        Assert.That(result.Hinder.Single().Text, Does.Contain(skal));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Import"), Is.Zero);
    }

    [Test]
    public async Task En_skadad_byte_upptacks_var_den_an_star()
    {
        var god = Bok(Rubrikrad("Benämning", "Avtalsslut") + string.Concat(Enumerable.Range(2, 30).Select(i => Rad(i, $"Larm {i}", "2026-01-01"))), CompressionLevel.NoCompression);
        for (var i = 0; i < god.Length; i += 11)
        {
            var skadad = (byte[])god.Clone();
            skadad[i] ^= 0x04;
            var result = await _app.Send(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "a.xlsx", Fil = new MemoryStream(skadad) });
            Assert.That(result.Outcome, Is.EqualTo(Outcome.Refused).Or.EqualTo(Outcome.Ok), $"byte {i}");
            Assert.That(result.Outcome == Outcome.Refused || Importfilen(skadad) == Importfilen(god), Is.True, $"byte {i}");
        }
    }

    private static string Importfilen(byte[] fil)
    {
        using var arkiv = new ZipArchive(new MemoryStream(fil));
        using var blad = new StreamReader(arkiv.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        return blad.ReadToEnd();
    }

    private static string Rubrikrad(params string[] rubriker) => Rad(1, rubriker);

    private static string Rad(int nr, params string[] celler) =>
        $"<row r=\"{nr}\">{string.Concat(celler.Select((c, i) => $"<c r=\"{(char)('A' + i)}{nr}\" t=\"inlineStr\"><is><t>{c}</t></is></c>"))}</row>";

    private static byte[] Bok(string rader, CompressionLevel packning = CompressionLevel.Optimal, string delade = "", string fler = "", string egenskaper = "", string forst = "", string typ = $"{Typ}.sheet.main+xml", params (string, string)[] delar) => Zip(packning,
    [
        ("[Content_Types].xml", $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{typ}"/></Types>"""),
        ("_rels/.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/workbook.xml", $"""<workbook xmlns="{Rymd}" xmlns:r="{Rel}">{egenskaper}<sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/>{(fler.Length > 0 ? "<sheet name=\"Blad2\" sheetId=\"2\" r:id=\"rId4\"/>" : "")}</sheets></workbook>"""),
        ("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{Rel}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{Rel}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="{Rel}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId4" Type="{Rel}/worksheet" Target="../xl/worksheets/sheet2.xml"/></Relationships>"""),
        ("xl/styles.xml", $"""<styleSheet xmlns="{Rymd}"><numFmts><numFmt numFmtId="170" formatCode="[$-41D]d\ mmmm\ yyyy;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>"""),
        ("xl/sharedStrings.xml", $"""<sst xmlns="{Rymd}">{delade}</sst>"""),
        ("xl/worksheets/sheet1.xml", $"""{forst}<worksheet xmlns="{Rymd}"><sheetData>{rader}</sheetData></worksheet>"""),
        ("xl/worksheets/sheet2.xml", $"""<worksheet xmlns="{Rymd}"><sheetData>{fler}</sheetData></worksheet>"""),
        .. delar,
    ]);

    private static byte[] Zip(params (string Namn, string Text)[] delar) => Zip(CompressionLevel.Optimal, delar);

    private static byte[] Zip(CompressionLevel packning, (string Namn, string Text)[] delar)
    {
        using var minne = new MemoryStream();
        using (var arkiv = new ZipArchive(minne, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (namn, text) in delar)
            {
                using var del = new StreamWriter(arkiv.CreateEntry(namn, packning).Open());
                del.Write(text);
            }
        }
        return minne.ToArray();
    }

    private async Task<(Guid Import, Provningsresultat Provning)> Prova(byte[] innehall)
    {
        var id = await _app.Gor(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "a.xlsx", Fil = new MemoryStream(innehall) });
        return (id, (await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = id, Visa = Radurval.Alla })).Provning!);
    }
}
