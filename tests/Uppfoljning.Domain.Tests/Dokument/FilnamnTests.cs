using Uppfoljning.Domain.Dokument;

namespace Uppfoljning.Domain.Tests.Dokument;

/// <summary>Ett namn utifrån blir ett namn att visa, aldrig en sökväg eller ett annat namn än det ser ut att vara.</summary>
public sealed class FilnamnTests
{
    [TestCase("avtal.pdf", "avtal.pdf")]
    [TestCase("Årsrapport 2026 – slutlig.docx", "Årsrapport 2026 – slutlig.docx")]
    [TestCase("../../etc/passwd", "passwd")]
    [TestCase(@"..\..\Windows\win.ini", "win.ini")]
    [TestCase(@"C:\Users\x\avtal.pdf", "avtal.pdf")]
    [TestCase("CON", "_CON")]
    [TestCase("nul.pdf", "_nul.pdf")]
    [TestCase("com1.tar.pdf", "_com1.tar.pdf")]
    [TestCase("CONTRACT.pdf", "CONTRACT.pdf")]
    [TestCase("avtal\u202Efdp.exe", "avtalfdp.exe")]
    [TestCase("av\u200Btal\uFEFF.pdf", "avtal.pdf")]
    [TestCase("a\"b'c.pdf", "a_b'c.pdf")]
    [TestCase("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf")]
    [TestCase("a\0b.pdf", "a b.pdf")]
    [TestCase("  .pdf. ", "pdf")]
    [TestCase("avtal. .pdf", "avtal.pdf")]
    [TestCase("...", "namnlös")]
    [TestCase("", "namnlös")]
    [TestCase(null, "namnlös")]
    [TestCase("a\u030Angman.pdf", "ångman.pdf")]
    [TestCase("trasig\uD83D.pdf", "trasig.pdf")]
    public void Namnet_rensas(string? utifran, string vantat) => Assert.That(Filnamn.Rensa(utifran), Is.EqualTo(vantat));

    [Test]
    public void Ett_langt_namn_kortas_och_behaller_sin_andelse()
    {
        var namn = Filnamn.Rensa(new string('å', 500) + ".pdf");
        Assert.That(namn, Has.Length.EqualTo(Filnamn.Langst).And.EndsWith("å.pdf"));
        Assert.That(Filnamn.Rensa(string.Concat(Enumerable.Repeat("😀", 150)) + ".pdf"), Does.EndWith("😀.pdf"), "Ett tecken av två halvor delas inte.");
        Assert.That(Filnamn.Rensa(new string('x', 300)), Has.Length.EqualTo(Filnamn.Langst));
    }

    [TestCase("a.JPEG", Filtyp.Jpeg)]
    [TestCase("a.jpg", Filtyp.Jpeg)]
    [TestCase("a.pdf.xlsx", Filtyp.Xlsx)]
    [TestCase("a.exe", null)]
    [TestCase("pdf", null)]
    public void Andelsen_sager_sorten(string namn, Filtyp? vantad) => Assert.That(Filtyper.Av(namn), Is.EqualTo(vantad));

    [Test]
    public void Bara_det_som_inte_kan_kora_nagot_visas_i_sidan() =>
        Assert.That(Enum.GetValues<Filtyp>().Where(t => t.Visas()), Is.EquivalentTo(new[] { Filtyp.Pdf, Filtyp.Png, Filtyp.Jpeg }));
}
