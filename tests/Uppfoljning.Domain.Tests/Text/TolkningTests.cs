using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;
using Egenskap = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Domain.Tests.Text;

/// <summary>Datum, belopp, organisationsnummer, uppräknade värden och radnycklar så som de står i formulär och filer.</summary>
public sealed class TolkningTests
{
    [TestCase("2026-11-21")]
    [TestCase("20261121")]
    [TestCase("2026/11/21")]
    [TestCase("2026.11.21")]
    [TestCase("21/11 2026")]
    [TestCase("21/11/2026")]
    [TestCase("21.11.2026")]
    [TestCase("  2026-11-21 ")]
    public void Ett_datum_far_skrivas_pa_flera_satt(string text)
    {
        Assert.That(Datumtext.TryTolka(text, out var datum), Is.True);
        Assert.That(datum, Is.EqualTo(new DateOnly(2026, 11, 21)));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("2026")]
    [TestCase("2026-11")]
    [TestCase("26-11-21")]
    [TestCase("2026-02-29")]
    [TestCase("2026-13-01")]
    [TestCase("31/4 2026")]
    [TestCase("1899-12-31")]
    [TestCase("2201-01-01")]
    [TestCase("46347")]
    [TestCase("21 november 2026")]
    public void Det_som_inte_ar_ett_datum_gissas_inte(string? text) => Assert.That(Datumtext.TryTolka(text, out _), Is.False);

    [TestCase("1900-01-01")]
    [TestCase("2200-12-31")]
    [TestCase("2028-02-29")]
    public void Granserna_for_datum_ar_inne(string text) => Assert.That(Datumtext.TryTolka(text, out _), Is.True);

    [Egenskap]
    public bool Varje_datum_i_registrets_tid_lases_som_det_visas(PositiveInt dagar)
    {
        var datum = new DateOnly(1900, 1, 1).AddDays(dagar.Get % 109_000);
        return new[] { datum.Iso(), datum.ToString("yyyyMMdd", CultureInfo.InvariantCulture), $"{datum.Day}/{datum.Month} {datum.Year}" }
            .All(text => Datumtext.TryTolka(text, out var last) && last == datum);
    }

    [TestCase("0", 0)]
    [TestCase("1", 100)]
    [TestCase("1 234 567", 123_456_700)]
    [TestCase("1\u00A0234\u202F567,5", 123_456_750)]
    [TestCase("1234567,50 kr", 123_456_750)]
    [TestCase("1000000000000", Belopp.StorstOre)]
    public void Ett_belopp_far_skrivas_pa_flera_satt(string text, long vantat)
    {
        Assert.That(Belopp.TryTolka(text, out var ore), Is.True);
        Assert.That(ore, Is.EqualTo(vantat));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("kr")]
    [TestCase("-1")]
    [TestCase("1.5")]
    [TestCase("1,005")]
    [TestCase("1,2,3")]
    [TestCase("1000000000000,01")]
    [TestCase("1 tkr")]
    [TestCase("1e6")]
    public void Det_som_inte_ar_ett_belopp_gissas_inte(string? text) => Assert.That(Belopp.TryTolka(text, out _), Is.False);

    [Egenskap]
    public bool Varje_belopp_lases_som_det_visas(NonNegativeInt kronor, byte oren)
    {
        var ore = (kronor.Get * 100L) + (oren % 100);
        return Belopp.TryTolka(Belopp.Kronor(ore), out var last) && last == ore;
    }

    [TestCase("556677-8899", "556677-8899")]
    [TestCase("5566778899", "556677-8899")]
    [TestCase("16556677-8899", "556677-8899")]
    [TestCase(" 556677 8899 ", "556677-8899")]
    [TestCase("19811218-9876", "811218-9876")]
    [TestCase("811218+9876", "811218-9876")]
    public void Ett_organisationsnummer_far_skrivas_pa_flera_satt(string text, string vantat)
    {
        Assert.That(Organisationsnummer.TryTolka(text, out var nummer), Is.True);
        Assert.That(nummer, Is.EqualTo(vantat));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("556677-8898")]
    [TestCase("556677-889")]
    [TestCase("556677-88999")]
    [TestCase("17556677-8899")]
    [TestCase("55667A-8899")]
    [TestCase("5566.77.8899")]
    public void Ett_organisationsnummer_med_fel_kontrollsiffra_eller_langd_nekas(string? text) => Assert.That(Organisationsnummer.TryTolka(text, out _), Is.False);

    [Egenskap]
    public bool Bland_tio_slutsiffror_ar_exakt_en_ratt(NonNegativeInt borjan)
    {
        var nio = (borjan.Get % 1_000_000_000).ToString("000000000", CultureInfo.InvariantCulture);
        return Enumerable.Range(0, 10).Count(siffra => Organisationsnummer.TryTolka($"{nio}{siffra}", out _)) == 1;
    }

    [Egenskap]
    public bool Ett_utbytt_tecken_upptacks_alltid(NonNegativeInt borjan, NonNegativeInt plats, NonNegativeInt steg)
    {
        var nio = (borjan.Get % 1_000_000_000).ToString("000000000", CultureInfo.InvariantCulture);
        var ratt = Enumerable.Range(0, 10).Select(siffra => $"{nio}{siffra}").Single(n => Organisationsnummer.TryTolka(n, out _)).ToCharArray();
        var i = plats.Get % 10;
        ratt[i] = (char)('0' + ((ratt[i] - '0' + 1 + (steg.Get % 9)) % 10));
        return !Organisationsnummer.TryTolka(new string(ratt), out _);
    }

    // GDPR-03: ett felskrivet personnummer är också ett.
    [TestCase("811218-9877", "811218-XXXX")]
    [TestCase("19811218 9877", "19811218 XXXX")]
    [TestCase("8112189877", "811218XXXX")]
    [TestCase("556677-8898", "556677-8898")]
    [TestCase("okänt", "okänt")]
    public void Ett_nummer_som_inte_stammer_visas_utan_personnummer(string text, string visat) => Assert.That(Organisationsnummer.Dolt(text), Is.EqualTo(visat));

    [TestCase("811218-9876", "811218-XXXX")]
    [TestCase("556677-8899", "556677-8899")]
    public void Ett_personnummer_visas_dolt(string nummer, string visat) => Assert.That(Organisationsnummer.Maskerat(nummer), Is.EqualTo(visat));

    [Test]
    public void Uppraknade_varden_lases_som_de_visas_och_som_de_heter() => Assert.Multiple(() =>
    {
        foreach (var form in Enum.GetValues<Driftsform>())
        {
            Assert.That(Driftsformer.TryTolka($" {form.Text().ToUpperInvariant()} ", out var last) && last == form, Is.True, form.ToString());
            Assert.That(Driftsformer.TryTolka(form.ToString(), out last) && last == form, Is.True, form.ToString());
        }
        foreach (var form in Enum.GetValues<Upphandlingsform>())
        {
            Assert.That(Upphandlingsformer.TryTolka(form.Text(), out var last) && last == form, Is.True, form.ToString());
        }
        Assert.That(Driftsformer.TryTolka("", out _), Is.False);
        Assert.That(Driftsformer.TryTolka("1", out _), Is.False);
    });

    [Test]
    public void Radnyckeln_ser_inte_skiftlage_och_mellanslag() => Assert.Multiple(() =>
    {
        var nyckel = Radnyckel.ForAvtal(null, "Hemtjänst Väst", "Omsorg AB", null, "Äldreomsorg");
        Assert.That(Radnyckel.ForAvtal(" ", "  hemtjänst   VÄST ", "omsorg\u00A0ab", "", "ÄLDREOMSORG"), Is.EqualTo(nyckel));
        Assert.That(Radnyckel.ForAvtal(null, "Hemtjänst Väst", "Omsorg AB", "Äldreomsorg", null), Is.Not.EqualTo(nyckel), "Område och verksamhetsområde är olika saker.");
        Assert.That(Radnyckel.ForAvtal("1", "Hemtjänst Väst", "Omsorg AB", null, "Äldreomsorg"), Is.EqualTo(Radnyckel.ForAvtal("1", "Annat", null, null, null)), "Numret räcker.");
        Assert.That(Radnyckel.ForAvtal("1", "x", null, null, null), Is.Not.EqualTo(Radnyckel.ForEnhet("1", null)));
        Assert.That(nyckel, Has.Length.EqualTo(64));
    });

    [Egenskap]
    public bool Olika_rader_far_olika_nycklar(NonEmptyString benamning, NonEmptyString utforare)
    {
        var (b, u) = (string.Concat(benamning.Get.Where(char.IsAsciiLetterLower)), string.Concat(utforare.Get.Where(char.IsAsciiLetterLower)));
        return Radnyckel.ForAvtal(null, b, u, null, null) != Radnyckel.ForAvtal(null, b + "x", u, null, null)
            && Radnyckel.ForAvtal(null, b + "x", u, null, null) != Radnyckel.ForAvtal(null, b, "x" + u, null, null);
    }
}
