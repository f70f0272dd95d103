using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Import;

/// <summary>
/// Tar bort mottagna filer ur fillagret när de är förkastade eller äldre än <see cref="Dagar"/> dagar, om ingen annan import och inget dokument
/// har samma innehåll. Raden i tabellen Import står kvar.
/// </summary>
[Kraver(Roll.System)]
public sealed record RensaImportfilerCommand : ICommand<int>, IKommunbunden
{
    public const int Dagar = 30;
}

public sealed class RensaImportfilerHandler(DbSession db, IFillager lager, TimeProvider clock) : IRequestHandler<RensaImportfilerCommand, Result<int>>
{
    private const string GamlaSql = """
        SELECT i.Checksumma
        FROM Import i
        WHERE i.FilBorttagen IS NULL
          AND NOT EXISTS (SELECT 1 FROM Import a WHERE a.Checksumma = i.Checksumma AND a.FilBorttagen IS NULL
            AND ((a.Tillstand <> 'Forkastad' AND a.Inlagd >= @Grans) OR a.Tillstand IN ('Koad', 'Pagar')))
          AND NOT EXISTS (SELECT 1 FROM Dokument d WHERE d.Checksumma = i.Checksumma)
        GROUP BY i.Checksumma
        ORDER BY i.Checksumma
        OFFSET 0 ROWS FETCH NEXT 500 ROWS ONLY
        """;

    private const string BorttagnaSql = "UPDATE Import SET FilBorttagen = @Nu WHERE Checksumma = @Checksumma AND FilBorttagen IS NULL";

    public async Task<Result<int>> Handle(RensaImportfilerCommand request, CancellationToken cancellationToken)
    {
        var nu = clock.GetUtcNow();
        var gamla = await db.QueryAsync<string>(GamlaSql, new { Grans = nu.AddDays(-RensaImportfilerCommand.Dagar) }, cancellationToken);
        // Inget att göra lämnar ingen händelse efter sig.
        if (gamla.Count == 0) { return Result<int>.Refused(new Hinder("inget-att-rensa", "Det finns inga importfiler att ta bort.")); }

        await db.ExecuteAsync(BorttagnaSql, gamla.Select(checksumma => new { Nu = nu, Checksumma = checksumma }), cancellationToken);
        // A file that is gone although the transaction falls is one that was to go; the next round marks it.
        foreach (var checksumma in gamla) { await lager.TaBortAsync(checksumma, cancellationToken); }
        return Result<int>.Ok(gamla.Count, new AuditEntry("Importfiler borttagna",
            $"{(gamla.Count == 1 ? "1 mottagen fil" : $"{gamla.Count} mottagna filer")} som förkastats eller är äldre än {RensaImportfilerCommand.Dagar} dagar togs bort ur fillagret.", new { Antal = gamla.Count }));
    }
}
