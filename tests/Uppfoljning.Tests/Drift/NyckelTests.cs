using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Common;
using Uppfoljning.Tests.Kommandorad;
using Uppfoljning.Tests.Web;

namespace Uppfoljning.Tests.Drift;

/// <summary>Webbens nycklar i databasen, skyddade av en nyckel utanför den.</summary>
public sealed class NyckelTests
{
    private TestApp _app = null!;

    private string Mapp => Path.Combine(_app.Databas.Mapp, "nycklar");

    private string Skyddsfil => Path.Combine(Mapp, "skydd.nycklar");

    [SetUp]
    public async Task Starta() => _app = await TestApp.StartaAsync();

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Tva_servrar_pa_samma_databas_delar_kakor_och_formular()
    {
        var skydd = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await using var ett = WebApp.Pa(_app, b => b.UseSetting("Nycklar:Skydd", skydd));
        var sida = await ett.Som(Roll.Administrator);
        await sida.Oppna("/administration/namnder");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));

        await using var tva = WebApp.Pa(_app, b => b.UseSetting("Nycklar:Skydd", skydd));
        using var fraga = new HttpRequestMessage(HttpMethod.Get, new Uri("/administration/namnder", UriKind.Relative));
        fraga.Headers.Add("Cookie", sida.Kakor);
        using var svar = await tva.Oppen().Client.SendAsync(fraga);
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.OK), "Inloggad på den ena är inloggad på den andra.");

        var innehall = string.Join("\n", await _app.Las<string>("SELECT Innehall FROM Skyddsnyckel"));
        Assert.That(innehall, Does.Contain("uppfoljningSkydd").And.Not.Contain("<masterKey").And.Not.Contain("<value>"), "Nyckeln står aldrig i klartext.");
    }

    [Test]
    public async Task Nycklar_som_lag_i_filer_tas_over_och_ingen_loggas_ut()
    {
        string skyddat;
        var gamla = new ServiceCollection();
        gamla.AddLogging();
        gamla.AddDataProtection().SetApplicationName("Uppfoljning").PersistKeysToFileSystem(Directory.CreateDirectory(Mapp));
        await using (var provider = gamla.BuildServiceProvider()) { skyddat = provider.GetDataProtector("prov").Protect("hemligt"); }
        Assert.That(Directory.GetFiles(Mapp, "key-*.xml"), Has.Length.EqualTo(1));

        await using var webb = WebApp.Pa(_app, b => b.UseSetting("Nycklar:Mapp", Mapp));
        Assert.That(webb.Services.GetDataProtector("prov").Unprotect(skyddat), Is.EqualTo("hemligt"));
        Assert.That(Directory.GetFiles(Mapp, "key-*.xml"), Is.Empty, "Den låg i klartext och behövs inte längre.");
        Assert.That(await _app.LasEn<string>("SELECT Innehall FROM Skyddsnyckel"), Does.Not.Contain("<value>"));
        if (!OperatingSystem.IsWindows()) { Assert.That(File.GetUnixFileMode(Skyddsfil), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite)); }
    }

    [Test]
    public async Task Bytt_skyddsnyckel_skyddar_om_och_de_gamla_kakorna_galler()
    {
        string skyddat;
        await using (var webb = WebApp.Pa(_app, b => b.UseSetting("Nycklar:Mapp", Mapp))) { skyddat = webb.Services.GetDataProtector("prov").Protect("hemligt"); }
        var fore = await _app.LasEn<string>("SELECT Skydd FROM Skyddsnyckel");

        var (kod, ut, fel) = await Vardprocess.KorAsync(_app.Databas, null, "byt-skyddsnyckel");
        Assert.That(kod, Is.Zero, fel);
        Assert.That(ut, Does.Contain("1 nyckel skyddades om.").And.Contain(Skyddsfil));
        var efter = await _app.LasEn<string>("SELECT Skydd FROM Skyddsnyckel");
        Assert.That(efter, Is.Not.EqualTo(fore));
        Assert.That(await _app.LasEn<string>("SELECT Vad FROM Handelse WHERE Vad = 'Skyddsnyckeln bytt'"), Is.Not.Null);

        // Den gamla raden i filen behövs inte längre när allt är omskyddat.
        await File.WriteAllLinesAsync(Skyddsfil, (await File.ReadAllLinesAsync(Skyddsfil)).Where(r => !r.StartsWith(fore!, StringComparison.Ordinal)));
        await using var ny = WebApp.Pa(_app, b => b.UseSetting("Nycklar:Mapp", Mapp));
        Assert.That(ny.Services.GetDataProtector("prov").Unprotect(skyddat), Is.EqualTo("hemligt"));
    }

    [Test]
    public async Task En_saknad_nyckel_stoppar_starten_med_vad_som_ska_goras()
    {
        await using (var webb = WebApp.Pa(_app, b => b.UseSetting("Nycklar:Mapp", Mapp))) { webb.Services.GetDataProtector("prov").Protect("hemligt"); }
        var id = await _app.LasEn<string>("SELECT Skydd FROM Skyddsnyckel");
        File.Delete(Skyddsfil);

        var (kod, _, fel) = await Vardprocess.KorAsync(_app.Databas, null, "--urls", "http://127.0.0.1:0");
        Assert.That(kod, Is.EqualTo(1));
        Assert.That(fel, Does.Contain($"skyddade med nyckeln {id}, som inte finns på den här servern").And.Contain("Lägg tillbaka den ur säkerhetskopian").And.Not.Contain("   at "));
        Assert.That(File.Exists(Skyddsfil), Is.False, "En ny görs aldrig när den gamla är borta.");
    }

    [Test]
    public async Task En_andrad_nyckel_i_databasen_marks()
    {
        await using (var webb = WebApp.Pa(_app, b => b.UseSetting("Nycklar:Mapp", Mapp))) { webb.Services.GetDataProtector("prov").Protect("hemligt"); }
        var innehall = (await _app.LasEn<string>("SELECT Innehall FROM Skyddsnyckel"))!;
        var start = innehall.IndexOf("<varde>", StringComparison.Ordinal) + 7;
        var bytt = innehall[..(start + 20)] + (innehall[start + 20] == 'A' ? 'B' : 'A') + innehall[(start + 21)..];
        await _app.Las<int>("UPDATE Skyddsnyckel SET Innehall = @bytt", new { bytt });

        var (kod, _, fel) = await Vardprocess.KorAsync(_app.Databas, null, "--urls", "http://127.0.0.1:0");
        Assert.That((kod, fel), Is.EqualTo((1, fel)));
        Assert.That(fel, Does.Contain("är skadad eller ändrad för hand"));
    }

    [Test]
    public async Task Utan_plats_for_nycklar_startar_inte_programmet_utanfor_utvecklingsmiljo()
    {
        var (kod, _, fel) = await Vardprocess.KorMedAsync(_app.Databas, new Dictionary<string, string> { ["Nycklar__Mapp"] = "" }, null, "--urls", "http://127.0.0.1:0");
        Assert.That((kod, fel.Trim()), Is.EqualTo((1, "Inställningen Nycklar:Mapp saknas. Ange en mapp som bara programmets konto får läsa, eller en nyckel i Nycklar:Skydd (openssl rand -base64 32).")));
    }
}
