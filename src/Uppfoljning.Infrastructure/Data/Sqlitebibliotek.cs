using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Uppfoljning.Infrastructure.Data;

/// <summary>
/// Kopplar SQLite-klienten till operativsystemets eget SQLite, som distributionen håller säkerhetsuppdaterat, i stället för ett medskickat.
/// </summary>
internal static class Sqlitebibliotek
{
    private const string Namn = "e_sqlite3";
    private static readonly Lock Las = new();
    private static bool _kopplat;

    public static void Koppla()
    {
        lock (Las)
        {
            if (_kopplat) { return; }
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Hitta);
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            _kopplat = true;
        }
    }

    private static nint Hitta(string namn, Assembly assembly, DllImportSearchPath? sokvag)
    {
        if (namn != Namn) { return nint.Zero; }
        var kandidat = OperatingSystem.IsWindows() ? "winsqlite3.dll" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";
        return NativeLibrary.TryLoad(kandidat, out var handtag)
            ? handtag
            : throw new DllNotFoundException($"{kandidat} saknas. Installera operativsystemets SQLite (Debian och Ubuntu: apt-get install libsqlite3-0).");
    }
}
