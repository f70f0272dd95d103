using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Domain.Dokument;
using Uppfoljning.Web.Controllers;

namespace Uppfoljning.Web.Common;

/// <summary>Gränsen för en begäran med dokument, efter inställningen. Den som inte får lägga in dokument nekas innan något av kroppen läses.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DokumentgransAttribute : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    public int Order => Begaransgrans.Order;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        if (await NekadAsync(context) is { } nekad)
        {
            context.Result = nekad;
            return;
        }
        await Begaransgrans.ProvaAsync(context, context.HttpContext.RequestServices.GetRequiredService<Dokumentinstallning>().StorstaBegaran);
    }

    /// <summary>Samma åtkomst som formuläret har; pipelinen prövar den en gång till när filerna tas emot.</summary>
    private static async Task<IActionResult?> NekadAsync(AuthorizationFilterContext context)
    {
        var varden = context.RouteData.Values;
        if (!Enum.TryParse<Dokumentobjekt>(varden["objekt"]?.ToString(), ignoreCase: true, out var objekt) || !Guid.TryParse(varden["objektId"]?.ToString(), out var id))
        {
            return new NotFoundResult();
        }
        var formular = DokumentController.Formularfraga(objekt, id);
        var svar = await context.HttpContext.RequestServices.GetRequiredService<IMediator>().Send(formular, context.HttpContext.RequestAborted);
        return svar.Outcome switch
        {
            Outcome.Ok => null,
            Outcome.Forbidden => new ForbidResult(),
            _ => new NotFoundResult(),
        };
    }
}
