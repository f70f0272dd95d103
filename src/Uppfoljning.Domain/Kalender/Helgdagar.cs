namespace Uppfoljning.Domain.Kalender;

/// <summary>Vad som gör en dag till en annan dag än en vanlig arbetsdag.</summary>
public enum Dagsort
{
    /// <summary>Allmän helgdag enligt lag.</summary>
    Helgdag,

    /// <summary>Ingen helgdag, men likställd när en tid löper ut: midsommarafton, julafton, nyårsafton.</summary>
    Likstalld,
}

/// <summary>Hur säker en uppgift om lagen är.</summary>
public enum Belagg
{
    /// <summary>Läst i lagtexten (regelverket: verified).</summary>
    Last,

    /// <summary>Allmänt känt men inte kontrollerat mot lagtexten (regelverket: from knowledge).</summary>
    Kant,
}

/// <summary>En dag med namn.</summary>
public sealed record Namngivendag(DateOnly Dag, string Namn, Dagsort Sort, Belagg Belagg);

/// <summary>
/// Allmänna helgdagar (lagen 1989:253, BER-10) och de tre aftnar som är likställda med dem när en tid löper ut (2 § lagen 1930:173, BER-02).
/// Räknas fram för varje år; ingen lista att hålla efter.
/// </summary>
/// <remarks>
/// Dagens lag är läst och märks så från dess första hela år; framtida ändringar läggs till av en administratör. Det som gällde tidigare är allmänt känt och märkt så: nationaldagen är helgdag från 2005 och annandag pingst var det
/// till och med 2004; midsommardagen och alla helgons dag är lördagar från 1953 (tidigare 24 juni och första söndagen i november); Marie
/// bebådelsedag var helgdag den 25 mars till och med 1952 (i påskveckan firad på palmsöndagen); första maj är helgdag från 1939.
/// </remarks>
public static class Helgdagar
{
    public const int LagensForstaHelaAr = 1990;
    public const int NationaldagenFran = 2005;
    public const int RorligMidsommarFran = 1953;
    public const int ForstaMajFran = 1939;

    public static readonly Lagrum Lagrum = new("lagen (1989:253) om allmänna helgdagar", null, "1");

    /// <summary>Påskdagen, den första söndagen efter den kyrkliga fullmånen på eller efter den 21 mars (Meeus, Jones och Butcher).</summary>
    public static DateOnly Paskdagen(int ar)
    {
        var (a, b, c) = (ar % 19, ar / 100, ar % 100);
        var (d, e) = (b / 4, b % 4);
        var g = (8 * b + 13) / 25;
        var h = (19 * a + b - d - g + 15) % 30;
        var l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
        var m = (a + 11 * h + 22 * l) / 451;
        var n = h + l - 7 * m + 114;
        return new DateOnly(ar, n / 31, n % 31 + 1);
    }

    /// <summary>Årets namngivna dagar i datumordning. Vanliga söndagar och lördagar är inte med.</summary>
    public static IReadOnlyList<Namngivendag> For(int ar)
    {
        var pask = Paskdagen(ar);
        var rorlig = ar >= RorligMidsommarFran;
        var midsommar = rorlig ? Forsta(DayOfWeek.Saturday, new(ar, 6, 20)) : new DateOnly(ar, 6, 24);
        var helgon = rorlig ? Forsta(DayOfWeek.Saturday, new(ar, 10, 31)) : Forsta(DayOfWeek.Sunday, new(ar, 11, 1));
        var belagg = ar >= LagensForstaHelaAr ? Belagg.Last : Belagg.Kant;

        var dagar = new List<Namngivendag>
        {
            Helgdag(new(ar, 1, 1), "nyårsdagen"),
            Helgdag(new(ar, 1, 6), "trettondedag jul"),
            Helgdag(pask.AddDays(-2), "långfredagen"),
            Helgdag(pask, "påskdagen"),
            Helgdag(pask.AddDays(1), "annandag påsk"),
            Helgdag(pask.AddDays(39), "Kristi himmelsfärdsdag"),
            Helgdag(pask.AddDays(49), "pingstdagen"),
            new(midsommar.AddDays(-1), "midsommarafton", Dagsort.Likstalld, belagg),
            Helgdag(midsommar, "midsommardagen"),
            Helgdag(helgon, "alla helgons dag"),
            new(new(ar, 12, 24), "julafton", Dagsort.Likstalld, belagg),
            Helgdag(new(ar, 12, 25), "juldagen"),
            Helgdag(new(ar, 12, 26), "annandag jul"),
            new(new(ar, 12, 31), "nyårsafton", Dagsort.Likstalld, belagg),
        };
        if (ar >= ForstaMajFran) { dagar.Add(Helgdag(new(ar, 5, 1), "första maj")); }
        if (ar >= NationaldagenFran)
        {
            dagar.Add(Helgdag(new(ar, 6, 6), "nationaldagen"));
        }
        else
        {
            dagar.Add(Helgdag(pask.AddDays(50), "annandag pingst", Belagg.Kant));
        }
        var bebadelse = new DateOnly(ar, 3, 25);
        if (!rorlig && (bebadelse < pask.AddDays(-7) || bebadelse > pask)) { dagar.Add(Helgdag(bebadelse, "Marie bebådelsedag", Belagg.Kant)); }
        return [.. dagar.OrderBy(d => d.Dag)];

        Namngivendag Helgdag(DateOnly dag, string namn, Belagg? annat = null) => new(dag, namn, Dagsort.Helgdag, annat ?? belagg);
    }

    /// <summary>Dagens namn, eller null för en dag utan eget namn. Två namn på samma dag skrivs båda.</summary>
    public static string? Namn(DateOnly dag) =>
        string.Join(" och ", For(dag.Year).Where(d => d.Dag == dag).Select(d => d.Namn)) is { Length: > 0 } namn ? namn : null;

    private static DateOnly Forsta(DayOfWeek veckodag, DateOnly fran) => fran.AddDays(((int)veckodag - (int)fran.DayOfWeek + 7) % 7);
}
