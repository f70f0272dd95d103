using Uppfoljning.Application.Common;

namespace Uppfoljning.Application.Anvandare;

/// <summary>En inloggning i en webbläsare.</summary>
public sealed record Sessionsrad
{
    public Guid Id { get; init; }

    public DateTimeOffset Skapad { get; init; }

    public DateTimeOffset Senast { get; init; }

    public required string Satt { get; init; }

    public string? Adress { get; init; }

    public string? Webblasare { get; init; }
}

/// <summary>Det som flera kommandon gör med inloggningar.</summary>
internal static class Sessioner
{
    private const string OppnaSql = """
        SELECT Id, Skapad, Senast, Satt, Adress, Webblasare
        FROM Inloggningssession
        WHERE AnvandareId = @AnvandareId AND Avslutad IS NULL AND Senast > @Vila AND Skapad > @Langst
        ORDER BY Senast DESC
        OFFSET 0 ROWS FETCH NEXT 100 ROWS ONLY
        """;

    private const string AvslutaSql = """
        UPDATE Inloggningssession
        SET Avslutad = @Nu
        WHERE AnvandareId = @AnvandareId AND Avslutad IS NULL AND Id <> @Utom
        """;

    /// <summary>De som gäller nu, den senast använda först.</summary>
    public static Task<IReadOnlyList<Sessionsrad>> OppnaAsync(DbSession db, Guid anvandareId, Kontoinstallning installning, DateTimeOffset nu, CancellationToken cancellationToken) =>
        db.QueryAsync<Sessionsrad>(OppnaSql, new { AnvandareId = anvandareId, Vila = nu - installning.Vila, Langst = nu - installning.Langst }, cancellationToken);

    /// <summary>Avslutar alla kontots inloggningar, utom en om <paramref name="utom"/> är angiven.</summary>
    public static Task<int> AvslutaAsync(DbSession db, Guid anvandareId, Guid? utom, DateTimeOffset nu, CancellationToken cancellationToken) =>
        db.ExecuteAsync(AvslutaSql, new { AnvandareId = anvandareId, Nu = nu, Utom = utom ?? Guid.Empty }, cancellationToken);

    /// <summary>Fortsättningen på en mening, när det fanns andra inloggningar som avslutades.</summary>
    public static string Andra(int antal) => antal == 0 ? "" : $" {Antal(antal)} någon annanstans avslutades.";

    public static string Antal(int antal) => antal == 1 ? "En inloggning" : $"{antal} inloggningar";
}
