namespace Uppfoljning.Domain.Namnder;

/// <summary>
/// En mandatperiod: fyra år räknat från och med den 15 oktober valåret (5 kap. KL). Att 2022, 2026 och 2030 är valår är vår kunskap, inte
/// något som lagtexten säger.
/// </summary>
/// <param name="Valar">Året då perioden börjar.</param>
public readonly record struct Mandatperiod(int Valar)
{
    /// <summary>Mandatperiodens längd enligt 5 kap. KL.</summary>
    public const int LangdAr = 4;

    private const int Manad = 10;
    private const int Dag = 15;

    /// <summary>Ett känt valår; de andra ligger hela perioder därifrån.</summary>
    private const int KantValar = 2022;

    public DateOnly Fran => new(Valar, Manad, Dag);

    /// <summary>Den sista dagen, som hör till perioden.</summary>
    public DateOnly Till => new(Valar + LangdAr, Manad, Dag - 1);

    public Mandatperiod Nasta => new(Valar + LangdAr);

    /// <summary>Den mandatperiod som dagen hör till.</summary>
    public static Mandatperiod For(DateOnly dag)
    {
        var ar = dag >= new DateOnly(dag.Year, Manad, Dag) ? dag.Year : dag.Year - 1;
        return new(ar - ((((ar - KantValar) % LangdAr) + LangdAr) % LangdAr));
    }

    /// <summary>Om året är ett valår i den följd som räknas här.</summary>
    public static bool ArValar(int ar) => (ar - KantValar) % LangdAr == 0;

    public bool Innehaller(DateOnly dag) => dag >= Fran && dag <= Till;

    public override string ToString() => $"{Valar}–{Valar + LangdAr}";
}
