using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Planens rader mot den senast beslutade versionen, eller två versioner mot varandra.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanskillnadQuery : IQuery<Planskillnadsblad>, IArendebunden
{
    public Guid PlanId { get; init; }

    /// <summary>Versionen som jämförelsen utgår från; den senaste om inget anges.</summary>
    public int? Fran { get; init; }

    /// <summary>Versionen som den jämförs med; planens rader som de är nu om inget anges.</summary>
    public int? Till { get; init; }

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Planskillnadsblad
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    public required IReadOnlyList<Planversion> Versioner { get; init; }

    /// <summary>Null när planen inte är beslutad, eller när versionen inte finns.</summary>
    public Planversion? Fran { get; init; }

    /// <summary>Null när jämförelsen är med raderna som de är nu.</summary>
    public Planversion? Till { get; init; }

    /// <summary>Null när något av innehållen inte stämmer med sin checksumma.</summary>
    public Planskillnad? Skillnad { get; init; }

    /// <summary>Skälen för det som står utan rad efteråt, så att en borttagen rad kan säga varför.</summary>
    public IReadOnlyDictionary<Guid, string> Utan { get; init; } = new Dictionary<Guid, string>();
}

public sealed class PlanskillnadHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanskillnadQuery, Result<Planskillnadsblad>>
{
    public async Task<Result<Planskillnadsblad>> Handle(PlanskillnadQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Planskillnadsblad>.NotFound(); }

        var versioner = await Planversioner.LasAsync(db, plan, cancellationToken);
        var blad = new Planskillnadsblad { Plan = plan, Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()), Versioner = versioner };
        if (versioner.Count == 0) { return Result<Planskillnadsblad>.Ok(blad); }

        var fran = request.Fran is { } f ? versioner.FirstOrDefault(v => v.Nr == f) : versioner[^1];
        var till = request.Till is { } t ? versioner.FirstOrDefault(v => v.Nr == t) : null;
        if (fran is null || (request.Till is not null && till is null)) { return Result<Planskillnadsblad>.NotFound(); }

        blad = blad with { Fran = fran, Till = till };
        var fore = await Planversioner.InnehallAsync(db, plan, fran, cancellationToken);
        var efter = till is not null
            ? await Planversioner.InnehallAsync(db, plan, till, cancellationToken)
            : new Versionsinnehall(await Planrader.LasAsync(db, plan.Id, cancellationToken), await Planrader.LasUtanAsync(db, plan.Id, cancellationToken));
        return Result<Planskillnadsblad>.Ok(fore is null || efter is null ? blad : blad with
        {
            Skillnad = Planskillnad.MellanVersioner(fore.Rader, efter.Rader, fore.Utan, efter.Utan, plan.Ar),
            Utan = efter.Utan.GroupBy(u => u.ObjektId).ToDictionary(g => g.Key, g => g.First().Skal),
        });
    }
}
