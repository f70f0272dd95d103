using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

[Route("administration/jobb")]
public sealed class JobbController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista() => Show(new JobblistaQuery(), nameof(Lista));

    [HttpGet("{kod}")]
    public Task<IActionResult> Blad(JobbbladQuery query) => Show(query, nameof(Blad));

    [HttpPost("{kod}/kor")]
    public Task<IActionResult> Kor(string kod) => Styr(kod, new KorJobbCommand(kod));

    [HttpPost("{kod}/pausa")]
    public Task<IActionResult> Pausa(string kod) => Styr(kod, new PausaJobbCommand(kod));

    [HttpPost("{kod}/ateruppta")]
    public Task<IActionResult> Ateruppta(string kod) => Styr(kod, new AterupptaJobbCommand(kod));

    private Task<IActionResult> Styr(string kod, IRequest<Application.Common.Result<Unit>> command) =>
        Perform(command, _ => RedirectToAction(nameof(Blad), new { kod }), () => Blad(new JobbbladQuery { Kod = kod }));
}
