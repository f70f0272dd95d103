namespace Uppfoljning.Pdf.Tests;

/// <summary>Vad andra program säger om filerna.</summary>
[TestFixture]
public sealed class VerktygTests
{
    private static readonly byte[] Plan = Papper.Skriv(Papper.Plan()).Bytes;

    [Test]
    public void Filen_ar_felfri_enligt_qpdf() => Tools.Check(Plan);

    [Test]
    public void Svenska_tecken_streck_och_citattecken_gar_att_lasa_ut()
    {
        const string text = "Åtgärder för äldre – ”hög risk” på 5 § … 1 000 €";
        Assert.That(Tools.TextOf(Papper.Skriv(Papper.Med(new Paragraph(text))).Bytes), Does.Contain(text));
    }

    [Test]
    public void Utkast_stor_inte_den_utlasta_texten() => Assert.That(Tools.TextOf(Plan), Does.Not.Contain("UTKAST").And.Contain("Planen bygger på programmet"));

    [Test]
    public void Alla_typsnitt_ar_inbaddade_delmangder_med_teckentabell()
    {
        var fonts = Tools.Run("pdffonts", Plan, "{pdf}").Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];
        Assert.That(fonts, Is.Not.Empty);
        Assert.That(fonts, Has.All.Contains("CID TrueType"));
        Assert.That(fonts, Has.All.Matches("Identity-H +yes yes yes"));
    }

    [Test]
    public void Strukturtradet_gar_att_lasa_for_andra()
    {
        // Poppler läser om sidan för varje element, så dokumentet är litet.
        var small = Papper.Skriv(Papper.Med(new TableOfContents(), new Heading(1, "Åtgärder"), new ItemList(["Punkt"]), Papper.Tabell(2))).Bytes;
        var tree = Tools.Run("pdfinfo", small, "-struct-text", "{pdf}");
        foreach (var role in new[] { "Document", "H1", "TOCI", "LBody", "Caption", "THead", "TH", "TD", "Link" }) { Assert.That(tree, Does.Match($"\\b{role}\\b")); }
        Assert.That(tree, Does.Contain("/Scope /Column").And.Contain("\"Uppföljning av hemtjänst\""));
    }

    [Test]
    public void Sidorna_gar_att_rita_utan_anmarkning() => Assert.That(Tools.Run("pdftoppm", Plan, "-r", "30", "-gray", "{pdf}"), Has.Length.GreaterThan(10_000));

    [Test]
    public void Metadata_syns_for_andra()
    {
        var info = Tools.Run("pdfinfo", Plan, "{pdf}");
        Assert.That(info, Does.Match("Title: +Uppföljningsplan 2027").And.Match("Author: +Exempelkommun").And.Match("Tagged: +yes").And.Match("Subject: +Plan för <privata> utförare & avtal"));
    }
}
