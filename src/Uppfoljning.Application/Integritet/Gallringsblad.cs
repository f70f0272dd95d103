using System.Security.Cryptography;
using System.Text;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Integritet;

/// <summary>Nämndens gallring: besluten, hur mycket som är moget och vad som har gallrats.</summary>
[Kraver(SparaGallringsregelCommand.Laser)]
public sealed record GallringsbladQuery(Guid NamndId) : IQuery<Gallringsblad>, INamndbunden;

public sealed record Gallringsblad(Guid NamndId, string Namnd, DateOnly Idag, IReadOnlyList<Gallringslage> Sorter, IReadOnlyList<Gallringsrapport> Protokoll, bool KanGallra);

/// <summary>En sort: regeln som gäller (null när inget är beslutat) och hur många som är mogna.</summary>
public sealed record Gallringslage(Gallringssort Sort, Gallringsregelrad? Regel, DateOnly? Grans, int Antal);

public sealed record Gallringsrapport
{
    public Guid Id { get; init; }

    public Gallringssort Sort { get; init; }

    public string Beslut { get; init; } = "";

    public DateOnly Grans { get; init; }

    public int Antal { get; init; }

    public DateTimeOffset Gjord { get; init; }

    public string GjordAv { get; init; } = "";
}

public sealed class GallringsbladHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<GallringsbladQuery, Result<Gallringsblad>>
{
    private const string ProtokollSql = """
        SELECT Id, Sort, Beslut, Grans, Antal, Gjord, GjordAv
        FROM Gallring
        WHERE NamndId = @NamndId
        ORDER BY Gjord DESC
        OFFSET 0 ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    public async Task<Result<Gallringsblad>> Handle(GallringsbladQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(GallringsregelHandler.NamndSql, new { request.NamndId }, cancellationToken);
        if (namnd is null) { return Result<Gallringsblad>.NotFound(); }
        var idag = clock.Idag();
        var sorter = new List<Gallringslage>();
        var regler = await Gallringsregelrad.AllaAsync(db, request.NamndId, cancellationToken);
        foreach (var sort in Gallringsbar.Alla)
        {
            var regel = Gallringsregelrad.Gallande(regler, sort.Sort, idag);
            var grans = Gallringsregler.Grans(regel?.Beslut, idag);
            sorter.Add(new(sort.Sort, regel, grans, grans is { } dag ? await db.SingleOrDefaultAsync<int>(sort.Antal, Gallringsurval.Parametrar(request.NamndId, dag), cancellationToken) : 0));
        }
        return Result<Gallringsblad>.Ok(new(request.NamndId, namnd, idag, sorter,
            await db.QueryAsync<Gallringsrapport>(ProtokollSql, new { request.NamndId, Limit = Page<int>.Storlek }, cancellationToken),
            anvandare.Har(request.NamndId, SparaGallringsregelCommand.Gallrar)));
    }
}

/// <summary>Det som är moget i en sort, sak för sak.</summary>
[Kraver(SparaGallringsregelCommand.Laser)]
public sealed record GallringsurvalQuery(Guid NamndId, Gallringssort Sort, int Sida = 1) : IQuery<Gallringsurval>, INamndbunden, IPaged;

public sealed record Gallringspost
{
    public Guid Id { get; init; }

    public DateOnly? Dag { get; init; }

    public DateTimeOffset? Tid { get; init; }

    /// <summary>Vad det är, utan uppgift om någon människa: det är det som protokollet behåller.</summary>
    public string Beskrivning { get; init; } = "";

    public string Namn { get; init; } = "";

    public string Plats { get; init; } = "";

    public string? Checksumma { get; init; }

    public DateOnly RaknadFran => Dag ?? SvenskTid.Datum(Tid!.Value);
}

public sealed record Gallringsurval(Guid NamndId, string Namnd, Gallringslage Lage, Page<Gallringspost> Sida, string Avtryck, bool KanGallra)
{
    /// <summary>Så många tas i en gallring.</summary>
    public int PaEnGang => Math.Min(Lage.Antal, Gallringsbar.FlestPaEnGang);

    internal static Dictionary<string, object?> Parametrar(Guid namndId, DateOnly grans) => new()
    {
        ["NamndId"] = namndId,
        ["Grans"] = grans,
        ["GransTid"] = SvenskTid.Borjan(grans.AddDays(1)),
        ["Offset"] = 0,
        ["Limit"] = Gallringsbar.FlestPaEnGang,
    };

    /// <summary>Ett avtryck av just de saker som gallras, så att den som bekräftar gallrar det hon såg och inget annat.</summary>
    internal static string Av(IEnumerable<Gallringspost> poster, Guid regelId) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(',', poster.Select(p => p.Id).Append(regelId)))).AsSpan(0, 16));
}

public sealed class GallringsurvalHandler(DbSession db, IAnvandarkontext anvandare, TimeProvider clock) : IRequestHandler<GallringsurvalQuery, Result<Gallringsurval>>
{
    public async Task<Result<Gallringsurval>> Handle(GallringsurvalQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(GallringsregelHandler.NamndSql, new { request.NamndId }, cancellationToken);
        if (namnd is null || !Enum.IsDefined(request.Sort)) { return Result<Gallringsurval>.NotFound(); }

        var idag = clock.Idag();
        var regel = Gallringsregelrad.Gallande(await Gallringsregelrad.AllaAsync(db, request.NamndId, cancellationToken), request.Sort, idag);
        var sort = Gallringsbar.For(request.Sort);
        if (regel is null || Gallringsregler.Grans(regel.Beslut, idag) is not { } grans)
        {
            return Result<Gallringsurval>.Ok(new(request.NamndId, namnd, new(request.Sort, regel, null, 0), new([], 0, 1), "", false));
        }
        var parametrar = Gallringsurval.Parametrar(request.NamndId, grans);
        var antal = await db.SingleOrDefaultAsync<int>(sort.Antal, parametrar, cancellationToken);
        var poster = await db.QueryAsync<Gallringspost>(sort.Poster, parametrar, cancellationToken);
        var visade = Math.Min(antal, Gallringsbar.FlestPaEnGang);
        var sida = Page<int>.Inom(request.Sida, visade);
        return Result<Gallringsurval>.Ok(new(request.NamndId, namnd, new(request.Sort, regel, grans, antal),
            new([.. poster.Skip(Page<int>.Offset(sida)).Take(Page<int>.Storlek)], visade, sida), Gallringsurval.Av(poster, regel.Id),
            anvandare.Har(request.NamndId, SparaGallringsregelCommand.Gallrar)));
    }
}
