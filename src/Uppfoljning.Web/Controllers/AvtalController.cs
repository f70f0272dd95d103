using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Export;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("avtal")]
public sealed class AvtalController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(AvtalslistaQuery query) => Show(query, lista => new Form<AvtalslistaQuery, Avtalslista>(query, lista));

    [HttpGet("export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(AvtalslistaQuery query, Filformat format) => Download(new ExporteraAvtalQuery(query, format));

    [HttpGet("{avtalId:guid}")]
    public Task<IActionResult> Blad(Guid avtalId) => Show(new AvtalsbladQuery(avtalId));

    [HttpGet("/namnder/{namndId:guid}/avtal/nytt")]
    public Task<IActionResult> Registrera(Guid namndId) => Registreringsformular(new RegistreraAvtalCommand { NamndId = namndId });

    [HttpPost("/namnder/{namndId:guid}/avtal/nytt")]
    public Task<IActionResult> Registrera(Guid namndId, RegistreraAvtalCommand command)
    {
        command = command with { NamndId = namndId };
        return Perform(command, id => RedirectToAction(nameof(Blad), new { avtalId = id }), () => Registreringsformular(command));
    }

    [HttpGet("{avtalId:guid}/andra")]
    public Task<IActionResult> Andra(Guid avtalId) => Show(new AvtalsandringQuery(avtalId),
        avtal => new Form<AndraAvtalCommand, Avtalsandring>(avtal.Nu, avtal));

    [HttpPost("{avtalId:guid}/andra")]
    public Task<IActionResult> Andra(Guid avtalId, AndraAvtalCommand command)
    {
        command = command with { AvtalId = avtalId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { avtalId }),
            () => Show(new AvtalsandringQuery(avtalId), avtal => new Form<AndraAvtalCommand, Avtalsandring>(command, avtal), nameof(Andra)));
    }

    private Task<IActionResult> Registreringsformular(RegistreraAvtalCommand command) => Show(new AvtalsformularQuery(command.NamndId),
        formular => new Form<RegistreraAvtalCommand, Avtalsformular>(command, formular), nameof(Registrera));
}
