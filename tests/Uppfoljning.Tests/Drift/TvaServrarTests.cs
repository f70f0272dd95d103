using System.Security.Cryptography;
using System.Text;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Logg;
using Uppfoljning.Application.Planer;
using Uppfoljning.Infrastructure;
using Uppfoljning.Tests.Handlers;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Tests.Drift;

/// <summary>Två webbservrar på samma databas och samma filer, samtidigt.</summary>
public sealed class TvaServrarTests
{
    private const int Skrivare = 50;

    [Test]
    public async Task Femtio_skrivare_pa_var_server_ger_en_logg_och_ett_diarium_utan_luckor()
    {
        await using var app = await TestApp.StartaAsync();
        var namnd = await app.Namnd();
        var person = new Testanvandare { Namn = "Prov", NamndRoller = new Dictionary<Guid, Roll> { [namnd] = Planfall.Bada } };
        await using var ett = Server(app, person);
        await using var tva = Server(app, person);

        var planer = await Task.WhenAll(Enumerable.Range(0, 2 * Skrivare).Select(i => Task.Run(async () =>
        {
            await using var scope = (i % 2 == 0 ? ett : tva).CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new GenereraPlanCommand { NamndId = namnd, Ar = 2027 + (i % 70) });
        })));
        Assert.That(planer.Select(p => p.Outcome), Is.All.EqualTo(Outcome.Ok).Or.EqualTo(Outcome.Conflict));

        var antal = await app.LasEn<int>("SELECT COUNT(*) FROM Uppfoljningsplan");
        Assert.That(antal, Is.EqualTo(70));
        Assert.That(await app.Las<int>("SELECT Lopnummer FROM Diarienummer ORDER BY Lopnummer"), Is.EqualTo(Enumerable.Range(1, antal)));
        Assert.That(await app.Las<long>("SELECT Nr FROM Handelse ORDER BY Nr"), Is.EqualTo(Enumerable.Range(1, await app.LasEn<int>("SELECT COUNT(*) FROM Handelse")).Select(n => (long)n)));
        var kontroll = await app.SomSystem().Gor(new ProvaLoggenQuery());
        Assert.That(kontroll.Hel, Is.True, kontroll.Mening);
    }

    [Test]
    public async Task En_koad_inlasning_tas_av_en_av_servrarna()
    {
        await using var app = await TestApp.StartaAsync();
        var namnd = await app.Namnd();
        var konto = await app.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare("eva", "Avtalsansvarig (prov)", administrator: false));
        await app.Gor(new GeRollCommand { AnvandareId = konto, NamndId = namnd, Roll = Roll.Avtalsansvarig });
        app.Byt(new Testanvandare { Id = konto, Namn = "Avtalsansvarig (prov)", NamndRoller = new Dictionary<Guid, Roll> { [namnd] = Roll.Avtalsansvarig } });

        var text = new StringBuilder("Avtalsnummer;Benämning;Utförare\n");
        for (var i = 0; i < 300; i++) { text.Append(System.Globalization.CultureInfo.InvariantCulture, $"A-{i};Avtal {i};Utförare {i % 20} AB\n"); }
        var import = await app.Gor(new TaEmotImportCommand { NamndId = namnd, Filnamn = "stort.csv", Fil = new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())) });
        await app.Gor(new KoaImportCommand { NamndId = namnd, ImportId = import });

        var skydd = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var ett = WebApp.Pa(app, b => b.UseSetting("Nycklar:Skydd", skydd));
        await using var tva = WebApp.Pa(app, b => b.UseSetting("Nycklar:Skydd", skydd));
        await Task.WhenAll(Task.Run(() => ett.Services.GetRequiredService<IDatabase>()), Task.Run(() => tva.Services.GetRequiredService<IDatabase>()));
        for (var i = 0; i < 400 && await app.LasEn<string>("SELECT Tillstand FROM Import") != "Inford"; i++) { await Task.Delay(50); }

        Assert.That(await app.LasEn<string>("SELECT Tillstand FROM Import"), Is.EqualTo("Inford"), await app.LasEn<string>("SELECT Fel FROM Import"));
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(300));
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Import införd'"), Is.EqualTo(1));
    }

    /// <summary>En server utan webb: egen databasklient, egen tur mellan skrivare och eget minne av loggens huvud.</summary>
    private static ServiceProvider Server(TestApp app, Testanvandare person)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(app.Klocka);
        services.AddUppfoljningInfrastructure(app.Databas.Installningar);
        services.AddUppfoljningApplication();
        services.AddScoped<IAnvandarkontext>(_ => person);
        return services.BuildServiceProvider();
    }
}
