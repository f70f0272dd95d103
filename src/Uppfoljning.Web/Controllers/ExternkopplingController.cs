using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Extern;
using Uppfoljning.Web.Common;
using Uppfoljning.Web.Inloggning;

namespace Uppfoljning.Web.Controllers;

/// <param name="Tjanst">Vad kommunens inloggning heter.</param>
/// <param name="Konto">Den som är inloggad.</param>
/// <param name="Person">Den som tjänsten har intygat; null innan den har det.</param>
/// <param name="HarLosenord">Om kontot har ett lösenord, som då krävs.</param>
public sealed record Kopplingssida(string Tjanst, string Konto, Externperson? Person, bool HarLosenord = false);

/// <summary>Det som den som kopplar visar att hon är sig själv med.</summary>
public sealed record Kopplingsbevis
{
    public string Losenord { get; init; } = "";
}

/// <summary>Den som är inloggad kopplar sitt konto till sin identitet hos kommunen. Bekräftas här först när tjänsten har sagt vem hon är.</summary>
[Route("konto/extern/koppla")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ExternkopplingController(IMediator mediator, Externinstallning installning, Externinloggning mottagare, IAnvandarkontext anvandare, Forsoksrakning forsok) : CaseController(mediator)
{
    private readonly IMediator _mediator = mediator;

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
    public async Task<IActionResult> Bekrafta() => await PersonAsync() is { } person ? await Bekraftaformular(person) : RedirectToAction(nameof(Koppla));

    [HttpPost("bekrafta")]
    public async Task<IActionResult> Bekraftad(Kopplingsbevis command)
    {
        if (await PersonAsync() is not { } person) { return RedirectToAction(nameof(Koppla)); }
        // Tried here, where a wrong one is counted whatever happens next; the command tries it again.
        if ((await _mediator.Send(new MittKontoQuery(), HttpContext.RequestAborted)).Value?.HarLosenord == true
            && await forsok.ProvaLosenordAsync(anvandare.Id!.Value, command.Losenord, HttpContext.RequestAborted) is { } fel)
        {
            ModelState.AddModelError("Command.Losenord", fel);
        }
        var svar = await Perform(new KopplaEgenIdentitetCommand(person, command.Losenord), _ => LocalRedirect("/mitt-konto"), () => Bekraftaformular(person));
        if (svar is LocalRedirectResult) { await HttpContext.SignOutAsync(IdentityConstants.ExternalScheme); }
        return svar;
    }

    private Task<IActionResult> Bekraftaformular(Externperson person) => Show(new MittKontoQuery(),
        konto => new Form<Kopplingsbevis, Kopplingssida>(new(), new(installning.Namn, anvandare.Namn, person, konto.HarLosenord)), nameof(Bekrafta));

    /// <summary>Personen i kakan, om det var den som är inloggad nu som hämtade den.</summary>
    private async Task<Externperson?> PersonAsync()
    {
        if (!installning.Pa) { return null; }
        var svar = await HttpContext.AuthenticateAsync(IdentityConstants.ExternalScheme);
        return svar.Succeeded && svar.Properties.Items.TryGetValue(Externinloggning.Koppla, out var id) && id == anvandare.Id?.ToString() ? Externinloggning.Las(svar.Principal) : null;
    }
}
