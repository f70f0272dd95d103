using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Mal;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("mal")]
public sealed class MalController(IMediator mediator) : CaseController(mediator)
{
    private const long StorstaBegaran = 2 * 1024 * 1024;

    [HttpGet("")]
    public Task<IActionResult> Lista(MallistaQuery query) => Show(query, lista => new Form<MallistaQuery, Mallista>(query, lista));

    [HttpGet("export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(MallistaQuery query, Filformat format) => Download(new ExporteraNamndmalQuery(query, format));

    [HttpGet("indikatorer/export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> ExporteraIndikatorer(MallistaQuery query, Filformat format) => Download(new ExporteraIndikatorerQuery(query, format));

    [HttpGet("fullmaktige/export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> ExporteraFullmaktige(Filformat format) => Download(new ExporteraFullmaktigesMalQuery(format));

    [HttpGet("{malId:guid}")]
    public Task<IActionResult> Blad(Guid malId) => Show(new NamndmalsbladQuery(malId));

    [HttpGet("/namnder/{namndId:guid}/mal/nytt")]
    public Task<IActionResult> Registrera(Guid namndId) => Registreringsformular(new RegistreraNamndmalCommand { NamndId = namndId });

    [HttpPost("/namnder/{namndId:guid}/mal/nytt")]
    public Task<IActionResult> Registrera(Guid namndId, RegistreraNamndmalCommand command)
    {
        command = command with { NamndId = namndId };
        return Perform(command, id => RedirectToAction(nameof(Blad), new { malId = id }), () => Registreringsformular(command));
    }

    [HttpGet("{malId:guid}/andra")]
    public Task<IActionResult> Andra(Guid malId) => Formular(malId, blad => blad.Andring, nameof(Andra));

    [HttpPost("{malId:guid}/andra")]
    public Task<IActionResult> Andra(Guid malId, AndraNamndmalCommand command)
    {
        command = command with { MalId = malId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { malId }), () => Formular(malId, _ => command, nameof(Andra)));
    }

    [HttpGet("{malId:guid}/indikatorer/ny")]
    public Task<IActionResult> Indikator(Guid malId) => Formular(malId, _ => new RegistreraIndikatorCommand { MalId = malId }, nameof(Indikator));

    [HttpPost("{malId:guid}/indikatorer/ny")]
    public Task<IActionResult> Indikator(Guid malId, RegistreraIndikatorCommand command)
    {
        command = command with { MalId = malId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { malId }), () => Formular(malId, _ => command, nameof(Indikator)));
    }

    [HttpGet("{malId:guid}/indikatorer/{indikatorId:guid}")]
    public Task<IActionResult> Indikatorblad(Guid malId, Guid indikatorId, int? ar) => Show(new IndikatorbladQuery(malId, indikatorId, ar));

    [HttpGet("{malId:guid}/indikatorer/{indikatorId:guid}/uppdelning/{ar:int}")]
    public Task<IActionResult> Uppdelning(Guid malId, Guid indikatorId, int ar) => Uppdelningsformular(malId, indikatorId, ar, null);

    [HttpPost("{malId:guid}/indikatorer/{indikatorId:guid}/uppdelning/{ar:int}")]
    public Task<IActionResult> Uppdelning(Guid malId, Guid indikatorId, int ar, SparaUppdelningCommand command)
    {
        command = command with { MalId = malId, IndikatorId = indikatorId, Ar = ar };
        return Perform(command, _ => RedirectToAction(nameof(Indikatorblad), new { malId, indikatorId, ar }), () => Uppdelningsformular(malId, indikatorId, ar, command));
    }

    [HttpGet("{malId:guid}/indikatorer/{indikatorId:guid}/varde")]
    public Task<IActionResult> Varde(Guid malId, Guid indikatorId) =>
        Formular(malId, blad => new SkrivIndikatorvardeCommand { MalId = malId, IndikatorId = indikatorId, Version = blad.Version, Ar = blad.Idag }, nameof(Varde), indikatorId);

    [HttpPost("{malId:guid}/indikatorer/{indikatorId:guid}/varde")]
    public Task<IActionResult> Varde(Guid malId, Guid indikatorId, SkrivIndikatorvardeCommand command)
    {
        command = command with { MalId = malId, IndikatorId = indikatorId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { malId }), () => Formular(malId, _ => command, nameof(Varde), indikatorId));
    }

    [HttpGet("{malId:guid}/indikatorer/{indikatorId:guid}/andra")]
    public Task<IActionResult> AndraIndikator(Guid malId, Guid indikatorId) => Formular(malId, blad => blad.Indikatorandring(indikatorId), nameof(AndraIndikator), indikatorId);

    [HttpPost("{malId:guid}/indikatorer/{indikatorId:guid}/andra")]
    public Task<IActionResult> AndraIndikator(Guid malId, Guid indikatorId, AndraIndikatorCommand command)
    {
        command = command with { MalId = malId, IndikatorId = indikatorId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { malId }), () => Formular(malId, _ => command, nameof(AndraIndikator), indikatorId));
    }

    [HttpGet("{malId:guid}/indikatorer/{indikatorId:guid}/ta-bort")]
    public Task<IActionResult> TaBortIndikator(Guid malId, Guid indikatorId) =>
        Formular(malId, blad => new TaBortIndikatorCommand { MalId = malId, IndikatorId = indikatorId, Version = blad.Version }, nameof(TaBortIndikator), indikatorId);

    [HttpPost("{malId:guid}/indikatorer/{indikatorId:guid}/ta-bort")]
    public Task<IActionResult> TaBortIndikator(Guid malId, Guid indikatorId, TaBortIndikatorCommand command)
    {
        command = command with { MalId = malId, IndikatorId = indikatorId };
        return Perform(command, _ => RedirectToAction(nameof(Blad), new { malId }), () => Formular(malId, _ => command, nameof(TaBortIndikator), indikatorId));
    }

    [HttpGet("{malId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Guid malId) => Formular(malId, blad => new TaBortNamndmalCommand { MalId = malId, Version = blad.Version }, nameof(TaBort));

    [HttpPost("{malId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Guid malId, TaBortNamndmalCommand command)
    {
        command = command with { MalId = malId };
        return Perform(command, _ => RedirectToAction(nameof(Lista)), () => Formular(malId, _ => command, nameof(TaBort)));
    }

    [HttpGet("fullmaktige")]
    public Task<IActionResult> Fullmaktige() => Show(new FullmaktigesMalQuery());

    [HttpGet("fullmaktige/omrade")]
    public Task<IActionResult> Omrade(Guid? id) => Kommunformular(mal => Malkommandon.Omrade(mal, id), nameof(Omrade));

    [HttpPost("fullmaktige/omrade")]
    public Task<IActionResult> Omrade(SparaMalomradeCommand command) =>
        Perform(command, _ => RedirectToAction(nameof(Fullmaktige)), () => Kommunformular(_ => command, nameof(Omrade)));

    [HttpGet("fullmaktige/mal")]
    public Task<IActionResult> Fullmaktigemal(Guid? id) => Kommunformular(mal => Malkommandon.Fullmaktigemal(mal, id), nameof(Fullmaktigemal));

    [HttpPost("fullmaktige/mal")]
    public Task<IActionResult> Fullmaktigemal(SparaFullmaktigemalCommand command) =>
        Perform(command, _ => RedirectToAction(nameof(Fullmaktige)), () => Kommunformular(_ => command, nameof(Fullmaktigemal)));

    [HttpGet("fullmaktige/omrade/{id:guid}/ta-bort")]
    public Task<IActionResult> TaBortOmrade(Guid id) => Kommunformular(_ => new TaBortMalomradeCommand(id), nameof(TaBortOmrade));

    [HttpPost("fullmaktige/omrade/{id:guid}/ta-bort")]
    public Task<IActionResult> TaBortOmrade(Guid id, [FromForm(Name = "Command.Bekraftat")] bool bekraftat) => Perform(new TaBortMalomradeCommand(id) { Bekraftat = bekraftat },
        _ => RedirectToAction(nameof(Fullmaktige)), () => Kommunformular(_ => new TaBortMalomradeCommand(id), nameof(TaBortOmrade)));

    [HttpGet("fullmaktige/mal/{id:guid}/ta-bort")]
    public Task<IActionResult> TaBortFullmaktigemal(Guid id) => Kommunformular(_ => new TaBortFullmaktigemalCommand(id), nameof(TaBortFullmaktigemal));

    [HttpPost("fullmaktige/mal/{id:guid}/ta-bort")]
    public Task<IActionResult> TaBortFullmaktigemal(Guid id, [FromForm(Name = "Command.Bekraftat")] bool bekraftat) => Perform(new TaBortFullmaktigemalCommand(id) { Bekraftat = bekraftat },
        _ => RedirectToAction(nameof(Fullmaktige)), () => Kommunformular(_ => new TaBortFullmaktigemalCommand(id), nameof(TaBortFullmaktigemal)));

    [HttpGet("import")]
    public Task<IActionResult> Import() => Importformular(null);

    [HttpPost("import")]
    [Storleksgrans(StorstaBegaran)]
    public async Task<IActionResult> Import([FromForm(Name = "Command.Fil")] IFormFile? fil)
    {
        await using var innehall = fil?.OpenReadStream();
        return await Perform(new StyrningsprovningQuery(innehall), Provning, () => Importformular(null));
    }

    [HttpPost("import/for-in")]
    public Task<IActionResult> ForIn(InforStyrningCommand command) => Perform(command, _ => RedirectToAction(nameof(Lista)), () => Importformular(null));

    [HttpGet("/namnder/{namndId:guid}/mal/import")]
    public Task<IActionResult> Namndimport(Guid namndId) => Importformular(namndId);

    [HttpPost("/namnder/{namndId:guid}/mal/import")]
    [Storleksgrans(StorstaBegaran)]
    public async Task<IActionResult> Namndimport(Guid namndId, [FromForm(Name = "Command.Fil")] IFormFile? fil)
    {
        await using var innehall = fil?.OpenReadStream();
        return await Perform(new MalbilageprovningQuery(namndId, innehall), Provning, () => Importformular(namndId));
    }

    [HttpPost("/namnder/{namndId:guid}/mal/import/for-in")]
    public Task<IActionResult> NamndForIn(Guid namndId, InforMalbilagaCommand command) =>
        Perform(command with { NamndId = namndId }, _ => RedirectToAction(nameof(Lista), new { Namnd = namndId }), () => Importformular(namndId));

    private ViewResult Provning(Malprovning provning)
    {
        TempData.Remove(Meddelande);
        return View("Prova", provning);
    }

    /// <summary>Filen väljs: fullmäktiges för administratören, målbilagan för den som sköter nämndens mål.</summary>
    private Task<IActionResult> Importformular(Guid? namndId) => namndId is { } id
        ? Show(new NamndmalsformularQuery(id), f => new Malimportformular(f.NamndId, f.Namnd), "Import")
        : Show(new MalimportformularQuery(), _ => new Malimportformular(null, null), "Import");

    private Task<IActionResult> Registreringsformular(RegistreraNamndmalCommand command) => Show(new NamndmalsformularQuery(command.NamndId),
        formular => new Form<RegistreraNamndmalCommand, Namndmalsformular>(command, formular), nameof(Registrera));

    private Task<IActionResult> Kommunformular<TCommand>(Func<FullmaktigesMal, TCommand> command, string view) =>
        Show(new FullmaktigesMalQuery(), mal => new Form<TCommand, FullmaktigesMal>(command(mal), mal), view);

    private Task<IActionResult> Uppdelningsformular(Guid malId, Guid indikatorId, int ar, SparaUppdelningCommand? command) => Show(new UppdelningsformularQuery(malId, indikatorId, ar),
        nu => new Form<SparaUppdelningCommand, Uppdelningsformular>(command ?? nu.Nu, nu), nameof(Uppdelning));

    private Task<IActionResult> Formular<TCommand>(Guid malId, Func<Namndmalsblad, TCommand> command, string view, Guid? indikatorId = null) =>
        Show(new NamndmalsandringQuery(malId, indikatorId), blad => new Form<TCommand, Namndmalsblad>(command(blad), blad), view);
}
