using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Beviset för att planen är fullständig: hela nämndens register mot planens rader och skäl (UPP-01).</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanfullstandighetQuery : IQuery<Planfullstandighet>, IArendebunden, IPaged
{
    public Guid PlanId { get; init; }

    public Tackning? Visa { get; init; }

    /// <summary>Avtal eller enheter; båda om inget anges.</summary>
    public Objektsort? Sort { get; init; }

    public string? Q { get; init; }

    public int Sida { get; init; } = 1;

    Guid IArendebunden.ArendeId => PlanId;

    internal bool Passar(Tacktobjekt o) => (Visa is null || o.Tackning == Visa) && (Sort is null || o.Objekt.Sort == Sort) && Innehaller(o.Objekt.Namn, o.Objekt.Utforare, o.Objekt.Verksamhetsomrade);

    internal bool Passar(Tacktutforare u) => (Visa is null || u.Tackning == Visa) && Innehaller(u.Namn);

    private bool Innehaller(params string?[] texter)
    {
        var sokord = Sokord.I(Q);
        if (sokord.Count == 0) { return true; }
        var ord = Sokord.I(texter);
        return sokord.All(s => ord.Any(o => o.StartsWith(s, StringComparison.Ordinal)));
    }
}

public sealed record Planfullstandighet
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    public required Fullstandighet Bevis { get; init; }

    public required Page<Tacktobjekt> Objekt { get; init; }

    /// <summary>Utförarna i urvalet.</summary>
    public required IReadOnlyList<Tacktutforare> Utforare { get; init; }

    /// <summary>Läser registret och planen och prövar dem mot varandra.</summary>
    internal static async Task<Fullstandighet> ProvaAsync(DbSession db, Plan plan, DateOnly idag, CancellationToken cancellationToken) => Fullstandighet.Av(
        (await Planregister.LasAsync(db, plan.NamndId, plan.Ar, idag, cancellationToken)).Select(Registerobjekt.Av)
            .OrderBy(o => o.Verksamhetsomrade is null).ThenBy(o => o.Verksamhetsomrade, Plantext.Ordning).ThenBy(o => o.Namn, Plantext.Ordning).ThenBy(o => o.Id),
        await Planrader.LasAsync(db, plan.Id, cancellationToken),
        await Planrader.LasUtanAsync(db, plan.Id, cancellationToken));
}

public sealed class PlanfullstandighetHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanfullstandighetQuery, Result<Planfullstandighet>>
{
    public async Task<Result<Planfullstandighet>> Handle(PlanfullstandighetQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Planfullstandighet>.NotFound(); }

        var bevis = await Planfullstandighet.ProvaAsync(db, plan, clock.Idag(), cancellationToken);
        var valda = bevis.Objekt.Where(request.Passar).ToList();
        var sida = Page<Tacktobjekt>.Inom(request.Sida, valda.Count);
        return Result<Planfullstandighet>.Ok(new Planfullstandighet
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            Bevis = bevis,
            Objekt = new Page<Tacktobjekt>([.. valda.Skip(Page<Tacktobjekt>.Offset(sida)).Take(Page<Tacktobjekt>.Storlek)], valda.Count, sida),
            Utforare = [.. bevis.Utforare.Where(request.Passar)],
        });
    }
}
