using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Quartz.Extensibility;
using Uppfoljning.Application.Jobb;

namespace Uppfoljning.Infrastructure.Jobb;

/// <summary>Quartz bakom porten. Byggs först när någon frågar, så att ett verb på kommandoraden aldrig rör schemaläggarens fil.</summary>
internal sealed class Quartzschema(IServiceProvider services, Jobbinstallning installning) : IJobbschema
{
    /// <summary>Körningar som någon har bett om. Efter strecket i utlösarens namn står vem.</summary>
    private const string Handgrupp = "hand";

    private const int LangstaNamn = 100;

    public bool Pa => installning.Pa;

    public async Task<Jobblage> LageAsync(string kod, CancellationToken cancellationToken)
    {
        var scheduler = await SchedulerAsync(cancellationToken);
        var jobb = new JobKey(kod);
        var utlosare = (await scheduler.QueryTriggers(new TriggerQuery { Job = jobb, Take = PagedQuery.All }, cancellationToken)).Items;
        var schema = utlosare.FirstOrDefault(u => u.Key.Equals(Quartzvard.Schemanyckel(kod)));
        var pausat = schema?.State == TriggerState.Paused;
        var pagar = (await scheduler.QueryFireInstances(new FireInstanceQuery { Job = jobb }, cancellationToken)).Items is [var forsta, ..] ? forsta : null;
        return new()
        {
            Nasta = pausat ? null : schema?.NextFireTimeUtc,
            Paus = pausat ? new(schema!.Pause?.RequestedBy, schema.Pause?.PausedAtUtc) : null,
            Pagar = pagar is null ? null : new(pagar.FireTimeUtc, pagar.Progress, pagar.ProgressMessage),
            Vantar = pagar is null && utlosare.Any(u => u.Key.Group is Handgrupp or Quartzvard.Startgrupp && u.State is TriggerState.Normal or TriggerState.Blocked),
            Senaste = (await HistorikAsync(kod, 0, 1, cancellationToken)).Rader is [var senaste, ..] ? senaste : null,
        };
    }

    public async Task<Jobbhistorik> HistorikAsync(string kod, int offset, int antal, CancellationToken cancellationToken)
    {
        var sida = await services.GetRequiredService<IExecutionHistoryStore>().QueryExecutions(new ExecutionHistoryQuery
        {
            SchedulerName = (await SchedulerAsync(cancellationToken)).SchedulerName,
            Job = new JobKey(kod),
            Skip = offset,
            Take = antal,
            IncludeTotalCount = true,
        }, cancellationToken);
        return new([.. sida.Items.Select(Rapport)], sida.TotalCount ?? sida.Items.Count);
    }

    public async Task KorNuAsync(string kod, string vem, CancellationToken cancellationToken)
    {
        var scheduler = await SchedulerAsync(cancellationToken);
        await scheduler.ScheduleJob(
            Quartzvard.Nu(scheduler, kod, $"{Guid.NewGuid():N}|{(vem.Length > LangstaNamn ? vem[..LangstaNamn] : vem)}", Handgrupp), new ScheduleJobOptions(), cancellationToken);
    }

    public async Task PausaAsync(string kod, string vem, CancellationToken cancellationToken) =>
        await (await SchedulerAsync(cancellationToken)).PauseTriggerWith(Quartzvard.Schemanyckel(kod), new PauseDetails { RequestedBy = vem }, cancellationToken);

    public async Task AterupptaAsync(string kod, CancellationToken cancellationToken) =>
        await (await SchedulerAsync(cancellationToken)).ResumeTrigger(Quartzvard.Schemanyckel(kod), cancellationToken);

    private static Jobbrapport Rapport(ExecutionHistoryEntry rad) => new()
    {
        Startad = rad.FiredAtUtc,
        Tid = rad.Duration,
        Utgang = rad.EffectiveResult switch
        {
            JobRunResult.Succeeded => Jobbutgang.Gick,
            JobRunResult.Skipped => Jobbutgang.IngetAttGora,
            JobRunResult.Cancelled => Jobbutgang.Avbrots,
            _ => Jobbutgang.Misslyckades,
        },
        // What a job throws is for the log; its own sentence is for people.
        Text = rad.Summary ?? rad.EffectiveResult switch
        {
            JobRunResult.Cancelled => "Servern stängdes av. Jobbet tas om när den startar.",
            JobRunResult.Failed => "Något gick fel i programmet. Felet står i serverns logg.",
            _ => null,
        },
        Vem = rad.TriggerGroup == Handgrupp && rad.TriggerName.Split('|', 2) is [_, var vem] ? vem : null,
        VidStart = rad.TriggerGroup != Handgrupp && rad.TriggerGroup != Quartzvard.Schemagrupp,
    };

    private ValueTask<IScheduler> SchedulerAsync(CancellationToken cancellationToken) => installning.Pa
        ? services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken)
        : throw new InvalidOperationException("Jobben är avstängda på den här servern.");
}
