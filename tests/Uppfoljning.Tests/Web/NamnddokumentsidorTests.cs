using System.Net;
using System.Net.Http.Headers;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Tests.Web;

/// <summary>Dokument på nämndens egen sida: den som ser nämnden läser, sekreterare, registrator och administratör sköter.</summary>
public sealed class NamnddokumentsidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;

    private string Adress => $"/dokument/namnd/{_namnd}";

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [TestCase(Roll.Administrator)]
    [TestCase(Roll.Namndsekreterare)]
    [TestCase(Roll.Registrator)]
    public async Task Ett_dokument_laggs_in_fran_namndens_sida_visas_hamtas_och_tas_bort(Roll roll)
    {
        var sida = roll == Roll.Administrator ? await _web.Som(roll) : await _web.Som(roll, _namnd);
        await sida.Oppna($"/namnder/{_namnd}");
        Assert.That(sida.Dokument.QuerySelector("section[aria-labelledby=dokument] .tomt-rad")!.TextContent, Is.EqualTo("Inga dokument är inlagda."));
        var blad = await LaggIn(sida, "Reglemente.pdf");

        await sida.Oppna($"/namnder/{_namnd}");
        Assert.That(sida.Dokument.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("Dokumentet Reglemente.pdf inlagt på Vård- och omsorgsnämnden."));
        Assert.That(sida.Dokument.QuerySelector("section[aria-labelledby=dokument] tbody th a")!.GetAttribute("href"), Is.EqualTo(blad));
        Assert.That(sida.Dokument.QuerySelector(".historik")!.TextContent, Does.Contain("Dokument inlagt"));

        await sida.Oppna(blad);
        Assert.That(sida.Dokument.QuerySelector("nav.stig a[href]:nth-of-type(2)")!.GetAttribute("href"), Is.EqualTo($"/namnder/{_namnd}"));
        Assert.That(await (await Hamta(sida, $"{blad}/hamta")).Content.ReadAsByteArrayAsync(), Is.EqualTo(Provfiler.Pdf));

        await sida.Oppna($"{blad}/ta-bort");
        await sida.SkickaFormular();
        Assert.That((sida.Status, sida.FelVid("Bekraftat")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Bekräfta att dokumentet ska tas bort. Det går inte att ångra.")));
        Assert.That((await sida.SkickaFormular(("Command.Bekraftat", "true"))).Headers.Location!.OriginalString, Is.EqualTo($"/namnder/{_namnd}#dokument"));
        await sida.Oppna(blad);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Dokument WHERE Borttaget IS NOT NULL"), Is.EqualTo(1), "Raden står kvar tills den gallras (ARK-01).");
    }

    [TestCase(Roll.Lasare)]
    [TestCase(Roll.Avtalsansvarig)]
    [TestCase(Roll.Revisor)]
    public async Task Den_som_ser_namnden_laser_men_lagger_inte_in_och_tar_inte_bort(Roll roll)
    {
        var blad = await LaggIn(await _web.Som(Roll.Registrator, _namnd), "Reglemente.pdf");
        var sida = await _web.Som(roll, _namnd);
        await sida.Oppna($"/namnder/{_namnd}");
        Assert.That(sida.Dokument.QuerySelector("section[aria-labelledby=dokument]")!.TextContent, Does.Contain("Reglemente.pdf"));
        Assert.That(sida.Dokument.QuerySelectorAll("section[aria-labelledby=dokument] a.btn").Length, Is.Zero);
        Assert.That((await Hamta(sida, $"{blad}/fil")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await sida.Oppna(blad);
        Assert.That(sida.Dokument.QuerySelectorAll("main a.btn-outline-danger").Length, Is.Zero);
        await sida.Oppna($"{Adress}/nytt");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        await sida.Oppna($"/namnder/{_namnd}");
        Assert.That((await sida.Skicka($"{blad}/ta-bort", ("Command.Bekraftat", "true"))).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Dokument WHERE Borttaget IS NULL"), Is.EqualTo(1));
    }

    [Test]
    public async Task En_annan_namnd_ser_inget_och_nar_det_inte_genom_sin_egen()
    {
        var blad = await LaggIn(await _web.Som(Roll.Registrator, _namnd), "Reglemente.pdf");
        var annan = await _web.App.Namnd("Socialnämnden", "SN");
        var sida = await _web.Som(Roll.Registrator | Roll.Namndsekreterare, annan);
        foreach (var adress in new[] { Adress, $"{Adress}/nytt", blad, $"{blad}/fil", $"{blad}/hamta", $"{blad}/ta-bort",
            blad.Replace(_namnd.ToString(), annan.ToString(), StringComparison.Ordinal), blad.Replace("/namnd/", "/avtal/", StringComparison.Ordinal), $"/dokument/avtal/{annan}" })
        {
            await sida.Oppna(adress);
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna($"/dokument/namnd/{Guid.NewGuid()}");
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await _web.App.Som(Roll.Registrator, _namnd).Send(new NamnddokumentlistaQuery { Objekt = Dokumentobjekt.Avtal, ObjektId = _namnd })).Outcome, Is.EqualTo(Outcome.NotFound), "En nämnd är inget avtal.");
    }

    [Test]
    public async Task En_nekad_fil_star_vid_faltet()
    {
        var sida = await _web.Som(Roll.Registrator, _namnd);
        await sida.Oppna($"{Adress}/nytt");
        await Skicka(sida, "ond.pdf", [0x4D, 0x5A, 0]);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("Filer"), Does.StartWith("”ond.pdf”: filer av den här sorten tas inte emot."));
        Assert.That(sida.Dokument.GetElementById("Command_Beskrivning")!.TextContent.Trim(), Is.EqualTo("Antaget av fullmäktige"));
    }

    private async Task<string> LaggIn(Sida sida, string namn)
    {
        await sida.Oppna($"/namnder/{_namnd}");
        await sida.Oppna(sida.Dokument.QuerySelector("section[aria-labelledby=dokument] a.btn")!.GetAttribute("href")!);
        var svar = await Skicka(sida, namn, Provfiler.Pdf);
        Assert.That(svar.Headers.Location?.OriginalString, Is.EqualTo($"/namnder/{_namnd}#dokument"), sida.FelVid("Filer"));
        return $"{Adress}/{await _web.App.LasEn<Guid>("SELECT Id FROM Dokument WHERE ObjektSort = 'Namnd' AND NamndId = @Namnd", new { Namnd = _namnd })}";
    }

    private async Task<HttpResponseMessage> Skicka(Sida sida, string namn, byte[] fil)
    {
        using var innehall = new MultipartFormDataContent
        {
            { new StringContent("Beslut"), "Command.Sort" },
            { new StringContent("Antaget av fullmäktige"), "Command.Beskrivning" },
            { new StringContent(sida.Dokument.QuerySelector("input[name=formularnyckel]")!.GetAttribute("value")!), "formularnyckel" },
        };
        var del = new ByteArrayContent(fil);
        innehall.Add(del, "Command.Filer");
        del.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "Command.Filer", FileName = namn };
        return await sida.Las($"{Adress}/nytt", innehall);
    }

    private static Task<HttpResponseMessage> Hamta(Sida sida, string adress) => sida.Client.GetAsync(new Uri(adress, UriKind.Relative));
}
