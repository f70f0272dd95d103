using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("avtal")]
public sealed class AvtalController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(AvtalslistaQuery query) => Show(query, lista => new Form<AvtalslistaQuery, Avtalslista>(query, lista));

    [HttpGet("export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(AvtalslistaQuery query, Filformat format) => Download(new ExporteraAvtalQuery(query, format));

    /// <summary>Urvalet som handling, att läsa innan den hämtas.</summary>
    [HttpGet("forteckning")]
    public Task<IActionResult> Forteckning(AvtalslistaQuery query) => Show(new AvtalsforteckningsbladQuery(query), nameof(Forteckning));

    [HttpGet("forteckning/{format:regex(^(pdf|word)$)}")]
    public Task<IActionResult> Forteckning(AvtalslistaQuery query, Rapportformat format) => Download(new AvtalsforteckningQuery(query, format), () => Forteckning(query));

    // Efter en omladdning finns inga kryss kvar; listan är där man börjar.
    [HttpGet("avtalsansvarig")]
    [HttpGet("avtalsansvarig/granska")]
    [HttpGet("avtalsansvarig/byt")]
    public IActionResult Ansvarsbyte() => LocalRedirect(Url.Content("~/avtal") + Request.QueryString);

    /// <summary>De kryssade avtalen, eller hela urvalet, från listan.</summary>
    [HttpPost("avtalsansvarig")]
    public Task<IActionResult> Ansvarsbyte([FromQuery] AvtalslistaQuery lista, IReadOnlyList<Guid> valda, bool alla) =>
        Ansvarsbyte(new BytAvtalsansvarigCommand { Lista = lista, Valda = valda, Alla = alla });

    [HttpPost("avtalsansvarig/granska")]
    public Task<IActionResult> GranskaAnsvarsbyte([FromQuery] AvtalslistaQuery lista, BytAvtalsansvarigCommand command)
    {
        if (command.AnvandareId is null)
        {
            ModelState.AddModelError("Command.AnvandareId", "Välj vem som ska bli avtalsansvarig.");
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }
        return Ansvarsbyte(command with { Lista = lista });
    }

    [HttpPost("avtalsansvarig/byt")]
    public Task<IActionResult> BytAvtalsansvarig([FromQuery] AvtalslistaQuery lista, BytAvtalsansvarigCommand command)
    {
        command = command with { Lista = lista };
        return Perform(command, _ => LocalRedirect(Url.Content("~/avtal") + Request.QueryString), () => Ansvarsbyte(command));
    }

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

    private Task<IActionResult> Ansvarsbyte(BytAvtalsansvarigCommand command) => Show(
        new AnsvarsbyteQuery(command.Lista, command.Valda, command.Alla, command.AnvandareId),
        blad => new Form<BytAvtalsansvarigCommand, Ansvarsbyte>(command, blad), nameof(Ansvarsbyte),
        // Which nämnd it is about is known only when the agreements are chosen; until then the question itself asks for the role.
        lasbar: true);
}
