using System.Xml.Linq;

namespace Uppfoljning.Pdf.Tests;

/// <summary>Word-filen: giltig enligt schemat för allt som kan stå i ett dokument, med riktiga formatmallar, listor, tabeller och fält.</summary>
[TestFixture]
public sealed class WordTests
{
    private static readonly XNamespace W = WordFil.W;

    [Test]
    public void Varje_slag_ar_giltigt_ensamt([ValueSource(typeof(Sorter), nameof(Sorter.Namn))] string slag) => WordFil.Las(Sorter.Ett(slag));

    [Test]
    public void Varje_slag_ar_giltigt_i_en_notis_i_ett_liggande_avsnitt_i_en_bilaga([ValueSource(typeof(Sorter), nameof(Sorter.Namn))] string slag) =>
        WordFil.Las(new Appendix("A", [new Section([new Callout([Sorter.Ett(slag)])], PageFormat.A4Landscape), Sorter.Ett(slag)]));

    [Test]
    public void Dokument_med_allt_ar_giltigt() => WordFil.Las(Sorter.Allt());
}
