using Uppfoljning.Application.Common;
using Uppfoljning.Application.Mal;
using Uppfoljning.Domain.Mal;

namespace Uppfoljning.Tests.Handlers;

/// <summary>En indikators värde uppdelat efter kön, ålder och område (jämlik styrning, UPP-08).</summary>
public sealed class UppdelningTests
{
    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _mal;
    private Guid _indikator;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _mal = await _app.Som(Roll.Uppfoljare, _namnd).Gor(new RegistreraNamndmalCommand { NamndId = _namnd, Namn = "Nöjda brukare" });
        _indikator = await _app.Gor(new RegistreraIndikatorCommand { MalId = _mal, Namn = "Andel nöjda", Enhet = "procent" });
        await _app.Gor(new SkrivIndikatorvardeCommand { MalId = _mal, IndikatorId = _indikator, Version = await Version(), Ar = 2025, Varde = "87,5" });
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Varje_indelning_sparas_och_vardet_for_alla_star_kvar_som_det_skrevs()
    {
        await _app.Gor(Kommando(await Version()) with
        {
            Kon = Konen(("90", 120), ("80", 60), (null, null)),
            Aldrar = [new() { Alder = "80+", Varde = "91", Personer = 70 }, new() { Alder = "65-79", Varde = "85,25", Personer = 110 }, new()],
            Omraden = [new() { Omrade = " Norra kommundelen ", Varde = "88" }, new() { Omrade = "Centrum" }],
        });

        var blad = await Blad();
        Assert.That((blad.ValtAr, blad.Indikator.Varden[2025]), Is.EqualTo(((int?)2025, (long?)8750L)), "Värdet för alla räknas inte ur grupperna.");
        Assert.That(blad.Delar.Select(d => d.Indelning), Is.EqualTo(new[] { Indelning.Kon, Indelning.Alder, Indelning.Omrade }));
        Assert.That(blad.Delar[0].Rader, Is.EqualTo(new[] { new Uppdelningsrad("Kvinnor", 9000, 120, Gruppskydd.Visas), new("Män", 8000, 60, Gruppskydd.Visas) }));
        Assert.That(blad.Delar[1].Rader.Select(r => (r.Grupp, r.Varde)), Is.EqualTo(new[] { ("65–79 år", (long?)8525), ("80 år och äldre", 9100) }), "Yngst först.");
        Assert.That(blad.Delar[2].Rader.Select(r => (r.Grupp, r.Varde, r.Personer)), Is.EqualTo(new[] { ("Centrum", (long?)null, (int?)null), ("Norra kommundelen", 8800, null) }));
        Assert.That((await _app.Gor(new NamndmalsbladQuery(_mal))).Historik!.Rader.Select(h => h.Mening), Has.One.EqualTo("Andel nöjda, 2025: uppdelad i 2 grupper efter kön, 2 efter ålder och 2 efter område."));

        await _app.Gor(Kommando(await Version()) with { Kon = Konen((null, null), (null, null), (null, null)) });
        Assert.That((await Blad()).Delar, Is.Empty);
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Indikatorvarde"), Is.EqualTo(1));
    }

    [Test]
    public async Task Ett_kon_som_inte_ar_skrivet_ar_inte_kant_och_ej_angivet_ar_en_egen_grupp()
    {
        await _app.Gor(Kommando(await Version()) with { Kon = Konen(("90", 120), (null, null), ("70", 9)) });
        Assert.That((await Blad()).Delar.Single().Rader, Is.EqualTo(new[]
        {
            new Uppdelningsrad("Kvinnor", 9000, 120, Gruppskydd.Visas), new("Män", null, null, Gruppskydd.Visas), new("Kön inte angivet", 7000, 9, Gruppskydd.Visas),
        }));
    }

    [Test]
    public async Task En_grupp_med_farre_an_fem_lamnas_inte_ut_och_inte_heller_den_som_avslojar_den()
    {
        await _app.Gor(Kommando(await Version()) with
        {
            Kon = Konen(("90", 120), ("50", 4), ("75", 8)),
            Aldrar = [new() { Alder = "65–79", Varde = "85", Personer = 5 }, new() { Alder = "80+", Varde = "91", Personer = 127 }],
        });

        var blad = await _app.Som(Roll.Lasare, _namnd).Gor(new IndikatorbladQuery(_mal, _indikator, 2025));
        Assert.That(blad.Delar[0].Rader, Is.EqualTo(new[]
        {
            new Uppdelningsrad("Kvinnor", 9000, 120, Gruppskydd.Visas), new("Män", null, null, Gruppskydd.FaPersoner), new("Kön inte angivet", null, null, Gruppskydd.SkyddarAnnan),
        }));
        Assert.That(blad.Delar[1].Rader.Select(r => r.Skydd), Is.All.EqualTo(Gruppskydd.Visas), "Fem är gränsen.");
        var historik = (await _app.Gor(new NamndmalsbladQuery(_mal))).Historik!.Rader;
        Assert.That(historik.Select(h => h.Mening), Has.None.Contain("50"), "Historiken läses av alla i nämnden.");

        // Only those who may write the numbers see them again.
        Assert.That((await _app.Send(new UppdelningsformularQuery(_mal, _indikator, 2025))).Outcome, Is.EqualTo(Outcome.Forbidden));
        var formular = await _app.Som(Roll.Uppfoljare, _namnd).Gor(new UppdelningsformularQuery(_mal, _indikator, 2025));
        Assert.That(formular.Nu.Kon.Single(k => k.Kon == Kon.Man), Is.EqualTo(new Konuppgift { Kon = Kon.Man, Varde = "50", Personer = 4 }));
    }

    [Test]
    public async Task Felen_star_vid_sina_falt_och_inget_sparas()
    {
        var svar = await _app.Send(Kommando(await Version()) with
        {
            Kon = Konen(("nittio", null), (null, -1), (null, null)),
            Aldrar = [new() { Alder = "65–79" }, new() { Alder = "70–74", Varde = "1" }, new() { Alder = "gamla" }, new() { Varde = "3" }],
            Omraden = [new() { Omrade = "Centrum" }, new() { Omrade = "centrum " }, new() { Varde = "3" }, new() { Omrade = new string('x', 101) }],
        });
        Assert.That(svar.Outcome, Is.EqualTo(Outcome.Invalid));
        Assert.That(svar.Hinder.Select(h => h.Falt), Is.EquivalentTo(new[]
        {
            "Aldrar[1].Alder", "Aldrar[2].Alder", "Aldrar[3].Alder", "Kon[0].Varde", "Kon[1].Personer", "Omraden[1].Omrade", "Omraden[2].Omrade", "Omraden[3].Omrade",
        }));
        Assert.That(svar.Hinder.Single(h => h.Falt == "Aldrar[1].Alder").Text, Is.EqualTo("70–74 år överlappar 65–79 år. Samma ålder får bara finnas i en grupp."));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Indikatoruppdelning"), Is.Zero);
        Assert.That((await _app.Send(Kommando(await Version()) with { Kon = [] })).Hinder.Single().Falt, Is.EqualTo("Kon"));
    }

    [Test]
    public async Task Den_som_hann_forst_vinner_och_ett_ar_utan_varde_delas_inte_upp()
    {
        var version = await Version();
        await _app.Gor(Kommando(version) with { Omraden = [new() { Omrade = "Centrum", Varde = "1" }] });
        Assert.That((await _app.Send(Kommando(version) with { Omraden = [new() { Omrade = "Söder", Varde = "2" }] })).Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That((await Blad()).Delar.Single().Rader.Single().Grupp, Is.EqualTo("Centrum"));

        Assert.That((await _app.Send(Kommando(await Version()) with { Ar = 2024 })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(Kommando(await Version()) with { IndikatorId = Guid.NewGuid() })).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task Vardet_kan_rattas_utan_att_uppdelningen_forsvinner_och_indikatorn_tas_bort_med_den()
    {
        await _app.Gor(Kommando(await Version()) with { Omraden = [new() { Omrade = "Centrum", Varde = "1" }] });
        await _app.Gor(new SkrivIndikatorvardeCommand { MalId = _mal, IndikatorId = _indikator, Version = await Version(), Ar = 2025, Varde = "88" });
        Assert.That((await Blad()).Delar, Has.Count.EqualTo(1));

        await _app.Gor(new TaBortIndikatorCommand { MalId = _mal, IndikatorId = _indikator, Version = await Version(), Bekraftat = true });
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Indikatoruppdelning"), Is.Zero);
    }

    [Test]
    public async Task Fel_roll_far_inte_och_en_annan_namnd_ser_inget()
    {
        var version = await Version();
        Assert.That((await _app.Som(Roll.Lasare, _namnd).Send(Kommando(version))).Outcome, Is.EqualTo(Outcome.Forbidden));
        _app.Som(Roll.Uppfoljare, await _app.Namnd("Socialnämnden", "SN"));
        Assert.That((await _app.Send(Kommando(version))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new IndikatorbladQuery(_mal, _indikator, null))).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    private async Task<int> Version() => (await _app.Gor(new NamndmalsbladQuery(_mal))).Version;

    private Task<Indikatorblad> Blad() => _app.Gor(new IndikatorbladQuery(_mal, _indikator, null));

    private SparaUppdelningCommand Kommando(int version) => new()
    {
        MalId = _mal,
        IndikatorId = _indikator,
        Ar = 2025,
        Version = version,
        Kon = Konen((null, null), (null, null), (null, null)),
    };

    private static IReadOnlyList<Konuppgift> Konen(params (string? Varde, int? Personer)[] tal) =>
        [.. Enum.GetValues<Kon>().Select((k, i) => new Konuppgift { Kon = k, Varde = tal[i].Varde, Personer = tal[i].Personer })];
}
