namespace Uppfoljning.Domain.Utforare;

/// <summary>
/// Kontroller och tillstånd hos utförare (PR-09): vad som väntas av vem, när det ska göras om, och om tillståndet gäller en viss dag.
/// Intervallen är kommunens egna regler, inte lag; att en privat utförare av hemtjänst ska ha tillstånd är lag (LOVP-08).
/// </summary>
public static class Kontrollregler
{
    /// <summary>Hemtjänst får inte bedrivas av en enskild utan IVO:s tillstånd (26 kap. 1 § 6 SoL).</summary>
    public static readonly Lagrum TillstandLagrum = Lagrum.Sol(26, 1);

    /// <summary>Kommunen ska kontrollera och följa upp verksamhet som har lämnats över genom avtal.</summary>
    public static readonly Lagrum KontrollLagrum = Lagrum.Kl(10, 8);

    /// <summary>Egen regel: kontrollerna görs om varje år.</summary>
    public const int ForvaltIntervall = 12;

    /// <summary>Egen regel: fakturor jämförs med planerad och utförd tid två gånger om året.</summary>
    public const int Fakturaintervall = 6;

    /// <summary>Så många dagar i förväg sägs det till att en kontroll ska göras om.</summary>
    public const int DagarIForvag = 30;

    /// <summary>Hur ofta sorten kontrolleras, i månader.</summary>
    public static int IntervallManader(Kontrollsort sort) => sort == Kontrollsort.Fakturakontroll ? Fakturaintervall : ForvaltIntervall;

    /// <summary>Dagen då kontrollen senast ska göras om: efter intervallet, eller när det som kontrollerades går ut om det är tidigare.</summary>
    public static DateOnly ForeslaNasta(Kontrollsort sort, DateOnly gjord, DateOnly? gallerTill)
    {
        var efterIntervall = gjord.AddMonths(IntervallManader(sort));
        return gallerTill is { } till && till >= gjord && till < efterIntervall ? till : efterIntervall;
    }

    /// <summary>De kontroller som väntas av en utförare. Är driftsformen inte känd väntas det som väntas av en privat; det okända utesluter inget.</summary>
    /// <param name="driftsform">Utförarens driftsform.</param>
    /// <param name="hemtjanst">Om utföraren utför hemtjänst åt kommunen.</param>
    public static IReadOnlyList<Kontrollsort> Vantade(Driftsform? driftsform, bool hemtjanst)
    {
        // Kommunen kontrollerar inte sig själv så; egen hemtjänst anmäls till IVO och har inget tillstånd (26 kap. 2 § SoL).
        if (driftsform == Driftsform.EgenRegi) { return []; }
        if (driftsform == Driftsform.KommunaltBolag) { return [Kontrollsort.FSkatt, Kontrollsort.Arbetsgivaravgifter]; }

        var sorter = new List<Kontrollsort>();
        if (hemtjanst) { sorter.Add(Kontrollsort.IvoTillstand); }
        sorter.AddRange([Kontrollsort.FSkatt, Kontrollsort.Arbetsgivaravgifter, Kontrollsort.Kronofogden]);
        // En enskild firma ägs av den som driver den.
        if (driftsform != Driftsform.EnskildFirma) { sorter.Add(Kontrollsort.AgareHuvudman); }
        sorter.AddRange([Kontrollsort.Konkurs, Kontrollsort.Forsakring]);
        return sorter;
    }

    /// <summary>Om texterna, namn på verksamhetsområden, avtal eller enheter, säger att det är hemtjänst.</summary>
    public static bool ArHemtjanst(params IEnumerable<string?> texter) =>
        texter.Any(t => t?.Contains("hemtjänst", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Den senaste kontrollen av varje sort.</summary>
    public static IReadOnlyDictionary<Kontrollsort, T> Senaste<T>(IEnumerable<T> kontroller) where T : Kontrollfakta =>
        kontroller.GroupBy(k => k.Sort).ToDictionary(g => g.Key, g => g.OrderBy(k => k.Gjord).ThenBy(k => k.Registrerad).Last());

    /// <summary>Hur den senaste kontrollen av en sort står till den dagen; null är att ingen är gjord.</summary>
    public static Kontrollage Lage(Kontrollfakta? senaste, DateOnly dag)
    {
        if (senaste is null) { return Kontrollage.InteKant; }
        if (senaste.Resultat == Kontrollresultat.EjUppfyllt) { return Kontrollage.EjUppfyllt; }
        if (SkaGorasSenast(senaste) is { } senast)
        {
            if (senast < dag) { return Kontrollage.Forfallen; }
            if (senaste.Resultat is not null && senast <= dag.AddDays(DagarIForvag)) { return Kontrollage.Snart; }
        }
        return senaste.Resultat is null ? Kontrollage.InteKant : Kontrollage.Aktuell;
    }

    /// <summary>Den tidigaste av dagarna då kontrollen ska göras om och då det som kontrollerades går ut.</summary>
    public static DateOnly? SkaGorasSenast(Kontrollfakta kontroll) => (kontroll.NastaSenast, kontroll.GallerTill) switch
    {
        ({ } nasta, { } till) => nasta < till ? nasta : till,
        var (nasta, till) => nasta ?? till,
    };

    /// <summary>Varje sort som väntas eller är gjord, i fast ordning, med hur den står till den dagen.</summary>
    public static IReadOnlyList<Kontrollpost<T>> Poster<T>(IEnumerable<T> kontroller, Driftsform? driftsform, bool hemtjanst, DateOnly dag) where T : Kontrollfakta
    {
        var senaste = Senaste(kontroller);
        var vantade = Vantade(driftsform, hemtjanst);
        return [.. Enum.GetValues<Kontrollsort>().Where(s => vantade.Contains(s) || senaste.ContainsKey(s)).Select(s =>
        {
            var kontroll = senaste.GetValueOrDefault(s);
            return new Kontrollpost<T>(s, kontroll, Lage(kontroll, dag), vantade.Contains(s), kontroll is null ? null : SkaGorasSenast(kontroll));
        })];
    }

    /// <summary>
    /// Om IVO:s tillstånd gäller den dagen, enligt det som är kontrollerat (LOVP-08, 26 kap. 1 § SoL). Sant: ett tillstånd gäller. Falskt: det
    /// har inte börjat gälla, har gått ut eller är inte uppfyllt. Null: det är inte känt. Ett tillstånd utan slutdag gäller tills vidare.
    /// </summary>
    public static bool? GiltigtTillstand(IEnumerable<Kontrollfakta> kontroller, DateOnly dag)
    {
        var tillstand = kontroller.Where(k => k.Sort == Kontrollsort.IvoTillstand).OrderBy(k => k.Gjord).ThenBy(k => k.Registrerad).ToList();

        // Att tillståndet saknas eller är återkallat gäller från sin dag, och det som kontrollerades dessförinnan gäller då inte längre.
        var nekat = tillstand.FindLastIndex(k => k.Resultat == Kontrollresultat.EjUppfyllt && (k.GallerFran ?? k.Gjord) <= dag);

        // Samma tillstånd kan ha kontrollerats flera gånger; det senaste säger vad som gäller. Ett nytt tillstånd har en ny beteckning.
        var galler = tillstand.Skip(nekat + 1).Where(k => k.Resultat != Kontrollresultat.EjUppfyllt)
            .GroupBy(k => k.Beteckning?.Trim() ?? "", StringComparer.OrdinalIgnoreCase).Select(g => Galler(g.Last(), dag)).ToList();
        return galler.Contains(true) ? true
            : galler.Contains(null) ? null
            : galler.Count > 0 || nekat >= 0 ? false
            : null;
    }

    /// <summary>Hinder mot att registrera en kontroll.</summary>
    public static IReadOnlyList<Hinder> Prova(DateOnly gjord, DateOnly? gallerFran, DateOnly? gallerTill, DateOnly? nastaSenast, DateOnly idag)
    {
        var hinder = new List<Hinder>();
        if (gjord > idag) { hinder.Add(new("gjord-i-framtiden", "Kontrollen kan inte vara gjord efter i dag.", Falt: "Gjord")); }
        if (gallerFran is { } fran && gallerTill is { } till && till < fran) { hinder.Add(new("slut-fore-start", "Sista dagen ska vara samma dag som den första eller senare.", Falt: "GallerTill")); }
        if (nastaSenast is { } nasta && nasta <= gjord) { hinder.Add(new("nasta-fore-gjord", "Kontrollen ska göras om en senare dag än den då den gjordes.", Falt: "NastaSenast")); }
        return hinder;
    }

    private static bool? Galler(Kontrollfakta tillstand, DateOnly dag)
    {
        if (tillstand.GallerTill < dag || tillstand.GallerFran > dag) { return false; }
        return tillstand.Resultat is null || tillstand.GallerFran is null ? null : true;
    }
}
