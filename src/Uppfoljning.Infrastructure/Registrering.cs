using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Logg;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Mal;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Infrastructure.Filer;
using Uppfoljning.Infrastructure.Inloggning;
using Uppfoljning.Infrastructure.Jobb;
using Uppfoljning.Infrastructure.Logg;
using Uppfoljning.Infrastructure.Rapporter;
using Uppfoljning.Infrastructure.Tabeller;
using Uppfoljning.Infrastructure.Virusskydd;

namespace Uppfoljning.Infrastructure;

/// <summary>Vilken databas som används: sektionen Databas i inställningarna.</summary>
public sealed record Databasinstallning
{
    /// <summary>Sqlite eller SqlServer.</summary>
    public string Typ { get; init; } = "Sqlite";

    public string Anslutning { get; init; } = "";
}

public static class Registrering
{
    /// <summary>Registrerar databasen och det som annars ligger utanför processen.</summary>
    /// <exception cref="DriftException">Inställningen Databas är ofullständig eller okänd.</exception>
    public static IServiceCollection AddUppfoljningInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        Typhanterare.Registrera();
        var databas = configuration.GetSection("Databas").Get<Databasinstallning>() ?? new Databasinstallning();
        if (databas.Anslutning.Length == 0)
        {
            throw new DriftException("Inställningen Databas:Anslutning saknas.");
        }
        services.AddSingleton(databas.Typ switch
        {
            "Sqlite" => (Func<IServiceProvider, IDatabase>)(_ => new SqliteDatabase(databas.Anslutning)),
            "SqlServer" => _ => new SqlServerDatabase(databas.Anslutning),
            _ => throw new DriftException($"Inställningen Databas:Typ är {databas.Typ} men ska vara Sqlite eller SqlServer."),
        });
        services.AddSingleton<IMigrator, Migrator>();
        services.AddSingleton(Upphandlingstider(configuration));
        services.AddSingleton(SmaGrupper(configuration));
        services.AddSingleton<ILosenord, Losenord>();
        services.AddSingleton<ITabellfil, Tabellfil>();
        AddRapporter(services, configuration);
        var mapp = configuration["Filer:Mapp"];
        if (string.IsNullOrEmpty(mapp)) { throw new DriftException("Inställningen Filer:Mapp saknas."); }
        services.AddSingleton<IFillager>(provider => new Fillager(mapp, provider.GetRequiredService<ILogger<Fillager>>(), provider.GetRequiredService<TimeProvider>()));
        AddDokument(services, configuration);
        AddLogg(services, configuration);
        Quartzvard.Registrera(services, Jobbinstallning.Las(configuration, databas), databas);
        return services;
    }

    /// <summary>Startar jobben med webbplatsen, om de inte är avstängda på den här servern.</summary>
    public static IServiceCollection AddUppfoljningJobb(this IServiceCollection services, IConfiguration configuration)
    {
        if (Jobbinstallning.Las(configuration, configuration.GetSection("Databas").Get<Databasinstallning>()!).Pa) { services.AddHostedService<Quartzvard>(); }
        return services;
    }

    /// <summary>Rapporterna, motorn som skriver dem och kommunens utseende.</summary>
    /// <exception cref="DriftException">Inställningen Utseende eller Kommun går inte att använda.</exception>
    private static void AddRapporter(IServiceCollection services, IConfiguration configuration)
    {
        var utseende = Utseende.Las(configuration);
        services.AddSingleton(utseende);
        services.AddSingleton(new Rapportstil(utseende.Stilmall()));
        services.AddSingleton<IRapportPdf, RapportPdf>();
        services.AddSingleton<Rapportskrivare>();
        services.AddSingleton<IRapportdokument<Planrapport>, Plandokument>();
        services.AddSingleton<IRapportdokument<Avtalsforteckning>, Forteckningsdokument>();
    }

    /// <summary>Loggens nycklar, ankare och export.</summary>
    /// <exception cref="DriftException">Inställningarna under Logg säger emot varandra.</exception>
    private static void AddLogg(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(Logginstallning.Las(configuration));
        services.AddSingleton<ILoggnycklar, Loggnyckelring>();
        services.AddSingleton<ILoggankare, Ankarlager>();
        services.AddSingleton<ILoggexport, Loggarkiv>();
    }

    /// <summary>Gränserna för dokument, och virusskyddet om det är påslaget.</summary>
    /// <exception cref="DriftException">Inställningarna Dokument eller Virusskydd går inte att använda.</exception>
    private static void AddDokument(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton((configuration.GetSection("Dokument").Get<Dokumentinstallning>() ?? new Dokumentinstallning()).Provad());
        var virusskydd = configuration.GetSection("Virusskydd").Get<Virusskyddsinstallning>() ?? new Virusskyddsinstallning();
        virusskydd.Plats();
        services.AddSingleton<IVirusskydd>(provider => new Clamd(virusskydd, provider.GetRequiredService<ILogger<Clamd>>()));
    }

    /// <summary>Gränsen för små grupper (GDPR-05).</summary>
    /// <exception cref="DriftException">Gränsen är utanför det tillåtna.</exception>
    private static Gruppgrans SmaGrupper(IConfiguration configuration)
    {
        var grans = new Gruppgrans(configuration.GetValue("Integritet:MinstAntalPersoner", Gruppgrans.Forval.MinstAntalPersoner));
        return grans.Giltig ? grans : throw new DriftException($"Inställningen Integritet:MinstAntalPersoner ska vara mellan {Gruppgrans.Lagst} och {Gruppgrans.Hogst}.");
    }

    /// <summary>Kommunens egna tider för en upphandling: sektionen Upphandlingstider, eller förvalen.</summary>
    /// <exception cref="InvalidOperationException">Ett antal dagar är negativt eller orimligt stort.</exception>
    private static Avtalsdatumtider Upphandlingstider(IConfiguration configuration)
    {
        var tider = configuration.GetSection("Upphandlingstider").Get<Avtalsdatumtider>() ?? Avtalsdatumtider.Forval;
        return tider.Giltiga ? tider
            : throw new InvalidOperationException($"Inställningen Upphandlingstider ska ha antal dagar mellan 0 och {Avtalsdatumtider.Hogst}.");
    }
}
