using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Web.Common;
using Uppfoljning.Web.Inloggning;
using Uppfoljning.Web.Skydd;

namespace Uppfoljning.Web.Controllers;

/// <summary>Sidan där nyckeln läses in: lösenordet för att börja, och koden för att bekräfta.</summary>
public sealed record Engangskodsformular
{
    public string Losenord { get; init; } = "";

    public string Kod { get; init; } = "";
}

[VackerPost]
[Route("mitt-konto")]
public sealed class MittKontoController(IMediator mediator, Inloggad inloggad, Forsoksrakning forsok) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Konto() => Show(new MittKontoQuery(), nameof(Konto));

    [HttpPost("inloggningar/{sessionId:guid}/avsluta")]
    public Task<IActionResult> Avsluta(Guid sessionId) => Perform(new AvslutaSessionCommand(sessionId), _ => RedirectToAction(nameof(Konto)), Konto);

    [HttpPost("inloggningar/avsluta-andra")]
    public Task<IActionResult> AvslutaAndra() => Perform(new AvslutaAndraSessionerCommand(inloggad.SessionId ?? Guid.Empty), _ => RedirectToAction(nameof(Konto)), Konto);

    [HttpGet("losenord")]
    public Task<IActionResult> Losenord() => Losenordsformular(new BytLosenordCommand());

    [HttpPost("losenord")]
    public async Task<IActionResult> Losenord(BytLosenordCommand command)
    {
        command = command with { SessionId = inloggad.SessionId };
        await Prova(nameof(command.Nuvarande), command.Nuvarande);
        return await Perform(command, _ =>
        {
            Sakerhetshuvuden.Rensa(Response);
            return RedirectToAction(nameof(Konto));
        }, () => Losenordsformular(command));
    }

    [UtanTvafaktor]
    [HttpGet("engangskoder")]
    public Task<IActionResult> Engangskoder() => Show(new MittKontoQuery(), nameof(Engangskoder));

    [UtanTvafaktor]
    [HttpGet("engangskoder/ny")]
    public Task<IActionResult> Ny() => Nyformular(new Engangskodsformular());

    [UtanTvafaktor]
    [HttpPost("engangskoder/borja")]
    public async Task<IActionResult> Borja(BorjaTvafaktorCommand command)
    {
        await Prova(nameof(command.Losenord), command.Losenord);
        return await Perform(command, _ => RedirectToAction(nameof(Ny)), () => Nyformular(new Engangskodsformular()));
    }

    [UtanTvafaktor]
    [HttpPost("engangskoder/bekrafta")]
    public Task<IActionResult> Bekrafta(BekraftaTvafaktorCommand command) =>
        Perform(command with { SessionId = inloggad.SessionId }, Koder, () => Nyformular(new Engangskodsformular { Kod = command.Kod }));

    [HttpGet("engangskoder/reservkoder")]
    public Task<IActionResult> Reservkoder() => Reservkodsformular(new FornyaReservkoderCommand());

    [HttpPost("engangskoder/reservkoder")]
    public async Task<IActionResult> Reservkoder(FornyaReservkoderCommand command)
    {
        await Prova(nameof(command.Losenord), command.Losenord);
        return await Perform(command, Koder, () => Reservkodsformular(command));
    }

    [HttpGet("engangskoder/sluta")]
    public Task<IActionResult> Sluta() => Slutaformular(new SlutaMedTvafaktorCommand());

    [HttpPost("engangskoder/sluta")]
    public async Task<IActionResult> Sluta(SlutaMedTvafaktorCommand command)
    {
        command = command with { SessionId = inloggad.SessionId };
        await Prova(nameof(command.Losenord), command.Losenord);
        return await Perform(command, _ => RedirectToAction(nameof(Engangskoder)), () => Slutaformular(command));
    }

    /// <summary>Lösenordet prövas här, där ett fel försök räknas vad som än händer sedan; kommandot prövar det igen.</summary>
    private async Task Prova(string falt, string losenord)
    {
        if (await forsok.ProvaLosenordAsync(inloggad.Id!.Value, losenord, HttpContext.RequestAborted) is { } fel) { ModelState.AddModelError($"Command.{falt}", fel); }
    }

    /// <summary>Koderna visas i svaret och aldrig mer.</summary>
    private ViewResult Koder(IReadOnlyList<string> koder)
    {
        Response.Headers.CacheControl = "no-store";
        return View("Koder", koder);
    }

    private Task<IActionResult> Losenordsformular(BytLosenordCommand command) =>
        Show(new MittKontoQuery(), konto => new Form<BytLosenordCommand, MittKonto>(command, konto), nameof(Losenord));

    private Task<IActionResult> Nyformular(Engangskodsformular formular)
    {
        Response.Headers.CacheControl = "no-store";
        return Show(new MittKontoQuery(), konto => new Form<Engangskodsformular, MittKonto>(formular, konto), nameof(Ny));
    }

    private Task<IActionResult> Reservkodsformular(FornyaReservkoderCommand command) =>
        Show(new MittKontoQuery(), konto => new Form<FornyaReservkoderCommand, MittKonto>(command, konto), nameof(Reservkoder));

    private Task<IActionResult> Slutaformular(SlutaMedTvafaktorCommand command) =>
        Show(new MittKontoQuery(), konto => new Form<SlutaMedTvafaktorCommand, MittKonto>(command, konto), nameof(Sluta));
}
