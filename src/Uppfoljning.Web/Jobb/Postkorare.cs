using Uppfoljning.Application.Post;

namespace Uppfoljning.Web.Jobb;

/// <summary>
/// Skickar brev i bakgrunden: genast när ett har lagts, och igen när ett som inte gick ska försökas. Det som låg kvar när servern startade tas av
/// jobbet Brev som väntar.
/// </summary>
internal sealed class Postkorare(Postutskick utskick, Postvackare vackare, TimeProvider clock, ILogger<Postkorare> logger) : BackgroundService
{
    private static readonly TimeSpan Langst = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateTimeOffset? nasta = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var vanta = nasta is { } n ? n - clock.GetUtcNow() : Langst;
                await vackare.VantaAsync(vanta < TimeSpan.Zero ? TimeSpan.Zero : vanta < Langst ? vanta : Langst, stoppingToken);
                await utskick.KorAsync(stoppingToken);
                nasta = await utskick.NastaAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fel)
            {
                // A database that cannot be reached now may be in a minute; the letters are still there.
                logger.LogError(fel, "Breven gick inte att skicka.");
                nasta = clock.GetUtcNow().AddMinutes(1);
            }
        }
    }
}
