using FluentValidation;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Avbryter en revidering. Planen blir precis den som nämnden senast beslutade; särskilda granskningar som har tillkommit står kvar.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record AvbrytRevideringCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid PlanId { get; init; }

    public int Version { get; init; }

    public bool Bekraftat { get; init; }

    Guid IArendebunden.ArendeId => PlanId;
}

public sealed class AvbrytRevideringValidator : AbstractValidator<AvbrytRevideringCommand>
{
    public AvbrytRevideringValidator() => RuleFor(c => c.Bekraftat).Equal(true).WithMessage("Bekräfta att ändringarna ska kastas. Det går inte att ångra.");
}

public sealed class AvbrytRevideringHandler(DbSession db) : IRequestHandler<AvbrytRevideringCommand, Result<Unit>>
{
    private const string AterstallRaderSql = """
        INSERT INTO Planrad (Id, PlanId, Nr, Version, AvtalId, EnhetId, UtforareId, Slag, Del, Verksamhetsomrade, Objekt, Utforare, Driftsform, Avtalsnummer, Start, Slut,
            VadSomFoljsUpp, Former, Ansvarig, ForstaManad, SistaManad, FlerManader, IntervallManader, AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, Skal,
            Risk, Riskpoang, Riskniva, Bestams, HogstIntervallManader, Timmar, Utlosare, Utlosartext, Utlosardatum, Andrad)
        SELECT v.Id, @PlanId, v.Nr, 1, v.AvtalId, v.EnhetId, v.UtforareId, v.Slag, v.Del, v.Verksamhetsomrade, v.Objekt, v.Utforare, v.Driftsform, v.Avtalsnummer, v.Start, v.Slut,
            v.VadSomFoljsUpp, v.Former, v.Ansvarig, v.ForstaManad, v.SistaManad, v.FlerManader, v.IntervallManader, v.AterkopplingNamnd, v.AterkopplingUtforare,
            v.AterkopplingAllmanhet, v.Skal, v.Risk, v.Riskpoang, v.Riskniva, v.Bestams, v.HogstIntervallManader, v.Timmar, v.Utlosare, v.Utlosartext, v.Utlosardatum, v.Andrad
        FROM Planversionsrad v
        WHERE v.VersionId = @VersionId AND NOT EXISTS (SELECT 1 FROM Planrad r WHERE r.Id = v.Id)
        """;

    private const string TaBortUtanSql = "DELETE FROM PlanUtanRad WHERE PlanId = @PlanId";

    private const string AterstallUtanSql = """
        INSERT INTO PlanUtanRad (Id, PlanId, AvtalId, EnhetId, UtforareId, Slag, GenomRadId, Riskpoang, Bestams, Verksamhetsomrade, Objekt, Utforare, Skal)
        SELECT Id, @PlanId, AvtalId, EnhetId, UtforareId, Slag, GenomRadId, Riskpoang, Bestams, Verksamhetsomrade, Objekt, Utforare, Skal
        FROM Planversionsutan
        WHERE VersionId = @VersionId
        """;

    private const string GallSql = "UPDATE Uppfoljningsplan SET Tillstand = 'Beslutad', Revideringsskal = NULL WHERE Id = @PlanId AND Tillstand = 'Reviderad'";

    public async Task<Result<Unit>> Handle(AvbrytRevideringCommand request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        if (plan is null) { return Result<Unit>.NotFound(); }
        if (plan.Tillstand != Plantillstand.Reviderad) { return Result<Unit>.Refused(new Hinder("inte-under-revidering", "Planen revideras inte.")); }

        var version = (await Planversioner.LasAsync(db, plan, cancellationToken))[^1];
        if (await Planversioner.InnehallAsync(db, plan, version, cancellationToken) is not { } fryst) { return Result<Unit>.Refused(Planversioner.Ostamd); }

        var rader = await Planrader.LasAsync(db, plan.Id, cancellationToken);
        var skillnad = Planskillnad.MellanVersioner(fryst.Rader, rader, fryst.Utan, await Planrader.LasUtanAsync(db, plan.Id, cancellationToken), plan.Ar);
        await Planrader.SkrivAsync(db, plan.Id, Aterstallning(fryst.Rader, rader), rader, cancellationToken);
        var nycklar = new { PlanId = plan.Id, VersionId = version.Id };
        await db.ExecuteAsync(AterstallRaderSql, nycklar, cancellationToken);
        await db.ExecuteAsync(TaBortUtanSql, nycklar, cancellationToken);
        await db.ExecuteAsync(AterstallUtanSql, nycklar, cancellationToken);
        if (!Planversioner.Orord(plan, version, fryst, await Planrader.LasAsync(db, plan.Id, cancellationToken), await Planrader.LasUtanAsync(db, plan.Id, cancellationToken)))
        {
            return Result<Unit>.Refused(Planversioner.Ostamd);
        }
        await db.ExecuteAsync(GallSql, nycklar, cancellationToken);

        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Revidering avbruten",
            $"Revideringen av uppföljningsplan {plan.Ar} avbruten: {Plantext.Antal(skillnad.Tillkomna.Count + skillnad.Borttagna.Count + skillnad.Andrade.Count, "rads ändring", "raders ändringar")} kastade. "
                + $"Version {version.Nr} gäller.",
            new
            {
                PlanId = plan.Id,
                Version = version.Nr,
                Nya = skillnad.Tillkomna.Select(r => r.Objekt),
                Borttagna = skillnad.Borttagna.Select(r => r.Objekt),
                Andrade = skillnad.Andrade.Select(a => a.Efter.Objekt),
            }));
    }

    /// <summary>Raderna som ska bort, och de som ska få tillbaka det som beslutades. Versionen höjs, så att den som har en rad öppen får veta det.</summary>
    private static Plansammanslagning Aterstallning(IReadOnlyList<Planrad> frysta, IReadOnlyList<Planrad> rader)
    {
        var fryst = frysta.ToDictionary(r => r.Id);
        return new Plansammanslagning(
            [],
            [.. rader.Where(r => fryst.ContainsKey(r.Id)).Select(r => fryst[r.Id] with { Version = r.Version } is var f && f == r ? r : f with { Version = r.Version + 1 })],
            [.. rader.Where(r => r.Slag == Radslag.Ordinarie && !fryst.ContainsKey(r.Id))])
        {
            AntalErsatta = 0,
            AntalBehallna = 0,
        };
    }
}
