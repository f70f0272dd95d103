using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using FsCheck.Fluent;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>En lista hämtas som fil, och filen läses in igen utan att något ändras.</summary>
public sealed class ExportTests
{
    private static readonly Filformat[] Format = [Filformat.Xlsx, Filformat.Csv];

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
    public async Task Det_som_hamtas_lases_in_igen_utan_att_nagot_andras()
    {
        foreach (var text in new[]
        {
            "=1+1", "+46 8 123", "-5 grader", "@SUM(A1)", "'=1+1", "''=1", "'citat", "a;b", "a\"b\"", "rad 1\nrad 2", "rad 3\r\nrad 4", "\tflik", "dubbla  mellanslag", "noll\0tecken",
            "osynlig\u200Btecken", "hårt\u00A0mellanslag", "å ä ö é ü 漢字 😀", "e\u0301 delat", "_x000D_ kodat", "<b>&amp;</b>", "\uFFFF sist", "0012", "1,5", "2026-11-21", "46347", "Ja", "Nej", "#REF!",
            "- streck", "1e5", "\u0001 kontroll", "]]>", " slut ",
        })
        {
            await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "B " + text, Avtalsnummer = text, Omrade = text, Avtalsansvarig = text, Anmarkning = text, Utforare = text, Verksamhetsomrade = text, Diarienummer = text, Indexering = text });
            await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = text + " utan nummer", Utforare = text, Omrade = text });
            await _app.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = text + " enhet", MojligFor = text, Anmarkning = text, Verksamhetsomrade = text });
        }
        await _app.Gor(new RegistreraAvtalCommand
        {
            NamndId = _namnd,
            Benamning = "Allt",
            Avtalsnummer = "A-1",
            Utforare = "Bolaget",
            Organisationsnummer = "556677-8899",
            Driftsform = Driftsform.Aktiebolag,
            Upphandlingsform = Upphandlingsform.Lov,
            Start = new(1900, 1, 1),
            Slut = new(2200, 12, 31),
            ForlangningManader = 24,
            AntalForlangningar = 2,
            UppsagningstidManader = 0,
            ArsvardeOre = 123456789_05,
            VardeOre = 987654321_05,
            Cpv = "85312400-3",
            Regler = Upphandlingsregler.Kapitel19,
            Diarienummer = "VON 2026/17",
            Indexering = "KPI i oktober, varje januari",
            Undertecknat = true,
        });
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Störst", Start = new(1900, 2, 28), Slut = new(1900, 3, 1), ArsvardeOre = 100_000_000_000_000 });
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Minst", ArsvardeOre = 1, VardeOre = 0, Cpv = "85312400", Regler = Upphandlingsregler.Direktivstyrd });
        await _app.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Hemtjänst", Antal = 12, Konkurrens = true });
        await _app.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Boende", Antal = 0, Konkurrens = false });

        foreach (var format in Format)
        {
            await Oforandrad(await Hamta(new ExporteraAvtalQuery(new AvtalslistaQuery(), format)), await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal"));
            await Oforandrad(await Hamta(new ExporteraEnheterQuery(new EnhetslistaQuery(), format)), await _app.LasEn<int>("SELECT COUNT(*) FROM Enhet"));
        }
    }

    [Test]
    public async Task Vilka_texter_som_helst_kommer_tillbaka_oforandrade()
    {
        var tecken = Gen.Elements("=", "+", "-", "@", "'", "\"", ";", ",", "\t", "\n", "\r", " ", "_x0041_", "_", "å", "Ö", "1", "a", "\u00A0", "\u200D", "😀", "<", "&", "\u0002", "\uFFFE", "e\u0301", ".");
        var text = tecken.ListOf().Select(string.Concat);
        var sedda = new HashSet<string>();
        foreach (var (a, b, i) in text.Sample(150).Zip(text.Sample(150)).Select((par, i) => (par.First, par.Second, i)))
        {
            var skickat = await _app.Send(new RegistreraAvtalCommand
            {
                NamndId = _namnd,
                Benamning = $"{a}x{i}",
                Avtalsnummer = i % 2 == 0 ? $"{b}{i}" : null,
                Omrade = b,
                Anmarkning = a,
                Utforare = i % 3 == 0 ? $"{a}u{i}" : null,
                Avtalsansvarig = b,
                Verksamhetsomrade = $"{b}v{i}",
            });
            if (skickat.IsOk) { sedda.Add(a); }
        }
        Assert.That(sedda, Has.Count.GreaterThan(50));
        foreach (var format in Format) { await Oforandrad(await Hamta(new ExporteraAvtalQuery(new AvtalslistaQuery(), format)), await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal")); }
    }

    [Test]
    public async Task Personnummer_ar_dolda_i_filen_och_ett_dolt_nummer_andrar_inget()
    {
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Städning", Utforare = "Firma Ett", Organisationsnummer = "640823-3234", Driftsform = Driftsform.EnskildFirma });
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Fönster", Utforare = "Firma Två", Organisationsnummer = "121212-1212", Driftsform = Driftsform.EnskildFirma });

        var avtal = await Hamta(new ExporteraAvtalQuery(new AvtalslistaQuery(), Filformat.Csv));
        Assert.That(Encoding.UTF8.GetString(avtal), Does.Contain("121212-XXXX").And.Not.Contain("121212-1212").And.Not.Contain("640823-3234"));
        Assert.That(Encoding.UTF8.GetString(await Hamta(new ExporteraUtforareQuery(new UtforarlistaQuery(), Filformat.Csv))), Does.Contain("640823-XXXX").And.Not.Contain("3234"));
        foreach (var format in Format) { await Oforandrad(await Hamta(new ExporteraAvtalQuery(new AvtalslistaQuery(), format)), 2); }

        var okand = Encoding.UTF8.GetBytes("Benämning;Utförare;Organisationsnummer\r\nStädning;Firma Ett;640823-xxxx\r\nNytt;Firma Tre;121212-XXXX\r\n");
        var provning = await Prova(okand);
        Assert.That(provning.Rader.Rader.Single().Fel.Single().ToString(), Does.StartWith("Organisationsnummer: ”121212-XXXX” är ett personnummer där siffrorna är dolda"));
        Assert.That((provning.Lika, provning.AntalFel), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task Filen_har_sidans_urval_och_ordning_och_bara_de_egna_namnderna()
    {
        var annan = await _app.Namnd("Socialnämnden", "SN");
        _app.Som(Roll.Avtalsansvarig, _namnd, annan);
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Aktivt sent", Slut = new(2028, 1, 1), Undertecknat = true, Utforare = "A AB" });
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Aktivt tidigt", Slut = new(2027, 1, 1), Undertecknat = true, Utforare = "A AB" });
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Utkast" });
        await _app.Gor(new RegistreraAvtalCommand { NamndId = annan, Benamning = "Hemligt", Slut = new(2027, 6, 1), Undertecknat = true, Utforare = "B AB" });
        await _app.Gor(new RegistreraEnhetCommand { NamndId = annan, Namn = "Annan enhet" });

        _app.Som(Roll.Lasare, _namnd);
        var lista = new AvtalslistaQuery { Tillstand = [Avtalstillstand.Aktivt], Sortering = "slut", Q = "aktivt" };
        var (result, satser) = await _app.SendRaknat(new ExporteraAvtalQuery(lista, Filformat.Csv));
        Assert.That(satser, Is.EqualTo(5));
        Assert.That(result.Value!.Namn, Is.EqualTo("Avtal-2026-11-21.csv"));
        Assert.That(Rader(await Las(result.Value)).Skip(1).Select(r => r.Split(';')[3]), Is.EqualTo(new[] { "\"Aktivt tidigt\"", "\"Aktivt sent\"" }));

        Assert.That(Encoding.UTF8.GetString(await Hamta(new ExporteraAvtalQuery(new AvtalslistaQuery { Namnd = [annan] }, Filformat.Csv))), Does.Not.Contain("Hemligt"));
        var utforare = Rader(await Hamta(new ExporteraUtforareQuery(new UtforarlistaQuery(), Filformat.Csv)));
        Assert.That(utforare, Has.Length.EqualTo(2));
        Assert.That(utforare[0], Does.StartWith("Utförare;Organisationsnummer;Driftform;Adress;Webbplats;Anmärkning;\"Antal avtal\";\"Antal enheter\";\"IVO-tillstånd, senaste kontroll\";\"IVO-tillstånd, resultat\""));
        Assert.That(utforare[1], Does.StartWith("\"A AB\";;;;;;2;0;;"));
        Assert.That(Rader(await Hamta(new ExporteraEnheterQuery(new EnhetslistaQuery(), Filformat.Csv))), Has.Length.EqualTo(1));

        _app.Som(Roll.Ingen);
        Assert.That((await _app.Send(new ExporteraAvtalQuery(new AvtalslistaQuery(), Filformat.Xlsx))).Outcome, Is.EqualTo(Outcome.Forbidden));
    }

    [Test]
    public async Task Arbetsboken_ar_giltig_och_cellerna_ar_det_de_ska_vara()
    {
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "=1+1", Slut = new(2027, 3, 31), ArsvardeOre = 1250_50, ForlangningManader = 24, Anmarkning = "a\rb <c>" });
        var innehall = await Hamta(new ExporteraAvtalQuery(new AvtalslistaQuery { Q = "1" }, Filformat.Xlsx));

        using var bok = SpreadsheetDocument.Open(new MemoryStream(innehall), false);
        Assert.That(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(bok).Select(f => $"{f.Part?.Uri} {f.Path?.XPath} {f.Description}"), Is.Empty);
        Assert.That(bok.PackageProperties.Title, Is.EqualTo("Avtal 2026-11-21"));
        Assert.That(bok.PackageProperties.Language, Is.EqualTo("sv-SE"));
        Assert.That(bok.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>().Select(s => s.Name!.Value), Is.EqualTo(new[] { "Avtal", "Om filen" }));

        var blad = ((WorksheetPart)bok.WorkbookPart.GetPartById("rId1")).Worksheet;
        Assert.That(blad.Descendants<Pane>().Single().State!.Value, Is.EqualTo(PaneStateValues.Frozen));
        Assert.That(blad.Elements<AutoFilter>().Single().Reference!.Value, Is.EqualTo("A1:V2"));
        Assert.That(blad.Descendants<CellFormula>(), Is.Empty);
        Cell Cell(string adress) => blad.Descendants<Cell>().Single(c => c.CellReference == adress);
        Assert.That((Cell("D2").DataType!.Value, Cell("D2").InnerText), Is.EqualTo((CellValues.InlineString, "=1+1")));
        Assert.That((Cell("J2").DataType, Cell("J2").CellValue!.Text), Is.EqualTo(((DocumentFormat.OpenXml.EnumValue<CellValues>?)null, new DateTime(2027, 3, 31).ToOADate().ToString(CultureInfo.InvariantCulture))));
        Assert.That(Cell("N2").CellValue!.Text, Is.EqualTo("1250.5"));
        Assert.That(Cell("Q2").InnerText, Is.EqualTo("a_x000D_b <c>"));

        var om = ((WorksheetPart)bok.WorkbookPart.GetPartById("rId2")).Worksheet.Descendants<Row>().ToDictionary(r => r.Elements<Cell>().First().InnerText, r => r.Elements<Cell>().Last().InnerText);
        Assert.That(om["Antal rader"], Is.EqualTo("1"));
        Assert.That(om["Urval: Sök"], Is.EqualTo("1"));
        Assert.That(om["Hämtad"], Is.EqualTo("2026-11-21 kl. 10.00"));
        Assert.That((om["Roll"], om["Nämnd"]), Is.EqualTo(("Avtalsansvarig", "Vård- och omsorgsnämnden")));
    }

    [Test]
    public async Task Csv_filen_ar_som_svenska_Excel_vill_ha_den()
    {
        await _app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "=1+1", Slut = new(2027, 3, 31), ArsvardeOre = 1250_50 });
        var innehall = await Hamta(new ExporteraAvtalQuery(new AvtalslistaQuery(), Filformat.Csv));
        Assert.That(innehall.AsSpan(0, 3).SequenceEqual(Encoding.UTF8.Preamble), Is.True);
        Assert.That(Rader(innehall)[1], Is.EqualTo(";\"Vård- och omsorgsnämnden\";;'=1+1;;;;;;2027-03-31;;;;1250,50;;;;;;;;"));
        Assert.That(Encoding.UTF8.GetString(innehall), Does.EndWith("\r\n"));
    }

    [Test]
    public async Task Ingen_tillfallig_fil_blir_kvar()
    {
        string[] Kvar() => Directory.GetFiles(Path.GetTempPath(), "uppfoljning-export-*");
        var fore = Kvar();
        await Hamta(new ExporteraAvtalQuery(new AvtalslistaQuery(), Filformat.Xlsx));
        await Hamta(new ExporteraAvtalQuery(new AvtalslistaQuery(), Filformat.Csv));
        Assert.That(Kvar().Except(fore), Is.Empty);
    }

    [Test]
    public void Dagnumren_ar_kalkylarkets() => Assert.Multiple(() =>
    {
        Assert.That(Kalkylark.Dagnummer(new(1900, 1, 1)), Is.EqualTo(1));
        Assert.That(Kalkylark.Dagnummer(new(1900, 2, 28)), Is.EqualTo(59));
        Assert.That(Kalkylark.Dagnummer(new(1900, 3, 1)), Is.EqualTo(61));
        Assert.That(Kalkylark.Dagnummer(new(2026, 11, 21)), Is.EqualTo(46347));
        Assert.That(Kalkylark.Datum(60), Is.Null);
        Assert.That(Kalkylark.Datum(0), Is.Null);
        Assert.That(Kalkylark.Datum(0, fran1904: true), Is.EqualTo(new DateOnly(1904, 1, 1)));
        for (var dag = new DateOnly(1900, 1, 1); dag.Year <= 2200; dag = dag.AddDays(1))
        {
            if (Kalkylark.Datum(Kalkylark.Dagnummer(dag)) != dag) { Assert.Fail(dag.Iso()); }
        }
    });

    private static string[] Rader(byte[] csv) => new UTF8Encoding(true).GetString(csv.AsSpan(3)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private static async Task<byte[]> Las(Exportfil fil)
    {
        await using var strom = fil.Innehall;
        using var minne = new MemoryStream();
        await strom.CopyToAsync(minne);
        return minne.ToArray();
    }

    private async Task<byte[]> Hamta(MediatR.IRequest<Result<Exportfil>> query) => await Las(await _app.Gor(query));

    private async Task<Provningsresultat> Prova(byte[] innehall)
    {
        var id = await _app.Gor(new TaEmotImportCommand { NamndId = _namnd, Filnamn = "fil", Fil = new MemoryStream(innehall) });
        return (await _app.Gor(new ImportprovningQuery { NamndId = _namnd, ImportId = id })).Provning!;
    }

    private async Task Oforandrad(byte[] innehall, int antal)
    {
        var provning = await Prova(innehall);
        Assert.That(provning.Rader.Rader.SelectMany(r => r.Fel.Select(f => $"{r.Namn} {f}").Concat(r.Andringar.Select(a => $"{r.Namn} {a}"))), Is.Empty);
        Assert.That((provning.Nya, provning.Andrade, provning.AntalFel, provning.Lika), Is.EqualTo((0, 0, 0, antal)));
        Assert.That(provning.Filvarningar.Where(v => !v.Contains("Kolumner som filen inte har", StringComparison.Ordinal)), Is.Empty);
    }
}
