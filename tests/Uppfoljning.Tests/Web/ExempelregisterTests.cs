using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Uppfoljning.Application.Common;
using Uppfoljning.Tests.Handlers;

namespace Uppfoljning.Tests.Web;

/// <summary>Det stökiga registret, hela vägen: kolumnerna väljs, felen visas vid sin rad, rättas, och allt förs in; nästa gång minns kommunen.</summary>
public sealed class ExempelregisterTests
{
    private WebApp _web = null!;
    private Guid _namnd;

    /// <summary>Vad rubrikerna är i registret, i filens ordning.</summary>
    private static readonly (int Plats, string Kolumn)[] Val =
    [
        (0, "Avtalsnummer"), (1, "Verksamhetsområde"), (2, "Benämning"), (5, "Upphandlingsform"), (6, "Avtalsstart"), (7, "Avtalsslut"), (8, "Förlängning (månader)"),
        (9, "Årsvärde (kr)"), (10, "Område"), (11, "Avtalsansvarig"), (12, "Anmärkning"), (13, ""),
    ];

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Filen_i_repot_ar_den_som_testet_gor()
    {
        if (Environment.GetEnvironmentVariable("UPPFOLJNING_SKRIV_EXEMPEL") is { Length: > 0 } plats) { await File.WriteAllBytesAsync(plats, Exempelregister.Fil()); }
        Assert.That(await File.ReadAllBytesAsync(Path.Combine(TestContext.CurrentContext.TestDirectory, "Data", Exempelregister.Filnamn)), Is.EqualTo(Exempelregister.Fil()),
            "Skriv om db/demo/exempelregister-300.csv när Exempelregister ändras: UPPFOLJNING_SKRIV_EXEMPEL är var den skrivs.");
    }

    [Test]
    public async Task Ett_stokigt_register_kopplas_provas_rattas_och_fors_in()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var adress = await Lamna(sida, Exempelregister.Fil());

        // Rubrikerna känns inte igen: sidan för kolumnerna, med de rubriker som registret vet redan ifyllda.
        Assert.That((await sida.Client.GetAsync(new Uri(adress, UriKind.Relative))).Headers.Location!.OriginalString, Is.EqualTo(adress + "/kolumner"));
        var kolumner = await sida.Oppna(adress + "/kolumner");
        Assert.That(kolumner.QuerySelector<IHtmlSelectElement>("#rubrikrad")!.Value, Is.EqualTo("3"));
        Assert.That(kolumner.QuerySelectorAll("main tbody tr").Length, Is.EqualTo(Exempelregister.Rubriker.Length));
        Assert.That(kolumner.QuerySelectorAll("main tbody tr")[2].TextContent, Does.Contain("Avser").And.Contain("Hemtjänst 0 · Särskilt boende 1 · Daglig verksamhet 2"));
        Assert.That((Vald(kolumner, 3), Vald(kolumner, 4), Vald(kolumner, 2)), Is.EqualTo(("Utförare", "Organisationsnummer", "")));

        // Benämning saknas, och två rubriker till samma kolumn: fel vid fälten, och valen står kvar.
        Assert.That((await sida.SkickaFormular(("Command.Kolumn[5]", "Avtalsslut"), ("Command.Kolumn[7]", "Avtalsslut"))).StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.FelVid("Kolumn_5_"), Is.EqualTo("Två rubriker är kopplade till Avtalsslut. Välj en av dem."));
        Assert.That(sida.FelVid("Kolumn_7_"), Is.EqualTo("Två rubriker är kopplade till Avtalsslut. Välj en av dem."));
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("Ingen rubrik är kopplad till Benämning"));
        Assert.That(Vald(sida.Dokument, 7), Is.EqualTo("Avtalsslut"));

        Assert.That((await Valj(sida)).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var provning = await sida.Oppna(adress + "?visa=Fel");
        Assert.That(provning.QuerySelector(".felruta")!.TextContent, Does.Contain($"Filen har {Exempelregister.Fel.Count} fel"));
        var rader = provning.QuerySelectorAll("#lista tbody tr").ToDictionary(r => int.Parse(r.QuerySelector("td")!.TextContent, System.Globalization.CultureInfo.InvariantCulture), r => r.TextContent);
        Assert.That(rader.Keys, Is.EquivalentTo(Exempelregister.Fel.Select(f => f.Rad)));
        foreach (var (rad, kolumn, fel, _, _) in Exempelregister.Fel)
        {
            Assert.That(rader[rad], Does.Contain(fel).And.Contain($"Fel. {kolumn}:"), $"rad {rad}");
        }

        // Felfilen bär filens egna rubriker, så att den kan rättas och lämnas igen med samma koppling.
        var felfil = await sida.Client.GetStringAsync(new Uri(adress + "/fel.csv", UriKind.Relative));
        Assert.That(felfil.TrimStart('\uFEFF'), Does.StartWith("Diarienr;Verksamhet;Avser;Leverantör;").And.Contain("Fel: Avtalsslut: "));

        // Dubbletter bland utförarna.
        var alla = await Varningar(sida, adress);
        Assert.That(alla, Does.Contain("Samma organisationsnummer men olika namn: ”Sol-gläntan Vård AB” heter Solgläntan Vård AB på en tidigare rad"));
        Assert.That(alla, Does.Contain("Liknande namn: ”BJÖRKENS OMSORG AB (publ)” liknar Björkens Omsorg AB på en tidigare rad"));

        // Rättad och lämnad igen: kommunen minns kolumnerna, och sidan säger det.
        adress = await Lamna(sida, Exempelregister.Fil(Exempelregister.Rattade()));
        provning = await sida.Oppna(adress);
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(provning.QuerySelector("main")!.TextContent, Does.Contain("(ihågkommet): Diarienr är Avtalsnummer, "));
        Assert.That(provning.QuerySelectorAll(".felruta").Length, Is.Zero);
        Assert.That((await sida.Oppna(adress + "/kolumner")).QuerySelectorAll("main tbody tr").Count(r => r.TextContent.Contains("Ihågkommet", StringComparison.Ordinal)), Is.EqualTo(Val.Length));

        await sida.Oppna(adress + "/for-in");
        await sida.SkickaFormular();
        await Klar(sida, adress);
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(Exempelregister.Antal));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Avtal WHERE Benamning = 'Ledsagning 3' AND Slut = '2025-01-16' AND ArsvardeOre = 10300000"), Is.EqualTo(1), "Datum och belopp är desamma hur de än är skrivna.");
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Avtal WHERE Anmarkning = '=SE PÄRM'"), Is.EqualTo(6));

        // Samma fil igen ändrar inget och lägger inte in något.
        adress = await Lamna(sida, Exempelregister.Fil(Exempelregister.Rattade()));
        Assert.That((await sida.Oppna(adress)).QuerySelector("#siffror")!.ParentElement!.TextContent, Does.Contain("Nya avtal0").And.Contain("Ändras0").Or.Contain("Oförändrade300"));
    }

    [Test]
    public async Task En_ny_fil_andrar_avtalen_och_provningen_visar_fran_och_till()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        await Forin(sida, "Avtalsnummer;Benämning;Avtalsslut;Årsvärde (kr)\r\n1;Larm;2027-12-31;1000\r\n2;Boende;2027-12-31;2000\r\n");

        var adress = await Lamna(sida, System.Text.Encoding.UTF8.GetBytes("Avtalsnummer;Benämning;Avtalsslut;Årsvärde (kr)\r\n1;Larm;2028-12-31;1500,50\r\n2;Boende;2027-12-31;2000\r\n"));
        var andras = await sida.Oppna(adress + "?visa=Andras");
        Assert.That(andras.QuerySelectorAll("#lista nav a[aria-current=true]").Single().TextContent, Is.EqualTo("Ändras (1)"));
        var rad = andras.QuerySelectorAll("#lista tbody tr").Single();
        Assert.That(rad.QuerySelectorAll("li").Select(l => l.TextContent), Has.Some.EqualTo("Avtalsslut: 2027-12-31 →blir 2028-12-31").And.Some.Contains("Årsvärde (kr): 1 000").Or.Some.Contains("Årsvärde"));
        Assert.That(await _web.App.LasEn<int>("SELECT COUNT(*) FROM Avtal"), Is.EqualTo(2));
    }

    [Test]
    public async Task Kolumnsidan_foljer_roller_och_namnder_och_stangs_nar_filen_ar_avslutad()
    {
        var sida = await _web.Som(Roll.Avtalsansvarig, _namnd);
        var adress = await Lamna(sida, Exempelregister.Fil());
        var annan = await _web.App.Namnd("Socialnämnden", "SN");

        var lasare = await _web.Som(Roll.Lasare | Roll.Revisor, _namnd);
        await lasare.Oppna(adress + "/kolumner");
        Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await lasare.Oppna(adress)).QuerySelector(".felruta")!.TextContent, Does.Contain("Filen kan inte provas"), "Revisorn ser att den väntar på kolumner.");

        var utomstaende = await _web.Som(Roll.Avtalsansvarig, annan);
        await utomstaende.Oppna(adress + "/kolumner");
        Assert.That(utomstaende.Status, Is.EqualTo(HttpStatusCode.NotFound));

        // Ett annat register: kolumnerna är enhetsregistrets.
        var enheter = await sida.Oppna(adress + "/kolumner?sort=Enheter&rubrikrad=3");
        Assert.That(enheter.QuerySelector<IHtmlSelectElement>("select[name='Command.Kolumn[0]']")!.Options.Select(o => o.Value), Does.Contain("Konkurrens").And.Not.Contain("Avtalsslut"));
        Assert.That((await sida.Oppna(adress + "/kolumner?rubrikrad=4")).QuerySelector("main tbody th")!.TextContent, Does.Contain("DNR 2021/100"));
        await sida.Oppna(adress + "/kolumner?rubrikrad=9999");
        Assert.That(sida.Dokument.QuerySelector(".felruta")!.TextContent, Does.Contain("inga rader"));

        await sida.Oppna(adress + "/kolumner");
        await sida.Skicka(adress + "/forkasta");
        await sida.Oppna(adress + "/kolumner");
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private static string Vald(IParentNode dokument, int plats) => dokument.QuerySelector<IHtmlSelectElement>($"select[name='Command.Kolumn[{plats}]']")!.Value!;

    private static Task<HttpResponseMessage> Valj(Sida sida) => sida.SkickaFormular([.. Val.Select(v => ($"Command.Kolumn[{v.Plats}]", v.Kolumn))]);

    private static async Task<string> Varningar(Sida sida, string adress)
    {
        var text = "";
        for (var nr = 1; nr <= 6; nr++) { text += (await sida.Oppna($"{adress}?visa=Alla&sida={nr}")).QuerySelector("#lista")!.TextContent; }
        return text;
    }

    private static async Task<IDocument> Klar(Sida sida, string adress)
    {
        for (var i = 0; i < 300; i++)
        {
            var dokument = await sida.Oppna(adress);
            if (dokument.QuerySelector("#forlopp") is null) { return dokument; }
            await Task.Delay(50);
        }
        throw new TimeoutException("Inläsningen blev inte klar.");
    }

    private async Task Forin(Sida sida, string csv)
    {
        var adress = await Lamna(sida, System.Text.Encoding.UTF8.GetBytes(csv));
        await sida.Oppna(adress + "/for-in");
        await sida.SkickaFormular();
        await Klar(sida, adress);
    }

    private async Task<string> Lamna(Sida sida, byte[] innehall)
    {
        await sida.Oppna($"/namnder/{_namnd}/import");
        var svar = await sida.SkickaFil($"/namnder/{_namnd}/import", "Command.Fil", innehall, "register.csv");
        Assert.That(svar.StatusCode, Is.EqualTo(HttpStatusCode.Redirect), sida.FelVid("Fil"));
        return svar.Headers.Location!.OriginalString;
    }
}
