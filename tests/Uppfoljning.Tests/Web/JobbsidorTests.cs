using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Application.Planer;

namespace Uppfoljning.Tests.Web;

/// <summary>Jobbsidan i administrationen och planer för alla nämnder, genom HTTP och med den riktiga schemaläggaren.</summary>
public sealed class JobbsidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync(jobb: true);
        _namnd = await _web.App.Namnd();
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Administratoren_ser_varje_jobb_nar_det_kors_och_nasta_gang()
    {
        var sida = await _web.Som(Roll.Administrator);
        var lista = await sida.Oppna("/administration/jobb");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(lista.QuerySelectorAll("tbody th").Select(t => t.TextContent), Is.EqualTo(Jobben.Alla.Select(j => j.Namn)));
        Assert.That(lista.QuerySelector("nav.meny a[aria-current=page]")!.TextContent, Is.EqualTo("Jobb"));
        Assert.That(lista.QuerySelector("tbody")!.TextContent, Does.Contain("Varje natt kl. 00.20").And.Contain("2026-11-22 kl. 00.20").And.Contain("På begäran"));

        var blad = await sida.Oppna("/administration/jobb/uppgifter");
        Assert.That(blad.QuerySelector("h1")!.TextContent, Is.EqualTo("Uppgifter som förfaller"));
        Assert.That(blad.QuerySelector(".tomt-rad")!.TextContent, Is.EqualTo("Jobbet har inte körts än."));
        await sida.Oppna("/administration/jobb/finns-inte");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Den_som_inte_ar_administrator_ser_inget_av_jobben()
    {
        var sida = await _web.Som(Roll.NagonINamnden, _namnd);
        Assert.That((await sida.Oppna("/")).QuerySelector("nav.meny")!.TextContent, Does.Not.Contain("Jobb"));
        foreach (var adress in new[] { "/administration/jobb", "/administration/jobb/avtalstid" })
        {
            await sida.Oppna(adress);
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden), adress);
        }
        await sida.Oppna("/");
        foreach (var vad in new[] { "kor", "pausa", "ateruppta" })
        {
            await sida.Skicka($"/administration/jobb/avtalstid/{vad}");
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden), vad);
            await sida.Oppna("/");
        }
    }

    [Test]
    public async Task Kor_nu_kor_jobbet_och_sidan_sager_hur_det_gick_och_vem_som_bad_om_det()
    {
        var sida = await _web.Som(Roll.Administrator);
        await sida.Oppna("/administration/jobb/planforslag");
        var svar = await sida.Skicka("/administration/jobb/planforslag/kor");
        Assert.That(svar.Headers.Location!.ToString(), Is.EqualTo("/administration/jobb/planforslag"));
        await Vanta("planforslag", 1);

        var blad = await sida.Oppna("/administration/jobb/planforslag");
        var rad = blad.QuerySelectorAll("tbody tr").Single().TextContent;
        Assert.That(rad, Does.Contain("Gick bra").And.Contain("Utkast till plan för 2027 gjordes för 1 nämnd.").And.Contain("För hand, av Administrator (prov)"));
        Assert.That(blad.QuerySelector("#lage")!.HasAttribute("hx-get"), Is.False, "Sidan slutar fråga.");
        Assert.That(await _web.App.LasEn<string>("SELECT Anvandare FROM Handelse WHERE Vad = 'Jobb kört för hand'"), Is.EqualTo("Administrator (prov)"));
        Assert.That((await sida.Oppna("/administration/jobb")).QuerySelector("tbody")!.TextContent, Does.Contain("Utkast till plan för 2027 gjordes för 1 nämnd."));
    }

    [Test]
    public async Task Schemat_pausas_och_aterupptas_av_administratoren_och_det_star_i_historiken()
    {
        var sida = await _web.Som(Roll.Administrator);
        await sida.Oppna("/administration/jobb/uppgifter");
        await sida.Skicka("/administration/jobb/uppgifter/pausa");
        var blad = await sida.Oppna("/administration/jobb/uppgifter");
        Assert.That(blad.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("Uppgifter som förfaller är pausat och körs inte förrän någon återupptar det."));
        Assert.That(blad.QuerySelector("dl.uppgifter")!.TextContent, Does.Contain("Pausat").And.Contain("av Administrator (prov)"));
        Assert.That(blad.QuerySelectorAll("form[action$='/pausa']"), Is.Empty);

        await sida.Skicka("/administration/jobb/uppgifter/pausa");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("är redan pausat"));

        await sida.Skicka("/administration/jobb/uppgifter/ateruppta");
        Assert.That((await sida.Oppna("/administration/jobb/uppgifter")).QuerySelector("dl.uppgifter")!.TextContent, Does.Contain("2026-11-22 kl. 00.20"));
        await sida.Skicka("/administration/jobb/planer-for-alla/pausa");
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("har inget schema att pausa"));
        Assert.That(await _web.App.Las<string>("SELECT Vad FROM Handelse WHERE Vad LIKE 'Jobb %' ORDER BY Vad"), Is.EquivalentTo(new[] { "Jobb pausat", "Jobb återupptaget" }));
    }

    [Test]
    public async Task Planer_for_alla_namnder_bekraftas_gors_i_bakgrunden_och_visar_varje_namnd()
    {
        var sn = await _web.App.Namnd("Socialnämnden", "SN");
        await _web.App.Namnd("Kommunstyrelsen", "KS");
        var sida = await _web.Som(Roll.Uppfoljare, _namnd, sn);
        Assert.That((await sida.Oppna("/planer")).QuerySelector("a[href='/planer/alla']")!.TextContent, Is.EqualTo("Generera för alla nämnder"));

        var ny = await sida.Oppna("/planer/alla");
        Assert.That(ny.QuerySelector("option[selected]")!.TextContent, Is.EqualTo("2027"));
        Assert.That(ny.QuerySelectorAll("tbody th").Select(t => t.TextContent), Is.EqualTo(new[] { "Socialnämnden", "Vård- och omsorgsnämnden" }));
        Assert.That(ny.QuerySelector("main form[method=post] button")!.TextContent, Is.EqualTo("Generera 2 planer för 2027"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Uppfoljningsplan"), Is.Zero, "Inget görs förrän man har bekräftat.");

        var svar = await sida.SkickaFormular();
        var adress = svar.Headers.Location!.ToString();
        Assert.That(adress, Does.StartWith("/planer/alla/"));
        for (var i = 0; i < 400 && await _web.App.LasEn<bool>("SELECT Pagar FROM Planjobb"); i++) { await Task.Delay(50); }

        var blad = await sida.Oppna(adress);
        Assert.That(blad.QuerySelector("[role=status] label")!.TextContent, Is.EqualTo("2 av 2 nämnder är klara"));
        Assert.That(blad.QuerySelector("progress")!.GetAttribute("value"), Is.EqualTo("100"));
        Assert.That(blad.QuerySelectorAll("tbody tr").Select(r => r.TextContent), Is.All.Contain("Nytt utkast"));
        Assert.That(await _web.App.Las<string>("SELECT DISTINCT Anvandare FROM Handelse WHERE Vad = 'Plan genererad'"), Is.EqualTo(new[] { "Uppfoljare (prov)" }));
        Assert.That((await sida.Oppna("/planer/alla")).QuerySelector("section[aria-labelledby=tidigare] tbody")!.TextContent, Does.Contain("2 av 2"));
    }

    [Test]
    public async Task En_korning_som_pagar_visar_sitt_forlopp_utan_skript_och_den_andra_som_startar_visas_den()
    {
        // Jobben är avstängda här, så att körningen ligger kvar så som när servern just har stannat.
        await using var web = await WebApp.StartaAsync();
        var namnd = await web.App.Namnd();
        web.App.Som(Roll.Uppfoljare, namnd);
        var id = await web.App.Gor(new StartaPlanerForAllaCommand { Ar = 2027 });

        var sida = await web.Som(Roll.Uppfoljare, namnd);
        var blad = await sida.Oppna($"/planer/alla/{id}");
        Assert.That(blad.QuerySelector("h1 .marke")!.TextContent, Is.EqualTo("Pågår"));
        Assert.That(blad.QuerySelector("#lage")!.GetAttribute("hx-get"), Is.EqualTo($"/planer/alla/{id}"));
        Assert.That(blad.QuerySelector("head noscript")!.InnerHtml, Does.Contain("refresh"));
        Assert.That(blad.QuerySelector("tbody")!.TextContent, Does.Contain("Väntar"));

        var ny = await sida.Oppna("/planer/alla");
        Assert.That(ny.QuerySelector("#pagar a")!.GetAttribute("href"), Is.EqualTo($"/planer/alla/{id}"));
        await sida.Skicka("/planer/alla", ("Ar", "2027"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Uppfoljare (test) startade en körning för 2027"));
        Assert.That(sida.Dokument.QuerySelector("#pagar a"), Is.Not.Null);
        Assert.That(await web.App.LasEn<int>("SELECT COUNT(*) FROM Planjobb"), Is.EqualTo(1));
    }

    [Test]
    public async Task Lasaren_far_inte_starta_men_ser_en_korning_och_en_som_inte_finns_ar_404()
    {
        _web.App.Som(Roll.Uppfoljare, _namnd);
        var id = await _web.App.Gor(new StartaPlanerForAllaCommand { Ar = 2027 });
        var sida = await _web.Som(Roll.Lasare, _namnd);
        Assert.That((await sida.Oppna("/planer")).QuerySelector("a[href='/planer/alla']"), Is.Null);
        await sida.Oppna("/planer/alla");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        await sida.Oppna("/planer");
        await sida.Skicka("/planer/alla", ("Ar", "2027"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        await sida.Oppna($"/planer/alla/{id}");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        await sida.Oppna($"/planer/alla/{Guid.NewGuid()}");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Det_som_har_forfallit_star_som_nytt_tills_det_markeras_som_sett()
    {
        var sida = await _web.Som(Roll.Namndsekreterare, _namnd);
        await _web.App.Som(Roll.Namndsekreterare, _namnd).Gor(new Application.Sammantraden.RegistreraSammantradeCommand { NamndId = _namnd, Datum = new(2026, 12, 8), SistaHandlingsdag = new(2026, 11, 21) });
        await _web.Services.GetRequiredService<Jobbkorning>().KorAsync(Jobbsort.Uppgifter, (_, _) => { }, CancellationToken.None);

        var hem = await sida.Oppna("/");
        Assert.That(hem.QuerySelector("#nyligen")!.TextContent, Does.Contain("Sista dagen är inne för 1 uppgift"));
        Assert.That(hem.QuerySelector(".uppgift-rubrik .marke")!.TextContent, Is.EqualTo("Nytt"));
        await sida.Skicka("/uppgifter/sedda");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect).Or.EqualTo(HttpStatusCode.OK));
        hem = await sida.Oppna("/");
        Assert.That((hem.QuerySelector("#nyligen"), hem.QuerySelector(".uppgift-rubrik .marke")), Is.EqualTo(((AngleSharp.Dom.IElement?)null, (AngleSharp.Dom.IElement?)null)));
    }

    [Test]
    public async Task Avstangda_jobb_sags_pa_sidan_och_inget_gar_att_starta()
    {
        await using var av = await WebApp.StartaAsync();
        var namnd = await av.App.Namnd();
        var sida = await av.Som(Roll.Administrator);
        Assert.That((await sida.Oppna("/administration/jobb")).QuerySelector(".notis")!.TextContent, Does.Contain("Jobben är avstängda på den här servern"));
        var blad = await sida.Oppna("/administration/jobb/avtalstid");
        Assert.That(blad.QuerySelectorAll("main form"), Is.Empty);
        await sida.Skicka("/administration/jobb/avtalstid/kor");
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Jobben är avstängda"));

        var uppfoljare = await av.Som(Roll.Uppfoljare, namnd);
        await uppfoljare.Oppna("/planer/alla");
        await uppfoljare.SkickaFormular();
        Assert.That(uppfoljare.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Gör planerna en nämnd i taget."));
    }

    private async Task Vanta(string kod, int antal)
    {
        var schema = _web.Services.GetRequiredService<IJobbschema>();
        for (var i = 0; i < 400 && (await schema.HistorikAsync(kod, 0, 1, CancellationToken.None)).Antal < antal; i++) { await Task.Delay(50); }
    }
}
