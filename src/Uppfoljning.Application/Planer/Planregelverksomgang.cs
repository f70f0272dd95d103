using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Planer;

/// <summary>En omgång av nämndens regler: från vilken dag den gäller, och vem som ändrade den senast.</summary>
public sealed record Planregelverksomgang
{
    private const string AllaSql = """
        SELECT Id, GallerFran, Version, AndradAv, AndradTid
        FROM Planregelverk
        WHERE NamndId = @NamndId
        ORDER BY GallerFran DESC
        """;

    private const string BeslutatArSql = "SELECT MAX(Ar) FROM Uppfoljningsplan WHERE NamndId = @NamndId AND Tillstand <> 'Utkast'";

    public Guid Id { get; init; }

    public DateOnly GallerFran { get; init; }

    public int Version { get; init; }

    public string AndradAv { get; init; } = "";

    public DateTimeOffset AndradTid { get; init; }

    /// <summary>Nämndens omgångar, den senaste först.</summary>
    internal static Task<IReadOnlyList<Planregelverksomgang>> AllaAsync(DbSession db, Guid namndId, CancellationToken cancellationToken) =>
        db.QueryAsync<Planregelverksomgang>(AllaSql, new { NamndId = namndId }, cancellationToken);

    /// <summary>Det senaste år som nämnden har beslutat en plan för.</summary>
    internal static Task<int?> BeslutatArAsync(DbSession db, Guid namndId, CancellationToken cancellationToken) =>
        db.SingleOrDefaultAsync<int?>(BeslutatArSql, new { NamndId = namndId }, cancellationToken);

    /// <summary>Det första planår som en omgång från dagen kan gälla: reglerna den 1 januari styr årets plan.</summary>
    internal static int ForstaAr(DateOnly gallerFran) => gallerFran is { Month: 1, Day: 1 } ? gallerFran.Year : gallerFran.Year + 1;
}
