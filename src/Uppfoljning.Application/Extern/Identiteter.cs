using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Extern;

/// <summary>Identiteterna som väntar på ett konto, eller de som har ett.</summary>
[Kraver(Roll.Administrator)]
public sealed record IdentitetslistaQuery(bool Kopplade, int Sida) : IQuery<Identitetslista>, IKommunbunden, IPaged;

public sealed record Identitetslista(Page<Identitet> Sida, bool Kopplade, int Vantar, IReadOnlyList<Kontoval> Konton);

/// <summary>Ett konto att koppla till.</summary>
public sealed record Kontoval
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public required string Anvandarnamn { get; init; }
}

public sealed record Identitet
{
    public Guid Id { get; init; }

    public required string Utfardare { get; init; }

    public required string Amne { get; init; }

    public string? Anvandarnamn { get; init; }

    public string? Namn { get; init; }

    public string? Epost { get; init; }

    public DateTimeOffset ForstSedd { get; init; }

    public DateTimeOffset SenastSedd { get; init; }

    public Guid? AnvandareId { get; init; }

    public string? Konto { get; init; }

    public string Visningsnamn => Namn ?? Anvandarnamn ?? Epost ?? Amne;

    internal const string EnSql = """
        SELECT i.Id, i.Utfardare, i.Amne, i.Anvandarnamn, i.Namn, i.Epost, i.ForstSedd, i.SenastSedd, i.AnvandareId, a.Namn AS Konto
        FROM ExternIdentitet i
        LEFT JOIN Anvandare a ON a.Id = i.AnvandareId
        WHERE i.Id = @IdentitetId
        """;

    internal static Task<Identitet?> LasAsync(DbSession db, Guid identitetId, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Identitet>(EnSql, new { IdentitetId = identitetId }, cancellationToken);
}

public sealed class IdentitetslistaHandler(DbSession db) : IRequestHandler<IdentitetslistaQuery, Result<Identitetslista>>
{
    private const string AntalSql = "SELECT COUNT(*) FROM ExternIdentitet WHERE AnvandareId IS NULL";

    private const string AntalKoppladeSql = "SELECT COUNT(*) FROM ExternIdentitet WHERE AnvandareId IS NOT NULL";

    private const string VantarSql = """
        SELECT Id, Utfardare, Amne, Anvandarnamn, Namn, Epost, ForstSedd, SenastSedd
        FROM ExternIdentitet
        WHERE AnvandareId IS NULL
        ORDER BY SenastSedd DESC, Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string KoppladeSql = """
        SELECT i.Id, i.Utfardare, i.Amne, i.Anvandarnamn, i.Namn, i.Epost, i.ForstSedd, i.SenastSedd, i.AnvandareId, a.Namn AS Konto
        FROM ExternIdentitet i
        JOIN Anvandare a ON a.Id = i.AnvandareId
        ORDER BY a.Namn, i.Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string KontonSql = """
        SELECT a.Id, a.Namn, a.Anvandarnamn
        FROM Anvandare a
        WHERE a.Inaktiv = 0 AND a.Demo = 0 AND NOT EXISTS (SELECT 1 FROM ExternIdentitet i WHERE i.AnvandareId = a.Id)
        ORDER BY a.Namn, a.Anvandarnamn
        """;

    public async Task<Result<Identitetslista>> Handle(IdentitetslistaQuery request, CancellationToken cancellationToken)
    {
        var vantar = await db.SingleOrDefaultAsync<int>(AntalSql, null, cancellationToken);
        var antal = request.Kopplade ? await db.SingleOrDefaultAsync<int>(AntalKoppladeSql, null, cancellationToken) : vantar;
        var sida = Page<Identitet>.Inom(request.Sida, antal);
        var rader = await db.QueryAsync<Identitet>(request.Kopplade ? KoppladeSql : VantarSql,
            new { Offset = Page<Identitet>.Offset(sida), Limit = Page<Identitet>.Storlek }, cancellationToken);
        return Result<Identitetslista>.Ok(new(new(rader, antal, sida), request.Kopplade, vantar,
            request.Kopplade || rader.Count == 0 ? [] : await db.QueryAsync<Kontoval>(KontonSql, null, cancellationToken)));
    }
}
