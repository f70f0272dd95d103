using System.Security.Cryptography;
using System.Text;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain.Dokument;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Integritet;

/// <summary>Nämndens gallring: besluten, hur mycket som är moget och vad som har gallrats.</summary>
[Kraver(SparaGallringsregelCommand.Laser)]
public sealed record GallringsbladQuery(Guid NamndId, int Sida = 1) : IQuery<Gallringsblad>, INamndbunden, IPaged;

public sealed record Gallringsblad(Guid NamndId, string Namnd, DateOnly Idag, IReadOnlyList<Gallringslage> Sorter, Page<Gallringsrapport> Protokoll, bool KanGallra);

/// <summary>En sort: regeln som gäller (null när inget är beslutat) och hur många som är mogna.</summary>
public sealed record Gallringslage(Gallringssort Sort, Gallringsregelrad? Regel, DateOnly? Grans, int Antal)
{
    /// <summary>Nästa registrerade beslut som ännu inte har börjat gälla.</summary>
    public Gallringsregelrad? Kommande { get; init; }
}

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
        ORDER BY Gjord DESC, Id DESC
        OFFSET @Offset ROWS FETCH NEXT @Limit ROWS ONLY
        """;

    private const string AntalSql = "SELECT COUNT(*) FROM Gallring WHERE NamndId = @NamndId";

    public async Task<Result<Gallringsblad>> Handle(GallringsbladQuery request, CancellationToken cancellationToken)
    {
        var namnd = await db.SingleOrDefaultAsync<string>(GallringsregelHandler.NamndSql, new { request.NamndId }, cancellationToken);
        if (namnd is null) { return Result<Gallringsblad>.NotFound(); }
        var idag = clock.Idag();
        var sorter = new List<Gallringslage>();
        var underlag = await Gallringsunderlag.LasAsync(db, idag, cancellationToken);
        foreach (var sort in Gallringsbar.Alla)
        {
            sorter.Add(new(sort.Sort, underlag.Regel(request.NamndId, sort.Sort), underlag.Grans(request.NamndId, sort.Sort), await underlag.AntalAsync(db, request.NamndId, sort, cancellationToken))
            {
                Kommande = underlag.Kommande(request.NamndId, sort.Sort),
            });
        }
        var antal = await db.SingleOrDefaultAsync<int>(AntalSql, new { request.NamndId }, cancellationToken);
        var sida = Page<Gallringsrapport>.Inom(request.Sida, antal);
        var protokoll = await db.QueryAsync<Gallringsrapport>(
            ProtokollSql, new { request.NamndId, Offset = Page<Gallringsrapport>.Offset(sida), Limit = Page<Gallringsrapport>.Storlek }, cancellationToken);
        return Result<Gallringsblad>.Ok(new(request.NamndId, namnd, idag, sorter, new(protokoll, antal, sida),
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

    /// <summary>Det som det hör till, när det har ett namn.</summary>
    public string? Plats { get; init; }

    /// <summary>Vad ett dokument ligger på.</summary>
    public Dokumentobjekt? ObjektSort { get; init; }

    /// <summary>Vilket register en inläst fil var.</summary>
    public Importsort? Importsort { get; init; }

    public string? Checksumma { get; init; }

    /// <summary>Det vars historik ska visa gallringen; null när det inte har någon.</summary>
    public Guid? ArendeId { get; init; }

    public string Var => Plats ?? ObjektSort?.Text() ?? Importsort?.Text() ?? "";

    public DateOnly RaknadFran => Dag ?? SvenskTid.Datum(Tid!.Value);
}

public sealed record Gallringsurval(Guid NamndId, string Namnd, Gallringslage Lage, Page<Gallringspost> Sida, string Avtryck, bool KanGallra)
{
    /// <summary>Så många tas i en gallring.</summary>
    public int PaEnGang => Math.Min(Lage.Antal, Gallringsbar.FlestPaEnGang);

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

        var underlag = await Gallringsunderlag.LasAsync(db, clock.Idag(), cancellationToken);
        var regel = underlag.Regel(request.NamndId, request.Sort);
        var sort = Gallringsbar.For(request.Sort);
        if (regel is null || underlag.Grans(request.NamndId, request.Sort) is not { } grans)
        {
            return Result<Gallringsurval>.Ok(new(request.NamndId, namnd, new(request.Sort, regel, null, 0), new([], 0, 1), "", false));
        }
        var parametrar = underlag.Parametrar(request.NamndId, request.Sort, grans);
        var antal = await db.SingleOrDefaultAsync<int>(sort.Antal, parametrar, cancellationToken);
        var poster = await db.QueryAsync<Gallringspost>(sort.Poster, parametrar, cancellationToken);
        var visade = Math.Min(antal, Gallringsbar.FlestPaEnGang);
        var sida = Page<int>.Inom(request.Sida, visade);
        return Result<Gallringsurval>.Ok(new(request.NamndId, namnd, new(request.Sort, regel, grans, antal),
            new([.. poster.Skip(Page<int>.Offset(sida)).Take(Page<int>.Storlek)], visade, sida), Gallringsurval.Av(poster, regel.Id),
            anvandare.Har(request.NamndId, SparaGallringsregelCommand.Gallrar)));
    }
}
