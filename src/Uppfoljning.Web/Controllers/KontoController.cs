using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Common;
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
public sealed class KontoController(Inloggningstjanst inloggning, UserManager<Konto> users, DbSession db, Demoinloggning demo) : Controller
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
            var svar = await inloggning.MedLosenordAsync(command.Anvandarnamn!, command.Losenord!);
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
        await inloggning.LoggaInAsync(konto, "demoinloggning");
        return LocalRedirect("/");
    }

    [HttpPost("logga-ut")]
    public async Task<IActionResult> LoggaUt()
    {
        await inloggning.LoggaUtAsync();
        return RedirectToAction(nameof(LoggaIn));
    }

    private async Task<IActionResult> Sida(LoggaIn command) => View(nameof(LoggaIn), new Inloggningssida(command,
        demo.Tillaten ? await db.QueryAsync<Demoval>(DemoSql, null, HttpContext.RequestAborted) : []));
}
