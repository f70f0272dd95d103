using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Historik;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("planer")]
public sealed class PlanerController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(PlanlistaQuery query) => Show(query, lista => new Form<PlanlistaQuery, Planlista>(query, lista));

    [HttpGet("export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> ExporteraLista(PlanlistaQuery query, Filformat format) => Download(new ExporteraPlanerQuery(query, format));

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

    [HttpGet("{planId:guid}/export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(PlanbladQuery query, Filformat format) => Download(new ExporteraPlanQuery(query, format));

    [HttpGet("ar")]
    [HttpGet("ar/{ar:int}")]
    public Task<IActionResult> Ar(ArsplanQuery query) => Show(query, ar => new Form<ArsplanQuery, Arsplan>(query, ar), nameof(Ar));

    [HttpGet("{planId:guid}/historik")]
    public Task<IActionResult> Historik(Guid planId, int sida = 1) => Show(new ArendehistorikQuery(planId, sida));

    [HttpGet("{planId:guid}/historik/export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> ExporteraHistorik(Guid planId, Filformat format) => Download(new ExporteraHistorikQuery(planId, format));

    [HttpGet("{planId:guid}/pdf")]
    public Task<IActionResult> Pdf(Guid planId) => Download(new PlanhandlingQuery(planId), () => Blad(new PlanbladQuery { PlanId = planId }));

    /// <summary>Planen så som den blir på papper, att läsa innan den hämtas.</summary>
    [HttpGet("{planId:guid}/handling")]
    public Task<IActionResult> Handling(Guid planId) => Show(new PlanhandlingsbladQuery(planId), nameof(Handling));

    [HttpGet("{planId:guid}/word")]
    public Task<IActionResult> Word(Guid planId) => Download(new PlanhandlingQuery(planId, Format: Rapportformat.Word), () => Handling(planId));

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

    /// <summary>En uppgift i tabellen, att ändra på plats. Utan htmx leder adressen till radens vanliga formulär.</summary>
    [HttpGet("{planId:guid}/rader/{radId:guid}/{falt:regex(^(tid|ansvarig)$)}")]
    public Task<IActionResult> Falt(Guid planId, Guid radId, Planradsfalt falt, bool visa = false) =>
        !Htmx ? Task.FromResult<IActionResult>(RedirectToAction(nameof(AndraRad), new { planId, radId }))
        : visa ? Cell(planId, radId, falt, null)
        : Faltformular(planId, radId, falt, null);

    [HttpPost("{planId:guid}/rader/{radId:guid}/{falt:regex(^(tid|ansvarig)$)}")]
    public async Task<IActionResult> Falt(Guid planId, Guid radId, Planradsfalt falt, AndraPlanradsfaltCommand command)
    {
        command = command with { PlanId = planId, RadId = radId, Falt = falt };
        var svar = await Perform(command, _ => RedirectToAction(nameof(Blad), new { planId }),
            () => Htmx ? Faltformular(planId, radId, falt, command) : Radformular(planId, radId, null));
        if (!Htmx || svar is not RedirectToActionResult) { return svar; }
        // The message is shown at once, in the table, and not on the next page.
        var mening = TempData[Meddelande] as string;
        TempData.Remove(Meddelande);
        return await Cell(planId, radId, falt, mening);
    }

    /// <summary>Om htmx frågar, och bara vill ha en del av sidan.</summary>
    private bool Htmx => Request.Headers.ContainsKey("HX-Request");

    private Task<IActionResult> Cell(Guid planId, Guid radId, Planradsfalt falt, string? mening) => Show(new PlanradsbladQuery(planId, radId),
        blad => new Plancell(planId, blad.Plan.Ar, blad.Rad, falt, blad.Andra.Tillaten) { Fokus = true, Mening = mening }, "Cell");

    private Task<IActionResult> Faltformular(Guid planId, Guid radId, Planradsfalt falt, AndraPlanradsfaltCommand? command) => Show(new PlanradsbladQuery(planId, radId),
        blad => new Form<AndraPlanradsfaltCommand, Planradsblad>(command ?? new AndraPlanradsfaltCommand
        {
            PlanId = planId,
            RadId = radId,
            Falt = falt,
            Version = blad.Rad.Version,
            Ansvarig = blad.Rad.Ansvarig,
            ForstaManad = blad.Rad.ForstaManad,
            SistaManad = blad.Rad.SistaManad,
        }, blad), "Faltformular");

    private Task<IActionResult> Radformular(Guid planId, Guid radId, AndraPlanradCommand? command) => Show(new PlanradsbladQuery(planId, radId),
        blad => new Form<AndraPlanradCommand, Planradsblad>(command ?? AndraPlanradCommand.Av(planId, blad.Rad), blad), nameof(AndraRad));
}
