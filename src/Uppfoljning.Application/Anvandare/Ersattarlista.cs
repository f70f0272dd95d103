using MediatR;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Atkomst;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Ersättarna i kommunen: de som är det nu, ska bli och har varit. Revisorn ser dem i sina nämnder.</summary>
[Kraver(Roll.Administrator | Roll.Revisor)]
public sealed record ErsattarlistaQuery : IQuery<Ersattarlista>, INamndfiltrerad, IPaged
{
    public Guid? Namnd { get; init; }

    public Guid? Person { get; init; }

    public Ersattarlage? Lage { get; init; }

    public int Sida { get; init; } = 1;

    public IReadOnlyList<Guid> Namnder { get; set; } = [];
}

public sealed record Ersattarlista(Page<Ersattarrad> Sida, IReadOnlyList<Namndval> Namnder, IReadOnlyList<Personval> Personer, DateOnly Idag, bool KanUtse);

/// <summary>En person att välja.</summary>
public sealed record Personval
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }
}

public sealed record Ersattarrad
{
    public Guid Id { get; init; }

    public Guid ForAnvandareId { get; init; }

    public required string Ordinarie { get; init; }

    public Guid AnvandareId { get; init; }

    public required string Ersattare { get; init; }

    public Guid NamndId { get; init; }

    public required string Namnd { get; init; }

    public DateOnly FranDag { get; init; }

    public DateOnly TillDag { get; init; }

    public required string Skal { get; init; }

    public DateTimeOffset Utsedd { get; init; }

    public required string UtseddAv { get; init; }

    public DateTimeOffset? Aterkallad { get; init; }

    public string? AterkalladAv { get; init; }

    public IReadOnlyList<Roll> Roller { get; init; } = [];

    public Ersattarlage Lage(DateOnly idag) => Ersattarskap.Lage(FranDag, TillDag, Aterkallad is not null, idag);
}

public sealed class ErsattarlistaHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<ErsattarlistaQuery, Result<Ersattarlista>>
{
    private const string FranDel = """
        FROM Ersattare e
        JOIN Anvandare o ON o.Id = e.ForAnvandareId
        JOIN Anvandare a ON a.Id = e.AnvandareId
        JOIN Namnd n ON n.Id = e.NamndId
        WHERE (@Alla = 1 OR e.NamndId IN @Namnder)
        """;

    internal const string KolumnerDel = """
        e.Id, e.ForAnvandareId, o.Namn AS Ordinarie, e.AnvandareId, a.Namn AS Ersattare, e.NamndId, n.Namn AS Namnd,
        e.FranDag, e.TillDag, e.Skal, e.Utsedd, e.UtseddAv, e.Aterkallad, e.AterkalladAv
        """;

    internal const string OrdningDel = "CASE WHEN e.Aterkallad IS NULL AND e.TillDag >= @Idag THEN 0 ELSE 1 END, e.FranDag DESC, n.Namn, a.Namn, e.Id";

    private const string RollerSql = "SELECT ErsattareId, Roll FROM Ersattarroll WHERE ErsattareId IN @Ids";

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd WHERE @Alla = 1 OR Id IN @Namnder ORDER BY Namn";

    private const string PersonerSql = """
        SELECT p.Id, p.Namn
        FROM Anvandare p
        WHERE EXISTS (SELECT 1 FROM Ersattare e WHERE (e.ForAnvandareId = p.Id OR e.AnvandareId = p.Id) AND (@Alla = 1 OR e.NamndId IN @Namnder))
        ORDER BY p.Namn, p.Id
        """;

    public async Task<Result<Ersattarlista>> Handle(ErsattarlistaQuery request, CancellationToken cancellationToken)
    {
        var idag = clock.Idag();
        var admin = anvandare.KommunRoller.HarNagon(Roll.Administrator);
        var filter = new Dictionary<string, object?>
        {
            ["Alla"] = admin ? 1 : 0,
            ["Namnder"] = request.Namnder,
            ["Namnd"] = request.Namnd,
            ["Person"] = request.Person,
            ["Idag"] = idag,
        };
        var lista = new SqlList(FranDel)
            .Och(request.Namnd is not null, "e.NamndId = @Namnd")
            .Och(request.Person is not null, "(e.ForAnvandareId = @Person OR e.AnvandareId = @Person)")
            .Och(request.Lage == Ersattarlage.Pagaende, "e.Aterkallad IS NULL AND e.FranDag <= @Idag AND e.TillDag >= @Idag")
            .Och(request.Lage == Ersattarlage.Kommande, "e.Aterkallad IS NULL AND e.FranDag > @Idag")
            .Och(request.Lage == Ersattarlage.Avslutat, "e.Aterkallad IS NULL AND e.TillDag < @Idag")
            .Och(request.Lage == Ersattarlage.Aterkallat, "e.Aterkallad IS NOT NULL");
        var antal = await db.SingleOrDefaultAsync<int>(lista.Antal(), filter, cancellationToken);
        var sida = Page<Ersattarrad>.Inom(request.Sida, antal);
        (filter["Offset"], filter["Limit"]) = (Page<Ersattarrad>.Offset(sida), Page<Ersattarrad>.Storlek);
        var rader = await MedRollerAsync(db, await db.QueryAsync<Ersattarrad>(lista.Sida(KolumnerDel, OrdningDel), filter, cancellationToken), cancellationToken);
        return Result<Ersattarlista>.Ok(new Ersattarlista(
            new Page<Ersattarrad>(rader, antal, sida),
            await db.QueryAsync<Namndval>(NamnderSql, filter, cancellationToken),
            await db.QueryAsync<Personval>(PersonerSql, filter, cancellationToken), idag, admin));
    }

    internal static async Task<IReadOnlyList<Ersattarrad>> MedRollerAsync(DbSession db, IReadOnlyList<Ersattarrad> rader, CancellationToken cancellationToken)
    {
        if (rader.Count == 0) { return rader; }
        var roller = (await db.QueryAsync<Lanad>(RollerSql, new { Ids = rader.Select(r => r.Id).ToList() }, cancellationToken)).ToLookup(r => r.ErsattareId, r => r.Roll);
        return [.. rader.Select(r => r with { Roller = [.. Common.Roller.INamnd.Where(roller[r.Id].Contains)] })];
    }

    private sealed record Lanad
    {
        public Guid ErsattareId { get; init; }

        public Roll Roll { get; init; }
    }
}

/// <summary>Ett ersättarskap, innan det återkallas.</summary>
[Kraver(Roll.Administrator)]
public sealed record ErsattarbladQuery(Guid ErsattareId) : IQuery<Ersattarrad>, IKommunbunden;

/// <summary>Ett ersättarskap för en själv, innan det återkallas.</summary>
[Oppen(Ersattarregler.Egna)]
public sealed record MinErsattareQuery(Guid ErsattareId) : IQuery<Ersattarrad>;

public sealed class ErsattarbladHandler(DbSession db, IAnvandarkontext anvandare)
    : IRequestHandler<ErsattarbladQuery, Result<Ersattarrad>>, IRequestHandler<MinErsattareQuery, Result<Ersattarrad>>
{
    internal const string RadSql = $"""
        SELECT {ErsattarlistaHandler.KolumnerDel}
        FROM Ersattare e
        JOIN Anvandare o ON o.Id = e.ForAnvandareId
        JOIN Anvandare a ON a.Id = e.AnvandareId
        JOIN Namnd n ON n.Id = e.NamndId
        WHERE e.Id = @ErsattareId
        """;

    public Task<Result<Ersattarrad>> Handle(ErsattarbladQuery request, CancellationToken cancellationToken) => LasAsync(request.ErsattareId, egen: false, cancellationToken);

    public Task<Result<Ersattarrad>> Handle(MinErsattareQuery request, CancellationToken cancellationToken) => LasAsync(request.ErsattareId, egen: true, cancellationToken);

    private async Task<Result<Ersattarrad>> LasAsync(Guid ersattareId, bool egen, CancellationToken cancellationToken)
    {
        var rad = await db.SingleOrDefaultAsync<Ersattarrad>(RadSql, new { ErsattareId = ersattareId }, cancellationToken);
        return rad is null || (egen && rad.ForAnvandareId != anvandare.Id)
            ? Result<Ersattarrad>.NotFound()
            : Result<Ersattarrad>.Ok((await ErsattarlistaHandler.MedRollerAsync(db, [rad], cancellationToken))[0]);
    }
}
