using Uppfoljning.Domain.Namnder;
using Uppfoljning.Domain.Program;

namespace Uppfoljning.Domain.Tests.Namnder;

public sealed class MandatperiodTests
{
    [TestCase("2022-10-14", 2018)]
    [TestCase("2022-10-15", 2022)]
    [TestCase("2023-01-01", 2022)]
    [TestCase("2026-10-14", 2022)]
    [TestCase("2026-10-15", 2026)]
    [TestCase("2026-11-21", 2026)]
    [TestCase("2030-10-14", 2026)]
    [TestCase("2030-10-15", 2030)]
    [TestCase("1998-12-31", 1998)]
    public void Mandatperioden_ar_fyra_ar_fran_den_15_oktober_valaret(string dag, int valar)
    {
        var period = Mandatperiod.For(DateOnly.Parse(dag, System.Globalization.CultureInfo.InvariantCulture));
        Assert.That(period.Valar, Is.EqualTo(valar));
        Assert.That((period.Fran, period.Till), Is.EqualTo((new DateOnly(valar, 10, 15), new DateOnly(valar + 4, 10, 14))));
        Assert.That(period.Till.AddDays(1), Is.EqualTo(period.Nasta.Fran));
    }

    [Test]
    public void Varje_dag_hor_till_exakt_en_mandatperiod()
    {
        for (var dag = new DateOnly(2014, 1, 1); dag < new DateOnly(2034, 1, 1); dag = dag.AddDays(1))
        {
            Assert.That(Mandatperiod.For(dag).Innehaller(dag), Is.True);
        }
    }

    private static readonly DateOnly Antaget = new(2026, 12, 7);

    private static Programversion Version(int nr, DateOnly galler, DateOnly? beslut = null) => new()
    {
        Id = Guid.CreateVersion7(),
        Mandatperiod = 2026,
        Versionsnr = nr,
        Beslutsdatum = beslut ?? Antaget,
        GallerFran = galler,
    };

    [TestCase(-1, 0)]
    [TestCase(0, 1)]
    public void Den_version_galler_som_ar_antagen_och_har_borjat_galla(int dagar, int antal)
    {
        var galler = new DateOnly(2027, 1, 1);
        Assert.That(Programregler.Gallande([Version(1, galler)], galler.AddDays(dagar)) is null ? 0 : 1, Is.EqualTo(antal));
    }

    [Test]
    public void En_ny_version_ersatter_den_gamla_forst_nar_den_galler()
    {
        var forsta = Version(1, new(2027, 1, 1));
        var andra = Version(2, new(2028, 1, 1), new(2027, 11, 30));
        Assert.That(Programregler.Gallande([forsta, andra], new(2027, 12, 31)), Is.EqualTo(forsta));
        Assert.That(Programregler.Gallande([forsta, andra], new(2028, 1, 1)), Is.EqualTo(andra));
        Assert.That(Programregler.Gallande([forsta, andra], new(2030, 10, 14)), Is.EqualTo(andra));
        Assert.That(Programregler.Gallande([forsta, andra], new(2030, 10, 15)), Is.Null, "En ny mandatperiod behöver sitt eget program.");
    }

    [Test]
    public void Utan_program_i_mandatperioden_ar_det_en_brist_men_inget_hinder_for_namnden()
    {
        var dag = new DateOnly(2026, 12, 15);
        Assert.That(Programregler.ProvaPlanbeslut([], dag), Is.Empty);
        Assert.That(Programregler.Brist([], dag)!.Lagrum, Is.EqualTo(Lagrum.Kl(5, 3)));
    }

    [Test]
    public void Med_ett_program_som_inte_galler_an_kan_planen_inte_beslutas()
    {
        var version = Version(1, new(2027, 1, 1));
        var hinder = Programregler.ProvaPlanbeslut([version], new(2026, 12, 15)).Single();
        Assert.That((hinder.Kod, hinder.Lagrum), Is.EqualTo(("program-galler-inte-an", Lagrum.Kl(5, 3))));
        Assert.That(Programregler.ProvaPlanbeslut([version], new(2027, 1, 1)), Is.Empty);
        Assert.That(Programregler.ProvaPlanbeslut([version], new(2026, 10, 14)), Is.Empty, "En annan mandatperiod.");
    }

    [Test]
    public void En_version_hor_till_sin_mandatperiod_och_ar_antagen_innan_den_galler()
    {
        var idag = new DateOnly(2026, 12, 10);
        Assert.That(Programregler.ProvaVersion(2026, Antaget, Antaget, idag), Is.Empty);
        Assert.That(Koder(2025, Antaget, Antaget), Is.EqualTo(new[] { "inte-valar" }));
        Assert.That(Koder(2022, Antaget, Antaget), Is.EqualTo(new[] { "efter-perioden", "beslut-efter-perioden" }));
        Assert.That(Koder(2026, idag.AddDays(1), idag.AddDays(1)), Is.EqualTo(new[] { "framtida-beslut" }));
        Assert.That(Koder(2026, Antaget, Antaget.AddDays(-1)), Is.EqualTo(new[] { "galler-fore-beslut" }));

        IEnumerable<string> Koder(int valar, DateOnly beslut, DateOnly galler) => Programregler.ProvaVersion(valar, beslut, galler, idag).Select(h => h.Kod);
    }
}
