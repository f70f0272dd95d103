using MediatR;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Demo;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;
using Uppfoljning.Application.Namnder;
using Uppfoljning.Web.Drift;

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

          migrera                           Skapar databasen eller uppdaterar den till programmets version.
          migrera --skript FIL              Skriver det som saknas som ett SQL-skript åt en databasadministratör.
          administrator ANVÄNDARNAMN        Lägger till en administratör. Lösenordet läses från standard in.
          konto ANVÄNDARNAMN                Öppnar och låser upp kontot, tar bort engångskoderna och skriver en länk att välja lösenord med.
          importera FIL --namnd NÄMND       Läser in ett avtals- eller enhetsregister (CSV). Allt eller inget.
          plan NÄMND ÅR                     Gör nämndens uppföljningsplan för året, eller gör om utkastet.
          plan NÄMND ÅR --pdf FIL           Skriver också planen som PDF. En beslutad plan görs inte om, bara skrivs.
          jobb                              Räknar upp de jobb som webbplatsen kör enligt ett schema.
          jobb KOD                          Kör ett av dem nu. Det är ofarligt att köra flera gånger.
          avtal-tid                         Detsamma som jobb avtalstid.
          verifiera-logg                    Prövar hela loggen. Svarar 1 om någon händelse är ändrad, borttagen eller tillagd.
          verifiera-logg --ankare FIL       Prövar också mot ankare i en annan fil, till exempel mottagarens.
          byt-loggnyckel                    Gör en ny nyckel till loggen. De äldre finns kvar för att pröva det som skrevs förr.
          byt-skyddsnyckel                  Gör en ny nyckel som skyddar nycklarna i databasen, och skyddar om dem.
          halsa ADRESS                      Frågar en server på adressen hur den mår. Svarar 1 om den inte kan ta emot.
          sakerhetskopia MAPP|FIL           Gör en säkerhetskopia medan andra arbetar, och prövar den. Nycklarna krypteras med en lösenfras ur
                                            standard in, eller --nyckelfil FIL; --utan-nycklar lämnar dem utanför.
          verifiera [KOPIA]                 Prövar databasen, filerna, nycklarna och loggen; eller en kopia, utan att packa upp den över något.
                                            --nyckelfil FIL eller --losenfras öppnar kopians nycklar, --json svarar till ett program.
          aterstall KOPIA --till MAPP       Återställer en kopia till en tom mapp. --ersatt flyttar undan det som ligger där, efter att
                                            kommunens namn har skrivits (eller --ja). --ankare FIL tar med mottagarens ankare.
          aterstall [KOPIA] --notera        Noterar i loggen att SQL Server-databasen är återställd. Körs innan programmet startas.
          demo                              Lägger in demokommunen Exempelkommun i en tom databas.
          --help                            Visar den här texten.

        NÄMND är nämndens förkortning eller namn.
        Inställningar läses ur appsettings.json och ur miljövariabler, till exempel Databas__Anslutning.
        Svar: 0 när det gick, 1 när något hindrade, 2 när verbet eller argumenten är fel.
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

        if (args is ["halsa", var server]) { return await HalsaVerb.KorAsync(server); }

        // Inställningarna ligger bredvid programmet, varifrån det än körs.
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        infrastruktur(builder.Services, builder.Configuration);
        builder.Services.AddUppfoljningApplication();
        if (args[0] == "demo") { Demoladdning.Registrera(builder.Services); }
        else if (args[0] is "jobb" or "avtal-tid") { JobbVerb.Registrera(builder.Services); }
        else { builder.Services.AddScoped<IAnvandarkontext, Systemet>(); }
        using var host = builder.Build();
        if (args[0] is not ("aterstall" or "verifiera")) { host.Services.GetRequiredService<IDriftlas>().Dela(); }
        if (KopiaVerb.Ar(args[0])) { return await KopiaVerb.KorAsync(host.Services, args); }
        if (args[0] is not "migrera" && Kand(args) && (await host.Services.GetRequiredService<IMigrator>().SaknasAsync(CancellationToken.None)).Count == 0)
        {
            await host.Services.GetRequiredService<Loggstart>().ForberedAsync(CancellationToken.None);
        }

        return args switch
        {
            ["migrera", ..] => await MigreraAsync(host.Services, args),
            ["administrator", var namn] => await RegisterVerb.AdministratorAsync(host.Services, namn),
            ["konto", var namn] => await KontoVerb.KorAsync(host.Services, namn),
            ["importera", var fil, "--namnd", var namnd] => await RegisterVerb.ImporteraAsync(host.Services, fil, namnd),
            ["plan", var namnd, var ar] => await PlanVerb.KorAsync(host.Services, namnd, ar, null),
            ["plan", var namnd, var ar, "--pdf", var fil] => await PlanVerb.KorAsync(host.Services, namnd, ar, fil),
            ["avtal-tid"] => await JobbVerb.KorAsync(host.Services, Jobben.Kod(Jobbsort.Avtalstid)),
            ["jobb"] => JobbVerb.Lista(),
            ["jobb", var kod] => await JobbVerb.KorAsync(host.Services, kod),
            ["verifiera-logg"] => await LoggVerb.VerifieraAsync(host.Services, null),
            ["verifiera-logg", "--ankare", var fil] => await LoggVerb.VerifieraAsync(host.Services, fil),
            ["byt-loggnyckel"] => await LoggVerb.BytNyckelAsync(host.Services),
            ["byt-skyddsnyckel"] => await SkyddVerb.BytNyckelAsync(host.Services),
            ["demo"] => await DemoVerb.KorAsync(host.Services),
            _ when Kand(args) => Anvandning($"Argumenten till {args[0]} stämmer inte."),
            _ => Anvandning($"Verbet {args[0]} finns inte."),
        };
    }

    private static bool Kand(string[] args) =>
        args[0] is "administrator" or "konto" or "importera" or "plan" or "jobb" or "avtal-tid" or "verifiera-logg" or "byt-loggnyckel" or "byt-skyddsnyckel" or "demo";

    /// <summary>Skickar en begäran i en egen omgång och skriver hindren om den nekas. Null betyder att den nekades.</summary>
    internal static async Task<Result<T>?> SkickaAsync<T>(IServiceProvider services, IRequest<Result<T>> request)
    {
        await using var scope = services.CreateAsyncScope();
        var result = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
        if (result.IsOk) { return result; }
        foreach (var hinder in result.Hinder)
        {
            await Console.Error.WriteLineAsync(hinder.Lagrum is null ? hinder.Text : $"{hinder.Text} ({hinder.Lagrum})");
        }
        if (result.Hinder.Count == 0) { await Console.Error.WriteLineAsync("Det finns inte, eller är inte tillåtet från kommandoraden."); }
        return null;
    }

    /// <summary>Nämnden med den förkortningen eller det namnet; null, med besked, när den inte finns.</summary>
    internal static async Task<Namndrad?> NamndAsync(IServiceProvider services, string namnd)
    {
        var namnder = (await SkickaAsync(services, new NamndlistaQuery()))?.Value ?? [];
        var traff = namnder.FirstOrDefault(n => string.Equals(n.Forkortning, namnd, StringComparison.OrdinalIgnoreCase) || string.Equals(n.Namn, namnd, StringComparison.OrdinalIgnoreCase));
        if (traff is null)
        {
            await Console.Error.WriteLineAsync($"Nämnden {namnd} finns inte. Det finns: {(namnder.Count == 0 ? "inga nämnder" : string.Join(", ", namnder.Select(n => n.Forkortning)))}.");
        }
        return traff;
    }

    internal static int Anvandning(string text)
    {
        Console.Error.WriteLine(text);
        Console.Error.WriteLine("Skriv --help för att se vad som finns.");
        return FelAnvandning;
    }

    private static async Task<int> MigreraAsync(IServiceProvider services, string[] args)
    {
        var migrator = services.GetRequiredService<IMigrator>();
        if (args is ["migrera", "--skript", var fil])
        {
            await File.WriteAllTextAsync(fil, await migrator.SkriptAsync(CancellationToken.None));
            Console.WriteLine($"Skriptet står i {fil}.");
            return Klart;
        }
        if (args.Length > 1) { return Anvandning("migrera tar inga argument utom --skript FIL."); }

        await Databasspar.ProvaAsync(services, CancellationToken.None);
        var korda = await migrator.KorAsync(CancellationToken.None);
        Console.WriteLine(korda.Count == 0 ? "Databasen är redan uppdaterad." : $"Databasen är uppdaterad: {string.Join(", ", korda)}.");
        var forseglade = await services.GetRequiredService<Loggstart>().ForberedAsync(CancellationToken.None);
        if (forseglade > 0) { Console.WriteLine($"{forseglade} äldre händelser har fått sin plats i loggens kedja."); }
        return Klart;
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
