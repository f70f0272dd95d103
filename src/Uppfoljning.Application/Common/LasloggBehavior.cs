using MediatR;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Application.Common;

/// <summary>
/// Ett svar vars läsning skrivs i loggen: filer som lämnas ut, och det som är hemligt. Det är svarets typ som säger det, så att en ny fråga som
/// lämnar ut samma sak inte kan glömmas.
/// </summary>
public interface ILoggadLasning
{
    /// <summary>Vad som lästes; null när svaret den här gången inte har något som ska loggas.</summary>
    AuditEntry? Lasning { get; }

    /// <summary>
    /// Vad som räknas som samma läsning när den upprepas inom några minuter: en webbläsare hämtar en PDF i många delar. Null betyder att varje gång loggas.
    /// </summary>
    string? Upprepning => null;

    /// <summary>Namnen på de nämnder vars uppgifter lästes, när det är flera och begäran inte själv säger vilken; tom när begäran säger det.</summary>
    IReadOnlyList<string> Ur => [];
}

/// <summary>Sista steget, bara för frågor: en läsning som ska loggas skrivs i loggen innan svaret lämnas. Går det inte att skriva lämnas inget ut.</summary>
public sealed class LasloggBehavior<TRequest, TResponse>(DbSession db, Loggbok logg, Lasminne minne, IAnvandarkontext anvandare, Atkomst atkomst)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    private const string NamnderSql = "SELECT Id FROM Namnd WHERE Id IN @Namnder AND Namn IN @Namn";

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var response = await next();
        if (request is ICommand || response is not { Outcome: Outcome.Ok, Svar: ILoggadLasning { Lasning: { } lasning } svar }) { return response; }
        var nyckel = svar.Upprepning is { } upprepning ? $"{anvandare.Id} {upprepning}" : null;
        if (nyckel is not null && !minne.ArNy(nyckel)) { return response; }
        try
        {
            var namnder = atkomst.NamndId is { } en ? [en]
                : request is INamndfiltrerad { Namnder: { Count: > 0 } flera } && svar.Ur.Count > 0
                    ? await db.QueryAsync<Guid>(NamnderSql, new { Namnder = flera, Namn = svar.Ur }, cancellationToken)
                    : [];
            lasning = lasning with { ArendeId = lasning.ArendeId ?? atkomst.ArendeId };
            await logg.SkrivEnsamtAsync(namnder.Count == 0 ? [new(lasning, null, Loggaktor.Ersattare(anvandare, atkomst))] : [.. namnder.Select(n => new Loggpost(lasning, n, Loggaktor.Ersattare(anvandare, atkomst, n)))], cancellationToken);
        }
        catch
        {
            if (nyckel is not null) { minne.Glom(nyckel); }
            (svar as IDisposable)?.Dispose();
            throw;
        }
        return response;
    }
}
