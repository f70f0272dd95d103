using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("utforare")]
public sealed class UtforareController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(UtforarlistaQuery query) => Show(query, lista => new Form<UtforarlistaQuery, Utforarlista>(query, lista));

    [HttpGet("export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(UtforarlistaQuery query, Filformat format) => Download(new ExporteraUtforareQuery(query, format));

    [HttpGet("{utforareId:guid}")]
    public Task<IActionResult> Blad(Guid utforareId) => Show(new UtforarbladQuery(utforareId));
}
