using System.Runtime.InteropServices;

namespace Uppfoljning.Infrastructure.Filer;

/// <summary>Skriver en mapps namnlista till disk, så att en fil som just fått sitt namn har det kvar efter ett strömavbrott.</summary>
internal static class Mappskrivning
{
    /// <summary>.NET opens no folders; on Unix they are opened and flushed as files. Windows journals the names itself.</summary>
    public static void TillDisk(string mapp)
    {
        if (OperatingSystem.IsWindows()) { return; }
        var handtag = Open(mapp, 0);
        if (handtag < 0) { return; }
        _ = Fsync(handtag);
        _ = Close(handtag);
    }

#pragma warning disable SYSLIB1054 // LibraryImport would turn on unsafe code for the whole project for these three calls.
    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string mapp, int flaggor);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int handtag);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int handtag);
#pragma warning restore SYSLIB1054
}
