using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Utforare;
using Uppfoljning.Domain.Integritet;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Web;

/// <summary>Sidorna om personuppgifter, och att ett personnummer inte läcker på någon sida (GDPR-03).</summary>
public sealed partial class IntegritetssidorTests
{
    private const string Nummer = "640823-3234";

    /// <summary>Så många sidor öppnas; sidor som bara skiljer sig i år eller månad räknas som en.</summary>
    private const int FlestSidor = 200;

    private WebApp _web = null!;
    private Guid _namnd;
    private Guid _utforare;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
        _web.App.Som(Roll.Avtalsansvarig, _namnd);
        await _web.App.Gor(new RegistreraAvtalCommand
        {
            NamndId = _namnd,
            Benamning = "Städning",
            Utforare = "Firma Ett",
            Organisationsnummer = Nummer,
            Driftsform = Driftsform.EnskildFirma,
            Start = new(2020, 1, 1),
            Slut = new(2027, 12, 31),
            Undertecknat = true,
        });
        _utforare = await _web.App.LasEn<Guid>("SELECT Id FROM Utforare");
        await _web.App.Gor(new LaggTillKontaktCommand { UtforareId = _utforare, Namn = "Exempel Provsson", Epost = "prov@exempel.se" });
        await _web.App.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Boendet", UtforareId = _utforare });
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Administratoren_kompletterar_registret_och_revisorn_laser_det()
    {
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/personuppgifter/behandlingar/Dokument/andra");
        await admin.SkickaFormular(("Command.Ansvarig", new string('x', 201)));
        Assert.That(admin.FelVid("Ansvarig"), Does.Contain("200"));
        await admin.SkickaFormular(("Command.Ansvarig", "Vårdnämnden"), ("Command.Komplettering", "Utföraren är ansvarig för sin dokumentation."));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));

        var revisor = await _web.Som(Roll.Revisor, _namnd);
        Assert.That((await revisor.Oppna("/personuppgifter")).QuerySelectorAll("[aria-labelledby=register] tbody tr"), Has.Length.EqualTo(Enum.GetValues<Modul>().Length));
        Assert.That((await revisor.Oppna("/personuppgifter/behandlingar/Dokument")).QuerySelector("main dl")!.TextContent, Does.Contain("Vårdnämnden").And.Contain("artikel 6.1 e i dataskyddsförordningen"));
        Assert.That(revisor.Dokument.QuerySelector("nav.meny a[href='/personuppgifter']"), Is.Not.Null);
        await revisor.Oppna("/personuppgifter/behandlingar/Dokument/andra");
        Assert.That(revisor.Status, Is.EqualTo(HttpStatusCode.Forbidden), "Formuläret visas bara för den som får skicka det.");
        await revisor.Oppna("/personuppgifter/behandlingar/Finnsinte");
        Assert.That(revisor.Status, Is.EqualTo(HttpStatusCode.NotFound));

        var lasare = await _web.Som(Roll.Lasare, _namnd);
        await lasare.Oppna("/personuppgifter");
        Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Registratorn_registrerar_beslut_ser_det_mogna_bekraftar_och_far_ett_protokoll() // ARK-01
    {
        await _web.App.Las<int>("UPDATE Avtal SET Tillstand = 'Upphort', Slut = '2024-01-31'");
        await _web.App.Las<int>("DELETE FROM Enhet");
        var sida = await _web.Som(Roll.Registrator, _namnd);
        var blad = await sida.Oppna($"/namnder/{_namnd}/gallring");
        Assert.That(blad.QuerySelectorAll("[aria-labelledby=sorter] tbody tr").Select(r => r.TextContent), Has.All.Contains("Inget beslut").And.All.Contains("gäller inte"));

        await sida.Oppna($"/namnder/{_namnd}/gallring/Kontakt/beslut");
        await sida.SkickaFormular(("Command.Manader", "24"), ("Command.Planbeteckning", "Plan 2026"), ("Command.Paragraf", "7"), ("Command.Beslutsdatum", "2026-12-01"), ("Command.GallerFran", "2026-11-01"));
        Assert.That(sida.FelVid("Beslutsdatum"), Does.Contain("10 § arkivlagen"));
        Assert.That(sida.Dokument.QuerySelector("#Command_Planbeteckning")!.GetAttribute("value"), Is.EqualTo("Plan 2026"), "Det skrivna står kvar.");
        await sida.SkickaFormular(("Command.Beslutsdatum", "2026-01-15"), ("Command.GallerFran", "2026-02-01"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Redirect));

        await sida.Oppna($"/namnder/{_namnd}/gallring/Kontakt");
        Assert.That(sida.Dokument.QuerySelector("tbody tr")!.TextContent, Does.Contain("Exempel Provsson"));
        await sida.SkickaFormular();
        Assert.That(sida.FelVid("Bekraftat"), Is.Not.Null);
        var svar = await sida.SkickaFormular(("Command.Bekraftat", "true"));
        var protokoll = await sida.Oppna(svar.Headers.Location!.OriginalString);
        Assert.That(protokoll.QuerySelector("main dl")!.TextContent, Does.Contain("Plan 2026, beslut 2026-01-15 § 7"));
        Assert.That(protokoll.DocumentElement.OuterHtml, Does.Not.Contain("Provsson"));

        // Revisorn läser också listan över det mogna, utan formuläret.
        await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new LaggTillKontaktCommand { UtforareId = _utforare, Namn = "Annan Provsson" });
        var revisor = await _web.Som(Roll.Revisor, _namnd);
        await revisor.Oppna($"/namnder/{_namnd}/gallring/Kontakt");
        Assert.That(revisor.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(revisor.Dokument.QuerySelector("main tbody tr")!.TextContent, Does.Contain("Annan Provsson"));
        Assert.That(revisor.Dokument.QuerySelector("main form"), Is.Null);
        await revisor.Skicka($"/namnder/{_namnd}/gallring/Kontakt", ("Command.Bekraftat", "true"));
        Assert.That(revisor.Status, Is.EqualTo(HttpStatusCode.Forbidden));

        var lasare = await _web.Som(Roll.Lasare, _namnd);
        await lasare.Oppna($"/namnder/{_namnd}/gallring");
        Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        var annan = await _web.Som(Roll.Registrator, await _web.App.Namnd("Socialnämnden", "SN"));
        await annan.Oppna($"/namnder/{_namnd}/gallring");
        Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Det_som_finns_om_en_person_visas_och_hamtas_utan_att_numret_star_i_adress_eller_titel() // artikel 15
    {
        var sida = await _web.Som(Roll.Registrator, _namnd);
        await sida.Oppna("/personuppgifter/person");
        await sida.SkickaFormular(("Command.Sokt", "Prov*"), ("Command.Skal", ""));
        Assert.That((sida.FelVid("Sokt"), sida.FelVid("Skal")), Is.Not.EqualTo(((string?)null, (string?)null)));
        Assert.That(sida.FelVid("Sokt"), Does.Contain("3 kap. 3 § DSL"));

        await sida.SkickaFormular(("Command.Sokt", Nummer), ("Command.Skal", "Dnr 2026/7"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        var funnet = sida.Dokument.QuerySelector("[aria-labelledby=funnet]")!;
        Assert.That(funnet.TextContent, Does.Contain("Firma Ett").And.Contain("640823-XXXX").And.Not.Contain("3234"));
        Assert.That(funnet.TextContent, Does.Contain("Utförare").And.Not.Contain("Utforare"), "Databasens namn visas i ord.");
        Assert.That(sida.Adress + sida.Dokument.Title, Does.Not.Contain("640823"));

        var svar = await sida.Skicka("/personuppgifter/person/export.zip", ("Command.Sokt", Nummer), ("Command.Skal", "Dnr 2026/7"));
        Assert.That(svar.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/zip"));
        Assert.That(svar.Content.Headers.ContentDisposition!.ToString(), Does.Not.Contain("640823"));
        Assert.That(await _web.App.Las<string>("SELECT Mening FROM Handelse WHERE Mening LIKE '%3234%' OR Fakta LIKE '%3234%'"), Is.Empty);

        var revisor = await _web.Som(Roll.Revisor, _namnd);
        await revisor.Oppna("/personuppgifter/person");
        Assert.That(revisor.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Ett_personnummer_i_sokrutan_star_aldrig_i_en_adress() // GDPR-03
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        var ruta = (await sida.Oppna("/")).QuerySelector("form.sok")!;
        Assert.That((ruta.GetAttribute("method"), ruta.QuerySelector("input[name=Q]")!.GetAttribute("hx-post")), Is.EqualTo(("post", "/sok/snabb")));

        var svar = await sida.Skicka("/sok", ("Q", Nummer));
        Assert.That((svar.StatusCode, svar.Headers.CacheControl!.NoStore), Is.EqualTo((HttpStatusCode.OK, true)));
        Assert.That(sida.Dokument.QuerySelector("main .traffgrupp a")!.TextContent, Is.EqualTo("Firma Ett"));
        Assert.That(sida.Dokument.DocumentElement.OuterHtml, Does.Not.Contain("3234"));
        svar = await sida.Skicka("/sok/snabb", ("Q", Nummer));
        Assert.That((svar.StatusCode, sida.Dokument.QuerySelector(".traffgrupp a")!.TextContent), Is.EqualTo((HttpStatusCode.OK, "Firma Ett")));

        // Den som ändå skriver adressen själv får den inte tillbaka i någon länk.
        Assert.That((await sida.Oppna($"/sok?Q={Nummer}")).DocumentElement.OuterHtml, Does.Not.Contain("3234"));
        await sida.Oppna("/");
        svar = await sida.Skicka("/sok", ("Q", "städning"));
        Assert.That((svar.StatusCode, svar.Headers.Location!.OriginalString), Is.EqualTo((HttpStatusCode.Redirect, "/sok?Q=st%C3%A4dning")));
    }

    [TestCase(Roll.Lasare)]
    [TestCase(Roll.Revisor)]
    [TestCase(Roll.Registrator | Roll.Namndsekreterare | Roll.Uppfoljare)]
    [TestCase(Roll.Avtalsansvarig)]
    public async Task Ett_personnummer_syns_bara_pa_utforarens_egna_sidor_for_den_som_skoter_registret(Roll roll) // GDPR-03
    {
        await _web.App.Som(Roll.Uppfoljare, _namnd).Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        var sida = await _web.Som(roll, _namnd);
        string[] forsta = ["/", "/sok?Q=Firma", "/sok/snabb?Q=Firma", "/sok?Q=640823", $"/sok?Q={Nummer}"];
        var ko = new Queue<string>(forsta);
        var sedda = new HashSet<string>();
        var lackor = new List<string>();
        while (ko.TryDequeue(out var adress) && sedda.Count < FlestSidor)
        {
            // De första öppnas alla, också de som bara skiljer sig i frågan; länkarna en gång per sida.
            if (!sedda.Add(forsta.Contains(adress) ? adress : TidRegex().Replace(adress.Split('?')[0], "tid"))) { continue; }
            using var svar = await sida.Client.GetAsync(new Uri(adress, UriKind.Relative));
            Assert.That((int)svar.StatusCode, Is.LessThan(500), adress);
            var text = Text(await svar.Content.ReadAsByteArrayAsync());
            if (NummerRegex().IsMatch(text)) { lackor.Add(adress); }
            if (svar.Content.Headers.ContentType?.MediaType != "text/html") { continue; }
            foreach (Match lank in LankRegex().Matches(text)) { ko.Enqueue(WebUtility.HtmlDecode(lank.Groups[1].Value)); }
        }
        Assert.That(sedda, Has.Count.GreaterThan(20));
        Assert.That(sedda, Does.Contain($"/utforare/{_utforare}"));
        // Den som sköter registret ser numret på utförarens sidor och i avtalet; det skrivs i loggen varje gång.
        Assert.That(lackor.Where(l => !(roll == Roll.Avtalsansvarig && (l.StartsWith($"/utforare/{_utforare}", StringComparison.Ordinal) || l.StartsWith("/avtal/", StringComparison.Ordinal)))), Is.Empty);
        Assert.That(await _web.App.Las<string>("SELECT Mening FROM Handelse WHERE Mening LIKE '%3234%' OR Fakta LIKE '%3234%'"), Is.Empty);
    }

    /// <summary>Filens text: det som ligger i en zip (kalkylark, Word, loggen) packas upp.</summary>
    private static string Text(byte[] innehall)
    {
        if (innehall is not [0x50, 0x4B, 0x03, 0x04, ..]) { return Encoding.UTF8.GetString(innehall); }
        using var zip = new ZipArchive(new MemoryStream(innehall));
        return string.Concat(zip.Entries.Select(e =>
        {
            using var lasare = new StreamReader(e.Open());
            return lasare.ReadToEnd();
        }));
    }

    [GeneratedRegex(@"0823[-+]?3234")]
    private static partial Regex NummerRegex();

    [GeneratedRegex(@"(?<=/)[\d-]+(?=/|$)")]
    private static partial Regex TidRegex();

    [GeneratedRegex("<a [^>]*href=\"(/[^\"#]*)")]
    private static partial Regex LankRegex();
}
