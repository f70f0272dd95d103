using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Behorigheter;
using Uppfoljning.Application.Export;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Vem som får vad, och vilka som har rollerna.</summary>
[Route("atkomst")]
public sealed class AtkomstController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Matris(BehorighetsmatrisQuery query) => Show(query, m => new Form<BehorighetsmatrisQuery, Behorighetsmatris>(query, m), nameof(Matris));

    [HttpGet("export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(BehorighetsmatrisQuery query, Filformat format) => Download(new ExporteraBehorigheterQuery(query, format));

    [HttpGet("personer")]
    public Task<IActionResult> Personer(RollinnehavQuery query) => Show(query, p => new Form<RollinnehavQuery, Rollinnehav>(query, p), nameof(Personer));
}
