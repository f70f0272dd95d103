using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Tar bort en regel som aldrig har gällt. Det som har gällt avslutas i stället.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record TaBortPlanregelCommand : ICommand<Unit>, INamndbunden
{
    public Guid NamndId { get; init; }

    public Guid RegelId { get; init; }

    public int Version { get; init; }

    public bool Bekraftat { get; init; }
}

public sealed class TaBortPlanregelHandler(DbSession db, TimeProvider clock) : IRequestHandler<TaBortPlanregelCommand, Result<Unit>>
{
    private const string TaBortSql = "DELETE FROM Planregel WHERE Id = @RegelId AND NamndId = @NamndId AND Version = @Version";

    public async Task<Result<Unit>> Handle(TaBortPlanregelCommand request, CancellationToken cancellationToken)
    {
        var fore = await Planregelrad.LasAsync(db, request.NamndId, request.RegelId, cancellationToken);
        if (fore is null) { return Result<Unit>.NotFound(); }
        var hinder = new List<Hinder>();
        if (Hindret(fore.Regel, clock.Idag(), await Planregelverksomgang.BeslutatArAsync(db, request.NamndId, cancellationToken)) is { } hindret) { hinder.Add(hindret); }
        if (!request.Bekraftat) { hinder.Add(new("bekrafta", "Bekräfta att regeln ska tas bort.", Falt: nameof(request.Bekraftat))); }
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }
        if (fore.Regel.Version != request.Version || await db.ExecuteAsync(TaBortSql, request, cancellationToken) == 0) { return Result<Unit>.Conflict(fore.Andrad()); }

        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Planregel borttagen", $"Regeln {fore.Regel.Benamning} ({fore.Regel.Kalla}) borttagen.",
            new { request.RegelId, Regel = Planregelrad.Fakta(fore.Regel) }));
    }

    /// <summary>Varför regeln inte får tas bort; null när den får det.</summary>
    internal static Hinder? Hindret(Planregel regel, DateOnly idag, int? beslutatAr) => Planregelkrav.ProvaBorttagning(regel, idag)
        ?? (beslutatAr is { } ar && regel.GallerFran.Year <= ar
            ? new("plan-beslutad", $"Nämnden har beslutat planen för {ar} med regeln. Avsluta den i stället.")
            : null);
}
