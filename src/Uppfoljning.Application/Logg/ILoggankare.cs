using Uppfoljning.Domain.Logg;

namespace Uppfoljning.Application.Logg;

/// <summary>Det som finns sparat utanför databasen.</summary>
/// <param name="Ankare">Ankarna i den ordning de skrevs.</param>
/// <param name="Kvitton">Ankare som mottagaren har svarat ja till.</param>
/// <param name="Olasliga">Rader i filen som inte går att läsa: en skrivning som avbröts, eller en fil som någon har ändrat.</param>
public sealed record Ankarlage(IReadOnlyList<Loggankare> Ankare, IReadOnlyList<Loggankare> Kvitton, int Olasliga)
{
    public static Ankarlage Tomt { get; } = new([], [], 0);
}

/// <summary>Platsen utanför databasen där kedjans huvud sparas med jämna mellanrum: en fil som bara växer, och en mottagare på nätet om en sådan är inställd.</summary>
public interface ILoggankare
{
    /// <summary>Filen, eller null när ingen är inställd.</summary>
    string? Fil { get; }

    /// <summary>Mottagarens värdnamn, eller null när ingen är inställd.</summary>
    string? Mottagare { get; }

    Task<Ankarlage> LasAsync(CancellationToken cancellationToken);

    /// <summary>Läser ankare ur en annan fil, till exempel en kopia från mottagaren.</summary>
    Task<Ankarlage> LasAsync(string fil, CancellationToken cancellationToken);

    /// <summary>Lägger ankaret sist i filen; det ligger på disken när metoden är klar.</summary>
    Task SkrivAsync(Loggankare ankare, CancellationToken cancellationToken);

    /// <summary>Skickar ankaret till mottagaren. Null när den tog emot det, annars varför inte.</summary>
    Task<string?> SkickaAsync(Loggankare ankare, CancellationToken cancellationToken);
}
