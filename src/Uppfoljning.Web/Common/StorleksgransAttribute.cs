using Microsoft.AspNetCore.Mvc.Filters;

namespace Uppfoljning.Web.Common;

/// <summary>Gränsen för en begäran med en registerfil, med eller utan angiven längd.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StorleksgransAttribute(long storst) : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    public int Order => Begaransgrans.Order;

    public long Storst { get; } = storst;

    public Task OnAuthorizationAsync(AuthorizationFilterContext context) => Begaransgrans.ProvaAsync(context, Storst);
}
