using MediatR;
using Microsoft.AspNetCore.Mvc;
using Uppfoljning.Application.Vyer;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.ViewComponents;

/// <summary>Användarens sparade vyer ovanför en lista, och vägen till att spara den som visas.</summary>
public sealed class SparadeVyerViewComponent(IMediator mediator) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(Vylista lista)
    {
        var vyer = await mediator.Send(new SparadeVyerQuery(lista), HttpContext.RequestAborted);
        return View(new SparadeVyer(lista, vyer.Value ?? [], Vyadress.Fraga(lista, Request.QueryString.Value)));
    }
}

/// <summary>Nu är frågan i adressen, i den form som vyer sparas i; tom när inget filter är valt.</summary>
public sealed record SparadeVyer(Vylista Lista, IReadOnlyList<SparadVy> Vyer, string Nu);
