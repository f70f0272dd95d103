using FsCheck;
using FsCheck.Fluent;
using FsCheck.NUnit;
using Uppfoljning.Domain.Kalender;
using Property = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Domain.Tests.Kalender;

[Properties(Arbitrary = [typeof(Kalenderslump)], MaxTest = 500)]
public sealed class TidsrakningTests
{
    private static readonly Arbetskalender Lagen = Arbetskalender.Lagens;

    [Test] // UHM: skickat den 1 april, spärr till och med den 11, avtal från den 12
    public void Sparren_raknas_som_i_Upphandlingsmyndighetens_forsta_exempel() =>
        Assert.That(Tidsrakning.TillatenFran(new(2019, 4, 1), Tid.Dagar(10), Lagen).Dag, Is.EqualTo(new DateOnly(2019, 4, 12)));

    [Test] // UHM: dag 10 är söndagen den 28 april, spärr till och med måndagen den 29, avtal från den 30; BER-02, BER-03
    public void Sparren_blir_langre_nar_dag_tio_ar_en_sondag()
    {
        var sista = Tidsrakning.SistaDag(new(2019, 4, 18), Tid.Dagar(10), Lagen);

        Assert.That(sista.Dag, Is.EqualTo(new DateOnly(2019, 4, 29)));
        Assert.That(sista.Lagrum, Is.EqualTo(new[] { Tidsrakning.NastaArbetsdag }));
        Assert.That(sista.Steg, Is.EqualTo(new[]
        {
            "2019-04-18 (torsdag) är dag 0 och räknas inte.",
            "Dag 10 är 2019-04-28 (söndag).",
            "2019-04-28 är söndag. Sista dagen blir nästa arbetsdag, 2019-04-29 (måndag).",
        }));
        Assert.That(Tidsrakning.TillatenFran(new(2019, 4, 18), Tid.Dagar(10), Lagen).Dag, Is.EqualTo(new DateOnly(2019, 4, 30)));
    }

    [Test] // BER-06
    public void Det_sparrade_far_goras_ocksa_pa_en_lordag() =>
        Assert.That(Tidsrakning.TillatenFran(new(2026, 11, 10), Tid.Dagar(10), Lagen).Dag, Is.EqualTo(new DateOnly(2026, 11, 21)));

    [TestCase("2026-08-31", 6, "2027-03-01")] // 28 februari 2027 är en söndag
    [TestCase("2027-08-31", 6, "2028-02-29")]
    [TestCase("2026-01-30", 1, "2026-03-02")] // 28 februari 2026 är en lördag
    [TestCase("2026-02-28", 1, "2026-03-30")] // 28 mars 2026 är en lördag
    public void Manader_slutar_samma_datum_eller_manadens_sista_dag(string start, int manader, string sista) => // BER-01
        Assert.That(Tidsrakning.SistaDag(Dag(start), Tid.Manader(manader), Lagen).Dag, Is.EqualTo(Dag(sista)));

    [Test] // BER-01
    public void Veckor_slutar_samma_veckodag_och_ar_samma_datum()
    {
        Assert.That(Tidsrakning.SistaDag(new(2026, 11, 2), Tid.Veckor(3), Lagen).Dag, Is.EqualTo(new DateOnly(2026, 11, 23)));
        Assert.That(Tidsrakning.SistaDag(new(2028, 2, 29), Tid.Ar(1), Lagen).Dag, Is.EqualTo(new DateOnly(2029, 2, 28)));
    }

    [TestCase("2026-12-24", "2026-12-28")] // julafton, jul, annandag jul (lördag), söndag
    [TestCase("2026-12-31", "2027-01-04")]
    [TestCase("2026-06-19", "2026-06-22")]
    [TestCase("2026-04-03", "2026-04-07")]
    [TestCase("2026-05-14", "2026-05-15")] // klämdagen är en arbetsdag (BER-05)
    [TestCase("2027-12-24", "2027-12-27")]
    [TestCase("2026-11-20", "2026-11-20")]
    public void Sista_dagen_flyttas_till_nasta_arbetsdag(string dag, string rullad) => // BER-02
        Assert.That(Tidsrakning.Rulla(Dag(dag), Lagen).Dag, Is.EqualTo(Dag(rullad)));

    [Test] // BER-07, artikel 3.5
    public void EU_tiden_har_minst_tva_arbetsdagar_och_den_svenska_inte()
    {
        var start = new DateOnly(2026, 4, 2);
        var eu = Tidsrakning.SistaDag(start, Tid.Dagar(2), Lagen, Rakningssatt.Eu);

        Assert.That(Tidsrakning.SistaDag(start, Tid.Dagar(2), Lagen).Dag, Is.EqualTo(new DateOnly(2026, 4, 7)));
        Assert.That(eu.Dag, Is.EqualTo(new DateOnly(2026, 4, 8)));
        Assert.That(eu.Steg[^1], Does.Contain("minst 2 arbetsdagar"));
        Assert.That(eu.Lagrum.Single().ToString(), Is.EqualTo("artikel 3 i förordning (EEG, Euratom) nr 1182/71"));
    }

    [Test] // BER-05: en klämdag är arbetsdag i lagen också när kommunen håller stängt
    public void En_stangd_dag_forlanger_inte_lagens_tid_men_en_ny_helgdag_gor_det()
    {
        var dag = new DateOnly(2026, 5, 15);
        var stangd = new Arbetskalender([new(dag, "klämdag", Helgdag: false)]);
        var helgdag = new Arbetskalender([new(dag, "ny helgdag", Helgdag: true)]);

        Assert.That(Tidsrakning.Rulla(dag, stangd).Dag, Is.EqualTo(dag));
        Assert.That(stangd.ArbetsdagSenast(dag), Is.EqualTo(new DateOnly(2026, 5, 13)));
        Assert.That(Tidsrakning.Rulla(dag, helgdag).Dag, Is.EqualTo(new DateOnly(2026, 5, 18)));
    }

    [Test] // TID-13: kompletterande upplysningar sex dagar före, en söndag
    public void Bakat_flyttas_aldrig() =>
        Assert.That(Tidsrakning.Bakat(new(2026, 11, 28), Tid.Dagar(6)).Dag, Is.EqualTo(new DateOnly(2026, 11, 22)));

    [Property]
    public void Sista_dagen_ar_alltid_en_arbetsdag_och_hogst_nagra_dagar_efter_den_raknade(DateOnly start, Tid tid, Arbetskalender kalender, Rakningssatt satt)
    {
        var sista = Tidsrakning.SistaDag(start, tid, kalender, satt);
        var ratt = Tidsrakning.SistaDag(start, tid, kalender).Dag;

        Assert.That(kalender.Ledig(sista.Dag), Is.Null);
        Assert.That(sista.Dag, Is.GreaterThan(start));
        Assert.That(sista.Dag, Is.GreaterThanOrEqualTo(ratt));
        Assert.That(sista.Steg, Has.Count.GreaterThanOrEqualTo(2).And.All.Not.Empty);
    }

    [Property]
    public void Att_rulla_tva_ganger_ar_att_rulla_en_gang_och_hoppar_aldrig_over_en_arbetsdag(DateOnly dag, Arbetskalender kalender)
    {
        var rullad = Tidsrakning.Rulla(dag, kalender).Dag;

        Assert.That(Tidsrakning.Rulla(rullad, kalender).Dag, Is.EqualTo(rullad));
        for (var d = dag; d < rullad; d = d.AddDays(1)) { Assert.That(kalender.Ledig(d), Is.Not.Null); }
    }

    [Property]
    public void En_senare_start_ger_aldrig_en_tidigare_sista_dag(DateOnly start, Tid tid, Arbetskalender kalender, Rakningssatt satt) =>
        Assert.That(Tidsrakning.SistaDag(start.AddDays(1), tid, kalender, satt).Dag, Is.GreaterThanOrEqualTo(Tidsrakning.SistaDag(start, tid, kalender, satt).Dag));

    [Property]
    public void Senaste_start_hinner_precis_och_dagen_efter_hinner_inte(DateOnly sista, Tid tid, Arbetskalender kalender, Rakningssatt satt)
    {
        var start = Tidsrakning.SenastStart(sista, tid, kalender, satt).Dag;

        Assert.That(Tidsrakning.SistaDag(start, tid, kalender, satt).Dag, Is.LessThanOrEqualTo(sista));
        Assert.That(Tidsrakning.SistaDag(start.AddDays(1), tid, kalender, satt).Dag, Is.GreaterThan(sista));
    }

    [Property]
    public void Bakat_och_sedan_framat_gar_aldrig_forbi_slutet(DateOnly slut, Tid tid) =>
        Assert.That(tid.Enhet switch
        {
            Tidsenhet.Manader => Tidsrakning.Bakat(slut, tid).Dag.AddMonths(tid.Antal),
            Tidsenhet.Ar => Tidsrakning.Bakat(slut, tid).Dag.AddYears(tid.Antal),
            Tidsenhet.Veckor => Tidsrakning.Bakat(slut, tid).Dag.AddDays(7 * tid.Antal),
            _ => Tidsrakning.Bakat(slut, tid).Dag.AddDays(tid.Antal),
        }, Is.LessThanOrEqualTo(slut));

    [Property]
    public void Det_som_ar_ledigt_i_lag_ar_ocksa_stangt(DateOnly dag, Arbetskalender kalender) =>
        Assert.That(kalender.Ledig(dag) is null || kalender.Stangt(dag) == kalender.Ledig(dag), Is.True);

    private static DateOnly Dag(string text) => Datumtext.TryTolka(text, out var dag) ? dag : throw new ArgumentException(text);
}

/// <summary>Slumpade dagar, tider och kalendrar inom de år som kalendern gäller.</summary>
public static class Kalenderslump
{
    public static Arbitrary<DateOnly> Dagar() =>
        Gen.Choose(new DateOnly(1905, 1, 1).DayNumber, new DateOnly(2195, 12, 31).DayNumber).Select(DateOnly.FromDayNumber).ToArbitrary();

    public static Arbitrary<Tid> Tider() =>
        (from enhet in Gen.Elements(Enum.GetValues<Tidsenhet>())
         from antal in Gen.Choose(1, enhet == Tidsenhet.Dagar ? 60 : enhet == Tidsenhet.Ar ? 3 : 18)
         select new Tid(antal, enhet)).ToArbitrary();

    public static Arbitrary<Arbetskalender> Kalendrar() =>
        (from dagar in Dagar().Generator.ListOf()
         from helgdag in Gen.Elements(true, false)
         select new Arbetskalender(dagar.Select(d => new TillagdDag(d, "tillagd dag", helgdag)))).ToArbitrary();
}
