using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Integritet;

namespace Uppfoljning.Application.Import;

/// <summary>
/// Tar bort mottagna filer ur fillagret när de är förkastade eller äldre än <see cref="Dagar"/> dagar, om ingen annan import och inget dokument
/// har samma innehåll. En import som ännu väntade förkastas då, och säger varför. Raden i tabellen Import står kvar. Det som bara sparades
/// medan det granskades tas bort efter lika lång tid.
/// </summary>
[Kraver(Roll.System)]
public sealed record RensaImportfilerCommand : ICommand<int>, IKommunbunden
{
    public const int Dagar = Lagringstider.ImportfilDagar;

    /// <summary>Så länge ligger en fil kvar sedan den senast lämnades: den som lämnade den kan ännu hålla på att lägga in den.</summary>
    public static readonly TimeSpan Respit = TimeSpan.FromHours(1);
}

public sealed class RensaImportfilerHandler(DbSession db, IFillager lager, TimeProvider clock, IAnvandarkontext anvandare)
    : IRequestHandler<RensaImportfilerCommand, Result<int>>
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

    private const string ForkastaSql = """
        UPDATE Import
        SET Tillstand = 'Forkastad', Avslutad = @Nu, AvslutadAv = @Vem, Fel = @Skal
        WHERE Checksumma = @Checksumma AND FilBorttagen IS NULL AND Tillstand IN ('Provad', 'Misslyckad')
        """;

    private const string BorttagnaSql = "UPDATE Import SET FilBorttagen = @Nu WHERE Checksumma = @Checksumma AND FilBorttagen IS NULL";

    private static readonly string Skal = $"Filen väntade i mer än {RensaImportfilerCommand.Dagar} dagar utan att föras in, och är borttagen. Inget har förts in. Lämna den igen om den ska föras in.";

    public async Task<Result<int>> Handle(RensaImportfilerCommand request, CancellationToken cancellationToken)
    {
        var nu = clock.GetUtcNow();
        var grans = nu.AddDays(-RensaImportfilerCommand.Dagar);
        await lager.RensaTillfalligtAsync(grans, cancellationToken);

        // Filen tas bort först: det som lagret har kvar åt någon står kvar i tabellen också. Faller transaktionen märker nästa varv raden.
        var borta = new List<string>();
        foreach (var checksumma in await db.QueryAsync<string>(GamlaSql, new { Grans = grans }, cancellationToken))
        {
            if (await lager.TaBortAsync(checksumma, nu - RensaImportfilerCommand.Respit, cancellationToken)) { borta.Add(checksumma); }
        }
        // Inget att göra lämnar ingen händelse efter sig.
        if (borta.Count == 0) { return Result<int>.Refused(new Hinder("inget-att-rensa", "Det finns inga importfiler att ta bort.")); }

        var rader = borta.Select(checksumma => new { Nu = nu, Vem = anvandare.Namn, Skal, Checksumma = checksumma }).ToList();
        var forkastade = await db.ExecuteAsync(ForkastaSql, rader, cancellationToken);
        await db.ExecuteAsync(BorttagnaSql, rader, cancellationToken);
        return Result<int>.Ok(borta.Count, new AuditEntry("Importfiler borttagna",
            $"{(borta.Count == 1 ? "1 mottagen fil" : $"{borta.Count} mottagna filer")} som förkastats eller är äldre än {RensaImportfilerCommand.Dagar} dagar togs bort ur fillagret."
                + (forkastade == 0 ? "" : $" {(forkastade == 1 ? "1 import" : $"{forkastade} importer")} som ännu väntade förkastades."),
            new { Antal = borta.Count, Forkastade = forkastade }));
    }
}
