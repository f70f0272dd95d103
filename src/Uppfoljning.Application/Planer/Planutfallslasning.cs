using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Läser utfallen i en plan.</summary>
internal static class Planutfallslasning
{
    private const string AllaSql = """
        SELECT RadId, Tillfalle, Utfall, Datum, NyManad, Timmar, Skal, Version, RegistreradAv, Registrerad
        FROM Planutfall
        WHERE PlanId = @PlanId
        """;

    private const string RadensSql = """
        SELECT RadId, Tillfalle, Utfall, Datum, NyManad, Timmar, Skal, Version, RegistreradAv, Registrerad
        FROM Planutfall
        WHERE PlanId = @PlanId AND RadId = @RadId
        ORDER BY Tillfalle
        """;

    public static Task<IReadOnlyList<Planutfall>> LasAsync(DbSession db, Guid planId, CancellationToken cancellationToken) =>
        db.QueryAsync<Planutfall>(AllaSql, new { PlanId = planId }, cancellationToken);

    public static Task<IReadOnlyList<Planutfall>> LasAsync(DbSession db, Guid planId, Guid radId, CancellationToken cancellationToken) =>
        db.QueryAsync<Planutfall>(RadensSql, new { PlanId = planId, RadId = radId }, cancellationToken);
}
