using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Application.Planer;

/// <summary>Nämndens hela register av avtal och enheter, så som en plan ser det: en sats, och reglerna avgör vad som ska med.</summary>
internal static class Planregister
{
    // CAST(NULL AS …): SQL Server needs to know the type of a column that one half of the union does not have.
    private const string RegisterSql = """
        SELECT a.Id AS AvtalId, CAST(NULL AS UNIQUEIDENTIFIER) AS EnhetId, a.Benamning AS Namn, v.Namn AS Verksamhetsomrade, a.UtforareId, u.Namn AS Utforare,
               COALESCE(a.Driftsform, u.Driftsform) AS Driftsform, a.Avtalsnummer, a.Omrade, a.Upphandlingsform, a.Tillstand, a.Start, a.Slut, a.Avtalsansvarig,
               CAST(NULL AS BIT) AS Konkurrens, CAST(NULL AS NVARCHAR(200)) AS MojligFor
        FROM Avtal a
        LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        WHERE a.NamndId = @NamndId
        UNION ALL
        SELECT CAST(NULL AS UNIQUEIDENTIFIER), e.Id, e.Namn, v.Namn, e.UtforareId, u.Namn,
               COALESCE(e.Driftsform, u.Driftsform), CAST(NULL AS NVARCHAR(50)), CAST(NULL AS NVARCHAR(200)), CAST(NULL AS NVARCHAR(30)), CAST(NULL AS NVARCHAR(30)),
               CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS NVARCHAR(200)),
               e.Konkurrens, e.MojligFor
        FROM Enhet e
        LEFT JOIN Verksamhetsomrade v ON v.Id = e.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = e.UtforareId
        WHERE e.NamndId = @NamndId
        """;

    public static async Task<IReadOnlyList<Planobjekt>> LasAsync(DbSession db, Guid namndId, CancellationToken cancellationToken) =>
        [.. (await db.QueryAsync<Registerpost>(RegisterSql, new { NamndId = namndId }, cancellationToken)).Select(p => p.Objekt())];

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
