namespace Uppfoljning.Pdf.Tests;

[TestFixture]
public sealed class BilagaTests
{
    [Test]
    public void Bilagor_raknas_borjar_pa_ny_sida_och_star_i_innehall_och_bokmarken()
    {
        var pdf = Papper.Las(new TableOfContents(), new Heading(1, "Planen"), new Appendix("Underlag", [new Heading(2, "Källor"), new Paragraph("Text")]), new Appendix("", [new Paragraph("Mer")]));
        Assert.That(pdf.Pages, Has.Count.EqualTo(3));
        Assert.That(pdf.Root.All("TOCI").Select(t => t.Text), Is.EqualTo(["Planen1", "Bilaga 1. Underlag2", "Källor2", "Bilaga 23"]));
        Assert.That(pdf.Bookmarks(), Is.EqualTo(new[] { (1, "Innehåll"), (1, "Planen"), (1, "Bilaga 1. Underlag"), (2, "Källor"), (1, "Bilaga 2") }));
        Assert.That(pdf.Root.All("H1").Select(h => h.Text), Is.EqualTo(["Innehåll", "Planen", "Bilaga 1. Underlag", "Bilaga 2"]));
        Assert.That(pdf.Root.Elements.Last().Role, Is.EqualTo("Sect"));
    }

    [Test]
    public void Bilaga_med_eget_papper_far_det_och_sedan_gar_dokumentet_tillbaka()
    {
        var pdf = Papper.Las(new Paragraph("A"), new Appendix("B", [Papper.Tabell(60)]) { Page = PageFormat.A4Landscape }, new Appendix("C", [new Paragraph("C")]));
        var landscape = pdf.Pages.Select(p => (double)pdf.Reader.Array(p.Page["MediaBox"])[2]! > 800).ToList();
        Assert.That(landscape.First(), Is.False);
        Assert.That(landscape.Last(), Is.False);
        Assert.That(landscape[1..^1], Has.All.True);
        Assert.That(landscape, Has.Count.GreaterThan(3));
    }

    [Test]
    public void Ordet_for_bilaga_kan_bytas() =>
        Assert.That(Papper.Las(Papper.Med(new Appendix("Sources", [])) with { Labels = new Labels { Appendix = "Appendix" } }).Root.All("H1").Single().Text, Is.EqualTo("Appendix 1. Sources"));

    [Test]
    public void Avsnitt_som_halls_ihop_star_pa_en_sida([Range(10, 44, 2)] int stycken)
    {
        var pdf = Papper.Las([.. Enumerable.Repeat(new Paragraph("Text"), stycken), new Section([new Heading(2, "Rubrik"), .. Enumerable.Repeat(new Paragraph("Rad"), 15), Papper.Tabell(5)]) { KeepTogether = true }, new Paragraph("Efter")]);
        var section = pdf.Root.All("Sect").Single();
        Assert.That(section.All("H1", "P", "TD", "TH").Select(e => ((Reference)e.Dict["Pg"]!).Id).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Avsnitt_hogre_an_en_sida_flyter_fran_dar_det_borjar()
    {
        var pdf = Papper.Las(new Paragraph("Före"), new Section([.. Enumerable.Repeat(new Paragraph("Rad"), 100)]) { KeepTogether = true });
        Assert.That(((Reference)pdf.Root.All("Sect").Single().Elements.First().Dict["Pg"]!).Id, Is.EqualTo(pdf.Pages[0].Id));
        Assert.That(pdf.Pages, Has.Count.EqualTo(4));
    }

    [Test]
    public void Sidbrytning_i_avsnitt_som_halls_ihop_galler_anda() =>
        Assert.That(Papper.Las(new Section([new Paragraph("A"), new PageBreak(), new Paragraph("B")]) { KeepTogether = true }).Pages, Has.Count.EqualTo(2));
}
