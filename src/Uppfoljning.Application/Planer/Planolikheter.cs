using Uppfoljning.Application.Common;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Motiven till att egen regi och privata utförare behandlas olika.</summary>
internal static class Planolikheter
{
    private const string MotivSql = "SELECT Nyckel, Motiv, AndradAv, AndradTid FROM Planolikhet WHERE PlanId = @PlanId";

    public static async Task<IReadOnlyDictionary<string, Olikhetsmotiv>> LasAsync(DbSession db, Guid planId, CancellationToken cancellationToken) =>
        (await db.QueryAsync<Olikhetsmotiv>(MotivSql, new { PlanId = planId }, cancellationToken)).ToDictionary(m => m.Nyckel, StringComparer.OrdinalIgnoreCase);

    /// <summary>Hinder mot att besluta planen med de raderna.</summary>
    public static async Task<IReadOnlyList<Hinder>> ProvaAsync(DbSession db, Guid planId, IReadOnlyList<Planrad> rader, CancellationToken cancellationToken) =>
        Likabehandling.Av(rader).Prova((await LasAsync(db, planId, cancellationToken)).ToDictionary(m => m.Key, m => m.Value.Motiv, StringComparer.OrdinalIgnoreCase));
}

public sealed record Olikhetsmotiv
{
    public string Nyckel { get; init; } = "";

    public string Motiv { get; init; } = "";

    public string AndradAv { get; init; } = "";

    public DateTimeOffset AndradTid { get; init; }
}
