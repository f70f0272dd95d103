using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Infrastructure.Kopia;

namespace Uppfoljning.Infrastructure.Jobb;

/// <summary>
/// Startar och stoppar schemaläggaren med webbplatsen. Ett schema som redan är lagrat rörs inte: då skulle en natt som missades, eller en paus,
/// glömmas varje gång servern startar.
/// </summary>
internal sealed partial class Quartzvard(
    ISchedulerFactory factory, Jobbinstallning installning, Kopieinstallning kopior, IDatabase databas, TimeProvider clock, ILogger<Quartzvard> logger) : IHostedService
{
    public const string Schemagrupp = "schema";

    public const string Startgrupp = "start";

    private IScheduler? _scheduler;

    public static TriggerKey Schemanyckel(string kod) => new(kod, Schemagrupp);

    /// <summary>En utlösare som löser ut en gång, genast.</summary>
    public static ITrigger Nu(IScheduler scheduler, string kod, string namn, string grupp) =>
        TriggerBuilder.Create(scheduler.TimeProvider).WithIdentity(namn, grupp).ForJob(kod).StartNow().Build();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _scheduler = await BygdAsync(cancellationToken);
        foreach (var jobb in Jobben.Alla) { await LaggInAsync(_scheduler, jobb.Sort == Jobbsort.Sakerhetskopia ? jobb with { Cron = kopior.Cron } : jobb, cancellationToken); }
        await _scheduler.Start(cancellationToken);
    }

    /// <summary>Väntar på det som körs. Ett jobb stannar mellan två av sina delar och fortsätter med resten när servern startar.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is not null) { await _scheduler.Shutdown(true, cancellationToken); }
    }

    private async Task<IScheduler> BygdAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (installning.Fil.Length > 0)
            {
                Sqlitebibliotek.Koppla();
                if (Path.GetDirectoryName(Path.GetFullPath(installning.Fil)) is { } mapp) { Directory.CreateDirectory(mapp); }
                try
                {
                    await ProvaAsync(cancellationToken);
                }
                catch (SqliteException fel) when (Databasfelen.Av(fel) == Databasfel.Skadad)
                {
                    LaggUndan(fel);
                    await ProvaAsync(cancellationToken);
                }
            }
            return await factory.GetScheduler(cancellationToken);
        }
        catch (Exception fel) when (fel is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"Schemaläggarens fil {installning.Fil} går inte att öppna: {fel.Message} Inställningen Jobb:Fil säger var den ligger.");
        }
        catch (SchedulerException fel)
        {
            throw new DriftException(databas.Namn == SqliteDatabase.Produkt
                ? $"Schemaläggarens fil {installning.Fil} går inte att använda: {fel.Message}"
                : $"Schemaläggarens tabeller i SQL Server går inte att använda. Kör verbet migrera, eller låt databasadministratören köra skriptet från migrera --skript. {fel.Message}");
        }
    }

    private async Task ProvaAsync(CancellationToken cancellationToken)
    {
        const int skadad = 11;
        await using var fil = new SqliteConnection(Anslutning(installning.Fil) + ";Pooling=False");
        await fil.OpenAsync(cancellationToken);
        await using var pragma = fil.CreateCommand();
        pragma.CommandText = "PRAGMA journal_mode = WAL;";
        await pragma.ExecuteNonQueryAsync(cancellationToken);
        pragma.CommandText = "PRAGMA quick_check(1);";
        if (await pragma.ExecuteScalarAsync(cancellationToken) is string svar and not "ok") { throw new SqliteException(svar, skadad); }
    }

    /// <summary>The plan for every job is in the program and what is due is in the database: nothing but pauses and history is lost with the file.</summary>
    private void LaggUndan(SqliteException fel)
    {
        var undan = $"{installning.Fil}.skadad-{clock.GetUtcNow():yyyyMMddHHmmss}";
        File.Move(installning.Fil, undan, overwrite: true);
        foreach (var del in new[] { "-wal", "-shm", "-journal" }) { File.Delete(installning.Fil + del); }
        LoggaSkadad(fel, installning.Fil, undan);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Schemaläggarens fil {Fil} var skadad och har lagts undan som {Undan}. En ny är gjord: jobben körs som vanligt, men pauser och vad som har körts tidigare är borta.")]
    private partial void LoggaSkadad(Exception fel, string fil, string undan);

    private static async Task LaggInAsync(IScheduler scheduler, Application.Jobb.Jobb jobb, CancellationToken cancellationToken)
    {
        await scheduler.AddJob(
            JobBuilder.Create<Jobbtick>().WithIdentity(jobb.Kod).WithDescription(jobb.Namn).StoreDurably(true).RequestRecovery(true).Build(), AddJobOptions.Replacing, cancellationToken);

        var nyckel = Schemanyckel(jobb.Kod);
        var fore = await scheduler.GetTrigger(nyckel, cancellationToken);
        var pausat = fore is not null && await scheduler.GetTriggerState(nyckel, cancellationToken) == TriggerState.Paused;
        if (jobb.Cron is null)
        {
            if (fore is not null) { await scheduler.UnscheduleJob(nyckel, cancellationToken); }
        }
        else if ((fore as ICronTrigger)?.CronExpressionString != jobb.Cron)
        {
            // A pause outlives a schedule that a new version of the program changes.
            var paus = pausat ? await scheduler.GetTriggerPause(nyckel, cancellationToken) : null;
            await scheduler.ScheduleJob(
                TriggerBuilder.Create(scheduler.TimeProvider).WithIdentity(nyckel).ForJob(jobb.Kod)
                    .WithCronSchedule(jobb.Cron, cron => cron.InTimeZone(SvenskTid.Tidszon).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
                    .Build(),
                new ScheduleJobOptions { Replace = true, Paused = pausat, PauseRequestedBy = paus?.RequestedBy }, cancellationToken);
        }
        if (jobb.VidStart && !pausat)
        {
            await scheduler.ScheduleJob(Nu(scheduler, jobb.Kod, $"{jobb.Kod}-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)}", Startgrupp), new ScheduleJobOptions(), cancellationToken);
        }
    }

    private static string Anslutning(string fil) => new SqliteConnectionStringBuilder { DataSource = fil }.ConnectionString;

    /// <summary>Quartz med sitt bestående lager: en egen SQLite-fil, eller tabeller i SQL Server som flera servrar delar.</summary>
    internal static void Registrera(IServiceCollection services, Jobbinstallning installning, Databasinstallning databas)
    {
        services.AddSingleton(installning);
        services.AddSingleton<IJobbschema, Quartzschema>();
        if (!installning.Pa) { return; }

        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "Uppfoljning";
                // A shutdown waits, and asks the job to stop between two of its parts.
                options.ShutdownJobInterruption = ShutdownJobInterruption.WhenWaitingForJobs;
            });
            quartz.UseDefaultThreadPool(2);
            quartz.ConfigureOptions<ExecutionHistoryOptions>(options =>
            {
                options.Retention = TimeSpan.FromDays(installning.HistorikDagar);
                options.MaxEntriesPerScheduler = 20_000;
            });
            quartz.UsePersistentStore(lager =>
            {
                lager.UseExecutionHistory();
                if (installning.Fil.Length > 0)
                {
                    Sqlitebibliotek.Koppla();
                    lager.UseSqlite(SqliteFactory.Instance, Anslutning(installning.Fil));
                    lager.ProvisionSchema();
                }
                else
                {
                    // SQL Server's schema is the administrator's: the store refuses to start without it.
                    lager.UseSqlServer(SqlClientFactory.Instance, SqlServerAnslutning.Las(databas.Anslutning).Text);
                    lager.UseClustering(_ => { });
                }
            });
        });
    }
}
