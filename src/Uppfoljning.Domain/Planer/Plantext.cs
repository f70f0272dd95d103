using System.Globalization;

namespace Uppfoljning.Domain.Planer;

/// <summary>Så som tid och upprepning skrivs i planen.</summary>
public static class Plantext
{
    private static readonly string[] Namn =
    [
        "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
    ];

    /// <summary>Namn i svensk ordning, var de än ordnas.</summary>
    public static readonly StringComparer Ordning = StringComparer.Create(CultureInfo.GetCultureInfo("sv-SE"), ignoreCase: true);

    public static string Manad(int manad) => Namn[manad - 1];

    /// <summary>mars 2027, eller januari–mars 2027. Tomt när perioden inte är bestämd.</summary>
    public static string Period(int? forsta, int? sista, int ar) =>
        forsta is not (>= 1 and <= 12) || sista is not (>= 1 and <= 12) ? ""
        : forsta == sista ? $"{Manad(forsta.Value)} {ar}"
        : $"{Manad(forsta.Value)}–{Manad(sista.Value)} {ar}";

    /// <summary>En gång per år, vartannat år, var åttonde månad.</summary>
    public static string Intervall(int? manader) => manader switch
    {
        null => "",
        1 => "varje månad",
        2 => "varannan månad",
        3 => "fyra gånger per år",
        4 => "tre gånger per år",
        6 => "två gånger per år",
        12 => "en gång per år",
        24 => "vartannat år",
        36 => "vart tredje år",
        48 => "vart fjärde år",
        60 => "vart femte år",
        _ => string.Create(CultureInfo.InvariantCulture, $"med {manader} månaders mellanrum"),
    };

    /// <summary>a, b och c.</summary>
    public static string Uppraknade(IReadOnlyList<string> delar) => delar.Count switch
    {
        0 => "",
        1 => delar[0],
        _ => $"{string.Join(", ", delar.Take(delar.Count - 1))} och {delar[^1]}",
    };

    /// <summary>1 rad, 31 rader.</summary>
    public static string Antal(int antal, string ental, string flertal) =>
        string.Create(CultureInfo.InvariantCulture, $"{antal} {(antal == 1 ? ental : flertal)}");
}
