using System.Globalization;
using System.Text;

namespace Uppfoljning.Infrastructure.Data;

/// <summary>
/// Skriptet åt databasadministratören. Ett verktyg som sqlcmd går vidare med nästa omgång när en faller; därför minns en tillfällig tabell att något
/// har fallit, och resten läses utan att utföras.
/// </summary>
internal static class Skriptbyggare
{
    /// <summary>Efter varje omgång: föll den, eller tog den med sig transaktionen, är migreringen avbruten.</summary>
    private const string Provning = """
        IF @@ERROR <> 0 OR @@TRANCOUNT = 0
        BEGIN
            IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
            INSERT INTO #Uppgraderingsfel (Nr) VALUES ({0});
            SET NOEXEC ON;
        END;
        GO


        """;

    /// <summary>Efter det sista COMMIT: en migrering som inte står i journalen är inte gjord, vad felet än var.</summary>
    private const string Bokford = """
        SET NOEXEC OFF;
        GO

        IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION;
        IF NOT EXISTS (SELECT 1 FROM Migrering WHERE Nr = {0}) INSERT INTO #Uppgraderingsfel (Nr) VALUES ({0});
        GO


        """;

    /// <summary>Det som kommer härefter görs bara om alla migreringar gick.</summary>
    public const string Omallt = """
        SET NOEXEC OFF;
        GO

        IF EXISTS (SELECT 1 FROM #Uppgraderingsfel) SET NOEXEC ON;
        GO


        """;

    public const string Slut = """
        SET NOEXEC OFF;
        GO

        IF EXISTS (SELECT 1 FROM #Uppgraderingsfel) RAISERROR('Uppgraderingen stannade. Migreringen som foll ar tillbakarullad, de fore den ar klara. Ratta felet och kor skriptet igen.', 16, 1);
        GO

        DROP TABLE #Uppgraderingsfel;
        GO

        """;

    public static string Borjan(string journal) => $"""
        -- Körs av en inloggning som är db_ddladmin, db_datareader och db_datawriter (0000_databas.sql). Kan stoppas var som helst och köras igen.
        SET XACT_ABORT ON;
        SET NOCOUNT ON;
        SET NOEXEC OFF;
        GO

        IF OBJECT_ID('tempdb..#Uppgraderingsfel') IS NOT NULL DROP TABLE #Uppgraderingsfel;
        CREATE TABLE #Uppgraderingsfel (Nr INT NOT NULL);
        GO

        IF OBJECT_ID('dbo.Migrering') IS NULL
        {journal};
        GO


        """;

    public static string Migrering(Migrering migrering)
    {
        var nr = migrering.Nr.ToString(CultureInfo.InvariantCulture);
        var provning = Provning.Replace("{0}", nr, StringComparison.Ordinal);
        var skript = new StringBuilder($"""
            -- {nr} {migrering.Namn}
            SET NOEXEC OFF;
            GO

            IF EXISTS (SELECT 1 FROM #Uppgraderingsfel) OR EXISTS (SELECT 1 FROM Migrering WHERE Nr = {nr}) SET NOEXEC ON;
            GO

            BEGIN TRANSACTION;
            GO


            """);
        foreach (var sats in Migrator.Satser(migrering.Text)) { skript.Append(sats).Append("\nGO\n").Append(provning); }
        return skript.Append(CultureInfo.InvariantCulture, $"""
            INSERT INTO Migrering (Nr, Namn, Checksumma, Tid) VALUES ({nr}, '{migrering.Namn}', '{migrering.Checksumma}', SYSDATETIMEOFFSET());
            COMMIT TRANSACTION;
            GO


            """).Append(Bokford.Replace("{0}", nr, StringComparison.Ordinal)).ToString();
    }
}
