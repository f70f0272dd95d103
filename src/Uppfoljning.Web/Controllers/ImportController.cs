using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Import;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Registerfiler: lämna, prova, föra in eller förkasta.</summary>
[Route("namnder/{namndId:guid}/import")]
public sealed class ImportController(IMediator mediator) : CaseController(mediator)
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

    [HttpGet("{importId:guid}")]
    public Task<IActionResult> Prova(Guid namndId, Guid importId, Radurval? visa, int sida = 1) =>
        Show(new ImportprovningQuery { NamndId = namndId, ImportId = importId, Visa = visa, Sida = sida });

    [HttpGet("{importId:guid}/for-in")]
    public Task<IActionResult> ForIn(Guid namndId, Guid importId) => Bekraftelse(new InforImportCommand { NamndId = namndId, ImportId = importId });

    [HttpPost("{importId:guid}/for-in")]
    public Task<IActionResult> ForIn(Guid namndId, Guid importId, InforImportCommand command)
    {
        command = command with { NamndId = namndId, ImportId = importId };
        return Perform(command, _ => RedirectToAction(nameof(Prova), new { namndId, importId }), () => Bekraftelse(command));
    }

    [HttpPost("{importId:guid}/forkasta")]
    public Task<IActionResult> Forkasta(Guid namndId, Guid importId) =>
        Perform(new ForkastaImportCommand { NamndId = namndId, ImportId = importId },
            _ => RedirectToAction(nameof(Prova), new { namndId, importId }),
            () => Show(new ImportprovningQuery { NamndId = namndId, ImportId = importId }, nameof(Prova)));

    [HttpGet("{importId:guid}/fel.csv")]
    public Task<IActionResult> Felfil(Guid namndId, Guid importId, bool baraProblem) =>
        Download(new FelfilQuery { NamndId = namndId, ImportId = importId, BaraProblem = baraProblem }, Csv);

    private FileContentResult Csv(Nedladdning fil) => File(fil.Innehall, "text/csv; charset=utf-8", fil.Filnamn);

    private Task<IActionResult> Lamningsformular(Guid namndId) => Show(new ImportformularQuery(namndId),
        formular => new Form<TaEmotImportCommand, Importformular>(new TaEmotImportCommand { NamndId = namndId }, formular), nameof(Lamna));

    /// <summary>Sidan där man bekräftar; när filen redan är införd eller förkastad säger den det i stället.</summary>
    private Task<IActionResult> Bekraftelse(InforImportCommand command) =>
        Show(new ImportprovningQuery { NamndId = command.NamndId, ImportId = command.ImportId },
            provning => new Form<InforImportCommand, Importprovning>(command with { Avtryck = provning.Provning?.Avtryck }, provning), nameof(ForIn));
}
