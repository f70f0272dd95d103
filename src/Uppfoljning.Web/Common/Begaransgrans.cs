using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Uppfoljning.Web.Common;

/// <summary>
/// Nekar en för stor begäran med sidan för 413: på sin angivna längd innan något läses, och annars när gränsen nås. Formuläret läses här, före
/// skyddet mot förfalskade formulär, som annars skulle läsa kroppen och säga att formuläret är för gammalt. Det som hann läsas tas bort från
/// serverns disk när svaret är lämnat.
/// </summary>
internal static class Begaransgrans
{
    /// <summary>Filtrets plats: före skyddet mot förfalskade formulär.</summary>
    public const int Order = 500;

    public static async Task ProvaAsync(AuthorizationFilterContext context, long storst)
    {
        var request = context.HttpContext.Request;
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
            context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Begaransgrans)).LogError(fel, "Filerna i en begäran kunde inte tas emot på serverns disk.");
            context.Result = new StatusCodeResult(StatusCodes.Status507InsufficientStorage);
        }
    }
}
