using System.Globalization;

namespace Uppfoljning.Domain.Planer;

/// <summary>En faktors andel av riskpoängen.</summary>
/// <param name="Faktor">Faktorn.</param>
/// <param name="Vikt">Vikten i hela poäng.</param>
/// <param name="Procent">Nivån i procent av vikten; null när värdet inte är känt.</param>
/// <param name="Varde">Värdet med ord.</param>
/// <param name="Poang">Andelen i hundradels poäng.</param>
public sealed record Riskandel(Riskfaktor Faktor, int Vikt, int? Procent, string Varde, int Poang);

/// <summary>Risken för ett objekt: varje faktors andel, som tillsammans är poängen. Hela hundradelar, så att andelarna alltid går jämnt upp.</summary>
public sealed record Riskbedomning(IReadOnlyList<Riskandel> Andelar)
{
    /// <summary>Poängen i hundradelar.</summary>
    public int Poang { get; } = Andelar.Sum(a => a.Poang);

    public int Okanda => Andelar.Count(a => a.Procent is null);

    /// <summary>Bedömer underlaget med nämndens vikter. En faktor utan vikt är inte med. Det okända ger den del av vikten som nämnden har bestämt.</summary>
    public static Riskbedomning Av(Riskunderlag underlag, IReadOnlyDictionary<Riskfaktor, int> vikter, int okantProcent, DateOnly arsborjan) => new(
    [
        .. Enum.GetValues<Riskfaktor>().Where(f => vikter.GetValueOrDefault(f) > 0).Select(f =>
        {
            var matt = f.Mat(underlag, arsborjan);
            var vikt = vikter[f];
            return new Riskandel(f, vikt, matt.Procent, matt.Varde, vikt * (matt.Procent ?? okantProcent));
        }),
    ]);

    /// <summary>62,5 — poäng med högst två decimaler.</summary>
    public static string Text(int hundradelar) => (hundradelar / 100m).ToString("0.##", CultureInfo.GetCultureInfo("sv-SE"));

    /// <summary>Andelarna så som de lagras: en rad text per faktor.</summary>
    public string Skriv() => string.Join('\n', Andelar.Select(a => string.Create(CultureInfo.InvariantCulture,
        $"{a.Faktor}|{a.Vikt}|{a.Procent?.ToString(CultureInfo.InvariantCulture) ?? "-"}|{a.Poang}|{a.Varde}")));

    /// <summary>Läser det som <see cref="Skriv"/> skrev; null när raden gjordes utan riskbedömning.</summary>
    public static Riskbedomning? Las(string? text)
    {
        if (string.IsNullOrEmpty(text)) { return null; }
        var andelar = new List<Riskandel>();
        foreach (var rad in text.Split('\n'))
        {
            var d = rad.Split('|', 5);
            if (d.Length == 5 && Enum.TryParse<Riskfaktor>(d[0], out var faktor))
            {
                andelar.Add(new(faktor, Heltal(d[1]), d[2] == "-" ? null : Heltal(d[2]), d[4], Heltal(d[3])));
            }
        }
        return new(andelar);
    }

    private static int Heltal(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
