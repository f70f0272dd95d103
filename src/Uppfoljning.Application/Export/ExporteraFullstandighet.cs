using System.Globalization;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Export;

/// <summary>Beviset för att planen är fullständig som fil: samma urval som på sidan.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraFullstandighetQuery(PlanfullstandighetQuery Urval, Filformat Format) : IQuery<Exportfil>, IArendebunden
{
    Guid IArendebunden.ArendeId => Urval.PlanId;
}

public sealed class ExporteraFullstandighetHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraFullstandighetQuery, Result<Exportfil>>
{
    private static readonly IReadOnlyList<Exportkolumn<Tacktobjekt>> Kolumner =
    [
        Exportkolumn<Tacktobjekt>.Text("Sort", 10, o => o.Objekt.Sort == Objektsort.Avtal ? "Avtal" : "Enhet"),
        Exportkolumn<Tacktobjekt>.Text("Avtal eller enhet", 40, o => o.Objekt.Namn),
        Exportkolumn<Tacktobjekt>.Text("Verksamhetsområde", 24, o => o.Objekt.Verksamhetsomrade),
        Exportkolumn<Tacktobjekt>.Text("Utförare", 30, o => o.Objekt.Utforare),
        Exportkolumn<Tacktobjekt>.Text("I planen", 14, o => o.Tackning switch { Tackning.Rad => "Rad", Tackning.Skal => "Utan rad", _ => "Saknas" }),
        Exportkolumn<Tacktobjekt>.Text("Rad", 12, o => o.Rader.Count == 0 ? null : string.Join(", ", o.Rader.Select(r => r.ToString(CultureInfo.InvariantCulture)))),
        Exportkolumn<Tacktobjekt>.Flerradig("Skäl", 60, o => o.Skal),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraFullstandighetQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.Urval.PlanId, cancellationToken);
        if (plan is null) { return Result<Exportfil>.NotFound(); }

        var bevis = await Planfullstandighet.ProvaAsync(db, plan, clock.Idag(), cancellationToken);
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format, new Exportlista("Fullständighet", "Verksamhetsområde och namn", [.. Urvalet(request.Urval)])
            {
                Upplysningar =
                [
                    ("Plan", $"{plan.Namn}, {plan.Namnd}"),
                    ("Avtal", Summa(bevis.Avtal)),
                    ("Enheter", Summa(bevis.Enheter)),
                    ("Utförare", Summa(bevis.Utforarna)),
                ],
            },
            Kolumner, bevis.Objekt.Where(request.Urval.Passar).ToAsyncEnumerable(), [plan.NamndId], [plan.Namnd], anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static string Summa(Tackningssumma s) => string.Create(CultureInfo.InvariantCulture, $"{s.Antal}: {s.MedRad} med rad, {s.MedSkal} utan rad med skäl, {s.Saknas} saknas");

    private static IEnumerable<(string, string)> Urvalet(PlanfullstandighetQuery q)
    {
        if (!string.IsNullOrWhiteSpace(q.Q)) { yield return ("Sök", q.Q); }
        if (q.Sort is { } sort) { yield return ("Sort", sort == Objektsort.Avtal ? "Avtal" : "Enheter"); }
        if (q.Visa is { } visa) { yield return ("I planen", visa switch { Tackning.Rad => "Rad", Tackning.Skal => "Utan rad", _ => "Saknas" }); }
    }
}
