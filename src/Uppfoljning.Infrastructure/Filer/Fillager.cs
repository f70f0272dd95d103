using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Filer;

/// <summary>Filer i en mapp (inställningen Filer:Mapp), i undermappar efter checksummans första tecken.</summary>
public sealed class Fillager : IFillager
{
    private readonly string _mapp;
    private readonly ILogger<Fillager> _logger;

    public Fillager(string mapp, ILogger<Fillager> logger)
    {
        _mapp = Path.GetFullPath(mapp);
        _logger = logger;
        Directory.CreateDirectory(Path.Combine(_mapp, "tmp"));
    }

    public async Task<string> SparaAsync(ReadOnlyMemory<byte> innehall, CancellationToken cancellationToken)
    {
        var checksumma = Convert.ToHexString(SHA256.HashData(innehall.Span));
        if (await LasAsync(checksumma, cancellationToken) is not null) { return checksumma; }

        // Written whole under another name and flushed to disk before it gets its own: a killed server leaves no half file behind that name.
        var tillfallig = Path.Combine(_mapp, "tmp", Guid.NewGuid().ToString("N"));
        try
        {
            await using (var fil = new FileStream(tillfallig, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await fil.WriteAsync(innehall, cancellationToken);
                fil.Flush(flushToDisk: true);
            }
            var plats = Plats(checksumma);
            Directory.CreateDirectory(Path.GetDirectoryName(plats)!);
            File.Move(tillfallig, plats, overwrite: true);
        }
        finally
        {
            File.Delete(tillfallig);
        }
        return checksumma;
    }

    public async Task<byte[]?> LasAsync(string checksumma, CancellationToken cancellationToken)
    {
        var plats = Plats(checksumma);
        if (!File.Exists(plats)) { return null; }
        var innehall = await File.ReadAllBytesAsync(plats, cancellationToken);
        if (Convert.ToHexString(SHA256.HashData(innehall)) == checksumma) { return innehall; }

        _logger.LogError("Filen {Checksumma} i fillagret stämmer inte med sin checksumma.", checksumma);
        return null;
    }

    public Task TaBortAsync(string checksumma, CancellationToken cancellationToken)
    {
        var plats = Plats(checksumma);
        if (File.Exists(plats)) { File.Delete(plats); }
        return Task.CompletedTask;
    }

    private string Plats(string checksumma) => checksumma.Length == 64 && checksumma.All(char.IsAsciiHexDigitUpper)
        ? Path.Combine(_mapp, checksumma[..2], checksumma)
        : throw new ArgumentException("En checksumma är 64 hexadecimala tecken.", nameof(checksumma));
}
