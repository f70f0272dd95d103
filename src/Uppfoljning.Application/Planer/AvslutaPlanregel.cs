using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Avslutar en regel: den gäller till och med en dag och står sedan kvar som historik.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record AvslutaPlanregelCommand : ICommand<Unit>, INamndbunden
{
    public Guid NamndId { get; init; }

    public Guid RegelId { get; init; }

    public int Version { get; init; }

    public DateOnly? GallerTill { get; init; }
}

public sealed class AvslutaPlanregelHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<AvslutaPlanregelCommand, Result<Unit>>
{
    private const string AvslutaSql = """
        UPDATE Planregel
        SET Version = Version + 1, GallerTill = @GallerTill, AndradAv = @AndradAv, AndradTid = @AndradTid
        WHERE Id = @RegelId AND NamndId = @NamndId AND Version = @Version
        """;

    public async Task<Result<Unit>> Handle(AvslutaPlanregelCommand request, CancellationToken cancellationToken)
    {
        var fore = await Planregelrad.LasAsync(db, request.NamndId, request.RegelId, cancellationToken);
        if (fore is null) { return Result<Unit>.NotFound(); }
        if (Provad(request, fore.Regel) is { } hinder) { return Result<Unit>.Refused(hinder); }
        var till = request.GallerTill!.Value;
        if (fore.Regel.Version != request.Version) { return Result<Unit>.Conflict(fore.Andrad()); }

        var rad = new { request.RegelId, request.NamndId, request.Version, GallerTill = till, AndradAv = anvandare.Namn, AndradTid = clock.GetUtcNow() };
        if (await db.ExecuteAsync(AvslutaSql, rad, cancellationToken) == 0) { return Result<Unit>.Conflict(fore.Andrad()); }
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Planregel avslutad",
            $"Regeln {fore.Regel.Benamning} gäller till och med {till.Iso()}.", new { request.RegelId, GallerTill = till.Iso() }));
    }

    /// <summary>Varför regeln inte kan avslutas den dagen; null när den kan det.</summary>
    internal static Hinder? Provad(AvslutaPlanregelCommand request, Planregel regel) => request.GallerTill switch
    {
        null => new("dag-saknas", "Ange den sista dag då regeln gäller.", Falt: nameof(request.GallerTill)),
        { } till when till < regel.GallerFran => new("till-fore-fran", $"Regeln gäller från {regel.GallerFran.Iso()}; den sista dagen kan inte vara tidigare.", Falt: nameof(request.GallerTill)),
        _ => null,
    };
}

/// <summary>Vad som händer med årets plan när regeln avslutas.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record PlanregelavsluteffektQuery(AvslutaPlanregelCommand Avslut) : IQuery<Planforhandsvisning>, INamndbunden
{
    Guid INamndbunden.NamndId => Avslut.NamndId;
}

public sealed class PlanregelavsluteffektHandler(DbSession db, TimeProvider clock) : IRequestHandler<PlanregelavsluteffektQuery, Result<Planforhandsvisning>>
{
    public async Task<Result<Planforhandsvisning>> Handle(PlanregelavsluteffektQuery request, CancellationToken cancellationToken)
    {
        var namndId = request.Avslut.NamndId;
        var fore = await Planregelrad.LasAsync(db, namndId, request.Avslut.RegelId, cancellationToken);
        if (fore is null) { return Result<Planforhandsvisning>.NotFound(); }
        if (AvslutaPlanregelHandler.Provad(request.Avslut, fore.Regel) is { } hinder) { return Result<Planforhandsvisning>.Refused(hinder); }

        var idag = clock.Idag();
        var avslutad = fore.Regel with { GallerTill = request.Avslut.GallerTill };
        // Det första året utan regeln är det som visar vad som försvinner.
        var ar = Planforhandsvisning.Planar(avslutad.GallerTill!.Value.Year + 1, idag);
        return Result<Planforhandsvisning>.Ok(await Planforhandsvisning.GorAsync(db, namndId, ar, idag,
            nu => nu with { Regler = [.. nu.Regler.Select(r => r.Id == avslutad.Id ? avslutad : r).Where(r => r.GallerUnder(ar))] }, null, cancellationToken));
    }
}
