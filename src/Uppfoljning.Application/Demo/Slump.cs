namespace Uppfoljning.Application.Demo;

/// <summary>
/// Slumptal som blir desamma på varje maskin och i varje version av ramverket (SplitMix64). Bara för påhittade uppgifter.
/// </summary>
public sealed class Slump(ulong fro)
{
    private ulong _tillstand = fro;

    /// <summary>Ett tal från och med 0 till men inte med <paramref name="granser"/>.</summary>
    public int Under(int granser) => (int)(Nasta() % (ulong)granser);

    /// <summary>Ett tal i intervallet, gränserna inräknade.</summary>
    public int Mellan(int minst, int hogst) => minst + Under(hogst - minst + 1);

    public T En<T>(IReadOnlyList<T> bland) => bland[Under(bland.Count)];

    /// <summary>Sant i så många fall av hundra.</summary>
    public bool Procent(int av100) => Under(100) < av100;

    private ulong Nasta()
    {
        _tillstand += 0x9E3779B97F4A7C15;
        var z = _tillstand;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
