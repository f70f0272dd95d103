using MediatR;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Dokument;

/// <summary>Ett dokument på ett ärende.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ArendedokumentQuery : Dokumentbegaran, IQuery<Dokumentblad>, IArendebunden
{
    public Guid DokumentId { get; init; }

    Guid IArendebunden.ArendeId => ObjektId;
}

public sealed record Dokumentblad(Dokumentplats Plats, Dokumentrad Dokument, bool KanTasBort);

public sealed class DokumentbladHandler(DbSession db, IAnvandarkontext anvandare)
    : IRequestHandler<ArendedokumentQuery, Result<Dokumentblad>>, IRequestHandler<DelatDokumentQuery, Result<Dokumentblad>>, IRequestHandler<NamnddokumentQuery, Result<Dokumentblad>>
{
    public async Task<Result<Dokumentblad>> Handle(ArendedokumentQuery request, CancellationToken cancellationToken) =>
        await BladAsync(await Dokumentplats.ArendeAsync(db, request, cancellationToken), request.DokumentId, cancellationToken);

    public async Task<Result<Dokumentblad>> Handle(DelatDokumentQuery request, CancellationToken cancellationToken) =>
        await BladAsync(await DeladeDokument.PlatsAsync(db, request, request.Namnder, cancellationToken), request.DokumentId, cancellationToken);

    public async Task<Result<Dokumentblad>> Handle(NamnddokumentQuery request, CancellationToken cancellationToken) =>
        await BladAsync(await Namnddokument.PlatsAsync(db, request, cancellationToken), request.DokumentId, cancellationToken);

    private async Task<Result<Dokumentblad>> BladAsync(Dokumentplats? plats, Guid dokumentId, CancellationToken cancellationToken) =>
        plats is not null && await Dokumentrad.LasAsync(db, plats, dokumentId, cancellationToken) is { } rad
            ? Result<Dokumentblad>.Ok(new Dokumentblad(plats, rad, plats.KanSkrivas(anvandare)))
            : Result<Dokumentblad>.NotFound();
}
