using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Planen så som den beslutades: när, var, med vilken checksumma, och varför den ändrades.</summary>
public sealed record Planversion
{
    /// <summary>Tomt för en plan som beslutades innan versioner sparades; dess rader är då version 1.</summary>
    public Guid Id { get; init; }

    public int Nr { get; init; }

    public DateOnly Sammantrade { get; init; }

    /// <summary>Nämndens paragraf, eller delegationspunkten; <see cref="Planbeslutspunkt.Text"/> skriver den.</summary>
    public string Paragraf { get; init; } = "";

    public string Checksumma { get; init; } = "";

    public Guid? ProgramId { get; init; }

    public string? Program { get; init; }

    public int? Programversion { get; init; }

    /// <summary>Varför planen ändrades; null för den första versionen.</summary>
    public string? Skal { get; init; }

    public string RegistreradAv { get; init; } = "";

    public DateTimeOffset Registrerad { get; init; }

    public int AntalRader { get; init; }

    public bool Sparad => Id != Guid.Empty;

    /// <summary>Beslutad 2026-12-10, § 112.</summary>
    public string Beslut => $"{Sammantrade:yyyy-MM-dd}, {Planbeslutspunkt.Text(Paragraf)}";
}

/// <summary>En versions rader och det som står utan rad i den.</summary>
internal sealed record Versionsinnehall(IReadOnlyList<Planrad> Rader, IReadOnlyList<UtanRad> Utan);

/// <summary>Läser och skriver de frysta versionerna av en plan. Det som är skrivet ändras aldrig.</summary>
internal static class Planversioner
{
    /// <summary>Vad händelserna om besluten heter; det som papperet behöver läses ur dem.</summary>
    public const string Beslutad = "Plan beslutad";

    public const string Andrad = "Planändring beslutad";

    public static readonly Hinder Ostamd = new("checksumma-stammer-inte",
        "Planens innehåll stämmer inte med checksumman från beslutet och lämnas inte ut. Kontakta systemförvaltaren.");

    private const string ListaSql = """
        SELECT v.Id, v.Nr, v.Sammantrade, v.Paragraf, v.Checksumma, v.ProgramId, g.Namn AS Program, g.Versionsnr AS Programversion, v.Skal, v.RegistreradAv, v.Registrerad,
               (SELECT COUNT(*) FROM Planversionsrad r WHERE r.VersionId = v.Id) AS AntalRader
        FROM Planversion v
        LEFT JOIN Program g ON g.Id = v.ProgramId
        WHERE v.PlanId = @PlanId
        ORDER BY v.Nr
        """;

    // Vem som registrerade beslutet om en plan från innan versioner sparades, och hur många ordinarie rader den har.
    private const string ForstaSql = """
        SELECT h.Anvandare AS RegistreradAv, h.Tid AS Registrerad
        FROM Handelse h
        WHERE h.ArendeId = @PlanId AND h.Vad = 'Plan beslutad'
        ORDER BY h.Tid
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY
        """;

    private const string AntalSql = "SELECT COUNT(*) FROM Planrad WHERE PlanId = @PlanId AND Slag = 'Ordinarie'";

    private const string RaderSql = """
        SELECT Id, Nr, Andrad, AvtalId, EnhetId, Slag, Del, Verksamhetsomrade, Objekt, UtforareId, Utforare, Driftsform, Avtalsnummer, Start, Slut,
               VadSomFoljsUpp, Former, Ansvarig, ForstaManad, SistaManad, FlerManader, IntervallManader, Bestams, HogstIntervallManader, Risk, Riskpoang, Riskniva, Timmar,
               Utlosare, Utlosartext, Utlosardatum, AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, Skal
        FROM Planversionsrad
        WHERE VersionId = @VersionId
        ORDER BY Nr
        """;

    private const string UtanSql = """
        SELECT AvtalId, EnhetId, Slag, GenomRadId, UtforareId, Riskpoang, Bestams, Verksamhetsomrade, Objekt, Utforare, Skal
        FROM Planversionsutan
        WHERE VersionId = @VersionId
        ORDER BY CASE WHEN Verksamhetsomrade IS NULL THEN 1 ELSE 0 END, Verksamhetsomrade, Objekt, Id
        """;

    private const string NySql = """
        INSERT INTO Planversion (Id, PlanId, Nr, Sammantrade, Paragraf, Checksumma, ProgramId, Skal, RegistreradAv, Registrerad)
        VALUES (@Id, @PlanId, @Nr, @Sammantrade, @Paragraf, @Checksumma, @ProgramId, @Skal, @RegistreradAv, @Registrerad)
        """;

    // En särskild granskning som lades till efter beslutet hör inte till det som beslutades då.
    private const string FrysRaderSql = """
        INSERT INTO Planversionsrad (VersionId, Id, Nr, AvtalId, EnhetId, UtforareId, Slag, Del, Verksamhetsomrade, Objekt, Utforare, Driftsform, Avtalsnummer, Start, Slut,
            VadSomFoljsUpp, Former, Ansvarig, ForstaManad, SistaManad, FlerManader, IntervallManader, AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, Skal,
            Risk, Riskpoang, Riskniva, Bestams, HogstIntervallManader, Timmar, Utlosare, Utlosartext, Utlosardatum, Andrad)
        SELECT @VersionId, Id, Nr, AvtalId, EnhetId, UtforareId, Slag, Del, Verksamhetsomrade, Objekt, Utforare, Driftsform, Avtalsnummer, Start, Slut,
            VadSomFoljsUpp, Former, Ansvarig, ForstaManad, SistaManad, FlerManader, IntervallManader, AterkopplingNamnd, AterkopplingUtforare, AterkopplingAllmanhet, Skal,
            Risk, Riskpoang, Riskniva, Bestams, HogstIntervallManader, Timmar, Utlosare, Utlosartext, Utlosardatum, Andrad
        FROM Planrad
        WHERE PlanId = @PlanId AND (@Alla = 1 OR Slag = 'Ordinarie')
        """;

    private const string FrysUtanSql = """
        INSERT INTO Planversionsutan (VersionId, Id, AvtalId, EnhetId, UtforareId, Slag, GenomRadId, Riskpoang, Bestams, Verksamhetsomrade, Objekt, Utforare, Skal)
        SELECT @VersionId, Id, AvtalId, EnhetId, UtforareId, Slag, GenomRadId, Riskpoang, Bestams, Verksamhetsomrade, Objekt, Utforare, Skal
        FROM PlanUtanRad
        WHERE PlanId = @PlanId
        """;

    /// <summary>Alla versioner, den första först. En beslutad plan från innan versioner sparades har en, gjord av dess rader.</summary>
    public static async Task<IReadOnlyList<Planversion>> LasAsync(DbSession db, Plan plan, CancellationToken cancellationToken)
    {
        var nyckel = new { PlanId = plan.Id };
        var sparade = await db.QueryAsync<Planversion>(ListaSql, nyckel, cancellationToken);
        if (sparade.Count > 0 || plan is not { Sammantrade: { } sammantrade, Checksumma: { } checksumma }) { return sparade; }

        var forsta = await db.SingleOrDefaultAsync<Planversion>(ForstaSql, nyckel, cancellationToken) ?? new Planversion { Registrerad = plan.Genererad };
        return
        [
            forsta with
            {
                Nr = 1,
                Sammantrade = sammantrade,
                Paragraf = plan.Paragraf ?? "",
                Checksumma = checksumma,
                ProgramId = plan.ProgramId,
                Program = plan.Program,
                Programversion = plan.Programversion,
                AntalRader = await db.SingleOrDefaultAsync<int>(AntalSql, nyckel, cancellationToken),
            },
        ];
    }

    /// <summary>Versionens innehåll; null när det inte stämmer med checksumman.</summary>
    public static async Task<Versionsinnehall?> InnehallAsync(DbSession db, Plan plan, Planversion version, CancellationToken cancellationToken)
    {
        var innehall = version.Sparad
            ? new Versionsinnehall(
                await db.QueryAsync<Planrad>(RaderSql, new { VersionId = version.Id }, cancellationToken),
                await db.QueryAsync<UtanRad>(UtanSql, new { VersionId = version.Id }, cancellationToken))
            : new Versionsinnehall(
                [.. (await Planrader.LasAsync(db, plan.Id, cancellationToken)).Where(r => r.Slag == Radslag.Ordinarie)],
                await Planrader.LasUtanAsync(db, plan.Id, cancellationToken));
        return Plansumma.Stammer(version.Checksumma, plan.NamndId, plan.Ar, innehall.Rader, innehall.Utan) ? innehall : null;
    }

    /// <summary>Om planens egna rader är det som versionen säger, så när som på granskningar som har lagts till sedan dess.</summary>
    public static bool Orord(Plan plan, Planversion version, Versionsinnehall innehall, IReadOnlyList<Planrad> rader, IReadOnlyList<UtanRad> utan)
    {
        var frysta = innehall.Rader.Select(r => r.Id).ToHashSet();
        return Plansumma.Stammer(version.Checksumma, plan.NamndId, plan.Ar, [.. rader.Where(r => r.Slag == Radslag.Ordinarie || frysta.Contains(r.Id))], utan);
    }

    /// <summary>Skriver versionen av planens rader, i databasen.</summary>
    public static async Task<Guid> FrysAsync(DbSession db, Guid planId, Planversion version, bool medGranskningar, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await db.ExecuteAsync(NySql, new
        {
            Id = id,
            PlanId = planId,
            version.Nr,
            version.Sammantrade,
            version.Paragraf,
            version.Checksumma,
            version.ProgramId,
            version.Skal,
            version.RegistreradAv,
            version.Registrerad,
        }, cancellationToken);
        await db.ExecuteAsync(FrysRaderSql, new { VersionId = id, PlanId = planId, Alla = medGranskningar ? 1 : 0 }, cancellationToken);
        await db.ExecuteAsync(FrysUtanSql, new { VersionId = id, PlanId = planId }, cancellationToken);
        return id;
    }
}
