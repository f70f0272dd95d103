using System.Globalization;
using Uppfoljning.Domain.Planer;

namespace Uppfoljning.Web.Common;

/// <summary>Något i kommunens år som planen hänger ihop med.</summary>
public sealed record Arshandelse(int Manad, string Kort, string Text);

/// <summary>Årshjulets former: tolv sektorer, var och en med en stapel så lång som månadens timmar.</summary>
public sealed record Arshjul(IReadOnlyList<int> PerManad, IReadOnlyList<int> TimmarPerManad)
{
    public const double Inre = 90;
    public const double Yttre = 255;
    private const double Mitt = 320;

    private int Mest => Math.Max(1, TimmarPerManad.Max());

    /// <summary>maj, eller maj och juni när de är lika.</summary>
    public string TungastText => Plantext.Uppraknade([.. Enumerable.Range(1, 12).Where(m => TimmarPerManad[m - 1] == Mest).Select(Plantext.Manad).DefaultIfEmpty("ingen månad")]);

    /// <summary>Det i kommunens kalender som planen ska passa (regelverket 3.2; delårsrapporten 11 kap. 16 § KL).</summary>
    public static IReadOnlyList<Arshandelse> Handelser(int ar) =>
    [
        new(1, "Planen börjar gälla", "planen börjar gälla. Nämnden redovisar förra årets plan i sin verksamhetsberättelse."),
        new(4, "Årsredovisning", $"fullmäktige antar årsredovisningen för {ar - 1}, med resultatet av det årets plan."),
        new(8, "Delårsrapport", "delårsrapport per augusti (11 kap. 16 § KL), med läget i planen."),
        new(12, "Nämndens beslut", $"nämnden beslutar planen för {ar + 1} tillsammans med verksamhetsplanen."),
    ];

    /// <summary>Hur långt ut månadens stapel når.</summary>
    public double Radie(int manad) => TimmarPerManad[manad - 1] == 0 ? Inre : Inre + 8 + ((Yttre - Inre - 8) * TimmarPerManad[manad - 1] / Mest);

    /// <summary>Hur tung månaden är: 0 lätt, 1 medel, 2 tung. Var och en har sitt mönster.</summary>
    public int Tyngd(int manad) => TimmarPerManad[manad - 1] * 3 / Mest is var tredjedel && tredjedel >= 2 ? 2 : tredjedel;

    public static double X(int manad, double radie) => Mitt + (radie * Math.Sin(Vinkel(manad - 0.5)));

    public static double Y(int manad, double radie) => Mitt - (radie * Math.Cos(Vinkel(manad - 0.5)));

    /// <summary>Punkten mitt i månadens sektor, så som den skrivs i bilden.</summary>
    public static (string X, string Y) Punkt(int manad, double radie) => (Tal(X(manad, radie)), Tal(Y(manad, radie)));

    /// <summary>En bit av ringen, med lite luft till grannarna. Januari börjar rakt upp, och året går medsols.</summary>
    public static string Sektor(int manad, double inre, double yttre)
    {
        const double luft = 0.02;
        var (fran, till) = (Vinkel(manad - 1 + luft), Vinkel(manad - luft));
        return $"M{Hort(fran, inre)} L{Hort(fran, yttre)} A{Tal(yttre)} {Tal(yttre)} 0 0 1 {Hort(till, yttre)} L{Hort(till, inre)} A{Tal(inre)} {Tal(inre)} 0 0 0 {Hort(fran, inre)} Z";
    }

    public static string Tal(double tal) => tal.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Hort(double vinkel, double radie) => $"{Tal(Mitt + (radie * Math.Sin(vinkel)))} {Tal(Mitt - (radie * Math.Cos(vinkel)))}";

    private static double Vinkel(double manader) => manader * Math.PI / 6;
}
