using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Web.Inloggning;

namespace Uppfoljning.Web.Jobb;

/// <summary>Skickar jobbens begäranden på webbservern. Det som har börjat görs klart: avbrott prövas av jobbet mellan två begäranden.</summary>
internal sealed class Jobbsandare(IServiceScopeFactory scopes) : IJobbsandare
{
    public async Task<Result<T>> SomSystemAsync<T>(IRequest<Result<T>> request)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Inloggad>().SomSystem();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, CancellationToken.None);
    }

    public async Task<Result<T>?> SomPersonAsync<T>(Guid anvandareId, IRequest<Result<T>> request)
    {
        await using var scope = scopes.CreateAsyncScope();
        var konto = await Kontorad.LasAsync(scope.ServiceProvider.GetRequiredService<DbSession>(), anvandareId, scope.ServiceProvider.GetRequiredService<TimeProvider>().Idag(), CancellationToken.None);
        if (konto.Count == 0) { return null; }
        Kontorad.Fyll(scope.ServiceProvider.GetRequiredService<Inloggad>(), anvandareId, konto);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, CancellationToken.None);
    }
}
