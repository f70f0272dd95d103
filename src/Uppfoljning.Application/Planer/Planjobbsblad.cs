using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Planer;

/// <summary>En körning och hur det gick för varje nämnd. Raderna för nämnder där användaren inte arbetar visas inte; antalen gäller alla.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanjobbsbladQuery(Guid PlanjobbId) : IQuery<Planjobbsblad>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Planjobbsblad(Planjobb Jobb, IReadOnlyList<Planjobbrad> Rader)
{
    public int Dolda => Jobb.Antal - Rader.Count;

    public int Procent => Jobb.Antal == 0 ? 0 : 100 * Jobb.Klara / Jobb.Antal;
}

public sealed class PlanjobbsbladHandler(DbSession db) : IRequestHandler<PlanjobbsbladQuery, Result<Planjobbsblad>>
{
    private const string RaderSql = """
        SELECT r.NamndId, n.Namn AS Namnd, r.Fore, r.Utfall, r.Besked, r.PlanId, r.Klar
        FROM Planjobbrad r
        JOIN Namnd n ON n.Id = r.NamndId
        WHERE r.PlanjobbId = @PlanjobbId AND r.NamndId IN @Namnder
        ORDER BY r.Nr
        """;

    public async Task<Result<Planjobbsblad>> Handle(PlanjobbsbladQuery request, CancellationToken cancellationToken)
    {
        // A run that is only about others' nämnder is not there.
        var rader = await db.QueryAsync<Planjobbrad>(RaderSql, request, cancellationToken);
        return rader.Count > 0 && await Planjobb.LasAsync(db, request.PlanjobbId, cancellationToken) is { } jobb
            ? Result<Planjobbsblad>.Ok(new(jobb, rader))
            : Result<Planjobbsblad>.NotFound();
    }
}
