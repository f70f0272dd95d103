using System.Data.Common;

namespace Uppfoljning.Application.Common;

/// <summary>Vad som är fel med en disk, en fil eller en databas, läst ur det som operativsystemet säger och sagt på svenska.</summary>
public static class Diskorsak
{
    // What .NET keeps in HResult on Unix: the number of the system's own error.
    private const int Eio = 5, Efbig = 27, Enospc = 28, Erofs = 30, Edquot = 122;

    // The same on Windows.
    private const int DiskFull = unchecked((int)0x80070070), HandleDiskFull = unchecked((int)0x80070027), WriteProtect = unchecked((int)0x80070013);

    /// <summary>Orsaken när felet är en disks; annars <see cref="Databasfel.Annat"/>.</summary>
    public static Databasfel Av(Exception fel) => fel switch
    {
        IOException io => io.HResult switch
        {
            Enospc or Edquot or Efbig or DiskFull or HandleDiskFull => Databasfel.Full,
            Erofs or WriteProtect => Databasfel.Skrivskyddad,
            Eio => Databasfel.Diskfel,
            _ => Databasfel.Annat,
        },
        UnauthorizedAccessException => Databasfel.Skrivskyddad,
        _ => Databasfel.Annat,
    };

    /// <summary>Orsaken som en sats att sätta efter ett kolon, utan punkt. Operativsystemets egen text är på dess språk och visas inte.</summary>
    /// <param name="fel">Felet.</param>
    /// <param name="databas">Vad databasen säger att dess fel är; utan den sägs bara att det är databasens.</param>
    public static string Text(Exception fel, Func<DbException, Databasfel>? databas = null) => fel switch
    {
        FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException => "den finns inte",
        PathTooLongException => "sökvägen är för lång",
        DbException db when databas is not null && Text(databas(db)) is { } text => text,
        DbException => "databasen svarar med fel",
        UnauthorizedAccessException => "programmets konto har inte rätt till den, eller så är disken skrivskyddad",
        _ => Text(Av(fel)) ?? $"operativsystemet svarar med fel {fel.HResult & 0xFFFF}",
    };

    /// <summary>Orsaken som en sats; null när den inte är känd.</summary>
    public static string? Text(Databasfel orsak) => orsak switch
    {
        Databasfel.Full => "disken är full",
        Databasfel.Skrivskyddad => "det går inte att skriva",
        Databasfel.Upptagen => "ett annat program håller den låst",
        Databasfel.Diskfel => "disken svarar med fel",
        Databasfel.Borta => "går inte att öppna",
        Databasfel.Skadad => "innehållet är skadat eller ingen databas",
        _ => null,
    };
}
