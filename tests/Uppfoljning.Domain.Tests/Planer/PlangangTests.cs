using Uppfoljning.Domain.Planer;
using static Uppfoljning.Domain.Tests.Planer.Planfakta;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Planens väg från utkast till beslut (regelverket 6.8, P1 och P2).</summary>
public sealed class PlangangTests
{
    private static readonly Planforslag Forslag = Plangenerering.Foresla([EttAvtal(), EnEnhet(konkurrens: null)], Ar, Planregler.Forval);

    private static Planbeslut Beslut(string sammantrade = "2026-12-10", string idag = "2026-12-11") => new()
    {
        Tillstand = Plantillstand.Utkast,
        Ar = Ar,
        Sammantrade = Dag(sammantrade),
        Idag = Dag(idag),
        Rader = Forslag.Rader,
        Register = Forslag,
    };

    [Test]
    public void En_fullstandig_plan_far_beslutas() => Assert.That(Plangang.ProvaBeslut(Beslut()), Is.Empty);

    // P1: beslutet registreras när det är fattat.
    [TestCase("2026-12-10", true)]
    [TestCase("2026-12-11", false)]
    public void Sammantradet_far_inte_ligga_i_framtiden(string sammantrade, bool tillaten) =>
        Assert.That(Plangang.ProvaBeslut(Beslut(sammantrade, idag: "2026-12-10")).Select(h => h.Falt), tillaten ? Is.Empty : Is.EqualTo(new[] { "Sammantrade" }));

    [TestCase("2025-12-31", false)]
    [TestCase("2026-01-01", true)]
    public void En_plan_beslutas_tidigast_aret_fore(string sammantrade, bool tillaten) =>
        Assert.That(Plangang.ProvaBeslut(Beslut(sammantrade)).Select(h => h.Kod), tillaten ? Is.Empty : Is.EqualTo(new[] { "for-tidigt-sammantrade" }));

    // P1 och UPP-01: varje objekt i registret ska finnas med.
    [Test]
    public void Ett_avtal_som_saknar_rad_hindrar_beslutet_och_namns()
    {
        var hinder = Plangang.ProvaBeslut(Beslut() with { Rader = [.. Forslag.Rader.Where(r => r.AvtalId is null)] }).Single();

        Assert.That(hinder.Text, Is.EqualTo("Avtalet Hemtjänst Väster saknar rad; generera om utkastet."));
        Assert.That(hinder.Lagrum, Is.EqualTo(Lagrum.Kl(10, 8)));
    }

    [Test]
    public void En_rad_vars_objekt_inte_langre_ska_ha_nagon_hindrar_beslutet()
    {
        var avtal = EttAvtal();
        var fore = Plangenerering.Foresla([avtal], Ar, Planregler.Forval).Rader;
        var nu = Plangenerering.Foresla([avtal with { Slut = Dag("2026-06-30") }], Ar, Planregler.Forval);

        Assert.That(Plangang.ProvaInnehall(fore, nu).Single().Text, Does.Contain("ska inte längre ha någon rad").And.Contain("2026-06-30"));
    }

    // P1: alla fem punkterna giltiga i varje rad.
    [Test]
    public void En_ogiltig_rad_hindrar_beslutet_och_namns_med_nummer()
    {
        var rader = Forslag.Rader.Select(r => r with { Ansvarig = "" }).ToList();

        Assert.That(Plangang.ProvaBeslut(Beslut() with { Rader = rader }).Select(h => h.Text).ToList(), Has.Count.EqualTo(2).And.All.StartsWith("Rad "));
    }

    [Test]
    public void Manga_brister_raknas_samman()
    {
        var register = Plangenerering.Foresla(Enumerable.Range(0, 30).Select(_ => EttAvtal()), Ar, Planregler.Forval);

        var hinder = Plangang.ProvaInnehall([], register);

        Assert.That(hinder, Has.Count.EqualTo(Plangang.FlestUppraknade + 1));
        Assert.That(hinder[^1].Text, Is.EqualTo("Och ytterligare 10 objekt saknar rad."));
    }

    [Test]
    public void En_tom_plan_beslutas_inte() =>
        Assert.That(Plangang.ProvaInnehall([], new Planforslag([], [])).Single().Kod, Is.EqualTo("inga-rader"));

    [TestCase(Plantillstand.Beslutad)]
    [TestCase(Plantillstand.Gallande)]
    [TestCase(Plantillstand.Aterrapporterad)]
    public void Det_som_ar_beslutat_andras_och_beslutas_inte_igen(Plantillstand tillstand)
    {
        Assert.That(Plangang.ProvaAndring(tillstand), Has.Count.EqualTo(1));
        Assert.That(Plangang.ProvaBeslut(Beslut() with { Tillstand = tillstand }).Single().Kod, Is.EqualTo("plan-beslutad"));
    }

    // P2: gällande från och med den 1 januari planåret.
    [TestCase("2026-12-31", Plantillstand.Beslutad)]
    [TestCase("2027-01-01", Plantillstand.Gallande)]
    [TestCase("2029-01-01", Plantillstand.Gallande)]
    public void En_beslutad_plan_ar_gallande_fran_arets_forsta_dag(string idag, Plantillstand visat)
    {
        Assert.That(Plangang.Visat(Plantillstand.Beslutad, Ar, Dag(idag)), Is.EqualTo(visat));
        Assert.That(Plangang.Visat(Plantillstand.Utkast, Ar, Dag(idag)), Is.EqualTo(Plantillstand.Utkast));
    }

    [TestCase("2026-09-30", 2026)]
    [TestCase("2026-10-01", 2027)]
    public void Fran_oktober_ar_det_nasta_ars_plan_som_ar_pa_tur(string idag, int ar) => Assert.That(Plangang.Planar(Dag(idag)), Is.EqualTo(ar));
}
