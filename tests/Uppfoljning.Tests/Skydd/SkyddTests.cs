using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc.Testing;
using Uppfoljning.Application.Common;
using Uppfoljning.Tests.Kommandorad;
using Uppfoljning.Tests.Web;
using Uppfoljning.Web.Skydd;

namespace Uppfoljning.Tests.Skydd;

/// <summary>Huvuden, gränser, omdirigeringar och proxyservrar, på varje väg in.</summary>
public sealed class SkyddTests
{
    private WebApp _web = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Varje_vag_har_alla_huvuden_och_sparas_inte_av_webblasaren_aven_nar_svaret_ar_ett_fel()
    {
        var inloggad = await _web.Som(Roll.Administrator | Roll.Avtalsansvarig, _namnd);
        var ingangar = Ingang.Alla(_web.Services);
        Assert.That(ingangar, Has.Count.GreaterThan(150));
        var fel = new List<string>();
        foreach (var (klient, vem) in new[] { (inloggad.Client, "inloggad"), (_web.Oppen().Client, "utloggad") })
        {
            foreach (var ingang in ingangar)
            {
                var stig = "/" + string.Join('/', ingang.Mall.Segments.Select(s => string.Concat(s.Parts.Select(p => p.IsParameter ? Varde(p.Name!) : p.Text))));
                using var svar = await klient.SendAsync(new HttpRequestMessage(new HttpMethod(ingang.Satt), new Uri(stig, UriKind.Relative)));
                fel.AddRange(Svarsprov.Huvuden(svar).Select(f => $"{vem} {ingang} {(int)svar.StatusCode}: {f}"));
                if ((int)svar.StatusCode >= 500 && !stig.StartsWith("/fel/", StringComparison.Ordinal)) { fel.Add($"{vem} {ingang}: {(int)svar.StatusCode}"); }
            }
            foreach (var fil in new[] { "/css/uppfoljning.css", "/ikon.svg", "/css/finns-inte.css", "/halsa" })
            {
                using var svar = await klient.GetAsync(new Uri(fil, UriKind.Relative));
                fel.AddRange(Svarsprov.Huvuden(svar).Select(f => $"{vem} {fil}: {f}"));
                Assert.That(svar.Headers.CacheControl!.Public, Is.EqualTo(fil is "/css/uppfoljning.css" or "/ikon.svg"), fil);
            }
        }
        Assert.That(fel, Is.Empty);

        string Varde(string namn) => namn switch { "namndId" => _namnd.ToString(), "ar" => "2026", "format" => "csv", "kod" => "404", "nr" => "1", "sort" or "objekt" or "lista" => "avtal", "falt" => "tid", _ => Guid.Empty.ToString() };
    }

    [Test]
    public async Task Ett_svar_304_har_huvudena_ocksa()
    {
        var klient = _web.Oppen().Client;
        using var forst = await klient.GetAsync(new Uri("/css/uppfoljning.css", UriKind.Relative));
        using var fraga = new HttpRequestMessage(HttpMethod.Get, new Uri("/css/uppfoljning.css", UriKind.Relative)) { Headers = { IfNoneMatch = { forst.Headers.ETag! } } };
        using var svar = await klient.SendAsync(fraga);
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(Svarsprov.Huvuden(svar), Is.Empty);
    }

    private static readonly string[] Utat =
    [
        "//evil.example/", "/\\evil.example/", "\\\\evil.example", "https://evil.example/", "HTTPS:evil.example", "javascript:alert(1)", "/%09/evil.example", "/\t/evil.example", "\n//evil.example", "/\r\n//evil.example", " //evil.example", "~//evil.example", "~/\\evil.example", "/\u0000/evil.example", "///evil.example", "/./\\evil.example", "data:text/html,x",
    ];

    [Test]
    public async Task Ingen_omdirigering_gar_ut_vilken_ingang_den_an_kom_genom()
    {
        var sida = await _web.Som(Roll.Administrator | Roll.Avtalsansvarig, _namnd);
        await sida.Oppna("/");
        var ingangar = Ingang.Alla(_web.Services).Where(i => i.Falt.Any(f => Adresslik(f.Namn))).ToList();
        Assert.That(ingangar.Select(i => i.ToString()), Does.Contain("GET /konto/logga-in").And.Contain("POST /konto/logga-in"));
        foreach (var (ingang, mal) in ingangar.SelectMany(i => Utat.Select(u => (i, u))))
        {
            var falt = ingang.Falt.Where(f => Adresslik(f.Namn)).Select(f => (f.Namn, mal)).ToArray();
            var stig = "/" + ingang.Monster.Replace("{lista:regex(^(avtal|utforare|enheter|planer)$)}", "avtal", StringComparison.Ordinal);
            using var svar = ingang.Satt == "GET"
                ? await sida.Client.GetAsync(new Uri($"{stig}?{string.Join('&', falt.Select(f => $"{f.Namn}={Fientligt.Kodad(f.mal)}"))}", UriKind.Relative))
                : await sida.Skicka(stig, [.. falt, ("Command.Namn", $"Vy {Guid.NewGuid()}"), ("Command.Anvandarnamn", "x"), ("Command.Losenord", "x")]);
            Assert.That((int)svar.StatusCode, Is.LessThan(500), $"{ingang}");
            Assert.That(Svarsprov.Huvuden(svar), Is.Empty, $"{ingang}");
            Assert.That(svar.Headers.Location?.OriginalString ?? "", Does.Not.Contain("//evil").And.Not.Contain("\\evil").And.Not.Contain("javascript:"), $"{ingang}");
        }

        // What a form carries on is only ever carried on as text.
        foreach (var mal in Utat)
        {
            var inloggning = await _web.Oppen().Oppna($"/konto/logga-in?returnUrl={Fientligt.Kodad(mal)}");
            Assert.That(inloggning.QuerySelectorAll("a[href*=evil], form[action*=evil], a[href^=javascript]"), Is.Empty, mal);
        }
    }

    private static bool Adresslik(string namn) => namn.EndsWith("Url", StringComparison.OrdinalIgnoreCase) || namn.EndsWith("Fraga", StringComparison.OrdinalIgnoreCase) || namn.EndsWith("Tillbaka", StringComparison.OrdinalIgnoreCase);

    [Test]
    public async Task For_stora_och_orimliga_formular_nekas_med_sidan_som_sager_det()
    {
        var sida = await _web.Som(Roll.Administrator | Roll.Avtalsansvarig, _namnd);
        var adress = $"/namnder/{_namnd}/avtal/nytt";
        await sida.Oppna(adress);

        await sida.Skicka(adress, ("Command.Namn", new string('a', 1_100_000)));
        Assert.That((sida.Status, sida.Dokument.QuerySelector("h1")!.TextContent), Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, "Det du skickade är för stort")));
        foreach (var falt in new[] { "Command.A.B[999999999].C", "Command.Valda[1001]", "Command[", string.Concat(Enumerable.Repeat("a.", 30)), new string('a', 300) })
        {
            await sida.Oppna(adress);
            await sida.Skicka(adress, (falt, "1"));
            Assert.That((sida.Status, sida.Dokument.QuerySelector("h1")!.TextContent), Is.EqualTo((HttpStatusCode.BadRequest, "Sidan gick inte att skicka")), falt);
        }
        await sida.Oppna(adress);
        await sida.Skicka(adress, [.. Enumerable.Range(0, 10_000).Select(_ => ("Command.Valda", "1"))]);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.BadRequest));
        await sida.Oppna("/avtal?" + string.Join('&', Enumerable.Range(0, 10_000).Select(_ => "a=1")));
        Assert.That((sida.Status, sida.Dokument.QuerySelector("h1")!.TextContent), Is.EqualTo((HttpStatusCode.RequestUriTooLong, "Adressen är för lång")));
    }

    [Test]
    public async Task Ett_formular_som_tar_slut_mitt_i_ar_avsandarens_fel_och_inte_serverns()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await sida.Oppna($"/namnder/{_namnd}/import");
        using var avklippt = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"Command.Fil\"; filename=\"a.csv\"\r\n\r\nBenämn"u8.ToArray());
        avklippt.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        await sida.Las($"/namnder/{_namnd}/import", avklippt);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public void Filer_far_langre_tid_an_sidor_och_bara_nagra_at_gangen()
    {
        var ingangar = Ingang.Alla(_web.Services).Where(i => i.Action is not null).ToList();
        var exporter = ingangar.Where(i => i.Action!.MethodInfo.Name is var n && (n.StartsWith("Exportera", StringComparison.Ordinal) || n is "Pdf" or "Word" or "Felfil" or "Versionspdf" or "Versionsword")).ToList();
        Assert.That(exporter, Has.Count.GreaterThan(10));
        Assert.That(exporter.Where(i => i.Endpoint.Metadata.GetMetadata<RequestTimeoutAttribute>()?.PolicyName != "fil" || i.Endpoint.Metadata.All(m => m.GetType().Name != "GorFilMetadata")).Select(i => i.ToString()), Is.Empty);
        Assert.That(ingangar.Where(i => i.Action!.MethodInfo.GetParameters().Any(p => p.ParameterType.Name.Contains("IFormFile", StringComparison.Ordinal) || p.ParameterType.ToString().Contains("IFormFile", StringComparison.Ordinal)))
            .Where(i => i.Endpoint.Metadata.GetMetadata<RequestTimeoutAttribute>()?.PolicyName != "fil").Select(i => i.ToString()), Is.Empty);
    }

    [Test]
    public async Task For_manga_forsok_fran_en_adress_nekas_med_sidan_som_sager_nar_det_gar_igen()
    {
        await using var web = Med(("Inloggning:PerAdress", "3"), ("Inloggning:Sekunder", "30"));
        var sida = Sida(web);
        for (var i = 0; i < 3; i++)
        {
            await Forsok(sida, $"anvandare{i}");
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), $"{i}");
        }
        await sida.Oppna("/konto/logga-in");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), "Att titta räknas inte.");
        using var svar = await sida.Skicka("/konto/logga-in", ("Command.Anvandarnamn", "ny"), ("Command.Losenord", "x"));
        Assert.That((svar.StatusCode, sida.Dokument.QuerySelector("h1")!.TextContent), Is.EqualTo((HttpStatusCode.TooManyRequests, "Vänta en stund")));
        Assert.That(svar.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(Svarsprov.Huvuden(svar), Is.Empty);
    }

    [Test]
    public async Task For_manga_forsok_pa_ett_namn_nekas_men_andra_namn_gar_och_det_gar_over_av_sig_sjalvt()
    {
        await using var web = Med(("Inloggning:PerNamn", "2"), ("Inloggning:Sekunder", "6"));
        var sida = Sida(web);
        // The first attempt of all is slow.
        await Forsok(sida, "cecilia");
        await Forsok(sida, "Anna");
        await Forsok(sida, " anna ");
        await Forsok(sida, "ANNA");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.TooManyRequests));
        await Forsok(sida, "bo");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        await Task.Delay(TimeSpan.FromSeconds(7));
        await Forsok(sida, "anna");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [Test]
    public async Task Sokningen_raknas_for_var_och_en()
    {
        await using var web = Med(("Sok:PerAnvandare", "2"), ("Sok:Sekunder", "30"));
        await _web.Som(Roll.Lasare, _namnd);
        await _web.Som(Roll.Lasare, _namnd);
        var id = await _web.App.Las<Guid>("SELECT Id FROM Anvandare WHERE Demo = 1 ORDER BY Namn");
        var forsta = await LoggaIn(web, id[0]);
        await forsta.Oppna("/sok?Q=a");
        await forsta.Oppna("/sok/snabb?Q=ab");
        await forsta.Oppna("/sok?Q=abc");
        Assert.That(forsta.Status, Is.EqualTo(HttpStatusCode.TooManyRequests));
        var andra = await LoggaIn(web, id[1]);
        await andra.Oppna("/sok?Q=a");
        Assert.That(andra.Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Den_som_letar_efter_personer_raknas_som_den_som_soker()
    {
        await using var web = Med(("Sok:PerAnvandare", "2"), ("Sok:Sekunder", "30"));
        await _web.Som(Roll.Lasare, _namnd);
        var sida = await LoggaIn(web, (await _web.App.Las<Guid>("SELECT Id FROM Anvandare WHERE Demo = 1"))[0]);
        await sida.Oppna("/");
        var svar = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var ett = await sida.Skicka("/personuppgifter/person", ("Command.Sokt", $"19640823-{i}"));
            svar.Add(ett.StatusCode);
            await sida.Oppna("/");
        }
        Assert.That(svar[..2], Has.None.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(svar[2], Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task Webblasaren_sparar_inga_sidor_och_halsan_sager_hur_den_ar_skriven()
    {
        await using var web = Med();
        var sida = Sida(web);
        var htmx = (await sida.Oppna("/konto/logga-in")).QuerySelector("meta[name=htmx-config]")!.GetAttribute("content")!;
        Assert.That(System.Text.Json.JsonDocument.Parse(htmx).RootElement.GetProperty("historyCacheSize").GetInt32(), Is.Zero);
        using var utifran = new HttpRequestMessage(HttpMethod.Get, new Uri("/halsa/live", UriKind.Relative)) { Headers = { { "X-Forwarded-For", "192.0.2.1" } } };
        using var svar = await sida.Client.SendAsync(utifran);
        Assert.That(svar.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/plain; charset=utf-8"));
    }

    [Test]
    public async Task Den_som_byter_adress_eller_namn_fyller_inte_minnet()
    {
        using var granser = new Hastighetsgrans(new Gransinstallning { Inloggning = new() { PerAdress = 5, PerNamn = 5, Sekunder = 60 } });
        var fore = GC.GetTotalMemory(forceFullCollection: true);
        var bytes = new byte[16];
        for (var i = 0; i < 200_000; i++)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(4), i);
            granser.Adress(new IPAddress(bytes));
            granser.Namn($"namn{i}");
        }
        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - fore, Is.LessThan(64L * 1024 * 1024));
        using var plats = await granser.FilAsync("vem", CancellationToken.None);
        Assert.That(plats, Is.Not.Null);
    }

    [Test]
    public async Task Filerna_vantar_pa_sin_tur_och_nekas_nar_kon_ar_full()
    {
        using var granser = new Hastighetsgrans(new Gransinstallning { Filer = new() { Samtidiga = 1, Ko = 1 } });
        var forsta = await granser.FilAsync("vem", CancellationToken.None);
        var andra = granser.FilAsync("vem", CancellationToken.None).AsTask();
        Assert.That(andra.IsCompleted, Is.False);
        Assert.That(await granser.FilAsync("vem", CancellationToken.None), Is.Null);
        using (await granser.FilAsync("någon annan", CancellationToken.None)) { forsta!.Dispose(); }
        using var tur = await andra;
        Assert.That(tur, Is.Not.Null);
    }

    [TestCase("10.0.0.0/8", "10.1.1.1", "203.0.113.7", ExpectedResult = "https 203.0.113.7")]
    [TestCase("10.1.1.1", "10.1.1.1", "203.0.113.7", ExpectedResult = "https 203.0.113.7")]
    [TestCase("10.1.1.1", "10.1.1.1", "198.51.100.1, 203.0.113.7", ExpectedResult = "https 203.0.113.7", Description = "Det längst till vänster kan vem som helst skriva.")]
    [TestCase("10.1.1.1", "203.0.113.9", "198.51.100.1", ExpectedResult = "http 203.0.113.9", Description = "En okänd blir inte trodd.")]
    [TestCase("", "10.1.1.1", "198.51.100.1", ExpectedResult = "http 10.1.1.1")]
    public async Task<string> Bara_en_kand_proxy_far_saga_vem_som_fragar(string kanda, string fran, string sagt)
    {
        var sett = "";
        await using var web = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            WebApp.Stall(builder, _web.App);
            builder.UseSetting("Proxy:Kanda", kanda);
        });
        var svar = await web.Server.SendAsync(context =>
        {
            context.Connection.RemoteIpAddress = IPAddress.Parse(fran);
            context.Request.Method = "GET";
            context.Request.Path = "/halsa";
            context.Request.Scheme = "http";
            context.Request.Headers["X-Forwarded-For"] = sagt;
            context.Request.Headers["X-Forwarded-Proto"] = string.Join(", ", sagt.Split(',').Select(_ => "https"));
            context.Response.OnStarting(() =>
            {
                sett = $"{context.Request.Scheme} {context.Connection.RemoteIpAddress}";
                return Task.CompletedTask;
            });
        });
        Assert.That(svar.Response.StatusCode, Is.EqualTo(200));
        return sett;
    }

    [TestCase("Proxy__Kanda", "proxy.kommunen.se", "Proxy:Kanda")]
    [TestCase("Proxy__Kanda", "0.0.0.0/0", "Proxy:Kanda")]
    [TestCase("AllowedHosts", "https://uppfoljning.kommunen.se", "AllowedHosts")]
    [TestCase("Granser__TidsgransSekunder", "0", "Granser:TidsgransSekunder")]
    [TestCase("Granser__Inloggning__PerNamn", "-1", "Granser:Inloggning:PerNamn")]
    [TestCase("Granser__StorstaFormularKb", "många", "Granser")]
    public async Task En_installning_som_inte_gar_att_anvanda_stoppar_starten_med_besked(string namn, string varde, string besked)
    {
        var (kod, _, fel) = await Vardprocess.KorMedAsync(_web.App.Databas, new Dictionary<string, string> { [namn] = varde }, null, "--urls", "http://127.0.0.1:0");
        Assert.That((kod, fel), Is.EqualTo((1, fel)));
        Assert.That(fel, Does.Contain(besked));
    }

    [Test]
    public async Task Servern_nekar_langa_rader_manga_huvuden_och_andra_vardnamn_utan_att_saga_vem_den_ar()
    {
        await using var web = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            WebApp.Stall(builder, _web.App);
            builder.UseSetting("AllowedHosts", "uppfoljning.example");
        });
        web.UseKestrel(0);
        web.StartServer();
        var port = web.ClientOptions.BaseAddress.Port;
        Assert.That(await Ra(port, "GET /konto/logga-in HTTP/1.1\r\nHost: uppfoljning.example\r\nConnection: close\r\n\r\n"), Does.StartWith("HTTP/1.1 200").And.Not.Contain("\r\nServer:"));
        Assert.That(await Ra(port, "GET /konto/logga-in HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"), Does.StartWith("HTTP/1.1 400").And.Not.Contain("\r\nServer:"));
        Assert.That(await Ra(port, $"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: uppfoljning.example\r\n\r\n"), Does.StartWith("HTTP/1.1 414"));
        Assert.That(await Ra(port, "GET / HTTP/1.1\r\nHost: uppfoljning.example\r\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"X-{i}: 1\r\n")) + "\r\n"), Does.StartWith("HTTP/1.1 431"));
        Assert.That(await Ra(port, $"GET / HTTP/1.1\r\nHost: uppfoljning.example\r\nCookie: {new string('a', 40_000)}\r\n\r\n"), Does.StartWith("HTTP/1.1 431"));
        Assert.That(await Ra(port, "POST /konto/logga-in HTTP/1.1\r\nHost: uppfoljning.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000000\r\nConnection: close\r\n\r\nCommand.Anvandarnamn=a"),
            Does.StartWith("HTTP/1.1 413").And.Contain("Det du skickade är för stort"));
    }

    private static async Task<string> Ra(int port, string begaran)
    {
        using var klient = new TcpClient();
        await klient.ConnectAsync(IPAddress.Loopback, port);
        var strom = klient.GetStream();
        await strom.WriteAsync(Encoding.ASCII.GetBytes(begaran));
        using var tid = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var svar = new MemoryStream();
        try
        {
            await strom.CopyToAsync(svar, tid.Token);
        }
        catch (IOException)
        {
            // The server hung up on what was left to send.
        }
        return Encoding.UTF8.GetString(svar.ToArray());
    }

    /// <summary>Samma databas med gränserna på.</summary>
    private WebApplicationFactory<Program> Med(params (string Namn, string Varde)[] granser) => new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
    {
        WebApp.Stall(builder, _web.App);
        foreach (var (namn, varde) in granser) { builder.UseSetting($"Granser:{namn}", varde); }
    });

    private static Sida Sida(WebApplicationFactory<Program> web) => new(web.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true }));

    private static async Task Forsok(Sida sida, string namn)
    {
        await sida.Oppna("/konto/logga-in");
        (await sida.Skicka("/konto/logga-in", ("Command.Anvandarnamn", namn), ("Command.Losenord", "fel"))).Dispose();
    }

    private static async Task<Sida> LoggaIn(WebApplicationFactory<Program> web, Guid id)
    {
        var sida = Sida(web);
        await sida.Oppna("/konto/logga-in");
        Assert.That((await sida.Skicka($"/konto/demo/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        return sida;
    }
}
