using Uppfoljning.Domain.Avtal;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Domain.Uppgifter;

/// <summary>De roller i en nämnd som ger uppgifter.</summary>
[Flags]
public enum Uppgiftsroll
{
    Ingen = 0,
    Avtalsansvarig = 1,
    Uppfoljare = 2,
    Namndsekreterare = 4,
    Registrator = 8,
}

/// <summary>Den som listan är till för.</summary>
public sealed record Uppgiftsperson(Guid? Id, string Namn, IReadOnlyDictionary<Guid, Uppgiftsroll> Roller, bool Administrator)
{
    public Uppgiftsroll I(Guid namndId) => Roller.GetValueOrDefault(namndId);
}

/// <summary>Allt som uppgifterna räknas fram ur.</summary>
public sealed record Uppgiftsunderlag
{
    public IReadOnlyList<Avtalsfakta> Avtal { get; init; } = [];

    public IReadOnlyList<Rattelsefakta> Rattelser { get; init; } = [];

    public IReadOnlyList<Bristfakta> Brister { get; init; } = [];

    public IReadOnlyList<Kontrolluppgift> Kontroller { get; init; } = [];

    public IReadOnlyList<Uppdragsfakta> Uppdrag { get; init; } = [];

    public IReadOnlyList<Namndfakta> Namnder { get; init; } = [];

    public IReadOnlyList<Sammantradesfakta> Sammantraden { get; init; } = [];

    public IReadOnlyList<Gallringsfakta> Gallringar { get; init; } = [];

    public Hinder? Programbrist { get; init; }

    public Avtalsdatumtider Tider { get; init; } = Avtalsdatumtider.Forval;

    public Arbetskalender Kalender { get; init; } = Arbetskalender.Lagens;
}

/// <summary>Vem som ansvarar för ett avtal: en användare, eller bara ett namn, eller ingen.</summary>
public sealed record Avtalsansvar(Guid? Id, string? Namn)
{
    public bool Saknas => Id is null && string.IsNullOrWhiteSpace(Namn);
}

/// <summary>Ett avtal som löper, med det som dess datum räknas av.</summary>
public sealed record Avtalsfakta
{
    public Guid Id { get; init; }

    public Guid NamndId { get; init; }

    public string Namnd { get; init; } = "";

    public string Benamning { get; init; } = "";

    public Avtalsansvar Ansvar { get; init; } = new(null, null);

    public Avtalsdatumfakta Datum { get; init; } = new();
}

public sealed record Rattelsefakta(Guid AvtalId, Guid NamndId, string Namnd, string Benamning, Avtalsansvar Ansvar, DateOnly Senast);

/// <summary>Hur många löpande avtal i nämnden som saknar något. Mina: bara de avtal som är mina är räknade.</summary>
public sealed record Bristfakta(Guid NamndId, Avtalsbrist Brist, int Antal, bool Mina = false);

/// <summary>Den senaste kontrollen av sin sort hos en utförare, och nämnderna som har avtal med utföraren.</summary>
public sealed record Kontrolluppgift(Guid UtforareId, string Utforare, string Vad, DateOnly? NastaSenast, DateOnly? GallerTill, IReadOnlyList<Guid> Namnder);

public sealed record Uppdragsfakta(Guid EnhetId, string Enhet, Guid NamndId, string Namnd, DateOnly GallerTill);

/// <summary>En nämnd och hur dess plan för året ligger till. Beslutad är null när planen inte är gjord.</summary>
public sealed record Namndfakta(Guid Id, string Namn, string Forkortning, Guid? PlanId, bool PlanBeslutad);

/// <summary>Hur mycket i nämnden som enligt nämndens beslut är moget att gallra.</summary>
public sealed record Gallringsfakta(Guid NamndId, string Namnd, int Antal);

public sealed record Sammantradesfakta(Guid Id, Guid NamndId, string Namnd, DateOnly Datum, DateOnly? SistaHandlingsdag);
