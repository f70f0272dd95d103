using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Program;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("program")]
public sealed class ProgramController(IMediator mediator) : CaseController(mediator)
{
    private const int TommaRader = 4;

    [HttpGet("")]
    public Task<IActionResult> Lista() => Show(new ProgramlistaQuery());

    [HttpGet("{programId:guid}")]
    public Task<IActionResult> Blad(Guid programId) => Show(new ProgrambladQuery(programId));

    [HttpGet("nytt")]
    public Task<IActionResult> Registrera(Guid? fran) => Formular(fran, null);

    [HttpPost("nytt")]
    public Task<IActionResult> Registrera(RegistreraProgramCommand command, bool fler) => fler
        ? Formular(null, command)
        : Perform(command, id => RedirectToAction(nameof(Blad), new { programId = id }), () => Formular(null, command));

    /// <summary>Formuläret har alltid några tomma rader sist; utan skript blir de fler när det skickas.</summary>
    private Task<IActionResult> Formular(Guid? fran, RegistreraProgramCommand? command) => Show(new ProgramformularQuery(fran), formular =>
    {
        var nu = command ?? formular.Forslag;
        return new Form<RegistreraProgramCommand, Programformular>(
            nu with { Punkter = [.. nu.Punkter, .. Enumerable.Range(0, TommaRader).Select(_ => new Programpunkt())] }, formular);
    }, nameof(Registrera));
}
