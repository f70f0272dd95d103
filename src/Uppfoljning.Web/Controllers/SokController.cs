using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Sok;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("sok")]
public sealed class SokController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Sok(SokQuery query) => Show(query, nameof(Sok));

    /// <summary>Bara träffarna, medan man skriver i rutan.</summary>
    [HttpGet("snabb")]
    public Task<IActionResult> Snabb(SokQuery query) => Show(query, "_Traffar");
}
