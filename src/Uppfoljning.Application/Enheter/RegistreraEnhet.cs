using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Application.Enheter;

/// <summary>
/// Lägger in en enhet för hand, i egen regi eller hos en annan utförare. Tomt betyder inte känt, också om enheten verkar i konkurrens.
/// </summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record RegistreraEnhetCommand : Enhetsuppgifter, ICommand<Guid>, INamndbunden
{
    public Guid NamndId { get; init; }
}

public sealed class RegistreraEnhetValidator : EnhetsuppgifterValidator<RegistreraEnhetCommand>;

public sealed class RegistreraEnhetHandler(DbSession db) : IRequestHandler<RegistreraEnhetCommand, Result<Guid>>
{
    private const string NamndSql = """
        SELECT n.Namn, (SELECT COUNT(*) FROM Enhet e WHERE e.NamndId = n.Id AND e.Radnyckel = @Radnyckel) AS AntalLika
        FROM Namnd n
        WHERE n.Id = @NamndId
        """;

    private const string ArendeSql = "INSERT INTO Arende (Id, NamndId, Sort, Version) VALUES (@Id, @NamndId, 'Enhet', 1)";

    private const string LaggInSql = """
        INSERT INTO Enhet (Id, NamndId, Radnyckel, Namn, VerksamhetsomradeId, UtforareId, Driftsform, Antal, Plats, Platser, Brukare, Konkurrens, MojligFor,
                           UppdragDiarienummer, UppdragBeslutat, UppdragGallerTill, Anmarkning)
        VALUES (@Id, @NamndId, @Radnyckel, @Namn, @VerksamhetsomradeId, @UtforareId, @Driftsform, @Antal, @Plats, @Platser, @Brukare, @Konkurrens, @MojligFor,
                @UppdragDiarienummer, @UppdragBeslutat, @UppdragGallerTill, @Anmarkning)
        """;

    public async Task<Result<Guid>> Handle(RegistreraEnhetCommand request, CancellationToken cancellationToken)
    {
        var radnyckel = Radnyckel.ForEnhet(request.Namn, request.Verksamhetsomrade);
        var namnd = await db.SingleOrDefaultAsync<Namndfakta>(NamndSql, new { request.NamndId, Radnyckel = radnyckel }, cancellationToken);
        if (namnd is null) { return Result<Guid>.NotFound(); }
        var namn = request.Namn.Trim();
        if (namnd.AntalLika > 0)
        {
            return Result<Guid>.Refused(new Hinder("finns-redan", $"Enheten finns redan i registret: {namn}.", Falt: nameof(request.Namn)));
        }

        var omrade = await Verksamhetsomraden.HittaEllerSkapaAsync(db, request.NamndId, request.Verksamhetsomrade, cancellationToken);
        var (utforareId, driftsform, hinder) = await Enhetsrader.DriverAsync(db, request, request.NamndId, namnd.Namn, fore: default, cancellationToken);
        if (hinder.Count > 0) { return Result<Guid>.Refused(hinder); }

        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(ArendeSql, new { Id = id, request.NamndId }, cancellationToken);
        await db.ExecuteAsync(LaggInSql, Enhetsrader.Rad(request, id, request.NamndId, radnyckel, omrade, utforareId, driftsform), cancellationToken);
        await Sokord.SkrivAsync(db, id, request.Soktexter(), nytt: true, cancellationToken);

        return Result<Guid>.Ok(id, new AuditEntry("Enhet registrerad", $"Enheten {namn} registrerad.",
            new { EnhetId = id, Namn = namn, UtforareId = utforareId, request.Antal, request.Platser, request.Konkurrens }, id));
    }

    /// <summary>Namnet på nämndens egen regi som utförare; importen av enheter använder samma.</summary>
    internal static string EgenRegi(string namnd) => $"{namnd}, egen regi" is var namn && namn.Length > 200 ? namn[..200] : namn;

    private sealed record Namndfakta
    {
        public required string Namn { get; init; }

        public int AntalLika { get; init; }
    }
}
