using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Uppfoljning.Web.Inloggning;

/// <summary>
/// Serverns klocka kan ha gått fel och rättats. Det som är stämplat längre fram än det någonsin kan vara tros inte: varken en inloggning, som annars
/// skulle gälla tills klockan hinner dit, eller ett lås, som annars ingen skulle komma förbi.
/// </summary>
internal static class Klockskydd
{
    /// <summary>Så mycket får klockan backa utan att någon loggas ut: en timme för sommartid i en felställd server, och lite till.</summary>
    private static readonly TimeSpan Bakat = TimeSpan.FromHours(2);

    /// <summary>Avvisar en kaka som är utfärdad i framtiden.</summary>
    public static async Task ProvaAsync(CookieValidatePrincipalContext context)
    {
        var nu = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        if (context.Properties.IssuedUtc is not { } utfardad || utfardad <= nu + Bakat) { return; }
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    /// <summary>Låset, eller inget när det är längre bort än något lås sätts.</summary>
    public static DateTimeOffset? Las(DateTimeOffset? till, DateTimeOffset nu, TimeSpan langst) => till <= nu + langst ? till : null;
}
