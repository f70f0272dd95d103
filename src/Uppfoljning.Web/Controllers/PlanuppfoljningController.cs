using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Planer;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Vad som blev av planen, och bevisen för att den är fullständig och behandlar utförarna lika.</summary>
[Route("planer/{planId:guid}")]
public sealed class PlanuppfoljningController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("rader/{radId:guid}/utfall")]
    public Task<IActionResult> Utfall(Guid planId, Guid radId, int? tillfalle) => Utfallsformular(planId, radId, tillfalle, null);

    [HttpPost("rader/{radId:guid}/utfall")]
    public Task<IActionResult> Utfall(Guid planId, Guid radId, RegistreraUtfallCommand command)
    {
        command = command with { PlanId = planId, RadId = radId };
        return Perform(command, _ => RedirectToAction(nameof(Utfall), new { planId, radId }), () => Utfallsformular(planId, radId, command.Tillfalle, command));
    }

    [HttpGet("uppfoljning")]
    public Task<IActionResult> Uppfoljning(PlanuppfoljningQuery query) => Statusformular(query, null);

    [HttpPost("uppfoljning/aterrapport")]
    public Task<IActionResult> Aterrapport(Guid planId, RegistreraAterrapportCommand command)
    {
        command = command with { PlanId = planId };
        return Perform(command, _ => RedirectToAction(nameof(Uppfoljning), new { planId }), () => Statusformular(new PlanuppfoljningQuery { PlanId = planId, Sort = command.Sort }, command));
    }

    [HttpGet("likabehandling")]
    public Task<IActionResult> Likabehandling(Guid planId, string? nyckel) => Likabehandlingsformular(planId, nyckel, null);

    [HttpPost("likabehandling")]
    public Task<IActionResult> Likabehandling(Guid planId, MotiveraOlikhetCommand command)
    {
        command = command with { PlanId = planId };
        return Perform(command, _ => RedirectToAction(nameof(Likabehandling), new { planId }), () => Likabehandlingsformular(planId, command.Nyckel, command));
    }

    [HttpGet("fullstandighet")]
    public Task<IActionResult> Fullstandighet(PlanfullstandighetQuery query) => Show(query, blad => new Form<PlanfullstandighetQuery, Planfullstandighet>(query, blad));

    [HttpGet("fullstandighet/export.{format:regex(^(xlsx|csv)$)}")]
    public Task<IActionResult> Exportera(PlanfullstandighetQuery query, Filformat format) => Download(new ExporteraFullstandighetQuery(query, format));

    private Task<IActionResult> Utfallsformular(Guid planId, Guid radId, int? tillfalle, RegistreraUtfallCommand? command) => Show(new UtfallsbladQuery(planId, radId, tillfalle),
        blad => new Form<RegistreraUtfallCommand, Utfallsblad>(command ?? RegistreraUtfallCommand.Av(planId, radId, blad.Valt?.Tillfalle.Nr ?? 1, blad.Valt?.Utfall), blad),
        nameof(Utfall), lasbar: true);

    private Task<IActionResult> Statusformular(PlanuppfoljningQuery query, RegistreraAterrapportCommand? command) => Show(query,
        blad => new Form<RegistreraAterrapportCommand, Planuppfoljning>(
            command ?? new RegistreraAterrapportCommand { PlanId = query.PlanId, Version = blad.Plan.Version, Sort = blad.Sort }, blad),
        nameof(Uppfoljning), lasbar: true);

    private Task<IActionResult> Likabehandlingsformular(Guid planId, string? nyckel, MotiveraOlikhetCommand? command) => Show(new PlanlikabehandlingQuery(planId),
        blad => new Form<MotiveraOlikhetCommand, Planlikabehandling>(command ?? Vald(blad, nyckel), blad),
        nameof(Likabehandling), lasbar: true);

    /// <summary>Den skillnad som ska motiveras: den valda, annars den första som saknar motiv.</summary>
    private static MotiveraOlikhetCommand Vald(Planlikabehandling blad, string? nyckel)
    {
        var vald = blad.Jamforelse.AttMotivera.FirstOrDefault(o => nyckel is null ? !blad.Motiv.ContainsKey(o.Nyckel) : o.Nyckel == nyckel);
        return new MotiveraOlikhetCommand
        {
            PlanId = blad.Plan.Id,
            Version = blad.Plan.Version,
            Nyckel = vald?.Nyckel ?? "",
            Motiv = vald is not null && blad.Motiv.TryGetValue(vald.Nyckel, out var motiv) ? motiv.Motiv : "",
        };
    }
}
