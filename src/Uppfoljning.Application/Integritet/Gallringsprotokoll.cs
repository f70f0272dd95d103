using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Domain.Integritet;

namespace Uppfoljning.Application.Integritet;

/// <summary>Gallringsprotokollet: vad som gallrades, hur mycket, när, av vem och enligt vilket beslut.</summary>
[Kraver(SparaGallringsregelCommand.Laser)]
public sealed record GallringsprotokollQuery(Guid NamndId, Guid GallringId) : IQuery<Gallringsprotokoll>, INamndbunden;

public sealed record Gallringsprotokoll(Guid NamndId, string Namnd, Gallringsrapport Rapport, IReadOnlyList<Gallringsprotokollrad> Rader);

public sealed record Gallringsprotokollrad
{
    public Guid ObjektId { get; init; }

    public DateOnly Dag { get; init; }

    public string Beskrivning { get; init; } = "";
}

/// <summary>Protokollets rader som fil.</summary>
[Kraver(SparaGallringsregelCommand.Laser)]
public sealed record ExporteraGallringsprotokollQuery(Guid NamndId, Guid GallringId, Filformat Format) : IQuery<Exportfil>, INamndbunden;

public sealed class GallringsprotokollHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<GallringsprotokollQuery, Result<Gallringsprotokoll>>, IRequestHandler<ExporteraGallringsprotokollQuery, Result<Exportfil>>
{
    private const string RapportSql = "SELECT Id, Sort, Beslut, Grans, Antal, Gjord, GjordAv FROM Gallring WHERE Id = @GallringId AND NamndId = @NamndId";

    private const string RaderSql = "SELECT ObjektId, Dag, Beskrivning FROM Gallringsrad WHERE GallringId = @GallringId ORDER BY Dag, ObjektId";

    private static readonly IReadOnlyList<Exportkolumn<Gallringsprotokollrad>> Kolumner =
    [
        Exportkolumn<Gallringsprotokollrad>.Text("Vad", 24, r => r.Beskrivning),
        Exportkolumn<Gallringsprotokollrad>.Text("Id", 38, r => r.ObjektId.ToString()),
        Exportkolumn<Gallringsprotokollrad>.Datum("Tiden räknad från", r => r.Dag),
    ];

    public async Task<Result<Gallringsprotokoll>> Handle(GallringsprotokollQuery request, CancellationToken cancellationToken) =>
        await LasAsync(request.NamndId, request.GallringId, cancellationToken) is { } protokoll ? Result<Gallringsprotokoll>.Ok(protokoll) : Result<Gallringsprotokoll>.NotFound();

    public async Task<Result<Exportfil>> Handle(ExporteraGallringsprotokollQuery request, CancellationToken cancellationToken)
    {
        if (await LasAsync(request.NamndId, request.GallringId, cancellationToken) is not { } p) { return Result<Exportfil>.NotFound(); }
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format, new Exportlista("Gallringsprotokoll", "Efter dag", [("Sort", p.Rapport.Sort.Text()), ("Beslut", p.Rapport.Beslut)]),
            Kolumner, p.Rader.ToAsyncEnumerable(), [p.NamndId], [p.Namnd], anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private async Task<Gallringsprotokoll?> LasAsync(Guid namndId, Guid gallringId, CancellationToken cancellationToken)
    {
        var rapport = await db.SingleOrDefaultAsync<Gallringsrapport>(RapportSql, new { GallringId = gallringId, NamndId = namndId }, cancellationToken);
        return rapport is null ? null : new(
            namndId, await db.SingleOrDefaultAsync<string>(GallringsregelHandler.NamndSql, new { NamndId = namndId }, cancellationToken) ?? "", rapport,
            await db.QueryAsync<Gallringsprotokollrad>(RaderSql, new { GallringId = gallringId }, cancellationToken));
    }
}
