using MediatR;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Web.Common;

/// <summary>
/// Gränsen för en begäran med dokument, efter inställningen. En för stor begäran nekas på sin angivna längd innan något läses, och annars när
/// gränsen nås. Den som inte får lägga in dokument nekas innan något av kroppen läses. Går före skyddet mot förfalskade formulär, som annars
/// skulle läsa kroppen och säga att formuläret är för gammalt.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DokumentgransAttribute : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    public int Order => 500;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        if (await NekadAsync(context) is { } nekad)
        {
            context.Result = nekad;
            return;
        }
        var storst = context.HttpContext.RequestServices.GetRequiredService<Dokumentinstallning>().StorstaBegaran;
        if (request.ContentLength > storst)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
            return;
        }
        if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } grans) { grans.MaxRequestBodySize = storst; }
        if (!request.HasFormContentType) { return; }

        context.HttpContext.Features.Set<IFormFeature>(new FormFeature(request, new FormOptions { MultipartBodyLengthLimit = storst }));
        try
        {
            await request.ReadFormAsync(context.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException fel)
        {
            context.Result = new StatusCodeResult(fel.StatusCode);
        }
        catch (InvalidDataException)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
        }
        catch (IOException fel)
        {
            context.HttpContext.RequestServices.GetRequiredService<ILogger<DokumentgransAttribute>>().LogError(fel, "Filerna i en begäran kunde inte tas emot på serverns disk.");
            context.Result = new StatusCodeResult(StatusCodes.Status507InsufficientStorage);
        }
    }

    /// <summary>Samma åtkomst som formuläret har; pipelinen prövar den en gång till när filerna tas emot.</summary>
    private static async Task<IActionResult?> NekadAsync(AuthorizationFilterContext context)
    {
        var varden = context.RouteData.Values;
        if (!Enum.TryParse<Dokumentobjekt>(varden["objekt"]?.ToString(), ignoreCase: true, out var objekt) || !Guid.TryParse(varden["objektId"]?.ToString(), out var id))
        {
            return new NotFoundResult();
        }
        IRequest<Result<Dokumentlista>> formular = objekt.ArDelat()
            ? new NyttDelatDokumentQuery { Objekt = objekt, ObjektId = id }
            : new NyttArendedokumentQuery { Objekt = objekt, ObjektId = id };
        var svar = await context.HttpContext.RequestServices.GetRequiredService<IMediator>().Send(formular, context.HttpContext.RequestAborted);
        return svar.Outcome switch
        {
            Outcome.Ok => null,
            Outcome.Forbidden => new ForbidResult(),
            _ => new NotFoundResult(),
        };
    }
}
