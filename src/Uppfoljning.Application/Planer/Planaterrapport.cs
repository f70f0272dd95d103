using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>En återrapportering av planen.</summary>
public sealed record Planaterrapport
{
    public Aterrapportsort Sort { get; init; }

    public DateOnly Sammantrade { get; init; }

    public string Paragraf { get; init; } = "";

    public string? Kommentar { get; init; }

    public string RegistreradAv { get; init; } = "";

    public DateTimeOffset Registrerad { get; init; }

    private const string AllaSql = "SELECT Sort, Sammantrade, Paragraf, Kommentar, RegistreradAv, Registrerad FROM Planaterrapport WHERE PlanId = @PlanId ORDER BY Sammantrade";

    internal static Task<IReadOnlyList<Planaterrapport>> LasAsync(DbSession db, Guid planId, CancellationToken cancellationToken) =>
        db.QueryAsync<Planaterrapport>(AllaSql, new { PlanId = planId }, cancellationToken);
}
