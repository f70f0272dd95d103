using System.Globalization;
using Uppfoljning.Application.Avtal;
using Uppfoljning.Domain.Avtal;

namespace Uppfoljning.Web.Common;

/// <summary>Var allt står på ett avtals tidslinje, i ritningens egna mått. Vyn ritar bara ut det.</summary>
public sealed record Tidslinje
{
    private const int Kant = 16;
    private const int Ring = 24;
    private const int Arsbredd = 46;

    public required int Bredd { get; init; }

    public required int Hojd { get; init; }

    public required IReadOnlyList<Artal> Ar { get; init; }

    public required IReadOnlyList<Stapel> Staplar { get; init; }

    public required IReadOnlyList<Punkt> Punkter { get; init; }

    /// <summary>Var dagens datum ligger, eller null när det ligger utanför linjen.</summary>
    public string? Idag { get; init; }

    public const int Linje = 30;

    /// <summary>Linjen för avtalet, eller null när färre än två datum är kända och det inte finns något att rita.</summary>
    public static Tidslinje? Av(Avtalsdatumblad blad, int bredd)
    {
        var dagar = blad.Rader.Where(r => r.Datum.Dag is not null).ToList();
        if (dagar.Count < 2) { return null; }

        var (forst, sist) = (dagar[0].Datum.Dag!.Value, dagar[^1].Datum.Dag!.Value);
        var nara = blad.Idag.AddYears(2) >= forst && blad.Idag.AddYears(-2) <= sist;
        if (nara) { (forst, sist) = (blad.Idag < forst ? blad.Idag : forst, blad.Idag > sist ? blad.Idag : sist); }
        var langd = Math.Max(1, sist.DayNumber - forst.DayNumber);
        double X(DateOnly dag) => Kant + (double)(dag.DayNumber - forst.DayNumber) / langd * (bredd - 2 * Kant);

        var rader = new List<double>();
        var punkter = new List<Punkt>();
        foreach (var rad in dagar)
        {
            var x = X(rad.Datum.Dag!.Value);
            var nr = rader.FindIndex(sista => x - sista >= Ring);
            if (nr < 0)
            {
                nr = rader.Count;
                rader.Add(0);
            }
            rader[nr] = x;
            punkter.Add(new(rad.Nr, Tal(x), Linje + 36 + nr * Ring, Sort(rad)));
        }

        return new()
        {
            Bredd = bredd,
            Hojd = Linje + 36 + rader.Count * Ring,
            Ar = [.. Artalen(forst, sist, X, bredd)],
            Staplar = [.. blad.Perioder.Select(p => (Fran: X(p.Fran is { } fran && fran > forst ? fran : forst), Till: X(p.Till), p.Nr, p.Beslutad))
                .Select(p => new Stapel(Tal(p.Fran), Tal(Math.Max(1, p.Till - p.Fran - (p.Nr == 0 ? 0 : 1))), p.Nr > 0 && !p.Beslutad))],
            Punkter = punkter,
            Idag = nara ? Tal(X(blad.Idag)) : null,
        };
    }

    private static IEnumerable<Artal> Artalen(DateOnly forst, DateOnly sist, Func<DateOnly, double> x, int bredd)
    {
        var hogst = Math.Max(1, (bredd - 2 * Kant) / Arsbredd);
        int[] steg = [1, 2, 5, 10, 20, 50, 100];
        var antal = sist.Year - forst.Year;
        var varje = steg.First(s => antal / s <= hogst || s == 100);
        for (var ar = forst.Year + 1; ar <= sist.Year; ar++)
        {
            if (ar % varje == 0) { yield return new(ar, Tal(x(new(ar, 1, 1)))); }
        }
    }

    private static string Sort(Avtalsdatumrad rad) => rad.Passerad ? "passerad" : rad.Datum.Sort switch
    {
        Avtalsdatumsort.Besked => "besked",
        Avtalsdatumsort.NastaUpphandling => "upphandling",
        _ => "avtal",
    };

    private static string Tal(double tal) => tal.ToString("0.#", CultureInfo.InvariantCulture);

    public sealed record Artal(int Ar, string X);

    public sealed record Stapel(string X, string Bredd, bool Forlangning);

    public sealed record Punkt(int Nr, string X, int Y, string Sort);
}
