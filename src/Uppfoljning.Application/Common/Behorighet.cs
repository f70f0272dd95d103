using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Import;

namespace Uppfoljning.Application.Common;

/// <summary>
/// Svaret på en enda fråga: får användaren göra detta, i den nämnd som det gäller? Det som ligger i en nämnd där användaren inte arbetar
/// finns inte (404); i en egen nämnd men utan rollen är det förbjudet (403). Pipelinen frågar före allt annat, och sidorna frågar innan de
/// visar ett formulär.
/// </summary>
public sealed class Behorighet(IAnvandarkontext anvandare, DbSession db, Atkomst atkomst, ILogger<Behorighet> logger)
{
    private const string ArendeSql = "SELECT NamndId FROM Arende WHERE Id = @ArendeId";

    private const string ImportSql = "SELECT Sort FROM Import WHERE Id = @ImportId AND NamndId = @NamndId";

    private static readonly Dictionary<Guid, string> IngaErsatta = [];

    private static readonly ConcurrentDictionary<Type, (Roll? NagonAv, bool Oppen)> Krav = new();

    /// <summary>Prövar begäran och noterar vilken nämnd och vilket ärende den gäller. Ett nej skrivs i serverns logg, med användarens id och inget namn.</summary>
    /// <exception cref="InvalidOperationException">Begäran säger inte vem som får, eller inte vad den gäller.</exception>
    public async Task<Outcome> ProvaAsync(object request, CancellationToken cancellationToken)
    {
        var outcome = await AvgorAsync(request, cancellationToken);
        if (outcome != Outcome.Ok && logger.IsEnabled(LogLevel.Information))
        {
            logger.LogWarning("{Begaran} nekades: {Utfall}, användare {AnvandareId}, nämnd {NamndId}, ärende {ArendeId}.",
                request.GetType().Name, outcome, anvandare.Id, atkomst.NamndId, atkomst.ArendeId);
        }
        return outcome;
    }

    private async Task<Outcome> AvgorAsync(object request, CancellationToken cancellationToken)
    {
        (atkomst.NamndId, atkomst.ArendeId, atkomst.Ersatter, atkomst.ErsatterI) = (null, null, null, IngaErsatta);
        var typ = request.GetType();
        var (krav, oppen) = Krav.GetOrAdd(typ, t => (t.GetCustomAttribute<KraverAttribute>()?.NagonAv, t.GetCustomAttribute<OppenAttribute>() is not null));
        if (oppen && krav is null) { return Outcome.Ok; }
        if (krav is not { } nagonAv || oppen)
        {
            throw new InvalidOperationException($"{typ.Name} ska ha antingen [Kraver] eller [Oppen].");
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
                atkomst.ErsatterI = lista.Namnder.Select(n => (Namnd: n, Ersatter: anvandare.Ersatter(n, nagonAv))).Where(n => n.Ersatter is not null).ToDictionary(n => n.Namnd, n => n.Ersatter!);
                // A role of her own in one of them is enough for what they share.
                atkomst.Ersatter = atkomst.ErsatterI.Count < lista.Namnder.Count || lista.Namnder.Count == 0 ? null : string.Join(" och ", atkomst.ErsatterI.Values.Distinct());
                return lista.Namnder.Count > 0 || anvandare.KommunRoller.HarNagon(nagonAv) ? Outcome.Ok : Outcome.Forbidden;

            case IKommunbunden:
                return anvandare.KommunRoller.HarNagon(nagonAv) ? Outcome.Ok : Outcome.Forbidden;

            default:
                throw new InvalidOperationException($"{typ.Name} säger inte vad den gäller: ärende, nämnd, nämnder eller kommunen.");
        }
    }

    private Outcome INamnd(Guid namndId, Roll nagonAv)
    {
        atkomst.NamndId = namndId;
        if (!anvandare.RollerI(namndId).HarNagon(nagonAv))
        {
            return anvandare.NamndRoller.ContainsKey(namndId) ? Outcome.Forbidden : Outcome.NotFound;
        }
        atkomst.Ersatter = anvandare.Ersatter(namndId, nagonAv);
        return Outcome.Ok;
    }
}
