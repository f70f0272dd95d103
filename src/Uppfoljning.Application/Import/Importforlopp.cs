using System.Collections.Concurrent;

namespace Uppfoljning.Application.Import;

/// <summary>Vad en inläsning gör, i tur och ordning.</summary>
public enum Importfas
{
    Laser,
    Provar,
    Skriver,
    Sokord,
    Historik,
}

/// <summary>Hur långt en inläsning har kommit.</summary>
public sealed record Importlage(Importfas Fas, int Klara, int Av)
{
    /// <summary>Så stor del av tiden brukar vara gången när fasen börjar, i procent.</summary>
    private static readonly int[] Borjan = [0, 3, 20, 60, 80, 99];

    public int Procent => Borjan[(int)Fas] + (Av == 0 ? 0 : (int)((long)(Borjan[(int)Fas + 1] - Borjan[(int)Fas]) * Math.Min(Klara, Av) / Av));

    public string Text => Fas switch
    {
        Importfas.Laser => "Läser filen",
        Importfas.Provar => "Prövar raderna mot registret",
        Importfas.Skriver => "Skriver i registret",
        Importfas.Sokord => "Gör raderna sökbara",
        _ => "Skriver historiken",
    };
}

/// <summary>Där en import säger hur långt den har kommit.</summary>
internal interface IImportforlopp
{
    static readonly IImportforlopp Inget = new Tyst();

    void Satt(Importfas fas, int klara, int av);

    /// <summary>Samma följd, som räknas medan den läses.</summary>
    IEnumerable<T> Raknade<T>(Importfas fas, IEnumerable<T> rader, int antal)
    {
        var klara = 0;
        foreach (var rad in rader)
        {
            if (klara++ % 500 == 0) { Satt(fas, klara, antal); }
            yield return rad;
        }
    }

    private sealed class Tyst : IImportforlopp
    {
        public void Satt(Importfas fas, int klara, int av) { }
    }
}

/// <summary>
/// De inläsningar som pågår i den här processen. Står i minnet och inte i databasen: den har en enda skrivare, och den är upptagen av just
/// inläsningen. Det som betyder något, att den pågår och vad som blev av den, står i tabellen Import.
/// </summary>
public sealed class Importforlopp
{
    private readonly ConcurrentDictionary<Guid, Importlage> _lagen = new();

    public Importlage? For(Guid importId) => _lagen.GetValueOrDefault(importId);

    public void Klar(Guid importId) => _lagen.TryRemove(importId, out _);

    internal IImportforlopp Borja(Guid importId)
    {
        var ett = new Ett(this, importId);
        ett.Satt(Importfas.Laser, 0, 0);
        return ett;
    }

    private sealed class Ett(Importforlopp alla, Guid importId) : IImportforlopp
    {
        public void Satt(Importfas fas, int klara, int av) => alla._lagen[importId] = new(fas, klara, av);
    }
}
