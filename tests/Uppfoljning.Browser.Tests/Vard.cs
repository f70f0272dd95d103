using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Tests;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Browser.Tests;

/// <summary>Produkten på en riktig port på den egna maskinen, med en egen databas.</summary>
public sealed class Vard : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _factory;

    private Vard(TestApp app, bool styrdTid)
    {
        App = app;
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            WebApp.Stall(builder, app);
            builder.UseSetting("urls", "http://127.0.0.1:0");
            if (styrdTid) { builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(app.Klocka))); }
        });
        _factory.UseKestrel();
        _factory.StartServer();
        Bas = _factory.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
    }

    public TestApp App { get; }

    public string Bas { get; }

    /// <param name="styrdTid">Servern går efter testets klocka i stället för datorns.</param>
    public static async Task<Vard> StartaAsync(bool styrdTid = false) => new(await TestApp.StartaAsync(), styrdTid);

    /// <summary>En administratör att välja på inloggningssidan.</summary>
    public Task<Guid> Administrator() =>
        App.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare("administrator", "Administratör", administrator: true));

    /// <summary>En person med rollerna i nämnden, att välja på inloggningssidan.</summary>
    public async Task<Guid> Person(string namn, Roll roller, params Guid[] namnder)
    {
        App.SomAdministrator();
        var id = await App.Gor(SkapaAnvandareCommand.Demoanvandare($"p{Guid.NewGuid():N}", namn, administrator: false));
        foreach (var namnd in namnder)
        {
            foreach (var roll in Roller.INamnd.Where(r => roller.HasFlag(r))) { await App.Gor(new GeRollCommand { AnvandareId = id, NamndId = namnd, Roll = roll }); }
        }
        return id;
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await App.DisposeAsync();
    }
}
