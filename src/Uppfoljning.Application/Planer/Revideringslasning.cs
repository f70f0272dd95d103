using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Application.Planer;

/// <summary>Det som frågorna om en revidering har gemensamt.</summary>
internal static class Revideringslasning
{
    /// <summary>Arbetsraderna mot den senast beslutade versionen; null när planen inte är beslutad eller versionen inte stämmer med sin checksumma.</summary>
    public static async Task<Planskillnad?> SkillnadAsync(DbSession db, Plan plan, IReadOnlyList<Planrad> rader, IReadOnlyList<UtanRad> utan, CancellationToken cancellationToken)
    {
        var versioner = await Planversioner.LasAsync(db, plan, cancellationToken);
        if (versioner.Count == 0 || await Planversioner.InnehallAsync(db, plan, versioner[^1], cancellationToken) is not { } fryst) { return null; }
        return Planskillnad.MellanVersioner(fryst.Rader, rader, fryst.Utan, utan, plan.Ar);
    }
}
