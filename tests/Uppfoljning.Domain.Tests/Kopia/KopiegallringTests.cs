using Uppfoljning.Domain.Kopia;

namespace Uppfoljning.Domain.Tests.Kopia;

/// <summary>Gamla säkerhetskopior gallras, men aldrig den sista som går att återställa.</summary>
public sealed class KopiegallringTests
{
    private static readonly DateTimeOffset Nu = new(2026, 11, 26, 4, 0, 0, TimeSpan.Zero);

    [Test]
    public void En_kopia_gallras_forst_nar_den_ar_aldre_an_gransen()
    {
        Gallringskopia[] kopior = [Kopia("ny", 0), new("precis", Nu.AddDays(-30), true), new("dagen efter", Nu.AddDays(-30).AddMilliseconds(-1), true)];
        Assert.That(Kopiegallring.Bort(kopior, Nu, dagar: 30, antal: 1), Is.EqualTo(new[] { "dagen efter" }));
    }

    [Test]
    public void De_nyaste_hela_blir_kvar_hur_gamla_de_an_ar() =>
        Assert.That(Kopiegallring.Bort([Kopia("a", 100), Kopia("b", 200), Kopia("c", 300), Kopia("d", 400)], Nu, dagar: 30, antal: 2), Is.EqualTo(new[] { "c", "d" }));

    [Test]
    public void Trasiga_kopior_tranger_inte_ut_den_sista_hela()
    {
        var kopior = Enumerable.Range(31, 10).Select(d => Kopia($"trasig {d}", d, hel: false)).Append(Kopia("hel", 500)).ToList();
        var bort = Kopiegallring.Bort(kopior, Nu, dagar: 30, antal: 0);
        Assert.That(bort, Has.Count.EqualTo(10));
        Assert.That(bort, Has.None.EqualTo("hel"));
    }

    [Test]
    public void Utan_en_hel_kopia_gallras_inget() => Assert.That(Kopiegallring.Bort([Kopia("a", 100, hel: false), Kopia("b", 200, hel: false)], Nu, 30, 1), Is.Empty);

    private static Gallringskopia Kopia(string fil, int dagar, bool hel = true) => new(fil, Nu.AddDays(-dagar), hel);
}
