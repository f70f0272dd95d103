using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Application.Enheter;

/// <summary>
/// Ändrar en enhets uppgifter, bland dem vem som driver den och om den verkar i konkurrens med privata utförare. De avgör om den ska ha en rad
/// i planen (UPP-01).
/// </summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AndraEnhetCommand : Enhetsuppgifter, ICommand<Unit>, IVersionsbunden
{
    public Guid EnhetId { get; init; }

    public int Version { get; init; }

    Guid IArendebunden.ArendeId => EnhetId;
}

public sealed class AndraEnhetValidator : EnhetsuppgifterValidator<AndraEnhetCommand>;

public sealed class AndraEnhetHandler(DbSession db) : IRequestHandler<AndraEnhetCommand, Result<Unit>>
{
    private const string ForeSql = """
        SELECT e.Id, e.NamndId, n.Namn AS Namnd, e.Namn, e.UtforareId, e.Driftsform, e.Konkurrens,
               (SELECT COUNT(*) FROM Enhet l WHERE l.NamndId = e.NamndId AND l.Radnyckel = @Radnyckel AND l.Id <> e.Id) AS AntalLika
        FROM Enhet e
        JOIN Namnd n ON n.Id = e.NamndId
        WHERE e.Id = @EnhetId
        """;

    private const string AndraSql = """
        UPDATE Enhet
        SET Radnyckel = @Radnyckel, Namn = @Namn, VerksamhetsomradeId = @VerksamhetsomradeId, UtforareId = @UtforareId, Driftsform = @Driftsform, Antal = @Antal,
            Plats = @Plats, Platser = @Platser, Brukare = @Brukare, Konkurrens = @Konkurrens, MojligFor = @MojligFor, UppdragDiarienummer = @UppdragDiarienummer,
            UppdragBeslutat = @UppdragBeslutat, UppdragGallerTill = @UppdragGallerTill, Anmarkning = @Anmarkning
        WHERE Id = @Id
        """;

    public async Task<Result<Unit>> Handle(AndraEnhetCommand request, CancellationToken cancellationToken)
    {
        var radnyckel = Radnyckel.ForEnhet(request.Namn, request.Verksamhetsomrade);
        var fore = await db.SingleOrDefaultAsync<Fore>(ForeSql, new { request.EnhetId, Radnyckel = radnyckel }, cancellationToken);
        if (fore is null) { return Result<Unit>.NotFound(); }
        var namn = request.Namn.Trim();
        if (fore.AntalLika > 0)
        {
            return Result<Unit>.Refused(new Hinder("finns-redan", $"En annan enhet i registret heter {namn} och har samma verksamhetsområde.", Falt: nameof(request.Namn)));
        }

        var omrade = await Verksamhetsomraden.HittaEllerSkapaAsync(db, fore.NamndId, request.Verksamhetsomrade, cancellationToken);
        var (utforareId, driftsform, hinder) = await Enhetsrader.DriverAsync(db, request, fore.NamndId, fore.Namnd, (fore.UtforareId, fore.Driftsform), cancellationToken);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        await db.ExecuteAsync(AndraSql, Enhetsrader.Rad(request, request.EnhetId, fore.NamndId, radnyckel, omrade, utforareId, driftsform), cancellationToken);
        await Sokord.SkrivAsync(db, request.EnhetId, request.Soktexter(), nytt: false, cancellationToken);
        var mening = request.Konkurrens == fore.Konkurrens
            ? namn == fore.Namn ? $"Uppgifterna om enheten {namn} ändrade." : $"Enheten {fore.Namn} heter nu {namn}."
            : request.Konkurrens switch
            {
                true => $"Enheten {namn} verkar i konkurrens.",
                false => $"Enheten {namn} verkar inte i konkurrens.",
                null => $"Om enheten {namn} verkar i konkurrens är inte känt.",
            };
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Enhet ändrad", mening,
            new { request.EnhetId, Namn = namn, UtforareId = utforareId, request.Antal, request.Platser, request.Konkurrens }));
    }

    private sealed record Fore
    {
        public Guid Id { get; init; }

        public Guid NamndId { get; init; }

        public required string Namnd { get; init; }

        public required string Namn { get; init; }

        public Guid? UtforareId { get; init; }

        public string? Driftsform { get; init; }

        public bool? Konkurrens { get; init; }

        public int AntalLika { get; init; }
    }
}
