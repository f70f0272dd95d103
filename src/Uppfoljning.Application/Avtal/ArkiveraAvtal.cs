using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Avtal;

/// <summary>Arkiverar ett avtal som har upphört och är helt avslutat (K13).</summary>
[Kraver(Roll.Avtalsansvarig)]
public sealed record ArkiveraAvtalCommand : ICommand<Unit>, IVersionsbunden
{
    public Guid AvtalId { get; init; }

    public int Version { get; init; }

    public bool Slutrapport { get; init; }

    public bool AvvikelserAvslutade { get; init; }

    public bool Slutavraknat { get; init; }

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed class ArkiveraAvtalHandler(DbSession db, TimeProvider clock) : IRequestHandler<ArkiveraAvtalCommand, Result<Unit>>
{
    private const string ArkiveraSql = "UPDATE Avtal SET Tillstand = 'Arkiverat' WHERE Id = @AvtalId";

    public async Task<Result<Unit>> Handle(ArkiveraAvtalCommand request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        if (await Avtalsganglasning.UnderlagAsync(db, request.AvtalId, idag, cancellationToken) is not { } avtal) { return Result<Unit>.NotFound(); }

        var hinder = Avtalsgang.Prova(avtal.Fakta() with
        {
            Slutrapport = request.Slutrapport,
            AvvikelserAvslutade = request.AvvikelserAvslutade,
            Slutavraknat = request.Slutavraknat,
        }, Avtalstillstand.Arkiverat, idag);
        if (hinder.Count > 0) { return Result<Unit>.Refused(hinder); }

        await db.ExecuteAsync(ArkiveraSql, new { request.AvtalId }, cancellationToken);
        return Result<Unit>.Ok(Unit.Value, new AuditEntry("Avtal arkiverat",
            $"Avtalet {avtal.Benamning} arkiverat. Slutrapporten finns, avvikelserna är avslutade och slutavräkningen är gjord.", new { request.AvtalId }));
    }
}
