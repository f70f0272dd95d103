using System.Net;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Mal;

namespace Uppfoljning.Tests.Web;

/// <summary>Indikatorns sida och formuläret som delar upp ett års värde (UPP-08).</summary>
public sealed class UppdelningssidorTests
{
    private WebApp _web = null!;
    private Guid _namnd;
    private Guid _mal;
    private Guid _indikator;

    private string Adress => $"/mal/{_mal}/indikatorer/{_indikator}";

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
        _mal = await _web.App.Som(Roll.Uppfoljare, _namnd).Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Nöjda brukare" });
        _indikator = await _web.App.Gor(new RegistreraIndikatorCommand { MalId = _mal, Namn = "Andel nöjda", Enhet = "procent" });
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    [Test]
    public async Task Vardet_delas_upp_rattas_och_visas_med_sma_grupper_dolda()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        await sida.Oppna($"/mal/{_mal}");
        await sida.Oppna(sida.Dokument.QuerySelector("[aria-labelledby=indikatorer] tbody th a")!.GetAttribute("href")!);
        Assert.That(sida.Dokument.QuerySelector("main .tomt-rad")!.TextContent, Does.StartWith("Indikatorn har inget värde ännu"));

        await SkrivVarde();
        await sida.Oppna(Adress);
        await sida.Oppna(sida.Dokument.QuerySelector("[aria-labelledby=ar] tbody td a")!.GetAttribute("href")!);
        Assert.That(sida.Dokument.QuerySelectorAll("main label").All(l => sida.Dokument.GetElementById(l.GetAttribute("for")!) is not null), Is.True);

        await sida.SkickaFormular(("Command.Aldrar[0].Alder", "65–79"), ("Command.Aldrar[0].Varde", "85"), ("Command.Aldrar[1].Alder", "79+"), ("Command.Kon[0].Personer", "fyra"));
        Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That(sida.Dokument.QuerySelector("#Command_Kon_0__Personer-fel")!.TextContent, Is.Not.Empty);
        Assert.That(sida.Dokument.QuerySelector("#Command_Kon_0__Personer")!.GetAttribute("value"), Is.EqualTo("fyra"), "Det skrivna står kvar.");
        await sida.SkickaFormular(("Command.Kon[0].Personer", "120"));
        Assert.That(sida.Dokument.QuerySelector("#Command_Aldrar_1__Alder-fel")!.TextContent, Is.EqualTo("79 år och äldre överlappar 65–79 år. Samma ålder får bara finnas i en grupp."));
        Assert.That(sida.Dokument.QuerySelector(".felruta a[href='#Command_Aldrar_1__Alder']"), Is.Not.Null);

        var svar = await sida.SkickaFormular(("Command.Aldrar[1].Alder", "80+"), ("Command.Aldrar[1].Varde", "91"), ("Command.Aldrar[1].Personer", "70"), ("Command.Aldrar[0].Personer", "110"),
            ("Command.Kon[0].Varde", "90"), ("Command.Kon[1].Varde", "33,33"), ("Command.Kon[1].Personer", "3"), ("Command.Omraden[0].Omrade", "<b>Norr</b>"));
        Assert.That(svar.Headers.Location!.OriginalString, Is.EqualTo($"{Adress}?ar=2025"));

        var lasare = await _web.Som(Roll.Lasare, _namnd);
        var blad = await lasare.Oppna(Adress);
        Assert.That(blad.QuerySelectorAll("[aria-labelledby=uppdelning] caption").Select(c => c.TextContent), Is.EqualTo(new[] { "Efter kön", "Efter ålder", "Efter område" }));
        Assert.That(Rader(lasare, "del-kon"), Is.EqualTo(new[] { "Kvinnor|visas inte|visas inte", "Män|visas inte|färre än 5" }));
        Assert.That(Rader(lasare, "del-alder"), Is.EqualTo(new[] { "65–79 år|85|110", "80 år och äldre|91|70" }));
        Assert.That(Rader(lasare, "del-omrade"), Is.EqualTo(new[] { "<b>Norr</b>|inte känt|inte känt" }));
        Assert.That(blad.DocumentElement.OuterHtml, Does.Not.Contain("33,33"));
        Assert.That(blad.QuerySelector("[aria-labelledby=uppdelning] > p")!.TextContent, Does.StartWith("Värdet för alla är 87,5 procent."));
        Assert.That((await lasare.Oppna($"/mal/{_mal}")).QuerySelector(".historik")!.TextContent, Does.Contain("Andel nöjda, 2025: uppdelad i 2 grupper efter kön"));
    }

    [Test]
    public async Task Nar_nagon_hann_fore_visas_det_sparade_bredvid_det_skrivna()
    {
        await SkrivVarde();
        var forsta = await _web.Som(Roll.Uppfoljare, _namnd);
        var andra = await _web.Som(Roll.Namndsekreterare, _namnd);
        await forsta.Oppna($"{Adress}/uppdelning/2025");
        await andra.Oppna($"{Adress}/uppdelning/2025");
        Assert.That((await forsta.SkickaFormular(("Command.Omraden[0].Omrade", "Centrum"), ("Command.Omraden[0].Varde", "81"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));

        await andra.SkickaFormular(("Command.Omraden[0].Omrade", "Söder"), ("Command.Omraden[0].Varde", "92"));
        Assert.That(andra.Status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(andra.Dokument.QuerySelector("[aria-labelledby=sparat] tbody")!.TextContent, Does.Contain("Centrum").And.Contain("81"));
        Assert.That(andra.Dokument.QuerySelector("#Command_Omraden_0__Omrade")!.GetAttribute("value"), Is.EqualTo("Söder"));
        Assert.That((await andra.SkickaFormular()).StatusCode, Is.EqualTo(HttpStatusCode.Redirect), "Den som har sett det sparade får spara sitt.");
        await andra.Oppna(Adress);
        Assert.That(Rader(andra, "del-omrade"), Is.EqualTo(new[] { "Söder|92|inte känt" }));
    }

    [Test]
    public async Task Fel_roll_far_403_en_annan_namnd_404_och_ett_ar_utan_varde_finns_inte()
    {
        await SkrivVarde();
        var lasare = await _web.Som(Roll.Lasare, _namnd);
        Assert.That((await lasare.Oppna(Adress)).QuerySelectorAll("main a.btn, main td a").Length, Is.Zero);
        await lasare.Oppna($"{Adress}/uppdelning/2025");
        Assert.That(lasare.Status, Is.EqualTo(HttpStatusCode.Forbidden), "Formuläret visar också små grupper.");
        await lasare.Oppna("/mal");
        Assert.That((await lasare.Skicka($"{Adress}/uppdelning/2025")).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));

        var utanfor = await _web.Som(Roll.Uppfoljare, await _web.App.Namnd("Socialnämnden", "SN"));
        foreach (var adress in new[] { Adress, $"{Adress}/uppdelning/2025" })
        {
            await utanfor.Oppna(adress);
            Assert.That(utanfor.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        foreach (var adress in new[] { $"{Adress}/uppdelning/2024", $"/mal/{_mal}/indikatorer/{Guid.NewGuid()}" })
        {
            await sida.Oppna(adress);
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
    }

    private async Task SkrivVarde()
    {
        _web.App.Som(Roll.Uppfoljare, _namnd);
        var version = (await _web.App.Gor(new NamndmalsbladQuery(_mal))).Version;
        await _web.App.Gor(new SkrivIndikatorvardeCommand { MalId = _mal, IndikatorId = _indikator, Version = version, Ar = 2025, Varde = "87,5" });
    }

    private static IEnumerable<string> Rader(Sida sida, string tabell) =>
        sida.Dokument.GetElementById(tabell)!.ParentElement!.QuerySelectorAll("tbody tr").Select(r => string.Join('|', r.Children.Select(c => c.TextContent.Trim())));
}
