using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Atkomst;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Alla som har ett konto, med hur många nämnder de har roller i.</summary>
[Kraver(Roll.Administrator)]
public sealed record AnvandarlistaQuery : IQuery<IReadOnlyList<Anvandarrad>>, IKommunbunden;

public sealed record Anvandarrad
{
    public Guid Id { get; init; }

    public required string Anvandarnamn { get; init; }

    public required string Namn { get; init; }

    public bool Inaktiv { get; init; }

    public bool Administrator { get; init; }

    public int AntalNamnder { get; init; }
}

public sealed class AnvandarlistaHandler(DbSession db) : IRequestHandler<AnvandarlistaQuery, Result<IReadOnlyList<Anvandarrad>>>
{
    private const string AnvandareSql = """
        SELECT a.Id, a.Anvandarnamn, a.Namn, a.Inaktiv,
               CASE WHEN EXISTS (SELECT 1 FROM Rolltilldelning r WHERE r.AnvandareId = a.Id AND r.NamndId IS NULL AND r.Roll = 'Administrator') THEN 1 ELSE 0 END AS Administrator,
               (SELECT COUNT(DISTINCT r.NamndId) FROM Rolltilldelning r WHERE r.AnvandareId = a.Id) AS AntalNamnder
        FROM Anvandare a
        ORDER BY a.Namn, a.Anvandarnamn
        """;

    public async Task<Result<IReadOnlyList<Anvandarrad>>> Handle(AnvandarlistaQuery request, CancellationToken cancellationToken) =>
        Result<IReadOnlyList<Anvandarrad>>.Ok(await db.QueryAsync<Anvandarrad>(AnvandareSql, null, cancellationToken));
}

/// <summary>En användare med sina roller.</summary>
[Kraver(Roll.Administrator)]
public sealed record AnvandarbladQuery(Guid AnvandareId) : IQuery<Anvandarblad>, IKommunbunden;

public sealed record Anvandarblad
{
    public Guid Id { get; init; }

    public required string Anvandarnamn { get; init; }

    public required string Namn { get; init; }

    public bool Inaktiv { get; init; }

    public IReadOnlyList<Rollrad> Roller { get; init; } = [];

    public IReadOnlyList<Avtal.Namndval> Namnder { get; init; } = [];

    public DateOnly Idag { get; init; }
}

public sealed record Rollrad
{
    public Guid? NamndId { get; init; }

    public string? Namnd { get; init; }

    public Roll Roll { get; init; }

    public DateOnly? FranDag { get; init; }

    public DateOnly? TillDag { get; init; }

    public Rollperiod Tid => new(FranDag, TillDag);
}

public sealed class AnvandarbladHandler(DbSession db, TimeProvider clock) : IRequestHandler<AnvandarbladQuery, Result<Anvandarblad>>
{
    private const string AnvandareSql = "SELECT Id, Anvandarnamn, Namn, Inaktiv FROM Anvandare WHERE Id = @AnvandareId";

    private const string RollerSql = """
        SELECT r.NamndId, n.Namn AS Namnd, r.Roll, r.FranDag, r.TillDag
        FROM Rolltilldelning r
        LEFT JOIN Namnd n ON n.Id = r.NamndId
        WHERE r.AnvandareId = @AnvandareId
        ORDER BY n.Namn, r.Roll
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd ORDER BY Namn";

    public async Task<Result<Anvandarblad>> Handle(AnvandarbladQuery request, CancellationToken cancellationToken)
    {
        var anvandare = await db.SingleOrDefaultAsync<Anvandarblad>(AnvandareSql, request, cancellationToken);
        return anvandare is null ? Result<Anvandarblad>.NotFound() : Result<Anvandarblad>.Ok(anvandare with
        {
            Idag = clock.Idag(),
            Roller = await db.QueryAsync<Rollrad>(RollerSql, request, cancellationToken),
            Namnder = await db.QueryAsync<Avtal.Namndval>(NamnderSql, null, cancellationToken),
        });
    }
}
