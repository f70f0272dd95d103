using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Logg;
using Uppfoljning.Infrastructure.Filer;
using Uppfoljning.Infrastructure.Skydd;

namespace Uppfoljning.Infrastructure.Logg;

/// <summary>
/// Ankarna: en rad JSON i taget, sist i en fil som bara växer, på disken innan metoden är klar. Mottagaren på nätet är den som är inställd och
/// ingen annan: omdirigeringar följs inte, och svaret läses inte.
/// </summary>
internal sealed class Ankarlager : ILoggankare, IDisposable
{
    private static readonly TimeSpan Svar = TimeSpan.FromSeconds(15);

    private readonly Logginstallning _installning;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _skrivare = new(1, 1);
    private readonly Lazy<HttpClient> _klient;

    public Ankarlager(Logginstallning installning, TimeProvider clock)
    {
        (_installning, _clock) = (installning, clock);
        _klient = new(() => Skyddadklient.Skapa(_installning.Mottagare!, Svar));
    }

    public string? Fil => _installning.Ankarfil;

    public string? Mottagare => _installning.Mottagare?.Host;

    public Task<Ankarlage> LasAsync(CancellationToken cancellationToken) => Fil is { } fil && File.Exists(fil) ? LasAsync(fil, cancellationToken) : Task.FromResult(Ankarlage.Tomt);

    public async Task<Ankarlage> LasAsync(string fil, CancellationToken cancellationToken)
    {
        var (ankare, kvitton, olasliga) = (new List<Loggankare>(), new List<Loggankare>(), 0);
        try
        {
            await using var strom = new FileStream(fil, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var text = new StreamReader(strom, Encoding.UTF8);
            while (await text.ReadLineAsync(cancellationToken) is { } rad)
            {
                if (rad.Length == 0) { continue; }
                if (Tolka(rad) is not var (ankaret, kvitto)) { olasliga++; }
                else if (kvitto) { kvitton.Add(ankaret); }
                else { ankare.Add(ankaret); }
            }
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"Ankarfilen {fil} går inte att läsa: {Diskorsak.Text(fel)}.");
        }
        return new(ankare, kvitton, olasliga);
    }

    public Task SkrivAsync(Loggankare ankare, CancellationToken cancellationToken) => LaggTillAsync(Text(ankare, null), cancellationToken);

    public async Task<string?> SkickaAsync(Loggankare ankare, CancellationToken cancellationToken)
    {
        using var begaran = new HttpRequestMessage(HttpMethod.Post, _installning.Mottagare) { Content = new StringContent(Text(ankare, null) + "\n", Encoding.UTF8, "application/json") };
        if (_installning.Token is { } token) { begaran.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token); }
        try
        {
            using var svar = await _klient.Value.SendAsync(begaran, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!svar.IsSuccessStatusCode) { return $"den svarade {(int)svar.StatusCode}."; }
        }
        catch (Exception fel) when (fel is HttpRequestException or IOException or SocketException)
        {
            return fel is NekadAdressException || fel.InnerException is NekadAdressException ? "den får inte nås: namnet leder till en adress som är stängd." : "den går inte att nå.";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"den svarade inte inom {Svar.TotalSeconds:0} sekunder.";
        }
        await LaggTillAsync(Text(ankare with { Tid = Loggkedja.Tusendelar(_clock.GetUtcNow()) }, Mottagare), cancellationToken);
        return null;
    }

    public void Dispose()
    {
        _skrivare.Dispose();
        if (_klient.IsValueCreated) { _klient.Value.Dispose(); }
    }

    private async Task LaggTillAsync(string rad, CancellationToken cancellationToken)
    {
        await _skrivare.WaitAsync(cancellationToken);
        try
        {
            var mapp = Path.GetDirectoryName(Fil!)!;
            var ny = !File.Exists(Fil);
            Directory.CreateDirectory(mapp);
            var val = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
            if (!OperatingSystem.IsWindows()) { val.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead; }
            await using var strom = new FileStream(Fil!, val);
            // A line that was cut off by a killed server stays as it is, on a line of its own.
            var text = (Avbruten(strom) ? "\n" : "") + rad + "\n";
            strom.Seek(0, SeekOrigin.End);
            await strom.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
            strom.Flush(flushToDisk: true);
            if (ny) { Mappskrivning.TillDisk(mapp); }
        }
        finally
        {
            _skrivare.Release();
        }
    }

    private static bool Avbruten(FileStream strom)
    {
        if (strom.Length == 0) { return false; }
        strom.Seek(-1, SeekOrigin.End);
        return strom.ReadByte() != '\n';
    }

    internal static string Text(Loggankare ankare, string? mottagare) => JsonSerializer.Serialize(mottagare is null
        ? new { v = 1, nr = ankare.Nr, kedja = ankare.Kedja, nyckel = ankare.Nyckel, tid = Loggkedja.Tidstext(ankare.Tid) }
        : (object)new { v = 1, nr = ankare.Nr, kedja = ankare.Kedja, nyckel = ankare.Nyckel, tid = Loggkedja.Tidstext(ankare.Tid), mottagare });

    private static (Loggankare Ankare, bool Kvitto)? Tolka(string rad)
    {
        try
        {
            using var json = JsonDocument.Parse(rad);
            var a = json.RootElement;
            var kedja = a.GetProperty("kedja").GetString();
            if (kedja is not { Length: Loggkedja.Langd } || a.GetProperty("v").GetInt32() != 1) { return null; }
            return (new(a.GetProperty("nr").GetInt64(), kedja, a.GetProperty("nyckel").GetString(),
                DateTimeOffset.Parse(a.GetProperty("tid").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)), a.TryGetProperty("mottagare", out _));
        }
        catch (Exception fel) when (fel is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            return null;
        }
    }
}
