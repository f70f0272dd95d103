using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Uppfoljning.Application.Logg;
using Uppfoljning.Domain.Logg;

namespace Uppfoljning.Infrastructure.Logg;

/// <summary>Loggens export: en zip i en tillfällig fil som bara processen själv får läsa, och som försvinner när den stängs.</summary>
internal sealed class Loggarkiv : ILoggexport
{
    private const string Provare = "logg/kontrollera.html";

    private static readonly JsonWriterOptions Radval = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonSerializerOptions Manifestval = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public async Task<(Stream Innehall, int Antal)> SkrivAsync(IAsyncEnumerable<Loggexportrad> rader, Loggmanifest manifest, CancellationToken cancellationToken)
    {
        var fil = Tillfallig();
        try
        {
            int antal;
            using (var zip = new ZipArchive(fil, ZipArchiveMode.Create, leaveOpen: true))
            {
                var (skrivna, forsta, sista, dolda, summa) = await RaderAsync(zip, rader, cancellationToken);
                antal = skrivna;
                await TextAsync(zip, "ankare.jsonl", string.Concat(manifest.Ankare.Select(a => Ankarlager.Text(a, null) + "\n")), cancellationToken);
                await TextAsync(zip, "manifest.json", JsonSerializer.Serialize(new
                {
                    format = Loggkedja.Format,
                    hamtad = Loggkedja.Tidstext(manifest.Tid),
                    hamtadAv = manifest.Av,
                    urval = manifest.Urval,
                    antal,
                    forsta,
                    sista,
                    dolda,
                    sha256 = summa,
                    huvud = new { nr = manifest.Huvud.Nr, kedja = manifest.Huvud.Kedja, nyckel = manifest.Huvud.Nyckel },
                    ankare = manifest.Ankare.Count,
                }, Manifestval), cancellationToken);
                await using var provare = typeof(Loggarkiv).Assembly.GetManifestResourceStream(Provare)!;
                await using var post = await zip.CreateEntry("kontrollera.html").OpenAsync(cancellationToken);
                await provare.CopyToAsync(post, cancellationToken);
            }
            fil.Position = 0;
            return (fil, antal);
        }
        catch
        {
            await fil.DisposeAsync();
            throw;
        }
    }

    private static async Task<(int Antal, long? Forsta, long? Sista, int Dolda, string Summa)> RaderAsync(ZipArchive zip, IAsyncEnumerable<Loggexportrad> rader, CancellationToken cancellationToken)
    {
        var (antal, dolda) = (0, 0);
        long? forsta = null, sista = null;
        using var summa = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var minne = new MemoryStream();
        await using var post = await zip.CreateEntry("logg.jsonl").OpenAsync(cancellationToken);
        await foreach (var hel in rader.WithCancellation(cancellationToken))
        {
            var (rad, dolt) = hel.Dold();
            minne.SetLength(0);
            Skriv(minne, rad, dolt);
            minne.WriteByte((byte)'\n');
            var bytes = minne.GetBuffer().AsMemory(0, (int)minne.Length);
            summa.AppendData(bytes.Span);
            await post.WriteAsync(bytes, cancellationToken);
            (forsta, sista) = (forsta ?? rad.Nr, rad.Nr);
            antal++;
            if (dolt) { dolda++; }
        }
        return (antal, forsta, sista, dolda, Convert.ToHexStringLower(summa.GetHashAndReset()));
    }

    private static void Skriv(MemoryStream till, Loggexportrad rad, bool dolt)
    {
        using var json = new Utf8JsonWriter(till, Radval);
        json.WriteStartObject();
        json.WriteNumber("nr", rad.Nr);
        json.WriteNumber("format", rad.Format);
        json.WriteString("nyckel", rad.Nyckel);
        json.WriteString("id", rad.Id.ToString());
        json.WriteString("tid", Loggkedja.Tidstext(rad.Tid));
        json.WriteString("anvandareId", rad.AnvandareId?.ToString());
        json.WriteString("anvandare", rad.Anvandare);
        json.WriteString("namndId", rad.NamndId?.ToString());
        json.WriteString("namnd", rad.Namnd);
        json.WriteString("arendeId", rad.ArendeId?.ToString());
        json.WriteString("vad", rad.Vad);
        json.WriteString("mening", rad.Mening);
        json.WriteString("fakta", rad.Fakta);
        json.WriteString("fore", rad.Fore ?? (rad.Nr == 1 ? Loggkedja.Borjan : null));
        json.WriteString("kedja", rad.Kedja);
        if (dolt) { json.WriteBoolean("dolt", true); }
        json.WriteEndObject();
    }

    private static async Task TextAsync(ZipArchive zip, string namn, string text, CancellationToken cancellationToken)
    {
        await using var post = await zip.CreateEntry(namn).OpenAsync(cancellationToken);
        await post.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
    }

    private static FileStream Tillfallig()
    {
        var val = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 64 * 1024, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows()) { val.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        return new FileStream(Path.Combine(Path.GetTempPath(), $"uppfoljning-logg-{Guid.NewGuid():N}.tmp"), val);
    }
}
