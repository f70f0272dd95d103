using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Ändrar ett avtals uppgifter. Det som stod förut finns i historiken.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record AndraAvtalCommand : Avtalsuppgifter, ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class AndraAvtalValidator : AvtalsuppgifterValidator<AndraAvtalCommand>;

public sealed class AndraAvtalHandler(DbSession db, TimeProvider clock) : IRequestHandler<AndraAvtalCommand, Result<Unit>>
{
    private const string ForeSql = """
        SELECT a.NamndId, a.Tillstand, a.AvtalsansvarigId,
               (SELECT COUNT(*) FROM Avtal b WHERE b.NamndId = a.NamndId AND b.Avtalsnummer = @Avtalsnummer AND b.Id <> a.Id) AS AntalMedNummer
        FROM Avtal a
        WHERE a.Id = @AvtalId
        """;

    public async Task<Result<Unit>> Handle(AndraAvtalCommand request, CancellationToken cancellationToken)
    {
        var rad = Avtalsrad.Av(request);
        var fore = await db.SingleOrDefaultAsync<Fore>(ForeSql, new { request.AvtalId, rad.Avtalsnummer }, cancellationToken);
        if (fore is null) { return Result<Unit>.NotFound(); }
        if (fore.AntalMedNummer > 0)
        {
            return Result<Unit>.Refused(new Hinder("finns-redan", "Ett annat avtal i nämnden har redan det avtalsnumret.", Falt: nameof(request.Avtalsnummer)));
        }

        var ansvarig = await Avtalsansvarsval.AvgorAsync(db, fore.NamndId, request, fore.AvtalsansvarigId, clock.Idag(), cancellationToken);
        if (ansvarig.Hinder is { } hinder) { return Result<Unit>.Refused(hinder); }

        rad = rad with
        {
            Avtalsansvarig = ansvarig.Namn,
            Id = request.AvtalId,
            NamndId = fore.NamndId,
            Tillstand = fore.Tillstand,
            UtforareId = await Utforarskrivning.HittaEllerSkapaAsync(db, request.Utforare, request.Nummer(), request.Driftsform, cancellationToken),
            VerksamhetsomradeId = await Verksamhetsomraden.HittaEllerSkapaAsync(db, fore.NamndId, request.Verksamhetsomrade, cancellationToken),
        };
        await Avtalsrad.AndraAsync(db, [rad], clock.GetUtcNow(), cancellationToken);
        await Sokord.SkrivAsync(db, rad.Id, request.Soktexter(), nytt: false, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Avtal ändrat", $"Uppgifterna om avtalet {rad.Benamning} ändrade.", rad.Fakta()));
    }

    private sealed record Fore
    {
        public Guid NamndId { get; init; }

        public required string Tillstand { get; init; }

        public Guid? AvtalsansvarigId { get; init; }

        public int AntalMedNummer { get; init; }
    }
}
