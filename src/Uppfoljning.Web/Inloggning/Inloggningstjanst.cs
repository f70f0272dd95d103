using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Web.Inloggning;

public enum Inloggningssvar
{
    /// <summary>Fel, låst, stängt eller okänt: den som försöker får inte veta vilket.</summary>
    Nekad,

    /// <summary>Lösenordet stämde; en engångskod återstår.</summary>
    BehoverKod,

    Inne,
}

/// <summary>Den enda vägen in och ut, vilket sätt att logga in det än gäller: inloggningen och kakan görs här, och varje försök hamnar i loggen.</summary>
public sealed class Inloggningstjanst(
    DbSession db, UserManager<Konto> users, Forsoksrakning forsok, Tvafaktorprov tvafaktor, ILosenord losenord, Lokallosenord lokalt, Loggbok logg, IAnvandarkontext anvandare, IHttpContextAccessor accessor, TimeProvider clock)
{
    /// <summary>Kakans uppgift om vilken inloggning den är.</summary>
    public const string Session = "session";

    /// <summary>Sättet att logga in med bara ett lösenord, så som det står i loggen och på inloggningen.</summary>
    public const string Losenord = "lösenord";

    /// <summary>Kakan för den som har visat sitt lösenord men inte sin kod.</summary>
    public const string Halvvags = "Uppfoljning.Halvvags";

    private const int LangstaNamn = 100;

    private const string NySql = """
        INSERT INTO Inloggningssession (Id, AnvandareId, Skapad, Senast, Satt, Adress, Webblasare)
        VALUES (@Id, @AnvandareId, @Nu, @Nu, @Satt, @Adress, @Webblasare)
        """;

    private const string AvslutaSql = "UPDATE Inloggningssession SET Avslutad = @Nu WHERE Id = @Id AND Avslutad IS NULL";

    private const string InneSql = "UPDATE Anvandare SET SenastInloggad = @Nu, MisslyckadeForsok = 0, LastTill = NULL WHERE Id = @AnvandareId";

    // Only the sum that was tried: a password that was changed meanwhile stands.
    private const string NySummaSql = "UPDATE Anvandare SET Losenord = @Ny WHERE Id = @Id AND Losenord = @Gammal";

    private HttpContext Http => accessor.HttpContext!;

    /// <summary>Prövar namnet och lösenordet. Räknar misslyckade försök och låser kontot en stund efter för många.</summary>
    public async Task<Inloggningssvar> MedLosenordAsync(string anvandarnamn, string skrivet)
    {
        var konto = anvandarnamn.Length <= LangstaNamn ? await users.FindByNameAsync(anvandarnamn) : null;
        // A name that does not exist goes the same way, with as much work, to the same answer.
        var raknat = await forsok.TaAsync(konto?.Id ?? Guid.Empty, CancellationToken.None);
        var stammer = losenord.Stammer(konto is { Inaktiv: false, Demo: false } && raknat is not null ? konto.Losenord : null, skrivet);
        if (!stammer || !await lokalt.FarAsync(konto!.Id))
        {
            await LoggaNekadAsync(konto, raknat is null, Losenord);
            return Inloggningssvar.Nekad;
        }
        if (losenord.ArGammal(konto.Losenord!)) { await db.EnsamtAsync(NySummaSql, new { konto.Id, Gammal = konto.Losenord, Ny = losenord.Summa(skrivet) }, CancellationToken.None); }
        if (!await tvafaktor.HarAsync(konto.Id, CancellationToken.None))
        {
            await LoggaInAsync(konto, Losenord);
            return Inloggningssvar.Inne;
        }

        // The wrong codes before this stay counted: a known password does not give new guesses.
        await forsok.AngraAsync(raknat!, CancellationToken.None);
        await Http.SignInAsync(Halvvags, new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, konto.Id.ToString())], Halvvags)));
        return Inloggningssvar.BehoverKod;
    }

    /// <summary>Om lösenordet är visat i den här webbläsaren, så att en kod återstår.</summary>
    public async Task<bool> VantarPaKodAsync() => await HalvvagsAsync() is not null;

    /// <summary>Prövar koden för den som nyss visade sitt lösenord.</summary>
    public async Task<Inloggningssvar> MedKodAsync(string kod)
    {
        if (await HalvvagsAsync() is not { } konto) { return Inloggningssvar.Nekad; }
        var raknat = await forsok.TaAsync(konto.Id, CancellationToken.None);
        if (raknat is null || await tvafaktor.ForbrukaAsync(konto.Id, kod, CancellationToken.None) is not { } sort)
        {
            await LoggaNekadAsync(konto, raknat is null, "kod");
            return Inloggningssvar.Nekad;
        }
        await Http.SignOutAsync(Halvvags);
        await LoggaInAsync(konto, $"{Losenord} och {sort}");
        return Inloggningssvar.Inne;
    }

    /// <summary>Loggar in den som redan har visat vem hon är. Varje gång är en ny inloggning; den som webbläsaren hade avslutas.</summary>
    /// <param name="konto">Kontot, som ska vara öppet.</param>
    /// <param name="satt">Hur hon visade det, så som det ska stå i loggen.</param>
    public async Task LoggaInAsync(Konto konto, string satt)
    {
        var nu = clock.GetUtcNow();
        var id = Guid.NewGuid();
        // Asked of the cookie itself: while the answer from the identity provider is taken, nobody is yet the user of the request.
        var haft = (await Http.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Principal?.FindFirstValue(Session);
        await db.BeginAsync(CancellationToken.None);
        try
        {
            if (Guid.TryParse(haft, out var fore)) { await db.ExecuteAsync(AvslutaSql, new { Id = fore, Nu = nu }, CancellationToken.None); }
            await db.ExecuteAsync(NySql, new
            {
                Id = id,
                AnvandareId = konto.Id,
                Nu = nu,
                Satt = satt.Length > 60 ? satt[..60] : satt,
                Adress = Webblasare.Adress(Http.Connection.RemoteIpAddress),
                Webblasare = Webblasare.Namn(Http.Request.Headers.UserAgent.ToString()),
            }, CancellationToken.None);
            await db.ExecuteAsync(InneSql, new { AnvandareId = konto.Id, Nu = nu }, CancellationToken.None);
            await logg.SkrivAsync([Post(new(konto.Id, konto.Namn), "Inloggad", $"{konto.Namn} loggade in.", satt)], CancellationToken.None);
            await db.CommitAsync(CancellationToken.None);
            logg.Bekrafta();
        }
        catch
        {
            await db.RollbackAsync();
            throw;
        }
        var identitet = new ClaimsIdentity([new(ClaimTypes.NameIdentifier, konto.Id.ToString()), new(Session, id.ToString())], IdentityConstants.ApplicationScheme);
        await Http.SignInAsync(IdentityConstants.ApplicationScheme, new ClaimsPrincipal(identitet));
    }

    public async Task LoggaUtAsync()
    {
        await Http.SignOutAsync(IdentityConstants.ApplicationScheme);
        await Http.SignOutAsync(Halvvags);
        if (Guid.TryParse(Http.User.FindFirstValue(Session), out var session)) { await db.EnsamtAsync(AvslutaSql, new { Id = session, Nu = clock.GetUtcNow() }, CancellationToken.None); }
        if (anvandare.Id is { } id) { await logg.SkrivEnsamtAsync([Post(new(id, anvandare.Namn), "Utloggad", $"{anvandare.Namn} loggade ut.", null)], CancellationToken.None); }
    }

    private async Task<Konto?> HalvvagsAsync()
    {
        var svar = await Http.AuthenticateAsync(Halvvags);
        return svar.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id && await users.FindByIdAsync(id) is { Inaktiv: false } konto ? konto : null;
    }

    /// <summary>
    /// Det misslyckade försöket i loggen. Det som skrevs som användarnamn står aldrig där när inget konto har det: det är ibland ett lösenord
    /// som hamnade i fel ruta.
    /// </summary>
    /// <remarks>The attempt is written also when the one who made it has left.</remarks>
    private Task LoggaNekadAsync(Konto? konto, bool last, string satt) => logg.SkrivEnsamtAsync([Post(konto is null ? Loggaktor.Okand : new(konto.Id, konto.Namn), "Misslyckad inloggning", konto switch
    {
        null => "Ett försök att logga in med ett användarnamn som inte finns.",
        { Inaktiv: true } => $"Ett försök att logga in som {konto.Namn}, vars konto är avstängt.",
        { Demo: true } => $"Ett försök att logga in med lösenord som {konto.Namn}, som är en demoanvändare.",
        _ when last => $"Ett försök att logga in som {konto.Namn}. Kontot är låst efter för många försök.",
        _ => $"Ett försök att logga in som {konto.Namn} med fel {satt}.",
    }, satt)], CancellationToken.None);

    private Loggpost Post(Loggaktor aktor, string vad, string mening, string? satt) =>
        new(new AuditEntry(vad, mening, new { Adress = Http.Connection.RemoteIpAddress?.ToString(), Satt = satt }), Aktor: aktor);
}
