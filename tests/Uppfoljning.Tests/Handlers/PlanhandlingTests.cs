using System.Globalization;
using System.Text;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Mal;
using Uppfoljning.Application.Planer;
using Uppfoljning.Application.Program;
using Uppfoljning.Application.Rapporter;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Planen som handling: talen i den är planens, den säger vad den är, och en beslutad plan är samma papper för alltid (ARK-03, UPP-01).</summary>
public sealed class PlanhandlingTests
{
    private TestApp _app = null!;
    private Planfall _fall = null!;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _fall = new Planfall(_app, await _app.Namnd());
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Talen_i_handlingen_ar_planens()
    {
        await BemanningAsync(20);
        var plan = await UtkastAsync();
        await _fall.GranskningAsync(plan, "Parkskötsel");
        var rader = await _fall.RaderAsync(plan);
        var prov = (await _app.Gor(new PlantimmarQuery(plan))).Prov;
        var handling = await HandlingAsync(plan);

        var siffror = handling.Tabell("Rader och uppföljningar per verksamhetsområde 2027");
        foreach (var omrade in rader.Where(r => r.Slag == Radslag.Ordinarie).GroupBy(r => r.Verksamhetsomrade))
        {
            Assert.That(siffror.Single(r => r[0] == omrade.Key), Is.EqualTo(Rad(omrade.Key!, [.. omrade])));
        }
        Assert.That(siffror.Single(r => r[0] == "Särskilda granskningar"), Is.EqualTo(Rad("Särskilda granskningar", [.. rader.Where(r => r.Slag == Radslag.SarskildGranskning)])));
        Assert.That(siffror[^1], Is.EqualTo(Rad("Totalt", rader)));
        Assert.That(siffror[^1][^1], Is.EqualTo(Text(prov.Behov)), "Tabellens timmar är månadernas.");

        var manader = handling.Tabell("Planens timmar och personalens 2027");
        Assert.That(manader.Select(r => r[0]), Is.EqualTo(new[] { "Planen", "Personalen" }));
        Assert.That(manader[0].Zip(manader[1]).Skip(1), Is.EqualTo(prov.Manader.Select(m => (Text(m.Behov), Text(m.Finns!.Value)))));
        Assert.That(handling.Text, Does.Contain($"Planen tar {Text(prov.Behov)} timmar under 2027").And.Contain($"Personalen har {Text(prov.Finns!.Value)} timmar."));

        var nivaer = handling.Tabell("Rader per risknivå 2027");
        Assert.That(nivaer.Select(r => (r[0], r[1])), Is.EquivalentTo(rader.Where(r => r.Slag == Radslag.Ordinarie).GroupBy(r => r.Riskniva ?? "Inte bedömd").Select(g => (g.Key, $"{g.Count()}"))));

        var perManad = handling.Tabell("Uppföljningar per månad och verksamhetsområde 2027");
        Assert.That(perManad.Sum(r => r.Skip(1).Sum(c => int.Parse(c, CultureInfo.InvariantCulture))),
            Is.EqualTo(rader.Sum(r => Plantillfallen.For(r).Sum(t => t.Sista - t.Forsta + 1))));
        Assert.That(handling.Tabell("Uppföljningar 2027 efter verksamhetsområde").Count(r => r.Length > 1), Is.EqualTo(rader.Count - 1));
        Assert.That(handling.Tabell("Särskilda granskningar 2027").Single()[2], Does.StartWith("Ny lag SFS 2027:1 2027-03-01"));
    }

    // UPP-01: hela registret, var och en med sin rad eller sitt skäl.
    [Test]
    public async Task Fullstandigheten_i_bilagan_ar_den_som_sidan_visar()
    {
        var plan = await UtkastAsync();
        var bevis = (await _app.Gor(new PlanfullstandighetQuery { PlanId = plan })).Bevis;
        var handling = await HandlingAsync(plan);

        var summor = handling.Tabell("Registret mot planen");
        Assert.That(summor.Select(r => string.Join('|', r)), Is.EqualTo(new[] { Summa("Avtal", bevis.Avtal), Summa("Enheter", bevis.Enheter), Summa("Avtal och enheter", bevis.Totalt), Summa("Utförare", bevis.Utforarna) }));
        var objekt = handling.Tabell("Varje avtal och enhet efter utförare").Where(r => r.Length == 4).ToList();
        Assert.That(objekt.Select(r => r[0]), Is.EquivalentTo(bevis.Objekt.Select(o => o.Objekt.Namn)));
        Assert.That(objekt.Where(r => r[2].Length == 0).Select(r => r[3]), Has.All.Not.Empty);
        Assert.That(handling.Tabell("Ska inte följas upp enligt registret").Select(r => r[0]), Does.Contain("Gatudrift"));
    }

    [Test]
    public async Task Ett_utkast_sager_att_det_ar_ett_utkast_och_ett_beslut_sager_vilket()
    {
        var plan = await UtkastAsync();
        var utkast = await HandlingAsync(plan);
        Assert.That(utkast.Text, Does.Contain("Utkast till nämndens beslut").And.Contain("Inte beslutad").And.Contain("fastställer uppföljningsplan för 2027"));
        var pdf = (await _app.Gor(new PlanhandlingQuery(plan))).Innehall;
        Assert.That(Handlingstext.AvPdf(pdf), Does.Contain("Utkast, inte beslutad"));

        await _app.Som(Planfall.Bada, _fall.Namnd).Gor(await _fall.BeslutAsync(plan));
        var beslutad = await HandlingAsync(plan);
        Assert.That(beslutad.Text, Does.Contain("Beslutad av nämnden").And.Contain("2026-11-20, § 112").And.Contain("Checksumma").And.Not.Contain("Utkast").And.Not.Contain("UTKAST"));
        Assert.That(Handlingstext.AvPdf((await _app.Gor(new PlanhandlingQuery(plan))).Innehall), Does.Contain("Beslutad 2026-11-20, § 112").And.Not.Contain("Utkast"));
    }

    [Test]
    public async Task En_revidering_foreslar_en_andring_med_sitt_skal_och_versionen_star_kvar()
    {
        var plan = await _fall.RevideradAsync();
        Assert.That((await HandlingAsync(plan)).Text, Does.Contain("Utkast till ändring av planen").And.Contain("ändrar uppföljningsplanen för 2027").And.Contain("Ny lag."));
        Assert.That((await HandlingAsync(plan, 1)).Text, Does.Contain("2026-11-20, § 112").And.Not.Contain("Utkast"));
    }

    // Det som papperet säger utöver raderna ändras inte heller: timmar, personal, mål och program är de som gällde vid beslutet.
    [Test]
    public async Task En_beslutad_plan_ger_samma_fil_fast_timmar_mal_och_program_andras()
    {
        await BemanningAsync(30);
        await MalAsync("Alla ska få hjälp i tid");
        await ProgramAsync(new DateOnly(2026, 11, 9), "Programmet");
        var plan = await _fall.BeslutadAsync();
        var fore = await _app.Som(Planfall.Bada, _fall.Namnd).Gor(new PlanhandlingQuery(plan));
        var handling = await HandlingAsync(plan);
        Assert.That(handling.Tabell("Målen för Vård- och omsorgsnämnden").Single(), Is.EqualTo(new[] { "Alla ska få hjälp i tid", "Inte känt" }));
        Assert.That(handling.Text, Does.Contain("Programmet, version 1").And.Contain("2026-11-09, § 9").And.Contain("Personalen har 360 timmar."));

        _app.Klocka.Nu += TimeSpan.FromDays(90);
        await BemanningAsync(200);
        await MalAsync("Ett nytt mål");
        await ProgramAsync(new DateOnly(2027, 2, 1), "Ett nytt program");
        var ratt = await _app.Som(Roll.Lasare, _fall.Namnd).Gor(new PlanhandlingQuery(plan));

        Assert.That(ratt.Innehall, Is.EqualTo(fore.Innehall));
        Assert.That((await HandlingAsync(plan)).Text, Is.EqualTo(handling.Text));
    }

    [Test]
    public async Task Ett_utkast_visar_det_som_galler_nu()
    {
        await BemanningAsync(10);
        var plan = await UtkastAsync();
        Assert.That((await HandlingAsync(plan)).Text, Does.Contain("Personalen har 120 timmar.").And.Contain("Registret har inga mål").And.Contain("Program saknas"));

        await BemanningAsync(200);
        await MalAsync("Ett nytt mål");
        await ProgramAsync(new DateOnly(2026, 11, 9), "Programmet");
        Assert.That((await HandlingAsync(plan)).Text, Does.Contain("Timmarna räcker varje månad.").And.Contain("Ett nytt mål").And.Contain("Programmet, version 1"));
    }

    [Test]
    public async Task Ett_beslut_fran_innan_timmar_och_mal_sparades_sager_att_de_inte_ar_kanda()
    {
        await BemanningAsync(10);
        var plan = await _fall.BeslutadAsync();
        if (!Testdatabas.ArSqlServer) { await _app.Las<int>("DROP TRIGGER TR_Handelse_Andras"); }
        await _app.Las<int>("UPDATE Handelse SET Fakta = '{\"Version\":1}' WHERE Vad = 'Plan beslutad'");

        var handling = await HandlingAsync(plan);

        Assert.That(handling.Text, Does.Contain("Vilka mål nämnden hade när planen beslutades är inte känt.").And.Contain("Hur många timmar planen tar och hur många personalen hade när den beslutades är inte känt."));
        Assert.That(handling.Tabell("Rader och uppföljningar per verksamhetsområde 2027")[^1], Has.Length.EqualTo(5));
    }

    [Test]
    public async Task Manga_langa_mal_ryms_inte_i_beslutet_men_antalet_gor_det()
    {
        foreach (var i in Enumerable.Range(1, 12)) { await MalAsync($"Mål {i} {new string('å', 300)}"); }
        var plan = await _fall.BeslutadAsync();
        Assert.That((await HandlingAsync(plan)).Text, Does.Contain("Nämnden hade 12 mål när planen beslutades."));
    }

    [Test]
    public async Task Utan_bemanning_sags_att_personalens_timmar_inte_ar_kanda()
    {
        var plan = await UtkastAsync();
        var handling = await HandlingAsync(plan);
        Assert.That(handling.Text, Does.Contain("Hur många timmar personalen har är inte känt."));
        Assert.That(handling.Tabell("Planens timmar 2027").Select(r => r[0]), Is.EqualTo(new[] { "Planen" }));
    }

    [Test]
    public async Task En_tom_plan_gar_att_skriva_i_alla_format()
    {
        var plan = await _fall.GenereradAsync();
        foreach (var format in Enum.GetValues<Rapportformat>())
        {
            var fil = await _app.Gor(new PlanhandlingQuery(plan, Format: format));
            Assert.That(fil.Innehall, Is.Not.Empty, format.ToString());
        }
        Assert.That((await HandlingAsync(plan)).Text, Does.Contain("Alla nämndens avtal och enheter i registret har en rad."));
    }

    [Test]
    public async Task Formaten_har_sina_namn_och_typer()
    {
        var plan = await _fall.BeslutadAsync();
        _app.Som(Roll.Lasare, _fall.Namnd);
        var pdf = await _app.Gor(new PlanhandlingQuery(plan));
        var word = await _app.Gor(new PlanhandlingQuery(plan, 1, Rapportformat.Word));
        Assert.That((pdf.Namn, pdf.Typ), Is.EqualTo(("Uppfoljningsplan-VON-2027.pdf", "application/pdf")));
        Assert.That((word.Namn, word.Typ), Is.EqualTo(("Uppfoljningsplan-VON-2027-version-1.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")));
        Assert.That(Encoding.ASCII.GetString(pdf.Innehall[..5]), Is.EqualTo("%PDF-"));
        Assert.That(Encoding.ASCII.GetString(word.Innehall[..2]), Is.EqualTo("PK"));
        Assert.That((await _app.Gor(new PlanhandlingQuery(plan, 1, Rapportformat.Word))).Innehall, Is.EqualTo(word.Innehall), "Samma plan ger samma Word-fil.");
    }

    [Test]
    public async Task Handlingen_foljer_planens_rattigheter()
    {
        var plan = await _fall.BeslutadAsync();
        Assert.That((await _app.Som(Roll.Lasare, _fall.Namnd).Send(new PlanhandlingsbladQuery(plan))).Outcome, Is.EqualTo(Outcome.Ok));
        Assert.That((await _app.Send(new PlanhandlingsbladQuery(plan, 2))).Outcome, Is.EqualTo(Outcome.NotFound));

        var annan = await _app.Namnd("Tekniska nämnden", "TN");
        _app.Som(Roll.NagonINamnden, annan);
        Assert.That((await _app.Send(new PlanhandlingsbladQuery(plan))).Outcome, Is.EqualTo(Outcome.NotFound));
        foreach (var format in Enum.GetValues<Rapportformat>())
        {
            Assert.That((await _app.Send(new PlanhandlingQuery(plan, Format: format))).Outcome, Is.EqualTo(Outcome.NotFound));
            Assert.That((await _app.Send(new PlanhandlingQuery(plan, 1, format))).Outcome, Is.EqualTo(Outcome.NotFound));
        }
    }

    [Test]
    public async Task En_beslutad_plan_som_har_andrats_visas_inte()
    {
        var plan = await _fall.BeslutadAsync();
        await _app.Las<int>("UPDATE Planversionsrad SET Ansvarig = 'X' WHERE Nr = 1");

        var blad = await _app.Som(Roll.Lasare, _fall.Namnd).Gor(new PlanhandlingsbladQuery(plan));

        Assert.That((blad.Html, blad.Hinder?.Kod), Is.EqualTo(((string?)null, "checksumma-stammer-inte")));
    }

    private static string[] Rad(string namn, IReadOnlyList<Planrad> rader) =>
    [
        namn,
        $"{rader.Count(r => r.AvtalId is not null)}",
        $"{rader.Count(r => r.EnhetId is not null)}",
        $"{rader.Count}",
        $"{rader.Sum(r => Plantillfallen.For(r).Count)}",
        $"{rader.Sum(r => Radtimmar.For(r, Planregler.Forval.Formtider).Aret)}",
    ];

    private static string Summa(string namn, Tackningssumma s) => $"{namn}|{s.Antal}|{s.MedRad}|{s.MedSkal}|{s.Saknas}";

    private static string Text(int hundradelar) => (hundradelar / 100m).ToString("#,0.##", new NumberFormatInfo { NumberGroupSeparator = " ", NumberDecimalSeparator = "," });

    private async Task<Handlingstext> HandlingAsync(Guid plan, int? nr = null) =>
        new((await _app.Som(Roll.Lasare, _fall.Namnd).Gor(new PlanhandlingsbladQuery(plan, nr))).Html!);

    private async Task<Guid> UtkastAsync()
    {
        await _fall.RegisterAsync();
        return await _fall.GenereradAsync();
    }

    private Task<Guid> BemanningAsync(int timmar) => _app.Som(Planfall.Bada, _fall.Namnd)
        .Gor(new SparaBemanningCommand { NamndId = _fall.Namnd, Ar = Planfall.Ar, Namn = $"Tjänst {timmar}", SammaTimmar = timmar });

    private Task<Guid> MalAsync(string namn) => _app.Som(Planfall.Bada, _fall.Namnd).Gor(new RegistreraNamndmalCommand { NamndId = _fall.Namnd, Namn = namn });

    private Task<Guid> ProgramAsync(DateOnly beslut, string namn) => _app.SomAdministrator().Gor(new RegistreraProgramCommand
    {
        Mandatperiod = 2026,
        Namn = namn,
        Beslutsdatum = beslut,
        Paragraf = "9",
        GallerFran = beslut,
        Punkter = [new() { Nummer = "1", Rubrik = "Likvärdig kvalitet" }],
    });
}
