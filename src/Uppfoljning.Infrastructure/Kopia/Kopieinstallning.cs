using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Kopia;

namespace Uppfoljning.Infrastructure.Kopia;

/// <summary>Var säkerhetskopiorna läggs och var det som ska kopieras finns.</summary>
/// <param name="Lage">Sektionen Kopia i inställningarna.</param>
/// <param name="Nyckelfil">Filen som krypterar nycklarna i de schemalagda kopiorna.</param>
/// <param name="Databas">Databasen.</param>
/// <param name="Filmapp">Fillagrets mapp.</param>
/// <param name="Nyckelmapp">Nycklarnas mapp; null när ingen är inställd.</param>
/// <param name="Kommun">Kommunens namn.</param>
internal sealed record Kopieinstallning(Kopielage Lage, string? Nyckelfil, Databasinstallning Databas, string Filmapp, string? Nyckelmapp, string Kommun)
{
    /// <summary>Den inbyggda databasens fil; null på SQL Server.</summary>
    public string? Databasfil => Databas.Typ == "Sqlite" ? Path.GetFullPath(new SqliteConnectionStringBuilder(Databas.Anslutning).DataSource) : null;

    /// <summary>Schemaläggarens tid för kopian, eller null när ingen görs.</summary>
    public string? Cron => Lage.Mapp is null ? null : string.Create(CultureInfo.InvariantCulture, $"0 {Lage.Tid.Minute} {Lage.Tid.Hour} * * ?");

    /// <summary>Mapparna som en säkerhetskopia aldrig får ligga i: det som slår ut dem slår ut kopian.</summary>
    public IEnumerable<string> Egna => new[] { Databasfil is { } fil ? Path.GetDirectoryName(fil) : null, Path.GetFullPath(Filmapp), Nyckelmapp is null ? null : Path.GetFullPath(Nyckelmapp) }
        .OfType<string>().Distinct(StringComparer.Ordinal);

    /// <exception cref="DriftException">En inställning går inte att använda.</exception>
    public static Kopieinstallning Las(IConfiguration configuration, Databasinstallning databas)
    {
        var mapp = Text(configuration, "Kopia:Mapp");
        if (mapp is not null && File.Exists(mapp)) { throw new DriftException($"Inställningen Kopia:Mapp är ”{mapp}”, som är en fil och ska vara en mapp."); }
        var tid = Text(configuration, "Kopia:Tid") ?? "04.00";
        if (!TimeOnly.TryParseExact(tid.Replace(':', '.'), "HH.mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var nar) || nar.Hour == 2)
        {
            throw new DriftException($"Inställningen Kopia:Tid är ”{tid}” men ska vara ett klockslag som 04.00, och inte mellan två och tre: den timmen finns inte den natt då sommartiden börjar.");
        }
        return new(
            new(mapp is null ? null : Path.GetFullPath(mapp), nar, Tal(configuration, "Kopia:VarnaEfterDagar", 2), Text(configuration, "Kopia:Nyckelfil") is not null,
                Tal(configuration, "Kopia:Behall:Dagar", 30), Tal(configuration, "Kopia:Behall:Antal", 7)),
            Text(configuration, "Kopia:Nyckelfil"), databas, Text(configuration, "Filer:Mapp") ?? "", Text(configuration, "Nycklar:Mapp"), Text(configuration, "Kommun:Namn") ?? "Kommunen");
    }

    private static string? Text(IConfiguration configuration, string namn) => configuration[namn]?.Trim() is { Length: > 0 } text ? text : null;

    private static int Tal(IConfiguration configuration, string namn, int forval) => Text(configuration, namn) switch
    {
        null => forval,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var tal) && tal is >= 1 and <= 3650 => tal,
        var text => throw new DriftException($"Inställningen {namn} är ”{text}” men ska vara ett tal mellan 1 och 3650."),
    };
}
