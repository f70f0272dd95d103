using System.Diagnostics;

namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>Vilken disk en mapp ligger på, och mappar som bara är programmets.</summary>
internal static class Disk
{
    /// <summary>Ledigt utrymme i byte; null när det inte går att få veta.</summary>
    public static long? Ledigt(string mapp)
    {
        try { return new DriveInfo(Monterad(mapp)).AvailableFreeSpace; }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException or ArgumentException) { return null; }
    }

    public static bool Samma(string a, string b) => Monterad(a) == Monterad(b);

    /// <summary>Gör en mapp som bara programmets eget konto når.</summary>
    public static DirectoryInfo EgenMapp(string mapp) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(mapp)
        : Directory.CreateDirectory(mapp, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Tar bort mappen med allt i den; går det inte får den ligga kvar.</summary>
    public static void TaBortMapp(string mapp)
    {
        try { Directory.Delete(mapp, recursive: true); }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException) { Trace.WriteLine(fel); }
    }

    private static string Monterad(string mapp)
    {
        var plats = Path.GetFullPath(mapp);
        return OperatingSystem.IsWindows()
            ? Path.GetPathRoot(plats)!
            : DriveInfo.GetDrives().Select(d => d.Name).Where(d => plats == d || plats.StartsWith(d.EndsWith('/') ? d : d + "/", StringComparison.Ordinal)).MaxBy(d => d.Length) ?? "/";
    }
}
