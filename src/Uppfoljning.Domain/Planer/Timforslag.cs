namespace Uppfoljning.Domain.Planer;

/// <summary>Vad ett förslag gör med en rad.</summary>
public enum Timforslagssort
{
    /// <summary>Till en månad med lediga timmar.</summary>
    Flytta,

    /// <summary>Ett längre intervall, så långt lag och avtal tillåter.</summary>
    Glesa,

    /// <summary>Ingen rad i år.</summary>
    LamnaUt,
}

/// <summary>Ett förslag om en rad när timmarna inte räcker, vad det frigör och vad det leder till.</summary>
/// <param name="Sort">Vad som görs.</param>
/// <param name="Rad">Raden så som den står.</param>
/// <param name="Varde">Månaden eller intervallet; null när raden lämnas ut.</param>
/// <param name="Frigor">Hela timmar som frigörs i de månader där timmarna inte räcker, i hundradelar.</param>
/// <param name="Foljd">Vad det leder till, i en mening.</param>
/// <param name="Skal">Det föreslagna skälet.</param>
public sealed record Timforslag(Timforslagssort Sort, Planrad Rad, int? Varde, int Frigor, string Foljd, string Skal);

/// <summary>
/// Föreslår vad som kan göras när timmarna inte räcker. Det som lagen bestämmer, särskild granskning, avtal och nämndens egna regler rörs inte;
/// av resten får den högsta risken stå kvar. Först flyttas det som ryms någon annanstans, sedan görs det glesare eller lämnas ut, med den lägsta risken först.
/// </summary>
public sealed class Timforslagen
{
    private readonly int _ar;
    private readonly Planregler _regler;
    private readonly IReadOnlyDictionary<Guid, int> _senast;
    private readonly IReadOnlySet<Guid> _sammanslagna;
    private readonly HashSet<Guid> _delade;
    private readonly int[] _tak;
    private readonly int[] _ledigt;
    private readonly Dictionary<Guid, Planrad> _ursprung;
    private readonly Dictionary<Guid, Planrad> _rader;
    private readonly Dictionary<Planrad, int[]> _fordelade = new(ReferenceEqualityComparer.Instance);
    private readonly List<Timforslag> _forslag = [];

    private Timforslagen(IReadOnlyList<Planrad> rader, int ar, Planregler regler, IReadOnlyList<int> bemanning, IReadOnlyDictionary<Guid, int> senast, IReadOnlySet<Guid> sammanslagna)
    {
        (_ar, _regler, _senast, _sammanslagna) = (ar, regler, senast, sammanslagna);
        _delade = [.. rader.Where(r => r.Slag == Radslag.Ordinarie).GroupBy(r => r.ObjektId).Where(g => g.Count() > 1).Select(g => g.Key)];
        _ursprung = rader.ToDictionary(r => r.Id);
        _rader = rader.ToDictionary(r => r.Id);
        _tak = [.. bemanning.Select(b => b * 100)];
        _ledigt = [.. _tak];
        foreach (var rad in rader) { Rakna(rad, -1); }
    }

    /// <summary>Förslagen i den ordning de bör göras.</summary>
    /// <param name="rader">Planens rader.</param>
    /// <param name="ar">Planåret.</param>
    /// <param name="regler">Nämndens regler.</param>
    /// <param name="bemanning">Hela timmar per månad; null när bemanningen inte är känd, och då föreslås inget.</param>
    /// <param name="senast">Per rad: månaden då objektet är på tur.</param>
    /// <param name="sammanslagna">Rader som andra objekt följs upp i; de lämnas inte ut.</param>
    public static IReadOnlyList<Timforslag> For(IReadOnlyList<Planrad> rader, int ar, Planregler regler, IReadOnlyList<int>? bemanning,
        IReadOnlyDictionary<Guid, int>? senast = null, IReadOnlySet<Guid>? sammanslagna = null)
    {
        if (bemanning is null) { return []; }
        var f = new Timforslagen(rader, ar, regler, bemanning, senast ?? new Dictionary<Guid, int>(), sammanslagna ?? new HashSet<Guid>());
        f.Flytta(efterUtelamning: false);
        f.GlesaOchLamnaUt();
        return f._forslag;
    }

    /// <summary>Om ett förslag får röra raden: bara det som risken, eller någon för hand, har bestämt.</summary>
    public static bool Rorlig(Planrad rad) => Timprov.Foretrade(rad) == Radforetrade.Risk;

    /// <summary>Det som får lämnas ut i år: risken är känd, inget annat bestämmer hur ofta den ska följas upp, och ingen annan följs upp i den.</summary>
    private bool Utelamnbar(Planrad rad) =>
        Rorlig(rad) && rad is { Riskpoang: not null, HogstIntervallManader: null } && !_delade.Contains(rad.ObjektId) && !_sammanslagna.Contains(rad.Id);

    private bool Ryms => _ledigt.All(l => l >= 0);

    /// <summary>Flyttar det som inte ryms, den högsta risken först, till den tidigaste månad där alla dess tillfällen ryms.</summary>
    private void Flytta(bool efterUtelamning)
    {
        var provade = new HashSet<Guid>();
        while (!Ryms && Utanfor().Find(r => !provade.Contains(r.Id)) is { } rad)
        {
            provade.Add(rad.Id);
            if (Malmanad(rad) is not { } manad) { continue; }
            var ursprung = _ursprung[rad.Id];
            var (fore, efter) = (Perioden(ursprung), Plantext.Manad(manad));
            // Det som redan har fått ett annat förslag ligger kvar där det är.
            if (_forslag.Exists(f => f.Rad.Id == rad.Id && f.Sort != Timforslagssort.Flytta)) { continue; }
            _forslag.RemoveAll(f => f.Rad.Id == rad.Id);
            _forslag.Add(efterUtelamning
                ? new(Timforslagssort.Flytta, ursprung, manad, Frigjort(Fordelad(rad)),
                    $"{Namn(rad)} följs upp i {efter} i stället för {fore}. Den ryms när raderna med lägre risk har lämnats ut.",
                    $"Timmarna räcker inte i {fore}; {efter} har plats när rader med lägre risk har lämnats ut.")
                : new(Timforslagssort.Flytta, ursprung, manad, Frigjort(Fordelad(rad)),
                    $"{Namn(rad)} följs upp i {efter} i stället för {fore}. Inget faller bort.",
                    $"Timmarna räcker inte i {fore}; i {efter} finns det timmar."));
            Byt(rad, Planfonster.Lagd(rad, manad, manad, rad.IntervallManader, _ar, _regler));
        }
    }

    private int? Malmanad(Planrad rad)
    {
        var nu = Fordelad(rad);
        foreach (var manad in Flyttbara(rad))
        {
            var flyttad = Timprov.Fordela(Planfonster.Lagd(rad, manad, manad, rad.IntervallManader, _ar, _regler), _regler);
            if (Enumerable.Range(0, Plantillfallen.ManaderPerAr).All(m => flyttad[m] == 0 || _ledigt[m] + nu[m] >= flyttad[m])) { return manad; }
        }
        return null;
    }

    private IReadOnlyList<int> Flyttbara(Planrad rad) => Planfonster.Flyttbara(rad, _ar, _regler, _senast.TryGetValue(rad.Id, out var senast) ? senast : null);

    /// <summary>Raden med det längsta intervall som lag och avtal tillåter, högst ett år; null när det inte frigör något.</summary>
    private Planrad? Glesad(Planrad rad)
    {
        if (!Rorlig(rad) || rad is not { ForstaManad: { } forsta, SistaManad: { } sista, IntervallManader: { } intervall }) { return null; }
        var nytt = Math.Min(Plantillfallen.ManaderPerAr, rad.HogstIntervallManader ?? Plantillfallen.ManaderPerAr);
        if (nytt <= intervall) { return null; }
        var glesare = Planfonster.Lagd(rad, forsta, sista, nytt, _ar, _regler);
        return Plantillfallen.For(glesare).Count < Plantillfallen.For(rad).Count && Frigor(rad, glesare) > 0 && Minskar(rad, glesare) ? glesare : null;
    }

    /// <summary>Om bristen blir mindre: ett glesare intervall kan lägga ett tillfälle i en månad som redan är full.</summary>
    private bool Minskar(Planrad fore, Planrad efter)
    {
        var (nu, sedan) = (Fordelad(fore), Fordelad(efter));
        return _ledigt.Select((l, m) => Math.Min(0, l + nu[m] - sedan[m])).Sum() > _ledigt.Sum(l => Math.Min(0, l));
    }

    private int Frigor(Planrad fore, Planrad efter)
    {
        var sedan = Fordelad(efter);
        return Frigjort([.. Fordelad(fore).Select((t, m) => Math.Max(0, t - sedan[m]))]);
    }

    private void Glesa(Planrad rad, Planrad glesare)
    {
        var ursprung = _ursprung[rad.Id];
        var (fore, efter) = (Plantillfallen.For(ursprung).Count, Plantillfallen.For(glesare).Count);
        _forslag.RemoveAll(f => f.Rad.Id == rad.Id);
        _forslag.Add(new(Timforslagssort.Glesa, ursprung, glesare.IntervallManader, Frigor(rad, glesare),
            $"{Namn(rad)} följs upp {Plantext.Intervall(glesare.IntervallManader)} i stället för {Plantext.Intervall(ursprung.IntervallManader)}: {Plantext.Antal(efter, "gång", "gånger")} i år i stället för {fore}.",
            $"Timmarna räcker inte {_ar}. Raden har lägre risk ({Risk(rad)}) än de som behåller sitt intervall, och varken lag eller avtal kräver det tätare."));
        Byt(rad, glesare);
    }

    /// <summary>Den lägsta risken först: glesare om det hjälper, annars ingen rad i år. Den högsta risken rörs sist.</summary>
    private void GlesaOchLamnaUt()
    {
        var ute = new List<Planrad>();
        while (!Ryms)
        {
            var hjalper = Hjalper();
            var lagst = _rader.Values.Where(r => Utelamnbar(r) || Glesad(r) is not null).Where(r => Fordelad(r).Where((t, m) => t > 0 && hjalper[m]).Any()).OrderDescending(Timprov.Ordning).FirstOrDefault();
            if (lagst is null) { break; }
            if (Glesad(lagst) is { } glesare)
            {
                Glesa(lagst, glesare);
                Flytta(efterUtelamning: true);
                continue;
            }
            Rakna(lagst, 1);
            _rader.Remove(lagst.Id);
            ute.Add(lagst);
            // Det som lämnas ut ger plats åt det med högre risk som inte rymdes i sin egen månad.
            Flytta(efterUtelamning: true);
        }
        // Det som inte behövde lämnas ut står kvar, den högsta risken först. Den som inte får plats stoppar dem med lägre risk.
        foreach (var rad in ute.Order(Timprov.Ordning).ToList())
        {
            if (!Fordelad(rad).Select((t, m) => t == 0 || _ledigt[m] >= t).All(r => r)) { break; }
            Rakna(rad, -1);
            _rader[rad.Id] = rad;
            ute.Remove(rad);
        }
        foreach (var rad in ute)
        {
            var ursprung = _ursprung[rad.Id];
            _forslag.RemoveAll(f => f.Rad.Id == rad.Id);
            _forslag.Add(new(Timforslagssort.LamnaUt, ursprung, null, Fordelad(ursprung).Sum(),
                $"{Namn(rad)} följs inte upp {_ar} (risk {Risk(rad)}); den står utan rad i planen, med sitt skäl.",
                $"Timmarna räcker inte {_ar}. Raden har lägst risk ({Risk(rad)}) av dem som varken lag, avtal eller nämndens regel kräver."));
        }
    }

    /// <summary>Månader där en ledig timme hjälper: de där timmarna inte räcker, och de som det som inte ryms där får flyttas till.</summary>
    private bool[] Hjalper()
    {
        var hjalper = _ledigt.Select(l => l < 0).ToArray();
        foreach (var m in Utanfor().SelectMany(Flyttbara)) { hjalper[m - 1] = true; }
        return hjalper;
    }

    /// <summary>De rörliga rader som inte ryms nu, den som går först överst.</summary>
    private List<Planrad> Utanfor()
    {
        var hittills = new int[Plantillfallen.ManaderPerAr];
        var utanfor = new List<Planrad>();
        foreach (var rad in _rader.Values.Order(Timprov.Ordning))
        {
            var timmar = Fordelad(rad);
            var ryms = true;
            for (var m = 0; m < hittills.Length; m++)
            {
                hittills[m] += timmar[m];
                if (timmar[m] > 0 && hittills[m] > _tak[m]) { ryms = false; }
            }
            if (!ryms && Rorlig(rad)) { utanfor.Add(rad); }
        }
        return utanfor;
    }

    private int[] Fordelad(Planrad rad) => _fordelade.TryGetValue(rad, out var f) ? f : _fordelade[rad] = Timprov.Fordela(rad, _regler);

    private void Byt(Planrad fore, Planrad efter)
    {
        Rakna(fore, 1);
        Rakna(efter, -1);
        _rader[fore.Id] = efter;
    }

    private void Rakna(Planrad rad, int tecken)
    {
        var timmar = Fordelad(rad);
        for (var m = 0; m < timmar.Length; m++) { _ledigt[m] += tecken * timmar[m]; }
    }

    /// <summary>Den del av timmarna som ligger i månader där de inte räcker.</summary>
    private int Frigjort(int[] timmar) => timmar.Where((t, m) => t > 0 && _ledigt[m] < 0).Sum();

    /// <summary>mars, eller januari–mars.</summary>
    private string Perioden(Planrad rad) => Plantext.Period(rad.ForstaManad, rad.SistaManad, _ar)[..^5];

    private static string Namn(Planrad rad) => $"Rad {rad.Nr}, {rad.Objekt},";

    private static string Risk(Planrad rad) => rad.Riskpoang is { } p ? $"{Riskbedomning.Text(p)} poäng" : "inte känd";
}
