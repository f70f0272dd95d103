using System.Net;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

/// <summary>Vägens första steg: en administratör lägger till en nämnd och ger människor roller i den.</summary>
public sealed class AdministrationTests
{
    private WebApp _web = null!;

    [SetUp]
    public async Task Starta() => _web = await WebApp.StartaAsync();

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task En_administrator_lagger_till_en_namnd_en_anvandare_och_en_roll_och_personen_kan_logga_in()
    {
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/administration/namnder/ny");
        await admin.SkickaFormular(("Command.Namn", "Hässelby-Vällingby stadsdelsnämnd"), ("Command.Forkortning", "HV"));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));

        await admin.Oppna("/administration/anvandare/ny");
        var svar = await admin.SkickaFormular(("Command.Namn", "Avtalsansvarig"), ("Command.Anvandarnamn", "avtalsansvarig.hv"), ("Command.Losenord", "en mening att minnas"));
        var blad = await admin.Oppna(svar.Headers.Location!.OriginalString);
        Assert.That(blad.Body!.TextContent, Does.Contain("Inga roller ännu"));
        var namnd = await _web.App.LasEn<Guid>("SELECT Id FROM Namnd");
        await admin.Skicka($"{admin.Adress}/roller", ("Command.NamndId", namnd.ToString()), ("Command.Roll", "Avtalsansvarig"));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));

        var person = _web.Oppen();
        await person.Oppna("/konto/logga-in");
        await person.SkickaFormular(("Command.Anvandarnamn", "Avtalsansvarig.HV"), ("Command.Losenord", "en mening att minnas"));
        Assert.That(person.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await person.Oppna("/")).Body!.TextContent, Does.Contain("Hässelby-Vällingby stadsdelsnämnd"));

        Assert.That(await _web.App.Las<string>("SELECT Fakta FROM Handelse"), Has.None.Contains("mening att minnas"));
        Assert.That(await _web.App.Las<string>("SELECT Losenord FROM Anvandare WHERE Losenord IS NOT NULL"), Has.None.Contains("mening"));
    }

    [Test]
    public async Task Samma_namnd_eller_forkortning_tva_ganger_nekas_vid_faltet()
    {
        await _web.App.Namnd("Socialnämnden", "SN");
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/administration/namnder/ny");
        await admin.SkickaFormular(("Command.Namn", "socialnämnden"), ("Command.Forkortning", "SN"));

        Assert.That(admin.FelVid("Namn"), Is.EqualTo("Det finns redan en nämnd med det namnet."));
        Assert.That(admin.FelVid("Forkortning"), Is.EqualTo("En annan nämnd har redan den förkortningen."));
    }

    [Test]
    public async Task Kort_losenord_och_fel_anvandarnamn_nekas_och_losenordet_skrivs_aldrig_tillbaka()
    {
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/administration/anvandare/ny");
        await admin.SkickaFormular(("Command.Namn", "X"), ("Command.Anvandarnamn", "a b"), ("Command.Losenord", "kort"));

        Assert.That(admin.FelVid("Losenord"), Does.StartWith("Lösenordet ska ha minst 12 tecken."));
        Assert.That(admin.FelVid("Anvandarnamn"), Is.Not.Null);
        Assert.That(admin.Dokument.QuerySelector("#Command_Losenord")!.HasAttribute("value"), Is.False);
    }

    [Test]
    public async Task Bara_en_administrator_ser_administrationen()
    {
        var sida = await _web.Som(Roll.NagonINamnden, await _web.App.Namnd());
        foreach (var adress in new[] { "/administration/namnder", "/administration/namnder/ny", "/administration/anvandare", "/administration/anvandare/ny" })
        {
            await sida.Oppna(adress);
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden), adress);
        }
        Assert.That((await sida.Oppna("/")).QuerySelector("nav")!.TextContent, Does.Not.Contain("Administration"));
    }

    [Test]
    public async Task Kontot_lases_efter_fem_fel_och_oppnas_av_sig_sjalvt()
    {
        await _web.App.SomAdministrator().Gor(new Application.Anvandare.SkapaAnvandareCommand { Namn = "Prov", Anvandarnamn = "prov", Losenord = "ett riktigt lösenord" });
        var sida = _web.Oppen();
        await sida.Oppna("/konto/logga-in");
        for (var i = 0; i < 5; i++) { await sida.SkickaFormular(("Command.Anvandarnamn", "prov"), ("Command.Losenord", "gissning gissning")); }
        await sida.SkickaFormular(("Command.Anvandarnamn", "prov"), ("Command.Losenord", "ett riktigt lösenord"));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("tas inga försök emot på en kvart"));

        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddMinutes(15);
        await sida.SkickaFormular(("Command.Anvandarnamn", "prov"), ("Command.Losenord", "ett riktigt lösenord"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
    }
}
