using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Domain;

namespace Uppfoljning.Web.Common;

/// <summary>Gör utfall till svar, lika för alla sidor: åtgärder i styrklasserna blir några rader.</summary>
public abstract class CaseController(IMediator mediator) : Controller
{
    /// <summary>Nyckeln för meddelandet som visas på nästa sida.</summary>
    public const string Meddelande = "Meddelande";

    /// <summary>Visar svaret på en fråga.</summary>
    protected Task<IActionResult> Show<T>(IRequest<Result<T>> query, string? view = null) => Show(query, value => value, view);

    /// <summary>
    /// Visar svaret på en fråga, omgjort till vyns modell. Är modellen ett formulär visas den bara för den som får skicka det, vad frågan än tillåter.
    /// </summary>
    /// <param name="query">Frågan.</param>
    /// <param name="model">Gör svaret till vyns modell.</param>
    /// <param name="view">Vyn, när den inte heter som åtgärden.</param>
    /// <param name="lasbar">Sidan är till för att läsas också av den som inte får skicka formuläret; vyn döljer det då.</param>
    protected async Task<IActionResult> Show<T, TModel>(IRequest<Result<T>> query, Func<T, TModel> model, string? view = null, bool lasbar = false)
    {
        var result = await mediator.Send(query, HttpContext.RequestAborted);
        if (result.Outcome != Outcome.Ok) { return Nekat(result.Outcome); }
        var visas = model(result.Value!);
        if (!lasbar && visas is IForm { Kommando: ICommand kommando } && await ProvaAsync(kommando) is var far and not Outcome.Ok) { return Nekat(far); }
        return view is null ? View(visas) : View(view, visas);
    }

    /// <summary>Svarar med en fil.</summary>
    protected async Task<IActionResult> Download<T>(IRequest<Result<T>> query, Func<T, FileResult> file)
    {
        var result = await mediator.Send(query, HttpContext.RequestAborted);
        return result.Outcome == Outcome.Ok ? file(result.Value!) : Nekat(result.Outcome);
    }

    /// <summary>Lämnar ut en lista som fil; filen läses medan den skickas och är sedan borta.</summary>
    protected Task<IActionResult> Download(IRequest<Result<Exportfil>> query) => Download(query, fil => File(fil.Innehall, fil.Typ, fil.Namn));

    /// <summary>Skickar ett kommando. Ok: händelsens mening visas på nästa sida. Annars visas formuläret igen med det skrivna och felen.</summary>
    /// <param name="command">Kommandot så som formuläret skickade det.</param>
    /// <param name="done">Svaret när det gick, vanligen en omdirigering.</param>
    /// <param name="again">Visar formuläret igen.</param>
    protected async Task<IActionResult> Perform<T>(IRequest<Result<T>> command, Func<T, IActionResult> done, Func<Task<IActionResult>> again)
    {
        if (!ModelState.IsValid)
        {
            // Who may is asked before what was written is read back: a form is never shown to someone who may not send it.
            if (await ProvaAsync(command) is var far and not Outcome.Ok) { return Nekat(far); }
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await again();
        }

        var result = await mediator.Send(command, HttpContext.RequestAborted);
        switch (result.Outcome)
        {
            case Outcome.Ok:
                TempData[Meddelande] = result.Audit?.Mening;
                return done(result.Value!);
            case Outcome.Forbidden or Outcome.NotFound:
                return Nekat(result.Outcome);
            default:
                AddErrors(result.Hinder);
                Response.StatusCode = result.Outcome == Outcome.Conflict ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
                return await again();
        }
    }

    /// <summary>Lämnar ut en fil. Går det inte visas sidan igen med skälet.</summary>
    protected Task<IActionResult> Download(IRequest<Result<Rapportfil>> query, Func<Task<IActionResult>> again) =>
        Download(query, fil => File(fil.Innehall, fil.Typ, fil.Namn), again);

    /// <summary>Lämnar ut en fil. Går det inte visas sidan igen med skälet.</summary>
    protected async Task<IActionResult> Download<T>(IRequest<Result<T>> query, Func<T, FileResult> file, Func<Task<IActionResult>> again)
    {
        var result = await mediator.Send(query, HttpContext.RequestAborted);
        switch (result.Outcome)
        {
            case Outcome.Ok:
                return file(result.Value!);
            case Outcome.Refused:
                AddErrors(result.Hinder);
                Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return await again();
            default:
                return Nekat(result.Outcome);
        }
    }

    private Task<Outcome> ProvaAsync(object kommando) =>
        HttpContext.RequestServices.GetRequiredService<Behorighet>().ProvaAsync(kommando, HttpContext.RequestAborted);

    private IActionResult Nekat(Outcome outcome) => outcome == Outcome.Forbidden ? Forbid() : NotFound();

    /// <summary>Lägger hindren vid sina fält; de som inte har något fält visas bara i felrutan.</summary>
    private void AddErrors(IReadOnlyList<Hinder> hinder)
    {
        foreach (var h in hinder)
        {
            var text = h.Lagrum is null ? h.Text : $"{h.Text} ({h.Lagrum})";
            ModelState.AddModelError(h.Falt is null ? "" : $"{nameof(Form<,>.Command)}.{h.Falt}", text);
        }
    }
}

/// <summary>Ett formulär: kommandot som fylls i, och det som sidan visar runt omkring.</summary>
public sealed record Form<TCommand, TContext>(TCommand Command, TContext Context) : IForm
{
    object? IForm.Kommando => Command;
}

/// <summary>Ett formulär, när det inte behöver vara känt vilket.</summary>
public interface IForm
{
    object? Kommando { get; }
}
