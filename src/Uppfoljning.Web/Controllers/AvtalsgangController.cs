using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Avtalets gång: en sida per övergång, med bara de fält den behöver.</summary>
[Route("avtal/{avtalId:guid}")]
public sealed class AvtalsgangController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("tillstand")]
    public Task<IActionResult> Oversikt(Guid avtalId) => Show(new AvtalsgangQuery(avtalId));

    [HttpGet("teckna")]
    public Task<IActionResult> Teckna(Guid avtalId) => Beslut(avtalId, b => new TecknaAvtalCommand
    {
        AvtalId = avtalId,
        Version = b.Avtal.Version,
        UndertecknatKommun = b.Avtal.UndertecknatKommun,
        UndertecknatUtforare = b.Avtal.UndertecknatUtforare,
    });

    [HttpPost("teckna")]
    public Task<IActionResult> Teckna(Guid avtalId, TecknaAvtalCommand command) => Utfor(command = command with { AvtalId = avtalId }, avtalId, () => Beslut(avtalId, _ => command, nameof(Teckna)));

    [HttpGet("starta")]
    public Task<IActionResult> Starta(Guid avtalId) => Skotsel(avtalId, b => new StartaAvtalCommand
    {
        AvtalId = avtalId,
        Version = b.Avtal.Version,
        IvoKravs = b.Avtal.IvoKravs,
        IvoSkal = b.Avtal.IvoSkal,
        StartkravUppfyllda = b.Avtal.StartkravUppfyllda is not null,
    });

    [HttpPost("starta")]
    public Task<IActionResult> Starta(Guid avtalId, StartaAvtalCommand command) => Utfor(command = command with { AvtalId = avtalId }, avtalId, () => Skotsel(avtalId, _ => command, nameof(Starta)));

    [HttpGet("begar-rattelse")]
    public Task<IActionResult> BegarRattelse(Guid avtalId) => Skotsel(avtalId, b => new BegarRattelseCommand { AvtalId = avtalId, Version = b.Avtal.Version });

    [HttpPost("begar-rattelse")]
    public Task<IActionResult> BegarRattelse(Guid avtalId, BegarRattelseCommand command) =>
        Utfor(command = command with { AvtalId = avtalId }, avtalId, () => Skotsel(avtalId, _ => command, nameof(BegarRattelse)));

    [HttpGet("godkann-rattelse")]
    public Task<IActionResult> GodkannRattelse(Guid avtalId) => Aterkontroll(avtalId, b => new GodkannRattelseCommand { AvtalId = avtalId, Version = b.Avtal.Version });

    [HttpPost("godkann-rattelse")]
    public Task<IActionResult> GodkannRattelse(Guid avtalId, GodkannRattelseCommand command) =>
        Utfor(command = command with { AvtalId = avtalId }, avtalId, () => Aterkontroll(avtalId, _ => command, nameof(GodkannRattelse)));

    [HttpGet("sag-upp")]
    public Task<IActionResult> SagUpp(Guid avtalId) => Beslut(avtalId, b => new SagUppAvtalCommand { AvtalId = avtalId, Version = b.Avtal.Version });

    [HttpPost("sag-upp")]
    public Task<IActionResult> SagUpp(Guid avtalId, SagUppAvtalCommand command) => Utfor(command = command with { AvtalId = avtalId }, avtalId, () => Beslut(avtalId, _ => command, nameof(SagUpp)));

    /// <summary>Samma formulär med det skrivna kvar och dagen då avtalet upphör uträknad. Inget sparas.</summary>
    [HttpPost("sag-upp/rakna")]
    public Task<IActionResult> RaknaUppsagning(Guid avtalId, SagUppAvtalCommand command)
    {
        const string besked = $"Command.{nameof(SagUppAvtalCommand.AvslutBesked)}";
        if (command.AvslutBesked is null && ModelState.GetValidationState(besked) != ModelValidationState.Invalid)
        {
            ModelState.AddModelError(besked, "Ange dagen för uppsägningen, så räknas dagen då avtalet upphör.");
        }
        // htmx shows only an answer that went well; the part it shows says what is wrong.
        if (!ModelState.IsValid && !Request.Headers.ContainsKey("HX-Request")) { Response.StatusCode = StatusCodes.Status422UnprocessableEntity; }
        command = command with { AvtalId = avtalId };
        return Beslut(avtalId, _ => command, nameof(SagUpp));
    }

    [HttpGet("hav")]
    public Task<IActionResult> Hav(Guid avtalId) => Beslut(avtalId, b => new HavAvtalCommand { AvtalId = avtalId, Version = b.Avtal.Version });

    [HttpPost("hav")]
    public Task<IActionResult> Hav(Guid avtalId, HavAvtalCommand command) => Utfor(command = command with { AvtalId = avtalId }, avtalId, () => Beslut(avtalId, _ => command, nameof(Hav)));

    [HttpGet("arkivera")]
    public Task<IActionResult> Arkivera(Guid avtalId) => Skotsel(avtalId, b => new ArkiveraAvtalCommand { AvtalId = avtalId, Version = b.Avtal.Version });

    [HttpPost("arkivera")]
    public Task<IActionResult> Arkivera(Guid avtalId, ArkiveraAvtalCommand command) => Utfor(command = command with { AvtalId = avtalId }, avtalId, () => Skotsel(avtalId, _ => command, nameof(Arkivera)));

    [HttpGet("forlang")]
    public Task<IActionResult> Forlang(Guid avtalId) => Beslut(avtalId, b => new BeslutaForlangningCommand { AvtalId = avtalId, Version = b.Avtal.Version });

    [HttpPost("forlang")]
    public Task<IActionResult> Forlang(Guid avtalId, BeslutaForlangningCommand command) => Utfor(command = command with { AvtalId = avtalId }, avtalId, () => Beslut(avtalId, _ => command, nameof(Forlang)));

    [HttpGet("forlangningar")]
    public Task<IActionResult> Forlangningar(Guid avtalId) => Show(new AvtalsgangQuery(avtalId));

    [HttpGet("forlangningar/ny")]
    public Task<IActionResult> NyForlangning(Guid avtalId) => Skotsel(avtalId, b => new LaggTillForlangningCommand { AvtalId = avtalId, Version = b.Avtal.Version });

    [HttpPost("forlangningar/ny")]
    public Task<IActionResult> NyForlangning(Guid avtalId, LaggTillForlangningCommand command) =>
        Utfor(command = command with { AvtalId = avtalId }, avtalId, () => Skotsel(avtalId, _ => command, nameof(NyForlangning)), nameof(Forlangningar));

    [HttpGet("forlangningar/{nr:int}")]
    public Task<IActionResult> AndraForlangning(Guid avtalId, int nr) => Skotsel(avtalId,
        b => b.Forlangningar.FirstOrDefault(f => f.Nr == nr) is { } rad ? AndraForlangningCommand.Av(b, rad) : new AndraForlangningCommand { AvtalId = avtalId, Nr = nr, Version = b.Avtal.Version });

    [HttpPost("forlangningar/{nr:int}")]
    public Task<IActionResult> AndraForlangning(Guid avtalId, int nr, AndraForlangningCommand command) =>
        Utfor(command = command with { AvtalId = avtalId, Nr = nr }, avtalId, () => Skotsel(avtalId, _ => command, nameof(AndraForlangning)), nameof(Forlangningar));

    [HttpGet("forlangningar/{nr:int}/ta-bort")]
    public Task<IActionResult> TaBortForlangning(Guid avtalId, int nr) => Skotsel(avtalId, b => new TaBortForlangningCommand { AvtalId = avtalId, Nr = nr, Version = b.Avtal.Version });

    [HttpPost("forlangningar/{nr:int}/ta-bort")]
    public Task<IActionResult> TaBortForlangning(Guid avtalId, int nr, TaBortForlangningCommand command) =>
        Utfor(command = command with { AvtalId = avtalId, Nr = nr }, avtalId, () => Skotsel(avtalId, _ => command, nameof(TaBortForlangning)), nameof(Forlangningar));

    [HttpGet("andringar")]
    public Task<IActionResult> Andringar(Guid avtalId) => Show(new AvtalsgangQuery(avtalId));

    [HttpGet("andringar/ny")]
    public Task<IActionResult> NyAndring(Guid avtalId, Domain.Avtal.Andringsgrund? grund) =>
        Beslut(avtalId, b => new BeslutaAvtalsandringCommand { AvtalId = avtalId, Version = b.Avtal.Version, Grund = grund, AvtalsvardeOre = b.Avtal.VardeOre });

    [HttpPost("andringar/ny")]
    public Task<IActionResult> NyAndring(Guid avtalId, BeslutaAvtalsandringCommand command) =>
        Utfor(command = command with { AvtalId = avtalId }, avtalId, () => Beslut(avtalId, _ => command, nameof(NyAndring)), nameof(Andringar));

    [HttpGet("andringar/{andringId:guid}/annons")]
    public Task<IActionResult> Annons(Guid avtalId, Guid andringId) =>
        Skotsel(avtalId, b => new NoteraAndringsannonsCommand { AvtalId = avtalId, AndringId = andringId, Version = b.Avtal.Version });

    [HttpPost("andringar/{andringId:guid}/annons")]
    public Task<IActionResult> Annons(Guid avtalId, Guid andringId, NoteraAndringsannonsCommand command) =>
        Utfor(command = command with { AvtalId = avtalId, AndringId = andringId }, avtalId, () => Skotsel(avtalId, _ => command, nameof(Annons)), nameof(Andringar));

    private Task<IActionResult> Utfor<T>(IRequest<Result<T>> command, Guid avtalId, Func<Task<IActionResult>> igen, string? sedan = null) =>
        Perform(command, _ => sedan is null ? RedirectToAction(nameof(AvtalController.Blad), "Avtal", new { avtalId }) : RedirectToAction(sedan, new { avtalId }), igen);

    private Task<IActionResult> Beslut<TCommand>(Guid avtalId, Func<Avtalsgangblad, TCommand> command, string? vy = null) =>
        Show(new AvtalsbeslutsformularQuery(avtalId), b => new Form<TCommand, Avtalsgangblad>(command(b), b), vy);

    private Task<IActionResult> Skotsel<TCommand>(Guid avtalId, Func<Avtalsgangblad, TCommand> command, string? vy = null) =>
        Show(new AvtalsskotselformularQuery(avtalId), b => new Form<TCommand, Avtalsgangblad>(command(b), b), vy);

    private Task<IActionResult> Aterkontroll<TCommand>(Guid avtalId, Func<Avtalsgangblad, TCommand> command, string? vy = null) =>
        Show(new AterkontrollformularQuery(avtalId), b => new Form<TCommand, Avtalsgangblad>(command(b), b), vy);
}
