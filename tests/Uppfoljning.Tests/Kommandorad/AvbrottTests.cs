using System.Globalization;
using System.Text;

namespace Uppfoljning.Tests.Kommandorad;

/// <summary>Processen dör mitt i en skrivning: databasen är hel, och importen är gjord helt eller inte alls.</summary>
public sealed class AvbrottTests
{
    private const int Rader = 4000;

    [Test]
    public async Task En_dodad_import_lamnar_databasen_hel_och_allt_eller_inget()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "SQL Servers egen logg är inte vår att pröva.");
        await using var app = await TestApp.StartaAsync();
        await app.Namnd();
        var fil = Path.Combine(app.Databas.Mapp, "stort.csv");
        await File.WriteAllTextAsync(fil, Register(), Encoding.UTF8);

        var dodade = 0;
        foreach (var kilobyte in new[] { 1, 64, 256, 512, 1024, 2048 })
        {
            using var process = Vardprocess.Starta(app.Databas, "importera", fil, "--namnd", "VON");
            process.StandardInput.Close();
            while (!process.HasExited && Wal(app.Databas) < kilobyte * 1024L) { await Task.Delay(2); }
            if (!process.HasExited) { dodade++; }
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();

            Assert.That(await app.LasEn<string>("PRAGMA integrity_check"), Is.EqualTo("ok"));
            var avtal = await app.LasEn<int>("SELECT COUNT(*) FROM Avtal");
            Assert.That(avtal, Is.Zero.Or.EqualTo(Rader), $"efter {kilobyte} kB");
            Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Arende WHERE Sort = 'Avtal'"), Is.EqualTo(avtal));
            Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Import"), Is.EqualTo(avtal == 0 ? 0 : 1));
            if (avtal > 0) { break; }
        }
        Assert.That(dodade, Is.GreaterThan(0), "Ingen process hann dödas mitt i.");

        // När orsaken är borta går det att fortsätta utan handpåläggning.
        var (kod, _, fel) = await Vardprocess.KorAsync(app.Databas, null, "importera", fil, "--namnd", "VON");
        Assert.That(kod, Is.Zero, fel);
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(Rader));
    }

    private static long Wal(Testdatabas databas) => new FileInfo(databas.Namn + "-wal") is { Exists: true } wal ? wal.Length : 0;

    private static string Register()
    {
        var text = new StringBuilder("Avtalsnummer;Benämning;Utförare;Avtalsstart;Avtalsslut\n");
        for (var i = 0; i < Rader; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"A-{i};Avtal nummer {i};Utförare {i % 300} AB;2024-01-01;2028-12-31\n");
        }
        return text.ToString();
    }
}
