using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Post;

/// <summary>Hur det är med e-posten, så som administratören behöver veta det.</summary>
public sealed record Postlage
{
    private const string LageSql = """
        SELECT COUNT(*) AS Vantar, SUM(CASE WHEN Fel IS NOT NULL THEN 1 ELSE 0 END) AS MedFel, MAX(Fel) AS Fel
        FROM Utskick
        WHERE Nasta IS NOT NULL OR (Skickat IS NULL AND Skapat >= @Sedan)
        """;

    public bool Installd { get; init; }

    /// <summary>Brev som väntar, eller som det senaste dygnet gavs upp.</summary>
    public int Vantar { get; init; }

    public int? MedFel { get; init; }

    public string? Fel { get; init; }

    internal static async Task<Postlage> LasAsync(DbSession db, IPost post, DateTimeOffset nu, CancellationToken cancellationToken) =>
        (await db.SingleOrDefaultAsync<Postlage>(LageSql, new { Sedan = nu.AddDays(-1) }, cancellationToken))! with { Installd = post.Installd };
}
