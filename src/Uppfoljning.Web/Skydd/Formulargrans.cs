using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Uppfoljning.Web.Common;

namespace Uppfoljning.Web.Skydd;

/// <summary>Gränsen för ett formulär som inte har en egen: läses här, så att det som är för stort får sidan som säger det.</summary>
internal sealed class Formulargrans(long storst) : IAsyncAuthorizationFilter, IOrderedFilter
{
    public int Order => Begaransgrans.Order;

    public Task OnAuthorizationAsync(AuthorizationFilterContext context) =>
        HttpMethods.IsGet(context.HttpContext.Request.Method) || HttpMethods.IsHead(context.HttpContext.Request.Method)
        || context.Filters.Any(f => f is StorleksgransAttribute or DokumentgransAttribute or IgnoreAntiforgeryTokenAttribute)
            ? Task.CompletedTask
            : Begaransgrans.ProvaAsync(context, storst);
}

/// <summary>
/// Nekar namn som inget formulär har: mycket djupa, med stora nummer eller i tusental. Bindningen skulle annars göra listor efter dem, eller kasta.
/// </summary>
internal sealed class Namngrans : IAsyncAuthorizationFilter, IOrderedFilter
{
    private const int Langst = 256;
    private const int Djupast = 8;
    private const int HogstaNummer = 1000;

    /// <summary>Efter läsningen av formuläret och före prövningen av dess nyckel.</summary>
    public int Order => Begaransgrans.Order + 100;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var request = context.HttpContext.Request;
        if (context.Filters.Any(f => f is IgnoreAntiforgeryTokenAttribute)) { return; }
        var form = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && request.HasFormContentType ? await request.ReadFormAsync(context.HttpContext.RequestAborted) : null;
        if (Antal(request.Query) > Servergranser.FlestVarden || !request.Query.Keys.All(Duger) || form?.Keys.All(Duger) == false || form?.Files.All(f => Duger(f.Name)) == false)
        {
            context.Result = new StatusCodeResult(StatusCodes.Status400BadRequest);
        }
    }

    private static int Antal(IQueryCollection fraga) => fraga.Sum(f => f.Value.Count);

    internal static bool Duger(string namn)
    {
        if (namn.Length > Langst) { return false; }
        var djup = 0;
        for (var i = 0; i < namn.Length; i++)
        {
            if (namn[i] is '.' or '[' && ++djup > Djupast) { return false; }
            if (namn[i] != '[') { continue; }
            var slut = namn.IndexOf(']', i);
            if (slut < 0) { return false; }
            var inne = namn.AsSpan((i + 1)..slut);
            if (inne.Length > 0 && char.IsAsciiDigit(inne[0]) && !(int.TryParse(inne, NumberStyles.None, CultureInfo.InvariantCulture, out var nr) && nr < HogstaNummer)) { return false; }
        }
        return true;
    }
}
