using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Uppfoljning.Web.Common;

/// <summary>
/// Nekar en för stor begäran innan något av den läses, med sidan för 413. Går före skyddet mot förfalskade formulär, som annars skulle läsa
/// kroppen och säga att formuläret är för gammalt.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StorleksgransAttribute(long storst) : Attribute, IAuthorizationFilter, IOrderedFilter
{
    public int Order => 500;

    public long Storst { get; } = storst;

    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (context.HttpContext.Request.ContentLength > Storst)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
            return;
        }
        // A body without a stated length is stopped while it is read.
        if (context.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } grans) { grans.MaxRequestBodySize = Storst; }
    }
}
