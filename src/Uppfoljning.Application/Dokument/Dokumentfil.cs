using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain;

namespace Uppfoljning.Application.Dokument;

/// <summary>Innehållet i ett dokument på ett ärende. Åtkomsten är densamma som till sidan.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ArendefilQuery : Dokumentbegaran, IQuery<Dokumentinnehall>, IArendebunden
{
    public Guid DokumentId { get; init; }

    Guid IArendebunden.ArendeId => ObjektId;
}

/// <summary>Dokumentet och en ström över dess innehåll, redan prövat mot checksumman. Den som tar emot stänger strömmen.</summary>
public sealed record Dokumentinnehall(Dokumentrad Dokument, Stream Innehall) : ILoggadLasning, IDisposable
{
    public AuditEntry? Lasning => new("Dokument öppnat", $"Dokumentet {Dokument.Filnamn} öppnat.", new { DokumentId = Dokument.Id, Dokument.Checksumma });

    public string? Upprepning => Dokument.Id.ToString();

    public void Dispose() => Innehall.Dispose();
}

public sealed class DokumentfilHandler(DbSession db, IFillager lager)
    : IRequestHandler<ArendefilQuery, Result<Dokumentinnehall>>, IRequestHandler<DeladFilQuery, Result<Dokumentinnehall>>, IRequestHandler<NamndfilQuery, Result<Dokumentinnehall>>
{
    private static readonly Hinder Skadad = new("filen-skadad",
        "Filen saknas i fillagret eller stämmer inte längre med sin checksumma, och lämnas inte ut. Kontakta systemförvaltaren. Har du filen kan du lägga in den på nytt.");

    public async Task<Result<Dokumentinnehall>> Handle(ArendefilQuery request, CancellationToken cancellationToken) =>
        await InnehallAsync(await Dokumentplats.ArendeAsync(db, request, cancellationToken), request.DokumentId, cancellationToken);

    public async Task<Result<Dokumentinnehall>> Handle(DeladFilQuery request, CancellationToken cancellationToken) =>
        await InnehallAsync(await DeladeDokument.PlatsAsync(db, request, request.Namnder, cancellationToken), request.DokumentId, cancellationToken);

    public async Task<Result<Dokumentinnehall>> Handle(NamndfilQuery request, CancellationToken cancellationToken) =>
        await InnehallAsync(await Namnddokument.PlatsAsync(db, request, cancellationToken), request.DokumentId, cancellationToken);

    private async Task<Result<Dokumentinnehall>> InnehallAsync(Dokumentplats? plats, Guid dokumentId, CancellationToken cancellationToken)
    {
        if (plats is null || await Dokumentrad.LasAsync(db, plats, dokumentId, cancellationToken) is not { } rad) { return Result<Dokumentinnehall>.NotFound(); }
        return await lager.OppnaAsync(rad.Checksumma, cancellationToken) is { } innehall
            ? Result<Dokumentinnehall>.Ok(new Dokumentinnehall(rad, innehall))
            : Result<Dokumentinnehall>.Refused(Skadad);
    }
}
