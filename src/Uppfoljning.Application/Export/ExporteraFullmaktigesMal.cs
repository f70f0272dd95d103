using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using K = Uppfoljning.Application.Mal.Malkolumner;

namespace Uppfoljning.Application.Export;

/// <summary>
/// Fullmäktiges mål med målområden som fil, i deras ordning; ett målområde utan mål har en egen rad. Målen gäller hela kommunen och läses av alla
/// som arbetar i någon nämnd.
/// </summary>
[Kraver(Roll.NagonINamnden | Roll.Administrator)]
public sealed record ExporteraFullmaktigesMalQuery(Filformat Format) : IQuery<Exportfil>, INamndfiltrerad
{
    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed class ExporteraFullmaktigesMalHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraFullmaktigesMalQuery, Result<Exportfil>>
{
    // Nämnderna visas på bladet om filen; målen är desamma för alla.
    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE Id IN @Namnder ORDER BY Namn";

    private const string MalSql = """
        SELECT f.Namn AS Mal, o.Namn AS Malomrade, o.Dimension
        FROM Fullmaktigemal f
        LEFT JOIN Malomrade o ON o.Id = f.MalomradeId
        ORDER BY f.Ordning, f.Id
        """;

    private const string TommaSql = """
        SELECT NULL AS Mal, o.Namn AS Malomrade, o.Dimension
        FROM Malomrade o
        WHERE NOT EXISTS (SELECT 1 FROM Fullmaktigemal f WHERE f.MalomradeId = o.Id)
        ORDER BY o.Ordning, o.Id
        """;

    private static readonly IReadOnlyList<Exportkolumn<Rad>> Kolumner =
    [
        Exportkolumn<Rad>.Text(K.Mal, 70, m => m.Mal),
        Exportkolumn<Rad>.Text(K.Malomrade, 36, m => m.Malomrade),
        Exportkolumn<Rad>.Text(K.Dimension, 30, m => m.Dimension),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraFullmaktigesMalQuery request, CancellationToken cancellationToken)
    {
        var namnder = await db.QueryAsync<Namndval>(NamnderSql, new { request.Namnder }, cancellationToken);
        var rader = await db.QueryAsync<Rad>(MalSql, null, cancellationToken);
        var tomma = await db.QueryAsync<Rad>(TommaSql, null, cancellationToken);
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format,
            new Exportlista("Fullmäktiges mål", "Fullmäktiges ordning; sist de målområden som inte har något mål", [])
            {
                Upplysningar = [("Läsa in igen", "Administratören kan läsa in filen igen. Ett mål och ett målområde känns igen på sin text. En tom cell ändrar inget; det som står i filen ersätter det som står i registret.")],
            },
            Kolumner, Strom(rader.Concat(tomma)), request.Namnder, namnder.Count == 0 ? ["Hela kommunen"] : namnder.Select(n => n.Namn), anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private static async IAsyncEnumerable<Rad> Strom(IEnumerable<Rad> rader)
    {
        await Task.CompletedTask;
        foreach (var rad in rader) { yield return rad; }
    }

    private sealed record Rad
    {
        public string? Mal { get; init; }

        public string? Malomrade { get; init; }

        public string? Dimension { get; init; }
    }
}
