namespace Uppfoljning.Domain.Mal;

/// <summary>Det som ett värde delas upp efter (jämlik styrning, UPP-08).</summary>
public enum Indelning
{
    Kon,
    Alder,
    Omrade,
}

/// <summary>Kön så som statistiken redovisar det. Personer vars kön inte är angivet är en egen grupp och räknas inte till någon av de andra.</summary>
public enum Kon
{
    Kvinna,
    Man,
    EjAngivet,
}

/// <summary>Om en grupp får visas, och varför inte.</summary>
public enum Gruppskydd
{
    Visas,

    /// <summary>Det är så få personer bakom att någon av dem kan pekas ut.</summary>
    FaPersoner,

    /// <summary>Gruppen döljs för att en mindre grupp annars går att räkna fram ur den och värdet för alla.</summary>
    SkyddarAnnan,
}

/// <summary>Kommunens gräns för små grupper (GDPR-05). Ingen lag säger talet; fem är vanligt.</summary>
public sealed record Gruppgrans(int MinstAntalPersoner)
{
    /// <summary>Under två skyddas ingen.</summary>
    public const int Lagst = 2, Hogst = 100;

    public static readonly Gruppgrans Forval = new(Uppdelning.MinstAntalPersoner);
}

/// <summary>Vilka grupper i en uppdelning som får visas. Värdet för alla räknas aldrig ur grupperna: en andel är ingen summa.</summary>
public static class Uppdelning
{
    /// <summary>Färre personer än så i en grupp visas inte, om kommunen inte har bestämt en annan gräns.</summary>
    public const int MinstAntalPersoner = 5;

    public static string Text(this Indelning indelning) => indelning switch
    {
        Indelning.Kon => "Kön",
        Indelning.Alder => "Ålder",
        _ => "Område",
    };

    public static string Text(this Kon kon) => kon switch
    {
        Kon.Kvinna => "Kvinnor",
        Kon.Man => "Män",
        _ => "Kön inte angivet",
    };

    /// <summary>
    /// Skyddet för grupperna i en indelning, i samma ordning. <paramref name="personer"/> är antalet personer i varje grupp, null när det inte är känt.
    /// En ensam dold grupp går att räkna fram, så minst två döljs, och de dolda ska tillsammans vara så många att ingen pekas ut; de minsta först.
    /// Ett antal som inte är känt döljs inte för sin egen skull.
    /// </summary>
    public static IReadOnlyList<Gruppskydd> Skydd(IReadOnlyList<int?> personer, int minst = MinstAntalPersoner)
    {
        var skydd = personer.Select(p => p < minst ? Gruppskydd.FaPersoner : Gruppskydd.Visas).ToArray();
        if (skydd.All(s => s == Gruppskydd.Visas)) { return skydd; }

        var ovriga = new Queue<int>(Enumerable.Range(0, personer.Count).Where(i => skydd[i] == Gruppskydd.Visas).OrderBy(i => personer[i] ?? int.MaxValue));
        while (ovriga.Count > 0 && ForLite()) { skydd[ovriga.Dequeue()] = Gruppskydd.SkyddarAnnan; }
        return skydd;

        bool ForLite()
        {
            var dolda = Enumerable.Range(0, personer.Count).Where(i => skydd[i] != Gruppskydd.Visas).ToList();
            return dolda.Count < 2 || dolda.Sum(i => (long)(personer[i] ?? minst)) < minst;
        }
    }
}
