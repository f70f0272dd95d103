using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Historik;
using Uppfoljning.Application.Planer;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("planer")]
public sealed class PlanerController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(PlanlistaQuery query) => Show(query, lista => new Form<PlanlistaQuery, Planlista>(query, lista));

    [HttpGet("ny")]
    public Task<IActionResult> Ny(Guid? namnd, int? ar) => namnd is not null && ar is not null
        ? Task.FromResult<IActionResult>(RedirectToAction(nameof(Forslag), new { Namnd = namnd, Ar = ar }))
        : Show(new PlanvalQuery(), val => new Form<PlanforslagQuery, Planval>(new PlanforslagQuery(namnd ?? Guid.Empty, ar ?? val.Ar), val));

    [HttpGet("forslag")]
    public Task<IActionResult> Forslag(Guid namnd, int ar) => Show(new PlanforslagQuery(namnd, ar), nameof(Forslag));

    [HttpPost("/namnder/{namndId:guid}/planer/{ar:int}/generera")]
    public Task<IActionResult> Generera(Guid namndId, int ar) => Perform(
        new GenereraPlanCommand { NamndId = namndId, Ar = ar },
        planId => RedirectToAction(nameof(Blad), new { planId }),
        () => Forslag(namndId, ar));

    [HttpGet("{planId:guid}")]
    public Task<IActionResult> Blad(PlanbladQuery query) => Show(query, blad => new Form<PlanbladQuery, Planblad>(query, blad), nameof(Blad));

    [HttpGet("{planId:guid}/historik")]
    public Task<IActionResult> Historik(Guid planId, int sida = 1) => Show(new ArendehistorikQuery(planId, sida));

    [HttpGet("{planId:guid}/pdf")]
    public Task<IActionResult> Pdf(Guid planId) => Download(new PlanpdfQuery(planId), () => Blad(new PlanbladQuery { PlanId = planId }));

    [HttpGet("{planId:guid}/rader/{radId:guid}")]
    public Task<IActionResult> Rad(Guid planId, Guid radId) => Show(new PlanradsbladQuery(planId, radId));

    [HttpGet("{planId:guid}/rader/{radId:guid}/andra")]
    public Task<IActionResult> AndraRad(Guid planId, Guid radId) => Radformular(planId, radId, null);

    [HttpPost("{planId:guid}/rader/{radId:guid}/andra")]
    public Task<IActionResult> AndraRad(Guid planId, Guid radId, AndraPlanradCommand command)
    {
        command = command with { PlanId = planId, RadId = radId };
        return Perform(command, _ => RedirectToAction(nameof(Rad), new { planId, radId }), () => Radformular(planId, radId, command));
    }

    private Task<IActionResult> Radformular(Guid planId, Guid radId, AndraPlanradCommand? command) => Show(new PlanradsbladQuery(planId, radId),
        blad => new Form<AndraPlanradCommand, Planradsblad>(command ?? AndraPlanradCommand.Av(planId, blad.Rad), blad), nameof(AndraRad));
}
