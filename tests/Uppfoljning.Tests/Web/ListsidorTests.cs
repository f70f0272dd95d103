using System.Net;
using AngleSharp.Html.Dom;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Sammantraden;

namespace Uppfoljning.Tests.Web;

/// <summary>Listornas filter, sparade vyer, byte för många avtal, och sökrutan, så som de syns.</summary>
public sealed class ListsidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
        _web.App.Som(Roll.Avtalsansvarig, _namnd);
        await _web.App.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Hemtjänst Väster", Utforare = "Stegen AB", Organisationsnummer = "556677-8899", Slut = new DateOnly(2027, 6, 1), Verksamhetsomrade = "Hemtjänst" });
        await _web.App.Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = "Parkskötsel", Avtalsnummer = "P-1", Undertecknat = true });
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Valda_filter_visas_som_marken_som_tar_bort_sig_sjalva()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        var lista = await sida.Oppna("/avtal?InomManader=18&Tillstand=Tecknat&Tillstand=Utkast&Sortering=-slut&Sida=1");

        Assert.That(lista.QuerySelector(".antal")!.TextContent, Does.StartWith("1 avtal"));
        var marken = lista.QuerySelectorAll(".filtermarken a:not(.rensa)");
        Assert.That(marken.Select(m => m.TextContent.Trim()), Is.EquivalentTo(new[] { "Ta bort filtret Tillstånd: Tecknat ×", "Ta bort filtret Tillstånd: Utkast ×", "Ta bort filtret Går ut: inom 18 månader ×" }));
        Assert.That(lista.QuerySelector("#inommanader option[selected]")!.TextContent, Is.EqualTo("inom 18 månader"));
        Assert.That(lista.QuerySelector(".hamta a")!.GetAttribute("href"), Does.StartWith("/avtal/export.xlsx?").And.Contain("InomManader=18"));

        var utan = await sida.Oppna(marken.Single(m => m.TextContent.Contains("Utkast", StringComparison.Ordinal)).GetAttribute("href")!);
        Assert.That(sida.Adress, Does.Contain("Tillstand=Tecknat").And.Contain("InomManader=18").And.Contain("Sortering=-slut").And.Not.Contain("Utkast"));
        Assert.That(utan.QuerySelectorAll("#t-Utkast[checked]"), Is.Empty);
        await sida.Oppna(utan.QuerySelector(".filtermarken .rensa")!.GetAttribute("href")!);
        Assert.That(sida.Adress, Is.EqualTo("/avtal"));
    }

    [Test]
    public async Task Det_olasliga_i_adressen_sags_och_listan_visas_utan_det()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        foreach (var fraga in new[] { "StartFran=förrgår", "InomManader=snart", "Driftsform=Hopp", "Namnd=allihop", "Mina=kanske", "Tillstand=77" })
        {
            var lista = await sida.Oppna($"/avtal?{fraga}");
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), fraga);
            Assert.That(lista.QuerySelector("#lista .notis-varning")!.TextContent, Does.Contain("används inte").And.Contain(fraga.Split('=')[0]), fraga);
            Assert.That(lista.QuerySelector(".antal")!.TextContent, Does.StartWith("2 avtal"), fraga);
        }
    }

    [Test]
    public async Task Alla_kolumner_gar_att_sortera_och_kryssen_finns_bara_for_den_som_far_byta()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        var lista = await sida.Oppna("/avtal");
        Assert.That(lista.QuerySelectorAll("#lista thead th").Where(r => r.QuerySelector("a.sortera") is null), Is.Empty);
        var ordningar = lista.QuerySelectorAll("#lista thead th a.sortera").Select(l => l.GetAttribute("href")!.Split("Sortering=")[1]);
        Assert.That(ordningar, Is.EqualTo(new[] { "-benamning", "utforare", "omrade", "tillstand", "start", "slut", "varde", "ansvarig" }));
        Assert.That(lista.QuerySelectorAll("input[name=Valda]"), Is.Empty);
        await sida.Skicka("/avtal/avtalsansvarig", ("Alla", "true"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task En_vy_sparas_oppnas_dops_om_och_tas_bort()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        var lista = await sida.Oppna("/avtal?Tillstand=Aktivt&Sortering=-benamning&Sida=1&skrap=//ond.example");
        await sida.Oppna(lista.QuerySelector(".vyer a")!.GetAttribute("href")!);

        await sida.SkickaFormular(("Command.Namn", " "));
        Assert.That((sida.Status, sida.FelVid("Namn")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Ge vyn ett namn.")));
        var svar = await sida.SkickaFormular(("Command.Namn", "Löpande avtal"));
        Assert.That(svar.Headers.Location!.OriginalString, Is.EqualTo("/avtal?Tillstand=Aktivt&Sortering=-benamning"));

        lista = await sida.Oppna("/avtal");
        var vy = lista.QuerySelector(".vyer li a")!;
        Assert.That(vy.TextContent, Is.EqualTo("Löpande avtal"));
        lista = await sida.Oppna(vy.GetAttribute("href")!);
        Assert.That(lista.QuerySelector(".antal")!.TextContent, Does.StartWith("1 avtal"));
        Assert.That(lista.QuerySelectorAll(".vyer li a[aria-current]").Length, Is.EqualTo(1));
        Assert.That((await sida.Oppna("/utforare")).QuerySelector(".vyer"), Is.Null, "vyn hör till sin lista");

        var andra = lista.QuerySelector(".vyer > p a")!.GetAttribute("href")!;
        await sida.Oppna(andra);
        await sida.SkickaFormular(("Command.Namn", "Aktiva"));
        Assert.That((await sida.Oppna("/avtal")).QuerySelector(".vyer li a")!.TextContent, Is.EqualTo("Aktiva"));

        await sida.Oppna(andra + "/ta-bort");
        await sida.SkickaFormular();
        Assert.That(sida.FelVid("Bekraftat"), Does.StartWith("Bekräfta att vyn ska tas bort."));
        svar = await sida.SkickaFormular(("Command.Bekraftat", "true"));
        Assert.That(svar.Headers.Location!.OriginalString, Is.EqualTo("/avtal"));
        Assert.That((await sida.Oppna("/avtal")).QuerySelector(".vyer"), Is.Null);
    }

    [TestCase("//ond.example/")]
    [TestCase("https://ond.example/?Q=x")]
    [TestCase("/konto/logga-ut?Q=x")]
    public async Task En_vy_leder_aldrig_nagon_annanstans_an_till_sin_lista(string fraga)
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        await sida.Oppna("/vyer/enheter/ny?fraga=Q%3Da");
        var svar = await sida.Skicka("/vyer/enheter/ny", ("Command.Namn", "X"), ("Command.Fraga", fraga));
        Assert.That(svar.Headers.Location?.OriginalString ?? "/enheter", Does.StartWith("/enheter"));
        Assert.That(await _web.App.Las<string>("SELECT Fraga FROM SparadVy"), Has.All.Not.Contain("ond").And.All.Not.Contain("konto"));
    }

    [Test]
    public async Task Avtalsansvarig_byts_for_hela_urvalet_efter_granskning()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var lista = await sida.Oppna("/avtal?Sortering=benamning");
        Assert.That(lista.QuerySelectorAll("input[name=Valda][form=byte]").Length, Is.EqualTo(2));

        await sida.Skicka("/avtal/avtalsansvarig");
        Assert.That(sida.Dokument.QuerySelector("main")!.TextContent, Does.Contain("Kryssa minst ett avtal i listan."));

        await sida.Oppna("/avtal?Sortering=benamning");
        await sida.Skicka(lista.QuerySelector("#byte")!.GetAttribute("action")!, ("Alla", "true"));
        Assert.That(sida.Dokument.QuerySelectorAll("main tbody tr").Length, Is.EqualTo(2));
        await sida.SkickaFormular();
        Assert.That((sida.Status, sida.FelVid("AnvandareId")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Välj vem som ska bli avtalsansvarig.")));

        var person = ((IHtmlSelectElement)sida.Dokument.QuerySelector("#Command_AnvandareId")!).Options.Single(o => o.Value.Length > 0).Value;
        await sida.SkickaFormular(("Command.AnvandareId", person));
        Assert.That(sida.Dokument.QuerySelector("h1")!.TextContent, Is.EqualTo("Granska bytet av avtalsansvarig"));
        Assert.That(sida.Dokument.QuerySelector("main tbody tr")!.TextContent, Does.Contain("Hemtjänst Väster").And.Contain("inte känt").And.Contain("Avtalsansvarig (prov)"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Avtal WHERE AvtalsansvarigId IS NOT NULL"), Is.Zero, "inget har hänt före bekräftelsen");

        var svar = await sida.SkickaFormular();
        Assert.That(svar.Headers.Location!.OriginalString, Is.EqualTo("/avtal?Sortering=benamning"));
        lista = await sida.Oppna("/avtal?Mina=true");
        Assert.That(lista.QuerySelector(".meddelande")!.TextContent, Is.EqualTo("Avtalsansvarig (prov) är ny avtalsansvarig för 2 avtal i Vård- och omsorgsnämnden."));
        Assert.That(lista.QuerySelector(".antal")!.TextContent, Does.StartWith("2 avtal"));
    }

    [Test]
    public async Task Nagon_annan_hinner_fore_och_bytet_stannar_med_det_som_galler_nu()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var lista = await sida.Oppna("/avtal?Q=park");
        var avtal = lista.QuerySelector("input[name=Valda]")!.GetAttribute("value")!;
        await sida.Skicka("/avtal/avtalsansvarig", ("Valda", avtal));
        var person = ((IHtmlSelectElement)sida.Dokument.QuerySelector("#Command_AnvandareId")!).Options.Single(o => o.Value.Length > 0).Value;
        await sida.SkickaFormular(("Command.AnvandareId", person));
        await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new AndraAvtalCommand { AvtalId = Guid.Parse(avtal), Version = 1, Benamning = "Parkskötsel", Avtalsansvarig = "Parkenheten" });

        await sida.SkickaFormular();
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Inget har bytts"));
        Assert.That(sida.Dokument.QuerySelector("main tbody tr")!.TextContent, Does.Contain("Parkenheten"));

        Assert.That((await sida.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect), "den som har sett det som gäller bekräftar igen");
    }

    [Test]
    public async Task Sokrutan_leder_till_en_sida_med_grupper_och_forslag_utan_ram()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        var start = await sida.Oppna("/avtal");
        Assert.That(start.QuerySelector("form.sok")!.GetAttribute("action"), Is.EqualTo("/sok"));
        Assert.That(start.QuerySelector("label[for=sok]"), Is.Not.Null);

        var svar = await sida.Oppna("/sok?Q=556677-8899");
        Assert.That(svar.QuerySelectorAll("main .traffgrupp h2").Select(h => h.TextContent.Trim()), Is.EqualTo(new[] { "Utförare 1", "Avtal 1" }));
        Assert.That(svar.QuerySelector("main .traffgrupp a")!.TextContent, Is.EqualTo("Stegen AB"));
        await sida.Oppna(svar.QuerySelector("main .traffgrupp a")!.GetAttribute("href")!);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));

        var forslag = await sida.Oppna("/sok/snabb?Q=hem");
        Assert.That(forslag.QuerySelector("nav, header, main"), Is.Null);
        Assert.That(forslag.QuerySelector(".traffgrupp a")!.TextContent, Is.EqualTo("Hemtjänst Väster"));

        Assert.That((await sida.Oppna("/sok?Q=%3Cscript%3E")).QuerySelector("main .tomt-rad")!.TextContent, Does.Contain("Inget hittades på ”<script>”"));
        Assert.That((await sida.Oppna("/sok")).QuerySelector("main p")!.TextContent, Does.StartWith("Skriv i sökrutan"));
    }

    [Test]
    public async Task Visa_alla_leder_bara_till_en_lista_som_soker_pa_orden()
    {
        for (var i = 1; i <= 9; i++)
        {
            await _web.App.Som(Roll.Avtalsansvarig, _namnd).Gor(new RegistreraAvtalCommand { NamndId = _namnd, Benamning = $"Städning {i}" });
            await _web.App.Som(Roll.Namndsekreterare, _namnd).Gor(new RegistreraSammantradeCommand { NamndId = _namnd, Datum = new DateOnly(2027, 3, i) });
        }
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var avtal = (await sida.Oppna("/sok?Q=städning")).QuerySelector(".traffgrupp > p a")!;
        Assert.That((await sida.Oppna(avtal.GetAttribute("href")!)).Body!.TextContent, Does.Contain("Städning 9").And.Not.Contain("Parkskötsel"));

        var sammantraden = (await sida.Oppna("/sok?Q=2027-03")).QuerySelector(".traffgrupp[aria-label=Sammanträden]")!;
        Assert.That(sammantraden.QuerySelectorAll("a[href$='/sammantraden']"), Is.Empty);
        Assert.That(sammantraden.QuerySelector("p")!.TextContent, Is.EqualTo("De 8 första visas. Skriv mer för att hitta de andra."));
    }

    [Test]
    public async Task En_administrator_utan_namnd_har_ingen_sokruta()
    {
        var sida = await _web.Som(Roll.Administrator);
        Assert.That((await sida.Oppna("/")).QuerySelector("form.sok"), Is.Null);
        await sida.Oppna("/sok?Q=hem");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
