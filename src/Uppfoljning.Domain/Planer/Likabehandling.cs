using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Planer;

/// <summary>En skillnad mellan hur egen regi och privata utförare av samma verksamhet följs upp.</summary>
public sealed record Olikhet
{
    /// <summary>Skillnadens namn, som motivet hör till.</summary>
    public required string Nyckel { get; init; }

    public required string Verksamhetsomrade { get; init; }

    /// <summary>Skillnaden i en mening.</summary>
    public required string Text { get; init; }

    /// <summary>Varför skillnaden inte behöver motiveras; null när den ska motiveras.</summary>
    public string? Forklaring { get; init; }

    public Lagrum? Lagrum { get; init; }

    /// <summary>De rader som skillnaden gäller.</summary>
    public required IReadOnlyList<Planrad> EgenRegi { get; init; }

    public required IReadOnlyList<Planrad> Privata { get; init; }
}

/// <summary>
/// Om egen regi och privata utförare inom samma verksamhetsområde behandlas lika: samma former, och samma intervall på samma risknivå. Samma
/// frågor ställs oavsett driftsform, så att resultaten kan jämföras (regelverket 3.3), och programmet gäller samtliga utförare (5 kap. 3 § KL).
/// </summary>
/// <param name="Olikheter">Skillnaderna, de som ska motiveras först.</param>
/// <param name="Jamforda">Verksamhetsområden där båda finns.</param>
/// <param name="Ojamforda">Rader vars verksamhetsområde eller driftsform inte är känd, eller som drivs av kommunens bolag.</param>
public sealed record Likabehandling(IReadOnlyList<Olikhet> Olikheter, IReadOnlyList<string> Jamforda, IReadOnlyList<Planrad> Ojamforda)
{
    public static readonly Lagrum SamtligaUtforareLagrum = Plangenerering.ProgramLagrum;

    public IEnumerable<Olikhet> AttMotivera => Olikheter.Where(o => o.Forklaring is null);

    /// <summary>Jämför planens ordinarie rader.</summary>
    public static Likabehandling Av(IEnumerable<Planrad> rader)
    {
        var objekt = rader.Where(r => r.Slag == Radslag.Ordinarie).GroupBy(r => r.ObjektId).Select(Sammanlagd).ToList();
        var olikheter = new List<Olikhet>();
        var jamforda = new List<string>();
        foreach (var omrade in objekt.Where(o => o.Rad.Verksamhetsomrade is not null && o.Sida != Sida.Ingen).GroupBy(o => o.Rad.Verksamhetsomrade!, StringComparer.OrdinalIgnoreCase))
        {
            var egna = omrade.Where(o => o.Sida == Sida.Egen).ToList();
            var privata = omrade.Where(o => o.Sida == Sida.Privat).ToList();
            if (egna.Count == 0 || privata.Count == 0) { continue; }
            jamforda.Add(omrade.Key);
            olikheter.AddRange(Former(omrade.Key, egna, privata));
            olikheter.AddRange(Intervall(omrade.Key, egna, privata));
        }
        return new(
            [.. olikheter.OrderBy(o => o.Forklaring is not null)],
            jamforda,
            [.. objekt.Where(o => o.Rad.Verksamhetsomrade is null || o.Sida == Sida.Ingen).Select(o => o.Rad)]);
    }

    /// <summary>Hinder mot att besluta planen: varje skillnad som inte förklaras av risk eller lag ska ha ett motiv.</summary>
    public IReadOnlyList<Hinder> Prova(IReadOnlyDictionary<string, string> motiv) => [.. AttMotivera.Where(o => !motiv.ContainsKey(o.Nyckel))
        .Select(o => new Hinder("olikhet-utan-motiv", $"{o.Verksamhetsomrade}: {o.Text} Motivera skillnaden under Likabehandling, eller ändra raderna.", SamtligaUtforareLagrum))];

    private static IEnumerable<Olikhet> Former(string omrade, List<Objekt> egna, List<Objekt> privata)
    {
        foreach (var form in egna.Concat(privata).SelectMany(o => o.Former).Distinct().Order())
        {
            List<Objekt> Med(List<Objekt> sida) => [.. sida.Where(o => o.Former.Contains(form))];
            List<Objekt> Utan(List<Objekt> sida) => [.. sida.Where(o => !o.Former.Contains(form))];
            var (egnaMed, privataMed, egnaUtan, privataUtan) = (Med(egna), Med(privata), Utan(egna), Utan(privata));
            if (!Olika(egnaMed, privataMed, egnaUtan, privataUtan)) { continue; }

            // En form som lag eller avtal inte tillåter mot objektet kan det inte ha; det är ingen behandling.
            var hinder = egnaUtan.Concat(privataUtan).Select(o => Hindret(form, o.Rad)).FirstOrDefault(h => h is not null);
            var forklarad = !Olika(egnaMed, privataMed, [.. egnaUtan.Where(o => Hindret(form, o.Rad) is null)], [.. privataUtan.Where(o => Hindret(form, o.Rad) is null)]);
            yield return new Olikhet
            {
                Nyckel = $"{omrade}|form|{form}",
                Verksamhetsomrade = omrade,
                Text = $"{Formtext(form)} görs hos {egnaMed.Count} av {egna.Count} i egen regi och {privataMed.Count} av {privata.Count} privata.",
                Forklaring = forklarad ? hinder?.Text : null,
                Lagrum = forklarad ? hinder?.Lagrum : null,
                EgenRegi = [.. egnaMed.Select(o => o.Rad)],
                Privata = [.. privataMed.Select(o => o.Rad)],
            };
        }
    }

    private static bool Olika(List<Objekt> egnaMed, List<Objekt> privataMed, List<Objekt> egnaUtan, List<Objekt> privataUtan) =>
        (egnaMed.Count > 0 && privataUtan.Count > 0) || (privataMed.Count > 0 && egnaUtan.Count > 0);

    private static IEnumerable<Olikhet> Intervall(string omrade, List<Objekt> egna, List<Objekt> privata)
    {
        foreach (var niva in egna.Select(o => o.Rad.Riskniva).Intersect(privata.Select(o => o.Rad.Riskniva)).Order())
        {
            var e = egna.Where(o => o.Rad.Riskniva == niva).ToList();
            var p = privata.Where(o => o.Rad.Riskniva == niva).ToList();
            if (!e.Any(a => p.Any(b => a.Rad.IntervallManader != b.Rad.IntervallManader))) { continue; }
            yield return new Olikhet
            {
                Nyckel = $"{omrade}|intervall|{niva}",
                Verksamhetsomrade = omrade,
                Text = $"{(niva is null ? "Utan risknivå" : $"På risknivån {niva.ToLowerInvariant()}")} följs egen regi upp {Intervallen(e)} och privata {Intervallen(p)}.",
                EgenRegi = [.. e.Select(o => o.Rad)],
                Privata = [.. p.Select(o => o.Rad)],
            };
        }

        // Olika nivå ger olika intervall: det är risken och inte driftsformen som skiljer.
        var skilda = egna.SelectMany(a => privata.Select(b => (Egen: a.Rad, Privat: b.Rad)))
            .Where(x => x.Egen.Riskniva is not null && x.Privat.Riskniva is not null && x.Egen.Riskniva != x.Privat.Riskniva && x.Egen.IntervallManader != x.Privat.IntervallManader)
            .ToList();
        if (skilda.Count == 0) { yield break; }
        yield return new Olikhet
        {
            Nyckel = $"{omrade}|risk",
            Verksamhetsomrade = omrade,
            Text = $"Egen regi: {Nivaer(egna)}. Privata: {Nivaer(privata)}.",
            Forklaring = "Intervallen skiljer för att riskpoängen ger olika nivå.",
            EgenRegi = [.. skilda.Select(x => x.Egen).Distinct()],
            Privata = [.. skilda.Select(x => x.Privat).Distinct()],
        };
    }

    private static string Intervallen(IEnumerable<Objekt> objekt) => Plantext.Uppraknade(
        [.. objekt.GroupBy(o => o.Rad.IntervallManader).OrderBy(g => g.Key).Select(g => $"{Hur(g.Key)} ({g.Count()})")]);

    private static string Nivaer(IEnumerable<Objekt> objekt) => Plantext.Uppraknade(
        [.. objekt.GroupBy(o => (o.Rad.Riskniva, o.Rad.IntervallManader)).OrderBy(g => g.Key.IntervallManader)
            .Select(g => $"{g.Key.Riskniva?.ToLowerInvariant() ?? "utan nivå"} {Hur(g.Key.IntervallManader)} ({g.Count()})")]);

    private static string Hur(int? manader) => manader is null ? "utan bestämt intervall" : Plantext.Intervall(manader);

    /// <summary>Avtalsuppföljning och uppdragsuppföljning är varandras motsvarighet: båda prövar mot det som är överenskommet.</summary>
    private static Uppfoljningsform Motsvarighet(Uppfoljningsform form) => form == Uppfoljningsform.Uppdragsuppfoljning ? Uppfoljningsform.Avtalsuppfoljning : form;

    private static string Formtext(Uppfoljningsform form) => form == Uppfoljningsform.Avtalsuppfoljning ? "Avtals- eller uppdragsuppföljning" : form.Text();

    private static Hinder? Hindret(Uppfoljningsform form, Planrad rad)
    {
        if (form != Uppfoljningsform.Avtalsuppfoljning) { return Uppfoljningsformer.Prova(form, rad.Sort, rad.Driftsform); }
        var avtal = Uppfoljningsformer.Prova(Uppfoljningsform.Avtalsuppfoljning, rad.Sort, rad.Driftsform);
        return avtal is null || Uppfoljningsformer.Prova(Uppfoljningsform.Uppdragsuppfoljning, rad.Sort, rad.Driftsform) is null ? null : avtal;
    }

    /// <summary>Objektets rader som en: en delad rad har formerna tillsammans och det tätaste intervallet.</summary>
    private static Objekt Sammanlagd(IEnumerable<Planrad> rader)
    {
        var alla = rader.OrderBy(r => r.Del).ToList();
        var rad = alla[0] with { IntervallManader = alla.Min(r => r.IntervallManader) };
        return new(rad, [.. alla.SelectMany(r => Uppfoljningsformer.Las(r.Former)).Select(Motsvarighet).Distinct()], SidaFor(rad));
    }

    private static Sida SidaFor(Planrad r) =>
        Uppfoljningsformer.EgenRegi(r.Sort, r.Driftsform) && (r.Driftsform is not null || r.UtforareId is null) ? Sida.Egen
        : r.Driftsform is { } form && form.ArPrivat() ? Sida.Privat
        : Sida.Ingen;

    private enum Sida
    {
        Ingen,
        Egen,
        Privat,
    }

    private sealed record Objekt(Planrad Rad, IReadOnlyList<Uppfoljningsform> Former, Sida Sida);
}
