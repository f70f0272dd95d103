using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Logg;
using Uppfoljning.Infrastructure.Filer;

namespace Uppfoljning.Infrastructure.Logg;

/// <summary>
/// Loggens nycklar: ur inställningarna, eller ur en fil i nycklarnas mapp som bara programmets eget konto får läsa. En rad i filen är id, dag och
/// nyckel; den sista raden gäller. Filen skrivs hel under ett annat namn innan den får sitt, så att en avbruten skrivning aldrig tar en nyckel.
/// </summary>
internal sealed class Loggnyckelring(Logginstallning installning, TimeProvider clock) : ILoggnycklar
{
    private const int Minst = 32;

    private static readonly byte[] Idord = "uppfoljning logg nyckel"u8.ToArray();

    private readonly Lock _las = new();
    private IReadOnlyList<Loggnyckel>? _alla;

    public IReadOnlyList<Loggnyckel> Alla
    {
        get
        {
            lock (_las) { return _alla ??= Las(); }
        }
    }

    public bool Installda => installning.Nyckel.Length > 0;

    public string Plats => Installda ? "Nycklarna står i inställningarna Logg:Nyckel och Logg:GamlaNycklar."
        : installning.Nyckelfil is { } fil ? $"Nycklarna ligger i filen {Path.GetFullPath(fil)} (inställningen Nycklar:Mapp)."
        : "Ange en mapp för nycklar i inställningen Nycklar:Mapp, eller en nyckel i Logg:Nyckel (minst 32 slumpade byte som base64).";

    public void LasOm()
    {
        lock (_las) { _alla = Las(); }
    }

    public Loggnyckel Ny()
    {
        lock (_las)
        {
            if (Installda)
            {
                throw new DriftException("Loggens nyckel står i inställningen Logg:Nyckel. Flytta den sist i Logg:GamlaNycklar, sätt Logg:Nyckel till en ny och starta om alla servrar samtidigt.");
            }
            if (installning.Nyckelfil is not { } fil) { throw new DriftException($"Loggen har ingen nyckel. {Plats}"); }
            try
            {
                var mapp = Path.GetDirectoryName(Path.GetFullPath(fil))!;
                Skapa(mapp);
                var forst = !File.Exists(fil);
                var varde = RandomNumberGenerator.GetBytes(Minst);
                var rader = (forst ? "# Loggens nycklar. Den sista gäller. Ta aldrig bort en rad, och ha en kopia på en annan plats än databasens.\n" : File.ReadAllText(fil).TrimEnd('\n') + "\n")
                    + string.Create(CultureInfo.InvariantCulture, $"{Id(varde)} {clock.GetUtcNow():yyyy-MM-dd} {Convert.ToBase64String(varde)}\n");
                var tillfallig = $"{fil}.{Guid.NewGuid():N}.tmp";
                try
                {
                    using (var strom = new FileStream(tillfallig, Bara(FileMode.CreateNew)))
                    {
                        strom.Write(Encoding.UTF8.GetBytes(rader));
                        strom.Flush(flushToDisk: true);
                    }
                    File.Move(tillfallig, fil, overwrite: !forst);
                }
                catch (IOException) when (forst && File.Exists(fil))
                {
                    // Another process made the first key at the same moment; that one is the key.
                }
                finally
                {
                    // Half a key that did not fit on the disk, or the one that was second.
                    File.Delete(tillfallig);
                }
                Mappskrivning.TillDisk(mapp);
            }
            catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
            {
                throw new DriftException($"Loggens nyckel går inte att spara: {fel.Message} {Plats}");
            }
            _alla = Las();
            return _alla[^1];
        }
    }

    private List<Loggnyckel> Las() => Installda
        ? [.. installning.GamlaNycklar.Select(text => Nyckel(text, "Logg:GamlaNycklar")), Nyckel(installning.Nyckel, "Logg:Nyckel")]
        : installning.Nyckelfil is { } fil ? UrFil(fil) : [];

    private static List<Loggnyckel> UrFil(string fil)
    {
        try
        {
            return File.Exists(fil)
                ? [.. File.ReadAllLines(fil).Select(rad => rad.Trim()).Where(rad => rad.Length > 0 && rad[0] != '#').Select((rad, i) => Rad(rad, i + 1, fil))]
                : [];
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            throw new DriftException($"Loggens nycklar i {Path.GetFullPath(fil)} går inte att läsa: {fel.Message}");
        }
    }

    private static Loggnyckel Rad(string rad, int nr, string fil)
    {
        var delar = rad.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return delar.Length == 3 && Tolka(delar[2]) is { } varde && Id(varde) == delar[0]
            ? new(delar[0], varde)
            : throw new DriftException($"Nyckel {nr} i {Path.GetFullPath(fil)} är skadad. Lägg tillbaka filen ur säkerhetskopian.");
    }

    private static Loggnyckel Nyckel(string text, string installning) => Tolka(text) is { } varde
        ? new(Id(varde), varde)
        : throw new DriftException($"Inställningen {installning} ska vara minst {Minst} slumpade byte som base64, till exempel ur openssl rand -base64 32.");

    private static byte[]? Tolka(string text)
    {
        var varde = new byte[text.Length];
        return Convert.TryFromBase64String(text, varde, out var antal) && antal >= Minst ? varde[..antal] : null;
    }

    /// <summary>Nyckelns id: säger vilken den är men inget om den.</summary>
    private static string Id(byte[] varde) => Convert.ToHexStringLower(HMACSHA256.HashData(varde, Idord))[..16];

    private static FileStreamOptions Bara(FileMode mode)
    {
        var val = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) { val.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        return val;
    }

    private static void Skapa(string mapp)
    {
        if (OperatingSystem.IsWindows()) { Directory.CreateDirectory(mapp); }
        else { Directory.CreateDirectory(mapp, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); }
    }
}
