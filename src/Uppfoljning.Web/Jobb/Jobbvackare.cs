using System.Threading.Channels;
using Uppfoljning.Application.Jobb;

namespace Uppfoljning.Web.Jobb;

/// <summary>
/// Säger till schemaläggaren att ett jobb väntar, tills den har hört det. Jobbets egen kö ligger i databasen; det här är bara för den stund då
/// schemaläggarens fil inte går att skriva, för annars hade det väntat på nästa start.
/// </summary>
public sealed class Jobbvackare(IJobbschema schema, ILogger<Jobbvackare> logger) : BackgroundService
{
    private static readonly TimeSpan Vantan = TimeSpan.FromSeconds(5);

    private readonly Channel<(string Kod, string Vem)> _ko = Channel.CreateUnbounded<(string, string)>();

    public async Task VackAsync(string kod, string vem)
    {
        try
        {
            await schema.KorNuAsync(kod, vem, CancellationToken.None);
        }
        catch (Exception fel) when (fel is not OperationCanceledException)
        {
            logger.LogError(fel, "Schemaläggaren kunde inte få veta att {Jobb} väntar. Den får veta det när dess fil går att skriva.", kod);
            _ko.Writer.TryWrite((kod, vem));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (kod, vem) in _ko.Reader.ReadAllAsync(stoppingToken))
        {
            while (true)
            {
                await Task.Delay(Vantan, stoppingToken);
                try
                {
                    await schema.KorNuAsync(kod, vem, stoppingToken);
                    break;
                }
                catch (Exception fel) when (fel is not OperationCanceledException)
                {
                    logger.LogDebug(fel, "Schemaläggarens fil går fortfarande inte att skriva.");
                }
            }
        }
    }
}
