namespace Uppfoljning.Web.Common;

/// <summary>Hur säkerhetskopior skrivs på sidorna.</summary>
public static class Kopievisa
{
    public static string Alder(TimeSpan alder) => alder.TotalHours switch
    {
        < 1 => "under en timme",
        < 2 => "1\u00A0timme",
        < 48 => $"{(int)alder.TotalHours}\u00A0timmar",
        _ => $"{(int)alder.TotalDays}\u00A0dagar",
    };

    public static string Storlek(long byten) => byten < 1024 * 1024 ? $"{Visa.Langt(Math.Max(1, byten / 1024))}\u00A0kB" : $"{Visa.Langt(byten / 1024 / 1024)}\u00A0MB";
}
