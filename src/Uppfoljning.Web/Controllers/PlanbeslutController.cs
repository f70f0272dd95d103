using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Beslutet om planen, ändringarna av den, och de versioner som är beslutade.</summary>
[Route("planer/{planId:guid}")]
public sealed class PlanbeslutController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("beslut")]
    public Task<IActionResult> Beslut(Guid planId) => Beslutsformular(planId, null);

    [HttpPost("beslut")]
    public Task<IActionResult> Beslut(Guid planId, RegistreraPlanbeslutCommand command)
    {
        command = command with { PlanId = planId };
        return Perform(command, _ => TillPlanen(planId), () => Beslutsformular(planId, command));
    }

    [HttpGet("revidera")]
    public Task<IActionResult> Revidera(Guid planId) => Revideringsformular(planId, null);

    [HttpPost("revidera")]
    public Task<IActionResult> Revidera(Guid planId, RevideraPlanCommand command)
    {
        command = command with { PlanId = planId };
        return Perform(command, _ => RedirectToAction(nameof(Revidera), new { planId }), () => Revideringsformular(planId, command));
    }

    [HttpPost("revidera/nya-rader")]
    public Task<IActionResult> NyaRader(Guid planId, TaMedRegistretCommand command)
    {
        command = command with { PlanId = planId };
        return Perform(command, _ => RedirectToAction(nameof(Revidera), new { planId }), () => Revideringsformular(planId, null));
    }

    [HttpGet("revidera/avbryt")]
    public Task<IActionResult> AvbrytRevidering(Guid planId) => Avbrottsformular(planId, null);

    [HttpPost("revidera/avbryt")]
    public Task<IActionResult> AvbrytRevidering(Guid planId, AvbrytRevideringCommand command)
    {
        command = command with { PlanId = planId };
        return Perform(command, _ => TillPlanen(planId), () => Avbrottsformular(planId, command));
    }

    [HttpGet("skillnad")]
    public Task<IActionResult> Skillnad(PlanskillnadQuery query) => Show(query);

    [HttpGet("versioner")]
    public Task<IActionResult> Versioner(Guid planId) => Show(new PlanversionslistaQuery(planId));

    [HttpGet("versioner/{nr:int}")]
    public Task<IActionResult> Version(Guid planId, int nr, int sida = 1) => Show(new PlanversionsbladQuery(planId, nr, sida), nameof(Version));

    [HttpGet("versioner/{nr:int}/pdf")]
    public Task<IActionResult> Versionspdf(Guid planId, int nr) => Download(new PlanhandlingQuery(planId, nr), () => Version(planId, nr));

    [HttpGet("versioner/{nr:int}/handling")]
    public Task<IActionResult> Versionshandling(Guid planId, int nr) => Show(new PlanhandlingsbladQuery(planId, nr), "~/Views/Planer/Handling.cshtml");

    [HttpGet("versioner/{nr:int}/word")]
    public Task<IActionResult> Versionsword(Guid planId, int nr) => Download(new PlanhandlingQuery(planId, nr, Rapportformat.Word), () => Versionshandling(planId, nr));

    [HttpGet("forra-aret")]
    public Task<IActionResult> ForraAret(PlanforraaretQuery query) => Show(query, blad => new Form<PlanforraaretQuery, Planforraaret>(query, blad));

    private RedirectToActionResult TillPlanen(Guid planId) => RedirectToAction(nameof(PlanerController.Blad), "Planer", new { planId });

    private Task<IActionResult> Beslutsformular(Guid planId, RegistreraPlanbeslutCommand? command) => Show(new PlanbeslutsbladQuery(planId),
        blad => new Form<RegistreraPlanbeslutCommand, Planbeslutsblad>(command ?? new RegistreraPlanbeslutCommand { PlanId = planId, Version = blad.Plan.Version }, blad),
        nameof(Beslut));

    private Task<IActionResult> Revideringsformular(Guid planId, RevideraPlanCommand? command) => Show(new RevideringsbladQuery(planId),
        blad => new Form<RevideraPlanCommand, Revideringsblad>(command ?? new RevideraPlanCommand { PlanId = planId, Version = blad.Plan.Version }, blad),
        nameof(Revidera));

    private Task<IActionResult> Avbrottsformular(Guid planId, AvbrytRevideringCommand? command) => Show(new RevideringsbladQuery(planId),
        blad => new Form<AvbrytRevideringCommand, Revideringsblad>(command ?? new AvbrytRevideringCommand { PlanId = planId, Version = blad.Plan.Version }, blad),
        nameof(AvbrytRevidering));
}
