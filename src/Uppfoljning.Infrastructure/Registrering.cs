using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Dokument;
using Uppfoljning.Application.Drift;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Mal;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Infrastructure.Drift;
using Uppfoljning.Infrastructure.Filer;
using Uppfoljning.Infrastructure.Inloggning;
using Uppfoljning.Infrastructure.Jobb;
using Uppfoljning.Infrastructure.Kopia;
using Uppfoljning.Infrastructure.Logg;
using Uppfoljning.Infrastructure.Post;
using Uppfoljning.Infrastructure.Rapporter;
using Uppfoljning.Infrastructure.Skydd;
using Uppfoljning.Infrastructure.Tabeller;
using Uppfoljning.Infrastructure.Virusskydd;

namespace Uppfoljning.Infrastructure;

/// <summary>Vilken databas som används: sektionen Databas i inställningarna.</summary>
public sealed record Databasinstallning
{
    /// <summary>Sqlite eller SqlServer.</summary>
    public string Typ { get; init; } = "Sqlite";

    public string Anslutning { get; init; } = "";

    /// <summary>Hur ofta en begäran körs om när databasen tillfälligt säger nej.</summary>
    public Omforsoksinstallning Omforsok { get; init; } = new();

    /// <exception cref="DriftException">Anslutningen går inte att läsa.</exception>
    internal static Databasinstallning Las(IConfiguration configuration)
    {
        var databas = configuration.GetSection("Databas").Get<Databasinstallning>() ?? new();
        if (databas.Anslutning.Length == 0) { return databas; }
        if (databas.Typ == "SqlServer") { SqlServerAnslutning.Las(databas.Anslutning); }
        else if (databas.Typ == "Sqlite") { SqliteDatabase.Provad(databas.Anslutning); }
        return databas;
    }
}

public static class Registrering
{
    /// <summary>Registrerar databasen och det som annars ligger utanför processen.</summary>
    /// <exception cref="DriftException">Inställningen Databas är ofullständig eller okänd.</exception>
    public static IServiceCollection AddUppfoljningInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        Typhanterare.Registrera();
        var prov = Installningsprov.Gor(configuration, Lasningar(configuration)).Godkand();
        services.AddSingleton(new Driftfakta { Varningar = prov.Varningar });
        var databas = configuration.GetSection("Databas").Get<Databasinstallning>() ?? new Databasinstallning();
        services.AddSingleton(databas.Omforsok);
        services.AddSingleton(databas.Typ switch
        {
            "Sqlite" => (Func<IServiceProvider, IDatabase>)(_ => new SqliteDatabase(databas.Anslutning)),
            _ => _ => new SqlServerDatabase(databas.Anslutning),
        });
        services.AddSingleton<IMigrator, Migrator>();
        services.AddSingleton(Upphandlingstider(configuration));
        services.AddSingleton(SmaGrupper(configuration));
        AddKonton(services, configuration);
        services.AddSingleton<ITabellfil, Tabellfil>();
        AddRapporter(services, configuration);
        var mapp = configuration["Filer:Mapp"]!;
        services.AddSingleton<IFillager>(provider => new Fillager(mapp, provider.GetRequiredService<ILogger<Fillager>>(), provider.GetRequiredService<TimeProvider>()));
        AddDokument(services, configuration);
        AddLogg(services, configuration);
        AddKopior(services, configuration, databas);
        Quartzvard.Registrera(services, Jobbinstallning.Las(configuration, databas), databas);
        AddDrift(services, configuration);
        return services;
    }

    /// <summary>Det som läser inställningarna och vet mer om dem än deras form. En ny sektion är en rad här, och en i Installningskatalog för varje nyckel.</summary>
    private static IReadOnlyList<Action> Lasningar(IConfiguration configuration) =>
    [
        () => Databasinstallning.Las(configuration),
        () => Upphandlingstider(configuration),
        () => Utseende.Las(configuration),
        () => (configuration.GetSection("Dokument").Get<Dokumentinstallning>() ?? new Dokumentinstallning()).Provad(),
        () => (configuration.GetSection("Virusskydd").Get<Virusskyddsinstallning>() ?? new Virusskyddsinstallning()).Plats(),
        () => Logginstallning.Las(configuration),
        () => Skyddsinstallning.Las(configuration),
        () => Postinstallning.Las(configuration, Kontoinstallningar.Las(configuration)),
        () => Kopieinstallning.Las(configuration, new()),
        () => { if (Databasinstallning.Las(configuration) is { Anslutning.Length: > 0 } databas) { Jobbinstallning.Las(configuration, databas); } },
    ];

    /// <summary>Sökvägar i inställningarna som inte är hela räknas från mappen, så att programmet hittar sitt varifrån det än startas.</summary>
    public static void ForankraSokvagar(IConfiguration configuration, string mapp) => Installningsprov.Forankra(configuration, mapp);

    /// <summary>Delarna som programmet mår med, och nycklarna i databasen när det finns en nyckel utanför den.</summary>
    private static void AddDrift(IServiceCollection services, IConfiguration configuration)
    {
        var skydd = Skyddsinstallning.Las(configuration);
        services.AddSingleton(skydd);
        services.AddSingleton<Skyddsnyckelring>();
        services.AddSingleton<ISkyddsnycklar>(provider => provider.GetRequiredService<Skyddsnyckelring>());
        services.AddSingleton<Nyckelskydd>();
        services.AddSingleton<Nyckellager>();
        services.AddSingleton<INyckelstart, Nyckelstart>();
        if (skydd.Pa)
        {
            services.AddOptions<KeyManagementOptions>().Configure<IServiceProvider>((options, provider) =>
            {
                options.XmlRepository = provider.GetRequiredService<Nyckellager>();
                options.XmlEncryptor = provider.GetRequiredService<Nyckelskydd>();
            });
        }
        services.AddSingleton<Driftminne>();
        services.AddSingleton<Driftprov>();
        services.AddSingleton<IDriftdel, Databasdel>();
        services.AddSingleton<IDriftdel, Migreringsdel>();
        services.AddSingleton<IDriftdel>(new Fillagerdel(configuration["Filer:Mapp"]!, configuration.GetValue("Drift:MinstLedigtMb", 500)));
        services.AddSingleton<IDriftdel, Loggnyckeldel>();
        services.AddSingleton<IDriftdel, Skyddsnyckeldel>();
        services.AddSingleton<IDriftdel, Schemadel>();
        services.AddSingleton<IDriftdel, Ankardel>();
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

    /// <summary>Konton, det som krypteras åt dem, och e-posten.</summary>
    /// <exception cref="DriftException">Inställningarna Konto, Webb eller Post går inte att använda.</exception>
    private static void AddKonton(IServiceCollection services, IConfiguration configuration)
    {
        var konto = Kontoinstallningar.Las(configuration);
        services.AddDataProtection();
        services.AddSingleton(konto);
        services.AddSingleton<ILosenord, Losenord>();
        services.AddSingleton<IUtklient, Utklient>();
        services.AddSingleton<IForvar, Forvar>();
        services.AddSingleton(Postinstallning.Las(configuration, konto));
        services.AddSingleton<IPost, Smtppost>();
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

    /// <summary>Säkerhetskopiorna, och låset som säger att programmet är i gång.</summary>
    /// <exception cref="DriftException">Inställningarna under Kopia går inte att använda.</exception>
    private static void AddKopior(IServiceCollection services, IConfiguration configuration, Databasinstallning databas)
    {
        services.AddSingleton(Kopieinstallning.Las(configuration, databas));
        services.AddSingleton<ISakerhetskopior>(provider => new Sakerhetskopior(provider, provider.GetRequiredService<Kopieinstallning>(), configuration,
            provider.GetRequiredService<ILoggnycklar>(), provider.GetRequiredService<ILoggankare>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDriftlas, Driftlas>();
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
    private static Gruppgrans SmaGrupper(IConfiguration configuration) => new(configuration.GetValue("Integritet:MinstAntalPersoner", Gruppgrans.Forval.MinstAntalPersoner));

    /// <summary>Kommunens egna tider för en upphandling: sektionen Upphandlingstider, eller förvalen.</summary>
    /// <exception cref="DriftException">Ett antal dagar är negativt eller orimligt stort.</exception>
    private static Avtalsdatumtider Upphandlingstider(IConfiguration configuration)
    {
        var tider = configuration.GetSection("Upphandlingstider").Get<Avtalsdatumtider>() ?? Avtalsdatumtider.Forval;
        return tider.Giltiga ? tider
            : throw new DriftException($"Inställningen Upphandlingstider ska ha antal dagar mellan 0 och {Avtalsdatumtider.Hogst}.");
    }
}
