using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Planer;

/// <summary>Tar bort en person ur bemanningen.</summary>
[Kraver(Planmojligheter.Planerar)]
public sealed record TaBortBemanningCommand : ICommand<Unit>, INamndbunden
{
    public Guid NamndId { get; init; }

    public int Ar { get; init; }

    public Guid BemanningId { get; init; }

    public int Version { get; init; }
}

public sealed class TaBortBemanningHandler(DbSession db) : IRequestHandler<TaBortBemanningCommand, Result<Unit>>
{
    private const string NamnSql = "SELECT Namn FROM Planbemanning WHERE Id = @BemanningId AND NamndId = @NamndId AND Ar = @Ar";

    private const string TaBortManaderSql = """
        DELETE FROM Planbemanningsmanad
        WHERE BemanningId IN (SELECT b.Id FROM Planbemanning b WHERE b.Id = @BemanningId AND b.Version = @Version)
        """;

    private const string TaBortSql = "DELETE FROM Planbemanning WHERE Id = @BemanningId AND Version = @Version";

    public async Task<Result<Unit>> Handle(TaBortBemanningCommand request, CancellationToken cancellationToken)
    {
        if (await db.SingleOrDefaultAsync<string>(NamnSql, request, cancellationToken) is not { } namn) { return Result<Unit>.NotFound(); }
        await db.ExecuteAsync(TaBortManaderSql, request, cancellationToken);
        if (await db.ExecuteAsync(TaBortSql, request, cancellationToken) == 0) { return Result<Unit>.Conflict(await Bemanningskonflikt.HinderAsync(db, request.BemanningId, cancellationToken)); }
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Bemanning borttagen", $"{namn} borttagen ur bemanningen för {request.Ar}.",
            new { request.BemanningId, request.Ar, Namn = namn }, request.BemanningId));
    }
}
