using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Web.Common;

/// <summary>Hur datum skrivs i löpande text.</summary>
public static partial class Datumvisa
{
    /// <summary>Texten med varje datum som ett datum: det bryts inte vid radslut och kan läsas av program.</summary>
    public static IHtmlContent MedDatum(string text)
    {
        var html = new HtmlContentBuilder();
        var sist = 0;
        foreach (var traff in DatumRegex().EnumerateMatches(text))
        {
            if (!Datumtext.TryTolka(text.Substring(traff.Index, traff.Length), out var dag)) { continue; }
            html.Append(text[sist..traff.Index]).AppendHtml(Visa.Datum(dag));
            sist = traff.Index + traff.Length;
        }
        return html.Append(text[sist..]);
    }

    [GeneratedRegex(@"\b\d{4}-\d{2}-\d{2}\b")]
    private static partial Regex DatumRegex();
}
