using System.Net;
using System.Text;
using Uppfoljning.Application.Common;
using Uppfoljning.Tests.Handlers;

namespace Uppfoljning.Tests.Web;

/// <summary>Sidorna där handlingarna läses och hämtas: planen, dess versioner och avtalsförteckningen.</summary>
public sealed class HandlingssidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;
    private Planfall _fall = null!;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
        _fall = new Planfall(_web.App, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Planen_lases_pa_sidan_och_hamtas_som_PDF_och_Word()
    {
        var plan = await _fall.BeslutadAsync();
        var sida = await _web.Som(Roll.Lasare, _namnd);
        foreach (var fran in new[] { $"/planer/{plan}", $"/planer/{plan}/versioner/1", $"/planer/{plan}/versioner" })
        {
            var lank = (await sida.Oppna(fran)).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")).Single(h => h!.EndsWith("/handling", StringComparison.Ordinal))!;
            var blad = await sida.Oppna(lank);
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), lank);
            Assert.That(blad.QuerySelectorAll("h1").Count(h => h.Closest(".handling") is null), Is.EqualTo(1));
            Assert.That(blad.QuerySelector(".handling")!.TextContent, Does.Contain("Hemtjänst Väster").And.Contain("2026-11-20, § 112").And.Contain("Fullständighet"));

            var hamta = blad.QuerySelectorAll(".handlingsrad a").ToDictionary(a => a.TextContent, a => a.GetAttribute("href")!);
            await Filen(sida, hamta["Hämta PDF"], "application/pdf", ".pdf", "%PDF-");
            await Filen(sida, hamta["Hämta Word"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx", "PK");
        }
    }

    [Test]
    public async Task Stilmallen_och_skriptet_finns_och_inget_bryter_mot_sidans_policy()
    {
        await _fall.AvtalAsync("Hemtjänst Väster");
        var sida = await _web.Som(Roll.Lasare, _namnd);
        var blad = await sida.Oppna("/avtal/forteckning");
        foreach (var adress in blad.QuerySelectorAll("link[rel=stylesheet]").Select(l => l.GetAttribute("href")!).Concat(blad.QuerySelectorAll("script").Select(s => s.GetAttribute("src")!)))
        {
            Assert.That((await sida.Client.GetAsync(new Uri(adress, UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK), adress);
        }
        // style-src och script-src 'self': inget skrivet i sidan körs.
        Assert.That(blad.QuerySelectorAll("[style], style, [onclick], script:not([src])"), Is.Empty);
        Assert.That(blad.QuerySelectorAll("[id]").GroupBy(e => e.Id).Where(g => g.Count() > 1).Select(g => g.Key), Is.Empty);
    }

    [Test]
    public async Task Forteckningen_har_listans_urval_och_nas_fran_listan_och_namnden()
    {
        await _fall.AvtalAsync("Hemtjänst Väster", c => c with { Slut = new DateOnly(2027, 6, 30) });
        await _fall.AvtalAsync("Parkskötsel", c => c with { Verksamhetsomrade = "Stadsmiljö" });
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var lank = (await sida.Oppna("/avtal?Omrade=Stadsmilj%C3%B6")).QuerySelectorAll("main a").Select(a => a.GetAttribute("href")!).Single(h => h.StartsWith("/avtal/forteckning", StringComparison.Ordinal));
        var blad = await sida.Oppna(lank);
        Assert.That(blad.QuerySelector(".handling")!.TextContent, Does.Contain("Parkskötsel").And.Contain("Verksamhetsområde: Stadsmiljö").And.Not.Contain("Hemtjänst Väster"));
        var pdf = blad.QuerySelectorAll(".handlingsrad a").Single(a => a.TextContent == "Hämta PDF").GetAttribute("href")!;
        var fil = await Filen(sida, pdf, "application/pdf", ".pdf", "%PDF-");
        Assert.That(Handlingstext.AvPdf(fil), Does.Contain("Parkskötsel").And.Not.Contain("Hemtjänst Väster"));
        await Filen(sida, "/avtal/forteckning/word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Avtalsforteckning-2026-11-21.docx", "PK");

        var fran = (await sida.Oppna($"/namnder/{_namnd}")).QuerySelectorAll("main a").Single(a => a.TextContent == "avtalsförteckning").GetAttribute("href")!;
        Assert.That((await sida.Oppna(fran)).QuerySelector(".handling")!.TextContent, Does.Contain("Hemtjänst Väster").And.Contain("Vård- och omsorgsnämnden"));
        await sida.Oppna("/avtal/forteckning/html");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task En_annan_namnds_plan_finns_inte_och_den_utan_namnd_nekas()
    {
        var plan = await _fall.BeslutadAsync();
        string[] adresser = [$"/planer/{plan}/handling", $"/planer/{plan}/word", $"/planer/{plan}/versioner/1/handling", $"/planer/{plan}/versioner/1/word"];

        var annan = await _web.Som(Roll.NagonINamnden, await _web.App.Namnd("Tekniska nämnden", "TN"));
        foreach (var adress in adresser)
        {
            await annan.Oppna(adress);
            Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
        Assert.That((await annan.Oppna($"/avtal/forteckning?Namnd={_namnd}")).QuerySelector(".handling")!.TextContent, Does.Not.Contain("Hemtjänst Väster"));

        var egen = await _web.Som(Roll.Lasare, _namnd);
        foreach (var adress in new[] { $"/planer/{plan}/versioner/2/handling", $"/planer/{plan}/versioner/2/word", $"/planer/{Guid.NewGuid()}/handling" })
        {
            await egen.Oppna(adress);
            Assert.That(egen.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }

        var administrator = await _web.Som(Roll.Administrator);
        foreach (var adress in new[] { "/avtal/forteckning", "/avtal/forteckning/pdf", "/avtal/forteckning/word" })
        {
            await administrator.Oppna(adress);
            Assert.That(administrator.Status, Is.EqualTo(HttpStatusCode.Forbidden), adress);
        }
        var oppen = _web.Oppen();
        await oppen.Oppna("/avtal/forteckning");
        Assert.That(oppen.Status, Is.EqualTo(HttpStatusCode.Redirect), "Den som inte är inloggad skickas till inloggningen.");
    }

    [Test]
    public async Task En_beslutad_plan_som_har_andrats_sager_varfor_den_inte_visas()
    {
        var plan = await _fall.BeslutadAsync();
        await _web.App.Las<int>("UPDATE Planversionsrad SET Ansvarig = 'X' WHERE Nr = 1");
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var blad = await sida.Oppna($"/planer/{plan}/handling");
        Assert.That((sida.Status, blad.QuerySelector(".handling")), Is.EqualTo((HttpStatusCode.OK, (AngleSharp.Dom.IElement?)null)));
        Assert.That(blad.QuerySelector(".notis")!.TextContent, Does.Contain("stämmer inte med checksumman"));

        blad = await sida.Oppna($"/planer/{plan}/word");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(blad.QuerySelector(".felruta")!.TextContent, Does.Contain("stämmer inte med checksumman"));
    }

    private static async Task<byte[]> Filen(Sida sida, string adress, string typ, string namn, string borjar)
    {
        var svar = await sida.Client.GetAsync(new Uri(adress, UriKind.Relative));
        Assert.That((svar.StatusCode, svar.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.OK, typ)), adress);
        Assert.That(svar.Content.Headers.ContentDisposition!.FileName!.Trim('"'), Does.EndWith(namn));
        var fil = await svar.Content.ReadAsByteArrayAsync();
        Assert.That(Encoding.ASCII.GetString(fil[..borjar.Length]), Is.EqualTo(borjar));
        return fil;
    }
}
