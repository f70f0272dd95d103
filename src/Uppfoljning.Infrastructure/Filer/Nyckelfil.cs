using System.Globalization;
using System.Text;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Filer;

/// <summary>
/// En fil med nycklar som bara programmets eget konto får läsa. En rad är id, dag och nyckel som base64; den sista raden gäller. Filen skrivs hel
/// under ett annat namn innan den får sitt, så att en avbruten skrivning aldrig tar en nyckel.
/// </summary>
internal static class Nyckelfil
{
    public static string Rad(string id, DateTimeOffset dag, byte[] varde) => string.Create(CultureInfo.InvariantCulture, $"{id} {dag:yyyy-MM-dd} {Convert.ToBase64String(varde)}\n");

    /// <summary>Lägger raden sist. Gjorde en annan process filen i samma ögonblick gäller den, och raden läggs inte till.</summary>
    /// <param name="fil">Filen; dess mapp görs om den inte finns.</param>
    /// <param name="huvud">Den första raden i en ny fil.</param>
    /// <param name="rad">Raden ur <see cref="Rad"/>.</param>
    /// <exception cref="IOException">Filen går inte att skriva; den som fanns är orörd.</exception>
    public static void LaggTill(string fil, string huvud, string rad)
    {
        var mapp = Path.GetDirectoryName(Path.GetFullPath(fil))!;
        if (OperatingSystem.IsWindows()) { Directory.CreateDirectory(mapp); }
        else { Directory.CreateDirectory(mapp, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute); }

        var forst = !File.Exists(fil);
        var tillfallig = $"{fil}.{Guid.NewGuid():N}.tmp";
        var val = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) { val.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        try
        {
            using (var strom = new FileStream(tillfallig, val))
            {
                strom.Write(Encoding.UTF8.GetBytes((forst ? huvud : File.ReadAllText(fil).TrimEnd('\n')) + "\n" + rad));
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

    /// <summary>Nycklarna i filen, den äldsta först; inga när den inte finns.</summary>
    /// <param name="fil">Filen.</param>
    /// <param name="tolka">Nyckeln ur sin text; null när den inte är en.</param>
    /// <param name="id">Id som hör till en nyckel.</param>
    /// <exception cref="DriftException">En rad är skadad.</exception>
    /// <exception cref="IOException">Filen går inte att läsa.</exception>
    public static List<(string Id, byte[] Varde)> Las(string fil, Func<string, byte[]?> tolka, Func<byte[], string> id)
    {
        if (!File.Exists(fil)) { return []; }
        return [.. File.ReadAllLines(fil).Select(rad => rad.Trim()).Where(rad => rad.Length > 0 && rad[0] != '#').Select((rad, i) =>
        {
            var delar = rad.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return delar.Length == 3 && tolka(delar[2]) is { } varde && id(varde) == delar[0]
                ? (delar[0], varde)
                : throw new DriftException($"Nyckel {i + 1} i {Path.GetFullPath(fil)} är skadad. Lägg tillbaka filen ur säkerhetskopian.");
        })];
    }
}
