using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kopia;

namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>
/// En låst fil bredvid den inbyggda databasen: de som använder databasen delar den, den som återställer har den ensam. Operativsystemet släpper
/// låset när processen tar slut, hur den än tar slut.
/// </summary>
internal sealed class Driftlas(Kopieinstallning installning) : IDriftlas, IDisposable
{
    public const string Filnamn = "uppfoljning.las";

    private FileStream? _delat;

    public void Dela()
    {
        if (_delat is not null || installning.Databasfil is not { } databas) { return; }
        var mapp = Path.GetDirectoryName(databas)!;
        try
        {
            Directory.CreateDirectory(mapp);
            _delat = new FileStream(Path.Combine(mapp, Filnamn), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException fel) when (Upptagen(fel))
        {
            throw new DriftException($"Databasen i {mapp} återställs just nu. Starta programmet när återställningen är klar.");
        }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be written to cannot be restored over either; what is wrong with it the database says.
        }
    }

    /// <summary>Mappen för sig själv; null när någon använder den.</summary>
    public static FileStream? Ensam(string mapp)
    {
        try
        {
            return new FileStream(Path.Combine(mapp, Filnamn), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fel) when (Upptagen(fel))
        {
            return null;
        }
    }

    /// <summary>Om någon annan har filen: EWOULDBLOCK på Linux och macOS, ERROR_SHARING_VIOLATION på Windows.</summary>
    internal static bool Upptagen(IOException fel) => fel.HResult is 11 or 35 or unchecked((int)0x80070020);

    public void Dispose() => _delat?.Dispose();
}
