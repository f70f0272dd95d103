using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Web.ViewComponents;

/// <summary>Dokumenten på det som sidan visar, med samma åtkomst som sidan: <c>&lt;vc:dokument objekt="Avtal" objekt-id="Model.Id" /&gt;</c>.</summary>
public sealed class DokumentViewComponent(IMediator mediator) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(Dokumentobjekt objekt, Guid objektId)
    {
        IRequest<Result<Dokumentlista>> fraga = objekt.ArDelat() ? new DeladDokumentlistaQuery { Objekt = objekt, ObjektId = objektId }
            : objekt == Dokumentobjekt.Namnd ? new NamnddokumentlistaQuery { Objekt = objekt, ObjektId = objektId }
            : new ArendedokumentlistaQuery { Objekt = objekt, ObjektId = objektId };
        var svar = await mediator.Send(fraga, HttpContext.RequestAborted);
        return svar.IsOk ? View(svar.Value) : Content("");
    }
}
