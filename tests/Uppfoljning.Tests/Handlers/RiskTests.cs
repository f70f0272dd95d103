using System.Text;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Enheter;
using Uppfoljning.Application.Export;
using Uppfoljning.Application.Planer;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Risken för nämndens avtal och enheter: listan, uppgifterna som nämnden själv anger, och filen.</summary>
public sealed class RiskTests
{
    private TestApp _app = null!;
    private Guid _namnd;
    private Guid _hemtjanst;
    private Guid _park;
    private Guid _enhet;

    [SetUp]
    public async Task Starta()
    {
        _app = await TestApp.StartaAsync();
        _namnd = await _app.Namnd();
        _app.Som(Roll.Avtalsansvarig, _namnd);
        _hemtjanst = await Avtal("Hemtjänst Väster", c => c with { VardeOre = 20_000_000_00, Verksamhetsomrade = "Äldreomsorg", Utforare = "Omsorg AB", Driftsform = Driftsform.Aktiebolag });
        _park = await Avtal("Parkskötsel", c => c with { VardeOre = 5_000_000_00, Verksamhetsomrade = "Stadsmiljö" });
        await Avtal("Gatudrift", c => c with { Start = new(2004, 1, 1), Slut = new(2008, 9, 30) });
        _enhet = await _app.Gor(new RegistreraEnhetCommand { NamndId = _namnd, Namn = "Solgården", Verksamhetsomrade = "Äldreomsorg", Konkurrens = true, Brukare = 60 });
        _app.Som(Roll.Uppfoljare, _namnd);
    }

    [TearDown]
    public async Task Stang() => await _app.DisposeAsync();

    [Test]
    public async Task Listan_har_hogst_risk_forst_och_andelarna_ar_poangen()
    {
        var (result, statements) = await _app.SendRaknat(new RisklistaQuery { NamndId = _namnd });

        var lista = result.Value!;
        Assert.That(statements, Is.LessThanOrEqualTo(7));
        Assert.That(lista.Sida.Rader.Select(r => (r.Objekt.Namn, r.Risk.Poang)), Is.EqualTo(new[] { ("Hemtjänst Väster", 1125), ("Parkskötsel", 750), ("Solgården", 750) }));
        Assert.That(lista.Sida.Rader.Select(r => r.Risk.Andelar.Sum(a => a.Poang)), Is.EqualTo(lista.Sida.Rader.Select(r => r.Risk.Poang)));
        // Tre objekt, 10 procent: en plats på den högsta nivån.
        Assert.That(lista.Sida.Rader[0].Frekvens!.Niva, Is.EqualTo("Hög"));
        Assert.That(lista.Nivaer.Sum(n => n.Antal), Is.EqualTo(3));
        Assert.That((lista.Ar, lista.HogstPoang, lista.AntalMedOkanda), Is.EqualTo((2027, 100, 3)));
    }

    [Test]
    public async Task Nivan_i_listan_ar_den_som_planen_far()
    {
        var plan = await _app.Gor(new GenereraPlanCommand { NamndId = _namnd, Ar = 2027 });
        var lista = await _app.Gor(new RisklistaQuery { NamndId = _namnd });

        foreach (var rad in lista.Sida.Rader)
        {
            Assert.That(await _app.LasEn<string>("SELECT Riskniva FROM Planrad WHERE PlanId = @plan AND Objekt = @Namn", new { plan, rad.Objekt.Namn }), Is.EqualTo(rad.Frekvens!.Niva));
            Assert.That(await _app.LasEn<int>("SELECT IntervallManader FROM Planrad WHERE PlanId = @plan AND Objekt = @Namn", new { plan, rad.Objekt.Namn }), Is.EqualTo(rad.Frekvens.IntervallManader));
        }
        Assert.That(lista.Sida.Rader.Select(r => r.Frekvens!.Niva), Is.EqualTo(new[] { "Hög", "Låg", "Låg" }));
    }

    [Test]
    public async Task Listan_filtreras_pa_omrade_sokning_det_som_saknas_och_det_som_inte_foljs_upp()
    {
        async Task<IEnumerable<string>> Namn(RisklistaQuery query) => (await _app.Gor(query with { NamndId = _namnd })).Sida.Rader.Select(r => r.Objekt.Namn);

        Assert.That(await Namn(new() { Omrade = "Stadsmiljö" }), Is.EqualTo(new[] { "Parkskötsel" }));
        Assert.That(await Namn(new() { Q = "omsorg väst" }), Is.EqualTo(new[] { "Hemtjänst Väster" }));
        Assert.That(await Namn(new() { Sortering = "namn", Alla = true }), Is.EqualTo(new[] { "Gatudrift", "Hemtjänst Väster", "Parkskötsel", "Solgården" }));
        Assert.That(await Namn(new() { Sortering = "-namn" }), Is.EqualTo(new[] { "Solgården", "Parkskötsel", "Hemtjänst Väster" }));
        Assert.That(await Namn(new() { Sortering = "utforare" }), Is.EqualTo(new[] { "Hemtjänst Väster", "Solgården", "Parkskötsel" }));
        Assert.That(await Namn(new() { Saknas = true }), Has.Exactly(3).Items);

        var forval = (await _app.Gor(new PlanregelverksformularQuery(_namnd))).Forval;
        await _app.Gor(forval with { Vikter = [.. Enum.GetValues<Riskfaktor>().Select(f => f == Riskfaktor.Varde ? "10" : "0")] });
        Assert.That(await Namn(new() { Saknas = true, Ar = 2027 }), Is.EqualTo(new[] { "Solgården" })); // enheten har inget värde
    }

    [Test]
    public async Task Gatudriften_foljs_inte_upp_och_listan_sager_varfor()
    {
        var rad = (await _app.Gor(new RisklistaQuery { NamndId = _namnd, Alla = true, Q = "gatudrift" })).Sida.Rader.Single();

        Assert.That((rad.Frekvens, rad.Skal), Is.EqualTo(((Frekvens?)null, "Avtalet löpte ut 2008-09-30, före planåret.")));
    }

    [Test]
    public async Task Uppgifterna_sparas_okant_ar_kvar_som_okant_och_poangen_foljer()
    {
        var blad = await _app.Gor(new RiskbladQuery(_namnd, _park));
        Assert.That((blad.Sparad.Version, blad.Sparad.Klagomal), Is.EqualTo((0, (int?)null)));

        var (result, statements) = await _app.SendRaknat(blad.Sparad with { Klagomal = 6, KansligGrupp = false, SenastUppfoljd = new(2024, 1, 1), EgenVikt = 40, Motiv = "Ny entreprenör på plats." });

        Assert.That((result.Outcome, statements), Is.EqualTo((Outcome.Ok, 5)));
        var efter = await _app.Gor(new RiskbladQuery(_namnd, _park));
        // 15 × 50 % värde, 15 × 75 % tid, 10 × 75 % klagomål, 0 känslig grupp, 5 × 40 % egen.
        Assert.That(efter.Rad.Risk.Poang, Is.EqualTo(750 + 1125 + 750 + 0 + 200));
        Assert.That(efter.Sparad.OppnaAvvikelser, Is.Null);
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Handelse WHERE ArendeId = @_park AND Vad = 'Uppgifter om risk ändrade'", new { _park }), Is.EqualTo(1));
        Assert.That(await _app.LasEn<int>("SELECT Version FROM Arende WHERE Id = @_park", new { _park }), Is.EqualTo(1));
    }

    [Test]
    public async Task Enhetens_egna_brukare_galler_och_uppgifter_gar_att_spara_for_en_enhet()
    {
        var blad = await _app.Gor(new RiskbladQuery(_namnd, _enhet));
        Assert.That(blad.BrukareIRegistret, Is.EqualTo(60));

        await _app.Gor(blad.Sparad with { OppnaAvvikelser = 3 });

        Assert.That((await _app.Gor(new RiskbladQuery(_namnd, _enhet))).Rad.Risk.Poang, Is.EqualTo(10 * 75 + 15 * 100));
    }

    [Test]
    public async Task Fel_sags_vid_sina_falt_och_inget_sparas()
    {
        var sparad = (await _app.Gor(new RiskbladQuery(_namnd, _park))).Sparad;

        var result = await _app.Send(sparad with { Brukare = -1, SenastUppfoljd = new(2026, 11, 22), EgenVikt = 101 });

        Assert.That(result.Hinder.Select(h => h.Falt), Is.EqualTo(new[] { "Brukare", "SenastUppfoljd", "EgenVikt", "Motiv" }));
        Assert.That((await _app.Send(sparad)).Hinder.Single().Kod, Is.EqualTo("inget-andrat"));
        Assert.That(await _app.LasEn<int>("SELECT COUNT(*) FROM Riskuppgift"), Is.Zero);
    }

    [Test]
    public async Task Tva_som_andrar_samtidigt_far_veta_det()
    {
        var sparad = (await _app.Gor(new RiskbladQuery(_namnd, _park))).Sparad;
        await _app.Gor(sparad with { Klagomal = 1 });

        var result = await _app.Send(sparad with { Klagomal = 2 });

        Assert.That(result.Outcome, Is.EqualTo(Outcome.Conflict));
        Assert.That(result.Hinder.Single().Text, Does.StartWith("Uppfoljare (test) ändrade uppgifterna 2026-11-21 kl. 10.00"));
        await _app.Gor(sparad with { Klagomal = 2, Version = 1 });
    }

    [Test]
    public async Task Andra_roller_laser_och_andra_namnder_ser_inget()
    {
        var sparad = (await _app.Gor(new RiskbladQuery(_namnd, _park))).Sparad;
        var annan = await _app.Namnd("Socialnämnden", "SN");

        _app.Som(Roll.Lasare, _namnd);
        Assert.That((await _app.Gor(new RiskbladQuery(_namnd, _park))).KanAndra.Tillaten, Is.False);
        Assert.That((await _app.Send(sparad with { Klagomal = 1 })).Outcome, Is.EqualTo(Outcome.Forbidden));
        _app.Som(Roll.Uppfoljare, annan);
        Assert.That((await _app.Send(new RisklistaQuery { NamndId = _namnd })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new RiskbladQuery(annan, _park))).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(sparad with { NamndId = annan, Klagomal = 1 })).Outcome, Is.EqualTo(Outcome.NotFound));
        Assert.That((await _app.Send(new ExporteraRiskQuery(new RisklistaQuery { NamndId = _namnd }, Filformat.Csv))).Outcome, Is.EqualTo(Outcome.NotFound));
    }

    [Test]
    public async Task Filen_har_samma_urval_och_ordning_som_listan()
    {
        var fil = await _app.Gor(new ExporteraRiskQuery(new RisklistaQuery { NamndId = _namnd, Omrade = "Äldreomsorg" }, Filformat.Csv));

        using var lasare = new StreamReader(fil.Innehall, Encoding.UTF8);
        var rader = (await lasare.ReadToEndAsync()).TrimEnd().Split("\r\n");
        Assert.That(rader, Has.Length.EqualTo(3));
        Assert.That(rader[0], Does.StartWith("\"Avtal eller enhet\";Sort;Verksamhetsområde").And.Contain("Riskpoäng"));
        Assert.That(rader[1], Does.StartWith("\"Hemtjänst Väster\";Avtal;Äldreomsorg;\"Omsorg AB\"").And.Contain("11,25").And.Contain("inte känt"));
        Assert.That(rader[2], Does.StartWith("Solgården;Enhet"));
        var xlsx = await _app.Gor(new ExporteraRiskQuery(new RisklistaQuery { NamndId = _namnd }, Filformat.Xlsx));
        Assert.That(xlsx.Namn, Is.EqualTo("Risk-2026-11-21.xlsx"));
        await xlsx.Innehall.DisposeAsync();
    }

    private Task<Guid> Avtal(string namn, Func<RegistreraAvtalCommand, RegistreraAvtalCommand> andra) => _app.Gor(andra(new RegistreraAvtalCommand
    {
        NamndId = _namnd,
        Benamning = namn,
        Undertecknat = true,
        Start = new(2020, 1, 1),
        Slut = new(2030, 12, 31),
    }));
}
