using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Säkerhetskopiorna. De lämnas aldrig ut här: en kopia är alla nämnders uppgifter på en gång, utan de behörigheter som sidorna prövar.</summary>
[Route("administration/sakerhetskopior")]
public sealed class SakerhetskopiorController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Lista(KopialistaQuery query) => Show(query, nameof(Lista));

    [HttpPost("gor")]
    public Task<IActionResult> Gor() => Perform(new GorKopiaCommand(), _ => RedirectToAction(nameof(Lista)), () => Lista(new()));
}
