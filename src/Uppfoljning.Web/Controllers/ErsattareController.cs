using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Ersättare: kommunens, för administratören, och de egna, för var och en.</summary>
[Route("ersattare")]
public sealed class ErsattareController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(ErsattarlistaQuery query) => Show(query, lista => new Form<ErsattarlistaQuery, Ersattarlista>(query, lista), nameof(Lista));

    [HttpGet("ny")]
    public Task<IActionResult> Ny(Guid? forAnvandareId, Guid? namndId) => Formular(new UtseErsattareCommand { ForAnvandareId = forAnvandareId, NamndId = namndId });

    [HttpPost("ny")]
    public Task<IActionResult> Ny(UtseErsattareCommand command) => Perform(command, _ => RedirectToAction(nameof(Lista)), () => Formular(command));

    [HttpGet("{ersattareId:guid}/aterkalla")]
    public Task<IActionResult> Aterkalla(Guid ersattareId) => Aterkallande(new AterkallaErsattareCommand { ErsattareId = ersattareId });

    [HttpPost("{ersattareId:guid}/aterkalla")]
    public Task<IActionResult> Aterkalla(Guid ersattareId, AterkallaErsattareCommand command)
    {
        command = command with { ErsattareId = ersattareId };
        return Perform(command, _ => RedirectToAction(nameof(Lista)), () => Aterkallande(command));
    }

    [HttpGet("mina")]
    public Task<IActionResult> Mina() => Show(new MinaErsattareQuery(), nameof(Mina));

    [HttpGet("mina/ny")]
    public Task<IActionResult> NyMin() => MittFormular(new UtseMinErsattareCommand());

    [HttpPost("mina/ny")]
    public Task<IActionResult> NyMin(UtseMinErsattareCommand command) => Perform(command, _ => RedirectToAction(nameof(Mina)), () => MittFormular(command));

    [HttpGet("mina/{minErsattareId:guid}/aterkalla")]
    public Task<IActionResult> AterkallaMin(Guid minErsattareId) => MittAterkallande(new AterkallaMinErsattareCommand { ErsattareId = minErsattareId });

    [HttpPost("mina/{minErsattareId:guid}/aterkalla")]
    public Task<IActionResult> AterkallaMin(Guid minErsattareId, AterkallaMinErsattareCommand command)
    {
        command = command with { ErsattareId = minErsattareId };
        return Perform(command, _ => RedirectToAction(nameof(Mina)), () => MittAterkallande(command));
    }

    private Task<IActionResult> Formular(UtseErsattareCommand command) =>
        Show(new ErsattarformularQuery(), f => new Form<UtseErsattareCommand, Ersattarformular>(command, f), nameof(Ny));

    private Task<IActionResult> MittFormular(UtseMinErsattareCommand command) =>
        Show(new MinErsattarformularQuery(), f => new Form<UtseMinErsattareCommand, Ersattarformular>(command, f), nameof(NyMin));

    private Task<IActionResult> Aterkallande(AterkallaErsattareCommand command) =>
        Show(new ErsattarbladQuery(command.ErsattareId), rad => new Form<AterkallaErsattareCommand, Ersattarrad>(command, rad), nameof(Aterkalla));

    private Task<IActionResult> MittAterkallande(AterkallaMinErsattareCommand command) =>
        Show(new MinErsattareQuery(command.ErsattareId), rad => new Form<AterkallaMinErsattareCommand, Ersattarrad>(command, rad), nameof(AterkallaMin));
}
