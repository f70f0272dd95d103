using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("utforare")]
public sealed class UtforareController(IMediator mediator, TimeProvider clock) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(UtforarlistaQuery query) => Show(query, lista => new Form<UtforarlistaQuery, Utforarlista>(query, lista));

    [HttpGet("export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(UtforarlistaQuery query, Filformat format) => Download(new ExporteraUtforareQuery(query, format));

    [HttpGet("kontroller")]
    public Task<IActionResult> Kontroller(KontrollistaQuery query) => Show(query, lista => new Form<KontrollistaQuery, Kontrollista>(query, lista));

    [HttpGet("kontroller/export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> ExporteraKontroller(KontrollistaQuery query, Filformat format) => Download(new ExporteraKontrollerQuery(query, format));

    [HttpGet("{utforareId:guid}")]
    public Task<IActionResult> Blad(Guid utforareId) => Show(new UtforarbladQuery(utforareId));

    [HttpGet("ny")]
    public Task<IActionResult> Registrera() => Registreringsformular(new RegistreraUtforareCommand());

    [HttpPost("ny")]
    public Task<IActionResult> Registrera(RegistreraUtforareCommand command) =>
        Perform(command, id => RedirectToAction(nameof(Blad), new { utforareId = id }), () => Registreringsformular(command));

    [HttpGet("{utforareId:guid}/andra")]
    public Task<IActionResult> Andra(Guid utforareId) => Andringsformular(utforareId, null);

    [HttpPost("{utforareId:guid}/andra")]
    public Task<IActionResult> Andra(Guid utforareId, AndraUtforareCommand command)
    {
        command = command with { UtforareId = utforareId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { utforareId }), () => Andringsformular(utforareId, command));
    }

    [HttpGet("{utforareId:guid}/kontakter/ny")]
    public Task<IActionResult> NyKontakt(Guid utforareId) => Kontaktformular(utforareId, new LaggTillKontaktCommand { UtforareId = utforareId });

    [HttpPost("{utforareId:guid}/kontakter/ny")]
    public Task<IActionResult> NyKontakt(Guid utforareId, LaggTillKontaktCommand command)
    {
        command = command with { UtforareId = utforareId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { utforareId }), () => Kontaktformular(utforareId, command));
    }

    [HttpGet("{utforareId:guid}/kontakter/{kontaktId:guid}/andra")]
    public Task<IActionResult> AndraKontakt(Guid utforareId, Guid kontaktId) => Kontaktandring(utforareId, kontaktId, null);

    [HttpPost("{utforareId:guid}/kontakter/{kontaktId:guid}/andra")]
    public Task<IActionResult> AndraKontakt(Guid utforareId, Guid kontaktId, AndraKontaktCommand command)
    {
        command = command with { UtforareId = utforareId, KontaktId = kontaktId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { utforareId }), () => Kontaktandring(utforareId, kontaktId, command));
    }

    [HttpGet("{utforareId:guid}/kontakter/{kontaktId:guid}/ta-bort")]
    public Task<IActionResult> TaBortKontakt(Guid utforareId, Guid kontaktId) => Kontaktborttagning(utforareId, kontaktId, null);

    [HttpPost("{utforareId:guid}/kontakter/{kontaktId:guid}/ta-bort")]
    public Task<IActionResult> TaBortKontakt(Guid utforareId, Guid kontaktId, TaBortKontaktCommand command)
    {
        command = command with { UtforareId = utforareId, KontaktId = kontaktId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { utforareId }), () => Kontaktborttagning(utforareId, kontaktId, command));
    }

    [HttpGet("{utforareId:guid}/kontroller/ny")]
    public Task<IActionResult> NyKontroll(Guid utforareId, Domain.Utforare.Kontrollsort? sort) =>
        Kontrollformular(utforareId, new RegistreraKontrollCommand { UtforareId = utforareId, Sort = sort, Gjord = clock.Idag(), Kalla = sort is { } s ? Domain.Utforare.Kontrollsorter.Kalla(s) : "" });

    [HttpPost("{utforareId:guid}/kontroller/ny")]
    public Task<IActionResult> NyKontroll(Guid utforareId, RegistreraKontrollCommand command)
    {
        command = command with { UtforareId = utforareId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { utforareId }), () => Kontrollformular(utforareId, command));
    }

    private Task<IActionResult> Registreringsformular(RegistreraUtforareCommand command) => Show(new UtforarformularQuery(),
        formular => new Form<RegistreraUtforareCommand, Utforarformular>(command, formular), nameof(Registrera));

    private Task<IActionResult> Andringsformular(Guid utforareId, AndraUtforareCommand? command) => Show(new UtforarandringQuery(utforareId),
        nu => new Form<AndraUtforareCommand, AndraUtforareCommand>(command ?? nu, nu), nameof(Andra));

    private Task<IActionResult> Kontaktformular(Guid utforareId, LaggTillKontaktCommand command) => Show(new KontaktformularQuery(utforareId, null),
        formular => new Form<LaggTillKontaktCommand, Kontaktformular>(command, formular), nameof(NyKontakt));

    private Task<IActionResult> Kontaktandring(Guid utforareId, Guid kontaktId, AndraKontaktCommand? command) => Show(new KontaktformularQuery(utforareId, kontaktId),
        formular => new Form<AndraKontaktCommand, Kontaktformular>(command ?? formular.Andring, formular), nameof(AndraKontakt));

    private Task<IActionResult> Kontaktborttagning(Guid utforareId, Guid kontaktId, TaBortKontaktCommand? command) => Show(new KontaktformularQuery(utforareId, kontaktId),
        formular => new Form<TaBortKontaktCommand, Kontaktformular>(
            command ?? new TaBortKontaktCommand { UtforareId = utforareId, KontaktId = kontaktId, Version = formular.Kontakt!.Version }, formular), nameof(TaBortKontakt));

    private Task<IActionResult> Kontrollformular(Guid utforareId, RegistreraKontrollCommand command) => Show(new KontrollformularQuery(utforareId),
        formular => new Form<RegistreraKontrollCommand, Kontrollformular>(command, formular), nameof(NyKontroll));
}
