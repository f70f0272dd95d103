namespace Uppfoljning.Domain.Planer;

/// <summary>När under året en rad får ligga: avtalets början och slut, hur tätt lag eller avtal kräver uppföljning, och nämndens egna regler.</summary>
public static class Planfonster
{
    /// <summary>Den sista månaden under planåret då objektet finns att följa upp.</summary>
    public static int Sistamanad(Planrad rad, int ar) => rad.Slut is { } slut && slut.Year == ar ? slut.Month : Plantillfallen.ManaderPerAr;

    /// <summary>Den första månaden under planåret då objektet finns att följa upp.</summary>
    public static int Forstamanad(Planrad rad, int ar) => rad.Start is { } start && start.Year == ar ? start.Month : 1;

    /// <summary>Raden så som den blir med den första perioden i månaden; månaderna därefter följer av intervallet.</summary>
    public static Planrad Lagd(Planrad rad, int forsta, int sista, int? intervall, int ar, Planregler regler) => rad with
    {
        ForstaManad = forsta,
        SistaManad = sista,
        IntervallManader = intervall,
        FlerManader = intervall is { } i && rad.Slag == Radslag.Ordinarie
            ? Plantillfallen.Skriv(Plantillfallen.Foljande(forsta, sista, i, regler.LedigManad, Sistamanad(rad, ar)))
            : null,
    };

    /// <summary>Hinder mot att någon lägger raden i månaden: det som avtalets tid, lag eller avtal inte tillåter.</summary>
    public static IReadOnlyList<Hinder> ProvaManad(Planrad rad, int manad, int ar)
    {
        var hinder = new List<Hinder>();
        if (manad < Forstamanad(rad, ar))
        {
            hinder.Add(new("fore-avtalets-start", $"Avtalet börjar {Dag(rad.Start!.Value)} och kan inte följas upp före {Plantext.Manad(Forstamanad(rad, ar))}.", Plankrav.TidLagrum, "Manad"));
        }
        if (manad > Sistamanad(rad, ar))
        {
            hinder.Add(new("efter-avtalets-slut", $"Avtalet löper ut {Dag(rad.Slut!.Value)} och kan inte följas upp efter {Plantext.Manad(Sistamanad(rad, ar))}.", Plankrav.TidLagrum, "Manad"));
        }
        if (rad.Slag == Radslag.Ordinarie && rad.HogstIntervallManader is { } hogst && manad > hogst)
        {
            hinder.Add(new("for-sent-pa-aret", $"Lag eller avtal kräver uppföljning minst {Plantext.Intervall(hogst)}; den första måste göras senast i {Plantext.Manad(Math.Min(hogst, 12))}.", Plankrav.TidLagrum, "Manad"));
        }
        return hinder;
    }

    /// <summary>
    /// De månader som ett förslag får lägga hela raden i. Den som ett datum styr stannar inom sin period: ett avtal som snart löper ut följs upp
    /// tidigt, och ett nytt en viss tid efter start.
    /// </summary>
    /// <param name="rad">Raden.</param>
    /// <param name="ar">Planåret.</param>
    /// <param name="regler">Nämndens regler.</param>
    /// <param name="senast">Den månad då objektet är på tur, när det är känt.</param>
    public static IReadOnlyList<int> Flyttbara(Planrad rad, int ar, Planregler regler, int? senast)
    {
        if (rad.Slag != Radslag.Ordinarie || rad is not { ForstaManad: { } forsta, SistaManad: { } sista }) { return []; }
        var snartSlut = rad.Slut is { } slut && slut <= new DateOnly(ar, 12, 31).AddMonths(regler.ForberedelseManader);
        var nytt = rad.Start is { } start && start.AddMonths(regler.ManaderEfterStart).Year >= ar;
        var (fran, till) = snartSlut || nytt ? (forsta, sista) : (1, Math.Min(rad.IntervallManader ?? Plantillfallen.ManaderPerAr, senast ?? Plantillfallen.ManaderPerAr));
        return [.. Enumerable.Range(1, Plantillfallen.ManaderPerAr).Where(m => m >= fran && m <= till && m != regler.LedigManad
            && !(m == forsta && m == sista) && ProvaManad(rad, m, ar).Count == 0)];
    }

    private static string Dag(DateOnly dag) => Kalender.Datumtext.Iso(dag);
}
