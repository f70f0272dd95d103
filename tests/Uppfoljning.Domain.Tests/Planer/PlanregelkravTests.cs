using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Vad nämndens regler måste uppfylla, vid varje gräns, och att felet står vid sitt fält.</summary>
public sealed class PlanregelkravTests
{
    private static readonly Planregel Regel = new()
    {
        Slag = Regelslag.Lag,
        Benamning = "Tillsyn över förskolor",
        Kalla = "26 kap. 4 § skollagen",
        HogstIntervallManader = 24,
        GallerFran = new(2027, 1, 1),
    };

    [Test]
    public void Forvalen_uppfyller_kraven() => Assert.That(Planregelkrav.Prova(Planregler.Forval), Is.Empty);

    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(100, true)]
    [TestCase(101, false)]
    public void En_vikt_ar_0_till_100(int vikt, bool gar) =>
        Falt(Planregler.Forval with { Vikter = new Dictionary<Riskfaktor, int>(Planregler.Forval.Vikter) { [Riskfaktor.Brukare] = vikt } }, gar ? null : "Vikter[1]");

    [Test]
    public void Minst_en_faktor_har_vikt() =>
        Falt(Planregler.Forval with { Vikter = Enum.GetValues<Riskfaktor>().ToDictionary(f => f, _ => 0) }, "Vikter[0]");

    [TestCase(10, 30, 60, null)]
    [TestCase(10, 30, 59, "Nivaer[2].Grans")]
    [TestCase(10, 30, 61, "Nivaer[2].Grans")]
    [TestCase(1, 1, 98, null)]
    public void Andelarna_ar_tillsammans_100(int a, int b, int c, string? falt) =>
        Falt(Planregler.Forval with { Nivaer = [new("Hög", a, 4), new("Medel", b, 12), new("Låg", c, 24)] }, falt);

    [TestCase(0, 40, 60)]
    [TestCase(101, -1, 0)]
    public void En_andel_ar_1_till_100(int a, int b, int c) =>
        Assert.That(Planregelkrav.Prova(Planregler.Forval with { Nivaer = [new("Hög", a, 4), new("Medel", b, 12), new("Låg", c, 24)] }).Select(h => h.Falt), Has.Member("Nivaer[0].Grans"));

    [TestCase(6000, 3000, 0, null)]
    [TestCase(10000, 1, 0, null)]
    [TestCase(10001, 3000, 0, "Nivaer[0].Grans")]
    [TestCase(6000, 6000, 0, "Nivaer[1].Grans")]
    [TestCase(6000, 0, 0, "Nivaer[1].Grans")]
    [TestCase(6000, 3000, 1, "Nivaer[2].Grans")]
    public void Poanggranserna_faller_och_den_sista_ar_noll(int a, int b, int c, string? falt)
    {
        var falten = Planregelkrav.Prova(Planregler.Forval with { Granssort = Granssort.Poang, Nivaer = [new("Hög", a, 4), new("Medel", b, 12), new("Låg", c, 24)] }).Select(h => h.Falt).ToList();
        if (falt is null) { Assert.That(falten, Is.Empty); } else { Assert.That(falten, Has.Member(falt)); }
    }

    [TestCase(1, null)]
    [TestCase(0, "Nivaer[0].IntervallManader")]
    [TestCase(12, null)]
    [TestCase(13, "Nivaer[1].IntervallManader")]
    public void Intervallet_ar_1_till_60_och_blir_inte_kortare_langre_ned(int forsta, string? falt) =>
        Falt(Planregler.Forval with { Nivaer = [new("Hög", 10, forsta), new("Medel", 30, 12), new("Låg", 60, 60)] }, falt);

    [Test]
    public void Ett_intervall_over_60_namn_som_saknas_och_dubbla_namn_sags_vid_sina_falt() =>
        Assert.That(Planregelkrav.Prova(Planregler.Forval with { Nivaer = [new("Hög", 10, 4), new(" ", 30, 12), new("hög", 60, 61)] }).Select(h => h.Falt),
            Is.EqualTo(new[] { "Nivaer[1].Namn", "Nivaer[2].Namn", "Nivaer[2].IntervallManader" }));

    [Test]
    public void Minst_en_niva_och_hogst_sex()
    {
        Falt(Planregler.Forval with { Nivaer = [] }, "Nivaer[0].Namn");
        Falt(Planregler.Forval with { Nivaer = [new("Alla", 100, 12)] }, null);
        Falt(Planregler.Forval with { Nivaer = [.. Enumerable.Range(0, 7).Select(i => new Risknivaregel($"N{i}", i == 0 ? 94 : 1, 12))] }, "Nivaer[6].Namn");
    }

    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(1000, true)]
    [TestCase(1001, false)]
    public void Timmarna_ar_0_till_1000(int timmar, bool gar) => Falt(
        Planregler.Forval with { Formtider = new Dictionary<Uppfoljningsform, int>(Planregler.Forval.Formtider) { [Uppfoljningsform.Tillsyn] = timmar } }, gar ? null : "Timmar[7]");

    [TestCase(-1, 7, "OkantProcent")]
    [TestCase(101, 7, "OkantProcent")]
    [TestCase(100, 12, null)]
    [TestCase(0, 0, "LedigManad")]
    [TestCase(0, 13, "LedigManad")]
    public void Det_okanda_och_manaden(int okant, int ledig, string? falt) => Falt(Planregler.Forval with { OkantProcent = okant, LedigManad = ledig }, falt);

    [TestCase(null, true)]
    [TestCase(2026, true)]
    [TestCase(2027, false)]
    [TestCase(2028, false)]
    public void Det_som_en_beslutad_plan_vilar_pa_andras_inte(int? beslutat, bool gar)
    {
        Assert.That(Planregelkrav.ProvaFran(new(2027, 1, 1), beslutat) is null, Is.EqualTo(gar));
        Assert.That(Planregelkrav.ProvaFran(new(2027, 1, 2), 2027), Is.Null);
    }

    [TestCase("26 kap. 4 § skollagen", true)]
    [TestCase("5 b § LVM", true)]
    [TestCase("artikel 32 i dataskyddsförordningen", true)]
    [TestCase("skollagen", false)]
    [TestCase("nämnden 2026", false)]
    public void En_regel_fran_lagen_har_ett_lagrum(string kalla, bool gar)
    {
        Assert.That(Planregelkrav.Prova(Regel with { Kalla = kalla }).Select(h => h.Falt), Is.EqualTo(gar ? [] : new[] { "Kalla" }));
        Assert.That(Planregelkrav.Prova(Regel with { Kalla = kalla, Slag = Regelslag.Namnd }), Is.Empty);
    }

    [Test]
    public void En_regel_har_form_eller_intervall()
    {
        Assert.That(Planregelkrav.Prova(Regel with { HogstIntervallManader = null }).Single().Falt, Is.EqualTo("HogstIntervallManader"));
        Assert.That(Planregelkrav.Prova(Regel with { HogstIntervallManader = null, Form = Uppfoljningsform.Tillsyn }), Is.Empty);
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(60, true)]
    [TestCase(61, false)]
    public void Regelns_intervall_ar_1_till_60(int manader, bool gar) => Assert.That(Planregelkrav.Prova(Regel with { HogstIntervallManader = manader }).Count == 0, Is.EqualTo(gar));

    // KL-07: 6 kap. 7 § KL.
    [Test]
    public void Tillsyn_over_egen_regi_nekas_med_lagrum()
    {
        var hinder = Planregelkrav.Prova(Regel with { Form = Uppfoljningsform.Tillsyn, Driftsform = Driftsform.EgenRegi }).Single();

        Assert.That((hinder.Lagrum, hinder.Falt), Is.EqualTo((Lagrum.Kl(6, 7), "Form")));
        Assert.That(Planregelkrav.Prova(Regel with { Form = Uppfoljningsform.Tillsyn, Driftsform = Driftsform.Stiftelse }), Is.Empty);
    }

    [Test]
    public void Sarskild_granskning_ar_ingen_form_for_en_regel() => // UPP-04
        Assert.That(Planregelkrav.Prova(Regel with { Form = Uppfoljningsform.SarskildGranskning }).Single().Falt, Is.EqualTo("Form"));

    [TestCase("2026-12-31", false)]
    [TestCase("2027-01-01", true)]
    public void Sista_dagen_ar_tidigast_den_forsta(string till, bool gar) =>
        Assert.That(Planregelkrav.Prova(Regel with { GallerTill = Planfakta.Dag(till) }).Select(h => h.Falt), Is.EqualTo(gar ? [] : new[] { "GallerTill" }));

    [Test]
    public void Avtalet_ska_vara_namndens() => Assert.That(Planregelkrav.Prova(Regel, avtaletINamnden: false).Single().Falt, Is.EqualTo("AvtalId"));

    [Test]
    public void Det_en_beslutad_plan_vilar_pa_far_bara_rattas_i_text()
    {
        Assert.That(Planregelkrav.ProvaAndring(Regel, Regel with { HogstIntervallManader = 12 }, 2027)?.Kod, Is.EqualTo("plan-beslutad"));
        Assert.That(Planregelkrav.ProvaAndring(Regel, Regel with { HogstIntervallManader = 12 }, 2026), Is.Null);
        Assert.That(Planregelkrav.ProvaAndring(Regel, Regel with { Benamning = "Rättad", GallerTill = new(2027, 6, 30) }, 2027), Is.Null);
    }

    [TestCase("2027-01-01", "2026-12-31", true)]
    [TestCase("2027-01-01", "2027-01-01", false)]
    public void Bara_det_som_aldrig_har_gallt_tas_bort(string fran, string idag, bool gar) =>
        Assert.That(Planregelkrav.ProvaBorttagning(Regel with { GallerFran = Planfakta.Dag(fran) }, Planfakta.Dag(idag)) is null, Is.EqualTo(gar));

    [Test]
    public void Lagen_som_visas_har_lagrum_och_anger_inget_intervall()
    {
        Assert.That(Planlagar.Alla.Select(l => l.Lagrum), Is.EqualTo(new[] { Lagrum.Kl(10, 8), Lagrum.Kl(6, 7), Lagrum.Kl(6, 6), Lagrum.Kl(5, 3) }));
        Assert.That(Planlagar.Alla[0].IPlanen, Does.Contain("Lagen anger inget intervall"));
    }

    [TestCase(null, null, "", true)]
    [TestCase(0, null, "", true)]
    [TestCase(-1, null, "", false)]
    [TestCase(null, 0, "Nämnden vill följa starten.", true)]
    [TestCase(null, 100, "Nämnden vill följa starten.", true)]
    [TestCase(null, 101, "Nämnden vill följa starten.", false)]
    [TestCase(null, -1, "Nämnden vill följa starten.", false)]
    [TestCase(null, 50, "", false)]
    [TestCase(null, 50, "…", false)]
    public void Egen_bedomning_har_motiv_och_tal_ar_inte_negativa(int? brukare, int? egen, string motiv, bool gar) =>
        Assert.That(new Riskuppgift { Brukare = brukare, EgenVikt = egen, Motiv = motiv }.Prova(new(2026, 11, 21)).Count == 0, Is.EqualTo(gar));

    [TestCase("2026-11-21", true)]
    [TestCase("2026-11-22", false)]
    public void Det_som_inte_har_hant_ar_inte_uppfoljt(string dag, bool gar) =>
        Assert.That(new Riskuppgift { SenastUppfoljd = Planfakta.Dag(dag) }.Prova(new(2026, 11, 21)).Select(h => h.Falt), Is.EqualTo(gar ? [] : new[] { "SenastUppfoljd" }));

    private static void Falt(Planregler regler, string? falt) =>
        Assert.That(Planregelkrav.Prova(regler).Select(h => h.Falt), Is.EqualTo(falt is null ? [] : new[] { falt }));
}
