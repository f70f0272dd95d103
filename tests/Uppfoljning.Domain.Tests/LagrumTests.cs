using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Tests;

public sealed class LagrumTests
{
    [Test]
    public void Ett_lagrum_skrivs_som_i_ett_beslut()
    {
        Assert.That(Lagrum.Lou(12, 10).ToString(), Is.EqualTo("12 kap. 10 § LOU"));
        Assert.That(Lagrum.Kl(10, 8).ToString(), Is.EqualTo("10 kap. 8 § KL"));
        Assert.That(Lagrum.Program("punkt 4").ToString(), Is.EqualTo("programmet för uppföljning och insyn, punkt 4"));
    }

    [Test] // KL-03, 10 kap. 7 § KL
    public void Egen_regi_och_kommunalt_bolag_ar_inte_privata_utforare()
    {
        var inte = Enum.GetValues<Driftsform>().Where(f => !f.ArPrivat());
        Assert.That(inte, Is.EquivalentTo(new[] { Driftsform.EgenRegi, Driftsform.KommunaltBolag }));
    }

    [Test]
    public void Varje_driftsform_kan_skrivas_och_lasas_tillbaka()
    {
        foreach (var form in Enum.GetValues<Driftsform>())
        {
            Assert.That(Driftsformer.TryTolka($"  {form.Text().ToUpperInvariant()} ", out var tillbaka) && tillbaka == form, Is.True, form.Text());
        }
        Assert.That(Driftsformer.TryTolka("", out _), Is.False);
        Assert.That(Driftsformer.TryTolka("3", out _), Is.False);
    }
}
