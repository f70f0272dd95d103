using System.Diagnostics;

namespace Uppfoljning.Tests.Fel;

/// <summary>
/// En liten riktig disk i minnet: fylls, töms och görs skrivskyddad. Det kräver att få montera. Får testet inte det (en container utan rättigheter)
/// begränsas i stället processens filer av kärnan, vilket ger samma slags fel.
/// </summary>
internal sealed class Disk : IAsyncDisposable
{
    private const string Fyllnad = "fyllnad";

    private Disk(string mapp, bool monterad) => (Mapp, Monterad) = (mapp, monterad);

    public string Mapp { get; }

    /// <summary>Falskt när testet inte fick montera.</summary>
    public bool Monterad { get; }

    public static async Task<Disk> SkapaAsync(int megabyte = 24)
    {
        var mapp = Directory.CreateTempSubdirectory("uppfoljning-disk-").FullName;
        var kod = await KorAsync("mount", "-t", "tmpfs", "-o", $"size={megabyte}m", "uppfoljning", mapp);
        return new(mapp, kod == 0);
    }

    /// <summary>Fyller disken till sista byten, eller förbjuder processen att göra någon fil större än den är.</summary>
    public async Task FyllAsync(int processId)
    {
        if (!Monterad)
        {
            Assert.That(await KorAsync("prlimit", "--pid", $"{processId}", "--fsize=0:unlimited"), Is.Zero);
            return;
        }
        await using var fil = new FileStream(Path.Combine(Mapp, Fyllnad), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        foreach (var storlek in new[] { 256 * 1024, 4096, 512, 1 })
        {
            var block = new byte[storlek];
            try
            {
                while (true) { fil.Write(block); }
            }
            catch (IOException)
            {
                // Full, for blocks of this size.
            }
        }
    }

    public async Task TomAsync(int processId)
    {
        if (Monterad) { File.Delete(Path.Combine(Mapp, Fyllnad)); }
        else { Assert.That(await KorAsync("prlimit", "--pid", $"{processId}", "--fsize=unlimited:unlimited"), Is.Zero); }
    }

    public async Task SkrivskyddaAsync() => Assert.That(await KorAsync("mount", "-o", "remount,ro", Mapp), Is.Zero);

    public async Task LosAsync() => Assert.That(await KorAsync("mount", "-o", "remount,rw", Mapp), Is.Zero);

    public async ValueTask DisposeAsync()
    {
        if (Monterad) { await KorAsync("umount", "-l", Mapp); }
        Directory.Delete(Mapp, recursive: true);
    }

    public static async Task<int> KorAsync(string program, params string[] args)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
