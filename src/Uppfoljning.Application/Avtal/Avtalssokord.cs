using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Avtal;

/// <summary>Avtalens sökord när det är utföraren som har ändrats: ett avtal söks också på sin utförares namn och nummer.</summary>
internal static class Avtalssokord
{
    /// <summary>Så många utförare i en sats; SQL Server tar emot 2 100 parametrar.</summary>
    private const int UtforareISats = 1000;

    private const string TexterDel = """
        SELECT a.Id, a.NamndId, a.UtforareId, a.Avtalsnummer, a.Benamning, v.Namn AS Verksamhetsomrade, a.Omrade, a.Diarienummer, u.Namn AS Utforare, u.Organisationsnummer
        FROM Avtal a
        LEFT JOIN Verksamhetsomrade v ON v.Id = a.VerksamhetsomradeId
        LEFT JOIN Utforare u ON u.Id = a.UtforareId
        """;

    private const string EttSql = $"{TexterDel} WHERE a.Id = @AvtalId";

    private const string UtforarensSql = $"{TexterDel} WHERE a.UtforareId IN @Utforare";

    private const string TaBortSql = "DELETE FROM Sokord WHERE Ord = @Ord AND ObjektId IN (SELECT a.Id FROM Avtal a WHERE a.UtforareId = @UtforareId)";

    private const string LaggTillSql = """
        INSERT INTO Sokord (ObjektId, Ord, Sort, NamndId)
        SELECT a.Id, @Ord, 'Avtal', a.NamndId
        FROM Avtal a
        WHERE a.UtforareId = @UtforareId AND NOT EXISTS (SELECT 1 FROM Sokord s WHERE s.ObjektId = a.Id AND s.Ord = @Ord)
        """;

    private const string AterstallSql = "INSERT INTO Sokord (ObjektId, Ord, Sort, NamndId) VALUES (@Id, @Ord, 'Avtal', @NamndId)";

    /// <summary>Skriver om ett avtals sökord efter det som står i registret.</summary>
    public static async Task SkrivAsync(DbSession db, Guid avtalId, CancellationToken cancellationToken)
    {
        var avtal = (await db.SingleOrDefaultAsync<Texter>(EttSql, new { AvtalId = avtalId }, cancellationToken))!;
        await Sokord.SkrivAsync(db, avtalId, [.. avtal.Egna(), avtal.Utforare, avtal.Organisationsnummer?.Replace("-", "", StringComparison.Ordinal)], nytt: false, cancellationToken);
    }

    /// <summary>
    /// Byter utförarens ord i alla dess avtal, i alla nämnder. Antalet satser följer inte antalet avtal: orden byts en mängd i taget, och bara
    /// de avtal som har ett borttaget ord också i sina egna texter skrivs ett och ett.
    /// </summary>
    public static async Task BytAsync(DbSession db, IReadOnlyCollection<Utforarord> utforare, CancellationToken cancellationToken)
    {
        var bort = utforare.SelectMany(u => Sokord.I(u.Fore).Except(Sokord.I(u.Efter)).Select(ord => new { UtforareId = u.Id, Ord = ord })).ToList();
        if (bort.Count > 0)
        {
            await db.ExecuteAsync(TaBortSql, bort, cancellationToken);
            var borta = bort.ToLookup(b => b.UtforareId, b => b.Ord);
            foreach (var del in borta.Select(b => b.Key).Chunk(UtforareISats))
            {
                var egna = (await db.QueryAsync<Texter>(UtforarensSql, new { Utforare = del }, cancellationToken))
                    .SelectMany(a => Sokord.I(a.Egna()).Intersect(borta[a.UtforareId!.Value]).Select(ord => new { a.Id, a.NamndId, Ord = ord })).ToList();
                if (egna.Count > 0) { await db.ExecuteAsync(AterstallSql, egna, cancellationToken); }
            }
        }
        var till = utforare.SelectMany(u => Sokord.I(u.Efter).Except(Sokord.I(u.Fore)).Select(ord => new { UtforareId = u.Id, Ord = ord })).ToList();
        if (till.Count > 0) { await db.ExecuteAsync(LaggTillSql, till, cancellationToken); }
    }

    private sealed record Texter
    {
        public Guid Id { get; init; }

        public Guid NamndId { get; init; }

        public Guid? UtforareId { get; init; }

        public string? Avtalsnummer { get; init; }

        public string Benamning { get; init; } = "";

        public string? Verksamhetsomrade { get; init; }

        public string? Omrade { get; init; }

        public string? Diarienummer { get; init; }

        public string? Utforare { get; init; }

        public string? Organisationsnummer { get; init; }

        public IEnumerable<string?> Egna() => [Avtalsnummer, Benamning, Verksamhetsomrade, Omrade, Diarienummer];
    }
}

/// <summary>Det som en utförare söks på, före och efter en ändring.</summary>
internal sealed record Utforarord(Guid Id, IEnumerable<string?> Fore, IEnumerable<string?> Efter);
