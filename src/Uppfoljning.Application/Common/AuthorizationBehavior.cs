using System.Reflection;
using MediatR;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Import;

namespace Uppfoljning.Application.Common;

/// <summary>
/// Första steget för varje begäran: får den här användaren göra detta, i den nämnd som det gäller? Det som ligger i en nämnd där
/// användaren inte arbetar finns inte (404); i en egen nämnd men utan rollen är det förbjudet (403).
/// </summary>
public sealed class AuthorizationBehavior<TRequest, TResponse>(
    IAnvandarkontext anvandare, DbSession db, Atkomst atkomst, ILogger<AuthorizationBehavior<TRequest, TResponse>> logger)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    private const string ArendeSql = "SELECT NamndId FROM Arende WHERE Id = @ArendeId";

    private const string ImportSql = "SELECT Sort FROM Import WHERE Id = @ImportId AND NamndId = @NamndId";

    private static readonly Roll? NagonAv = typeof(TRequest).GetCustomAttribute<KraverAttribute>()?.NagonAv;
    private static readonly bool Oppen = typeof(TRequest).GetCustomAttribute<OppenAttribute>() is not null;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        (atkomst.NamndId, atkomst.ArendeId) = (null, null);
        var outcome = await ProvaAsync(request, cancellationToken);
        if (outcome == Outcome.Ok) { return await next(); }

        // Who tried is told by the id alone: this goes to the operator's log and not to the municipality's.
        logger.LogWarning("{Begaran} nekades: {Utfall}, användare {AnvandareId}, nämnd {NamndId}, ärende {ArendeId}.",
            typeof(TRequest).Name, outcome, anvandare.Id, atkomst.NamndId, atkomst.ArendeId);
        return TResponse.Fail(outcome, []);
    }

    private async Task<Outcome> ProvaAsync(TRequest request, CancellationToken cancellationToken)
    {
        if (Oppen && NagonAv is null) { return Outcome.Ok; }
        if (NagonAv is not { } nagonAv || Oppen)
        {
            throw new InvalidOperationException($"{typeof(TRequest).Name} ska ha antingen [Kraver] eller [Oppen].");
        }

        switch (request)
        {
            case IArendebunden arende:
                atkomst.ArendeId = arende.ArendeId;
                var namndId = await db.SingleOrDefaultAsync<Guid?>(ArendeSql, new { arende.ArendeId }, cancellationToken);
                return namndId is null ? Outcome.NotFound : INamnd(namndId.Value, nagonAv);

            case IImportbunden import:
                if (INamnd(import.NamndId, nagonAv) is var iNamnden and not Outcome.Ok) { return iNamnden; }
                var sort = await db.SingleOrDefaultAsync<string>(ImportSql, new { import.ImportId, import.NamndId }, cancellationToken);
                return sort is null ? Outcome.NotFound : INamnd(import.NamndId, Importratt.Begransad(nagonAv, Enum.Parse<Importsort>(sort)));

            case INamndbunden namnd:
                return INamnd(namnd.NamndId, nagonAv);

            case INamndfiltrerad lista:
                lista.Namnder = [.. anvandare.NamndRoller.Where(r => r.Value.HarNagon(nagonAv)).Select(r => r.Key)];
                return lista.Namnder.Count > 0 || anvandare.KommunRoller.HarNagon(nagonAv) ? Outcome.Ok : Outcome.Forbidden;

            case IKommunbunden:
                return anvandare.KommunRoller.HarNagon(nagonAv) ? Outcome.Ok : Outcome.Forbidden;

            default:
                throw new InvalidOperationException($"{typeof(TRequest).Name} säger inte vad den gäller: ärende, nämnd, nämnder eller kommunen.");
        }
    }

    private Outcome INamnd(Guid namndId, Roll nagonAv)
    {
        atkomst.NamndId = namndId;
        var roller = anvandare.RollerI(namndId);
        return roller.HarNagon(nagonAv) ? Outcome.Ok
            : anvandare.NamndRoller.ContainsKey(namndId) ? Outcome.Forbidden
            : Outcome.NotFound;
    }
}
