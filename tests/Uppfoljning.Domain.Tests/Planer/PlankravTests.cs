using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;
using static Uppfoljning.Domain.Tests.Planer.Planfakta;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Programmets fem punkter (regelverket 3.2) och formmatrisen (3.3).</summary>
public sealed class PlankravTests
{
    private static readonly Planrad Giltig = Rad(EttAvtal());

    [Test]
    public void En_foreslagen_rad_ar_giltig() => Assert.That(Plankrav.Prova(Giltig), Is.Empty);

    [Test]
    public void En_tom_rad_nekas_med_allt_som_saknas_pa_en_gang()
    {
        var tom = Giltig with
        {
            VadSomFoljsUpp = " ",
            Former = "",
            Ansvarig = "–",
            ForstaManad = null,
            SistaManad = null,
            IntervallManader = null,
            AterkopplingNamnd = "",
            AterkopplingUtforare = "",
            AterkopplingAllmanhet = "",
        };

        Assert.That(Plankrav.Prova(tom).Select(h => (h.Falt, h.Lagrum?.Paragraf)), Is.EqualTo(new[]
        {
            ("VadSomFoljsUpp", "punkt 1"), ("Former", "punkt 2"), ("Ansvarig", "punkt 3"), ("ForstaManad", "punkt 4"), ("SistaManad", "punkt 4"),
            ("IntervallManader", "punkt 4"), ("AterkopplingNamnd", "punkt 5"), ("AterkopplingUtforare", "punkt 5"), ("AterkopplingAllmanhet", "punkt 5"),
        }));
    }

    // Punkt 1: minst ett objekt och minst ett område.
    [Test]
    public void Bara_objektets_namn_ar_inget_omrade() =>
        Assert.That(Plankrav.Prova(Giltig with { VadSomFoljsUpp = "hemtjänst väster:" }).Single().Kod, Is.EqualTo("omrade-saknas"));

    [TestCase(0, 3, "ForstaManad")]
    [TestCase(13, 13, "ForstaManad")]
    [TestCase(1, 13, "SistaManad")]
    [TestCase(4, 3, "SistaManad")]
    public void Perioden_ska_ligga_inom_aret_och_at_ratt_hall(int forsta, int sista, string falt) =>
        Assert.That(Plankrav.Prova(Giltig with { ForstaManad = forsta, SistaManad = sista })[0].Falt, Is.EqualTo(falt));

    [TestCase(0, false)]
    [TestCase(1, true)]
    [TestCase(60, true)]
    [TestCase(61, false)]
    public void Intervallet_ska_vara_mellan_en_manad_och_fem_ar(int manader, bool giltigt) =>
        Assert.That(Plankrav.Prova(Giltig with { IntervallManader = manader }), giltigt ? Is.Empty : Has.Count.EqualTo(1));

    // KL-07: en nämnd får inte utöva tillsyn över verksamhet som den själv bedriver.
    [TestCase(Objektsort.Enhet, Driftsform.EgenRegi)]
    [TestCase(Objektsort.Enhet, null)]
    [TestCase(Objektsort.Avtal, Driftsform.EgenRegi)]
    [TestCase(Objektsort.Avtal, null)]
    public void Tillsyn_nekas_over_egen_regi_och_nar_driftsformen_inte_ar_kand(Objektsort sort, Driftsform? form)
    {
        var hinder = Uppfoljningsformer.Prova(Uppfoljningsform.Tillsyn, sort, form);

        Assert.That(hinder?.Lagrum, Is.EqualTo(Lagrum.Kl(6, 7)));
        Assert.That(hinder?.Falt, Is.EqualTo("Former"));
    }

    [TestCase(Uppfoljningsform.Avtalsuppfoljning, Objektsort.Avtal, Driftsform.Aktiebolag, true)]
    [TestCase(Uppfoljningsform.Avtalsuppfoljning, Objektsort.Avtal, null, true)]
    [TestCase(Uppfoljningsform.Avtalsuppfoljning, Objektsort.Avtal, Driftsform.EgenRegi, false)]
    [TestCase(Uppfoljningsform.Avtalsuppfoljning, Objektsort.Enhet, Driftsform.EgenRegi, false)]
    [TestCase(Uppfoljningsform.Uppdragsuppfoljning, Objektsort.Enhet, Driftsform.EgenRegi, true)]
    [TestCase(Uppfoljningsform.Uppdragsuppfoljning, Objektsort.Enhet, null, true)]
    [TestCase(Uppfoljningsform.Uppdragsuppfoljning, Objektsort.Avtal, Driftsform.Aktiebolag, false)]
    [TestCase(Uppfoljningsform.Uppdragsuppfoljning, Objektsort.Avtal, null, false)]
    [TestCase(Uppfoljningsform.Tillsyn, Objektsort.Avtal, Driftsform.Stiftelse, true)]
    [TestCase(Uppfoljningsform.Tillsyn, Objektsort.Avtal, Driftsform.KommunaltBolag, true)]
    [TestCase(Uppfoljningsform.SarskildGranskning, Objektsort.Avtal, Driftsform.Aktiebolag, false)]
    public void Formmatrisen(Uppfoljningsform form, Objektsort sort, Driftsform? driftsform, bool tillaten) =>
        Assert.That(Uppfoljningsformer.Prova(form, sort, driftsform) is null, Is.EqualTo(tillaten));

    [TestCase(Uppfoljningsform.Verksamhetsuppfoljning)]
    [TestCase(Uppfoljningsform.Individuppfoljning)]
    [TestCase(Uppfoljningsform.EkonomiskUppfoljning)]
    [TestCase(Uppfoljningsform.Egenkontroll)]
    [TestCase(Uppfoljningsform.Brukarundersokning)]
    public void Ovriga_former_ar_lika_for_alla_driftsformer(Uppfoljningsform form)
    {
        Driftsform?[] driftsformer = [null, .. Enum.GetValues<Driftsform>()];
        Assert.That(driftsformer.SelectMany(d => Enum.GetValues<Objektsort>().Select(s => Uppfoljningsformer.Prova(form, s, d))), Has.All.Null);
    }

    [Test]
    public void Former_lagras_i_fast_ordning_och_en_gang_var() =>
        Assert.That(Uppfoljningsformer.Skriv([Uppfoljningsform.Verksamhetsuppfoljning, Uppfoljningsform.Avtalsuppfoljning, Uppfoljningsform.Verksamhetsuppfoljning]),
            Is.EqualTo("Avtalsuppfoljning,Verksamhetsuppfoljning"));

    [TestCase(3, 3, "mars 2027")]
    [TestCase(1, 3, "januari–mars 2027")]
    [TestCase(null, 3, "")]
    public void Perioden_skrivs_ut(int? forsta, int? sista, string text) => Assert.That(Plantext.Period(forsta, sista, Ar), Is.EqualTo(text));

    [TestCase(12, "en gång per år")]
    [TestCase(4, "tre gånger per år")]
    [TestCase(24, "vartannat år")]
    [TestCase(8, "med 8 månaders mellanrum")]
    public void Intervallet_skrivs_ut(int manader, string text) => Assert.That(Plantext.Intervall(manader), Is.EqualTo(text));

    // Det okända är inte egen regi bara för att raden är en enhet.
    [TestCase(true, null, null, "EgenRegi")]
    [TestCase(true, "Solhem Omsorg", null, null)]
    [TestCase(true, "Solhem Omsorg", Driftsform.Stiftelse, "Stiftelse")]
    [TestCase(false, null, null, null)]
    public void Driftsformen_visas_som_egen_regi_bara_nar_ingen_utforare_ar_angiven(bool enhet, string? utforare, Driftsform? driftsform, string? visad) =>
        Assert.That((Giltig with { AvtalId = enhet ? null : Guid.NewGuid(), EnhetId = enhet ? Guid.NewGuid() : null, Utforare = utforare, Driftsform = driftsform }).VisadDriftsform()?.ToString(), Is.EqualTo(visad));
}
