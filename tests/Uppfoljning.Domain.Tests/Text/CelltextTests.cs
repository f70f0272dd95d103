using FsCheck;
using FsCheck.Fluent;
using Uppfoljning.Domain.Import;
using Egenskap = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Domain.Tests.Text;

public sealed class CelltextTests
{
    [TestCase(null, null)]
    [TestCase("", null)]
    [TestCase("  \u00A0\t", null)]
    [TestCase("-", null)]
    [TestCase(" – ", null)]
    [TestCase("  Omsorg \u00A0 Väst\r\nAB ", "Omsorg Väst AB")]
    [TestCase("Om\u00ADsorg\u200B AB\uFEFF", "Omsorg AB")]
    [TestCase("A\u030Angström", "Ångström")]
    [TestCase("'=1+1", "=1+1")]
    [TestCase("'citat'", "'citat'")]
    [TestCase("-5", "-5")]
    public void En_cell_lases_pa_en_rad_utan_osynliga_tecken(string? cell, string? vantat) => Assert.That(Celltext.Enradig(cell), Is.EqualTo(vantat));

    [Test]
    public void En_anmarkning_behaller_sina_rader() => Assert.That(Celltext.Flerradig("\r\nEtt  två\r\n\r\nTre\rFyra\n"), Is.EqualTo("Ett två\n\nTre\nFyra"));

    [TestCase("24", 24)]
    [TestCase("0", 0)]
    [TestCase("1 200", 1200)]
    [TestCase("24,00", 24)]
    [TestCase("12 månader", 12)]
    [TestCase("1 mån.", 1)]
    [TestCase("3 st", 3)]
    [TestCase("999999999", 999_999_999)]
    public void Ett_antal_far_skrivas_pa_flera_satt(string text, int vantat)
    {
        Assert.That(Celltext.TryAntal(text, out var antal), Is.True);
        Assert.That(antal, Is.EqualTo(vantat));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("två")]
    [TestCase("-1")]
    [TestCase("1,5")]
    [TestCase("1.5")]
    [TestCase("2 år")]
    [TestCase("månader")]
    [TestCase("1000000000")]
    [TestCase(",0")]
    public void Det_som_inte_ar_ett_antal_gissas_inte(string? text) => Assert.That(Celltext.TryAntal(text, out _), Is.False);

    [Egenskap(MaxTest = 500)]
    public bool Skyddad_text_blir_sig_sjalv_igen(string? text, bool formel)
    {
        var cell = (formel ? "=" : "'") + text;
        return Celltext.Oskyddad(Celltext.Skyddad(cell)) == cell && Celltext.Oskyddad(Celltext.Skyddad(text ?? "")) == (text ?? "");
    }

    [Egenskap(MaxTest = 500)]
    public bool Skyddad_text_borjar_aldrig_som_en_formel(string? text) => Celltext.Skyddad(text ?? "").TrimStart(' ') is not ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..];

    [TestCase("=1+1")]
    [TestCase("+46")]
    [TestCase("-1")]
    [TestCase("@SUM(A1)")]
    [TestCase("\t=1")]
    [TestCase("\r=1")]
    [TestCase("\n=1")]
    [TestCase("  =1+1")]
    [TestCase("\uFF1D1+1")]
    [TestCase("\uFF0B1")]
    [TestCase("\uFF0D1")]
    [TestCase("\uFF20x")]
    [TestCase("'=1")]
    [TestCase("' =1")]
    public void Det_som_ett_kalkylark_kan_rakna_med_far_en_apostrof_som_tas_bort_igen(string text)
    {
        Assert.That(Celltext.Skyddad(text), Is.EqualTo("'" + text));
        Assert.That(Celltext.Oskyddad("'" + text), Is.EqualTo(text));
    }

    [Egenskap(MaxTest = 500)]
    public bool Skyddad_text_med_farlig_borjan_blir_sig_sjalv_igen(string? text, byte borjan)
    {
        string[] farliga = ["=", "+", "-", "@", "\t", "\r", "\n", " =", "'", "''=", "\uFF1D", "\uFF20", " "];
        var cell = farliga[borjan % farliga.Length] + text;
        return Celltext.Oskyddad(Celltext.Skyddad(cell)) == cell;
    }

    [Egenskap(MaxTest = 500)]
    public Property Att_lasa_en_last_cell_igen_andrar_inget(string? cell)
    {
        var en = Celltext.Enradig(cell);
        // An apostrophe before a formula is taken away once per reading; that is what it is for.
        return (Celltext.Enradig(en) == en).When(en?.StartsWith('\'') != true);
    }
}
