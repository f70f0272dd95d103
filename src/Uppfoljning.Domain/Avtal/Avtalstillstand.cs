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
    /// <summary>Om avtalet är lagt till handlingarna: då ändras det inte längre, och inget läggs till (K13).</summary>
    public static bool ArStangt(this Avtalstillstand tillstand) => tillstand == Avtalstillstand.Arkiverat;

    public static string Text(this Avtalstillstand tillstand) => tillstand switch
    {
        Avtalstillstand.UnderRattelse => "Under rättelse",
        Avtalstillstand.Havt => "Hävt",
        Avtalstillstand.Upphort => "Upphört",
        _ => tillstand.ToString(),
    };
}
