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
        await using var plats = await Felplats.SkapaAsync(_app);
        var (fil, ankare, jobb) = (plats.Fil, plats.Ankare, plats.Jobb);
        var hel = await File.ReadAllBytesAsync(fil);

        // En mapp i filens ställe.
        File.Delete(fil);
        Directory.CreateDirectory(fil);
        await Nekad(plats, $"Databasfilen {fil}: går inte att öppna");
        Directory.Delete(fil);

        // Något annat än en databas, och en databas med förstörda sidor.
        await File.WriteAllTextAsync(fil, string.Concat(Enumerable.Repeat("Det här är ingen databas. ", 500)));
        await Nekad(plats, $"Databasfilen {fil}: innehållet är skadat eller ingen databas");
        var skadad = hel.ToArray();
        Array.Fill(skadad, (byte)0xA5, 8192, skadad.Length - 8192);
        await File.WriteAllBytesAsync(fil, skadad);
        await Nekad(plats, "innehållet är skadat eller ingen databas");

        // Tom eller borta, fast ankaret visar att den har haft innehåll.
        await File.WriteAllTextAsync(ankare, $$"""{"v":1,"nr":3,"kedja":"{{new string('A', 64)}}","nyckel":"x","tid":"2026-11-21T09:00:00.000Z"}""" + "\n");
        await File.WriteAllBytesAsync(fil, []);
        await Nekad(plats, "Databasen är tom, men loggens ankare");
        File.Delete(fil);
        await Nekad(plats, "visar att den har haft 3 händelser");
        File.Delete(ankare);
        await File.WriteAllBytesAsync(fil, hel);

        // Inställningarna och loggens nyckel.
        var installningar = Path.Combine(_app.Databas.Mapp, "appsettings.json");
        await File.WriteAllTextAsync(installningar, """{ "Kommun": { "Namn": "Provkommun" """);
        await Nekad(plats, "inte giltig JSON");
        File.Delete(installningar);
        var nycklar = Path.Combine(Directory.CreateDirectory(plats.Miljo["Nycklar__Mapp"]).FullName, "logg.nycklar");
        await File.WriteAllTextAsync(nycklar, "0123456789abcdef 2026-11-21 skadad\n");
        await Nekad(plats, "är skadad. Lägg tillbaka filen ur säkerhetskopian.", ("Logg__Nyckel", ""));
        File.Delete(nycklar);

        // Allt rättat: servern startar, fast schemaläggarens fil är skadad. Den innehåller inget som inte går att göra om.
        await File.WriteAllTextAsync(jobb, string.Concat(Enumerable.Repeat("skräp ", 2000)));
        await using var vard = new Felvard(_app.Databas, plats.Miljo);
        await vard.StartaAsync();
        Assert.That(vard.Ut, Does.Contain("var skadad och har lagts undan som"));
        Assert.That(Directory.EnumerateFiles(plats.Mapp, "jobb.db.skadad-*").Count(), Is.EqualTo(1));
        await Helhet.ProvaSchemaAsync(plats, "Skadad jobb.db");
        Assert.That(await plats.Ett<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(1));
    }

    [Test]
    public async Task En_avklippt_skrivlogg_efter_en_dod_server_lamnar_databasen_hel()
    {
        await using var plats = await Felplats.SkapaAsync(_app);
        using (var process = Vardprocess.StartaMed(_app.Databas, plats.Miljo, "demo"))
        {
            process.StandardInput.Close();
            while (!process.HasExited && new FileInfo(plats.Fil + "-wal") is not { Exists: true, Length: > 256 * 1024 }) { await Task.Delay(2); }
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
        await using (var wal = new FileStream(plats.Fil + "-wal", FileMode.Open))
        {
            wal.SetLength((wal.Length / 2) + 7);
        }
        await using var vard = new Felvard(_app.Databas, plats.Miljo);
        await vard.StartaAsync();
        var (kod, ut, fel) = await Vardprocess.KorMedAsync(_app.Databas, plats.Miljo, null, "verifiera-logg");
        Assert.That(kod, Is.Zero, ut + fel);
        Assert.That(await plats.Ett<string>("PRAGMA integrity_check"), Is.EqualTo("ok"));
    }

    [Test]
    public async Task En_migrering_som_dodas_fortsatter_vid_nasta_start()
    {
        var schema = await Schema(_app.Databas.Namn);
        var slump = new Random(7);
        var dodade = 0;
        await using var plats = await Felplats.SkapaAsync(null);
        var fil = plats.Fil;
        for (var i = 0; i < 4; i++)
        {
            // The first ones are the verb and the last the server's own first start.
            using var process = i < 3 ? Vardprocess.StartaMed(_app.Databas, plats.Miljo, "migrera") : Vardprocess.StartaMed(_app.Databas, plats.Miljo, "--urls", "http://127.0.0.1:0");
            process.StandardInput.Close();
            var fore = Storlek(fil);
            var grans = fore + slump.Next(1, 120 * 1024);
            while (!process.HasExited && Storlek(fil) < grans) { await Task.Delay(1); }
            if (!process.HasExited) { dodade++; }
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            Assert.That(await plats.Ett<string>("PRAGMA integrity_check"), Is.EqualTo("ok"));
        }
        Assert.That(dodade, Is.GreaterThan(0), "Ingen hann dödas mitt i.");

        await using (var vard = new Felvard(_app.Databas, plats.Miljo)) { await vard.StartaAsync(); }
        Assert.That(await Schema(fil), Is.EqualTo(schema));
        Assert.That(await plats.Ett<int>("SELECT COUNT(*) FROM Migrering"), Is.EqualTo(Migrator.Alla.Count));
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

    private async Task Nekad(Felplats plats, string text, params (string Namn, string Varde)[] miljo)
    {
        var allt = new Dictionary<string, string>(plats.Miljo);
        foreach (var (namn, varde) in miljo) { allt[namn] = varde; }
        await using var vard = new Felvard(_app.Databas, allt);
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
}
