using System.Data.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Namnder;

namespace Uppfoljning.Application.Common;

/// <summary>
/// Ger ärenden nummer i nämndens diarium (OFF-01, OFF-02). Serien höjs i kommandots egen transaktion: den som kommer efter väntar tills den är klar,
/// och ett kommando som rullas tillbaka lämnar ingen lucka. Att inget nummer ges två gånger vilar på tabellens villkor.
/// </summary>
internal static class Diarium
{
    private const string HojSql = """
        UPDATE Diarieserie
        SET Senast = Senast + 1
        WHERE Ar = @Ar AND Beteckning = (SELECT n.Forkortning FROM Namnd n WHERE n.Id = @NamndId)
        """;

    private const string BorjaSql = """
        INSERT INTO Diarieserie (Beteckning, Ar, Senast)
        SELECT n.Forkortning, @Ar, 0
        FROM Namnd n
        WHERE n.Id = @NamndId
        """;

    private const string GeSql = """
        INSERT INTO Diarienummer (ArendeId, Beteckning, Ar, Lopnummer, Registrerat)
        SELECT @ArendeId, n.Forkortning, s.Ar, s.Senast, @Registrerat
        FROM Namnd n
        JOIN Diarieserie s ON s.Beteckning = n.Forkortning AND s.Ar = @Ar
        WHERE n.Id = @NamndId
        """;

    private const string GettSql = "SELECT Beteckning, Ar, Lopnummer FROM Diarienummer WHERE ArendeId = @ArendeId";

    /// <summary>Ger ärendet nästa nummer i nämndens serie för året. Ärendet ska inte ha något nummer än.</summary>
    public static async Task<Diarienummer> GeAsync(DbSession db, Guid namndId, Guid arendeId, DateTimeOffset nu, CancellationToken cancellationToken)
    {
        var parametrar = new { ArendeId = arendeId, NamndId = namndId, Ar = SvenskTid.Datum(nu).Year, Registrerat = nu };
        if (await db.ExecuteAsync(HojSql, parametrar, cancellationToken) == 0)
        {
            try
            {
                await db.ExecuteAsync(BorjaSql, parametrar, cancellationToken);
            }
            catch (DbException fel) when (db.Database.IsUniqueViolation(fel))
            {
                // Någon annan började årets serie i samma stund; den finns nu.
            }
            await db.ExecuteAsync(HojSql, parametrar, cancellationToken);
        }
        await db.ExecuteAsync(GeSql, parametrar, cancellationToken);
        var gett = (await db.SingleOrDefaultAsync<Post>(GettSql, parametrar, cancellationToken))!;
        return new(gett.Beteckning, gett.Ar, gett.Lopnummer);
    }

    /// <summary>Numret ur de tre kolumnerna, som alla är tomma för ett ärende som inte är diariefört.</summary>
    public static Diarienummer? Nummer(string? beteckning, int? ar, int? lopnummer) =>
        beteckning is not null && ar is { } a && lopnummer is { } nr ? new(beteckning, a, nr) : null;

    private sealed record Post
    {
        public string Beteckning { get; init; } = "";

        public int Ar { get; init; }

        public int Lopnummer { get; init; }
    }
}
