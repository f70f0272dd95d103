using System.Net;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;
using Uppfoljning.Application.Planer;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Tests.Fel;

/// <summary>Serverns klocka hoppar bakåt, eller rättas efter att ha gått för fort: ordningen är loggens nummer, inget körs två gånger och ingen är låst för alltid.</summary>
public sealed class KlockaTests
{
    [Test]
    public async Task Loggens_ordning_och_kedja_haller_nar_klockan_gar_bakat_och_alla_id_ar_olika()
    {
        await using var app = await TestApp.StartaAsync();
        var namnd = await app.Namnd();
        app.Som(Roll.Avtalsansvarig, namnd);
        var ids = new List<Guid>();
        for (var i = 0; i < 30; i++)
        {
            app.Klocka.Nu = app.Klocka.Nu.AddHours(i % 3 == 2 ? -50 : 1);
            ids.Add(await app.Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = $"Avtal {i}" }));
        }
        Assert.That(ids, Is.Unique);
        Assert.That(await app.Las<string>("SELECT Mening FROM Handelse WHERE Vad = 'Avtal registrerat' ORDER BY Nr"), Is.EqualTo(Enumerable.Range(0, 30).Select(i => $"Avtalet Avtal {i} registrerat.")));
        Assert.That(await app.LasEn<int>("SELECT COUNT(DISTINCT Id) - COUNT(*) FROM Handelse"), Is.Zero);
        Assert.That((await app.SomSystem().Gor(new ProvaLoggenQuery())).Hel, Is.True);
    }

    [Test]
    public async Task Ett_konto_som_lastes_medan_klockan_gick_fel_oppnas_inom_en_kvart_nar_den_ar_rattad()
    {
        await using var web = await WebApp.StartaAsync();
        const string losenord = "Ett långt lösenord som ingen gissar";
        await web.App.SomAdministrator().Gor(new SkapaAnvandareCommand { Anvandarnamn = "kim", Namn = "Användare (prov)", Losenord = losenord });
        var ratt = TimeProvider.System.GetUtcNow();

        // Klockan går ett år för fort, kontot låses, och klockan rättas.
        web.App.Klocka.Nu = ratt.AddYears(1);
        await web.App.Las<int>("UPDATE Anvandare SET LastTill = @till, MisslyckadeForsok = 0", new { till = ratt.AddYears(1).AddMinutes(15) });
        web.App.Klocka.Nu = ratt;
        var sida = web.Oppen();
        await sida.Oppna("/konto/logga-in");
        await sida.SkickaFormular(("Command.Anvandarnamn", "kim"), ("Command.Losenord", losenord));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect), "Låset är längre bort än ett lås någonsin sätts; det kommer av en klocka som gick fel.");

        // Ett riktigt lås gäller.
        await web.App.Las<int>("UPDATE Anvandare SET LastTill = @till", new { till = ratt.AddMinutes(14) });
        sida = web.Oppen();
        await sida.Oppna("/konto/logga-in");
        await sida.SkickaFormular(("Command.Anvandarnamn", "kim"), ("Command.Losenord", losenord));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "Också med rätt lösenord.");
    }

    [Test]
    public async Task En_kaka_fran_en_klocka_som_gick_for_fort_gar_ut_och_en_som_backar_loggar_inte_ut_nagon()
    {
        await using var web = await WebApp.StartaAsync();
        var namnd = await web.App.Namnd();
        var ratt = web.App.Klocka.Nu;
        web.App.Klocka.Nu = ratt.AddYears(5);
        var framtid = await web.Som(Roll.Avtalsansvarig, namnd);
        await framtid.Oppna("/avtal");
        Assert.That(framtid.Status, Is.EqualTo(HttpStatusCode.OK));

        web.App.Klocka.Nu = ratt;
        await framtid.Oppna("/avtal");
        Assert.That(framtid.Status, Is.EqualTo(HttpStatusCode.Redirect), "En inloggning från framtiden skulle annars gälla i fem år.");

        var nu = await web.Som(Roll.Avtalsansvarig, namnd);
        web.App.Klocka.Nu = ratt.AddMinutes(-50);
        await nu.Oppna("/avtal");
        Assert.That(nu.Status, Is.EqualTo(HttpStatusCode.OK), "En timme bakåt är inget att logga ut någon för.");
    }

    [Test]
    public async Task Jobben_gors_inte_om_nar_klockan_gar_bakat_och_stannar_inte_nar_den_ar_rattad()
    {
        await using var app = await TestApp.StartaAsync();
        var namnd = await app.Namnd();
        await app.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = "Hemtjänst", Start = new(2024, 1, 1), Slut = new(2026, 11, 30), Undertecknat = true });
        var ratt = app.Klocka.Nu;

        // Avtalet avslutas dagen efter sin sista dag. Klockan backar en månad: det är fortfarande avslutat, och avslutas inte en gång till.
        app.Klocka.Nu = new(2026, 12, 1, 5, 0, 0, TimeSpan.Zero);
        Assert.That(await ForVidare(app), Is.EqualTo(1));
        app.Klocka.Nu = ratt;
        Assert.That(await ForVidare(app), Is.Zero);
        app.Klocka.Nu = new(2026, 12, 2, 5, 0, 0, TimeSpan.Zero);
        Assert.That(await ForVidare(app), Is.Zero);
        Assert.That(await app.LasEn<string>("SELECT Tillstand FROM Avtal"), Is.EqualTo("Upphort"));

        // Förslaget till plan görs en gång för ett år, hur klockan än går.
        await app.SomSystem().Gor(new GenereraPlanCommand { NamndId = namnd, Ar = 2027, BaraNy = true });
        app.Klocka.Nu = ratt.AddMonths(-1);
        Assert.That((await app.SomSystem().Gor(new PlanforslagPaTurQuery())).Namnder, Is.Empty);
        Assert.That((await app.Send(new GenereraPlanCommand { NamndId = namnd, Ar = 2027, BaraNy = true })).Outcome, Is.EqualTo(Outcome.Refused));
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Diarienummer"), Is.EqualTo(1));
    }

    private static async Task<int> ForVidare(TestApp app)
    {
        var pa = await app.SomSystem().Gor(new AvtalPaTurQuery());
        foreach (var id in pa) { await app.Gor(new ForAvtalVidareCommand(id)); }
        return pa.Count;
    }
}
