using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>En rad i planen: de fem punkterna, uppgifterna ur registret och varför raden ser ut som den gör.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanradsbladQuery(Guid PlanId, Guid RadId) : IQuery<Planradsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Planradsblad
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    public required Planrad Rad { get; init; }

    public required IReadOnlyList<Planskal> Skal { get; init; }

    /// <summary>Alla former, med hindret för dem som inte får användas mot objektet.</summary>
    public required IReadOnlyList<Formval> Former { get; init; }

    /// <summary>Det som raden saknar; tom när den är giltig.</summary>
    public required IReadOnlyList<Hinder> Brister { get; init; }

    public required Mojlighet Andra { get; init; }

    /// <summary>Den som senast ändrade raden för hand, och när; null när ingen har gjort det sedan planen genererades.</summary>
    public Senastandrad? Senast { get; init; }

    /// <summary>Formernas timmar per tillfälle enligt nämndens regler.</summary>
    public required int Formtimmar { get; init; }
}

/// <summary>Vem som senast ändrade en rad, och när.</summary>
public sealed record Senastandrad
{
    public Guid Id { get; init; }

    public string? AndradAv { get; init; }

    public DateTimeOffset? AndradTid { get; init; }
}

public sealed record Formval(Uppfoljningsform Form, Hinder? Hinder);

public sealed class PlanradsbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<PlanradsbladQuery, Result<Planradsblad>>
{
    private const string SenastSql = "SELECT Id, AndradAv, AndradTid FROM Planrad WHERE Id = @RadId";

    public async Task<Result<Planradsblad>> Handle(PlanradsbladQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        var rad = await Planrader.LasEnAsync(db, request.PlanId, request.RadId, cancellationToken);
        if (plan is null || rad is null) { return Result<Planradsblad>.NotFound(); }
        var regler = await Planregelverk.LasAsync(db, plan.NamndId, plan.Ar, cancellationToken);
        var senast = await db.SingleOrDefaultAsync<Senastandrad>(SenastSql, new { request.RadId }, cancellationToken);

        return Result<Planradsblad>.Ok(new Planradsblad
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            Rad = rad,
            Skal = Planskal.Las(rad.Skal),
            Former = [.. Enum.GetValues<Uppfoljningsform>().Select(f => new Formval(f,
                rad.Slag == Radslag.SarskildGranskning && f == Uppfoljningsform.SarskildGranskning ? null : Uppfoljningsformer.Prova(f, rad.Sort, rad.Driftsform)))],
            Brister = Plankrav.Prova(rad),
            Andra = Planmojligheter.For(plan, anvandare).Andra,
            Senast = senast?.AndradTid is { } tid && tid >= plan.Genererad ? senast : null,
            Formtimmar = regler.TimmarFor(Uppfoljningsformer.Las(rad.Former)),
        });
    }
}
