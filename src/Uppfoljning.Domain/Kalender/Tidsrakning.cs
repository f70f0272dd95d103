using System.Globalization;

namespace Uppfoljning.Domain.Kalender;

public enum Tidsenhet
{
    Dagar,
    Veckor,
    Manader,
    Ar,
}

/// <summary>En tid som en lag eller ett avtal anger.</summary>
public readonly record struct Tid(int Antal, Tidsenhet Enhet)
{
    public static Tid Dagar(int antal) => new(antal, Tidsenhet.Dagar);

    public static Tid Veckor(int antal) => new(antal, Tidsenhet.Veckor);

    public static Tid Manader(int antal) => new(antal, Tidsenhet.Manader);

    public static Tid Ar(int antal) => new(antal, Tidsenhet.Ar);

    /// <summary>Så som det läses: 10 dagar, 1 månad.</summary>
    public override string ToString() => Antal.ToString(CultureInfo.InvariantCulture) + Enhet switch
    {
        Tidsenhet.Dagar => Antal == 1 ? " dag" : " dagar",
        Tidsenhet.Veckor => Antal == 1 ? " vecka" : " veckor",
        Tidsenhet.Manader => Antal == 1 ? " månad" : " månader",
        _ => " år",
    };

    internal DateOnly Fran(DateOnly dag, int riktning) => Enhet switch
    {
        Tidsenhet.Dagar => dag.AddDays(riktning * Antal),
        Tidsenhet.Veckor => dag.AddDays(riktning * 7 * Antal),
        Tidsenhet.Manader => dag.AddMonths(riktning * Antal),
        _ => dag.AddYears(riktning * Antal),
    };
}

/// <summary>De två sätten att räkna en tid framåt.</summary>
public enum Rakningssatt
{
    /// <summary>Lagen (1930:173) om beräkning av lagstadgad tid: avtalsspärr, överprövning, tiodagarsfrist (BER-01–BER-06).</summary>
    Lagstadgad,

    /// <summary>Förordning (EEG, Euratom) nr 1182/71: anbudstider och andra tider som genomför direktivet (BER-07).</summary>
    Eu,
}

/// <summary>En dag, hur den räknades fram i ord, och bestämmelserna bakom.</summary>
public sealed record Raknadag(DateOnly Dag, IReadOnlyList<string> Steg, IReadOnlyList<Lagrum> Lagrum);

/// <summary>Beräkning av tid (regelverket 1.5). Rena funktioner; kalendern är en uppgift som alla andra.</summary>
/// <remarks>
/// Dagens lydelse av 2 § tillämpas oavsett år: hur lördagar och aftnar räknades förr är inte kontrollerat. Klockslaget på sista anbudsdagen
/// (BER-08) är en öppen fråga och räknas inte här; tiden löper ut när dagen gör det.
/// </remarks>
public static class Tidsrakning
{
    public static readonly Lagrum Berakning = new("lagen (1930:173) om beräkning av lagstadgad tid", null, "1");
    public static readonly Lagrum NastaArbetsdag = new("lagen (1930:173) om beräkning av lagstadgad tid", null, "2");
    public static readonly Lagrum Forordning = new("förordning (EEG, Euratom) nr 1182/71", null, "artikel 3");

    /// <summary>En tid på två dagar eller mer omfattar minst så många arbetsdagar (artikel 3.5 i förordning 1182/71).</summary>
    public const int MinstArbetsdagar = 2;

    /// <summary>Dagen själv, eller nästa arbetsdag om dagen är lördag, helgdag eller likställd med helgdag (BER-02).</summary>
    public static Raknadag Rulla(DateOnly dag, Arbetskalender kalender)
    {
        var steg = new List<string>();
        var rullad = Rulla(dag, kalender, steg);
        return new(rullad, steg, rullad == dag ? [] : [NastaArbetsdag]);
    }

    /// <summary>
    /// Tidens sista dag. Händelsedagen räknas inte (BER-04). Veckor slutar samma veckodag och månader samma datum, eller månadens sista dag
    /// (BER-01). Bara sista dagen flyttas; helgdagar inne i tiden förlänger den inte (BER-05).
    /// </summary>
    public static Raknadag SistaDag(DateOnly start, Tid tid, Arbetskalender kalender, Rakningssatt satt = Rakningssatt.Lagstadgad)
    {
        var ratt = tid.Fran(start, 1);
        var steg = new List<string>
        {
            $"{Arbetskalender.Utskriven(start)} är dag 0 och räknas inte.",
            Namn(start, tid, ratt),
        };
        var dag = Rulla(ratt, kalender, steg);
        if (satt == Rakningssatt.Eu && (tid.Enhet != Tidsenhet.Dagar || tid.Antal >= MinstArbetsdagar))
        {
            for (var antal = Arbetsdagar(start, dag, kalender); antal < MinstArbetsdagar; antal++)
            {
                dag = Rulla(dag.AddDays(1), kalender, []);
                steg.Add($"Tiden ska omfatta minst {MinstArbetsdagar} arbetsdagar (artikel 3.5) och löper därför till och med {Arbetskalender.Utskriven(dag)}.");
            }
        }
        IReadOnlyList<Lagrum> lagrum = satt == Rakningssatt.Eu ? [Forordning]
            : [.. tid.Enhet == Tidsenhet.Dagar ? [] : new[] { Berakning }, .. dag == ratt ? [] : new[] { NastaArbetsdag }];
        return new(dag, steg, lagrum);
    }

    /// <summary>En tid räknad bakåt. Den flyttas aldrig: den som räknar bakåt har inte rätt till fler dagar (BER-07, TID-13).</summary>
    public static Raknadag Bakat(DateOnly slut, Tid tid)
    {
        var dag = tid.Fran(slut, -1);
        return new(dag, [$"{tid} före {Arbetskalender.Utskriven(slut)} är {Arbetskalender.Utskriven(dag)}. En tid som räknas bakåt flyttas inte till nästa arbetsdag."], []);
    }

    /// <summary>Den sista händelsedag som gör att tiden har löpt ut senast <paramref name="sista"/>: <see cref="SistaDag"/> baklänges.</summary>
    public static Raknadag SenastStart(DateOnly sista, Tid tid, Arbetskalender kalender, Rakningssatt satt = Rakningssatt.Lagstadgad)
    {
        // Several days at the end of a month can reach the same clipped day, so the search begins a little late.
        var start = tid.Fran(sista, -1).AddDays(tid.Enhet is Tidsenhet.Manader or Tidsenhet.Ar ? 3 : 0);
        var fram = SistaDag(start, tid, kalender, satt);
        while (fram.Dag > sista)
        {
            start = start.AddDays(-1);
            fram = SistaDag(start, tid, kalender, satt);
        }
        return fram with { Dag = start };
    }

    /// <summary>Det som var förbjudet under tiden får göras dagen efter dess sista dag, också om det är en lördag (BER-06).</summary>
    public static Raknadag TillatenFran(DateOnly start, Tid tid, Arbetskalender kalender, Rakningssatt satt = Rakningssatt.Lagstadgad)
    {
        var sista = SistaDag(start, tid, kalender, satt);
        var dag = sista.Dag.AddDays(1);
        return sista with { Dag = dag, Steg = [.. sista.Steg, $"Sista dagen är {sista.Dag.Iso()}. Det som tiden hindrar får göras dagen därpå, {Arbetskalender.Utskriven(dag)}."] };
    }

    /// <summary>Antalet arbetsdagar efter <paramref name="fran"/> till och med <paramref name="till"/>, högst så många som spelar roll.</summary>
    private static int Arbetsdagar(DateOnly fran, DateOnly till, Arbetskalender kalender)
    {
        var antal = 0;
        for (var dag = fran.AddDays(1); dag <= till && antal < MinstArbetsdagar; dag = dag.AddDays(1))
        {
            if (kalender.Ledig(dag) is null) { antal++; }
        }
        return antal;
    }

    private static DateOnly Rulla(DateOnly dag, Arbetskalender kalender, List<string> steg)
    {
        var forsta = dag;
        var skal = new List<string>();
        while (kalender.Ledig(dag) is { } ledig)
        {
            skal.Add($"{dag.Iso()} är {ledig}");
            dag = dag.AddDays(1);
        }
        if (dag != forsta) { steg.Add($"{string.Join(", ", skal)}. Sista dagen blir nästa arbetsdag, {Arbetskalender.Utskriven(dag)}."); }
        return dag;
    }

    private static string Namn(DateOnly start, Tid tid, DateOnly dag) => tid.Enhet switch
    {
        Tidsenhet.Dagar => $"Dag {tid.Antal} är {Arbetskalender.Utskriven(dag)}.",
        Tidsenhet.Veckor => $"{tid} slutar samma veckodag: {Arbetskalender.Utskriven(dag)}.",
        _ when dag.Day == start.Day => $"{tid} slutar samma dag i månaden: {Arbetskalender.Utskriven(dag)}.",
        _ => $"{tid} skulle sluta den {start.Day}, men månaden saknar den dagen. Tiden slutar månadens sista dag: {Arbetskalender.Utskriven(dag)}.",
    };
}
