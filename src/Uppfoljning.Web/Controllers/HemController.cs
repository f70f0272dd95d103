using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Oversikt;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("")]
public sealed class HemController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Oversikt() => Show(new OversiktQuery());
}
