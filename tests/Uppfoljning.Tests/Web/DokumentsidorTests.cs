using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Mvc.Testing;
using Uppfoljning.Application.Anvandare;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Tests.Web;

public sealed class DokumentsidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;
    private Guid _avtal;

    private string Adress => $"/dokument/avtal/{_avtal}";

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
        _avtal = await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand
        {
            NamndId = _namnd,
            Benamning = "Hemtjänst",
            Utforare = "Omsorg AB",
            Avtalsansvarig = "Handläggaren",
            Start = new(2026, 1, 1),
            Slut = new(2028, 12, 31),
        });
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Flera_dokument_laggs_in_visas_hamtas_och_tas_bort()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await sida.Oppna($"/avtal/{_avtal}");
        Assert.That(sida.Dokument.QuerySelector("section[aria-labelledby=dokument] .tomt-rad")!.TextContent, Is.EqualTo("Inga dokument är inlagda."));
        var knapp = sida.Dokument.QuerySelector("section[aria-labelledby=dokument] a.btn")!;

        await sida.Oppna(knapp.GetAttribute("href")!);
        var falt = sida.Dokument.GetElementById("Command_Filer")!;
        Assert.That((falt.GetAttribute("type"), falt.HasAttribute("multiple"), falt.GetAttribute("aria-describedby")), Is.EqualTo(("file", true, "Command_Filer-hjalp")));
        Assert.That(sida.Dokument.GetElementById("Command_Filer-hjalp")!.TextContent, Does.Contain("Högst 50 MB per fil").And.Contain("virusskyddet är inte påslaget"));

        var svar = await Skicka(sida, "Bilaga", "Prisbilagan", ("Avtal \"2026\".pdf", Provfiler.Pdf), ("bild.png", Provfiler.Png));
        Assert.That(svar.Headers.Location!.OriginalString, Is.EqualTo($"/avtal/{_avtal}#dokument"));
        await sida.Oppna($"/avtal/{_avtal}");
        Assert.That(sida.Dokument.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("2 dokument inlagda på Hemtjänst: Avtal _2026_.pdf, bild.png."));
        var rader = sida.Dokument.QuerySelectorAll("section[aria-labelledby=dokument] tbody tr");
        Assert.That(rader.Length, Is.EqualTo(2));
        Assert.That(rader.Single(r => r.TextContent.Contains(".pdf", StringComparison.Ordinal)).TextContent,
            Does.Contain("Prisbilagan").And.Contain("Bilaga").And.Contain("PDF, ").And.Contain("2026-11-21 kl. 10.00").And.Contain("Avtalsansvarig (prov)"));
        Assert.That(sida.Dokument.QuerySelector(".historik")!.TextContent, Does.Contain("Dokument inlagt"));

        var blad = rader.Single(r => r.TextContent.Contains(".pdf", StringComparison.Ordinal)).QuerySelector("th a")!.GetAttribute("href")!;
        await sida.Oppna($"{blad}/ta-bort");
        await sida.SkickaFormular();
        Assert.That((sida.Status, sida.FelVid("Bekraftat")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Bekräfta att dokumentet ska tas bort. Det går inte att ångra.")));
        Assert.That((await sida.SkickaFormular(("Command.Bekraftat", "true"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        await sida.Oppna(blad);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
        await sida.Oppna(Adress);
        Assert.That(sida.Dokument.QuerySelectorAll("tbody tr").Length, Is.EqualTo(1));
    }

    [Test]
    public async Task En_nekad_fil_star_vid_faltet_och_det_skrivna_star_kvar()
    {
        var sida = await _web.Som(Roll.Registrator, _namnd);
        await sida.Oppna($"{Adress}/nytt");
        await Skicka(sida, "Beslut", "Viktigt att minnas", ("../ond.pdf", [0x4D, 0x5A, 0]));

        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("Filer"), Does.StartWith("”ond.pdf”: filer av den här sorten tas inte emot."));
        Assert.That(sida.Dokument.QuerySelector(".felruta a")!.GetAttribute("href"), Is.EqualTo("#Command_Filer"));
        Assert.That(sida.Dokument.GetElementById("Command_Beskrivning")!.TextContent.Trim(), Is.EqualTo("Viktigt att minnas"));
        Assert.That(sida.Dokument.QuerySelector("#Command_Sort option[selected]")!.TextContent, Is.EqualTo("Beslut"));

        await Skicka(sida, "", "");
        Assert.That(sida.FelVid("Filer"), Is.EqualTo("Välj minst en fil."));
    }

    [Test]
    public async Task Filen_lamnas_ut_med_fast_typ_och_strikta_huvuden()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var pdf = await LaggIn(sida, "Årsrapport ”1”; x.pdf", Provfiler.Pdf);
        var png = await LaggIn(sida, "bild.png", Provfiler.Png);
        var docx = await LaggIn(sida, "brev.docx", Provfiler.Docx);

        var svar = await Hamta(sida, $"{pdf}/fil");
        Assert.That(await svar.Content.ReadAsByteArrayAsync(), Is.EqualTo(Provfiler.Pdf));
        Assert.That((svar.Content.Headers.ContentType!.ToString(), Huvud(svar, "X-Content-Type-Options"), Huvud(svar, "Cache-Control")), Is.EqualTo(("application/pdf", "nosniff", "no-store")));
        Assert.That(Huvud(svar, "Content-Security-Policy"), Does.StartWith("default-src 'none'").And.Contain("frame-ancestors 'self'").And.Not.Contain("script-src"));
        var disposition = svar.Content.Headers.ContentDisposition!;
        Assert.That((disposition.DispositionType, disposition.FileNameStar), Is.EqualTo(("inline", "Årsrapport ”1”; x.pdf")));

        Assert.That(Huvud(await Hamta(sida, $"{png}/fil"), "Content-Security-Policy"), Does.EndWith("; sandbox"));
        svar = await Hamta(sida, $"{docx}/fil");
        Assert.That((svar.Content.Headers.ContentDisposition!.DispositionType, Huvud(svar, "Content-Security-Policy").EndsWith("; sandbox", StringComparison.Ordinal)), Is.EqualTo(("attachment", true)), "Bara PDF och bilder visas i sidan.");
        Assert.That((await Hamta(sida, $"{pdf}/hamta")).Content.Headers.ContentDisposition!.DispositionType, Is.EqualTo("attachment"));

        using var del = new HttpRequestMessage(HttpMethod.Get, new Uri($"{pdf}/fil", UriKind.Relative)) { Headers = { Range = new RangeHeaderValue(0, 4) } };
        svar = await sida.Client.SendAsync(del);
        Assert.That((svar.StatusCode, await svar.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.PartialContent, "%PDF-")));
    }

    [Test]
    public async Task Sidan_visar_pdf_i_en_ram_och_bilder_direkt_och_far_bara_rama_in_sitt_eget()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var pdf = await LaggIn(sida, "avtal.pdf", Provfiler.Pdf);
        var png = await LaggIn(sida, "bild.png", Provfiler.Png);
        var txt = await LaggIn(sida, "anteckning.txt", "hej"u8.ToArray());

        var huvud = Huvud(await Hamta(sida, pdf), "Content-Security-Policy");
        Assert.That(huvud, Does.Contain("frame-src 'self'").And.Contain("frame-ancestors 'none'"));
        Assert.That(Huvud(await Hamta(sida, $"/avtal/{_avtal}"), "Content-Security-Policy"), Does.Not.Contain("frame-src"));
        await sida.Oppna(pdf);
        var ram = sida.Dokument.QuerySelector("iframe")!;
        Assert.That((ram.GetAttribute("src"), ram.GetAttribute("title")), Is.EqualTo(($"{pdf}/fil", "Innehållet i avtal.pdf")));
        Assert.That(sida.Dokument.QuerySelector(".summa")!.TextContent, Has.Length.EqualTo(64));
        Assert.That((await sida.Oppna(png)).QuerySelector("main img")!.GetAttribute("alt"), Is.EqualTo("bild.png"));
        Assert.That((await sida.Oppna(txt)).QuerySelectorAll("iframe, main img").Length, Is.Zero);
    }

    [Test]
    public async Task Andra_namnder_far_404_ocksa_for_filen_och_fel_roll_403()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var pdf = await LaggIn(sida, "avtal.pdf", Provfiler.Pdf);
        var annan = await _web.Som(Roll.Avtalsansvarig, await _web.App.Namnd("Socialnämnden", "SN"));
        foreach (var adress in new[] { Adress, $"{Adress}/nytt", pdf, $"{pdf}/fil", $"{pdf}/hamta", $"{pdf}/ta-bort", $"/dokument/kaka/{_avtal}", pdf.Replace("/avtal/", "/utforare/", StringComparison.Ordinal) })
        {
            await annan.Oppna(adress);
            Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }

        var lasare = await _web.Som(Roll.Lasare, _namnd);
        Assert.That((await lasare.Oppna(Adress)).QuerySelectorAll("main a.btn").Length, Is.Zero);
        Assert.That((await Hamta(lasare, $"{pdf}/fil")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await lasare.Oppna($"{Adress}/nytt");
        Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        await lasare.Oppna($"{pdf}/ta-bort");
        Assert.That(lasare.Dokument.QuerySelectorAll("main form").Length, Is.Zero);
        Assert.That((await Hamta(_web.Oppen(), $"{pdf}/fil")).StatusCode, Is.EqualTo(HttpStatusCode.Redirect), "Den som inte är inloggad skickas till inloggningen.");
    }

    [Test]
    public async Task Den_som_inte_far_lagga_in_nekas_innan_filerna_ar_lasta()
    {
        var annan = await _web.App.Namnd("Socialnämnden", "SN");
        foreach (var (sida, svar) in new[]
        {
            (await _web.Som(Roll.Lasare, _namnd), HttpStatusCode.Forbidden),
            (await _web.Som(Roll.Avtalsansvarig, annan), HttpStatusCode.NotFound),
        })
        {
            // Filen tar aldrig slut: den som läser kroppen först svarar inte.
            await using var fil = new Avbruten();
            using var innehall = new MultipartFormDataContent { { new StreamContent(fil), "Command.Filer", "stor.pdf" } };
            var status = (await sida.Las($"{Adress}/nytt", innehall).WaitAsync(TimeSpan.FromSeconds(30))).StatusCode;
            Assert.That((status, fil.Slut), Is.EqualTo((svar, false)));
            fil.Slapp();
        }
    }

    [Test]
    public async Task Ett_arkiverat_avtal_har_inga_knappar_for_dokument_och_delar() // K13
    {
        await _web.App.Las<int>("UPDATE Avtal SET Tillstand = 'Arkiverat'; SELECT 1");
        var sida = await _web.Som(Roll.NagonINamnden, _namnd);
        Assert.That((await sida.Oppna($"/avtal/{_avtal}")).QuerySelectorAll("main a.btn"), Is.Empty);
        foreach (var del in new[] { "forlangningar", "andringar", "krav" })
        {
            Assert.That((await sida.Oppna($"/avtal/{_avtal}/{del}")).QuerySelectorAll("main a.btn"), Is.Empty, del);
        }
        Assert.That((await sida.Oppna(Adress)).QuerySelectorAll("main a.btn"), Is.Empty);

        await sida.Oppna($"/avtal/{_avtal}/andra");
        await sida.SkickaFormular(("Command.Benamning", "Annat namn"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Avtalet är arkiverat och ändras inte längre."));
    }

    [Test]
    public async Task En_skadad_fil_i_lagret_lamnas_inte_ut()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var pdf = await LaggIn(sida, "avtal.pdf", Provfiler.Pdf);
        var checksumma = await _web.App.LasEn<string>("SELECT Checksumma FROM Dokument");
        await File.AppendAllTextAsync(Directory.GetFiles(_web.App.Databas.Mapp, checksumma!, SearchOption.AllDirectories).Single(), "x");

        await sida.Oppna($"{pdf}/hamta");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("stämmer inte längre med sin checksumma"));
    }

    [Test]
    public async Task Dokumenten_finns_efter_en_omstart()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var pdf = await LaggIn(sida, "avtal.pdf", Provfiler.Pdf);

        await using var nystartad = Annan();
        var efter = await LoggaIn(nystartad);
        Assert.That(await (await Hamta(efter, $"{pdf}/fil")).Content.ReadAsByteArrayAsync(), Is.EqualTo(Provfiler.Pdf));
    }

    [TestCase("stream: Eicar-Test-Signature FOUND", "innehåller skadlig kod (Eicar-Test-Signature)")]
    [TestCase("stream: ERROR", "kunde inte kontrolleras")]
    [TestCase(null, "kunde inte kontrolleras")]
    public async Task En_fil_som_virusskyddet_inte_godkanner_laggs_inte_in(string? svar, string text)
    {
        await using var clamd = new Clamdtjanst { Svar = svar };
        await using var web = Annan(("Virusskydd:Adress", clamd.Adress), ("Virusskydd:TidsgransSekunder", "1"));
        var sida = await LoggaIn(web);
        await sida.Oppna($"{Adress}/nytt");
        Assert.That(sida.Dokument.GetElementById("Command_Filer-hjalp")!.TextContent, Does.Contain("kontrolleras mot skadlig kod innan"));
        await Skicka(sida, "", "", ("avtal.pdf", Provfiler.Pdf));

        Assert.That((sida.Status, sida.FelVid("Filer")!.Contains(text, StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.UnprocessableEntity, true)), sida.FelVid("Filer"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Dokument"), Is.Zero);
        Assert.That(Directory.GetFiles(Path.Combine(_web.App.Databas.Mapp, "filer"), "*", SearchOption.AllDirectories), Is.Empty);

        clamd.Svar = "stream: OK";
        if (svar is not null) { Assert.That((await Skicka(sida, "", "", ("avtal.pdf", Provfiler.Pdf))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect)); }
    }

    [Test]
    public async Task Tva_gigabyte_nekas_tidigt_och_servern_svarar_andra_under_tiden()
    {
        await using var web = Annan(("Dokument:StorstaFilMb", "1"));
        web.UseKestrel(0);
        web.StartServer();
        var sida = await LoggaIn(web);
        await sida.Oppna($"{Adress}/nytt");

        // A stated length is refused before any of the body is sent.
        using (var kropp = new Strommad(2L * 1024 * 1024 * 1024, langd: true))
        using (var begaran = new HttpRequestMessage(HttpMethod.Post, new Uri($"{Adress}/nytt", UriKind.Relative)) { Content = kropp })
        {
            begaran.Headers.ExpectContinue = true;
            var svar = await sida.Client.SendAsync(begaran);
            Assert.That((svar.StatusCode, kropp.Skickat), Is.EqualTo((HttpStatusCode.RequestEntityTooLarge, 0L)));
        }

        // Without one it is stopped at the limit, and others are served meanwhile.
        using (var kropp = new Strommad(2L * 1024 * 1024 * 1024, langd: false))
        {
            var lang = sida.Client.PostAsync(new Uri($"{Adress}/nytt", UriKind.Relative), kropp);
            var annan = await LoggaIn(web);
            await annan.Oppna($"/avtal/{_avtal}");
            Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.OK));
            try
            {
                Assert.That((await lang).StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
            }
            catch (HttpRequestException)
            {
                // The server hung up on the body before the client had read its answer.
            }
            Assert.That(kropp.Skickat, Is.LessThan(64L * 1024 * 1024));
        }
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Dokument"), Is.Zero);
    }

    private static string Huvud(HttpResponseMessage svar, string namn) => string.Join(", ", svar.Headers.TryGetValues(namn, out var varden) ? varden : svar.Content.Headers.GetValues(namn));

    private static Task<HttpResponseMessage> Hamta(Sida sida, string adress) => sida.Client.GetAsync(new Uri(adress, UriKind.Relative));

    private async Task<string> LaggIn(Sida sida, string namn, byte[] fil)
    {
        var fore = await _web.App.Las<Guid>("SELECT Id FROM Dokument");
        await sida.Oppna($"{Adress}/nytt");
        var svar = await Skicka(sida, "", "", (namn, fil));
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect), sida.FelVid("Filer"));
        return $"{Adress}/{(await _web.App.Las<Guid>("SELECT Id FROM Dokument")).Except(fore).Single()}";
    }

    /// <summary>Formuläret så som en webbläsare skickar det, med filerna i samma fält.</summary>
    private async Task<HttpResponseMessage> Skicka(Sida sida, string sort, string beskrivning, params (string Namn, byte[] Fil)[] filer)
    {
        using var innehall = new MultipartFormDataContent
        {
            { new StringContent(sort), "Command.Sort" },
            { new StringContent(beskrivning), "Command.Beskrivning" },
            { new StringContent(sida.Dokument.QuerySelector("input[name=formularnyckel]")!.GetAttribute("value")!), "formularnyckel" },
        };
        foreach (var (namn, fil) in filer)
        {
            var del = new ByteArrayContent(fil);
            innehall.Add(del, "Command.Filer");
            del.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "Command.Filer", FileName = "x", FileNameStar = namn };
        }
        return await sida.Las($"{Adress}/nytt", innehall);
    }

    /// <summary>En annan server på samma databas och filer, med andra inställningar.</summary>
    private WebApplicationFactory<Program> Annan(params (string Namn, string Varde)[] installningar) => new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
    {
        WebApp.Stall(builder, _web.App);
        foreach (var (namn, varde) in installningar) { builder.UseSetting(namn, varde); }
    });

    private async Task<Sida> LoggaIn(WebApplicationFactory<Program> web)
    {
        _web.App.SomAdministrator();
        var id = await _web.App.Gor(SkapaAnvandareCommand.Demoanvandare($"prov.{Guid.NewGuid():N}", "Avtalsansvarig (prov)", false));
        await _web.App.Gor(new GeRollCommand { AnvandareId = id, NamndId = _namnd, Roll = Roll.Avtalsansvarig });
        var sida = new Sida(web.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = web.ClientOptions.BaseAddress }));
        await sida.Oppna("/konto/logga-in");
        // The client of a real server follows the redirect itself.
        Assert.That((await sida.Skicka($"/konto/demo/{id}")).StatusCode, Is.EqualTo(HttpStatusCode.Redirect).Or.EqualTo(HttpStatusCode.OK));
        return sida;
    }

    /// <summary>En kropp som strömmas och räknas, aldrig hålls i minnet.</summary>
    private sealed class Strommad : HttpContent
    {
        private readonly long _antal;
        private readonly bool _langd;

        public Strommad(long antal, bool langd)
        {
            (_antal, _langd) = (antal, langd);
            Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=grans");
        }

        public long Skickat { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("--grans\r\nContent-Disposition: form-data; name=\"Command.Filer\"; filename=\"a.pdf\"\r\n\r\n"u8.ToArray());
            var stycke = new byte[64 * 1024];
            while (Skickat < _antal)
            {
                await stream.WriteAsync(stycke);
                Skickat += stycke.Length;
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _antal;
            return _langd;
        }
    }

    /// <summary>En fil som kommer en bit och sedan låter vänta på sig.</summary>
    private sealed class Avbruten : Stream
    {
        private readonly TaskCompletionSource _slapp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _kvar = 128 * 1024;

        public bool Slut { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Slapp() => _slapp.TrySetResult();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_kvar > 0)
            {
                var antal = Math.Min(_kvar, buffer.Length);
                _kvar -= antal;
                return antal;
            }
            await _slapp.Task.WaitAsync(cancellationToken);
            Slut = true;
            return 0;
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
