namespace Uppfoljning.Domain.Planer;

/// <summary>Vad som gör att en rad går före en annan när timmarna inte räcker. I den ordningen.</summary>
public enum Radforetrade
{
    SarskildGranskning,
    Lag,
    Avtal,
    Namnd,
    Risk,
}

/// <summary>En rads timmar i en månad. Timmarna räknas i hundradelar, så att en period som delas på flera månader går jämnt upp.</summary>
/// <param name="Rad">Raden.</param>
/// <param name="Timmar">Timmarna i månaden, i hundradelar.</param>
/// <param name="Ryms">Om raden och allt som går före den ryms inom månadens timmar; null när bemanningen inte är känd.</param>
public sealed record Manadsrad(Planrad Rad, int Timmar, bool? Ryms);

/// <summary>En månads behov mot de timmar som finns, i hundradelar. Finns är null när bemanningen inte är känd.</summary>
public sealed record Timmanad(int Manad, int Behov, int? Finns, IReadOnlyList<Manadsrad> Rader)
{
    public int? Skillnad => Finns - Behov;

    /// <summary>Raderna som inte ryms, den som går först överst.</summary>
    public IReadOnlyList<Manadsrad> Utanfor { get; } = [.. Rader.Where(r => r.Ryms == false)];
}

/// <summary>Timmarna för en form under året. Form är null för det som någon har angett för raden som helhet.</summary>
public sealed record Formtimmar(Uppfoljningsform? Form, int Tillfallen, int Timmar);

/// <summary>En rad som inte ryms, i vilka månader och med hur många timmar i hundradelar.</summary>
public sealed record Utanforrad(Planrad Rad, IReadOnlyList<int> Manader, int Timmar);

/// <summary>
/// Planens timmar mot bemanningen, månad för månad. Särskild granskning efter beslut går först, sedan det som lagen bestämmer, avtalet, nämnden,
/// och sedan den högsta risken. Gränsen dras i den ordningen: en rad ryms när den och allt före den ryms, så mer bemanning kan aldrig göra att
/// en rad faller utanför.
/// </summary>
public sealed record Timprov
{
    /// <summary>Januari först.</summary>
    public required IReadOnlyList<Timmanad> Manader { get; init; }

    public required IReadOnlyList<Formtimmar> Former { get; init; }

    /// <summary>Det som inte ryms, det som går först överst; tom lista när bemanningen inte är känd.</summary>
    public required IReadOnlyList<Utanforrad> Utanfor { get; init; }

    /// <summary>Rader som inte har någon månad och därför inte kan räknas in.</summary>
    public required IReadOnlyList<Planrad> UtanManad { get; init; }

    public required bool BemanningKand { get; init; }

    public int Behov => Manader.Sum(m => m.Behov);

    public int? Finns => BemanningKand ? Manader.Sum(m => m.Finns ?? 0) : null;

    /// <summary>Prövar planens rader mot bemanningen.</summary>
    /// <param name="rader">Planens rader.</param>
    /// <param name="regler">Nämndens regler, för formernas timmar.</param>
    /// <param name="bemanning">Hela timmar per månad, januari först; null när ingen bemanning är inlagd.</param>
    public static Timprov Av(IReadOnlyList<Planrad> rader, Planregler regler, IReadOnlyList<int>? bemanning)
    {
        var ordnade = rader.Order(Ordning).ToList();
        var perManad = Enumerable.Range(0, Plantillfallen.ManaderPerAr).Select(_ => new List<(Planrad Rad, int Timmar)>()).ToList();
        foreach (var rad in ordnade)
        {
            var manader = Fordela(rad, regler);
            for (var m = 0; m < manader.Length; m++)
            {
                if (manader[m] > 0) { perManad[m].Add((rad, manader[m])); }
            }
        }

        var resultat = perManad.Select((i, m) =>
        {
            int? finns = bemanning is null ? null : bemanning[m] * 100;
            var hittills = 0;
            var radlista = i.ConvertAll(r =>
            {
                hittills += r.Timmar;
                return new Manadsrad(r.Rad, r.Timmar, finns is { } f ? hittills <= f : null);
            });
            return new Timmanad(m + 1, hittills, finns, radlista);
        }).ToList();

        return new Timprov
        {
            Manader = resultat,
            Former = Formsummor(rader, regler),
            Utanfor =
            [
                .. resultat.SelectMany(m => m.Utanfor.Select(r => (m.Manad, r.Rad, r.Timmar))).GroupBy(r => r.Rad.Id)
                    .Select(g => new Utanforrad(g.First().Rad, [.. g.Select(r => r.Manad)], g.Sum(r => r.Timmar)))
                    .OrderBy(u => u.Rad, Ordning),
            ],
            UtanManad = [.. rader.Where(r => Plantillfallen.For(r).Count == 0).OrderBy(r => r.Nr)],
            BemanningKand = bemanning is not null,
        };
    }

    /// <summary>Radens timmar i var månad, i hundradelar och januari först. Ett tillfälle som pågår flera månader delas jämnt; resten av delningen får de första.</summary>
    public static int[] Fordela(Planrad rad, Planregler regler)
    {
        var manader = new int[Plantillfallen.ManaderPerAr];
        var timmar = Radtimmar.For(rad, regler.Formtider).PerTillfalle * 100;
        foreach (var t in Plantillfallen.For(rad))
        {
            var (forsta, sista) = (Math.Clamp(t.Forsta, 1, 12), Math.Clamp(t.Sista, 1, 12));
            var antal = Math.Max(1, sista - forsta + 1);
            for (var i = 0; i < antal; i++) { manader[forsta - 1 + i] += timmar / antal + (i < timmar % antal ? 1 : 0); }
        }
        return manader;
    }

    /// <summary>Varför raden går före andra. Ett intervall som är valt för hand inom vad lag eller avtal tillåter står kvar som bundet.</summary>
    public static Radforetrade Foretrade(Planrad rad) => rad switch
    {
        { Slag: Radslag.SarskildGranskning } => Radforetrade.SarskildGranskning,
        { Bestams: Bestams.Lag } => Radforetrade.Lag,
        { Bestams: Bestams.Avtal } or { Bestams: Bestams.Hand, HogstIntervallManader: not null } => Radforetrade.Avtal,
        { Bestams: Bestams.Namnd } => Radforetrade.Namnd,
        _ => Radforetrade.Risk,
    };

    public static string Text(Radforetrade foretrade) => foretrade switch
    {
        Radforetrade.SarskildGranskning => "särskild granskning",
        Radforetrade.Lag => "lagen bestämmer",
        Radforetrade.Avtal => "lag eller avtal binder",
        Radforetrade.Namnd => "nämndens regel bestämmer",
        _ => "risken avgör",
    };

    /// <summary>Den som går före står först. Samma ordning varje gång: till sist avgör radens nummer.</summary>
    public static IComparer<Planrad> Ordning { get; } = Comparer<Planrad>.Create((x, y) =>
    {
        var foretrade = Foretrade(x).CompareTo(Foretrade(y));
        if (foretrade != 0) { return foretrade; }
        var risk = (y.Riskpoang ?? -1).CompareTo(x.Riskpoang ?? -1);
        if (risk != 0) { return risk; }
        var nr = x.Nr.CompareTo(y.Nr);
        return nr != 0 ? nr : x.Id.CompareTo(y.Id);
    });

    private static List<Formtimmar> Formsummor(IReadOnlyList<Planrad> rader, Planregler regler)
    {
        var summor = new Dictionary<Uppfoljningsform, (int Tillfallen, int Timmar)>();
        var (egnaTillfallen, egnaTimmar) = (0, 0);
        foreach (var rad in rader)
        {
            var tillfallen = Plantillfallen.For(rad).Count;
            if (tillfallen == 0) { continue; }
            if (rad.Timmar is { } egna)
            {
                (egnaTillfallen, egnaTimmar) = (egnaTillfallen + tillfallen, egnaTimmar + egna * tillfallen);
                continue;
            }
            foreach (var form in Uppfoljningsformer.Las(rad.Former))
            {
                var (t, h) = summor.GetValueOrDefault(form);
                summor[form] = (t + tillfallen, h + regler.Formtider.GetValueOrDefault(form) * tillfallen);
            }
        }
        var lista = summor.OrderBy(s => s.Key).Select(s => new Formtimmar(s.Key, s.Value.Tillfallen, s.Value.Timmar)).ToList();
        if (egnaTillfallen > 0) { lista.Add(new(null, egnaTillfallen, egnaTimmar)); }
        return lista;
    }
}
