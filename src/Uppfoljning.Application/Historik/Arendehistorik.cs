using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Historik;

/// <summary>Vem som gjorde vad när i ett ärende, det senaste först.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ArendehistorikQuery(Guid ArendeId, int Sida = 1) : IQuery<Page<Historikrad>>, IArendebunden, IPaged;

public sealed record Historikrad
{
    public DateTimeOffset Tid { get; init; }

    public string Anvandare { get; init; } = "";

    public string Vad { get; init; } = "";

    public string Mening { get; init; } = "";
}

public sealed class ArendehistorikHandler(DbSession db) : IRequestHandler<ArendehistorikQuery, Result<Page<Historikrad>>>
{
    public async Task<Result<Page<Historikrad>>> Handle(ArendehistorikQuery request, CancellationToken cancellationToken) =>
        Result<Page<Historikrad>>.Ok(await Arendehistorik.LasAsync(db, request.ArendeId, request.Sida, cancellationToken));
}

/// <summary>Läser historiken; för frågor som redan har prövat åtkomsten till ärendet och visar den bland annat.</summary>
internal static class Arendehistorik
{
    private const string AntalSql = "SELECT COUNT(*) FROM Handelse WHERE ArendeId = @ArendeId";

    private const string RaderSql = """
        SELECT Tid, Anvandare, Vad, Mening
        FROM Handelse
        WHERE ArendeId = @ArendeId
        ORDER BY Tid DESC, Id DESC
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    internal const string AllaSql = """
        SELECT Tid, Anvandare, Vad, Mening
        FROM Handelse
        WHERE ArendeId = @ArendeId
        ORDER BY Tid DESC, Id DESC
        """;

    public static async Task<Page<Historikrad>> LasAsync(DbSession db, Guid arendeId, int sida, CancellationToken cancellationToken)
    {
        var antal = await db.SingleOrDefaultAsync<int>(AntalSql, new { ArendeId = arendeId }, cancellationToken);
        sida = Page<Historikrad>.Inom(sida, antal);
        var rader = await db.QueryAsync<Historikrad>(RaderSql,
            new { ArendeId = arendeId, Offset = Page<Historikrad>.Offset(sida), Limit = Page<Historikrad>.Storlek }, cancellationToken);
        return new Page<Historikrad>(rader, antal, sida);
    }
}
