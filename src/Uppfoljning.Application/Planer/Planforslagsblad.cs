using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Förslaget till plan, innan något sparas: samma uträkning som när planen görs.</summary>
[Kraver(Planmojligheter.Planerar | Roll.System)]
public sealed record PlanforslagQuery(Guid NamndId, int Ar) : IQuery<Planforslagsblad>, INamndbunden;

public sealed record Planforslagsblad
{
    public required Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public required int Ar { get; init; }

    public required Planforslag Forslag { get; init; }

    /// <summary>Planen som redan finns för året, om någon.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Vad som händer med utkastet om förslaget sparas; null när det inte finns något utkast.</summary>
    public Plansammanslagning? Sammanslagning { get; init; }

    public required Mojlighet Spara { get; init; }
}

public sealed class PlanforslagHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanforslagQuery, Result<Planforslagsblad>>
{
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";

    public async Task<Result<Planforslagsblad>> Handle(PlanforslagQuery request, CancellationToken cancellationToken)
    {
        // The year comes from an address; one that no plan can have is a page that is not there.
        if (request.Ar is < Datumtext.MinstAr or > Datumtext.StorstAr) { return Result<Planforslagsblad>.NotFound(); }
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        if (namnd is null) { return Result<Planforslagsblad>.NotFound(); }

        var plan = await Plan.NamndensAsync(db, request.NamndId, request.Ar, cancellationToken);
        var underlag = await Planunderlag.LasAsync(db, request.NamndId, request.Ar, plan?.Id, clock.Idag(), cancellationToken);
        var forslag = underlag.Forslag();
        var hinder = plan is null ? [] : Plangang.ProvaGenerering(plan.Tillstand);
        return Result<Planforslagsblad>.Ok(new Planforslagsblad
        {
            NamndId = request.NamndId,
            Namnd = namnd,
            Ar = request.Ar,
            Forslag = forslag,
            Plan = plan,
            Sammanslagning = plan is null || hinder.Count > 0 ? null : Planjamforelse.Sla(underlag.Rader, forslag.Rader),
            Spara = hinder.Count > 0 ? Mojlighet.Nej(hinder[0].Text) : Mojlighet.Ja,
        });
    }
}
