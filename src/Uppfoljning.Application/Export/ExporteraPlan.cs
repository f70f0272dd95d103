using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Export;

/// <summary>Planen som fil: raderna i urvalet och i den ordning som sidan har, de särskilda granskningarna, och det som står utan rad med skälet.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraPlanQuery(PlanbladQuery Lista, Filformat Format) : IQuery<Exportfil>, IArendebunden
{
    Guid IArendebunden.ArendeId => Lista.PlanId;
}

public sealed class ExporteraPlanHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraPlanQuery, Result<Exportfil>>
{
    private static readonly IReadOnlyList<Exportkolumn<Post>> Kolumner =
    [
        Exportkolumn<Post>.Text("Del av planen", 22, p => p.Rad is { } r ? PlanbladQuery.Text(r.Slag) : "Utan rad"),
        Exportkolumn<Post>.Tal("Nr", p => p.Rad?.Nr),
        Exportkolumn<Post>.Text("Verksamhetsområde", 24, p => p.Rad is { } r ? r.Verksamhetsomrade : p.Utan!.Verksamhetsomrade),
        Exportkolumn<Post>.Text("Avtal eller enhet", 40, p => p.Rad is { } r ? r.Objekt : p.Utan!.Objekt),
        Exportkolumn<Post>.Text("Avtalsnummer", 16, p => p.Rad?.Avtalsnummer),
        Exportkolumn<Post>.Text("Utförare", 32, p => p.Rad is { } r ? r.Utforare : p.Utan!.Utforare),
        Exportkolumn<Post>.Text("Driftsform", 18, p => p.Rad?.Driftsform?.Text()),
        Exportkolumn<Post>.Flerradig("1. Vad som följs upp", 50, p => p.Rad?.VadSomFoljsUpp),
        Exportkolumn<Post>.Text("2. Form", 40, p => p.Rad is { } r ? Uppfoljningsformer.Uppraknade(Uppfoljningsformer.Las(r.Former)) : null),
        Exportkolumn<Post>.Text("3. Ansvarig", 28, p => p.Rad?.Ansvarig),
        Exportkolumn<Post>.Text("4. Tid", 32, p => p.Rad is { } r ? Plantillfallen.Text(r, p.Ar) : null),
        Exportkolumn<Post>.Text("Hur ofta", 22, p => Plantext.Intervall(p.Rad?.IntervallManader)),
        Exportkolumn<Post>.Tal("Intervall i månader", p => p.Rad?.IntervallManader),
        Exportkolumn<Post>.Tal("Tillfällen under året", p => p.Timmar?.Tillfallen),
        Exportkolumn<Post>.Text("Bestäms av", 22, p => (p.Rad is { } r ? r.Bestams : p.Utan!.Bestams) is { } b ? b.Text() : null),
        Exportkolumn<Post>.Text("Riskpoäng", 11, p => (p.Rad is { } r ? r.Riskpoang : p.Utan!.Riskpoang) is { } poang ? Riskbedomning.Text(poang) : null),
        Exportkolumn<Post>.Text("Risknivå", 12, p => p.Rad?.Riskniva),
        Exportkolumn<Post>.Tal("Timmar per tillfälle", p => p.Timmar?.PerTillfalle),
        Exportkolumn<Post>.Tal("Timmar under året", p => p.Timmar?.Aret),
        Exportkolumn<Post>.Flerradig("5. Återkoppling till nämnden", 40, p => p.Rad?.AterkopplingNamnd),
        Exportkolumn<Post>.Flerradig("Återkoppling till utföraren", 40, p => p.Rad?.AterkopplingUtforare),
        Exportkolumn<Post>.Flerradig("Återkoppling till allmänheten", 40, p => p.Rad?.AterkopplingAllmanhet),
        Exportkolumn<Post>.Text("Granskningen utlöses av", 30, p => p.Rad?.Utlosartext),
        Exportkolumn<Post>.Flerradig("Varför", 60, p => p.Rad is { } r ? string.Join("\n", Planskal.Las(r.Skal).Select(s => $"{s.Rubrik}: {s.Text}")) : p.Utan!.Skal),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraPlanQuery request, CancellationToken cancellationToken)
    {
        var lista = request.Lista;
        var plan = await Plan.LasAsync(db, lista.PlanId, cancellationToken);
        if (plan is null) { return Result<Exportfil>.NotFound(); }

        var formtider = (await Planformtider.LasAsync(db, [plan.NamndId], plan.Ar, cancellationToken))[plan.NamndId];
        var sortering = Plannyckel.Sortering(lista.Sortering);
        var sokord = Sokord.I(lista.Q);
        var valda = Plannyckel.Ordna((await Plannyckel.LasAsync(db, plan.Id, formtider, cancellationToken)).Where(n => n.Passar(lista, sokord)), sortering);
        var rader = (await Planrader.LasAsync(db, plan.Id, cancellationToken)).ToDictionary(r => r.Nr);
        var utan = await Planrader.LasUtanAsync(db, plan.Id, cancellationToken);
        var poster = valda.Where(n => rader.ContainsKey(n.Nr)).Select(n => new Post(plan.Ar, rader[n.Nr], n.Tid, null)).Concat(utan.Select(u => new Post(plan.Ar, null, null, u)));

        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista(plan.Namn, Ordningen(sortering), [.. Planfilter.Valda(lista).Select(f => (f.Rubrik, f.Text))])
            {
                Upplysningar =
                [
                    ("Tillstånd", plan.Tillstand.Text()),
                    ("Utan rad", "Sist i filen står de avtal och enheter som inte har någon rad, med skälet. De är med oavsett urval."),
                ],
            },
            Kolumner, Strom(poster), [plan.NamndId], [plan.Namnd], anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static string Ordningen(string sortering) => (sortering.TrimStart('-') switch
    {
        "risk" => "Riskpoäng",
        "objekt" => "Avtal eller enhet",
        "utforare" => "Utförare",
        "ansvarig" => "Ansvarig",
        "manad" => "Månad",
        "timmar" => "Timmar",
        _ => "Radens nummer",
    }) + (sortering.StartsWith('-') ? ", fallande" : "");

    private static async IAsyncEnumerable<Post> Strom(IEnumerable<Post> poster)
    {
        await Task.CompletedTask;
        foreach (var post in poster) { yield return post; }
    }

    private sealed record Post(int Ar, Planrad? Rad, Radtimmar? Timmar, UtanRad? Utan);
}
