using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Avtal;

/// <summary>
/// Byter avtalsansvarig och håller reda på vem som har haft avtalet och när. Den som redan är ansvarig står kvar med sin första dag; då skrivs inget.
/// </summary>
internal static class Avtalsansvarsbyte
{
    private const string SlutaSql = """
        UPDATE Avtalsansvar
        SET Till = @Nu
        WHERE AvtalId = @AvtalId AND Till IS NULL
          AND (@Namn IS NULL OR Namn <> @Namn OR COALESCE(AnvandareId, @Ingen) <> COALESCE(@AnvandareId, @Ingen))
        """;

    private const string BorjaSql = """
        INSERT INTO Avtalsansvar (Id, AvtalId, AnvandareId, Namn, Fran, Till)
        SELECT @Id, @AvtalId, @AnvandareId, @Namn, @Nu, NULL
        WHERE NOT EXISTS (SELECT 1 FROM Avtalsansvar b WHERE b.AvtalId = @AvtalId AND b.Till IS NULL)
        """;

    private const string AvtalSql = "UPDATE Avtal SET AvtalsansvarigId = @AnvandareId, Avtalsansvarig = @Namn WHERE Id = @AvtalId";

    /// <summary>Gör användaren, eller den som bara har ett namn, till ansvarig för avtalen. Ett tomt namn betyder att den ansvarige inte är känd.</summary>
    public static async Task BytAsync(
        DbSession db, IReadOnlyCollection<Guid> avtalIds, Guid? anvandareId, string namn, DateTimeOffset nu, CancellationToken cancellationToken)
    {
        var till = string.IsNullOrWhiteSpace(namn) ? null : namn.Trim();
        await SkrivAsync(db, [.. avtalIds.Select(id => (id, anvandareId, till))], nu, cancellationToken);
        await db.ExecuteAsync(AvtalSql, avtalIds.Select(id => new { AvtalId = id, AnvandareId = till is null ? null : anvandareId, Namn = till }).ToList(), cancellationToken);
    }

    /// <summary>Bara historiken, när avtalets egen rad redan är skriven.</summary>
    internal static async Task SkrivAsync(
        DbSession db, IReadOnlyCollection<(Guid AvtalId, Guid? AnvandareId, string? Namn)> ansvar, DateTimeOffset nu, CancellationToken cancellationToken)
    {
        // Guid.Empty stands for no user, so that two names without users compare as equal on both databases.
        var rader = ansvar.Select(a => new { Id = Guid.CreateVersion7(), a.AvtalId, AnvandareId = a.Namn is null ? null : a.AnvandareId, a.Namn, Nu = nu, Ingen = Guid.Empty }).ToList();
        if (rader.Count == 0) { return; }
        await db.ExecuteAsync(SlutaSql, rader, cancellationToken);
        if (rader.FindAll(r => r.Namn is not null) is { Count: > 0 } nya) { await db.ExecuteAsync(BorjaSql, nya, cancellationToken); }
    }
}
