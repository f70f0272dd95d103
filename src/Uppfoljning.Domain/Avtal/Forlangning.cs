using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Avtal;

/// <summary>En förlängning som avtalet ger rätt till (17 kap. 10 § LOU), beslutad eller inte.</summary>
/// <remarks>
/// <c>SistaBesked</c> är avtalets egen dag; finns den inte räknas dagen som <c>BeskedManader</c> före slutet på perioden som förlängningen följer på.
/// Är ingen av dem känd är dagen inte känd.
/// </remarks>
public sealed record Forlangning
{
    public const int MestManader = 240;
    public const int MestBeskedManader = 120;

    public required int Nr { get; init; }

    public required int Manader { get; init; }

    public int? BeskedManader { get; init; }

    public DateOnly? SistaBesked { get; init; }

    /// <summary>Dagen då förlängningen beslutades. Null när den återstår.</summary>
    public DateOnly? Beslutad { get; init; }

    /// <summary>Avtalets slut innan förlängningen beslutades.</summary>
    public DateOnly? SlutFore { get; init; }

    public DateOnly? NyttSlut { get; init; }
}

/// <summary>Slutet på en period efter grundtiden, och den förlängning som gav den.</summary>
public sealed record Forlangningsperiod(Forlangning Forlangning, DateOnly Fran, DateOnly Till)
{
    /// <summary>Slutet på perioden som förlängningen följer på.</summary>
    public DateOnly Fore => Fran.AddDays(-1);
}

/// <summary>Hur avtalets förlängningar följer på varandra, och om en av dem får beslutas nu (K3, AND-12, RAM-01).</summary>
public static class Forlangningar
{
    /// <summary>Ett direktivstyrt ramavtal får gälla längre än så bara om det finns särskilda skäl (7 kap. 2 § LOU).</summary>
    public const int RamavtalAr = 4;

    public static readonly Lagrum Ramavtalstid = Lagrum.Lou(7, 2);
    public static readonly Lagrum Optionsklausul = Lagrum.Lou(17, 10);

    private const int FlestManader = (Datumtext.StorstAr - Datumtext.MinstAr) * 12;

    private static readonly DateOnly Sista = new(Datumtext.StorstAr, 12, 31);

    /// <summary>De förlängningar som inte är beslutade, i ordning.</summary>
    public static IReadOnlyList<Forlangning> Aterstar(IEnumerable<Forlangning> forlangningar) =>
        [.. forlangningar.Where(f => f.Beslutad is null).OrderBy(f => f.Nr)];

    /// <summary>
    /// Grundtidens slut och de månader som redan har lagts till. Det som beslutats räknas från grundtiden så länge avtalets slut är det som besluten
    /// gav; har slutet ändrats på annat sätt räknas från det.
    /// </summary>
    public static (DateOnly Grund, int Manader) Grund(DateOnly slut, IEnumerable<Forlangning> forlangningar)
    {
        var beslutade = forlangningar.Where(f => f.Beslutad is not null).OrderBy(f => f.Nr).ToList();
        if (beslutade.Count == 0 || beslutade[0].SlutFore is not { } grund || grund > slut) { return (slut, 0); }
        var manader = beslutade.Sum(f => f.Manader);
        return manader <= FlestManader && Slut(grund, manader) == slut ? (grund, manader) : (slut, 0);
    }

    /// <summary>De perioder som redan är beslutade, och deras dagar, så länge de kan härledas från grundtiden.</summary>
    public static IReadOnlyList<Forlangningsperiod> Beslutade(DateOnly slut, IEnumerable<Forlangning> forlangningar)
    {
        var alla = forlangningar.ToList();
        var (grund, lagda) = Grund(slut, alla);
        return lagda == 0 ? [] : Perioder(grund, 0, [.. alla.Where(f => f.Beslutad is not null).OrderBy(f => f.Nr)]);
    }

    /// <summary>Perioderna som återstår att besluta om, var och en räknad från den förras slut. Det som går förbi registrets sista år är inte med.</summary>
    public static IReadOnlyList<Forlangningsperiod> Kommande(DateOnly slut, IEnumerable<Forlangning> forlangningar)
    {
        var alla = forlangningar.ToList();
        var (grund, lagda) = Grund(slut, alla);
        return Perioder(grund, lagda, Aterstar(alla));
    }

    /// <summary>Sista dagen för besked: avtalets egen dag, eller månaderna före slutet på perioden före. Null när den inte är känd eller inte kan stämma.</summary>
    public static DateOnly? SistaBesked(Forlangningsperiod period) => period.Forlangning switch
    {
        { SistaBesked: { } egen } => egen <= period.Fore ? egen : null,
        { BeskedManader: { } manader } when period.Fore > DateOnly.MinValue.AddMonths(manader) => period.Fore.AddMonths(-manader),
        _ => null,
    };

    /// <summary>Hinder mot att besluta nästa förlängning (K3); tom lista betyder att den får beslutas.</summary>
    public static IReadOnlyList<Hinder> Prova(Forlangningsfakta fakta, DateOnly idag)
    {
        var hinder = new List<Hinder>();
        if (fakta.Tillstand != Avtalstillstand.Aktivt)
        {
            hinder.Add(new("ej-aktivt", $"Bara ett aktivt avtal kan förlängas. Avtalet är {fakta.Tillstand.Text().ToLowerInvariant()}."));
        }
        var kvar = Aterstar(fakta.Forlangningar);
        if (kvar.Count == 0)
        {
            hinder.Add(new("ingen-forlangning", "Ingen förlängning återstår. Ett avtal förlängs bara om en options- eller förlängningsklausul ger rätt till det.", Optionsklausul));
        }
        if (fakta.Slut is null)
        {
            hinder.Add(new("slut-okant", "Avtalets slutdatum är inte känt, så det finns inget att förlänga från. Fyll i det på avtalet."));
        }
        else if (idag > fakta.Slut)
        {
            hinder.Add(new("efter-slut", $"Avtalet löpte ut {fakta.Slut.Value.Iso()}. Ett avtal som har löpt ut kan inte förlängas.", Optionsklausul));
        }
        if (fakta.Beslutad is null)
        {
            hinder.Add(new("beslutsdag-saknas", "Ange vilken dag förlängningen beslutades.", Falt: "Beslutad"));
        }
        else if (fakta.Beslutad > idag)
        {
            hinder.Add(new("beslutsdag-framtid", "Beslutet kan inte ligga i framtiden.", Falt: "Beslutad"));
        }
        if (kvar.Count == 0 || fakta.Slut is not { } slut) { return hinder; }

        if (Kommande(slut, fakta.Forlangningar) is not [var nasta, ..])
        {
            hinder.Add(new("slut-for-sent", $"Förlängningen går förbi år {Datumtext.StorstAr}. Kontrollera antalet månader."));
            return hinder;
        }
        hinder.AddRange(ProvaBesked(nasta, fakta.Beslutad));
        hinder.AddRange(ProvaRamavtal(fakta, nasta.Till));
        return hinder;
    }

    /// <summary>Om den sammanlagda tiden måste prövas mot fyraårsgränsen: den passerar fyra år eller kan inte räknas, och 19 kap. gäller inte säkert.</summary>
    public static bool RamavtalstidProvas(DateOnly? start, DateOnly nyttSlut, Upphandlingsregler? regler) =>
        regler != Upphandlingsregler.Kapitel19 && (start is not { } s || nyttSlut >= s.AddYears(RamavtalAr));

    private static IEnumerable<Hinder> ProvaBesked(Forlangningsperiod nasta, DateOnly? beslutad)
    {
        if (SistaBesked(nasta) is not { } senast)
        {
            yield return new("besked-okant", nasta.Forlangning.SistaBesked is { } egen
                ? $"Sista dag för besked är angiven till {egen.Iso()}, efter periodens slut {nasta.Fore.Iso()}. Rätta den på förlängningen."
                : "Sista dag för besked är inte känd, så det går inte att pröva om beslutet är i tid. Ange den på förlängningen.", Optionsklausul);
        }
        else if (beslutad > senast)
        {
            yield return new("besked-for-sent", $"Sista dag för besked om förlängningen var {senast.Iso()}. Ett beslut {beslutad.Value.Iso()} är för sent.", Optionsklausul, "Beslutad");
        }
    }

    private static IEnumerable<Hinder> ProvaRamavtal(Forlangningsfakta fakta, DateOnly nyttSlut)
    {
        if (!RamavtalstidProvas(fakta.Start, nyttSlut, fakta.Regler)) { yield break; }
        if (fakta.Ramavtal is null)
        {
            yield return new("ramavtal-okant", fakta.Start is null
                ? "Avtalets start är inte känd, så den sammanlagda tiden kan inte räknas. Ange om avtalet är ett direktivstyrt ramavtal."
                : $"Avtalet gäller med förlängningen till {nyttSlut.Iso()}, längre än {RamavtalAr} år. Ange om det är ett direktivstyrt ramavtal.", Ramavtalstid, "Ramavtal");
        }
        else if (fakta.Ramavtal == true && string.IsNullOrWhiteSpace(fakta.SarskildaSkal))
        {
            yield return new("ramavtal-for-langt", $"Ett direktivstyrt ramavtal får gälla längre än {RamavtalAr} år bara om det finns särskilda skäl. Ange skälen.", Ramavtalstid, "SarskildaSkal");
        }
    }

    private static List<Forlangningsperiod> Perioder(DateOnly grund, int lagda, IReadOnlyList<Forlangning> forlangningar)
    {
        var perioder = new List<Forlangningsperiod>();
        var fore = Slut(grund, lagda);
        foreach (var forlangning in forlangningar)
        {
            lagda += forlangning.Manader;
            if (forlangning.Manader <= 0 || lagda > FlestManader || grund > Sista.AddMonths(-lagda)) { break; }
            var till = Slut(grund, lagda);
            perioder.Add(new(forlangning, fore.AddDays(1), till));
            fore = till;
        }
        return perioder;
    }

    private static DateOnly Slut(DateOnly grund, int manader) => manader == 0 ? grund : Avtalsdatum.Periodslut(grund, manader, 1);
}

/// <summary>Det som ett beslut om förlängning prövas mot. Null betyder inte känt eller inte angivet.</summary>
public sealed record Forlangningsfakta
{
    public required Avtalstillstand Tillstand { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? Slut { get; init; }

    public Upphandlingsregler? Regler { get; init; }

    public IReadOnlyList<Forlangning> Forlangningar { get; init; } = [];

    public DateOnly? Beslutad { get; init; }

    /// <summary>Om avtalet är ett direktivstyrt ramavtal, så som användaren uppger det.</summary>
    public bool? Ramavtal { get; init; }

    public string? SarskildaSkal { get; init; }
}
