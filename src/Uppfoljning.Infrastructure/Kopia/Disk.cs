namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>Vilken disk en mapp ligger på.</summary>
internal static class Disk
{
    /// <summary>Ledigt utrymme i byte; null när det inte går att få veta.</summary>
    public static long? Ledigt(string mapp)
    {
        try { return new DriveInfo(Monterad(mapp)).AvailableFreeSpace; }
        catch (Exception fel) when (fel is IOException or UnauthorizedAccessException or ArgumentException) { return null; }
    }

    public static bool Samma(string a, string b) => Monterad(a) == Monterad(b);

    private static string Monterad(string mapp)
    {
        var plats = Path.GetFullPath(mapp);
        return OperatingSystem.IsWindows()
            ? Path.GetPathRoot(plats)!
            : DriveInfo.GetDrives().Select(d => d.Name).Where(d => plats == d || plats.StartsWith(d.EndsWith('/') ? d : d + "/", StringComparison.Ordinal)).MaxBy(d => d.Length) ?? "/";
    }
}
