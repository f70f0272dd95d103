using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Domain.Dokument;
using Uppfoljning.Web.Common;
using Uppfoljning.Web.Skydd;

namespace Uppfoljning.Web.Controllers;

/// <summary>Dokumenten på ett avtal, en enhet, ett sammanträde, en plan, en utförare, ett program eller en nämnd.</summary>
[Route("dokument/{objekt:regex(" + Dokumentvisa.Objektmonster + ")}/{objektId:guid}")]
public sealed class DokumentController(IMediator mediator) : CaseController(mediator)
{
    /// <summary>En PDF eller en bild hämtar inget, kör inget och visas bara i våra egna sidor.</summary>
    private const string Filpolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    [HttpGet("")]
    public Task<IActionResult> Lista(Dokumentobjekt objekt, Guid objektId, int sida = 1) => Show(objekt.ArDelat() ? new DeladDokumentlistaQuery { Objekt = objekt, ObjektId = objektId, Sida = sida }
        : objekt == Dokumentobjekt.Namnd ? new NamnddokumentlistaQuery { Objekt = objekt, ObjektId = objektId, Sida = sida }
        : (IRequest<Result<Dokumentlista>>)new ArendedokumentlistaQuery { Objekt = objekt, ObjektId = objektId, Sida = sida });

    [HttpGet("nytt")]
    public Task<IActionResult> LaggIn(Dokumentobjekt objekt, Guid objektId) => Formular(objekt, objektId, new Dokumentuppgifter());

    [HttpPost("nytt")]
    [Dokumentgrans]
    public async Task<IActionResult> LaggIn(Dokumentobjekt objekt, Guid objektId, Dokumentuppgifter command, [FromForm(Name = "Command.Filer")] List<IFormFile>? filer)
    {
        var inkomna = (filer ?? []).Select(f => new Inkommenfil(f.FileName, f.OpenReadStream())).ToList();
        try
        {
            IReadOnlyList<Mottagenfil>? mottagna = null;
            var svar = await Perform(Mottagning(objekt, objektId, command, inkomna), fil => { mottagna = fil; return new EmptyResult(); }, Igen);
            return mottagna is null ? svar : await Perform(Inlagg(objekt, objektId, command, mottagna), _ => Redirect(Objektsida(objekt, objektId)), Igen);
        }
        finally
        {
            foreach (var fil in inkomna) { await fil.Innehall.DisposeAsync(); }
        }

        Task<IActionResult> Igen() => Formular(objekt, objektId, command);
    }

    [HttpGet("{dokumentId:guid}")]
    public Task<IActionResult> Blad(Dokumentobjekt objekt, Guid objektId, Guid dokumentId) => Bladet(objekt, objektId, dokumentId, new TaBortArendedokumentCommand(), nameof(Blad));

    /// <summary>Innehållet så som sidan visar det; bara PDF och bilder, allt annat hämtas.</summary>
    [HttpGet("{dokumentId:guid}/fil")]
    public Task<IActionResult> Fil(Dokumentobjekt objekt, Guid objektId, Guid dokumentId) => Innehall(objekt, objektId, dokumentId, visas: true);

    [HttpGet("{dokumentId:guid}/hamta")]
    public Task<IActionResult> Hamta(Dokumentobjekt objekt, Guid objektId, Guid dokumentId) => Innehall(objekt, objektId, dokumentId, visas: false);

    [HttpGet("{dokumentId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Dokumentobjekt objekt, Guid objektId, Guid dokumentId) =>
        Borttagningsformular(objekt, objektId, dokumentId, new TaBortArendedokumentCommand());

    [HttpPost("{dokumentId:guid}/ta-bort")]
    public Task<IActionResult> TaBort(Dokumentobjekt objekt, Guid objektId, Guid dokumentId, TaBortArendedokumentCommand command) =>
        Perform(
            objekt.ArDelat() ? new TaBortDelatDokumentCommand { Objekt = objekt, ObjektId = objektId, DokumentId = dokumentId, Bekraftat = command.Bekraftat }
                : objekt == Dokumentobjekt.Namnd ? new TaBortNamnddokumentCommand { Objekt = objekt, ObjektId = objektId, DokumentId = dokumentId, Bekraftat = command.Bekraftat }
                : (IRequest<Result<Unit>>)(command with { Objekt = objekt, ObjektId = objektId, DokumentId = dokumentId }),
            _ => Redirect(Objektsida(objekt, objektId)),
            () => Borttagningsformular(objekt, objektId, dokumentId, command));

    /// <summary>Sidan med dokumentet, men bara för den som får lägga in och ta bort dokument på objektet.</summary>
    private async Task<IActionResult> Borttagningsformular(Dokumentobjekt objekt, Guid objektId, Guid dokumentId, TaBortArendedokumentCommand command)
    {
        var far = await Show(Formularfraga(objekt, objektId));
        return far is ViewResult ? await Bladet(objekt, objektId, dokumentId, command, nameof(TaBort)) : far;
    }

    private static IRequest<Result<IReadOnlyList<Mottagenfil>>> Mottagning(Dokumentobjekt objekt, Guid objektId, Dokumentuppgifter u, IReadOnlyList<Inkommenfil> filer) => objekt.ArDelat()
        ? new MottagningPaDelatQuery { Objekt = objekt, ObjektId = objektId, Sort = u.Sort, Beskrivning = u.Beskrivning, Filer = filer }
        : objekt == Dokumentobjekt.Namnd ? new MottagningPaNamndQuery { Objekt = objekt, ObjektId = objektId, Sort = u.Sort, Beskrivning = u.Beskrivning, Filer = filer }
        : new MottagningPaArendeQuery { Objekt = objekt, ObjektId = objektId, Sort = u.Sort, Beskrivning = u.Beskrivning, Filer = filer };

    private static IRequest<Result<IReadOnlyList<Guid>>> Inlagg(Dokumentobjekt objekt, Guid objektId, Dokumentuppgifter u, IReadOnlyList<Mottagenfil> filer) => objekt.ArDelat()
        ? new LaggInDelatDokumentCommand { Objekt = objekt, ObjektId = objektId, Sort = u.Sort, Beskrivning = u.Beskrivning, Filer = filer }
        : objekt == Dokumentobjekt.Namnd ? new LaggInNamnddokumentCommand { Objekt = objekt, ObjektId = objektId, Sort = u.Sort, Beskrivning = u.Beskrivning, Filer = filer }
        : new LaggInArendedokumentCommand { Objekt = objekt, ObjektId = objektId, Sort = u.Sort, Beskrivning = u.Beskrivning, Filer = filer };

    /// <summary>Frågan bakom formuläret; den som får ställa den får lägga in dokument på objektet.</summary>
    internal static IRequest<Result<Dokumentlista>> Formularfraga(Dokumentobjekt objekt, Guid objektId) => objekt.ArDelat()
        ? new NyttDelatDokumentQuery { Objekt = objekt, ObjektId = objektId }
        : objekt == Dokumentobjekt.Namnd ? new NyttNamnddokumentQuery { Objekt = objekt, ObjektId = objektId }
        : new NyttArendedokumentQuery { Objekt = objekt, ObjektId = objektId };

    private Task<IActionResult> Formular(Dokumentobjekt objekt, Guid objektId, Dokumentuppgifter uppgifter) => Show(
        Formularfraga(objekt, objektId),
        lista => new Form<Mottagning, Dokumentlista>(new MottagningPaArendeQuery { Sort = uppgifter.Sort, Beskrivning = uppgifter.Beskrivning }, lista), nameof(LaggIn));

    private Task<IActionResult> Bladet(Dokumentobjekt objekt, Guid objektId, Guid dokumentId, TaBortArendedokumentCommand command, string vy)
    {
        Response.Headers.ContentSecurityPolicy = Skyddsvard.Sidpolicy + "; frame-src 'self'";
        return Show(
            objekt.ArDelat() ? new DelatDokumentQuery { Objekt = objekt, ObjektId = objektId, DokumentId = dokumentId }
                : objekt == Dokumentobjekt.Namnd ? new NamnddokumentQuery { Objekt = objekt, ObjektId = objektId, DokumentId = dokumentId }
                : (IRequest<Result<Dokumentblad>>)new ArendedokumentQuery { Objekt = objekt, ObjektId = objektId, DokumentId = dokumentId },
            blad => new Form<TaBortArendedokumentCommand, Dokumentblad>(command, blad), vy, lasbar: true);
    }

    private Task<IActionResult> Innehall(Dokumentobjekt objekt, Guid objektId, Guid dokumentId, bool visas) => Download(
        objekt.ArDelat() ? new DeladFilQuery { Objekt = objekt, ObjektId = objektId, DokumentId = dokumentId }
            : objekt == Dokumentobjekt.Namnd ? new NamndfilQuery { Objekt = objekt, ObjektId = objektId, DokumentId = dokumentId }
            : (IRequest<Result<Dokumentinnehall>>)new ArendefilQuery { Objekt = objekt, ObjektId = objektId, DokumentId = dokumentId },
        innehall => Svar(innehall, visas && innehall.Dokument.Filtyp.Visas()),
        () => Bladet(objekt, objektId, dokumentId, new TaBortArendedokumentCommand(), nameof(Blad)));

    /// <summary>Filen med den typ som sparades när den togs emot, aldrig den som någon säger. Delar av den kan begäras.</summary>
    private FileStreamResult Svar(Dokumentinnehall innehall, bool visas)
    {
        var d = innehall.Dokument;
        var disposition = new ContentDispositionHeaderValue(visas ? "inline" : "attachment");
        disposition.SetHttpFileName(d.Filnamn);
        Response.Headers.ContentDisposition = disposition.ToString();
        // Chromium shows no PDF at all under sandbox; its viewer is a process of its own, and the type is fixed.
        Response.Headers.ContentSecurityPolicy = d.Filtyp == Filtyp.Pdf && visas ? Filpolicy : Filpolicy + "; sandbox";
        return new FileStreamResult(innehall.Innehall, d.Filtyp.Medietyp())
        {
            EnableRangeProcessing = true,
            EntityTag = new EntityTagHeaderValue($"\"{d.Checksumma}\""),
            LastModified = d.Inlagt,
        };
    }

    private string Objektsida(Dokumentobjekt objekt, Guid objektId) =>
        Url.Content(Dokumentvisa.Objektsida(new Dokumentplats { Objekt = objekt, ObjektId = objektId })) + "#dokument";
}
