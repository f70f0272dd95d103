using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Planer;

/// <summary>Vad en rad i planen gäller: ett avtal, eller en enhet.</summary>
public enum Objektsort
{
    Avtal,
    Enhet,
}

/// <summary>Det som registret vet om ett avtal eller en enhet när planen görs. Det som inte är känt är null.</summary>
public sealed record Planobjekt
{
    public Guid? AvtalId { get; init; }

    public Guid? EnhetId { get; init; }

    public required string Namn { get; init; }

    public string? Verksamhetsomrade { get; init; }

    /// <summary>Utföraren, så att en enhet kan följas upp genom utförarens avtal; null när den inte är känd.</summary>
    public Guid? UtforareId { get; init; }

    public string? Utforare { get; init; }

    public Driftsform? Driftsform { get; init; }

    public string? Avtalsnummer { get; init; }

    public string? Omrade { get; init; }

    public Upphandlingsform? Upphandlingsform { get; init; }

    public Avtalstillstand? Tillstand { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? Slut { get; init; }

    public string? Avtalsansvarig { get; init; }

    /// <summary>För enheter: om enheten verkar i konkurrens med privata utförare; null när det inte är känt.</summary>
    public bool? Konkurrens { get; init; }

    /// <summary>För enheter: vad nämnden har pekat ut enheten som möjlig för, till exempel konkurrensutsättning.</summary>
    public string? MojligFor { get; init; }

    /// <summary>Det som är känt om risken.</summary>
    public Riskunderlag Risk { get; init; } = Riskunderlag.Okant;

    /// <summary>
    /// Om det drivs i egen regi. En enhet vars driftsform inte är känd är kommunens egen, om ingen utförare är angiven.
    /// </summary>
    public bool DrivsIEgenRegi => Uppfoljningsformer.EgenRegi(Sort, Driftsform) && (Driftsform is not null || UtforareId is null);

    public Objektsort Sort => AvtalId is null ? Objektsort.Enhet : Objektsort.Avtal;

    /// <summary>Avtalets eller enhetens id.</summary>
    public Guid Id => AvtalId ?? EnhetId ?? Guid.Empty;
}
