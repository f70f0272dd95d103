using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Dokument på ett ärende och på det som nämnderna delar: vad som tas emot, vem som får, och att filen är densamma när den lämnas ut.</summary>
public sealed class DokumentTests
{
    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _avtal;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _avtal = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(Avtal(_namnd));
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Ett_dokument_laggs_in_med_dag_vem_och_vad_och_far_en_handelse() // OFF-01, OFF-02, ARK-03
    {
        var id = (await LaggIn("avtal.pdf", Provfiler.Pdf)).Single();

        var lista = await _app.Som(Roll.Lasare, _namnd).Gor(new ArendedokumentlistaQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal });
        var rad = lista.Sida.Rader.Single();
        Assert.That((rad.Id, rad.Filnamn, rad.Filtyp, rad.Sort, rad.Storlek, rad.Inlagt, rad.InlagtAv, rad.Beskrivning),
            Is.EqualTo((id, "avtal.pdf", Filtyp.Pdf, (Dokumentsort?)Dokumentsort.Avtal, (long)Provfiler.Pdf.Length, _app.Klocka.Nu, "Avtalsansvarig (test)", "Undertecknat")));
        Assert.That((lista.KanSkrivas, lista.Virusskydd, lista.StorstaFilMb, lista.Plats.Rubrik), Is.EqualTo((false, false, 50, "Hemtjänst")));
        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE Vad = 'Dokument inlagt' AND ArendeId = @Id AND NamndId = @Namnd", new { Id = _avtal, Namnd = _namnd }),
            Is.EqualTo("Dokumentet avtal.pdf inlagt på Hemtjänst."));
        Assert.That(await Innehall(id), Is.EqualTo(Provfiler.Pdf));
    }

    [Test]
    public async Task Samma_innehall_tva_ganger_blir_tva_dokument_och_en_fil()
    {
        var ett = (await LaggIn("ett.pdf", Provfiler.Pdf)).Single();
        var tva = (await LaggIn("två.pdf", Provfiler.Pdf)).Single();
        Assert.That(ett, Is.Not.EqualTo(tva));
        Assert.That(await _app.Las<string>("SELECT DISTINCT Checksumma FROM Dokument"), Has.Count.EqualTo(1));
    }

    private static IEnumerable<TestCaseData> Godtagna()
    {
        yield return new TestCaseData("a.pdf", Provfiler.Pdf, Filtyp.Pdf);
        yield return new TestCaseData("a.PNG", Provfiler.Png, Filtyp.Png);
        yield return new TestCaseData("a.jpeg", Provfiler.Jpeg, Filtyp.Jpeg);
        yield return new TestCaseData("a.jpg", (byte[])[.. Provfiler.Jpeg, .. "kamerans egna uppgifter"u8], Filtyp.Jpeg);
        yield return new TestCaseData("a.docx", Provfiler.Docx, Filtyp.Docx);
        yield return new TestCaseData("a.xlsx", Provfiler.Xlsx, Filtyp.Xlsx);
        yield return new TestCaseData("a.odt", Provfiler.Odt, Filtyp.Odt);
        yield return new TestCaseData("a.ods", Provfiler.Ods, Filtyp.Ods);
        yield return new TestCaseData("a.txt", Encoding.UTF8.GetBytes("Räksmörgås\r\n"), Filtyp.Txt);
        yield return new TestCaseData("a.csv", Encoding.Latin1.GetBytes("Benämning;Å\r\n"), Filtyp.Csv);
        yield return new TestCaseData("a.txt", (byte[])[0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Räksmörgås")], Filtyp.Txt);
    }

    [TestCaseSource(nameof(Godtagna))]
    public async Task Sorten_avgors_av_innehallet(string namn, byte[] fil, Filtyp vantad)
    {
        await LaggIn(namn, fil);
        Assert.That(await _app.LasEn<string>("SELECT Filtyp FROM Dokument"), Is.EqualTo(vantad.ToString()));
    }

    private static IEnumerable<TestCaseData> Nekade()
    {
        yield return Fall("a.pdf", [], "tom-fil", "filen är tom");
        yield return Fall("a.exe", [0x4D, 0x5A, 0x90, 0x00], "fel-filtyp", "tas inte emot");
        yield return Fall("a.pdf", [0x4D, 0x5A, 0x90, 0x00], "fel-filtyp", "tas inte emot");
        yield return Fall("a.html", "<script>alert(1)</script>"u8.ToArray(), "fel-filtyp", "tas inte emot");
        yield return Fall("a.svg", "<svg/>"u8.ToArray(), "fel-filtyp", "tas inte emot");
        yield return Fall("a.pdf", "<html></html>"u8.ToArray(), "fel-andelse", "textfil");
        yield return Fall("a.txt", Provfiler.Pdf, "fel-andelse", "innehållet är en PDF men filändelsen är .txt");
        yield return Fall("a", Provfiler.Pdf, "fel-andelse", "filändelsen är tom");
        yield return Fall("a.docx", Provfiler.Xlsx, "fel-andelse", "Excel-arbetsbok");
        yield return Fall("a.pdf.exe", Provfiler.Pdf, "fel-andelse", ".exe");
        yield return Fall("a.pdf", Provfiler.Avklippt(Provfiler.Pdf), "avklippt", "PDF-filen är avklippt");
        yield return Fall("a.png", Provfiler.Avklippt(Provfiler.Png), "avklippt", "PNG-bilden är avklippt");
        yield return Fall("a.jpg", Provfiler.Avklippt(Provfiler.Jpeg, 2), "avklippt", "JPEG-bilden är avklippt");
        yield return Fall("a.docx", Provfiler.Avklippt(Provfiler.Docx, 40), "avklippt", "avklippt eller skadat");
        yield return Fall("a.docx", Skadad(Provfiler.Docx), "avklippt", "avklippt eller skadat");
        yield return Fall("a.zip", Provfiler.Zip(("a.txt", "x")), "fel-filtyp", "tas inte emot");
        yield return Fall("a.docx", Provfiler.Office(Provfiler.Ordtyp, "word/document.xml", ("word/vbaProject.bin", "x")), "makron", "har makron");
        yield return Fall("a.xlsx", Provfiler.Office("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xl/workbook.xml"), "makron", "har makron");
        yield return Fall("a.odt", Provfiler.Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("Basic/Standard/Module1.xml", "<x/>")), "makron", "har makron");
        yield return Fall("a.odt", Provfiler.Zip(("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", "<m><encryption-data/></m>")), "losenord", "lösenord");
        yield return Fall("a.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "aldre-office", "äldre Office-fil");
        yield return Fall("a.docx", Bomb(), "zip-bomb", "ZIP-bomb");

        static TestCaseData Fall(string namn, byte[] fil, string kod, string text) => new TestCaseData(namn, fil, kod, text).SetArgDisplayNames(namn, kod, text);
    }

    [TestCaseSource(nameof(Nekade))]
    public async Task Det_som_inte_tas_emot_nekas_vid_sitt_falt_med_skal(string namn, byte[] fil, string kod, string text)
    {
        var svar = await _app.Som(Roll.Registrator, _namnd).Send(Mottagning(namn, fil));

        var hinder = svar.Hinder.Single();
        Assert.That((svar.Outcome, hinder.Kod, hinder.Falt), Is.EqualTo((Outcome.Refused, kod, "Filer")));
        Assert.That(hinder.Text, Does.StartWith($"”{namn}”: ").And.Contain(text));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Dokument"), Is.Zero);
    }

    [Test]
    public async Task En_felaktig_fil_stoppar_alla_och_varje_fel_sags()
    {
        var svar = await _app.Som(Roll.Registrator, _namnd).Send(Mottagning("bra.pdf", Provfiler.Pdf) with
        {
            Filer = [Fil("bra.pdf", Provfiler.Pdf), Fil("../../ond.exe", [0]), Fil("tom.txt", [])],
        });
        Assert.That(svar.Hinder.Select(h => h.Text[..10]), Is.EqualTo(new[] { "”ond.exe”:", "”tom.txt”:" }));
    }

    [Test]
    public async Task En_fil_over_gransen_nekas()
    {
        var svar = await _app.Som(Roll.Registrator, _namnd).Send(Mottagning("a.txt", []) with { Filer = [new Inkommenfil("a.txt", new Stor(51L * 1024 * 1024))] });
        Assert.That(svar.Hinder.Single().Text, Is.EqualTo("”a.txt”: filen är större än 50 MB."));
    }

    [Test]
    public async Task Inget_val_for_manga_filer_och_for_lang_beskrivning_ar_fel_i_formen()
    {
        _app.Som(Roll.Registrator, _namnd);
        Assert.That((await _app.Send(Mottagning("a", []) with { Filer = [] })).Hinder.Single(), Has.Property("Falt").EqualTo("Filer"));
        Assert.That((await _app.Send(Mottagning("a", []) with { Filer = [.. Enumerable.Range(0, 21).Select(i => Fil($"{i}.pdf", Provfiler.Pdf))] })).Hinder.Single().Text, Does.Contain("högst 20"));
        Assert.That((await _app.Send(Mottagning("a.pdf", Provfiler.Pdf) with { Beskrivning = new string('x', 501) })).Hinder.Single(), Has.Property("Falt").EqualTo("Beskrivning"));
    }

    [Test]
    public async Task Ett_borttaget_dokument_syns_inte_men_raden_och_filen_star_kvar() // ARK-01
    {
        var id = (await LaggIn("avtal.pdf", Provfiler.Pdf)).Single();
        var bort = new TaBortArendedokumentCommand { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, DokumentId = id };
        Assert.That((await _app.Send(bort)).Hinder.Single().Falt, Is.EqualTo("Bekraftat"));
        await _app.Gor(bort with { Bekraftat = true });

        Assert.That((await _app.Send(new ArendedokumentQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, DokumentId = id })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new ArendefilQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, DokumentId = id })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(bort with { Bekraftat = true })).Outcome, Is.EqualTo(Outcome.NotFound));
        var checksumma = await _app.LasEn<string>("SELECT Checksumma FROM Dokument WHERE Borttaget IS NOT NULL AND BorttagetAv = 'Avtalsansvarig (test)'");
        await using var fil = await _app.Services.GetRequiredService<IFillager>().OppnaAsync(checksumma!, default);
        Assert.That(fil, Is.Not.Null);
        Assert.That(await _app.Las<string>("SELECT Vad FROM Handelse WHERE ArendeId = @Id ORDER BY Id", new { Id = _avtal }), Does.Contain("Dokument borttaget"));
    }

    [Test]
    public async Task Den_andra_namnden_ser_varken_dokumentet_eller_filen_och_kan_inte_na_det_genom_sitt_eget_avtal()
    {
        var id = (await LaggIn("avtal.pdf", Provfiler.Pdf)).Single();
        var annan = await _app.Namnd("Socialnämnden", "SN");
        var eget = await _app.Som(Roll.Avtalsansvarig, annan).Gor(Avtal(annan));

        foreach (var objekt in new[] { _avtal, eget })
        {
            Assert.That((await _app.Send(new ArendedokumentQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = objekt, DokumentId = id })).Outcome, Is.EqualTo(Outcome.NotFound));
            Assert.That((await _app.Send(new ArendefilQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = objekt, DokumentId = id })).Outcome, Is.EqualTo(Outcome.NotFound));
            Assert.That((await _app.Send(new TaBortArendedokumentCommand { Objekt = Dokumentobjekt.Avtal, ObjektId = objekt, DokumentId = id, Bekraftat = true })).Outcome, Is.EqualTo(Outcome.NotFound));
        }
        Assert.That((await _app.Send(new ArendedokumentlistaQuery { Objekt = Dokumentobjekt.Plan, ObjektId = eget })).Outcome, Is.EqualTo(Outcome.NotFound), "Ett avtal är ingen plan.");
        Assert.That((await _app.Send(Mottagning("a.pdf", Provfiler.Pdf))).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [TestCase(Roll.Avtalsansvarig, Outcome.Ok)]
    [TestCase(Roll.Registrator, Outcome.Ok)]
    [TestCase(Roll.Namndsekreterare, Outcome.Ok)]
    [TestCase(Roll.Uppfoljare, Outcome.Ok)]
    [TestCase(Roll.Lasare, Outcome.Forbidden)]
    [TestCase(Roll.Revisor, Outcome.Forbidden)]
    [TestCase(Roll.Beslutsfattare, Outcome.Forbidden)]
    public async Task Rollen_avgor_vem_som_lagger_in(Roll roll, Outcome vantat) =>
        Assert.That((await _app.Som(roll, _namnd).Send(Mottagning("a.pdf", Provfiler.Pdf))).Outcome, Is.EqualTo(vantat));

    [Test]
    public async Task Dokument_pa_en_utforare_lases_av_de_namnder_som_utforaren_finns_for_och_skots_av_avtalsansvariga()
    {
        var utforare = await _app.LasEn<Guid>("SELECT Id FROM Utforare");
        var mottagning = new MottagningPaDelatQuery { Objekt = Dokumentobjekt.Utforare, ObjektId = utforare, Filer = [Fil("intyg.pdf", Provfiler.Pdf)] };
        Assert.That((await _app.Som(Roll.Registrator, _namnd).Send(mottagning)).Outcome, Is.EqualTo(Outcome.Forbidden));
        _app.Som(Roll.Avtalsansvarig, _namnd);
        var filer = await _app.Gor(mottagning with { Filer = [Fil("intyg.pdf", Provfiler.Pdf)] });
        var id = (await _app.Gor(new LaggInDelatDokumentCommand { Objekt = Dokumentobjekt.Utforare, ObjektId = utforare, Sort = Dokumentsort.Intyg, Filer = filer })).Single();

        var annan = await _app.Namnd("Socialnämnden", "SN");
        _app.Som(Roll.Lasare, annan);
        Assert.That((await _app.Send(new DeladDokumentlistaQuery { Objekt = Dokumentobjekt.Utforare, ObjektId = utforare })).Outcome, Is.EqualTo(Outcome.NotFound), "Utföraren finns inte för nämnden.");
        Assert.That((await _app.Send(new DeladFilQuery { Objekt = Dokumentobjekt.Utforare, ObjektId = utforare, DokumentId = id })).Outcome, Is.EqualTo(Outcome.NotFound));
        await _app.Som(Roll.Avtalsansvarig, annan).Gor(Avtal(annan));
        _app.Som(Roll.Lasare, annan);
        Assert.That((await _app.Gor(new DeladDokumentlistaQuery { Objekt = Dokumentobjekt.Utforare, ObjektId = utforare })).Sida.Antal, Is.EqualTo(1));
        var innehall = await _app.Gor(new DeladFilQuery { Objekt = Dokumentobjekt.Utforare, ObjektId = utforare, DokumentId = id });
        await using (innehall.Innehall) { Assert.That(innehall.Innehall.Length, Is.EqualTo(Provfiler.Pdf.Length)); }
        Assert.That((await _app.Send(new TaBortDelatDokumentCommand { Objekt = Dokumentobjekt.Utforare, ObjektId = utforare, DokumentId = id, Bekraftat = true })).Outcome, Is.EqualTo(Outcome.Forbidden));

        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE ArendeId = @Id AND Vad = 'Dokument inlagt'", new { Id = utforare }), Is.EqualTo(1));
        Assert.That((await _app.Send(new DeladDokumentlistaQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal })).Outcome, Is.EqualTo(Outcome.NotFound), "Ett avtal delas inte.");
        await _app.Som(Roll.Avtalsansvarig, annan).Gor(new TaBortDelatDokumentCommand { Objekt = Dokumentobjekt.Utforare, ObjektId = utforare, DokumentId = id, Bekraftat = true });
    }

    [Test]
    public async Task Ett_sammantrade_med_dokument_tas_inte_bort()
    {
        _app.Som(Roll.Namndsekreterare, _namnd);
        var sammantrade = await _app.Gor(new RegistreraSammantradeCommand { NamndId = _namnd, Datum = new(2026, 12, 15) });
        var filer = await _app.Gor(Mottagning("kallelse.pdf", Provfiler.Pdf) with { Objekt = Dokumentobjekt.Sammantrade, ObjektId = sammantrade });
        await _app.Gor(new LaggInArendedokumentCommand { Objekt = Dokumentobjekt.Sammantrade, ObjektId = sammantrade, Filer = filer });

        var svar = await _app.Send(new TaBortSammantradeCommand { SammantradeId = sammantrade, Version = 2, Bekraftat = true });
        Assert.That(svar.Hinder.Single().Kod, Is.EqualTo("har-dokument"));
    }

    private async Task<IReadOnlyList<Guid>> LaggIn(string namn, byte[] fil)
    {
        var filer = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(Mottagning(namn, fil));
        return await _app.Gor(new LaggInArendedokumentCommand
        {
            Objekt = Dokumentobjekt.Avtal,
            ObjektId = _avtal,
            Sort = Dokumentsort.Avtal,
            Beskrivning = " Undertecknat ",
            Filer = filer,
        });
    }

    private async Task<byte[]> Innehall(Guid id)
    {
        var svar = await _app.Gor(new ArendefilQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, DokumentId = id });
        using var minne = new MemoryStream();
        await using (svar.Innehall) { await svar.Innehall.CopyToAsync(minne); }
        return minne.ToArray();
    }

    private MottagningPaArendeQuery Mottagning(string namn, byte[] fil) => new() { Objekt = Dokumentobjekt.Avtal, ObjektId = _avtal, Filer = [Fil(namn, fil)] };

    private static Inkommenfil Fil(string namn, byte[] fil) => new(namn, new MemoryStream(fil));

    private static RegistreraAvtalCommand Avtal(Guid namnd) => new()
    {
        NamndId = namnd,
        Benamning = "Hemtjänst",
        Utforare = "Omsorg AB",
        Avtalsansvarig = "Handläggaren",
        Start = new(2026, 1, 1),
        Slut = new(2028, 12, 31),
    };

    /// <summary>Ett arkiv vars första del har fel kontrollsumma.</summary>
    private static byte[] Skadad(byte[] zip)
    {
        var skadad = zip.ToArray();
        var katalog = skadad.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(skadad.AsSpan(katalog + 16), 0xDEADBEEF);
        return skadad;
    }

    private static byte[] Bomb()
    {
        using var minne = new MemoryStream();
        using (var arkiv = new ZipArchive(minne, ZipArchiveMode.Create))
        {
            using (var typer = arkiv.CreateEntry("[Content_Types].xml").Open()) { typer.Write("<Types/>"u8); }
            using var del = arkiv.CreateEntry("word/document.xml", CompressionLevel.SmallestSize).Open();
            for (var i = 0; i < 64; i++) { del.Write(new byte[1024 * 1024]); }
        }
        return minne.ToArray();
    }

    private sealed class Stor(long langd) : MemoryStream
    {
        public override long Length => langd;
    }
}
