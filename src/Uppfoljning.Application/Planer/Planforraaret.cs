using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Förra årets plan bredvid årets, objekt för objekt.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanforraaretQuery : IQuery<Planforraaret>, IArendebunden, IPaged
{
    public Guid PlanId { get; init; }

    public Arsandring? Visa { get; init; }

    /// <summary>Bara de rader där fältet är ett annat.</summary>
    public Skillnadsfalt? Falt { get; init; }

    public string? Q { get; init; }

    public int Sida { get; init; } = 1;

    Guid IArendebunden.ArendeId => PlanId;
}

public enum Arsandring
{
    Tillkommen,
    Borttagen,
    Andrad,
    Oforandrad,
}

/// <summary>Ett objekt i de två planerna.</summary>
public sealed record Arsrad(Arsandring Andring, Planrad Rad, Radskillnad? Skillnad, string Skal);

public sealed record Planforraaret
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    /// <summary>Null när nämnden inte har någon plan för året före.</summary>
    public Plan? Forra { get; init; }

    public required IReadOnlyDictionary<Arsandring, int> Antal { get; init; }

    public required Page<Arsrad> Rader { get; init; }
}

public sealed class PlanforraaretHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanforraaretQuery, Result<Planforraaret>>
{
    public async Task<Result<Planforraaret>> Handle(PlanforraaretQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Planforraaret>.NotFound(); }

        var forra = await Plan.NamndensAsync(db, plan.NamndId, plan.Ar - 1, cancellationToken);
        var alla = forra is null ? [] : Rader(
            Planskillnad.MellanAr(await Planrader.LasAsync(db, forra.Id, cancellationToken), await Planrader.LasAsync(db, plan.Id, cancellationToken), plan.Ar),
            (await Planrader.LasUtanAsync(db, plan.Id, cancellationToken)).GroupBy(u => u.ObjektId).ToDictionary(g => g.Key, g => g.First().Skal));
        var sokord = Sokord.I(request.Q);
        var valda = alla.Where(r => (request.Visa is null || r.Andring == request.Visa)
            && (request.Falt is not { } falt || r.Skillnad?.Falt.Any(f => f.Falt == falt) == true)
            && (sokord.Count == 0 || Innehaller(r.Rad, sokord))).ToList();
        var sida = Page<Arsrad>.Inom(request.Sida, valda.Count);
        return Result<Planforraaret>.Ok(new Planforraaret
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            Forra = forra,
            Antal = Enum.GetValues<Arsandring>().ToDictionary(a => a, a => alla.Count(r => r.Andring == a)),
            Rader = new Page<Arsrad>([.. valda.Skip(Page<Arsrad>.Offset(sida)).Take(Page<Arsrad>.Storlek)], valda.Count, sida),
        });
    }

    private static List<Arsrad> Rader(Planskillnad skillnad, Dictionary<Guid, string> utan) =>
    [
        .. skillnad.Tillkomna.Select(r => new Arsrad(Arsandring.Tillkommen, r, null, Skalet(r, Skalsort.Raden))),
        .. skillnad.Borttagna.Select(r => new Arsrad(Arsandring.Borttagen, r, null, utan.GetValueOrDefault(r.ObjektId) ?? (r.Del > 1 ? "Raden är inte delad i år." : "Objektet finns inte i årets plan."))),
        .. skillnad.Andrade.Select(s => new Arsrad(Arsandring.Andrad, s.Efter, s, string.Join(' ', new[] { Riskorsak.Av(s.Fore, s.Efter).Text(), Skalet(s.Efter, Skalsort.Andring) }.Where(t => t.Length > 0)))),
        .. skillnad.Oforandrade.Select(r => new Arsrad(Arsandring.Oforandrad, r, null, "")),
    ];

    private static string Skalet(Planrad r, Skalsort sort) => Planskal.Las(r.Skal).FirstOrDefault(s => s.Sort == sort)?.Text ?? "";

    private static bool Innehaller(Planrad r, IReadOnlyList<string> sokord)
    {
        var ord = Sokord.I(r.Objekt, r.Utforare, r.Avtalsnummer, r.Verksamhetsomrade, r.Ansvarig);
        return sokord.All(s => ord.Any(o => o.StartsWith(s, StringComparison.Ordinal)));
    }
}
