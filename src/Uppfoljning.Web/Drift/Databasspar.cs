using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Web.Drift;

/// <summary>
/// En databas som är tom fast installationen inte är ny: disken är inte monterad, eller så är filen borta. En ny databas på den platsen skulle se ut
/// som om allt var raderat, och det nya skulle hamna vid sidan av det riktiga.
/// </summary>
internal static class Databasspar
{
    /// <exception cref="DriftException">Databasen är tom, men loggens ankare visar att den har haft innehåll.</exception>
    public static async Task ProvaAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var ankare = services.GetRequiredService<ILoggankare>();
        if (ankare.Fil is null || (await ankare.LasAsync(cancellationToken)).Ankare is not [.., var senaste]) { return; }
        if (!await services.GetRequiredService<IMigrator>().ArNyAsync(cancellationToken)) { return; }
        throw new DriftException(
            $"Databasen är tom, men loggens ankare i {ankare.Fil} visar att den har haft {senaste.Nr} händelser. Är dess disk monterad, och stämmer inställningen Databas:Anslutning? "
            + "Lägg tillbaka databasen, eller återställ den ur säkerhetskopian. Ska installationen verkligen börja om från början: flytta undan ankarfilen.");
    }
}
