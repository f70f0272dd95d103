using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Application.Anvandare;

/// <summary>
/// Släpper in ett konto från maskinen, hur det än är stängt: öppnar det, låser upp det, tar bort engångskoderna och gör en länk att välja lösenord
/// med. Ingen är utelåst så att bara en leverantör kan öppna.
/// </summary>
[Kraver(Roll.System)]
public sealed record RaddaKontoCommand(string Anvandarnamn) : ICommand<string>, IKommunbunden;

public sealed class RaddaKontoHandler(DbSession db, Kontoinstallning installning, TimeProvider clock) : IRequestHandler<RaddaKontoCommand, Result<string>>
{
    private const string KontoSql = $"""
        SELECT a.Id, a.Namn, a.Demo, CASE WHEN {Gallanderoller.Administrator} THEN 1 ELSE 0 END AS Administrator
        FROM Anvandare a
        WHERE a.AnvandarnamnNormal = @Normal
        """;

    private const string OppnaSql = "UPDATE Anvandare SET Inaktiv = 0, MisslyckadeForsok = 0, LastTill = NULL WHERE Id = @Id";

    public async Task<Result<string>> Handle(RaddaKontoCommand request, CancellationToken cancellationToken)
    {
        var konto = await db.SingleOrDefaultAsync<Kontorad>(KontoSql, new { Normal = request.Anvandarnamn.ToUpperInvariant() }, cancellationToken);
        if (konto is null) { return Result<string>.Refused(new Hinder("finns-inte", $"Det finns inget konto med användarnamnet {request.Anvandarnamn}.")); }
        if (konto.Demo) { return Result<string>.Refused(new Hinder("demo", "En demoanvändare har inget lösenord.")); }
        if (installning.BaraExtern && !konto.Administrator)
        {
            return Result<string>.Refused(new Hinder("bara-extern", $"Bara administratörer har lösenord här (Extern:BaraExtern), och {konto.Namn} är inte administratör."));
        }
        var nu = clock.GetUtcNow();
        await db.ExecuteAsync(OppnaSql, new { konto.Id }, cancellationToken);
        await db.ExecuteAsync(SlutaMedTvafaktorHandler.TaBortSql, new { konto.Id }, cancellationToken);
        await Reservkodsbyte.TaBortAsync(db, konto.Id, cancellationToken);
        await Sessioner.AvslutaAsync(db, konto.Id, null, nu, cancellationToken);
        var nyckel = await Engangslankar.GorAsync(db, konto.Id, Lanknyckel.Inbjudan, nu, cancellationToken);
        return Result<string>.Ok(installning.Lank(nyckel), new AuditEntry("Konto öppnat från maskinen",
            $"Kontot för {konto.Namn} är öppet och upplåst, engångskoderna är borttagna och inloggningarna avslutade.", new { AnvandareId = konto.Id }));
    }

    private sealed record Kontorad
    {
        public Guid Id { get; init; }

        public required string Namn { get; init; }

        public bool Demo { get; init; }

        public bool Administrator { get; init; }
    }
}
