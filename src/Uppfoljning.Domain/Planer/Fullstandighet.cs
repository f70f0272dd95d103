namespace Uppfoljning.Domain.Planer;

/// <summary>Hur ett avtal, en enhet eller en utförare finns med i planen.</summary>
public enum Tackning
{
    Rad,
    Skal,
    Saknas,
}

/// <summary>Ett avtal eller en enhet i nämndens register.</summary>
public sealed record Registerobjekt(Guid Id, Objektsort Sort, string Namn, string? Verksamhetsomrade, Guid? UtforareId, string? Utforare)
{
    public static Registerobjekt Av(Planobjekt o) => new(o.Id, o.Sort, o.Namn, o.Verksamhetsomrade, o.UtforareId, o.Utforare);

    public static Registerobjekt Av(Planrad r) => new(r.ObjektId, r.Sort, r.Objekt, r.Verksamhetsomrade, r.UtforareId, r.Utforare);

    public static Registerobjekt Av(UtanRad u) => new(u.ObjektId, u.Sort, u.Objekt, u.Verksamhetsomrade, u.UtforareId, u.Utforare);
}

/// <summary>Ett objekt och numren på dess rader, eller skälet till att det inte har någon.</summary>
public sealed record Tacktobjekt(Registerobjekt Objekt, IReadOnlyList<int> Rader, string? Skal)
{
    public Tackning Tackning => Rader.Count > 0 ? Tackning.Rad : Skal is not null ? Tackning.Skal : Tackning.Saknas;
}

/// <summary>En utförare med det som nämnden har hos den.</summary>
public sealed record Tacktutforare(Guid Id, string Namn, IReadOnlyList<Tacktobjekt> Objekt)
{
    public IReadOnlyList<int> Rader => [.. Objekt.SelectMany(o => o.Rader).Distinct().Order()];

    public Tackning Tackning => Objekt.Any(o => o.Tackning == Tackning.Saknas) ? Tackning.Saknas : Objekt.Any(o => o.Tackning == Tackning.Rad) ? Tackning.Rad : Tackning.Skal;
}

/// <summary>Antalet, och hur det fördelas: med rad, med skäl och saknas är alltid tillsammans alla.</summary>
public sealed record Tackningssumma(int Antal, int MedRad, int MedSkal, int Saknas)
{
    public static Tackningssumma Av(IEnumerable<Tackning> tackning)
    {
        var antal = tackning.CountBy(t => t).ToDictionary();
        return new(antal.Values.Sum(), antal.GetValueOrDefault(Tackning.Rad), antal.GetValueOrDefault(Tackning.Skal), antal.GetValueOrDefault(Tackning.Saknas));
    }
}

/// <summary>Beviset för att planen är fullständig (UPP-01): varje avtal, enhet och utförare i registret med sin rad eller sitt skäl.</summary>
/// <param name="Objekt">Hela registret.</param>
/// <param name="Utforare">Utförarna som registret har avtal eller enheter hos.</param>
/// <param name="Utanfor">Ordinarie rader vars avtal eller enhet inte finns i registret.</param>
public sealed record Fullstandighet(IReadOnlyList<Tacktobjekt> Objekt, IReadOnlyList<Tacktutforare> Utforare, IReadOnlyList<Planrad> Utanfor)
{
    public Tackningssumma Avtal => Tackningssumma.Av(Objekt.Where(o => o.Objekt.Sort == Objektsort.Avtal).Select(o => o.Tackning));

    public Tackningssumma Enheter => Tackningssumma.Av(Objekt.Where(o => o.Objekt.Sort == Objektsort.Enhet).Select(o => o.Tackning));

    public Tackningssumma Utforarna => Tackningssumma.Av(Utforare.Select(u => u.Tackning));

    /// <summary>Avtal och enheter tillsammans.</summary>
    public Tackningssumma Totalt => Tackningssumma.Av(Objekt.Select(o => o.Tackning));

    public bool Fullstandig => Totalt.Saknas == 0;

    /// <summary>Prövar planen mot registret.</summary>
    public static Fullstandighet Av(IEnumerable<Registerobjekt> register, IReadOnlyList<Planrad> rader, IReadOnlyList<UtanRad> utan)
    {
        var ordinarie = rader.Where(r => r.Slag == Radslag.Ordinarie).ToList();
        var radnummer = ordinarie.ToLookup(r => r.ObjektId, r => r.Nr);
        var nummer = rader.ToDictionary(r => r.Id, r => r.Nr);
        var skal = utan.GroupBy(u => u.ObjektId).ToDictionary(g => g.Key, g => g.First());
        var objekt = register.Select(o =>
        {
            if (radnummer.Contains(o.Id)) { return new Tacktobjekt(o, [.. radnummer[o.Id].Order()], null); }
            if (!skal.TryGetValue(o.Id, out var u)) { return new Tacktobjekt(o, [], null); }
            if (u.Slag != Utanslag.Sammanslagen) { return new Tacktobjekt(o, [], u.Skal); }
            // Följs upp i en annan rad; finns den inte längre följs objektet inte upp alls.
            return u.GenomRadId is { } rad && nummer.TryGetValue(rad, out var nr) ? new Tacktobjekt(o, [nr], u.Skal) : new Tacktobjekt(o, [], null);
        }).ToList();
        var finns = objekt.Select(o => o.Objekt.Id).ToHashSet();
        return new(
            objekt,
            [
                .. objekt.Where(o => o.Objekt.UtforareId is not null).GroupBy(o => o.Objekt.UtforareId!.Value)
                    .Select(g => new Tacktutforare(g.Key, g.First().Objekt.Utforare ?? "", [.. g])).OrderBy(u => u.Namn, Plantext.Ordning).ThenBy(u => u.Id),
            ],
            [.. ordinarie.Where(r => !finns.Contains(r.ObjektId))]);
    }

    /// <summary>Beviset för en fryst plan: dess rader och det som står utan rad är tillsammans registret så som det var när den beslutades.</summary>
    public static Fullstandighet AvPlanen(IReadOnlyList<Planrad> rader, IReadOnlyList<UtanRad> utan) => Av(
        rader.Where(r => r.Slag == Radslag.Ordinarie).Select(Registerobjekt.Av).Concat(utan.Select(Registerobjekt.Av)).DistinctBy(o => o.Id), rader, utan);
}
