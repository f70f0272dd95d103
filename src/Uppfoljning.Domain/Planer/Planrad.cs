using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Planer;

/// <summary>
/// En rad i planen: uppgifterna om objektet som de var när raden gjordes, programmets fem punkter (regelverket 3.2), och varför raden ser
/// ut som den gör.
/// </summary>
public sealed record Planrad
{
    public Guid Id { get; init; }

    public int Nr { get; init; }

    public int Version { get; init; } = 1;

    /// <summary>Sant när någon har ändrat raden; då behålls den när planen genereras om.</summary>
    public bool Andrad { get; init; }

    public Guid? AvtalId { get; init; }

    public Guid? EnhetId { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public required string Objekt { get; init; }

    public string? Utforare { get; init; }

    public Driftsform? Driftsform { get; init; }

    public string? Avtalsnummer { get; init; }

    public DateOnly? Start { get; init; }

    public DateOnly? Slut { get; init; }

    /// <summary>Punkt 1: vad som ska följas upp.</summary>
    public required string VadSomFoljsUpp { get; init; }

    /// <summary>Punkt 2: formerna, så som <see cref="Uppfoljningsformer.Skriv"/> skriver dem.</summary>
    public required string Former { get; init; }

    /// <summary>Punkt 3: vem som ansvarar.</summary>
    public required string Ansvarig { get; init; }

    /// <summary>Punkt 4: perioden under planåret, och intervallet.</summary>
    public int? ForstaManad { get; init; }

    public int? SistaManad { get; init; }

    public int? IntervallManader { get; init; }

    /// <summary>Punkt 5: återkoppling till de tre mottagarna.</summary>
    public required string AterkopplingNamnd { get; init; }

    public required string AterkopplingUtforare { get; init; }

    public required string AterkopplingAllmanhet { get; init; }

    /// <summary>Skälen så som <see cref="Planskal.Skriv"/> skriver dem.</summary>
    public required string Skal { get; init; }

    /// <summary>
    /// Driftsformen så som planen visar den; null när den inte är känd. En enhet utan känd driftsform är nämndens egen bara när ingen utförare
    /// är angiven.
    /// </summary>
    public Driftsform? VisadDriftsform() =>
        Driftsform ?? (Sort == Objektsort.Enhet && Utforare is null ? Domain.Utforare.Driftsform.EgenRegi : null);

    public Objektsort Sort => AvtalId is null ? Objektsort.Enhet : Objektsort.Avtal;

    /// <summary>Avtalets eller enhetens id; det som gör raden till samma rad när planen genereras om.</summary>
    public Guid ObjektId => AvtalId ?? EnhetId ?? Guid.Empty;
}

/// <summary>Ett avtal eller en enhet som inte har någon rad i planen, och varför.</summary>
public sealed record UtanRad
{
    public Guid? AvtalId { get; init; }

    public Guid? EnhetId { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public required string Objekt { get; init; }

    public string? Utforare { get; init; }

    public required string Skal { get; init; }

    public Objektsort Sort => AvtalId is null ? Objektsort.Enhet : Objektsort.Avtal;

    public Guid ObjektId => AvtalId ?? EnhetId ?? Guid.Empty;
}
