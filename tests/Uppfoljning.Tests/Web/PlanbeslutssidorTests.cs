using System.Net;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Tests.Handlers;

namespace Uppfoljning.Tests.Web;

/// <summary>Beslut, revidering, versioner, utfall och bevis genom HTTP.</summary>
public sealed class PlanbeslutssidorTests
{
    private WebApp _web = null!;
    private Planfall _fall = null!;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _fall = new Planfall(_web.App, await _web.App.Namnd());
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Planen_beslutas_i_december_och_andras_i_mars_och_skillnaden_syns()
    {
        await _fall.RegisterAsync();
        var plan = await _fall.GenereradAsync();
        _fall.Till("2026-12-15");
        var sida = await _web.Som(Planfall.Bada, _fall.Namnd);

        // Innan planen är beslutad finns det inget att jämföra med.
        Assert.That((await sida.Oppna($"/planer/{plan}/versioner")).QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Planen är inte beslutad ännu"));
        Assert.That((await sida.Oppna($"/planer/{plan}/skillnad")).QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Planen är inte beslutad ännu"));
        Assert.That((await sida.Oppna($"/planer/{plan}/revidera")).QuerySelector(".notis-varning")!.TextContent, Does.Contain("Planen är ett utkast"));

        await sida.Oppna($"/planer/{plan}/beslut");
        Assert.That(sida.Dokument.QuerySelector("#Command_Delegationspunkt"), Is.Null);
        Assert.That((await sida.SkickaFormular(("Command.Sammantrade", "2026-12-10"), ("Command.Paragraf", "112"), ("Command.Bekraftat", "true"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await sida.Oppna($"/planer/{plan}/revidera")).QuerySelector(".notis-varning")!.TextContent, Does.Contain("gäller först från 2027-01-01"));

        // En session räcker inte till mars.
        _fall.Till("2027-03-15");
        sida = await _web.Som(Planfall.Bada, _fall.Namnd);
        await sida.Oppna($"/planer/{plan}/revidera");
        await sida.SkickaFormular(("Command.Skal", ""));
        Assert.That((sida.Status, sida.FelVid("Skal")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Ange varför planen ändras.")));
        Assert.That((await sida.SkickaFormular(("Command.Skal", "Ny lag från 1 april."))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var revidering = await sida.Oppna($"/planer/{plan}/revidera");
        Assert.That(revidering.QuerySelector("main")!.TextContent, Does.Contain("Ny lag från 1 april.").And.Contain("Ingenting"));
        Assert.That(revidering.QuerySelector("main .marke")!.TextContent, Is.EqualTo("Reviderad"));

        await sida.Oppna($"/planer/{plan}/rader/{(await _fall.RadAsync(plan, "Parkskötsel")).Id}/andra");
        Assert.That((await sida.SkickaFormular(("Command.Ansvarig", "Parkchef"), ("Command.Motiv", "Ny organisation."))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var skillnad = await sida.Oppna($"/planer/{plan}/skillnad");
        Assert.That(skillnad.QuerySelector("#andrade")!.TextContent, Is.EqualTo("Ändrade rader (1)"));
        Assert.That(skillnad.QuerySelectorAll("main tbody tr")[1].TextContent, Does.Contain("Förvaltningens uppföljare").And.Contain("Parkchef"));
        Assert.That(skillnad.QuerySelector("main")!.TextContent, Does.Contain("Ny organisation."));

        var beslut = await sida.Oppna($"/planer/{plan}/beslut");
        Assert.That(beslut.QuerySelector("h1")!.TextContent, Is.EqualTo("Registrera beslutet om ändringen"));
        Assert.That((await sida.SkickaFormular(("Command.Sammantrade", "2027-03-10"), ("Command.Paragraf", "31"), ("Command.Bekraftat", "true"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        var versioner = await sida.Oppna($"/planer/{plan}/versioner");
        Assert.That(versioner.QuerySelectorAll("tbody th").Select(t => t.TextContent), Is.EqualTo(new[] { "Version 2", "Version 1" }));
        var version = await sida.Oppna($"/planer/{plan}/versioner/1");
        Assert.That(version.QuerySelector("h1")!.TextContent, Does.Contain("version 1").And.Contain("Ersatt"));
        Assert.That(version.QuerySelectorAll("main table")[0].TextContent, Does.Not.Contain("Parkchef"));
        Assert.That((await sida.Oppna($"/planer/{plan}/versioner/2")).QuerySelectorAll("main table")[0].TextContent, Does.Contain("Parkchef"));
        Assert.That((await sida.Oppna($"/planer/{plan}/skillnad?fran=1&till=2")).QuerySelector("#andrade")!.TextContent, Is.EqualTo("Ändrade rader (1)"));
        var pdf = await sida.Client.GetAsync(new Uri($"/planer/{plan}/versioner/1/pdf", UriKind.Relative));
        Assert.That(pdf.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/pdf"));
        foreach (var saknas in new[] { $"/planer/{plan}/versioner/3", $"/planer/{plan}/versioner/3/pdf", $"/planer/{plan}/skillnad?fran=9" })
        {
            await sida.Oppna(saknas);
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound), saknas);
        }
    }

    [Test]
    public async Task En_revidering_avbryts_efter_bekraftelse()
    {
        var plan = await _fall.RevideradAsync();
        await _fall.AndraAsync(plan, "Parkskötsel", c => c with { ForstaManad = 12, SistaManad = 12 });
        var sida = await _web.Som(Planfall.Bada, _fall.Namnd);

        // Bara tiden är ändrad: då kan beslutet fattas på delegation.
        Assert.That((await sida.Oppna($"/planer/{plan}/beslut")).QuerySelector("#Command_Delegationspunkt"), Is.Not.Null);
        await sida.SkickaFormular(("Command.Sammantrade", "2027-03-10"), ("Command.Bekraftat", "true"));
        Assert.That(sida.FelVid("Paragraf"), Is.EqualTo("Ange paragrafen i protokollet."));

        await sida.Oppna($"/planer/{plan}/revidera/avbryt");
        await sida.SkickaFormular();
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Bekräfta att ändringarna ska kastas."));
        Assert.That((await sida.SkickaFormular(("Command.Bekraftat", "true"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await sida.Oppna($"/planer/{plan}/skillnad")).QuerySelector(".tomt-rad")!.TextContent, Is.EqualTo("Ingenting skiljer."));
        Assert.That((await sida.Oppna($"/planer/{plan}/revidera/avbryt")).QuerySelector("main form"), Is.Null);
    }

    [Test]
    public async Task Det_som_har_tillkommit_i_registret_tas_med()
    {
        var plan = await _fall.RevideradAsync();
        await _fall.AvtalAsync("Nattpatrull");
        var sida = await _web.Som(Planfall.Bada, _fall.Namnd);
        await sida.Oppna($"/planer/{plan}/revidera");
        Assert.That(sida.Dokument.QuerySelector("#nya")!.ParentElement!.TextContent, Does.Contain("Nattpatrull"));

        Assert.That((await sida.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        Assert.That((await sida.Oppna($"/planer/{plan}/skillnad")).QuerySelector("#nya")!.TextContent, Is.EqualTo("Nya rader (1)"));
    }

    [Test]
    public async Task Utfallet_registreras_med_fel_vid_falten_och_konflikten_visar_bada()
    {
        var plan = await _fall.GallandeAsync();
        var rad = await _fall.RadAsync(plan, "Parkskötsel");
        var adress = $"/planer/{plan}/rader/{rad.Id}/utfall";
        var ena = await _web.Som(Roll.Uppfoljare, _fall.Namnd);
        var andra = await _web.Som(Roll.Avtalsansvarig, _fall.Namnd);
        await ena.Oppna(adress);
        await andra.Oppna(adress);

        await ena.SkickaFormular(("Command.Utfall", "Gjord"), ("Command.Datum", "2027-03-16"));
        Assert.That((ena.Status, ena.FelVid("Datum")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Dagen ligger i framtiden. Utfallet registreras när uppföljningen är gjord.")));
        Assert.That(ena.Dokument.QuerySelector("#Command_Datum")!.GetAttribute("value"), Is.EqualTo("2027-03-16"));
        await ena.SkickaFormular(("Command.Utfall", ""));
        Assert.That(ena.FelVid("Utfall"), Is.Not.Null);
        Assert.That((await ena.SkickaFormular(("Command.Utfall", "Gjord"), ("Command.Datum", "10/3 2027"), ("Command.Timmar", "12"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        await andra.SkickaFormular(("Command.Utfall", "Flyttad"), ("Command.NyManad", "11"), ("Command.Skal", "Vakans"));
        Assert.That(andra.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(andra.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("gjord 2027-03-10, 12 timmar"));
        Assert.That(andra.Dokument.QuerySelector("#Command_Skal")!.TextContent.Trim(), Is.EqualTo("Vakans"));
        Assert.That(andra.Dokument.QuerySelector("#Command_Datum-nu")!.TextContent, Is.EqualTo("Sparat nu: 2027-03-10"));
        Assert.That((await andra.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var blad = await andra.Oppna(adress);
        Assert.That(blad.QuerySelectorAll(".historik li").Length, Is.EqualTo(2));
        Assert.That(blad.QuerySelector("main table")!.TextContent, Does.Contain("till november"));

        var laser = await _web.Som(Roll.Lasare, _fall.Namnd);
        Assert.That((await laser.Oppna(adress)).QuerySelector("main form[method=post]"), Is.Null);
        Assert.That(laser.Dokument.QuerySelector("main .notis")!.TextContent, Does.Contain("registreras av uppföljare"));
    }

    [Test]
    public async Task Laget_har_summor_text_och_aterrapportering()
    {
        var plan = await _fall.GallandeAsync("2027-10-05");
        var sida = await _web.Som(Roll.Namndsekreterare, _fall.Namnd);

        var blad = await sida.Oppna($"/planer/{plan}/uppfoljning");
        Assert.That(blad.QuerySelectorAll("main h2")[0].TextContent, Is.EqualTo("Läget 2027-08-31"));
        var summor = blad.QuerySelectorAll("main table")[0].QuerySelectorAll("tbody tr").Select(r => r.QuerySelectorAll("td").Select(c => int.Parse(c.TextContent, System.Globalization.CultureInfo.InvariantCulture)).ToList()).ToList();
        Assert.That(summor, Has.All.Matches<List<int>>(s => s[1] + s[3] + s[4] + s[5] + s[6] == s[0]));
        Assert.That(summor[^1][0], Is.EqualTo(summor.SkipLast(1).Sum(s => s[0])));
        Assert.That(blad.QuerySelector("#rapporttext")!.TextContent, Does.Contain("Vård- och omsorgsnämnden har i sin uppföljningsplan för 2027 planerat"));
        Assert.That((await sida.Oppna($"/planer/{plan}/uppfoljning?Sort=Arsredovisning")).QuerySelector("main .notis")!.TextContent, Does.Contain("2027-12-31 har inte varit än"));
        foreach (var fraga in new[] { "Dag=hej", "Sort=x", "Lage=Gjord", "Sida=99", "Dag=2027-02-01&Lage=Forsenad" })
        {
            await sida.Oppna($"/planer/{plan}/uppfoljning?{fraga}");
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), fraga);
        }

        await sida.Oppna($"/planer/{plan}/uppfoljning");
        await sida.SkickaFormular(("Command.Sammantrade", "2027-08-31"), ("Command.Paragraf", "x"));
        Assert.That((sida.Status, sida.FelVid("Paragraf")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Ange paragrafen som ett nummer, till exempel 112.")));
        await sida.SkickaFormular(("Command.Paragraf", "88"));
        Assert.That(sida.FelVid("Sammantrade"), Does.StartWith("Delårsrapporten avser läget 2027-08-31"));
        Assert.That((await sida.SkickaFormular(("Command.Sammantrade", "2027-09-21"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await sida.Oppna($"/planer/{plan}/uppfoljning?Sort=Delarsrapport")).QuerySelector("#aterrapport")!.ParentElement!.TextContent, Does.Contain("Delårsrapporten: 2027-09-21, § 88"));
    }

    [Test]
    public async Task Olika_behandling_visas_motiveras_och_slapper_fram_beslutet()
    {
        await _fall.RegisterAsync();
        var plan = await _fall.GenereradAsync();
        var sida = await _web.Som(Planfall.Bada, _fall.Namnd);
        Assert.That((await sida.Oppna($"/planer/{plan}/likabehandling")).QuerySelector("main .notis")!.TextContent, Is.EqualTo("Egen regi och privata utförare behandlas lika i Äldreomsorg."));
        await _fall.AndraAsync(plan, "Hemtjänst Väster", c => c with { Former = [.. c.Former, Uppfoljningsform.Brukarundersokning] });

        Assert.That((await sida.Oppna($"/planer/{plan}/beslut")).QuerySelector(".notis-varning")!.TextContent, Does.Contain("Brukarundersökning görs hos 0 av 1 i egen regi och 1 av 1 privata."));
        await sida.Oppna($"/planer/{plan}/likabehandling");
        await sida.SkickaFormular(("Command.Motiv", ""));
        Assert.That((sida.Status, sida.FelVid("Motiv")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Skriv varför de behandlas olika.")));
        Assert.That((await sida.SkickaFormular(("Command.Motiv", "Ny utförare."))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await sida.Oppna($"/planer/{plan}/likabehandling")).QuerySelector(".kort")!.TextContent, Does.Contain("Motiverad").And.Contain("Ny utförare."));
        Assert.That((await sida.Oppna($"/planer/{plan}/beslut")).QuerySelector("main form"), Is.Not.Null);
    }

    [Test]
    public async Task Fullstandigheten_visar_vad_som_saknas_och_hamtas_som_fil()
    {
        await _fall.RegisterAsync();
        var plan = await _fall.GenereradAsync();
        var sida = await _web.Som(Roll.Lasare, _fall.Namnd);
        Assert.That((await sida.Oppna($"/planer/{plan}/fullstandighet")).QuerySelector("main .notis")!.TextContent, Does.StartWith("Planen är fullständig"));
        await _fall.AvtalAsync("Nattpatrull");

        var blad = await sida.Oppna($"/planer/{plan}/fullstandighet?Visa=Saknas");
        Assert.That(blad.QuerySelector("main .notis-varning")!.TextContent, Does.Contain("1 avtal eller enhet saknar både rad och skäl (10 kap. 8 § KL)"));
        Assert.That(blad.QuerySelectorAll("#lista tbody th").Select(t => t.TextContent), Is.EqualTo(new[] { "Nattpatrull" }));
        Assert.That((await sida.Oppna($"/planer/{plan}/fullstandighet?Q=finns+inte")).QuerySelector("#lista .tomt"), Is.Not.Null);
        foreach (var (format, typ) in new[] { ("csv", "text/csv"), ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") })
        {
            var fil = await sida.Client.GetAsync(new Uri($"/planer/{plan}/fullstandighet/export.{format}?Visa=Saknas", UriKind.Relative));
            Assert.That(fil.Content.Headers.ContentType!.MediaType, Is.EqualTo(typ));
        }
    }

    [Test]
    public async Task Forra_aret_visas_bredvid_och_saknas_med_besked()
    {
        var forra = await _fall.BeslutadAsync();
        await _fall.AvtalAsync("Nattpatrull");
        var plan = await _fall.GenereradAsync(Planfall.Ar + 1);
        var sida = await _web.Som(Roll.Lasare, _fall.Namnd);

        Assert.That((await sida.Oppna($"/planer/{forra}/forra-aret")).QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Nämnden har ingen plan för 2026"));
        var blad = await sida.Oppna($"/planer/{plan}/forra-aret");
        Assert.That(blad.QuerySelector("h1")!.TextContent, Is.EqualTo("Planen 2028 bredvid 2027"));
        Assert.That(blad.QuerySelectorAll("#lista tbody tr").Single(r => r.TextContent.Contains("Nattpatrull", StringComparison.Ordinal)).TextContent, Does.Contain("Tillkommen"));
        Assert.That((await sida.Oppna($"/planer/{plan}/forra-aret?Visa=Tillkommen")).QuerySelectorAll("#lista tbody tr").Length, Is.EqualTo(1));
        foreach (var fraga in new[] { "Visa=x", "Falt=Tid", "Falt=y", "Sida=-1", "Q=a" })
        {
            await sida.Oppna($"/planer/{plan}/forra-aret?{fraga}");
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), fraga);
        }
    }

    [Test]
    public async Task Fel_roll_far_403_och_annan_namnd_404()
    {
        var plan = await _fall.GallandeAsync();
        var rad = await _fall.RadAsync(plan, "Parkskötsel");
        string[] lasbara = ["versioner", "versioner/1", "versioner/1/pdf", "skillnad", "forra-aret", "uppfoljning", "likabehandling", "fullstandighet", $"rader/{rad.Id}/utfall"];
        var laser = await _web.Som(Roll.Lasare, _fall.Namnd);
        foreach (var adress in lasbara)
        {
            await laser.Oppna($"/planer/{plan}/{adress}");
            Assert.That(laser.Status, Is.EqualTo(HttpStatusCode.OK), adress);
        }
        foreach (var adress in new[] { "revidera", "revidera/avbryt", "beslut" })
        {
            await laser.Oppna($"/planer/{plan}/{adress}");
            Assert.That(laser.Status, Is.EqualTo(HttpStatusCode.Forbidden), adress);
        }
        foreach (var adress in new[] { "revidera", "revidera/avbryt", "revidera/nya-rader", "likabehandling", "uppfoljning/aterrapport", $"rader/{rad.Id}/utfall" })
        {
            await laser.Oppna($"/planer/{plan}/versioner");
            var svar = await laser.Skicka($"/planer/{plan}/{adress}", ("Command.Version", "1"));
            Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden), adress);
        }
        var annan = await _web.Som(Planfall.Bada, await _web.App.Namnd("Andra nämnden", "AN"));
        foreach (var adress in lasbara.Concat(["revidera", "revidera/avbryt", "beslut"]))
        {
            await annan.Oppna($"/planer/{plan}/{adress}");
            Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
    }
}
