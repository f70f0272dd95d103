using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>De avtal vars dag kan vara inne: tecknade som har börjat och avtal vars slutdatum har passerat.</summary>
[Kraver(Roll.System)]
public sealed record AvtalPaTurQuery : IQuery<IReadOnlyList<Guid>>, IKommunbunden;

/// <summary>
/// För ett avtal vidare när dess dag är inne (K2, K10–K12): tecknat till aktivt när startkraven är uppfyllda, aktivt, under rättelse, uppsagt och hävt till
/// upphört.
/// Systemet fattar inget beslut; är dagen inte inne eller något krav öppet nekas det, så att det är ofarligt att skicka igen.
/// </summary>
/// <remarks>Ett kommando per avtal: varje avtal får sin egen händelse, version och transaktion, och ett som inte går hindrar inte de andra.</remarks>
[Kraver(Roll.System)]
public sealed record ForAvtalVidareCommand(Guid AvtalId) : ICommand<Avtalstillstand>, IArendebunden
{
    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class ForAvtalVidareHandler(DbSession db, TimeProvider clock)
    : IRequestHandler<AvtalPaTurQuery, Result<IReadOnlyList<Guid>>>, IRequestHandler<ForAvtalVidareCommand, Result<Avtalstillstand>>
{
    private const string PaTurSql = """
        SELECT Id
        FROM Avtal
        WHERE (Tillstand = 'Tecknat' AND Start <= @Idag AND StartkravUppfyllda IS NOT NULL)
           OR (Tillstand IN ('Aktivt', 'UnderRattelse', 'Uppsagt', 'Havt') AND Slut < @Idag)
        ORDER BY Id
        """;

    private const string VidareSql = "UPDATE Avtal SET Tillstand = @Till WHERE Id = @AvtalId";

    public async Task<Result<IReadOnlyList<Guid>>> Handle(AvtalPaTurQuery request, CancellationToken cancellationToken) =>
        Result<IReadOnlyList<Guid>>.Ok(await db.QueryAsync<Guid>(PaTurSql, new { Idag = clock.Idag() }, cancellationToken));

    public async Task<Result<Avtalstillstand>> Handle(ForAvtalVidareCommand request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, idag, cancellationToken) is not { } avtal) { return Result<Avtalstillstand>.NotFound(); }

        var till = avtal.Tillstand == Avtalstillstand.Tecknat ? Avtalstillstand.Aktivt : Avtalstillstand.Upphort;
        var hinder = Avtalsgang.Prova(avtal.Fakta(), till, idag);
        if (hinder.Count == 0 && till == Avtalstillstand.Aktivt && avtal.Start is null)
        {
            hinder = [new("start-okand", "Avtalets start är inte känd. Systemet startar det inte; det gör den avtalsansvarige.")];
        }
        if (hinder.Count > 0) { return Result<Avtalstillstand>.Refused(hinder); }

        await db.ExecuteAsync(VidareSql, new { request.AvtalId, Till = till.ToString() }, cancellationToken);
        return Result<Avtalstillstand>.Ok(till, till == Avtalstillstand.Aktivt
            ? new AuditEntry("Avtal startat", $"Avtalet {avtal.Benamning} gick från tecknat till aktivt på startdagen {avtal.Start!.Value.Iso()}.", new { request.AvtalId, Till = till })
            : new AuditEntry("Avtal upphört", $"Avtalet {avtal.Benamning} gick från {avtal.Tillstand.Text().ToLowerInvariant()} till upphört. Dess sista dag var {avtal.Slut!.Value.Iso()}.",
                new { request.AvtalId, Fran = avtal.Tillstand, Till = till, avtal.Slut }));
    }
}
