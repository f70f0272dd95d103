using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Kopia;
using Uppfoljning.Infrastructure.Filer;

namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>
/// Säkerhetskopiorna bakom porten. Databasen och fillagret tas först när de behövs: den som återställer på en tom maskin ska inte få en tom
/// databas på köpet.
/// </summary>
internal sealed partial class Sakerhetskopior(IServiceProvider services, Kopieinstallning installning, IConfiguration configuration, ILoggnycklar nycklar, ILoggankare ankare, TimeProvider clock)
    : ISakerhetskopior
{
    private const int KortasteLosen = 12, LangstaNyckelfil = 1024 * 1024;

    private const string Lasnamn = ".uppfoljning-sakerhetskopia.las", Omdome = ".json";

    public Kopielage Lage => installning.Lage;

    public Kopielosen? Installdlosen() => installning.Nyckelfil is { } fil ? Losen(fil) : null;

    public Kopielosen Losen(string nyckelfil)
    {
        try
        {
            var varde = new FileInfo(nyckelfil).Length <= LangstaNyckelfil ? File.ReadAllBytes(nyckelfil) : throw new DriftException($"Nyckelfilen {nyckelfil} är större än en megabyte.");
            var slut = varde.Length;
            // The last line break is an editor's, not the key's.
            while (slut > 0 && varde[slut - 1] is (byte)'\n' or (byte)'\r') { slut--; }
            return slut >= KortasteLosen ? new Kopielosen(varde[..slut]) : throw new DriftException($"Nyckelfilen {nyckelfil} är kortare än {KortasteLosen} tecken.");
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"Nyckelfilen {nyckelfil} går inte att läsa: {Diskorsak.Text(fel)}.");
        }
    }

    public IReadOnlyList<Kopiepost> Lista(string mapp)
    {
        try
        {
            return Directory.Exists(mapp)
                ? [.. new DirectoryInfo(mapp).EnumerateFiles("uppfoljning-*.zip").Select(f => (Fil: f, Tid: Tid(f.Name))).Where(f => f.Tid is not null)
                    .Select(f => Post(f.Fil, f.Tid!.Value)).OrderByDescending(k => k.Gjord)]
                : [];
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"Mappen för säkerhetskopior {mapp} går inte att läsa: {Diskorsak.Text(fel)}.");
        }
    }

    public async Task<Kopieutfall> GorAsync(Kopiebestallning bestallning, Kopieforlopp forlopp, CancellationToken cancellationToken)
    {
        var (mapp, mal, iMapp) = Mal(bestallning.Mal);
        if (installning.Databasfil is { } databasfil && !File.Exists(databasfil)) { throw new DriftException($"Databasen {databasfil} finns inte (inställningen Databas:Anslutning)."); }
        await using var las = Las(mapp);
        foreach (var rest in new DirectoryInfo(mapp).EnumerateFiles("uppfoljning-*.part*")) { Kopieskrivare.TaBort(rest.FullName); }
        foreach (var rest in new DirectoryInfo(mapp).EnumerateDirectories(Kopieprovare.Provmapp + "*")) { Disk.TaBortMapp(rest.FullName); }

        var skrivare = new Kopieskrivare(installning, configuration, services.GetRequiredService<IDatabase>(), services.GetRequiredService<IFillager>(), nycklar, ankare, clock);
        var skriven = await skrivare.SkrivAsync(mal, bestallning.Losen, forlopp, cancellationToken);
        var provning = await Kopieprovare.KopianAsync(mal, mapp, bestallning.Losen, nycklar, clock, forlopp, cancellationToken);
        var hel = provning.Hel && skriven.Brister.Count == 0;
        SkrivOmdome(mal, hel, hel ? provning.Mening : string.Join(" ", skriven.Brister.Take(5).Append(provning.Mening)), bestallning.Losen is not null);
        return new()
        {
            Fil = mal,
            Id = skriven.Manifest.Id,
            Storlek = skriven.Storlek,
            Filer = skriven.Manifest.Poster.Count(p => p.Namn.StartsWith(Kopieformat.Filer, StringComparison.Ordinal)),
            Handelser = skriven.Manifest.LoggNr,
            MedNycklar = bestallning.Losen is not null,
            Varningar = [.. Varningar(mapp, bestallning)],
            Brister = skriven.Brister,
            Provning = provning,
            Gallrade = iMapp ? Gallra(mapp) : [],
        };
    }

    public Task<Kopieprovning> VerifieraAsync(string kopia, Kopielosen? losen, Kopieforlopp forlopp, CancellationToken cancellationToken) =>
        Kopieprovare.KopianAsync(kopia, null, losen, nycklar, clock, forlopp, cancellationToken);

    public Task<Kopieprovning> VerifieraAsync(Kopieforlopp forlopp, CancellationToken cancellationToken) => installning.Databasfil is { } fil && !File.Exists(fil)
        ? Task.FromResult(new Kopieprovning([new("Databas", Provutfall.Fel, $"Databasen {fil} finns inte (inställningen Databas:Anslutning).")]))
        : Kopieprovare.InstallationenAsync(installning, services.GetRequiredService<IDatabase>(), services.GetRequiredService<IFillager>(), nycklar, ankare, clock, forlopp, cancellationToken);

    public (bool Nycklar, string Kommun) Om(string kopia)
    {
        using var lasare = new Kopielasare(kopia);
        return (lasare.Manifest.Nycklar, lasare.Manifest.Kommun);
    }

    public Task<Aterstallt> AterstallAsync(Aterstallning aterstallning, Kopieforlopp forlopp, CancellationToken cancellationToken) =>
        new Aterstallare(installning.Databasfil, nycklar, ankare, clock).AterstallAsync(aterstallning, forlopp, cancellationToken);

    public async Task<string> NoteraAsync(string? kopia, string? ankarfil, CancellationToken cancellationToken)
    {
        Manifest? manifest = null;
        if (kopia is not null)
        {
            using var lasare = new Kopielasare(kopia);
            if (lasare.Akta(nycklar) != true) { throw Kopielasare.Fel(Kopieprovare.Underskrift(lasare, nycklar).Mening); }
            manifest = lasare.Manifest;
        }
        var databas = services.GetRequiredService<IDatabase>();
        var kanda = (await ankare.LasAsync(cancellationToken)).Ankare.Concat(ankarfil is null ? [] : (await ankare.LasAsync(ankarfil, cancellationToken)).Ankare).ToList();
        var (mening, nytt) = await Aterstallare.NoteraAsync(databas, nycklar, manifest, kopia is null ? "som databasadministratören gjorde" : Path.GetFileName(kopia), kanda, 0, clock, cancellationToken);
        if (ankare.Fil is not null) { await ankare.SkrivAsync(nytt, cancellationToken); }
        return mening;
    }

    private (string Mapp, string Fil, bool IMapp) Mal(string mal)
    {
        var plats = Path.GetFullPath(mal);
        var somFil = !Directory.Exists(plats) && Path.GetExtension(plats).Equals(".zip", StringComparison.OrdinalIgnoreCase);
        var mapp = somFil ? Path.GetDirectoryName(plats)! : Path.TrimEndingDirectorySeparator(plats);
        if (somFil && File.Exists(plats)) { throw new DriftException($"Filen {plats} finns redan och skrivs inte över."); }
        if (installning.Egna.FirstOrDefault(egen => mapp == egen || mapp.StartsWith(Path.TrimEndingDirectorySeparator(egen) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) is { } inuti)
        {
            throw new DriftException($"Säkerhetskopian kan inte ligga i {inuti}, där programmet har sina egna filer: det som förstör dem förstör kopian. Ange en mapp på en annan disk.");
        }
        try
        {
            Directory.CreateDirectory(mapp);
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"Mappen {mapp} går inte att skriva i: {Diskorsak.Text(fel)}.");
        }
        return (mapp, somFil ? plats : Path.Combine(mapp, $"uppfoljning-{clock.GetUtcNow().UtcDateTime.ToString(Tidsform, CultureInfo.InvariantCulture)}.zip"), !somFil);
    }

    /// <summary>En kopia åt gången i en mapp; den som dog släppte låset, och det halva den lämnade kan tas bort.</summary>
    private static FileStream Las(string mapp)
    {
        try
        {
            return new FileStream(Path.Combine(mapp, Lasnamn), new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None });
        }
        catch (UnauthorizedAccessException fel)
        {
            throw new DriftException($"Mappen {mapp} går inte att skriva i: {Diskorsak.Text(fel)}.");
        }
        catch (IOException fel)
        {
            throw new DriftException(Driftlas.Upptagen(fel) ? $"En annan säkerhetskopia skrivs just nu i {mapp}." : $"Mappen {mapp} går inte att skriva i: {Diskorsak.Text(fel)}.");
        }
    }

    private IEnumerable<string> Varningar(string mapp, Kopiebestallning bestallning)
    {
        if (bestallning.Losen is null) { yield return "Nycklarna är inte med. Utan dem går kopian inte att återställa; spara dem på en annan plats."; }
        if (installning.Egna.Any(egen => Disk.Samma(egen, mapp))) { yield return $"Kopian ligger på samma disk som programmets egna filer. Går disken sönder går båda; flytta den till en annan."; }
        if (installning.Databasfil is null) { yield return "Databasen är SQL Servers och är inte med. Databasadministratörens kopia ska vara gjord före den här (db/sqlserver/0002_sakerhetskopia.sql)."; }
    }

    private List<string> Gallra(string mapp)
    {
        var bort = Kopiegallring.Bort(Lista(mapp).Select(k => new Gallringskopia(k.Fil, k.Gjord, k.Hel == true)), clock.GetUtcNow(), Lage.BehallDagar, Lage.BehallAntal);
        foreach (var fil in bort)
        {
            Kopieskrivare.TaBort(Path.Combine(mapp, fil));
            Kopieskrivare.TaBort(Path.Combine(mapp, fil + Omdome));
        }
        return [.. bort];
    }

    private void SkrivOmdome(string mal, bool hel, string mening, bool medNycklar)
    {
        var del = mal + Omdome + ".part";
        try
        {
            File.WriteAllBytes(del, JsonSerializer.SerializeToUtf8Bytes(new Omdomet(hel, clock.GetUtcNow(), mening, medNycklar), Kopieformat.Json));
            File.Move(del, mal + Omdome, overwrite: true);
            Mappskrivning.TillDisk(Path.GetDirectoryName(mal)!);
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            // Without it the copy counts as not tried, which is the safe thing to say.
            Kopieskrivare.TaBort(del);
        }
    }

    private static Kopiepost Post(FileInfo fil, DateTimeOffset gjord)
    {
        var omdome = Las(fil);
        return new() { Fil = fil.Name, Gjord = gjord, Storlek = fil.Length, Hel = omdome?.Hel, Provad = omdome?.Provad, Mening = omdome?.Mening, MedNycklar = omdome?.MedNycklar };
    }

    private static Omdomet? Las(FileInfo fil)
    {
        try { return new FileInfo(fil.FullName + Omdome) is { Exists: true, Length: < 1024 * 1024 } json ? JsonSerializer.Deserialize<Omdomet>(File.ReadAllBytes(json.FullName), Kopieformat.Json) : null; }
        catch (Exception fel) when (fel is JsonException or IOException or UnauthorizedAccessException) { return null; }
    }

    private const string Tidsform = "yyyyMMdd'T'HHmmssfff'Z'";

    private static DateTimeOffset? Tid(string namn) => NamnRegex().Match(namn) is { Success: true } m
        && DateTimeOffset.TryParseExact(m.Groups[1].Value, Tidsform, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var tid) ? tid : null;

    [GeneratedRegex(@"\Auppfoljning-([0-9]{8}T[0-9]{9}Z)\.zip\z")]
    private static partial Regex NamnRegex();

    private sealed record Omdomet(bool Hel, DateTimeOffset Provad, string Mening, bool MedNycklar);
}
