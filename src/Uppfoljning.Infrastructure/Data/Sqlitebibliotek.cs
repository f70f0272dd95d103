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
    private static nint _handtag;
    private static Filkontroll? _filkontroll;

    private delegate int Filkontroll(nint databas, nint namn, int fraga, out int svar);

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

    /// <summary>
    /// Om filen bakom anslutningen har flyttats, tagits bort eller bytts ut. The system lets a name go while the file is open, and what is written
    /// then would be in a file that nobody finds again. The client has no call of its own for the question.
    /// </summary>
    public static bool HarFlyttats(sqlite3 databas)
    {
        if (_handtag == nint.Zero) { return false; }
        _filkontroll ??= Marshal.GetDelegateForFunctionPointer<Filkontroll>(NativeLibrary.GetExport(_handtag, "sqlite3_file_control"));
        const int harFlyttats = 20;
        return _filkontroll(databas.DangerousGetHandle(), nint.Zero, harFlyttats, out var flyttad) == 0 && flyttad != 0;
    }

    private static nint Hitta(string namn, Assembly assembly, DllImportSearchPath? sokvag)
    {
        if (namn != Namn) { return nint.Zero; }
        var kandidat = OperatingSystem.IsWindows() ? "winsqlite3.dll" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";
        return NativeLibrary.TryLoad(kandidat, out var handtag)
            ? _handtag = handtag
            : throw new DllNotFoundException($"{kandidat} saknas. Installera operativsystemets SQLite (Debian och Ubuntu: apt-get install libsqlite3-0).");
    }
}
