using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Import;
using Uppfoljning.Application.Common;
using Uppfoljning.Web.Common;
using Uppfoljning.Web.Inloggning;
using Uppfoljning.Web.Jobb;

namespace Uppfoljning.Web.Controllers;

/// <summary>Registerfiler: lämna, prova, föra in eller förkasta.</summary>
[Route("namnder/{namndId:guid}/import")]
public sealed class ImportController(IMediator mediator, Inloggad inloggad, Importvackare vackare) : CaseController(mediator)
{
    /// <summary>Filen och formuläret runt den.</summary>
    private const long StorstaBegaran = TaEmotImportCommand.StorstaFil + (64 * 1024);

    [HttpGet("/import")]
    public Task<IActionResult> Lista(ImportlistaQuery query) => Show(query, lista => new Form<ImportlistaQuery, Importlista>(query, lista));

    [HttpGet("/import/mall/{sort}")]
    public IActionResult Mall(Importsort sort) => ModelState.IsValid ? Csv(Importmall.For(sort)) : NotFound();

    [HttpGet("")]
    public Task<IActionResult> Lamna(Guid namndId) => Lamningsformular(namndId);

    [HttpPost("")]
    [Storleksgrans(StorstaBegaran)]
    public async Task<IActionResult> Lamna(Guid namndId, [FromForm(Name = "Command.Fil")] IFormFile? fil)
    {
        await using var innehall = fil?.OpenReadStream();
        var command = new TaEmotImportCommand { NamndId = namndId, Filnamn = fil?.FileName ?? "", Fil = innehall };
        return await Perform(command, importId => RedirectToAction(nameof(Prova), new { namndId, importId }), () => Lamningsformular(namndId));
    }

    /// <summary>Provningen, eller hur långt inläsningen har kommit. En fil vars rubriker ingen känner igen går först till sidan där de kopplas.</summary>
    [HttpGet("{importId:guid}")]
    public async Task<IActionResult> Prova(Guid namndId, Guid importId, Radurval? visa, int sida = 1)
    {
        var svar = await Show(new ImportprovningQuery { NamndId = namndId, ImportId = importId, Visa = visa, Sida = sida });
        return svar is ViewResult { Model: Importprovning { ValjKolumner: true } provning } && inloggad.Har(namndId, Importratt.For(provning.Sort))
            ? RedirectToAction(nameof(Kolumner), new { namndId, importId })
            : svar;
    }

    [HttpGet("{importId:guid}/kolumner")]
    public Task<IActionResult> Kolumner(Guid namndId, Guid importId, Importsort? sort, int? rubrikrad, string? blad) =>
        Kolumnformular(new KolumnvalQuery { NamndId = namndId, ImportId = importId, Sort = sort, Rubrikrad = rubrikrad, Blad = string.IsNullOrEmpty(blad) ? null : blad }, valt: null);

    [HttpPost("{importId:guid}/kolumner")]
    public Task<IActionResult> Kolumner(Guid namndId, Guid importId, ValjKolumnerCommand command)
    {
        command = command with { NamndId = namndId, ImportId = importId };
        return Perform(command, _ => RedirectToAction(nameof(Prova), new { namndId, importId }),
            () => Kolumnformular(new KolumnvalQuery { NamndId = namndId, ImportId = importId, Sort = command.Sort, Rubrikrad = command.Rubrikrad, Blad = command.Blad }, command));
    }

    [HttpGet("{importId:guid}/for-in")]
    public Task<IActionResult> ForIn(Guid namndId, Guid importId) => Bekraftelse(new KoaImportCommand { NamndId = namndId, ImportId = importId });

    [HttpPost("{importId:guid}/for-in")]
    public Task<IActionResult> ForIn(Guid namndId, Guid importId, KoaImportCommand command)
    {
        command = command with { NamndId = namndId, ImportId = importId };
        return Perform(command, _ =>
        {
            vackare.Vack();
            return RedirectToAction(nameof(Prova), new { namndId, importId });
        }, () => Bekraftelse(command));
    }

    [HttpPost("{importId:guid}/avbryt")]
    public Task<IActionResult> Avbryt(Guid namndId, Guid importId) =>
        Perform(new AvbrytImportCommand { NamndId = namndId, ImportId = importId },
            _ => RedirectToAction(nameof(Prova), new { namndId, importId }),
            () => Show(new ImportprovningQuery { NamndId = namndId, ImportId = importId }, nameof(Prova)));

    [HttpPost("{importId:guid}/forkasta")]
    public Task<IActionResult> Forkasta(Guid namndId, Guid importId) =>
        Perform(new ForkastaImportCommand { NamndId = namndId, ImportId = importId },
            _ =>
            {
                vackare.Vack();
                return RedirectToAction(nameof(Prova), new { namndId, importId });
            },
            () => Show(new ImportprovningQuery { NamndId = namndId, ImportId = importId }, nameof(Prova)));

    [HttpGet("{importId:guid}/fel.csv")]
    public Task<IActionResult> Felfil(Guid namndId, Guid importId, bool baraProblem) =>
        Download(new FelfilQuery { NamndId = namndId, ImportId = importId, BaraProblem = baraProblem }, Csv);

    /// <summary>Formuläret med det som är valt, eller med det som filen och kommunens minne säger.</summary>
    private Task<IActionResult> Kolumnformular(KolumnvalQuery query, ValjKolumnerCommand? valt) => Show(query, sida => new Form<ValjKolumnerCommand, Kolumnvalsida>(
        valt is { Kolumn.Count: > 0 } && valt.Kolumn.Count == sida.Rubriker.Count ? valt : new ValjKolumnerCommand
        {
            NamndId = query.NamndId,
            ImportId = query.ImportId,
            Sort = sida.Sort,
            Rubrikrad = sida.Rubrikrad,
            Blad = sida.Blad,
            Kolumn = [.. sida.Rubriker.Select(r => r.Kolumn)],
        }, sida), nameof(Kolumner));

    private FileContentResult Csv(Nedladdning fil) => File(fil.Innehall, "text/csv; charset=utf-8", fil.Filnamn);

    private Task<IActionResult> Lamningsformular(Guid namndId) => Show(new ImportformularQuery(namndId),
        formular => new Form<TaEmotImportCommand, Importformular>(new TaEmotImportCommand { NamndId = namndId }, formular), nameof(Lamna));

    /// <summary>Sidan där man bekräftar; när filen redan är införd eller förkastad säger den det i stället.</summary>
    private Task<IActionResult> Bekraftelse(KoaImportCommand command) =>
        Show(new ImportprovningQuery { NamndId = command.NamndId, ImportId = command.ImportId },
            provning => new Form<KoaImportCommand, Importprovning>(command with { Avtryck = provning.Provning?.Avtryck }, provning), nameof(ForIn));
}
