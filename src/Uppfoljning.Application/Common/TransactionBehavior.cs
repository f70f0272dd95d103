using System.Data.Common;
using MediatR;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Common;

/// <summary>
/// Tredje steget, bara för kommandon: en transaktion, ärendets version, och händelsen i samma transaktion. Allt annat än Ok rullas tillbaka.
/// Ett kommando som lyckas utan händelse är ett programfel och når aldrig databasen.
/// </summary>
/// <remarks>
/// Versionen höjs först av allt, av en sats som inget annat kommando på ärendet kan köra förrän det här är klart: två skrivningar av samma rad
/// går i tur och ordning i båda databaserna, också där läsare ser ögonblicksbilder (db/README.md, Kapplöpningar).
/// </remarks>
public sealed class TransactionBehavior<TRequest, TResponse>(
    DbSession db, Loggbok logg, IAnvandarkontext anvandare, Atkomst atkomst, ILogger<TransactionBehavior<TRequest, TResponse>> logger)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IResult<TResponse>
{
    // Ett arkiverat avtal är avslutat för gott (K13): inget kommando på det kommer längre än hit, vad det än gör.
    private const string HojVersionSql = """
        UPDATE Arende
        SET Version = Version + 1
        WHERE Id = @ArendeId AND NOT EXISTS (SELECT 1 FROM Avtal v WHERE v.Id = @ArendeId AND v.Tillstand = 'Arkiverat')
        """;

    private const string HojSammaVersionSql = $"{HojVersionSql} AND Version = @Version";

    private const string ArkiveratSql = "SELECT COUNT(*) FROM Avtal WHERE Id = @ArendeId AND Tillstand = 'Arkiverat'";

    private static readonly Hinder Arkiverat = new("arkiverat", "Avtalet är arkiverat och ändras inte längre. Det gäller också dess dokument.");

    private const string SenasteSql = """
        SELECT Anvandare, Tid
        FROM Handelse
        WHERE ArendeId = @ArendeId
        ORDER BY Tid DESC
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
        """;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (request is not ICommand) { return await next(); }

        try
        {
            await db.BeginAsync(cancellationToken);
            if (request is IArendebunden arende && !await HojAsync(arende, cancellationToken))
            {
                await db.RollbackAsync();
                return await db.SingleOrDefaultAsync<int>(ArkiveratSql, new { arende.ArendeId }, cancellationToken) > 0
                    ? TResponse.Fail(Outcome.Refused, [Arkiverat])
                    : TResponse.Fail(Outcome.Conflict, [await AndradAsync(arende.ArendeId, cancellationToken)]);
            }

            var response = await next();
            if (response.Outcome != Outcome.Ok)
            {
                await db.RollbackAsync();
                return response;
            }

            await SkrivHandelseAsync(response.Audit, cancellationToken);
            await GenomforAsync(response, cancellationToken);
            logg.Bekrafta();
            return response;
        }
        catch (DbException exception) when (db.Database.IsUniqueViolation(exception))
        {
            await db.RollbackAsync();
            logger.LogInformation(exception, "{Kommando} nekades av ett unikt index.", typeof(TRequest).Name);
            return TResponse.Fail(Outcome.Conflict, [new("finns-redan", "Det du försökte lägga till finns redan. Någon annan kan ha hunnit före, eller så skickades formuläret två gånger.")]);
        }
        catch (DbException exception) when (db.Database.IsForeignKeyViolation(exception))
        {
            // What was chosen was there when the form was shown, or a form was sent that nobody was shown.
            await db.RollbackAsync();
            logger.LogWarning(exception, "{Kommando} nekades av en främmande nyckel.", typeof(TRequest).Name);
            return TResponse.Fail(Outcome.Conflict, [new("finns-inte-langre", "Något som du valde finns inte längre, eller så används det som skulle tas bort. Läs om sidan och försök igen.")]);
        }
        catch
        {
            await db.RollbackAsync();
            throw;
        }
    }

    private async Task GenomforAsync(TResponse response, CancellationToken cancellationToken)
    {
        try
        {
            await db.CommitAsync(cancellationToken);
        }
        catch (Exception fel) when (fel is not OperationCanceledException)
        {
            // It may have been done all the same. RetryBehavior finds out, since it knows the event's id.
            throw new CommitOvissException(response, fel);
        }
    }

    private async Task<bool> HojAsync(IArendebunden arende, CancellationToken cancellationToken) => arende is IVersionsbunden versionsbunden
        ? await db.ExecuteAsync(HojSammaVersionSql, new { arende.ArendeId, versionsbunden.Version }, cancellationToken) == 1
        : await db.ExecuteAsync(HojVersionSql, new { arende.ArendeId }, cancellationToken) == 1;

    private async Task<Hinder> AndradAsync(Guid arendeId, CancellationToken cancellationToken)
    {
        var senaste = await db.SingleOrDefaultAsync<Senaste>(SenasteSql, new { ArendeId = arendeId }, cancellationToken);
        return Andrad(senaste?.Anvandare, senaste?.Tid);
    }

    /// <summary>Texten när någon annan hann först; samma text oavsett om det var ärendet eller en rad i det som hade ändrats.</summary>
    private static Hinder Andrad(string? vem, DateTimeOffset? tid) => new("andrad-av-annan", vem is null || tid is null
        ? "Någon annan har ändrat detta sedan du öppnade sidan. Det du skrev finns kvar; jämför och spara igen."
        : $"{vem} ändrade detta {SvenskTid.Lokal(tid.Value):yyyy-MM-dd} kl. {SvenskTid.Lokal(tid.Value):HH.mm}, efter att du öppnade sidan. Det du skrev finns kvar; jämför och spara igen.");

    private async Task SkrivHandelseAsync(AuditEntry? audit, CancellationToken cancellationToken)
    {
        if (audit is null)
        {
            throw new InvalidOperationException($"{typeof(TRequest).Name} lyckades utan händelse. Ett kommando säger alltid vad det gjorde.");
        }
        await logg.SkrivAsync((audit.PerArende ?? []).Append(audit)
            .Select(rad => new Loggpost(rad with { ArendeId = rad.ArendeId ?? atkomst.ArendeId }, atkomst.NamndId, Loggaktor.Ersattare(anvandare, atkomst))), cancellationToken);
    }

    private sealed record Senaste
    {
        public required string Anvandare { get; init; }

        public DateTimeOffset Tid { get; init; }
    }
}
