using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using AngleSharp.Html.Parser;
using Dapper;
using Microsoft.Data.Sqlite;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Infrastructure.Data;
using Uppfoljning.Tests.Kommandorad;

namespace Uppfoljning.Tests.Fel;

/// <summary>
/// Disken är full eller skrivskyddad, databasen låst eller borta medan servern kör: den som sitter vid sidan får veta det med vanliga ord och har
/// kvar det hon skrev, den som sköter servern får en rad i loggen, och när orsaken är borta fungerar allt igen utan att någon gör något.
/// </summary>
public sealed class DriftfelTests
{
    private const string Losenord = "Ett långt lösenord som ingen gissar";

    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _avtal;

    [SetUp]
    public async Task Starta()
    {
        Assume.That(Testdatabas.ArSqlServer, Is.False, "SQL Servers egna filer är inte våra att förstöra.");
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        var id = await _app.SomAdministrator().Gor(new SkapaAnvandareCommand { Anvandarnamn = "kim", Namn = "Avtalsansvarig (prov)", Losenord = Losenord });
        foreach (var roll in new[] { Roll.Avtalsansvarig, Roll.Uppfoljare }) { await _app.Gor(new GeRollCommand { AnvandareId = id, NamndId = _namnd, Roll = roll }); }
        _avtal = await _app.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst", Start = new(2024, 1, 1), Slut = new(2090, 12, 31), Undertecknat = true });
    }

    [TearDown]
    public async Task Stang()
    {
        if (_app is not null) { await _app.DisposeAsync(); }
    }

    [Test]
    public async Task Full_disk_under_var_och_en_av_platserna_sags_med_vanliga_ord_och_allt_gar_igen_nar_det_finns_plats()
    {
        await using var databas = await Disk.SkapaAsync();
        await using var filer = await Disk.SkapaAsync();
        await using var jobb = await Disk.SkapaAsync();
        await using var ankare = await Disk.SkapaAsync();
        await using var nycklar = await Disk.SkapaAsync();
        await using var plats = await Felplats.SkapaAsync(_app, databas.Mapp);
        var miljo = new Dictionary<string, string>(plats.Miljo)
        {
            ["Filer__Mapp"] = Path.Combine(filer.Mapp, "filer"),
            ["Jobb__Fil"] = Path.Combine(jobb.Mapp, "jobb.db"),
            ["Logg__Ankare__Fil"] = Path.Combine(ankare.Mapp, "ankare.jsonl"),
            ["Nycklar__Mapp"] = Path.Combine(nycklar.Mapp, "nycklar"),
        };
        await using var vard = new Felvard(_app.Databas, miljo);
        await vard.StartaAsync();
        var kim = new Besokare(vard.Klient);
        await kim.LoggaInAsync("kim", Losenord);
        await kim.OppnaAsync($"/namnder/{_namnd}/avtal/nytt");

        // Databasen.
        await databas.FyllAsync(vard.Id);
        var fore = await Fylld(kim, $"/namnder/{_namnd}/avtal/nytt");
        Assert.That((fore.Status, fore.Rubrik), Is.EqualTo((HttpStatusCode.ServiceUnavailable, databas.Monterad ? "Servern har slut på utrymme" : "Serverns disk svarar med fel")), kim.Sida);
        Assert.That(kim.Svar!.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(60)));
        Assert.That(kim.Sida, Does.Contain("Inget av det du skickade har sparats.").And.Contain("Skrivet på full disk &amp; kvar"));
        await kim.OppnaAsync("/avtal");
        Assert.That(kim.Status, Is.EqualTo(HttpStatusCode.OK), "Det går att läsa.");
        Assert.That(kim.Sida, Does.Contain("Hemtjänst"));
        Assert.That(vard.Lever, Is.True);
        await databas.TomAsync(vard.Id);
        await SkickaIgen(kim, fore.Sida);
        Assert.That(await plats.Ett<int>("SELECT COUNT(*) FROM Avtal WHERE Anmarkning = 'Skrivet på full disk & kvar'"), Is.EqualTo(1));

        // Filerna.
        await filer.FyllAsync(vard.Id);
        await LaggIn(kim, "full.pdf");
        Assert.That((int)kim.Status, Is.EqualTo(422), kim.Sida);
        Assert.That(kim.Sida, Does.Contain("servern saknar utrymme eller får inte skriva i fillagret").And.Contain("Beskrivet av mig"));
        using (var import = new MultipartFormDataContent { { new StringContent(kim.Nyckel), "formularnyckel" }, { new ByteArrayContent("Avtalsnummer;Benämning\nA-1;Inläst\n"u8.ToArray()), "Command.Fil", "register.csv" } })
        {
            await kim.SkickaAsync($"/namnder/{_namnd}/import", import);
        }
        Assert.That(kim.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable), kim.Sida);
        Assert.That(kim.Sida, Does.Contain("filerna kan behöva väljas igen"));
        await filer.TomAsync(vard.Id);
        await LaggIn(kim, "full.pdf");
        Assert.That(kim.Status, Is.EqualTo(HttpStatusCode.Redirect), kim.Sida);

        // Schemaläggarens fil: beställningen är sparad, och görs när filen går att skriva.
        await jobb.FyllAsync(vard.Id);
        await kim.SkickaAsync("/planer/alla", ("Ar", $"{TimeProvider.System.Idag().Year + 1}"));
        Assert.That(kim.Status, Is.EqualTo(HttpStatusCode.Redirect), kim.Sida);
        await Task.Delay(500);
        await jobb.TomAsync(vard.Id);
        await Vanta(async () => await plats.Ett<int>("SELECT COUNT(*) FROM Planjobb WHERE Pagar = 0") == 1, vard);

        // Ankaret och nycklarna, som verben skriver.
        if (ankare.Monterad)
        {
            await ankare.FyllAsync(vard.Id);
            // A file of its own: the last page of the old one has room for a line also when the disk has none.
            miljo["Logg__Ankare__Fil"] = Path.Combine(ankare.Mapp, "ny.jsonl");
            var (kod, _, fel) = await Vardprocess.KorMedAsync(_app.Databas, miljo, null, "jobb", "loggankare");
            Assert.That(kod, Is.EqualTo(1));
            Assert.That(fel, Does.Contain("disken är full").And.Not.Contain("   at "));
            await ankare.TomAsync(vard.Id);
            (kod, _, fel) = await Vardprocess.KorMedAsync(_app.Databas, miljo, null, "jobb", "loggankare");
            Assert.That(kod, Is.Zero, fel);

            var nyckel = Convert.FromBase64String(Testdatabas.Loggnyckel);
            await File.WriteAllTextAsync(Path.Combine(nycklar.Mapp, "nycklar", "logg.nycklar"),
                $"{Convert.ToHexStringLower(HMACSHA256.HashData(nyckel, "uppfoljning logg nyckel"u8))[..16]} 2026-11-21 {Testdatabas.Loggnyckel}\n");
            await nycklar.FyllAsync(vard.Id);
            miljo["Logg__Nyckel"] = "";
            (kod, _, fel) = await Vardprocess.KorMedAsync(_app.Databas, miljo, null, "byt-loggnyckel");
            Assert.That(kod, Is.EqualTo(1));
            Assert.That(fel, Does.Contain("Loggens nyckel går inte att spara").And.Not.Contain("   at "));
            Assert.That(Directory.EnumerateFiles(nycklar.Mapp, "*.tmp", SearchOption.AllDirectories), Is.Empty);
            await nycklar.TomAsync(vard.Id);
            miljo.Remove("Logg__Nyckel");
        }

        Assert.That(vard.Lever, Is.True);
        Assert.That(vard.Ut, Does.Contain(databas.Monterad ? "Driftfel Full: POST" : "Driftfel Diskfel: POST").And.Contain(databas.Monterad ? "Frigör utrymme" : "Disken svarar med fel"));
        var (slut, ut, felut) = await Vardprocess.KorMedAsync(_app.Databas, miljo, null, "verifiera-logg");
        Assert.That(slut, Is.Zero, ut + felut);
        Assert.That(await plats.Ett<string>("PRAGMA integrity_check"), Is.EqualTo("ok"));
    }

    [Test]
    public async Task En_last_databas_och_en_som_ar_borta_sags_med_vanliga_ord_och_allt_gar_igen_efterat()
    {
        await using var plats = await Felplats.SkapaAsync(_app);
        var fil = plats.Fil;
        await using var vard = new Felvard(_app.Databas, plats.Miljo);
        await vard.StartaAsync();
        var kim = new Besokare(vard.Klient);
        await kim.LoggaInAsync("kim", Losenord);
        await kim.OppnaAsync($"/namnder/{_namnd}/avtal/nytt");

        // Låst av någon annan längre än servern väntar.
        (HttpStatusCode Status, string Rubrik, string Sida) svar;
        await using (var annan = new SqliteConnection($"Data Source={fil};Pooling=False"))
        {
            await annan.OpenAsync();
            await annan.ExecuteAsync("BEGIN EXCLUSIVE");
            var tid = Stopwatch.StartNew();
            svar = await Fylld(kim, $"/namnder/{_namnd}/avtal/nytt");
            Assert.That((svar.Status, svar.Rubrik), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "Databasen är upptagen")), kim.Sida);
            Assert.That(kim.Svar!.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(tid.Elapsed, Is.InRange(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(60)));
            await kim.OppnaAsync("/avtal");
            Assert.That(kim.Status, Is.EqualTo(HttpStatusCode.OK), "Den som läser väntar inte på den som skriver.");
            await annan.ExecuteAsync("ROLLBACK");
        }
        await SkickaIgen(kim, svar.Sida);

        // Filen flyttad, sedan en mapp och en annan fil i dess ställe.
        var undan = fil + ".undan";
        File.Move(fil, undan);
        await Borta(kim);
        svar = await Fylld(kim, $"/namnder/{_namnd}/avtal/nytt", "Nytt medan den var borta");
        Assert.That((svar.Status, svar.Rubrik), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "Databasen går inte att nå")), kim.Sida);
        Assert.That(File.Exists(fil), Is.False, "Ingen tom databas får göras i dess ställe.");
        Directory.CreateDirectory(fil);
        await Borta(kim);
        Directory.Delete(fil);
        await File.WriteAllBytesAsync(fil, []);
        await Borta(kim);
        File.Delete(fil);
        File.Copy(undan, fil);
        await Borta(kim);
        File.Delete(fil);
        File.Move(undan, fil);
        await kim.OppnaAsync("/avtal");
        Assert.That(kim.Status, Is.EqualTo(HttpStatusCode.OK), kim.Sida);
        await SkickaIgen(kim, svar.Sida);
        Assert.That(await plats.Ett<int>("SELECT COUNT(*) FROM Avtal WHERE Anmarkning LIKE '%kvar'"), Is.EqualTo(2));
        Assert.That(vard.Ut, Does.Contain("Driftfel Upptagen: POST").And.Contain("Driftfel Borta: GET").And.Contain("Lägg tillbaka den"));
        var (kod, ut, fel) = await Vardprocess.KorMedAsync(_app.Databas, plats.Miljo, null, "verifiera-logg");
        Assert.That(kod, Is.Zero, ut + fel);
    }

    [Test]
    public async Task Ett_skrivskyddat_fillager_och_en_skrivskyddad_databas_sags_med_vanliga_ord()
    {
        await using var disk = await Disk.SkapaAsync();
        if (!disk.Monterad)
        {
            // Without the right to mount: the database opened for reading only says the same as the disk would.
            await using var las = new SqliteConnection($"Data Source={_app.Databas.Namn};Mode=ReadOnly;Pooling=False");
            await las.OpenAsync();
            var nekad = Assert.ThrowsAsync<SqliteException>(() => las.ExecuteAsync("DELETE FROM Planjobb"))!;
            Assert.That(Databasfelen.Av(nekad), Is.EqualTo(Databasfel.Skrivskyddad));
            return;
        }

        await using var plats = await Felplats.SkapaAsync(_app);
        var miljo = new Dictionary<string, string>(plats.Miljo) { ["Filer__Mapp"] = Path.Combine(disk.Mapp, "filer") };
        await using (var vard = new Felvard(_app.Databas, miljo))
        {
            await vard.StartaAsync();
            var kim = new Besokare(vard.Klient);
            await kim.LoggaInAsync("kim", Losenord);
            await kim.OppnaAsync("/avtal");
            await disk.SkrivskyddaAsync();
            await LaggIn(kim, "fil.pdf");
            Assert.That((int)kim.Status, Is.EqualTo(422), kim.Sida);
            Assert.That(kim.Sida, Does.Contain("servern saknar utrymme eller får inte skriva i fillagret"));
            await disk.LosAsync();
            await LaggIn(kim, "fil.pdf");
            Assert.That(kim.Status, Is.EqualTo(HttpStatusCode.Redirect), kim.Sida);
        }

        // Databasens disk, när servern startar.
        var fil = Path.Combine(disk.Mapp, "uppfoljning.db");
        File.Copy(plats.Fil, fil);
        await disk.SkrivskyddaAsync();
        miljo = new(plats.Miljo) { ["Databas__Anslutning"] = $"Data Source={fil}" };
        await using (var vard = new Felvard(_app.Databas, miljo))
        {
            vard.BorjaStarta();
            Assert.That(await vard.VantaPaSlutAsync(), Is.EqualTo(1), vard.Ut);
            Assert.That(vard.Ut, Does.Contain(fil).And.Contain("går inte att").And.Not.Contain("   at "));
            await disk.LosAsync();
            await vard.StartaAsync();
        }
    }

    private static async Task Borta(Besokare kim)
    {
        await kim.OppnaAsync("/avtal");
        Assert.That((kim.Status, Rubrik(kim.Sida)), Is.EqualTo((HttpStatusCode.ServiceUnavailable, "Databasen går inte att nå")), kim.Sida);
        Assert.That(kim.Sida, Does.Contain("href=\"/avtal\"").And.Not.Contain("Exception"));
    }

    private static async Task<(HttpStatusCode Status, string Rubrik, string Sida)> Fylld(Besokare kim, string adress, string benamning = "Nytt på full disk")
    {
        await kim.SkickaAsync(adress, ("Command.Benamning", benamning), ("Command.Anmarkning", "Skrivet på full disk & kvar"), ("Command.Undertecknat", "false"));
        return (kim.Status, Rubrik(kim.Sida), kim.Sida);
    }

    /// <summary>Trycker på knappen på felsidan: den skickar det som skrevs en gång till.</summary>
    private static async Task SkickaIgen(Besokare kim, string sida)
    {
        var dokument = new HtmlParser().ParseDocument(sida);
        var formular = dokument.QuerySelector("main form[method=post]")!;
        var falt = formular.QuerySelectorAll("input[type=hidden]").Select(f => KeyValuePair.Create(f.GetAttribute("name")!, f.GetAttribute("value")!)).ToList();
        Assert.That(falt.Count(f => f.Key == "formularnyckel"), Is.EqualTo(1));
        using var innehall = new FormUrlEncodedContent(falt);
        await kim.SkickaAsync(formular.GetAttribute("action")!, innehall);
        Assert.That(kim.Status, Is.EqualTo(HttpStatusCode.Redirect), kim.Sida);
    }

    private async Task LaggIn(Besokare kim, string namn)
    {
        using var innehall = new MultipartFormDataContent
        {
            { new StringContent(kim.Nyckel), "formularnyckel" },
            { new StringContent("Beskrivet av mig"), "Command.Beskrivning" },
            { new ByteArrayContent(Provfiler.Pdf), "Command.Filer", namn },
        };
        await kim.SkickaAsync($"/dokument/avtal/{_avtal}/nytt", innehall);
    }

    private static async Task Vanta(Func<Task<bool>> tills, Felvard vard)
    {
        var tid = Stopwatch.StartNew();
        while (!await tills())
        {
            Assert.That(tid.Elapsed, Is.LessThan(TimeSpan.FromSeconds(90)), vard.Slutet());
            await Task.Delay(100);
        }
    }

    private static string Rubrik(string sida) => new HtmlParser().ParseDocument(sida).QuerySelector("h1")?.TextContent ?? "";
}
