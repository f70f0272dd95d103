using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Logg;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Infrastructure.Drift;
using Uppfoljning.Infrastructure.Filer;
using Uppfoljning.Infrastructure.Logg;

namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>
/// Återställer en kopia: allt packas upp och prövas i en mapp bredvid, och byter först därefter plats med det som fanns. Dör processen dessförinnan
/// är inget ändrat.
/// </summary>
internal sealed class Aterstallare(string? databasfil, ILoggnycklar egna, ILoggankare egnaAnkare, TimeProvider clock)
{
    public const string Databasnamn = "uppfoljning.db";

    private const string Sidomapp = ".aterstalls-", Undan = ".fore-", Ankarnamn = "ankare/logg.jsonl", Nyckelnamn = "logg.nycklar";

    public async Task<Aterstallt> AterstallAsync(Aterstallning aterstallning, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        var till = Path.TrimEndingDirectorySeparator(Path.GetFullPath(aterstallning.Till));
        using var lasare = new Kopielasare(aterstallning.Kopia);
        var manifest = lasare.Manifest;
        if (manifest.Migrering > Migrator.Alla[^1].Nr)
        {
            throw Kopielasare.Fel($"den är gjord av en nyare version av programmet ({manifest.Version}, migrering {manifest.Migrering}; den här kan {Migrator.Alla[^1].Nr}). Använd den versionen eller en senare.");
        }
        if (File.Exists(till)) { throw new DriftException($"{till} är en fil. Ange en mapp."); }
        var finns = Directory.Exists(till) && Directory.EnumerateFileSystemEntries(till).Any();
        if (finns && !aterstallning.Ersatt) { throw new DriftException($"Mappen {till} är inte tom. Återställ till en tom mapp, eller ange --ersatt; det som ligger där flyttas då undan."); }
        if (manifest.Nycklar && aterstallning.Losen is null) { throw new DriftException("Kopian har krypterade nycklar. Ange lösenfrasen eller nyckelfilen (--nyckelfil)."); }

        var delar = new List<Provningsdel>();
        egna.LasOm();
        var paket = manifest.Nycklar ? lasare.Nycklar(aterstallning.Losen!) : null;
        var nycklar = Kopieprovare.Nycklar(lasare, aterstallning.Losen, egna, delar);
        if (Kopieprovare.Underskrift(lasare, nycklar) is { Utfall: not Provutfall.Hel } underskrift) { throw Kopielasare.Fel(underskrift.Mening); }

        var foralder = Path.GetDirectoryName(till) ?? throw new DriftException("Ange en mapp, inte hela disken.");
        FileStream? las = null;
        string? sida = null;
        try
        {
            Directory.CreateDirectory(foralder);
            Utrymme(foralder, manifest.Poster.Sum(p => p.Storlek));
            if (finns) { las = Driftlas.Ensam(till) ?? throw new DriftException($"Programmet är i gång med {till}. Stoppa det och återställ sedan."); }
            RensaRester(foralder, Path.GetFileName(till));
            sida = $"{till}{Sidomapp}{Guid.NewGuid():N}";
            Disk.EgenMapp(sida);
            using (var sidans = Driftlas.Ensam(sida))
            {
                await PackaUppAsync(lasare, paket, sida, delar, nycklar, forlopp, cancellationToken);
            }
            var ankarfil = Path.Combine(sida, Ankarnamn);
            var kanda = await AnkareAsync(ankarfil, [Path.Combine(till, Ankarnamn), egnaAnkare.Fil, aterstallning.Ankare], cancellationToken);
            IReadOnlyList<string> migreringar = [];
            string? mening = null;
            Loggankare? nytt = null;
            if (manifest.Databas == SqliteDatabase.Produkt)
            {
                forlopp("Databasen uppdateras", 0, 1);
                using var databas = Databaslasning.Egen(Path.Combine(sida, Databasnamn));
                migreringar = await new Migrator(databas, clock).KorAsync(cancellationToken);
                (mening, nytt) = await NoteraAsync(databas, nycklar, manifest, Path.GetFileName(aterstallning.Kopia), kanda, await GammaltHuvudAsync(till, cancellationToken), clock, cancellationToken);
                await SkrivAnkareAsync(ankarfil, nytt, cancellationToken);
                await using var connection = await databas.OpenAsync(cancellationToken);
                await Dapper.SqlMapper.ExecuteAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            }
            Kopieskrivare.TaBort(Path.Combine(sida, Driftlas.Filnamn));
            cancellationToken.ThrowIfCancellationRequested();
            // Windows moves no folder with an open file in it; elsewhere the lock is kept until the new folder has its name.
            if (OperatingSystem.IsWindows()) { las?.Dispose(); }
            var undan = Byt(sida, till, finns);
            // Only now is it true. The anchor inside the folder came with it; the one outside is told here, when it is this installation that is
            // restored: a copy tried in another place has a chain of its own, which the log in use must never be measured against.
            if (nytt is not null && Egen(till) && egnaAnkare.Fil is { } utanfor && !utanfor.StartsWith(till + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(utanfor))
            {
                await AnkraUtanforAsync(nytt, utanfor);
            }
            return new(till, undan, mening, migreringar, manifest.Nycklar);
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException or DbException)
        {
            throw new DriftException($"Det gick inte att återställa till {till}: {Diskorsak.Text(fel, SqliteDatabase.Orsak)}. Det som låg där är orört.");
        }
        finally
        {
            las?.Dispose();
            if (sida is not null && Directory.Exists(sida)) { Disk.TaBortMapp(sida); }
        }
    }

    /// <summary>Skriver händelsen om återställningen sist i loggen, och ger dess mening och ett ankare för den.</summary>
    public static async Task<(string Mening, Loggankare Ankare)> NoteraAsync(
        IDatabase databas, ILoggnycklar nycklar, Manifest? manifest, string kopia, IReadOnlyList<Loggankare> ankare, long gammalt, TimeProvider clock, CancellationToken cancellationToken)
    {
        Logghuvud huvud;
        await using (var connection = await databas.OpenAsync(cancellationToken))
        {
            huvud = await Databaslasning.HuvudAsync(connection) ?? throw new DriftException("Loggens huvud saknas i databasen. Kör verbet verifiera.");
        }
        var forlorade = ankare.Where(a => a.Nr > huvud.Nr && a.Kedja.All(char.IsAsciiHexDigitLower)).DistinctBy(a => (a.Nr, a.Kedja)).OrderBy(a => a.Nr).ToList();
        var sista = Math.Max(gammalt, forlorade.Count == 0 ? 0 : forlorade[^1].Nr);
        long? till = sista > huvud.Nr ? sista : null;
        var vem = $"{Environment.UserName} på {Environment.MachineName}";
        var mening = $"Databasen är återställd från säkerhetskopian {kopia}{(manifest is null ? "" : $", gjord {Loggkedja.Tidstext(manifest.Skapad)}")}, av kontot {vem}. "
            + (till is { } t ? string.Create(CultureInfo.InvariantCulture, $"Händelserna {huvud.Nr + 1}–{t} som skrevs efter den finns inte; numren ges på nytt.") : "Det är inte känt att någon händelse skrevs efter den.");
        await using var session = new DbSession(databas);
        await new Loggbok(session, Systemkonto.Ett, nycklar, new Logghuvudminne(), new Omtag(), clock).SkrivEnsamtAsync(
        [
            new(new AuditEntry(Loggaterstallning.Handelse, mening, new
            {
                Kopia = manifest?.Id ?? kopia,
                Sista = huvud.Nr,
                Till = till,
                Av = vem,
                Ankare = forlorade.Select(a => Loggaterstallning.Text(a.Nr, a.Kedja)).ToList(),
            }), Aktor: Loggaktor.Systemet),
        ], cancellationToken);
        await using var efter = await databas.OpenAsync(cancellationToken);
        var nytt = (await Databaslasning.HuvudAsync(efter))!;
        return (mening, new(nytt.Nr, nytt.Kedja, nytt.Nyckel, Loggkedja.Tusendelar(clock.GetUtcNow())));
    }

    private async Task PackaUppAsync(Kopielasare lasare, Nyckelpaket? paket, string sida, List<Provningsdel> delar, ILoggnycklar nycklar, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        var databas = Path.Combine(sida, Databasnamn);
        var fel = await Kopieprovare.PosterAsync(lasare, namn => namn switch
        {
            Kopieformat.Databas => databas,
            Kopieformat.Ankare => Path.Combine(sida, Ankarnamn),
            Kopieformat.Installningar => Path.Combine(sida, "installningar-i-kopian.json"),
            Kopieformat.Nycklar => null,
            _ => Path.Combine(sida, namn),
        }, forlopp, cancellationToken);
        if (fel.Count > 0) { throw Kopielasare.Fel(string.Join(" ", fel.Take(5))); }
        if (lasare.Manifest.Databas == SqliteDatabase.Produkt)
        {
            if (!File.Exists(databas)) { throw Kopielasare.Fel("databasen saknas."); }
            await Kopieprovare.DatabasenAsync(lasare.Manifest, databas, Path.Combine(sida, Ankarnamn), nycklar, clock, delar, forlopp, cancellationToken);
        }
        if (delar.Where(d => d.Utfall is Provutfall.Fel or Provutfall.Oprovad).ToList() is { Count: > 0 } daliga) { throw Kopielasare.Fel(string.Join(" ", daliga.Select(d => d.Mening))); }
        if (paket is not null) { await NycklarAsync(paket, Path.Combine(sida, "nycklar"), cancellationToken); }
        else { Disk.EgenMapp(Path.Combine(sida, "nycklar")); }
    }

    private async Task NycklarAsync(Nyckelpaket paket, string mapp, CancellationToken cancellationToken)
    {
        Disk.EgenMapp(mapp);
        var filer = new Dictionary<string, byte[]>(paket.Filer, StringComparer.Ordinal);
        if (!filer.ContainsKey(Nyckelnamn))
        {
            filer[Nyckelnamn] = Encoding.UTF8.GetBytes(string.Concat(paket.Logg.Select(n => Nyckelfil.Rad(n.Id, clock.GetUtcNow(), n.Varde))));
        }
        // Those of the settings come last: they were the ones in use.
        if (Skyddsnycklar(paket) is { Length: > 0 } skydd) { filer[Skyddsinstallning.Filnamn] = [.. filer.GetValueOrDefault(Skyddsinstallning.Filnamn, []), .. Encoding.UTF8.GetBytes(skydd)]; }
        foreach (var (namn, innehall) in filer)
        {
            // The package is ours, encrypted and signed; a name with a folder in it is still never followed.
            if (Path.GetFileName(namn) != namn || namn is "" or "." or "..") { throw Kopielasare.Fel("en nyckel har ett namn som inte hör dit."); }
            await using var ut = new FileStream(Path.Combine(mapp, namn), Kopieskrivare.Bara(FileMode.CreateNew));
            await ut.WriteAsync(innehall, cancellationToken);
            await ut.FlushAsync(cancellationToken);
            ut.Flush(flushToDisk: true);
        }
    }

    /// <summary>Nycklarna som stod i inställningarna, som den fil programmet läser när de inte gör det: de äldre först, den sista gäller.</summary>
    private string Skyddsnycklar(Nyckelpaket paket) => string.Concat(new[] { "Nycklar:GamlaSkydd", "Nycklar:Skydd" }
        .SelectMany(namn => paket.Installningar.GetValueOrDefault(namn, "").Split(Skyddsinstallning.Skiljetecken, StringSplitOptions.RemoveEmptyEntries).Select(text => Skyddsnyckelring.Nyckel(text, namn)))
        .Select(n => Nyckelfil.Rad(n.Id, clock.GetUtcNow(), n.Varde)));

    /// <summary>Lägger ihop ankarna: kopians, de som låg i mappen, de som programmet använder och de som angavs. Inget ankare tas någonsin bort.</summary>
    private async Task<IReadOnlyList<Loggankare>> AnkareAsync(string ankarfil, IEnumerable<string?> fler, CancellationToken cancellationToken)
    {
        var rader = File.Exists(ankarfil) ? (await File.ReadAllLinesAsync(ankarfil, cancellationToken)).ToList() : [];
        foreach (var fil in fler.OfType<string>().Where(File.Exists).Distinct(StringComparer.Ordinal)) { rader.AddRange(await File.ReadAllLinesAsync(fil, cancellationToken)); }
        Directory.CreateDirectory(Path.GetDirectoryName(ankarfil)!);
        await File.WriteAllTextAsync(ankarfil, string.Concat(rader.Distinct(StringComparer.Ordinal).Select(r => r + "\n")), cancellationToken);
        return (await egnaAnkare.LasAsync(ankarfil, cancellationToken)).Ankare;
    }

    /// <summary>Om det är i mappen som programmets egen databas ligger.</summary>
    private bool Egen(string mapp) => databasfil is not null && Path.GetDirectoryName(databasfil) == mapp;

    /// <summary>Det återställda gäller redan; att ankaret utanför inte gick att skriva ändrar inte det.</summary>
    private async Task AnkraUtanforAsync(Loggankare ankare, string fil)
    {
        try
        {
            await egnaAnkare.SkrivAsync(ankare, CancellationToken.None);
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"Återställningen är gjord, men ankaret i {fil} gick inte att skriva: {Diskorsak.Text(fel)}. Kör verbet jobb loggankare när det går.");
        }
    }

    private async Task SkrivAnkareAsync(string ankarfil, Loggankare ankare, CancellationToken cancellationToken)
    {
        using var lager = new Ankarlager(new("", [], null, ankarfil, null, null), clock);
        await lager.SkrivAsync(ankare, cancellationToken);
    }

    /// <summary>Numret på den sista händelsen i den databas som ersätts; noll när det inte går att läsa.</summary>
    private static async Task<long> GammaltHuvudAsync(string till, CancellationToken cancellationToken)
    {
        var fil = Path.Combine(till, Databasnamn);
        if (!File.Exists(fil)) { return 0; }
        try
        {
            using var databas = Databaslasning.Egen(fil);
            await using var connection = await databas.OpenAsync(cancellationToken);
            return (await Databaslasning.HuvudAsync(connection))?.Nr ?? 0;
        }
        catch (DbException)
        {
            // The reason for the restore may be that it cannot be read.
            return 0;
        }
    }

    /// <summary>Den färdiga mappen får sitt namn i ett enda steg. Det som låg där får ett eget namn bredvid och tas aldrig bort.</summary>
    private string? Byt(string sida, string till, bool finns)
    {
        Mappskrivning.TillDisk(sida);
        if (!finns)
        {
            if (Directory.Exists(till)) { Directory.Delete(till); }
            Directory.Move(sida, till);
            Mappskrivning.TillDisk(Path.GetDirectoryName(till)!);
            return null;
        }
        var undan = $"{till}{Undan}{clock.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture)}";
        if (Directory.Exists(undan)) { undan += $"-{Guid.NewGuid():N}"; }
        // Before the exchange, so that what lay here is never under a name that is cleared away.
        Directory.Move(sida, undan);
        if (!Utbyte(undan, till))
        {
            Directory.Move(undan, sida);
            Directory.Move(till, undan);
            try
            {
                Directory.Move(sida, till);
            }
            catch
            {
                Directory.Move(undan, till);
                throw;
            }
        }
        Mappskrivning.TillDisk(Path.GetDirectoryName(till)!);
        return undan;
    }

    private static void Utrymme(string mapp, long behov)
    {
        var ledigt = Disk.Ledigt(mapp);
        if (ledigt is { } l && l < behov + (behov / 10)) { throw new DriftException($"Det finns {l / 1024 / 1024} MB ledigt där det ska återställas, och kopian behöver {behov / 1024 / 1024} MB."); }
    }

    /// <summary>Det som en dödad återställning lämnade bredvid. Den som fortfarande pågår har sin mapp låst.</summary>
    private static void RensaRester(string foralder, string namn)
    {
        foreach (var rest in new DirectoryInfo(foralder).EnumerateDirectories($"{namn}{Sidomapp}*"))
        {
            using var las = Driftlas.Ensam(rest.FullName);
            if (las is null) { continue; }
            las.Dispose();
            Disk.TaBortMapp(rest.FullName);
        }
    }

    /// <summary>Två mappar byter namn med varandra i ett enda steg, där operativsystemet kan det.</summary>
    private static bool Utbyte(string a, string b)
    {
        if (!OperatingSystem.IsLinux()) { return false; }
        const int Har = -100, Byte = 2;
        try { return Renameat2(Har, a, Har, b, Byte) == 0; }
        catch (EntryPointNotFoundException) { return false; }
    }

#pragma warning disable SYSLIB1054 // LibraryImport would turn on unsafe code for the whole project for this call.
    [DllImport("libc", EntryPoint = "renameat2", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Renameat2(int franMapp, [MarshalAs(UnmanagedType.LPUTF8Str)] string fran, int tillMapp, [MarshalAs(UnmanagedType.LPUTF8Str)] string till, uint flaggor);
#pragma warning restore SYSLIB1054

    private sealed class Systemkonto : IAnvandarkontext
    {
        public static Systemkonto Ett { get; } = new();

        public Guid? Id => null;

        public string Namn => Loggaktor.Systemet.Namn;

        public Roll KommunRoller => Roll.System;

        public IReadOnlyDictionary<Guid, Roll> NamndRoller { get; } = new Dictionary<Guid, Roll>();
    }
}
