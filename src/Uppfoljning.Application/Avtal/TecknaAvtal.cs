using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Tecknar avtalet (K1): båda har undertecknat, och klausulerna är kontrollerade.</summary>
[Kraver(Roll.Beslutsfattare)]
public sealed record TecknaAvtalCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    public DateOnly? UndertecknatKommun { get; init; }

    public DateOnly? UndertecknatUtforare { get; init; }

    /// <summary>Klausuler som ingen har kontrollerat förut och som den som tecknar intygar finns.</summary>
    public IReadOnlyList<Klausulsort> Klausuler { get; init; } = [];

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class TecknaAvtalHandler(DbSession db, TimeProvider clock) : IRequestHandler<TecknaAvtalCommand, Result<Unit>>
{
    private const string TecknaSql = """
        UPDATE Avtal
        SET Tillstand = 'Tecknat', UndertecknatKommun = @UndertecknatKommun, UndertecknatUtforare = @UndertecknatUtforare
        WHERE Id = @AvtalId
        """;

    private const string KlausulSql = """
        INSERT INTO Avtalsklausul (Id, AvtalId, Sort, Finns)
        SELECT @Id, @AvtalId, @Sort, 1
        WHERE NOT EXISTS (SELECT 1 FROM Avtalsklausul WHERE AvtalId = @AvtalId AND Sort = @Sort)
        """;

    public async Task<Result<Unit>> Handle(TecknaAvtalCommand request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, idag, cancellationToken) is not { } avtal) { return Result<Unit>.NotFound(); }

        // Bara det som inte är känt kan intygas här; en klausul som saknas enligt registret saknas fortfarande.
        var intygade = request.Klausuler.Distinct().Where(k => avtal.Klausuler.GetValueOrDefault(k) is null).ToList();
        var klausuler = new Dictionary<Klausulsort, bool?>(avtal.Klausuler);
        foreach (var k in intygade) { klausuler[k] = true; }
        var hinder = Avtalsgang.Prova(avtal.Fakta() with
        {
            UndertecknatKommun = request.UndertecknatKommun,
            UndertecknatUtforare = request.UndertecknatUtforare,
            Klausuler = klausuler,
        }, Avtalstillstand.Tecknat, idag);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        await db.ExecuteAsync(TecknaSql, new { request.AvtalId, request.UndertecknatKommun, request.UndertecknatUtforare }, cancellationToken);
        await db.ExecuteAsync(KlausulSql, intygade.Select(k => new { Id = Guid.CreateVersion7(), request.AvtalId, Sort = k.ToString() }), cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Avtal tecknat",
            $"Avtalet {avtal.Benamning} tecknat: kommunen undertecknade {request.UndertecknatKommun!.Value.Iso()}, utföraren {request.UndertecknatUtforare!.Value.Iso()}.",
            new { request.AvtalId, request.UndertecknatKommun, request.UndertecknatUtforare, Intygade = intygade }));
    }
}
