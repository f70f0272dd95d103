using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Prövar en engångskod eller reservkod, och förbrukar den.</summary>
public sealed class Tvafaktorprov(DbSession db, IForvar forvar, TimeProvider clock)
{
    private const string TvafaktorSql = "SELECT Hemlighet, SenasteSteg FROM Tvafaktor WHERE AnvandareId = @AnvandareId AND Aktiverad IS NOT NULL";

    // The condition decides who of two at once was first.
    private const string AnvandStegSql = "UPDATE Tvafaktor SET SenasteSteg = @Steg WHERE AnvandareId = @AnvandareId AND Aktiverad IS NOT NULL AND SenasteSteg < @Steg";

    private const string SaltSql = "SELECT MIN(Salt) FROM Reservkod WHERE AnvandareId = @AnvandareId AND Anvand IS NULL";

    private const string AnvandReservkodSql = "UPDATE Reservkod SET Anvand = @Nu WHERE AnvandareId = @AnvandareId AND Summa = @Summa AND Anvand IS NULL";

    public async Task<bool> HarAsync(Guid anvandareId, CancellationToken cancellationToken) =>
        await db.SingleOrDefaultAsync<Rad>(TvafaktorSql, new { AnvandareId = anvandareId }, cancellationToken) is not null;

    /// <summary>Vad koden var, så som det ska stå i loggen; null när den inte gäller.</summary>
    public async Task<string?> ForbrukaAsync(Guid anvandareId, string kod, CancellationToken cancellationToken)
    {
        if (await db.SingleOrDefaultAsync<Rad>(TvafaktorSql, new { AnvandareId = anvandareId }, cancellationToken) is not { } rad) { return null; }
        if (!Engangskod.HarForm(kod)) { return await ForbrukaReservkodAsync(anvandareId, kod, cancellationToken) ? "reservkod" : null; }
        var nyckel = Nyckel(rad.Hemlighet);
        return nyckel is not null && Engangskod.Prova(nyckel, kod, clock.GetUtcNow(), rad.SenasteSteg) is { } steg
            && await db.EnsamtAsync(AnvandStegSql, new { AnvandareId = anvandareId, Steg = steg }, cancellationToken) == 1 ? "engångskod" : null;
    }

    internal byte[]? Nyckel(string? last) => last is not null && forvar.Oppna(last) is { } text ? Convert.FromHexString(text) : null;

    internal string Last(byte[] nyckel) => forvar.Las(Convert.ToHexString(nyckel));

    private async Task<bool> ForbrukaReservkodAsync(Guid anvandareId, string kod, CancellationToken cancellationToken)
    {
        if (kod.Length > 100 || await db.SingleOrDefaultAsync<string?>(SaltSql, new { AnvandareId = anvandareId }, cancellationToken) is not { } salt) { return false; }
        return await db.EnsamtAsync(AnvandReservkodSql, new { AnvandareId = anvandareId, Summa = Reservkoder.Summa(kod, salt), Nu = clock.GetUtcNow() }, cancellationToken) == 1;
    }

    private sealed record Rad
    {
        public string? Hemlighet { get; init; }

        public long SenasteSteg { get; init; }
    }
}
