using FsCheck;
using FsCheck.Fluent;
using Uppfoljning.Application.Common;
using Uppfoljning.Application.Import;
using Uppfoljning.Domain;
using Egenskap = FsCheck.NUnit.PropertyAttribute;

namespace Uppfoljning.Tests.Handlers;

/// <summary>Filformatet i sig: det som skrivs läses tillbaka, vad det än är.</summary>
public sealed class ImportCsvTests
{
    /// <summary>Celler med just de tecken som gör CSV svårt.</summary>
    private static Gen<string> Cell => Gen.Elements(";", ",", "\t", "\"", "\"\"", "\n", "\r\n", "=", "'", " ", "å", "Ö", "a", "1", "😀", "\u00A0").ListOf().Select(string.Concat);

    private static Arbitrary<string[][]> Tabell => Arb.From(
        from bredd in Gen.Choose(2, 6)
        from rader in Cell.ArrayOf(bredd).NonEmptyListOf()
        select rader.ToArray());

    [Egenskap(MaxTest = 1000)]
    public Property Det_som_skrivs_lases_tillbaka() => Prop.ForAll(Tabell, tabell => new[] { ';', ',', '\t' }.All(avgransare =>
    {
        var hinder = new List<Hinder>();
        var last = Csvfil.Las(new StringReader(Csvfil.Skriv(tabell, avgransare)), avgransare, hinder);
        return hinder.Count == 0 && last.Count == tabell.Length && last.Select((rad, i) => rad.Nr == i + 1 && rad.Celler.SequenceEqual(tabell[i])).All(lika => lika);
    }));

    [TestCase("a;b\r\n\r\n\"c\nd\";e\r\n", 3, Description = "Tomma rader räknas, radbrytningar i celler inte.")]
    [TestCase("a;b\r\r\"c\rd\";e", 3)]
    [TestCase("a;b\n\n\"c\r\nd\";e", 3)]
    public void Radnumren_ar_kalkylarkets(string text, int nr)
    {
        var last = Csvfil.Las(new StringReader(text), ';', []);
        Assert.That(last[^1].Nr, Is.EqualTo(nr));
        Assert.That(last[^1].Celler[1], Is.EqualTo("e"));
        Assert.That(last.Count(r => r.Tom), Is.EqualTo(1));
    }

    [TestCase("a\"b\";c", "a\"b\"")]
    [TestCase("\"a \"\"b\"\" c\";d", "a \"b\" c")]
    [TestCase("5\";c", "5\"")]
    public void Citattecken_inne_i_en_cell_ar_text(string text, string cell)
    {
        var hinder = new List<Hinder>();
        Assert.That(Csvfil.Las(new StringReader(text), ';', hinder)[0].Celler[0], Is.EqualTo(cell));
        Assert.That(hinder, Is.Empty);
    }

    [TestCase("a;b\r\nc;\"d\r\n", 2)]
    [TestCase("a;b\r\nc;d\r\n\"e;f", 3)]
    public void Ett_oavslutat_citat_namner_sin_rad(string text, int rad)
    {
        var hinder = new List<Hinder>();
        Csvfil.Las(new StringReader(text), ';', hinder);
        Assert.That(hinder.Single().Text, Does.StartWith($"På rad {rad} börjar en cell med citattecken"));
    }

    [Egenskap]
    public bool Varje_sokord_hittas_med_sin_egen_borjan(NonEmptyString text, PositiveInt langd)
    {
        foreach (var ord in Sokord.I(text.Get))
        {
            var borjan = ord[..Math.Min(ord.Length, langd.Get)];
            if (char.IsHighSurrogate(borjan[^1])) { continue; }
            var (fran, till) = Sokord.Prefix(borjan);
            if (string.CompareOrdinal(ord, fran) < 0 || string.CompareOrdinal(ord, till) >= 0 || ord.Length > Sokord.LangstaOrd) { return false; }
        }
        return true;
    }
}
