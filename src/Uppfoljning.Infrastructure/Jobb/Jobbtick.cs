using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Infrastructure.Data;

namespace Uppfoljning.Infrastructure.Jobb;

/// <summary>
/// Schemaläggarens enda jobb: säger till att något ska göras nu. Vad det är frågar jobbet sig självt i vår databas, så att en tick för mycket eller
/// för litet inte gör skada.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class Jobbtick(IServiceProvider services, ILogger<Jobbtick> logger) : IJob
{
    private static readonly TimeSpan Vantan = TimeSpan.FromSeconds(30);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var jobb = Jobben.Med(context.JobDetail.Key.Name);
        if (jobb is null)
        {
            context.Result = JobRunReport.Skipped("Jobbet finns inte längre i den här versionen av programmet.");
            return;
        }
        while (true)
        {
            if (await KorAsync(context, jobb, cancellationToken)) { return; }
            // What it had not done it does when the database is back; the run would otherwise wait for the next server start.
            await Task.Delay(Vantan, cancellationToken);
        }
    }

    /// <summary>Kör jobbet; falskt när databasen inte kan ta emot något just nu och det ska försöka igen.</summary>
    private async Task<bool> KorAsync(IJobExecutionContext context, Application.Jobb.Jobb jobb, CancellationToken cancellationToken)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var matt = "misslyckades";
        try
        {
            var utfall = await services.GetRequiredService<Jobbkorning>().KorAsync(jobb.Sort, (klara, av) => Rapportera(context, klara, av), cancellationToken);
            context.Result = utfall.Fel.Count > 0 ? JobRunReport.Failed($"{utfall.Mening} {string.Join(" ", utfall.Fel)}")
                : utfall.Antal == 0 ? JobRunReport.Skipped(utfall.Mening)
                : JobRunReport.Succeeded(utfall.Mening);
            matt = utfall.Fel.Count > 0 ? "misslyckades" : utfall.Antal == 0 ? "inget" : "gick";
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (DbException fel) when (Databasfelen.Av(fel) is not (Databasfel.Annat or Databasfel.Skadad))
        {
            LoggaVantar(fel, jobb.Namn, (int)Vantan.TotalSeconds);
            context.ReportProgress(0, "Databasen går inte att skriva i. Jobbet försöker igen.");
            return false;
        }
        catch (Exception fel)
        {
            LoggaFel(fel, jobb.Namn);
            context.Result = JobRunReport.Failed(fel is DbException
                ? "Databasen gick inte att nå, eller svarade inte i tid. Felet står i serverns logg."
                : "Något gick fel i programmet. Felet står i serverns logg.");
            return true;
        }
        finally
        {
            Telemetri.JobbKlart(jobb.Kod, matt, System.Diagnostics.Stopwatch.GetElapsedTime(start));
        }
    }

    private static void Rapportera(IJobExecutionContext context, int klara, int av) =>
        context.ReportProgress(av == 0 ? 0 : (int)(100L * klara / av), $"{klara} av {av}");

    [LoggerMessage(Level = LogLevel.Error, Message = "Jobbet {Jobb} väntar på databasen och försöker igen om {Sekunder} sekunder.")]
    private partial void LoggaVantar(Exception fel, string jobb, int sekunder);

    [LoggerMessage(Level = LogLevel.Error, Message = "Jobbet {Jobb} misslyckades.")]
    private partial void LoggaFel(Exception fel, string jobb);
}
