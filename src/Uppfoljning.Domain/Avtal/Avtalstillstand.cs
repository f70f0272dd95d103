namespace Uppfoljning.Domain.Avtal;

/// <summary>Avtalets tillstånd (regelverket 6.7).</summary>
public enum Avtalstillstand
{
    Utkast,
    Tecknat,
    Aktivt,
    UnderRattelse,
    Uppsagt,
    Havt,
    Upphort,
    Arkiverat,
}

public static class Avtalstillstandstext
{
    public static string Text(this Avtalstillstand tillstand) => tillstand switch
    {
        Avtalstillstand.UnderRattelse => "Under rättelse",
        Avtalstillstand.Havt => "Hävt",
        Avtalstillstand.Upphort => "Upphört",
        _ => tillstand.ToString(),
    };
}
