using Uppfoljning.Domain.Planer;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Vad nya regler gör med planen, innan de sparas.</summary>
public sealed class PlaneffektTests
{
    private static readonly Planobjekt Avtalet = Planfakta.EttAvtal(Planfakta.Dag("2024-01-01"), Planfakta.Dag("2030-12-31"));

    private static readonly Planregler Varje_kvartal = Planregler.Forval with { Regler = [Regel(3)] };

    [Test]
    public void Samma_regler_andrar_ingenting()
    {
        var effekt = Effekt(Planregler.Forval, Planregler.Forval);

        Assert.That((effekt.Rader.Count, effekt.RaderFore, effekt.RaderEfter, effekt.TimmarEfter - effekt.TimmarFore), Is.EqualTo((0, 1, 1, 0)));
    }

    [Test]
    public void En_regel_om_intervall_visar_fore_efter_och_timmar()
    {
        var effekt = Effekt(Planregler.Forval, Varje_kvartal);

        var rad = effekt.Rader.Single();
        Assert.That((rad.Fore!.IntervallManader, rad.Efter!.IntervallManader), Is.EqualTo((24, 3)));
        Assert.That(rad.Efter.Tillfallen, Is.GreaterThan(1));
        // Avtalsuppföljning och verksamhetsuppföljning är 12 och 16 timmar.
        Assert.That((effekt.TimmarFore, effekt.TimmarEfter), Is.EqualTo((28, 28 * rad.Efter.Tillfallen)));
        Assert.That((effekt.AntalTatare, effekt.AntalGlesare, effekt.AntalNya, effekt.AntalBorta), Is.EqualTo((1, 0, 0, 0)));
    }

    [Test]
    public void Den_som_inte_langre_ar_pa_tur_mister_sin_rad_och_far_veta_varfor()
    {
        var uppfoljt = Avtalet with { Risk = new Riskunderlag { SenastUppfoljd = Planfakta.Dag("2026-06-01") } };

        var effekt = Planeffekt.Av([uppfoljt], Planfakta.Ar, Planregler.Forval with { Regler = [Regel(12)] }, Planregler.Forval, [], []);

        var rad = effekt.Rader.Single();
        Assert.That((rad.Fore!.IntervallManader, rad.Efter), Is.EqualTo((12, (Planlage?)null)));
        Assert.That(rad.Skal, Does.Contain("juni 2028"));
        Assert.That((effekt.AntalBorta, effekt.TimmarEfter), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Det_som_ar_andrat_for_hand_star_kvar_och_raknas()
    {
        var utkast = Planfakta.Rad(Avtalet) with { Id = Guid.NewGuid(), Andrad = true, IntervallManader = 24 };

        var effekt = Planeffekt.Av([Avtalet], Planfakta.Ar, Planregler.Forval, Varje_kvartal, [utkast], []);

        Assert.That(effekt.Behallna, Is.EqualTo(1));
        Assert.That(effekt.TimmarEfter, Is.EqualTo(effekt.TimmarFore));
        Assert.That(effekt.Rader, Is.Empty);
    }

    [Test]
    public void Fler_timmar_per_form_andrar_timmarna_men_inte_intervallet()
    {
        var nya = Planregler.Forval with { Formtider = new Dictionary<Uppfoljningsform, int>(Planregler.Forval.Formtider) { [Uppfoljningsform.Avtalsuppfoljning] = 20 } };

        var effekt = Effekt(Planregler.Forval, nya);

        Assert.That((effekt.TimmarFore, effekt.TimmarEfter, effekt.AntalTatare), Is.EqualTo((28, 36, 0)));
    }

    [Test]
    public void En_form_som_kravs_syns()
    {
        var effekt = Effekt(Planregler.Forval, Planregler.Forval with { Regler = [Regel(null) with { Form = Uppfoljningsform.Tillsyn, Driftsform = Driftsform.Aktiebolag }] });

        Assert.That(effekt.Rader.Single().Efter!.Former, Does.Contain("Tillsyn"));
    }

    private static Planeffekt Effekt(Planregler nu, Planregler nya) => Planeffekt.Av([Avtalet], Planfakta.Ar, nu, nya, [], []);

    private static Planregel Regel(int? manader) => new()
    {
        Id = Guid.NewGuid(),
        Slag = Regelslag.Avtal,
        Benamning = "Tät uppföljning",
        Kalla = "avtalet, punkt 8",
        HogstIntervallManader = manader,
        GallerFran = new(2026, 1, 1),
    };
}
