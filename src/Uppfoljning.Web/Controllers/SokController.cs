using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Sok;
using Uppfoljning.Domain.Utforare;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>
/// Sökrutan postar, för den tar emot organisationsnummer och en enskild firmas är ett personnummer: en adress hamnar i webbläsarens historik och i loggar.
/// Allt annat än ett personnummer får en adress som går att spara.
/// </summary>
[Route("sok")]
public sealed class SokController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Sok(SokQuery query) => Show(query, nameof(Sok));

    [HttpPost("")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public async Task<IActionResult> Skickad([FromForm] SokQuery query)
    {
        if (Doltpersonnummer.Finns(query.Q)) { return await Show(query, nameof(Sok)); }
        // Den tomma sökningen säger bara om användaren får söka.
        var svar = await Show(new SokQuery(), nameof(Sok));
        return svar is ViewResult ? RedirectToAction(nameof(Sok), new { query.Q }) : svar;
    }

    /// <summary>Bara träffarna, medan man skriver i rutan.</summary>
    [HttpGet("snabb")]
    public Task<IActionResult> Snabb(SokQuery query) => Show(query, "_Traffar");

    [HttpPost("snabb")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public Task<IActionResult> SnabbSkickad([FromForm] SokQuery query) => Show(query, "_Traffar");
}
