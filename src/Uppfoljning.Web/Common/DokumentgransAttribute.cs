using Microsoft.AspNetCore.Mvc.Filters;
using Uppfoljning.Application.Dokument;

namespace Uppfoljning.Web.Common;

/// <summary>Gränsen för en begäran med dokument, efter inställningen.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DokumentgransAttribute : Attribute, IAsyncAuthorizationFilter, IOrderedFilter
{
    public int Order => Begaransgrans.Order;

    public Task OnAuthorizationAsync(AuthorizationFilterContext context) =>
        Begaransgrans.ProvaAsync(context, context.HttpContext.RequestServices.GetRequiredService<Dokumentinstallning>().StorstaBegaran);
}
