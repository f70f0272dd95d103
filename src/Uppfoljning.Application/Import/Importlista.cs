using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Import;

/// <summary>Filer som har tagits emot i de nämnder där användaren arbetar, de senaste först.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ImportlistaQuery : IQuery<Importlista>, INamndfiltrerad, IPaged
{
    public Guid? Namnd { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Importlista(Page<Importlistrad> Sida, IReadOnlyList<Namndval> Namnder);

public sealed record Importlistrad
{
    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public Importsort Sort { get; init; }

    public required string Filnamn { get; init; }

    public Importtillstand Tillstand { get; init; }

    public DateTimeOffset Inlagd { get; init; }

    public required string InlagdAv { get; init; }

    public int AntalRader { get; init; }

    public int? AntalNya { get; init; }

    public int? AntalAndrade { get; init; }

    public int? AntalLika { get; init; }
}

public sealed class ImportlistaHandler(DbSession db) : IRequestHandler<ImportlistaQuery, Result<Importlista>>
{
    private const string FranDel = "FROM Import i JOIN Namnd n ON n.Id = i.NamndId WHERE i.NamndId IN @Namnder";

    private const string KolumnerDel =
        "i.Id, i.NamndId, n.Forkortning AS Namnd, i.Sort, i.Filnamn, i.Tillstand, i.Inlagd, i.InlagdAv, i.AntalRader, i.AntalNya, i.AntalAndrade, i.AntalLika";

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    public async Task<Result<Importlista>> Handle(ImportlistaQuery request, CancellationToken cancellationToken)
    {
        var fran = new SqlList(FranDel).Och(request.Namnd is not null, "i.NamndId = @Namnd");
        var antal = await db.SingleOrDefaultAsync<int>(fran.Antal(), new { request.Namnder, request.Namnd }, cancellationToken);
        var sida = Page<Importlistrad>.Inom(request.Sida, antal);
        var rader = await db.QueryAsync<Importlistrad>(fran.Sida(KolumnerDel, "i.Inlagd DESC, i.Id"),
            new { request.Namnder, request.Namnd, Offset = Page<Importlistrad>.Offset(sida), Limit = Page<Importlistrad>.Storlek }, cancellationToken);
        return Result<Importlista>.Ok(new Importlista(
            new Page<Importlistrad>(rader, antal, sida),
            await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken)));
    }
}
