using System.Net;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Tests.Handlers;

public sealed class RegistreraEnhetTests
{
    private TestApp _app = null!;

    [SetUp]
    public async Task Starta() => _app = await TestApp.StartaAsync();

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task En_enhet_registreras_med_namnden_som_utforare_sokord_och_handelse()
    {
        var namnd = await _app.Namnd();

        var (result, statements) = await _app.Som(Roll.Avtalsansvarig, namnd).SendRaknat(new RegistreraEnhetCommand
        {
            NamndId = namnd,
            Namn = " Kvarngårdens äldreboende ",
            Verksamhetsomrade = "Särskilt boende",
            Antal = 3,
        });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Ok));
        Assert.That(statements, Is.EqualTo(11));
        var blad = await _app.Gor(new EnhetsbladQuery(result.Value));
        Assert.That((blad.Namn, blad.Utforare, blad.Driftsform, blad.Konkurrens),
            Is.EqualTo(("Kvarngårdens äldreboende", "Vård- och omsorgsnämnden, egen regi", Domain.Utforare.Driftsform.EgenRegi, (bool?)null)));
        Assert.That((await _app.Gor(new EnhetslistaQuery { Q = "kvarn sär" })).Sida.Antal, Is.EqualTo(1));
        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE NamndId IS NOT NULL"), Is.EqualTo("Enheten Kvarngårdens äldreboende registrerad."));
    }

    [Test]
    public async Task Samma_enhet_tva_ganger_nekas_och_lamnar_inga_spar()
    {
        var namnd = await _app.Namnd();
        var command = new RegistreraEnhetCommand { NamndId = namnd, Namn = "Simhallen" };
        await _app.Som(Roll.Avtalsansvarig, namnd).Gor(command);

        var result = await _app.Send(command with { Namn = "SIMHALLEN" });

        Assert.That(result.Hinder.Single().Kod, Is.EqualTo("finns-redan"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Enhet"), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE NamndId IS NOT NULL"), Is.EqualTo(1));
    }

    [Test]
    public async Task Bara_avtalsansvarig_i_namnden_registrerar_enheter()
    {
        var (namnd, annan) = (await _app.Namnd(), await _app.Namnd("Tekniska nämnden", "TN"));
        var command = new RegistreraEnhetCommand { NamndId = namnd, Namn = "Simhallen" };

        Assert.That((await _app.Som(Roll.NagonINamnden & ~Roll.Avtalsansvarig, namnd).Send(command)).Outcome, Is.EqualTo(Outcome.Forbidden));
        Assert.That((await _app.Som(Roll.Avtalsansvarig, annan).Send(command)).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task Sidan_visar_felet_vid_sitt_falt_och_gar_sedan_till_enheten()
    {
        await using var web = await WebApp.StartaAsync();
        var namnd = await web.App.Namnd();
        var sida = await web.Som(Roll.Avtalsansvarig, namnd);

        await sida.Oppna($"/namnder/{namnd}/enheter/ny");
        await sida.SkickaFormular(("Command.Antal", "3"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("Namn"), Is.EqualTo("Ange enhetens namn."));

        var svar = await sida.SkickaFormular(("Command.Namn", "Simhallen"), ("Command.Konkurrens", "true"));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var blad = await sida.Oppna(svar.Headers.Location!.ToString());
        Assert.That(blad.QuerySelector("h1")!.TextContent, Is.EqualTo("Simhallen"));
    }
}
