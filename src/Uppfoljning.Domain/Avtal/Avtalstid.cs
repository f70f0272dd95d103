namespace Uppfoljning.Domain.Avtal;

/// <summary>Om ett avtal löper, av dess datum och tillstånd. Okända datum ger aldrig ett nej.</summary>
public static class Avtalstid
{
    /// <summary>Hinder mot avtalets datum i sig.</summary>
    public static IReadOnlyList<Hinder> Prova(DateOnly? start, DateOnly? slut) => start is { } s && slut is { } e && e < s
        ? [new("slut-fore-start", "Slutdatumet ligger före startdatumet.", Falt: "Slut")]
        : [];

    /// <summary>
    /// Om avtalet löper någon dag under året. Ett utkast är inget avtal. Ett upphört eller arkiverat avtal utan känt slutdatum löper inte:
    /// att det har upphört är känt, även om dagen inte är det.
    /// </summary>
    public static bool LoperUnder(int ar, Avtalstillstand tillstand, DateOnly? start, DateOnly? slut) =>
        tillstand != Avtalstillstand.Utkast
        && !(slut is null && tillstand is (Avtalstillstand.Upphort or Avtalstillstand.Arkiverat))
        && (start is null || start.Value.Year <= ar)
        && (slut is null || slut.Value.Year >= ar);

    /// <summary>Tillståndet för ett avtal som läggs in i registret den dag det läggs in, av datumen: upphört, tecknat eller aktivt.</summary>
    public static Avtalstillstand TillstandAv(DateOnly? start, DateOnly? slut, DateOnly idag) =>
        slut < idag ? Avtalstillstand.Upphort
        : start > idag ? Avtalstillstand.Tecknat
        : Avtalstillstand.Aktivt;
}
