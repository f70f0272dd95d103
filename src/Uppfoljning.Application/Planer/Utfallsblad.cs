using System.Text.Json;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>En rads tillfällen, vad som hände med vart och ett, och vad som har rättats.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record UtfallsbladQuery(Guid PlanId, Guid RadId, int? Tillfalle = null) : IQuery<Utfallsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Utfallsblad
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    public required Planrad Rad { get; init; }

    public required IReadOnlyList<Tillfallesstatus> Tillfallen { get; init; }

    /// <summary>Det tillfälle som formuläret gäller; null när raden inte har några.</summary>
    public required Tillfallesstatus? Valt { get; init; }

    public required IReadOnlyList<Historikrad> Historik { get; init; }

    public required Mojlighet Registrera { get; init; }
}

public sealed class UtfallsbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<UtfallsbladQuery, Result<Utfallsblad>>
{
    private const string HistorikSql = """
        SELECT Tid, Anvandare, Vad, Mening, Fakta
        FROM Handelse
        WHERE ArendeId = @PlanId AND (Vad = @Registrerat OR Vad = @Rattat)
        ORDER BY Tid DESC, Id DESC
        """;

    public async Task<Result<Utfallsblad>> Handle(UtfallsbladQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        var rad = await Planrader.LasEnAsync(db, request.PlanId, request.RadId, cancellationToken);
        if (plan is null || rad is null) { return Result<Utfallsblad>.NotFound(); }

        var idag = clock.Idag();
        var tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, idag);
        var utfall = await Planutfallslasning.LasAsync(db, plan.Id, rad.Id, cancellationToken);
        var status = Planstatus.Av([rad], utfall, plan.Ar, idag).Tillfallen;
        var historik = await db.QueryAsync<Handelserad>(HistorikSql,
            new { PlanId = plan.Id, RegistreraUtfallCommand.Registrerat, RegistreraUtfallCommand.Rattat }, cancellationToken);
        return Result<Utfallsblad>.Ok(new Utfallsblad
        {
            Plan = plan,
            Tillstand = tillstand,
            Rad = rad,
            Tillfallen = status,
            Valt = status.FirstOrDefault(t => t.Tillfalle.Nr == request.Tillfalle) ?? status.FirstOrDefault(t => t.Utfall is null) ?? (status.Count > 0 ? status[0] : null),
            Historik = [.. historik.Where(h => h.Galler(rad.Id)).Select(h => new Historikrad { Tid = h.Tid, Anvandare = h.Anvandare, Vad = h.Vad, Mening = h.Mening })],
            Registrera = tillstand != Plantillstand.Gallande
                ? Mojlighet.Nej(Utfallsregler.Prova(new Planutfall { Tillfalle = 1 }, rad, tillstand, plan.Ar, idag)[0].Text)
                : anvandare.Har(plan.NamndId, Planmojligheter.Planerar) ? Mojlighet.Ja
                : Mojlighet.Nej("Utfall registreras av uppföljare, avtalsansvarig eller nämndsekreterare i nämnden."),
        });
    }

    private sealed record Handelserad
    {
        public DateTimeOffset Tid { get; init; }

        public string Anvandare { get; init; } = "";

        public string Vad { get; init; } = "";

        public string Mening { get; init; } = "";

        public string? Fakta { get; init; }

        public bool Galler(Guid radId)
        {
            if (Fakta is null) { return false; }
            using var fakta = JsonDocument.Parse(Fakta);
            return fakta.RootElement.TryGetProperty("RadId", out var rad) && rad.TryGetGuid(out var id) && id == radId;
        }
    }
}
