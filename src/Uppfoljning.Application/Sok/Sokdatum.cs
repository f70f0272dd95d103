using System.Globalization;
using System.Text.RegularExpressions;
using Uppfoljning.Domain.Kalender;

namespace Uppfoljning.Application.Sok;

/// <summary>En dag, en månad eller ett år så som någon skriver det i sökrutan: 2026-12-15, 15 december, dec 2026, 2026-12 eller 2026.</summary>
public static partial class Sokdatum
{
    private static readonly string[] Manader = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"];

    private static readonly string[] Namn =
        ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"];

    /// <summary>Första och sista dagen; null när texten inte är ett datum. Utan år menas året som är.</summary>
    public static (DateOnly Fran, DateOnly Till)? Tolka(string? text, DateOnly idag)
    {
        var skrivet = InledningRegex().Replace(text?.Trim().ToLower(CultureInfo.InvariantCulture) ?? "", "");
        if (Datumtext.TryTolka(skrivet, out var dag)) { return (dag, dag); }

        if (ManadRegex().Match(skrivet) is { Success: true } siffror) { return Period(Tal(siffror.Groups["ar"]), Tal(siffror.Groups["manad"]), null); }
        if (ArRegex().IsMatch(skrivet)) { return Period(int.Parse(skrivet, CultureInfo.InvariantCulture), null, null); }
        if (OrdRegex().Match(skrivet) is not { Success: true } ord) { return null; }

        var manad = Manad(ord.Groups["manad"].Value);
        return manad == 0 ? null : Period(Tal(ord.Groups["ar"]) ?? idag.Year, manad, Tal(ord.Groups["dag"]));
    }

    private static (DateOnly, DateOnly)? Period(int? ar, int? manad, int? dag)
    {
        if (ar is not { } a || a is < Datumtext.MinstAr or > Datumtext.StorstAr) { return null; }
        if (manad is not { } m) { return (new DateOnly(a, 1, 1), new DateOnly(a, 12, 31)); }
        if (m is < 1 or > 12) { return null; }
        var sista = DateTime.DaysInMonth(a, m);
        if (dag is not { } d) { return (new DateOnly(a, m, 1), new DateOnly(a, m, sista)); }
        return d >= 1 && d <= sista ? (new DateOnly(a, m, d), new DateOnly(a, m, d)) : null;
    }

    private static int Manad(string ord)
    {
        var i = Array.IndexOf(Namn, ord);
        return (i < 0 ? Array.IndexOf(Manader, ord.TrimEnd('.')) : i) + 1;
    }

    private static int? Tal(Group grupp) => grupp.Success ? int.Parse(grupp.ValueSpan, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^sammanträdet?\s+(den\s+)?")]
    private static partial Regex InledningRegex();

    [GeneratedRegex(@"^(?<ar>[0-9]{4})-(?<manad>[0-9]{1,2})$")]
    private static partial Regex ManadRegex();

    [GeneratedRegex(@"^[0-9]{4}$")]
    private static partial Regex ArRegex();

    [GeneratedRegex(@"^((?<dag>[0-9]{1,2})\s+)?(?<manad>\p{L}{3,9}\.?)(\s+(?<ar>[0-9]{4}))?$")]
    private static partial Regex OrdRegex();
}
