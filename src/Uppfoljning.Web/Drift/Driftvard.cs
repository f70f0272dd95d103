using Microsoft.AspNetCore.DataProtection;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Web.Drift;

/// <summary>Det som den som driver programmet behöver: hälsa, nycklar, start och stopp.</summary>
public static class Driftvard
{
    public static void AddDrift(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        if (builder.Configuration["Nycklar:Mapp"] is { Length: > 0 } mapp)
        {
            services.AddDataProtection().SetApplicationName("Uppfoljning").PersistKeysToFileSystem(Directory.CreateDirectory(mapp));
        }
        services.AddHealthChecks();
        // A job in progress may finish what it has begun before the server stops.
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(2));
    }

    public static void MapDrift(this WebApplication app) => app.MapHealthChecks("/halsa").AllowAnonymous();

    /// <summary>Den inbyggda databasen uppdateras vid start. SQL Server uppdateras av en databasadministratör; då vägrar starten med besked.</summary>
    /// <exception cref="DriftException">SQL Server-databasen saknar migreringar, eller loggens nyckel saknas.</exception>
    public static async Task ForberedDatabasenAsync(this WebApplication app)
    {
        app.Services.GetRequiredService<IDriftlas>().Dela();
        // The file store clears what a killed server left half written when it is created.
        app.Services.GetRequiredService<IFillager>();
        var migrator = app.Services.GetRequiredService<IMigrator>();
        if (app.Services.GetRequiredService<IDatabase>().Namn == "SQLite")
        {
            await migrator.KorAsync(app.Lifetime.ApplicationStopping);
            await app.Services.GetRequiredService<Loggstart>().ForberedAsync(app.Lifetime.ApplicationStopping);
            return;
        }
        var saknas = await migrator.SaknasAsync(app.Lifetime.ApplicationStopping);
        if (saknas.Count > 0)
        {
            throw new DriftException($"Databasen saknar {saknas.Count} migreringar ({string.Join(", ", saknas)}). Kör verbet migrera, eller låt databasadministratören köra skriptet från migrera --skript.");
        }
        await app.Services.GetRequiredService<Loggstart>().ForberedAsync(app.Lifetime.ApplicationStopping);
    }
}
