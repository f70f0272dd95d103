namespace Uppfoljning.Domain.Planer;

/// <summary>Vad som bestämmer hur ofta en rad följs upp.</summary>
public enum Bestams
{
    Lag,
    Avtal,
    Namnd,
    Risk,

    /// <summary>Någon har valt intervallet för hand.</summary>
    Hand,
}

public static class Bestamstext
{
    /// <summary>Det som bestämmer, mitt i en mening: intervallet bestäms av lagen.</summary>
    public static string Text(this Bestams bestams) => bestams switch
    {
        Bestams.Lag => "lagen",
        Bestams.Avtal => "avtalet",
        Bestams.Namnd => "nämndens regel",
        Bestams.Risk => "risken",
        _ => "någon som har valt för hand",
    };
}

/// <summary>Hur ofta ett objekt följs upp, vad som bestämmer det, och varför i meningar.</summary>
public sealed record Frekvens
{
    public required int IntervallManader { get; init; }

    public required Bestams Bestams { get; init; }

    /// <summary>Det längsta intervall som lag eller avtal tillåter; null när de inte säger något.</summary>
    public int? HogstIntervallManader { get; init; }

    public required string Niva { get; init; }

    public required Riskbedomning Risk { get; init; }

    /// <summary>Reglerna som träffar objektet.</summary>
    public required IReadOnlyList<Planregel> Regler { get; init; }

    public required string Skal { get; init; }
}

/// <summary>
/// Bestämmer hur ofta varje objekt följs upp: lagen först, sedan avtalet, sedan nämndens regler, sedan risken. Var och en kan göra
/// uppföljningen tätare men aldrig glesare än den som står före, så det tätaste gäller.
/// </summary>
public sealed class Frekvensval
{
    private readonly Planregler _regler;
    private readonly DateOnly _arsborjan;
    private readonly Dictionary<Guid, Riskbedomning> _risker;

    /// <summary>Poängen i fallande ordning: platsen avgör nivån när gränsen är en andel.</summary>
    private readonly int[] _poang;

    public Frekvensval(IReadOnlyList<Planobjekt> objekt, int ar, Planregler regler)
    {
        _regler = regler;
        _arsborjan = new DateOnly(ar, 1, 1);
        _risker = objekt.ToDictionary(o => o.Id, o => Riskbedomning.Av(o.Risk, regler.Vikter, regler.OkantProcent, _arsborjan));
        _poang = [.. _risker.Values.Select(r => r.Poang).OrderDescending()];
    }

    public Frekvens For(Planobjekt o)
    {
        var risk = _risker[o.Id];
        var (niva, nivaskal) = Niva(risk.Poang);
        var traffar = _regler.Regler.Where(r => r.Traffar(o)).OrderBy(r => r.Slag).ThenBy(r => r.HogstIntervallManader).ToList();
        var bindande = traffar.Where(r => r is { Slag: Regelslag.Lag or Regelslag.Avtal, HogstIntervallManader: not null }).MinBy(r => r.HogstIntervallManader);
        var tatast = traffar.Where(r => r.HogstIntervallManader is not null).MinBy(r => r.HogstIntervallManader);
        var avRegel = tatast is not null && tatast.HogstIntervallManader <= niva.IntervallManader;
        var intervall = avRegel ? tatast!.HogstIntervallManader!.Value : niva.IntervallManader;

        var meningar = traffar.Where(r => r.HogstIntervallManader is not null)
            .Select(r => $"{Vem(r.Slag)} ({r.Benamning}, {r.Kalla}) kräver uppföljning minst {Plantext.Intervall(r.HogstIntervallManader)}.").ToList();
        if (meningar.Count == 0) { meningar.Add("Varken lag, avtal eller nämndens regler anger hur ofta; risken avgör."); }
        meningar.Add($"Risken är {Riskbedomning.Text(risk.Poang)} av {_regler.Vikter.Values.Sum()} poäng{Okanda(risk)}. {nivaskal} Nivån {niva.Namn.ToLowerInvariant()} följs upp {Plantext.Intervall(niva.IntervallManader)}.");
        if (tatast is not null) { meningar.Add($"Det tätaste gäller: {Plantext.Intervall(intervall)}."); }

        return new Frekvens
        {
            IntervallManader = intervall,
            Bestams = avRegel ? Enum.Parse<Bestams>(tatast!.Slag.ToString()) : Bestams.Risk,
            HogstIntervallManader = bindande?.HogstIntervallManader,
            Niva = niva.Namn,
            Risk = risk,
            Regler = traffar,
            Skal = string.Join(' ', meningar),
        };
    }

    private (Risknivaregel Niva, string Skal) Niva(int poang)
    {
        var sista = _regler.Nivaer[^1];
        if (_regler.Granssort == Granssort.Poang)
        {
            var niva = _regler.Nivaer.FirstOrDefault(n => poang >= n.Grans) ?? sista;
            return (niva, niva.Grans > 0 ? $"Nivån {niva.Namn.ToLowerInvariant()} börjar vid {Riskbedomning.Text(niva.Grans)} poäng." : "Poängen når ingen högre nivå.");
        }
        if (poang == 0) { return (sista, "Inget i registret ger riskpoäng, och då gäller den lägsta nivån."); }

        // Lika poäng ska behandlas lika: alla med samma poäng har den sämsta platsen bland dem, så att en nivå aldrig blir större än sin andel.
        var plats = Platser(poang);
        var andel = 0;
        foreach (var niva in _regler.Nivaer.SkipLast(1))
        {
            andel += niva.Grans;
            var ryms = (_poang.Length * andel + 99) / 100;
            if (plats <= ryms) { return (niva, $"{plats} av {_poang.Length} objekt har lika hög eller högre risk, och nivån rymmer {ryms} ({andel} % med högst risk)."); }
        }
        return (sista, $"{plats} av {_poang.Length} objekt har lika hög eller högre risk; de högre nivåerna rymmer {(_poang.Length * andel + 99) / 100} ({andel} %).");
    }

    /// <summary>Antalet objekt med minst så hög poäng.</summary>
    private int Platser(int poang)
    {
        int lag = 0, hog = _poang.Length;
        while (lag < hog)
        {
            var mitt = (lag + hog) / 2;
            if (_poang[mitt] >= poang) { lag = mitt + 1; } else { hog = mitt; }
        }
        return lag;
    }

    private static string Vem(Regelslag slag) => slag switch
    {
        Regelslag.Lag => "Lagen",
        Regelslag.Avtal => "Avtalet",
        _ => "Nämndens regel",
    };

    private static string Okanda(Riskbedomning risk) => risk.Okanda == 0 ? "" : $"; {risk.Okanda} av {risk.Andelar.Count} faktorer är inte kända";
}
