using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Avtal;

/// <summary>
/// När ett avtal slutar, när besked om uppsägning eller förlängning senast ska ges, och när nästa upphandling senast måste börja
/// (regelverket 1.5, 6.7, AND-12). Det som inte är känt ger en rad som säger vad som saknas, aldrig en gissning.
/// </summary>
public static class Avtalsdatum
{
    private static readonly DateOnly Sista = new(Datumtext.StorstAr, 12, 31);

    /// <summary>Avtalets datum, i den ordning de hör ihop: start, slut, besked per period, längsta möjliga slut, nästa upphandling.</summary>
    public static IReadOnlyList<Avtalsdag> Rakna(Avtalsdatumfakta avtal, Avtalsdatumtider tider, Arbetskalender kalender)
    {
        var dagar = new List<Avtalsdag> { Start(avtal) };
        if (Avtalstid.Prova(avtal.Start, avtal.Slut) is [var hinder, ..])
        {
            dagar.Add(new() { Sort = Avtalsdatumsort.Slut, Rubrik = "Avtalet slutar", Saknas = $"{hinder.Text} Rätta datumen, så räknas resten." });
            return dagar;
        }

        dagar.Add(Slut(avtal));
        if (avtal.Tillstand is Avtalstillstand.Upphort or Avtalstillstand.Arkiverat) { return dagar; }

        var slutar = avtal.Tillstand is Avtalstillstand.Uppsagt or Avtalstillstand.Havt;
        if (!slutar)
        {
            dagar.AddRange(Besked(avtal, kalender));
            dagar.Add(LangstaSlut(avtal));
        }
        dagar.AddRange(Upphandlingar(avtal, slutar, tider, kalender));
        return dagar;
    }

    /// <summary>
    /// Slutet på den n:te förlängningen. Perioden börjar dagen efter den förra och räknas från grundtidens slut, så att en kort månad på vägen
    /// inte flyttar dagen för gott. Slutar grundtiden en månads sista dag gör förlängningarna det också.
    /// </summary>
    public static DateOnly Periodslut(DateOnly slut, int manader, int nr)
    {
        var dag = slut.AddMonths(manader * nr);
        return Manadsslut(slut) ? new DateOnly(dag.Year, dag.Month, DateTime.DaysInMonth(dag.Year, dag.Month)) : dag;
    }

    /// <summary>Grundtiden och förlängningarna, beslutade och möjliga, var och en från dagen efter den förra. Tom när slutet inte är känt eller datumen inte stämmer.</summary>
    public static IReadOnlyList<Avtalsperiod> Perioder(Avtalsdatumfakta avtal)
    {
        if (avtal.Slut is not { } slut || Avtalstid.Prova(avtal.Start, avtal.Slut).Count > 0) { return []; }
        var lagda = Forlangningar.Beslutade(slut, avtal.Forlangningar);
        var perioder = new List<Avtalsperiod> { new(0, avtal.Start, lagda is [var forsta, ..] ? forsta.Fore : slut) };
        perioder.AddRange(lagda.Select(p => new Avtalsperiod(p.Forlangning.Nr, p.Fran, p.Till, Beslutad: true)));
        if (avtal.Tillstand is Avtalstillstand.Uppsagt or Avtalstillstand.Havt or Avtalstillstand.Upphort or Avtalstillstand.Arkiverat) { return perioder; }

        if (avtal.Forlangningar.Count > 0)
        {
            perioder.AddRange(Forlangningar.Kommande(slut, avtal.Forlangningar).Select(p => new Avtalsperiod(p.Forlangning.Nr, p.Fran, p.Till)));
        }
        else if (Langst(avtal) is not null)
        {
            for (var nr = 1; nr <= avtal.AntalForlangningar; nr++)
            {
                perioder.Add(new(nr, perioder[^1].Till.AddDays(1), Periodslut(slut, avtal.ForlangningManader!.Value, nr)));
            }
        }
        return perioder;
    }

    private static Avtalsdag Start(Avtalsdatumfakta avtal) => new()
    {
        Sort = Avtalsdatumsort.Start,
        Rubrik = "Avtalet börjar",
        Dag = avtal.Start,
        Saknas = avtal.Start is null ? "Startdatumet är inte känt. Det ändrar inte de andra dagarna." : null,
        Steg = avtal.Start is { } dag ? [$"Avtalets första dag är {Arbetskalender.Utskriven(dag)}, enligt registret."] : [],
    };

    private static Avtalsdag Slut(Avtalsdatumfakta avtal) => new()
    {
        Sort = Avtalsdatumsort.Slut,
        Rubrik = "Avtalet slutar",
        Dag = avtal.Slut,
        Saknas = avtal.Slut is null ? "Slutdatumet är inte känt. Löper avtalet tills vidare räknas inga datum förrän det är uppsagt." : null,
        Steg = avtal.Slut is { } dag
            ? [$"Avtalets sista dag är {Arbetskalender.Utskriven(dag)}, enligt registret. Avtalet gäller hela den dagen, också om den är en helgdag."]
            : [],
        Forbehall = avtal.Slut is not null && avtal.Forlangningar.Count == 0 && avtal.AntalForlangningar > 0 && avtal.Tillstand is not (Avtalstillstand.Uppsagt or Avtalstillstand.Havt or Avtalstillstand.Upphort or Avtalstillstand.Arkiverat)
            ? ["Förlängningar som redan har utnyttjats antas ligga i slutdatumet, och antalet förlängningar antas vara de som återstår."]
            : [],
    };

    private static IEnumerable<Avtalsdag> Besked(Avtalsdatumfakta avtal, Arbetskalender kalender)
    {
        if (avtal.Forlangningar.Count > 0)
        {
            foreach (var dag in Avtalsdatumforlangning.Besked(avtal, kalender)) { yield return dag; }
            yield break;
        }

        const string rubrik = "Sista dag för besked om uppsägning eller förlängning";
        if (Lista(("slutdatumet", avtal.Slut is null), ("uppsägningstiden", avtal.UppsagningstidManader is null)) is { } saknas)
        {
            yield return new() { Sort = Avtalsdatumsort.Besked, Rubrik = rubrik, Saknas = saknas };
            yield break;
        }

        var (slut, manader, antal) = (avtal.Slut!.Value, avtal.ForlangningManader, Antal(avtal));
        if (antal is null)
        {
            yield return Besked(slut, slut, avtal.UppsagningstidManader!.Value, rubrik, kalender,
                "Det är inte känt om avtalet kan förlängas. Dagen gäller uppsägning, och besked om förlängning om det finns en sådan.");
            yield break;
        }
        if (antal > 0 && manader is null)
        {
            yield return Besked(slut, slut, avtal.UppsagningstidManader!.Value, $"Sista dag för besked om förlängning 1 av {antal}", kalender,
                "Det är inte känt hur många månader en förlängning gäller; därför räknas bara den första.");
            yield break;
        }
        for (var nr = 0; nr <= antal; nr++)
        {
            var period = nr == 0 ? slut : Periodslut(slut, manader ?? 0, nr);
            if (period > Sista) { yield break; }
            yield return nr < antal
                ? Besked(slut, period, avtal.UppsagningstidManader!.Value, $"Sista dag för besked om förlängning {nr + 1} av {antal}", kalender, null, manader ?? 0, nr)
                : Besked(slut, period, avtal.UppsagningstidManader!.Value, nr == 0 ? "Sista dag för uppsägning" : "Sista dag för uppsägning i sista perioden", kalender,
                    "Ingen förlängning återstår efter den perioden. Avtalet löper då ut av sig självt, om det inte självt säger något annat.", manader ?? 0, nr);
        }
    }

    private static Avtalsdag Besked(DateOnly slut, DateOnly period, int manader, string rubrik, Arbetskalender kalender, string? forbehall, int forlangning = 0, int nr = 0)
    {
        var bakat = Tidsrakning.Bakat(period, Tid.Manader(manader));
        var steg = new List<string>();
        if (nr > 0) { steg.Add(Periodsteg(slut, forlangning, nr)); }
        steg.Add($"Perioden slutar {Arbetskalender.Utskriven(period)}. Uppsägningstiden är {Tid.Manader(manader)}, enligt registret.");
        steg.Add(bakat.Steg[0]);
        if (bakat.Dag.Day != period.Day) { steg.Add($"Månaden saknar dag {period.Day}; räkningen stannar på månadens sista dag."); }
        if (kalender.Stangt(bakat.Dag) is { } stangt)
        {
            steg.Add($"{bakat.Dag.Iso()} är {stangt}. Sista arbetsdagen dessförinnan är {Arbetskalender.Utskriven(kalender.ArbetsdagSenast(bakat.Dag))}; lämna beskedet då.");
        }

        var osakert = new List<string> { "Tiden i avtalet går före: avtalet kan ange en annan dag, ett annat sätt att räkna eller en egen tid för förlängning." };
        if (manader > 0 && Manadsslut(period) && !Manadsslut(bakat.Dag))
        {
            osakert.Add("Perioden slutar en månads sista dag. Läses avtalet i hela månader räcker den månadens sista dag; den tidigare dagen visas.");
        }
        if (forbehall is not null) { osakert.Add(forbehall); }
        return new() { Sort = Avtalsdatumsort.Besked, Rubrik = rubrik, Dag = bakat.Dag, Steg = steg, Forbehall = osakert };
    }

    private static Avtalsdag LangstaSlut(Avtalsdatumfakta avtal)
    {
        if (avtal.Forlangningar.Count > 0) { return Avtalsdatumforlangning.LangstaSlut(avtal); }

        const string rubrik = "Längsta möjliga slut";
        var antal = Antal(avtal);
        var saknas = Lista(("slutdatumet", avtal.Slut is null), ("om avtalet kan förlängas", antal is null), ("hur lång en förlängning är", antal > 0 && avtal.ForlangningManader is null));
        if (saknas is not null) { return new() { Sort = Avtalsdatumsort.LangstaSlut, Rubrik = rubrik, Saknas = saknas }; }

        var slut = avtal.Slut!.Value;
        if (antal == 0)
        {
            return new() { Sort = Avtalsdatumsort.LangstaSlut, Rubrik = rubrik, Dag = slut, Steg = [$"Ingen förlängning återstår. Avtalet slutar senast {Arbetskalender.Utskriven(slut)}."] };
        }
        var dag = Periodslut(slut, avtal.ForlangningManader!.Value, antal!.Value);
        if (dag > Sista) { return new() { Sort = Avtalsdatumsort.LangstaSlut, Rubrik = rubrik, Saknas = $"Förlängningarna går förbi år {Datumtext.StorstAr}. Kontrollera antalet och längden." }; }
        var ramavtal = avtal.Start is { } start && avtal.Upphandlingsform == Upphandlingsform.Lou && dag >= start.AddYears(4);
        return new()
        {
            Sort = Avtalsdatumsort.LangstaSlut,
            Rubrik = rubrik,
            Dag = dag,
            Lagrum = ramavtal ? [Domain.Lagrum.Lou(7, 2)] : [],
            Steg = [$"Avtalet slutar {Arbetskalender.Utskriven(slut)} om det inte förlängs.", .. Enumerable.Range(1, antal.Value).Select(nr => Periodsteg(slut, avtal.ForlangningManader.Value, nr))],
            Forbehall = ramavtal
                ? ["Avtalet gäller längre än fyra år. Är det ett direktivstyrt ramavtal krävs särskilda skäl (7 kap. 2 § LOU); om det är ett ramavtal är inte känt."]
                : [],
        };
    }

    private static IEnumerable<Avtalsdag> Upphandlingar(Avtalsdatumfakta avtal, bool slutar, Avtalsdatumtider tider, Arbetskalender kalender)
    {
        const string rubrik = "Nästa upphandling måste börja";
        if (IngenUpphandling(avtal) is { } skal)
        {
            yield return new()
            {
                Sort = Avtalsdatumsort.NastaUpphandling,
                Rubrik = rubrik,
                Saknas = skal,
                GallerInte = avtal.Upphandlingsform == Upphandlingsform.Lov,
                Grund = Avtalsdatumgrund.LagOchKommun,
                Lagrum = avtal.Upphandlingsform == Upphandlingsform.Lov ? [Domain.Lagrum.Lov(3, 1), Domain.Lagrum.Lov(3, 2)] : [],
            };
            yield break;
        }

        var antal = slutar ? 0 : Antal(avtal);
        yield return Avtalsdatumupphandling.Rakna(avtal, avtal.Slut!.Value, antal == 0 ? rubrik : $"{rubrik}, om avtalet inte förlängs", tider, kalender);
        if (antal > 0 && Langst(avtal) is { } langst)
        {
            yield return Avtalsdatumupphandling.Rakna(avtal, langst, $"{rubrik}, om alla förlängningar utnyttjas", tider, kalender);
        }
    }

    /// <summary>Slutet på den sista förlängningen när alla utnyttjas, eller null när det inte är känt eller ligger bortom registret.</summary>
    private static DateOnly? Langst(Avtalsdatumfakta avtal)
    {
        if (avtal.Forlangningar.Count > 0) { return Avtalsdatumforlangning.Langst(avtal); }
        return avtal is { Slut: { } slut, ForlangningManader: { } manader and > 0, AntalForlangningar: { } antal } && Periodslut(slut, manader, antal) is var dag && dag <= Sista ? dag : null;
    }

    private static string? IngenUpphandling(Avtalsdatumfakta avtal) => avtal.Upphandlingsform switch
    {
        Upphandlingsform.Lov => "Avtal i ett valfrihetssystem ersätts inte genom en upphandling: systemet annonseras löpande och nya utförare ansöker när de vill.",
        Upphandlingsform.Luf => "Avtalet är upphandlat enligt LUF. Den lagens tider är inte inlagda, så dagen räknas inte.",
        Upphandlingsform.IdeburetPartnerskap => "Avtalet är ett idéburet offentligt partnerskap. Hur nästa avtal ska komma till är inte känt.",
        Upphandlingsform.Annan => "Upphandlingsformen är angiven som annan. Hur nästa avtal ska komma till är inte känt.",
        _ => Lista(("slutdatumet", avtal.Slut is null), ("upphandlingsformen", avtal.Upphandlingsform is null)),
    };

    /// <summary>Antalet förlängningar som återstår: noll också när förlängningen är noll månader, null när det inte är känt.</summary>
    private static int? Antal(Avtalsdatumfakta avtal) => avtal.Forlangningar.Count > 0 ? Forlangningar.Aterstar(avtal.Forlangningar).Count
        : avtal.AntalForlangningar == 0 || avtal.ForlangningManader == 0 ? 0 : avtal.AntalForlangningar;

    private static string Periodsteg(DateOnly slut, int manader, int nr)
    {
        var (fore, efter) = (nr == 1 ? slut : Periodslut(slut, manader, nr - 1), Periodslut(slut, manader, nr));
        return $"Förlängning {nr} börjar {fore.AddDays(1).Iso()}, dagen efter {(nr == 1 ? "avtalets slut" : $"förlängning {nr - 1}")}, och gäller {Tid.Manader(manader)} till och med {Arbetskalender.Utskriven(efter)}."
            + (efter.Day != slut.Day && !Manadsslut(slut) ? $" Månaden saknar dag {slut.Day}." : "");
    }

    internal static bool Manadsslut(DateOnly dag) => dag.AddDays(1).Day == 1;

    /// <summary>En mening om det som saknas, eller null.</summary>
    internal static string? Lista(params ReadOnlySpan<(string Vad, bool Saknas)> uppgifter)
    {
        var saknas = new List<string>();
        foreach (var (vad, s) in uppgifter) { if (s) { saknas.Add(vad); } }
        if (saknas.Count == 0) { return null; }
        var text = saknas.Count == 1 ? saknas[0] : $"{string.Join(", ", saknas[..^1])} och {saknas[^1]}";
        return $"Det här är inte känt: {text}. Fyll i det, så räknas dagen.";
    }
}
