using System.Globalization;

namespace Uppfoljning.Domain.Planer;

/// <summary>Ett tillfälle då en rad följs upp under planåret. Nr räknas från 1.</summary>
public sealed record Plantillfalle(int Nr, int Forsta, int Sista);

/// <summary>När under året en rad följs upp: den första perioden, och månaderna därefter när intervallet är kortare än ett år.</summary>
public static class Plantillfallen
{
    public const int ManaderPerAr = 12;

    /// <summary>Månaderna efter den första perioden. En ledig månad skjuts till nästa.</summary>
    /// <param name="forsta">Den första periodens första månad.</param>
    /// <param name="sista">Den första periodens sista månad.</param>
    /// <param name="intervallManader">Intervallet; minst ett år ger inga fler.</param>
    /// <param name="ledigManad">Månad då ingen uppföljning läggs.</param>
    /// <param name="gransen">Den sista månad då något kan följas upp: avtalets slutmånad, eller december.</param>
    public static IReadOnlyList<int> Foljande(int forsta, int sista, int intervallManader, int ledigManad, int gransen = ManaderPerAr)
    {
        var manader = new List<int>();
        if (intervallManader is < 1 or >= ManaderPerAr) { return manader; }
        for (var m = forsta + intervallManader; m <= gransen; m += intervallManader)
        {
            var manad = m == ledigManad ? m + 1 : m;
            if (manad <= gransen && manad > sista && (manader.Count == 0 || manad > manader[^1])) { manader.Add(manad); }
        }
        return manader;
    }

    public static string? Skriv(IReadOnlyList<int> manader) => manader.Count == 0 ? null : string.Join(',', manader.Select(m => m.ToString(CultureInfo.InvariantCulture)));

    public static IReadOnlyList<int> Las(string? text) => string.IsNullOrEmpty(text) ? [] : [.. text.Split(',').Select(m => int.Parse(m, CultureInfo.InvariantCulture))];

    /// <summary>Alla tillfällen i ordning; tom lista när raden saknar period.</summary>
    public static IReadOnlyList<Plantillfalle> For(Planrad rad) =>
        rad is not { ForstaManad: { } forsta, SistaManad: { } sista } ? []
        : [new(1, forsta, sista), .. Las(rad.FlerManader).Select((m, i) => new Plantillfalle(i + 2, m, m))];

    /// <summary>mars, juni och oktober 2027; eller januari–mars 2027.</summary>
    public static string Text(Planrad rad, int ar)
    {
        var fler = Las(rad.FlerManader);
        var forsta = Plantext.Period(rad.ForstaManad, rad.SistaManad, ar);
        return fler.Count == 0 || forsta.Length == 0 ? forsta
            : $"{Plantext.Uppraknade([forsta[..^5], .. fler.Select(Plantext.Manad)])} {ar}";
    }
}
