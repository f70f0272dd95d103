using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Filer;

/// <summary>Filer i en mapp (inställningen Filer:Mapp), i undermappar efter checksummans första tecken.</summary>
public sealed class Fillager : IFillager
{
    /// <summary>En halvskriven fil som inte har rörts på så här länge skrivs inte längre av någon.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromHours(1);

    private readonly string _mapp;
    private readonly string _tillfalliga;
    private readonly ILogger<Fillager> _logger;
    private readonly TimeProvider _clock;

    public Fillager(string mapp, ILogger<Fillager> logger, TimeProvider? clock = null)
    {
        _mapp = Path.GetFullPath(mapp);
        _tillfalliga = Path.Combine(_mapp, "tillfalliga");
        _logger = logger;
        _clock = clock ?? TimeProvider.System;
        Directory.CreateDirectory(Path.Combine(_mapp, "tmp"));
        Directory.CreateDirectory(_tillfalliga);
        TaBortRester(TimeProvider.System.GetUtcNow() - Rest);
    }

    public Task<string> SparaAsync(ReadOnlyMemory<byte> innehall, CancellationToken cancellationToken) => SparaAsync(innehall, Plats, cancellationToken);

    public Task<byte[]?> LasAsync(string checksumma, CancellationToken cancellationToken) => LasAsync(checksumma, Plats(checksumma), cancellationToken);

    public Task<string> SparaTillfalligtAsync(ReadOnlyMemory<byte> innehall, CancellationToken cancellationToken) => SparaAsync(innehall, TillfalligPlats, cancellationToken);

    // The text has been in a form meanwhile, and may have become anything.
    public Task<byte[]?> LasTillfalligtAsync(string checksumma, CancellationToken cancellationToken) =>
        ArChecksumma(checksumma) ? LasAsync(checksumma, TillfalligPlats(checksumma), cancellationToken) : Task.FromResult<byte[]?>(null);

    public Task<int> RensaTillfalligtAsync(DateTimeOffset orordSedan, CancellationToken cancellationToken) =>
        Task.FromResult(new DirectoryInfo(_tillfalliga).EnumerateFiles().Count(fil => TaBort(fil.FullName, orordSedan)));

    private async Task<string> SparaAsync(ReadOnlyMemory<byte> innehall, Func<string, string> platsen, CancellationToken cancellationToken)
    {
        var checksumma = Convert.ToHexString(SHA256.HashData(innehall.Span));
        var plats = platsen(checksumma);
        if (await LasAsync(checksumma, plats, cancellationToken) is not null && Ror(plats)) { return checksumma; }

        // Written whole under another name and flushed to disk before it gets its own: a killed server leaves no half file behind that name.
        var tillfallig = Path.Combine(_mapp, "tmp", Guid.NewGuid().ToString("N"));
        try
        {
            await using (var fil = new FileStream(tillfallig, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await fil.WriteAsync(innehall, cancellationToken);
                fil.Flush(flushToDisk: true);
            }
            Directory.CreateDirectory(Path.GetDirectoryName(plats)!);
            File.SetLastWriteTimeUtc(tillfallig, _clock.GetUtcNow().UtcDateTime);
            File.Move(tillfallig, plats, overwrite: true);
        }
        finally
        {
            File.Delete(tillfallig);
        }
        return checksumma;
    }

    private async Task<byte[]?> LasAsync(string checksumma, string plats, CancellationToken cancellationToken)
    {
        byte[] innehall;
        try
        {
            innehall = await File.ReadAllBytesAsync(plats, cancellationToken);
        }
        // Also when it is cleaned away meanwhile; asking first whether it exists would not be enough.
        catch (Exception fel) when (fel is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        if (Convert.ToHexString(SHA256.HashData(innehall)) == checksumma) { return innehall; }

        _logger.LogError("Filen {Checksumma} i fillagret stämmer inte med sin checksumma.", checksumma);
        return null;
    }

    public async Task<Lagradfil> SparaAsync(Stream innehall, long storst, CancellationToken cancellationToken)
    {
        var tillfallig = Path.Combine(_mapp, "tmp", Guid.NewGuid().ToString("N") + ".tmp");
        try
        {
            var lagrad = await SkrivAsync(innehall, storst, tillfallig, cancellationToken);
            var plats = Plats(lagrad.Checksumma);
            if (await OppnaAsync(lagrad.Checksumma, cancellationToken) is { } finns)
            {
                await finns.DisposeAsync();
                if (Ror(plats)) { return lagrad; }
            }
            var mapp = Path.GetDirectoryName(plats)!;
            Directory.CreateDirectory(mapp);
            File.SetLastWriteTimeUtc(tillfallig, _clock.GetUtcNow().UtcDateTime);
            File.Move(tillfallig, plats, overwrite: true);
            // The name is not on disk until its folder is.
            Mappskrivning.TillDisk(mapp);
            Mappskrivning.TillDisk(_mapp);
            return lagrad;
        }
        catch (Exception fel) when (fel is (IOException and not FillagerException) or UnauthorizedAccessException)
        {
            _logger.LogError(fel, "Fillagret i {Mapp} gick inte att skriva till.", _mapp);
            throw new FillagerException("Filen kunde inte sparas: servern saknar utrymme eller får inte skriva i fillagret. Inget har lagts in. Kontakta systemförvaltaren och försök igen.", fel);
        }
        finally
        {
            TaBort(tillfallig);
        }
    }

    public async Task<Stream?> OppnaAsync(string checksumma, CancellationToken cancellationToken)
    {
        var plats = Plats(checksumma);
        if (!File.Exists(plats)) { return null; }

        FileStream? fil = null;
        try
        {
            // Hashed and read through the same handle: what was verified is what is served, also if the name gets other content meanwhile.
            fil = new FileStream(plats, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous });
            var stammer = Convert.ToHexString(await SHA256.HashDataAsync(fil, cancellationToken)) == checksumma;
            if (stammer)
            {
                fil.Position = 0;
                return fil;
            }
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            _logger.LogError(fel, "Filen {Checksumma} i fillagret gick inte att läsa.", checksumma);
            if (fil is not null) { await fil.DisposeAsync(); }
            return null;
        }
        catch
        {
            if (fil is not null) { await fil.DisposeAsync(); }
            throw;
        }

        await fil.DisposeAsync();
        _logger.LogError("Filen {Checksumma} i fillagret stämmer inte med sin checksumma och lämnas inte ut.", checksumma);
        return null;
    }

    private static async Task<Lagradfil> SkrivAsync(Stream innehall, long storst, string tillfallig, CancellationToken cancellationToken)
    {
        using var summa = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var fil = new FileStream(tillfallig, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, Options = FileOptions.Asynchronous, BufferSize = 0 });
        var buffert = new byte[128 * 1024];
        var storlek = 0L;
        int antal;
        while ((antal = await innehall.ReadAsync(buffert.AsMemory(0, (int)Math.Min(buffert.Length, storst - storlek + 1)), cancellationToken)) > 0)
        {
            storlek += antal;
            if (storlek > storst) { throw new FillagerException($"Filen är större än {storst / 1024 / 1024} MB."); }
            summa.AppendData(buffert, 0, antal);
            await fil.WriteAsync(buffert.AsMemory(0, antal), cancellationToken);
        }
        fil.Flush(flushToDisk: true);
        return new Lagradfil(Convert.ToHexString(summa.GetHashAndReset()), storlek);
    }

    /// <summary>Det som en avbruten server lämnade efter sig. Det nyaste får vara: en annan process kan hålla på att skriva det.</summary>
    private void TaBortRester(DateTimeOffset aldreAn)
    {
        foreach (var rest in new DirectoryInfo(Path.Combine(_mapp, "tmp")).EnumerateFiles())
        {
            if (rest.LastWriteTimeUtc < aldreAn.UtcDateTime) { TaBort(rest.FullName); }
        }
    }

    private void TaBort(string tillfallig)
    {
        try
        {
            File.Delete(tillfallig);
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning(fel, "Den tillfälliga filen {Fil} kunde inte tas bort.", tillfallig);
        }
    }

    public Task<bool> ArOrordAsync(string checksumma, DateTimeOffset sedan, CancellationToken cancellationToken)
    {
        var fil = new FileInfo(Plats(checksumma));
        return Task.FromResult(!fil.Exists || fil.LastWriteTimeUtc <= sedan.UtcDateTime);
    }

    public Task<bool> TaBortAsync(string checksumma, DateTimeOffset orordSedan, CancellationToken cancellationToken) =>
        Task.FromResult(TaBort(Plats(checksumma), orordSedan));

    /// <summary>Sparas innehållet som redan finns får det dagens tid, så att ingen städar bort det under den som nyss lämnade det. Falskt när det hann försvinna.</summary>
    private bool Ror(string plats)
    {
        try
        {
            File.SetLastWriteTimeUtc(plats, _clock.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>
    /// Renamed first and looked at after: whoever saves the same content either touched it before, and then it gets its name back, or finds no
    /// file and writes a new one.
    /// </summary>
    private bool TaBort(string plats, DateTimeOffset orordSedan)
    {
        if (!File.Exists(plats)) { return true; }
        if (File.GetLastWriteTimeUtc(plats) > orordSedan.UtcDateTime) { return false; }
        var undan = Path.Combine(_mapp, "tmp", $"{Guid.NewGuid():N}.borta");
        try
        {
            File.Move(plats, undan);
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        if (File.GetLastWriteTimeUtc(undan) > orordSedan.UtcDateTime)
        {
            // The same content, should someone have written it anew meanwhile.
            File.Move(undan, plats, overwrite: true);
            return false;
        }
        File.Delete(undan);
        return true;
    }

    private string Plats(string checksumma) => Path.Combine(_mapp, Provad(checksumma)[..2], checksumma);

    private string TillfalligPlats(string checksumma) => Path.Combine(_tillfalliga, Provad(checksumma));

    private static bool ArChecksumma(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitUpper);

    private static string Provad(string checksumma) => ArChecksumma(checksumma)
        ? checksumma
        : throw new ArgumentException("En checksumma är 64 hexadecimala tecken.", nameof(checksumma));
}
