using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kalender;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("administration")]
public sealed class AdministrationController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("namnder")]
    public Task<IActionResult> Namnder() => Show(new NamndlistaQuery());

    [HttpGet("namnder/ny")]
    public Task<IActionResult> SkapaNamnd() => Namndformular(new SkapaNamndCommand());

    [HttpPost("namnder/ny")]
    public Task<IActionResult> SkapaNamnd(SkapaNamndCommand command) =>
        Perform(command, _ => RedirectToAction(nameof(Namnder)), () => Namndformular(command));

    [HttpGet("anvandare")]
    public Task<IActionResult> Anvandare(AnvandarlistaQuery query) => Show(query, lista => new Form<AnvandarlistaQuery, Anvandarlista>(query, lista));

    [HttpGet("anvandare/ny")]
    public Task<IActionResult> SkapaAnvandare() => Anvandarformular(new SkapaAnvandareCommand());

    [HttpPost("anvandare/ny")]
    public Task<IActionResult> SkapaAnvandare(SkapaAnvandareCommand command) =>
        Perform(command, id => command.UtanLosenord ? RedirectToAction("Konto", "Anvandarkonto", new { anvandareId = id }) : RedirectToAction(nameof(Anvandarblad), new { anvandareId = id }), () => Anvandarformular(command));

    [HttpGet("anvandare/{anvandareId:guid}")]
    public Task<IActionResult> Anvandarblad(Guid anvandareId) => Blad(anvandareId, new GeRollCommand());

    [HttpPost("anvandare/{anvandareId:guid}/roller")]
    public Task<IActionResult> GeRoll(Guid anvandareId, GeRollCommand command)
    {
        command = command with { AnvandareId = anvandareId };
        return Perform(command, _ => RedirectToAction(nameof(Anvandarblad), new { anvandareId }), () => Blad(anvandareId, command));
    }

    /// <summary>Vad som händer när rollen tas bort, innan det görs.</summary>
    [HttpGet("anvandare/{anvandareId:guid}/roller/{namndId:guid}/{roll}/ta-bort")]
    public Task<IActionResult> Rollborttagning(Guid anvandareId, Guid namndId, Roll roll) =>
        Show(new RollborttagningQuery(anvandareId, namndId, roll), nameof(Rollborttagning));

    [HttpPost("anvandare/{anvandareId:guid}/roller/{namndId:guid}/{roll}/ta-bort")]
    public Task<IActionResult> TaBortRoll(Guid anvandareId, Guid namndId, Roll roll) =>
        Perform(new TaBortRollCommand { AnvandareId = anvandareId, NamndId = namndId, Roll = roll },
            _ => RedirectToAction(nameof(Anvandarblad), new { anvandareId }), () => Blad(anvandareId, new GeRollCommand()));

    [HttpGet("kalender")]
    public Task<IActionResult> Kalender(int? ar) => Kalenderformular(ar, new LaggTillKalenderdagCommand());

    [HttpPost("kalender")]
    public Task<IActionResult> Kalender(LaggTillKalenderdagCommand command) =>
        Perform(command, _ => RedirectToAction(nameof(Kalender), new { ar = command.Dag?.Year }), () => Kalenderformular(command.Dag?.Year, command));

    [HttpPost("kalender/{kalenderdagId:guid}/ta-bort")]
    public Task<IActionResult> TaBortKalenderdag(Guid kalenderdagId) =>
        Perform(new TaBortKalenderdagCommand(kalenderdagId), _ => RedirectToAction(nameof(Kalender)), () => Kalenderformular(null, new LaggTillKalenderdagCommand()));

    [HttpGet("upphandlingstider")]
    public Task<IActionResult> Upphandlingstider() => Tidsformular(null);

    [HttpPost("upphandlingstider")]
    public Task<IActionResult> Upphandlingstider(AndraUpphandlingstiderCommand command) =>
        Perform(command, _ => RedirectToAction(nameof(Upphandlingstider)), () => Tidsformular(command));

    private Task<IActionResult> Tidsformular(AndraUpphandlingstiderCommand? command) => Show(new UpphandlingstiderQuery(),
        blad => new Form<AndraUpphandlingstiderCommand, Upphandlingstiderblad>(command ?? blad.Andring, blad), nameof(Upphandlingstider));

    private Task<IActionResult> Kalenderformular(int? ar, LaggTillKalenderdagCommand command) =>
        Show(new KalenderbladQuery(ar), blad => new Form<LaggTillKalenderdagCommand, Kalenderblad>(command, blad), nameof(Kalender));

    private Task<IActionResult> Namndformular(SkapaNamndCommand command) =>
        Show(new NamndlistaQuery(), namnder => new Form<SkapaNamndCommand, IReadOnlyList<Namndrad>>(command, namnder), nameof(SkapaNamnd));

    private Task<IActionResult> Anvandarformular(SkapaAnvandareCommand command) =>
        Show(new AnvandarlistaQuery(), lista => new Form<SkapaAnvandareCommand, Anvandarlista>(command, lista), nameof(SkapaAnvandare));

    private Task<IActionResult> Blad(Guid anvandareId, GeRollCommand command) =>
        Show(new AnvandarbladQuery(anvandareId), blad => new Form<GeRollCommand, Anvandarblad>(command, blad), nameof(Anvandarblad));
}
