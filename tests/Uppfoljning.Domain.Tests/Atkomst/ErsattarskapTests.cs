using Uppfoljning.Domain.Atkomst;

namespace Uppfoljning.Domain.Tests.Atkomst;

public sealed class ErsattarskapTests
{
    private static readonly DateOnly Idag = new(2026, 11, 21);

    private static readonly Ersattarfakta Gar = new(Sjalv: false, Avstangd: false, OrdinarieAvstangd: false, HarRoller: true, SaknadeRoller: [], Krock: null);

    [TestCase(-1, ExpectedResult = false)]
    [TestCase(0, ExpectedResult = true)]
    [TestCase(9, ExpectedResult = true)]
    [TestCase(10, ExpectedResult = false)]
    public bool En_roll_galler_bada_sina_dagar(int dagar) => new Rollperiod(Idag, Idag.AddDays(9)).Galler(Idag.AddDays(dagar));

    [Test]
    public void En_roll_utan_dagar_galler_alltid() => Assert.Multiple(() =>
    {
        Assert.That(new Rollperiod(null, null).Galler(DateOnly.MinValue), Is.True);
        Assert.That(new Rollperiod(null, Idag).Galler(DateOnly.MinValue), Is.True);
        Assert.That(new Rollperiod(null, Idag).Galler(Idag.AddDays(1)), Is.False);
        Assert.That(new Rollperiod(Idag, null).Galler(Idag.AddDays(-1)), Is.False);
        Assert.That(new Rollperiod(Idag, null).Galler(DateOnly.MaxValue), Is.True);
    });

    [Test]
    public void En_rolls_sista_dag_ligger_inte_fore_den_forsta_och_har_inte_passerat() => Assert.Multiple(() =>
    {
        Assert.That(new Rollperiod(Idag, Idag).Prova(Idag), Is.Empty);
        Assert.That(new Rollperiod(Idag.AddDays(1), Idag).Prova(Idag).Single(), Has.Property("Kod").EqualTo("slut-fore-start").And.Property("Falt").EqualTo("TillDag"));
        Assert.That(new Rollperiod(null, Idag.AddDays(-1)).Prova(Idag).Single().Kod, Is.EqualTo("har-passerat"));
        Assert.That(new Rollperiod(Idag.AddDays(-9), Idag).Prova(Idag), Is.Empty, "En roll kan ha börjat tidigare.");
    });

    [TestCase(-1, ExpectedResult = Ersattarlage.Kommande)]
    [TestCase(0, ExpectedResult = Ersattarlage.Pagaende)]
    [TestCase(6, ExpectedResult = Ersattarlage.Pagaende)]
    [TestCase(7, ExpectedResult = Ersattarlage.Avslutat)]
    public Ersattarlage Ersattarskapet_galler_fran_den_forsta_dagen_till_och_med_den_sista(int dagar) =>
        Ersattarskap.Lage(Idag, Idag.AddDays(6), aterkallad: false, Idag.AddDays(dagar));

    [Test]
    public void Ett_aterkallat_galler_inte_nagon_dag() =>
        Assert.That(Ersattarskap.Lage(Idag, Idag.AddDays(6), aterkallad: true, Idag), Is.EqualTo(Ersattarlage.Aterkallat));

    [Test]
    public void En_dag_i_dag_gar_bra() => Assert.That(Ersattarskap.Prova(Gar, Idag, Idag, Idag), Is.Empty);

    [Test]
    public void Tolv_manader_gar_men_inte_en_dag_till() => Assert.Multiple(() =>
    {
        Assert.That(Ersattarskap.Prova(Gar, Idag, new DateOnly(2027, 11, 20), Idag), Is.Empty);
        Assert.That(Ersattarskap.Prova(Gar, Idag, new DateOnly(2027, 11, 21), Idag).Single().Kod, Is.EqualTo("for-lang"));
    });

    [Test]
    public void I_gar_gar_inte() => Assert.That(Ersattarskap.Prova(Gar, Idag.AddDays(-1), Idag, Idag).Single(), Has.Property("Kod").EqualTo("har-passerat").And.Property("Falt").EqualTo("FranDag"));

    [Test]
    public void Alla_hinder_kommer_pa_en_gang()
    {
        var fakta = Gar with { Sjalv = true, Avstangd = true, OrdinarieAvstangd = true, SaknadeRoller = ["Beslutsfattare"], Krock = (Idag, Idag) };
        Assert.That(Ersattarskap.Prova(fakta, Idag, Idag.AddDays(-1), Idag).Select(h => h.Kod),
            Is.EquivalentTo(new[] { "sig-sjalv", "avstangd", "ordinarie-avstangd", "saknar-roll", "slut-fore-start", "overlappar" }));
    }

    [Test]
    public void Utan_egna_roller_finns_inget_att_lana() =>
        Assert.That(Ersattarskap.Prova(Gar with { HarRoller = false }, Idag, Idag, Idag).Single(), Has.Property("Kod").EqualTo("inga-roller").And.Property("Falt").EqualTo("NamndId"));
}
