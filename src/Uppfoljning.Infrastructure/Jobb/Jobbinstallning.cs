using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Jobb;

/// <summary>Hur jobben körs: sektionen Jobb i inställningarna.</summary>
/// <param name="Pa">Om jobben körs på den här servern.</param>
/// <param name="Fil">Schemaläggarens egen SQLite-fil; tom på SQL Server, där tabellerna ligger i databasen.</param>
/// <param name="HistorikDagar">Så länge sparas hur körningarna gick.</param>
public sealed record Jobbinstallning(bool Pa, string Fil, int HistorikDagar)
{
    public const int ForvaldHistorik = 400;

    private const string Filnamn = "jobb.db";

    /// <exception cref="DriftException">En inställning saknar mening eller säger emot en annan.</exception>
    public static Jobbinstallning Las(IConfiguration configuration, Databasinstallning databas)
    {
        var pa = configuration["Jobb:Pa"] switch
        {
            null or "" => true,
            var text when bool.TryParse(text, out var varde) => varde,
            var text => throw new DriftException($"Inställningen Jobb:Pa är ”{text}” men ska vara true eller false."),
        };
        var dagar = configuration["Jobb:HistorikDagar"] switch
        {
            null or "" => ForvaldHistorik,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var varde) && varde is >= 1 and <= 3650 => varde,
            var text => throw new DriftException($"Inställningen Jobb:HistorikDagar är ”{text}” men ska vara ett antal dagar mellan 1 och 3650."),
        };
        var fil = (configuration["Jobb:Fil"] ?? "").Trim();
        return new(pa, pa ? Plats(fil, databas) : fil, dagar);
    }

    private static string Plats(string fil, Databasinstallning databas)
    {
        if (databas.Typ != "Sqlite")
        {
            return fil.Length == 0 ? fil
                : throw new DriftException("Inställningen Jobb:Fil gäller bara den inbyggda databasen. På SQL Server ligger schemaläggarens tabeller i databasen; ta bort inställningen.");
        }

        var produktens = new SqliteConnectionStringBuilder(databas.Anslutning).DataSource;
        if (fil.Length == 0) { fil = Path.Combine(Path.GetDirectoryName(produktens) ?? "", Filnamn); }
        if (Path.GetFullPath(fil) == Path.GetFullPath(produktens))
        {
            throw new DriftException("Inställningen Jobb:Fil är samma fil som databasen. Schemaläggaren ska ha en egen fil.");
        }
        if (Directory.Exists(fil))
        {
            throw new DriftException($"Inställningen Jobb:Fil är ”{fil}”, som är en mapp och ska vara en fil.");
        }
        return fil;
    }
}
