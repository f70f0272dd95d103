using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Web.Common;
using Uppfoljning.Web.Inloggning;
using Uppfoljning.Web.Skydd;

namespace Uppfoljning.Web.Controllers;

public sealed record LoggaIn
{
    public string? Anvandarnamn { get; init; }

    public string? Losenord { get; init; }

    public string? ReturnUrl { get; init; }
}

/// <summary>Det andra steget: koden ur appen, eller en reservkod.</summary>
public sealed record SkrivKod
{
    public string? Kod { get; init; }

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

public sealed record Kodsida(SkrivKod Command);

[AllowAnonymous]
[VackerPost]
[Route("konto")]
public sealed class KontoController(IMediator mediator, Inloggningstjanst inloggning, UserManager<Konto> users, DbSession db, Demoinloggning demo, IPost post) : CaseController(mediator)
{
    private readonly IMediator _mediator = mediator;

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
            switch (await inloggning.MedLosenordAsync(command.Anvandarnamn!.Trim(), command.Losenord!))
            {
                case Inloggningssvar.Inne:
                    return Vidare(command.ReturnUrl);
                case Inloggningssvar.BehoverKod:
                    return RedirectToAction(nameof(Kod), new { returnUrl = Url.IsLocalUrl(command.ReturnUrl) ? command.ReturnUrl : null });
            }
            // One answer for a wrong name, a wrong password, a locked and a closed account: the page does not tell which names exist.
            ModelState.AddModelError("", "Användarnamnet eller lösenordet stämmer inte. Efter fem fel i följd tas inga försök emot på en kvart.");
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await Sida(command);
    }

    [HttpGet("kod")]
    public async Task<IActionResult> Kod(string? returnUrl) =>
        await inloggning.VantarPaKodAsync() ? View(nameof(Kod), new Kodsida(new SkrivKod { ReturnUrl = returnUrl })) : RedirectToAction(nameof(LoggaIn), new { returnUrl });

    [HttpPost("kod")]
    public async Task<IActionResult> Kod(SkrivKod command)
    {
        if (!await inloggning.VantarPaKodAsync()) { return RedirectToAction(nameof(LoggaIn), new { command.ReturnUrl }); }
        if (string.IsNullOrWhiteSpace(command.Kod)) { ModelState.AddModelError("Command.Kod", "Skriv koden."); }
        if (ModelState.IsValid)
        {
            if (await inloggning.MedKodAsync(command.Kod!) == Inloggningssvar.Inne) { return Vidare(command.ReturnUrl); }
            ModelState.AddModelError("Command.Kod", "Koden gäller inte. En kod gäller en gång; vänta tills appen visar nästa. Efter fem fel i följd tas inga försök emot på en kvart.");
        }
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View(nameof(Kod), new Kodsida(command));
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
        Sakerhetshuvuden.Rensa(Response);
        return RedirectToAction(nameof(LoggaIn));
    }

    [HttpGet("glomt-losenord")]
    public Task<IActionResult> GlomtLosenord() => Glomtformular(new BegarAterstallningCommand());

    [HttpPost("glomt-losenord")]
    public Task<IActionResult> GlomtLosenord(BegarAterstallningCommand command) => Perform(command, _ =>
    {
        TempData[Meddelande] = "Finns det ett konto med den adressen är en länk på väg dit. Den gäller i en timme.";
        return RedirectToAction(nameof(LoggaIn));
    }, () => Glomtformular(command));

    [HttpGet("nytt-losenord")]
    public Task<IActionResult> NyttLosenord(string? nyckel) => Nyttformular(new ValjLosenordCommand { Nyckel = nyckel ?? "" });

    [HttpPost("nytt-losenord")]
    public Task<IActionResult> NyttLosenord(ValjLosenordCommand command) => Perform(command, _ =>
    {
        TempData[Meddelande] = "Lösenordet är valt. Logga in med det.";
        return RedirectToAction(nameof(LoggaIn));
    }, () => Nyttformular(command));

    private LocalRedirectResult Vidare(string? returnUrl) => LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl : "/");

    private Task<IActionResult> Glomtformular(BegarAterstallningCommand command) =>
        Task.FromResult<IActionResult>(View(nameof(GlomtLosenord), new Form<BegarAterstallningCommand, bool>(command, post.Installd)));

    private async Task<IActionResult> Nyttformular(ValjLosenordCommand command)
    {
        Response.Headers.CacheControl = "no-store";
        // The address holds the key; no other page may learn it.
        Response.Headers["Referrer-Policy"] = "no-referrer";
        var svar = await _mediator.Send(new LosenordslankQuery(command.Nyckel), HttpContext.RequestAborted);
        if (svar.IsOk) { return View(nameof(NyttLosenord), new Form<ValjLosenordCommand, Losenordslank>(command, svar.Value!)); }
        Response.StatusCode = StatusCodes.Status410Gone;
        return View("LankGallerInte", svar.Hinder[0].Text);
    }

    private async Task<IActionResult> Sida(LoggaIn command) => View(nameof(LoggaIn), new Inloggningssida(command,
        demo.Tillaten ? await db.QueryAsync<Demoval>(DemoSql, null, HttpContext.RequestAborted) : []));
}
