using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;
using static Uppfoljning.Domain.Tests.Planer.Planfakta;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Hur ofta ett objekt följs upp och i vilka månader: lag, avtal, nämndens regler, risk (PR-02).</summary>
public sealed class FrekvensTests
{
    private static Planregel Regel(Regelslag slag, int? intervall = null, Uppfoljningsform? form = null) => new()
    {
        Slag = slag,
        Benamning = "Regeln",
        Kalla = "1 §",
        HogstIntervallManader = intervall,
        Form = form,
        GallerFran = new DateOnly(2020, 1, 1),
    };

    private static Planregler Med(params Planregel[] regler) => Planregler.Forval with { Regler = regler };

    private static Planrad Rad(Planobjekt objekt, Planregler regler) => Plangenerering.Foresla([objekt], Ar, regler).Rader.Single();

    private static Planobjekt Med(Riskunderlag risk) => EttAvtal(Dag("2020-01-01"), Dag("2031-12-31")) with { Risk = risk };

    [TestCase(Regelslag.Lag, 12, 12, Bestams.Lag)]
    [TestCase(Regelslag.Avtal, 6, 6, Bestams.Avtal)]
    [TestCase(Regelslag.Namnd, 3, 3, Bestams.Namnd)]
    [TestCase(Regelslag.Lag, 36, 24, Bestams.Risk)]
    public void Regeln_gor_uppfoljningen_tatare_men_aldrig_glesare(Regelslag slag, int intervall, int vantat, Bestams bestams)
    {
        var rad = Rad(EttAvtal(), Med(Regel(slag, intervall)));

        Assert.That((rad.IntervallManader, rad.Bestams), Is.EqualTo(((int?)vantat, (Bestams?)bestams)));
        Assert.That(rad.HogstIntervallManader, Is.EqualTo(slag == Regelslag.Namnd ? null : intervall));
    }

    [Test]
    public void Lagen_och_avtalet_binder_bada_och_det_tataste_galler()
    {
        var rad = Rad(EttAvtal(), Med(Regel(Regelslag.Avtal, 6), Regel(Regelslag.Lag, 12)));

        Assert.That((rad.IntervallManader, rad.Bestams, rad.HogstIntervallManader), Is.EqualTo(((int?)6, (Bestams?)Bestams.Avtal, (int?)6)));
        Assert.That(rad.Skal(Skalsort.Intervall), Does.StartWith("Lagen (Regeln, 1 §) kräver uppföljning minst en gång per år. Avtalet (Regeln, 1 §) kräver uppföljning minst två gånger per år."));
    }

    [Test]
    public void En_rad_far_inte_ha_langre_intervall_an_lagen_tillater()
    {
        var rad = Rad(EttAvtal(), Med(Regel(Regelslag.Lag, 12)));

        Assert.That(Plankrav.Prova(rad with { IntervallManader = 12 }), Is.Empty);
        Assert.That(Plankrav.Prova(rad with { IntervallManader = 13 }).Single().Kod, Is.EqualTo("intervall-for-langt"));
    }

    // KL-07
    [Test]
    public void En_regel_om_tillsyn_traffar_inte_egen_regi_och_raden_sager_varfor()
    {
        var rad = Rad(EnEnhet(konkurrens: true), Med(Regel(Regelslag.Lag, form: Uppfoljningsform.Tillsyn)));

        Assert.That(Uppfoljningsformer.Las(rad.Former), Does.Not.Contain(Uppfoljningsform.Tillsyn));
        Assert.That(rad.Skal(Skalsort.Form), Does.Contain("kräver tillsyn, men").And.Contain("6 kap. 7 § KL"));
        Assert.That(Uppfoljningsformer.Las(Rad(EttAvtal(), Med(Regel(Regelslag.Lag, form: Uppfoljningsform.Tillsyn))).Former), Does.Contain(Uppfoljningsform.Tillsyn));
    }

    [TestCase("2026-12-31", false)]
    [TestCase("2027-01-01", true)]
    [TestCase("2027-12-31", true)]
    public void En_regel_galler_planar_som_den_galler_nagon_dag(string till, bool galler) =>
        Assert.That((Regel(Regelslag.Lag) with { GallerTill = Dag(till) }).GallerUnder(Ar), Is.EqualTo(galler));

    // PR-02: 10, 30 och 60 procent.
    [Test]
    public void Tio_objekt_med_olika_risk_fordelas_pa_nivaerna()
    {
        var objekt = Enumerable.Range(1, 10).Select(i => EttAvtal() with { Namn = $"Avtal {i}", Risk = new Riskunderlag { EgenVikt = i * 10 } }).ToList();

        var rader = Plangenerering.Foresla(objekt, Ar, Planregler.Forval).Rader;

        Assert.That(rader.GroupBy(r => r.IntervallManader).ToDictionary(g => g.Key!.Value, g => g.Count()),
            Is.EqualTo(new Dictionary<int, int> { [4] = 1, [12] = 3, [24] = 6 }));
        Assert.That(rader.Single(r => r.IntervallManader == 4).Objekt, Is.EqualTo("Avtal 10"));
    }

    [Test]
    public void Lika_poang_ger_samma_niva_och_ingen_niva_blir_storre_an_sin_andel()
    {
        var objekt = Enumerable.Range(0, 10).Select(_ => EttAvtal() with { Risk = new Riskunderlag { KansligGrupp = true } });

        Assert.That(Plangenerering.Foresla(objekt, Ar, Planregler.Forval).Rader.Select(r => r.IntervallManader), Has.All.EqualTo(24));
    }

    [Test]
    public void Det_okanda_ger_den_del_av_vikten_som_namnden_har_bestamt()
    {
        Assert.That(Rad(EttAvtal(), Planregler.Forval).Riskpoang, Is.Zero);
        Assert.That(Rad(EttAvtal(), Planregler.Forval with { OkantProcent = 50 }).Riskpoang, Is.EqualTo(50_00));
    }

    // Tre gånger om året: den första inom fyra månader, sedan var fjärde, aldrig i den lediga månaden.
    [TestCase(1, 4, "5,9")]
    [TestCase(3, 4, "8,11")]
    [TestCase(2, 6, "8")]
    [TestCase(1, 12, null)]
    [TestCase(1, 24, null)]
    [TestCase(1, 1, "2,3,4,5,6,8,9,10,11,12")]
    public void De_foljande_manaderna_ligger_med_intervallets_mellanrum(int forsta, int intervall, string? vantat) =>
        Assert.That(Plantillfallen.Skriv(Plantillfallen.Foljande(forsta, forsta, intervall, ledigManad: 7)), Is.EqualTo(vantat));

    [Test]
    public void Ett_avtal_som_slutar_under_aret_foljs_inte_upp_efter_slutet()
    {
        var rad = Rad(EttAvtal(Dag("2020-01-01"), Dag("2027-06-30")), Med(Regel(Regelslag.Lag, 2)));

        Assert.That(Plantillfallen.For(rad).Max(t => t.Sista), Is.LessThanOrEqualTo(6));
    }

    [TestCase("2025-12-31", true)]
    [TestCase("2026-01-01", false)]
    public void Vartannat_ar_raknas_fran_dagen_da_det_senast_foljdes_upp(string senast, bool med)
    {
        var vartannatAr = Planregler.Forval with { Nivaer = [new("Alla", 100, 24)] };
        var forslag = Plangenerering.Foresla([Med(new Riskunderlag { SenastUppfoljd = Dag(senast) })], Ar, vartannatAr);

        Assert.That(forslag.Rader, Has.Count.EqualTo(med ? 1 : 0));
        if (med) { return; }
        Assert.That((forslag.Utan.Single().Slag, forslag.Utan.Single().Skal),
            Is.EqualTo((Utanslag.Intervall, "Följs upp vartannat år och följdes upp 2026-01-01; nästa gång senast januari 2028.")));
    }

    [Test]
    public void Det_som_loper_ut_foljs_upp_aven_nar_intervallet_sager_ett_annat_ar() =>
        Assert.That(Plangenerering.Foresla([EttAvtal(Dag("2020-01-01"), Dag("2027-12-31")) with { Risk = new Riskunderlag { SenastUppfoljd = Dag("2026-12-01") } }], Ar,
            Planregler.Forval).Rader, Has.Count.EqualTo(1));

    [Test]
    public void Det_som_nagon_har_lamnat_ut_star_kvar_utan_rad_med_sitt_skal()
    {
        var avtal = EttAvtal();
        UtanRad[] utan = [new() { AvtalId = avtal.AvtalId, Objekt = avtal.Namn, Slag = Utanslag.Utelamnad, Skal = "Timmarna räcker inte." }];

        var forslag = Plangenerering.Foresla([avtal], Ar, Planregler.Forval, [], utan);

        Assert.That(forslag.Rader, Is.Empty);
        Assert.That((forslag.Utan.Single().Slag, forslag.Utan.Single().Skal), Is.EqualTo((Utanslag.Utelamnad, "Timmarna räcker inte.")));
    }

    [Test]
    public void Det_som_ingick_i_en_rad_som_inte_finns_langre_far_sin_egen()
    {
        var avtal = EttAvtal();
        UtanRad[] utan = [new() { AvtalId = avtal.AvtalId, Objekt = avtal.Namn, Slag = Utanslag.Sammanslagen, GenomRadId = Guid.NewGuid(), Skal = "Ingår i rad 3." }];

        Assert.That(Plangenerering.Foresla([avtal], Ar, Planregler.Forval, [], utan).Rader, Has.Count.EqualTo(1));
    }

    [TestCase(Driftsform.EgenRegi, true)]
    [TestCase(Driftsform.Aktiebolag, false)]
    public void En_regel_for_egen_regi_traffar_bara_egen_regi(Driftsform driftsform, bool traffar) =>
        Assert.That((Regel(Regelslag.Namnd) with { Driftsform = Driftsform.EgenRegi }).Traffar(EttAvtal(driftsform: driftsform)), Is.EqualTo(traffar));
}
