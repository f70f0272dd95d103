using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Revideringen: om den kan börja, och medan den pågår vad som är ändrat och vad som har tillkommit i registret.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record RevideringsbladQuery(Guid PlanId) : IQuery<Revideringsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Revideringsblad
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    /// <summary>Varför en revidering inte kan börja; tom när den kan det.</summary>
    public required IReadOnlyList<Hinder> Hinder { get; init; }

    /// <summary>Ändringarna hittills; null när planen inte revideras, eller när den beslutade versionen inte stämmer med sin checksumma.</summary>
    public Planskillnad? Skillnad { get; init; }

    /// <summary>Objekt i registret som har tillkommit och saknar rad.</summary>
    public IReadOnlyList<Planrad> Tillkomna { get; init; } = [];

    public required bool KanBesluta { get; init; }
}

public sealed class RevideringsbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<RevideringsbladQuery, Result<Revideringsblad>>
{
    public async Task<Result<Revideringsblad>> Handle(RevideringsbladQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Revideringsblad>.NotFound(); }

        var tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag());
        var blad = new Revideringsblad
        {
            Plan = plan,
            Tillstand = tillstand,
            Hinder = Plangang.ProvaRevidering(tillstand, plan.Ar),
            KanBesluta = anvandare.Har(plan.NamndId, Planmojligheter.Beslutar),
        };
        if (plan.Tillstand != Plantillstand.Reviderad) { return Result<Revideringsblad>.Ok(blad); }

        var underlag = await Planunderlag.LasAsync(db, plan.NamndId, plan.Ar, plan.Id, clock.Idag(), cancellationToken);
        return Result<Revideringsblad>.Ok(blad with
        {
            Skillnad = await Revideringslasning.SkillnadAsync(db, plan, underlag.Rader, underlag.Utan, cancellationToken),
            Tillkomna = Plangang.Tillkomna(underlag.Rader, underlag.Utan, underlag.Forslag()),
        });
    }
}
