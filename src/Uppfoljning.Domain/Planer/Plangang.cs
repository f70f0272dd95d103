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

/// <summary>Vad en plan kan gå från och till, och vad som måste vara uppfyllt (regelverket 6.8, P1–P4).</summary>
public static class Plangang
{
    /// <summary>Högst så många hinder av samma slag räknas upp; resten räknas samman.</summary>
    public const int FlestUppraknade = 20;

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

    /// <summary>Hinder mot att ändra en rad eller generera om planen.</summary>
    public static IReadOnlyList<Hinder> ProvaAndring(Plantillstand tillstand) => tillstand == Plantillstand.Utkast
        ? []
        : [new("plan-beslutad", "Planen är beslutad av nämnden och ändras inte.")];

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
        var ogiltiga = rader.SelectMany(r => Plankrav.Prova(r).Select(h => new Hinder(h.Kod, $"Rad {r.Nr}, {r.Objekt}: {h.Text}", h.Lagrum)));
        return [.. Hogst(saknas, "rad-saknas", "objekt saknar rad"), .. Hogst(over, "rad-over", "rader gäller objekt som inte längre ska ha någon"),
            .. Hogst(ogiltiga, "rad-ogiltig", "brister i rader")];
    }

    private static string Vad(Objektsort sort) => sort == Objektsort.Avtal ? "Avtalet" : "Enheten";

    private static List<Hinder> Hogst(IEnumerable<Hinder> hinder, string kod, string vad)
    {
        var alla = hinder.ToList();
        return alla.Count <= FlestUppraknade ? alla : [.. alla.Take(FlestUppraknade), new Hinder(kod, $"Och ytterligare {alla.Count - FlestUppraknade} {vad}.")];
    }
}
