using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Uppfoljning.Web.Inloggning;

/// <summary>
/// Serverns klocka kan ha gått fel och rättats. En inloggning som är stämplad längre fram än den någonsin kan vara tros inte; annars skulle den gälla
/// tills klockan hinner dit. Detsamma för lås står i <see cref="Uppfoljning.Application.Anvandare.Forsoksrakning"/>.
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
}
