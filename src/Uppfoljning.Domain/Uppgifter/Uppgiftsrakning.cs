using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Uppgifter;

/// <summary>
/// Vad som ska göras, räknat ur registret varje gång: inget av det lagras, så en uppgift är borta när det som den pekar på är gjort.
/// Besked om förlängning påminns om 12, 6 och 3 månader före sista dagen (AND-12).
/// </summary>
public static class Uppgiftsrakning
{
    /// <summary>AND-12: stegen före sista dag för besked, i månader.</summary>
    public static readonly IReadOnlyList<int> Beskedssteg = [12, 6, 3];

    /// <summary>Så lång tid i förväg visas att en upphandling ska börja och att en uppdragsbeskrivning går ut.</summary>
    public const int ManaderFore = 12;

    /// <summary>Så lång tid i förväg visas att ett avtal slutar och att ett tillstånd går ut.</summary>
    public const int ManaderForeSlut = 6;

    /// <summary>Så lång tid i förväg visas att en kontroll ska göras om.</summary>
    public const int ManaderForeKontroll = 3;

    /// <summary>Så långt i förväg visas sista dagen för handlingar.</summary>
    public const int DagarForeHandlingar = 30;

    /// <summary>Från den här månaden är det nästa års plan som är på tur; den beslutas i december.</summary>
    public const int PlanFranManad = 10;

    /// <summary>Alla uppgifter, tidigast först; de utan dag sist.</summary>
    public static IReadOnlyList<Uppgift> Alla(Uppgiftsunderlag underlag, Uppgiftsperson jag, DateOnly idag)
    {
        var namnder = underlag.Namnder.ToDictionary(n => n.Id);
        IEnumerable<Uppgift> uppgifter =
        [
            .. underlag.Rattelser.Select(r => Rattelse(r, jag)),
            .. underlag.Avtal.SelectMany(a => Avtal(a, underlag, jag, idag)),
            .. underlag.Brister.Where(b => b.Antal > 0 && namnder.ContainsKey(b.NamndId)).Select(b => Brist(b, namnder[b.NamndId], jag)),
            .. underlag.Kontroller.SelectMany(k => Kontroll(k, namnder, jag, idag)),
            .. underlag.Uppdrag.Where(u => u.GallerTill <= idag.AddMonths(ManaderFore)).Select(u => Uppdrag(u, jag, idag)),
            .. underlag.Namnder.Select(n => Plan(n, jag, idag)).OfType<Uppgift>(),
            .. underlag.Sammantraden.Select(s => Sammantrade(s, jag, idag)).OfType<Uppgift>(),
            .. underlag.Gallringar.Where(g => g.Antal > 0).Select(g => Gallring(g, jag)),
            .. underlag.Programbrist is { } brist ? [Program(brist, jag)] : Array.Empty<Uppgift>(),
        ];
        return [.. uppgifter.OrderBy(u => u.Dag ?? DateOnly.MaxValue).ThenBy(u => u.Sort).ThenBy(u => u.Ting, StringComparer.Ordinal).ThenBy(u => u.Plats.Id)];
    }

    /// <summary>Försenat när dagen har passerat; denna vecka till och med söndagen i dagens vecka (ISO 8601: måndag till söndag).</summary>
    public static Uppgiftsgrupp Grupp(DateOnly? dag, DateOnly idag) => dag switch
    {
        { } d when d < idag => Uppgiftsgrupp.Forsenat,
        { } d when d <= Sondag(idag) => Uppgiftsgrupp.DennaVecka,
        _ => Uppgiftsgrupp.Senare,
    };

    /// <summary>Söndagen i dagens vecka.</summary>
    public static DateOnly Sondag(DateOnly idag) => idag.AddDays((7 - (int)idag.DayOfWeek) % 7);

    /// <summary>Året vars plan är på tur.</summary>
    public static int Planar(DateOnly idag) => idag.Month >= PlanFranManad ? idag.Year + 1 : idag.Year;

    /// <summary>Om avtalet är mitt, och varför eller vems det är. Namnet jämförs när registret inte har någon användare.</summary>
    public static (bool Min, string Varfor) Agare(Avtalsansvar ansvar, Guid namndId, Uppgiftsperson jag)
    {
        if (ansvar.Saknas)
        {
            return jag.I(namndId).HasFlag(Uppgiftsroll.Avtalsansvarig)
                ? (true, "Avtalet saknar ansvarig och du är avtalsansvarig i nämnden.")
                : (false, "Avtalet saknar ansvarig. Nämndens avtalsansvariga tar hand om det.");
        }
        var min = ansvar.Id is { } id ? id == jag.Id : string.Equals(ansvar.Namn, jag.Namn, StringComparison.OrdinalIgnoreCase);
        return min ? (true, "Du är avtalsansvarig.") : (false, $"{ansvar.Namn ?? "En annan användare"} är avtalsansvarig.");
    }

    private static Uppgift Rattelse(Rattelsefakta r, Uppgiftsperson jag)
    {
        var (min, varfor) = Agare(r.Ansvar, r.NamndId, jag);
        return new()
        {
            Sort = Uppgiftssort.Rattelse,
            Rubrik = "Kontrollera att rättelsen är gjord",
            Ting = r.Benamning,
            Dag = r.Senast,
            Min = min,
            Varfor = varfor,
            Grund = "Dagen är den som utföraren har fått för rättelsen. Nämnden ska följa upp verksamheten.",
            Lagrum = [Lagrum.Kl(10, 8)],
            NamndId = r.NamndId,
            Namnd = r.Namnd,
            Plats = new(Uppgiftsobjekt.Avtal, r.AvtalId),
        };
    }

    private static IEnumerable<Uppgift> Avtal(Avtalsfakta a, Uppgiftsunderlag underlag, Uppgiftsperson jag, DateOnly idag)
    {
        var dagar = Avtalsdatum.Rakna(a.Datum, underlag.Tider, underlag.Kalender);
        var (min, varfor) = Agare(a.Ansvar, a.NamndId, jag);

        // Räknaren ger ett besked per period och sist uppsägning i den sista; återstår mer än ett, eller är det inte känt, kan avtalet förlängas.
        var besked = dagar.Where(d => d.Sort == Avtalsdatumsort.Besked).ToList();
        var slut = dagar.FirstOrDefault(d => d.Sort == Avtalsdatumsort.Slut)?.Dag;
        var langst = dagar.FirstOrDefault(d => d.Sort == Avtalsdatumsort.LangstaSlut)?.Dag;
        var kanForlangas = besked.Count > 0 && (langst is null || langst > slut);

        if (besked is [{ Dag: { } sista }, ..] && Besked(a, sista, slut, kanForlangas, idag) is { } steg)
        {
            yield return Ny(Uppgiftssort.Besked, steg.Rubrik, steg.Dag, steg.Grund, []);
        }

        // Kan avtalet förlängas avgör beskedet om det behövs en upphandling; då är en passerad dag ingen försening.
        var upphandling = dagar.FirstOrDefault(d => d is { Sort: Avtalsdatumsort.NastaUpphandling, Dag: not null });
        if (upphandling?.Dag is { } borja && borja <= idag.AddMonths(ManaderFore) && !(slut < idag) && !(kanForlangas && borja < idag))
        {
            yield return Ny(Uppgiftssort.Upphandling, kanForlangas ? "Börja nästa upphandling, om avtalet inte ska förlängas" : "Börja nästa upphandling", borja,
                $"Räknat bakåt från avtalets slut {slut?.Iso()} med lagens tider och kommunens egna.", upphandling.Lagrum);
        }

        if (slut is { } dag && idag >= dag.AddMonths(-ManaderForeSlut))
        {
            yield return dag < idag
                ? Ny(Uppgiftssort.Slut, "Avsluta avtalet i registret", dag, $"Avtalet gällde till och med {dag.Iso()} men står som {a.Datum.Tillstand.Text().ToLowerInvariant()}.", [])
                : Ny(Uppgiftssort.Slut, "Förbered att avtalet slutar", dag, "Dagen är avtalets sista, enligt registret.", []);
        }

        Uppgift Ny(Uppgiftssort sort, string rubrik, DateOnly dag, string grund, IReadOnlyList<Lagrum> lagrum) => new()
        {
            Sort = sort,
            Rubrik = rubrik,
            Ting = a.Benamning,
            Dag = dag,
            Min = min,
            Varfor = varfor,
            Grund = grund,
            Lagrum = lagrum,
            NamndId = a.NamndId,
            Namnd = a.Namnd,
            Plats = new(Uppgiftsobjekt.Avtal, a.Id),
        };
    }

    /// <summary>
    /// AND-12: nästa steg som inte har passerat av 6 månader, 3 månader och sista dagen, från 12 månader före. En passerad dag är försenad så
    /// länge avtalet kan förlängas; annars löper avtalet ut av sig självt och inget återstår att göra.
    /// </summary>
    private static (string Rubrik, DateOnly Dag, string Grund)? Besked(Avtalsfakta a, DateOnly sista, DateOnly? slut, bool kanForlangas, DateOnly idag)
    {
        var grund = Forlangningar.Aterstar(a.Datum.Forlangningar) switch
        {
            [{ SistaBesked: not null }, ..] => $"Sista dag för besked är {sista.Iso()}, enligt avtalet.",
            [{ BeskedManader: { } manader }, ..] => $"Sista dag för besked är {sista.Iso()}: avtalet slutar {slut?.Iso()} och besked om förlängning ska lämnas {Tid.Manader(manader)} före.",
            _ => $"Sista dag för besked är {sista.Iso()}: avtalet slutar {slut?.Iso()} och uppsägningstiden är {Tid.Manader(a.Datum.UppsagningstidManader ?? 0)}.",
        };
        if (sista < idag)
        {
            return kanForlangas && !(slut < idag)
                ? ("Kontrollera om avtalet förlängs eller slutar", sista, grund + " Inget besked finns i registret.")
                : null;
        }
        if (idag < sista.AddMonths(-Beskedssteg[0])) { return null; }
        if (idag <= sista.AddMonths(-Beskedssteg[1]))
        {
            return (kanForlangas ? "Börja pröva om avtalet ska förlängas" : "Pröva om avtalet ska sägas upp i förtid", sista.AddMonths(-Beskedssteg[1]), $"6 månader före. {grund}");
        }
        if (idag <= sista.AddMonths(-Beskedssteg[2]))
        {
            return (kanForlangas ? "Bered beslutet om förlängning eller uppsägning" : "Bered beslutet, om avtalet ska sägas upp i förtid", sista.AddMonths(-Beskedssteg[2]), $"3 månader före. {grund}");
        }
        return (kanForlangas ? "Lämna besked om förlängning eller uppsägning" : "Säg upp avtalet, om det ska sluta i förtid", sista, grund);
    }

    private static Uppgift Brist(Bristfakta b, Namndfakta namnd, Uppgiftsperson jag)
    {
        var min = b.Mina || jag.I(namnd.Id).HasFlag(Uppgiftsroll.Avtalsansvarig);
        var antal = b.Antal == 1 ? "1 avtal" : $"{b.Antal.ToString("#,0", System.Globalization.CultureInfo.GetCultureInfo("sv-SE"))} avtal";
        var (sort, rubrik, grund, lagrum) = b.Brist switch
        {
            Avtalsbrist.Ansvarig => (Uppgiftssort.Ansvarig, $"Utse ansvarig för {antal}",
                "Nämnden ska se till att den interna kontrollen räcker, också när någon annan utför verksamheten.", Lagrum.Kl(6, 6)),
            Avtalsbrist.Insyn => (Uppgiftssort.Klausul, $"Kontrollera insynen i {antal}",
                "Genom avtalet ska kommunen få information så att allmänheten kan få insyn. Villkoret saknas eller är inte känt.", Lagrum.Kl(10, 9)),
            Avtalsbrist.Uppfoljning => (Uppgiftssort.Klausul, $"Kontrollera villkoren om uppföljning i {antal}",
                "Kommunen ska kontrollera och följa upp verksamheten. Villkoret saknas eller är inte känt.", Lagrum.Kl(10, 8)),
            Avtalsbrist.Slutdatum => (Uppgiftssort.Uppgiftsbrist, $"Fyll i slutdatum för {antal}",
                "Utan slutdatum räknas varken besked eller nästa upphandling.", (Lagrum?)null),
            _ => (Uppgiftssort.Uppgiftsbrist, $"Fyll i utförare för {antal}",
                "Utan känd utförare går det inte att kontrollera den eller följa upp verksamheten.", Lagrum.Kl(10, 8)),
        };
        return new()
        {
            Sort = sort,
            Rubrik = rubrik,
            Ting = namnd.Namn,
            Min = min,
            Varfor = !min ? "Nämndens avtalsansvariga tar hand om det."
                : b.Brist == Avtalsbrist.Ansvarig ? $"{(b.Antal == 1 ? "Avtalet" : "Avtalen")} saknar ansvarig och du är avtalsansvarig i nämnden."
                : b.Mina ? "Du är avtalsansvarig, eller avtalet saknar ansvarig och du är avtalsansvarig i nämnden." : "Du är avtalsansvarig i nämnden.",
            Grund = grund,
            Lagrum = lagrum is null ? [] : [lagrum],
            NamndId = namnd.Id,
            Namnd = namnd.Forkortning,
            Plats = new(Uppgiftsobjekt.Avtalslista, namnd.Id, b.Brist),
        };
    }

    private static IEnumerable<Uppgift> Kontroll(Kontrolluppgift k, Dictionary<Guid, Namndfakta> namnder, Uppgiftsperson jag, DateOnly idag)
    {
        var mina = k.Namnder.Where(n => (jag.I(n) & (Uppgiftsroll.Uppfoljare | Uppgiftsroll.Avtalsansvarig)) != 0).ToList();
        var enda = k.Namnder is [var n] && namnder.TryGetValue(n, out var namnd) ? namnd : null;
        var uppgift = new Uppgift
        {
            Sort = Uppgiftssort.Kontroll,
            Rubrik = $"Gör om kontrollen: {k.Vad}",
            Ting = k.Utforare,
            Min = mina.Count > 0,
            Varfor = mina.Count > 0
                ? $"Du är {Rolltext(jag.I(mina[0]))} i {Namn(mina[0])}, som har avtal med utföraren."
                : "Uppföljarna i de nämnder som har avtal med utföraren tar hand om det.",
            Grund = "Dagen står i den senaste kontrollen: då ska den senast göras om.",
            Lagrum = [Lagrum.Kl(10, 8)],
            NamndId = enda?.Id,
            Namnd = enda?.Forkortning,
            Plats = new(Uppgiftsobjekt.Utforare, k.UtforareId),
        };
        if (k.NastaSenast is { } senast && senast <= idag.AddMonths(ManaderForeKontroll)) { yield return uppgift with { Dag = senast }; }
        if (k.GallerTill is { } till && till <= idag.AddMonths(ManaderForeSlut))
        {
            yield return uppgift with
            {
                Sort = Uppgiftssort.Tillstand,
                Rubrik = till < idag ? $"Kontrollera: {k.Vad} har gått ut" : $"Kontrollera innan det går ut: {k.Vad}",
                Dag = till,
                Grund = $"Det som kontrollerades gäller till och med {till.Iso()}.",
            };
        }

        string Namn(Guid id) => namnder.TryGetValue(id, out var n) ? n.Namn : "nämnden";
    }

    private static Uppgift Uppdrag(Uppdragsfakta u, Uppgiftsperson jag, DateOnly idag)
    {
        var roll = jag.I(u.NamndId) & (Uppgiftsroll.Avtalsansvarig | Uppgiftsroll.Uppfoljare);
        return new()
        {
            Sort = Uppgiftssort.Uppdrag,
            Rubrik = u.GallerTill < idag ? "Förnya uppdragsbeskrivningen, den har gått ut" : "Förnya uppdragsbeskrivningen",
            Ting = u.Enhet,
            Dag = u.GallerTill,
            Min = roll != 0,
            Varfor = roll != 0 ? $"Du är {Rolltext(roll)} i nämnden." : "Nämndens avtalsansvariga och uppföljare tar hand om det.",
            Grund = $"Uppdragsbeskrivningen gäller till och med {u.GallerTill.Iso()}. Egen regi arbetar efter den i stället för ett avtal.",
            Lagrum = [Lagrum.Kl(6, 6)],
            NamndId = u.NamndId,
            Namnd = u.Namnd,
            Plats = new(Uppgiftsobjekt.Enhet, u.EnhetId),
        };
    }

    private static Uppgift? Plan(Namndfakta n, Uppgiftsperson jag, DateOnly idag)
    {
        if (n.PlanBeslutad) { return null; }
        var ar = Planar(idag);
        var roll = jag.I(n.Id) & (n.PlanId is null
            ? Uppgiftsroll.Uppfoljare | Uppgiftsroll.Avtalsansvarig | Uppgiftsroll.Namndsekreterare
            : Uppgiftsroll.Uppfoljare | Uppgiftsroll.Namndsekreterare);
        return new()
        {
            Sort = Uppgiftssort.Plan,
            Rubrik = n.PlanId is null ? $"Gör uppföljningsplanen för {ar}" : $"För uppföljningsplanen för {ar} till beslut",
            Ting = n.Namn,
            Dag = new DateOnly(ar - 1, 12, 31),
            Min = roll != 0,
            Varfor = roll != 0 ? $"Du är {Rolltext(roll)} i nämnden." : "Nämndens uppföljare och sekreterare tar hand om det.",
            Grund = "Planen ingår i nämndens verksamhetsplan, som beslutas i december före planåret. Kommunen ska kontrollera och följa upp verksamheten.",
            Lagrum = [Lagrum.Kl(5, 3), Lagrum.Kl(10, 8)],
            NamndId = n.Id,
            Namnd = n.Forkortning,
            Plats = n.PlanId is { } id ? new(Uppgiftsobjekt.Plan, id) : new(Uppgiftsobjekt.NyPlan, n.Id, Ar: ar),
        };
    }

    private static Uppgift? Sammantrade(Sammantradesfakta s, Uppgiftsperson jag, DateOnly idag)
    {
        if (s.SistaHandlingsdag is not { } dag || dag < idag || dag > idag.AddDays(DagarForeHandlingar)) { return null; }
        var min = jag.I(s.NamndId).HasFlag(Uppgiftsroll.Namndsekreterare);
        return new()
        {
            Sort = Uppgiftssort.Sammantrade,
            Rubrik = "Lämna handlingarna till sammanträdet",
            Ting = $"{s.Namnd} {s.Datum.Iso()}",
            Dag = dag,
            Min = min,
            Varfor = min ? "Du är nämndsekreterare i nämnden." : "Nämndsekreteraren tar emot handlingarna.",
            Grund = $"Sista dag för handlingar till sammanträdet {s.Datum.Iso()}, enligt nämndens sammanträdesplan.",
            NamndId = s.NamndId,
            Namnd = s.Namnd,
            Plats = new(Uppgiftsobjekt.Sammantrade, s.Id),
        };
    }

    private static Uppgift Gallring(Gallringsfakta g, Uppgiftsperson jag)
    {
        var min = (jag.I(g.NamndId) & (Uppgiftsroll.Registrator | Uppgiftsroll.Namndsekreterare)) != Uppgiftsroll.Ingen;
        return new()
        {
            Sort = Uppgiftssort.Gallring,
            Rubrik = "Gallra det som är moget",
            Ting = g.Antal == 1 ? "1 uppgift" : $"{g.Antal} uppgifter",
            Min = min,
            Varfor = min ? "Du är registrator eller nämndsekreterare i nämnden." : "Nämndens registrator eller nämndsekreterare gallrar.",
            Grund = "Tiden i nämndens gallringsbeslut har gått. Programmet gallrar inget av sig självt.",
            Lagrum = [Integritet.Behandlingsregister.Gallring],
            NamndId = g.NamndId,
            Namnd = g.Namnd,
            Plats = new(Uppgiftsobjekt.Gallring, g.NamndId),
        };
    }

    private static Uppgift Program(Hinder brist, Uppgiftsperson jag) => new()
    {
        Sort = Uppgiftssort.Program,
        Rubrik = "Registrera programmet när fullmäktige har antagit det",
        Ting = "Program för uppföljning och insyn",
        Min = jag.Administrator,
        Varfor = jag.Administrator ? "Du är administratör." : "En administratör registrerar programmet.",
        Grund = brist.Text,
        Lagrum = brist.Lagrum is { } l ? [l] : [],
        Plats = new(Uppgiftsobjekt.Program, Guid.Empty),
    };

    private static string Rolltext(Uppgiftsroll roll) =>
        roll.HasFlag(Uppgiftsroll.Uppfoljare) ? "uppföljare" : roll.HasFlag(Uppgiftsroll.Namndsekreterare) ? "nämndsekreterare" : "avtalsansvarig";
}
