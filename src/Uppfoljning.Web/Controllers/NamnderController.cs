using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("namnder/{namndId:guid}")]
public sealed class NamnderController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Blad(Guid namndId) => Show(new NamndbladQuery(namndId));

    [HttpGet("andra")]
    public Task<IActionResult> Andra(Guid namndId) => Formular(namndId, null);

    [HttpPost("andra")]
    public Task<IActionResult> Andra(Guid namndId, AndraNamndCommand command)
    {
        command = command with { NamndId = namndId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { namndId }), () => Formular(namndId, command));
    }

    private Task<IActionResult> Formular(Guid namndId, AndraNamndCommand? command) => Show(new NamndandringQuery(namndId),
        namnd => new Form<AndraNamndCommand, AndraNamndCommand>(command ?? namnd, namnd), nameof(Andra));
}
