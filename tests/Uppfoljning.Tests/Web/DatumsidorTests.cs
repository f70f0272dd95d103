using System.Net;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Tests.Web;

public sealed class DatumsidorTests
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

    private Task<Guid> Avtal(RegistreraAvtalCommand avtal) => _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(avtal with { NamndId = _namnd, Undertecknat = true });

    [Test]
    public async Task Avtalets_datum_star_i_tidsordning_med_steg_lagrum_och_tidslinje()
    {
        var id = await Avtal(new()
        {
            Benamning = "Hemtjänst Väster",
            Start = new(2024, 7, 1),
            Slut = new(2027, 6, 30),
            ForlangningManader = 12,
            AntalForlangningar = 2,
            UppsagningstidManader = 6,
            Upphandlingsform = Upphandlingsform.Lou,
        });
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var lista = (await sida.Oppna($"/avtal/{id}")).QuerySelectorAll(".datumlista > li");

        Assert.That(lista.Select(li => $"{li.QuerySelector("time")!.TextContent} {li.QuerySelector("strong")!.TextContent}"), Is.EqualTo(new[]
        {
            "2024-07-01 Avtalet börjar",
            "2026-04-02 Nästa upphandling måste börja, om avtalet inte förlängs",
            "2026-12-30 Sista dag för besked om förlängning 1 av 2",
            "2027-06-30 Avtalet slutar",
            "2027-12-30 Sista dag för besked om förlängning 2 av 2",
            "2028-03-31 Nästa upphandling måste börja, om alla förlängningar utnyttjas",
            "2028-12-30 Sista dag för uppsägning i sista perioden",
            "2029-06-30 Längsta möjliga slut",
        }));
        Assert.That(lista[1].TextContent, Does.Contain("Passerad").And.Contain("20 kap. 1 § LOU").And.Contain("kommunens egen tid").And.Contain("inte känt om nästa upphandling är direktivstyrd"));
        Assert.That(lista[1].QuerySelectorAll("ol time").Length, Is.GreaterThan(10), "Datum i löpande text bryts inte.");
        Assert.That(lista[2].TextContent, Does.Contain("om 39 dagar").And.Contain("Grund: avtalet"));
        foreach (var svg in sida.Dokument.QuerySelectorAll(".tidslinje svg"))
        {
            Assert.That(svg.QuerySelectorAll("circle"), Has.Length.EqualTo(8));
            Assert.That(svg.QuerySelectorAll(".tidslinje-forlangning"), Has.Length.EqualTo(2));
            Assert.That(svg.QuerySelector("title")!.TextContent, Does.Contain("3 Sista dag för besked om förlängning 1 av 2 2026-12-30"));
            Assert.That(svg.OuterHtml, Does.Not.Contain("style="));
        }
    }

    [Test]
    public async Task Ett_avtal_utan_datum_sager_vad_som_saknas_och_har_ingen_tidslinje()
    {
        var id = await Avtal(new() { Benamning = "Parkskötsel" });
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var blad = await sida.Oppna($"/avtal/{id}");

        Assert.That(blad.QuerySelector(".datumlista")!.TextContent, Does.Contain("Slutdatumet är inte känt").And.Contain("Det här är inte känt: slutdatumet och uppsägningstiden."));
        Assert.That(blad.QuerySelectorAll(".datumlista time"), Is.Empty);
        Assert.That(blad.QuerySelector(".tidslinje"), Is.Null);
    }

    [TestCase("2007-01-01", "2007-12-31", 0, 0)]
    [TestCase("1900-01-01", "2200-12-31", 240, 50)]
    [TestCase("2026-11-21", "2026-11-21", 1, 50)]
    [TestCase(null, "2027-02-28", 6, 3)]
    public async Task Sidan_gar_att_oppna_hur_avtalet_an_ser_ut(string? start, string slut, int manader, int antal)
    {
        var id = await Avtal(new()
        {
            Benamning = "Prov",
            Start = start is null ? null : DateOnly.ParseExact(start, "yyyy-MM-dd", null),
            Slut = DateOnly.ParseExact(slut, "yyyy-MM-dd", null),
            ForlangningManader = manader,
            AntalForlangningar = antal,
            UppsagningstidManader = 120,
            Upphandlingsform = Upphandlingsform.Direktupphandling,
        });
        var sida = await _web.Som(Roll.Lasare, _namnd);
        await sida.Oppna($"/avtal/{id}");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(sida.Dokument.QuerySelectorAll("circle").SelectMany(c => new[] { c.GetAttribute("cx")!, c.GetAttribute("cy")! }), Has.None.Contains("NaN").And.None.Contains("-"));
    }

    [Test]
    public async Task En_administrator_lagger_till_och_tar_bort_en_dag()
    {
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/administration/kalender");
        await admin.SkickaFormular(("Command.Dag", "2027-05-07"), ("Command.Namn", "Klämdag"));
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));

        var blad = await admin.Oppna("/administration/kalender?ar=2027");
        Assert.That(blad.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("2027-05-07 (fredag), Klämdag, tillagd i kalendern som stängd dag."));
        Assert.That(blad.QuerySelector("section[aria-labelledby=lagens]")!.TextContent, Does.Contain("midsommarafton").And.Contain("2027-06-25"));
        await admin.Skicka(blad.QuerySelector("section[aria-labelledby=tillagda] form")!.GetAttribute("action")!);
        Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((await admin.Oppna("/administration/kalender")).Body!.TextContent, Does.Contain("Inga dagar är tillagda"));
    }

    [Test]
    public async Task Fel_i_kalendern_visas_vid_faltet()
    {
        var admin = await _web.Som(Roll.Administrator);
        await admin.Oppna("/administration/kalender");
        await admin.SkickaFormular();
        Assert.That(admin.FelVid("Dag"), Is.EqualTo("Ange dagen, till exempel 2026-05-15."));
        Assert.That(admin.FelVid("Namn"), Does.StartWith("Ange vad dagen kallas"));

        await admin.SkickaFormular(("Command.Dag", "2026-12-24"), ("Command.Namn", "Jul"));
        Assert.That(admin.FelVid("Dag"), Does.StartWith("2026-12-24 är julafton och räknas redan som ledig. (2 § lagen (1930:173)"));

        foreach (var ar in new[] { "1900", "2200", "1899", "99999999999", "abc" })
        {
            await admin.Oppna($"/administration/kalender?ar={ar}");
            Assert.That(admin.Status, Is.EqualTo(HttpStatusCode.OK), ar);
        }
    }
}
