using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Post;
using Uppfoljning.Domain.Atkomst;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Anvandare;

public enum Kontolage
{
    Oppet,
    Stangt,
    Last,
    UtanLosenord,
}

/// <summary>Konton, en sida i taget.</summary>
[Kraver(Roll.Administrator)]
public sealed record AnvandarlistaQuery : IQuery<Anvandarlista>, IKommunbunden, IPaged
{
    /// <summary>Början på namnet, användarnamnet eller e-postadressen.</summary>
    public string? Q { get; init; }

    public Kontolage? Lage { get; init; }

    public bool Administrator { get; init; }

    public int Sida { get; init; } = 1;
}

public sealed record Anvandarlista(Page<Anvandarrad> Sida, Postlage Post, bool Filtrerad);

public sealed record Anvandarrad
{
    public Guid Id { get; init; }

    public required string Anvandarnamn { get; init; }

    public required string Namn { get; init; }

    public string? Epost { get; init; }

    public bool Inaktiv { get; init; }

    public DateTimeOffset? LastTill { get; init; }

    public DateTimeOffset? SenastInloggad { get; init; }

    public bool Tvafaktor { get; init; }

    public bool Administrator { get; init; }

    public int AntalNamnder { get; init; }
}

public sealed class AnvandarlistaHandler(DbSession db, IPost post, TimeProvider clock) : IRequestHandler<AnvandarlistaQuery, Result<Anvandarlista>>
{
    private const int LangstSokning = 100;

    private const string Fran = "FROM Anvandare a WHERE 1 = 1";

    private const string SokVillkor = @"(a.Namn LIKE @Borjan ESCAPE '\' OR a.Namn LIKE @Stor ESCAPE '\' OR a.Namn LIKE @Ord ESCAPE '\' OR a.AnvandarnamnNormal LIKE @Versal ESCAPE '\' OR a.EpostNormal LIKE @Versal ESCAPE '\')";

    private const string Kolumner = $"""
        a.Id, a.Anvandarnamn, a.Namn, a.Epost, a.Inaktiv, CASE WHEN a.LastTill > @Nu THEN a.LastTill ELSE NULL END AS LastTill, a.SenastInloggad,
        CASE WHEN EXISTS (SELECT 1 FROM Tvafaktor t WHERE t.AnvandareId = a.Id AND t.Aktiverad IS NOT NULL) THEN 1 ELSE 0 END AS Tvafaktor,
        CASE WHEN {Gallanderoller.Administrator} THEN 1 ELSE 0 END AS Administrator,
        (SELECT COUNT(DISTINCT r.NamndId) FROM Rolltilldelning r WHERE r.AnvandareId = a.Id AND {Gallanderoller.Galler}) AS AntalNamnder
        """;

    public async Task<Result<Anvandarlista>> Handle(AnvandarlistaQuery request, CancellationToken cancellationToken)
    {
        var nu = clock.GetUtcNow();
        var sokt = Sokmonster(request.Q);
        var parametrar = new Dictionary<string, object?> { ["Nu"] = nu, ["Idag"] = clock.Idag(), ["Borjan"] = $"{sokt}%", ["Stor"] = $"{(sokt.Length > 0 ? char.ToUpperInvariant(sokt[0]) + sokt[1..] : "")}%", ["Ord"] = $"% {sokt}%", ["Versal"] = $"{sokt.ToUpperInvariant()}%" };
        var lista = new SqlList(Fran)
            .Och(sokt.Length > 0, SokVillkor)
            .Och(request.Lage == Kontolage.Oppet, "a.Inaktiv = 0")
            .Och(request.Lage == Kontolage.Stangt, "a.Inaktiv = 1")
            .Och(request.Lage == Kontolage.Last, "a.LastTill > @Nu")
            .Och(request.Lage == Kontolage.UtanLosenord, "a.Losenord IS NULL")
            .Och(request.Administrator, Gallanderoller.Administrator);
        var antal = await db.SingleOrDefaultAsync<int>(lista.Antal(), parametrar, cancellationToken);
        var sida = Page<Anvandarrad>.Inom(request.Sida, antal);
        (parametrar["Offset"], parametrar["Limit"]) = (Page<Anvandarrad>.Offset(sida), Page<Anvandarrad>.Storlek);
        var rader = await db.QueryAsync<Anvandarrad>(lista.Sida(Kolumner, "a.Namn, a.Anvandarnamn"), parametrar, cancellationToken);
        return Result<Anvandarlista>.Ok(new(new(rader, antal, sida), await Postlage.LasAsync(db, post, nu, cancellationToken), lista.HarVillkor));
    }

    /// <summary>Det skrivna, där de tecken som betyder något i LIKE bara är sig själva.</summary>
    private static string Sokmonster(string? q)
    {
        var text = (q ?? "").Trim();
        text = text.Length > LangstSokning ? text[..LangstSokning] : text;
        return string.Concat(text.Select(c => c is '\\' or '%' or '_' or '[' ? $"\\{c}" : c.ToString()));
    }
}

/// <summary>En användare med sina roller.</summary>
[Kraver(Roll.Administrator)]
public sealed record AnvandarbladQuery(Guid AnvandareId) : IQuery<Anvandarblad>, IKommunbunden;

public sealed record Anvandarblad
{
    public Guid Id { get; init; }

    public required string Anvandarnamn { get; init; }

    public required string Namn { get; init; }

    public bool Inaktiv { get; init; }

    public IReadOnlyList<Rollrad> Roller { get; init; } = [];

    public IReadOnlyList<Avtal.Namndval> Namnder { get; init; } = [];

    public DateOnly Idag { get; init; }
}

public sealed record Rollrad
{
    public Guid? NamndId { get; init; }

    public string? Namnd { get; init; }

    public Roll Roll { get; init; }

    /// <summary>Given för hand, eller följer av en grupp hos identitetstjänsten.</summary>
    public string Kalla { get; init; } = Extern.Grupproller.Hand;

    public DateOnly? FranDag { get; init; }

    public DateOnly? TillDag { get; init; }

    public Rollperiod Tid => new(FranDag, TillDag);
}

public sealed class AnvandarbladHandler(DbSession db, TimeProvider clock) : IRequestHandler<AnvandarbladQuery, Result<Anvandarblad>>
{
    private const string AnvandareSql = "SELECT Id, Anvandarnamn, Namn, Inaktiv FROM Anvandare WHERE Id = @AnvandareId";

    private const string RollerSql = """
        SELECT r.NamndId, n.Namn AS Namnd, r.Roll, r.Kalla, r.FranDag, r.TillDag
        FROM Rolltilldelning r
        LEFT JOIN Namnd n ON n.Id = r.NamndId
        WHERE r.AnvandareId = @AnvandareId
        ORDER BY n.Namn, r.Roll
        """;

    private const string NamnderSql = "SELECT Id, Namn, Forkortning FROM Namnd ORDER BY Namn";

    public async Task<Result<Anvandarblad>> Handle(AnvandarbladQuery request, CancellationToken cancellationToken)
    {
        var anvandare = await db.SingleOrDefaultAsync<Anvandarblad>(AnvandareSql, request, cancellationToken);
        return anvandare is null ? Result<Anvandarblad>.NotFound() : Result<Anvandarblad>.Ok(anvandare with
        {
            Idag = clock.Idag(),
            Roller = await db.QueryAsync<Rollrad>(RollerSql, request, cancellationToken),
            Namnder = await db.QueryAsync<Avtal.Namndval>(NamnderSql, null, cancellationToken),
        });
    }
}
