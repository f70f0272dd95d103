using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Planer;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>De som följer upp för nämnden, och hur många timmar de har i var månad.</summary>
[Route("namnder/{namndId:guid}/bemanning/{ar:int}")]
public sealed class BemanningController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Blad(Guid namndId, int ar) => Formular(namndId, ar, _ => new SparaBemanningCommand(), nameof(Blad));

    [HttpPost("")]
    public Task<IActionResult> Ny(Guid namndId, int ar, SparaBemanningCommand command)
    {
        command = command with { NamndId = namndId, Ar = ar, BemanningId = null };
        return Perform(command, _ => Sidan(namndId, ar), () => Formular(namndId, ar, _ => command, nameof(Blad)));
    }

    [HttpPost("kopiera")]
    public Task<IActionResult> Kopiera(Guid namndId, int ar) =>
        Perform(new KopieraBemanningCommand(namndId, ar), _ => Sidan(namndId, ar), () => Blad(namndId, ar));

    [HttpGet("{bemanningId:guid}")]
    public Task<IActionResult> Andra(Guid namndId, int ar, Guid bemanningId) => Person(namndId, ar, bemanningId, SparaBemanningCommand.Av, nameof(Andra));

    [HttpPost("{bemanningId:guid}")]
    public Task<IActionResult> Andra(Guid namndId, int ar, Guid bemanningId, SparaBemanningCommand command)
    {
        command = command with { NamndId = namndId, Ar = ar, BemanningId = bemanningId };
        return Perform(command, _ => Sidan(namndId, ar), () => Person(namndId, ar, bemanningId, _ => command, nameof(Andra)));
    }

    [HttpGet("{bemanningId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Guid namndId, int ar, Guid bemanningId) => Person(namndId, ar, bemanningId, Borttagning, nameof(TaBort));

    [HttpPost("{bemanningId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Guid namndId, int ar, Guid bemanningId, TaBortBemanningCommand command)
    {
        command = command with { NamndId = namndId, Ar = ar, BemanningId = bemanningId };
        return Perform(command, _ => Sidan(namndId, ar), () => Person(namndId, ar, bemanningId, _ => command, nameof(TaBort)));
    }

    private static TaBortBemanningCommand Borttagning(Bemanning b) => new() { NamndId = b.NamndId, Ar = b.Ar, BemanningId = b.Id, Version = b.Version };

    private RedirectToActionResult Sidan(Guid namndId, int ar) => RedirectToAction(nameof(Blad), new { namndId, ar });

    private Task<IActionResult> Formular(Guid namndId, int ar, Func<Bemanningsblad, SparaBemanningCommand> command, string view) =>
        Show(new BemanningsbladQuery(namndId, ar), blad => new Form<SparaBemanningCommand, Bemanningsblad>(command(blad), blad), view, lasbar: true);

    private Task<IActionResult> Person<TCommand>(Guid namndId, int ar, Guid bemanningId, Func<Bemanning, TCommand> command, string view) =>
        Show(new BemanningspersonQuery(namndId, ar, bemanningId), p => new Form<TCommand, Bemanningsperson>(command(p.Person), p), view);
}
