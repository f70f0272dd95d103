using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("namnder/{namndId:guid}/planregler")]
public sealed class PlanreglerController(IMediator mediator) : CaseController(mediator)
{
    private Planforhandsvisning? _effekt;

    [HttpGet("")]
    public Task<IActionResult> Blad(Guid namndId, int? ar) => Show(new PlanreglerbladQuery(namndId, ar), nameof(Blad));

    [HttpGet("andra")]
    public Task<IActionResult> Andra(Guid namndId, Guid? omgang) => Show(new PlanregelverksformularQuery(namndId, omgang),
        f => new Form<SparaPlanregelverkCommand, Planregelverkssida>(f.Forval.Fylld(f.Sparad), new(f, null)), nameof(Andra));

    [HttpPost("andra")]
    public Task<IActionResult> Andra(Guid namndId, SparaPlanregelverkCommand command)
    {
        command = command with { NamndId = namndId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { namndId, ar = command.GallerFran?.AddDays(-1).AddYears(1).Year }), () => Regelverksformular(command));
    }

    [HttpPost("andra/forhandsvisa")]
    public Task<IActionResult> Forhandsvisa(Guid namndId, SparaPlanregelverkCommand command)
    {
        command = command with { NamndId = namndId };
        return Forhandsvisad(new PlanregelverkseffektQuery(command), () => Regelverksformular(command));
    }

    [HttpGet("regel")]
    public Task<IActionResult> Regel(Guid namndId, Guid? id, Guid? avtal) => Show(new PlanregelbladQuery(namndId, id, avtal),
        b => new Form<SparaPlanregelCommand, Planregelsida>(b.Forval, new(b, null)), nameof(Regel));

    [HttpPost("regel")]
    public Task<IActionResult> Regel(Guid namndId, SparaPlanregelCommand command)
    {
        command = command with { NamndId = namndId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { namndId, ar = command.GallerFran?.Year }), () => Regelformular(command));
    }

    [HttpPost("regel/forhandsvisa")]
    public Task<IActionResult> ForhandsvisaRegel(Guid namndId, SparaPlanregelCommand command)
    {
        command = command with { NamndId = namndId };
        return Forhandsvisad(new PlanregeleffektQuery(command), () => Regelformular(command));
    }

    [HttpGet("regel/{regelId:guid}/avsluta")]
    public Task<IActionResult> Avsluta(Guid namndId, Guid regelId) => Avslutsformular(namndId, regelId, null);

    [HttpPost("regel/{regelId:guid}/avsluta")]
    public Task<IActionResult> Avsluta(Guid namndId, Guid regelId, AvslutaPlanregelCommand command)
    {
        command = command with { NamndId = namndId, RegelId = regelId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { namndId }), () => Avslutsformular(namndId, regelId, command));
    }

    [HttpPost("regel/{regelId:guid}/avsluta/forhandsvisa")]
    public Task<IActionResult> ForhandsvisaAvslut(Guid namndId, Guid regelId, AvslutaPlanregelCommand command)
    {
        command = command with { NamndId = namndId, RegelId = regelId };
        return Forhandsvisad(new PlanregelavsluteffektQuery(command), () => Avslutsformular(namndId, regelId, command));
    }

    [HttpGet("regel/{regelId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Guid namndId, Guid regelId) => Borttagningsformular(namndId, regelId, null);

    [HttpPost("regel/{regelId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Guid namndId, Guid regelId, TaBortPlanregelCommand command)
    {
        command = command with { NamndId = namndId, RegelId = regelId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { namndId }), () => Borttagningsformular(namndId, regelId, command));
    }

    /// <summary>Visar formuläret igen med vad det skulle göra med planen. Går det inte att räkna ut visas felen som när det sparas.</summary>
    private Task<IActionResult> Forhandsvisad(IRequest<Result<Planforhandsvisning>> query, Func<Task<IActionResult>> formular) => Perform(query, effekt =>
    {
        _effekt = effekt;
        return new Formularresultat(formular);
    }, formular);

    private Task<IActionResult> Regelverksformular(SparaPlanregelverkCommand command) =>
        Show(new PlanregelverksformularQuery(command.NamndId, command.OmgangId, command.GallerFran),
            f => new Form<SparaPlanregelverkCommand, Planregelverkssida>(command.Fylld(f.Sparad), new(f, _effekt)), nameof(Andra));

    private Task<IActionResult> Regelformular(SparaPlanregelCommand command) => Show(new PlanregelbladQuery(command.NamndId, command.RegelId, command.AvtalId),
        b => new Form<SparaPlanregelCommand, Planregelsida>(command, new(b, _effekt)), nameof(Regel));

    private Task<IActionResult> Avslutsformular(Guid namndId, Guid regelId, AvslutaPlanregelCommand? command) => Show(new PlanregelbladQuery(namndId, regelId),
        b => new Form<AvslutaPlanregelCommand, Planregelsida>(
            command ?? new() { NamndId = namndId, RegelId = regelId, Version = b.Regel!.Version, GallerTill = b.Regel.GallerTill }, new(b, _effekt)), nameof(Avsluta));

    private Task<IActionResult> Borttagningsformular(Guid namndId, Guid regelId, TaBortPlanregelCommand? command) => Show(new PlanregelbladQuery(namndId, regelId),
        b => new Form<TaBortPlanregelCommand, Planregelsida>(command ?? new() { NamndId = namndId, RegelId = regelId, Version = b.Regel!.Version }, new(b, null)), nameof(TaBort));

    /// <summary>Ett svar som görs först när det ska skickas.</summary>
    private sealed class Formularresultat(Func<Task<IActionResult>> formular) : IActionResult
    {
        public async Task ExecuteResultAsync(ActionContext context) => await (await formular()).ExecuteResultAsync(context);
    }
}
