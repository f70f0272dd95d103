using System.Net;
using System.Text;
using AngleSharp.Dom;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

public sealed class ImportsidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd("Hässelby-Vällingby stadsdelsnämnd", "HVS");
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Ett_register_lamnas_provas_bekraftas_och_syns_i_listan()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var start = await sida.Oppna("/import");
        Assert.That(start.QuerySelector("main .btn-primary")!.GetAttribute("href"), Is.EqualTo($"/namnder/{_namnd}/import"));

        var svar = await Lamna(sida, await File.ReadAllBytesAsync(Sokvag("hasselby-vallingby-2007-avtal.csv")), "avtal 2007.csv");
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var provning = await sida.Oppna(svar.Headers.Location!.OriginalString);
        Assert.That(provning.QuerySelector("h1")!.TextContent, Does.StartWith("avtal 2007.csv").And.Contain("Väntar på att föras in"));
        Assert.That(provning.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("Filen avtal 2007.csv mottagen för provning mot avtalsregistret: 8 rader."));
        Assert.That(Siffror(provning), Is.EqualTo(new[] { "Rader i filen 8", "Fel 0", "Varningar 8 på 8 rader", "Nya avtal 8", "Ändras 0", "Oförändrade 0" }));
        Assert.That(provning.QuerySelectorAll("#lista tbody tr").Length, Is.EqualTo(8));
        Assert.That(provning.QuerySelector("#lista tbody tr")!.TextContent, Does.Contain("Gatudrift och parkskötsel i Vällingby").And.Contain("Ny").And.Contain("Inte känt: avtalsstart, avtalsansvarig."));

        var bekrafta = await sida.Oppna(provning.QuerySelector("main a.btn-primary")!.GetAttribute("href")!);
        Assert.That(bekrafta.QuerySelector("main")!.TextContent, Does.Contain("8 nya avtal, 0 ändras och 0 är oförändrade"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.Zero);

        svar = await sida.SkickaFormular();
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var klart = await sida.Oppna(svar.Headers.Location!.OriginalString);
        Assert.That(klart.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("Filen avtal 2007.csv står i kö för att föras in i avtalsregistret."));
        klart = await Klar(sida, svar.Headers.Location!.OriginalString);
        Assert.That(klart.QuerySelector("#utfall")!.TextContent, Does.StartWith("Infördes").And.EndWith("av Avtalsansvarig (prov)"));
        Assert.That(await _web.App.LasEn<string>("SELECT Mening FROM Handelse WHERE Vad = 'Import införd'"), Is.EqualTo("Filen avtal 2007.csv införd i avtalsregistret: 8 nya, 0 ändrade, 0 oförändrade."));
        Assert.That(await _web.App.Las<string>("SELECT DISTINCT Anvandare FROM Handelse WHERE Vad IN ('Import införd', 'Avtal inläst')"), Is.EqualTo(new[] { "Avtalsansvarig (prov)" }), "Den som godkände står i historiken.");
        var avtal = await sida.Oppna(klart.QuerySelector("main a.btn-primary")!.GetAttribute("href")!);
        Assert.That(avtal.QuerySelectorAll("#lista tbody tr").Length, Is.EqualTo(8));
        Assert.That(avtal.QuerySelector("#lista tbody")!.TextContent, Does.Contain("inte känt"));

        var lista = await sida.Oppna("/import");
        Assert.That(lista.QuerySelector("#lista tbody tr")!.TextContent, Does.Contain("avtal 2007.csv").And.Contain("Införd").And.Contain("Avtalsansvarig (prov)"));
    }

    [Test]
    public async Task Den_som_trycker_tva_ganger_far_veta_att_filen_redan_ar_inford()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var svar = await Lamna(sida, await File.ReadAllBytesAsync(Sokvag("hasselby-vallingby-2007-enheter.csv")), "enheter.csv");
        await sida.Oppna(svar.Headers.Location!.OriginalString + "/for-in");
        var formular = sida.Dokument.QuerySelector("main form")!.GetAttribute("action")!;
        var avtryck = sida.Dokument.QuerySelector("input[name='Command.Avtryck']")!.GetAttribute("value")!;
        Assert.That((await sida.Skicka(formular, ("Command.Avtryck", avtryck))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        await Klar(sida, svar.Headers.Location!.OriginalString);

        await sida.Oppna(svar.Headers.Location!.OriginalString + "/for-in");
        Assert.That(sida.Dokument.QuerySelector("main")!.TextContent, Does.Contain("Filen är redan införd"));
        await sida.Oppna($"/namnder/{_namnd}/import");
        await sida.Skicka(formular, ("Command.Avtryck", avtryck));

        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Filen är redan införd, av Avtalsansvarig (prov)").And.Contain("17 nya"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Enhet"), Is.EqualTo(17));
    }

    [Test]
    public async Task En_fil_med_fel_har_ingen_vag_in_och_gar_att_hamta_med_felen()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var svar = await Lamna(sida, Encoding.UTF8.GetBytes("Benämning;Avtalsstart\r\n<b>Larm</b>;igår\r\n=1+1;2026-01-01\r\n"), "larm.csv");
        var adress = svar.Headers.Location!.OriginalString;
        var provning = await sida.Oppna(adress);

        Assert.That(provning.QuerySelector(".felruta")!.TextContent, Does.Contain("Filen kan inte föras in"));
        var knapp = provning.QuerySelector("main button.btn-primary")!;
        Assert.That(knapp.HasAttribute("disabled"), Is.True);
        Assert.That(provning.GetElementById(knapp.GetAttribute("aria-describedby")!)!.TextContent, Does.Contain("Filen har 1 fel"));
        var rad = provning.QuerySelectorAll("#lista tbody tr").Single();
        Assert.That(rad.QuerySelector("th")!.TextContent, Is.EqualTo("<b>Larm</b>"));
        Assert.That(rad.TextContent, Does.Contain("Fel. Avtalsstart: ”igår” går inte att läsa som datum"));
        Assert.That((await sida.Oppna(adress + "?visa=Alla")).QuerySelectorAll("#lista tbody tr").Length, Is.EqualTo(2));
        Assert.That((await sida.Oppna(adress + "/for-in")).QuerySelectorAll("main form").Length, Is.Zero);

        var fil = await sida.Client.GetAsync(new Uri(adress + "/fel.csv?baraProblem=true", UriKind.Relative));
        Assert.That(fil.Content.Headers.ContentDisposition!.FileNameStar ?? fil.Content.Headers.ContentDisposition.FileName, Is.EqualTo("larm-fel.csv"));
        var text = await fil.Content.ReadAsStringAsync();
        Assert.That(text, Does.Contain("Benämning;Avtalsstart;Rad;Fel").And.Contain("<b>Larm</b>;igår;2;\"Fel: Avtalsstart").And.Not.Contain("1+1"));

        await sida.Oppna(adress);
        Assert.That((await sida.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect), "Förkasta");
        Assert.That((await sida.Oppna(adress)).QuerySelector("h1")!.TextContent, Does.Contain("Förkastad"));
    }

    [Test]
    public async Task En_fil_som_inte_gar_att_lasa_nekas_vid_faltet()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await Lamna(sida, "PK\u0003\u0004"u8.ToArray(), "register.csv");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("Fil"), Does.Contain("XLSX"));
        Assert.That(sida.Dokument.QuerySelector(".felruta a")!.GetAttribute("href"), Is.EqualTo("#Command_Fil"));

        await sida.Oppna($"/namnder/{_namnd}/import");
        await sida.Skicka($"/namnder/{_namnd}/import");
        Assert.That(sida.FelVid("Fil"), Is.EqualTo("Välj en fil."));
    }

    [Test]
    public async Task En_for_stor_fil_nekas_med_en_sida_som_sager_det()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await Lamna(sida, new byte[21 * 1024 * 1024], "stor.csv");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That(sida.Dokument.QuerySelector("h1")!.TextContent, Is.EqualTo("Det du skickade är för stort"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Import"), Is.Zero);
    }

    [Test]
    public async Task Roller_och_namnder_avgor_vem_som_ser_och_gor()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var svar = await Lamna(sida, await File.ReadAllBytesAsync(Sokvag("hasselby-vallingby-2007-avtal.csv")), "avtal.csv");
        var adress = svar.Headers.Location!.OriginalString;
        var annan = await _web.App.Namnd("Socialnämnden", "SN");

        var lasare = await _web.Som(Roll.Lasare, _namnd);
        Assert.That((await lasare.Oppna("/import")).QuerySelectorAll("main a.btn").Length, Is.Zero);
        foreach (var sokvag in new[] { $"/namnder/{_namnd}/import", adress, adress + "/for-in", adress + "/fel.csv" })
        {
            await lasare.Oppna(sokvag);
            Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden), sokvag);
        }

        var utomstaende = await _web.Som(Roll.Avtalsansvarig, annan);
        foreach (var sokvag in new[] { $"/namnder/{_namnd}/import", adress, adress.Replace(_namnd.ToString(), annan.ToString(), StringComparison.Ordinal) })
        {
            await utomstaende.Oppna(sokvag);
            Assert.That(utomstaende.Status, Is.EqualTo(HttpStatusCode.NotFound), sokvag);
        }

        var revisor = await _web.Som(Roll.Revisor, _namnd);
        Assert.That((await revisor.Oppna(adress)).QuerySelectorAll("main form, main a.btn").Length, Is.Zero, "Revisorn ser men gör inget.");
    }

    [Test]
    public async Task Mallen_hamtas_med_registrets_rubriker()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var svar = await sida.Client.GetAsync(new Uri("/import/mall/enheter", UriKind.Relative));
        var innehall = await svar.Content.ReadAsByteArrayAsync();
        Assert.That(innehall.AsSpan(0, 3).ToArray(), Is.EqualTo(Encoding.UTF8.GetPreamble()));
        Assert.That(Encoding.UTF8.GetString(innehall), Does.Contain("Nämnd;Verksamhetsområde;Enhet;Utförare;Organisationsnummer;Driftform;Plats;Antal;\"Antal platser\";\"Antal brukare\";\"Möjlig för\";Konkurrens;\"Uppdragets diarienummer\";\"Uppdraget beslutat\";\"Uppdraget gäller till\";Anmärkning\r\n"));
        await sida.Oppna("/import/mall/annat");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static string Sokvag(string namn) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Data", namn);

    private static IEnumerable<string> Siffror(IDocument dokument) =>
        dokument.QuerySelectorAll("section[aria-labelledby=siffror] > dl > div").Select(d => $"{d.QuerySelector("dt")!.TextContent} {d.QuerySelector("dd")!.TextContent}");

    /// <summary>Sidan när inläsningen är klar, så som den som väntar vid den ser den.</summary>
    private static async Task<AngleSharp.Html.Dom.IHtmlDocument> Klar(Sida sida, string adress)
    {
        for (var i = 0; i < 300; i++)
        {
            var dokument = await sida.Oppna(adress);
            if (dokument.QuerySelector("#forlopp") is null) { return dokument; }
            await Task.Delay(50);
        }
        throw new TimeoutException("Inläsningen blev inte klar.");
    }

    private async Task<HttpResponseMessage> Lamna(Sida sida, byte[] innehall, string namn)
    {
        await sida.Oppna($"/namnder/{_namnd}/import");
        return await sida.SkickaFil($"/namnder/{_namnd}/import", "Command.Fil", innehall, namn);
    }
}
