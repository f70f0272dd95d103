using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Kalender;

/// <summary>Tar bort en dag som kommunen har lagt till i kalendern. Lagens helgdagar går inte att ta bort.</summary>
[Kraver(Roll.Administrator)]
public sealed record TaBortKalenderdagCommand(Guid KalenderdagId) : ICommand<Unit>, IKommunbunden;

public sealed class TaBortKalenderdagHandler(DbSession db) : IRequestHandler<TaBortKalenderdagCommand, Result<Unit>>
{
    private const string DagSql = "SELECT Id, Dag, Namn, Helgdag FROM Kalenderdag WHERE Id = @KalenderdagId";
    private const string TaBortSql = "DELETE FROM Kalenderdag WHERE Id = @KalenderdagId";

    public async Task<Result<Unit>> Handle(TaBortKalenderdagCommand request, CancellationToken cancellationToken)
    {
        var dag = await db.SingleOrDefaultAsync<Kalenderdagrad>(DagSql, request, cancellationToken);
        if (dag is null) { return Result<Unit>.NotFound(); }
        await db.ExecuteAsync(TaBortSql, request, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Kalenderdag borttagen", $"{Arbetskalender.Utskriven(dag.Dag)}, {dag.Namn}, borttagen ur kalendern.",
            new { request.KalenderdagId, dag.Dag, dag.Namn, dag.Helgdag }));
    }
}
