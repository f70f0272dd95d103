using System.Net;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

/// <summary>Ramen: inloggning, åtkomst, felsidor och huvuden.</summary>
public sealed class RamTests
{
    private WebApp _web = null!;

    [OneTimeSetUp]
    public async Task Starta() => _web = await WebApp.StartaAsync();

    [OneTimeTearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Den_som_inte_ar_inloggad_skickas_till_inloggningen()
    {
        var svar = await _web.Oppen().Client.GetAsync(new Uri("/avtal", UriKind.Relative));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(svar.Headers.Location!.PathAndQuery, Is.EqualTo("/konto/logga-in?returnUrl=%2Favtal"));
    }

    [Test]
    public async Task Fel_losenord_sager_inte_om_namnet_finns()
    {
        var sida = _web.Oppen();
        await sida.Oppna("/konto/logga-in");
        await sida.Skicka("/konto/logga-in", ("Command.Anvandarnamn", "finns.inte"), ("Command.Losenord", "fel fel fel fel"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Användarnamnet eller lösenordet stämmer inte."));
    }

    [Test]
    public async Task En_begaran_utan_formularnyckel_nekas()
    {
        using var innehall = new FormUrlEncodedContent([new("Command.Anvandarnamn", "x")]);
        var svar = await _web.Oppen().Client.PostAsync(new Uri("/konto/logga-in", UriKind.Relative), innehall);
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Varje_svar_har_skyddande_huvuden_och_ingen_inline_kod()
    {
        var svar = await _web.Oppen().Client.GetAsync(new Uri("/konto/logga-in", UriKind.Relative));
        Assert.That(svar.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("script-src 'self'").And.Not.Contain("unsafe"));
        Assert.That(svar.Headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
    }

    [Test]
    public async Task Okanda_sidor_ar_en_svensk_felsida()
    {
        var sida = await _web.Som(Roll.Lasare, await _web.App.Namnd("Felnämnden", "FN"));
        var dokument = await sida.Oppna("/finns/inte");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(dokument.QuerySelector("h1")!.TextContent, Is.EqualTo("Sidan finns inte"));
    }

    [Test]
    public async Task Det_som_hor_till_en_annan_namnd_finns_inte_och_fel_roll_ar_forbjudet()
    {
        var egen = await _web.App.Namnd("Egna nämnden", "EN");
        var annan = await _web.App.Namnd("Andra nämnden", "AN");
        var avtal = await _web.App.Som(Roll.Avtalsansvarig, annan).Gor(new RegistreraAvtalCommand { NamndId = annan, Benamning = "Hemligt för andra" });
        var sida = await _web.Som(Roll.Lasare, egen);

        await sida.Oppna($"/avtal/{avtal}");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));

        await sida.Oppna($"/namnder/{egen}/avtal/nytt");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(sida.Dokument.QuerySelector("h1")!.TextContent, Is.EqualTo("Du har inte rätt roll för detta"));

        Assert.That((await sida.Oppna("/avtal")).Body!.TextContent, Does.Not.Contain("Hemligt för andra"));
    }

    [Test]
    public async Task En_roll_som_tas_ifran_galler_fran_nasta_klick()
    {
        var namnd = await _web.App.Namnd("Rollnämnden", "RN");
        var sida = await _web.Som(Roll.Lasare, namnd);
        await sida.Oppna($"/avtal?Namnd={namnd}");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));

        var person = await _web.App.LasEn<Guid>("SELECT AnvandareId FROM Rolltilldelning WHERE NamndId = @namnd", new { namnd });
        await _web.App.SomAdministrator().Gor(new Application.Anvandare.TaBortRollCommand { AnvandareId = person, NamndId = namnd, Roll = Roll.Lasare });
        await sida.Oppna("/avtal");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
