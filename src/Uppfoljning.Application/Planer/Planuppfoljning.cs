using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Läget i planen en vald dag, för delårsrapporten och årsredovisningen.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanuppfoljningQuery : IQuery<Planuppfoljning>, IArendebunden, IPaged
{
    public Guid PlanId { get; init; }

    /// <summary>Rapporten som läget är till; den som står på tur om inget anges.</summary>
    public Aterrapportsort? Sort { get; init; }

    /// <summary>Dagen som läget visas för; rapportens dag om inget anges.</summary>
    public DateOnly? Dag { get; init; }

    public Tillfalleslage? Lage { get; init; }

    public int Sida { get; init; } = 1;

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Planuppfoljning
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    public required Aterrapportsort Sort { get; init; }

    public required Planstatus Status { get; init; }

    /// <summary>Det läge som visas; alla om inget är valt.</summary>
    public Tillfalleslage? Lage { get; init; }

    /// <summary>Den dag som begärdes, när den inte har varit än och läget därför visas per i dag.</summary>
    public DateOnly? Begard { get; init; }

    public required Page<Tillfallesstatus> Tillfallen { get; init; }

    /// <summary>Rader utan period; de har inga tillfällen att räkna.</summary>
    public required int UtanPeriod { get; init; }

    public required IReadOnlyList<Planaterrapport> Rapporter { get; init; }

    public required Mojlighet Aterrapportera { get; init; }

    public required IReadOnlyList<DateOnly> Sammantraden { get; init; }
}

public sealed class PlanuppfoljningHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<PlanuppfoljningQuery, Result<Planuppfoljning>>
{
    public async Task<Result<Planuppfoljning>> Handle(PlanuppfoljningQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Planuppfoljning>.NotFound(); }

        var idag = clock.Idag();
        var tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, idag);
        var rapporter = await Planaterrapport.LasAsync(db, plan.Id, cancellationToken);
        var sort = request.Sort ?? (rapporter.Any(r => r.Sort == Aterrapportsort.Delarsrapport) ? Aterrapportsort.Arsredovisning : Aterrapportsort.Delarsrapport);
        var onskad = request.Dag ?? sort.Dag(plan.Ar);
        var rader = await RaderAsync(plan, cancellationToken);
        var status = Planstatus.Av(rader, await Planutfallslasning.LasAsync(db, plan.Id, cancellationToken), plan.Ar, onskad < idag ? onskad : idag);
        var valda = status.Tillfallen.Where(t => request.Lage is null || t.Lage == request.Lage).ToList();
        var sida = Page<Tillfallesstatus>.Inom(request.Sida, valda.Count);
        return Result<Planuppfoljning>.Ok(new Planuppfoljning
        {
            Plan = plan,
            Tillstand = tillstand,
            Sort = sort,
            Status = status,
            Lage = request.Lage,
            Begard = onskad > idag ? onskad : null,
            Tillfallen = new Page<Tillfallesstatus>([.. valda.Skip(Page<Tillfallesstatus>.Offset(sida)).Take(Page<Tillfallesstatus>.Storlek)], valda.Count, sida),
            UtanPeriod = rader.Count(r => Plantillfallen.For(r).Count == 0),
            Rapporter = rapporter,
            Aterrapportera = tillstand switch
            {
                Plantillstand.Gallande when anvandare.Har(plan.NamndId, Planmojligheter.Beslutar) => Mojlighet.Ja,
                Plantillstand.Gallande => Mojlighet.Nej("Återrapporteringen registreras av nämndsekreteraren."),
                Plantillstand.Aterrapporterad => Mojlighet.Nej("Planen är återrapporterad i delårsrapporten och årsredovisningen."),
                Plantillstand.Reviderad => Mojlighet.Nej("Planen revideras. Återrapporteringen registreras när ändringen är beslutad eller avbruten."),
                _ => Mojlighet.Nej("Bara en gällande plan återrapporteras."),
            },
            Sammantraden = await Sammantrade.HallnaAsync(db, plan.NamndId, idag, cancellationToken),
        });
    }

    /// <summary>Medan planen revideras gäller den beslutade versionen.</summary>
    private async Task<IReadOnlyList<Planrad>> RaderAsync(Plan plan, CancellationToken cancellationToken)
    {
        var rader = await Planrader.LasAsync(db, plan.Id, cancellationToken);
        if (plan.Tillstand != Plantillstand.Reviderad) { return rader; }
        var versioner = await Planversioner.LasAsync(db, plan, cancellationToken);
        if (await Planversioner.InnehallAsync(db, plan, versioner[^1], cancellationToken) is not { } fryst) { return rader; }
        var frysta = fryst.Rader.Select(r => r.Id).ToHashSet();
        return [.. fryst.Rader, .. rader.Where(r => r.Slag == Radslag.SarskildGranskning && !frysta.Contains(r.Id))];
    }
}
