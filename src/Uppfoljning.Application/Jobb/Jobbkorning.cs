using System.Data.Common;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Post;
using Uppfoljning.Application.Uppgifter;

namespace Uppfoljning.Application.Jobb;

/// <summary>Vad en körning gjorde. Fel är det som inte gick, ett besked var; resten är ändå gjort.</summary>
public sealed record Jobbutfall(int Antal, string Mening, IReadOnlyList<string> Fel);

/// <summary>
/// Kör ett jobb: frågar vad som är inne och inte gjort, och skickar ett kommando för varje del. Varje del har sin egen transaktion och händelse, så
/// en som inte går hindrar inte de andra, och ett jobb som avbryts fortsätter nästa gång med det som är kvar.
/// </summary>
public sealed partial class Jobbkorning(
    IJobbsandare sandare, ILoggankare ankare, Postutskick post, ISakerhetskopior kopior, IDatabase databas, TimeProvider clock, ILogger<Jobbkorning> logger)
{
    private const string Programfel = "Något gick fel i programmet. Det står i serverns logg.";

    private const int FlestFel = 5;

    /// <param name="sort">Jobbet.</param>
    /// <param name="forlopp">Får veta hur många delar av hur många som är klara.</param>
    /// <param name="avbryt">Stannar mellan två delar; den del som har börjat görs klar.</param>
    public Task<Jobbutfall> KorAsync(Jobbsort sort, Action<int, int> forlopp, CancellationToken avbryt) => sort switch
    {
        Jobbsort.Avtalstid => AvtalstidAsync(forlopp, avbryt),
        Jobbsort.Uppgifter => UppgifterAsync(forlopp, avbryt),
        Jobbsort.Planforslag => PlanforslagAsync(forlopp, avbryt),
        Jobbsort.Loggankare => Loggforankring.KorAsync(sandare, ankare, clock, avbryt),
        Jobbsort.Loggkontroll => LoggkontrollAsync(forlopp, avbryt),
        Jobbsort.Post => PostAsync(avbryt),
        Jobbsort.Sakerhetskopia => Kopiering.KorAsync(sandare, kopior, forlopp, avbryt),
        _ => PlanerAsync(forlopp, avbryt),
    };

    private async Task<Jobbutfall> AvtalstidAsync(Action<int, int> forlopp, CancellationToken avbryt)
    {
        var pa = (await sandare.SomSystemAsync(new AvtalPaTurQuery())).Value ?? [];
        var (antal, fel) = await ForVarjeAsync(pa, id => $"Avtalet {id}", async id => await sandare.SomSystemAsync(new ForAvtalVidareCommand(id)), forlopp, avbryt);
        return new(antal, antal == 0 ? "Inget avtal fördes vidare." : $"{antal} avtal fördes vidare.", fel);
    }

    private async Task<Jobbutfall> UppgifterAsync(Action<int, int> forlopp, CancellationToken avbryt)
    {
        var personer = (await sandare.SomSystemAsync(new ForfallopersonerQuery())).Value ?? [];
        var nya = 0;
        var (antal, fel) = await ForVarjeAsync(personer, p => p.Namn, async person =>
        {
            // The list is counted as the person herself, with the roles she has now: what she would see is what she is told of.
            if (await sandare.SomPersonAsync(person.Id, new MinaUppgifterQuery { Forsenat = int.MaxValue, Vecka = int.MaxValue }) is not { IsOk: true } lista) { return null; }
            var command = new NoteraForfallnaCommand { AnvandareId = person.Id, Forfallna = Forfallen.Av(lista.Value!) };
            var svar = await sandare.SomSystemAsync(command);
            nya += svar.Value;
            return svar;
        }, forlopp, avbryt);
        return new(antal, antal == 0 ? "Inget nytt har förfallit." : $"{nya} {(nya == 1 ? "uppgift" : "uppgifter")} nådde sin sista dag, för {antal} {(antal == 1 ? "person" : "personer")}.", fel);
    }

    private async Task<Jobbutfall> PlanforslagAsync(Action<int, int> forlopp, CancellationToken avbryt)
    {
        var pa = (await sandare.SomSystemAsync(new PlanforslagPaTurQuery())).Value;
        if (pa?.Ar is not { } ar) { return new(0, "Förslag till nästa års plan görs från den 1 oktober.", []); }

        var (antal, fel) = await ForVarjeAsync(pa.Namnder, n => n.Namn,
            async n => await sandare.SomSystemAsync(new GenereraPlanCommand { NamndId = n.Id, Ar = ar, BaraNy = true }), forlopp, avbryt);
        return new(antal, antal == 0 ? $"Ingen nämnd saknade plan för {ar}." : $"Utkast till plan för {ar} gjordes för {antal} {(antal == 1 ? "nämnd" : "nämnder")}.", fel);
    }

    private async Task<Jobbutfall> LoggkontrollAsync(Action<int, int> forlopp, CancellationToken avbryt)
    {
        var svar = await sandare.SomSystemAsync(new ProvaLoggenQuery
        {
            Forlopp = (klara, av) =>
            {
                avbryt.ThrowIfCancellationRequested();
                forlopp((int)Math.Min(klara, int.MaxValue), (int)Math.Min(av, int.MaxValue));
            },
        });
        return svar.Value is { } kontroll
            ? new((int)Math.Min(kontroll.Antal, int.MaxValue), kontroll.Hel ? kontroll.Mening : "Loggen stämmer inte.", kontroll.Fel is { } fel ? [fel.Mening] : [])
            : new(0, "Loggen gick inte att pröva.", [Programfel]);
    }

    private async Task<Jobbutfall> PostAsync(CancellationToken avbryt)
    {
        await post.RensaAsync(avbryt);
        return await post.KorAsync(avbryt);
    }

    private async Task<Jobbutfall> PlanerAsync(Action<int, int> forlopp, CancellationToken avbryt)
    {
        var antal = 0;
        var fel = new List<string>();
        while ((await sandare.SomSystemAsync(new NastaPlanjobbQuery())).Value is { } jobb)
        {
            if (!(await sandare.SomSystemAsync(new PaborjaPlanjobbCommand(jobb.Id))).IsOk) { break; }
            foreach (var (rad, i) in jobb.Kvar.Select((rad, i) => (rad, i)))
            {
                avbryt.ThrowIfCancellationRequested();
                forlopp(jobb.Antal - jobb.Kvar.Count + i, jobb.Antal);
                var utfall = i == 0 && jobb.Forsok >= Planjobb.FlestForsok
                    ? new Planutfall(Planjobbutfall.Misslyckad, $"Servern stannade {Planjobb.FlestForsok} gånger medan planen gjordes. Den hoppades över.")
                    : await GorPlanAsync(jobb, rad);
                var svar = await sandare.SomSystemAsync(new NoteraPlanjobbradCommand
                {
                    NamndId = rad.NamndId,
                    PlanjobbId = jobb.Id,
                    Utfall = utfall.Utfall,
                    Besked = utfall.Besked,
                    PlanId = utfall.PlanId,
                });
                if (svar.IsOk) { antal++; }
                if (utfall.Utfall == Planjobbutfall.Misslyckad) { fel.Add($"{rad.Namnd}: {utfall.Besked}"); }
            }
        }
        return new(antal, antal == 0 ? "Ingen väntade på planer." : $"{antal} {(antal == 1 ? "nämnd" : "nämnder")} är klara.", Hogst(fel));
    }

    /// <summary>Gör nämndens plan som den som startade körningen: har hon förlorat sin roll under tiden nekar pipelinen.</summary>
    private async Task<Planutfall> GorPlanAsync(Planjobb jobb, Planjobbrad rad)
    {
        try
        {
            var svar = jobb.StartadAvId is { } id ? await sandare.SomPersonAsync(id, new GenereraPlanCommand { NamndId = rad.NamndId, Ar = jobb.Ar }) : null;
            return svar switch
            {
                null => new(Planjobbutfall.Misslyckad, $"{jobb.StartadAv} har inte längre något konto som gäller."),
                { Outcome: Outcome.Ok } => new(rad.Fore is null ? Planjobbutfall.Ny : Planjobbutfall.Omgjord, svar.Audit!.Mening, svar.Value),
                { Outcome: Outcome.Forbidden or Outcome.NotFound } => new(Planjobbutfall.Misslyckad, $"{jobb.StartadAv} får inte längre göra planer i nämnden."),
                { Hinder: [{ Kod: "plan-beslutad" }, ..] } => new(Planjobbutfall.Hoppad, svar.Hinder[0].Text),
                _ => new(Planjobbutfall.Misslyckad, string.Join(" ", svar.Hinder.Select(h => h.Text))),
            };
        }
        // A database that is full or gone is no fault of the plan: the run waits for it, and nothing is noted.
        catch (Exception fel) when (fel is not OperationCanceledException && !(fel is DbException db && databas.Fel(db) != Databasfel.Annat))
        {
            LoggaFel(fel, rad.Namnd);
            return new(Planjobbutfall.Misslyckad, Programfel);
        }
    }

    /// <summary>Ett kommando för varje del. Det som nekas räknas inte; det som går sönder gör det för sig.</summary>
    private async Task<(int Antal, IReadOnlyList<string> Fel)> ForVarjeAsync<TDel, T>(
        IReadOnlyList<TDel> delar, Func<TDel, string> namn, Func<TDel, Task<Result<T>?>> gor, Action<int, int> forlopp, CancellationToken avbryt)
    {
        var antal = 0;
        var fel = new List<string>();
        foreach (var (del, i) in delar.Select((del, i) => (del, i)))
        {
            avbryt.ThrowIfCancellationRequested();
            forlopp(i, delar.Count);
            try
            {
                if (await gor(del) is { IsOk: true }) { antal++; }
            }
            // A database that is gone is gone for the rest too; anything else stays with its own part.
            catch (Exception undantag) when (undantag is not (OperationCanceledException or DbException))
            {
                LoggaFel(undantag, namn(del));
                fel.Add($"{namn(del)}: {Programfel}");
            }
        }
        return (antal, Hogst(fel));
    }

    private static List<string> Hogst(List<string> fel) =>
        fel.Count <= FlestFel ? fel : [.. fel.Take(FlestFel), $"Och ytterligare {fel.Count - FlestFel} fel."];

    [LoggerMessage(Level = LogLevel.Error, Message = "Jobbet kunde inte göra {Del}.")]
    private partial void LoggaFel(Exception fel, string del);

    private sealed record Planutfall(Planjobbutfall Utfall, string Besked, Guid? PlanId = null);
}
