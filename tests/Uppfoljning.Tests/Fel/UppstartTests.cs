using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Tests.Kommandorad;

namespace Uppfoljning.Tests.Fel;

/// <summary>Det som kan vara fel redan när servern startar: den säger vad, med svarskod 1 och utan programmets egna inre, och startar när det är rättat.</summary>
public sealed class UppstartTests
{
    private TestApp _app = null!;

    private string Fil => _app.Databas.Namn;

    [SetUp]
    public async Task Starta()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "SQL Servers egna filer är inte våra att förstöra.");
        _app = await TestApp.StartaAsync();
    }

    [TearDown]
    public async Task Stang()
    {
        if (_app is not null) { await _app.DisposeAsync(); }
    }

    [Test]
    public async Task Var_och_en_av_startens_fel_sags_med_vanliga_ord_och_starten_gar_nar_det_ar_rattat()
    {
        await Register();
        SqliteConnection.ClearAllPools();
        var hel = await File.ReadAllBytesAsync(Fil);

        // En mapp i filens ställe.
        File.Delete(Fil);
        Directory.CreateDirectory(Fil);
        await Nekad($"Databasfilen {Fil}: går inte att öppna");
        Directory.Delete(Fil);

        // Något annat än en databas, och en databas med förstörda sidor.
        await File.WriteAllTextAsync(Fil, string.Concat(Enumerable.Repeat("Det här är ingen databas. ", 500)));
        await Nekad($"Databasfilen {Fil}: innehållet är skadat eller ingen databas");
        var skadad = hel.ToArray();
        Array.Fill(skadad, (byte)0xA5, 8192, skadad.Length - 8192);
        await File.WriteAllBytesAsync(Fil, skadad);
        await Nekad("innehållet är skadat eller ingen databas");

        // Tom eller borta, fast ankaret visar att den har haft innehåll.
        var ankare = Path.Combine(_app.Databas.Mapp, "ankare.jsonl");
        await File.WriteAllTextAsync(ankare, $$"""{"v":1,"nr":3,"kedja":"{{new string('A', 64)}}","nyckel":"x","tid":"2026-11-21T09:00:00.000Z"}""" + "\n");
        await File.WriteAllBytesAsync(Fil, []);
        await Nekad("Databasen är tom, men loggens ankare");
        File.Delete(Fil);
        await Nekad("visar att den har haft 3 händelser");
        File.Delete(ankare);
        await File.WriteAllBytesAsync(Fil, hel);

        // Inställningarna och loggens nyckel.
        var installningar = Path.Combine(_app.Databas.Mapp, "appsettings.json");
        await File.WriteAllTextAsync(installningar, """{ "Kommun": { "Namn": "Provkommun" """);
        await Nekad($"inte giltig JSON");
        File.Delete(installningar);
        var nycklar = Path.Combine(Directory.CreateDirectory(Path.Combine(_app.Databas.Mapp, "nycklar")).FullName, "logg.nycklar");
        await File.WriteAllTextAsync(nycklar, "0123456789abcdef 2026-11-21 skadad\n");
        await Nekad("är skadad. Lägg tillbaka filen ur säkerhetskopian.", new() { ["Logg__Nyckel"] = "" });
        File.Delete(nycklar);

        // Allt rättat: servern startar, fast schemaläggarens fil är skadad. Den innehåller inget som inte går att göra om.
        var jobb = Path.Combine(_app.Databas.Mapp, "jobb.db");
        await File.WriteAllTextAsync(jobb, string.Concat(Enumerable.Repeat("skräp ", 2000)));
        await using var vard = new Felvard(_app.Databas);
        await vard.StartaAsync();
        Assert.That(vard.Ut, Does.Contain("var skadad och har lagts undan som"));
        Assert.That(Directory.EnumerateFiles(_app.Databas.Mapp, "jobb.db.skadad-*").Count(), Is.EqualTo(1));
        await Helhet.ProvaSchemaAsync(_app, "Skadad jobb.db");
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(1));
    }

    [Test]
    public async Task En_avklippt_skrivlogg_efter_en_dod_server_lamnar_databasen_hel()
    {
        await using (var vard = new Felvard(_app.Databas))
        {
            await vard.StartaAsync();
            await Register();
            await vard.DodaAsync();
        }
        // This process must not tidy the log away when it closes.
        var kopia = Directory.CreateTempSubdirectory("uppfoljning-wal-").FullName;
        foreach (var del in new[] { "", "-wal" }) { File.Copy(Fil + del, Path.Combine(kopia, "uppfoljning.db" + del)); }
        await using (var wal = new FileStream(Path.Combine(kopia, "uppfoljning.db-wal"), FileMode.Open)) { wal.SetLength((wal.Length / 2) + 7); }
        var miljo = new Dictionary<string, string> { ["Databas__Anslutning"] = $"Data Source={Path.Combine(kopia, "uppfoljning.db")}", ["Logg__Ankare__Fil"] = Path.Combine(kopia, "ankare.jsonl"), ["Jobb__Fil"] = Path.Combine(kopia, "jobb.db") };
        await using (var vard = new Felvard(_app.Databas, miljo)) { await vard.StartaAsync(); }
        var (kod, ut, fel) = await Vardprocess.KorMedAsync(_app.Databas, miljo, null, "verifiera-logg");
        Assert.That(kod, Is.Zero, ut + fel);
        Assert.That(await Ett(Path.Combine(kopia, "uppfoljning.db"), "PRAGMA integrity_check"), Is.EqualTo("ok"));
        Directory.Delete(kopia, recursive: true);
    }

    [Test]
    public async Task En_migrering_som_dodas_fortsatter_vid_nasta_start()
    {
        SqliteConnection.ClearAllPools();
        var schema = await Schema(Fil);
        var slump = new Random(7);
        var dodade = 0;
        var mapp = Directory.CreateTempSubdirectory("uppfoljning-migrering-").FullName;
        var fil = Path.Combine(mapp, "uppfoljning.db");
        var miljo = new Dictionary<string, string>
        {
            ["Databas__Anslutning"] = $"Data Source={fil}",
            ["Jobb__Fil"] = Path.Combine(mapp, "jobb.db"),
            ["Logg__Ankare__Fil"] = Path.Combine(mapp, "ankare.jsonl"),
        };
        for (var i = 0; i < 4; i++)
        {
            // The first ones are the verb and the last the server's own first start.
            using var process = i < 3 ? Vardprocess.StartaMed(_app.Databas, miljo, "migrera") : Vardprocess.StartaMed(_app.Databas, miljo, "--urls", "http://127.0.0.1:0");
            process.StandardInput.Close();
            var fore = Storlek(fil);
            var grans = fore + slump.Next(1, 120 * 1024);
            while (!process.HasExited && Storlek(fil) < grans) { await Task.Delay(1); }
            if (!process.HasExited) { dodade++; }
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            Assert.That(await Ett(fil, "PRAGMA integrity_check"), Is.EqualTo("ok"));
        }
        Assert.That(dodade, Is.GreaterThan(0), "Ingen hann dödas mitt i.");

        await using (var vard = new Felvard(_app.Databas, miljo)) { await vard.StartaAsync(); }
        Assert.That(await Schema(fil), Is.EqualTo(schema));
        Assert.That(await Ett(fil, "SELECT COUNT(*) FROM Migrering"), Is.EqualTo($"{Migrator.Alla.Count}"));
        Directory.Delete(mapp, recursive: true);
    }

    [Test]
    public async Task En_demo_som_dodas_lamnar_databasen_hel_och_tas_inte_for_en_hel_demo()
    {
        using (var process = Vardprocess.Starta(_app.Databas, "demo"))
        {
            process.StandardInput.Close();
            while (!process.HasExited && await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse") < 40) { await Task.Delay(5); }
            Assert.That(process.HasExited, Is.False);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        var handelser = await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse");
        Assert.That(handelser, Is.GreaterThanOrEqualTo(40));
        Assert.That(await _app.LasEn<string>("PRAGMA integrity_check"), Is.EqualTo("ok"));

        var (kod, _, fel) = await Vardprocess.KorAsync(_app.Databas, null, "demo");
        Assert.That(kod, Is.EqualTo(1));
        Assert.That(fel, Does.Contain("är ingen hel demokommun").And.Contain("inget har ändrats"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse"), Is.EqualTo(handelser));
        (kod, var ut, fel) = await Vardprocess.KorAsync(_app.Databas, null, "verifiera-logg");
        Assert.That(kod, Is.Zero, ut + fel);
    }

    private async Task Register()
    {
        var namnd = await _app.SomAdministrator().Namnd();
        await _app.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = "Hemtjänst" });
    }

    private async Task Nekad(string text, Dictionary<string, string>? miljo = null)
    {
        await using var vard = new Felvard(_app.Databas, miljo);
        vard.BorjaStarta();
        Assert.That(await vard.VantaPaSlutAsync(), Is.EqualTo(1), vard.Ut);
        Assert.That(vard.Ut, Does.Contain(text).And.Not.Contain("   at "));
    }

    private static long Storlek(string fil) => new[] { fil, fil + "-wal" }.Select(f => new FileInfo(f)).Where(f => f.Exists).Sum(f => f.Length);

    private static async Task<string> Schema(string fil)
    {
        await using var anslutning = new SqliteConnection($"Data Source={fil};Pooling=False");
        await anslutning.OpenAsync();
        return string.Join('\n', await anslutning.QueryAsync<string>("SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY type, name"));
    }

    private static async Task<string> Ett(string fil, string sql)
    {
        using var databas = new SqliteDatabase($"Data Source={fil};Pooling=False");
        await using var anslutning = await databas.OpenAsync(CancellationToken.None);
        return (await anslutning.QueryAsync<string>(sql)).Single();
    }
}
