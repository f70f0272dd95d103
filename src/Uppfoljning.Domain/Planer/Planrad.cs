using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Domain.Planer;

/// <summary>Om raden hör till den regelbundna uppföljningen eller är en särskild granskning vid sidan av den (UPP-04).</summary>
public enum Radslag
{
    Ordinarie,
    SarskildGranskning,
}

/// <summary>Vad som utlöser en särskild granskning (UPP-04).</summary>
public enum Utlosare
{
    NyLag,
    NamndensBeslut,
    OrdforandesBeslut,
    ChefsBeslut,
}

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

    public Radslag Slag { get; init; }

    /// <summary>1 för objektets rad; 2 och uppåt när raden har delats, eller för fler särskilda granskningar av samma objekt.</summary>
    public int Del { get; init; } = 1;

    public string? Verksamhetsomrade { get; init; }

    public required string Objekt { get; init; }

    public Guid? UtforareId { get; init; }

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

    /// <summary>Månaderna då raden följs upp igen, så som <see cref="Plantillfallen.Skriv"/> skriver dem.</summary>
    public string? FlerManader { get; init; }

    public int? IntervallManader { get; init; }

    /// <summary>Vad som bestämmer intervallet; null för en rad från innan det fanns regler.</summary>
    public Bestams? Bestams { get; init; }

    /// <summary>Det längsta intervall som lag eller avtal tillåter.</summary>
    public int? HogstIntervallManader { get; init; }

    /// <summary>Risken så som <see cref="Riskbedomning.Skriv"/> skriver den.</summary>
    public string? Risk { get; init; }

    /// <summary>Riskpoängen i hundradelar.</summary>
    public int? Riskpoang { get; init; }

    public string? Riskniva { get; init; }

    /// <summary>Timmar per tillfälle när någon har angett dem; annars gäller formernas timmar.</summary>
    public int? Timmar { get; init; }

    /// <summary>För en särskild granskning: vad som utlöser den, anledningen eller beslutet, och dagen.</summary>
    public Utlosare? Utlosare { get; init; }

    public string? Utlosartext { get; init; }

    public DateOnly? Utlosardatum { get; init; }

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
        Driftsform ?? (EnhetId is not null && Utforare is null ? Domain.Utforare.Driftsform.EgenRegi : null);

    public Objektsort Sort => AvtalId is null ? Objektsort.Enhet : Objektsort.Avtal;

    /// <summary>Om raden är en särskild granskning av ett tema, utan något visst avtal eller någon viss enhet.</summary>
    public bool ArTema => AvtalId is null && EnhetId is null;

    /// <summary>Avtalets eller enhetens id; det som gör raden till samma rad när planen genereras om.</summary>
    public Guid ObjektId => AvtalId ?? EnhetId ?? Guid.Empty;
}

/// <summary>Varför ett objekt står utan rad.</summary>
public enum Utanslag
{
    /// <summary>Registret ger skälet: avtalet löper inte under året, enheten är inte i konkurrens, avtalet täcker enheten.</summary>
    Register,

    /// <summary>Objektet följs upp ett annat år.</summary>
    Intervall,

    /// <summary>Någon har lämnat ut raden, med sitt skäl.</summary>
    Utelamnad,

    /// <summary>Objektet följs upp i en annan rad.</summary>
    Sammanslagen,
}

/// <summary>Ett avtal eller en enhet som inte har någon rad i planen, och varför.</summary>
public sealed record UtanRad
{
    public Utanslag Slag { get; init; }

    /// <summary>Raden som objektet följs upp i.</summary>
    public Guid? GenomRadId { get; init; }

    public Guid? UtforareId { get; init; }

    /// <summary>Riskpoängen i hundradelar, när objektet har bedömts.</summary>
    public int? Riskpoang { get; init; }

    /// <summary>Vad som bestämmer hur ofta objektet följs upp.</summary>
    public Bestams? Bestams { get; init; }

    public Guid? AvtalId { get; init; }

    public Guid? EnhetId { get; init; }

    public string? Verksamhetsomrade { get; init; }

    public required string Objekt { get; init; }

    public string? Utforare { get; init; }

    public required string Skal { get; init; }

    public Objektsort Sort => AvtalId is null ? Objektsort.Enhet : Objektsort.Avtal;

    public Guid ObjektId => AvtalId ?? EnhetId ?? Guid.Empty;
}
