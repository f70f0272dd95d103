using Uppfoljning.Application.Common;
using Uppfoljning.Application.Demo;

namespace Uppfoljning.Web.Kommandorad;

/// <summary>Kommandoraden: samma kommandon genom samma pipeline som sidorna, av systemet självt.</summary>
public static class Verb
{
    public const int Klart = 0;
    public const int Misslyckat = 1;
    public const int FelAnvandning = 2;

    private const string Hjalp = """
        Uppföljning

        Användning: uppfoljning [VERB] [ARGUMENT]

        Utan verb startar webbplatsen.

          migrera                      Skapar databasen eller uppdaterar den till programmets version.
          migrera --skript FIL         Skriver det som saknas som ett SQL-skript åt en databasadministratör.
          demo                         Lägger in demokommunen Exempelkommun i en tom databas.
          --help                       Visar den här texten.

        Inställningar läses ur appsettings.json och ur miljövariabler, till exempel Databas__Anslutning.
        """;

    /// <summary>Om argumenten är ett verb och inte inställningar till webbplatsen.</summary>
    public static bool Finns(string[] args) => args.Length > 0 && (!args[0].StartsWith('-') || args[0] is "--help" or "-h");

    public static async Task<int> KorAsync(string[] args, Action<IServiceCollection, IConfiguration> infrastruktur)
    {
        if (args[0] is "--help" or "-h" or "hjalp" || args.Contains("--help"))
        {
            Console.WriteLine(Hjalp);
            return Klart;
        }

        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        infrastruktur(builder.Services, builder.Configuration);
        builder.Services.AddUppfoljningApplication();
        if (args[0] == "demo") { Demoladdning.Registrera(builder.Services); }
        else { builder.Services.AddScoped<IAnvandarkontext, Systemet>(); }
        using var host = builder.Build();

        return args[0] switch
        {
            "migrera" => await MigreraAsync(host.Services.GetRequiredService<IMigrator>(), args),
            "demo" => args.Length > 1 ? Fel("demo tar inga argument.") : await Demoverb.KorAsync(host.Services),
            _ => Fel($"Verbet {args[0]} finns inte."),
        };
    }

    private static async Task<int> MigreraAsync(IMigrator migrator, string[] args)
    {
        if (args is [_, "--skript", var fil])
        {
            await File.WriteAllTextAsync(fil, await migrator.SkriptAsync(CancellationToken.None));
            Console.WriteLine($"Skriptet står i {fil}.");
            return Klart;
        }
        if (args.Length > 1) { return Fel("migrera tar inga argument utom --skript FIL."); }

        var korda = await migrator.KorAsync(CancellationToken.None);
        Console.WriteLine(korda.Count == 0 ? "Databasen är redan uppdaterad." : $"Databasen är uppdaterad: {string.Join(", ", korda)}.");
        return Klart;
    }

    private static int Fel(string text)
    {
        Console.Error.WriteLine(text);
        Console.Error.WriteLine("Skriv --help för att se vad som finns.");
        return FelAnvandning;
    }

    /// <summary>Systemet självt: får det som kräver Roll.System, i alla nämnder, och fattar aldrig beslut.</summary>
    private sealed class Systemet : IAnvandarkontext
    {
        public Guid? Id => null;

        public string Namn => "Systemet";

        public Roll KommunRoller => Roll.System;

        public IReadOnlyDictionary<Guid, Roll> NamndRoller { get; } = new Dictionary<Guid, Roll>();
    }
}
