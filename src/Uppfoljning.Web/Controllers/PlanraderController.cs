using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Planer;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Planens timmar och det som görs med raderna: en i taget eller många på en gång.</summary>
[Route("planer/{planId:guid}")]
public sealed class PlanraderController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("timmar")]
    public Task<IActionResult> Timmar(Guid planId) => Show(new PlantimmarQuery(planId));

    /// <summary>Det som visas innan något görs. Raderna väljs på planens sida, bland timmarna, eller i en länk.</summary>
    [HttpGet("rader/flera")]
    [HttpPost("rader/flera")]
    public Task<IActionResult> Flera(Guid planId, AndraRaderCommand command)
    {
        command = command with { PlanId = planId };
        // Fälten granskas när de skickas för att göras; hit kommer bara vilka raderna är.
        ModelState.Clear();
        if (!Radatgarder.Alla.Contains(command.Atgard) || command.RadId.Count == 0)
        {
            ModelState.AddModelError("", command.RadId.Count == 0 ? "Välj minst en rad." : "Välj vad som ska göras med raderna.");
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
        return Bekraftelse(command);
    }

    [HttpPost("rader/flera/gor")]
    public Task<IActionResult> Gor(Guid planId, AndraRaderCommand command)
    {
        command = command with { PlanId = planId };
        return Perform(command, _ => command.Atgard == Radatgarder.Forslag ? RedirectToAction(nameof(Timmar), new { planId }) : Planen(planId), () => Bekraftelse(command));
    }

    [HttpGet("rader/{radId:guid}/dela")]
    public Task<IActionResult> Dela(Guid planId, Guid radId) => Delningsformular(planId, radId, null);

    [HttpPost("rader/{radId:guid}/dela")]
    public Task<IActionResult> Dela(Guid planId, Guid radId, DelaPlanradCommand command)
    {
        command = command with { PlanId = planId, RadId = radId };
        return Perform(command, _ => Planen(planId), () => Delningsformular(planId, radId, command));
    }

    [HttpGet("granskningar/ny")]
    public Task<IActionResult> Granskning(Guid planId, Guid? objekt) => Granskningsformular(planId, objekt, null);

    [HttpPost("granskningar/ny")]
    public Task<IActionResult> Granskning(Guid planId, LaggTillGranskningCommand command)
    {
        command = command with { PlanId = planId };
        return Perform(command, radId => Redirect(Url.Content($"~/planer/{planId}/rader/{radId}")), () => Granskningsformular(planId, null, command));
    }

    [HttpGet("utan/{objektId:guid}/aterta")]
    public Task<IActionResult> Aterta(Guid planId, Guid objektId) => Show(new UtanradQuery(planId, objektId), nameof(Aterta));

    [HttpPost("utan/{objektId:guid}/aterta")]
    public Task<IActionResult> AtertaObjekt(Guid planId, Guid objektId) => Perform(
        new AtertaObjektCommand(planId, objektId), _ => Planen(planId), () => Aterta(planId, objektId));

    private RedirectResult Planen(Guid planId) => Redirect(Url.Content($"~/planer/{planId}"));

    private Task<IActionResult> Bekraftelse(AndraRaderCommand command) => Show(RaderbekraftelseQuery.Av(command),
        blad => new Form<AndraRaderCommand, Raderbekraftelse>(command, blad), "Flera");

    private Task<IActionResult> Delningsformular(Guid planId, Guid radId, DelaPlanradCommand? command) => Show(new RaddelningQuery(planId, radId),
        blad => new Form<DelaPlanradCommand, Raddelning>(command ?? new DelaPlanradCommand { PlanId = planId, RadId = radId, Version = blad.Rad.Version }, blad), nameof(Dela));

    private Task<IActionResult> Granskningsformular(Guid planId, Guid? objekt, LaggTillGranskningCommand? command) => Show(new GranskningsformularQuery(planId, objekt),
        blad => new Form<LaggTillGranskningCommand, Granskningsformular>(command ?? blad.Forval, blad), nameof(Granskning));
}
