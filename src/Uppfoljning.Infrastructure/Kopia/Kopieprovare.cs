using System.Data.Common;
using System.Globalization;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Logg;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Infrastructure.Logg;

namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>Prövar en kopia del för del, eller installationen som den är nu.</summary>
internal static class Kopieprovare
{
    /// <summary>Så många fel räknas upp i varje del.</summary>
    private const int Flest = 20;

    /// <summary>Så börjar namnet på den mapp där en kopia prövas.</summary>
    public const string Provmapp = "uppfoljning-verifiera-";

    /// <summary>Prövar kopian i en mapp som tas bort och som bara programmets eget konto får läsa: i <paramref name="bredvid"/>, eller bland systemets tillfälliga.</summary>
    public static async Task<Kopieprovning> KopianAsync(
        string kopia, string? bredvid, Kopielosen? losen, ILoggnycklar egna, TimeProvider clock, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        var delar = new List<Provningsdel>();
        DirectoryInfo? mapp = null;
        try
        {
            mapp = bredvid is null ? Directory.CreateTempSubdirectory(Provmapp) : Disk.EgenMapp(Path.Combine(bredvid, Provmapp + Guid.NewGuid().ToString("N")));
            using var lasare = new Kopielasare(kopia);
            delar.Add(new("Kopian", Provutfall.Hel, $"Gjord {Loggkedja.Tidstext(lasare.Manifest.Skapad)} av version {lasare.Manifest.Version}, för {lasare.Manifest.Kommun}. Loggen slutar vid händelse {lasare.Manifest.LoggNr}."));
            var nycklar = Nycklar(lasare, losen, egna, delar);
            delar.Add(Underskrift(lasare, nycklar));
            var databas = Path.Combine(mapp.FullName, "uppfoljning.db");
            var ankare = Path.Combine(mapp.FullName, "logg.jsonl");
            var fel = await PosterAsync(lasare, post => post switch
            {
                Kopieformat.Databas => databas,
                Kopieformat.Ankare => ankare,
                _ => null,
            }, forlopp, cancellationToken);
            delar.Add(Del("Innehåll", fel, $"{lasare.Manifest.Poster.Count} filer är de som manifestet säger."));
            if (lasare.Manifest.Saknas.Count > 0)
            {
                delar.Add(new("Filer som saknades", Provutfall.Varning, $"{lasare.Manifest.Saknas.Count} filer saknades eller var skadade redan när kopian gjordes.", [.. lasare.Manifest.Saknas.Take(Flest)]));
            }
            if (lasare.Manifest.Databas != SqliteDatabase.Produkt)
            {
                delar.Add(new("Databas", Provutfall.Varning, "Databasen är SQL Servers och är inte med. Den säkerhetskopieras och prövas av databasadministratören."));
            }
            else if (File.Exists(databas))
            {
                await DatabasenAsync(lasare.Manifest, databas, ankare, nycklar, clock, delar, forlopp, cancellationToken);
            }
            else
            {
                delar.Add(new("Databas", Provutfall.Fel, "Databasen saknas."));
            }
        }
        catch (DriftException fel)
        {
            delar.Add(new("Kopian", Provutfall.Fel, fel.Message));
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            delar.Add(new("Kopian", Provutfall.Oprovad, $"Prövningen gick inte att göra: {Diskorsak.Text(fel)}."));
        }
        finally
        {
            mapp?.Delete(recursive: true);
        }
        return new(delar);
    }

    /// <summary>Nycklarna att pröva med: kopians egna när lösenfrasen är given, annars installationens.</summary>
    public static ILoggnycklar Nycklar(Kopielasare lasare, Kopielosen? losen, ILoggnycklar egna, List<Provningsdel> delar)
    {
        if (!lasare.Manifest.Nycklar)
        {
            delar.Add(new("Nycklar", Provutfall.Varning, "Nycklarna är inte med i kopian. De måste finnas på en annan plats för att den ska gå att återställa."));
            return egna;
        }
        if (losen is null)
        {
            delar.Add(new("Nycklar", Provutfall.Varning, "Nycklarna är med, krypterade. De är inte prövade, för ingen lösenfras eller nyckelfil är given."));
            return egna;
        }
        var paket = lasare.Nycklar(losen)!;
        if (paket.Logg.All(n => n.Id != lasare.Undertecknad)) { throw Kopielasare.Fel("nycklarna i den är inte de som manifestet är undertecknat med."); }
        delar.Add(new("Nycklar", Provutfall.Hel, $"{paket.Logg.Count} nycklar till loggen och {paket.Filer.Count} filer i nycklarnas mapp går att läsa."));
        return Kopienycklar.Ur(paket);
    }

    public static Provningsdel Underskrift(Kopielasare lasare, ILoggnycklar nycklar) => lasare.Akta(nycklar) switch
    {
        true => new("Underskrift", Provutfall.Hel, $"Manifestet är undertecknat med loggens nyckel {lasare.Undertecknad}."),
        false => new("Underskrift", Provutfall.Fel, "Manifestet är ändrat: underskriften stämmer inte."),
        null => new("Underskrift", Provutfall.Oprovad, $"Underskriften går inte att pröva: loggens nyckel {lasare.Undertecknad} saknas. Ange lösenfrasen, eller lägg nyckeln på sin plats."),
    };

    /// <summary>Läser varje post till slut. De som <paramref name="plats"/> ger en fil skrivs dit.</summary>
    public static async Task<List<string>> PosterAsync(Kopielasare lasare, Func<string, string?> plats, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        var fel = new List<string>();
        var poster = lasare.Manifest.Poster;
        for (var i = 0; i < poster.Count; i++)
        {
            forlopp("Innehåll", i, poster.Count);
            if (plats(poster[i].Namn) is not { } fil)
            {
                if (await lasare.LasAsync(poster[i], null, cancellationToken) is { } brist) { fel.Add(brist); }
                continue;
            }
            Directory.CreateDirectory(Path.GetDirectoryName(fil)!);
            await using var ut = new FileStream(fil, Kopieskrivare.Bara(FileMode.CreateNew));
            var brister = await lasare.LasAsync(poster[i], ut, cancellationToken);
            await ut.FlushAsync(cancellationToken);
            ut.Flush(flushToDisk: true);
            if (brister is not null) { fel.Add(brister); }
        }
        return fel;
    }

    /// <summary>Databasen i en kopia: hel, den som manifestet talar om, med de filer den nämner, och med en logg som stämmer.</summary>
    public static async Task DatabasenAsync(
        Manifest manifest, string databas, string ankare, ILoggnycklar nycklar, TimeProvider clock, List<Provningsdel> delar, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        using var egen = Databaslasning.Egen(databas);
        try
        {
            var fel = new List<string>();
            await using (var connection = await egen.OpenAsync(cancellationToken))
            {
                forlopp("Databasen", 0, 1);
                fel.AddRange(await Databaslasning.SkadorAsync(connection));
                var migrering = await Databaslasning.MigreringAsync(connection);
                if (migrering != manifest.Migrering) { fel.Add($"Databasen är på migrering {migrering} men manifestet säger {manifest.Migrering}."); }
                foreach (var (tabell, antal) in await Databaslasning.RaderAsync(connection, sqlite: true))
                {
                    if (manifest.Rader.GetValueOrDefault(tabell, -1) != antal) { fel.Add($"Tabellen {tabell} har {antal} rader men manifestet säger {manifest.Rader.GetValueOrDefault(tabell)}."); }
                }
                var huvud = await Databaslasning.HuvudAsync(connection);
                if (huvud?.Nr != manifest.LoggNr || huvud.Kedja != manifest.LoggKedja) { fel.Add("Loggens huvud är inte det som manifestet säger."); }
                var med = manifest.Poster.Select(p => p.Namn).ToHashSet(StringComparer.Ordinal);
                var kanda = manifest.Saknas.ToHashSet(StringComparer.Ordinal);
                fel.AddRange((await Databaslasning.FilerAsync(connection)).Where(f => !med.Contains(Kopieformat.Filpost(f.Checksumma)) && !kanda.Contains(f.Checksumma))
                    .Select(f => $"Filen {f.Checksumma} nämns i databasen men är inte med i kopian."));
            }
            fel.AddRange(await MigreringarAsync(egen, clock, cancellationToken));
            delar.Add(Del("Databas", fel, $"Databasen är hel, på migrering {manifest.Migrering}, med {manifest.Rader.Values.Sum().ToString("#,0", CultureInfo.GetCultureInfo("sv-SE"))} rader."));
            delar.Add(await LoggenAsync(egen, nycklar, ankare, clock, forlopp, cancellationToken));
        }
        catch (DbException fel)
        {
            delar.Add(new("Databas", Provutfall.Fel, $"Databasen går inte att läsa: {Diskorsak.Text(fel, egen.Fel)}."));
        }
    }

    /// <summary>Installationen som den är nu.</summary>
    public static async Task<Kopieprovning> InstallationenAsync(
        Kopieinstallning installning, IDatabase databas, IFillager lager, ILoggnycklar nycklar, ILoggankare ankare, TimeProvider clock, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        var delar = new List<Provningsdel>();
        try
        {
            await using var connection = await databas.OpenAsync(cancellationToken);
            if (installning.Databasfil is not null)
            {
                forlopp("Databasen", 0, 1);
                delar.Add(Del("Databas", await Databaslasning.SkadorAsync(connection), "Databasen är hel, och varje främmande nyckel har sin rad."));
            }
            else
            {
                delar.Add(new("Databas", Provutfall.Varning, "Databasens sidor prövas av databasadministratören (DBCC CHECKDB)."));
            }
            delar.Add(Del("Migreringar", await MigreringarAsync(databas, clock, cancellationToken, saknasArFel: true), "Alla migreringar är körda, med den text som programmet har."));
            if (await Databaslasning.MigreringAsync(connection) >= Databaslasning.ForstaMigrering)
            {
                delar.AddRange(await FillagretAsync(installning, await Databaslasning.FilerAsync(connection), lager, clock, forlopp, cancellationToken));
                delar.Add(Nyckelring(installning, await Databaslasning.HuvudAsync(connection), nycklar));
            }
        }
        catch (DbException fel)
        {
            delar.Add(new("Databas", Provutfall.Fel, $"Databasen går inte att läsa: {Diskorsak.Text(fel, databas.Fel)}."));
            return new(delar);
        }
        delar.Add(await LoggenAsync(databas, nycklar, ankare, forlopp, cancellationToken));
        return new(delar);
    }

    private static Provningsdel Nyckelring(Kopieinstallning installning, Logghuvud? huvud, ILoggnycklar nycklar)
    {
        nycklar.LasOm();
        if (nycklar.Alla.Count == 0) { return new("Nycklar", Provutfall.Fel, $"Loggens nyckel saknas. {nycklar.Plats}"); }
        if (huvud?.Nyckel is { } senaste && nycklar.Med(senaste) is null) { return new("Nycklar", Provutfall.Fel, $"Loggens nyckel {senaste} saknas. {nycklar.Plats}"); }
        return installning.Nyckelmapp is null
            ? new("Nycklar", Provutfall.Varning, "Loggens nycklar finns. Ingen mapp för inloggningarnas nycklar är inställd (Nycklar:Mapp), så alla loggas ut när programmet startas om.")
            : new("Nycklar", Provutfall.Hel, $"{nycklar.Alla.Count} nycklar till loggen finns.");
    }

    private static async Task<List<string>> MigreringarAsync(IDatabase databas, TimeProvider clock, CancellationToken cancellationToken, bool saknasArFel = false)
    {
        try
        {
            var saknas = await new Migrator(databas, clock).SaknasAsync(cancellationToken);
            return saknasArFel && saknas.Count > 0 ? [$"Databasen saknar {saknas.Count} migreringar ({string.Join(", ", saknas)}). Kör verbet migrera."] : [];
        }
        catch (DriftException fel)
        {
            return [fel.Message];
        }
    }

    private static async Task<IEnumerable<Provningsdel>> FillagretAsync(
        Kopieinstallning installning, IReadOnlyList<Filrad> filer, IFillager lager, TimeProvider clock, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        var fel = new List<string>();
        for (var i = 0; i < filer.Count; i++)
        {
            forlopp("Filer", i, filer.Count);
            await using var innehall = await lager.OppnaAsync(filer[i].Checksumma, cancellationToken);
            if (innehall is null) { fel.Add($"Filen {filer[i].Checksumma} saknas eller stämmer inte med sin checksumma."); }
            else if (innehall.Length != filer[i].Storlek) { fel.Add($"Filen {filer[i].Checksumma} har en annan storlek än databasen säger."); }
        }
        var namnda = filer.Select(f => f.Checksumma).ToHashSet(StringComparer.Ordinal);
        var nyss = clock.GetUtcNow().UtcDateTime.AddHours(-1);
        var utan = Directory.Exists(installning.Filmapp)
            ? new DirectoryInfo(installning.Filmapp).EnumerateDirectories().Where(m => m.Name.Length == 2).SelectMany(m => m.EnumerateFiles())
                .Where(f => !namnda.Contains(f.Name) && f.LastWriteTimeUtc < nyss).Select(f => f.Name).ToList()
            : [];
        List<Provningsdel> delar = [Del("Filer", fel, $"{filer.Count} filer finns och stämmer med sina checksummor.")];
        if (utan.Count > 0) { delar.Add(new("Filer utan rad", Provutfall.Varning, $"{utan.Count} filer i fillagret nämns inte av någon rad. De gör ingen skada.", [.. utan.Take(Flest)])); }
        return delar;
    }

    private static async Task<Provningsdel> LoggenAsync(SqliteDatabase databas, ILoggnycklar nycklar, string ankarfil, TimeProvider clock, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        using var ankare = new Ankarlager(new("", [], null, ankarfil, null, null), clock);
        return await LoggenAsync(databas, nycklar, ankare, forlopp, cancellationToken);
    }

    private static async Task<Provningsdel> LoggenAsync(IDatabase databas, ILoggnycklar nycklar, ILoggankare ankare, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        await using var session = new DbSession(databas);
        try
        {
            var svar = await new ProvaLoggenHandler(session, nycklar, ankare).Handle(new ProvaLoggenQuery { Forlopp = (klara, av) => forlopp("Loggen", klara, av) }, cancellationToken);
            var kontroll = svar.Value!;
            return kontroll.Hel ? new("Logg", Provutfall.Hel, kontroll.Mening)
                : new("Logg", kontroll.Fel!.Sort == Loggfelsort.Oprovad ? Provutfall.Oprovad : Provutfall.Fel, kontroll.Mening);
        }
        catch (DriftException fel)
        {
            return new("Logg", Provutfall.Fel, fel.Message);
        }
    }

    private static Provningsdel Del(string namn, IReadOnlyList<string> fel, string hel) => fel.Count == 0
        ? new(namn, Provutfall.Hel, hel)
        : new(namn, Provutfall.Fel, fel.Count == 1 ? fel[0] : $"{fel[0]} Och {fel.Count - 1} fel till.", [.. fel.Take(Flest)]);
}
