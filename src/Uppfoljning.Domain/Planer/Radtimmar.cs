namespace Uppfoljning.Domain.Planer;

/// <summary>Timmarna för en rad: för ett tillfälle, och hur många tillfällen den har under året.</summary>
public readonly record struct Radtimmar(int PerTillfalle, int Tillfallen)
{
    public int Aret => PerTillfalle * Tillfallen;

    public static Radtimmar For(Planrad rad, IReadOnlyDictionary<Uppfoljningsform, int> formtider) =>
        For(rad.Timmar, Uppfoljningsformer.Las(rad.Former), Plantillfallen.For(rad).Count, formtider);

    /// <param name="egna">Radens egna timmar per tillfälle; null när formernas gäller.</param>
    /// <param name="former">Radens former.</param>
    /// <param name="tillfallen">Antalet tillfällen under året.</param>
    /// <param name="formtider">Nämndens timmar per form.</param>
    public static Radtimmar For(int? egna, IEnumerable<Uppfoljningsform> former, int tillfallen, IReadOnlyDictionary<Uppfoljningsform, int> formtider) =>
        new(egna ?? former.Sum(f => formtider.GetValueOrDefault(f)), tillfallen);
}
