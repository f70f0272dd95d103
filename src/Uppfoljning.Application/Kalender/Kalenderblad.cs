using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Kalender;

/// <summary>Årets dagar som inte är vanliga arbetsdagar, för administration: lagens och dem som har lagts till.</summary>
[Kraver(Roll.Administrator)]
public sealed record KalenderbladQuery(int? Ar) : IQuery<Kalenderblad>, IKommunbunden;

public sealed record Kalenderblad(int Ar, IReadOnlyList<Namngivendag> Lagens, IReadOnlyList<Kalenderdagrad> Tillagda)
{
    public bool FinnsFore => Ar > Datumtext.MinstAr;

    public bool FinnsEfter => Ar < Datumtext.StorstAr;
}

/// <summary>En dag som en administratör har lagt till.</summary>
public sealed record Kalenderdagrad
{
    public Guid Id { get; init; }

    public DateOnly Dag { get; init; }

    public required string Namn { get; init; }

    public bool Helgdag { get; init; }
}

public sealed class KalenderbladHandler(DbSession db, TimeProvider clock) : IRequestHandler<KalenderbladQuery, Result<Kalenderblad>>
{
    public async Task<Result<Kalenderblad>> Handle(KalenderbladQuery request, CancellationToken cancellationToken)
    {
        var ar = request.Ar is >= Datumtext.MinstAr and <= Datumtext.StorstAr ? request.Ar.Value : clock.Idag().Year;
        return Result<Kalenderblad>.Ok(new(ar, Helgdagar.For(ar), await Kalenderregister.DagarAsync(db, cancellationToken)));
    }
}

/// <summary>Kommunens kalender så som den används i beräkningar.</summary>
internal static class Kalenderregister
{
    private const string DagarSql = "SELECT Id, Dag, Namn, Helgdag FROM Kalenderdag ORDER BY Dag DESC";

    public static Task<IReadOnlyList<Kalenderdagrad>> DagarAsync(DbSession db, CancellationToken cancellationToken) =>
        db.QueryAsync<Kalenderdagrad>(DagarSql, null, cancellationToken);

    public static async Task<Arbetskalender> LasAsync(DbSession db, CancellationToken cancellationToken) =>
        new((await DagarAsync(db, cancellationToken)).Select(d => new TillagdDag(d.Dag, d.Namn, d.Helgdag)));
}
