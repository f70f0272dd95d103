using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Planer;

/// <summary>Nämndens hela register av avtal och enheter, så som en plan ser det, med det som är känt om risken; reglerna avgör vad som ska med.</summary>
internal static class Planregister
{
    // CAST(NULL AS …): SQL Server needs to know the type of a column that one half of the union does not have.
    private const string RegisterSql = """
        SELECT a.Id AS AvtalId, CAST(NULL AS UNIQUEIDENTIFIER) AS EnhetId, a.Benamning AS Namn, v.Namn AS Verksamhetsomrade, a.UtforareId, u.Namn AS Utforare,
               COALESCE(a.Driftsform, u.Driftsform) AS Driftsform, a.Avtalsnummer, a.Omrade, a.Upphandlingsform, a.Tillstand, a.Start, a.Slut, a.Avtalsansvarig,
               CAST(NULL AS BIT) AS Konkurrens, CAST(NULL AS NVARCHAR(200)) AS MojligFor, a.VardeOre, r.Brukare, r.SenastUppfoljd, r.OppnaAvvikelser, r.Klagomal,
               r.KansligGrupp, r.EgenVikt
        FROM Avtal a
        LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        LEFT JOIN Riskuppgift r ON r.AvtalId = a.Id
        WHERE a.NamndId = @NamndId
        UNION ALL
        SELECT CAST(NULL AS UNIQUEIDENTIFIER), e.Id, e.Namn, v.Namn, e.UtforareId, u.Namn,
               COALESCE(e.Driftsform, u.Driftsform), CAST(NULL AS NVARCHAR(50)), CAST(NULL AS NVARCHAR(200)), CAST(NULL AS NVARCHAR(30)), CAST(NULL AS NVARCHAR(30)),
               CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS NVARCHAR(200)),
               e.Konkurrens, e.MojligFor, CAST(NULL AS BIGINT), COALESCE(e.Brukare, r.Brukare), r.SenastUppfoljd, r.OppnaAvvikelser, r.Klagomal, r.KansligGrupp, r.EgenVikt
        FROM Enhet e
        LEFT JOIN Verksamhetsomrade v ON v.Id = e.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = e.UtforareId
        LEFT JOIN Riskuppgift r ON r.EnhetId = e.Id
        WHERE e.NamndId = @NamndId
        """;

    // Den senaste kontrollen av varje sort gäller.
    private const string KontrollerSql = """
        SELECT k.UtforareId, SUM(CASE WHEN k.NastaSenast < @Idag THEN 1 ELSE 0 END) AS Forfallna
        FROM Kontroll k
        WHERE (EXISTS (SELECT 1 FROM Avtal a WHERE a.UtforareId = k.UtforareId AND a.NamndId = @NamndId)
            OR EXISTS (SELECT 1 FROM Enhet e WHERE e.UtforareId = k.UtforareId AND e.NamndId = @NamndId))
          AND NOT EXISTS (SELECT 1 FROM Kontroll s WHERE s.UtforareId = k.UtforareId AND s.Sort = k.Sort
            AND (s.Gjord > k.Gjord OR (s.Gjord = k.Gjord AND s.Registrerad > k.Registrerad)))
        GROUP BY k.UtforareId
        """;

    // Det som är gjort enligt nämndens planer, och det som förra årets beslutade plan säger ska göras och som ingen har sagt att det inte blev av.
    private const string UppfoljtSql = """
        SELECT r.AvtalId, r.EnhetId, MAX(u.Datum) AS Gjord, CAST(NULL AS INT) AS SistaManad, CAST(NULL AS NVARCHAR(60)) AS FlerManader
        FROM Planutfall u
        JOIN Planrad r ON r.Id = u.RadId
        JOIN Uppfoljningsplan p ON p.Id = u.PlanId
        WHERE p.NamndId = @NamndId AND p.Ar < @Ar AND u.Utfall = 'Gjord' AND r.Slag = 'Ordinarie'
        GROUP BY r.AvtalId, r.EnhetId
        UNION ALL
        SELECT r.AvtalId, r.EnhetId, CAST(NULL AS DATE), r.SistaManad, r.FlerManader
        FROM Planrad r
        JOIN Uppfoljningsplan p ON p.Id = r.PlanId
        WHERE p.NamndId = @NamndId AND p.Ar = @Ar - 1 AND p.Tillstand <> 'Utkast' AND r.Slag = 'Ordinarie'
          AND NOT EXISTS (SELECT 1 FROM Planutfall u WHERE u.RadId = r.Id AND u.Utfall = 'InteGjord')
        """;

    /// <summary>Registret så som planen för året ser det.</summary>
    public static async Task<IReadOnlyList<Planobjekt>> LasAsync(DbSession db, Guid namndId, int ar, DateOnly idag, CancellationToken cancellationToken)
    {
        var parametrar = new { NamndId = namndId, Ar = ar, Idag = idag };
        var poster = await db.QueryAsync<Registerpost>(RegisterSql, parametrar, cancellationToken);
        var forfallna = (await db.QueryAsync<Kontrollantal>(KontrollerSql, parametrar, cancellationToken)).ToDictionary(k => k.UtforareId, k => k.Forfallna);
        var uppfoljt = (await db.QueryAsync<Uppfoljt>(UppfoljtSql, parametrar, cancellationToken)).ToLookup(u => u.AvtalId ?? u.EnhetId);
        var sedan = poster.Where(p => p is { UtforareId: not null, Start: not null }).GroupBy(p => p.UtforareId!.Value)
            .ToDictionary(g => g.Key, g => g.Min(p => p.Start)!.Value);
        return
        [
            .. poster.Select(p =>
            {
                var (senast, planerad) = Senast(p.SenastUppfoljd, uppfoljt[p.AvtalId ?? p.EnhetId], ar);
                return p.Objekt() with
                {
                    Risk = new Riskunderlag
                    {
                        VardeOre = p.VardeOre,
                        Brukare = p.Brukare,
                        SenastUppfoljd = senast,
                        SenastPlanerad = planerad,
                        OppnaAvvikelser = p.OppnaAvvikelser,
                        UtforarenSedan = p.UtforareId is { } u && sedan.TryGetValue(u, out var dag) ? dag : null,
                        KontrollerForfallna = p.UtforareId is { } ut && forfallna.TryGetValue(ut, out var antal) ? antal : null,
                        Klagomal = p.Klagomal,
                        KansligGrupp = p.KansligGrupp,
                        EgenVikt = p.EgenVikt,
                    },
                };
            }),
        ];
    }

    /// <summary>Den senaste dagen före planåret, och om den bara är planerad.</summary>
    private static (DateOnly? Dag, bool Planerad) Senast(DateOnly? angiven, IEnumerable<Uppfoljt> uppfoljt, int ar)
    {
        var gransen = new DateOnly(ar, 1, 1);
        var senast = angiven < gransen ? angiven : null;
        var planerad = false;
        foreach (var u in uppfoljt)
        {
            var manad = Plantillfallen.Las(u.FlerManader) is { Count: > 0 } fler ? fler[^1] : u.SistaManad;
            var dag = u.Gjord ?? (manad is { } m ? new DateOnly(ar - 1, m, DateTime.DaysInMonth(ar - 1, m)) : null);
            if (dag is not { } d || d >= gransen || d <= senast) { continue; }
            (senast, planerad) = (d, u.Gjord is null);
        }
        return (senast, planerad);
    }

    private sealed record Kontrollantal
    {
        public Guid UtforareId { get; init; }

        public int Forfallna { get; init; }
    }

    private sealed record Uppfoljt
    {
        public Guid? AvtalId { get; init; }

        public Guid? EnhetId { get; init; }

        public DateOnly? Gjord { get; init; }

        public int? SistaManad { get; init; }

        public string? FlerManader { get; init; }
    }

    /// <summary>Som raden kommer från databasen. Uppräknade värden läses som text: en kolumn utan värde i första raden har ingen typ i SQLite.</summary>
    private sealed record Registerpost
    {
        public Guid? AvtalId { get; init; }

        public Guid? EnhetId { get; init; }

        public string Namn { get; init; } = "";

        public string? Verksamhetsomrade { get; init; }

        public Guid? UtforareId { get; init; }

        public string? Utforare { get; init; }

        public string? Driftsform { get; init; }

        public string? Avtalsnummer { get; init; }

        public string? Omrade { get; init; }

        public string? Upphandlingsform { get; init; }

        public string? Tillstand { get; init; }

        public DateOnly? Start { get; init; }

        public DateOnly? Slut { get; init; }

        public string? Avtalsansvarig { get; init; }

        public bool? Konkurrens { get; init; }

        public string? MojligFor { get; init; }

        public long? VardeOre { get; init; }

        public int? Brukare { get; init; }

        public DateOnly? SenastUppfoljd { get; init; }

        public int? OppnaAvvikelser { get; init; }

        public int? Klagomal { get; init; }

        public bool? KansligGrupp { get; init; }

        public int? EgenVikt { get; init; }

        public Planobjekt Objekt() => new()
        {
            AvtalId = AvtalId,
            EnhetId = EnhetId,
            Namn = Namn,
            Verksamhetsomrade = Verksamhetsomrade,
            UtforareId = UtforareId,
            Utforare = Utforare,
            Driftsform = Varde<Driftsform>(Driftsform),
            Avtalsnummer = Avtalsnummer,
            Omrade = Omrade,
            Upphandlingsform = Varde<Upphandlingsform>(Upphandlingsform),
            Tillstand = Varde<Avtalstillstand>(Tillstand),
            Start = Start,
            Slut = Slut,
            Avtalsansvarig = Avtalsansvarig,
            Konkurrens = Konkurrens,
            MojligFor = MojligFor,
        };

        private static T? Varde<T>(string? text) where T : struct, Enum => text is null ? null : Enum.Parse<T>(text);
    }
}
