using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Avtal;

/// <summary>Grundtiden (nummer 0) eller en förlängning. Null när början inte är känd.</summary>
public sealed record Avtalsperiod(int Nr, DateOnly? Fran, DateOnly Till, bool Beslutad = false);

/// <summary>Beskedsdagar och längsta slut för ett avtal vars förlängningar har egna villkor (AND-12).</summary>
internal static class Avtalsdatumforlangning
{
    public static IEnumerable<Avtalsdag> Besked(Avtalsdatumfakta avtal, Arbetskalender kalender)
    {
        var antal = avtal.Forlangningar.Count;
        if (avtal.Slut is not { } slut)
        {
            yield return new() { Sort = Avtalsdatumsort.Besked, Rubrik = "Sista dag för besked om uppsägning eller förlängning", Saknas = Avtalsdatum.Lista(("slutdatumet", true)) };
            yield break;
        }

        var kommande = Forlangningar.Kommande(slut, avtal.Forlangningar);
        DateOnly? fore = null;
        foreach (var period in kommande)
        {
            var dag = Forlangningsbesked(period, fore, antal, kalender);
            fore = dag.Dag ?? fore;
            yield return dag;
        }
        if (kommande.Count < Forlangningar.Aterstar(avtal.Forlangningar).Count) { yield break; }
        yield return Uppsagning(kommande is [.., var sista] ? sista.Till : slut, kommande.Count > 0, avtal.UppsagningstidManader, kalender);
    }

    public static Avtalsdag LangstaSlut(Avtalsdatumfakta avtal)
    {
        const string rubrik = "Längsta möjliga slut";
        if (avtal.Slut is not { } slut) { return new() { Sort = Avtalsdatumsort.LangstaSlut, Rubrik = rubrik, Saknas = Avtalsdatum.Lista(("slutdatumet", true)) }; }
        if (Langst(avtal) is not { } dag)
        {
            return new() { Sort = Avtalsdatumsort.LangstaSlut, Rubrik = rubrik, Saknas = $"Förlängningarna går förbi år {Datumtext.StorstAr}. Kontrollera antalet och längden." };
        }
        var kommande = Forlangningar.Kommande(slut, avtal.Forlangningar);
        var lang = Forlangningar.RamavtalstidProvas(avtal.Start, dag, avtal.Regler) && avtal.Start is not null && avtal.Upphandlingsform == Upphandlingsform.Lou;
        return new()
        {
            Sort = Avtalsdatumsort.LangstaSlut,
            Rubrik = rubrik,
            Dag = dag,
            Lagrum = lang ? [Forlangningar.Ramavtalstid] : [],
            Steg = kommande.Count == 0
                ? [$"Ingen förlängning återstår. Avtalet slutar senast {Arbetskalender.Utskriven(slut)}."]
                : [$"Avtalet slutar {Arbetskalender.Utskriven(slut)} om det inte förlängs.", .. kommande.Select(Periodsteg)],
            Forbehall = lang
                ? ["Avtalet gäller längre än fyra år. Är det ett direktivstyrt ramavtal krävs särskilda skäl (7 kap. 2 § LOU); om det är ett ramavtal är inte känt."]
                : [],
        };
    }

    /// <summary>Slutet när alla förlängningar utnyttjas. Null när slutet inte är känt eller ligger bortom registret.</summary>
    public static DateOnly? Langst(Avtalsdatumfakta avtal)
    {
        if (avtal.Slut is not { } slut) { return null; }
        var kommande = Forlangningar.Kommande(slut, avtal.Forlangningar);
        return kommande.Count < Forlangningar.Aterstar(avtal.Forlangningar).Count ? null
            : kommande is [.., var sista] ? sista.Till : slut;
    }

    private static Avtalsdag Forlangningsbesked(Forlangningsperiod period, DateOnly? foregaende, int antal, Arbetskalender kalender)
    {
        var f = period.Forlangning;
        var rubrik = $"Sista dag för besked om förlängning {f.Nr} av {antal}";
        if (Forlangningar.SistaBesked(period) is not { } dag)
        {
            return new()
            {
                Sort = Avtalsdatumsort.Besked,
                Rubrik = rubrik,
                Saknas = f.SistaBesked is { } egen
                    ? $"Sista dag för besked är angiven till {egen.Iso()}, efter periodens slut {period.Fore.Iso()}. Rätta den, så visas dagen."
                    : "Det här är inte känt: sista dag för besked. Fyll i det på förlängningen.",
            };
        }

        var steg = new List<string>();
        var forbehall = new List<string>();
        if (f.SistaBesked is not null)
        {
            steg.Add($"Avtalet anger {Arbetskalender.Utskriven(dag)} som sista dag för besked, enligt registret. Perioden dessförinnan slutar {Arbetskalender.Utskriven(period.Fore)}.");
        }
        else
        {
            var bakat = Tidsrakning.Bakat(period.Fore, Tid.Manader(f.BeskedManader!.Value));
            steg.Add($"Perioden dessförinnan slutar {Arbetskalender.Utskriven(period.Fore)}. Besked lämnas {Tid.Manader(f.BeskedManader.Value)} före, enligt registret.");
            steg.Add(bakat.Steg[0]);
            if (bakat.Dag.Day != period.Fore.Day) { steg.Add($"Månaden saknar dag {period.Fore.Day}; räkningen stannar på månadens sista dag."); }
            Manadsforbehall(f.BeskedManader.Value, period.Fore, dag, forbehall);
        }
        steg.Add(Periodsteg(period));
        Stangt(dag, kalender, steg);
        if (dag < foregaende)
        {
            forbehall.Add($"Dagen ligger före sista dagen för besked om den förra förlängningen, {foregaende.Value.Iso()}. Kontrollera mot avtalet.");
        }
        return new() { Sort = Avtalsdatumsort.Besked, Rubrik = rubrik, Dag = dag, Steg = steg, Forbehall = forbehall, Lagrum = [Forlangningar.Optionsklausul] };
    }

    private static Avtalsdag Uppsagning(DateOnly slut, bool forlangs, int? uppsagningstid, Arbetskalender kalender)
    {
        var rubrik = forlangs ? "Sista dag för uppsägning i sista perioden" : "Sista dag för uppsägning";
        if (uppsagningstid is not { } manader) { return new() { Sort = Avtalsdatumsort.Besked, Rubrik = rubrik, Saknas = Avtalsdatum.Lista(("uppsägningstiden", true)) }; }

        var bakat = Tidsrakning.Bakat(slut, Tid.Manader(manader));
        var steg = new List<string> { $"Perioden slutar {Arbetskalender.Utskriven(slut)}. Uppsägningstiden är {Tid.Manader(manader)}, enligt registret.", bakat.Steg[0] };
        if (bakat.Dag.Day != slut.Day) { steg.Add($"Månaden saknar dag {slut.Day}; räkningen stannar på månadens sista dag."); }
        Stangt(bakat.Dag, kalender, steg);
        var forbehall = new List<string>
        {
            "Tiden i avtalet går före: avtalet kan ange en annan dag eller ett annat sätt att räkna.",
            "Ingen förlängning återstår efter den perioden. Avtalet löper då ut av sig självt, om det inte självt säger något annat.",
        };
        Manadsforbehall(manader, slut, bakat.Dag, forbehall);
        return new() { Sort = Avtalsdatumsort.Besked, Rubrik = rubrik, Dag = bakat.Dag, Steg = steg, Forbehall = forbehall };
    }

    private static void Stangt(DateOnly dag, Arbetskalender kalender, List<string> steg)
    {
        if (kalender.Stangt(dag) is { } stangt)
        {
            steg.Add($"{dag.Iso()} är {stangt}. Sista arbetsdagen dessförinnan är {Arbetskalender.Utskriven(kalender.ArbetsdagSenast(dag))}; lämna beskedet då.");
        }
    }

    private static void Manadsforbehall(int manader, DateOnly slut, DateOnly dag, List<string> forbehall)
    {
        if (manader > 0 && Avtalsdatum.Manadsslut(slut) && !Avtalsdatum.Manadsslut(dag))
        {
            forbehall.Add("Perioden slutar en månads sista dag. Läses avtalet i hela månader räcker den månadens sista dag; den tidigare dagen visas.");
        }
    }

    private static string Periodsteg(Forlangningsperiod period) =>
        $"Förlängning {period.Forlangning.Nr} börjar {period.Fran.Iso()}, dagen efter {period.Fore.Iso()}, och gäller {Tid.Manader(period.Forlangning.Manader)} till och med {Arbetskalender.Utskriven(period.Till)}.";
}
