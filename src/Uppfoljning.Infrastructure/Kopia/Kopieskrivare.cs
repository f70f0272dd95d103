using System.Data.Common;
using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Logg;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Infrastructure.Drift;
using Uppfoljning.Infrastructure.Filer;

namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>Det som skrevs.</summary>
internal sealed record Skriven(Manifest Manifest, long Storlek, IReadOnlyList<string> Brister);

/// <summary>
/// Skriver en kopia: en ögonblicksbild av databasen, filerna som dess rader nämner, ankarna, inställningarna, nycklarna krypterade, och sist ett
/// undertecknat manifest. Allt skrivs under ett annat namn och är på disken innan filen får sitt.
/// </summary>
internal sealed class Kopieskrivare(
    Kopieinstallning installning, IConfiguration configuration, IDatabase databas, IFillager lager, ILoggnycklar nycklar, ILoggankare ankare, TimeProvider clock)
{
    private const int FlestForsok = 3;

    /// <summary>Så ofta förnyas skyddet för de filer som återstår; fillagret städar inte det som har rörts inom en timme.</summary>
    private static readonly TimeSpan Skyddstid = TimeSpan.FromMinutes(20);

    public static string Programversion => typeof(Kopieskrivare).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "inte känd";

    public async Task<Skriven> SkrivAsync(string mal, Kopielosen? losen, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        var mapp = Path.GetDirectoryName(mal)!;
        var (del, databasdel) = (mal + ".part", mal + ".databas.part");
        try
        {
            nycklar.LasOm();
            // Anchors are read first: one made meanwhile could be of an event that the snapshot does not have.
            var ankarrader = ankare.Fil is { } ankarfil && File.Exists(ankarfil) ? await File.ReadAllLinesAsync(ankarfil, cancellationToken) : [];
            var brister = new List<string>();
            var (bild, filer) = await BildAsync(databasdel, forlopp, cancellationToken);
            var nyckel = (bild.Huvud.Nyckel is { } id ? nycklar.Med(id) : null) ?? (nycklar.Alla is [.., var sista] ? sista : null)
                ?? throw new DriftException($"Loggens nyckel saknas, och utan den går kopian inte att underteckna. {nycklar.Plats}");

            await using var ut = new FileStream(del, Bara(FileMode.Create));
            Manifest manifest;
            using (var zip = new ZipArchive(ut, ZipArchiveMode.Create, leaveOpen: true))
            {
                var kopia = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
                var poster = new List<Post>();
                if (File.Exists(databasdel))
                {
                    forlopp("Databasen", 0, 1);
                    await using var fil = File.OpenRead(databasdel);
                    poster.Add(await LaggTillAsync(zip, Kopieformat.Databas, fil, CompressionLevel.Fastest, cancellationToken));
                }
                await FilerAsync(zip, poster, filer, brister, forlopp, cancellationToken);
                poster.Add(await LaggTillAsync(zip, Kopieformat.Ankare, Strom(string.Concat(ankarrader.Select(r => r + "\n"))), CompressionLevel.Fastest, cancellationToken));
                poster.Add(await LaggTillAsync(zip, Kopieformat.Installningar, new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(Installningar(configuration), Kopieformat.Json)), CompressionLevel.Fastest, cancellationToken));
                if (losen is not null)
                {
                    poster.Add(await LaggTillAsync(zip, Kopieformat.Nycklar, new MemoryStream(Paket().Kryptera(losen, kopia)), CompressionLevel.NoCompression, cancellationToken));
                }
                manifest = new()
                {
                    Format = Kopieformat.Nu,
                    Id = kopia,
                    Version = Programversion,
                    Migrering = bild.Migrering,
                    Databas = databas.Namn,
                    Kommun = installning.Kommun,
                    Skapad = Loggkedja.Tusendelar(bild.Tid),
                    LoggNr = bild.Huvud.Nr,
                    LoggKedja = bild.Huvud.Kedja,
                    LoggNyckel = bild.Huvud.Nyckel,
                    Nycklar = losen is not null,
                    Ankare = ankarrader.Length,
                    Rader = bild.Rader,
                    Poster = poster,
                    Saknas = [.. filer.Select(f => f.Checksumma).Except(poster.Select(p => p.Namn[(p.Namn.LastIndexOf('/') + 1)..]))],
                };
                var text = JsonSerializer.SerializeToUtf8Bytes(manifest, Kopieformat.Json);
                await LaggTillAsync(zip, Kopieformat.Manifestet, new MemoryStream(text), CompressionLevel.Fastest, cancellationToken);
                await LaggTillAsync(zip, Kopieformat.Underskriften,
                    new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(Kopieformat.SkrivUnder(text, nyckel), Kopieformat.Json)), CompressionLevel.NoCompression, cancellationToken);
            }
            await ut.FlushAsync(cancellationToken);
            ut.Flush(flushToDisk: true);
            var storlek = ut.Length;
            await ut.DisposeAsync();
            File.Move(del, mal, overwrite: false);
            Mappskrivning.TillDisk(mapp);
            return new(manifest, storlek, brister);
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException or DbException)
        {
            throw new DriftException($"Säkerhetskopian gick inte att skriva till {mapp}: {Diskorsak.Text(fel, databas.Fel)}. Inget halvt är kvar där.");
        }
        finally
        {
            foreach (var rest in new[] { del, databasdel, databasdel + "-wal", databasdel + "-shm", databasdel + "-journal" }) { TaBort(rest); }
        }
    }

    public static void TaBort(string fil)
    {
        try { File.Delete(fil); }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException) { Trace.WriteLine(fel); }
    }

    /// <summary>En fil som bara programmets eget konto får läsa.</summary>
    public static FileStreamOptions Bara(FileMode mode)
    {
        var val = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, Options = FileOptions.Asynchronous, BufferSize = 128 * 1024 };
        if (!OperatingSystem.IsWindows()) { val.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        return val;
    }

    /// <summary>Databasen så som den är i ett ögonblick, och filerna som den då nämner, skyddade mot städning.</summary>
    private async Task<(Bild Bild, IReadOnlyList<Filrad> Filer)> BildAsync(string databasdel, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        for (var forsok = 1; ; forsok++)
        {
            forlopp("Ögonblicksbild av databasen", 0, 1);
            var (bild, filer) = installning.Databasfil is null ? await UrAnvandAsync(cancellationToken) : await UrKopiaAsync(databasdel, cancellationToken);
            var borta = filer.Where(f => !Skydda(f.Checksumma)).Select(f => f.Checksumma).ToList();
            if (borta.Count == 0) { return (bild, filer); }

            // A file may have been cleaned away between the snapshot and now, and then the rows no longer name it: a new snapshot is true again.
            await using var nu = await databas.OpenAsync(cancellationToken);
            var kvar = (await Databaslasning.FilerAsync(nu)).Select(f => f.Checksumma).ToHashSet(StringComparer.Ordinal);
            if (borta.TrueForAll(kvar.Contains) || forsok == FlestForsok) { return (bild, filer); }
            TaBort(databasdel);
        }
    }

    private async Task<(Bild Bild, IReadOnlyList<Filrad> Filer)> UrKopiaAsync(string databasdel, CancellationToken cancellationToken)
    {
        await new FileStream(databasdel, Bara(FileMode.Create)).DisposeAsync();
        var tid = clock.GetUtcNow();
        using (var kalla = new SqliteDatabase(installning.Databas.Anslutning))
        await using (var anvand = (SqliteConnection)await kalla.OpenAsync(cancellationToken))
        await using (var kopia = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = databasdel, Pooling = false }.ConnectionString))
        {
            await kopia.OpenAsync(cancellationToken);
            // One step is one read transaction: in WAL the writers go on meanwhile, and the copy is of a single moment.
            await Task.Run(() => anvand.BackupDatabase(kopia), cancellationToken);
        }
        using var egen = Databaslasning.Egen(databasdel);
        await using var last = await egen.OpenAsync(cancellationToken);
        var bild = await LasAsync(last, tid, sqlite: true);
        // One file, without a log beside it, is what goes into the archive.
        await using var pragma = last.CreateCommand();
        pragma.CommandText = "PRAGMA journal_mode = DELETE";
        await pragma.ExecuteNonQueryAsync(cancellationToken);
        return bild;
    }

    private async Task<(Bild Bild, IReadOnlyList<Filrad> Filer)> UrAnvandAsync(CancellationToken cancellationToken)
    {
        await using var connection = await databas.OpenAsync(cancellationToken);
        return await LasAsync(connection, clock.GetUtcNow(), sqlite: false);
    }

    private static async Task<(Bild Bild, IReadOnlyList<Filrad> Filer)> LasAsync(DbConnection connection, DateTimeOffset tid, bool sqlite)
    {
        var rader = await Databaslasning.RaderAsync(connection, sqlite);
        var migrering = rader.ContainsKey("Migrering") ? await Databaslasning.MigreringAsync(connection) : 0;
        if (migrering < Databaslasning.ForstaMigrering)
        {
            throw new DriftException($"Databasen är äldre än den första som kan säkerhetskopieras (migrering {migrering}; minst {Databaslasning.ForstaMigrering} behövs). Stäng programmet, kopiera dess mapp, och kör sedan verbet migrera.");
        }
        var huvud = await Databaslasning.HuvudAsync(connection) ?? throw new DriftException("Loggens huvud saknas i databasen. Kör verbet verifiera.");
        return (new(tid, migrering, huvud, rader), await Databaslasning.FilerAsync(connection));
    }

    private async Task FilerAsync(ZipArchive zip, List<Post> poster, IReadOnlyList<Filrad> filer, List<string> brister, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        var skyddade = clock.GetTimestamp();
        for (var i = 0; i < filer.Count; i++)
        {
            forlopp("Filer", i, filer.Count);
            if (clock.GetElapsedTime(skyddade) > Skyddstid)
            {
                foreach (var resten in filer.Skip(i)) { Skydda(resten.Checksumma); }
                skyddade = clock.GetTimestamp();
            }
            // Read against its checksum before anything is written: a file that is wrong is told of and left out, and the rest is still worth having.
            await using var innehall = await lager.OppnaAsync(filer[i].Checksumma, cancellationToken);
            if (innehall is null)
            {
                brister.Add($"Filen {filer[i].Checksumma} saknas i fillagret eller stämmer inte med sin checksumma, och är inte med.");
                continue;
            }
            var post = await LaggTillAsync(zip, Kopieformat.Filpost(filer[i].Checksumma), innehall, CompressionLevel.NoCompression, cancellationToken);
            if (!string.Equals(post.Sha256, filer[i].Checksumma, StringComparison.OrdinalIgnoreCase)) { throw new IOException($"Filen {filer[i].Checksumma} ändrades medan den lästes."); }
            poster.Add(post);
        }
    }

    private bool Skydda(string checksumma)
    {
        var plats = Path.Combine(Path.GetFullPath(installning.Filmapp), checksumma[..2], checksumma);
        try
        {
            File.SetLastWriteTimeUtc(plats, clock.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (Exception fel) when (fel is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private Nyckelpaket Paket() => new()
    {
        Logg = [.. nycklar.Alla.Select(n => new Paketnyckel(n.Id, n.Varde))],
        Filer = installning.Nyckelmapp is { } mapp && Directory.Exists(mapp)
            ? new DirectoryInfo(mapp).EnumerateFiles().Where(f => f.Extension != ".tmp" && f.Length < 1024 * 1024).ToDictionary(f => f.Name, f => File.ReadAllBytes(f.FullName))
            : new Dictionary<string, byte[]>(),
        Installningar = new[] { "Nycklar:Skydd", "Nycklar:GamlaSkydd" }.Where(namn => !string.IsNullOrEmpty(configuration[namn])).ToDictionary(namn => namn, namn => configuration[namn]!),
    };

    /// <summary>Inställningarna som sattes, bara de som är kända och inte hemliga: ett lösenord ur en kopia ska inte öppna något.</summary>
    private static SortedDictionary<string, string> Installningar(IConfiguration configuration)
    {
        var alla = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var installning in Installningskatalog.Alla.Where(i => i.Sort is not (Sort.Hemlig or Sort.Anslutning)))
        {
            foreach (var (namn, varde) in configuration.GetSection(installning.Sektion).AsEnumerable())
            {
                // What has an at sign may be an address with a password in it.
                if (varde is null || varde.Contains('@', StringComparison.Ordinal)) { continue; }
                if (installning.Passar(namn) || namn.StartsWith(installning.Namn + ":", StringComparison.OrdinalIgnoreCase)) { alla[namn] = varde; }
            }
        }
        return alla;
    }

    private static async Task<Post> LaggTillAsync(ZipArchive zip, string namn, Stream innehall, CompressionLevel niva, CancellationToken cancellationToken)
    {
        using var summa = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var ut = await zip.CreateEntry(namn, niva).OpenAsync(cancellationToken);
        var buffert = new byte[256 * 1024];
        var storlek = 0L;
        int antal;
        while ((antal = await innehall.ReadAsync(buffert, cancellationToken)) > 0)
        {
            summa.AppendData(buffert, 0, antal);
            storlek += antal;
            await ut.WriteAsync(buffert.AsMemory(0, antal), cancellationToken);
        }
        return new(namn, storlek, Convert.ToHexStringLower(summa.GetHashAndReset()));
    }

    private static MemoryStream Strom(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed record Bild(DateTimeOffset Tid, int Migrering, Logghuvud Huvud, IReadOnlyDictionary<string, long> Rader);
}
