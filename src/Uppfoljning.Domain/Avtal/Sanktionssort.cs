namespace Uppfoljning.Domain.Avtal;

/// <summary>Vad avtalet ger kommunen rätt att göra vid en avvikelse, från det mildaste (AVV-05).</summary>
public enum Sanktionssort
{
    Papekande,
    Rattelse,
    Prisavdrag,
    Vite,
    Varning,
    Uppsagning,
    Havning,
    Skadestand,
}

public static class Sanktioner
{
    public static string Text(this Sanktionssort sort) => sort switch
    {
        Sanktionssort.Papekande => "Påpekande",
        Sanktionssort.Rattelse => "Rättelse",
        Sanktionssort.Prisavdrag => "Prisavdrag",
        Sanktionssort.Vite => "Vite",
        Sanktionssort.Varning => "Varning",
        Sanktionssort.Uppsagning => "Uppsägning",
        Sanktionssort.Havning => "Hävning",
        Sanktionssort.Skadestand => "Skadestånd",
        _ => throw new ArgumentOutOfRangeException(nameof(sort), sort, null),
    };

    /// <summary>Om sanktionen kan ha ett belopp i avtalet.</summary>
    public static bool HarBelopp(this Sanktionssort sort) => sort is Sanktionssort.Prisavdrag or Sanktionssort.Vite or Sanktionssort.Skadestand;
}
