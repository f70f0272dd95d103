using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Planer;

/// <summary>Det i en rad som kan skilja mellan två planer.</summary>
public enum Skillnadsfalt
{
    Register,
    Vad,
    Form,
    Ansvarig,
    Tid,
    Intervall,
    Niva,
    Risk,
    Timmar,
    AterkopplingNamnd,
    AterkopplingUtforare,
    AterkopplingAllmanhet,
    Utlosare,
}

/// <summary>Ett fält i en rad, före och efter med ord.</summary>
public sealed record Faltskillnad(Skillnadsfalt Falt, string Fore, string Efter);

/// <summary>En rad som finns i båda planerna och skiljer i något.</summary>
public sealed record Radskillnad(Planrad Fore, Planrad Efter, IReadOnlyList<Faltskillnad> Falt)
{
    /// <summary>Varför: skälen i den nya raden för det som är ändrat, och motivet till ändringen.</summary>
    public IReadOnlyList<Planskal> Skal
    {
        get
        {
            var sorter = Falt.Select(f => f.Falt.Skalsort()).Append(Skalsort.Andring).OfType<Skalsort>().ToHashSet();
            var fore = Planskal.Las(Fore.Skal).ToHashSet();
            return [.. Planskal.Las(Efter.Skal).Where(s => sorter.Contains(s.Sort) && !fore.Contains(s))];
        }
    }
}

/// <summary>
/// Skillnaden mellan två planer: rader som har tillkommit, försvunnit och ändrats, och de som är lika. Samma jämförelse används för arbetsraderna
/// mot den beslutade versionen, för två versioner, och för två år.
/// </summary>
public sealed record Planskillnad
{
    public required IReadOnlyList<Planrad> Tillkomna { get; init; }

    public required IReadOnlyList<Planrad> Borttagna { get; init; }

    public required IReadOnlyList<Radskillnad> Andrade { get; init; }

    /// <summary>De lika raderna, så som de står i den nya planen.</summary>
    public required IReadOnlyList<Planrad> Oforandrade { get; init; }

    /// <summary>Det som står utan rad i den nya planen och inte gjorde det, eller inte av det skälet, i den gamla.</summary>
    public IReadOnlyList<UtanRad> UtanTillkomna { get; init; } = [];

    public IReadOnlyList<UtanRad> UtanBorttagna { get; init; } = [];

    public bool Tom => Tillkomna.Count == 0 && Borttagna.Count == 0 && Andrade.Count == 0 && UtanTillkomna.Count == 0 && UtanBorttagna.Count == 0;

    /// <summary>Om det enda som skiljer är när raderna följs upp; då får beslutet fattas på delegation (P3).</summary>
    public bool BaraTid => Andrade.Count > 0 && Tillkomna.Count == 0 && Borttagna.Count == 0 && UtanTillkomna.Count == 0 && UtanBorttagna.Count == 0
        && Andrade.All(a => a.Falt.All(f => f.Falt == Skillnadsfalt.Tid));

    /// <summary>Två lägen av samma plan: en rad är densamma när den har samma id.</summary>
    public static Planskillnad MellanVersioner(IReadOnlyList<Planrad> fore, IReadOnlyList<Planrad> efter, IReadOnlyList<UtanRad> utanFore, IReadOnlyList<UtanRad> utanEfter, int ar)
    {
        var gammalt = utanFore.ToLookup(Utannyckel);
        var nytt = utanEfter.ToLookup(Utannyckel);
        return Mellan(fore, efter, r => r.Id, Alla, ar, ar) with
        {
            UtanTillkomna = [.. utanEfter.Where(u => !gammalt.Contains(Utannyckel(u)))],
            UtanBorttagna = [.. utanFore.Where(u => !nytt.Contains(Utannyckel(u)))],
        };
    }

    /// <summary>Två års planer: raden är densamma när den gäller samma objekt. Särskilda granskningar görs en gång och jämförs inte.</summary>
    public static Planskillnad MellanAr(IReadOnlyList<Planrad> fore, IReadOnlyList<Planrad> efter, int ar) => Mellan(
        [.. fore.Where(r => r.Slag == Radslag.Ordinarie)], [.. efter.Where(r => r.Slag == Radslag.Ordinarie)], r => (r.ObjektId, r.Del), Arets, ar - 1, ar);

    /// <summary>Gör skillnaden i den gamla planen: ger den nya. Nummer, versioner och skäl följer inte med.</summary>
    public IReadOnlyList<Planrad> Tillampa(IReadOnlyList<Planrad> fore)
    {
        var bort = Borttagna.Select(r => r.Id).ToHashSet();
        var andrade = Andrade.ToDictionary(a => a.Fore.Id);
        return
        [
            .. fore.Where(r => !bort.Contains(r.Id)).Select(r => andrade.TryGetValue(r.Id, out var a)
                ? a.Falt.Aggregate(r, (rad, f) => Faltet(f.Falt).Kopiera(rad, a.Efter))
                : r),
            .. Tillkomna,
        ];
    }

    private static Planskillnad Mellan<TNyckel>(IReadOnlyList<Planrad> fore, IReadOnlyList<Planrad> efter, Func<Planrad, TNyckel> nyckel, IReadOnlyList<Falt> falt, int arFore, int arEfter)
        where TNyckel : notnull
    {
        var gamla = fore.ToDictionary(nyckel);
        var nya = efter.Select(nyckel).ToHashSet();
        var tillkomna = new List<Planrad>();
        var andrade = new List<Radskillnad>();
        var lika = new List<Planrad>();
        foreach (var rad in efter)
        {
            if (!gamla.TryGetValue(nyckel(rad), out var gammal)) { tillkomna.Add(rad); }
            else if (falt.Where(f => !f.Lika(gammal, rad)).Select(f => new Faltskillnad(f.Sort, f.Text(gammal, arFore), f.Text(rad, arEfter))).ToList() is { Count: > 0 } skiljer)
            {
                andrade.Add(new(gammal, rad, skiljer));
            }
            else { lika.Add(rad); }
        }
        return new Planskillnad { Tillkomna = tillkomna, Borttagna = [.. fore.Where(r => !nya.Contains(nyckel(r)))], Andrade = andrade, Oforandrade = lika };
    }

    private static (Guid, Utanslag, string, Guid?) Utannyckel(UtanRad u) => (u.ObjektId, u.Slag, u.Skal, u.GenomRadId);

    private static Falt Faltet(Skillnadsfalt sort) => Alla.Concat(Arets).First(f => f.Sort == sort);

    private static readonly Falt Form = new(Skillnadsfalt.Form, (a, b) => a.Former == b.Former, (r, _) => Uppfoljningsformer.Uppraknade(Uppfoljningsformer.Las(r.Former)),
        (r, k) => r with { Former = k.Former });

    private static readonly Falt Ansvarig = new(Skillnadsfalt.Ansvarig, (a, b) => a.Ansvarig == b.Ansvarig, (r, _) => r.Ansvarig, (r, k) => r with { Ansvarig = k.Ansvarig });

    private static readonly Falt Tid = new(Skillnadsfalt.Tid,
        (a, b) => (a.ForstaManad, a.SistaManad, a.FlerManader) == (b.ForstaManad, b.SistaManad, b.FlerManader), Plantillfallen.Text,
        (r, k) => r with { ForstaManad = k.ForstaManad, SistaManad = k.SistaManad, FlerManader = k.FlerManader });

    private static readonly Falt Intervall = new(Skillnadsfalt.Intervall, (a, b) => a.IntervallManader == b.IntervallManader, (r, _) => Plantext.Intervall(r.IntervallManader),
        (r, k) => r with { IntervallManader = k.IntervallManader });

    /// <summary>Nivån mellan två år. En rad från innan risken bedömdes har ingen, och då är det inte känt om den har ändrats.</summary>
    private static readonly Falt Niva = new(Skillnadsfalt.Niva, (a, b) => a.Riskniva is null || b.Riskniva is null || a.Riskniva == b.Riskniva, (r, _) => r.Riskniva ?? "",
        (r, k) => r with { Riskniva = k.Riskniva });

    private static readonly Falt[] Alla =
    [
        new(Skillnadsfalt.Register,
            (a, b) => (a.Objekt, a.Verksamhetsomrade, a.UtforareId, a.Utforare) == (b.Objekt, b.Verksamhetsomrade, b.UtforareId, b.Utforare)
                && (a.Driftsform, a.Avtalsnummer, a.Start, a.Slut) == (b.Driftsform, b.Avtalsnummer, b.Start, b.Slut),
            (r, _) => Registertext(r),
            (r, k) => r with
            {
                Objekt = k.Objekt,
                Verksamhetsomrade = k.Verksamhetsomrade,
                UtforareId = k.UtforareId,
                Utforare = k.Utforare,
                Driftsform = k.Driftsform,
                Avtalsnummer = k.Avtalsnummer,
                Start = k.Start,
                Slut = k.Slut,
            }),
        new(Skillnadsfalt.Vad, (a, b) => a.VadSomFoljsUpp == b.VadSomFoljsUpp, (r, _) => r.VadSomFoljsUpp, (r, k) => r with { VadSomFoljsUpp = k.VadSomFoljsUpp }),
        Form,
        Ansvarig,
        Tid,
        Intervall,
        new(Skillnadsfalt.Risk,
            (a, b) => (a.Risk, a.Riskpoang, a.Riskniva, a.Bestams, a.HogstIntervallManader) == (b.Risk, b.Riskpoang, b.Riskniva, b.Bestams, b.HogstIntervallManader),
            (r, _) => Risktext(r),
            (r, k) => r with { Risk = k.Risk, Riskpoang = k.Riskpoang, Riskniva = k.Riskniva, Bestams = k.Bestams, HogstIntervallManader = k.HogstIntervallManader }),
        new(Skillnadsfalt.Timmar, (a, b) => a.Timmar == b.Timmar, (r, _) => r.Timmar is { } t ? $"{t} timmar per tillfälle" : "formernas timmar", (r, k) => r with { Timmar = k.Timmar }),
        new(Skillnadsfalt.AterkopplingNamnd, (a, b) => a.AterkopplingNamnd == b.AterkopplingNamnd, (r, _) => r.AterkopplingNamnd, (r, k) => r with { AterkopplingNamnd = k.AterkopplingNamnd }),
        new(Skillnadsfalt.AterkopplingUtforare, (a, b) => a.AterkopplingUtforare == b.AterkopplingUtforare, (r, _) => r.AterkopplingUtforare,
            (r, k) => r with { AterkopplingUtforare = k.AterkopplingUtforare }),
        new(Skillnadsfalt.AterkopplingAllmanhet, (a, b) => a.AterkopplingAllmanhet == b.AterkopplingAllmanhet, (r, _) => r.AterkopplingAllmanhet,
            (r, k) => r with { AterkopplingAllmanhet = k.AterkopplingAllmanhet }),
        new(Skillnadsfalt.Utlosare, (a, b) => (a.Utlosare, a.Utlosartext, a.Utlosardatum) == (b.Utlosare, b.Utlosartext, b.Utlosardatum),
            (r, _) => string.Join(", ", new[] { r.Utlosartext, r.Utlosardatum?.Iso() }.OfType<string>()),
            (r, k) => r with { Utlosare = k.Utlosare, Utlosartext = k.Utlosartext, Utlosardatum = k.Utlosardatum }),
    ];

    private static readonly Falt[] Arets = [Intervall, Form, Ansvarig, Tid, Niva];

    private static string Registertext(Planrad r) => string.Join(", ", new[]
    {
        r.Objekt, r.Verksamhetsomrade ?? "verksamhetsområdet är inte känt", r.Utforare ?? "utföraren är inte känd", r.Driftsform?.Text().ToLowerInvariant() ?? "driftsformen är inte känd",
        r.Avtalsnummer is null ? null : $"avtal {r.Avtalsnummer}", r.Sort == Objektsort.Avtal ? $"{r.Start?.Iso() ?? "okänd start"} – {r.Slut?.Iso() ?? "okänt slut"}" : null,
    }.OfType<string>());

    private static string Risktext(Planrad r) => r.Riskpoang is not { } poang ? "inte bedömd" : $"{Riskbedomning.Text(poang)} poäng, nivån {r.Riskniva?.ToLowerInvariant() ?? "inte känd"}";

    private sealed record Falt(Skillnadsfalt Sort, Func<Planrad, Planrad, bool> Lika, Func<Planrad, int, string> Text, Func<Planrad, Planrad, Planrad> Kopiera);
}

/// <summary>Fälten med ord.</summary>
public static class Skillnadsfalten
{
    public static string Text(this Skillnadsfalt falt) => falt switch
    {
        Skillnadsfalt.Register => "Uppgifter ur registret",
        Skillnadsfalt.Vad => "Vad som följs upp",
        Skillnadsfalt.Form => "Form",
        Skillnadsfalt.Ansvarig => "Ansvarig",
        Skillnadsfalt.Tid => "Tid",
        Skillnadsfalt.Intervall => "Hur ofta",
        Skillnadsfalt.Niva => "Risknivå",
        Skillnadsfalt.Risk => "Risk",
        Skillnadsfalt.Timmar => "Timmar",
        Skillnadsfalt.AterkopplingNamnd => "Återkoppling till nämnden",
        Skillnadsfalt.AterkopplingUtforare => "Återkoppling till utföraren",
        Skillnadsfalt.AterkopplingAllmanhet => "Återkoppling till allmänheten",
        Skillnadsfalt.Utlosare => "Vad som utlöser granskningen",
        _ => throw new ArgumentOutOfRangeException(nameof(falt), falt, null),
    };

    /// <summary>Det skäl i raden som förklarar fältet; null när inget gör det.</summary>
    public static Skalsort? Skalsort(this Skillnadsfalt falt) => falt switch
    {
        Skillnadsfalt.Vad => Planer.Skalsort.Vad,
        Skillnadsfalt.Form => Planer.Skalsort.Form,
        Skillnadsfalt.Ansvarig => Planer.Skalsort.Ansvarig,
        Skillnadsfalt.Tid => Planer.Skalsort.Tid,
        Skillnadsfalt.Intervall or Skillnadsfalt.Niva or Skillnadsfalt.Risk => Planer.Skalsort.Intervall,
        Skillnadsfalt.AterkopplingNamnd or Skillnadsfalt.AterkopplingUtforare or Skillnadsfalt.AterkopplingAllmanhet => Planer.Skalsort.Aterkoppling,
        _ => null,
    };
}

/// <summary>Varför intervallet eller nivån är en annan: vad som bestämmer, poängen, och den faktor som ändrades mest.</summary>
public sealed record Riskorsak
{
    public required Bestams? BestamsFore { get; init; }

    public required Bestams? BestamsEfter { get; init; }

    public required int? PoangFore { get; init; }

    public required int? PoangEfter { get; init; }

    /// <summary>Faktorn vars andel ändrades mest; null när ingen gjorde det, eller när någon av raderna inte är bedömd.</summary>
    public Riskfaktor? Faktor { get; init; }

    public string VardeFore { get; init; } = "";

    public string VardeEfter { get; init; } = "";

    /// <summary>Hur mycket faktorns andel ändrades, i hundradelar.</summary>
    public int Andring { get; init; }

    public static Riskorsak Av(Planrad fore, Planrad efter)
    {
        var orsak = new Riskorsak { BestamsFore = fore.Bestams, BestamsEfter = efter.Bestams, PoangFore = fore.Riskpoang, PoangEfter = efter.Riskpoang };
        if (Riskbedomning.Las(fore.Risk) is not { } gammal || Riskbedomning.Las(efter.Risk) is not { } ny) { return orsak; }

        var andelar = gammal.Andelar.ToDictionary(a => a.Faktor);
        var storst = Enum.GetValues<Riskfaktor>()
            .Select(f => (Faktor: f, Fore: andelar.GetValueOrDefault(f), Efter: ny.Andelar.FirstOrDefault(a => a.Faktor == f)))
            .Select(x => (x.Faktor, x.Fore, x.Efter, Andring: (x.Efter?.Poang ?? 0) - (x.Fore?.Poang ?? 0)))
            .MaxBy(x => Math.Abs(x.Andring));
        return storst.Andring == 0 ? orsak : orsak with
        {
            Faktor = storst.Faktor,
            Andring = storst.Andring,
            VardeFore = storst.Fore?.Varde ?? "räknades inte",
            VardeEfter = storst.Efter?.Varde ?? "räknas inte",
        };
    }

    /// <summary>Orsaken i en eller flera meningar.</summary>
    public string Text()
    {
        var meningar = new List<string>();
        if (BestamsEfter is { } nu)
        {
            meningar.Add(BestamsFore is { } da && da != nu ? $"Intervallet bestäms av {Niva(nu)}; förra året av {Niva(da)}." : $"Intervallet bestäms av {Niva(nu)}.");
        }
        if (PoangEfter is { } efter)
        {
            meningar.Add(PoangFore is not { } fore ? $"Risken är {Riskbedomning.Text(efter)} poäng; förra året bedömdes den inte."
                : fore == efter ? $"Riskpoängen är {Riskbedomning.Text(efter)} båda åren."
                : $"Riskpoängen gick från {Riskbedomning.Text(fore)} till {Riskbedomning.Text(efter)}.");
        }
        if (Faktor is { } faktor)
        {
            meningar.Add($"Mest ändrades {faktor.Text().ToLowerInvariant()}: {VardeFore} → {VardeEfter} ({(Andring > 0 ? "+" : "−")}{Riskbedomning.Text(Math.Abs(Andring))} poäng).");
        }
        return string.Join(' ', meningar);
    }

    private static string Niva(Bestams bestams) => bestams switch
    {
        Bestams.Lag => "lag",
        Bestams.Avtal => "avtalet",
        Bestams.Namnd => "nämndens regel",
        Bestams.Risk => "risken",
        _ => "den som ändrade raden för hand",
    };
}
