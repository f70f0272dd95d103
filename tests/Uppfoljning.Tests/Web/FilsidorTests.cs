using System.Net;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Mal;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Tests.Handlers;

namespace Uppfoljning.Tests.Web;

/// <summary>Listor hämtas på sidorna, och det som hämtats lämnas igen där: sammanträden, mål och fullmäktiges mål.</summary>
public sealed class FilsidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Varje_lista_har_sina_filer_for_den_som_laser_den()
    {
        var app = _web.App.Som(Roll.Namndsekreterare | Roll.Avtalsansvarig, _namnd);
        await app.Gor(new RegistreraSammantradeCommand { NamndId = _namnd, Datum = new(2026, 12, 15) });
        var mal = await app.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Nöjda" });
        await app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = "Andel" });
        await app.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst", Undertecknat = true, Start = new(2026, 1, 1), Slut = new(2027, 1, 31), UppsagningstidManader = 3 });
        var plan = await app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        await app.SomAdministrator().Gor(new SparaFullmaktigemalCommand { Namn = "Trygghet" });

        var sida = await _web.Som(Roll.Lasare, _namnd);
        var utan = await _web.Som(Roll.Ingen);
        foreach (var (adress, filer) in new (string, string[])[]
        {
            ("/sammantraden?Ar=2026&Sida=1", ["/sammantraden/export.xlsx?Ar=2026", "/sammantraden/export.csv?Ar=2026"]),
            ($"/mal?Namnd={_namnd}", [$"/mal/export.xlsx?Namnd={_namnd}", $"/mal/export.csv?Namnd={_namnd}", $"/mal/indikatorer/export.xlsx?Namnd={_namnd}", $"/mal/indikatorer/export.csv?Namnd={_namnd}", "/mal/fullmaktige/export.xlsx", "/mal/fullmaktige/export.csv"]),
            ("/planer?Ar=2027", ["/planer/export.xlsx?Ar=2027", "/planer/export.csv?Ar=2027"]),
            ("/?Alla=true", ["/uppgifter/export.xlsx?Alla=true", "/uppgifter/export.csv?Alla=true"]),
            ($"/planer/{plan}/historik", [$"/planer/{plan}/historik/export.xlsx", $"/planer/{plan}/historik/export.csv"]),
        })
        {
            var dokument = await sida.Oppna(adress);
            Assert.That(dokument.QuerySelectorAll(".hamta a").Select(a => a.GetAttribute("href")), Is.EqualTo(filer));
            foreach (var fil in filer)
            {
                var svar = await sida.Client.GetAsync(new Uri(fil, UriKind.Relative));
                Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.OK), fil);
                Assert.That(svar.Content.Headers.ContentType!.MediaType, Is.EqualTo(fil.Contains(".csv", StringComparison.Ordinal) ? "text/csv" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
                Assert.That((await svar.Content.ReadAsByteArrayAsync()).Length, Is.GreaterThan(20), fil);
                Assert.That((await utan.Client.GetAsync(new Uri(fil, UriKind.Relative))).StatusCode, Is.EqualTo(fil.Contains(plan.ToString(), StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden), fil);
                Assert.That((await _web.Oppen().Client.GetAsync(new Uri(fil, UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect), fil);
            }
        }
        var utanfor = await _web.Som(Roll.Lasare, await _web.App.Namnd("Socialnämnden", "SN"));
        Assert.That((await utanfor.Client.GetAsync(new Uri($"/planer/{plan}/historik/export.csv", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await utanfor.Client.GetStringAsync(new Uri($"/mal/export.csv?Namnd={_namnd}", UriKind.Relative)), Does.Not.Contain("Nöjda"));
        Assert.That(await utanfor.Client.GetStringAsync(new Uri($"/sammantraden/export.csv?Namnder={_namnd}", UriKind.Relative)), Does.Not.Contain("2026-12-15"));
    }

    [Test]
    public async Task Namndsekreteraren_hamtar_andrar_och_lamnar_sammantradena_och_ingen_annan_gor_det()
    {
        var app = _web.App.Som(Roll.Namndsekreterare, _namnd);
        await app.Gor(new RegistreraSammantradeCommand { NamndId = _namnd, Datum = new(2026, 12, 15), Tid = "13.00" });
        await app.Gor(new RegistreraSammantradeCommand { NamndId = _namnd, Datum = new(2027, 1, 19), Plats = "=Kommunhuset" });
        var sida = await _web.Som(Roll.Namndsekreterare, _namnd);
        var lista = await sida.Oppna("/sammantraden");
        Assert.That(lista.QuerySelectorAll("main .knappar a").Select(a => a.GetAttribute("href")), Is.EqualTo(new[] { $"/namnder/{_namnd}/sammantraden/nytt", $"/namnder/{_namnd}/import" }));
        var fil = await sida.Client.GetByteArrayAsync(new Uri(lista.QuerySelector(".hamta a")!.GetAttribute("href")!, UriKind.Relative));

        var lamna = await sida.Oppna($"/namnder/{_namnd}/import");
        Assert.That(lamna.QuerySelectorAll("[aria-labelledby=rubriker] h3").Select(h => h.TextContent), Is.EqualTo(new[] { "Sammanträden" }), "Bara det som hon får föra in.");
        Assert.That(lamna.QuerySelector("label[for=Command_Fil]")!.TextContent, Does.Contain("Excel"));
        await sida.SkickaFil($"/namnder/{_namnd}/import", "Command.Fil", "Benämning;Avtalsslut\r\nLarm;2027-01-01\r\n"u8.ToArray(), "avtal.csv");
        Assert.That((sida.Status, sida.FelVid("Fil")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Filen är ett register över avtal. Den förs in av den som är avtalsansvarig i nämnden.")));
        var svar = await sida.SkickaFil($"/namnder/{_namnd}/import", "Command.Fil", fil, "Sammanträden.xlsx");
        var provning = await sida.Oppna(svar.Headers.Location!.OriginalString);
        Assert.That(provning.QuerySelector("main")!.TextContent, Does.Contain("Sammanträdesregister till Vård- och omsorgsnämnden"));
        Assert.That(provning.QuerySelector("#skal")!.TextContent, Does.Contain("oförändrade"));

        svar = await sida.SkickaFil($"/namnder/{_namnd}/import", "Command.Fil", Hamtadfil.MedCell(fil, "=Kommunhuset", "Tid", "9:30"), "Sammanträden.xlsx");
        var adress = svar.Headers.Location!.OriginalString;
        provning = await sida.Oppna(adress);
        Assert.That(provning.QuerySelectorAll("[aria-labelledby=rader] tbody tr").Select(r => string.Join(' ', r.QuerySelector("td:last-child")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))),
            Is.EqualTo(new[] { "Inget att anmärka", "Tid: inte känt →blir 09.30" }));
        Assert.That(provning.QuerySelector("[aria-labelledby=rader] tbody th a")!.GetAttribute("href"), Does.StartWith("/sammantraden/"));

        foreach (var (roll, namnd, status) in new[] { (Roll.Avtalsansvarig, _namnd, HttpStatusCode.Forbidden), (Roll.Lasare, _namnd, HttpStatusCode.Forbidden), (Roll.Namndsekreterare, await _web.App.Namnd("Socialnämnden", "SN"), HttpStatusCode.NotFound) })
        {
            var annan = await _web.Som(roll, namnd);
            await annan.Oppna("/import");
            foreach (var del in new[] { "", "/for-in", "/kolumner", "/fel.csv" })
            {
                await annan.Oppna(adress + del);
                Assert.That(annan.Status, Is.EqualTo(status), $"{roll} {del}");
            }
            await annan.Oppna("/import");
            await annan.Skicka(adress + "/for-in", ("Command.Avtryck", ""));
            Assert.That(annan.Status, Is.EqualTo(status), roll.ToString());
        }

        var bekrafta = await sida.Oppna(adress + "/for-in");
        Assert.That(bekrafta.QuerySelector("h1")!.TextContent, Is.EqualTo("För in Sammanträden.xlsx i sammanträdesregistret"));
        await sida.SkickaFormular();
        for (var i = 0; i < 200 && (await sida.Oppna(adress)).QuerySelector("#forlopp") is not null; i++) { await Task.Delay(50); }
        Assert.That(sida.Dokument.QuerySelector("#utfall")!.TextContent, Does.StartWith("Infördes"));
        Assert.That(sida.Dokument.QuerySelector("main a.btn-primary")!.GetAttribute("href"), Is.EqualTo($"/sammantraden?Namnd={_namnd}"));
        Assert.That(await _web.App.LasEn<string>("SELECT Tid FROM Sammantrade WHERE Plats = '=Kommunhuset'"), Is.EqualTo("09:30"));
        Assert.That((await sida.Oppna("/import")).QuerySelectorAll("tbody tr").Select(r => r.TextContent), Has.One.Contains("Införd").And.All.Contain("Sammanträden"));
    }

    [Test]
    public async Task Mal_och_varden_lamnas_pa_malens_sida_i_bada_formaten()
    {
        var app = _web.App.Som(Roll.Uppfoljare, _namnd);
        var mal = await app.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "=Nöjda", VadFoljsUpp = "Enkäten" });
        var indikator = await app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = "Andel", Enhet = "procent" });
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        var adress = $"/namnder/{_namnd}/mal/import";
        foreach (var format in new[] { "xlsx", "csv" })
        {
            await sida.Oppna(adress);
            var malen = await sida.Client.GetByteArrayAsync(new Uri($"/mal/export.{format}", UriKind.Relative));
            await sida.SkickaFil(adress, "Command.Fil", malen, $"mal.{format}");
            Assert.That(sida.Dokument.QuerySelectorAll("tbody tr td[data-rubrik=Utfall]").Select(t => t.TextContent.Trim()), Is.EqualTo(new[] { "Oförändrat" }), format);
            Assert.That(sida.Dokument.QuerySelector("main form"), Is.Null, "Det finns inget att föra in.");

            await sida.Oppna(adress);
            var varden = await sida.Client.GetByteArrayAsync(new Uri($"/mal/indikatorer/export.{format}", UriKind.Relative));
            await sida.SkickaFil(adress, "Command.Fil", Hamtadfil.MedCell(varden, "Andel", "2026", format == "xlsx" ? "87,5" : "90"), $"varden.{format}");
            Assert.That(sida.Dokument.QuerySelector("tbody li")!.TextContent.Trim(), Is.EqualTo(format == "xlsx" ? "2026: inte känt →blir 87,5" : "2026: 87,5 →blir 90"));
            Assert.That((await sida.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
            Assert.That(await _web.App.LasEn<long>("SELECT Varde FROM Indikatorvarde WHERE IndikatorId = @indikator AND Ar = 2026", new { indikator }), Is.EqualTo(format == "xlsx" ? 8750 : 9000));
        }
        await sida.Oppna(adress);
        await sida.SkickaFil(adress, "Command.Fil", "Nämnd;Mål;Indikator;2026\r\nSN;=Nöjda;Andel;1\r\n;=Nöjda;Antal;x\r\n"u8.ToArray(), "fel.csv");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Rad 2, Nämnd: ”SN” är en annan nämnd.").And.Contain("Rad 3, 2026: ”x” går inte att läsa"));
        await sida.SkickaFil(adress, "Command.Fil", Provfiler.Avklippt(Provfiler.Xlsx), "trasig.xlsx");
        Assert.That(sida.FelVid("Fil"), Does.Contain("avklippt eller skadad"));
    }

    [Test]
    public async Task Administratoren_lamnar_fullmaktiges_mal_som_hon_hamtade_dem()
    {
        var app = _web.App.SomAdministrator();
        await app.Gor(new SparaMalomradeCommand { Namn = "Trygghet", Dimension = "social" });
        await app.Gor(new SparaFullmaktigemalCommand { Namn = "En trygg omsorg" });
        var admin = await _web.Som(Roll.Administrator);
        var lankar = (await admin.Oppna("/mal/fullmaktige")).QuerySelectorAll(".hamta a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.That(lankar, Has.Count.EqualTo(2));
        foreach (var (lank, i) in lankar.Select((l, i) => (l, i)))
        {
            await admin.Oppna("/mal/import");
            var fil = await admin.Client.GetByteArrayAsync(new Uri(lank, UriKind.Relative));
            await admin.SkickaFil("/mal/import", "Command.Fil", fil, "mal");
            Assert.That(admin.Dokument.QuerySelectorAll("td[data-rubrik=Utfall]").Select(t => t.TextContent.Trim()), Is.EqualTo(new[] { "Oförändrat", "Oförändrat" }));
            await admin.Oppna("/mal/import");
            await admin.SkickaFil("/mal/import", "Command.Fil", Hamtadfil.MedCell(fil, "En trygg omsorg", i == 0 ? "Målområde" : "Dimension", i == 0 ? "Trygghet" : "hållbar"), "mal");
            Assert.That((await admin.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        }
        var nu = await _web.App.Gor(new FullmaktigesMalQuery());
        Assert.That((nu.Mal.Single().MalomradeId, nu.Omraden.Single().Dimension), Is.EqualTo(((Guid?)nu.Omraden.Single().Id, "hållbar")));
        var uppfoljare = await _web.Som(Roll.Uppfoljare, _namnd);
        await uppfoljare.Oppna("/mal/import");
        Assert.That(uppfoljare.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Den_som_bara_laser_far_inte_malens_formular_och_en_okand_indikator_finns_inte()
    {
        var app = _web.App.Som(Roll.Uppfoljare, _namnd);
        var mal = await app.Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Nöjda" });
        var indikator = await app.Gor(new RegistreraIndikatorCommand { MalId = mal, Namn = "Andel" });
        var lasare = await _web.Som(Roll.Lasare, _namnd);
        var utanfor = await _web.Som(Roll.Uppfoljare, await _web.App.Namnd("Socialnämnden", "SN"));
        var skoter = await _web.Som(Roll.Uppfoljare, _namnd);
        foreach (var del in new[] { "andra", "ta-bort", "indikatorer/ny", $"indikatorer/{indikator}/varde", $"indikatorer/{indikator}/andra", $"indikatorer/{indikator}/ta-bort" })
        {
            await lasare.Oppna($"/mal/{mal}/{del}");
            Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden), del);
            await utanfor.Oppna($"/mal/{mal}/{del}");
            Assert.That(utanfor.Status, Is.EqualTo(HttpStatusCode.NotFound), del);
            await skoter.Oppna($"/mal/{mal}/{del}");
            Assert.That(skoter.Status, Is.EqualTo(HttpStatusCode.OK), del);
            await skoter.Oppna($"/mal/{mal}/{del.Replace(indikator.ToString(), Guid.NewGuid().ToString(), StringComparison.Ordinal)}");
            Assert.That(skoter.Status, Is.EqualTo(del.Contains(indikator.ToString(), StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.OK), del);
        }
    }
}
