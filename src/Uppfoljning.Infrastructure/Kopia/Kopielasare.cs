using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kopia;
using Uppfoljning.Application.Logg;

namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>
/// Läser en kopia som kan ha kommit varifrån som helst: inget namn utom våra egna, inget större än manifestet säger, och inget som manifestet inte
/// nämner. Ett fel här är <see cref="DriftException"/> med vad som är fel.
/// </summary>
internal sealed class Kopielasare : IDisposable
{
    private readonly FileStream _fil;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _poster = new(StringComparer.Ordinal);
    private readonly byte[] _manifest;
    private readonly Underskrift _underskrift;

    public Kopielasare(string kopia)
    {
        try
        {
            _fil = new FileStream(kopia, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, BufferSize = 128 * 1024 });
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"Säkerhetskopian {kopia} går inte att läsa: {Diskorsak.Text(fel)}.");
        }
        try
        {
            _zip = new ZipArchive(_fil, ZipArchiveMode.Read);
            foreach (var post in _zip.Entries)
            {
                if (!Kopieformat.Kant(post.FullName)) { throw Fel($"den har en fil med ett namn som inte hör dit (”{Kort(post.FullName)}”)."); }
                if (!_poster.TryAdd(post.FullName, post)) { throw Fel($"den har filen {post.FullName} två gånger."); }
            }
            _manifest = Allt(Kopieformat.Manifestet, Kopieformat.StorstaManifest) ?? throw Fel("manifestet saknas.");
            Manifest = JsonSerializer.Deserialize<Manifest>(_manifest, Kopieformat.Json) ?? throw Fel("manifestet är tomt.");
            _underskrift = JsonSerializer.Deserialize<Underskrift>(Allt(Kopieformat.Underskriften, 4096) ?? throw Fel("underskriften saknas."), Kopieformat.Json)
                ?? throw Fel("underskriften är tom.");
            ProvaManifest();
        }
        catch (Exception fel) when (fel is InvalidDataException or EndOfStreamException or NotSupportedException or IOException)
        {
            Dispose();
            throw Fel("den är avkapad, skadad eller ingen säkerhetskopia.");
        }
        catch (JsonException)
        {
            Dispose();
            throw Fel("manifestet går inte att läsa; det är ändrat.");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public Manifest Manifest { get; }

    /// <summary>Nyckeln som manifestet är undertecknat med.</summary>
    public string Undertecknad => _underskrift.Nyckel;

    public static DriftException Fel(string vad) => new($"Säkerhetskopian går inte att använda: {vad}");

    /// <summary>Om underskriften stämmer; null när nyckeln saknas.</summary>
    public bool? Akta(ILoggnycklar nycklar) => nycklar.Med(_underskrift.Nyckel) is { } nyckel ? Kopieformat.Stammer(_manifest, _underskrift, nyckel) : null;

    /// <summary>Nycklarna; null när kopian inte har några.</summary>
    /// <exception cref="DriftException">Lösenfrasen stämmer inte, eller paketet är ändrat.</exception>
    public Nyckelpaket? Nycklar(Kopielosen losen)
    {
        if (!Manifest.Nycklar) { return null; }
        var post = Manifest.Poster.FirstOrDefault(p => p.Namn == Kopieformat.Nycklar) ?? throw Fel("manifestet säger att nycklarna är med, men nämner dem inte.");
        var kuvert = Allt(Kopieformat.Nycklar, 64 * 1024 * 1024) ?? throw Fel("nycklarna saknas.");
        if (Convert.ToHexStringLower(SHA256.HashData(kuvert)) != post.Sha256) { throw Fel("nycklarna är inte de som kopian gjordes med."); }
        return Nyckelpaket.Dekryptera(kuvert, losen, Manifest.Id) ?? throw Fel("lösenfrasen eller nyckelfilen är inte den som kopian gjordes med.");
    }

    /// <summary>Läser posten till slut, till <paramref name="ut"/> om en sådan ges, och säger vad som är fel; null när den stämmer.</summary>
    public async Task<string?> LasAsync(Post post, Stream? ut, CancellationToken cancellationToken)
    {
        if (!_poster.TryGetValue(post.Namn, out var zippad)) { return $"{post.Namn} saknas."; }
        try
        {
            using var summa = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var innehall = await zippad.OpenAsync(cancellationToken);
            var buffert = new byte[256 * 1024];
            var storlek = 0L;
            int antal;
            while ((antal = await innehall.ReadAsync(buffert, cancellationToken)) > 0)
            {
                storlek += antal;
                // What is larger than it says is not written out: a small archive must not fill a disk.
                if (storlek > post.Storlek) { return $"{post.Namn} är större än manifestet säger."; }
                summa.AppendData(buffert, 0, antal);
                if (ut is not null) { await ut.WriteAsync(buffert.AsMemory(0, antal), cancellationToken); }
            }
            return storlek < post.Storlek ? $"{post.Namn} är avkapad."
                : Convert.ToHexStringLower(summa.GetHashAndReset()) != post.Sha256 ? $"{post.Namn} är ändrad: checksumman stämmer inte."
                : null;
        }
        catch (Exception fel) when (fel is InvalidDataException or EndOfStreamException)
        {
            return $"{post.Namn} är skadad.";
        }
    }

    public void Dispose()
    {
        _zip?.Dispose();
        _fil?.Dispose();
    }

    private void ProvaManifest()
    {
        if (Manifest.Format > Kopieformat.Nu) { throw Fel($"den är gjord av en nyare version av programmet ({Kort(Manifest.Version)}). Använd den versionen eller en senare."); }
        var namnda = Manifest.Poster.Select(p => p.Namn).ToHashSet(StringComparer.Ordinal);
        if (namnda.Count != Manifest.Poster.Count || Manifest.Poster.Any(p => p.Storlek < 0 || p.Namn is Kopieformat.Manifestet or Kopieformat.Underskriften || !Kopieformat.Kant(p.Namn)))
        {
            throw Fel("manifestet nämner filer som inte kan finnas.");
        }
        if (Manifest.Poster.FirstOrDefault(p => p.Namn.StartsWith(Kopieformat.Filer, StringComparison.Ordinal) && !p.Namn.EndsWith(p.Sha256.ToUpperInvariant(), StringComparison.Ordinal)) is { } annan)
        {
            throw Fel($"manifestet säger att {annan.Namn} har ett annat innehåll än dess namn.");
        }
        if (_poster.Keys.FirstOrDefault(n => n is not (Kopieformat.Manifestet or Kopieformat.Underskriften) && !namnda.Contains(n)) is { } frammande)
        {
            throw Fel($"den har filen {frammande}, som manifestet inte nämner.");
        }
    }

    private byte[]? Allt(string namn, int storst)
    {
        if (!_poster.TryGetValue(namn, out var post)) { return null; }
        using var innehall = post.Open();
        using var minne = new MemoryStream();
        var buffert = new byte[64 * 1024];
        int antal;
        while ((antal = innehall.Read(buffert)) > 0)
        {
            if (minne.Length + antal > storst) { throw Fel($"{namn} är orimligt stor."); }
            minne.Write(buffert, 0, antal);
        }
        return minne.ToArray();
    }

    private static string Kort(string text) => string.Concat(text.Take(80).Select(c => char.IsControl(c) ? '?' : c));
}
