using System.Text;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Mal;
using Uppfoljning.Domain.Mal;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Mål, indikatorer och fullmäktiges mål hämtas som filer och läses in igen genom samma inläsning som målbilagan.</summary>
public sealed class MalfilTests
{
    private static readonly string[] Texter = ["=1+1", "+46", "-5 procent", "@sal", "'citat", "a;b \"c\"", "dubbla  mellanslag", "osynlig\u200Btext", "0012", "1,5", "2026-11-21", "rad 1\nrad 2", "_x000D_", "Ja"];

    private TestApp _app = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _app.Som(Roll.Uppfoljare, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Namndmal_hamtas_och_lases_in_igen_och_en_andrad_cell_andrar_just_den_raden()
    {
        var over = await Fullmaktigemal("=Ett  hållbart samhälle");
        var annat = await Fullmaktigemal("Trygghet");
        foreach (var text in Texter)
        {
            await _app.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = text, VadFoljsUpp = text, Arbetssatt = text, FullmaktigemalId = over });
        }
        await _app.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Bara namn" });

        foreach (var format in Hamtadfil.Format)
        {
            var fil = await _app.Hamta(new ExporteraNamndmalQuery(new MallistaQuery(), format));
            var oforandrad = await Prova(fil);
            Assert.That(oforandrad.Rader.SelectMany(r => r.Andringar.Select(a => $"{r.Namn} {a}")), Is.Empty);
            Assert.That((oforandrad.Lika, oforandrad.Nya, oforandrad.Andrade), Is.EqualTo((Texter.Length + 1, 0, 0)));
            Assert.That(oforandrad.Ovrigt.Concat(oforandrad.Varningar), Is.Empty);

            var (fore, efter) = format == Filformat.Xlsx ? ("inte känt", "Trygghet") : ("Trygghet", "=Ett  hållbart samhälle");
            var andrad = await Prova(Hamtadfil.MedCell(fil, "Bara namn", "Fullmäktigemål", efter.Replace("  ", " ", StringComparison.Ordinal)));
            Assert.That((andrad.Lika, andrad.Andrade), Is.EqualTo((Texter.Length, 1)));
            Assert.That(andrad.Rader.Single(r => r.Andringar.Count > 0).Andringar.Single().ToString(), Is.EqualTo($"Fullmäktigemål: {fore} → {efter}"));
            await Infor(andrad);
            var mal = (await _app.Gor(new MallistaQuery { Fullmaktigemal = format == Filformat.Xlsx ? annat : over })).Namndmal.Rader.Single(m => m.Namn == "Bara namn");
            var blad = await _app.Gor(new NamndmalsbladQuery(mal.Id));
            Assert.That(blad.Historik!.Rader.Select(h => h.Mening), Has.One.EqualTo($"Ändrat av nämndens målbilaga. Fullmäktigemål: {fore} → {efter}."));
            Assert.That(blad.Version, Is.EqualTo(format == Filformat.Xlsx ? 2 : 3));
        }
    }

    [Test]
    public async Task Indikatorer_hamtas_med_en_kolumn_per_ar_och_det_okanda_forblir_okant()
    {
        var mal = await _app.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "=Nöjda  brukare" });
        foreach (var text in Texter) { await _app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = text, Enhet = text }); }
        var nojda = await _app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = "Andel nöjda", Enhet = "procent", Malvarde = "87,5", Riktning = Riktning.Minst });
        await Skriv(mal, nojda, (2023, "-3,25"), (2024, "1 200"), (2025, ""));

        var csv = Hamtadfil.Rader(await _app.Hamta(new ExporteraIndikatorerQuery(new MallistaQuery(), Filformat.Csv)));
        Assert.That(csv[0], Is.EqualTo("Nämnd;Mål;Indikator;Enhet;Riktning;Målvärde;2023;2024;2025;2026"), "Innevarande år har alltid en kolumn.");
        Assert.That(csv, Has.Member("\"Vård- och omsorgsnämnden\";\"'=Nöjda  brukare\";\"Andel nöjda\";procent;minst;87,5;-3,25;1200;;"));

        foreach (var (format, varde) in new[] { (Filformat.Xlsx, "90,25"), (Filformat.Csv, "91") })
        {
            var fil = await _app.Hamta(new ExporteraIndikatorerQuery(new MallistaQuery(), format));
            var oforandrad = await Prova(fil);
            Assert.That(oforandrad.Rader.SelectMany(r => r.Andringar.Select(a => $"{r.Namn} {a}")), Is.Empty);
            Assert.That((oforandrad.Lika, oforandrad.Nya, oforandrad.Andrade), Is.EqualTo((Texter.Length + 1, 0, 0)));

            var andrad = await Prova(Hamtadfil.MedCell(fil, "Andel nöjda", "2026", varde));
            Assert.That((andrad.Lika, andrad.Andrade), Is.EqualTo((Texter.Length, 1)));
            await Infor(andrad);
            var blad = await _app.Gor(new NamndmalsbladQuery(mal));
            var rad = blad.Indikatorer.Single(i => i.Id == nojda);
            Assert.That(rad.Varden.OrderBy(v => v.Key).Select(v => v.Value), Is.EqualTo(new long?[] { -325, 120000, null, varde == "91" ? 9100 : 9025 }));
            Assert.That(blad.Historik!.Rader.Select(h => h.Mening), Has.One.EqualTo($"Andel nöjda ändrad från en fil. 2026: {(varde == "91" ? "90,25" : "inte känt")} → {varde}."));
        }
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Indikatorvarde"), Is.EqualTo(4), "Tomma celler blir inga rader.");
    }

    [Test]
    public async Task Malvarde_och_enhet_andras_av_filen_och_ett_ar_som_foljs_utan_varde_fylls_i()
    {
        var mal = await _app.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Nöjda" });
        var a = await _app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = "A" });
        await Skriv(mal, a, (2025, ""));
        var andrad = await Prova(Text("Mål;Indikator;Enhet;Riktning;Målvärde;2025\r\nnöjda;a;procent;HÖGST;10;9,5\r\n"));
        Assert.That(andrad.Rader.Single().Andringar.Select(x => x.ToString()), Is.EqualTo(new[] { "Enhet: inte känt → procent", "Riktning: inte känt → högst", "Målvärde: inte känt → 10", "2025: inte känt → 9,5" }));
        await Infor(andrad);
        var rad = (await _app.Gor(new NamndmalsbladQuery(mal))).Indikatorer.Single();
        Assert.That((rad.Enhet, rad.Malvarde, rad.Riktning, rad.Varden[2025], rad.Uppfyllt(2025)), Is.EqualTo(("procent", 1000L, (Riktning?)Riktning.Hogst, 950L, (bool?)true)));
        Assert.That((await _app.Send(new InforMalbilagaCommand { NamndId = _namnd, Checksumma = andrad.Checksumma, Avtryck = andrad.Avtryck })).Hinder.Single().Kod, Is.EqualTo("andrat-emellan"));
    }

    [Test]
    public async Task Filen_hittar_aldrig_pa_och_sager_varje_fel_vid_sin_rad()
    {
        var mal = await _app.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Nöjda" });
        await _app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = "A" });
        await _app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = "B" });

        Assert.That(await Fel("Nämnd;Mål;Indikator;Enhet;Riktning;Målvärde;2025\r\nSocialnämnden;Nöjda;A;;;;1\r\nVON;;B;;ungefär;många;1,234\r\nVON;Nöjda;a;;;;\r\n"), Is.EqualTo(new[]
        {
            "Rad 2, Nämnd: ”Socialnämnden” är en annan nämnd. Filen förs in i Vård- och omsorgsnämnden.",
            "Rad 3, Mål: Saknas. Varje indikator hör till ett mål.",
            "Rad 3, Riktning: ”ungefär” är okänt. Skriv minst eller högst.",
            "Rad 3, 2025: ”1,234” går inte att läsa som ett tal med högst två decimaler, till exempel 87,5. Töm cellen om värdet inte är känt.",
            "Rad 3, Målvärde: ”många” går inte att läsa som ett tal med högst två decimaler, till exempel 87,5. Töm cellen om värdet inte är känt.",
            "Rad 4, Indikator: Samma indikator står på rad 2. Behåll en av raderna.",
        }));
        Assert.That(await Fel("Mål;Indikator;Riktning;Målvärde;2025\r\nOkänt;A;;;1\r\nNöjda;C;;;1\r\nNöjda;A;;10;\r\nNöjda;B;minst;;\r\n"), Is.EqualTo(new[]
        {
            "Rad 2, Mål: Nämnden har inget mål som heter ”Okänt”.",
            "Rad 3, Indikator: Målet har ingen indikator som heter ”C”. Lägg till den på målets sida först; en fil lägger inte till indikatorer.",
            "Rad 4, Riktning: Välj om värdet ska vara minst eller högst målvärdet.",
            "Rad 5, Riktning: Riktningen hör till ett målvärde. Skriv målvärdet också, eller töm cellen.",
        }));
        Assert.That(await Fel("Nämnd;Mål;Fullmäktigemål;Vad ska följas upp\r\nSN;A;;\r\nVON;;;x\r\nVON;a;;\r\n"), Has.Length.EqualTo(3));
        Assert.That(await Fel("Mål;Fullmäktigemål\r\nA;Finns inte\r\n"), Is.EqualTo(new[] { "Rad 2, Fullmäktigemål: Fullmäktige har inget mål som heter ”Finns inte”. Skriv det så som det står i listan över fullmäktiges mål, eller töm cellen." }));
        Assert.That(await Fel("Mål;Indikator;2025;2025\r\nNöjda;A;1;2\r\n"), Is.EqualTo(new[] { "Samma rubrik står två gånger: 2025. Ta bort eller byt namn på den ena." }));
        Assert.That(await Fel("Mål;Vad ska följas upp\r\n" + string.Concat(Enumerable.Repeat(";x\r\n", 30))), Has.Length.EqualTo(21).And.Some.EqualTo("Filen har 10 fel till. Rätta de första och prova igen."));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Indikatorvarde"), Is.Zero);
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Namndmal"), Is.EqualTo(1));
    }

    [Test]
    public async Task Fullmaktiges_mal_och_malomraden_hamtas_och_lases_in_igen()
    {
        _app.SomAdministrator();
        await _app.Gor(new SparaMalomradeCommand { Namn = "=Trygghet", Dimension = "social  hållbarhet" });
        await _app.Gor(new SparaMalomradeCommand { Namn = "Tomt område" });
        var omraden = (await _app.Gor(new FullmaktigesMalQuery())).Omraden;
        foreach (var text in Texter) { await _app.Gor(new SparaFullmaktigemalCommand { Namn = "M " + text, MalomradeId = omraden[0].Id }); }
        await _app.Gor(new SparaFullmaktigemalCommand { Namn = "Utan område" });

        foreach (var (format, rubrik, till, andring) in new[]
        {
            (Filformat.Xlsx, "Målområde", "Tomt område", "Målområde: inte känt → Tomt område"), (Filformat.Csv, "Målområde", "'=Trygghet", "Målområde: Tomt område → =Trygghet"),
        })
        {
            var fil = await _app.Hamta(new ExporteraFullmaktigesMalQuery(format));
            var oforandrad = await ProvaStyrning(fil);
            Assert.That(oforandrad.Rader.SelectMany(r => r.Andringar.Select(a => $"{r.Namn} {a}")), Is.Empty);
            Assert.That((oforandrad.Lika, oforandrad.Nya, oforandrad.Andrade), Is.EqualTo((Texter.Length + 3, 0, 0)));

            var andrad = await ProvaStyrning(Hamtadfil.MedCell(fil, "Utan område", rubrik, till));
            // Området som målet lämnar står inte längre i den andra filen.
            Assert.That((andrad.Lika, andrad.Andrade), Is.EqualTo((Texter.Length + (format == Filformat.Xlsx ? 2 : 1), 1)));
            Assert.That(andrad.Rader.Single(r => r.Andringar.Count > 0).Andringar.Single().ToString(), Is.EqualTo(andring));
            await _app.Gor(new InforStyrningCommand { Checksumma = andrad.Checksumma, Avtryck = andrad.Avtryck });
            var nu = await _app.Gor(new FullmaktigesMalQuery());
            Assert.That(nu.Omraden.Single(o => o.Id == nu.Mal.Single(m => m.Namn == "Utan område").MalomradeId).Namn, Is.EqualTo(till.TrimStart('\'')));
        }
    }

    [Test]
    public async Task Nya_fullmaktigemal_och_malomraden_laggs_till_sist_och_dimensionen_andras()
    {
        _app.SomAdministrator();
        await _app.Gor(new SparaMalomradeCommand { Namn = "Trygghet" });
        await _app.Gor(new SparaFullmaktigemalCommand { Namn = "Ett" });
        var provning = await ProvaStyrning(Text("Mål;Målområde;Dimension;Ansvarig\r\nTvå;Miljö;ekologi\r\nTre;miljö;\r\nEtt;Trygghet;social\r\n;Kultur;\r\n"));
        Assert.That((provning.Nya, provning.Andrade, provning.Lika), Is.EqualTo((4, 2, 0)));
        Assert.That(provning.Ovrigt, Is.EqualTo(new[] { "Ansvarig" }));
        await _app.Gor(new InforStyrningCommand { Checksumma = provning.Checksumma, Avtryck = provning.Avtryck });
        var nu = await _app.Gor(new FullmaktigesMalQuery());
        Assert.That(nu.Omraden.Select(o => (o.Namn, o.Dimension, o.Ordning)), Is.EqualTo(new[] { ("Trygghet", "social", 1), ("Miljö", "ekologi", 2), ("Kultur", (string?)null, 3) }));
        Assert.That(nu.Mal.Select(m => (m.Namn, nu.Omraden.Single(o => o.Id == m.MalomradeId).Namn, m.Ordning)), Is.EqualTo(new[] { ("Ett", "Trygghet", 1), ("Två", "Miljö", 2), ("Tre", "Miljö", 3) }));

        var fel = await _app.Send(new StyrningsprovningQuery(new MemoryStream(Text("Mål;Målområde;Dimension\r\nA;X;d\r\nB;x;e\r\na;;\r\nC;;f\r\n;;\r\n;;g\r\n"))));
        Assert.That(fel.Hinder.Select(h => h.Text), Is.EqualTo(new[]
        {
            "Rad 3, Dimension: Målområdet x har en annan dimension på rad 2: d.",
            "Rad 4, Mål: Samma mål står på rad 2. Behåll en av raderna.",
            "Rad 5, Dimension: Dimensionen hör till ett målområde, men raden har inget.",
            "Rad 7, Mål: Saknas. Raden har varken mål eller målområde.",
            "Rad 7, Dimension: Dimensionen hör till ett målområde, men raden har inget.",
        }));
    }

    [Test]
    public async Task Filerna_har_sidans_urval_och_bara_de_egna_namnderna()
    {
        var over = await Fullmaktigemal("Över");
        await _app.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Utan" });
        var med = await _app.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Med", FullmaktigemalId = over });
        await _app.Gor(new RegistreraIndikatorCommand { MalId = med, Namn = "Indikator" });
        var annan = await _app.Namnd("Socialnämnden", "SN");
        var hemligt = await _app.Som(Roll.Uppfoljare, annan).Gor(new RegistreraNamndmalCommand { NamndId = annan, Namn = "Hemligt", FullmaktigemalId = over });
        await Skriv(hemligt, await _app.Gor(new RegistreraIndikatorCommand { MalId = hemligt, Namn = "Hemlig" }), (2019, "1"));

        _app.Som(Roll.Lasare, _namnd);
        async Task<string[]> Mal(MallistaQuery lista) => [.. Hamtadfil.Rader(await _app.Hamta(new ExporteraNamndmalQuery(lista, Filformat.Csv))).Skip(1).Select(r => r.Split(';')[1])];
        async Task<string[]> Indikatorer(MallistaQuery lista) => Hamtadfil.Rader(await _app.Hamta(new ExporteraIndikatorerQuery(lista, Filformat.Csv)));
        Assert.That(await Mal(new()), Is.EqualTo(new[] { "Med", "Utan" }));
        Assert.That(await Mal(new() { Fullmaktigemal = over }), Is.EqualTo(new[] { "Med" }));
        Assert.That(await Mal(new() { Namnd = annan }), Is.Empty);
        Assert.That(await Indikatorer(new()), Has.Length.EqualTo(2).And.All.Not.Contain("2019"));
        Assert.That(await Indikatorer(new() { Namnd = annan }), Has.Length.EqualTo(1));
        Assert.That(Hamtadfil.Rader(await _app.Hamta(new ExporteraFullmaktigesMalQuery(Filformat.Csv))), Is.EqualTo(new[] { "Mål;Målområde;Dimension", "Över;;" }));

        foreach (var format in Hamtadfil.Format)
        {
            Assert.That((await _app.Som(Roll.Ingen).Send(new ExporteraNamndmalQuery(new(), format))).Outcome, Is.EqualTo(Outcome.Forbidden));
            Assert.That((await _app.Send(new ExporteraIndikatorerQuery(new(), format))).Outcome, Is.EqualTo(Outcome.Forbidden));
            Assert.That((await _app.Send(new ExporteraFullmaktigesMalQuery(format))).Outcome, Is.EqualTo(Outcome.Forbidden));
        }
        var fil = Text("Mål;Indikator;2025\r\nMed;Indikator;1\r\n");
        Assert.That((await _app.Som(Roll.Lasare, _namnd).Send(new MalbilageprovningQuery(_namnd, new MemoryStream(fil)))).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Som(Roll.Uppfoljare, annan).Send(new MalbilageprovningQuery(_namnd, new MemoryStream(fil)))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new InforMalbilagaCommand { NamndId = _namnd, Checksumma = "x" })).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task En_fientlig_eller_trasig_fil_nekas_med_skal()
    {
        var hel = await _app.Hamta(new ExporteraFullmaktigesMalQuery(Filformat.Xlsx));
        foreach (var (fil, skal) in new[]
        {
            (Provfiler.Avklippt(hel), "avklippt eller skadad"),
            (Provfiler.Zip(("mal.csv", "Mål;Målområde")), "ZIP-fil"),
            (Provfiler.Ods, "ODS"),
            (Provfiler.Office("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xl/workbook.xml"), "makron"),
            (Provfiler.Pdf, "PDF"),
            (Text("Namn;Annat\r\nA;B\r\n"), "rubrikerna"),
        })
        {
            Assert.That((await _app.Som(Roll.Uppfoljare, _namnd).Send(new MalbilageprovningQuery(_namnd, new MemoryStream(fil)))).Hinder.Single(), Has.Property("Falt").EqualTo("Fil").And.Property("Text").Contains(skal));
            Assert.That((await _app.SomAdministrator().Send(new StyrningsprovningQuery(new MemoryStream(fil)))).Hinder.Single(), Has.Property("Falt").EqualTo("Fil").And.Property("Text").Contains(skal));
        }
        _app.Som(Roll.Uppfoljare, _namnd);
        Assert.That((await _app.Send(new MalbilageprovningQuery(_namnd, new MemoryStream(Text("Mål;Vad ska följas upp\r\n\"Öppet;x\r\n"))))).Hinder.Single().Text, Does.Contain("citattecken"));
        Assert.That((await _app.Send(new MalbilageprovningQuery(_namnd, new MemoryStream(Text("Mål;Vad ska följas upp\r\n"))))).Hinder.Single().Text, Is.EqualTo("Filen har rubriker men inga rader."));
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<Guid> Fullmaktigemal(string namn)
    {
        var fore = _app.Anvandare;
        await _app.SomAdministrator().Gor(new SparaFullmaktigemalCommand { Namn = namn });
        var id = (await _app.Gor(new FullmaktigesMalQuery())).Mal.Single(m => m.Namn == namn).Id;
        _app.Byt(fore);
        return id;
    }

    private async Task Skriv(Guid mal, Guid indikator, params (int Ar, string Varde)[] varden)
    {
        foreach (var (ar, varde) in varden)
        {
            await _app.Gor(new SkrivIndikatorvardeCommand { MalId = mal, IndikatorId = indikator, Version = (await _app.Gor(new NamndmalsbladQuery(mal))).Version, Ar = ar, Varde = varde });
        }
    }

    private Task<Malprovning> Prova(byte[] fil) => _app.Gor(new MalbilageprovningQuery(_namnd, new MemoryStream(fil)));

    private Task<Malprovning> ProvaStyrning(byte[] fil) => _app.Gor(new StyrningsprovningQuery(new MemoryStream(fil)));

    private async Task Infor(Malprovning provning) => await _app.Gor(new InforMalbilagaCommand { NamndId = _namnd, Checksumma = provning.Checksumma, Avtryck = provning.Avtryck });

    private async Task<string[]> Fel(string text)
    {
        var result = await _app.Send(new MalbilageprovningQuery(_namnd, new MemoryStream(Text(text))));
        Assert.That((result.Outcome, result.Hinder.Select(h => h.Falt).Distinct().Single()), Is.EqualTo((Outcome.Refused, "Fil")));
        return [.. result.Hinder.Select(h => h.Text)];
    }
}
