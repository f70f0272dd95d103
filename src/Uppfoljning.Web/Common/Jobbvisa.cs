using Microsoft.AspNetCore.Html;
using Uppfoljning.Application.Jobb;
using Uppfoljning.Application.Planer;

namespace Uppfoljning.Web.Common;

/// <summary>Hur jobb och körningar skrivs på sidorna.</summary>
public static class Jobbvisa
{
    public static IHtmlContent Marke(Jobbutgang utgang) => Visa.Marke(utgang.Text(), utgang switch
    {
        Jobbutgang.Gick => "bra",
        Jobbutgang.Misslyckades => "fel",
        Jobbutgang.Avbrots => "varning",
        _ => "lugn",
    });

    public static IHtmlContent Marke(Planjobbutfall? utfall) => utfall is { } u
        ? Visa.Marke(u.Text(), u switch
        {
            Planjobbutfall.Ny or Planjobbutfall.Omgjord => "bra",
            Planjobbutfall.Misslyckad => "fel",
            _ => "lugn",
        })
        : Visa.Marke("Väntar", "ny");

    /// <summary>Hur länge en körning tog.</summary>
    public static string Tid(TimeSpan tid) => tid.TotalSeconds switch
    {
        < 1 => "under en sekund",
        < 1.5 => "1\u00A0sekund",
        < 120 => $"{tid.TotalSeconds:0}\u00A0sekunder",
        _ => $"{tid.TotalMinutes:0}\u00A0minuter",
    };

    /// <summary>Vad som satte i gång körningen.</summary>
    public static string Av(Jobbrapport rapport) => rapport.Vem is { } vem ? $"För hand, av {vem}" : rapport.VidStart ? "När servern startade" : "Enligt schemat";
}
