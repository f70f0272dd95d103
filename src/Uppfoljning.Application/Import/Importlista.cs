using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Import;

/// <summary>Filer som har tagits emot i nämnden, de senaste först.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ImportlistaQuery : IQuery<Importlista>, INamndbunden, IPaged
{
    public Guid NamndId { get; init; }

    public int Sida { get; init; } = 1;
}

public sealed record Importlista(Guid NamndId, string Namnd, Page<Importlisterad> Importer);

public sealed record Importlisterad
{
    public Guid Id { get; init; }

    public Importsort Sort { get; init; }

    public string Filnamn { get; init; } = "";

    public Importtillstand Tillstand { get; init; }

    public DateTimeOffset Inlagd { get; init; }

    public string InlagdAv { get; init; } = "";

    public int AntalRader { get; init; }

    public DateTimeOffset? Avslutad { get; init; }

    public int? AntalNya { get; init; }

    public int? AntalAndrade { get; init; }

    public int? AntalLika { get; init; }
}

public sealed class ImportlistaHandler(DbSession db) : IRequestHandler<ImportlistaQuery, Result<Importlista>>
{
    private const string AntalSql = "SELECT COUNT(*) FROM Import WHERE NamndId = @NamndId";

    private const string SidaSql = """
        SELECT Id, Sort, Filnamn, Tillstand, Inlagd, InlagdAv, AntalRader, Avslutad, AntalNya, AntalAndrade, AntalLika
        FROM Import
        WHERE NamndId = @NamndId
        ORDER BY Inlagd DESC, Id
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    public async Task<Result<Importlista>> Handle(ImportlistaQuery request, CancellationToken cancellationToken)
    {
        if (await Importnamnd.LasAsync(db, request.NamndId, cancellationToken) is not { } namnd) { return Result<Importlista>.NotFound(); }
        var antal = await db.SingleOrDefaultAsync<int>(AntalSql, new { request.NamndId }, cancellationToken);
        var sida = Page<Importlisterad>.Inom(request.Sida, antal);
        var rader = await db.QueryAsync<Importlisterad>(SidaSql,
            new { request.NamndId, Offset = Page<Importlisterad>.Offset(sida), Limit = Page<Importlisterad>.Storlek }, cancellationToken);
        return Result<Importlista>.Ok(new Importlista(namnd.Id, namnd.Namn, new Page<Importlisterad>(rader, antal, sida)));
    }
}
