using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Tar med det som har tillkommit i registret sedan planen beslutades (UPP-01). De rader som finns ändras inte.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record TaMedRegistretCommand : ICommand<int>, IVersionsbunden
{
    public Guid PlanId { get; init; }

    public int Version { get; init; }

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class TaMedRegistretHandler(DbSession db, TimeProvider clock) : IRequestHandler<TaMedRegistretCommand, Result<int>>
{
    private const string TaBortUtanSql = "DELETE FROM PlanUtanRad WHERE PlanId = @PlanId AND (AvtalId = @ObjektId OR EnhetId = @ObjektId)";

    public async Task<Result<int>> Handle(TaMedRegistretCommand request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<int>.NotFound(); }
        if (plan.Tillstand != Plantillstand.Reviderad) { return Result<int>.Refused(new Hinder("inte-under-revidering", "Planen revideras inte.")); }

        var underlag = await Planunderlag.LasAsync(db, plan.NamndId, plan.Ar, plan.Id, clock.Idag(), cancellationToken);
        var sista = underlag.Rader.Select(r => r.Nr).DefaultIfEmpty().Max();
        List<Planrad> nya = [.. Plangang.Tillkomna(underlag.Rader, underlag.Utan, underlag.Forslag()).Select((r, i) => r with { Nr = sista + i + 1 })];
        if (nya.Count == 0) { return Result<int>.Refused(new Hinder("inget-nytt", "Inget i registret saknar rad.")); }

        await Planrader.SkrivAsync(db, plan.Id, new Plansammanslagning(nya, underlag.Rader, []) { AntalErsatta = 0, AntalBehallna = 0 }, underlag.Rader, cancellationToken);
        await db.ExecuteAsync(TaBortUtanSql, nya.Select(r => new { PlanId = plan.Id, r.ObjektId }), cancellationToken);
        return Result<int>.Ok(nya.Count, new AuditEntry("Planrader tillagda",
            $"{Plantext.Antal(nya.Count, "rad", "rader")} för det som har tillkommit i registret: {string.Join(", ", nya.Take(5).Select(r => r.Objekt))}{(nya.Count > 5 ? " med flera" : "")}.",
            new { PlanId = plan.Id, Rader = nya.Select(r => r.Objekt) }));
    }
}
