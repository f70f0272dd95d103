using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Avtal;

/// <summary>Vad ett avtal kan gå från och till, och vad som måste vara uppfyllt (regelverket 6.7, K1–K13).</summary>
/// <remarks>
/// Ett hinder utan fält ligger utanför formuläret: det kan inte åtgärdas genom att fylla i något. Förlängning (K3) och ändring (K4, K5) byter inte
/// tillstånd och prövas av <see cref="Forlangningar"/> och <see cref="Avtalsandringar"/>. Ett avtal under rättelse upphör som ett aktivt (K11)
/// när dess sista dag har passerat: det har tagit slut av sina egna villkor, och en begäran om rättelse förlänger det inte. Regelverket nämner
/// inte övergången; utan den blev avtalet kvar under rättelse för alltid. Det som begärdes står kvar på avtalet.
/// </remarks>
public static class Avtalsgang
{
    public static readonly Lagrum Ivotillstand = Lagrum.Sol(26, 1);

    /// <summary>Uppsägning och hävning beslutas av nämnden eller på dess delegation, och utföraren hörs först (AVV-06).</summary>
    public static readonly Lagrum Namndbeslut = Lagrum.Kl(6, 37);

    /// <summary>
    /// Uppsägningstiden står i avtalet, inte i lag. Månaderna räknas ändå som en lagstadgad tid, om avtalet inte säger annat; dagen flyttas inte till
    /// nästa arbetsdag, för då ska ingen göra något.
    /// </summary>
    public static readonly Lagrum Manadsrakning = Tidsrakning.Berakning;

    private static readonly Dictionary<Avtalstillstand, Avtalstillstand[]> Steg = new()
    {
        [Avtalstillstand.Utkast] = [Avtalstillstand.Tecknat],
        [Avtalstillstand.Tecknat] = [Avtalstillstand.Aktivt],
        [Avtalstillstand.Aktivt] = [Avtalstillstand.UnderRattelse, Avtalstillstand.Uppsagt, Avtalstillstand.Havt, Avtalstillstand.Upphort],
        [Avtalstillstand.UnderRattelse] = [Avtalstillstand.Aktivt, Avtalstillstand.Uppsagt, Avtalstillstand.Havt, Avtalstillstand.Upphort],
        [Avtalstillstand.Uppsagt] = [Avtalstillstand.Havt, Avtalstillstand.Upphort],
        [Avtalstillstand.Havt] = [Avtalstillstand.Upphort],
        [Avtalstillstand.Upphort] = [Avtalstillstand.Arkiverat],
        [Avtalstillstand.Arkiverat] = [],
    };

    /// <summary>De tillstånd som avtalet kan övergå till härnäst, i den ordning de visas.</summary>
    public static IReadOnlyList<Avtalstillstand> Nasta(Avtalstillstand fran) => Steg[fran];

    /// <summary>Alla hinder mot övergången den dag den görs; tom lista betyder att den får göras.</summary>
    /// <param name="fakta">Det som är känt om avtalet och det som den som för det vidare har uppgett.</param>
    /// <param name="till">Tillståndet efteråt.</param>
    /// <param name="idag">Dagens svenska datum.</param>
    public static IReadOnlyList<Hinder> Prova(Avtalsgangfakta fakta, Avtalstillstand till, DateOnly idag)
    {
        if (!Steg[fakta.Tillstand].Contains(till))
        {
            return [new("overgang-finns-inte", $"Ett avtal som är {fakta.Tillstand.Text().ToLowerInvariant()} kan inte bli {till.Text().ToLowerInvariant()}.")];
        }
        var hinder = new List<Hinder>();
        switch (till)
        {
            case Avtalstillstand.Tecknat: Teckna(fakta, idag, hinder); break;
            case Avtalstillstand.Aktivt when fakta.Tillstand == Avtalstillstand.UnderRattelse: Rattat(fakta, idag, hinder); break;
            case Avtalstillstand.Aktivt: Starta(fakta, idag, hinder); break;
            case Avtalstillstand.UnderRattelse: Ratta(fakta, idag, hinder); break;
            case Avtalstillstand.Uppsagt: SagUpp(fakta, idag, hinder); break;
            case Avtalstillstand.Havt: Hav(fakta, idag, hinder); break;
            case Avtalstillstand.Upphort: Upphor(fakta, idag, hinder); break;
            case Avtalstillstand.Arkiverat: Arkivera(fakta, hinder); break;
            default: throw new ArgumentOutOfRangeException(nameof(till), till, null);
        }
        return hinder;
    }

    /// <summary>
    /// Dagen då avtalet upphör efter en uppsägning: uppsägningstiden räknad från dagen för uppsägningen, dock senast avtalets eget slut. Null när
    /// uppsägningstiden inte är känd.
    /// </summary>
    public static (DateOnly Dag, IReadOnlyList<string> Steg)? Uppsagningsslut(DateOnly besked, int? uppsagningstidManader, DateOnly? slut)
    {
        if (uppsagningstidManader is not { } manader) { return null; }
        var dag = besked.AddMonths(manader);
        var steg = new List<string>
        {
            $"Avtalet sägs upp {Arbetskalender.Utskriven(besked)}. Uppsägningstiden är {Tid.Manader(manader)}, enligt registret.",
            dag.Day == besked.Day
                ? $"{Tid.Manader(manader)} slutar samma dag i månaden: {Arbetskalender.Utskriven(dag)}."
                : $"{Tid.Manader(manader)} skulle sluta den {besked.Day}, men månaden saknar den dagen. Tiden slutar månadens sista dag: {Arbetskalender.Utskriven(dag)}.",
        };
        if (slut < dag)
        {
            steg.Add($"Avtalet slutar ändå {Arbetskalender.Utskriven(slut.Value)}, före uppsägningstidens slut.");
            dag = slut.Value;
        }
        return (dag, steg);
    }

    // K1
    private static void Teckna(Avtalsgangfakta f, DateOnly idag, List<Hinder> hinder)
    {
        Dag(f.UndertecknatKommun, idag, nameof(f.UndertecknatKommun), "Ange vilken dag kommunen undertecknade avtalet.", "Kommunens underskrift kan inte ligga i framtiden.", null, hinder);
        Dag(f.UndertecknatUtforare, idag, nameof(f.UndertecknatUtforare), "Ange vilken dag utföraren undertecknade avtalet.", "Utförarens underskrift kan inte ligga i framtiden.", null, hinder);
        // En klausul som ingen har kontrollerat kan intygas när avtalet tecknas; en som saknas måste in i avtalet först.
        hinder.AddRange(Avtalsklausuler.Brister(f.Klausuler, f.PrivatUtforare)
            .Select(h => h.Kod.StartsWith("klausul-okand", StringComparison.Ordinal) ? h with { Falt = nameof(f.Klausuler) } : h));
    }

    // K2
    private static void Starta(Avtalsgangfakta f, DateOnly idag, List<Hinder> hinder)
    {
        if (f.Start > idag)
        {
            hinder.Add(new("fore-start", $"Avtalet börjar gälla {f.Start.Value.Iso()} och kan inte bli aktivt dessförinnan."));
        }
        hinder.AddRange(Startkrav(f));
    }

    /// <summary>Det som ska vara uppfyllt när avtalet börjar gälla, oavsett vilken dag det prövas (K2, LOVP-08).</summary>
    public static IReadOnlyList<Hinder> Startkrav(Avtalsgangfakta f)
    {
        var hinder = new List<Hinder>();
        if (f.IvoKravs is null)
        {
            hinder.Add(new("ivo-okant", "Ange om verksamheten kräver IVO-tillstånd. Privat hemtjänst gör det; verksamhetsområdets namn är inget bevis åt någotdera hållet.", Ivotillstand, nameof(f.IvoKravs)));
        }
        else if (string.IsNullOrWhiteSpace(f.IvoSkal))
        {
            hinder.Add(new("ivo-skal-saknas", f.IvoKravs == true
                ? "Ange vad som gör att verksamheten kräver IVO-tillstånd."
                : "Ange vad som gör att verksamheten inte kräver IVO-tillstånd.", Ivotillstand, nameof(f.IvoSkal)));
        }
        if (f.IvoKravs == true && f.IvoTillstand != true)
        {
            hinder.Add(new("ivo-tillstand-saknas", f.IvoTillstand is null
                ? "Det är inte känt om utföraren har ett IVO-tillstånd som gäller den dag avtalet börjar. Registrera kontrollen på utföraren."
                : "Utförarens IVO-tillstånd gäller inte den dag avtalet börjar, enligt den senaste kontrollen.", Ivotillstand));
        }
        if (!f.StartkravUppfyllda)
        {
            hinder.Add(new("startkrav", "Intyga att kraven inför start är uppfyllda.", Falt: nameof(f.StartkravUppfyllda)));
        }
        return hinder;
    }

    // K6
    private static void Ratta(Avtalsgangfakta f, DateOnly idag, List<Hinder> hinder)
    {
        Text(f.RattelseAvser, nameof(f.RattelseAvser), "avvikelse-saknas", "Beskriv vad som avviker från avtalet.", null, hinder);
        if (f.RattelseSenast is null) { hinder.Add(new("rattelsedag-saknas", "Ange vilken dag rättelse senast ska vara gjord.", Falt: nameof(f.RattelseSenast))); }
        else if (f.RattelseSenast < idag) { hinder.Add(new("rattelsedag-passerad", "Dagen för rättelse har redan passerat. Utföraren ska få tid att rätta.", Falt: nameof(f.RattelseSenast))); }
    }

    // K7, AVV-04
    private static void Rattat(Avtalsgangfakta f, DateOnly idag, List<Hinder> hinder)
    {
        Dag(f.Kontrollerad, idag, nameof(f.Kontrollerad), "Ange vilken dag återkontrollen gjordes.", "Återkontrollen kan inte ligga i framtiden.", null, hinder);
        Text(f.Kontrollresultat, nameof(f.Kontrollresultat), "resultat-saknas", "Skriv återkontrollens resultat. En avvikelse avslutas inte utan resultat.", null, hinder);
        if (f.KontrollGodkand != true)
        {
            hinder.Add(new("kontroll-ej-godkand", "Avtalet blir aktivt igen bara när återkontrollen visar att bristerna är rättade.", Falt: nameof(f.KontrollGodkand)));
        }
    }

    // K8
    private static void SagUpp(Avtalsgangfakta f, DateOnly idag, List<Hinder> hinder)
    {
        if (f.AvslutAv is null) { hinder.Add(new("av-saknas", "Ange vem som säger upp avtalet.", Falt: nameof(f.AvslutAv))); }
        Dag(f.AvslutBesked, idag, nameof(f.AvslutBesked), "Ange vilken dag avtalet sades upp.", "Uppsägningen kan inte ligga i framtiden.", null, hinder);
        Text(f.Avtalspunkt, nameof(f.Avtalspunkt), "punkt-saknas", "Ange vilken punkt i avtalet som ger rätt att säga upp det.", null, hinder);
        Text(f.AvslutSkal, nameof(f.AvslutSkal), "skal-saknas", "Ange skälet till uppsägningen.", null, hinder);
        if (f.AvslutAv == Avtalspartsida.Kommunen) { Beslut(f, idag, "uppsägningen", hinder); }
        if (f.AvslutBesked is { } besked) { Uppsagningsdag(f, besked, hinder); }
    }

    private static void Uppsagningsdag(Avtalsgangfakta f, DateOnly besked, List<Hinder> hinder)
    {
        var raknad = Uppsagningsslut(besked, f.UppsagningstidManader, f.Slut)?.Dag;
        if (f.Upphor is null)
        {
            if (raknad is null) { hinder.Add(new("upphor-okant", "Uppsägningstiden är inte känd, så dagen kan inte räknas. Ange vilken dag avtalet upphör, och varför.", Falt: nameof(f.Upphor))); }
            return;
        }
        if (f.Upphor < besked) { hinder.Add(new("upphor-fore-besked", "Avtalet kan inte upphöra före uppsägningen.", Falt: nameof(f.Upphor))); }
        if (f.Slut < f.Upphor) { hinder.Add(new("upphor-efter-slut", $"Avtalet slutar {f.Slut.Value.Iso()} även utan uppsägning och kan inte sägas upp till en senare dag.", Falt: nameof(f.Upphor))); }
        if (f.Upphor != raknad)
        {
            Text(f.UpphorSkal, nameof(f.UpphorSkal), "upphor-skal-saknas", raknad is { } r
                ? $"Uppsägningstiden ger {r.Iso()}. Ange varför avtalet upphör en annan dag."
                : "Ange hur dagen då avtalet upphör är bestämd.", null, hinder);
        }
    }

    // K9, AVV-06 och AVV-08
    private static void Hav(Avtalsgangfakta f, DateOnly idag, List<Hinder> hinder)
    {
        Text(f.Avtalspunkt, nameof(f.Avtalspunkt), "punkt-saknas", "Ange vilken punkt i avtalet som ger rätt att häva det.", null, hinder);
        Text(f.AvslutSkal, nameof(f.AvslutSkal), "avtalsbrott-saknas", "Beskriv det väsentliga avtalsbrottet.", null, hinder);
        Beslut(f, idag, "hävningen", hinder);
        if (!f.KanInteRattas)
        {
            if (f.RattelseSenast is not { } senast)
            {
                hinder.Add(new("rattelse-ej-begard", "Ingen rättelse har begärts. Begär rättelse först, eller ange att bristen inte går att rätta.", Falt: nameof(f.KanInteRattas)));
            }
            else if (senast >= idag)
            {
                hinder.Add(new("rattelsetid-pagar", $"Utföraren har till och med {senast.Iso()} på sig att rätta. Avtalet får hävas tidigast dagen därpå, om bristen går att rätta.", Falt: nameof(f.KanInteRattas)));
            }
        }
        else
        {
            Text(f.KanInteRattasSkal, nameof(f.KanInteRattasSkal), "ej-rattas-skal-saknas", "Ange varför bristen inte går att rätta.", null, hinder);
        }
        Text(f.PlanForBrukarna, nameof(f.PlanForBrukarna), "plan-saknas", "Beskriv hur brukarna får sina insatser när avtalet upphör.", null, hinder);
        if (f.Upphor is null) { hinder.Add(new("upphor-saknas", "Ange vilken dag avtalet upphör.", Falt: nameof(f.Upphor))); }
        else if (f.Upphor < f.Beslutad) { hinder.Add(new("upphor-fore-beslut", "Avtalet kan inte upphöra före beslutet om hävning.", Falt: nameof(f.Upphor))); }
        else if (f.Slut < f.Upphor) { hinder.Add(new("upphor-efter-slut", $"Avtalet slutar {f.Slut.Value.Iso()} och kan inte hävas till en senare dag.", Falt: nameof(f.Upphor))); }
    }

    // K10, K11, K12
    private static void Upphor(Avtalsgangfakta f, DateOnly idag, List<Hinder> hinder)
    {
        if (f.Slut is null) { hinder.Add(new("slutdatum-saknas", "Avtalets slutdatum är inte känt. Fyll i det på avtalet, så för systemet avtalet vidare dagen efter.")); }
        else if (f.Slut >= idag) { hinder.Add(new("fore-slut", $"Avtalet löper till och med {f.Slut.Value.Iso()} och upphör tidigast dagen därpå.")); }
    }

    // K13
    private static void Arkivera(Avtalsgangfakta f, List<Hinder> hinder)
    {
        if (!f.Slutrapport) { hinder.Add(new("slutrapport", "Slutrapporten ska finnas.", Falt: nameof(f.Slutrapport))); }
        if (!f.AvvikelserAvslutade) { hinder.Add(new("oppna-avvikelser", "Alla avvikelser ska vara avslutade. Ett avtal med öppna avvikelser får inte arkiveras.", Falt: nameof(f.AvvikelserAvslutade))); }
        if (!f.Slutavraknat) { hinder.Add(new("slutavrakning", "Slutavräkningen ska vara gjord.", Falt: nameof(f.Slutavraknat))); }
    }

    private static void Beslut(Avtalsgangfakta f, DateOnly idag, string vad, List<Hinder> hinder)
    {
        Text(f.Beslut, nameof(f.Beslut), "beslut-saknas", $"Ange nämndens eller delegatens beslut om {vad}, till exempel paragrafen.", Namndbeslut, hinder);
        Dag(f.Beslutad, idag, nameof(f.Beslutad), "Ange vilken dag beslutet fattades.", "Beslutet kan inte ligga i framtiden.", Namndbeslut, hinder);
        Dag(f.UtforarenHord, idag, nameof(f.UtforarenHord), $"Ange vilken dag utföraren fick yttra sig. Utföraren ska höras före {vad}.", "Dagen då utföraren hördes kan inte ligga i framtiden.", null, hinder);
        if (f.UtforarenHord > f.Beslutad)
        {
            hinder.Add(new("hord-efter-beslut", "Utföraren ska höras innan beslutet fattas.", Falt: nameof(f.UtforarenHord)));
        }
    }

    private static void Text(string? text, string falt, string kod, string saknas, Lagrum? lagrum, List<Hinder> hinder)
    {
        if (string.IsNullOrWhiteSpace(text)) { hinder.Add(new(kod, saknas, lagrum, falt)); }
    }

    private static void Dag(DateOnly? dag, DateOnly idag, string falt, string saknas, string framtid, Lagrum? lagrum, List<Hinder> hinder)
    {
        if (dag is null) { hinder.Add(new("dag-saknas", saknas, lagrum, falt)); }
        else if (dag > idag) { hinder.Add(new("dag-framtid", framtid, lagrum, falt)); }
    }
}
