using System.Runtime.ExceptionServices;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Uppfoljning.Application.Common;

/// <summary>
/// Ytterst, runt hela begäran med åtkomst och allt: faller den på ett tillfälligt fel i databasen körs den om från början på en ny anslutning. Ett
/// kommando utförs exakt en gång, också när ingen fick svar på COMMIT.
/// </summary>
/// <remarks>
/// The event's id is decided before the first attempt. When a COMMIT gets no answer the id is looked up on a new connection; if it is there the
/// command is done. If it is not, the first attempt may still be on its way in the server, so the command is run again with the same id: should both
/// arrive, the second breaks PK_Handelse and is rolled back whole. Whatever such a second attempt then says (a duplicate, somebody else's version),
/// the id is looked up once more before it is believed. Nothing here rests on who waits for whose lock.
/// </remarks>
public sealed partial class RetryBehavior<TRequest, TResponse>(DbSession db, Omforsok omforsok, Omtag omtag, ILogger<RetryBehavior<TRequest, TResponse>> logger)
    : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : class, IResult<TResponse>
{
    private const string HandelseSql = "SELECT COUNT(*) FROM Handelse WHERE Id = @HandelseId";

    private static readonly string Namn = typeof(TRequest).Name;

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        if (db.InTransaction) { return await next(); }

        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var utfall = "Fel";
        using var spar = Telemetri.Begaran(Namn);
        omtag.Borja();
        try
        {
            var response = request is ICommand
                ? await KommandoAsync(request, next, cancellationToken)
                : await omforsok.KorAsync(Namn, request, FragaAsync, cancellationToken);
            utfall = response.Outcome.ToString();
            if (response is { Outcome: Outcome.Ok, Efter: { } efter }) { await EfterAsync(efter); }
            return response;
        }
        finally
        {
            omtag.Sluta();
            spar?.SetTag("uppfoljning.utfall", utfall);
            Telemetri.BegaranKlar(Namn, request is ICommand, utfall, System.Diagnostics.Stopwatch.GetElapsedTime(start));
        }

        async Task<TResponse> FragaAsync()
        {
            omtag.Omgang();
            return await next();
        }
    }

    private async Task EfterAsync(Func<CancellationToken, Task> efter)
    {
        try
        {
            // What is done is done: that the one who asked has gone stops nothing.
            await efter(CancellationToken.None);
        }
        catch (Exception fel)
        {
            LoggaEfter(fel, Namn);
        }
    }

    private async Task<TResponse> KommandoAsync(TRequest request, RequestHandlerDelegate<TResponse> next, CancellationToken cancellationToken)
    {
        // What the attempt whose COMMIT got no answer would have said.
        TResponse? osakert = null;
        try
        {
            return await omforsok.KorAsync(Namn, request, OmgangAsync, cancellationToken);
        }
        catch (Exception fel) when (osakert is not null && omforsok.Tillfalligt(fel))
        {
            // The database never came back to say which it was.
            throw new OvisstUtfallException(fel);
        }

        async Task<TResponse> OmgangAsync()
        {
            omtag.Omgang();
            // Asked first of all: this may be an attempt after one that was done.
            if (osakert is not null && await GjordAsync()) { return osakert; }
            try
            {
                var response = await next();
                return osakert is not null && response.Outcome != Outcome.Ok && await GjordAsync() ? osakert : response;
            }
            catch (CommitOvissException oviss)
            {
                osakert = (TResponse)oviss.Svar;
                omtag.Ovisst = true;
                await db.GlomAnslutningenAsync();
                if (await GjordAsync()) { return osakert; }
                // What the database said is what decides whether to try again, and what the log shows.
                ExceptionDispatchInfo.Throw(oviss.InnerException!);
                throw;
            }
            catch (Exception fel) when (osakert is not null && !omforsok.Tillfalligt(fel))
            {
                await db.GlomAnslutningenAsync();
                if (await GjordAsync()) { return osakert; }
                throw;
            }
        }

        async Task<bool> GjordAsync()
        {
            // The answer must be had even if the one who asked has gone.
            if (await db.SingleOrDefaultAsync<int>(HandelseSql, new { omtag.HandelseId }, CancellationToken.None) == 0) { return false; }
            LoggaGjord(Namn);
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Begaran} fick inget svar på COMMIT men är gjord: dess händelse finns.")]
    private partial void LoggaGjord(string begaran);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Begaran} är gjord, men det som skulle göras efteråt föll.")]
    private partial void LoggaEfter(Exception fel, string begaran);
}

/// <summary>COMMIT skickades men svaret uteblev: det är gjort, eller inte.</summary>
public sealed class CommitOvissException(object svar, Exception fel) : Exception("COMMIT fick inget svar.", fel)
{
    /// <summary>Det svar som gäller om det är gjort.</summary>
    public object Svar { get; } = svar;
}

/// <summary>Databasen svarade aldrig på om kommandot blev gjort. Den som gjorde det får veta att det inte är känt.</summary>
public sealed class OvisstUtfallException(Exception fel) : Exception("Det är inte känt om kommandot blev gjort: databasen svarade inte.", fel);
