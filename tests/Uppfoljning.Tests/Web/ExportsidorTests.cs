using System.Net;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;

namespace Uppfoljning.Tests.Web;

public sealed class ExportsidorTests
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
    public async Task Listorna_hamtas_som_filer_med_sidans_urval()
    {
        _web.App.Som(Roll.Avtalsansvarig, _namnd);
        for (var i = 1; i <= 60; i++) { await _web.App.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = $"Avtal {i:00}", Utforare = i > 50 ? "Östra Omsorg AB" : "Västra AB" }); }
        await _web.App.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Hemtjänst" });
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var lista = await sida.Oppna("/avtal?Q=östra&Sortering=-benamning&Sida=1");
        var lankar = lista.QuerySelectorAll(".hamta a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.That(lankar, Has.Count.EqualTo(2));
        Assert.That(lankar[0], Does.StartWith("/avtal/export.xlsx?Q=").And.Contain("Sortering=-benamning").And.Not.Contain("Sida"));

        var excel = await sida.Client.GetAsync(new Uri(lankar[0], UriKind.Relative));
        Assert.That(excel.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"));
        Assert.That(excel.Content.Headers.ContentDisposition!.FileName, Is.EqualTo("Avtal-2026-11-21.xlsx"));
        Assert.That(await excel.Content.ReadAsByteArrayAsync(), Has.Length.EqualTo(excel.Content.Headers.ContentLength));

        var csv = await sida.Client.GetAsync(new Uri(lankar[1], UriKind.Relative));
        var rader = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(rader, Has.Length.EqualTo(11), "Alla sidor, bara urvalet.");
        Assert.That(rader[1], Does.Contain("Avtal 60"));

        Assert.That(await (await sida.Client.GetAsync(new Uri("/avtal/export.csv", UriKind.Relative))).Content.ReadAsStringAsync(), Does.Contain("Avtal 01").And.Contain("Avtal 60"));
        foreach (var vag in new[] { "/utforare", "/enheter" })
        {
            var lank = (await sida.Oppna(vag)).QuerySelector(".hamta a")!.GetAttribute("href")!;
            Assert.That((await sida.Client.GetAsync(new Uri(lank, UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK), lank);
        }
    }

    [Test]
    public async Task Bara_den_som_arbetar_i_namnden_far_dess_rader()
    {
        var annan = await _web.App.Namnd("Socialnämnden", "SN");
        await _web.App.Som(Roll.Avtalsansvarig, annan).Gor(new RegistreraAvtalCommand { NamndId = annan, Benamning = "Hemligt" });

        var sida = await _web.Som(Roll.Lasare, _namnd);
        foreach (var fraga in new[] { "", $"?Namnd={annan}", $"?Namnder={annan}", $"?Lista.Namnder={annan}" })
        {
            Assert.That(await (await sida.Client.GetAsync(new Uri("/avtal/export.csv" + fraga, UriKind.Relative))).Content.ReadAsStringAsync(), Does.StartWith("Avtalsnummer;").And.Not.Contain("Hemligt"), fraga);
        }
        foreach (var vag in new[] { "/avtal", "/utforare", "/enheter" })
        {
            var utan = await _web.Som(Roll.Ingen);
            Assert.That((await utan.Client.GetAsync(new Uri(vag + "/export.xlsx", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), vag);
            Assert.That((await _web.Oppen().Client.GetAsync(new Uri(vag + "/export.xlsx", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect), vag);
            Assert.That((await sida.Client.GetAsync(new Uri(vag + "/export.pdf", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), vag);
        }
    }

    [Test]
    public async Task En_hamtad_arbetsbok_lamnas_pa_sidan_och_ar_oforandrad()
    {
        await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "=Larm", Slut = new(2027, 1, 1) });
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var fil = await sida.Client.GetByteArrayAsync(new Uri("/avtal/export.xlsx", UriKind.Relative));
        Assert.That((await sida.Oppna($"/namnder/{_namnd}/import")).QuerySelector("label[for=Command_Fil]")!.TextContent, Does.Contain("Excel").And.Contain("CSV"));
        var svar = await sida.SkickaFil($"/namnder/{_namnd}/import", "Command.Fil", fil, "Avtal.xlsx");
        var provning = await sida.Oppna(svar.Headers.Location!.OriginalString);
        Assert.That(provning.QuerySelector("#skal")!.TextContent, Does.Contain("oförändrade"));
    }
}
