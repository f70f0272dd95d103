namespace Uppfoljning.Domain.Planer;

/// <summary>Det som nämnden själv bestämmer om sin plan. Inget av detta är lag; planen säger att det är nämndens förval.</summary>
public sealed record Planregler
{
    /// <summary>Förvalen tills en nämnd har bestämt något annat.</summary>
    public static readonly Planregler Forval = new();

    /// <summary>Hur ofta ett avtal eller en enhet följs upp.</summary>
    public int IntervallManader { get; init; } = 12;

    /// <summary>Ett avtal som löper ut högst så många månader efter planåret följs upp tidigt på året.</summary>
    public int ForberedelseManader { get; init; } = 6;

    /// <summary>Hur många månader från årets början som räknas som tidigt.</summary>
    public int TidigaManader { get; init; } = 3;

    /// <summary>Ett nytt avtal följs upp första gången så många månader efter start.</summary>
    public int ManaderEfterStart { get; init; } = 3;

    /// <summary>Månad då ingen uppföljning läggs.</summary>
    public int LedigManad { get; init; } = 7;

    /// <summary>Ansvarig när avtalet inte har någon avtalsansvarig.</summary>
    public string StandardAnsvarig { get; init; } = "Förvaltningens uppföljare";

    public string AterkopplingNamnd { get; init; } =
        "Skriftlig rapport till nämnden. Läget redovisas i delårsrapporten per augusti och helåret i verksamhetsberättelsen.";

    public string AterkopplingUtforare { get; init; } =
        "Utföraren får rapporten för faktagranskning, den fastställda rapporten och ett möte om det som ska åtgärdas.";

    public string AterkopplingAllmanhet { get; init; } =
        "En sammanfattning publiceras på kommunens webbplats när rapporten är fastställd.";

    /// <summary>I valfrihetssystem, där den enskilde väljer (UPP-06).</summary>
    public string AterkopplingAllmanhetValfrihet { get; init; } =
        "En sammanfattning publiceras på kommunens webbplats i anslutning till Jämför service när rapporten är fastställd.";
}
