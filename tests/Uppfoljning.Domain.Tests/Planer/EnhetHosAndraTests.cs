using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>En enhet hos en annan utförare följs upp genom utförarens avtal, om nämnden har ett (UPP-01, KL-04).</summary>
public sealed class EnhetHosAndraTests
{
    private static readonly Guid Bolaget = new(7, 0, 0, new byte[8]);

    private static Planobjekt Enhet(Driftsform? driftsform = Driftsform.Aktiebolag, string? omrade = "Äldreomsorg", Guid? utforare = null) => new()
    {
        EnhetId = Guid.NewGuid(),
        Namn = "Fabelgården",
        Verksamhetsomrade = omrade,
        UtforareId = utforare ?? Bolaget,
        Utforare = "Omsorg Väst AB",
        Driftsform = driftsform,
    };

    private static Planobjekt Avtal(DateOnly? start = null, DateOnly? slut = null, string? omrade = "Äldreomsorg", Avtalstillstand tillstand = Avtalstillstand.Aktivt) =>
        Planfakta.EttAvtal(start, slut, tillstand: tillstand) with { UtforareId = Bolaget, Verksamhetsomrade = omrade };

    private static Planforslag Forslag(params Planobjekt[] register) => Plangenerering.Foresla(register, Planfakta.Ar, Planregler.Forval);

    [Test]
    public void Enheten_har_ingen_egen_rad_nar_ett_avtal_tacker_den()
    {
        var forslag = Forslag(Avtal(), Enhet());

        Assert.That(forslag.Rader.Single().AvtalId, Is.Not.Null);
        Assert.That(forslag.Utan.Single().Skal, Is.EqualTo("Enheten följs upp genom avtalet Hemtjänst Väster (VON-12) med samma utförare."));
    }

    [Test]
    public void Fler_avtal_raknas_och_driftsformen_behover_inte_vara_kand()
    {
        var forslag = Forslag(Avtal(), Avtal(omrade: null), Enhet(driftsform: null));

        Assert.That(forslag.Utan.Single().Skal, Does.EndWith("med samma utförare och 1\u00A0avtal till.").Or.EndWith("med samma utförare och 1 avtal till."));
    }

    [Test]
    public void Ett_avtal_som_inte_loper_under_aret_tacker_inte([Values] bool efter)
    {
        var avtal = efter ? Avtal(start: new(2028, 1, 1)) : Avtal(start: new(2020, 1, 1), slut: new(2026, 12, 31));

        Assert.That(Forslag(avtal, Enhet()).Rader.Single().EnhetId, Is.Not.Null);
        Assert.That(Forslag(Avtal(start: new(2020, 1, 1), slut: new(2027, 1, 1)), Enhet()).Utan, Has.Count.EqualTo(1), "En dag under året räcker.");
    }

    [Test]
    public void Ett_avtal_pa_annat_omrade_eller_med_en_annan_utforare_tacker_inte() => Assert.Multiple(() =>
    {
        Assert.That(Forslag(Avtal(omrade: "Stadsmiljö"), Enhet()).Rader, Has.Count.EqualTo(2));
        Assert.That(Forslag(Avtal(), Enhet(utforare: Guid.NewGuid())).Rader, Has.Count.EqualTo(2));
        Assert.That(Forslag(Avtal(omrade: "ÄLDREOMSORG"), Enhet()).Rader, Has.Count.EqualTo(1));
    });

    // KL-04: en privat utförare som inget avtal täcker följs ändå upp, också när konkurrensen är nej.
    [TestCase(Driftsform.Aktiebolag, "privat (aktiebolag)")]
    [TestCase(Driftsform.KommunaltBolag, "ingen privat utförare")]
    [TestCase(null, "Driftsformen är inte känd")]
    public void En_enhet_utan_avtal_far_en_rad(Driftsform? driftsform, string skal)
    {
        var rad = Forslag(Enhet(driftsform) with { Konkurrens = false }).Rader.Single();

        Assert.That(rad.Skal(Skalsort.Raden), Does.Contain("Omsorg Väst AB").And.Contain("Inget avtal i registret").And.Contain(skal));
        Assert.That(rad.Former, Is.EqualTo("Verksamhetsuppfoljning"));
        Assert.That(Plankrav.Prova(rad), Is.Empty);
    }

    [Test]
    public void Egen_regi_foljs_upp_som_forut_aven_om_namnden_har_avtal_med_sig_sjalv()
    {
        var forslag = Forslag(Avtal(), Enhet(Driftsform.EgenRegi) with { Konkurrens = true });

        Assert.That(forslag.Rader, Has.Count.EqualTo(2));
        Assert.That(forslag.Rader.Single(r => r.EnhetId is not null).Former, Does.Contain("Uppdragsuppfoljning"));
    }
}
