using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Integritet;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Personuppgifter: registret över behandlingar, gallring, och det som finns om en person. Den sökta personen står aldrig i adressen.</summary>
[Route("personuppgifter")]
public sealed class IntegritetController(IMediator mediator) : CaseController(mediator)
{
    private static readonly string[] Vagvarden = ["modul", "sort"];

    /// <summary>En del eller en sort som inte finns är en sida som inte finns.</summary>
    public override void OnActionExecuting(ActionExecutingContext context)
    {
        if (Vagvarden.Any(namn => ModelState.TryGetValue(namn, out var varde) && varde.Errors.Count > 0)) { context.Result = NotFound(); }
    }

    [HttpGet("")]
    public Task<IActionResult> Register() => Show(new BehandlingarQuery(), nameof(Register));

    [HttpGet("export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(Filformat format) => Download(new ExporteraBehandlingarQuery(format));

    [HttpGet("behandlingar/{modul}")]
    public Task<IActionResult> Behandling(Modul modul) => Show(new BehandlingQuery(modul), nameof(Behandling));

    [HttpGet("behandlingar/{modul}/andra")]
    public Task<IActionResult> Andra(Modul modul) => Andringsformular(modul, blad => blad.Andring);

    [HttpPost("behandlingar/{modul}/andra")]
    public Task<IActionResult> Andra(Modul modul, SparaBehandlingCommand command)
    {
        command = command with { Modul = modul };
        return Perform(command, _ => RedirectToAction(nameof(Behandling), new { modul }), () => Andringsformular(modul, _ => command));
    }

    [HttpGet("person")]
    public Task<IActionResult> Person() => Personsida(new PersonutdragQuery(), null);

    [HttpPost("person")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public async Task<IActionResult> Person(PersonutdragQuery command)
    {
        Personutdrag? utdrag = null;
        var svar = await Perform(command, funnet => { utdrag = funnet; return Ok(); }, () => Personsida(command, null));
        return utdrag is null ? svar : await Personsida(command, utdrag);
    }

    [HttpPost("person/export.zip")]
    [ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
    public Task<IActionResult> ExporteraPerson(ExporteraPersonutdragQuery command) =>
        Perform(command, fil => File(fil.Innehall, fil.Typ, fil.Namn), () => Personsida(new PersonutdragQuery { Sokt = command.Sokt, Skal = command.Skal }, null));

    [HttpGet("/namnder/{namndId:guid}/gallring")]
    public Task<IActionResult> Gallring(Guid namndId, int sida = 1) => Show(new GallringsbladQuery(namndId, sida), nameof(Gallring));

    [HttpGet("/namnder/{namndId:guid}/gallring/{sort}/beslut")]
    public Task<IActionResult> Beslut(Guid namndId, Gallringssort sort) => Beslutsformular(namndId, sort, formular => formular.Nytt);

    [HttpPost("/namnder/{namndId:guid}/gallring/{sort}/beslut")]
    public Task<IActionResult> Beslut(Guid namndId, Gallringssort sort, SparaGallringsregelCommand command)
    {
        command = command with { NamndId = namndId, Sort = sort };
        return Perform(command, _ => RedirectToAction(nameof(Gallring), new { namndId }), () => Beslutsformular(namndId, sort, _ => command));
    }

    [HttpGet("/namnder/{namndId:guid}/gallring/{sort}")]
    public Task<IActionResult> Urval(Guid namndId, Gallringssort sort, int sida = 1) => Urvalssida(namndId, sort, sida);

    [HttpPost("/namnder/{namndId:guid}/gallring/{sort}")]
    public Task<IActionResult> Urval(Guid namndId, Gallringssort sort, GallraCommand command)
    {
        command = command with { NamndId = namndId, Sort = sort };
        return Perform(command, gallringId => RedirectToAction(nameof(Protokoll), new { namndId, gallringId }), () => Urvalssida(namndId, sort, 1));
    }

    [HttpGet("/namnder/{namndId:guid}/gallring/protokoll/{gallringId:guid}")]
    public Task<IActionResult> Protokoll(Guid namndId, Guid gallringId) => Show(new GallringsprotokollQuery(namndId, gallringId), nameof(Protokoll));

    [HttpGet("/namnder/{namndId:guid}/gallring/protokoll/{gallringId:guid}/export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> ExporteraProtokoll(Guid namndId, Guid gallringId, Filformat format) => Download(new ExporteraGallringsprotokollQuery(namndId, gallringId, format));

    private Task<IActionResult> Andringsformular(Modul modul, Func<Behandlingsblad, SparaBehandlingCommand> command) =>
        Show(new BehandlingQuery(modul), blad => new Form<SparaBehandlingCommand, Behandlingsblad>(command(blad), blad), nameof(Andra));

    private Task<IActionResult> Personsida(PersonutdragQuery command, Personutdrag? utdrag) =>
        Show(new PersonsokningQuery(), blad => new Form<PersonutdragQuery, Personsokningsblad>(command, blad with { Utdrag = utdrag }), nameof(Person));

    private Task<IActionResult> Beslutsformular(Guid namndId, Gallringssort sort, Func<Gallringsregelformular, SparaGallringsregelCommand> command) =>
        Show(new GallringsregelQuery(namndId, sort), formular => new Form<SparaGallringsregelCommand, Gallringsregelformular>(command(formular), formular), nameof(Beslut));

    /// <summary>
    /// Läses också av revisorn, som de andra sidorna om gallring; vyn döljer formuläret för den som inte gallrar. Avtrycket är alltid det som sidan visar:
    /// har listan ändrats är det den nya som bekräftas.
    /// </summary>
    private Task<IActionResult> Urvalssida(Guid namndId, Gallringssort sort, int sida) =>
        Show(new GallringsurvalQuery(namndId, sort, sida), urval => new Form<GallraCommand, Gallringsurval>(new GallraCommand { NamndId = namndId, Sort = sort, Avtryck = urval.Avtryck }, urval), nameof(Urval), lasbar: true);
}
