using System.Net;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Extern;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Domain;
using Uppfoljning.Web.Inloggning;

namespace Uppfoljning.Tests.Web;

/// <summary>Hela vägen genom en identitetstjänst som nekar det som en riktig nekar.</summary>
public sealed class ExterninloggningTests
{
    private static readonly HttpClient Webblasare = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private Identitetstjanst _tjanst = null!;
    private WebApp _web = null!;
    private Action<IServiceCollection>? _tjanster;

    [SetUp]
    public async Task Starta() => _tjanst = await Identitetstjanst.StartaAsync();

    [TearDown]
    public async Task Stang()
    {
        if (_web is not null) { await _web.DisposeAsync(); }
        (_web, _tjanster) = (null!, null);
        await _tjanst.DisposeAsync();
    }

    [Test]
    public async Task Den_som_tjansten_intygar_far_ett_konto_och_gruppens_roll_och_kommer_dit_hon_skulle()
    {
        await StartaWebAsync(("Extern:SkapaKonton", "true"));
        var namnd = await _web.App.Namnd();
        await _web.App.SomAdministrator().Gor(new LaggTillGruppmappningCommand { Grupp = "VON-lasare", NamndId = namnd, Roll = Roll.Lasare });
        _tjanst.Grupper = ["VON-lasare", "von-LASARE", "annat"];

        var sida = _web.Oppen();
        Assert.That((await sida.Oppna("/konto/logga-in?returnUrl=%2Favtal%3FQ%3D1")).QuerySelector("#extern-rubrik")!.TextContent, Is.EqualTo("Logga in med Provkommunens inloggning"));
        var svar = await LoggaInAsync(sida, sida.Dokument.QuerySelector("a[href^='/konto/extern/logga-in']")!.GetAttribute("href")!);

        Assert.That(svar, Is.EqualTo("/avtal?Q=1"));
        Assert.That((await sida.Oppna("/")).Body!.TextContent, Does.Contain("Vård- och omsorgsnämnden").And.Contain("Anställd Ett"));
        Assert.That(await _web.App.Las<string>("SELECT Mening FROM Handelse WHERE Vad IN ('Extern inloggning', 'Inloggad') ORDER BY Nr"), Is.EqualTo(new[]
        {
            "Anställd Ett visade sin identitet med kommunens inloggning. Kontot anstalld.ett lades in. Nya roller från grupper: läsare i Vård- och omsorgsnämnden.",
            "Anställd Ett loggade in.",
        }));
        // V10.1.1: inga intyg eller nycklar lämnas kvar, varken i loggen eller i webbläsaren.
        var fakta = string.Concat(await _web.App.Las<string>("SELECT COALESCE(Fakta, '') FROM Handelse"));
        Assert.That(_tjanst.Hemligt, Has.Count.EqualTo(2));
        Assert.That(_tjanst.Hemligt.Where(h => fakta.Contains(h, StringComparison.Ordinal)), Is.Empty);

        // Samma person igen: samma konto.
        Assert.That(await LoggaInAsync(_web.Oppen()), Is.EqualTo("/"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Anvandare WHERE Anvandarnamn LIKE 'anstalld%'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Grupperna_ger_och_tar_roller_vid_nasta_inloggning_och_det_som_ar_givet_for_hand_star_kvar()
    {
        await StartaWebAsync(("Extern:SkapaKonton", "true"));
        var (von, sn) = (await _web.App.Namnd(), await _web.App.Namnd("Socialnämnden", "SN"));
        _web.App.SomAdministrator();
        foreach (var (grupp, namnd, roll) in new[] { ("a", von, Roll.Uppfoljare), ("b", sn, Roll.Lasare), ("c", von, Roll.Revisor) })
        {
            await _web.App.Gor(new LaggTillGruppmappningCommand { Grupp = grupp, NamndId = namnd, Roll = roll });
        }
        await LoggaInAsync(_web.Oppen());
        var id = await _web.App.LasEn<Guid>("SELECT AnvandareId FROM ExternIdentitet");
        await _web.App.Gor(new GeRollCommand { AnvandareId = id, NamndId = von, Roll = Roll.Revisor });

        _tjanst.Grupper = ["a", "b", "c"];
        await LoggaInAsync(_web.Oppen());
        Assert.That(await RollerAsync(id), Is.EqualTo(new[] { "Lasare Grupp", "Revisor Hand", "Uppfoljare Grupp" }));

        _tjanst.Grupper = ["b"];
        await LoggaInAsync(_web.Oppen());
        Assert.That(await RollerAsync(id), Is.EqualTo(new[] { "Lasare Grupp", "Revisor Hand" }));
        Assert.That((await MeningarAsync())[^1], Does.EndWith("Roller som grupperna inte längre ger: uppföljare i Vård- och omsorgsnämnden."));

        // Säger tjänsten inget alls om grupper ändras inget; säger den att de är inga tas rollerna bort.
        _tjanst.Grupper = null;
        await LoggaInAsync(_web.Oppen());
        Assert.That(await RollerAsync(id), Is.EqualTo(new[] { "Lasare Grupp", "Revisor Hand" }));
        Assert.That((await MeningarAsync())[^1], Does.EndWith("Tjänsten sade inget om grupper, så rollerna är som de var."));
        _tjanst.Grupper = [];
        await LoggaInAsync(_web.Oppen());
        Assert.That(await RollerAsync(id), Is.EqualTo(new[] { "Revisor Hand" }));
    }

    [Test]
    public async Task Den_som_inget_konto_har_vantar_och_en_administrator_kopplar_henne()
    {
        await StartaWebAsync(("Extern:Kontakt", "Systemförvaltaren, tfn 0123"));
        // Samma användarnamn som hos tjänsten gör ingen till samma person.
        var konto = await KontoAsync("anstalld.ett");
        var person = _web.Oppen();
        Assert.That(await LoggaInAsync(person), Is.EqualTo("/konto/extern/vantar"));
        Assert.That((await person.Oppna("/konto/extern/vantar")).Body!.TextContent, Does.Contain("Systemförvaltaren, tfn 0123"));
        Assert.That(await InloggadAsync(person), Is.False);

        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/administration/identiteter");
        Assert.That(admin.Dokument.QuerySelector("tbody")!.TextContent, Does.Contain("Anställd Ett").And.Contain("person-1@kommun.example"));
        var adress = admin.Dokument.QuerySelector("form[action$='/koppla']")!.GetAttribute("action")!;
        await admin.Skicka(adress, ("Command.AnvandareId", ""));
        Assert.That((admin.Status, admin.Dokument.QuerySelector("td .fel")!.TextContent), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Välj vilket konto identiteten hör till.")));
        await admin.Skicka(adress, ("Command.AnvandareId", konto.ToString()));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));

        Assert.That(await LoggaInAsync(person), Is.EqualTo("/"));
        Assert.That((await person.Oppna("/")).Body!.TextContent, Does.Contain("Lokal anstalld.ett"));

        // Kopplas hon från loggas hon ut genast och väntar igen.
        await admin.Oppna("/administration/identiteter?kopplade=true");
        await admin.Oppna(admin.Dokument.QuerySelector("a[href$='/koppla-fran']")!.GetAttribute("href")!);
        await admin.SkickaFormular();
        Assert.That(admin.FelVid("Bekraftat"), Is.EqualTo("Bekräfta att identiteten ska kopplas från."));
        await admin.SkickaFormular(("Command.Bekraftat", "true"));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await InloggadAsync(person), Is.False);
        Assert.That(await LoggaInAsync(person), Is.EqualTo("/konto/extern/vantar"));

        await admin.Oppna("/administration/identiteter");
        await admin.Skicka(admin.Dokument.QuerySelector("form[action$='/konto']")!.GetAttribute("action")!);
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await LoggaInAsync(person), Is.EqualTo("/"));
        Assert.That(await _web.App.LasEn<string>("SELECT a.Anvandarnamn FROM ExternIdentitet i JOIN Anvandare a ON a.Id = i.AnvandareId"), Is.EqualTo("anstalld.ett.2"));
    }

    [Test]
    public async Task Ett_avstangt_konto_kommer_inte_in()
    {
        await StartaWebAsync(("Extern:SkapaKonton", "true"));
        await LoggaInAsync(_web.Oppen());
        await _web.App.Las<int>("UPDATE Anvandare SET Inaktiv = 1 WHERE Anvandarnamn = 'anstalld.ett'; SELECT 1");
        var sida = _web.Oppen();

        Assert.That(await LoggaInAsync(sida), Is.EqualTo("/konto/extern/fel?skal=avstangt"));
        Assert.That((await sida.Oppna("/konto/extern/fel?skal=avstangt")).Body!.TextContent, Does.Contain("Ditt konto i Uppföljning är avstängt."));
        Assert.That(await InloggadAsync(sida), Is.False);
        Assert.That((await MeningarAsync())[^1], Is.EqualTo("Ett försök att logga in som Anställd Ett med kommunens inloggning. Kontot är avstängt."));
    }

    [TestCase("utfardare", "intyg")]
    [TestCase("kallar sig annat", "intyg")] // V10.5.3
    [TestCase("mottagare", "intyg")]
    [TestCase("nonce", "intyg")]
    [TestCase("inget nonce", "intyg")]
    [TestCase("underskrift", "intyg")]
    [TestCase("ingen underskrift", "intyg")]
    [TestCase("for gammalt", "intyg")]
    [TestCase("nekar", "nekad")]
    [TestCase("annan vard", "svarar-inte")]
    [TestCase("langsam", "svarar-inte")]
    [TestCase("for stort", "svarar-inte")]
    [TestCase("omdirigerar", "tjansten")]
    [TestCase("trasig", "tjansten")]
    [TestCase("userinfo omdirigerar", "svarar-inte")]
    [TestCase("annan person", "tjansten")]
    public async Task En_tjanst_som_ljuger_eller_kranglar_slapper_inte_in_nagon(string knep, string skal)
    {
        await StartaWebAsync(("Extern:SkapaKonton", "true"), ("Extern:TidsgransSekunder", knep == "langsam" ? "1" : "20"));
        _tjanst.Knep = knep;
        var sida = _web.Oppen();

        Assert.That(await LoggaInAsync(sida), Is.EqualTo($"/konto/extern/fel?skal={skal}"));
        await sida.Oppna($"/konto/extern/fel?skal={skal}");
        Assert.That(sida.Dokument.QuerySelector("main p")!.TextContent, Is.EqualTo(Externfel.Text(skal)));
        Assert.That(sida.Dokument.QuerySelector("main")!.InnerHtml, Does.Not.Contain("alert(1)"));
        Assert.That(await InloggadAsync(sida), Is.False);
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM ExternIdentitet"), Is.Zero);
        Assert.That((await MeningarAsync())[^1], Does.StartWith("En inloggning genom Provkommunens inloggning gick inte: "));
        Assert.That(string.Concat(await _web.App.Las<string>("SELECT COALESCE(Fakta, '') FROM Handelse")), Does.Not.Contain("script"));
    }

    [Test]
    public async Task Ett_svar_galler_en_gang_och_bara_for_den_webblasare_som_borjade()
    {
        await StartaWebAsync(("Extern:SkapaKonton", "true"));
        var (sida, annan) = (_web.Oppen(), _web.Oppen());
        var svar = await SvarAsync(sida, "/konto/extern/logga-in");

        // Någon annans webbläsare, ett ändrat tillstånd och inget tillstånd alls.
        foreach (var (webblasare, adress) in new[] { (annan, svar), (sida, svar.Replace("state=", "state=x", StringComparison.Ordinal)), (sida, "/konto/extern/svar?code=abc"), (sida, "/konto/extern/svar") })
        {
            Assert.That((await webblasare.Client.GetAsync(new Uri(adress, UriKind.Relative))).Headers.Location?.OriginalString, Is.EqualTo("/konto/extern/fel?skal=forsok"), adress);
            Assert.That(await InloggadAsync(webblasare), Is.False);
        }
        Assert.That((await sida.Client.GetAsync(new Uri(svar, UriKind.Relative))).Headers.Location!.OriginalString, Is.EqualTo("/"));
        Assert.That(await InloggadAsync(sida), Is.True);
        Assert.That((await sida.Client.GetAsync(new Uri(svar, UriKind.Relative))).Headers.Location!.OriginalString, Is.EqualTo("/konto/extern/fel?skal=forsok"));
    }

    [Test]
    public async Task Vagen_ut_har_PKCE_nonce_och_state_och_tjansten_nekar_den_som_saknar_det()
    {
        await StartaWebAsync();
        var ut = (await _web.Oppen().Client.GetAsync(new Uri("/konto/extern/logga-in", UriKind.Relative))).Headers.Location!.AbsoluteUri;
        var q = System.Web.HttpUtility.ParseQueryString(new Uri(ut).Query);
        Assert.That((q["response_type"], q["code_challenge_method"], q["redirect_uri"]), Is.EqualTo(("code", "S256", "http://localhost/konto/extern/svar")));
        Assert.That(q["client_secret"], Is.Null);
        Assert.That(q["state"]!.Length, Is.GreaterThan(40));
        Assert.That(q["nonce"]!.Length, Is.GreaterThan(40));
        Assert.That((await Webblasare.GetAsync(new Uri(ut.Replace("code_challenge", "x", StringComparison.Ordinal)))).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await Webblasare.GetAsync(new Uri(ut.Replace("localhost", "ond.example", StringComparison.Ordinal)))).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [TestCase("https://ond.example/")]
    [TestCase("//ond.example/")]
    [TestCase("/\\ond.example")]
    [TestCase("javascript:alert(1)")]
    public async Task En_adress_utanfor_programmet_foljs_aldrig(string returnUrl)
    {
        await StartaWebAsync(("Extern:SkapaKonton", "true"));
        Assert.That(await LoggaInAsync(_web.Oppen(), $"/konto/extern/logga-in?returnUrl={Uri.EscapeDataString(returnUrl)}"), Is.EqualTo("/"));
    }

    [Test]
    public async Task Kravs_tvafaktor_racker_det_inte_med_losenord_hos_tjansten()
    {
        await StartaWebAsync(("Extern:SkapaKonton", "true"), ("Extern:KravAmr", "mfa"));
        Assert.That(await LoggaInAsync(_web.Oppen()), Is.EqualTo("/konto/extern/fel?skal=stark"));
        _tjanst.Amr = ["pwd", "mfa"];
        Assert.That(await LoggaInAsync(_web.Oppen()), Is.EqualTo("/"));
    }

    [Test]
    public async Task Den_som_ar_inloggad_kopplar_sitt_eget_konto_och_bekraftar_forst_nar_hon_ser_vem_det_ar()
    {
        await StartaWebAsync();
        var konto = await KontoAsync("lokal.person");
        var sida = await MedLosenordAsync("lokal.person");
        await sida.Oppna("/konto/extern/koppla");
        Assert.That(await LoggaInAsync(sida, sida.Dokument.QuerySelector("a[href$='/starta']")!.GetAttribute("href")!), Is.EqualTo("/konto/extern/koppla/bekrafta"));
        Assert.That((await sida.Oppna("/konto/extern/koppla/bekrafta")).QuerySelector("main")!.TextContent, Does.Contain("Anställd Ett").And.Contain("Lokal lokal.person"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM ExternIdentitet"), Is.Zero);
        await sida.SkickaFormular(("Command.Losenord", "en annan mening här"));
        Assert.That((sida.Status, sida.FelVid("Losenord")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Lösenordet stämmer inte.")));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM ExternIdentitet"), Is.Zero);
        await sida.SkickaFormular(("Command.Losenord", "en mening att minnas"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await _web.App.LasEn<Guid>("SELECT AnvandareId FROM ExternIdentitet"), Is.EqualTo(konto));
        Assert.That(await LoggaInAsync(_web.Oppen()), Is.EqualTo("/"));

        // Samma identitet kan inte kopplas till ett konto till, och den som inte är inloggad kopplar inget.
        await KontoAsync("annan.person");
        var annan = await MedLosenordAsync("annan.person");
        await LoggaInAsync(annan, "/konto/extern/koppla/starta");
        await annan.Oppna("/konto/extern/koppla/bekrafta");
        await annan.SkickaFormular(("Command.Losenord", "en mening att minnas"));
        Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(annan.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("är redan kopplad till ett konto"));
        Assert.That((await _web.Oppen().Client.GetAsync(new Uri("/konto/extern/koppla/starta", UriKind.Relative))).Headers.Location!.OriginalString, Does.Contain("/konto/logga-in"));
    }

    [Test]
    public async Task En_koppling_som_en_annan_paborjade_kan_inte_bekraftas()
    {
        await StartaWebAsync();
        await KontoAsync("forsta.person");
        await KontoAsync("andra.person");
        var sida = await MedLosenordAsync("forsta.person");
        await LoggaInAsync(sida, "/konto/extern/koppla/starta");
        await sida.Oppna("/konto/logga-in");
        await sida.SkickaFormular(("Command.Anvandarnamn", "andra.person"), ("Command.Losenord", "en mening att minnas"));
        await sida.Oppna("/konto/extern/koppla");
        var svar = await sida.Skicka("/konto/extern/koppla/bekrafta");
        Assert.That(svar.Headers.Location!.OriginalString, Is.EqualTo("/konto/extern/koppla"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM ExternIdentitet"), Is.Zero);
    }

    [Test]
    public async Task Den_som_loggar_ut_kan_logga_ut_hos_tjansten_ocksa()
    {
        await StartaWebAsync(("Extern:SkapaKonton", "true"));
        var sida = _web.Oppen();
        await LoggaInAsync(sida);
        await sida.Oppna("/");
        await sida.Skicka("/konto/logga-ut");
        var lank = (await sida.Oppna("/konto/logga-in")).QuerySelector("a[href='/konto/extern/logga-ut']")!.GetAttribute("href")!;
        var ut = (await sida.Client.GetAsync(new Uri(lank, UriKind.Relative))).Headers.Location!;
        Assert.That(ut.AbsoluteUri, Does.StartWith($"{_tjanst.Adress}/ut?").And.Contain("client_id=uppfoljning-prov"));
        var ater = (await Webblasare.GetAsync(ut)).Headers.Location!;
        Assert.That(ater.AbsoluteUri, Does.StartWith("http://localhost/konto/extern/ut-svar"));
        Assert.That((await sida.Client.GetAsync(new Uri(ater.PathAndQuery, UriKind.Relative))).Headers.Location!.OriginalString, Is.EqualTo("/konto/extern/utloggad"));
        Assert.That((await sida.Oppna("/konto/extern/utloggad")).Body!.TextContent, Does.Contain("Du är utloggad ur Uppföljning och ur Provkommunens inloggning."));
        Assert.That((await sida.Oppna("/konto/logga-in")).QuerySelector("a[href='/konto/extern/logga-ut']"), Is.Null);
    }

    [Test]
    public async Task Utan_utloggning_hos_tjansten_sags_det()
    {
        await StartaWebAsync();
        _tjanst.Knep = "ingen utloggning";
        var sida = _web.Oppen();
        Assert.That((await sida.Client.GetAsync(new Uri("/konto/extern/logga-ut", UriKind.Relative))).Headers.Location!.OriginalString, Is.EqualTo("/konto/extern/utloggad?har=True"));
        Assert.That((await sida.Oppna("/konto/extern/utloggad?har=True")).Body!.TextContent, Does.Contain("Logga ut där, eller stäng webbläsaren."));
    }

    [Test]
    public async Task Bara_extern_lamnar_losenord_at_administratorer()
    {
        await StartaWebAsync(("Extern:BaraExtern", "true"));
        await KontoAsync("vanlig.person");
        await _web.App.SomAdministrator().Gor(new SkapaAnvandareCommand { Anvandarnamn = "nod.admin", Namn = "Nödväg", Losenord = "en mening att minnas", Administrator = true });
        Assert.That(await InloggadAsync(await MedLosenordAsync("vanlig.person", false)), Is.False);
        Assert.That(await InloggadAsync(await MedLosenordAsync("nod.admin", false)), Is.True);
    }

    [Test]
    public async Task Bara_extern_ger_ingen_annan_an_en_administrator_nagon_vag_till_ett_losenord()
    {
        await using var smtp = new Smtptjanst();
        await StartaWebAsync([("Extern:BaraExtern", "true"), .. smtp.Installningar]);
        _web.App.SomAdministrator();
        var vanlig = await _web.App.Gor(new SkapaAnvandareCommand { Anvandarnamn = "vanlig", Namn = "Vanlig", Losenord = "en mening att minnas", Epost = "vanlig@kommunen.example" });
        var admin = await _web.App.Gor(new SkapaAnvandareCommand { Anvandarnamn = "nod", Namn = "Nöd", Losenord = "en mening att minnas", Epost = "nod@kommunen.example", Administrator = true });
        // A link from before the setting was turned on: the pipeline of the tests has no such setting.
        var gammal = (await _web.App.Gor(new GorEngangslankCommand { AnvandareId = vanlig })).Split("nyckel=")[1];

        var sida = _web.Oppen();
        var inloggning = await sida.Oppna("/konto/logga-in");
        Assert.That(inloggning.QuerySelector("details:not([open]) > summary + form #Command_Losenord"), Is.Not.Null, "Lösenordet är undanskymt och sägs vara till för administratörer.");
        Assert.That(inloggning.QuerySelector("details summary")!.TextContent, Does.Contain("bara för administratörer"));
        await sida.Oppna($"/konto/nytt-losenord?nyckel={gammal}");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Gone));
        await sida.Oppna("/konto/glomt-losenord");
        await sida.Skicka("/konto/nytt-losenord", ("Command.Nyckel", gammal), ("Command.Nytt", "en helt annan mening"));
        Assert.That(sida.Status, Is.Not.EqualTo(HttpStatusCode.Redirect));

        foreach (var adress in new[] { "vanlig@kommunen.example", "nod@kommunen.example" })
        {
            await sida.Oppna("/konto/glomt-losenord");
            await sida.SkickaFormular(("Command.Epost", adress));
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));
        }
        Assert.That(await smtp.Vanta(1), Does.Contain("nod@kommunen.example"));

        var inne = await MedLosenordAsync("nod");
        Assert.That((await inne.Oppna($"/administration/anvandare/{vanlig}/konto")).QuerySelector("form[action$='/visa-lank']"), Is.Null);
        await inne.Skicka($"/administration/anvandare/{vanlig}/konto/visa-lank");
        Assert.That(inne.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(inne.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Bara administratörer har lösenord här."));
        Assert.That((await inne.Oppna($"/administration/anvandare/{admin}/konto")).QuerySelector("form[action$='/visa-lank']"), Is.Not.Null);
    }

    [Test]
    public async Task En_extern_inloggning_avslutar_den_som_webblasaren_hade()
    {
        await StartaWebAsync(("Extern:SkapaKonton", "true"));
        await KontoAsync("lokal.person");
        var sida = await MedLosenordAsync("lokal.person");
        Assert.That(await LoggaInAsync(sida), Is.EqualTo("/"));
        Assert.That(await _web.App.Las<string>("SELECT Satt FROM Inloggningssession WHERE Avslutad IS NULL"), Is.EqualTo(new[] { "Provkommunens inloggning" }));
        Assert.That(await _web.App.Las<string>("SELECT Satt FROM Inloggningssession WHERE Avslutad IS NOT NULL"), Is.EqualTo(new[] { "lösenord" }));
    }

    [Test]
    public async Task Den_som_skickar_svar_som_ingen_bad_om_fyller_inte_loggen()
    {
        await StartaWebAsync(("Granser:Inloggning:PerAdress", "3"), ("Granser:Inloggning:Sekunder", "60"));
        var sida = _web.Oppen();
        for (var i = 0; i < 8; i++)
        {
            Assert.That((await sida.Client.GetAsync(new Uri("/konto/extern/svar?error=access_denied", UriKind.Relative))).Headers.Location!.OriginalString, Does.StartWith("/konto/extern/fel"));
        }
        Assert.That(await MeningarAsync(), Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Den_som_nagon_hann_fore_forsoker_igen_av_sig_sjalv()
    {
        var sandare = new Hunnenfore();
        _tjanster = services =>
        {
            var inre = services.Last(s => s.ServiceType == typeof(IJobbsandare)).ImplementationType!;
            services.AddSingleton<IJobbsandare>(provider => sandare.Runt((IJobbsandare)ActivatorUtilities.CreateInstance(provider, inre)));
        };
        await StartaWebAsync(("Extern:SkapaKonton", "true"));
        Assert.That(await LoggaInAsync(_web.Oppen()), Is.EqualTo("/"));
        Assert.That(sandare.Skickade, Is.EqualTo(2));
    }

    [Test]
    public async Task Mitt_konto_leder_till_kopplingen_nar_det_finns_en_tjanst()
    {
        await StartaWebAsync();
        await KontoAsync("lokal.person");
        var sida = await MedLosenordAsync("lokal.person");
        Assert.That((await sida.Oppna("/mitt-konto")).QuerySelector("a[href='/konto/extern/koppla']"), Is.Not.Null);
        await LoggaInAsync(sida, "/konto/extern/koppla/starta");
        await sida.Oppna("/konto/extern/koppla/bekrafta");
        await sida.SkickaFormular(("Command.Losenord", "en mening att minnas"));
        Assert.That((await sida.Oppna("/mitt-konto")).QuerySelector("main")!.TextContent, Does.Contain("Kopplat. Du kan logga in med Provkommunens inloggning."));
        Assert.That(sida.Dokument.QuerySelector("a[href='/konto/extern/koppla']"), Is.Null);
        await using var utan = await WebApp.StartaAsync();
        await utan.App.SomAdministrator().Gor(new SkapaAnvandareCommand { Anvandarnamn = "eva", Namn = "Eva", Losenord = "en mening att minnas" });
        var annan = utan.Oppen();
        await annan.Oppna("/konto/logga-in");
        await annan.SkickaFormular(("Command.Anvandarnamn", "eva"), ("Command.Losenord", "en mening att minnas"));
        Assert.That((await annan.Oppna("/mitt-konto")).QuerySelector("h1")!.TextContent, Is.EqualTo("Mitt konto"));
        Assert.That(annan.Dokument.QuerySelector("a[href='/konto/extern/koppla']"), Is.Null);
    }

    [Test]
    public async Task Svaret_gar_till_den_adress_som_ar_installd_och_alla_kakor_ar_bara_for_den()
    {
        await StartaWebAsync(("Webb:Adress", "https://uppfoljning.kommunen.example/"));
        using var svar = await _web.Oppen().Client.GetAsync(new Uri("/konto/extern/logga-in", UriKind.Relative));
        var q = System.Web.HttpUtility.ParseQueryString(svar.Headers.Location!.Query);
        Assert.That(q["redirect_uri"], Is.EqualTo("https://uppfoljning.kommunen.example/konto/extern/svar"));
        var kakor = svar.Headers.GetValues("Set-Cookie").ToList();
        Assert.That(kakor.Select(k => k.Split('-')[2]), Is.EquivalentTo(new[] { "forsok", "nonce" }));
        Assert.That(kakor, Has.All.StartsWith("__Host-uppfoljning-").And.All.Contain("; path=/;").And.All.Contain("; secure").And.All.Contain("; httponly").And.All.Contain("; samesite=lax"));
    }

    [Test]
    public async Task Administratoren_haller_grupperna_och_en_roll_fran_en_grupp_tas_inte_bort_for_hand()
    {
        await StartaWebAsync(("Extern:SkapaKonton", "true"));
        var namnd = await _web.App.Namnd();
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/administration/grupper");
        Assert.That(admin.Dokument.QuerySelector("main")!.TextContent, Does.Contain("Ingen grupp ger någon roll ännu"));
        await admin.SkickaFormular();
        Assert.That((admin.FelVid("Grupp"), admin.FelVid("Roll")), Is.EqualTo(("Ange gruppen så som identitetstjänsten skriver den.", "Välj roll.")));
        await admin.SkickaFormular(("Command.Grupp", "g1"), ("Command.Roll", "Lasare"));
        Assert.That((admin.FelVid("NamndId"), admin.Dokument.QuerySelector("#Command_Grupp")!.GetAttribute("value")), Is.EqualTo(("Välj nämnd. Bara administratörer gäller hela kommunen.", "g1")));
        await admin.SkickaFormular(("Command.Grupp", "g1"), ("Command.Roll", "Administrator"), ("Command.NamndId", ""), ("Command.AdministratorTillaten", "true"));
        Assert.That(admin.FelVid("Roll"), Does.Contain("Extern:AdministratorFranGrupp"));
        await admin.SkickaFormular(("Command.Grupp", "g1"), ("Command.Roll", "Lasare"), ("Command.NamndId", namnd.ToString()));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));
        await admin.Oppna("/administration/grupper");
        await admin.SkickaFormular(("Command.Grupp", "g1"), ("Command.Roll", "Lasare"), ("Command.NamndId", namnd.ToString()));
        Assert.That(admin.FelVid("Grupp"), Is.EqualTo("Gruppen ger redan den rollen."));

        _tjanst.Grupper = ["g1"];
        await LoggaInAsync(_web.Oppen());
        await admin.Oppna("/administration/grupper");
        Assert.That(admin.Dokument.QuerySelector("tbody tr")!.TextContent, Does.Contain("Anställd Ett"));

        var id = await _web.App.LasEn<Guid>("SELECT AnvandareId FROM ExternIdentitet");
        await admin.Oppna($"/administration/anvandare/{id}");
        Assert.That(admin.Dokument.QuerySelector("tbody tr")!.TextContent, Does.Contain("Av en grupp"));
        Assert.That(admin.Dokument.QuerySelector("tbody tr form"), Is.Null);
        await admin.Skicka($"/administration/anvandare/{id}/roller/{namnd}/Lasare/ta-bort");
        Assert.That(admin.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("följer av en grupp och går inte att ta bort här"));

        await admin.Oppna("/administration/grupper");
        await admin.Oppna(admin.Dokument.QuerySelector("tbody tr a[href$='/ta-bort']")!.GetAttribute("href")!);
        Assert.That(admin.Dokument.QuerySelector("main")!.TextContent, Does.Contain("1 person har rollen genom gruppen"));
        await admin.SkickaFormular();
        Assert.That(admin.FelVid("Bekraftat"), Is.Not.Null);
        await admin.SkickaFormular(("Command.Bekraftat", "true"));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));
        await LoggaInAsync(_web.Oppen());
        Assert.That(await RollerAsync(id), Is.Empty);
    }

    [Test]
    public async Task En_grupp_gor_nagon_till_administrator_bara_om_installningen_later_den()
    {
        await StartaWebAsync(("Extern:SkapaKonton", "true"), ("Extern:AdministratorFranGrupp", "true"));
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/administration/grupper");
        await admin.SkickaFormular(("Command.Grupp", "admin"), ("Command.Roll", "Administrator"));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));
        _tjanst.Grupper = ["admin"];
        var sida = _web.Oppen();
        await LoggaInAsync(sida);
        await sida.Oppna("/administration/anvandare");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));

        // Slås inställningen av mister de rollen vid nästa inloggning.
        var id = await _web.App.LasEn<Guid>("SELECT AnvandareId FROM ExternIdentitet");
        var person = new Externperson { Utfardare = _tjanst.Adress, Amne = "person-1", Grupper = ["admin"] };
        await _web.App.SomSystem().Gor(new LoggaInExternCommand(person, false, false));
        Assert.That(await RollerAsync(id), Is.Empty);
    }

    [Test]
    public async Task Bara_en_administrator_ser_identiteter_och_grupper_och_utan_tjanst_finns_inga_sidor()
    {
        _web = await WebApp.StartaAsync();
        var sida = await _web.Som(Roll.NagonINamnden, await _web.App.Namnd());
        foreach (var adress in new[] { "/administration/identiteter", "/administration/grupper", $"/administration/grupper/{Guid.NewGuid()}/ta-bort", $"/administration/identiteter/{Guid.NewGuid()}/koppla-fran" })
        {
            await sida.Oppna(adress);
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden), adress);
        }
        foreach (var adress in new[] { "/konto/extern/logga-in", "/konto/extern/fel", "/konto/extern/vantar", "/konto/extern/logga-ut", "/konto/extern/utloggad", "/konto/extern/koppla", "/konto/extern/koppla/starta" })
        {
            await sida.Oppna(adress);
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
        Assert.That((await _web.Oppen().Oppna("/konto/logga-in")).QuerySelector("#extern-rubrik"), Is.Null);
        var admin = await _web.Som(Roll.Administrator);
        Assert.That((await admin.Oppna("/administration/identiteter")).QuerySelector("main")!.TextContent, Does.Contain("är av").And.Contain("Ingen väntar"));
    }

    [TestCase("Extern:Utfardare", "http://idp.kommun.example", "Extern:Utfardare")]
    [TestCase("Extern:Utfardare", "idp", "Extern:Utfardare")]
    [TestCase("Extern:Utfardare", "https://a@idp.kommun.example", "Extern:Utfardare")]
    [TestCase("Extern:Utfardare", "", "Extern:Klientid")]
    [TestCase("Extern:Klientid", "", "Extern:Klientid")]
    [TestCase("Extern:Klienthemlighet", "", "Extern__Klienthemlighet")]
    [TestCase("Extern:KlienthemlighetFil", "/finns/inte", "inte båda")]
    [TestCase("Extern:Omfattning", "profile", "Extern:Omfattning")]
    [TestCase("Extern:TidsgransSekunder", "0", "Extern:TidsgransSekunder")]
    [TestCase("Extern:SkapaKonton", "kanske", "Extern")]
    [TestCase("Extern:Adress", "http://uppfoljning.kommun.example", "Extern:Adress")]
    public void En_installning_som_inte_gar_namns_vid_start(string namn, string varde, string sags)
    {
        var fel = Assert.Throws<DriftException>(() => Externinstallning.Las(Installningar((namn, varde)), utveckling: false));
        Assert.That(fel!.Message, Does.Contain(sags));
    }

    [Test]
    public void Hemligheten_kan_ligga_i_en_fil()
    {
        var fil = Path.GetTempFileName();
        File.WriteAllText(fil, "hemligt\n");
        var i = Externinstallning.Las(Installningar(("Extern:Klienthemlighet", ""), ("Extern:KlienthemlighetFil", fil)), utveckling: false);
        File.Delete(fil);
        Assert.That(i.Klienthemlighet, Is.EqualTo("hemligt"));
        Assert.Throws<DriftException>(() => Externinstallning.Las(Installningar(("Extern:Klienthemlighet", ""), ("Extern:KlienthemlighetFil", fil)), utveckling: false));
    }

    private static IConfiguration Installningar(params (string Namn, string Varde)[] andrade)
    {
        var alla = new Dictionary<string, string?>
        {
            ["Extern:Utfardare"] = "https://idp.kommun.example/realm",
            ["Extern:Klientid"] = "id",
            ["Extern:Klienthemlighet"] = "hemligt",
        };
        foreach (var (namn, varde) in andrade) { alla[namn] = varde; }
        return new ConfigurationBuilder().AddInMemoryCollection(alla).Build();
    }

    private async Task StartaWebAsync(params (string Namn, string Varde)[] installningar)
    {
        var alla = new Dictionary<string, string>
        {
            ["Extern:Namn"] = "Provkommunens inloggning",
            ["Extern:Utfardare"] = _tjanst.Adress,
            ["Extern:Klientid"] = Identitetstjanst.Klientid,
            ["Extern:Klienthemlighet"] = Identitetstjanst.Hemlighet,
        };
        foreach (var (namn, varde) in installningar) { alla[namn] = varde; }
        _web = await WebApp.StartaAsync(tjanster: _tjanster, installningar: [.. alla.Select(i => (i.Key, i.Value))]);
        // The provider, the tokens and the browser's cookies live in real time.
        _web.App.Klocka.Nu = DateTimeOffset.UtcNow;
    }

    /// <summary>Går ut till tjänsten och tillbaka till programmet; ger svarets adress hos programmet utan att öppna den.</summary>
    private static async Task<string> SvarAsync(Sida sida, string start)
    {
        var ut = (await sida.Client.GetAsync(new Uri(start, UriKind.Relative))).Headers.Location!;
        if (!ut.IsAbsoluteUri) { return ut.OriginalString; }
        using var svar = await Webblasare.GetAsync(ut);
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect), await svar.Content.ReadAsStringAsync());
        return svar.Headers.Location!.PathAndQuery;
    }

    /// <summary>Hela vägen; ger adressen som programmet till sist skickar till.</summary>
    private static async Task<string> LoggaInAsync(Sida sida, string start = "/konto/extern/logga-in") =>
        (await sida.Client.GetAsync(new Uri(await SvarAsync(sida, start), UriKind.Relative))).Headers.Location?.OriginalString ?? "";

    private async Task<Guid> KontoAsync(string anvandarnamn) =>
        await _web.App.SomAdministrator().Gor(new SkapaAnvandareCommand { Anvandarnamn = anvandarnamn, Namn = $"Lokal {anvandarnamn}", Losenord = "en mening att minnas" });

    private async Task<Sida> MedLosenordAsync(string anvandarnamn, bool gar = true)
    {
        var sida = _web.Oppen();
        await sida.Oppna("/konto/logga-in");
        await sida.SkickaFormular(("Command.Anvandarnamn", anvandarnamn), ("Command.Losenord", "en mening att minnas"));
        if (gar) { Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect)); }
        return sida;
    }

    /// <summary>Den som inte är inloggad skickas till inloggningen; den som är det men saknar roll får 403.</summary>
    private static async Task<bool> InloggadAsync(Sida sida) => (await sida.Client.GetAsync(new Uri("/", UriKind.Relative))).StatusCode is HttpStatusCode.OK or HttpStatusCode.Forbidden;

    private async Task<IReadOnlyList<string>> RollerAsync(Guid id) =>
        [.. (await _web.App.Las<(string Roll, string Kalla)>("SELECT Roll, Kalla FROM Rolltilldelning WHERE AnvandareId = @id ORDER BY Roll", new { id })).Select(r => $"{r.Roll} {r.Kalla}")];

    private Task<IReadOnlyList<string>> MeningarAsync() => _web.App.Las<string>("SELECT Mening FROM Handelse WHERE Vad IN ('Extern inloggning', 'Misslyckad inloggning') ORDER BY Nr");

    /// <summary>Det första kommandot krockar med någon annans; de andra går.</summary>
    private sealed class Hunnenfore : IJobbsandare
    {
        private IJobbsandare _inre = null!;

        public int Skickade { get; private set; }

        public Hunnenfore Runt(IJobbsandare inre)
        {
            _inre = inre;
            return this;
        }

        public Task<Result<T>> SomSystemAsync<T>(IRequest<Result<T>> request) =>
            ++Skickade == 1 ? Task.FromResult(Result<T>.Conflict(new Hinder("finns-redan", "Någon hann före."))) : _inre.SomSystemAsync(request);

        public Task<Result<T>?> SomPersonAsync<T>(Guid anvandareId, IRequest<Result<T>> request) => _inre.SomPersonAsync(anvandareId, request);
    }
}
