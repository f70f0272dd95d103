using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Drift;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("administration/drift")]
public sealed class DriftController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Blad() => Show(new DriftlageQuery(), nameof(Blad));
}
