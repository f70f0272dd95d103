using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Controllers;

/// <summary>Det som går att fylla i på sidan om en persons konto.</summary>
public sealed record Kontoformular
{
    public string Namn { get; init; } = "";

    public string Epost { get; init; } = "";

    public bool Bekraftat { get; init; }
}

/// <summary>En persons konto, för administratören.</summary>
[VackerPost]
[Route("administration/anvandare/{anvandareId:guid}/konto")]
public sealed class AnvandarkontoController(IMediator mediator) : CaseController(mediator)
{
    [HttpGet("")]
    public Task<IActionResult> Konto(Guid anvandareId) => Sida(anvandareId, null);

    [HttpPost("")]
    public Task<IActionResult> Konto(Guid anvandareId, AndraAnvandareCommand command) => Perform(command with { AnvandareId = anvandareId },
        _ => Tillbaka(anvandareId), () => Sida(anvandareId, new Kontoformular { Namn = command.Namn, Epost = command.Epost }));

    [HttpPost("stang")]
    public Task<IActionResult> Stang(Guid anvandareId) => Gor(anvandareId, new StangKontoCommand(anvandareId));

    [HttpPost("oppna")]
    public Task<IActionResult> Oppna(Guid anvandareId) => Gor(anvandareId, new OppnaKontoCommand(anvandareId));

    [HttpPost("las-upp")]
    public Task<IActionResult> LasUpp(Guid anvandareId) => Gor(anvandareId, new LasUppKontoCommand(anvandareId));

    [HttpPost("avsluta-inloggningar")]
    public Task<IActionResult> AvslutaInloggningar(Guid anvandareId) => Gor(anvandareId, new AvslutaPersonensSessionerCommand(anvandareId));

    [HttpPost("administrator")]
    public Task<IActionResult> GorTillAdministrator(Guid anvandareId) => Gor(anvandareId, new SattAdministratorCommand(anvandareId, true));

    [HttpPost("inte-administrator")]
    public Task<IActionResult> EntledigaAdministrator(Guid anvandareId) => Gor(anvandareId, new SattAdministratorCommand(anvandareId, false));

    [HttpPost("ta-bort-engangskoder")]
    public Task<IActionResult> TaBortEngangskoder(Guid anvandareId, TaBortTvafaktorCommand command) => Gor(anvandareId, command with { AnvandareId = anvandareId });

    [HttpPost("skicka-lank")]
    public Task<IActionResult> SkickaLank(Guid anvandareId) => Gor(anvandareId, new GorEngangslankCommand { AnvandareId = anvandareId, MedPost = true });

    /// <summary>Länken visas i svaret och aldrig mer.</summary>
    [HttpPost("visa-lank")]
    public Task<IActionResult> VisaLank(Guid anvandareId) => Perform(new GorEngangslankCommand { AnvandareId = anvandareId }, lank =>
    {
        Response.Headers.CacheControl = "no-store";
        return View("Lank", new Engangslanksida(anvandareId, lank));
    }, () => Sida(anvandareId, null));

    private Task<IActionResult> Gor<T>(Guid anvandareId, Application.Common.ICommand<T> command) => Perform(command, _ => Tillbaka(anvandareId), () => Sida(anvandareId, null));

    private RedirectToActionResult Tillbaka(Guid anvandareId) => RedirectToAction(nameof(Konto), new { anvandareId });

    private Task<IActionResult> Sida(Guid anvandareId, Kontoformular? formular) => Show(new KontobladQuery(anvandareId),
        blad => new Form<Kontoformular, Kontoblad>(formular ?? new Kontoformular { Namn = blad.Namn, Epost = blad.Epost ?? "" }, blad), nameof(Konto));
}

public sealed record Engangslanksida(Guid AnvandareId, string Lank);
