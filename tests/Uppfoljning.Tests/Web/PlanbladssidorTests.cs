using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Web;

/// <summary>Planens egen sida: urval, ordning, vyer, skälen i raderna, ändring på plats, hämtning, och året i alla nämnder.</summary>
public sealed class PlanbladssidorTests
{
    private const int Ar = 2027;

    private WebApp _web = null!;
    private Guid _namnd;
    private Guid _plan;

    [SetUp]
    public async Task Starta()
    {
        _web = await WebApp.StartaAsync();
        _namnd = await _web.App.Namnd();
        _web.App.Som(Roll.Avtalsansvarig, _namnd);
        await Avtal("Hemtjänst Väster", c => c with
        {
            Utforare = "Omsorg Väst AB",
            Driftsform = Driftsform.Aktiebolag,
            Avtalsansvarig = "Enhetschef",
            Start = new DateOnly(2026, 9, 1),
            VardeOre = 200_000_000_00,
        });
        await Avtal("Nattpatrull", c => c with { Utforare = "Omsorg Väst AB", Driftsform = Driftsform.Aktiebolag });
        await Avtal("Parkskötsel", c => c with { Verksamhetsomrade = "Stadsmiljö", Utforare = "Grönt AB", Driftsform = Driftsform.Aktiebolag, VardeOre = 2_000_000_00 });
        await Avtal("Lekplatser", c => c with { Verksamhetsomrade = "Stadsmiljö" });
        await Avtal("Gatudrift", c => c with { Slut = new DateOnly(2008, 9, 30) });
        await Regel("Kontroll av parker", "3 § renhållningsföreskrifterna", "Stadsmiljö", 12);
        _plan = await _web.App.Som(Roll.Uppfoljare, _namnd).Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = Ar });
    }

    [TearDown]
    public async Task Stang() => await _web.DisposeAsync();

    // --- Tabellen

    [Test]
    public async Task Varje_rad_visar_punkterna_risken_med_ord_och_timmar_som_gar_jamnt_upp()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        var blad = await sida.Oppna($"/planer/{_plan}");

        Assert.That(blad.QuerySelectorAll(".plan > thead th").Select(h => h.TextContent.Trim().TrimEnd('▲', '▼')), Is.EqualTo(new[]
        {
            "Välj", "Nr", "Avtal eller enhet", "Form", "Ansvarig", "Tid och intervall", "Risk", "Timmar",
        }));
        Assert.That(blad.QuerySelectorAll("tr.grupp th").Select(g => g.TextContent), Is.EqualTo(new[] { "Stadsmiljö 2 rader", "Äldreomsorg 2 rader" }));
        var hog = Rad(blad, "Hemtjänst Väster");
        Assert.That(hog.QuerySelector(".niva-namn")!.TextContent, Is.EqualTo("Hög"));
        Assert.That(hog.QuerySelector(".niva-tecken")!.GetAttribute("aria-hidden"), Is.EqualTo("true"));
        Assert.That(hog.QuerySelector("td[data-rubrik='Risk']")!.TextContent, Does.Contain("Risken bestämmer"));
        Assert.That(hog.QuerySelector("td[data-rubrik='Tid och intervall']")!.TextContent, Does.Contain("tre gånger per år"));
        Assert.That(hog.NextElementSibling!.QuerySelector(".vad")!.TextContent, Does.StartWith("Vad som följs upp: Hemtjänst Väster"));
        Assert.That(hog.NextElementSibling!.QuerySelectorAll("details dt").Select(d => d.TextContent), Does.Contain("Nämnden").And.Contain("Utföraren").And.Contain("Allmänheten"));
        Assert.That(Rad(blad, "Parkskötsel").QuerySelector("td[data-rubrik='Risk']")!.TextContent, Does.Contain("Lagen bestämmer"));

        var grupper = blad.QuerySelectorAll("tr.grupp td.hoger").Sum(t => Tal(t.TextContent));
        var rader = blad.QuerySelectorAll(".plan > tbody > tr:not(.grupp) > td[data-rubrik='Timmar']").Sum(t => Tal(t.TextContent));
        Assert.That(grupper, Is.GreaterThan(0).And.EqualTo(rader));
        Assert.That(blad.QuerySelector(".planfakta")!.TextContent, Does.Contain($"{grupper}\u00A0timmar"));
        Assert.That(blad.QuerySelectorAll(".nivaer tbody tr").Sum(r => Tal(r.QuerySelectorAll("td")[1].TextContent)), Is.EqualTo(grupper));
    }

    [Test]
    public async Task Raden_oppnas_till_varfor_och_andelarna_ar_tillsammans_poangen() // PR-02, PR-03
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        var blad = await sida.Oppna($"/planer/{_plan}");

        var varfor = Rad(blad, "Hemtjänst Väster").NextElementSibling!.QuerySelector("details.varfor")!;
        Assert.That(varfor.QuerySelector("summary")!.TextContent, Is.EqualTo("Varför Hemtjänst Väster har en rad och följs upp så ofta"));
        Assert.That(varfor.QuerySelector(".skal")!.TextContent, Does.Contain("Risken är").And.Contain("10 kap. 8 § KL"));
        var risk = varfor.QuerySelector("table.risk")!;
        var andelar = risk.QuerySelectorAll(":scope > tbody > tr").Select(r => Poang(r.QuerySelectorAll("td")[^1].TextContent)).ToList();
        Assert.That(andelar, Has.Count.EqualTo(9).And.Some.GreaterThan(0m));
        Assert.That(andelar.Sum(), Is.EqualTo(Poang(risk.QuerySelector("tfoot tr")!.QuerySelectorAll("td")[^1].TextContent)));
        Assert.That(risk.QuerySelectorAll("thead th").All(h => h.GetAttribute("scope") == "col"), Is.True);
        Assert.That(risk.TextContent, Does.Contain("inte känt"));
    }

    [Test]
    public async Task Urvalet_star_i_adressen_och_i_marken_som_tar_bort_det()
    {
        await Sarskild("Nattpatrull");
        var sida = await _web.Som(Roll.Lasare, _namnd);
        foreach (var (fraga, antal) in new[]
        {
            ("Niva=H%C3%B6g", 1), ("Bestams=Lag", 2), ("Bestams=Risk", 2), ("Utforare=Omsorg%20V%C3%A4st%20AB", 2), ("Utforare=okant", 1), ("Slag=SarskildGranskning", 1),
            ("Slag=Ordinarie&Omrade=%C3%84ldreomsorg", 1), ("Form=SarskildGranskning", 0), ("Manad=13", 4), ("Ansvarig=Enhetschef", 1), ("Q=park", 1), ("Niva=okant", 0),
        })
        {
            var urval = await sida.Oppna($"/planer/{_plan}?{fraga}");
            Assert.That(urval.QuerySelector(".antal")!.TextContent, Does.StartWith(antal == 1 ? "1 rad" : $"{antal} rader"), fraga);
        }
        foreach (var fraga in new[] { "Manad=abc", "Bestams=x", "Slag=x", "Vy=x", "Sortering=drop", "UtanSlag=x", "UtanSida=-4", "Niva=%27--" })
        {
            await sida.Oppna($"/planer/{_plan}?{fraga}");
            Assert.That(sida.Status, Is.EqualTo(HttpStatusCode.OK), fraga);
        }

        var lag = await sida.Oppna($"/planer/{_plan}?Bestams=Lag&Q=park");
        Assert.That(lag.QuerySelectorAll("#lista .filtermarken a").Select(a => a.TextContent.Trim()),
            Is.EqualTo(new[] { "Ta bort filtret Sök: park ×", "Ta bort filtret Intervallet bestäms av: lagen ×", "Rensa alla" }));
        var utan = await sida.Oppna(lag.QuerySelector("#lista .filtermarken a")!.GetAttribute("href")!);
        Assert.That(utan.QuerySelector(".antal")!.TextContent, Is.EqualTo("2 rader av 4"));
        Assert.That(utan.QuerySelector(".hamta a")!.GetAttribute("href"), Is.EqualTo($"/planer/{_plan}/export.xlsx?Bestams=Lag"));
    }

    [Test]
    public async Task En_manad_ger_ocksa_raderna_som_kommer_igen_den_manaden()
    {
        var fler = await _web.App.LasEn<string>("SELECT FlerManader FROM Planrad WHERE Objekt = 'Hemtjänst Väster'");
        var sista = Plantillfallen.Las(fler)[^1];
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var urval = await sida.Oppna($"/planer/{_plan}?Manad={sista}&Utforare=Omsorg%20V%C3%A4st%20AB");

        Assert.That(urval.QuerySelectorAll(".plan th[scope=row] a").Select(a => a.TextContent), Does.Contain("Hemtjänst Väster"));
    }

    [Test]
    public async Task Sorterad_efter_risk_star_den_hogsta_forst_och_sarskilda_granskningar_for_sig()
    {
        await Sarskild("Lekplatser");
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var risk = await sida.Oppna($"/planer/{_plan}?Sortering=-risk");

        Assert.That(risk.QuerySelector(".plan th[aria-sort]")!.GetAttribute("aria-sort"), Is.EqualTo("descending"));
        Assert.That(risk.QuerySelectorAll("tr.grupp th").Select(g => g.TextContent), Is.EqualTo(new[] { "Regelbunden uppföljning 3 rader", "Särskilda granskningar 1 rad" }));
        var namn = risk.QuerySelectorAll(".plan > tbody > tr > th[scope=row] a").Select(a => a.TextContent).ToList();
        Assert.That((namn[0], namn[^1]), Is.EqualTo(("Hemtjänst Väster", "Lekplatser")));
        Assert.That(Rad(risk, "Lekplatser").TextContent, Does.Contain("Ny lag: 26 kap. socialtjänstlagen, 2026-10-01"));
    }

    // --- Vyerna

    [Test]
    public async Task Arshjulet_har_titel_beskrivning_och_sina_tal_i_en_tabell()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        var hjul = await sida.Oppna($"/planer/{_plan}?vy=arshjul");

        var bild = hjul.QuerySelector(".arshjul svg")!;
        Assert.That((bild.GetAttribute("role"), bild.QuerySelector("title")!.TextContent), Is.EqualTo(("img", "Årshjul 2027")));
        Assert.That(bild.QuerySelector("desc")!.TextContent, Does.StartWith("4 rader och"));
        Assert.That(bild.QuerySelectorAll(".hjul-ram"), Has.Length.EqualTo(12));
        var tabell = hjul.QuerySelector(".arshjul table")!;
        Assert.That(tabell.QuerySelectorAll("tbody tr"), Has.Length.EqualTo(12));
        // Månadernas timmar är tillsammans årets.
        Assert.That(tabell.QuerySelectorAll("tbody tr").Sum(r => Tal(r.QuerySelectorAll("td")[1].TextContent)), Is.EqualTo(Tal(tabell.QuerySelectorAll("tfoot td")[1].TextContent)).And.GreaterThan(0));
        Assert.That(tabell.TextContent, Does.Contain("Delårsrapport").And.Contain("Årsredovisning").And.Contain("Nämndens beslut"));
        Assert.That(hjul.QuerySelector(".hjul-handelser")!.TextContent, Does.Contain("11 kap. 16 § KL")); // KL-12

        var manad = tabell.QuerySelectorAll("tbody tr").First(r => Tal(r.QuerySelectorAll("td")[0].TextContent) > 0);
        var rader = await sida.Oppna(manad.QuerySelector("a")!.GetAttribute("href")!);
        Assert.That(Tal(rader.QuerySelector(".antal")!.TextContent.Split(' ')[0]), Is.EqualTo(Tal(manad.QuerySelectorAll("td")[0].TextContent)));
        Assert.That(hjul.QuerySelector(".vyval [aria-current=page]")!.TextContent, Is.EqualTo("Årshjul"));
    }

    [Test]
    public async Task Matrisens_celler_leder_till_just_de_raderna()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);
        var matris = await sida.Oppna($"/planer/{_plan}?vy=matris");

        var tabell = matris.QuerySelector("table.matris")!;
        Assert.That(tabell.QuerySelectorAll("thead th[scope=col]"), Has.Length.EqualTo(15));
        Assert.That(tabell.QuerySelectorAll("tbody th[scope=row]").Select(h => h.TextContent), Is.EqualTo(new[] { "Grönt AB", "Omsorg Väst AB", "Utföraren är inte känd" }));
        var omsorg = tabell.QuerySelectorAll("tbody tr")[1];
        Assert.That(Tal(omsorg.QuerySelectorAll("td.hoger")[0].TextContent), Is.EqualTo(4), "tre tillfällen och ett");
        foreach (var lank in tabell.QuerySelectorAll("tbody td a").Take(4))
        {
            var rader = await sida.Oppna(lank.GetAttribute("href")!);
            Assert.That(rader.QuerySelectorAll(".plan > tbody > tr > th[scope=row]"), Has.Length.EqualTo(Tal(lank.LastChild!.TextContent)), lank.TextContent);
        }
    }

    // --- Raden

    [Test]
    public async Task Radens_sida_svarar_forst_pa_varfor_sa_ofta()
    {
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var hog = await sida.Oppna($"/planer/{_plan}/rader/{await RadId("Hemtjänst Väster")}");
        Assert.That(hog.QuerySelector("main h2")!.TextContent, Is.EqualTo("Varför följs den upp så ofta?"));
        Assert.That(hog.QuerySelector(".svar-kort")!.TextContent, Does.Contain("Tre gånger per år.").And.Contain("Risken bestämmer.").And.Contain("Hög"));
        Assert.That(hog.QuerySelector(".svar-skal")!.TextContent, Does.StartWith("Varken lag, avtal eller nämndens regler anger hur ofta; risken avgör."));
        Assert.That(hog.QuerySelectorAll(".tillfallen li"), Has.Length.EqualTo(3));
        Assert.That(hog.QuerySelector(".svar")!.TextContent, Does.Contain("3 tillfällen × 28 timmar = 84 timmar under året"));
        Assert.That(hog.QuerySelectorAll("table.risk tbody tr").Sum(r => Poang(r.QuerySelectorAll("td")[^1].TextContent)),
            Is.EqualTo(Poang(hog.QuerySelector("table.risk tfoot")!.QuerySelectorAll("td")[^1].TextContent)));
        Assert.That(hog.Body!.TextContent, Does.Contain("Det fanns ingen rad för avtalet i planen för 2026."));

        var lag = await sida.Oppna($"/planer/{_plan}/rader/{await RadId("Parkskötsel")}");
        Assert.That(lag.QuerySelector(".regler")!.TextContent, Does.Contain("Lag: Kontroll av parker, 3 § renhållningsföreskrifterna. Minst en gång per år."));
        Assert.That(lag.QuerySelector(".svar")!.TextContent, Does.Contain("Lag och avtal tillåter högst 12 månader mellan uppföljningarna"));
    }

    [Test]
    public async Task Radens_sida_visar_forra_arets_rad_och_vad_som_har_hant()
    {
        var forra = await _web.App.Som(Roll.Uppfoljare, _namnd).Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = Ar - 1 });
        var id = await RadId("Lekplatser");
        await _web.App.Gor(new AndraPlanradsfaltCommand { PlanId = _plan, RadId = id, Version = 1, Falt = Planradsfalt.Ansvarig, Ansvarig = "Parkingenjör" });
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var rad = await sida.Oppna($"/planer/{_plan}/rader/{id}");

        Assert.That(rad.QuerySelectorAll("a").Select(a => a.GetAttribute("href")), Has.Some.StartsWith($"/planer/{forra}/rader/"));
        Assert.That(rad.QuerySelectorAll(".historik li").Single().TextContent, Does.Contain("Lekplatser, ändrad: ansvarig."));
        var annan = await sida.Oppna($"/planer/{_plan}/rader/{await RadId("Nattpatrull")}");
        Assert.That(annan.QuerySelectorAll(".historik li"), Is.Empty);
    }

    // --- Ändra på plats

    [Test]
    public async Task Utan_htmx_leder_cellens_lank_till_radens_formular()
    {
        var id = await RadId("Lekplatser");
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        var blad = await sida.Oppna($"/planer/{_plan}");
        var lank = blad.QuerySelector($"#ansvarig-{id} a")!;
        Assert.That(lank.GetAttribute("href"), Is.EqualTo($"/planer/{_plan}/rader/{id}/andra#Command_Ansvarig"));
        Assert.That(lank.TextContent, Is.EqualTo("Ändra ansvarig för Lekplatser"));

        var direkt = await sida.Client.GetAsync(new Uri(lank.GetAttribute("hx-get")!, UriKind.Relative));
        Assert.That((direkt.StatusCode, direkt.Headers.Location!.OriginalString), Is.EqualTo((HttpStatusCode.Redirect, $"/planer/{_plan}/rader/{id}/andra")));

        // Formuläret skickat som ett vanligt: tillbaka till planen, eller hela formuläret med felet och det skrivna.
        var svar = await sida.Skicka($"/planer/{_plan}/rader/{id}/ansvarig", ("Command.Version", "1"), ("Command.Ansvarig", "Parkingenjör"));
        Assert.That(svar.Headers.Location!.OriginalString, Is.EqualTo($"/planer/{_plan}"));
        await sida.Oppna($"/planer/{_plan}");
        Assert.That(sida.Dokument.QuerySelector(".meddelande")!.TextContent, Does.Contain("Lekplatser, ändrad: ansvarig."));
        await sida.Skicka($"/planer/{_plan}/rader/{id}/tid", ("Command.Version", "2"), ("Command.ForstaManad", "9"), ("Command.SistaManad", "5"));
        Assert.That((sida.Status, sida.FelVid("SistaManad")), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "Perioden slutar före den börjar. (programmet för uppföljning och insyn, punkt 4)")));
        Assert.That(((IHtmlSelectElement)sida.Dokument.GetElementById("Command_ForstaManad")!).Value, Is.EqualTo("9"));
    }

    [Test]
    public async Task Med_htmx_byts_bara_cellen_och_det_som_foljer_med_raden()
    {
        var id = await RadId("Lekplatser");
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        await sida.Oppna($"/planer/{_plan}");

        var (status, formular) = await Htmx(sida, HttpMethod.Get, $"/planer/{_plan}/rader/{id}/tid");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(formular.QuerySelectorAll("nav, h1, header"), Is.Empty);
        Assert.That(formular.QuerySelectorAll("form.cellform select[autofocus]"), Has.Length.EqualTo(1));
        Assert.That(formular.QuerySelectorAll("label").All(l => formular.GetElementById(l.GetAttribute("for")!) is not null), Is.True);
        Assert.That(formular.QuerySelector(".cellavbryt")!.GetAttribute("hx-get"), Is.EqualTo($"/planer/{_plan}/rader/{id}/tid?visa=true"));

        (status, var fel) = await Htmx(sida, HttpMethod.Post, $"/planer/{_plan}/rader/{id}/tid", ("Command.Version", "1"), ("Command.ForstaManad", ""), ("Command.SistaManad", "6"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        var falt = fel.GetElementById($"ForstaManad-{id}")!;
        Assert.That(fel.GetElementById(falt.GetAttribute("aria-describedby")!)!.TextContent, Does.StartWith("Ange den månad då uppföljningen tidigast görs."));
        Assert.That(((IHtmlSelectElement)fel.GetElementById($"SistaManad-{id}")!).Value, Is.EqualTo("6"));

        (status, var cell) = await Htmx(sida, HttpMethod.Post, $"/planer/{_plan}/rader/{id}/tid", ("Command.Version", "1"), ("Command.ForstaManad", "5"), ("Command.SistaManad", "6"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(cell.QuerySelector("span")!.TextContent, Does.StartWith("Maj–juni 2027"));
        Assert.That(cell.QuerySelector("a.cellandra")!.HasAttribute("autofocus"), Is.True, "fokus går tillbaka");
        Assert.That(cell.QuerySelector("[hx-swap-oob='innerHTML:#sparat']")!.TextContent, Does.Contain("Lekplatser, ändrad: tid."));
        Assert.That(cell.QuerySelector("input[name=RadId]")!.GetAttribute("value"), Is.EqualTo($"{id}:2"));
        Assert.That((await sida.Oppna("/planer")).QuerySelector(".meddelande"), Is.Null, "sagt en gång");

        (_, var avbruten) = await Htmx(sida, HttpMethod.Get, $"/planer/{_plan}/rader/{id}/tid?visa=true");
        Assert.That(avbruten.QuerySelector("a.cellandra")!.HasAttribute("autofocus"), Is.True);
        Assert.That(avbruten.QuerySelectorAll("[hx-swap-oob]"), Is.Empty);
    }

    [Test]
    public async Task Den_andra_far_veta_det_och_ser_bada_vardena_i_cellen()
    {
        var id = await RadId("Lekplatser");
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        await sida.Oppna($"/planer/{_plan}");
        await _web.App.Som(Roll.Uppfoljare, _namnd).Gor(new AndraPlanradsfaltCommand { PlanId = _plan, RadId = id, Version = 1, Falt = Planradsfalt.Ansvarig, Ansvarig = "Ena" });

        var (status, cell) = await Htmx(sida, HttpMethod.Post, $"/planer/{_plan}/rader/{id}/ansvarig", ("Command.Version", "1"), ("Command.Ansvarig", "Andra"));

        Assert.That(status, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(cell.QuerySelector(".fel")!.TextContent, Does.Contain("ändrade raden").And.Contain("efter att du öppnade sidan"));
        Assert.That(cell.QuerySelector(".nu")!.TextContent, Is.EqualTo("Sparat nu: Ena"));
        Assert.That(cell.GetElementById($"Ansvarig-{id}")!.GetAttribute("value"), Is.EqualTo("Andra"));
        var version = cell.QuerySelector("input[name='Command.Version']")!.GetAttribute("value")!;
        (status, _) = await Htmx(sida, HttpMethod.Post, $"/planer/{_plan}/rader/{id}/ansvarig", ("Command.Version", version), ("Command.Ansvarig", "Andra"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await _web.App.LasEn<string>("SELECT Ansvarig FROM Planrad WHERE Id = @id", new { id }), Is.EqualTo("Andra"));
    }

    [Test]
    public async Task Bara_den_som_planerar_andrar_och_bara_i_en_plan_som_inte_ar_beslutad()
    {
        var id = await RadId("Lekplatser");
        var lasare = await _web.Som(Roll.Lasare, _namnd);
        var blad = await lasare.Oppna($"/planer/{_plan}");
        Assert.That(blad.QuerySelectorAll(".cellandra, input[name=RadId], #flera, a[href$='/granskningar/ny']"), Is.Empty);
        var (status, _) = await Htmx(lasare, HttpMethod.Post, $"/planer/{_plan}/rader/{id}/ansvarig", ("Command.Version", "1"), ("Command.Ansvarig", "X"));
        Assert.That(status, Is.EqualTo(HttpStatusCode.Forbidden));

        var annan = await _web.Som(Roll.Uppfoljare, await _web.App.Namnd("Andra nämnden", "AN"));
        foreach (var adress in new[] { $"/planer/{_plan}?vy=matris", $"/planer/{_plan}/export.csv", $"/planer/{_plan}/rader/{id}" })
        {
            await annan.Oppna(adress);
            Assert.That(annan.Status, Is.EqualTo(HttpStatusCode.NotFound), adress);
        }
        (status, _) = await Htmx(annan, HttpMethod.Get, $"/planer/{_plan}/rader/{id}/ansvarig");
        Assert.That(status, Is.EqualTo(HttpStatusCode.NotFound));

        var version = await _web.App.LasEn<int>("SELECT Version FROM Arende WHERE Id = @plan", new { plan = _plan });
        await _web.App.Som(Roll.Namndsekreterare, _namnd)
            .Gor(new RegistreraPlanbeslutCommand { PlanId = _plan, Version = version, Sammantrade = new DateOnly(2026, 11, 20), Paragraf = "1", Bekraftat = true });
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        var beslutad = await sida.Oppna($"/planer/{_plan}");
        Assert.That(beslutad.QuerySelectorAll(".cellandra, input[name=RadId], #flera"), Is.Empty);
        Assert.That(beslutad.QuerySelector(".plansteg [aria-current=step]")!.TextContent, Is.EqualTo("Nu: Beslutad"));
        Assert.That(beslutad.QuerySelectorAll(".planval a").Select(a => a.TextContent), Does.Contain("Skillnad mot den beslutade").And.Not.Contain("Revidera planen").And.Contain("Beslutade versioner"), "P3: den revideras när den gäller.");
    }

    [Test]
    public async Task Planens_sida_leder_till_det_som_kan_goras_i_utkastet()
    {
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        var blad = await sida.Oppna($"/planer/{_plan}");

        Assert.That(blad.QuerySelectorAll(".planval a").Select(a => a.GetAttribute("href")), Is.EqualTo(new[]
        {
            $"/namnder/{_namnd}/planregler", $"/namnder/{_namnd}/risk", $"/planer/{_plan}/timmar", $"/namnder/{_namnd}/bemanning/2027", $"/planer/{_plan}/fullstandighet",
            $"/planer/{_plan}/likabehandling", $"/planer/{_plan}/forra-aret", $"/planer/{_plan}/granskningar/ny", "/planer/ar/2027", "#utan", "#historik",
        }));
        Assert.That(blad.QuerySelector(".nasta")!.TextContent, Does.Contain("december 2026"));
        var flera = (IHtmlFormElement)blad.QuerySelector("#flera")!;
        Assert.That(flera.GetAttribute("action"), Is.EqualTo($"/planer/{_plan}/rader/flera"));
        Assert.That(flera.QuerySelectorAll("select[name=Atgard] option").Select(o => o.GetAttribute("value")), Is.EqualTo(new[] { "flytta", "ansvarig", "lamna-ut", "sla-ihop" }));
        Assert.That(blad.QuerySelectorAll("input[name=RadId][form=flera]").Select(i => i.GetAttribute("value")), Has.Exactly(4).Items.And.All.EndsWith(":1"));
    }

    // --- Hämta

    [Test]
    public async Task Planen_hamtas_med_urvalet_de_sarskilda_granskningarna_och_det_utan_rad()
    {
        await Sarskild("Nattpatrull");
        var sida = await _web.Som(Roll.Lasare, _namnd);

        var svar = await sida.Client.GetAsync(new Uri($"/planer/{_plan}/export.xlsx?Sortering=-risk", UriKind.Relative));
        Assert.That(svar.Content.Headers.ContentDisposition!.FileName, Is.EqualTo("Uppfoljningsplan-2027-2026-11-21.xlsx"));
        using var bok = SpreadsheetDocument.Open(new MemoryStream(await svar.Content.ReadAsByteArrayAsync()), false);
        Assert.That(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(bok).Select(f => f.Description), Is.Empty);
        var rader = ((WorksheetPart)bok.WorkbookPart!.GetPartById("rId1")).Worksheet.Descendants<Row>().Skip(1)
            .Select(r => r.Elements<Cell>().Select(c => c.InnerText).Where(t => t.Length > 0).ToList()).ToList();
        Assert.That(rader.Select(r => r[0]), Is.EqualTo(new[] { "Regelbunden uppföljning", "Regelbunden uppföljning", "Regelbunden uppföljning", "Särskild granskning", "Utan rad" }));
        Assert.That(rader[0], Does.Contain("Hemtjänst Väster").And.Contain("Hög").And.Contain("risken"));
        Assert.That(rader[^1], Does.Contain("Gatudrift").And.Some.Contain("löpte ut 2008-09-30"));

        var csv = await sida.Client.GetStringAsync(new Uri($"/planer/{_plan}/export.csv?Bestams=Lag", UriKind.Relative));
        Assert.That(csv, Does.Contain("Parkskötsel").And.Contain("Lekplatser").And.Contain("Gatudrift").And.Not.Contain("Hemtjänst Väster"));
    }

    [Test]
    public async Task Det_utan_rad_star_efter_slag_och_sida_for_sida()
    {
        for (var i = 0; i < 60; i++)
        {
            await _web.App.Las<int>("""
                INSERT INTO PlanUtanRad (Id, PlanId, AvtalId, Slag, Objekt, Skal)
                SELECT @id, @plan, a.Id, 'Utelamnad', @objekt, 'Hinns inte med'
                FROM Avtal a
                WHERE a.Benamning = 'Gatudrift'
                """, new { id = Guid.CreateVersion7(), plan = _plan, objekt = $"Utelämnat {i:00}" });
        }
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);

        var blad = await sida.Oppna($"/planer/{_plan}?UtanSlag=Utelamnad");

        Assert.That(blad.QuerySelectorAll(".utanslag a").Select(a => a.TextContent), Is.EqualTo(new[] { "Alla, 61", "Ska inte följas upp enligt registret, 1", "Utelämnade, 60" }));
        var tabell = blad.QuerySelectorAll("section[aria-labelledby=utan] tbody tr");
        Assert.That(tabell, Has.Length.EqualTo(50));
        Assert.That(tabell[0].QuerySelector("form")!.GetAttribute("action"), Does.StartWith($"/planer/{_plan}/utan/").And.EndsWith("/aterta"));
        var nasta = await sida.Oppna(blad.QuerySelector("section[aria-labelledby=utan] a[rel=next]")!.GetAttribute("href")!);
        Assert.That(nasta.QuerySelectorAll("section[aria-labelledby=utan] tbody tr"), Has.Length.EqualTo(10));
    }

    // --- Året i alla nämnder

    [Test]
    public async Task Aret_visar_uppfoljningarna_i_de_namnder_dar_man_arbetar_och_inga_andra()
    {
        var andra = await _web.App.Namnd("Miljönämnden", "MN");
        var hemlig = await _web.App.Namnd("Hemlig nämnd", "HN");
        foreach (var (namnd, namn) in new[] { (andra, "Provtagning"), (hemlig, "Hemligt avtal") })
        {
            await _web.App.Som(Roll.Avtalsansvarig, namnd).Gor(new RegistreraAvtalCommand { NamndId = namnd, Benamning = namn, Undertecknat = true, Utforare = "Omsorg Väst AB", Driftsform = Driftsform.Aktiebolag });
            await _web.App.Som(Roll.Uppfoljare, namnd).Gor(new GenereraPlanCommand { NamndId = namnd, Ar = Ar });
        }
        var sida = await _web.Som(Roll.Uppfoljare, _namnd, andra);
        var ar = await sida.Oppna("/planer/ar/2027");
        Assert.That(ar.QuerySelector(".antal")!.TextContent, Is.EqualTo("5 rader"));
        Assert.That(ar.Body!.TextContent, Does.Contain("Provtagning").And.Not.Contain("Hemlig"));

        var utforare = await _web.App.LasEn<Guid>("SELECT Id FROM Utforare WHERE Namn = 'Omsorg Väst AB'");
        var blad = await sida.Oppna($"/utforare/{utforare}");
        Assert.That(blad.QuerySelectorAll($"a[href='/planer/ar?Utforare={utforare}']"), Has.Length.EqualTo(1));
        var hos = await sida.Oppna($"/planer/ar/2027?Utforare={utforare}");
        Assert.That(hos.QuerySelectorAll("tbody th a").Select(a => a.TextContent), Is.EquivalentTo(new[] { "Hemtjänst Väster", "Nattpatrull", "Provtagning" }));
        Assert.That(hos.QuerySelector(".filtermarken")!.TextContent, Does.Contain("Utförare: Omsorg Väst AB"));

        var sista = Plantillfallen.Las(await _web.App.LasEn<string>("SELECT FlerManader FROM Planrad WHERE Objekt = 'Hemtjänst Väster'"))[^1];
        Assert.That((await sida.Oppna($"/planer/ar/2027?Manad={sista}&Namnd={_namnd}")).Body!.TextContent, Does.Contain("Hemtjänst Väster"));
        Assert.That((await sida.Oppna($"/planer/ar/2027?Namnd={andra}")).QuerySelector(".antal")!.TextContent, Is.EqualTo("1 rad"));
        Assert.That((await sida.Oppna("/planer/ar/2027?Tillstand=Gallande")).QuerySelector(".tomt h2")!.TextContent, Is.EqualTo("Inga uppföljningar i urvalet"));
        Assert.That((await sida.Oppna("/planer/ar?Namnd=x&Manad=abc&Sortering=drop&Sida=-3")).QuerySelector("h1")!.TextContent, Is.EqualTo("Uppföljningar 2026"));
    }

    [Test]
    public async Task Mina_uppfoljningar_nas_fran_mitt_namn()
    {
        _web.App.Klocka.Nu = new(2027, 1, 12, 9, 0, 0, TimeSpan.Zero);
        var sida = await _web.Som(Roll.Uppfoljare, _namnd);
        await _web.App.Som(Roll.Uppfoljare, _namnd).Gor(new AndraPlanradsfaltCommand
        {
            PlanId = _plan,
            RadId = await RadId("Nattpatrull"),
            Version = 1,
            Falt = Planradsfalt.Ansvarig,
            Ansvarig = "Uppfoljare (prov)",
        });

        var hem = await sida.Oppna("/planer");
        var mina = await sida.Oppna(hem.QuerySelector("a.anvandare-namn")!.GetAttribute("href")!);

        Assert.That(mina.QuerySelector("h1")!.TextContent, Is.EqualTo("Mina uppföljningar 2027"));
        Assert.That(mina.QuerySelectorAll("tbody th a").Select(a => a.TextContent), Is.EqualTo(new[] { "Nattpatrull" }));
    }

    private static async Task<(HttpStatusCode Status, IHtmlDocument Del)> Htmx(Sida sida, HttpMethod metod, string adress, params (string Falt, string Varde)[] falt)
    {
        using var begaran = new HttpRequestMessage(metod, new Uri(adress, UriKind.Relative));
        begaran.Headers.Add("HX-Request", "true");
        if (metod == HttpMethod.Post)
        {
            var nyckel = sida.Dokument.QuerySelector("input[name=formularnyckel]")?.GetAttribute("value") ?? "";
            begaran.Content = new FormUrlEncodedContent(falt.Select(f => KeyValuePair.Create(f.Falt, f.Varde)).Append(new("formularnyckel", nyckel)));
        }
        using var svar = await sida.Client.SendAsync(begaran);
        return (svar.StatusCode, new HtmlParser().ParseDocument(await svar.Content.ReadAsStringAsync()));
    }

    private static AngleSharp.Dom.IElement Rad(IHtmlDocument blad, string objekt) =>
        blad.QuerySelectorAll(".plan > tbody > tr").Single(r => r.QuerySelector(":scope > th[scope=row] a")?.TextContent == objekt);

    private static int Tal(string text) => int.Parse(new string([.. text.TakeWhile(c => char.IsDigit(c) || c == '\u00A0').Where(char.IsDigit)]), CultureInfo.InvariantCulture);

    private static decimal Poang(string text) => decimal.Parse(text, CultureInfo.GetCultureInfo("sv-SE"));

    private async Task Avtal(string benamning, Func<RegistreraAvtalCommand, RegistreraAvtalCommand>? med = null)
    {
        var command = new RegistreraAvtalCommand { NamndId = _namnd, Benamning = benamning, Verksamhetsomrade = "Äldreomsorg", Undertecknat = true };
        await _web.App.Gor(med is null ? command : med(command));
    }

    private Task<Guid> RadId(string objekt) => _web.App.LasEn<Guid>("SELECT Id FROM Planrad WHERE Objekt = @objekt AND PlanId = @plan", new { objekt, plan = _plan });

    private async Task Regel(string benamning, string kalla, string omrade, int hogst) => await _web.App.Las<int>("""
        INSERT INTO Planregel (Id, NamndId, Version, Slag, Benamning, Kalla, Verksamhetsomrade, HogstIntervallManader, GallerFran, AndradAv, AndradTid)
        VALUES (@id, @namnd, 1, 'Lag', @benamning, @kalla, @omrade, @hogst, '2026-01-01', 'Prov', '2026-01-01 00:00:00.000+00:00')
        """, new { id = Guid.CreateVersion7(), namnd = _namnd, benamning, kalla, omrade, hogst });

    private async Task Sarskild(string objekt) => await _web.App.Las<int>("""
        UPDATE Planrad
        SET Slag = 'SarskildGranskning', Utlosare = 'NyLag', Utlosartext = '26 kap. socialtjänstlagen', Utlosardatum = '2026-10-01'
        WHERE Objekt = @objekt
        """, new { objekt });
}
