using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Tar bort den sista förlängningen, när den inte är beslutad.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record TaBortForlangningCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Nr { get; init; }

    public int Version { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class TaBortForlangningHandler(DbSession db, TimeProvider clock) : IRequestHandler<TaBortForlangningCommand, Result<Unit>>
{
    private const string TaBortSql = "DELETE FROM Avtalsforlangning WHERE AvtalId = @AvtalId AND Nr = @Nr AND Beslutad IS NULL";

    public async Task<Result<Unit>> Handle(TaBortForlangningCommand request, CancellationToken cancellationToken)
    {
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, clock.Idag(), cancellationToken) is not { } avtal) { return Result<Unit>.NotFound(); }
        var rader = await Forlangningsskrivning.RaderAsync(db, avtal, cancellationToken);
        if (rader.FirstOrDefault(r => r.Nr == request.Nr) is not { } rad) { return Result<Unit>.NotFound(); }

        var hinder = new List<Hinder>();
        if (rad.Beslutad is not null) { hinder.Add(new("beslutad", $"Förlängning {rad.Nr} är beslutad och kan inte tas bort.")); }
        if (rad.Nr != rader[^1].Nr) { hinder.Add(new("ej-sist", "Bara den sista förlängningen kan tas bort; de andra räknas från varandra.")); }
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        await db.ExecuteAsync(TaBortSql, new { request.AvtalId, rad.Nr }, cancellationToken);
        await Forlangningsskrivning.FaltenAsync(db, avtal, rader.Where(r => r.Nr != rad.Nr), cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Förlängning borttagen", $"Förlängning {rad.Nr} av avtalet {avtal.Benamning} borttagen.",
            new { request.AvtalId, rad.Nr, rad.Manader }));
    }
}
