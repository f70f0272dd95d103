using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>En rad i planen: varför den följs upp och så ofta, de fem punkterna, uppgifterna ur registret och vad som har hänt med den.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record PlanradsbladQuery(Guid PlanId, Guid RadId) : IQuery<Planradsblad>, IArendebunden
{
    Guid IArendebunden.ArendeId => PlanId;
}

public sealed record Planradsblad
{
    public required Plan Plan { get; init; }

    public required Plantillstand Tillstand { get; init; }

    public required Planrad Rad { get; init; }

    public required IReadOnlyList<Planskal> Skal { get; init; }

    /// <summary>Risken så som den räknades när raden gjordes; null när raden inte är bedömd.</summary>
    public required Riskbedomning? Risk { get; init; }

    /// <summary>Hela vikten: den poäng som är möjlig.</summary>
    public int Vikt => Risk?.Andelar.Sum(a => a.Vikt) ?? 0;

    /// <summary>Nämndens regler så som de är nu.</summary>
    public required Planregler Regler { get; init; }

    /// <summary>De av reglerna som träffar raden, lagens först.</summary>
    public required IReadOnlyList<Planregel> Traffar { get; init; }

    public required IReadOnlyList<Plantillfalle> Tillfallen { get; init; }

    public required Radtimmar Timmar { get; init; }

    /// <summary>Raden för samma avtal eller enhet i förra årets plan; null när det inte finns någon.</summary>
    public required Forrarad? Forra { get; init; }

    /// <summary>Alla former, med hindret för dem som inte får användas mot objektet.</summary>
    public required IReadOnlyList<Formval> Former { get; init; }

    /// <summary>Det som raden saknar; tom när den är giltig.</summary>
    public required IReadOnlyList<Hinder> Brister { get; init; }

    /// <summary>Vad som har hänt med raden, det senaste först.</summary>
    public required IReadOnlyList<Historikrad> Historik { get; init; }

    public required Mojlighet Andra { get; init; }

    /// <summary>Den som senast ändrade raden för hand, och när; null när ingen har gjort det sedan planen genererades.</summary>
    public Senastandrad? Senast { get; init; }

    /// <summary>Formernas timmar per tillfälle enligt nämndens regler.</summary>
    public required int Formtimmar { get; init; }

    /// <summary>Om den som tittar har en roll som planerar.</summary>
    public required bool Planerar { get; init; }

    /// <summary>Risknivåns plats bland nämndens nivåer, noll för den högsta.</summary>
    public int Nivaplats => Regler.Nivaer.TakeWhile(n => n.Namn != Rad.Riskniva).Count();
}

/// <summary>Vem som senast ändrade en rad, och när.</summary>
public sealed record Senastandrad
{
    public Guid Id { get; init; }

    public string? AndradAv { get; init; }

    public DateTimeOffset? AndradTid { get; init; }
}

public sealed record Formval(Uppfoljningsform Form, Hinder? Hinder);

/// <summary>Det som förra årets plan sade om samma avtal eller enhet.</summary>
public sealed record Forrarad
{
    public Guid Id { get; init; }

    public Guid PlanId { get; init; }

    public int Ar { get; init; }

    public string Former { get; init; } = "";

    public string Ansvarig { get; init; } = "";

    public int? ForstaManad { get; init; }

    public int? SistaManad { get; init; }

    public string? FlerManader { get; init; }

    public int? IntervallManader { get; init; }

    public int? Riskpoang { get; init; }

    public string? Riskniva { get; init; }
}

public sealed class PlanradsbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<PlanradsbladQuery, Result<Planradsblad>>
{
    private const string SenastSql = "SELECT Id, AndradAv, AndradTid FROM Planrad WHERE Id = @RadId";

    private const int FlestHandelser = 50;

    private const string ForraSql = """
        SELECT r.Id, r.PlanId, p.Ar, r.Former, r.Ansvarig, r.ForstaManad, r.SistaManad, r.FlerManader, r.IntervallManader, r.Riskpoang, r.Riskniva
        FROM Planrad r
        JOIN Uppfoljningsplan p ON p.Id = r.PlanId
        WHERE p.NamndId = @NamndId AND p.Ar = @Ar AND r.Slag = 'Ordinarie' AND (r.AvtalId = @AvtalId OR r.EnhetId = @EnhetId)
        ORDER BY r.Del, r.Nr
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
        """;

    // Händelserna om raden nämner den i sina uppgifter, också när en händelse gällde många rader.
    private const string HistorikSql = """
        SELECT Tid, Anvandare, Vad, Mening
        FROM Handelse
        WHERE ArendeId = @PlanId AND Fakta LIKE @Rad
        ORDER BY Tid DESC, Id DESC
        OFFSET 0 ROWS FETCH NEXT @Flest ROWS ONLY
        """;

    public async Task<Result<Planradsblad>> Handle(PlanradsbladQuery request, CancellationToken cancellationToken)
    {
        var plan = await Plan.LasAsync(db, request.PlanId, cancellationToken);
        var rad = await Planrader.LasEnAsync(db, request.PlanId, request.RadId, cancellationToken);
        if (plan is null || rad is null) { return Result<Planradsblad>.NotFound(); }
        var regler = await Planregelverk.LasAsync(db, plan.NamndId, plan.Ar, cancellationToken);
        var senast = await db.SingleOrDefaultAsync<Senastandrad>(SenastSql, new { request.RadId }, cancellationToken);

        var tillfallen = Plantillfallen.For(rad);
        return Result<Planradsblad>.Ok(new Planradsblad
        {
            Plan = plan,
            Tillstand = Plangang.Visat(plan.Tillstand, plan.Ar, clock.Idag()),
            Rad = rad,
            Skal = Planskal.Las(rad.Skal),
            Former = [.. Enum.GetValues<Uppfoljningsform>().Select(f => new Formval(f,
                rad.Slag == Radslag.SarskildGranskning && f == Uppfoljningsform.SarskildGranskning ? null : Uppfoljningsformer.Prova(f, rad.Sort, rad.Driftsform)))],
            Risk = Riskbedomning.Las(rad.Risk),
            Regler = regler,
            Traffar = [.. regler.Regler.Where(r => r.Traffar(Objekt(rad))).OrderBy(r => r.Slag).ThenBy(r => r.HogstIntervallManader ?? int.MaxValue)],
            Tillfallen = tillfallen,
            Timmar = Radtimmar.For(rad, regler.Formtider),
            Forra = await db.SingleOrDefaultAsync<Forrarad>(ForraSql, new { plan.NamndId, Ar = plan.Ar - 1, rad.AvtalId, rad.EnhetId }, cancellationToken),
            Brister = Plankrav.Prova(rad),
            Historik = await db.QueryAsync<Historikrad>(HistorikSql, new { request.PlanId, Rad = $"%{request.RadId:D}%", Flest = FlestHandelser }, cancellationToken),
            Andra = Planmojligheter.For(plan, anvandare).Andra,
            Senast = senast?.AndradTid is { } tid && tid >= plan.Genererad ? senast : null,
            Formtimmar = regler.TimmarFor(Uppfoljningsformer.Las(rad.Former)),
            Planerar = anvandare.Har(plan.NamndId, Planmojligheter.Planerar),
        });
    }

    private static Planobjekt Objekt(Planrad rad) => new()
    {
        AvtalId = rad.AvtalId,
        EnhetId = rad.EnhetId,
        Namn = rad.Objekt,
        Verksamhetsomrade = rad.Verksamhetsomrade,
        UtforareId = rad.UtforareId,
        Utforare = rad.Utforare,
        Driftsform = rad.Driftsform,
        Avtalsnummer = rad.Avtalsnummer,
        Start = rad.Start,
        Slut = rad.Slut,
    };
}
