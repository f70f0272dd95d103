using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Options;

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

    /// <summary>Ett formulär som tar slut mitt i. Ett fel från disken har sin egen kod.</summary>
    private const int Avbruten = unchecked((int)0x80131620);

    public static async Task ProvaAsync(AuthorizationFilterContext context, long storst)
    {
        var request = context.HttpContext.Request;
        if (request.ContentLength > storst)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
            return;
        }
        if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } grans) { grans.MaxRequestBodySize = storst; }
        // A form that the limits before this have read is read; the body cannot be read again.
        if (!request.HasFormContentType || context.HttpContext.Features.Get<IFormFeature>()?.Form is not null) { return; }

        context.HttpContext.Features.Set<IFormFeature>(new FormFeature(request, Formulargranser(context.HttpContext, storst)));
        try
        {
            await request.ReadFormAsync(context.HttpContext.RequestAborted);
        }
        catch (BadHttpRequestException fel)
        {
            context.Result = new StatusCodeResult(fel.StatusCode);
        }
        catch (InvalidDataException fel)
        {
            context.Result = new StatusCodeResult(ForStor(fel) ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest);
        }
        catch (NotSupportedException)
        {
            // A character encoding that is not read any more, UTF-7.
            context.Result = new StatusCodeResult(StatusCodes.Status415UnsupportedMediaType);
        }
        catch (IOException fel) when (fel.HResult == Avbruten)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
        }
        catch (IOException fel)
        {
            context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Begaransgrans)).LogError(fel, "Filerna i en begäran kunde inte tas emot på serverns disk.");
            context.Result = new StatusCodeResult(StatusCodes.Status507InsufficientStorage);
        }
    }

    /// <summary>Gränserna som gäller alla formulär, med den egna för hur stort det hela får vara.</summary>
    private static FormOptions Formulargranser(HttpContext context, long storst)
    {
        var alla = context.RequestServices.GetRequiredService<IOptions<FormOptions>>().Value;
        return new FormOptions
        {
            ValueCountLimit = alla.ValueCountLimit,
            KeyLengthLimit = alla.KeyLengthLimit,
            ValueLengthLimit = alla.ValueLengthLimit,
            BufferBodyLengthLimit = storst,
            MultipartBodyLengthLimit = storst,
            MultipartHeadersCountLimit = alla.MultipartHeadersCountLimit,
            MultipartHeadersLengthLimit = alla.MultipartHeadersLengthLimit,
        };
    }

    /// <summary>Ramverket säger bara med ord vilken gräns som nåddes.</summary>
    private static bool ForStor(InvalidDataException fel) => fel.Message.Contains("body length limit", StringComparison.OrdinalIgnoreCase);
}
