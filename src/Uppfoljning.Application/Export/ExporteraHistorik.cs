using System.Globalization;
using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Historik;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Export;

/// <summary>Ett ärendes hela historik som fil, det senaste först.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record ExporteraHistorikQuery(Guid ArendeId, Filformat Format) : IQuery<Exportfil>, IArendebunden;

public sealed class ExporteraHistorikHandler(DbSession db, ITabellfil filer, IAnvandarkontext anvandare, TimeProvider clock)
    : IRequestHandler<ExporteraHistorikQuery, Result<Exportfil>>
{
    private const string NamndSql = "SELECT n.Id, n.Namn FROM Arende a JOIN Namnd n ON n.Id = a.NamndId WHERE a.Id = @ArendeId";

    private static readonly IReadOnlyList<Exportkolumn<Historikrad>> Kolumner =
    [
        Exportkolumn<Historikrad>.Text("Tid", 18, h => SvenskTid.Lokal(h.Tid).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
        Exportkolumn<Historikrad>.Text("Vem", 28, h => h.Anvandare),
        Exportkolumn<Historikrad>.Text("Vad", 28, h => h.Vad),
        Exportkolumn<Historikrad>.Flerradig("Beskrivning", 90, h => h.Mening),
    ];

    public async Task<Result<Exportfil>> Handle(ExporteraHistorikQuery request, CancellationToken cancellationToken)
    {
        if (await db.SingleOrDefaultAsync<Namnd>(NamndSql, new { request.ArendeId }, cancellationToken) is not { } namnd) { return Result<Exportfil>.NotFound(); }
        return Result<Exportfil>.Ok(await Exportskrivning.SkrivAsync(
            filer, request.Format, new Exportlista("Historik", "Det senaste först", []),
            Kolumner, db.StreamAsync<Historikrad>(Arendehistorik.AllaSql, new { request.ArendeId }, cancellationToken),
            [namnd.Id], [namnd.Namn], anvandare, clock.GetUtcNow(), cancellationToken));
    }

    private sealed record Namnd
    {
        public Guid Id { get; init; }

        public string Namn { get; init; } = "";
    }
}
