using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Vyer;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Användarens sparade vyer av listorna.</summary>
[Route("vyer")]
public sealed class VyerController(IMediator mediator) : CaseController(mediator)
{
    private const string Lista = "{lista:regex(^(avtal|utforare|enheter|planer)$)}";

    [HttpGet(Lista + "/ny")]
    public Task<IActionResult> Spara(Vylista lista, string? fraga) => Sparformular(new SparaVyCommand { Lista = lista, Fraga = Vyadress.Fraga(lista, fraga) });

    [HttpPost(Lista + "/ny")]
    public Task<IActionResult> Spara(Vylista lista, SparaVyCommand command)
    {
        command = command with { Lista = lista, Fraga = Vyadress.Fraga(lista, command.Fraga) };
        return Perform(command, Oppna, () => Sparformular(command));
    }

    [HttpGet("{vyId:guid}")]
    public Task<IActionResult> Vy(Guid vyId) => Formular(vyId, null);

    [HttpPost("{vyId:guid}")]
    public Task<IActionResult> Vy(Guid vyId, DopOmVyCommand command)
    {
        command = command with { VyId = vyId };
        return Perform(command, Oppna, () => Formular(vyId, command));
    }

    [HttpGet("{vyId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Guid vyId) => Borttagning(new TaBortVyCommand { VyId = vyId });

    [HttpPost("{vyId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Guid vyId, TaBortVyCommand command)
    {
        command = command with { VyId = vyId };
        return Perform(command, vy => LocalRedirect(Vyadress.Lista(Url, vy.Lista)), () => Borttagning(command));
    }

    private IActionResult Oppna(SparadVy vy) => LocalRedirect(Vyadress.Oppna(Url, vy));

    private Task<IActionResult> Sparformular(SparaVyCommand command) => Task.FromResult<IActionResult>(View("Spara", new Form<SparaVyCommand, Vylista>(command, command.Lista)));

    private Task<IActionResult> Formular(Guid vyId, DopOmVyCommand? command) =>
        Show(new SparadVyQuery(vyId), vy => new Form<DopOmVyCommand, SparadVy>(command ?? new DopOmVyCommand { VyId = vyId, Namn = vy.Namn }, vy), nameof(Vy));

    private Task<IActionResult> Borttagning(TaBortVyCommand command) =>
        Show(new SparadVyQuery(command.VyId), vy => new Form<TaBortVyCommand, SparadVy>(command, vy), nameof(TaBort));
}
