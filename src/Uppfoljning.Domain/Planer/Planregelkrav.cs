using System.Text.RegularExpressions;

namespace Uppfoljning.Domain.Planer;

/// <summary>Vad som måste stämma i nämndens regler för planen, och i varje regel från lag, avtal eller nämnd.</summary>
public static partial class Planregelkrav
{
    public const int HogstVikt = 100;
    public const int HogstTimmar = 1000;
    public const int FlestNivaer = 6;
    public const int LangstNivanamn = 50;
    public const int FlestManader = 24;

    /// <summary>Allt som hindrar att reglerna sparas, vid sina fält: Vikter[0], Nivaer[1].Grans. Platsen är ordningen i listan.</summary>
    public static IReadOnlyList<Hinder> Prova(Planregler r)
    {
        var hinder = new List<Hinder>();
        ProvaVikter(r, hinder);
        ProvaNivaer(r, hinder);
        Inom(r.OkantProcent, 0, 100, nameof(r.OkantProcent), hinder);
        foreach (var form in Enum.GetValues<Uppfoljningsform>())
        {
            Inom(r.Formtider.GetValueOrDefault(form), 0, HogstTimmar, $"Timmar[{(int)form}]", hinder);
        }
        Inom(r.LedigManad, 1, Plantillfallen.ManaderPerAr, nameof(r.LedigManad), hinder);
        Inom(r.TidigaManader, 1, Plantillfallen.ManaderPerAr, nameof(r.TidigaManader), hinder);
        Inom(r.ForberedelseManader, 0, FlestManader, nameof(r.ForberedelseManader), hinder);
        Inom(r.ManaderEfterStart, 0, FlestManader, nameof(r.ManaderEfterStart), hinder);
        ProvaText(r.StandardAnsvarig, 200, "vem som ansvarar när avtalet inte har någon avtalsansvarig", nameof(r.StandardAnsvarig), hinder);
        ProvaText(r.AterkopplingNamnd, 500, "hur resultatet återkopplas till nämnden", nameof(r.AterkopplingNamnd), hinder);
        ProvaText(r.AterkopplingUtforare, 500, "hur resultatet återkopplas till utföraren", nameof(r.AterkopplingUtforare), hinder);
        ProvaText(r.AterkopplingAllmanhet, 500, "hur resultatet återkopplas till allmänheten", nameof(r.AterkopplingAllmanhet), hinder);
        ProvaText(r.AterkopplingAllmanhetValfrihet, 500, "hur resultatet återkopplas till allmänheten i valfrihetssystem", nameof(r.AterkopplingAllmanhetValfrihet), hinder);
        return hinder;
    }

    /// <summary>
    /// Hinder mot att en omgång gäller från dagen: den får inte ändra vad en plan som nämnden redan har beslutat vilar på.
    /// </summary>
    /// <param name="gallerFran">Dagen omgången ska gälla från, eller redan gäller från.</param>
    /// <param name="beslutatAr">Det senaste år som nämnden har beslutat en plan för; null när den inte har beslutat någon.</param>
    public static Hinder? ProvaFran(DateOnly gallerFran, int? beslutatAr) => beslutatAr is { } ar && gallerFran <= new DateOnly(ar, 1, 1)
        ? new("plan-beslutad", $"Nämnden har beslutat planen för {ar} med de regler som gällde den 1 januari {ar}. Låt nya regler gälla från en senare dag.", Falt: nameof(Planregler.GallerFran))
        : null;

    /// <summary>Allt som hindrar att regeln sparas.</summary>
    /// <param name="r">Regeln.</param>
    /// <param name="avtaletINamnden">Om avtalet i villkoret är nämndens; sant när regeln inte har något avtal.</param>
    public static IReadOnlyList<Hinder> Prova(Planregel r, bool avtaletINamnden = true)
    {
        var hinder = new List<Hinder>();
        ProvaText(r.Benamning, 200, "vad regeln kallas", nameof(r.Benamning), hinder);
        ProvaText(r.Kalla, 200, "var regeln står: lagrummet, avtalspunkten eller beslutet", nameof(r.Kalla), hinder);
        if (r.Slag == Regelslag.Lag && !string.IsNullOrWhiteSpace(r.Kalla) && !LagrumRegex().IsMatch(r.Kalla))
        {
            hinder.Add(new("lagrum-saknas", "En regel från lagen behöver ett lagrum, till exempel 26 kap. 4 § skollagen.", Falt: nameof(r.Kalla)));
        }
        if (r.Form is null && r.HogstIntervallManader is null)
        {
            hinder.Add(new("verkan-saknas", "Ange en form, ett längsta intervall eller båda; annars gör regeln ingenting.", Falt: nameof(r.HogstIntervallManader)));
        }
        if (r.HogstIntervallManader is { } intervall) { Inom(intervall, 1, Plankrav.LangstIntervallManader, nameof(r.HogstIntervallManader), hinder); }
        if (Formhinder(r) is { } fel) { hinder.Add(fel with { Falt = nameof(r.Form) }); }
        if (r.GallerTill is { } till && till < r.GallerFran)
        {
            hinder.Add(new("till-fore-fran", "Sista dagen är före den första dagen.", Falt: nameof(r.GallerTill)));
        }
        if (!avtaletINamnden)
        {
            hinder.Add(new("avtal-i-annan-namnd", "Avtalet finns inte i nämndens register.", Falt: nameof(r.AvtalId)));
        }
        return hinder;
    }

    /// <summary>
    /// Hinder mot att ändra vad en regel gör när nämnden har beslutat en plan som vilar på den. Benämning, källa och sista dag får alltid rättas.
    /// </summary>
    public static Hinder? ProvaAndring(Planregel fore, Planregel efter, int? beslutatAr)
    {
        var samma = (fore.Slag, fore.Verksamhetsomrade, fore.Driftsform, fore.AvtalId, fore.Form, fore.HogstIntervallManader, fore.GallerFran)
            == (efter.Slag, efter.Verksamhetsomrade, efter.Driftsform, efter.AvtalId, efter.Form, efter.HogstIntervallManader, efter.GallerFran);
        return !samma && beslutatAr is { } ar && fore.GallerFran.Year <= ar && (fore.GallerTill is not { } till || till.Year >= ar)
            ? new("plan-beslutad", $"Nämnden har beslutat planen för {ar} med den här regeln. Avsluta den och lägg in en ny som gäller från en senare dag.")
            : null;
    }

    /// <summary>Hinder mot att ta bort regeln: det som har gällt tas inte bort, det avslutas.</summary>
    public static Hinder? ProvaBorttagning(Planregel regel, DateOnly idag) => regel.GallerFran <= idag
        ? new("har-gallt", "Regeln har börjat gälla och tas därför inte bort. Avsluta den i stället, så syns det att den har gällt.")
        : null;

    private static Hinder? Formhinder(Planregel r) => r switch
    {
        { Form: null } => null,
        { Form: { } form, Driftsform: { } driftsform } => Uppfoljningsformer.Prova(form, Objektsort.Avtal, driftsform),
        // Utan driftsform i villkoret prövas formen mot varje objekt när planen görs.
        { Form: Uppfoljningsform.SarskildGranskning } => Uppfoljningsformer.Prova(Uppfoljningsform.SarskildGranskning, Objektsort.Avtal, Utforare.Driftsform.Aktiebolag),
        _ => null,
    };

    private static void ProvaVikter(Planregler r, List<Hinder> hinder)
    {
        foreach (var faktor in Enum.GetValues<Riskfaktor>())
        {
            Inom(r.Vikter.GetValueOrDefault(faktor), 0, HogstVikt, $"{nameof(r.Vikter)}[{(int)faktor}]", hinder);
        }
        if (r.Vikter.Values.All(v => v == 0))
        {
            hinder.Add(new("vikter-saknas", "Minst en faktor ska ha en vikt över 0; annars får inget objekt någon risk.", Falt: $"{nameof(r.Vikter)}[0]"));
        }
    }

    private static void ProvaNivaer(Planregler r, List<Hinder> hinder)
    {
        if (r.Nivaer.Count == 0)
        {
            hinder.Add(new("nivaer-saknas", "Ange minst en risknivå.", Falt: "Nivaer[0].Namn"));
            return;
        }
        if (r.Nivaer.Count > FlestNivaer) { hinder.Add(new("for-manga-nivaer", $"Reglerna får ha högst {FlestNivaer} nivåer.", Falt: $"Nivaer[{FlestNivaer}].Namn")); }
        for (var i = 0; i < r.Nivaer.Count; i++)
        {
            var (namn, grans, intervall) = r.Nivaer[i];
            ProvaText(namn, LangstNivanamn, "vad nivån heter", $"Nivaer[{i}].Namn", hinder);
            if (r.Nivaer.Take(i).Any(n => string.Equals(n.Namn, namn, StringComparison.OrdinalIgnoreCase)))
            {
                hinder.Add(new("niva-dubbel", "Två nivåer kan inte heta lika.", Falt: $"Nivaer[{i}].Namn"));
            }
            if (intervall is < 1 or > Plankrav.LangstIntervallManader)
            {
                hinder.Add(new("utanfor", $"Ange ett intervall på 1–{Plankrav.LangstIntervallManader} månader.", Falt: $"Nivaer[{i}].IntervallManader"));
            }
            else if (i > 0 && intervall < r.Nivaer[i - 1].IntervallManader)
            {
                hinder.Add(new("intervall-kortare", $"En lägre risk kan inte följas upp oftare än nivån {r.Nivaer[i - 1].Namn}.", Falt: $"Nivaer[{i}].IntervallManader"));
            }
            ProvaGrans(r, i, grans, hinder);
        }
        if (r.Granssort == Granssort.Andel && r.Nivaer.Sum(n => n.Grans) is var summa && summa != 100)
        {
            hinder.Add(new("andelar-summa", $"Andelarna ska tillsammans vara 100 procent; nu är de {summa}.", Falt: $"Nivaer[{r.Nivaer.Count - 1}].Grans"));
        }
    }

    private static void ProvaGrans(Planregler r, int i, int grans, List<Hinder> hinder)
    {
        var falt = $"Nivaer[{i}].Grans";
        if (r.Granssort == Granssort.Andel)
        {
            if (grans is < 1 or > 100) { hinder.Add(new("utanfor", "Ange en andel på 1–100 procent.", Falt: falt)); }
            return;
        }
        var hogst = r.Vikter.Values.Sum() * 100;
        if (i == r.Nivaer.Count - 1)
        {
            if (grans != 0) { hinder.Add(new("sista-grans", "Den sista nivån tar alla som blir över och börjar vid 0 poäng.", Falt: falt)); }
        }
        else if (grans < 1 || grans > hogst)
        {
            hinder.Add(new("utanfor", $"Ange en gräns över 0 och högst {Riskbedomning.Text(hogst)} poäng, som är vikternas summa.", Falt: falt));
        }
        if (i > 0 && grans >= r.Nivaer[i - 1].Grans)
        {
            hinder.Add(new("granser-stiger", $"Gränsen ska vara lägre än för nivån {r.Nivaer[i - 1].Namn}.", Falt: falt));
        }
    }

    private static void Inom(int tal, int minst, int hogst, string falt, List<Hinder> hinder)
    {
        if (tal < minst || tal > hogst) { hinder.Add(new("utanfor", $"Ange ett heltal {minst}–{hogst}.", Falt: falt)); }
    }

    private static void ProvaText(string? text, int langst, string vad, string falt, List<Hinder> hinder)
    {
        if (text is null || !text.Any(char.IsLetterOrDigit)) { hinder.Add(new("text-saknas", $"Ange {vad}.", Falt: falt)); }
        else if (text.Length > langst) { hinder.Add(new("for-lang", $"Texten får ha högst {langst} tecken.", Falt: falt)); }
    }

    [GeneratedRegex(@"\d+\s?[a-z]?\s?§|\bartikel\s+\d", RegexOptions.IgnoreCase)]
    private static partial Regex LagrumRegex();
}
