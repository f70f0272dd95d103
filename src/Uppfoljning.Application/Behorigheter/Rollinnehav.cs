using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Behorigheter;

/// <summary>Vilka personer som har varje roll i varje nämnd i dag, egna och som ersättare. Revisorn ser sina nämnder.</summary>
[Kraver(Common.Roll.Administrator | Common.Roll.Revisor)]
public sealed record RollinnehavQuery : IQuery<Rollinnehav>, INamndfiltrerad
{
    public Guid? Namnd { get; init; }

    public Roll? Roll { get; init; }

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Rollinnehav(IReadOnlyList<Namndval> Namnder, IReadOnlyList<Innehavare> Personer, IReadOnlyList<Namndval> Visade, bool Administrator);

public sealed record Innehavare
{
    public Guid? NamndId { get; init; }

    public Guid AnvandareId { get; init; }

    public required string Namn { get; init; }

    public Roll Roll { get; init; }

    public DateOnly? TillDag { get; init; }

    /// <summary>Den som personen ersätter; null när rollen är hennes egen.</summary>
    public string? Ersatter { get; init; }
}

public sealed class RollinnehavHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<RollinnehavQuery, Result<Rollinnehav>>
{
    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE @Alla = 1 OR Id IN @Namnder ORDER BY Namn";

    private const string PersonerSql = """
        SELECT t.NamndId, a.Id AS AnvandareId, a.Namn, t.Roll, t.TillDag, NULL AS Ersatter
        FROM Rolltilldelning t
        JOIN Anvandare a ON a.Id = t.AnvandareId AND a.Inaktiv = 0
        WHERE (@Alla = 1 OR t.NamndId IN @Namnder) AND (t.FranDag IS NULL OR t.FranDag <= @Idag) AND (t.TillDag IS NULL OR t.TillDag >= @Idag)
        UNION ALL
        SELECT e.NamndId, a.Id AS AnvandareId, a.Namn, t.Roll, e.TillDag, p.Namn AS Ersatter
        FROM Ersattare e
        JOIN Anvandare a ON a.Id = e.AnvandareId AND a.Inaktiv = 0
        JOIN Anvandare p ON p.Id = e.ForAnvandareId AND p.Inaktiv = 0
        JOIN Ersattarroll l ON l.ErsattareId = e.Id
        JOIN Rolltilldelning t ON t.AnvandareId = e.ForAnvandareId AND t.NamndId = e.NamndId AND t.Roll = l.Roll
        WHERE (@Alla = 1 OR e.NamndId IN @Namnder) AND e.Aterkallad IS NULL AND e.FranDag <= @Idag AND e.TillDag >= @Idag
          AND (t.FranDag IS NULL OR t.FranDag <= @Idag) AND (t.TillDag IS NULL OR t.TillDag >= @Idag)
        ORDER BY 3, 2
        """;

    public async Task<Result<Rollinnehav>> Handle(RollinnehavQuery request, CancellationToken cancellationToken)
    {
        var admin = anvandare.KommunRoller.HarNagon(Roll.Administrator);
        var filter = new { Alla = admin ? 1 : 0, request.Namnder, Idag = clock.Idag() };
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, filter, cancellationToken);
        var personer = await db.QueryAsync<Innehavare>(PersonerSql, filter, cancellationToken);
        return Result<Rollinnehav>.Ok(new Rollinnehav(namnder,
            [.. personer.Where(p => request.Roll is null || p.Roll == request.Roll)],
            [.. namnder.Where(n => request.Namnd is null || n.Id == request.Namnd)], admin));
    }
}
