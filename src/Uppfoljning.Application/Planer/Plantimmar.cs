using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Planens timmar mot bemanningen, det som inte ryms, och vad som kan göras åt det.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlantimmarQuery(Guid PlanId) : IQuery<Plantimmar>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Plantimmar
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    public required Timprov Prov { get; init; }

    public required IReadOnlyList<Timforslag> Forslag { get; init; }

    public required int Personer { get; init; }

    /// <summary>Sant när nämnden inte har bestämt egna regler och formernas timmar är produktens förval.</summary>
    public required bool Forval { get; init; }

    public required Mojlighet Andra { get; init; }
}

public sealed class PlantimmarHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<PlantimmarQuery, Result<Plantimmar>>
{
    public async Task<Result<Plantimmar>> Handle(PlantimmarQuery request, CancellationToken cancellationToken)
    {
        if (await Plan.LasAsync(db, request.PlanId, cancellationToken) is not { } plan) { return Result<Plantimmar>.NotFound(); }
        var underlag = await Planunderlag.LasAsync(db, plan.NamndId, plan.Ar, plan.Id, clock.Idag(), cancellationToken);
        var personer = await Bemanning.LasAsync(db, plan.NamndId, plan.Ar, cancellationToken);
        var timmar = Bemanning.Summor(personer);
        var andra = Plangang.ProvaAndring(plan.Tillstand) is [var hinder, ..] ? Mojlighet.Nej(hinder.Text)
            : anvandare.Har(plan.NamndId, Planmojligheter.Planerar) ? Mojlighet.Ja
            : Mojlighet.Nej("Kräver rollen uppföljare, avtalsansvarig eller nämndsekreterare i nämnden.");
        return Result<Plantimmar>.Ok(new Plantimmar
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            Prov = Timprov.Av(underlag.Rader, underlag.Regler, timmar),
            Forslag = Timforslagen.For(underlag.Rader, plan.Ar, underlag.Regler, timmar, Senast(underlag),
                underlag.Utan.Where(u => u is { Slag: Utanslag.Sammanslagen, GenomRadId: not null }).Select(u => u.GenomRadId!.Value).ToHashSet()),
            Personer = personer.Count,
            Forval = underlag.Regler.GallerFran is null,
            Andra = andra,
        });
    }

    /// <summary>Per rad: den månad då objektet är på tur. Det som redan borde ha följts upp väntar inte till hösten.</summary>
    private static Dictionary<Guid, int> Senast(Planunderlag underlag)
    {
        var register = underlag.Register.ToDictionary(o => o.Id);
        var senast = new Dictionary<Guid, int>();
        foreach (var rad in underlag.Rader)
        {
            if (rad.IntervallManader is not { } intervall || !register.TryGetValue(rad.ObjektId, out var o) || o.Risk.SenastUppfoljd?.AddMonths(intervall) is not { } tur) { continue; }
            if (tur.Year == underlag.Ar) { senast[rad.Id] = tur.Month; }
            else if (tur.Year < underlag.Ar) { senast[rad.Id] = Plantillfallen.ManaderPerAr / 2; }
        }
        return senast;
    }
}
