using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Oversikt;
using Uppfoljning.Application.Uppgifter;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("")]
public sealed class HemController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Uppgifter(MinaUppgifterQuery query) => Show(query, uppgifter => new Form<MinaUppgifterQuery, MinaUppgifter>(query, uppgifter), nameof(Uppgifter));

    [HttpGet("uppgifter/export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(MinaUppgifterQuery query, Filformat format) => Download(new ExporteraUppgifterQuery(query, format));

    [HttpGet("uppgifter/avtal")]
    public Task<IActionResult> Avtal(AvtalMedBristQuery query) => Show(query, avtal => new Form<AvtalMedBristQuery, AvtalMedBrist>(query, avtal));

    [HttpPost("uppgifter/sedda")]
    public Task<IActionResult> Sedda() =>
        Perform(new MarkeraForfallnaSeddaCommand(), _ => RedirectToAction(nameof(Uppgifter)), () => Uppgifter(new MinaUppgifterQuery()));

    [HttpGet("oversikt")]
    public Task<IActionResult> Oversikt() => Show(new OversiktQuery());
}
