using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Tests.Utforare;

/// <summary>Kontroller ur en fil mot dem i registret (PR-09).</summary>
public sealed class FilkontrollerTests
{
    private static readonly DateOnly Dag = new(2026, 3, 1);

    [TestCase(-1, Filjamforelse.Aldre)]
    [TestCase(0, Filjamforelse.Lika)]
    [TestCase(1, Filjamforelse.Ny)]
    public void Dagen_avgor_om_kontrollen_ar_ny(int dagar, Filjamforelse vantat) =>
        Assert.That(Filkontroller.Jamfor(Fore(Kontrollresultat.UtanAnmarkning), urFil: false, Dag.AddDays(dagar), Kontrollresultat.UtanAnmarkning), Is.EqualTo(vantat));

    [Test]
    public void Utan_kontroll_i_registret_ar_den_ny() => Assert.That(Filkontroller.Jamfor(null, urFil: false, Dag, null), Is.EqualTo(Filjamforelse.Ny));

    [TestCase(null, false, Kontrollresultat.Anmarkning, Filjamforelse.Rattas)]
    [TestCase(Kontrollresultat.EjUppfyllt, true, Kontrollresultat.Anmarkning, Filjamforelse.Rattas)]
    [TestCase(Kontrollresultat.EjUppfyllt, false, Kontrollresultat.Anmarkning, Filjamforelse.Annan)]
    [TestCase(Kontrollresultat.EjUppfyllt, true, null, Filjamforelse.Lika)]
    public void Samma_dag_rattas_bara_det_okanda_och_det_som_kom_ur_en_fil(Kontrollresultat? fore, bool urFil, Kontrollresultat? efter, Filjamforelse vantat) =>
        Assert.That(Filkontroller.Jamfor(Fore(fore), urFil, Dag, efter), Is.EqualTo(vantat));

    [Test]
    public void Kallan_ar_filen_och_ryms_i_registret()
    {
        Assert.That(Filkontroller.Kalla("register.csv"), Is.EqualTo("Import: register.csv"));
        Assert.That(Filkontroller.Kalla(new string('x', 200)), Has.Length.EqualTo(Filkontroller.LangstaKalla));
        Assert.That((Filkontroller.ArUrFil("Import: a"), Filkontroller.ArUrFil("Skatteverket")), Is.EqualTo((true, false)));
    }

    private static Kontrollfakta Fore(Kontrollresultat? resultat) => new() { Sort = Kontrollsort.FSkatt, Gjord = Dag, Resultat = resultat };
}
