using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Satserna för en plans rader och det som står utan rad: generering, beslut och rapport använder samma kolumner.</summary>
internal static class Planrader
{
    private const string RaderSql = """
        SELECT Id, Nr, Version, Andrad, AvtalId, EnhetId, Slag, Del, Verksamhetsomrade, Objekt, UtforareId, Utforare, Driftsform, Avtalsnummer, Start, Slut,
               VadSomFoljsUpp, Former, Ansvarig, ForstaManad, SistaManad, FlerManader, IntervallManader, Bestams, HogstIntervallManader, Risk, Riskpoang, Riskniva, Timmar,
               Utlosare, Utlosartext, Utlosardatum, AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, Skal
        FROM Planrad
        WHERE PlanId = @PlanId
        ORDER BY Nr
        """;

    private const string SidaSql = """
        SELECT Id, Nr, Version, Andrad, AvtalId, EnhetId, Slag, Del, Verksamhetsomrade, Objekt, UtforareId, Utforare, Driftsform, Avtalsnummer, Start, Slut,
               VadSomFoljsUpp, Former, Ansvarig, ForstaManad, SistaManad, FlerManader, IntervallManader, Bestams, HogstIntervallManader, Risk, Riskpoang, Riskniva, Timmar,
               Utlosare, Utlosartext, Utlosardatum, AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, Skal
        FROM Planrad
        WHERE PlanId = @PlanId AND Nr IN @Nummer
        ORDER BY Nr
        """;

    private const string RadSql = """
        SELECT Id, Nr, Version, Andrad, AvtalId, EnhetId, Slag, Del, Verksamhetsomrade, Objekt, UtforareId, Utforare, Driftsform, Avtalsnummer, Start, Slut,
               VadSomFoljsUpp, Former, Ansvarig, ForstaManad, SistaManad, FlerManader, IntervallManader, Bestams, HogstIntervallManader, Risk, Riskpoang, Riskniva, Timmar,
               Utlosare, Utlosartext, Utlosardatum, AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, Skal
        FROM Planrad
        WHERE PlanId = @PlanId AND Id = @RadId
        """;

    private const string LaggInSql = """
        INSERT INTO Planrad (Id, PlanId, Nr, Version, AvtalId, EnhetId, Slag, Del, Verksamhetsomrade, Objekt, UtforareId, Utforare, Driftsform, Avtalsnummer, Start, Slut,
            VadSomFoljsUpp, Former, Ansvarig, ForstaManad, SistaManad, FlerManader, IntervallManader, Bestams, HogstIntervallManader, Risk, Riskpoang, Riskniva, Timmar,
            Utlosare, Utlosartext, Utlosardatum, AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, Skal, Andrad)
        VALUES (@Id, @PlanId, @Nr, @Version, @AvtalId, @EnhetId, @Slag, @Del, @Verksamhetsomrade, @Objekt, @UtforareId, @Utforare, @Driftsform, @Avtalsnummer, @Start, @Slut,
            @VadSomFoljsUpp, @Former, @Ansvarig, @ForstaManad, @SistaManad, @FlerManader, @IntervallManader, @Bestams, @HogstIntervallManader, @Risk, @Riskpoang, @Riskniva, @Timmar,
            @Utlosare, @Utlosartext, @Utlosardatum, @AterkopplingNamnd, @AterkopplingUtforare, @AterkopplingAllmanhet, @Skal, @Andrad)
        """;

    private const string BytSql = """
        UPDATE Planrad
        SET Nr = @Nr, Version = @Version, Del = @Del, Verksamhetsomrade = @Verksamhetsomrade, Objekt = @Objekt, UtforareId = @UtforareId, Utforare = @Utforare,
            Driftsform = @Driftsform, Avtalsnummer = @Avtalsnummer, Start = @Start, Slut = @Slut, VadSomFoljsUpp = @VadSomFoljsUpp, Former = @Former, Ansvarig = @Ansvarig,
            ForstaManad = @ForstaManad, SistaManad = @SistaManad, FlerManader = @FlerManader, IntervallManader = @IntervallManader, Bestams = @Bestams,
            HogstIntervallManader = @HogstIntervallManader, Risk = @Risk, Riskpoang = @Riskpoang, Riskniva = @Riskniva, Timmar = @Timmar,
            Utlosare = @Utlosare, Utlosartext = @Utlosartext, Utlosardatum = @Utlosardatum, AterkopplingNamnd = @AterkopplingNamnd,
            AterkopplingUtforare = @AterkopplingUtforare, AterkopplingAllmanhet = @AterkopplingAllmanhet, Skal = @Skal, Andrad = @Andrad
        WHERE Id = @Id
        """;

    private const string TaBortSql = "DELETE FROM Planrad WHERE Id = @Id";

    private const string UtanSql = """
        SELECT AvtalId, EnhetId, Slag, GenomRadId, UtforareId, Riskpoang, Bestams, Verksamhetsomrade, Objekt, Utforare, Skal
        FROM PlanUtanRad
        WHERE PlanId = @PlanId
        ORDER BY CASE WHEN Verksamhetsomrade IS NULL THEN 1 ELSE 0 END, Verksamhetsomrade, Objekt, Id
        """;

    private const string TaBortUtanSql = "DELETE FROM PlanUtanRad WHERE PlanId = @PlanId";

    private const string LaggInUtanSql = """
        INSERT INTO PlanUtanRad (Id, PlanId, AvtalId, EnhetId, Slag, GenomRadId, UtforareId, Riskpoang, Bestams, Verksamhetsomrade, Objekt, Utforare, Skal)
        VALUES (@Id, @PlanId, @AvtalId, @EnhetId, @Slag, @GenomRadId, @UtforareId, @Riskpoang, @Bestams, @Verksamhetsomrade, @Objekt, @Utforare, @Skal)
        """;

    public static Task<IReadOnlyList<Planrad>> LasAsync(DbSession db, Guid planId, CancellationToken cancellationToken) =>
        db.QueryAsync<Planrad>(RaderSql, new { PlanId = planId }, cancellationToken);

    public static Task<IReadOnlyList<Planrad>> LasAsync(DbSession db, Guid planId, IReadOnlyList<int> nummer, CancellationToken cancellationToken) =>
        db.QueryAsync<Planrad>(SidaSql, new { PlanId = planId, Nummer = nummer }, cancellationToken);

    public static Task<Planrad?> LasEnAsync(DbSession db, Guid planId, Guid radId, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<Planrad>(RadSql, new { PlanId = planId, RadId = radId }, cancellationToken);

    public static async Task SkrivAsync(DbSession db, Guid planId, Plansammanslagning sammanslagning, IReadOnlyList<Planrad> fore, CancellationToken cancellationToken)
    {
        if (sammanslagning.Borttagna.Count > 0)
        {
            await db.ExecuteAsync(TaBortSql, sammanslagning.Borttagna.Select(r => new { r.Id }), cancellationToken);
        }
        var foreId = fore.ToDictionary(r => r.Id);
        var andrade = sammanslagning.Kvar.Where(r => r != foreId[r.Id]).ToList();
        if (andrade.Count > 0) { await db.ExecuteAsync(BytSql, andrade.Select(r => Rad(planId, r)), cancellationToken); }
        if (sammanslagning.Nya.Count > 0)
        {
            await db.ExecuteAsync(LaggInSql, sammanslagning.Nya.Select(r => Rad(planId, r with { Id = Guid.CreateVersion7() })), cancellationToken);
        }
    }

    public static Task LaggInAsync(DbSession db, Guid planId, IReadOnlyList<Planrad> rader, CancellationToken cancellationToken) =>
        db.ExecuteAsync(LaggInSql, rader.Select(r => Rad(planId, r)), cancellationToken);

    public static Task BytAsync(DbSession db, Guid planId, IReadOnlyList<Planrad> rader, CancellationToken cancellationToken) =>
        db.ExecuteAsync(BytSql, rader.Select(r => Rad(planId, r)), cancellationToken);

    public static Task TaBortAsync(DbSession db, IReadOnlyList<Planrad> rader, CancellationToken cancellationToken) =>
        db.ExecuteAsync(TaBortSql, rader.Select(r => new { r.Id }), cancellationToken);

    public static Task<IReadOnlyList<UtanRad>> LasUtanAsync(DbSession db, Guid planId, CancellationToken cancellationToken) =>
        db.QueryAsync<UtanRad>(UtanSql, new { PlanId = planId }, cancellationToken);

    public static async Task SkrivUtanAsync(DbSession db, Guid planId, IReadOnlyList<UtanRad> utan, bool ny, CancellationToken cancellationToken)
    {
        if (!ny) { await db.ExecuteAsync(TaBortUtanSql, new { PlanId = planId }, cancellationToken); }
        if (utan.Count == 0) { return; }
        await db.ExecuteAsync(LaggInUtanSql, utan.Select(u => new
        {
            Id = Guid.CreateVersion7(),
            PlanId = planId,
            u.AvtalId,
            u.EnhetId,
            Slag = u.Slag.ToString(),
            u.GenomRadId,
            u.UtforareId,
            u.Riskpoang,
            Bestams = u.Bestams?.ToString(),
            u.Verksamhetsomrade,
            u.Objekt,
            u.Utforare,
            u.Skal,
        }), cancellationToken);
    }

    private static object Rad(Guid planId, Planrad r) => new
    {
        r.Id,
        PlanId = planId,
        r.Nr,
        r.Version,
        r.AvtalId,
        r.EnhetId,
        Slag = r.Slag.ToString(),
        r.Del,
        r.Verksamhetsomrade,
        r.Objekt,
        r.UtforareId,
        r.Utforare,
        Driftsform = r.Driftsform?.ToString(),
        r.Avtalsnummer,
        r.Start,
        r.Slut,
        r.VadSomFoljsUpp,
        r.Former,
        r.Ansvarig,
        r.ForstaManad,
        r.SistaManad,
        r.FlerManader,
        r.IntervallManader,
        Bestams = r.Bestams?.ToString(),
        r.HogstIntervallManader,
        r.Risk,
        r.Riskpoang,
        r.Riskniva,
        r.Timmar,
        Utlosare = r.Utlosare?.ToString(),
        r.Utlosartext,
        r.Utlosardatum,
        r.AterkopplingNamnd,
        r.AterkopplingUtforare,
        r.AterkopplingAllmanhet,
        r.Skal,
        r.Andrad,
    };
}
