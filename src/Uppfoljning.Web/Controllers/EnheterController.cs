using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Export;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("enheter")]
public sealed class EnheterController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(EnhetslistaQuery query) => Show(query, lista => new Form<EnhetslistaQuery, Enhetslista>(query, lista));

    [HttpGet("export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(EnhetslistaQuery query, Filformat format) => Download(new ExporteraEnheterQuery(query, format));

    [HttpGet("{enhetId:guid}")]
    public Task<IActionResult> Blad(Guid enhetId) => Show(new EnhetsbladQuery(enhetId));

    [HttpGet("/namnder/{namndId:guid}/enheter/ny")]
    public Task<IActionResult> Registrera(Guid namndId, Guid? utforare) => Registreringsformular(new RegistreraEnhetCommand { NamndId = namndId, UtforareId = utforare });

    [HttpPost("/namnder/{namndId:guid}/enheter/ny")]
    public Task<IActionResult> Registrera(Guid namndId, RegistreraEnhetCommand command)
    {
        command = command with { NamndId = namndId };
        return Perform(command, id => RedirectToAction(nameof(Blad), new { enhetId = id }), () => Registreringsformular(command));
    }

    [HttpGet("{enhetId:guid}/andra")]
    public Task<IActionResult> Andra(Guid enhetId) => Formular(enhetId, null);

    [HttpPost("{enhetId:guid}/andra")]
    public Task<IActionResult> Andra(Guid enhetId, AndraEnhetCommand command)
    {
        command = command with { EnhetId = enhetId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { enhetId }), () => Formular(enhetId, command));
    }

    private Task<IActionResult> Registreringsformular(RegistreraEnhetCommand command) => Show(new EnhetsformularQuery(command.NamndId),
        formular => new Form<RegistreraEnhetCommand, Enhetsformular>(command, formular), nameof(Registrera));

    private Task<IActionResult> Formular(Guid enhetId, AndraEnhetCommand? command) => Show(new EnhetsandringQuery(enhetId),
        enhet => new Form<AndraEnhetCommand, Enhetsandring>(command ?? enhet.Nu, enhet), nameof(Andra));
}
