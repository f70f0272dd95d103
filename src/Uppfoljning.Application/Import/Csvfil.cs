using System.Buffers;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Uppfoljning.Domain;
using Uppfoljning.Domain.Import;

namespace Uppfoljning.Application.Import;

/// <summary>En rad i filen. <c>Nr</c> är radnumret som kalkylarket visar: rubrikerna står på rad 1, och en cell med radbrytningar är en rad.</summary>
public readonly record struct Csvrad(int Nr, string[] Celler)
{
    public bool Tom => Array.TrueForAll(Celler, string.IsNullOrWhiteSpace);
}

/// <summary>Läser och skriver text med avgränsade celler så som svenska Excel sparar den.</summary>
public static class Csvfil
{
    /// <summary>Fler rader än så är inte ett register för en nämnd.</summary>
    public const int FlestRader = 200_000;

    /// <summary>Kalkylarkets egen gräns; en längre cell betyder att ett citattecken inte är avslutat.</summary>
    public const int LangstaCell = 32_767;

    internal const int FlestKolumner = 500;

    private static readonly SearchValues<char> KraverCitat = SearchValues.Create("\"\r\n\t ");

    /// <summary>Rader ur texten, eller varför den inte går att läsa. Tomma rader följer med, så att radnumren stämmer.</summary>
    public static IReadOnlyList<Csvrad> Las(TextReader text, char avgransare, ICollection<Hinder> hinder, int hogst = FlestRader + 1)
    {
        var rader = new List<Csvrad>();
        int? oavslutad = null;
        using var parser = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = avgransare.ToString(),
            IgnoreBlankLines = false,
            // A register says the same few words in most of its cells.
            CacheFields = true,
            MaxFieldSize = LangstaCell + 2,
            // A quote inside a cell is just a character, as it is to a spreadsheet. A cell that begins with one must end with one.
            BadDataFound = fel => { if (ArOavslutad(fel.Field)) { oavslutad ??= fel.Context.Parser!.Row; } },
        });
        try
        {
            while (rader.Count < hogst && parser.Read())
            {
                var celler = parser.Record ?? [];
                if (oavslutad is { } rad)
                {
                    hinder.Add(new("citattecken", $"På rad {rad} börjar en cell med citattecken som aldrig avslutas. Filen kan vara avklippt."));
                    return rader;
                }
                if (celler.Length > FlestKolumner)
                {
                    hinder.Add(new("for-manga-kolumner", $"Rad {parser.Row} har {celler.Length} celler. Det här är inte ett register."));
                    return rader;
                }
                rader.Add(new(parser.Row, celler));
            }
        }
        catch (MaxFieldSizeException)
        {
            hinder.Add(new("for-lang-cell",
                $"På rad {rader.Count + 1} finns en cell med mer än {LangstaCell} tecken. Troligen saknas ett citattecken där cellen slutar, eller så är filen avklippt."));
            return rader;
        }
        if (rader.Count > FlestRader)
        {
            hinder.Add(new("for-manga-rader", $"Filen har fler än {FlestRader} rader. Dela upp den."));
        }
        return rader;
    }

    /// <summary>Rader som text med semikolon; formler skyddas när <paramref name="skydda"/> är sant.</summary>
    public static string Skriv(IEnumerable<IReadOnlyList<string>> rader, char avgransare = ';', bool skydda = false)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var rad in rader)
        {
            for (var i = 0; i < rad.Count; i++)
            {
                if (i > 0) { text.Write(avgransare); }
                SkrivCell(text, skydda ? Celltext.Skyddad(rad[i]) : rad[i], avgransare);
            }
            text.Write("\r\n");
        }
        return text.ToString();
    }

    /// <summary>En cell, inom citattecken när texten kräver det.</summary>
    public static void SkrivCell(TextWriter text, string cell, char avgransare)
    {
        if (cell.AsSpan().ContainsAny(KraverCitat) || cell.Contains(avgransare, StringComparison.Ordinal))
        {
            text.Write('"');
            text.Write(cell.Replace("\"", "\"\"", StringComparison.Ordinal));
            text.Write('"');
        }
        else { text.Write(cell); }
    }

    /// <summary>Texten som fil: UTF-8 med byteordningsmärke, som svenska Excel öppnar rätt.</summary>
    public static byte[] Fil(string text) => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)];

    private static bool ArOavslutad(string falt)
    {
        if (!falt.StartsWith('"')) { return false; }
        // Doubled quotes stand for one; what is left after the opening one must hold a closing one.
        var citattecken = falt.Count(c => c == '"');
        return citattecken % 2 == 1;
    }
}
