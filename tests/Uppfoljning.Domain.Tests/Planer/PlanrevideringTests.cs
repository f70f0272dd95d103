using Uppfoljning.Domain.Planer;
using static Uppfoljning.Domain.Tests.Planer.Planfakta;

namespace Uppfoljning.Domain.Tests.Planer;

/// <summary>Planens väg efter det första beslutet (regelverket 6.8, P3 och P4).</summary>
public sealed class PlanrevideringTests
{
    private static readonly Planobjekt Avtal = EttAvtal();
    private static readonly Planforslag Register = Plangenerering.Foresla([Avtal], Ar, Planregler.Forval);
    private static readonly IReadOnlyList<Planrad> Fore = [.. Register.Rader.Select(r => r with { Id = Guid.NewGuid() })];

    private static Planrevideringsbeslut Beslut(Func<Planrad, Planrad> andring, string beslutad = "2027-03-10", bool delegerad = false)
    {
        IReadOnlyList<Planrad> efter = [.. Fore.Select(andring)];
        return new()
        {
            Tillstand = Plantillstand.Reviderad,
            Beslutad = Dag(beslutad),
            Delegerad = delegerad,
            ForraBeslutet = Dag("2026-12-10"),
            Idag = Dag("2027-03-10"),
            Skillnad = Planskillnad.MellanVersioner(Fore, efter, [], [], Ar),
            Rader = efter,
            Utan = [],
            Register = Register,
        };
    }

    private static IEnumerable<string> Prova(Planrevideringsbeslut beslut) => Plangang.ProvaRevideringsbeslut(beslut).Select(h => h.Kod);

    // P3: en gällande plan revideras, och gäller igen när ändringen är beslutad.
    [TestCase(Plantillstand.Utkast, false)]
    [TestCase(Plantillstand.Beslutad, false)]
    [TestCase(Plantillstand.Gallande, true)]
    [TestCase(Plantillstand.Reviderad, false)]
    [TestCase(Plantillstand.Aterrapporterad, false)]
    public void Bara_en_gallande_plan_revideras(Plantillstand visat, bool tillaten) =>
        Assert.That(Plangang.ProvaRevidering(visat, Ar).Select(h => h.Kod), tillaten ? Is.Empty : Is.EqualTo(new[] { "inte-gallande" }));

    [Test]
    public void En_plan_som_revideras_andras_men_gors_inte_om()
    {
        Assert.That(Plangang.ProvaAndring(Plantillstand.Reviderad), Is.Empty);
        Assert.That(Plangang.ProvaGenerering(Plantillstand.Reviderad).Single().Kod, Is.EqualTo("plan-revideras"));
        Assert.That(Plangang.ProvaGenerering(Plantillstand.Utkast), Is.Empty);
        Assert.That(Plangang.ProvaAndring(Plantillstand.Aterrapporterad).Single().Kod, Is.EqualTo("plan-beslutad"));
    }

    [TestCase("2026-12-09", "fore-forra-beslutet")]
    [TestCase("2026-12-10", null)]
    [TestCase("2027-03-10", null)]
    [TestCase("2027-03-11", "framtida-sammantrade")]
    public void Beslutet_ligger_mellan_det_forra_och_i_dag(string beslutad, string? kod) =>
        Assert.That(Prova(Beslut(r => r with { Ansvarig = "X" }, beslutad)), kod is null ? Is.Empty : Is.EqualTo(new[] { kod }));

    [Test]
    public void En_revidering_som_inte_andrar_nagot_beslutas_inte() => Assert.That(Prova(Beslut(r => r)), Is.EqualTo(new[] { "inget-andrat" }));

    // KL-09: bara tiden får delegeras; mål, inriktning, omfattning och kvalitet får det inte.
    [Test]
    public void Pa_delegation_beslutas_bara_tiden()
    {
        Assert.That(Prova(Beslut(r => r with { ForstaManad = 12, SistaManad = 12, FlerManader = null }, delegerad: true)), Is.Empty);
        var hinder = Plangang.ProvaRevideringsbeslut(Beslut(r => r with { Ansvarig = "X" }, delegerad: true)).Single();
        Assert.That((hinder.Kod, hinder.Lagrum, hinder.Falt), Is.EqualTo(("inte-delegerbart", Lagrum.Kl(6, 38), "Delegationspunkt")));
    }

    // UPP-01: det som har tillkommit i registret ska med också i en revidering.
    [Test]
    public void Ett_nytt_avtal_ska_ha_rad_eller_skal()
    {
        var nytt = EttAvtal() with { Namn = "Nattpatrull" };
        var beslut = Beslut(r => r with { Ansvarig = "X" }) with { Register = Plangenerering.Foresla([Avtal, nytt], Ar, Planregler.Forval) };

        Assert.That(Plangang.ProvaRevideringsbeslut(beslut).Single().Text, Does.StartWith("Avtalet Nattpatrull har tillkommit i registret"));
        var utan = new UtanRad { AvtalId = nytt.AvtalId, Objekt = "Nattpatrull", Slag = Utanslag.Utelamnad, Skal = "Nästa år." };
        Assert.That(Prova(beslut with { Utan = [utan] }), Is.Empty);
    }

    [Test]
    public void En_rad_som_registret_inte_langre_kraver_far_sta_kvar()
    {
        var beslut = Beslut(r => r with { Ansvarig = "X" }) with { Register = Plangenerering.Foresla([Avtal with { Slut = Dag("2026-12-31") }], Ar, Planregler.Forval) };

        Assert.That(Prova(beslut), Is.Empty);
        Assert.That(Plangang.Utan(beslut.Rader, beslut.Utan, beslut.Register), Is.Empty);
    }

    // P4: delår per den 31 augusti, helår per den 31 december.
    [TestCase(Aterrapportsort.Delarsrapport, "2027-08-31", false)]
    [TestCase(Aterrapportsort.Delarsrapport, "2027-09-01", true)]
    [TestCase(Aterrapportsort.Arsredovisning, "2027-12-31", false)]
    [TestCase(Aterrapportsort.Arsredovisning, "2028-01-01", true)]
    [TestCase(Aterrapportsort.Arsredovisning, "2028-02-02", false)]
    public void Aterrapporten_behandlas_efter_sin_dag_och_inte_i_framtiden(Aterrapportsort sort, string sammantrade, bool tillaten) =>
        Assert.That(Plangang.ProvaAterrapport(Plantillstand.Gallande, Ar, sort, [], Dag(sammantrade), Dag("2028-02-01")).Select(h => h.Falt), tillaten ? Is.Empty : Is.EqualTo(new[] { "Sammantrade" }));

    [Test]
    public void Planen_ar_aterrapporterad_nar_bada_ar_det()
    {
        Assert.That(Plangang.Aterrapporterad([Aterrapportsort.Delarsrapport]), Is.False);
        Assert.That(Plangang.Aterrapporterad([Aterrapportsort.Arsredovisning, Aterrapportsort.Delarsrapport]), Is.True);
        Assert.That(Plangang.ProvaAterrapport(Plantillstand.Gallande, Ar, Aterrapportsort.Delarsrapport, [Aterrapportsort.Delarsrapport], Dag("2027-09-20"), Dag("2027-10-01")).Single().Falt, Is.EqualTo("Sort"));
        Assert.That(Plangang.ProvaAterrapport(Plantillstand.Reviderad, Ar, Aterrapportsort.Delarsrapport, [], Dag("2027-09-20"), Dag("2027-10-01")).Single().Kod, Is.EqualTo("inte-gallande"));
    }

    [TestCase("112", "§ 112")]
    [TestCase("7 b", "§ 7 b")]
    public void En_paragraf_och_en_delegationspunkt_skrivs_olika(string paragraf, string text)
    {
        Assert.That(Planbeslutspunkt.Text(paragraf), Is.EqualTo(text));
        Assert.That(Planbeslutspunkt.Text(Planbeslutspunkt.Delegerad(" 4.2 ")), Is.EqualTo("delegationspunkt 4.2"));
        Assert.That(Planbeslutspunkt.Delegerad(new string('1', Planbeslutspunkt.LangstDelegationspunkt)), Has.Length.LessThanOrEqualTo(20));
    }
}
