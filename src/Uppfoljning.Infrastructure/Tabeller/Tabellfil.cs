using Uppfoljning.Application.Export;

namespace Uppfoljning.Infrastructure.Tabeller;

/// <summary>Tabeller i tillfälliga filer som bara processen själv får läsa, och som försvinner när de stängs.</summary>
internal sealed class Tabellfil : ITabellfil
{
    public ITabellskrivare Skapa(Filformat format, Tabellhuvud huvud)
    {
        var fil = Tillfallig();
        try
        {
            return format == Filformat.Xlsx ? new XlsxSkrivare(fil, huvud) : new CsvSkrivare(fil, huvud);
        }
        catch
        {
            fil.Dispose();
            throw;
        }
    }

    private static FileStream Tillfallig()
    {
        var installningar = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 64 * 1024,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows()) { installningar.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        return new FileStream(Path.Combine(Path.GetTempPath(), $"uppfoljning-export-{Guid.NewGuid():N}.tmp"), installningar);
    }
}
