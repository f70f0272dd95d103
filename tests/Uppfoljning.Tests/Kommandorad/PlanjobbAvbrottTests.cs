using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;

namespace Uppfoljning.Tests.Kommandorad;

/// <summary>Servern dör mitt i planerna för alla nämnder: när den startar igen görs de som är kvar, och ingen plan blir två.</summary>
public sealed class PlanjobbAvbrottTests
{
    private const int Namnder = 120;

    [Test]
    public async Task En_korning_som_avbryts_av_att_servern_dor_fortsatter_med_de_namnder_som_ar_kvar()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "SQL Servers egen logg är inte vår att pröva.");
        await using var app = await TestApp.StartaAsync();
        var konto = await app.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare("eva", "Uppföljare (prov)", administrator: false));
        var roller = new Dictionary<Guid, Roll>();
        for (var i = 0; i < Namnder; i++)
        {
            var namnd = await app.SomAdministrator().Namnd($"Nämnd {i:000}", $"N{(char)('A' + (i / 26))}{(char)('A' + (i % 26))}");
            await app.Gor(new GeRollCommand { AnvandareId = konto, NamndId = namnd, Roll = Roll.Uppfoljare });
            await app.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = "Hemtjänst", Start = new(2024, 1, 1), Slut = new(2028, 12, 31), Undertecknat = true });
            roller[namnd] = Roll.Uppfoljare;
        }
        await app.Byt(new() { Id = konto, Namn = "Uppföljare (prov)", NamndRoller = roller }).Gor(new StartaPlanerForAllaCommand { Ar = app.Klocka.Nu.Year + 1 });
        async Task<int> Klara() => await app.LasEn<int>("SELECT COUNT(*) FROM Planjobbrad WHERE Utfall IS NOT NULL");

        using (var server = Vardprocess.Starta(app.Databas, "--urls", "http://127.0.0.1:0"))
        {
            for (var i = 0; i < 6000 && !server.HasExited && await Klara() < 5; i++) { await Task.Delay(5); }
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
        var fore = await Klara();
        Assert.That(fore, Is.InRange(1, Namnder - 1), "Den skulle dö mitt i.");
        Assert.That(await app.LasEn<string>("PRAGMA integrity_check"), Is.EqualTo("ok"));

        using (var server = Vardprocess.Starta(app.Databas, "--urls", "http://127.0.0.1:0"))
        {
            for (var i = 0; i < 1200 && !server.HasExited && await Klara() < Namnder; i++) { await Task.Delay(50); }
            await Task.Delay(500);
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
        Assert.That(await Klara(), Is.EqualTo(Namnder));
        Assert.That(await app.Las<string>("SELECT DISTINCT Utfall FROM Planjobbrad"), Is.EqualTo(new[] { "Ny" }));
        Assert.That(await app.LasEn<bool>("SELECT Pagar FROM Planjobb"), Is.False);
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Uppfoljningsplan"), Is.EqualTo(Namnder));
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Plan genererad' AND AnvandareId = @konto", new { konto }), Is.EqualTo(Namnder));
        // Bara den nämnd vars plan hann göras men inte noteras kan ha gjorts om.
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Plan genererad om'"), Is.InRange(0, 1));
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Planer för alla nämnder återupptagna'"), Is.GreaterThanOrEqualTo(1));
    }
}
