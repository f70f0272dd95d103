using Uppfoljning.Domain.Mal;
using static Uppfoljning.Domain.Mal.Gruppskydd;

namespace Uppfoljning.Domain.Tests.Mal;

/// <summary>Uppdelning efter kön, ålder och område (UPP-08).</summary>
public sealed class UppdelningTests
{
    [TestCase("65–79", 65, 79, "65–79 år")]
    [TestCase(" 65 - 79 år ", 65, 79, "65–79 år")]
    [TestCase("0-17", 0, 17, "0–17 år")]
    [TestCase("80+", 80, null, "80 år och äldre")]
    [TestCase("80–", 80, null, "80 år och äldre")]
    [TestCase("80 år och äldre", 80, null, "80 år och äldre")]
    [TestCase("18", 18, 18, "18 år")]
    [TestCase("120-130", 120, 130, "120–130 år")]
    public void En_aldersgrupp_lases_och_skrivs(string text, int fran, int? till, string skriven)
    {
        Assert.That(Aldersgrupp.TryTolka(text, out var grupp), Is.True);
        Assert.That((grupp.Fran, grupp.Till, grupp.Text()), Is.EqualTo((fran, till, skriven)));
        Assert.That(Aldersgrupp.TryTolka(grupp.Text(), out var igen) && igen == grupp, Is.True, "Det som visas ska gå att skriva tillbaka.");
    }

    [TestCase("")]
    [TestCase(null)]
    [TestCase("vuxna")]
    [TestCase("79–65")]
    [TestCase("-5")]
    [TestCase("65–79–90")]
    [TestCase("120–131")]
    [TestCase("６５–７９")]
    [TestCase("٦٥+")]
    [TestCase("131")]
    public void Det_som_inte_ar_en_aldersgrupp_tas_inte_emot(string? text) => Assert.That(Aldersgrupp.TryTolka(text, out _), Is.False);

    [TestCase("65–79", "80–89", false)]
    [TestCase("65–79", "79–89", true)]
    [TestCase("80+", "65–79", false)]
    [TestCase("80+", "65–80", true)]
    [TestCase("80+", "90+", true)]
    [TestCase("0–17", "0–17", true)]
    public void Grupper_overlappar_nar_nagon_alder_ryms_i_bada(string a, string b, bool vantat)
    {
        Aldersgrupp.TryTolka(a, out var ena);
        Aldersgrupp.TryTolka(b, out var andra);
        Assert.That((ena.Overlappar(andra), andra.Overlappar(ena)), Is.EqualTo((vantat, vantat)));
    }

    [Test]
    public void Fem_personer_visas_men_inte_fyra() => Assert.Multiple(() =>
    {
        Assert.That(Uppdelning.Skydd([5, 5]), Is.EqualTo(new[] { Visas, Visas }));
        Assert.That(Uppdelning.Skydd([4, 4]), Is.EqualTo(new[] { FaPersoner, FaPersoner }));
        Assert.That(Uppdelning.Skydd([]), Is.Empty);
    });

    [Test]
    public void En_ensam_dold_grupp_gar_att_rakna_fram_sa_den_nast_minsta_doljs_ocksa() =>
        Assert.That(Uppdelning.Skydd([90, 3, 12]), Is.EqualTo(new[] { Visas, FaPersoner, SkyddarAnnan }));

    [Test]
    public void De_dolda_ar_tillsammans_minst_fem() => Assert.Multiple(() =>
    {
        Assert.That(Uppdelning.Skydd([2, 1, 40, 30]), Is.EqualTo(new[] { FaPersoner, FaPersoner, Visas, SkyddarAnnan }));
        Assert.That(Uppdelning.Skydd([2, 3, 40, 30]), Is.EqualTo(new[] { FaPersoner, FaPersoner, Visas, Visas }));
    });

    [Test]
    public void Ett_okant_antal_doljs_inte_for_sin_egen_skull_men_kan_skydda_en_annan_grupp() => Assert.Multiple(() =>
    {
        Assert.That(Uppdelning.Skydd([null, null]), Is.EqualTo(new[] { Visas, Visas }));
        Assert.That(Uppdelning.Skydd([null, 2]), Is.EqualTo(new[] { SkyddarAnnan, FaPersoner }));
        Assert.That(Uppdelning.Skydd([null, 2, 50]), Is.EqualTo(new[] { Visas, FaPersoner, SkyddarAnnan }), "Ett känt antal går före ett okänt.");
    });

    [Test]
    public void En_grupp_utan_andra_att_jamfora_med_doljs_ensam() => Assert.That(Uppdelning.Skydd([0]), Is.EqualTo(new[] { FaPersoner }));
}
