using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Handlers;

public sealed class RegistreraAvtalTests
{
    private TestApp _app = null!;

    [SetUp]
    public async Task Starta() => _app = await TestApp.StartaAsync();

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Ett_avtal_registreras_med_utforare_omrade_sokord_och_handelse()
    {
        var namnd = await _app.Namnd();
        _app.Som(Roll.Avtalsansvarig, namnd);

        var (result, statements) = await _app.SendRaknat(new RegistreraAvtalCommand
        {
            NamndId = namnd,
            Benamning = "Hemtjänst Väster",
            Utforare = "Omsorg Väst AB",
            Organisationsnummer = "5566778899",
            Verksamhetsomrade = "Äldreomsorg",
            Undertecknat = true,
            Start = new DateOnly(2026, 1, 1),
        });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Ok));
        Assert.That(statements, Is.EqualTo(11));
        Assert.That(await _app.LasEn<string>("SELECT Tillstand FROM Avtal"), Is.EqualTo("Aktivt"));
        Assert.That(await _app.LasEn<string>("SELECT Organisationsnummer FROM Utforare"), Is.EqualTo("556677-8899"));
        Assert.That(await _app.Las<string>("SELECT Ord FROM Sokord ORDER BY Ord"), Does.Contain("hemtjänst").And.Contain("väster"));
        Assert.That(await _app.LasEn<string>("SELECT Mening FROM Handelse WHERE NamndId IS NOT NULL"), Is.EqualTo("Avtalet Hemtjänst Väster registrerat."));
    }

    [Test]
    public async Task Samma_avtal_tva_ganger_nekas_och_lamnar_inga_spar()
    {
        var namnd = await _app.Namnd();
        var command = new RegistreraAvtalCommand { NamndId = namnd, Benamning = "Parkskötsel", Utforare = "Park AB" };
        await _app.Som(Roll.Avtalsansvarig, namnd).Gor(command);

        var result = await _app.Send(command with { Benamning = "  parkskötsel " });

        Assert.That(result.Hinder.Single().Kod, Is.EqualTo("finns-redan"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE NamndId IS NOT NULL"), Is.EqualTo(1));
    }

    // GDPR-03: en enskild firmas nummer är ett personnummer.
    [Test]
    public async Task Personnummer_ses_pa_avtalet_bara_av_namndens_avtalsansvariga()
    {
        var (namnd, annan) = (await _app.Namnd(), await _app.Namnd("Socialnämnden", "SN"));
        var id = await _app.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = "Taxi", Utforare = "Firma Ett", Organisationsnummer = "640823-3234" });

        Assert.That((await _app.Gor(new AvtalsbladQuery(id))).Organisationsnummer, Is.EqualTo("640823-3234"));
        _app.Byt(new() { Namn = "Läser här, ansvarar där", NamndRoller = new Dictionary<Guid, Roll> { [namnd] = Roll.NagonINamnden & ~Roll.Avtalsansvarig, [annan] = Roll.Avtalsansvarig } });
        Assert.That((await _app.Gor(new AvtalsbladQuery(id))).Organisationsnummer, Is.EqualTo("640823-XXXX"));
        Assert.That(await _app.Las<string>("SELECT Fakta FROM Handelse WHERE Fakta IS NOT NULL"), Has.None.Contains("3234"));
    }
}
