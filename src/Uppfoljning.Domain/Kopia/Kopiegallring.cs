namespace Uppfoljning.Domain.Kopia;

/// <summary>En säkerhetskopia som kan gallras. Hel: den är prövad och stämde.</summary>
public sealed record Gallringskopia(string Fil, DateTimeOffset Gjord, bool Hel);

/// <summary>Vilka gamla säkerhetskopior som tas bort.</summary>
public static class Kopiegallring
{
    /// <summary>
    /// De som är äldre än <paramref name="dagar"/> dagar och inte hör till de <paramref name="antal"/> nyaste hela. Den nyaste hela blir alltid kvar.
    /// Kopior som inte är hela räknas inte till de nyaste: tio trasiga i rad ska inte tränga ut den sista som går att återställa.
    /// </summary>
    public static IReadOnlyList<string> Bort(IEnumerable<Gallringskopia> kopior, DateTimeOffset nu, int dagar, int antal)
    {
        var ordnade = kopior.OrderByDescending(k => k.Gjord).ToList();
        var kvar = ordnade.Where(k => k.Hel).Take(Math.Max(antal, 1)).Select(k => k.Fil).ToHashSet(StringComparer.Ordinal);
        // Without a whole copy nothing is known to be restorable, so nothing goes.
        return kvar.Count == 0 ? [] : [.. ordnade.Where(k => nu - k.Gjord > TimeSpan.FromDays(dagar) && !kvar.Contains(k.Fil)).Select(k => k.Fil)];
    }
}
