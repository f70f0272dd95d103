using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Application.Planer;
using Uppfoljning.Web.Common;
using Uppfoljning.Web.Inloggning;
using Uppfoljning.Web.Jobb;

namespace Uppfoljning.Web.Controllers;

/// <summary>Planer för alla nämnder på en gång: bekräftelsen, starten och förloppet.</summary>
[Route("planer/alla")]
public sealed class PlanjobbController(IMediator mediator, Jobbvackare vackare, Inloggad anvandare) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Ny(PlanerForAllaQuery query) => Formular(query, new StartaPlanerForAllaCommand { Ar = query.Ar });

    [HttpPost("")]
    public async Task<IActionResult> Starta(StartaPlanerForAllaCommand command)
    {
        var svar = await Perform(command, planjobbId => RedirectToAction(nameof(Blad), new { planjobbId }), () => Formular(new PlanerForAllaQuery { Ar = command.Ar }, command));
        // The run is saved before the scheduler is told, so that the job finds it. Should the server die in between, the job finds it when it starts.
        if (svar is RedirectToActionResult) { await vackare.VackAsync(Jobben.Kod(Jobbsort.Planer), anvandare.Namn); }
        return svar;
    }

    [HttpGet("{planjobbId:guid}")]
    public Task<IActionResult> Blad(Guid planjobbId) => Show(new PlanjobbsbladQuery(planjobbId), nameof(Blad));

    private Task<IActionResult> Formular(PlanerForAllaQuery query, StartaPlanerForAllaCommand command) =>
        Show(query, val => new Form<StartaPlanerForAllaCommand, PlanerForAlla>(command, val), nameof(Ny));
}
