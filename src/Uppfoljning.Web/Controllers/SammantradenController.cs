using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Sammantraden;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("sammantraden")]
public sealed class SammantradenController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(SammantradeslistaQuery query) => Show(query, lista => new Form<SammantradeslistaQuery, Sammantradeslista>(query, lista));

    [HttpGet("export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(SammantradeslistaQuery query, Filformat format) => Download(new ExporteraSammantradenQuery(query, format));

    [HttpGet("{sammantradeId:guid}")]
    public Task<IActionResult> Blad(Guid sammantradeId) => Show(new SammantradesbladQuery(sammantradeId));

    [HttpGet("/namnder/{namndId:guid}/sammantraden/nytt")]
    public Task<IActionResult> Registrera(Guid namndId) => Registreringsformular(new RegistreraSammantradeCommand { NamndId = namndId });

    [HttpPost("/namnder/{namndId:guid}/sammantraden/nytt")]
    public Task<IActionResult> Registrera(Guid namndId, RegistreraSammantradeCommand command)
    {
        command = command with { NamndId = namndId };
        return Perform(command, id => RedirectToAction(nameof(Blad), new { sammantradeId = id }), () => Registreringsformular(command));
    }

    [HttpGet("{sammantradeId:guid}/andra")]
    public Task<IActionResult> Andra(Guid sammantradeId) => Formular(sammantradeId, blad => blad.Andring, nameof(Andra));

    [HttpPost("{sammantradeId:guid}/andra")]
    public Task<IActionResult> Andra(Guid sammantradeId, AndraSammantradeCommand command)
    {
        command = command with { SammantradeId = sammantradeId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { sammantradeId }), () => Formular(sammantradeId, _ => command, nameof(Andra)));
    }

    [HttpGet("{sammantradeId:guid}/stall-in")]
    public Task<IActionResult> StallIn(Guid sammantradeId) =>
        Formular(sammantradeId, blad => new StallInSammantradeCommand { SammantradeId = sammantradeId, Version = blad.Sammantrade.Version }, nameof(StallIn));

    [HttpPost("{sammantradeId:guid}/stall-in")]
    public Task<IActionResult> StallIn(Guid sammantradeId, StallInSammantradeCommand command)
    {
        command = command with { SammantradeId = sammantradeId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { sammantradeId }), () => Formular(sammantradeId, _ => command, nameof(StallIn)));
    }

    [HttpGet("{sammantradeId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Guid sammantradeId) =>
        Formular(sammantradeId, blad => new TaBortSammantradeCommand { SammantradeId = sammantradeId, Version = blad.Sammantrade.Version }, nameof(TaBort));

    [HttpPost("{sammantradeId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Guid sammantradeId, TaBortSammantradeCommand command)
    {
        command = command with { SammantradeId = sammantradeId };
        return Perform(command, _ => RedirectToAction(nameof(Lista)), () => Formular(sammantradeId, _ => command, nameof(TaBort)));
    }

    private Task<IActionResult> Registreringsformular(RegistreraSammantradeCommand command) => Show(new SammantradesformularQuery(command.NamndId),
        formular => new Form<RegistreraSammantradeCommand, Sammantradesformular>(command, formular), nameof(Registrera));

    private Task<IActionResult> Formular<TCommand>(Guid sammantradeId, Func<Sammantradesblad, TCommand> command, string view) =>
        Show(new SammantradesbladQuery(sammantradeId), blad => new Form<TCommand, Sammantradesblad>(command(blad), blad), view);
}
