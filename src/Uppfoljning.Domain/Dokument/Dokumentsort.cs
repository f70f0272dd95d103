namespace Uppfoljning.Domain.Dokument;

/// <summary>Vad ett dokument är. Sorten är det som en dokumenthanteringsplan går efter (ARK-02); null är inte känt.</summary>
public enum Dokumentsort
{
    Avtal,
    Bilaga,
    Beslut,
    Protokoll,
    Rapport,
    Skrivelse,
    Intyg,
    Annat,
}

/// <summary>Det som dokument kan ligga på.</summary>
public enum Dokumentobjekt
{
    Avtal,
    Enhet,
    Sammantrade,
    Plan,
    Utforare,
    Program,
    Namnd,
}

public static class Dokumenttexter
{
    public static string Text(this Dokumentsort sort) => sort switch
    {
        Dokumentsort.Avtal => "Avtal",
        Dokumentsort.Bilaga => "Bilaga",
        Dokumentsort.Beslut => "Beslut",
        Dokumentsort.Protokoll => "Protokoll",
        Dokumentsort.Rapport => "Rapport",
        Dokumentsort.Skrivelse => "Skrivelse",
        Dokumentsort.Intyg => "Intyg",
        Dokumentsort.Annat => "Annat",
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };

    public static string Text(this Dokumentobjekt objekt) => objekt switch
    {
        Dokumentobjekt.Avtal => "Avtal",
        Dokumentobjekt.Enhet => "Enhet",
        Dokumentobjekt.Sammantrade => "Sammanträde",
        Dokumentobjekt.Plan => "Uppföljningsplan",
        Dokumentobjekt.Utforare => "Utförare",
        Dokumentobjekt.Program => "Program",
        _ => "Nämnd",
    };

    /// <summary>Utförare och program delas av nämnderna; det andra hör till en nämnd.</summary>
    public static bool ArDelat(this Dokumentobjekt objekt) => objekt is Dokumentobjekt.Utforare or Dokumentobjekt.Program;
}
