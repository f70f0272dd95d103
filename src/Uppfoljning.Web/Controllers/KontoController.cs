using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;
using Uppfoljning.Web.Inloggning;

namespace Uppfoljning.Web.Controllers;

public sealed record LoggaIn
{
    public string? Anvandarnamn { get; init; }

    public string? Losenord { get; init; }

    public string? ReturnUrl { get; init; }
}

/// <summary>En demoanvändare att välja på inloggningssidan.</summary>
public sealed record Demoval
{
    public Guid Id { get; init; }

    public required string Namn { get; init; }

    public int Antal { get; init; }

    public string? Namnd { get; init; }
}

public sealed record Inloggningssida(LoggaIn Command, IReadOnlyList<Demoval> Demo);

[AllowAnonymous]
[Route("konto")]
public sealed class KontoController(SignInManager<Konto> signIn, UserManager<Konto> users, DbSession db, Loggbok logg, IAnvandarkontext anvandare, Demoinloggning demo) : Controller
{
    private const string DemoSql = """
        SELECT a.Id, a.Namn, COUNT(DISTINCT n.Id) AS Antal, MIN(n.Namn) AS Namnd
        FROM Anvandare a
        LEFT JOIN Rolltilldelning r ON r.AnvandareId = a.Id
        LEFT JOIN Namnd n ON n.Id = r.NamndId
        WHERE a.Demo = 1 AND a.Inaktiv = 0
        GROUP BY a.Id, a.Namn
        ORDER BY a.Namn
        """;

    [HttpGet("logga-in")]
    public Task<IActionResult> LoggaIn(string? returnUrl) => Sida(new LoggaIn { ReturnUrl = returnUrl });

    [HttpPost("logga-in")]
    public async Task<IActionResult> LoggaIn(LoggaIn command)
    {
        if (string.IsNullOrWhiteSpace(command.Anvandarnamn)) { ModelState.AddModelError("Command.Anvandarnamn", "Ange ditt användarnamn."); }
        if (string.IsNullOrEmpty(command.Losenord)) { ModelState.AddModelError("Command.Losenord", "Ange ditt lösenord."); }
        if (ModelState.IsValid)
        {
            var konto = await users.FindByNameAsync(command.Anvandarnamn!);
            var svar = konto is { Inaktiv: false, Demo: false }
                ? await signIn.PasswordSignInAsync(konto, command.Losenord!, isPersistent: false, lockoutOnFailure: true)
                : Microsoft.AspNetCore.Identity.SignInResult.Failed;
            await LoggaAsync(konto, svar);
            if (svar.Succeeded) { return LocalRedirect(Url.IsLocalUrl(command.ReturnUrl) ? command.ReturnUrl : "/"); }

            // One answer for a wrong name, a wrong password and a closed account: the page does not tell which names exist.
            ModelState.AddModelError("", svar.IsLockedOut
                ? "För många försök. Kontot öppnas igen av sig självt om en kvart."
                : "Användarnamnet eller lösenordet stämmer inte.");
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await Sida(command);
    }

    [HttpPost("demo/{id:guid}")]
    public async Task<IActionResult> Demo(Guid id)
    {
        var konto = demo.Tillaten ? await users.FindByIdAsync(id.ToString()) : null;
        if (konto is not { Demo: true, Inaktiv: false }) { return NotFound(); }
        await signIn.SignInAsync(konto, isPersistent: false);
        await LoggaAsync(konto, Microsoft.AspNetCore.Identity.SignInResult.Success);
        return LocalRedirect("/");
    }

    [HttpPost("logga-ut")]
    public async Task<IActionResult> LoggaUt()
    {
        await signIn.SignOutAsync();
        if (anvandare.Id is not null) { await logg.SkrivEnsamtAsync([new(new AuditEntry("Utloggad", $"{anvandare.Namn} loggade ut.", Varifran()))], HttpContext.RequestAborted); }
        return RedirectToAction(nameof(LoggaIn));
    }

    /// <summary>
    /// Försöket i loggen, lyckat eller inte. Det som skrevs som användarnamn står aldrig där när inget konto har det: det är ibland ett lösenord
    /// som hamnade i fel ruta.
    /// </summary>
    private Task LoggaAsync(Konto? konto, Microsoft.AspNetCore.Identity.SignInResult svar)
    {
        var aktor = konto is null ? Loggaktor.Okand : new Loggaktor(konto.Id, konto.Namn);
        var handelse = svar.Succeeded ? new AuditEntry("Inloggad", $"{aktor.Namn} loggade in.", Varifran())
            : new AuditEntry("Misslyckad inloggning", konto switch
            {
                null => "Ett försök att logga in med ett användarnamn som inte finns.",
                { Inaktiv: true } => $"Ett försök att logga in som {konto.Namn}, vars konto är avstängt.",
                { Demo: true } => $"Ett försök att logga in med lösenord som {konto.Namn}, som är en demoanvändare.",
                _ when svar.IsLockedOut => $"Ett försök att logga in som {konto.Namn}. Kontot är låst efter för många försök.",
                _ => $"Ett försök att logga in som {konto.Namn} med fel lösenord.",
            }, Varifran());
        // The attempt is written also when the one who made it has left.
        return logg.SkrivEnsamtAsync([new(handelse, Aktor: aktor)], CancellationToken.None);
    }

    private object Varifran() => new { Adress = HttpContext.Connection.RemoteIpAddress?.ToString() };

    private async Task<IActionResult> Sida(LoggaIn command) => View(nameof(LoggaIn), new Inloggningssida(command,
        demo.Tillaten ? await db.QueryAsync<Demoval>(DemoSql, null, HttpContext.RequestAborted) : []));
}
