using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Konton;
using Uppfoljning.Domain.Logg;

namespace Uppfoljning.Application.Anvandare;

/// <summary>Ett försök som är räknat men ännu inte prövat.</summary>
public sealed record Forsok(Guid AnvandareId, DateTimeOffset LastTill);

/// <summary>
/// Räknar försök att gissa lösenord och koder. Försöket räknas innan det prövas, med en sats som själv ser efter om det får göras: många gissningar
/// på en gång ger inte fler försök än en i taget.
/// </summary>
public sealed class Forsoksrakning(DbSession db, ILosenord losenord, TimeProvider clock)
{
    // A lock far further off than any lock is set was set while the clock was wrong, and locks nobody out. Two servers' clocks differ by less than the
    // margin: a request that comes in with an earlier clock than the one that set the lock does not open it.
    private const string TaSql = """
        UPDATE Anvandare
        SET MisslyckadeForsok = CASE WHEN LastTill IS NULL THEN MisslyckadeForsok + 1 ELSE 1 END,
            LastTill = CASE WHEN LastTill IS NULL AND MisslyckadeForsok + 1 >= @Flest THEN @Till ELSE NULL END
        WHERE Id = @Id AND (LastTill IS NULL OR LastTill <= @Nu OR LastTill > @Orimlig)
        """;

    // Only the lock that this very attempt set is taken back: somebody else's stands.
    private const string AngraSql = """
        UPDATE Anvandare
        SET MisslyckadeForsok = MisslyckadeForsok - 1, LastTill = NULL
        WHERE Id = @Id AND MisslyckadeForsok > 0 AND (LastTill IS NULL OR LastTill = @Till)
        """;

    private const string LosenordSql = "SELECT Losenord FROM Anvandare WHERE Id = @Id AND Inaktiv = 0 AND Demo = 0";

    private static readonly TimeSpan Klockskillnad = TimeSpan.FromHours(1);

    /// <summary>Räknar ett försök. Null när inga försök tas emot: kontot är låst en stund, eller finns inte.</summary>
    public async Task<Forsok?> TaAsync(Guid anvandareId, CancellationToken cancellationToken)
    {
        var nu = Loggkedja.Tusendelar(clock.GetUtcNow());
        var till = nu + Kontoregler.Lastid;
        var parametrar = new { Id = anvandareId, Flest = Kontoregler.FlestForsok, Till = till, Nu = nu, Orimlig = till + Klockskillnad };
        return await db.EnsamtAsync(TaSql, parametrar, cancellationToken) == 1 ? new(anvandareId, till) : null;
    }

    /// <summary>Försöket var rätt och räknas inte. De som var fel före det räknas kvar.</summary>
    public Task AngraAsync(Forsok forsok, CancellationToken cancellationToken) =>
        db.EnsamtAsync(AngraSql, new { Id = forsok.AnvandareId, Till = forsok.LastTill }, cancellationToken);

    /// <summary>Prövar lösenordet för den som redan är inloggad. Null när det stämmer, annars vad hon ska få veta.</summary>
    public async Task<string?> ProvaLosenordAsync(Guid anvandareId, string skrivet, CancellationToken cancellationToken)
    {
        if (skrivet.Length == 0) { return "Skriv ditt nuvarande lösenord."; }
        if (await TaAsync(anvandareId, cancellationToken) is not { } forsok) { return "För många försök. Vänta en kvart och försök igen."; }
        if (!losenord.Stammer(await db.SingleOrDefaultAsync<string>(LosenordSql, new { Id = anvandareId }, cancellationToken), skrivet)) { return "Lösenordet stämmer inte."; }
        await AngraAsync(forsok, cancellationToken);
        return null;
    }
}
