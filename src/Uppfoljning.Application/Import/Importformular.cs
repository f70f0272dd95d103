using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Import;

/// <summary>Det som behövs för att lämna en fil till nämnden: nämndens namn, vilka rubriker som går att läsa, och filer som redan väntar.</summary>
[Kraver(Importratt.Nagon)]
public sealed record ImportformularQuery(Guid NamndId) : IQuery<Importformular>, INamndbunden;

/// <summary>Sorter: de register som användaren får föra in filer i.</summary>
public sealed record Importformular(Guid NamndId, string Namnd, IReadOnlyList<Importsort> Sorter, IReadOnlyList<Vantandefil> Vantar);

/// <summary>En fil som är provad men varken införd eller förkastad.</summary>
public sealed record Vantandefil
{
    public Guid Id { get; init; }

    public required string Filnamn { get; init; }

    public Importsort Sort { get; init; }

    public DateTimeOffset Inlagd { get; init; }

    public required string InlagdAv { get; init; }
}

public sealed class ImportformularHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<ImportformularQuery, Result<Importformular>>
{
    private const string VantarSql = """
        SELECT Id, Filnamn, Sort, Inlagd, InlagdAv
        FROM Import
        WHERE NamndId = @NamndId AND Sort IN @Sorter AND Tillstand IN ('Provad', 'Koad', 'Pagar', 'Misslyckad')
        ORDER BY Inlagd DESC
        OFFSET 0 ROWS FETCH NEXT 10 ROWS ONLY
        """;

    public async Task<Result<Importformular>> Handle(ImportformularQuery request, CancellationToken cancellationToken)
    {
        if (await Importnamnd.LasAsync(db, request.NamndId, cancellationToken) is not { } namnd) { return Result<Importformular>.NotFound(); }
        var sorter = anvandare.Sorter(namnd.Id);
        return Result<Importformular>.Ok(new Importformular(namnd.Id, namnd.Namn, sorter,
            await db.QueryAsync<Vantandefil>(VantarSql, new { request.NamndId, Sorter = sorter.Select(s => s.ToString()) }, cancellationToken)));
    }
}
