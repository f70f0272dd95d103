using System.Globalization;
using System.Text.RegularExpressions;

namespace Uppfoljning.Domain.Konton;

/// <summary>En e-postadress så långt formen säger: att den finns vet man först när ett brev har kommit fram.</summary>
public static partial class Epostadress
{
    public const int Langst = 254;

    public const string Formtext = "Ange en e-postadress som namn@kommunen.se.";

    public static bool HarForm(string? adress) => adress is not null && adress.Trim() is { Length: <= Langst } text && FormRegex().IsMatch(text);

    /// <summary>Adressen så som den jämförs.</summary>
    public static string Normal(string adress) => adress.Trim().ToUpper(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[^\s@<>,;:""()\[\]\\\p{C}]{1,64}@[\p{L}\p{Nd}]([\p{L}\p{Nd}.-]*[\p{L}\p{Nd}])?\.[\p{L}]{2,}$")]
    private static partial Regex FormRegex();
}
