using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Planer;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("namnder/{namndId:guid}/risk")]
public sealed class RiskController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(RisklistaQuery query) => Show(query, lista => new Form<RisklistaQuery, Risklista>(query, lista));

    [HttpGet("export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(RisklistaQuery query, Filformat format) => Download(new ExporteraRiskQuery(query, format));

    [HttpGet("{objektId:guid}")]
    public Task<IActionResult> Blad(Guid namndId, Guid objektId, int? ar) => Formular(namndId, objektId, ar, null);

    [HttpPost("{objektId:guid}")]
    public Task<IActionResult> Blad(Guid namndId, Guid objektId, int? ar, SparaRiskuppgiftCommand command)
    {
        command = command with { NamndId = namndId, ObjektId = objektId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { namndId, objektId, ar }), () => Formular(namndId, objektId, ar, command));
    }

    private Task<IActionResult> Formular(Guid namndId, Guid objektId, int? ar, SparaRiskuppgiftCommand? command) => Show(new RiskbladQuery(namndId, objektId, ar),
        blad => new Form<SparaRiskuppgiftCommand, Riskblad>(command ?? blad.Sparad, blad), nameof(Blad), lasbar: true);
}
