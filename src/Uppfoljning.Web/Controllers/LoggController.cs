using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Logg;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("logg")]
public sealed class LoggController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(LogglistaQuery query) => Show(query, lista => new Form<LogglistaQuery, Logglista>(query, lista), nameof(Lista));

    [HttpGet("{nr:long}")]
    public Task<IActionResult> Handelse(long nr) => Show(new LogghandelseQuery(nr), nameof(Handelse));

    [HttpGet("export.zip")]
    public Task<IActionResult> Exportera(LogglistaQuery query) => Download(new ExporteraLoggQuery(query));

    [HttpGet("skydd")]
    public Task<IActionResult> Skydd() => Show(new LoggskyddQuery(), nameof(Skydd));

    [HttpPost("skydd/kontrollera")]
    public Task<IActionResult> Kontrollera() => Perform(new KontrolleraLoggCommand(), _ => RedirectToAction(nameof(Skydd)), Skydd);
}
