using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Application.Avtal;

/// <summary>Alla krav att följa upp i ett avtal, sida för sida.</summary>
[Kraver(Roll.NagonINamnden)]
public sealed record AvtalskravlistaQuery : IQuery<Avtalskravlista>, IArendebunden, IPaged
{
    public Guid AvtalId { get; init; }

    public int Sida { get; init; } = 1;

    Guid IArendebunden.ArendeId => AvtalId;
}

public sealed record Avtalskravlista(Guid AvtalId, string Benamning, Page<Avtalskrav> Sida, bool KanAndras);

public sealed class AvtalskravlistaHandler(DbSession db, IAnvandarkontext anvandare) : IRequestHandler<AvtalskravlistaQuery, Result<Avtalskravlista>>
{
    private const string AvtalSql = "SELECT NamndId, Benamning, Tillstand FROM Avtal WHERE Id = @AvtalId";

    public async Task<Result<Avtalskravlista>> Handle(AvtalskravlistaQuery request, CancellationToken cancellationToken)
    {
        var avtal = await db.SingleOrDefaultAsync<Rad>(AvtalSql, new { request.AvtalId }, cancellationToken);
        if (avtal is null) { return Result<Avtalskravlista>.NotFound(); }

        var antal = await Avtalskrav.AntalAsync(db, request.AvtalId, cancellationToken);
        var sida = Page<Avtalskrav>.Inom(request.Sida, antal);
        var krav = await Avtalskrav.LasAsync(db, request.AvtalId, Page<Avtalskrav>.Offset(sida), Page<Avtalskrav>.Storlek, cancellationToken);
        return Result<Avtalskravlista>.Ok(new(request.AvtalId, avtal.Benamning, new(krav, antal, sida),
            !avtal.Tillstand.ArStangt() && anvandare.Har(avtal.NamndId, Roll.Avtalsansvarig)));
    }

    private sealed record Rad
    {
        public Guid NamndId { get; init; }

        public string Benamning { get; init; } = "";

        public Avtalstillstand Tillstand { get; init; }
    }
}
