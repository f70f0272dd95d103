using System.Diagnostics;
using System.Globalization;
using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Benchmarks;

/// <summary>En mätning. En ny klass som ärver den kommer med i tabellen av sig själv.</summary>
public abstract class Matning
{
    /// <summary>Alla mätningar, i bokstavsordning.</summary>
    public static IReadOnlyList<Matning> Alla { get; } =
    [
        .. typeof(Matning).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Matning))).Select(t => (Matning)Activator.CreateInstance(t)!)
            .OrderBy(m => m.Namn, StringComparer.Ordinal),
    ];

    /// <summary>Namnet som filtret på kommandoraden jämförs med.</summary>
    public string Namn => GetType().Name.Replace("Matning", "", StringComparison.Ordinal);

    public abstract IAsyncEnumerable<Resultat> KorAsync(Registerlager lager);

    /// <summary>Skickar begäran genom pipelinen, i sin egen begäran som webben gör.</summary>
    /// <exception cref="InvalidOperationException">Begäran nekades.</exception>
    protected static async Task<T> Skicka<T>(Register register, IRequest<Result<T>> request)
    {
        await using var scope = register.Services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        return result.IsOk ? result.Value! : throw new InvalidOperationException(string.Join(" ", result.Hinder.Select(h => h.Text).DefaultIfEmpty(result.Outcome.ToString())));
    }

    /// <summary>Mediantiden av flera körningar efter uppvärmning, och vad en körning allokerar.</summary>
    protected static async Task<(double Ms, double Kb)> Tid(Func<Task> gor, int uppvarmning = 3, int ganger = 15)
    {
        for (var i = 0; i < uppvarmning; i++) { await gor(); }
        var tider = new double[ganger];
        var allokerat = new double[ganger];
        for (var i = 0; i < ganger; i++)
        {
            var fore = GC.GetTotalAllocatedBytes(precise: true);
            var start = Stopwatch.GetTimestamp();
            await gor();
            tider[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            allokerat[i] = (GC.GetTotalAllocatedBytes(precise: true) - fore) / 1024.0;
        }
        Array.Sort(tider);
        Array.Sort(allokerat);
        return (tider[ganger / 2], allokerat[ganger / 2]);
    }

    /// <summary>Tiden för något som bara kan göras en gång, och hela processens arbetsminne som mest.</summary>
    protected static async Task<(double Ms, double Mb)> EnGang(Func<Task> gor)
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        using var stopp = new CancellationTokenSource();
        var mest = 0L;
        var vakt = Task.Run(async () =>
        {
            while (!stopp.IsCancellationRequested)
            {
                mest = Math.Max(mest, Arbetsminne());
                await Task.Delay(20, CancellationToken.None);
            }
        });
        var start = Stopwatch.GetTimestamp();
        await gor();
        var ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await stopp.CancelAsync();
        await vakt;
        return (ms, Math.Max(mest, Arbetsminne()) / 1024.0 / 1024.0);
    }

    protected static async Task<Resultat> Rad(string vad, Func<Task> gor, string kommentar = "", int ganger = 15)
    {
        var (ms, kb) = await Tid(gor, ganger: ganger);
        return new Resultat(vad, Ms(ms), Kb(kb), kommentar);
    }

    protected static string Ms(double ms) => ms >= 1000 ? $"{ms / 1000:0.0} s" : ms >= 10 ? $"{ms:0} ms" : $"{ms:0.00} ms";

    protected static string Kb(double kb) => kb >= 10_240 ? $"{kb / 1024:0} MB" : $"{kb:0} kB";

    protected static string Tal(int tal) => tal.ToString("#,0", CultureInfo.GetCultureInfo("sv-SE"));

    private static long Arbetsminne()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
