using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Det som alla åtgärder på rader har gemensamt: läsa planen, jämföra versioner, och skriva allt på en gång.</summary>
internal sealed record Radandringar(Plan Plan, Planunderlag Underlag, Planandring Andring)
{
    private const string UtfallSql = "SELECT DISTINCT RadId FROM Planutfall WHERE PlanId = @PlanId";

    private const string SenastSql = "SELECT Id, AndradAv, AndradTid FROM Planrad WHERE PlanId = @PlanId AND AndradTid IS NOT NULL";

    private const string AndradSql = "UPDATE Planrad SET AndradAv = @AndradAv, AndradTid = @AndradTid WHERE Id = @Id";

    private const string NumreraSql = "UPDATE Planrad SET Nr = @Nr WHERE Id = @Id";

    /// <summary>Läser planen med allt som en åtgärd kan behöva; null när den inte finns.</summary>
    public static async Task<Radandringar?> LasAsync(DbSession db, IAnvandarkontext anvandare, Guid planId, DateOnly idag, CancellationToken cancellationToken)
    {
        if (await Plan.LasAsync(db, planId, cancellationToken) is not { } plan) { return null; }
        var underlag = await Planunderlag.LasAsync(db, plan.NamndId, plan.Ar, plan.Id, idag, cancellationToken);
        var utfall = (await db.QueryAsync<Guid>(UtfallSql, new { PlanId = planId }, cancellationToken)).ToHashSet();
        return new(plan, underlag, new Planandring(plan.Ar, underlag.Regler, underlag.Register, underlag.Rader, underlag.Utan, anvandare.Namn, idag, utfall));
    }

    /// <summary>En mening för var och en av raderna som någon annan har ändrat eller tagit bort sedan de valdes; tom lista när ingen har det.</summary>
    public async Task<IReadOnlyList<Hinder>> KonflikterAsync(DbSession db, IEnumerable<(Guid RadId, int Version)> valda, CancellationToken cancellationToken)
    {
        var rader = Underlag.Rader.ToDictionary(r => r.Id);
        var andra = valda.Where(v => !rader.TryGetValue(v.RadId, out var rad) || rad.Version != v.Version).ToList();
        if (andra.Count == 0) { return []; }

        var senast = (await SenastAsync(db, cancellationToken)).ToDictionary(s => s.Id);
        return
        [
            .. andra.Select(v => rader.TryGetValue(v.RadId, out var rad)
                ? new Hinder("andrad-av-annan", $"Rad {rad.Nr}, {rad.Objekt}: {Vem(senast.GetValueOrDefault(rad.Id))}, efter att du valde den. Granska raden igen.")
                : new Hinder("andrad-av-annan", "En rad som du valde finns inte längre: någon har lämnat ut den, slagit ihop den eller genererat om planen.")),
        ];
    }

    public Task<IReadOnlyList<Senastandrad>> SenastAsync(DbSession db, CancellationToken cancellationToken) =>
        db.QueryAsync<Senastandrad>(SenastSql, new { PlanId = Plan.Id }, cancellationToken);

    /// <summary>Vem som senast ändrade raden; planens generering när ingen har gjort det sedan dess.</summary>
    public string Vem(Senastandrad? senast) => senast?.AndradTid is { } tid && tid >= Plan.Genererad
        ? $"{senast.AndradAv} ändrade raden {Tid(tid)}"
        : $"planen genererades om {Tid(Plan.Genererad)}";

    /// <summary>Skriver allt som är nytt, ändrat och borta.</summary>
    public async Task SkrivAsync(DbSession db, IAnvandarkontext anvandare, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (borttagna, andrade, nya, omnumrerade) = (Andring.Borttagna, Andring.Andrade, Andring.Nya, Andring.Omnumrerade);
        if (Andring.UtanAndrad) { await Planrader.SkrivUtanAsync(db, Plan.Id, Andring.Utan, ny: false, cancellationToken); }
        if (borttagna.Count > 0) { await Planrader.TaBortAsync(db, borttagna, cancellationToken); }
        // Delarnas nummer är unika per objekt: den del som blir lägre skrivs först.
        if (andrade.Count > 0) { await Planrader.BytAsync(db, Plan.Id, [.. andrade.OrderBy(r => r.Del)], cancellationToken); }
        if (omnumrerade.Count > 0) { await db.ExecuteAsync(NumreraSql, omnumrerade.Select(r => new { r.Id, r.Nr }), cancellationToken); }
        if (nya.Count > 0) { await Planrader.LaggInAsync(db, Plan.Id, nya, cancellationToken); }
        if (andrade.Count + nya.Count > 0)
        {
            var nu = clock.GetUtcNow();
            await db.ExecuteAsync(AndradSql, andrade.Concat(nya).Select(r => new { r.Id, AndradAv = anvandare.Namn, AndradTid = nu }), cancellationToken);
        }
    }

    private static string Tid(DateTimeOffset tid) => $"{SvenskTid.Lokal(tid):yyyy-MM-dd} kl. {SvenskTid.Lokal(tid):HH.mm}";
}
