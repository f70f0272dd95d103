using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("enheter")]
public sealed class EnheterController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(EnhetslistaQuery query) => Show(query, lista => new Form<EnhetslistaQuery, Enhetslista>(query, lista));

    [HttpGet("{enhetId:guid}")]
    public Task<IActionResult> Blad(Guid enhetId) => Show(new EnhetsbladQuery(enhetId));

    [HttpGet("{enhetId:guid}/andra")]
    public Task<IActionResult> Andra(Guid enhetId) => Formular(enhetId, null);

    [HttpPost("{enhetId:guid}/andra")]
    public Task<IActionResult> Andra(Guid enhetId, AndraEnhetCommand command)
    {
        command = command with { EnhetId = enhetId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { enhetId }), () => Formular(enhetId, command));
    }

    private Task<IActionResult> Formular(Guid enhetId, AndraEnhetCommand? command) => Show(new EnhetsbladQuery(enhetId),
        blad => new Form<AndraEnhetCommand, Enhetsblad>(
            command ?? new AndraEnhetCommand { EnhetId = enhetId, Version = blad.Version, Konkurrens = blad.Konkurrens, Anmarkning = blad.Anmarkning }, blad),
        nameof(Andra));
}
