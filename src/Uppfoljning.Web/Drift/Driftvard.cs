using Microsoft.AspNetCore.DataProtection;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Drift;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Web.Drift;

/// <summary>Det som den som driver programmet behöver: hälsa, nycklar, logg, mätning, start och stopp.</summary>
public static partial class Driftvard
{
    /// <summary>
    /// Mappen som programmet hittar sina sidor och inställningar i. Publicerat ligger de bredvid det, varifrån det än startas; i ett bygge är det
    /// mappen man står i.
    /// </summary>
    public static string? Programmapp => Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null;

    /// <exception cref="DriftException">Det finns ingen plats för nycklar.</exception>
    public static void AddDrift(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSystemd();
        services.AddWindowsService(options => options.ServiceName = "Uppfoljning");
        builder.AddLoggformat();
        builder.AddTelemetri();
        var plats = builder.Configuration["Nycklar:Mapp"] is { Length: > 0 } || builder.Configuration["Nycklar:Skydd"] is { Length: > 0 };
        if (!plats && !builder.Environment.IsDevelopment())
        {
            throw new DriftException("Inställningen Nycklar:Mapp saknas. Ange en mapp som bara programmets konto får läsa, eller en nyckel i Nycklar:Skydd (openssl rand -base64 32).");
        }
        services.AddDataProtection().SetApplicationName("Uppfoljning");
        services.AddSingleton<Stoppvakt>();
        services.AddHostedService(provider => provider.GetRequiredService<Stoppvakt>());
        // A job in progress may finish what it has begun before the server stops.
        services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMinutes(2));
    }

    public static void MapDrift(this WebApplication app) => app.MapHalsa();

    /// <summary>Den inbyggda databasen uppdateras vid start. SQL Server uppdateras av en databasadministratör; då vägrar starten med besked.</summary>
    /// <exception cref="DriftException">SQL Server-databasen saknar migreringar eller är fel inställd, eller en nyckel saknas.</exception>
    public static async Task ForberedDatabasenAsync(this WebApplication app)
    {
        var stopp = app.Lifetime.ApplicationStopping;
        app.Services.GetRequiredService<IDriftlas>().Dela();
        // The file store clears what a killed server left half written when it is created.
        app.Services.GetRequiredService<IFillager>();
        Tillfalligt.Valj(app);
        var database = app.Services.GetRequiredService<IDatabase>();
        // Before anything opens the file: opening it makes it.
        if (database.Namn == "SQLite") { await Databasspar.ProvaAsync(app.Services, stopp); }
        var migrator = app.Services.GetRequiredService<IMigrator>();
        var granskning = await database.GranskaAsync(stopp);
        if (granskning.Fel.Count > 0) { throw new DriftException(string.Join("\n", granskning.Fel)); }
        if (database.Namn == "SQLite")
        {
            await migrator.KorAsync(stopp);
        }
        else if (await migrator.SaknasAsync(stopp) is { Count: > 0 } saknas)
        {
            throw new DriftException($"Databasen saknar {saknas.Count} migreringar ({string.Join(", ", saknas)}). Kör verbet migrera, eller låt databasadministratören köra skriptet från migrera --skript.");
        }
        await app.Services.GetRequiredService<Loggstart>().ForberedAsync(stopp);
        await app.Services.GetRequiredService<INyckelstart>().ForberedAsync(stopp);

        var fakta = app.Services.GetRequiredService<Driftfakta>();
        (fakta.Databas, fakta.Varningar) = (granskning.Version, [.. fakta.Varningar, .. granskning.Varningar]);
        foreach (var varning in fakta.Varningar) { LoggaVarning(app.Logger, varning); }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Driftvarning}")]
    private static partial void LoggaVarning(ILogger logger, string driftvarning);
}
