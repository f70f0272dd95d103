using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Planer;

/// <summary>Planens tillstånd (regelverket 6.8).</summary>
public enum Plantillstand
{
    Utkast,
    Beslutad,
    Gallande,
    Reviderad,
    Aterrapporterad,
}

/// <summary>Det som prövas när nämndens beslut om planen registreras.</summary>
public sealed record Planbeslut
{
    public required Plantillstand Tillstand { get; init; }

    public required int Ar { get; init; }

    public required DateOnly Sammantrade { get; init; }

    public required DateOnly Idag { get; init; }

    public required IReadOnlyList<Planrad> Rader { get; init; }

    /// <summary>Vad registret säger nu: vilka objekt som ska ha en rad, och varför de övriga inte ska ha det.</summary>
    public required Planforslag Register { get; init; }
}

/// <summary>Det som prövas när beslutet om en reviderad plan registreras.</summary>
public sealed record Planrevideringsbeslut
{
    public required Plantillstand Tillstand { get; init; }

    /// <summary>Dagen för sammanträdet, eller för delegatens beslut.</summary>
    public required DateOnly Beslutad { get; init; }

    public required bool Delegerad { get; init; }

    /// <summary>Dagen då den version som ändras beslutades.</summary>
    public required DateOnly ForraBeslutet { get; init; }

    public required DateOnly Idag { get; init; }

    public required Planskillnad Skillnad { get; init; }

    public required IReadOnlyList<Planrad> Rader { get; init; }

    public required IReadOnlyList<UtanRad> Utan { get; init; }

    public required Planforslag Register { get; init; }
}

/// <summary>Det som nämnden återrapporterar planen i (regelverket 6.8, P4).</summary>
public enum Aterrapportsort
{
    Delarsrapport,
    Arsredovisning,
}

/// <summary>Vad en plan kan gå från och till, och vad som måste vara uppfyllt (regelverket 6.8, P1–P4).</summary>
public static class Plangang
{
    /// <summary>Högst så många hinder av samma slag räknas upp; resten räknas samman.</summary>
    public const int FlestUppraknade = 20;

    /// <summary>Det som rör verksamhetens mål, inriktning, omfattning eller kvalitet får nämnden inte delegera (KL-09).</summary>
    public static readonly Lagrum EjDelegerbartLagrum = Lagrum.Kl(6, 38);

    private static readonly Dictionary<Plantillstand, Plantillstand[]> Steg = new()
    {
        [Plantillstand.Utkast] = [Plantillstand.Beslutad],
        [Plantillstand.Beslutad] = [Plantillstand.Gallande],
        [Plantillstand.Gallande] = [Plantillstand.Reviderad, Plantillstand.Aterrapporterad],
        [Plantillstand.Reviderad] = [Plantillstand.Gallande],
        [Plantillstand.Aterrapporterad] = [],
    };

    public static string Text(this Plantillstand tillstand) => tillstand switch
    {
        Plantillstand.Gallande => "Gällande",
        Plantillstand.Aterrapporterad => "Återrapporterad",
        _ => tillstand.ToString(),
    };

    public static string Text(this Aterrapportsort sort) => sort == Aterrapportsort.Delarsrapport ? "Delårsrapporten" : "Årsredovisningen";

    /// <summary>Dagen som rapporten redovisar läget för: delår per den 31 augusti, helår per den 31 december.</summary>
    public static DateOnly Dag(this Aterrapportsort sort, int ar) => sort == Aterrapportsort.Delarsrapport ? new(ar, 8, 31) : new(ar, 12, 31);

    /// <summary>De tillstånd som planen kan övergå till härnäst.</summary>
    public static IReadOnlyList<Plantillstand> Nasta(Plantillstand fran) => Steg[fran];

    /// <summary>
    /// Tillståndet en viss dag. En beslutad plan är gällande från och med den 1 januari planåret (P2): det följer av datumet, så ingen behöver
    /// göra övergången och ingen kan missa den.
    /// </summary>
    public static Plantillstand Visat(Plantillstand lagrat, int ar, DateOnly idag) =>
        lagrat == Plantillstand.Beslutad && idag >= new DateOnly(ar, 1, 1) ? Plantillstand.Gallande : lagrat;

    /// <summary>Det år som en ny plan oftast gäller: från oktober nästa år, annars innevarande (planen beslutas i december).</summary>
    public static int Planar(DateOnly idag) => idag.Month >= 10 ? idag.Year + 1 : idag.Year;

    /// <summary>Hinder mot att ändra en rad: det går i ett utkast, och medan en gällande plan revideras (P3).</summary>
    public static IReadOnlyList<Hinder> ProvaAndring(Plantillstand tillstand) => tillstand is Plantillstand.Utkast or Plantillstand.Reviderad
        ? []
        : [new("plan-beslutad", "Planen är beslutad av nämnden och ändras inte.")];

    /// <summary>Hinder mot att göra om planen ur registret. En plan som revideras ändras rad för rad: det nämnden har beslutat görs inte om av sig självt.</summary>
    public static IReadOnlyList<Hinder> ProvaGenerering(Plantillstand tillstand) => tillstand == Plantillstand.Reviderad
        ? [new("plan-revideras", "Planen revideras och görs inte om ur registret. Ändra raderna var för sig.")]
        : ProvaAndring(tillstand);

    /// <summary>Hinder mot att börja revidera planen (P3). Tillståndet är det som gäller i dag.</summary>
    public static IReadOnlyList<Hinder> ProvaRevidering(Plantillstand visat, int ar) => Steg[visat].Contains(Plantillstand.Reviderad)
        ? []
        : [new("inte-gallande", visat switch
        {
            Plantillstand.Utkast => "Planen är ett utkast och ändras utan att revideras.",
            Plantillstand.Beslutad => $"Planen gäller först från {ar}-01-01 och revideras tidigast då.",
            Plantillstand.Reviderad => "Planen revideras redan.",
            _ => "Planen är återrapporterad och ändras inte mer.",
        })];

    /// <summary>Hinder mot att registrera beslutet om en reviderad plan (P3).</summary>
    public static IReadOnlyList<Hinder> ProvaRevideringsbeslut(Planrevideringsbeslut beslut)
    {
        if (beslut.Tillstand != Plantillstand.Reviderad) { return [new("inte-under-revidering", "Planen revideras inte.")]; }

        var hinder = new List<Hinder>();
        if (beslut.Skillnad.Tom) { hinder.Add(new("inget-andrat", "Revideringen har inte ändrat något i planen. Ändra det som ska ändras, eller avbryt revideringen.")); }
        if (beslut.Beslutad > beslut.Idag)
        {
            hinder.Add(new("framtida-sammantrade", beslut.Delegerad
                ? "Beslutsdagen ligger i framtiden. Beslutet registreras när det är fattat."
                : "Sammanträdet har inte hållits än. Beslutet registreras när det är fattat.", Falt: "Sammantrade"));
        }
        if (beslut.Beslutad < beslut.ForraBeslutet)
        {
            hinder.Add(new("fore-forra-beslutet", $"Den version som ändras beslutades {beslut.ForraBeslutet.Iso()}. Ändringen kan inte vara beslutad före det.", Falt: "Sammantrade"));
        }
        if (beslut.Delegerad && !beslut.Skillnad.BaraTid)
        {
            hinder.Add(new("inte-delegerbart", "Bara en ändrad tid kan beslutas på delegation. Det här ändrar också annat, och det beslutar nämnden.", EjDelegerbartLagrum, "Delegationspunkt"));
        }
        hinder.AddRange(ProvaReviderat(beslut.Rader, beslut.Utan, beslut.Register));
        return hinder;
    }

    /// <summary>
    /// Det som hindrar ett beslut om en reviderad plan: varje rad ska ha de fem punkterna, och det som har tillkommit i registret ska ha en rad
    /// eller ett skäl. En rad som registret inte längre kräver får stå kvar: nämnden har beslutat den.
    /// </summary>
    public static IReadOnlyList<Hinder> ProvaReviderat(IReadOnlyList<Planrad> rader, IReadOnlyList<UtanRad> utan, Planforslag register)
    {
        var saknas = Tillkomna(rader, utan, register).Select(r => new Hinder("rad-saknas",
            $"{Vad(r.Sort)} {r.Objekt} har tillkommit i registret och saknar rad; ta med den i revideringen.", Plangenerering.KontrollLagrum));
        return [.. Hogst(saknas, "rad-saknas", "objekt saknar rad"), .. Ogiltiga(rader)];
    }

    /// <summary>De objekt i registret som ska ha en rad men som varken har det eller ett skäl i planen.</summary>
    public static IReadOnlyList<Planrad> Tillkomna(IReadOnlyList<Planrad> rader, IReadOnlyList<UtanRad> utan, Planforslag register)
    {
        var finns = rader.Where(r => r.Slag == Radslag.Ordinarie).Select(r => r.ObjektId).Concat(utan.Where(u => u.Slag != Utanslag.Register).Select(u => u.ObjektId)).ToHashSet();
        return [.. register.Rader.Where(r => !finns.Contains(r.ObjektId))];
    }

    /// <summary>Det som står utan rad när ett utkast beslutas: registrets skäl för allt som inte har en rad.</summary>
    public static IReadOnlyList<UtanRad> Utan(IReadOnlyList<Planrad> rader, Planforslag register)
    {
        var med = rader.Where(r => r.Slag == Radslag.Ordinarie).Select(r => r.ObjektId).ToHashSet();
        return [.. register.Utan.Where(u => !med.Contains(u.ObjektId))];
    }

    /// <summary>Det som står utan rad när en reviderad plan beslutas: det som stod där, och det som har tillkommit i registret utan att ha en rad.</summary>
    public static IReadOnlyList<UtanRad> Utan(IReadOnlyList<Planrad> rader, IReadOnlyList<UtanRad> utan, Planforslag register)
    {
        var med = rader.Where(r => r.Slag == Radslag.Ordinarie).Select(r => r.ObjektId).ToHashSet();
        var kvar = utan.Where(u => !med.Contains(u.ObjektId)).ToList();
        var finns = kvar.Select(u => u.ObjektId).ToHashSet();
        return [.. kvar, .. register.Utan.Where(u => !med.Contains(u.ObjektId) && !finns.Contains(u.ObjektId))];
    }

    /// <summary>Hinder mot att registrera en återrapportering (P4). Tillståndet är det som gäller i dag.</summary>
    public static IReadOnlyList<Hinder> ProvaAterrapport(Plantillstand visat, int ar, Aterrapportsort sort, IReadOnlyCollection<Aterrapportsort> registrerade, DateOnly sammantrade, DateOnly idag)
    {
        if (visat != Plantillstand.Gallande)
        {
            return [new("inte-gallande", visat switch
            {
                Plantillstand.Reviderad => "Planen revideras. Registrera beslutet om revideringen, eller avbryt den, innan planen återrapporteras.",
                Plantillstand.Aterrapporterad => "Planen är redan återrapporterad.",
                _ => "Bara en gällande plan återrapporteras.",
            })];
        }
        var hinder = new List<Hinder>();
        if (registrerade.Contains(sort)) { hinder.Add(new("redan-aterrapporterad", $"{sort.Text()} är redan registrerad.", Falt: "Sort")); }
        if (sammantrade > idag) { hinder.Add(new("framtida-sammantrade", "Sammanträdet har inte hållits än. Återrapporteringen registreras när den är gjord.", Falt: "Sammantrade")); }
        if (sammantrade <= sort.Dag(ar))
        {
            hinder.Add(new("for-tidigt-sammantrade", $"{sort.Text()} avser läget {sort.Dag(ar).Iso()} och behandlas efter den dagen.", Falt: "Sammantrade"));
        }
        return hinder;
    }

    /// <summary>Tillståndet sedan en återrapportering har registrerats: återrapporterad när båda är det (P4).</summary>
    public static bool Aterrapporterad(IReadOnlyCollection<Aterrapportsort> registrerade) => Enum.GetValues<Aterrapportsort>().All(registrerade.Contains);

    /// <summary>Alla hinder mot att registrera nämndens beslut (P1): datumet, varje rad, och att hela registret finns med.</summary>
    public static IReadOnlyList<Hinder> ProvaBeslut(Planbeslut beslut)
    {
        if (!Steg[beslut.Tillstand].Contains(Plantillstand.Beslutad))
        {
            return [new("plan-beslutad", "Planen är redan beslutad.")];
        }

        var hinder = new List<Hinder>();
        if (beslut.Sammantrade > beslut.Idag)
        {
            hinder.Add(new("framtida-sammantrade", "Sammanträdet har inte hållits än. Beslutet registreras när det är fattat.", Falt: nameof(beslut.Sammantrade)));
        }
        if (beslut.Sammantrade < new DateOnly(beslut.Ar - 1, 1, 1))
        {
            hinder.Add(new("for-tidigt-sammantrade", $"En plan för {beslut.Ar} beslutas tidigast under {beslut.Ar - 1}. Kontrollera sammanträdets datum.", Falt: nameof(beslut.Sammantrade)));
        }
        hinder.AddRange(ProvaInnehall(beslut.Rader, beslut.Register));
        return hinder;
    }

    /// <summary>Det som hindrar ett beslut och som beror på planens innehåll; visas också innan någon har bestämt ett sammanträde.</summary>
    public static IReadOnlyList<Hinder> ProvaInnehall(IReadOnlyList<Planrad> rader, Planforslag register)
    {
        if (rader.Count == 0 && register.Rader.Count == 0)
        {
            return [new("inga-rader", "Planen har inga rader. Lägg in nämndens avtal och enheter och generera planen igen.")];
        }

        var iPlanen = rader.Where(r => r.Slag == Radslag.Ordinarie).Select(r => r.ObjektId).ToHashSet();
        var iRegistret = register.Rader.Select(r => r.ObjektId).ToHashSet();
        var utan = register.Utan.ToDictionary(u => u.ObjektId, u => u.Skal);
        // Det som är på tur ett annat år, eller har lämnats ut, får ändå ha en rad om någon har valt det.
        var utanslag = register.Utan.ToDictionary(u => u.ObjektId, u => u.Slag);

        var saknas = register.Rader.Where(r => !iPlanen.Contains(r.ObjektId)).Select(r => new Hinder("rad-saknas",
            $"{Vad(r.Sort)} {r.Objekt} saknar rad; generera om utkastet.", Plangenerering.KontrollLagrum));
        var over = rader.Where(r => r.Slag == Radslag.Ordinarie && !iRegistret.Contains(r.ObjektId) && utanslag.GetValueOrDefault(r.ObjektId) == Utanslag.Register).Select(r => new Hinder("rad-over",
            $"{Vad(r.Sort)} {r.Objekt} ska inte längre ha någon rad; generera om utkastet. {utan.GetValueOrDefault(r.ObjektId)}".TrimEnd()));
        return [.. Hogst(saknas, "rad-saknas", "objekt saknar rad"), .. Hogst(over, "rad-over", "rader gäller objekt som inte längre ska ha någon"), .. Ogiltiga(rader)];
    }

    private static List<Hinder> Ogiltiga(IReadOnlyList<Planrad> rader) => Hogst(
        rader.SelectMany(r => Plankrav.Prova(r).Select(h => new Hinder(h.Kod, $"Rad {r.Nr}, {r.Objekt}: {h.Text}", h.Lagrum))), "rad-ogiltig", "brister i rader");

    private static string Vad(Objektsort sort) => sort == Objektsort.Avtal ? "Avtalet" : "Enheten";

    private static List<Hinder> Hogst(IEnumerable<Hinder> hinder, string kod, string vad)
    {
        var alla = hinder.ToList();
        return alla.Count <= FlestUppraknade ? alla : [.. alla.Take(FlestUppraknade), new Hinder(kod, $"Och ytterligare {alla.Count - FlestUppraknade} {vad}.")];
    }
}
