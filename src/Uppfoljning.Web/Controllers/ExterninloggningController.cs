using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Uppfoljning.Web.Inloggning;

namespace Uppfoljning.Web.Controllers;

/// <summary>Vägen ut till kommunens identitetstjänst, och sidorna för den som inte kom in. Svaret från tjänsten tas emot av hanteraren.</summary>
[AllowAnonymous]
[Route("konto/extern")]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ExterninloggningController(Externinstallning installning, Externinloggning mottagare, IOptionsMonitor<OpenIdConnectOptions> options) : Controller
{
    [HttpGet("logga-in")]
    public async Task<IActionResult> LoggaIn(string? returnUrl)
    {
        if (!installning.Pa) { return NotFound(); }
        var properties = new AuthenticationProperties { RedirectUri = "/" };
        if (Url.IsLocalUrl(returnUrl)) { properties.Items[Externinloggning.ReturnUrl] = returnUrl; }
        return await UtAsync(this, mottagare, properties);
    }

    [HttpGet("fel")]
    public IActionResult Fel(string? skal)
    {
        if (!installning.Pa) { return NotFound(); }
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return View((object)Externfel.Text(skal));
    }

    [HttpGet("vantar")]
    public IActionResult Vantar() => installning.Pa ? View(installning) : NotFound();

    /// <summary>Loggar ut också hos tjänsten, när den har ett sätt för det.</summary>
    [HttpGet("logga-ut")]
    public async Task<IActionResult> LoggaUt()
    {
        if (!installning.Pa) { return NotFound(); }
        if (User.Identity?.IsAuthenticated == true) { return LocalRedirect("/"); }
        mottagare.GlomAttHonKanVaraKvar(HttpContext);
        if (!await KanLoggaUtAsync()) { return RedirectToAction(nameof(Utloggad), new { har = true }); }
        await HttpContext.SignOutAsync(Externinloggning.Schema, new AuthenticationProperties { RedirectUri = Url.Action(nameof(Utloggad)) });
        return new EmptyResult();
    }

    /// <param name="har">Bara här: tjänsten har inget sätt att logga ut.</param>
    [HttpGet("utloggad")]
    public IActionResult Utloggad(bool har) => installning.Pa ? View((installning.Namn, har)) : NotFound();

    /// <summary>Skickar iväg till tjänsten. Går det inte att läsa dess uppgifter sägs det på en sida.</summary>
    internal static async Task<IActionResult> UtAsync(Controller controller, Externinloggning mottagare, AuthenticationProperties properties)
    {
        try
        {
            await controller.HttpContext.ChallengeAsync(Externinloggning.Schema, properties);
            return new EmptyResult();
        }
        catch (Exception fel) when (!controller.Response.HasStarted && Externfel.Ur(fel).Skal != Externfel.Forsok)
        {
            return controller.LocalRedirect(await mottagare.MisslyckadesAsync(controller.HttpContext, fel));
        }
    }

    private async Task<bool> KanLoggaUtAsync()
    {
        try
        {
            var uppgifter = await options.Get(Externinloggning.Schema).ConfigurationManager!.GetConfigurationAsync(HttpContext.RequestAborted);
            return Uri.IsWellFormedUriString(uppgifter.EndSessionEndpoint, UriKind.Absolute);
        }
        catch (Exception fel) when (Externfel.Ur(fel).Skal == Externfel.Svarar)
        {
            return false;
        }
    }
}
