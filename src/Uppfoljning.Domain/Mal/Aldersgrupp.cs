using System.Globalization;
using System.Text.RegularExpressions;

namespace Uppfoljning.Domain.Mal;

/// <summary>Fyllda år från och med till och med; utan övre gräns är gruppen öppen uppåt.</summary>
public readonly partial record struct Aldersgrupp(int Fran, int? Till)
{
    public const int Hogst = 130;

    /// <summary>"65–79", "65-79 år", "80–", "80+" eller "80 år och äldre"; ett ensamt tal är ett enda år.</summary>
    public static bool TryTolka(string? text, out Aldersgrupp grupp)
    {
        grupp = default;
        var traff = GruppRegex().Match(text ?? "");
        if (!traff.Success) { return false; }
        var fran = int.Parse(traff.Groups["fran"].Value, CultureInfo.InvariantCulture);
        int? till = traff.Groups["till"].Success ? int.Parse(traff.Groups["till"].Value, CultureInfo.InvariantCulture)
            : traff.Groups["uppat"].Success ? null
            : fran;
        if (fran > Hogst || till > Hogst || till < fran) { return false; }
        grupp = new(fran, till);
        return true;
    }

    public string Text() => Till switch
    {
        null => $"{Fran} år och äldre",
        { } till when till == Fran => $"{Fran} år",
        { } till => $"{Fran}–{till} år",
    };

    /// <summary>Om någon ålder ryms i båda grupperna.</summary>
    public bool Overlappar(Aldersgrupp annan) => Fran <= (annan.Till ?? int.MaxValue) && annan.Fran <= (Till ?? int.MaxValue);

    [GeneratedRegex(@"^\s*(?<fran>[0-9]{1,3})\s*(år\s*)?((-|–|—)\s*(?<till>[0-9]{1,3})|(?<uppat>\+|-|–|—|och\s+äldre|och\s+uppåt))?\s*(år)?\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GruppRegex();
}
