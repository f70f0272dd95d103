using System.Globalization;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Tests.Kalender;

public sealed class HelgdagarTests
{
    // Regelverket 1.5: dagar som inte är lördag eller söndag varje år, 2025–2029.
    [TestCase("nyårsdagen", "2025-01-01 2026-01-01 2027-01-01 2028-01-01 2029-01-01")]
    [TestCase("trettondedag jul", "2025-01-06 2026-01-06 2027-01-06 2028-01-06 2029-01-06")]
    [TestCase("långfredagen", "2025-04-18 2026-04-03 2027-03-26 2028-04-14 2029-03-30")]
    [TestCase("påskdagen", "2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01")]
    [TestCase("annandag påsk", "2025-04-21 2026-04-06 2027-03-29 2028-04-17 2029-04-02")]
    [TestCase("första maj", "2025-05-01 2026-05-01 2027-05-01 2028-05-01 2029-05-01")]
    [TestCase("Kristi himmelsfärdsdag", "2025-05-29 2026-05-14 2027-05-06 2028-05-25 2029-05-10")]
    [TestCase("pingstdagen", "2025-06-08 2026-05-24 2027-05-16 2028-06-04 2029-05-20")]
    [TestCase("nationaldagen", "2025-06-06 2026-06-06 2027-06-06 2028-06-06 2029-06-06")]
    [TestCase("midsommarafton", "2025-06-20 2026-06-19 2027-06-25 2028-06-23 2029-06-22")]
    [TestCase("midsommardagen", "2025-06-21 2026-06-20 2027-06-26 2028-06-24 2029-06-23")]
    [TestCase("alla helgons dag", "2025-11-01 2026-10-31 2027-11-06 2028-11-04 2029-11-03")]
    [TestCase("julafton", "2025-12-24 2026-12-24 2027-12-24 2028-12-24 2029-12-24")]
    [TestCase("juldagen", "2025-12-25 2026-12-25 2027-12-25 2028-12-25 2029-12-25")]
    [TestCase("annandag jul", "2025-12-26 2026-12-26 2027-12-26 2028-12-26 2029-12-26")]
    [TestCase("nyårsafton", "2025-12-31 2026-12-31 2027-12-31 2028-12-31 2029-12-31")]
    public void Dagarna_faller_som_i_regelverkets_tabell(string namn, string dagar) =>
        Assert.That(string.Join(' ', Enumerable.Range(2025, 5).Select(ar => Helgdagar.For(ar).Single(d => d.Namn == namn).Dag.Iso())), Is.EqualTo(dagar));

    // Kända påskdagar, med de tidigaste och senaste i intervallet och gränsåren mellan seklen.
    [TestCase("1900-04-15"), TestCase("1913-03-23"), TestCase("1943-04-25"), TestCase("1954-04-18"), TestCase("1981-04-19"), TestCase("2000-04-23")]
    [TestCase("2008-03-23"), TestCase("2019-04-21"), TestCase("2024-03-31"), TestCase("2038-04-25"), TestCase("2049-04-18"), TestCase("2076-04-19"), TestCase("2100-03-28"), TestCase("2200-04-06")]
    public void Paskdagen_ar_den_kanda(string dag)
    {
        var vantad = DateOnly.ParseExact(dag, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.That(Helgdagar.Paskdagen(vantad.Year), Is.EqualTo(vantad));
    }

    [Test]
    public void Paskdagen_ar_en_sondag_mellan_22_mars_och_25_april_alla_ar()
    {
        foreach (var ar in Enumerable.Range(1900, 301))
        {
            var dag = Helgdagar.Paskdagen(ar);
            Assert.That(dag.DayOfWeek, Is.EqualTo(DayOfWeek.Sunday), $"{ar}");
            Assert.That(dag, Is.InRange(new DateOnly(ar, 3, 22), new DateOnly(ar, 4, 25)));
        }
    }

    [Test]
    public void Tva_oberoende_raknesatt_ger_samma_paskdag_alla_ar()
    {
        // Oudins räknesätt, skrivet oberoende av Meeus.
        foreach (var ar in Enumerable.Range(1900, 301))
        {
            var (c, n) = (ar / 100, ar % 19);
            var k = (c - 17) / 25;
            var i = (c - c / 4 - (c - k) / 3 + 19 * n + 15) % 30;
            i -= i / 28 * (1 - i / 28 * (29 / (i + 1)) * ((21 - n) / 11));
            var j = (ar + ar / 4 + i + 2 - c + c / 4) % 7;
            var l = i - j;
            var manad = 3 + (l + 40) / 44;
            Assert.That(Helgdagar.Paskdagen(ar), Is.EqualTo(new DateOnly(ar, manad, l + 28 - 31 * (manad / 4))), $"{ar}");
        }
    }

    [Test]
    public void Nationaldagen_avloste_annandag_pingst_2005()
    {
        Assert.That(Helgdagar.Namn(new(2004, 5, 31)), Is.EqualTo("annandag pingst"));
        Assert.That(Helgdagar.Namn(new(2004, 6, 6)), Is.Null);
        Assert.That(Helgdagar.Namn(new(2005, 6, 6)), Is.EqualTo("nationaldagen"));
        Assert.That(Helgdagar.Namn(new(2005, 5, 16)), Is.Null);
        Assert.That(Helgdagar.For(2004).Single(d => d.Namn == "annandag pingst").Belagg, Is.EqualTo(Belagg.Kant));
    }

    [Test]
    public void Midsommar_alla_helgon_och_bebadelsedagen_flyttades_1953()
    {
        Assert.That(Helgdagar.Namn(new(1952, 6, 24)), Is.EqualTo("midsommardagen"));
        Assert.That(Helgdagar.Namn(new(1952, 11, 2)), Is.EqualTo("alla helgons dag"));
        Assert.That(Helgdagar.Namn(new(1952, 3, 25)), Is.EqualTo("Marie bebådelsedag"));
        Assert.That(Helgdagar.Namn(new(1953, 6, 20)), Is.EqualTo("midsommardagen"));
        Assert.That(Helgdagar.Namn(new(1953, 3, 25)), Is.Null);
        Assert.That(Helgdagar.Namn(new(1951, 3, 25)), Is.EqualTo("påskdagen"), "I påskveckan flyttas bebådelsedagen.");
    }

    [Test]
    public void Forsta_maj_ar_helgdag_fran_1939()
    {
        Assert.That(Helgdagar.Namn(new(1938, 5, 1)), Is.Null);
        Assert.That(Helgdagar.Namn(new(1939, 5, 1)), Is.EqualTo("första maj"));
    }

    [Test]
    public void Det_som_gallde_fore_dagens_lag_ar_markt_som_inte_kontrollerat()
    {
        Assert.That(Helgdagar.For(1989).Select(d => d.Belagg), Is.All.EqualTo(Belagg.Kant));
        Assert.That(Helgdagar.For(2026).Select(d => d.Belagg), Is.All.EqualTo(Belagg.Last));
    }

    [Test]
    public void Varje_ar_har_sina_dagar_i_ordning_och_inom_aret()
    {
        foreach (var ar in Enumerable.Range(1900, 301))
        {
            var dagar = Helgdagar.For(ar);
            Assert.That(dagar.Select(d => d.Dag), Is.Ordered);
            Assert.That(dagar.Select(d => d.Dag.Year), Is.All.EqualTo(ar));
            Assert.That(dagar.Select(d => d.Namn), Is.Unique);
            Assert.That(dagar, Has.Count.InRange(15, 17));
        }
    }

    [Test]
    public void Tva_dagar_pa_samma_datum_namns_bada() => // Kristi himmelsfärdsdag på första maj
        Assert.That(Helgdagar.Namn(new(2008, 5, 1)), Is.EqualTo("första maj och Kristi himmelsfärdsdag").Or.EqualTo("Kristi himmelsfärdsdag och första maj"));

    [Test] // BER-11
    public void Andra_aftnar_ar_vanliga_dagar()
    {
        foreach (var dag in new[] { new DateOnly(2026, 1, 5), new(2026, 4, 2), new(2026, 4, 30), new(2026, 5, 15) })
        {
            Assert.That(Arbetskalender.Lagens.Ledig(dag), Is.Null, dag.Iso());
        }
    }
}
