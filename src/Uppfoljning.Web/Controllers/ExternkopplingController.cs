using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Extern;
using Uppfoljning.Web.Common;
using Uppfoljning.Web.Inloggning;

namespace Uppfoljning.Web.Controllers;

public sealed record Kopplingssida(string Tjanst, string Konto, Externperson? Person);

/// <summary>Den som är inloggad kopplar sitt konto till sin identitet hos kommunen. Bekräftas här först när tjänsten har sagt vem hon är.</summary>
[Route("konto/extern/koppla")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ExternkopplingController(IMediator mediator, Externinstallning installning, Externinloggning mottagare, IAnvandarkontext anvandare) : CaseController(mediator)
{
    [HttpGet("")]
    public IActionResult Koppla() => installning.Pa ? View(new Kopplingssida(installning.Namn, anvandare.Namn, null)) : NotFound();

    [HttpGet("starta")]
    public async Task<IActionResult> Starta()
    {
        if (!installning.Pa) { return NotFound(); }
        var properties = new AuthenticationProperties { RedirectUri = "/konto/extern/koppla/bekrafta" };
        properties.Items[Externinloggning.Koppla] = anvandare.Id!.Value.ToString();
        return await ExterninloggningController.UtAsync(this, mottagare, properties);
    }

    [HttpGet("bekrafta")]
    public async Task<IActionResult> Bekrafta() =>
        await PersonAsync() is { } person ? View(new Kopplingssida(installning.Namn, anvandare.Namn, person)) : RedirectToAction(nameof(Koppla));

    [HttpPost("bekrafta")]
    public async Task<IActionResult> Bekraftad()
    {
        if (await PersonAsync() is not { } person) { return RedirectToAction(nameof(Koppla)); }
        await HttpContext.SignOutAsync(IdentityConstants.ExternalScheme);
        return await Perform(new KopplaEgenIdentitetCommand(person), _ => LocalRedirect("/"),
            () => Task.FromResult<IActionResult>(View(nameof(Koppla), new Kopplingssida(installning.Namn, anvandare.Namn, null))));
    }

    /// <summary>Personen i kakan, om det var den som är inloggad nu som hämtade den.</summary>
    private async Task<Externperson?> PersonAsync()
    {
        if (!installning.Pa) { return null; }
        var svar = await HttpContext.AuthenticateAsync(IdentityConstants.ExternalScheme);
        return svar.Succeeded && svar.Properties.Items.TryGetValue(Externinloggning.Koppla, out var id) && id == anvandare.Id?.ToString() ? Externinloggning.Las(svar.Principal) : null;
    }
}
