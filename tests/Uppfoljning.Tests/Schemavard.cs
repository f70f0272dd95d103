using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Infrastructure;

namespace Uppfoljning.Tests;

/// <summary>
/// Den riktiga schemaläggaren på en fil, utan webb och på testets klocka. Att starta en till på samma databas är att servern startas om.
/// </summary>
public sealed class Schemavard : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Schemavard(TestApp app, IJobbsandare? sandare)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(app.Klocka);
        services.AddUppfoljningInfrastructure(app.Databas.Installningar);
        services.AddUppfoljningApplication();
        services.AddScoped<IAnvandarkontext>(_ => Testanvandare.System);
        services.AddSingleton(provider => sandare ?? new Systemsandare(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddSingleton<Jobbkorning>();
        services.AddUppfoljningJobb(app.Databas.Installningar);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }

    public IJobbschema Schema => _services.GetRequiredService<IJobbschema>();

    public static async Task<Schemavard> StartaAsync(TestApp app, IJobbsandare? sandare = null)
    {
        var vard = new Schemavard(app, sandare);
        foreach (var tjanst in vard._services.GetServices<IHostedService>()) { await tjanst.StartAsync(CancellationToken.None); }
        return vard;
    }

    public Task<Jobblage> Lage(Jobbsort sort) => Schema.LageAsync(Jobben.Kod(sort), CancellationToken.None);

    public async Task<IReadOnlyList<Jobbrapport>> Historik(Jobbsort sort) => (await Schema.HistorikAsync(Jobben.Kod(sort), 0, 50, CancellationToken.None)).Rader;

    /// <summary>Väntar tills jobbet har gjort så många körningar, och ger dem.</summary>
    public async Task<IReadOnlyList<Jobbrapport>> Korningar(Jobbsort sort, int antal)
    {
        for (var i = 0; i < 400 && (await Historik(sort)).Count < antal; i++) { await Task.Delay(50); }
        var rader = await Historik(sort);
        Assert.That(rader, Has.Count.EqualTo(antal));
        return rader;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tjanst in _services.GetServices<IHostedService>()) { await tjanst.StopAsync(CancellationToken.None); }
        await _services.DisposeAsync();
    }

    private sealed class Systemsandare(IServiceScopeFactory scopes) : IJobbsandare
    {
        public async Task<Result<T>> SomSystemAsync<T>(IRequest<Result<T>> request)
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        }

        public Task<Result<T>?> SomPersonAsync<T>(Guid anvandareId, IRequest<Result<T>> request) => Task.FromResult<Result<T>?>(null);
    }
}
