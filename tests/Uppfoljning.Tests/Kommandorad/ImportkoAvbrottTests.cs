using System.Globalization;
using System.Text;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;

namespace Uppfoljning.Tests.Kommandorad;

/// <summary>Servern dör mitt i en inläsning ur kön: inget är skrivet, och när den startar igen förs filen in, en gång.</summary>
public sealed class ImportkoAvbrottTests
{
    private const int Rader = 6000;

    [Test]
    public async Task En_inlasning_som_avbryts_av_att_servern_dor_tas_om_fran_borjan_en_gang()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "SQL Servers egen logg är inte vår att pröva.");
        await using var app = await TestApp.StartaAsync();
        var namnd = await app.Namnd();
        var konto = await app.SomAdministrator().Gor(SkapaAnvandareCommand.Demoanvandare("eva", "Avtalsansvarig (prov)", administrator: false));
        await app.Gor(new GeRollCommand { AnvandareId = konto, NamndId = namnd, Roll = Roll.Avtalsansvarig });

        app.Som(Roll.Avtalsansvarig, namnd);
        var import = await app.Gor(new TaEmotImportCommand { NamndId = namnd, Filnamn = "stort.csv", Fil = new MemoryStream(Encoding.UTF8.GetBytes(Register())) });
        await app.Gor(new KoaImportCommand { NamndId = namnd, ImportId = import });
        await app.Las<int>("UPDATE Import SET StartadAvId = @konto, StartadAv = 'Avtalsansvarig (prov)'", new { konto });

        // Dödas när den har börjat skriva.
        using (var server = Vardprocess.Starta(app.Databas, "--urls", "http://127.0.0.1:0"))
        {
            for (var i = 0; i < 3000 && !server.HasExited && Wal(app.Databas) < 512 * 1024; i++) { await Task.Delay(10); }
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
        Assert.That(await app.LasEn<string>("PRAGMA integrity_check"), Is.EqualTo("ok"));
        Assert.That(await app.LasEn<string>("SELECT Tillstand FROM Import"), Is.EqualTo("Pagar"), "Den skulle dö mitt i.");
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.Zero);

        using (var server = Vardprocess.Starta(app.Databas, "--urls", "http://127.0.0.1:0"))
        {
            for (var i = 0; i < 1200 && !server.HasExited && await app.LasEn<string>("SELECT Tillstand FROM Import") == "Pagar"; i++) { await Task.Delay(50); }
            await Task.Delay(500);
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
        Assert.That(await app.LasEn<string>("SELECT Tillstand FROM Import"), Is.EqualTo("Inford"), await app.LasEn<string>("SELECT Fel FROM Import"));
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(Rader));
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Avtal inläst' AND AnvandareId = @konto", new { konto }), Is.EqualTo(Rader));
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Import införd'"), Is.EqualTo(1));
        Assert.That(await app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE Vad = 'Inläsning påbörjad'"), Is.EqualTo(2));
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
