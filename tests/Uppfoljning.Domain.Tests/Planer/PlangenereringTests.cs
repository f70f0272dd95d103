using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;
using static Uppfoljning.Domain.Tests.Planer.Planfakta;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Vilka objekt som får en rad, och vad förslaget säger om var och en (UPP-01, KL-04, KL-07).</summary>
public sealed class PlangenereringTests
{
    // UPP-01, KL-04: ett avtal som löper någon dag under året har en rad.
    [TestCase(null, "2026-12-31", false)]
    [TestCase(null, "2027-01-01", true)]
    [TestCase("2027-12-31", null, true)]
    [TestCase("2028-01-01", null, false)]
    [TestCase("2027-05-05", "2027-05-05", true)]
    [TestCase(null, null, true)]
    public void Ett_avtal_har_en_rad_nar_det_loper_nagon_dag_under_aret(string? start, string? slut, bool harRad)
    {
        var forslag = Plangenerering.Foresla([EttAvtal(Kanske(start), Kanske(slut))], Ar, Planregler.Forval);

        Assert.That((forslag.Rader.Count, forslag.Utan.Count), Is.EqualTo(harRad ? (1, 0) : (0, 1)));
    }

    [TestCase("2026-09-30", null, Avtalstillstand.Upphort, "Avtalet löpte ut 2026-09-30, före planåret.")]
    [TestCase(null, "2028-01-01", Avtalstillstand.Tecknat, "Avtalet börjar gälla 2028-01-01, efter planåret.")]
    [TestCase(null, null, Avtalstillstand.Upphort, "Avtalet har upphört; vilken dag är inte känt.")]
    [TestCase(null, null, Avtalstillstand.Utkast, "Avtalet är ett utkast och har inte tecknats.")]
    public void Den_som_inte_har_nagon_rad_har_ett_skal(string? slut, string? start, Avtalstillstand tillstand, string skal)
    {
        var forslag = Plangenerering.Foresla([EttAvtal(Kanske(start), Kanske(slut), tillstand: tillstand)], Ar, Planregler.Forval);

        Assert.That(forslag.Utan.Single().Skal, Is.EqualTo(skal));
    }

    // UPP-01: egen regi följs upp när den verkar i konkurrens; det okända avgör nämnden, inte programmet.
    [TestCase(true, true)]
    [TestCase(null, true)]
    [TestCase(false, false)]
    public void En_enhet_har_en_rad_om_den_verkar_i_konkurrens_eller_om_det_inte_ar_kant(bool? konkurrens, bool harRad)
    {
        var forslag = Plangenerering.Foresla([EnEnhet(konkurrens)], Ar, Planregler.Forval);

        Assert.That(forslag.Rader, Has.Count.EqualTo(harRad ? 1 : 0));
        Assert.That(forslag.Utan, Has.Count.EqualTo(harRad ? 0 : 1));
    }

    [Test]
    public void En_enhet_vars_konkurrens_inte_ar_kand_sager_det() =>
        Assert.That(Rad(EnEnhet(konkurrens: null)).Skal(Skalsort.Raden),
            Does.StartWith("Det är inte känt om enheten verkar i konkurrens").And.Contain("möjlig för konkurrensutsättning").And.Contain("tills nämnden har avgjort"));

    // KL-04
    [TestCase(Driftsform.Aktiebolag, "privat (aktiebolag)", "10 kap. 8 § KL")]
    [TestCase(Driftsform.IdeburenOrganisation, "privat (idéburen organisation)", "10 kap. 8 § KL")]
    [TestCase(Driftsform.KommunaltBolag, "ingen privat utförare", "10 kap. 7 § KL")]
    [TestCase(Driftsform.EgenRegi, "egen regi", "5 kap. 3 § KL")]
    [TestCase(null, "Driftsformen är inte känd", "10 kap. 8 § KL")]
    public void Ett_avtals_skal_namner_driftsformen_och_lagrummet(Driftsform? form, string text, string lagrum) =>
        Assert.That(Rad(EttAvtal(driftsform: form)).Skal(Skalsort.Raden), Does.Contain(text).And.Contain(lagrum));

    [TestCase("2026-01-01", "2028-12-31", "Avtalet löper 2026-01-01–2028-12-31.")]
    [TestCase(null, "2028-12-31", "till och med 2028-12-31; startdatumet är inte känt.")]
    [TestCase("2026-01-01", null, "från och med 2026-01-01; slutdatumet är inte känt.")]
    [TestCase(null, null, "Avtalets datum är inte kända")]
    public void Okanda_datum_sags_vara_okanda(string? start, string? slut, string text) =>
        Assert.That(Rad(EttAvtal(Kanske(start), Kanske(slut))).Skal(Skalsort.Raden), Does.Contain(text));

    // KL-07: tillsyn föreslås aldrig, och egen regi får veta varför.
    [TestCase(Driftsform.Aktiebolag, "Avtalsuppfoljning,Verksamhetsuppfoljning")]
    [TestCase(null, "Avtalsuppfoljning,Verksamhetsuppfoljning")]
    [TestCase(Driftsform.EgenRegi, "Uppdragsuppfoljning,Verksamhetsuppfoljning")]
    public void Formerna_foljer_driftsformen(Driftsform? form, string former) =>
        Assert.That(Rad(EttAvtal(driftsform: form)).Former, Is.EqualTo(former));

    [Test]
    public void En_enhet_far_uppdragsuppfoljning_och_skalet_att_tillsyn_inte_far_utovas()
    {
        var rad = Rad(EnEnhet(konkurrens: true));

        Assert.That(rad.Former, Is.EqualTo("Uppdragsuppfoljning,Verksamhetsuppfoljning"));
        Assert.That(rad.Skal(Skalsort.Form), Does.Contain("6 kap. 7 § KL"));
    }

    // Löper ut under året eller inom sex månader efter det: tidigt, inför nästa upphandling.
    [TestCase("2027-01-15", 1, 1)]
    [TestCase("2027-02-28", 1, 2)]
    [TestCase("2027-03-31", 1, 3)]
    [TestCase("2027-12-31", 1, 3)]
    [TestCase("2028-06-30", 1, 3)]
    public void Ett_avtal_som_gar_ut_snart_foljs_upp_tidigt(string slut, int forsta, int sista)
    {
        var rad = Rad(EttAvtal(Dag("2025-01-01"), Dag(slut)));

        Assert.That((rad.ForstaManad, rad.SistaManad), Is.EqualTo(((int?)forsta, (int?)sista)));
        Assert.That(rad.Skal(Skalsort.Tid), Does.Contain($"löper ut {slut}").And.Contain("nästa upphandling"));
    }

    [Test]
    public void Ett_avtal_som_gar_ut_senare_an_sex_manader_efter_aret_styr_inte_tiden() =>
        Assert.That(Rad(EttAvtal(Dag("2025-01-01"), Dag("2028-07-01"))).Skal(Skalsort.Tid), Does.StartWith("Inget datum i registret bestämmer tiden."));

    // Ett nytt avtal följs upp tre månader efter start, utom i juli.
    [TestCase("2026-10-01", 1, 2)]
    [TestCase("2027-01-01", 4, 5)]
    [TestCase("2027-03-01", 6, 6)]
    [TestCase("2027-04-01", 8, 9)]
    [TestCase("2027-09-30", 12, 12)]
    [TestCase("2027-10-01", 12, 12)]
    [TestCase("2027-12-31", 12, 12)]
    public void Ett_nytt_avtal_foljs_upp_nagra_manader_efter_start(string start, int forsta, int sista)
    {
        var rad = Rad(EttAvtal(Dag(start), Dag("2030-12-31")));

        Assert.That((rad.ForstaManad, rad.SistaManad), Is.EqualTo(((int?)forsta, (int?)sista)));
    }

    [Test]
    public void Ett_avtal_som_borjade_tidigare_an_sa_ar_inte_nytt() =>
        Assert.That(Rad(EttAvtal(Dag("2026-09-30"), Dag("2030-12-31"))).Skal(Skalsort.Tid), Does.StartWith("Inget datum"));

    [Test]
    public void Ett_avtal_som_borjar_och_slutar_under_aret_foljs_upp_medan_det_loper()
    {
        var rad = Rad(EttAvtal(Dag("2027-05-01"), Dag("2027-09-30")));

        Assert.That((rad.ForstaManad, rad.SistaManad), Is.EqualTo(((int?)5, (int?)6)));
    }

    [Test]
    public void Den_avtalsansvarige_ansvarar_nar_registret_har_en_annars_standardrollen()
    {
        var kand = Rad(EttAvtal() with { Avtalsansvarig = "Enhetschef" });
        var okand = Rad(EttAvtal());

        Assert.That(kand.Ansvarig, Is.EqualTo("Enhetschef"));
        Assert.That(okand.Ansvarig, Is.EqualTo(Planregler.Forval.StandardAnsvarig));
        Assert.That(okand.Skal(Skalsort.Ansvarig), Does.Contain("standardroll"));
    }

    [Test]
    public void Intervallet_forklaras_med_vad_som_bestammer_det() =>
        Assert.That(Rad(EttAvtal()).Skal(Skalsort.Intervall), Is.EqualTo(
            "Varken lag, avtal eller nämndens regler anger hur ofta; risken avgör. Risken är 0 av 100 poäng; 9 av 9 faktorer är inte kända. "
            + "Inget i registret ger riskpoäng, och då gäller den lägsta nivån. Nivån låg följs upp vartannat år."));

    // UPP-06
    [Test]
    public void I_ett_valfrihetssystem_publiceras_resultatet_vid_jamfor_service() =>
        Assert.That(Rad(EttAvtal() with { Upphandlingsform = Upphandlingsform.Lov }).AterkopplingAllmanhet, Does.Contain("Jämför service"));

    [Test]
    public void Raderna_star_i_svensk_ordning_med_okant_omrade_sist()
    {
        string?[] omraden = ["Öppenvård", null, "Arbete", "Äldreomsorg", "Återbruk"];
        var forslag = Plangenerering.Foresla(omraden.Select(o => EttAvtal() with { Verksamhetsomrade = o }), Ar, Planregler.Forval);

        Assert.That(forslag.Rader.Select(r => r.Verksamhetsomrade), Is.EqualTo(new[] { "Arbete", "Återbruk", "Äldreomsorg", "Öppenvård", null }));
        Assert.That(forslag.Rader.Select(r => r.Nr), Is.EqualTo(new[] { 1, 2, 3, 4, 5 }));
    }

    [Test]
    public void Nummer_i_namn_raknas_som_tal()
    {
        var forslag = Plangenerering.Foresla(new[] { 10, 2, 1 }.Select(n => EttAvtal() with { Namn = $"Område {n}" }), Ar, Planregler.Forval);

        Assert.That(forslag.Rader.Select(r => r.Objekt), Is.EqualTo(new[] { "Område 1", "Område 2", "Område 10" }));
    }

    [Test]
    public void Ett_nytt_avtal_flyttar_inte_de_andras_manader()
    {
        var gamla = Enumerable.Range(0, 9).Select(i => EttAvtal() with { Namn = $"B{i}" }).ToList();
        var fore = Plangenerering.Foresla(gamla, Ar, Planregler.Forval).Rader;

        var efter = Plangenerering.Foresla([EttAvtal() with { Namn = "A" }, .. gamla], Ar, Planregler.Forval, fore).Rader;

        Assert.That(efter.Skip(1).Select(r => r.ForstaManad), Is.EqualTo(fore.Select(r => r.ForstaManad)));
        Assert.That(fore.Select(r => r.ForstaManad), Does.Not.Contain(efter[0].ForstaManad));
    }
}
