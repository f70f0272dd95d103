using System.Globalization;
using System.Text;
using Uppfoljning.Domain.Kalender;
using Uppfoljning.Domain.Utforare;

namespace Uppfoljning.Tests.Handlers;

/// <summary>
/// Ett avtalsregister så som det kan se ut hos en kommun som har skött det för hand i många år: 300 rader, egna rubriker under en titel, samma
/// utförare skriven på flera sätt, fyra sorters datum, och fel. Alltid detsamma. Står som db/demo/exempelregister-300.csv.
/// </summary>
public static class Exempelregister
{
    public const string Filnamn = "exempelregister-300.csv";

    public const int Antal = 300;

    /// <summary>Radnumret för det första avtalet: titeln står på rad 1, rad 2 är tom och rubrikerna står på rad 3.</summary>
    public const int ForstaRad = 4;

    public static readonly string[] Rubriker =
        ["Diarienr", "Verksamhet", "Avser", "Leverantör", "Org nr", "Form", "Avtal fr o m", "Avtal t o m", "Option mån", "Kr/år", "Geografi", "Handläggare", "Kommentar", "Pärm"];

    private static readonly string[] Verksamheter = ["Äldreomsorg", "Funktionsstöd", "Individ och familj", "Förskola", "Måltider"];
    private static readonly string[] Avser = ["Hemtjänst", "Särskilt boende", "Daglig verksamhet", "Ledsagning", "Familjerådgivning", "Matdistribution", "Öppenvård"];
    private static readonly string[] Platser = ["Norr", "Söder", "Väster", "Öster", "Centrum"];

    /// <summary>De rader som är fel, vilken kolumn felet står i och vad som ska stå där i stället.</summary>
    public static readonly IReadOnlyList<(int Rad, string Kolumn, string Fel, int Cell, string Ratt)> Fel =
    [
        (ForstaRad + 20, "Organisationsnummer", "stämmer inte", 4, ""),
        (ForstaRad + 90, "Organisationsnummer", "stämmer inte", 4, ""),
        (ForstaRad + 45, "Avtalsslut", "Slutdatumet ligger före startdatumet", 7, "2029-12-31"),
        (ForstaRad + 130, "Avtalsslut", "Slutdatumet ligger före startdatumet", 7, "2029-12-31"),
        (ForstaRad + 60, "Avtalsstart", "går inte att läsa som datum", 6, "2024-02-01"),
        (ForstaRad + 75, "Årsvärde (kr)", "går inte att läsa som belopp", 9, "1250000,50"),
        (ForstaRad + 155, "Förlängning (månader)", "går inte att läsa som ett antal", 8, "24"),
        (ForstaRad + 170, "Benämning", "Saknas", 2, "Hemtjänst 170"),
    ];

    /// <summary>Filen så som svenska Excel sparar den: Windows-1252, semikolon och CRLF.</summary>
    public static byte[] Fil() => Fil(Rader());

    public static byte[] Fil(IEnumerable<string[]> rader) => CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(
        "Avtalsregister, utdrag ur pärmarna;;;;;;;;;;;;;\r\n;;;;;;;;;;;;;\r\n" + string.Concat(rader.Prepend(Rubriker).Select(r => string.Join(';', r) + "\r\n")));

    /// <summary>Raderna med allt som var fel rättat.</summary>
    public static List<string[]> Rattade()
    {
        var rader = Rader();
        foreach (var (rad, _, _, cell, ratt) in Fel) { rader[rad - ForstaRad][cell] = ratt; }
        return rader;
    }

    public static List<string[]> Rader() => [.. Enumerable.Range(0, Antal).Select(Rad)];

    private static string[] Rad(int i)
    {
        var (leverantor, nummer) = Leverantor(i);
        var start = new DateOnly(2021, 1, 1).AddDays(i * 5 % 1400);
        var rad = new[]
        {
            $"DNR {2021 + (i % 5)}/{i + 100}", Verksamheter[i % 5], $"{Avser[i % 7]} {i}", leverantor, nummer, i % 3 == 0 ? "LOV" : "LOU",
            // Var elfte startdag och var trettonde slutdag är inte känd.
            i % 11 == 5 ? "" : Datum(start, i), i % 13 == 7 ? "" : Datum(start.AddYears(4), i + 1),
            i % 4 == 0 ? "" : "24", $"{100 + i}{(i % 2 == 0 ? " 000,50" : "000")}", Platser[i % 5], i % 9 == 0 ? "-" : $"Enhet {i % 6}", i % 50 == 0 ? "=SE PÄRM" : "", $"{i % 12}",
        };
        switch (Array.FindIndex([.. Fel], f => f.Rad == ForstaRad + i))
        {
            case 0 or 1: rad[4] = "556677-8898"; break;
            case 2 or 3: rad[6] = "2028-01-01"; rad[7] = "2024-12-31"; break;
            case 4: rad[6] = "någon gång i våras"; break;
            case 5: rad[9] = "1.250.000"; break;
            case 6: rad[8] = "två år"; break;
            case 7: rad[2] = ""; break;
            default: break;
        }
        return rad;
    }

    /// <summary>Trettio utförare; de fem första skrivs på flera sätt, med och utan organisationsnummer.</summary>
    private static (string Namn, string Nummer) Leverantor(int i)
    {
        var nr = i % 30;
        var nummer = Organisationsnummer.MedKontrollsiffra(556_100_000 + nr);
        string[] satt = nr switch
        {
            0 => ["Björkens Omsorg AB", "Björkens omsorg Aktiebolag", "BJÖRKENS OMSORG AB (publ)", "Björkens Omsorg AB"],
            1 => ["Solgläntan Vård AB", "Sol-gläntan Vård AB", "Solgläntans Vård AB", "Solgläntan Vård AB"],
            2 => ["Kvarnens Hemtjänst HB", "Kvarnens Hemtjänst Handelsbolag", "Kvarnens hemtjänst", "Kvarnens Hemtjänst HB"],
            3 => ["Fyrens Boende AB", "Fyrens Boenden AB", "Fyrens Boende AB", "Fyrens Boende AB"],
            4 => ["Ängens Assistans AB", "Ängens Asistans AB", "Ängens Assistans AB", "Ängens Assistans AB"],
            _ => [$"Leverantör {(char)('A' + (nr % 26))}{nr} Omsorg AB"],
        };
        var namn = satt[i / 30 % satt.Length];
        // Var fjärde gång är numret utelämnat, och bindestrecket är med ibland.
        return (namn, i / 30 % 4 == 2 ? "" : i % 2 == 0 ? nummer : nummer.Replace("-", "", StringComparison.Ordinal));
    }

    private static string Datum(DateOnly datum, int i) => (i % 4) switch
    {
        0 => datum.Iso(),
        1 => string.Create(CultureInfo.InvariantCulture, $"{datum.Day}/{datum.Month} {datum.Year}"),
        2 => datum.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        _ => Kalkylark.Dagnummer(datum).ToString(CultureInfo.InvariantCulture),
    };
}
