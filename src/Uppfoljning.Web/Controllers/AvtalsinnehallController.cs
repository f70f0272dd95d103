using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Parter, klausuler, krav och sanktioner i ett avtal.</summary>
[Route("avtal/{avtalId:guid}")]
public sealed class AvtalsinnehallController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("parter/ny")]
    [HttpGet("parter/{partId:guid}")]
    public Task<IActionResult> Part(Guid avtalId, Guid? partId) => Formular(new AvtalspartQuery(avtalId, partId), nu => nu, nameof(Part));

    [HttpPost("parter/ny")]
    [HttpPost("parter/{partId:guid}")]
    public Task<IActionResult> Part(Guid avtalId, Guid? partId, SparaAvtalspartCommand command) =>
        Spara(command with { AvtalId = avtalId, PartId = partId }, new AvtalspartQuery(avtalId, partId), avtalId, "ovriga-parter", nameof(Part));

    [HttpGet("klausuler")]
    public Task<IActionResult> Klausuler(Guid avtalId) => Formular(new AvtalsklausulerQuery(avtalId), nu => nu, nameof(Klausuler));

    [HttpPost("klausuler")]
    public Task<IActionResult> Klausuler(Guid avtalId, SparaAvtalsklausulerCommand command) =>
        Spara(command with { AvtalId = avtalId }, new AvtalsklausulerQuery(avtalId), avtalId, "klausuler", nameof(Klausuler));

    [HttpGet("krav")]
    public Task<IActionResult> Kravlista(Guid avtalId, AvtalskravlistaQuery query) => Show(query with { AvtalId = avtalId }, nameof(Kravlista));

    [HttpGet("krav/ny")]
    [HttpGet("krav/{kravId:guid}")]
    public Task<IActionResult> Krav(Guid avtalId, Guid? kravId) => Formular(new AvtalskravQuery(avtalId, kravId), nu => nu, nameof(Krav));

    [HttpPost("krav/ny")]
    [HttpPost("krav/{kravId:guid}")]
    public Task<IActionResult> Krav(Guid avtalId, Guid? kravId, SparaAvtalskravCommand command) =>
        Spara(command with { AvtalId = avtalId, KravId = kravId }, new AvtalskravQuery(avtalId, kravId), avtalId, "krav", nameof(Krav));

    [HttpGet("sanktioner/ny")]
    [HttpGet("sanktioner/{sanktionId:guid}")]
    public Task<IActionResult> Sanktion(Guid avtalId, Guid? sanktionId) => Formular(new AvtalssanktionQuery(avtalId, sanktionId), nu => nu, nameof(Sanktion));

    [HttpPost("sanktioner/ny")]
    [HttpPost("sanktioner/{sanktionId:guid}")]
    public Task<IActionResult> Sanktion(Guid avtalId, Guid? sanktionId, SparaAvtalssanktionCommand command) =>
        Spara(command with { AvtalId = avtalId, SanktionId = sanktionId }, new AvtalssanktionQuery(avtalId, sanktionId), avtalId, "sanktioner", nameof(Sanktion));

    [HttpGet("ta-bort/{sort}/{delId:guid}")]
    public Task<IActionResult> TaBort(Guid avtalId, Avtalsdelsort sort, Guid delId) => Borttagningsformular(new TaBortAvtalsdelCommand { AvtalId = avtalId, Sort = sort, DelId = delId });

    [HttpPost("ta-bort/{sort}/{delId:guid}")]
    public Task<IActionResult> TaBort(Guid avtalId, Avtalsdelsort sort, Guid delId, TaBortAvtalsdelCommand command)
    {
        command = command with { AvtalId = avtalId, Sort = sort, DelId = delId };
        return Perform(command, _ => TillAvtalet(avtalId, null), () => Borttagningsformular(command));
    }

    private Task<IActionResult> Borttagningsformular(TaBortAvtalsdelCommand command) => Show(
        new AvtalsdelborttagningQuery(command.AvtalId, command.Sort, command.DelId),
        del => new Form<TaBortAvtalsdelCommand, Avtalsdel<Avtalsdelborttagning>>(command.Version == 0 ? command with { Version = del.Version } : command, del), nameof(TaBort));

    private Task<IActionResult> Formular<TCommand>(IRequest<Result<Avtalsdel<TCommand>>> query, Func<TCommand, TCommand> command, string view) =>
        Show(query, del => new Form<TCommand, Avtalsdel<TCommand>>(command(del.Nu), del), view);

    private Task<IActionResult> Spara<TCommand>(TCommand command, IRequest<Result<Avtalsdel<TCommand>>> query, Guid avtalId, string del, string view)
        where TCommand : IRequest<Result<Unit>> => Perform(command, _ => TillAvtalet(avtalId, del), () => Formular(query, _ => command, view));

    private RedirectToActionResult TillAvtalet(Guid avtalId, string? del) => RedirectToAction("Blad", "Avtal", new { avtalId }, del);
}
