using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Lägger in ett avtal för hand. Det blir ett utkast tills det är tecknat, eller får det tillstånd som datumen ger när det redan är tecknat.</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record RegistreraAvtalCommand : Avtalsuppgifter, ICommand<Guid>, INamndbunden
{
    public Guid NamndId { get; init; }

    /// <summary>Sant när parterna redan har undertecknat avtalet.</summary>
    public bool Undertecknat { get; init; }
}

public sealed class RegistreraAvtalValidator : AvtalsuppgifterValidator<RegistreraAvtalCommand>;

public sealed class RegistreraAvtalHandler(DbSession db, TimeProvider clock) : IRequestHandler<RegistreraAvtalCommand, Result<Guid>>
{
    private const string FinnsSql = """
        SELECT Benamning
        FROM Avtal
        WHERE NamndId = @NamndId AND (Avtalsnummer = @Avtalsnummer OR Radnyckel = @Radnyckel)
        ORDER BY Benamning
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
        """;

    public async Task<Result<Guid>> Handle(RegistreraAvtalCommand request, CancellationToken cancellationToken)
    {
        var rad = Avtalsrad.Av(request);
        var radnyckel = Radnyckel.ForAvtal(rad.Avtalsnummer, rad.Benamning, request.Utforare, rad.Omrade, request.Verksamhetsomrade);
        if (await db.SingleOrDefaultAsync<string>(FinnsSql, new { request.NamndId, rad.Avtalsnummer, Radnyckel = radnyckel }, cancellationToken) is { } finns)
        {
            return Result<Guid>.Refused(new Hinder("finns-redan", $"Avtalet finns redan i registret: {finns}.",
                Falt: rad.Avtalsnummer is null ? nameof(request.Benamning) : nameof(request.Avtalsnummer)));
        }

        var ansvarig = await Avtalsansvarsval.AvgorAsync(db, request.NamndId, request, nuvarande: null, clock.Idag(), cancellationToken);
        if (ansvarig.Hinder is { } hinder) { return Result<Guid>.Refused(hinder); }

        rad = rad with
        {
            Avtalsansvarig = ansvarig.Namn,
            Id = Guid.CreateVersion7(),
            NamndId = request.NamndId,
            Radnyckel = radnyckel,
            Tillstand = (request.Undertecknat ? Avtalstid.TillstandAv(request.Start, request.Slut, clock.Idag()) : Avtalstillstand.Utkast).ToString(),
            UtforareId = await Utforarskrivning.HittaEllerSkapaAsync(db, request.Utforare, request.Nummer(), request.Driftsform, cancellationToken),
            VerksamhetsomradeId = await Verksamhetsomraden.HittaEllerSkapaAsync(db, request.NamndId, request.Verksamhetsomrade, cancellationToken),
        };
        await Avtalsrad.LaggInAsync(db, [rad], clock.GetUtcNow(), cancellationToken);
        await Sokord.SkrivAsync(db, rad.Id, request.Soktexter(), nytt: true, cancellationToken);

        return Result<Guid>.Ok(rad.Id, new AuditEntry("Avtal registrerat", $"Avtalet {rad.Benamning} registrerat.", rad.Fakta(), rad.Id));
    }
}
