using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Web.Inloggning;

namespace Uppfoljning.Web.Jobb;

/// <summary>För avtal vidare när deras dag är inne: en gång när programmet startar och sedan strax efter varje svensk midnatt.</summary>
internal sealed class Avtalstidstjanst(IServiceProvider services, TimeProvider clock, ILogger<Avtalstidstjanst> logger) : BackgroundService
{
    private static readonly TimeSpan EfterMidnatt = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await ForsokAsync(stoppingToken);
            var nasta = SvenskTid.Borjan(clock.Idag().AddDays(1)) + EfterMidnatt;
            await Task.Delay(nasta - clock.GetUtcNow(), clock, stoppingToken);
        }
    }

    private async Task ForsokAsync(CancellationToken stoppingToken)
    {
        try
        {
            var antal = await KorAsync(services, scope => scope.GetRequiredService<Inloggad>().SomSystem(), stoppingToken);
            if (antal > 0) { logger.LogInformation("{Antal} avtal fördes vidare.", antal); }
        }
        // A night that fails must not stop the site; the next one takes what was left, since the command looks at the state and not at the day.
        catch (Exception fel) when (fel is not OperationCanceledException)
        {
            logger.LogError(fel, "Avtalen kunde inte föras vidare. Nästa försök görs nästa natt, eller med verbet avtal-tid.");
        }
    }

    /// <summary>Skickar ett kommando för varje avtal vars dag är inne och ger antalet som fördes vidare.</summary>
    /// <param name="services">Varifrån varje kommando får sin egen omgång.</param>
    /// <param name="somSystem">Gör omgångens användare till systemet.</param>
    /// <param name="cancellationToken">Avbryter mellan två avtal.</param>
    internal static async Task<int> KorAsync(IServiceProvider services, Action<IServiceProvider> somSystem, CancellationToken cancellationToken)
    {
        var pa = await SkickaAsync(new AvtalPaTurQuery());
        var antal = 0;
        foreach (var id in pa.Value ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((await SkickaAsync(new ForAvtalVidareCommand(id))).IsOk) { antal++; }
        }
        return antal;

        async Task<Result<T>> SkickaAsync<T>(IRequest<Result<T>> request)
        {
            await using var scope = services.CreateAsyncScope();
            somSystem(scope.ServiceProvider);
            return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
        }
    }
}
