using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Tests.Sql;

namespace Uppfoljning.Tests.Drift;

/// <summary>Det som en databasadministratör kör för hand.</summary>
public sealed class SkriptTests
{
    private static IEnumerable<TestCaseData> Filer() =>
        Directory.GetFiles(Path.Combine(Rot(), "db", "sqlserver"), "*.sql").Select(f => new TestCaseData(f).SetName($"{Path.GetFileName(f)} kan läsas av SQL Server"));

    [TestCaseSource(nameof(Filer))]
    public void Skriptet_kan_lasas_av_SQL_Server(string fil)
    {
        foreach (var sats in Migrator.Satser(File.ReadAllText(fil))) { Assert.That(Tsql.Fel(sats), Is.Empty, sats); }
    }

    [Test]
    public void Inget_losenord_star_i_en_fil() =>
        Assert.That(Directory.GetFiles(Path.Combine(Rot(), "db", "sqlserver"), "*.sql").Where(f => System.Text.RegularExpressions.Regex.IsMatch(File.ReadAllText(f), @"PASSWORD\s*=\s*'(?!\$\()")), Is.Empty);

    [Test]
    public async Task Uppgraderingsskriptet_gar_att_lasa_och_varje_migrering_ar_hel_eller_ogjord()
    {
        await using var app = await TestApp.StartaAsync();
        var skript = string.Concat(Migrator.Alla.Select(Skriptbyggare.Migrering));
        var omgangar = Migrator.Satser(Skriptbyggare.Borjan("CREATE TABLE Migrering (Nr INT NOT NULL)") + skript + Skriptbyggare.Omallt + Skriptbyggare.Slut).ToList();
        foreach (var sats in omgangar) { Assert.That(Tsql.Fel(sats), Is.Empty, sats); }

        foreach (var migrering in Migrator.Alla)
        {
            var rader = Migrator.Satser(Skriptbyggare.Migrering(migrering)).ToList();
            Assert.That(rader[0], Does.EndWith("SET NOEXEC OFF;"));
            Assert.That(rader[1], Does.Contain($"WHERE Nr = {migrering.Nr}) SET NOEXEC ON").And.Contain("#Uppgraderingsfel"), "Det som är gjort görs inte om, och inget efter ett fel.");
            Assert.That(rader[2], Is.EqualTo("BEGIN TRANSACTION;"));
            Assert.That(rader[^3], Does.StartWith("INSERT INTO Migrering").And.EndWith("COMMIT TRANSACTION;"));
            Assert.That(rader[^2], Is.EqualTo("SET NOEXEC OFF;"));
            Assert.That(rader[^1], Does.Contain("ROLLBACK TRANSACTION").And.Contain($"IF NOT EXISTS (SELECT 1 FROM Migrering WHERE Nr = {migrering.Nr}) INSERT INTO #Uppgraderingsfel"), "Också ett fel i sista omgången stoppar det som kommer efter.");
            var satser = Migrator.Satser(migrering.Text).ToList();
            for (var i = 0; i < satser.Count; i++)
            {
                Assert.That(rader[3 + (2 * i)], Is.EqualTo(satser[i]));
                Assert.That(rader[4 + (2 * i)], Does.StartWith("IF @@ERROR <> 0 OR @@TRANCOUNT = 0"), "Efter varje sats prövas om den gick.");
            }
            Assert.That(rader, Has.Count.EqualTo(6 + (2 * satser.Count)));
        }

        // På en uppdaterad databas är skriptet tomt på migreringar.
        var tomt = await app.Services.GetRequiredService<IMigrator>().SkriptAsync(CancellationToken.None);
        Assert.That(tomt, Does.Not.Contain("INSERT INTO Migrering"));
    }

    private static string Rot()
    {
        var mapp = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(mapp!.FullName, "Uppfoljning.sln"))) { mapp = mapp.Parent; }
        return mapp.FullName;
    }
}
