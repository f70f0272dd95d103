using System.Text;
using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Domain.Tests.Konton;

/// <summary>RFC 6238, med dess egna provvärden, och det som vi lägger till: en kod gäller en gång.</summary>
public sealed class EngangskodTests
{
    private static readonly byte[] Nyckel = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238 bilaga B, SHA-1. Provvärdena har åtta siffror; våra sex är de sista.
    [TestCase(59L, 94287082)]
    [TestCase(1111111109L, 07081804)]
    [TestCase(1111111111L, 14050471)]
    [TestCase(1234567890L, 89005924)]
    [TestCase(2000000000L, 69279037)]
    [TestCase(20000000000L, 65353130)]
    public void Koden_ar_RFC_6238s(long sekund, int atta)
    {
        var steg = Engangskod.Steg(DateTimeOffset.FromUnixTimeSeconds(sekund));
        Assert.Multiple(() =>
        {
            Assert.That(Engangskod.Varde(Nyckel, steg) % 100_000_000, Is.EqualTo(atta));
            Assert.That(Engangskod.Kod(Nyckel, steg), Is.EqualTo((atta % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture)));
        });
    }

    // RFC 4226 bilaga D: samma funktion med räknare.
    [TestCase(0, "755224")]
    [TestCase(1, "287082")]
    [TestCase(7, "162583")]
    [TestCase(9, "520489")]
    public void Koden_ar_RFC_4226s(long raknare, string kod) => Assert.That(Engangskod.Kod(Nyckel, raknare), Is.EqualTo(kod));

    [TestCase(-2, false)]
    [TestCase(-1, true)]
    [TestCase(0, true)]
    [TestCase(1, true)]
    [TestCase(2, false)]
    public void En_kod_galler_ett_steg_fore_och_efter(int steg, bool galler)
    {
        var nu = DateTimeOffset.FromUnixTimeSeconds(1_800_000_010);
        var kod = Engangskod.Kod(Nyckel, Engangskod.Steg(nu) + steg);
        Assert.That(Engangskod.Prova(Nyckel, kod, nu, 0), galler ? Is.EqualTo(Engangskod.Steg(nu) + steg) : Is.Null);
    }

    [Test]
    public void Steget_byts_pa_sekunden()
    {
        var grans = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        Assert.That(Engangskod.Steg(grans) - Engangskod.Steg(grans.AddMilliseconds(-1)), Is.EqualTo(1));
        Assert.That(Engangskod.Steg(grans.AddSeconds(30)) - Engangskod.Steg(grans.AddSeconds(29.999)), Is.EqualTo(1));
    }

    [Test]
    public void En_anvand_kod_och_de_fore_den_galler_inte_igen()
    {
        var nu = DateTimeOffset.FromUnixTimeSeconds(1_800_000_010);
        var steg = Engangskod.Steg(nu);
        Assert.Multiple(() =>
        {
            Assert.That(Engangskod.Prova(Nyckel, Engangskod.Kod(Nyckel, steg), nu, steg - 1), Is.EqualTo(steg));
            Assert.That(Engangskod.Prova(Nyckel, Engangskod.Kod(Nyckel, steg), nu, steg), Is.Null);
            Assert.That(Engangskod.Prova(Nyckel, Engangskod.Kod(Nyckel, steg - 1), nu, steg), Is.Null);
            Assert.That(Engangskod.Prova(Nyckel, Engangskod.Kod(Nyckel, steg + 1), nu, steg), Is.EqualTo(steg + 1));
        });
    }

    [Test]
    public void Mellanslag_i_koden_spelar_ingen_roll_men_formen_gor_det()
    {
        var nu = DateTimeOffset.FromUnixTimeSeconds(1_800_000_010);
        var kod = Engangskod.Kod(Nyckel, Engangskod.Steg(nu));
        Assert.Multiple(() =>
        {
            Assert.That(Engangskod.Prova(Nyckel, $" {kod[..3]} {kod[3..]} ", nu, 0), Is.Not.Null);
            Assert.That(Engangskod.HarForm($"{kod[..3]} {kod[3..]}"), Is.True);
            Assert.That(Engangskod.HarForm("12345"), Is.False);
            Assert.That(Engangskod.HarForm("12345a"), Is.False);
            Assert.That(Engangskod.HarForm("١٢٣٤٥٦"), Is.False, "Bara 0–9.");
            Assert.That(Engangskod.Prova(Nyckel, "", nu, 0), Is.Null);
        });
    }

    [Test]
    public void Adressen_i_QR_koden_har_nyckeln_i_base32_och_namnen_kodade() => Assert.That(
        Engangskod.Adress("Uppföljning Åby", "eva@åby.se", Nyckel),
        Is.EqualTo("otpauth://totp/Uppf%C3%B6ljning%20%C3%85by:eva%40%C3%A5by.se?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Uppf%C3%B6ljning%20%C3%85by&algorithm=SHA1&digits=6&period=30"));

    // RFC 4648 avsnitt 10, utan utfyllnad.
    [TestCase("", "")]
    [TestCase("f", "MY")]
    [TestCase("fo", "MZXQ")]
    [TestCase("foo", "MZXW6")]
    [TestCase("foob", "MZXW6YQ")]
    [TestCase("fooba", "MZXW6YTB")]
    [TestCase("foobar", "MZXW6YTBOI")]
    public void Base32_ar_RFC_4648s(string text, string base32) => Assert.That(Base32.Text(Encoding.ASCII.GetBytes(text)), Is.EqualTo(base32));

    [Test]
    public void Reservkoder_ar_tio_olika_och_summan_bryr_sig_inte_om_hur_de_skrivs()
    {
        var koder = Reservkoder.Nya();
        var salt = Reservkoder.NyttSalt();
        Assert.Multiple(() =>
        {
            Assert.That(koder.Distinct().Count(), Is.EqualTo(10));
            Assert.That(koder, Has.All.Matches<string>(k => System.Text.RegularExpressions.Regex.IsMatch(k, "^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$")));
            Assert.That(Reservkoder.Summa(koder[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal), salt), Is.EqualTo(Reservkoder.Summa(koder[0], salt)));
            Assert.That(Reservkoder.Summa(koder[0], salt), Is.Not.EqualTo(Reservkoder.Summa(koder[0], Reservkoder.NyttSalt())));
            Assert.That(Reservkoder.Summa(koder[0], salt), Is.Not.EqualTo(Reservkoder.Summa(koder[1], salt)));
        });
    }
}
