using MediatR;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Uppgifter;

namespace Uppfoljning.Application.Uppgifter;

/// <summary>En uppgift vars dag är inne. Nyckeln säger vad den gäller; samma uppgift med en ny dag förfaller på nytt.</summary>
public sealed record Forfallen(string Nyckel, DateOnly Dag)
{
    /// <summary>De uppgifter i listan vars dag är inne. Det som saknar dag har inte förfallit; det fattas.</summary>
    public static IReadOnlyList<Forfallen> Av(MinaUppgifter lista) =>
        [.. lista.Grupper.SelectMany(g => g.Uppgifter).Where(u => u.Dag <= lista.Idag).Select(u => new Forfallen(For(u), u.Dag!.Value)).Distinct()];

    public static string For(Uppgift u) => $"{u.Sort}|{u.Plats.Objekt}|{u.Plats.Id}|{u.Plats.Brist}|{u.Plats.Ar}|{u.NamndId}";
}

/// <summary>De personer som kan ha uppgifter: konton som gäller och har en roll i någon nämnd, sin egen eller som ersättare.</summary>
[Kraver(Roll.System)]
public sealed record ForfallopersonerQuery : IQuery<IReadOnlyList<Forfalloperson>>, IKommunbunden;

public sealed record Forfalloperson
{
    public Guid Id { get; init; }

    public string Namn { get; init; } = "";
}

/// <summary>
/// Noterar de uppgifter som har förfallit för personen och som hon inte redan har fått veta om. Ger antalet nya; är det inget nekas det, så att
/// det är ofarligt att skicka igen.
/// </summary>
[Kraver(Roll.System)]
public sealed record NoteraForfallnaCommand : ICommand<int>, IKommunbunden
{
    public Guid AnvandareId { get; init; }

    public IReadOnlyList<Forfallen> Forfallna { get; init; } = [];
}

/// <summary>Den inloggade har sett det som förfallit.</summary>
[Oppen("Rör bara den inloggades egna notiser.")]
public sealed record MarkeraForfallnaSeddaCommand : ICommand<int>;

public sealed class ForfallnaHandler(DbSession db, TimeProvider clock, IAnvandarkontext anvandare) :
    IRequestHandler<ForfallopersonerQuery, Result<IReadOnlyList<Forfalloperson>>>, IRequestHandler<NoteraForfallnaCommand, Result<int>>,
    IRequestHandler<MarkeraForfallnaSeddaCommand, Result<int>>
{
    private const string PersonerSql = $"""
        SELECT a.Id, a.Namn
        FROM Anvandare a
        WHERE a.Inaktiv = 0
          AND (EXISTS (SELECT 1 FROM Rolltilldelning r WHERE r.AnvandareId = a.Id AND r.NamndId IS NOT NULL AND {Gallanderoller.Galler})
               OR EXISTS (SELECT 1
                          FROM Ersattare e
                          JOIN Anvandare p ON p.Id = e.ForAnvandareId AND p.Inaktiv = 0
                          JOIN Ersattarroll l ON l.ErsattareId = e.Id
                          JOIN Rolltilldelning r ON r.AnvandareId = e.ForAnvandareId AND r.NamndId = e.NamndId AND r.Roll = l.Roll
                          WHERE e.AnvandareId = a.Id AND e.Aterkallad IS NULL AND e.FranDag <= @Idag AND e.TillDag >= @Idag AND {Gallanderoller.Galler}))
        ORDER BY a.Namn
        """;

    private const string NamnSql = "SELECT Namn FROM Anvandare WHERE Id = @AnvandareId";

    private const string NoteradeSql = "SELECT Nyckel, Dag FROM Forfallonotis WHERE AnvandareId = @AnvandareId";

    private const string NoteraSql = """
        INSERT INTO Forfallonotis (Id, AnvandareId, Nyckel, Dag, Noterad)
        VALUES (@Id, @AnvandareId, @Nyckel, @Dag, @Noterad)
        """;

    private const string OseddaSql = "SELECT Nyckel, Dag FROM Forfallonotis WHERE AnvandareId = @Jag AND Sedd IS NULL";

    private const string SeddaSql = "UPDATE Forfallonotis SET Sedd = @Nu WHERE AnvandareId = @Jag AND Sedd IS NULL";

    public async Task<Result<IReadOnlyList<Forfalloperson>>> Handle(ForfallopersonerQuery request, CancellationToken cancellationToken) =>
        Result<IReadOnlyList<Forfalloperson>>.Ok(await db.QueryAsync<Forfalloperson>(PersonerSql, new { Idag = clock.Idag() }, cancellationToken));

    public async Task<Result<int>> Handle(NoteraForfallnaCommand request, CancellationToken cancellationToken)
    {
        if (await db.SingleOrDefaultAsync<string>(NamnSql, request, cancellationToken) is not { } namn) { return Result<int>.NotFound(); }
        var noterade = (await db.QueryAsync<Notisrad>(NoteradeSql, request, cancellationToken)).Select(n => new Forfallen(n.Nyckel, n.Dag)).ToHashSet();
        var nya = request.Forfallna.Where(f => !noterade.Contains(f)).ToList();
        if (nya.Count == 0) { return Result<int>.Refused(new Domain.Hinder("inget-nytt", "Inget nytt har förfallit.")); }

        var nu = clock.GetUtcNow();
        await db.ExecuteAsync(NoteraSql, nya.Select(f => new { Id = Guid.CreateVersion7(nu), request.AnvandareId, f.Nyckel, f.Dag, Noterad = nu }), cancellationToken);
        return Result<int>.Ok(nya.Count, new AuditEntry("Förfallna uppgifter noterade",
            $"{(nya.Count == 1 ? "1 uppgift" : $"{nya.Count} uppgifter")} har förfallit för {namn}.", new { request.AnvandareId, Uppgifter = nya }));
    }

    internal static async Task<IReadOnlySet<Forfallen>> OseddaAsync(DbSession db, Guid? jag, CancellationToken cancellationToken) =>
        (await db.QueryAsync<Notisrad>(OseddaSql, new { Jag = jag }, cancellationToken)).Select(n => new Forfallen(n.Nyckel, n.Dag)).ToHashSet();

    public async Task<Result<int>> Handle(MarkeraForfallnaSeddaCommand request, CancellationToken cancellationToken)
    {
        if (anvandare.Id is not { } jag) { return Result<int>.NotFound(); }
        var antal = await db.ExecuteAsync(SeddaSql, new { Jag = jag, Nu = clock.GetUtcNow() }, cancellationToken);
        return Result<int>.Ok(antal, new AuditEntry("Förfallna uppgifter sedda", "De uppgifter som hade förfallit är markerade som sedda.", new { Antal = antal }));
    }

    private sealed record Notisrad
    {
        public string Nyckel { get; init; } = "";

        public DateOnly Dag { get; init; }
    }
}
