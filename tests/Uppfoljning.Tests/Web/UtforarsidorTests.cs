using System.Net;
using System.Text;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Web;

public sealed class UtforarsidorTests
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
    public async Task En_utforare_registreras_andras_och_far_kontakter()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await sida.Oppna("/utforare/ny");
        await sida.SkickaFormular(("Command.Namn", "Omsorg AB"), ("Command.Organisationsnummer", "556677-8898"), ("Command.Adress", "Storgatan 1"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("Organisationsnummer"), Does.StartWith("Organisationsnumret stämmer inte."));
        Assert.That(sida.Dokument.GetElementById("Command_Adress")!.TextContent.Trim(), Is.EqualTo("Storgatan 1"), "Det skrivna står kvar.");
        var svar = await sida.SkickaFormular(("Command.Organisationsnummer", "165566778899"), ("Command.Driftsform", "Aktiebolag"));
        var blad = svar.Headers.Location!.OriginalString;

        await sida.Oppna(blad);
        Assert.That(sida.Dokument.QuerySelector("[role=status]")!.TextContent, Is.EqualTo("Utföraren Omsorg AB registrerad."));
        Assert.That(sida.Dokument.QuerySelector("main dl")!.TextContent, Does.Contain("556677-8899").And.Contain("Aktiebolag").And.Contain("inte känt"));
        Assert.That((await sida.Oppna("/utforare")).QuerySelector("tbody tr")!.TextContent, Does.Contain("Omsorg AB"), "Den syns fast den inte har något avtal.");

        await sida.Oppna($"{blad}/kontakter/ny");
        await sida.SkickaFormular(("Command.Epost", "fel"));
        Assert.That((sida.FelVid("Namn"), sida.FelVid("Epost")), Is.EqualTo(("Ange kontaktens namn eller funktion.", "E-postadressen går inte att läsa. Skriv till exempel avtal@exempel.se.")));
        await sida.SkickaFormular(("Command.Namn", "Verksamhetschef"), ("Command.Epost", "chef@omsorg.example"));
        await sida.Oppna(blad);
        var andra = sida.Dokument.QuerySelector("a[aria-label='Ändra Verksamhetschef']")!.GetAttribute("href")!;
        await sida.Oppna(andra);
        await sida.SkickaFormular(("Command.Telefon", "08-123 45"));
        Assert.That((await sida.Oppna(blad)).QuerySelector("#kontakter")!.ParentElement!.ParentElement!.TextContent, Does.Contain("08-123 45"));

        await sida.Oppna(andra.Replace("/andra", "/ta-bort", StringComparison.Ordinal));
        await sida.SkickaFormular();
        Assert.That(sida.FelVid("Bekraftat"), Does.StartWith("Bekräfta"));
        await sida.SkickaFormular(("Command.Bekraftat", "true"));
        Assert.That((await sida.Oppna(blad)).Body!.TextContent, Does.Contain("Inga kontakter är registrerade.").And.Contain("Kontakt borttagen"));
    }

    [Test]
    public async Task Den_som_hann_forst_syns_och_det_skrivna_ar_kvar()
    {
        var id = await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraUtforareCommand { Namn = "Omsorg AB" });
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await sida.Oppna($"/utforare/{id}/andra");
        await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new AndraUtforareCommand { UtforareId = id, Version = 1, Namn = "Omsorg AB", Adress = "Storgatan 1" });

        await sida.SkickaFormular(("Command.Adress", "Lillgatan 2"));

        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(sida.Dokument.GetElementById("Command_Adress")!.TextContent.Trim(), Is.EqualTo("Lillgatan 2"));
        Assert.That(sida.Dokument.GetElementById("Command_Adress-nu")!.TextContent, Is.EqualTo("Sparat nu: Storgatan 1"));
        Assert.That((await sida.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect), "Den som har sett det kan spara ändå.");
    }

    [Test]
    public async Task En_kontroll_registreras_och_listan_sager_vad_som_ska_goras()
    {
        await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst", Utforare = "Omsorg AB", Driftsform = Driftsform.Aktiebolag, Undertecknat = true });
        var id = await _web.App.LasEn<Guid>("SELECT Id FROM Utforare");
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        Assert.That((await sida.Oppna("/utforare/kontroller")).QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Inga kontroller i urvalet"));
        await sida.Oppna($"/utforare/{id}");
        Assert.That(sida.Dokument.Body!.TextContent, Does.Contain("Det är inte känt om IVO:s tillstånd gäller i dag.").And.Contain("26 kap. 1 § 6 SoL"));

        await sida.Oppna($"/utforare/{id}/kontroller/ny?sort=IvoTillstand");
        Assert.That(sida.Dokument.GetElementById("Command_Kalla")!.GetAttribute("value"), Is.EqualTo("IVO:s omsorgsregister"));
        await sida.SkickaFormular(("Command.Gjord", "2026-11-22"), ("Command.Resultat", "UtanAnmarkning"), ("Command.GallerFran", "2020-01-01"));
        Assert.That(sida.FelVid("Gjord"), Is.EqualTo("Kontrollen kan inte vara gjord efter i dag."));
        await sida.SkickaFormular(("Command.Gjord", "2025-12-01"), ("Command.Beteckning", "8.1.1-1/2020"));
        Assert.That((await sida.Oppna($"/utforare/{id}")).Body!.TextContent, Does.Contain("IVO:s tillstånd gäller i dag.").And.Contain("8.1.1-1/2020").And.Contain("Ska göras snart"));

        var rad = (await sida.Oppna("/utforare/kontroller?Sort=IvoTillstand")).QuerySelector("tbody tr")!;
        Assert.That(rad.TextContent, Does.Contain("Omsorg AB").And.Contain("2026-12-01"));
        Assert.That((await sida.Oppna("/utforare/kontroller?Visa=Forfallna")).QuerySelector("tbody tr"), Is.Null);
        var csv = await sida.Client.GetStringAsync(new Uri("/utforare/kontroller/export.csv?Visa=Alla&Sort=IvoTillstand", UriKind.Relative));
        Assert.That(csv, Does.Contain("2026-12-01").And.Not.Contain("F-skatt"));
    }

    [Test]
    public async Task Annan_namnd_ar_404_och_fel_roll_403()
    {
        var annan = await _web.App.Namnd("Socialnämnden", "SN");
        await _web.App.Som(Roll.Avtalsansvarig, annan).Gor(new RegistreraAvtalCommand { NamndId = annan, Benamning = "Öppenvård", Utforare = "Omsorg AB" });
        var id = await _web.App.LasEn<Guid>("SELECT Id FROM Utforare");
        var (avtalsansvarig, lasare) = (await _web.Som(Roll.Avtalsansvarig, _namnd), await _web.Som(Roll.Lasare, annan));
        foreach (var del in new[] { "andra", "kontakter/ny", "kontroller/ny" })
        {
            await avtalsansvarig.Oppna($"/utforare/{id}/{del}");
            await lasare.Oppna($"/utforare/{id}/{del}");
            Assert.That((avtalsansvarig.Status, lasare.Status), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.Forbidden)), del);
        }
        await avtalsansvarig.Oppna($"/utforare/{id}");
        Assert.That(avtalsansvarig.Status, Is.EqualTo(HttpStatusCode.NotFound));
        await lasare.Oppna("/utforare/ny");
        Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        await lasare.Oppna($"/utforare/{id}");
        Assert.That(lasare.Dokument.QuerySelectorAll("main .knappar a"), Is.Empty);
    }

    [Test]
    public async Task En_enhet_hos_en_utforare_registreras_andras_och_filtreras_fram()
    {
        var utforare = await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraUtforareCommand { Namn = "Omsorg AB", Driftsform = Driftsform.Aktiebolag });
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        Assert.That((await sida.Oppna("/enheter")).QuerySelector(".meny a[aria-current=page]")!.TextContent, Is.EqualTo("Enheter"));
        await sida.Oppna(sida.Dokument.QuerySelector("main a.btn-primary")!.GetAttribute("href")!);
        await sida.SkickaFormular(("Command.Namn", "Fabelgården"), ("Command.UtforareId", utforare.ToString()), ("Command.UppdragDiarienummer", "VON 1"));
        Assert.That(sida.FelVid("UppdragDiarienummer"), Does.StartWith("Uppdragsbeskrivning har bara en enhet i egen regi."));
        var svar = await sida.SkickaFormular(("Command.UppdragDiarienummer", ""), ("Command.Platser", "40"));
        var blad = svar.Headers.Location!.OriginalString;
        Assert.That((await sida.Oppna(blad)).QuerySelector("main dl")!.TextContent, Does.Contain("Omsorg AB").And.Contain("40").And.Not.Contain("Verkar i konkurrens"));

        await sida.Oppna($"{blad}/andra");
        await sida.SkickaFormular(("Command.UtforareId", ""), ("Command.UppdragDiarienummer", "VON 2020-1"), ("Command.UppdragBeslutat", "2020-01-01"));
        Assert.That((await sida.Oppna(blad)).QuerySelector("main dl")!.TextContent, Does.Contain("egen regi").And.Contain("VON 2020-1").And.Contain("40"));
        Assert.That((await sida.Oppna("/enheter?Driftsform=EgenRegi")).QuerySelectorAll("tbody tr"), Has.Length.EqualTo(1));
        Assert.That((await sida.Oppna("/enheter?Driftsform=Aktiebolag")).QuerySelectorAll("tbody tr"), Is.Empty);
    }

    [Test]
    public async Task En_fil_med_utforare_provas_och_fors_in()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await sida.Oppna($"/namnder/{_namnd}/import");
        var svar = await sida.SkickaFil($"/namnder/{_namnd}/import", "Command.Fil", Encoding.UTF8.GetBytes("Utförare;Organisationsnummer;Driftform\r\nOmsorg AB;5566778899;Aktiebolag\r\n"), "utforare.csv");
        var provning = await sida.Oppna(svar.Headers.Location!.OriginalString);
        Assert.That(provning.Body!.TextContent, Does.Contain("Utförarregister till Vård- och omsorgsnämnden").And.Contain("Omsorg AB"));
        Assert.That((await sida.Client.GetStringAsync(new Uri("/import/mall/utforare", UriKind.Relative))).Trim('\uFEFF', '\r', '\n'),
            Does.StartWith("Utförare;Organisationsnummer;Driftform;Adress;Webbplats;Anmärkning;").And.Contain("F-skatt, senaste kontroll"));
    }
}
