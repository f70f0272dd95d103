using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Ett avtals eller en enhets risk: varje faktors andel av poängen, vad den leder till, och det som nämnden själv har angett.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record RiskbladQuery(Guid NamndId, Guid ObjektId, int? Ar = null) : IQuery<Riskblad>, INamndbunden;

public sealed record Riskblad
{
    public required Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public required int Ar { get; init; }

    public required Riskrad Rad { get; init; }

    public required int HogstPoang { get; init; }

    public required int OkantProcent { get; init; }

    /// <summary>Det som nämnden har angett, så som det är sparat nu.</summary>
    public required SparaRiskuppgiftCommand Sparad { get; init; }

    public string? AndradAv { get; init; }

    public DateTimeOffset? AndradTid { get; init; }

    /// <summary>Antalet brukare som står på enhetens egen sida; då gäller det.</summary>
    public int? BrukareIRegistret { get; init; }

    public required Mojlighet KanAndra { get; init; }
}

public sealed class RiskbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<RiskbladQuery, Result<Riskblad>>
{
    private const string NamndSql = "SELECT Namn FROM Namnd WHERE Id = @NamndId";

    private const string BrukareSql = "SELECT Brukare FROM Enhet WHERE Id = @ObjektId";

    public async Task<Result<Riskblad>> Handle(RiskbladQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(NamndSql, new { request.NamndId }, cancellationToken);
        if (namnd is null) { return Result<Riskblad>.NotFound(); }

        var idag = clock.Idag();
        var ar = request.Ar is >= Datumtext.MinstAr and <= Datumtext.StorstAr ? request.Ar.Value : Plangang.Planar(idag);
        var underlag = await Planunderlag.LasAsync(db, request.NamndId, ar, planId: null, idag, cancellationToken);
        if (Riskurval.Rakna(underlag).FirstOrDefault(r => r.Objekt.Id == request.ObjektId) is not { } rad) { return Result<Riskblad>.NotFound(); }

        var sparad = await Riskuppgiftrad.LasAsync(db, request.ObjektId, cancellationToken);
        return Result<Riskblad>.Ok(new Riskblad
        {
            NamndId = request.NamndId,
            Namnd = namnd,
            Ar = ar,
            Rad = rad,
            HogstPoang = underlag.Regler.Vikter.Values.Sum(),
            OkantProcent = underlag.Regler.OkantProcent,
            Sparad = SparaRiskuppgiftCommand.Av(request.NamndId, request.ObjektId, sparad),
            AndradAv = sparad?.AndradAv,
            AndradTid = sparad?.AndradTid,
            BrukareIRegistret = rad.Objekt.Sort == Objektsort.Enhet ? await db.SingleOrDefaultAsync<int?>(BrukareSql, new { request.ObjektId }, cancellationToken) : null,
            KanAndra = anvandare.Har(request.NamndId, Planmojligheter.Planerar)
                ? Mojlighet.Ja
                : Mojlighet.Nej("Uppgifterna om risk ändras av uppföljare, avtalsansvarig eller nämndsekreterare i nämnden."),
        });
    }
}
