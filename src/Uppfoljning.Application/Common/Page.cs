namespace Uppfoljning.Application.Common;

/// <summary>En lista som begärs sida för sida. Värden utanför gränserna rättas till; en adress kan vara skriven för hand.</summary>
public interface IPaged
{
    int Sida { get; }
}

/// <summary>En sida av en lista, med totalt antal.</summary>
public sealed record Page<T>(IReadOnlyList<T> Rader, int Antal, int Sida)
{
    public const int Storlek = 50;

    public int Sidor => Math.Max(1, (Antal + Storlek - 1) / Storlek);

    public int Forsta => Antal == 0 ? 0 : ((Sida - 1) * Storlek) + 1;

    public int Sista => Math.Min(Sida * Storlek, Antal);

    /// <summary>Sidnumret så att det ligger inom listan.</summary>
    public static int Inom(int sida, int antal) => Math.Clamp(sida, 1, Math.Max(1, (antal + Storlek - 1) / Storlek));

    public static int Offset(int sida) => (sida - 1) * Storlek;
}
