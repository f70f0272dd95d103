using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Extern;
using Uppfoljning.Web.Common;
using Uppfoljning.Web.Inloggning;

namespace Uppfoljning.Web.Controllers;

/// <summary>Identiteterna hos kommunens inloggning och vilka roller som grupperna där ger.</summary>
[Route("administration")]
public sealed class ExternadministrationController(IMediator mediator, Externinstallning installning) : CaseController(mediator)
{
    [HttpGet("identiteter")]
    public Task<IActionResult> Identiteter(bool kopplade, int sida = 1) => Identitetssida(new KopplaIdentitetCommand(), kopplade, sida);

    [HttpPost("identiteter/{identitetId:guid}/koppla")]
    public Task<IActionResult> Koppla(Guid identitetId, KopplaIdentitetCommand command)
    {
        command = command with { IdentitetId = identitetId };
        return Perform(command, _ => RedirectToAction(nameof(Identiteter)), () => Identitetssida(command, false, 1));
    }

    [HttpPost("identiteter/{identitetId:guid}/konto")]
    public Task<IActionResult> SkapaKonto(Guid identitetId) => Perform(new SkapaKontoAvIdentitetCommand(identitetId),
        id => LocalRedirect($"/administration/anvandare/{id}"), () => Identitetssida(new KopplaIdentitetCommand(), false, 1));

    [HttpGet("identiteter/{identitetId:guid}/koppla-fran")]
    public Task<IActionResult> KopplaFran(Guid identitetId) => KopplaFranFormular(identitetId, new KopplaFranIdentitetCommand());

    [HttpPost("identiteter/{identitetId:guid}/koppla-fran")]
    public Task<IActionResult> KopplaFran(Guid identitetId, KopplaFranIdentitetCommand command)
    {
        command = command with { IdentitetId = identitetId };
        return Perform(command, _ => RedirectToAction(nameof(Identiteter), new { kopplade = true }), () => KopplaFranFormular(identitetId, command));
    }

    [HttpGet("grupper")]
    public Task<IActionResult> Grupper() => Gruppsida(new LaggTillGruppmappningCommand());

    [HttpPost("grupper")]
    public Task<IActionResult> Grupper(LaggTillGruppmappningCommand command)
    {
        command = command with { AdministratorTillaten = installning.AdministratorFranGrupp };
        return Perform(command, _ => RedirectToAction(nameof(Grupper)), () => Gruppsida(command));
    }

    [HttpGet("grupper/{gruppmappningId:guid}/ta-bort")]
    public Task<IActionResult> TaBortGrupp(Guid gruppmappningId) => TaBortFormular(gruppmappningId, new TaBortGruppmappningCommand());

    [HttpPost("grupper/{gruppmappningId:guid}/ta-bort")]
    public Task<IActionResult> TaBortGrupp(Guid gruppmappningId, TaBortGruppmappningCommand command)
    {
        command = command with { GruppmappningId = gruppmappningId };
        return Perform(command, _ => RedirectToAction(nameof(Grupper)), () => TaBortFormular(gruppmappningId, command));
    }

    private Task<IActionResult> Identitetssida(KopplaIdentitetCommand command, bool kopplade, int sida) => Show(new IdentitetslistaQuery(kopplade, sida),
        lista => new Form<KopplaIdentitetCommand, Identitetslista>(command, lista), nameof(Identiteter));

    private Task<IActionResult> KopplaFranFormular(Guid identitetId, KopplaFranIdentitetCommand command) => Show(new IdentitetQuery(identitetId),
        identitet => new Form<KopplaFranIdentitetCommand, Identitet>(command, identitet), nameof(KopplaFran));

    private Task<IActionResult> Gruppsida(LaggTillGruppmappningCommand command) => Show(new GruppmappningslistaQuery(),
        lista => new Form<LaggTillGruppmappningCommand, Gruppmappningslista>(command, lista), nameof(Grupper));

    private Task<IActionResult> TaBortFormular(Guid gruppmappningId, TaBortGruppmappningCommand command) => Show(new GruppmappningQuery(gruppmappningId),
        mappning => new Form<TaBortGruppmappningCommand, Gruppmappning>(command, mappning), nameof(TaBortGrupp));
}
