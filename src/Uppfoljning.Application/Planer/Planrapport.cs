using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Hela planen så som den skrivs ut: numren och orden kommer härifrån, dokumentet ställer bara upp dem.</summary>
public sealed record Planrapport
{
    public required Plan Plan { get; init; }

    public required IReadOnlyList<Planrad> Rader { get; init; }

    public required IReadOnlyList<UtanRad> Utan { get; init; }

    public bool Utkast => Plan.Tillstand == Plantillstand.Utkast;
}

/// <summary>Gör ett dokument av planen. Vilken motor som används är en sak för den som genomför det.</summary>
public interface IPlandokument
{
    byte[] Pdf(Planrapport rapport);
}

/// <summary>Planen som PDF. En beslutad plan ger samma fil varje gång.</summary>
[Kraver(Roll.NagonINamnden | Roll.System)]
public sealed record PlanpdfQuery(Guid PlanId) : IQuery<Rapportfil>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class PlanpdfHandler(DbSession db, IPlandokument dokument) : IRequestHandler<PlanpdfQuery, Result<Rapportfil>>
{
    public async Task<Result<Rapportfil>> Handle(PlanpdfQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Rapportfil>.NotFound(); }

        var rapport = new Planrapport
        {
            Plan = plan,
            Rader = await Planrader.LasAsync(db, plan.Id, cancellationToken),
            Utan = await Planrader.LasUtanAsync(db, plan.Id, cancellationToken),
        };
        // Ett papper som säger sig vara det som nämnden beslutade ska också vara det.
        if (plan.Checksumma is { } checksumma && !Plansumma.Stammer(checksumma, plan.NamndId, plan.Ar, rapport.Rader, rapport.Utan))
        {
            return Result<Rapportfil>.Refused(new Hinder("checksumma-stammer-inte",
                "Planens innehåll stämmer inte med checksumman från beslutet och lämnas inte ut. Kontakta systemförvaltaren."));
        }
        return Result<Rapportfil>.Ok(new Rapportfil($"Uppfoljningsplan-{plan.Forkortning}-{plan.Ar}.pdf", "application/pdf", dokument.Pdf(rapport)));
    }
}
