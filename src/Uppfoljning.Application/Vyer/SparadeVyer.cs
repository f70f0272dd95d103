using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Vyer;

/// <summary>Användarens egna vyer av en lista.</summary>
[Oppen(Vyregler.Skal)]
public sealed record SparadeVyerQuery(Vylista Lista) : IQuery<IReadOnlyList<SparadVy>>;

public sealed class SparadeVyerHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<SparadeVyerQuery, Result<IReadOnlyList<SparadVy>>>
{
    private const string VyerSql = "SELECT Id, Lista, Namn, Fraga FROM SparadVy WHERE AnvandareId = @AnvandareId AND Lista = @Lista ORDER BY Namn";

    public async Task<Result<IReadOnlyList<SparadVy>>> Handle(SparadeVyerQuery request, CancellationToken cancellationToken) => Result<IReadOnlyList<SparadVy>>.Ok(
        anvandare.Id is { } id ? await db.QueryAsync<SparadVy>(VyerSql, new { AnvandareId = id, Lista = request.Lista.ToString() }, cancellationToken) : []);
}

/// <summary>En av användarens egna vyer; någon annans finns inte.</summary>
[Oppen(Vyregler.Skal)]
public sealed record SparadVyQuery(Guid VyId) : IQuery<SparadVy>;

public sealed class SparadVyHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<SparadVyQuery, Result<SparadVy>>
{
    internal const string VySql = "SELECT Id, Lista, Namn, Fraga FROM SparadVy WHERE Id = @VyId AND AnvandareId = @AnvandareId";

    public async Task<Result<SparadVy>> Handle(SparadVyQuery request, CancellationToken cancellationToken) =>
        await db.SingleOrDefaultAsync<SparadVy>(VySql, new { request.VyId, AnvandareId = anvandare.Id }, cancellationToken) is { } vy
            ? Result<SparadVy>.Ok(vy)
            : Result<SparadVy>.NotFound();
}
