using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Web.Kommandorad;

/// <summary>Verben för säkerhetskopior: gör, pröva och återställ.</summary>
internal static class KopiaVerb
{
    private const int KortasteFras = 12;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>De här verben ska gå att köra på en tom maskin och mot en trasig databas, så inget ställs i ordning före dem.</summary>
    public static bool Ar(string verb) => verb is "sakerhetskopia" or "verifiera" or "aterstall";

    public static async Task<int> KorAsync(IServiceProvider services, string[] args)
    {
        if (Argument.Las(args) is not { } arg) { return Verb.Anvandning($"Argumenten till {args[0]} stämmer inte."); }
        var kopior = services.GetRequiredService<ISakerhetskopior>();
        return args[0] switch
        {
            "sakerhetskopia" when arg is { Varde: { } mal, Json: false, Ersatt: false, Ja: false, Till: null, Notera: false, Ankare: null } => await GorAsync(services, kopior, mal, arg),
            "verifiera" when arg is { Ersatt: false, Ja: false, Till: null, Notera: false, Ankare: null, UtanNycklar: false } => await VerifieraAsync(services, kopior, arg),
            "aterstall" when arg is { Notera: true, Till: null, Ersatt: false, Json: false } => await NoteraAsync(kopior, arg),
            "aterstall" when arg is { Varde: { } kopia, Till: { } till, Notera: false, Json: false, UtanNycklar: false } => await AterstallAsync(kopior, kopia, till, arg),
            _ => Verb.Anvandning($"Argumenten till {args[0]} stämmer inte."),
        };
    }

    private static async Task<int> GorAsync(IServiceProvider services, ISakerhetskopior kopior, string mal, Argument arg)
    {
        var losen = arg.UtanNycklar ? null : arg.Nyckelfil is { } fil ? kopior.Losen(fil) : kopior.Installdlosen() ?? await FrasAsync("Lösenfras som krypterar nycklarna (minst 12 tecken, syns när du skriver): ");
        if (losen is null && !arg.UtanNycklar)
        {
            return Verb.Anvandning($"Ange en lösenfras på minst {KortasteFras} tecken, en nyckelfil (--nyckelfil FIL), eller --utan-nycklar.");
        }

        var migrator = services.GetRequiredService<IMigrator>();
        Kopieutfall utfall;
        try
        {
            utfall = await kopior.GorAsync(new(mal, losen), Forlopp(), CancellationToken.None);
        }
        catch (DriftException fel)
        {
            Radslut();
            await NoteraAsync(services, migrator, new NoteraMisslyckadKopiaCommand(fel.Message));
            throw;
        }
        Radslut();
        await NoteraAsync(services, migrator, new NoteraKopiaCommand(utfall));
        Console.WriteLine($"Säkerhetskopian står i {utfall.Fil} ({Mb(utfall.Storlek)}, {utfall.Filer} filer, loggen till och med händelse {utfall.Handelser}).");
        if (utfall.Hel) { Console.WriteLine("Den är prövad och hel."); }
        foreach (var gammal in utfall.Gallrade) { Console.WriteLine($"Den gamla kopian {gammal} är borttagen."); }
        foreach (var varning in utfall.Varningar) { await Console.Error.WriteLineAsync($"Varning: {varning}"); }
        foreach (var brist in utfall.Brister) { await Console.Error.WriteLineAsync(brist); }
        if (!utfall.Provning.Hel) { await Console.Error.WriteLineAsync(utfall.Provning.Mening); }
        return utfall.Hel ? Verb.Klart : Verb.Misslyckat;
    }

    private static async Task<int> VerifieraAsync(IServiceProvider services, ISakerhetskopior kopior, Argument arg)
    {
        if (arg.Varde is { } angiven && !File.Exists(angiven)) { return Verb.Anvandning($"Filen {angiven} finns inte."); }
        var losen = arg.Nyckelfil is { } fil ? kopior.Losen(fil) : arg.Losenfras ? await FrasAsync("Lösenfras (syns när du skriver): ") : null;
        var provning = arg.Varde is { } kopia
            ? await kopior.VerifieraAsync(kopia, losen, Forlopp(), CancellationToken.None)
            : await kopior.VerifieraAsync(Forlopp(), CancellationToken.None);
        Radslut();
        if (arg.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { provning.Hel, provning.Delar }, Json));
        }
        else
        {
            foreach (var del in provning.Delar)
            {
                Console.WriteLine($"{del.Utfall switch { Provutfall.Hel => "Stämmer  ", Provutfall.Varning => "Obs      ", Provutfall.Oprovad => "Oprövad  ", _ => "FEL      " }} {del.Del}: {del.Mening}");
                foreach (var fel in del.Fel.Skip(del.Fel.Count == 1 ? 1 : 0)) { Console.WriteLine($"           {fel}"); }
            }
            Console.WriteLine(provning.Hel ? "Allt stämmer." : "Något stämmer inte.");
        }
        if (arg.Varde is null && provning.Delar.All(d => d.Del is not ("Databas" or "Migreringar") || d.Utfall is not Provutfall.Fel))
        {
            await NoteraAsync(services, services.GetRequiredService<IMigrator>(), new NoteraKopieprovningCommand(null, provning));
        }
        return provning.Hel ? Verb.Klart : Verb.Misslyckat;
    }

    private static async Task<int> AterstallAsync(ISakerhetskopior kopior, string kopia, string till, Argument arg)
    {
        if (!File.Exists(kopia)) { return Verb.Anvandning($"Filen {kopia} finns inte."); }
        var (nycklar, kommun) = kopior.Om(kopia);
        var losen = !nycklar ? null : arg.Nyckelfil is { } fil ? kopior.Losen(fil) : kopior.Installdlosen() ?? await FrasAsync("Lösenfras (syns när du skriver): ");
        if (arg is { Ersatt: true, Ja: false })
        {
            await Console.Error.WriteAsync($"Det som ligger i {till} flyttas undan och ersätts. Skriv kommunens namn ({kommun}) för att fortsätta: ");
            if ((await Console.In.ReadLineAsync())?.Trim() != kommun)
            {
                await Console.Error.WriteLineAsync("Namnet stämmer inte. Inget är ändrat.");
                return Verb.Misslyckat;
            }
        }
        var gjord = await kopior.AterstallAsync(new() { Kopia = kopia, Till = till, Ersatt = arg.Ersatt, Losen = losen, Ankare = arg.Ankare }, Forlopp(), CancellationToken.None);
        Radslut();
        Console.WriteLine(gjord.Mening ?? "Filerna och nycklarna är återställda. Databasen återställs av databasadministratören; kör sedan aterstall --notera innan programmet startas.");
        if (gjord.Undanflyttad is { } undan) { Console.WriteLine($"Det som låg där förut är flyttat till {undan}. Ta bort det när du har sett att allt är som det ska."); }
        if (gjord.Migreringar.Count > 0) { Console.WriteLine($"Databasen är uppdaterad: {string.Join(", ", gjord.Migreringar)}."); }
        if (!gjord.MedNycklar) { Console.WriteLine("Nycklarna var inte med i kopian. De måste finnas på sin plats innan programmet startas."); }
        Console.WriteLine("Inställningar för det som är återställt:");
        if (gjord.Mening is not null) { Console.WriteLine($"  Databas:Anslutning  Data Source={Path.Combine(gjord.Mapp, "uppfoljning.db")}"); }
        Console.WriteLine($"  Filer:Mapp          {Path.Combine(gjord.Mapp, "filer")}");
        Console.WriteLine($"  Nycklar:Mapp        {Path.Combine(gjord.Mapp, "nycklar")}");
        Console.WriteLine($"  Logg:Ankare:Fil     {Path.Combine(gjord.Mapp, "ankare", "logg.jsonl")}");
        Console.WriteLine("Inställningarna som gällde när kopian gjordes, utan hemligheter, står i installningar-i-kopian.json.");
        return Verb.Klart;
    }

    private static async Task<int> NoteraAsync(ISakerhetskopior kopior, Argument arg)
    {
        Console.WriteLine(await kopior.NoteraAsync(arg.Varde, arg.Ankare, CancellationToken.None));
        return Verb.Klart;
    }

    /// <summary>En databas som inte är uppdaterad har kanske inte loggens kolumner som de är nu; då är kopian viktigare än händelsen.</summary>
    private static async Task NoteraAsync<T>(IServiceProvider services, IMigrator migrator, MediatR.IRequest<Result<T>> command)
    {
        try
        {
            if ((await migrator.SaknasAsync(CancellationToken.None)).Count > 0)
            {
                await Console.Error.WriteLineAsync("Varning: databasen är inte uppdaterad till programmets version, så ingen händelse skrevs i loggen.");
                return;
            }
            await services.GetRequiredService<Loggstart>().ForberedAsync(CancellationToken.None);
            await Verb.SkickaAsync(services, command);
        }
        catch (Exception fel) when (fel is DriftException or InvalidOperationException or System.Data.Common.DbException or IOException)
        {
            await Console.Error.WriteLineAsync($"Varning: ingen händelse kunde skrivas i loggen. {fel.Message}");
        }
    }

    private static async Task<Kopielosen?> FrasAsync(string fraga)
    {
        if (!Console.IsInputRedirected) { await Console.Error.WriteAsync(fraga); }
        return await Console.In.ReadLineAsync() is { Length: >= KortasteFras } fras ? new(Encoding.UTF8.GetBytes(fras)) : null;
    }

    private static Kopieforlopp Forlopp()
    {
        if (Console.IsErrorRedirected) { return (_, _, _) => { }; }
        var senast = "";
        return (vad, klara, av) =>
        {
            var text = av > 1 ? string.Create(CultureInfo.InvariantCulture, $"{vad}: {100 * klara / av} %") : $"{vad} …";
            if (text == senast) { return; }
            senast = text;
            Console.Error.Write($"\r{text,-60}");
        };
    }

    private static void Radslut()
    {
        if (!Console.IsErrorRedirected) { Console.Error.Write($"\r{new string(' ', 60)}\r"); }
    }

    private static string Mb(long storlek) => storlek < 1024 * 1024 ? $"{Math.Max(1, storlek / 1024)} kB" : $"{storlek / 1024 / 1024} MB";

    /// <summary>Det som står efter verbet, i vilken ordning som helst.</summary>
    private sealed record Argument
    {
        public string? Varde { get; init; }

        public string? Nyckelfil { get; init; }

        public string? Till { get; init; }

        public string? Ankare { get; init; }

        public bool UtanNycklar { get; init; }

        public bool Losenfras { get; init; }

        public bool Json { get; init; }

        public bool Ersatt { get; init; }

        public bool Ja { get; init; }

        public bool Notera { get; init; }

        public static Argument? Las(string[] args)
        {
            var arg = new Argument();
            for (var i = 1; i < args.Length; i++)
            {
                var nasta = i + 1 < args.Length && !args[i + 1].StartsWith("--", StringComparison.Ordinal) ? args[i + 1] : null;
                switch (args[i])
                {
                    case "--nyckelfil" when nasta is not null: arg = arg with { Nyckelfil = args[++i] }; break;
                    case "--till" when nasta is not null: arg = arg with { Till = args[++i] }; break;
                    case "--ankare" when nasta is not null: arg = arg with { Ankare = args[++i] }; break;
                    case "--utan-nycklar": arg = arg with { UtanNycklar = true }; break;
                    case "--losenfras": arg = arg with { Losenfras = true }; break;
                    case "--json": arg = arg with { Json = true }; break;
                    case "--ersatt": arg = arg with { Ersatt = true }; break;
                    case "--ja": arg = arg with { Ja = true }; break;
                    case "--notera": arg = arg with { Notera = true }; break;
                    case var annat when annat.StartsWith('-') || arg.Varde is not null: return null;
                    default: arg = arg with { Varde = args[i] }; break;
                }
            }
            return arg is { UtanNycklar: true, Nyckelfil: not null } ? null : arg;
        }
    }
}
