using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Uppfoljning.Application.Common;

namespace Uppfoljning.Infrastructure.Drift;

/// <summary>
/// Alla inställningar prövade på en gång när programmet startar, så att den som installerar får veta allt som är fel och inte ett fel i taget. Ett namn
/// som inte finns hindrar inte, men sägs.
/// </summary>
internal sealed record Installningsprov(IReadOnlyList<string> Fel, IReadOnlyList<string> Varningar)
{
    /// <param name="configuration">Inställningarna.</param>
    /// <param name="lasningar">Det som läser dem och vet mer om dem än deras form; ett fel därifrån läggs till de andra.</param>
    public static Installningsprov Gor(IConfiguration configuration, params IReadOnlyList<Action> lasningar)
    {
        var fel = new List<(string Namn, string Text)>();
        foreach (var installning in Installningskatalog.Alla)
        {
            foreach (var (namn, varde) in Satta(configuration, installning))
            {
                if (Form(installning with { Namn = namn }, varde?.Trim()) is { } text) { fel.Add((namn, text)); }
            }
        }
        var former = fel.Count;
        foreach (var lasning in lasningar)
        {
            try
            {
                lasning();
            }
            catch (DriftException mer)
            {
                // The same fault, seen by the one who reads it, is not said twice.
                if (!fel.Take(former).Any(f => mer.Message.Contains(f.Namn, StringComparison.Ordinal))) { fel.Add(("", mer.Message)); }
            }
            catch (InvalidOperationException mer) when (former > 0 || mer.InnerException is not null)
            {
                // The binder, at a value whose form is already said to be wrong.
                if (former == 0) { fel.Add(("", mer.Message)); }
            }
        }
        return new([.. fel.Select(f => f.Text).Distinct()], Okanda(configuration));
    }

    /// <exception cref="DriftException">Något hindrar; texten räknar upp allt.</exception>
    public Installningsprov Godkand() => Fel switch
    {
        [] => this,
        [var ett] => throw new DriftException(ett),
        _ => throw new DriftException($"{Fel.Count} inställningar hindrar programmet att starta:\n{string.Join("\n", Fel.Select(f => $"  - {f}"))}"),
    };

    /// <summary>Sökvägar som inte är hela räknas från <paramref name="bas"/>, så att programmet hittar sitt varifrån det än startas.</summary>
    public static void Forankra(IConfiguration configuration, string bas)
    {
        foreach (var installning in Installningskatalog.Alla.Where(i => i.Sort is Sort.Sokvag))
        {
            if (configuration[installning.Namn] is { Length: > 0 } vag && !Path.IsPathRooted(vag.Trim())) { configuration[installning.Namn] = Path.GetFullPath(vag.Trim(), bas); }
        }
        const string anslutning = "Databas:Anslutning";
        if (configuration["Databas:Typ"] is not "Sqlite" || configuration[anslutning] is not { Length: > 0 } text) { return; }
        try
        {
            var delar = new DbConnectionStringBuilder { ConnectionString = text };
            if (delar.TryGetValue("Data Source", out var fil) && fil is string { Length: > 0 } namn && !Path.IsPathRooted(namn) && namn[0] != ':' && !namn.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            {
                delar["Data Source"] = Path.GetFullPath(namn, bas);
                configuration[anslutning] = delar.ConnectionString;
            }
        }
        catch (ArgumentException)
        {
            // The check of the settings says so.
        }
    }

    /// <summary>Inställningen, eller de som är satta i sektionen när den heter vad som helst.</summary>
    private static IEnumerable<(string Namn, string? Varde)> Satta(IConfiguration configuration, Installning i) => i.Namn.EndsWith('*')
        ? configuration.GetSection(i.Sektion).AsEnumerable().Where(s => s.Value is not null && i.Passar(s.Key)).Select(s => (s.Key, s.Value))
        : [(i.Namn, configuration[i.Namn])];

    private static string? Form(Installning i, string? varde)
    {
        if (string.IsNullOrEmpty(varde))
        {
            return i.Kravs ? $"Inställningen {i.Namn} saknas."
                : varde is not null && i.Sort is (Sort.Heltal or Sort.JaNej) ? $"Inställningen {i.Namn} är satt men tom. Ge den ett värde, eller ta bort den så gäller förvalet."
                : null;
        }
        return i.Sort switch
        {
            Sort.Heltal => int.TryParse(varde, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var tal) && tal >= i.Minst && tal <= i.Hogst
                ? null : $"Inställningen {i.Namn} är ”{varde}” men ska vara {i.Vad} mellan {i.Minst} och {i.Hogst}.",
            Sort.JaNej => bool.TryParse(varde, out _) ? null : $"Inställningen {i.Namn} är ”{varde}” men ska vara true eller false.",
            Sort.Val => i.Val!.Contains(varde) ? null : $"Inställningen {i.Namn} är ”{varde}” men ska vara {string.Join(" eller ", i.Val!)}.",
            Sort.Text => varde.Length >= i.Minst && varde.Length <= i.Hogst ? null : $"Inställningen {i.Namn} ska ha mellan {i.Minst} och {i.Hogst} tecken.",
            Sort.Sokvag => varde.AsSpan().IndexOfAny(Path.GetInvalidPathChars()) < 0 ? null : $"Inställningen {i.Namn} är ”{varde}”, som inte kan vara en sökväg.",
            Sort.Webbadress => Adress(varde) ? null : $"Inställningen {i.Namn} är ”{varde}” men ska vara en https-adress utan användarnamn. Den egna maskinen får svara på http.",
            _ => null,
        };
    }

    private static bool Adress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var adress) && adress.UserInfo.Length == 0
        && (adress.Scheme == Uri.UriSchemeHttps || (adress.Scheme == Uri.UriSchemeHttp && adress.IsLoopback));

    private static List<string> Okanda(IConfiguration configuration)
    {
        var varningar = new List<string>();
        foreach (var sektion in Installningskatalog.Alla.Select(i => i.Sektion).Distinct())
        {
            foreach (var (namn, varde) in configuration.GetSection(sektion).AsEnumerable())
            {
                if (varde is null || namn == sektion || Installningskatalog.Alla.Any(i => i.Passar(namn))) { continue; }
                // A list, or a group under a name that takes one value.
                if (Installningskatalog.Alla.Any(i => namn.StartsWith(i.Namn + ":", StringComparison.OrdinalIgnoreCase))) { continue; }
                var narmast = Installningskatalog.Alla.MinBy(i => Avstand(i.Namn, namn))!.Namn;
                varningar.Add(Avstand(narmast, namn) <= Math.Max(2, namn.Length / 4)
                    ? $"Inställningen {namn} finns inte och används inte. Menade du {narmast}?"
                    : $"Inställningen {namn} finns inte och används inte.");
            }
        }
        return varningar;
    }

    /// <summary>Så många tecken behöver läggas till, tas bort eller bytas för att det ena ska bli det andra.</summary>
    private static int Avstand(string a, string b)
    {
        var (fore, nu) = (new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++) { fore[j] = j; }
        for (var i = 1; i <= a.Length; i++)
        {
            nu[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var byta = fore[j - 1] + (char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1);
                nu[j] = Math.Min(byta, Math.Min(fore[j], nu[j - 1]) + 1);
            }
            (fore, nu) = (nu, fore);
        }
        return fore[b.Length];
    }
}
