using System.Runtime.InteropServices;
using SQLitePCL;
using Uppfoljning.Application.Common;

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

    /// <exception cref="DriftException">Biblioteket är inte installerat.</exception>
    public static void Koppla()
    {
        lock (Las)
        {
            if (_kopplat) { return; }
            var kandidat = OperatingSystem.IsWindows() ? "winsqlite3.dll" : OperatingSystem.IsMacOS() ? "libsqlite3.dylib" : "libsqlite3.so.0";
            if (!NativeLibrary.TryLoad(kandidat, out _handtag))
            {
                throw new DriftException($"{kandidat} saknas. Installera operativsystemets SQLite (Debian och Ubuntu: apt-get install libsqlite3-0).");
            }
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (namn, _, _) => namn == Namn ? _handtag : nint.Zero);
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
}
