using Microsoft.AspNetCore.Identity;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Web.Inloggning;

/// <summary>Den enda vägen in och ut, vilket sätt att logga in det än gäller: kakan sätts här, och varje försök hamnar i loggen.</summary>
public sealed class Inloggningstjanst(SignInManager<Konto> signIn, UserManager<Konto> users, Loggbok logg, IAnvandarkontext anvandare, IHttpContextAccessor http)
{
    /// <summary>Prövar namnet och lösenordet och loggar in. Räknar misslyckade försök och låser kontot en stund efter för många.</summary>
    public async Task<SignInResult> MedLosenordAsync(string anvandarnamn, string losenord)
    {
        var konto = await users.FindByNameAsync(anvandarnamn);
        var svar = konto is { Inaktiv: false, Demo: false }
            ? await signIn.CheckPasswordSignInAsync(konto, losenord, lockoutOnFailure: true)
            : SignInResult.Failed;
        if (svar.Succeeded) { await LoggaInAsync(konto!, "lösenord"); }
        else { await LoggaNekadAsync(konto, svar); }
        return svar;
    }

    /// <summary>Loggar in den som redan har visat vem hon är.</summary>
    /// <param name="konto">Kontot, som ska vara öppet.</param>
    /// <param name="satt">Hur hon visade det, så som det ska stå i loggen.</param>
    public async Task LoggaInAsync(Konto konto, string satt)
    {
        await signIn.SignInAsync(konto, isPersistent: false);
        await SkrivAsync(new(konto.Id, konto.Namn), "Inloggad", $"{konto.Namn} loggade in.", satt);
    }

    public async Task LoggaUtAsync()
    {
        await signIn.SignOutAsync();
        if (anvandare.Id is { } id) { await SkrivAsync(new(id, anvandare.Namn), "Utloggad", $"{anvandare.Namn} loggade ut.", null); }
    }

    /// <summary>
    /// Det misslyckade försöket i loggen. Det som skrevs som användarnamn står aldrig där när inget konto har det: det är ibland ett lösenord
    /// som hamnade i fel ruta.
    /// </summary>
    private Task LoggaNekadAsync(Konto? konto, SignInResult svar) => SkrivAsync(konto is null ? Loggaktor.Okand : new(konto.Id, konto.Namn), "Misslyckad inloggning", konto switch
    {
        null => "Ett försök att logga in med ett användarnamn som inte finns.",
        { Inaktiv: true } => $"Ett försök att logga in som {konto.Namn}, vars konto är avstängt.",
        { Demo: true } => $"Ett försök att logga in med lösenord som {konto.Namn}, som är en demoanvändare.",
        _ when svar.IsLockedOut => $"Ett försök att logga in som {konto.Namn}. Kontot är låst efter för många försök.",
        _ => $"Ett försök att logga in som {konto.Namn} med fel lösenord.",
    }, "lösenord");

    /// <summary>The attempt is written also when the one who made it has left.</summary>
    private Task SkrivAsync(Loggaktor aktor, string vad, string mening, string? satt) => logg.SkrivEnsamtAsync(
        [new(new AuditEntry(vad, mening, new { Adress = http.HttpContext?.Connection.RemoteIpAddress?.ToString(), Satt = satt }), Aktor: aktor)], CancellationToken.None);
}
