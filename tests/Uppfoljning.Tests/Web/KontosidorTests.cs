using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Domain.Konton;
using Uppfoljning.Tests.Handlers;

namespace Uppfoljning.Tests.Web;

/// <summary>Att logga in och sköta sitt konto, hela vägen i webbläsaren.</summary>
public sealed partial class KontosidorTests
{
    private const string Losenord = "kastanjen utanför fönstret";

    private WebApp _web = null!;
    private Smtptjanst? _smtp;

    [TearDown]
    public async Task Stang()
    {
        await _web.DisposeAsync();
        if (_smtp is not null) { await _smtp.DisposeAsync(); }
        _smtp = null;
    }

    private async Task<Guid> Starta(bool administrator = false, params (string, string)[] installningar)
    {
        _web = await WebApp.StartaAsync(installningar: installningar);
        return await Person("eva.ek", administrator);
    }

    private Task<Guid> Person(string anvandarnamn, bool administrator = false, string epost = "") => _web.App.SomAdministrator()
        .Gor(new SkapaAnvandareCommand { Anvandarnamn = anvandarnamn, Namn = "Handläggare ett", Losenord = Losenord, Epost = epost, Administrator = administrator });

    /// <summary>En ny webbläsare som har skickat inloggningens formulär.</summary>
    private async Task<Sida> LoggaIn(string losenord = Losenord, string anvandarnamn = "eva.ek")
    {
        var sida = _web.Oppen();
        await sida.Oppna("/konto/logga-in");
        await sida.SkickaFormular(("Command.Anvandarnamn", anvandarnamn), ("Command.Losenord", losenord));
        return sida;
    }

    /// <summary>Koden som appen visar nu.</summary>
    private string Kod(byte[] nyckel) => Engangskod.Kod(nyckel, Engangskod.Steg(_web.App.Klocka.Nu));

    /// <summary>Slår på engångskoder på sidan, och ger nyckeln och reservkoderna så som personen ser dem.</summary>
    private async Task<(byte[] Nyckel, string[] Koder)> SlaPa(Sida sida)
    {
        await sida.Oppna("/mitt-konto/engangskoder/ny");
        await sida.SkickaFormular(("Command.Losenord", Losenord));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
        var ny = await sida.Oppna("/mitt-konto/engangskoder/ny");
        Assert.That(ny.QuerySelector("img.qrkod")!.GetAttribute("src"), Does.StartWith("data:image/png;base64,"));
        var nyckel = Base32bytes.Ur(ny.QuerySelector("main code")!.TextContent);
        await sida.SkickaFormular(("Command.Kod", "000000"));
        Assert.That(sida.FelVid("Kod"), Does.StartWith("Koden stämmer inte."));
        await sida.SkickaFormular(("Command.Kod", Kod(nyckel)));
        var koder = sida.Dokument.QuerySelectorAll(".reservkoder code").Select(k => k.TextContent).ToArray();
        Assert.That(koder, Has.Length.EqualTo(Reservkoder.Antal));
        return (nyckel, koder);
    }

    private static async Task<bool> Inne(Sida sida)
    {
        await sida.Oppna("/mitt-konto");
        return sida.Status == HttpStatusCode.OK;
    }

    [Test]
    public async Task Engangskoder_slas_pa_kravs_vid_nasta_inloggning_och_galler_en_gang()
    {
        await Starta();
        var sida = await LoggaIn();
        var (nyckel, reservkoder) = await SlaPa(sida);
        Assert.That((await sida.Oppna("/mitt-konto/engangskoder")).Body!.TextContent, Does.Contain("10 av 10"));
        await sida.Skicka("/konto/logga-ut");

        // Koden som bekräftade nyckeln är använd.
        var igen = await LoggaIn();
        Assert.That(await Inne(igen), Is.False, "Halvvägs är inte inloggad.");
        await igen.Oppna("/konto/kod");
        await igen.SkickaFormular(("Command.Kod", Kod(nyckel)));
        Assert.That(igen.FelVid("Kod"), Does.StartWith("Koden gäller inte."));

        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddSeconds(30);
        var kod = Kod(nyckel);
        await igen.SkickaFormular(("Command.Kod", $"{kod[..3]} {kod[3..]}"));
        Assert.That(igen.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await Inne(igen), Is.True);
        Assert.That(igen.Dokument.QuerySelector("main")!.TextContent, Does.Contain("lösenord och engångskod"));

        var annan = await LoggaIn();
        await annan.Oppna("/konto/kod");
        await annan.SkickaFormular(("Command.Kod", kod));
        Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "Samma kod igen.");
        await annan.SkickaFormular(("Command.Kod", reservkoder[0].ToLowerInvariant()));
        Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await annan.Oppna("/mitt-konto")).Body!.TextContent, Does.Contain("9 reservkoder kvar"));

        var tredje = await LoggaIn();
        await tredje.Oppna("/konto/kod");
        await tredje.SkickaFormular(("Command.Kod", reservkoder[0]));
        Assert.That(tredje.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "En reservkod gäller en gång.");
        Assert.That(await _web.App.Las<string>("SELECT Fakta FROM Handelse WHERE Vad = 'Inloggad'"), Has.Some.Contain("lösenord och reservkod"));
    }

    [Test]
    public async Task Fel_koder_laser_kontot_och_losenordet_ger_inga_nya_forsok()
    {
        await Starta();
        var forst = await LoggaIn();
        var (nyckel, _) = await SlaPa(forst);
        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddSeconds(60);
        for (var i = 0; i < 5; i++)
        {
            var sida = await LoggaIn();
            await sida.Oppna("/konto/kod");
            await sida.SkickaFormular(("Command.Kod", "ABCDEFGH"));
        }
        var last = await LoggaIn();
        Assert.That(last.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "Rätt lösenord mellan gissningarna nollställer dem inte.");
        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddMinutes(15);
        var oppen = await LoggaIn();
        await oppen.Oppna("/konto/kod");
        await oppen.SkickaFormular(("Command.Kod", Kod(nyckel)));
        Assert.That(oppen.Status, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task Svaret_ar_detsamma_for_ett_namn_som_inte_finns_fel_losenord_och_ett_last_konto()
    {
        await Starta();
        var svar = new List<string>();
        foreach (var (namn, losenord, antal) in new[] { ("finns.inte", "fel fel fel fel", 6), ("eva.ek", "fel fel fel fel", 6), ("eva.ek", Losenord, 1) })
        {
            for (var i = 0; i < antal; i++)
            {
                var sida = await LoggaIn(losenord, namn);
                Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
                svar.Add(sida.Dokument.QuerySelector(".felruta")!.TextContent);
            }
        }
        Assert.That(svar.Distinct().Count(), Is.EqualTo(1));
        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddMinutes(15);
        Assert.That((await LoggaIn()).Status, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task En_inloggning_avslutas_av_en_annan_webblasare_och_ar_borta_vid_nasta_klick()
    {
        await Starta();
        var (har, dar, tredje) = (await LoggaIn(), await LoggaIn(), await LoggaIn());
        await dar.Oppna("/");
        var konto = await har.Oppna("/mitt-konto");
        Assert.That(konto.QuerySelectorAll("tbody tr"), Has.Length.EqualTo(3));
        Assert.That(konto.QuerySelectorAll("tbody tr").Count(r => r.TextContent.Contains("Den här", StringComparison.Ordinal)), Is.EqualTo(1));
        foreach (var adress in konto.QuerySelectorAll("tbody form").Select(f => f.GetAttribute("action")!).Take(1)) { await har.Skicka(adress); }
        Assert.That(new[] { await Inne(dar), await Inne(tredje) }.Count(inne => inne), Is.EqualTo(1));

        await har.Oppna("/mitt-konto");
        await har.Skicka("/mitt-konto/inloggningar/avsluta-andra");
        Assert.That(await Inne(dar) || await Inne(tredje), Is.False);
        Assert.That(await Inne(har), Is.True);
        await har.Skicka($"/mitt-konto/inloggningar/{Guid.NewGuid()}/avsluta");
        Assert.That(har.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Ingen_avslutar_nagon_annans_inloggning_pa_sin_egen_sida()
    {
        await Starta();
        var eva = await LoggaIn();
        await Person("annan");
        var annan = await LoggaIn(anvandarnamn: "annan");
        var evas = await _web.App.LasEn<Guid>("SELECT s.Id FROM Inloggningssession s JOIN Anvandare a ON a.Id = s.AnvandareId WHERE a.Anvandarnamn = 'eva.ek'");
        await annan.Oppna("/mitt-konto");
        await annan.Skicka($"/mitt-konto/inloggningar/{evas}/avsluta");
        Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await Inne(eva), Is.True);
    }

    [Test]
    public async Task En_utloggning_avslutar_inloggningen_sa_att_en_sparad_kaka_inte_galler()
    {
        await Starta();
        var sida = _web.Oppen();
        await sida.Oppna("/konto/logga-in");
        var svar = await sida.Skicka("/konto/logga-in", ("Command.Anvandarnamn", "eva.ek"), ("Command.Losenord", Losenord));
        var kaka = svar.Headers.GetValues("Set-Cookie").Single(k => k.StartsWith("uppfoljning=", StringComparison.Ordinal)).Split(';')[0];
        async Task<HttpStatusCode> MedKaka()
        {
            using var begaran = new HttpRequestMessage(HttpMethod.Get, new Uri("/mitt-konto", UriKind.Relative));
            begaran.Headers.Add("Cookie", kaka);
            return (await _web.Oppen().Client.SendAsync(begaran)).StatusCode;
        }
        Assert.That(await MedKaka(), Is.EqualTo(HttpStatusCode.OK));
        await sida.Oppna("/");
        await sida.Skicka("/konto/logga-ut");
        Assert.That(await MedKaka(), Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task En_inloggning_som_vilar_nio_timmar_eller_ar_ett_dygn_gammal_galler_inte()
    {
        await Starta();
        var sida = await LoggaIn();
        for (var i = 0; i < 2; i++)
        {
            _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddHours(8);
            Assert.That(await Inne(sida), Is.True);
        }
        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddHours(8);
        Assert.That(await Inne(sida), Is.False, "Ett dygn sedan inloggningen, fast den har använts.");

        var vilar = await LoggaIn();
        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddHours(9).AddSeconds(-1);
        Assert.That(await Inne(vilar), Is.True);
        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddHours(9);
        Assert.That(await Inne(vilar), Is.False);
    }

    [Test]
    public async Task Varje_inloggning_ar_ny_och_avslutar_den_som_webblasaren_hade()
    {
        await Starta();
        var sida = await LoggaIn();
        await sida.Oppna("/konto/logga-in");
        await sida.SkickaFormular(("Command.Anvandarnamn", "eva.ek"), ("Command.Losenord", Losenord));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Inloggningssession"), Is.EqualTo(2));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Inloggningssession WHERE Avslutad IS NULL"), Is.EqualTo(1));
    }

    [Test]
    public async Task En_gammal_losenordssumma_gors_om_nar_personen_loggar_in_och_aldrig_vid_fel_losenord()
    {
        var id = await Starta();
        var gammal = new Microsoft.AspNetCore.Identity.PasswordHasher<object>(Microsoft.Extensions.Options.Options.Create(new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = 10_000 })).HashPassword(this, Losenord);
        await _web.App.Las<int>("UPDATE Anvandare SET Losenord = @gammal WHERE Id = @id; SELECT 1", new { gammal, id });
        Task<string?> Summa() => _web.App.LasEn<string>("SELECT Losenord FROM Anvandare WHERE Id = @id", new { id });
        await LoggaIn("något annat här");
        Assert.That(await Summa(), Is.EqualTo(gammal));
        Assert.That((await LoggaIn()).Status, Is.EqualTo(HttpStatusCode.Redirect));
        var ny = await Summa();
        Assert.That(ny, Is.Not.EqualTo(gammal));
        Assert.That((await LoggaIn()).Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await Summa(), Is.EqualTo(ny), "En ny görs inte om.");
    }

    [Test]
    public async Task Den_som_loggar_ut_eller_byter_losenord_lamnar_inget_sparat_i_webblasaren()
    {
        await Starta();
        var sida = await LoggaIn();
        await sida.Oppna("/mitt-konto/losenord");
        using var bytt = await sida.SkickaFormular(("Command.Nuvarande", Losenord), ("Command.Nytt", "en helt annan mening"));
        await sida.Oppna("/mitt-konto");
        using var ute = await sida.Skicka("/konto/logga-ut");
        foreach (var svar in new[] { bytt, ute })
        {
            Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
            Assert.That(svar.Headers.GetValues("Clear-Site-Data").Single(), Is.EqualTo("\"cache\", \"storage\""));
        }
    }

    [Test]
    public async Task En_brevserver_som_inte_svarar_namns_pa_svenska()
    {
        _smtp = new Smtptjanst();
        var installningar = _smtp.Installningar;
        await _smtp.DisposeAsync();
        _smtp = null;
        _web = await WebApp.StartaAsync(installningar: installningar);
        await Person("eva.ek", epost: "eva.ek@kommunen.example");
        var sida = _web.Oppen();
        await sida.Oppna("/konto/glomt-losenord");
        await sida.SkickaFormular(("Command.Epost", "eva.ek@kommunen.example"));
        for (var i = 0; i < 200 && (await _web.App.LasEn<string?>("SELECT Fel FROM Utskick")) is null; i++) { await Task.Delay(25); }
        Assert.That(await _web.App.LasEn<string>("SELECT Fel FROM Utskick"), Does.EndWith("gick inte att nå, eller avbröt samtalet."));
    }

    [Test]
    public async Task Losenordet_byts_med_det_nuvarande_och_de_andra_loggas_ut()
    {
        await Starta();
        var (har, dar) = (await LoggaIn(), await LoggaIn());
        await har.Oppna("/mitt-konto/losenord");
        await har.SkickaFormular(("Command.Nuvarande", "något annat här"), ("Command.Nytt", "en helt annan mening"));
        Assert.That(har.FelVid("Nuvarande"), Is.EqualTo("Lösenordet stämmer inte."));
        await har.SkickaFormular(("Command.Nuvarande", Losenord), ("Command.Nytt", "kort"));
        Assert.That(har.FelVid("Nytt"), Does.StartWith("Lösenordet ska ha minst 12 tecken."));
        await har.SkickaFormular(("Command.Nuvarande", Losenord), ("Command.Nytt", "Password1234!"));
        Assert.That(har.FelVid("Nytt"), Does.StartWith("Lösenordet är bland dem som gissas först"));
        Assert.That(har.Dokument.QuerySelectorAll("input[type=password]").All(f => !f.HasAttribute("value")), Is.True);
        await har.SkickaFormular(("Command.Nuvarande", Losenord), ("Command.Nytt", "en helt annan mening"));
        Assert.That(har.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await Inne(har), Is.True);
        Assert.That(await Inne(dar), Is.False);
        Assert.That((await LoggaIn()).Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((await LoggaIn("en helt annan mening")).Status, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task En_lank_kommer_med_brev_galler_en_gang_och_loggar_ut_overallt()
    {
        _smtp = new Smtptjanst();
        _web = await WebApp.StartaAsync(installningar: _smtp.Installningar);
        await Person("eva.ek", epost: "eva.ek@kommunen.example");
        var inne = await LoggaIn();

        var sida = _web.Oppen();
        var svar = new List<string?>();
        foreach (var adress in new[] { "finns.inte@kommunen.example", "Eva.Ek@kommunen.example" })
        {
            await sida.Oppna("/konto/glomt-losenord");
            await sida.SkickaFormular(("Command.Epost", adress));
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
            svar.Add((await sida.Oppna("/konto/logga-in")).QuerySelector(".meddelande")?.TextContent);
        }
        Assert.That(svar.Distinct().Count(), Is.EqualTo(1), "Svaret säger inte vilka adresser som finns.");

        var brev = await _smtp.Vanta(1);
        Assert.That(brev, Does.Contain("eva.ek@kommunen.example").And.Contain("Välj ett nytt lösenord"));
        var lank = LankRegex().Match(brev);
        Assert.That(lank.Groups[1].Value, Is.EqualTo("https://uppfoljning.kommunen.example"), "Länken byggs av inställningen, inte av webbläsarens begäran.");
        var stig = lank.Groups[2].Value;

        await sida.Oppna(stig);
        await sida.Oppna(stig);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), "Att öppna länken förbrukar den inte.");
        await sida.SkickaFormular(("Command.Nytt", "kort"));
        Assert.That(sida.FelVid("Nytt"), Is.Not.Null);
        await sida.SkickaFormular(("Command.Nytt", "en helt annan mening"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await Inne(inne), Is.False);
        Assert.That((await LoggaIn("en helt annan mening")).Status, Is.EqualTo(HttpStatusCode.Redirect));
        await sida.Oppna(stig);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Gone));
        Assert.That(await _smtp.Vanta(2), Does.Contain("Ditt lösenord byttes med en länk"));
        for (var i = 0; i < 200 && await _web.App.LasEn<int>("SELECT COUNT(*) FROM Utskick WHERE Skickat IS NOT NULL") < 2; i++) { await Task.Delay(25); }
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Utskick WHERE Innehall IS NOT NULL"), Is.Zero, "Inget innehåll står kvar när breven är skickade.");
    }

    [Test]
    public async Task Ett_brev_som_servern_inte_tar_emot_star_kvar_syns_for_administratoren_och_gar_nar_den_gor_det()
    {
        _smtp = new Smtptjanst { Nekar = "451 prova igen" };
        _web = await WebApp.StartaAsync(installningar: [.. _smtp.Installningar, ("Webb:Adress", "http://localhost")]);
        await Person("eva.ek", epost: "eva.ek@kommunen.example");
        var admin = await _web.Som(Roll.Administrator);
        var sida = _web.Oppen();
        await sida.Oppna("/konto/glomt-losenord");
        await sida.SkickaFormular(("Command.Epost", "eva.ek@kommunen.example"));
        for (var i = 0; i < 200 && (await _web.App.LasEn<string?>("SELECT Fel FROM Utskick")) is null; i++) { await Task.Delay(25); }
        Assert.That((await admin.Oppna("/administration/anvandare")).QuerySelector("main")!.TextContent, Does.Contain("nekade: 451 prova igen"));
        Assert.That(await _web.App.LasEn<string>("SELECT Innehall FROM Utskick"), Does.Not.Contain("nyckel"), "Länken står inte läsbar i databasen.");

        _smtp.Nekar = null;
        var jobb = _web.Services.GetRequiredService<Jobbkorning>();
        Assert.That((await jobb.KorAsync(Jobbsort.Post, (_, _) => { }, CancellationToken.None)).Antal, Is.Zero, "Inte förrän väntan är över.");
        _web.App.Klocka.Nu = _web.App.Klocka.Nu.AddMinutes(1);
        await jobb.KorAsync(Jobbsort.Post, (_, _) => { }, CancellationToken.None);
        Assert.That(await _smtp.Vanta(1), Does.Contain("Välj ett nytt lösenord"));
        Assert.That((await admin.Oppna("/administration/anvandare")).QuerySelector(".notis-varning"), Is.Null);
    }

    [Test]
    public async Task Utan_epost_sager_sidan_att_en_administrator_kan_gora_en_lank_och_den_visas_en_gang()
    {
        var id = await Starta();
        var sida = _web.Oppen();
        Assert.That((await sida.Oppna("/konto/glomt-losenord")).QuerySelector("main")!.TextContent, Does.Contain("Be en administratör om en länk"));
        Assert.That(sida.Dokument.QuerySelector("main form"), Is.Null);

        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna($"/administration/anvandare/{id}/konto");
        await admin.Skicka($"/administration/anvandare/{id}/konto/visa-lank");
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.OK));
        var stig = admin.Dokument.QuerySelector(".lank code")!.TextContent;
        Assert.That((await admin.Oppna($"/administration/anvandare/{id}/konto")).Body!.InnerHtml, Does.Not.Contain(stig.Split('=')[1]));
        await sida.Oppna(stig);
        await sida.SkickaFormular(("Command.Nytt", "en helt annan mening"));
        Assert.That((await LoggaIn("en helt annan mening")).Status, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task Kravs_engangskoder_leds_den_som_saknar_dem_till_dem_fore_allt_annat()
    {
        await Starta(administrator: true, ("Konto:KravTvafaktor", "Administrator"));
        await Person("vanlig");
        var sida = await LoggaIn();
        foreach (var adress in new[] { "/", "/mitt-konto", "/administration/anvandare" })
        {
            var svar = await sida.Client.GetAsync(new Uri(adress, UriKind.Relative));
            Assert.That(svar.Headers.Location?.OriginalString, Is.EqualTo("/mitt-konto/engangskoder"), adress);
        }
        Assert.That((await sida.Oppna("/mitt-konto/engangskoder")).Body!.TextContent, Does.Contain("Kommunen kräver engångskoder av dig"));
        await SlaPa(sida);
        Assert.That(await Inne(sida), Is.True);
        await sida.Oppna("/mitt-konto/engangskoder/sluta");
        await sida.SkickaFormular(("Command.Losenord", Losenord));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(await Inne(await LoggaIn(anvandarnamn: "vanlig")), Is.True, "Kravet gäller bara administratörer.");
        Assert.That(await Inne(await _web.Som(Roll.Administrator)), Is.True, "Den som inte har lösenord här berörs inte.");
    }

    [Test]
    public async Task Administratoren_andrar_stanger_laser_upp_och_tar_bort_koder()
    {
        var id = await Starta();
        var eva = await LoggaIn();
        await SlaPa(eva);
        var admin = await _web.Som(Roll.Administrator);
        var bas = $"/administration/anvandare/{id}/konto";
        var sida = await admin.Oppna(bas);
        Assert.That(sida.QuerySelectorAll("tbody tr"), Has.Length.EqualTo(1));

        await admin.SkickaFormular(("Command.Namn", ""), ("Command.Epost", "inte en adress"));
        Assert.That(admin.FelVid("Namn"), Is.Not.Null);
        Assert.That(admin.FelVid("Epost"), Is.EqualTo("Ange en e-postadress som namn@kommunen.se."));
        Assert.That(admin.Dokument.QuerySelector("#Command_Epost")!.GetAttribute("value"), Is.EqualTo("inte en adress"));
        await admin.SkickaFormular(("Command.Namn", "Handläggare två"), ("Command.Epost", "tva@kommunen.example"));
        Assert.That((await admin.Oppna(bas)).QuerySelector("h1")!.TextContent, Does.Contain("Handläggare två"));

        await admin.Skicka($"{bas}/ta-bort-engangskoder");
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "Det ska bekräftas.");
        Assert.That(await Inne(eva), Is.True);
        await admin.Oppna(bas);
        await admin.Skicka($"{bas}/ta-bort-engangskoder", ("Command.Bekraftat", "true"));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await Inne(eva), Is.False);
        eva = await LoggaIn();
        Assert.That(await Inne(eva), Is.True, "Lösenordet räcker.");

        await admin.Oppna(bas);
        await admin.Skicka($"{bas}/stang");
        Assert.That(await Inne(eva), Is.False);
        Assert.That((await LoggaIn()).Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        await admin.Oppna(bas);
        await admin.Skicka($"{bas}/oppna");
        for (var i = 0; i < 5; i++) { await LoggaIn("fel fel fel fel"); }
        Assert.That((await LoggaIn()).Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((await admin.Oppna(bas)).QuerySelector("h1")!.TextContent, Does.Contain("Låst en stund"));
        await admin.Skicka($"{bas}/las-upp");
        Assert.That((await LoggaIn()).Status, Is.EqualTo(HttpStatusCode.Redirect));

        await admin.Oppna(bas);
        await admin.Skicka($"{bas}/administrator");
        Assert.That((await admin.Oppna("/administration/anvandare?Administrator=true")).QuerySelectorAll("tbody tr"), Has.Length.EqualTo(2));
        await admin.Oppna(bas);
        await admin.Skicka($"{bas}/inte-administrator");
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task Den_sista_administratoren_gar_inte_att_stanga_och_sidan_sager_varfor()
    {
        var id = await Starta(administrator: true);
        var sida = await LoggaIn();
        var bas = $"/administration/anvandare/{id}/konto";
        await sida.Oppna(bas);
        foreach (var vad in new[] { "stang", "inte-administrator" })
        {
            await sida.Skicka($"{bas}/{vad}");
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("den enda öppna administratören"));
        }
    }

    [Test]
    public async Task Bara_en_administrator_kommer_at_andras_konton()
    {
        var id = await Starta();
        var sida = await LoggaIn();
        await sida.Oppna($"/administration/anvandare/{id}/konto");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        await sida.Oppna("/mitt-konto");
        foreach (var vad in new[] { "", "/stang", "/oppna", "/las-upp", "/avsluta-inloggningar", "/administrator", "/inte-administrator", "/skicka-lank", "/visa-lank" })
        {
            await sida.Skicka($"/administration/anvandare/{id}/konto{vad}", ("Command.Namn", "X"));
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden), vad);
            await sida.Oppna("/mitt-konto");
        }
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna($"/administration/anvandare/{Guid.NewGuid()}/konto");
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Utanfor_utvecklingsmiljo_ar_kakan_bara_for_https_och_den_har_varden_ocksa_bakom_en_proxy()
    {
        await Starta();
        await using var annan = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            WebApp.Stall(builder, _web.App);
            builder.UseEnvironment("Production");
            builder.UseSetting("Demo:Inloggning", "false");
            builder.UseSetting("Nycklar:Skydd", Convert.ToBase64String(new byte[32]));
        });
        // The program itself sees http, as behind a proxy that has taken the encryption.
        var klient = annan.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = new Uri("http://localhost") });
        var sida = new Sida(klient);
        await sida.Oppna("/konto/logga-in");
        using var forsta = await klient.GetAsync(new Uri("/konto/logga-in", UriKind.Relative));
        // The browser sees https and sends the cookies; the client of the test sees http and would not.
        klient.DefaultRequestHeaders.Add("Cookie", sida.Kakor);
        var svar = await sida.Skicka("/konto/logga-in", ("Command.Anvandarnamn", "eva.ek"), ("Command.Losenord", Losenord));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var formularets = forsta.Headers.GetValues("Set-Cookie").Single(k => k.StartsWith("__Host-uppfoljning-formular=", StringComparison.Ordinal));
        Assert.That(formularets, Does.Contain("; secure").And.Contain("; httponly").And.Contain("; samesite=strict").And.Contain("; path=/").And.Not.Contain("domain"));
        Assert.That(svar.Headers.GetValues("Set-Cookie").Concat(forsta.Headers.GetValues("Set-Cookie")), Has.All.StartsWith("__Host-"));
        var kaka = svar.Headers.GetValues("Set-Cookie").Single(k => k.StartsWith("__Host-uppfoljning=", StringComparison.Ordinal));
        Assert.That(kaka, Does.Contain("; secure").And.Contain("; httponly").And.Contain("; samesite=lax").And.Contain("; path=/").And.Not.Contain("domain"));
    }

    [GeneratedRegex(@"(https://[^/\s]+)(/konto/nytt-losenord\?nyckel=[A-Za-z0-9_-]+)")]
    private static partial Regex LankRegex();
}
