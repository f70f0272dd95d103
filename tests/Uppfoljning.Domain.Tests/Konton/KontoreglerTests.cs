using Uppfoljning.Domain.Konton;

namespace Uppfoljning.Domain.Tests.Konton;

public sealed class KontoreglerTests
{
    [TestCase("password1234")]
    [TestCase("Password123!!")]
    [TestCase("P@ssw0rdP@ssw0rd")]
    [TestCase("L0senord2026!")]
    [TestCase("lösenordlösenord")]
    [TestCase("Sommaren 2026!")]
    [TestCase("Vinter2025Vinter")]
    [TestCase("qwertyuiop123")]
    [TestCase("1q2w3e4r5t6y")]
    [TestCase("123456789012")]
    [TestCase("aaaaaaaaaaaa")]
    [TestCase("abcabcabcabc")]
    [TestCase("121212121212")]
    [TestCase("iloveyou1234")]
    [TestCase("Kommunen2026!")]
    [TestCase("HejHejHej123")]
    [TestCase("uppföljning1")]
    [TestCase("Stockholm123!")]
    public void Det_som_gissas_forst_ar_vanligt(string losenord) => Assert.That(Losenordsregler.ArVanligt(losenord), Is.True);

    [TestCase("en mening att minnas")]
    [TestCase("ett riktigt lösenord")]
    [TestCase("kastanjen utanför fönstret")]
    [TestCase("482915730264")]
    [TestCase("tre gröna pärmar och en gul")]
    [TestCase("пароль из слов")]
    [TestCase("kX9#vT2mQw7z")]
    [TestCase("🐢🦉🐝🌲🌊🍋🥕🧦🎻🎷🧭🪁")]
    public void En_mening_ett_slumpat_och_ett_pa_ett_annat_sprak_gar_bra(string losenord) => Assert.That(Losenordsregler.ArVanligt(losenord), Is.False);

    [Test]
    public void Ett_halvt_tecken_stoppar_inte_provningen() => Assert.That(Losenordsregler.ArVanligt("kastanj" + '\ud800' + " fönst"), Is.False);

    [Test]
    public void Det_som_den_som_gissar_vet_om_personen_raknas_inte() => Assert.Multiple(() =>
    {
        Assert.That(Losenordsregler.ArVanligt("Grönköping2026", "Grönköpings kommun"), Is.True);
        Assert.That(Losenordsregler.ArVanligt("Gronkopings1234", "Grönköpings kommun"), Is.True);
        Assert.That(Losenordsregler.ArVanligt("ostermark.berit1", "berit.ostermark"), Is.True);
        Assert.That(Losenordsregler.ArVanligt("ostermark.berit1"), Is.False);
    });

    // Någon ska alltid kunna släppa in de andra.
    [TestCase(true, 0, true)]
    [TestCase(true, 1, false)]
    [TestCase(false, 0, false)]
    public void Den_sista_oppna_administratoren_gar_inte_att_ta_bort(bool administrator, int andra, bool hindras)
    {
        var hinder = Kontoregler.ProvaSistaAdministrator(administrator, andra, "stängas");
        Assert.That(hinder.Select(h => h.Kod), hindras ? Is.EqualTo(new[] { "sista-administratoren" }) : Is.Empty);
    }
}
