using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Drift;

/// <summary>Skyddar om nycklarna i databasen med den skyddsnyckel som gäller nu.</summary>
[Kraver(Roll.System)]
public sealed record BytSkyddsnyckelCommand(string Till) : ICommand<int>, IKommunbunden;

public sealed class BytSkyddsnyckelHandler(DbSession db, ISkyddsnycklar nycklar) : IRequestHandler<BytSkyddsnyckelCommand, Result<int>>
{
    private const string AllaSql = "SELECT Id, Innehall FROM Skyddsnyckel WHERE Skydd <> '' AND Skydd <> @Till ORDER BY Id";

    private const string SkyddaOmSql = "UPDATE Skyddsnyckel SET Innehall = @Nytt, Skydd = @Till WHERE Id = @Id AND Innehall = @Innehall";

    public async Task<Result<int>> Handle(BytSkyddsnyckelCommand request, CancellationToken cancellationToken)
    {
        var rader = await db.QueryAsync<Rad>(AllaSql, request, cancellationToken);
        foreach (var rad in rader)
        {
            await db.ExecuteAsync(SkyddaOmSql, new { rad.Id, rad.Innehall, Nytt = nycklar.SkyddaOm(rad.Innehall), request.Till }, cancellationToken);
        }
        return Result<int>.Ok(rader.Count, new AuditEntry("Skyddsnyckeln bytt",
            $"Nycklarna i databasen skyddas från och med nu av nyckeln {request.Till}. {rader.Count} {(rader.Count == 1 ? "nyckel" : "nycklar")} skyddades om.", new { Nyckel = request.Till, Antal = rader.Count }));
    }

    private sealed record Rad
    {
        public required string Id { get; init; }

        public required string Innehall { get; init; }
    }
}
