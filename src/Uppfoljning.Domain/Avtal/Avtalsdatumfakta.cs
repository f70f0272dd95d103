namespace Uppfoljning.Domain.Avtal;

/// <summary>Vilka regler nästa upphandling följer.</summary>
public enum Upphandlingsregler
{
    /// <summary>Över tröskelvärdet: lagens minimitider gäller (11 kap. LOU).</summary>
    Direktivstyrd,

    /// <summary>Under tröskelvärdet eller en tjänst i bilaga 2: skälig tid utan antal dagar (19 kap. 11 § LOU).</summary>
    Kapitel19,
}

/// <summary>Det som ett avtals datum räknas av. Null betyder inte känt.</summary>
/// <remarks>
/// Slut är den dag avtalet slutar som det är nu: en förlängning som redan har utnyttjats ligger i slutdatumet, och antalet förlängningar är
/// de som återstår.
/// </remarks>
public sealed record Avtalsdatumfakta
{
    public DateOnly? Start { get; init; }

    public DateOnly? Slut { get; init; }

    public int? ForlangningManader { get; init; }

    public int? AntalForlangningar { get; init; }

    /// <summary>Förlängningar med egna villkor. Finns det några gäller de i stället för <see cref="ForlangningManader"/> och <see cref="AntalForlangningar"/>.</summary>
    public IReadOnlyList<Forlangning> Forlangningar { get; init; } = [];

    public int? UppsagningstidManader { get; init; }

    public Upphandlingsform? Upphandlingsform { get; init; }

    public Avtalstillstand Tillstand { get; init; }

    /// <summary>Vilka regler nästa upphandling följer, om det är känt.</summary>
    public Upphandlingsregler? Regler { get; init; }

    /// <summary>Nämndens kända sammanträden; tom lista när de inte är kända.</summary>
    public IReadOnlyList<Beslutstillfalle> Sammantraden { get; init; } = [];
}

/// <summary>Ett sammanträde då nämnden kan fatta tilldelningsbeslut, och sista dagen för handlingar till det om den är känd.</summary>
public sealed record Beslutstillfalle(DateOnly Dag, DateOnly? SistaHandlingsdag = null);

/// <summary>Hur lång tid kommunen själv behöver när den upphandlar. Inte lag: varje tal är kommunens eget och visas som det.</summary>
public sealed record Avtalsdatumtider
{
    /// <summary>Fler dagar än så är ett skrivfel.</summary>
    public const int Hogst = 1000;

    public static readonly Avtalsdatumtider Forval = new();

    public bool Giltiga => new[] { ForberedelseDagar, AnbudDagar, UtvarderingDagar, BeredningDagar, OverprovningDagar, InforandeDagar }.All(d => d is >= 0 and <= Hogst);

    /// <summary>Behovsanalys, dialog och upphandlingsdokument.</summary>
    public int ForberedelseDagar { get; init; } = 180;

    /// <summary>Den anbudstid som kommunen vill ge, aldrig kortare än lagens.</summary>
    public int AnbudDagar { get; init; } = 35;

    /// <summary>Öppning, prövning av anbudsgivarna och utvärdering.</summary>
    public int UtvarderingDagar { get; init; } = 45;

    /// <summary>Från färdigt förslag till nämndens beslut.</summary>
    public int BeredningDagar { get; init; } = 30;

    /// <summary>Marginal för en överprövning i förvaltningsrätten.</summary>
    public int OverprovningDagar { get; init; } = 90;

    /// <summary>Från tecknat avtal till första avtalsdagen: bemanning, lokaler, brukarnas val.</summary>
    public int InforandeDagar { get; init; } = 60;
}

public enum Avtalsdatumsort
{
    Start,
    Slut,
    Besked,
    LangstaSlut,
    NastaUpphandling,
}

/// <summary>Vad ett datum vilar på.</summary>
public enum Avtalsdatumgrund
{
    /// <summary>Avtalet självt.</summary>
    Avtalet,

    /// <summary>Lagens tider tillsammans med kommunens egna.</summary>
    LagOchKommun,
}

/// <summary>Ett datum i avtalets liv: dagen, eller varför den inte är känd, och hur den räknades fram.</summary>
public sealed record Avtalsdag
{
    public required Avtalsdatumsort Sort { get; init; }

    public required string Rubrik { get; init; }

    public DateOnly? Dag { get; init; }

    /// <summary>En mening om vad som saknas eller varför det inte finns någon dag. Null när dagen är känd.</summary>
    public string? Saknas { get; init; }

    /// <summary>Sant när det inte finns någon dag att räkna, till skillnad från en dag som inte är känd.</summary>
    public bool GallerInte { get; init; }

    public Avtalsdatumgrund Grund { get; init; }

    public IReadOnlyList<Lagrum> Lagrum { get; init; } = [];

    /// <summary>Hur dagen räknades fram, en mening per steg.</summary>
    public IReadOnlyList<string> Steg { get; init; } = [];

    /// <summary>Antaganden som dagen vilar på och det som är osäkert.</summary>
    public IReadOnlyList<string> Forbehall { get; init; } = [];
}
